-- The optional table of words, for corpus linguists: filled by `netra build --tokens MODEL`, else empty.

CREATE TABLE tokens (
    article_id VARCHAR NOT NULL REFERENCES articles (article_id),
    sentence   INTEGER NOT NULL,
    token      INTEGER NOT NULL,
    part       VARCHAR NOT NULL CHECK (part IN ('title', 'text', 'caption')),
    start      INTEGER NOT NULL,
    stop       INTEGER NOT NULL,
    surface    VARCHAR NOT NULL,
    lemma      VARCHAR,
    upos       VARCHAR NOT NULL,
    head       INTEGER NOT NULL,
    deprel     VARCHAR NOT NULL,
    parser     VARCHAR NOT NULL,
    PRIMARY KEY (article_id, sentence, token),
    CHECK (token >= 1 AND head >= 0 AND start >= 0 AND stop > start)
);
COMMENT ON TABLE tokens IS 'unvalidated. One word or sign of an article on the topic (yes or mention), as a parser sees it; empty unless the build was given --tokens.';
COMMENT ON COLUMN tokens.article_id IS 'The article.';
COMMENT ON COLUMN tokens.sentence IS 'Its sentence (sentences.sentence).';
COMMENT ON COLUMN tokens.token IS 'Number in the sentence, from 1.';
COMMENT ON COLUMN tokens.part IS 'String that the offsets index: title, text or caption of articles.';
COMMENT ON COLUMN tokens.start IS 'First code point, from 0.';
COMMENT ON COLUMN tokens.stop IS 'Code point after the last.';
COMMENT ON COLUMN tokens.surface IS 'The word: substring(part, start + 1, stop - start). "-nya" is not split off.';
COMMENT ON COLUMN tokens.lemma IS 'Its dictionary form. NULL: the parser has no lemmas.';
COMMENT ON COLUMN tokens.upos IS 'Its class in Universal Dependencies: NOUN, PROPN, VERB ...; X where none was given.';
COMMENT ON COLUMN tokens.head IS 'The token of the sentence that governs it; 0 for the root.';
COMMENT ON COLUMN tokens.deprel IS 'Its relation to the head in Universal Dependencies: nsubj, obj, appos ...; root.';
COMMENT ON COLUMN tokens.parser IS 'Model and digest of its weights.';
