-- Cases: reports about the same matter. The step `cases` of corpus/derived/steps.py fills them. All of it is unvalidated: there
-- is no gold for the linking. A headline or a caption never decides: only mentions in the text count.

CREATE TABLE cases (
    case_id           VARCHAR PRIMARY KEY,
    accused           VARCHAR,
    official_ids      VARCHAR[] NOT NULL,
    offices           VARCHAR[] NOT NULL,
    region_code       VARCHAR,
    actors            VARCHAR[] NOT NULL,
    forms             VARCHAR[] NOT NULL,
    tracks            VARCHAR[] NOT NULL,
    outcome           VARCHAR NOT NULL CHECK (outcome IN ('open', 'established', 'cleared', 'mixed')),
    outcome_date      DATE,
    last_stage        VARCHAR,
    first_report_date DATE,
    last_report_date  DATE,
    reports           INTEGER NOT NULL,
    stories           INTEGER NOT NULL,
    outlets           INTEGER NOT NULL,
    linked_by         VARCHAR[] NOT NULL
);
COMMENT ON TABLE cases IS 'unvalidated. One matter: the same accused person or office, place and kind of act within a time, told by one or more articles. Count reports, stories or cases, and say which.';
COMMENT ON COLUMN cases.case_id IS 'Digest of its first report and accused.';
COMMENT ON COLUMN cases.accused IS 'Fullest name of the accused, else the office. Never without outcome beside it. NULL: the reports name neither.';
COMMENT ON COLUMN cases.official_ids IS 'The accused in officials; empty: not named, or initials.';
COMMENT ON COLUMN cases.offices IS 'Offices that the reports give the accused.';
COMMENT ON COLUMN cases.region_code IS 'Kemendagri code of the place: the office''s, else the article''s primary region. NULL: unknown.';
COMMENT ON COLUMN cases.actors IS 'Kinds of public servants (violation_mentions.actors).';
COMMENT ON COLUMN cases.forms IS 'Kinds of act (violation_mentions.forms).';
COMMENT ON COLUMN cases.tracks IS 'Legal tracks named (violation_mentions.tracks).';
COMMENT ON COLUMN cases.outcome IS 'open; established: a body decided or found a breach; cleared: a body says there is none, or stopped; mixed: both on the last day (two tracks, two accused). The latest outcome counts; a report that tells a breach as a fact with no body behind it decides nothing.';
COMMENT ON COLUMN cases.outcome_date IS 'Day of the report that tells the outcome. NULL: open.';
COMMENT ON COLUMN cases.last_stage IS 'Furthest stage on the last day that names one (case_events). NULL: none named.';
COMMENT ON COLUMN cases.first_report_date IS 'First day of publication. NULL: no report has a day.';
COMMENT ON COLUMN cases.last_report_date IS 'Last day of publication.';
COMMENT ON COLUMN cases.reports IS 'Articles that tell it.';
COMMENT ON COLUMN cases.stories IS 'Of these, different texts: a group of copies counts once.';
COMMENT ON COLUMN cases.outlets IS 'Outlets that tell it.';
COMMENT ON COLUMN cases.linked_by IS 'Evidence that joined its reports: person, office, copy, place_and_act; empty: one report.';

CREATE TABLE case_reports (
    case_id    VARCHAR NOT NULL REFERENCES cases (case_id),
    article_id VARCHAR NOT NULL REFERENCES articles (article_id),
    story_id   VARCHAR NOT NULL,
    accused    VARCHAR,
    statuses   VARCHAR[] NOT NULL,
    mentions   INTEGER[] NOT NULL,
    PRIMARY KEY (case_id, article_id)
);
COMMENT ON TABLE case_reports IS 'unvalidated. One article that tells one case.';
COMMENT ON COLUMN case_reports.case_id IS 'The case.';
COMMENT ON COLUMN case_reports.article_id IS 'The article; one article can tell several cases.';
COMMENT ON COLUMN case_reports.story_id IS 'The group of copies (duplicate_groups), else the article itself: count distinct ones for stories.';
COMMENT ON COLUMN case_reports.accused IS 'The accused as this article has it. The statuses stand beside.';
COMMENT ON COLUMN case_reports.statuses IS 'status/substatus of its mentions of the case, in the text (not title or caption).';
COMMENT ON COLUMN case_reports.mentions IS 'These mentions (violation_mentions.mention).';

CREATE TABLE case_events (
    case_id    VARCHAR NOT NULL REFERENCES cases (case_id),
    event      INTEGER NOT NULL,
    stage      VARCHAR NOT NULL,
    date       DATE,
    body       VARCHAR[] NOT NULL,
    status     VARCHAR NOT NULL,
    substatus  VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL REFERENCES articles (article_id),
    mention    INTEGER NOT NULL,
    PRIMARY KEY (case_id, event)
);
COMMENT ON TABLE case_events IS 'unvalidated. One stage that a case is said to have reached, once for each stage and status: the first report of it.';
COMMENT ON COLUMN case_events.case_id IS 'The case.';
COMMENT ON COLUMN case_events.event IS 'Number in the case, from 0: by day, then by the order of the procedure.';
COMMENT ON COLUMN case_events.stage IS 'laporan, temuan, kajian ... sanksi (violation_mentions.stage).';
COMMENT ON COLUMN case_events.date IS 'Day of publication of the report, not of the event. NULL: unknown.';
COMMENT ON COLUMN case_events.body IS 'On whose word (violation_mentions.claimed_by).';
COMMENT ON COLUMN case_events.status IS 'Status of the mention.';
COMMENT ON COLUMN case_events.substatus IS 'Substatus of the mention.';
COMMENT ON COLUMN case_events.article_id IS 'The article that tells it first.';
COMMENT ON COLUMN case_events.mention IS 'The mention in it.';

CREATE TABLE official_statistics (
    statistic   INTEGER PRIMARY KEY,
    election_id VARCHAR NOT NULL REFERENCES elections (election_id),
    region_code VARCHAR REFERENCES regions (region_code),
    body        VARCHAR NOT NULL,
    measure     VARCHAR NOT NULL,
    about       VARCHAR NOT NULL CHECK (about IN ('asn', 'kades', 'asn_kades')),
    value       INTEGER NOT NULL,
    at_least    BOOLEAN NOT NULL,
    unit        VARCHAR NOT NULL CHECK (unit IN ('cases', 'reports', 'persons', 'findings', 'rulings')),
    as_of       DATE NOT NULL,
    note        VARCHAR,
    source      VARCHAR NOT NULL
);
COMMENT ON TABLE official_statistics IS 'One figure that an authority gave, to compare a corpus with; from press reports. Figures of two bodies, or of two days, do not add up.';
COMMENT ON COLUMN official_statistics.statistic IS 'Number in the table, from 0.';
COMMENT ON COLUMN official_statistics.election_id IS 'The election.';
COMMENT ON COLUMN official_statistics.region_code IS 'Kemendagri code. NULL: the whole country.';
COMMENT ON COLUMN official_statistics.body IS 'Who gave it.';
COMMENT ON COLUMN official_statistics.measure IS 'What is counted: reported, suspected, registered, referred, recommended, stopped, proven, not_proven, sanctioned, not_followed_up, criminal.';
COMMENT ON COLUMN official_statistics.about IS 'asn (public servants), kades (village heads and their staff) or both.';
COMMENT ON COLUMN official_statistics.value IS 'The figure.';
COMMENT ON COLUMN official_statistics.at_least IS 'True where the source says "more than".';
COMMENT ON COLUMN official_statistics.unit IS 'cases, reports, persons, findings or rulings; not to be mixed.';
COMMENT ON COLUMN official_statistics.as_of IS 'Day that the figure is given for.';
COMMENT ON COLUMN official_statistics.note IS 'What else the source says of it. NULL: nothing.';
COMMENT ON COLUMN official_statistics.source IS 'Address of the report.';
