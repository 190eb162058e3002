-- The base tables: outlets, what was fetched, the articles and their provenance.
-- Each statement is plain DuckDB; corpus/tables/schema.py runs schema.sql, mentions.sql and views.sql in this order, and
-- writes docs/tables.md from the comments. Times are TIMESTAMPTZ (an instant); a *_date is the local day of the outlet.

CREATE TABLE outlets (
    outlet_id   VARCHAR PRIMARY KEY,
    name        VARCHAR NOT NULL,
    family      VARCHAR NOT NULL,
    host        VARCHAR,
    aliases     VARCHAR[] NOT NULL,
    timezone    VARCHAR,
    region_code VARCHAR,
    status      VARCHAR NOT NULL CHECK (status IN ('active', 'retired', 'imported', 'unknown')),
    delay_s     DOUBLE,
    robots_note VARCHAR,
    source      VARCHAR
);
COMMENT ON TABLE outlets IS 'One news outlet: each that has an outlet file, each name that an import brought, each that the archive names.';
COMMENT ON COLUMN outlets.outlet_id IS 'Name of the outlet file (tribun-jateng), or the imported name in lower case with hyphens.';
COMMENT ON COLUMN outlets.name IS 'Name as readers know it.';
COMMENT ON COLUMN outlets.family IS 'Publisher family whose layouts it shares (tribun, disway, wordpress ...); imported: texts from a file, no crawl; unknown: in the archive, without an outlet file.';
COMMENT ON COLUMN outlets.host IS 'Canonical host name. NULL: no outlet file.';
COMMENT ON COLUMN outlets.aliases IS 'Other host names that serve the same articles (AMP, mobile, old domain).';
COMMENT ON COLUMN outlets.timezone IS 'IANA zone of its printed times: Asia/Jakarta, Asia/Makassar or Asia/Jayapura. NULL: no outlet file.';
COMMENT ON COLUMN outlets.region_code IS 'Kemendagri code of the home region. NULL: national or unknown.';
COMMENT ON COLUMN outlets.status IS 'active, retired (no longer crawled), imported or unknown (see family).';
COMMENT ON COLUMN outlets.delay_s IS 'Seconds between two requests to its host, as the outlet file says. NULL: no outlet file.';
COMMENT ON COLUMN outlets.robots_note IS 'What its robots.txt was seen to say. NULL: no outlet file.';
COMMENT ON COLUMN outlets.source IS 'Where the facts of the outlet file come from. NULL: no outlet file.';

CREATE TABLE fetches (
    outlet_id     VARCHAR NOT NULL REFERENCES outlets (outlet_id),
    url           VARCHAR NOT NULL,
    role          VARCHAR NOT NULL CHECK (role IN ('article', 'page', 'index', 'robots')),
    surface       VARCHAR,
    first_seen_at TIMESTAMPTZ,
    last_seen_at  TIMESTAMPTZ,
    listed_title  VARCHAR,
    listed_date   DATE,
    crawl_outcome VARCHAR,
    crawl_reason  VARCHAR,
    outcome       VARCHAR NOT NULL,
    reason        VARCHAR,
    attempts      INTEGER,
    answered      BOOLEAN NOT NULL,
    http_status   INTEGER,
    bytes         BIGINT,
    digest        VARCHAR,
    warc_file     VARCHAR,
    warc_offset   BIGINT,
    final_url     VARCHAR,
    selection     VARCHAR CHECK (selection IN ('topic', 'sample', 'all')),
    article_id    VARCHAR,
    day           DATE NOT NULL,
    day_from      VARCHAR NOT NULL CHECK (day_from IN ('published', 'listed', 'seen', 'built')),
    PRIMARY KEY (outlet_id, url),
    CHECK (outcome <> 'extracted' OR article_id IS NOT NULL)
);
COMMENT ON TABLE fetches IS 'The ledger: one address of one outlet that the crawler saw, with what became of it. Nothing seen is missing here.';
COMMENT ON COLUMN fetches.outlet_id IS 'The outlet.';
COMMENT ON COLUMN fetches.url IS 'The address; of an article the canonical one, without tracking, page and AMP. An imported record without one: import:FILE#LINE.';
COMMENT ON COLUMN fetches.role IS 'article (page 1 of an article), page (a further page of it), index (index page, feed, sitemap) or robots (robots.txt).';
COMMENT ON COLUMN fetches.surface IS 'Where the address was found (name of the surface in the outlet file); import: it came from a file.';
COMMENT ON COLUMN fetches.first_seen_at IS 'When the crawler first saw the address.';
COMMENT ON COLUMN fetches.last_seen_at IS 'When the crawler last saw it.';
COMMENT ON COLUMN fetches.listed_title IS 'Title that the surface gave with the address.';
COMMENT ON COLUMN fetches.listed_date IS 'Day that the surface gave with the address.';
COMMENT ON COLUMN fetches.crawl_outcome IS 'Outcome word of the crawler''s ledger. NULL: the address is in the archive, not in the ledger.';
COMMENT ON COLUMN fetches.crawl_reason IS 'Reason in the crawler''s ledger.';
COMMENT ON COLUMN fetches.outcome IS 'Last word after the build: extracted, index (an index page or robots.txt that was read), or why there is no article: a word of the crawler (robots, blocked, gone, duplicate, redirected, pending ...), of extraction (not_article, empty, not_html, broken, too_large), missing (fetched, and not readable in the archive), malformed (imported line), or suppressed (left out by hand, see tombstones; the address is masked).';
COMMENT ON COLUMN fetches.reason IS 'The outcome in words. NULL where the outcome says all.';
COMMENT ON COLUMN fetches.attempts IS 'Requests made for the address.';
COMMENT ON COLUMN fetches.answered IS 'True where the archive (or an imported file) holds an answer of any status.';
COMMENT ON COLUMN fetches.http_status IS 'HTTP status of the last response. NULL: no response.';
COMMENT ON COLUMN fetches.bytes IS 'Size of the last response body in bytes.';
COMMENT ON COLUMN fetches.digest IS 'sha256:... of the last response body.';
COMMENT ON COLUMN fetches.warc_file IS 'WARC file in the archive that holds the last response, or the imported file. NULL: none.';
COMMENT ON COLUMN fetches.warc_offset IS 'Byte offset of that record in the WARC file; for an import the line number.';
COMMENT ON COLUMN fetches.final_url IS 'Where a redirect or a duplicate leads. NULL: neither.';
COMMENT ON COLUMN fetches.selection IS 'Why an article was asked for: all (no topic was given), topic (what the list shows suggests it) or sample (it does not; drawn at random, see topic_recall). NULL: not asked for, no article, or archived before this was noted.';
COMMENT ON COLUMN fetches.article_id IS 'The article that this address gave or is a twin of (outcome duplicate). NULL: none.';
COMMENT ON COLUMN fetches.day IS 'The day that the address is counted under in coverage.';
COMMENT ON COLUMN fetches.day_from IS 'Where the day comes from: published (the article), listed (the surface), seen (first seen), built (nothing better).';

CREATE TABLE articles (
    article_id          VARCHAR PRIMARY KEY,
    outlet_id           VARCHAR NOT NULL REFERENCES outlets (outlet_id),
    revision            INTEGER NOT NULL CHECK (revision >= 1),
    url                 VARCHAR,
    title               VARCHAR NOT NULL,
    text                VARCHAR NOT NULL,
    caption             VARCHAR,
    kicker              VARCHAR,
    deck                VARCHAR,
    published_at        TIMESTAMPTZ,
    published_date      DATE,
    published_raw       VARCHAR,
    published_method    VARCHAR,
    modified_at         TIMESTAMPTZ,
    authors             VARCHAR[] NOT NULL,
    editors             VARCHAR[] NOT NULL,
    contributors        VARCHAR[] NOT NULL,
    initials            VARCHAR,
    dateline            VARCHAR,
    section             VARCHAR,
    tags                VARCHAR[] NOT NULL,
    source              VARCHAR,
    pages               INTEGER NOT NULL,
    pages_seen          INTEGER NOT NULL,
    words               INTEGER NOT NULL,
    topic               VARCHAR CHECK (topic IN ('yes', 'mention', 'no')),
    primary_region_code VARCHAR,
    problems            VARCHAR[] NOT NULL,
    origin              VARCHAR NOT NULL CHECK (origin IN ('archive', 'import')),
    first_fetched_at    TIMESTAMPTZ,
    last_fetched_at     TIMESTAMPTZ,
    text_digest         VARCHAR NOT NULL,
    layout              VARCHAR,
    extraction_method   VARCHAR,
    agreement           DOUBLE CHECK (agreement BETWEEN 0 AND 1),
    extractor           VARCHAR NOT NULL,
    tagger              VARCHAR
);
COMMENT ON TABLE articles IS 'One article in its current revision, on the topic or not. Every mention points into title, text or caption of this row.';
COMMENT ON COLUMN articles.article_id IS 'Digest of outlet and canonical address (Disway: host and number); the same in every build.';
COMMENT ON COLUMN articles.outlet_id IS 'The outlet.';
COMMENT ON COLUMN articles.revision IS 'Number of the current revision, from 1; a changed title, text or caption is a new one.';
COMMENT ON COLUMN articles.url IS 'Canonical address. NULL: imported without one.';
COMMENT ON COLUMN articles.title IS 'Headline as shown, without the site''s suffix; may be empty in an import.';
COMMENT ON COLUMN articles.text IS 'Body: paragraphs joined by one line feed, all pages, without byline, captions, links and sign-offs.';
COMMENT ON COLUMN articles.caption IS 'Captions of the photos, one a line, the main one first; sentences.paragraph numbers them. NULL: none.';
COMMENT ON COLUMN articles.kicker IS 'Line above the headline. NULL: none.';
COMMENT ON COLUMN articles.deck IS 'Summary below the headline. NULL: none.';
COMMENT ON COLUMN articles.published_at IS 'Instant of publication. NULL: unknown, or only the day is known.';
COMMENT ON COLUMN articles.published_date IS 'Day of publication in the zone of the outlet; group by this one. NULL: unknown.';
COMMENT ON COLUMN articles.published_raw IS 'The date as the page or file has it.';
COMMENT ON COLUMN articles.published_method IS 'Which rule read the date.';
COMMENT ON COLUMN articles.modified_at IS 'Instant of the last change that the page states.';
COMMENT ON COLUMN articles.authors IS 'Reporters named by the page, in its order.';
COMMENT ON COLUMN articles.editors IS 'Editors named by the page.';
COMMENT ON COLUMN articles.contributors IS 'Contributors named by the page.';
COMMENT ON COLUMN articles.initials IS 'Initials that sign the text, as (abc).';
COMMENT ON COLUMN articles.dateline IS 'Place that opens the text, as written; the place of the report, not always of the story.';
COMMENT ON COLUMN articles.section IS 'Section or category of the site.';
COMMENT ON COLUMN articles.tags IS 'Tags of the site, in its order.';
COMMENT ON COLUMN articles.source IS 'Source that the page credits (an agency, another outlet).';
COMMENT ON COLUMN articles.pages IS 'Pages that the article has.';
COMMENT ON COLUMN articles.pages_seen IS 'Pages that are joined in text; less than pages means a piece is missing.';
COMMENT ON COLUMN articles.words IS 'Words in title and text (runs of letters and digits).';
COMMENT ON COLUMN articles.topic IS 'About the neutrality of public servants: yes (two sentences or more), mention (one), no. NULL: tagging failed.';
COMMENT ON COLUMN articles.primary_region_code IS 'Kemendagri code of where the story happens. NULL: national or unknown.';
COMMENT ON COLUMN articles.problems IS 'Named faults of extraction or tagging (partial, no_date, tagging_failed ...); empty: none.';
COMMENT ON COLUMN articles.origin IS 'archive (crawled) or import (a file of texts).';
COMMENT ON COLUMN articles.first_fetched_at IS 'When the article was first fetched. NULL: import.';
COMMENT ON COLUMN articles.last_fetched_at IS 'When it was last fetched. NULL: import.';
COMMENT ON COLUMN articles.text_digest IS 'sha256:... of title, text and caption, joined by U+001F, before a name is masked (docs/duty.md); equal digest, equal revision.';
COMMENT ON COLUMN articles.layout IS 'Layout era of the outlet that matched. NULL: none.';
COMMENT ON COLUMN articles.extraction_method IS 'How the body was read: rules of the outlet or generic; import for a file.';
COMMENT ON COLUMN articles.agreement IS 'How far outlet rules and the generic extractor read the same text, 0 to 1, on the sampled pages where both were asked. NULL: not sampled, or no outlet rules.';
COMMENT ON COLUMN articles.extractor IS 'What read it from its pages: version of netra + digest of the code and tables that read pages.';
COMMENT ON COLUMN articles.tagger IS 'Version of the tagger. NULL: tagging failed.';

CREATE TABLE article_revisions (
    article_id       VARCHAR NOT NULL REFERENCES articles (article_id),
    revision         INTEGER NOT NULL,
    is_current       BOOLEAN NOT NULL,
    first_fetched_at TIMESTAMPTZ,
    last_fetched_at  TIMESTAMPTZ,
    text_digest      VARCHAR NOT NULL,
    title            VARCHAR NOT NULL,
    text             VARCHAR,
    caption          VARCHAR,
    PRIMARY KEY (article_id, revision)
);
COMMENT ON TABLE article_revisions IS 'One wording of one article, as it was at some time; a fetch that finds the same wording adds none.';
COMMENT ON COLUMN article_revisions.article_id IS 'The article.';
COMMENT ON COLUMN article_revisions.revision IS 'From 1, in the order of fetching.';
COMMENT ON COLUMN article_revisions.is_current IS 'True for the last one, which articles holds.';
COMMENT ON COLUMN article_revisions.first_fetched_at IS 'When this wording was first fetched. NULL: import.';
COMMENT ON COLUMN article_revisions.last_fetched_at IS 'When this wording was last fetched. NULL: import.';
COMMENT ON COLUMN article_revisions.text_digest IS 'sha256:... as in articles.';
COMMENT ON COLUMN article_revisions.title IS 'Headline of this revision.';
COMMENT ON COLUMN article_revisions.text IS 'Body of this revision. NULL for the current one: it stands in articles.';
COMMENT ON COLUMN article_revisions.caption IS 'Captions of this revision. NULL for the current one, or none.';

CREATE TABLE article_pages (
    article_id  VARCHAR NOT NULL REFERENCES articles (article_id),
    revision    INTEGER NOT NULL,
    page        INTEGER NOT NULL CHECK (page >= 1),
    url         VARCHAR NOT NULL,
    fetched_at  TIMESTAMPTZ NOT NULL,
    http_status INTEGER NOT NULL,
    warc_file   VARCHAR NOT NULL,
    warc_offset BIGINT NOT NULL,
    digest      VARCHAR NOT NULL,
    PRIMARY KEY (article_id, revision, page)
);
COMMENT ON TABLE article_pages IS 'Provenance: the archived response that one page of one revision was read from. Imports have none.';
COMMENT ON COLUMN article_pages.article_id IS 'The article.';
COMMENT ON COLUMN article_pages.revision IS 'The revision.';
COMMENT ON COLUMN article_pages.page IS 'Page number, from 1.';
COMMENT ON COLUMN article_pages.url IS 'Address that was asked for.';
COMMENT ON COLUMN article_pages.fetched_at IS 'When this response came.';
COMMENT ON COLUMN article_pages.http_status IS 'Its HTTP status.';
COMMENT ON COLUMN article_pages.warc_file IS 'WARC file in the archive.';
COMMENT ON COLUMN article_pages.warc_offset IS 'Byte offset of the response record in that file.';
COMMENT ON COLUMN article_pages.digest IS 'sha256:... of the response body.';

CREATE TABLE sentences (
    article_id VARCHAR NOT NULL REFERENCES articles (article_id),
    sentence   INTEGER NOT NULL,
    part       VARCHAR NOT NULL CHECK (part IN ('title', 'text', 'caption')),
    start      INTEGER NOT NULL,
    stop       INTEGER NOT NULL,
    paragraph  INTEGER NOT NULL,
    PRIMARY KEY (article_id, sentence),
    CHECK (start >= 0 AND stop > start)
);
COMMENT ON TABLE sentences IS 'One sentence of an article, as offsets; the view sentence_texts has the words.';
COMMENT ON COLUMN sentences.article_id IS 'The article.';
COMMENT ON COLUMN sentences.sentence IS 'Number in the article, from 0; the title, where there is one, is 0.';
COMMENT ON COLUMN sentences.part IS 'String that the offsets index: title, text or caption of articles.';
COMMENT ON COLUMN sentences.start IS 'First code point, from 0: substring(part, start + 1, stop - start) in SQL, part[start:stop] in Python.';
COMMENT ON COLUMN sentences.stop IS 'Code point after the last.';
COMMENT ON COLUMN sentences.paragraph IS 'Line of the part, from 0.';

CREATE TABLE coverage (
    outlet_id         VARCHAR NOT NULL REFERENCES outlets (outlet_id),
    day               DATE NOT NULL,
    urls_seen         INTEGER NOT NULL,
    urls_fetched      INTEGER NOT NULL,
    urls_extracted    INTEGER NOT NULL,
    urls_excluded     INTEGER NOT NULL,
    urls_not_fetched  INTEGER NOT NULL,
    articles          INTEGER NOT NULL,
    articles_relevant INTEGER NOT NULL,
    articles_mention  INTEGER NOT NULL,
    articles_faulty   INTEGER NOT NULL,
    days_published    INTEGER NOT NULL,
    days_listed       INTEGER NOT NULL,
    days_seen         INTEGER NOT NULL,
    excluded_by       MAP(VARCHAR, INTEGER) NOT NULL,
    PRIMARY KEY (outlet_id, day),
    CHECK (urls_seen = urls_fetched + urls_not_fetched),
    CHECK (urls_fetched = urls_extracted + urls_excluded),
    CHECK (urls_seen = days_published + days_listed + days_seen)
);
COMMENT ON TABLE coverage IS 'One outlet on one day: article addresses seen and what became of them. A day without any between first and last is a row of zeros: a gap, not silence.';
COMMENT ON COLUMN coverage.outlet_id IS 'The outlet.';
COMMENT ON COLUMN coverage.day IS 'Day of publication in the outlet''s zone; where unknown, the listed day, else the day first seen (fetches.day).';
COMMENT ON COLUMN coverage.urls_seen IS 'Article addresses of that day (rows of fetches with role article). = urls_fetched + urls_not_fetched.';
COMMENT ON COLUMN coverage.urls_fetched IS 'Of these, answered (fetches.answered), whatever the answer. = urls_extracted + urls_excluded.';
COMMENT ON COLUMN coverage.urls_extracted IS 'Of these, read as an article.';
COMMENT ON COLUMN coverage.urls_excluded IS 'Fetched, and no article; excluded_by says why.';
COMMENT ON COLUMN coverage.urls_not_fetched IS 'Seen, and not fetched (robots, blocked, out of range, failed, pending); excluded_by says why.';
COMMENT ON COLUMN coverage.articles IS 'Articles that these addresses gave (two addresses may give one).';
COMMENT ON COLUMN coverage.articles_relevant IS 'Of these, with topic yes.';
COMMENT ON COLUMN coverage.articles_mention IS 'Of these, with topic mention.';
COMMENT ON COLUMN coverage.articles_faulty IS 'Of these, with a named problem (partial, no_date ...).';
COMMENT ON COLUMN coverage.days_published IS 'Addresses that stand under this day because the article says so.';
COMMENT ON COLUMN coverage.days_listed IS 'Addresses that stand under this day because the surface says so.';
COMMENT ON COLUMN coverage.days_seen IS 'Addresses that stand under this day because they were first seen (or built) then.';
COMMENT ON COLUMN coverage.excluded_by IS 'Outcome -> addresses, for those seen that gave no article; sums to urls_excluded + urls_not_fetched.';

CREATE TABLE damaged_records (
    warc_file   VARCHAR NOT NULL,
    warc_offset BIGINT NOT NULL,
    reason      VARCHAR NOT NULL,
    PRIMARY KEY (warc_file, warc_offset)
);
COMMENT ON TABLE damaged_records IS 'One record of the archive that could not be read; it was skipped.';
COMMENT ON COLUMN damaged_records.warc_file IS 'WARC file in the archive.';
COMMENT ON COLUMN damaged_records.warc_offset IS 'Byte offset of the record.';
COMMENT ON COLUMN damaged_records.reason IS 'What is wrong with it.';

CREATE TABLE builds (
    build_id         VARCHAR PRIMARY KEY,
    started_at       TIMESTAMPTZ NOT NULL,
    duration_s       DOUBLE NOT NULL,
    schema_version   INTEGER NOT NULL,
    netra_version    VARCHAR NOT NULL,
    extractor        VARCHAR NOT NULL,
    tagger           VARCHAR NOT NULL,
    python_version   VARCHAR NOT NULL,
    package_versions MAP(VARCHAR, VARCHAR) NOT NULL,
    parameters       MAP(VARCHAR, VARCHAR) NOT NULL,
    row_counts       MAP(VARCHAR, BIGINT) NOT NULL,
    damaged_records  INTEGER NOT NULL,
    skipped_records  INTEGER NOT NULL,
    tagging_failures INTEGER NOT NULL
);
COMMENT ON TABLE builds IS 'The build that made this file: one row. Cite build_id.';
COMMENT ON COLUMN builds.build_id IS 'Digest of versions, parameters and input digests: equal inputs and code, equal id.';
COMMENT ON COLUMN builds.started_at IS 'When the build began.';
COMMENT ON COLUMN builds.duration_s IS 'Seconds that it took.';
COMMENT ON COLUMN builds.schema_version IS 'Version of these tables.';
COMMENT ON COLUMN builds.netra_version IS 'Version of netra.';
COMMENT ON COLUMN builds.extractor IS 'What read the pages: version of netra + digest of its code and tables (articles.extractor).';
COMMENT ON COLUMN builds.tagger IS 'Version of the tagger; empty: no article was tagged.';
COMMENT ON COLUMN builds.python_version IS 'Version of Python.';
COMMENT ON COLUMN builds.package_versions IS 'Versions of the packages that shape the result.';
COMMENT ON COLUMN builds.parameters IS 'What the build was asked for.';
COMMENT ON COLUMN builds.row_counts IS 'Table -> rows, as loaded.';
COMMENT ON COLUMN builds.damaged_records IS 'Archive records skipped because they are damaged (damaged_records).';
COMMENT ON COLUMN builds.skipped_records IS 'Lines of imported files that gave no article (fetches, outcome malformed or empty).';
COMMENT ON COLUMN builds.tagging_failures IS 'Articles without annotations because the tagger failed on them.';

CREATE TABLE build_inputs (
    build_id VARCHAR NOT NULL REFERENCES builds (build_id),
    file     VARCHAR NOT NULL,
    kind     VARCHAR NOT NULL CHECK (kind IN ('warc', 'ledger', 'import', 'tombstones')),
    bytes    BIGINT NOT NULL,
    digest   VARCHAR NOT NULL,
    records  BIGINT NOT NULL,
    PRIMARY KEY (build_id, file)
);
COMMENT ON TABLE build_inputs IS 'One file that the build read.';
COMMENT ON COLUMN build_inputs.build_id IS 'The build.';
COMMENT ON COLUMN build_inputs.file IS 'Name of the file, without its folder.';
COMMENT ON COLUMN build_inputs.kind IS 'warc, ledger, import or tombstones (decisions by hand, docs/duty.md).';
COMMENT ON COLUMN build_inputs.bytes IS 'Size in bytes.';
COMMENT ON COLUMN build_inputs.digest IS 'sha256:... of the file; for the ledger, of its rows.';
COMMENT ON COLUMN build_inputs.records IS 'Responses, ledger rows or lines read from it.';
