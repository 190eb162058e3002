-- Duty of care: what the outlets corrected, and what this project left out or changed by hand.

CREATE TABLE corrections (
    article_id           VARCHAR NOT NULL REFERENCES articles (article_id),
    correction           INTEGER NOT NULL,
    kind                 VARCHAR NOT NULL CHECK (kind IN ('ralat', 'koreksi', 'hak_jawab', 'hak_koreksi', 'klarifikasi', 'pencabutan')),
    part                 VARCHAR NOT NULL CHECK (part IN ('title', 'text', 'caption')),
    start                INTEGER NOT NULL,
    stop                 INTEGER NOT NULL,
    surface              VARCHAR NOT NULL,
    corrected_article_id VARCHAR REFERENCES articles (article_id),
    linked_by            VARCHAR[] NOT NULL,
    rule                 VARCHAR NOT NULL,
    PRIMARY KEY (article_id, correction),
    CHECK ((corrected_article_id IS NULL) = (len(linked_by) = 0))
);
COMMENT ON TABLE corrections IS 'unvalidated. One correction, reply or withdrawal that an outlet printed, and the article it is about. What an authority or an accused "clarifies" is none.';
COMMENT ON COLUMN corrections.article_id IS 'The article that carries the correction.';
COMMENT ON COLUMN corrections.correction IS 'Number in the article, from 0.';
COMMENT ON COLUMN corrections.kind IS 'ralat or koreksi (by the editors), hak_jawab (right of reply), hak_koreksi (right of correction), klarifikasi (by the editors), pencabutan (withdrawal).';
COMMENT ON COLUMN corrections.part IS 'String that the offsets index: title, text or caption of articles.';
COMMENT ON COLUMN corrections.start IS 'First code point of the words that say so, from 0.';
COMMENT ON COLUMN corrections.stop IS 'Code point after the last.';
COMMENT ON COLUMN corrections.surface IS 'These words: substring(part, start + 1, stop - start).';
COMMENT ON COLUMN corrections.corrected_article_id IS 'The article that is corrected, of the same outlet; the article itself for a note under its own text. NULL: not found, or not certain.';
COMMENT ON COLUMN corrections.linked_by IS 'Evidence: note (it stands under its own text), link (the page links to it), title (its title is quoted), date (its day and most words of its title). Empty: not linked.';
COMMENT ON COLUMN corrections.rule IS 'Cue that fired (nlp/data/correction_cues.csv).';

CREATE TABLE tombstones (
    tombstone VARCHAR PRIMARY KEY,
    action    VARCHAR NOT NULL CHECK (action IN ('suppress', 'correct')),
    target    VARCHAR NOT NULL CHECK (target IN ('person', 'article', 'mention')),
    made_on   DATE NOT NULL,
    articles  INTEGER NOT NULL,
    row_count INTEGER NOT NULL
);
COMMENT ON TABLE tombstones IS 'One decision by hand that this build honoured (netra suppress, netra correct); without names and reasons, which stay in the data folder.';
COMMENT ON COLUMN tombstones.tombstone IS 'Id, as netra suppress --list shows it.';
COMMENT ON COLUMN tombstones.action IS 'suppress (left out or masked) or correct (a value changed).';
COMMENT ON COLUMN tombstones.target IS 'person, article or mention.';
COMMENT ON COLUMN tombstones.made_on IS 'Day of the decision (UTC).';
COMMENT ON COLUMN tombstones.articles IS 'Articles that it touched.';
COMMENT ON COLUMN tombstones.row_count IS 'Rows of all tables that it left out or changed; 0: it matches nothing in this corpus.';
