-- Copies: articles that tell the same text. The step `duplicates` of corpus/derived/steps.py fills them.

CREATE TABLE duplicate_groups (
    group_id           VARCHAR PRIMARY KEY,
    first_article_id   VARCHAR NOT NULL REFERENCES articles (article_id),
    first_published_at TIMESTAMPTZ,
    articles           INTEGER NOT NULL CHECK (articles >= 2),
    outlets            INTEGER NOT NULL CHECK (outlets >= 1),
    exact_copies       INTEGER NOT NULL,
    edited_copies      INTEGER NOT NULL,
    negation_differs   BOOLEAN NOT NULL
);
COMMENT ON TABLE duplicate_groups IS 'One text that several articles on the topic carry: copies between outlets, and an outlet''s own repeats. Count groups, not articles, to count stories.';
COMMENT ON COLUMN duplicate_groups.group_id IS 'The first article''s id with g: before it.';
COMMENT ON COLUMN duplicate_groups.first_article_id IS 'The article that came first: by published_at, then by day; on the same time the one that credits no source, then by id.';
COMMENT ON COLUMN duplicate_groups.first_published_at IS 'When that was. NULL: unknown.';
COMMENT ON COLUMN duplicate_groups.articles IS 'Articles in the group.';
COMMENT ON COLUMN duplicate_groups.outlets IS 'Outlets in the group.';
COMMENT ON COLUMN duplicate_groups.exact_copies IS 'Members whose words are those of the first article.';
COMMENT ON COLUMN duplicate_groups.edited_copies IS 'Members whose words differ from those of the first article.';
COMMENT ON COLUMN duplicate_groups.negation_differs IS 'True where a copy has a negation that the first article lacks in the same sentence, or the other way round: read both.';

CREATE TABLE duplicate_members (
    article_id       VARCHAR PRIMARY KEY REFERENCES articles (article_id),
    group_id         VARCHAR NOT NULL REFERENCES duplicate_groups (group_id),
    kind             VARCHAR NOT NULL CHECK (kind IN ('first', 'exact', 'edited')),
    similarity       DOUBLE NOT NULL CHECK (similarity BETWEEN 0 AND 1),
    negation_differs BOOLEAN NOT NULL,
    differences      VARCHAR[] NOT NULL
);
COMMENT ON TABLE duplicate_members IS 'One article of one group of copies.';
COMMENT ON COLUMN duplicate_members.article_id IS 'The article; in at most one group.';
COMMENT ON COLUMN duplicate_members.group_id IS 'The group.';
COMMENT ON COLUMN duplicate_members.kind IS 'first, exact (the same words as the first) or edited.';
COMMENT ON COLUMN duplicate_members.similarity IS 'Share of runs of four words that it and the first article have in common (Jaccard), 0 to 1. A member can be near another member and less near the first.';
COMMENT ON COLUMN duplicate_members.negation_differs IS 'True where a negation stands in one of the two and not in the other, in words that otherwise agree.';
COMMENT ON COLUMN duplicate_members.differences IS 'These places, first article -> copy, with the words around them.';
