-- Which articles are about a thing, in any form of its words?
-- The full-text index are tables of the corpus: `search_articles('words')` needs no extension. It gives BM25 scores; "melanggar"
-- finds "pelanggaran".
SELECT round(f.score, 2) AS score, a.outlet_id, a.published_date AS date, a.title
FROM search_articles('kepala desa melanggar') f JOIN articles a USING (article_id)
ORDER BY f.score DESC, a.article_id LIMIT 5;
