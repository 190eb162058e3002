-- In which words is it said?
-- The index finds the articles, the pattern the sentences; forty letters each side. `netra kwic 'tidak netral'` gives whole
-- words and the status of the sentence.
SELECT a.outlet_id, a.published_date AS date, s.part,
       regexp_extract(s.surface, '(?i).{0,40}\btidak netral\b.{0,40}') AS line
FROM search_articles('netral') f JOIN articles a USING (article_id) JOIN sentence_texts s USING (article_id)
WHERE regexp_matches(s.surface, '(?i)\btidak netral\b')
ORDER BY date DESC, a.title, a.article_id, s.sentence LIMIT 8;
