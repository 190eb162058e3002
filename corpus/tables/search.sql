-- The full-text index: ordinary tables, so that any SQL client can ask it without an extension. corpus/answers/fts.py fills them.
-- postings lie in runs of 50,000 articles, each in the order of its terms: a query reads the blocks of its terms alone.

CREATE SCHEMA search;

CREATE TABLE search.docs (
    doc        UINTEGER NOT NULL,
    article_id VARCHAR NOT NULL,
    words      UINTEGER NOT NULL,
    marked     BOOLEAN NOT NULL
);
COMMENT ON TABLE search.docs IS 'Full-text index: one article.';
COMMENT ON COLUMN search.docs.doc IS 'Number of the article in the index, from 1, in the order of article_id.';
COMMENT ON COLUMN search.docs.article_id IS 'The article.';
COMMENT ON COLUMN search.docs.words IS 'Words of title and text.';
COMMENT ON COLUMN search.docs.marked IS 'True where title or text holds a combining mark or a letter whose small form is another letter: there a word of the index may join what a reader sees apart.';

CREATE TABLE search.words (
    word VARCHAR NOT NULL,
    term UINTEGER NOT NULL
);
COMMENT ON TABLE search.words IS 'Full-text index: one word form; small letters a to z without accents, and digits.';
COMMENT ON COLUMN search.words.word IS 'The word.';
COMMENT ON COLUMN search.words.term IS 'Its stem (search.terms).';

CREATE TABLE search.terms (
    term     UINTEGER NOT NULL,
    stem     VARCHAR NOT NULL,
    articles UINTEGER NOT NULL
);
COMMENT ON TABLE search.terms IS 'Full-text index: one stem.';
COMMENT ON COLUMN search.terms.term IS 'Number of the stem, from 1.';
COMMENT ON COLUMN search.terms.stem IS 'The stem: Snowball, Indonesian.';
COMMENT ON COLUMN search.terms.articles IS 'Articles that hold it.';

CREATE TABLE search.postings (
    term  UINTEGER NOT NULL,
    doc   UINTEGER NOT NULL,
    times UINTEGER NOT NULL
);
COMMENT ON TABLE search.postings IS 'Full-text index: one stem in one article.';
COMMENT ON COLUMN search.postings.term IS 'The stem (search.terms).';
COMMENT ON COLUMN search.postings.doc IS 'The article (search.docs).';
COMMENT ON COLUMN search.postings.times IS 'How often its forms stand in title and text.';

-- BM25 (Robertson and Walker 1994), k1 = 1.2, b = 0.75, as in DuckDB's extension. Rounded: the order of a sum is not fixed.
CREATE MACRO search_stems(stems) AS TABLE
WITH size AS (SELECT count(*) AS docs, avg(words) AS words FROM search.docs),
asked AS (
    SELECT t.term, log10((s.docs - t.articles + 0.5) / (t.articles + 0.5) + 1) AS weight
    FROM search.terms t, size s WHERE t.stem IN (SELECT unnest(stems::VARCHAR[]))
),
scored AS (
    SELECT p.doc, sum(a.weight * p.times * 2.2 / (p.times + 1.2 * (0.25 + 0.75 * d.words / s.words))) AS score
    FROM search.postings p JOIN asked a USING (term) JOIN search.docs d USING (doc), size s
    GROUP BY p.doc
)
SELECT d.article_id, round(s.score, 6) AS score FROM scored s JOIN search.docs d USING (doc);
COMMENT ON MACRO TABLE search_stems IS 'search_stems(list of stems): article_id and BM25 score of each article that holds one of them.';

CREATE MACRO search_articles(query) AS TABLE
FROM search_stems((
    SELECT list(DISTINCT t.stem)
    FROM (SELECT unnest(string_split_regex(lower(strip_accents(query)), '[^a-z0-9]+')) AS word)
    JOIN search.words USING (word) JOIN search.terms t USING (term)
));
COMMENT ON MACRO TABLE search_articles IS 'search_articles(words): article_id and BM25 score of each article that holds one of the words in any form; a word that stands in no article finds nothing.';
