-- What stands beside persons when they leave the corpus: the latest outcome, and who is left out altogether.
-- Temporary: made in a reader's own connection, over a published corpus.

-- `initials` holds the names that are initials only (corpus/tagging/protected.py).

-- Never exported as a person: known by initials only, or a minor by the age that the text gives beside the name.
CREATE OR REPLACE TEMP TABLE hidden_officials AS
SELECT official_id FROM officials WHERE name IN (SELECT name FROM initials)
UNION
SELECT m.official_id
FROM official_mentions m JOIN articles a USING (article_id),
     LATERAL (SELECT substring(CASE m.part WHEN 'title' THEN a.title WHEN 'text' THEN a.text ELSE a.caption END,
                               m.stop + 1, 40) AS following) f
WHERE try_cast(regexp_extract(f.following, '^ ?\((\d{1,2})( ?(th|thn|tahun))?\)', 1) AS INTEGER) < 18
   OR try_cast(regexp_extract(f.following, '^,? (?:yang )?(?:masih )?(?:ber)?(?:usia|umur) (\d{1,2}) ?(?:th|thn|tahun)', 1)
               AS INTEGER) < 18
   OR regexp_matches(f.following, '^,? (?:yang )?(?:masih )?di bawah umur');

-- The case of a person that was reported last tells the outcome.
CREATE OR REPLACE TEMP TABLE official_outcomes AS
WITH told AS (SELECT unnest(official_ids) AS official_id, * EXCLUDE (official_ids) FROM cases)
SELECT official_id, count(*)::INTEGER AS cases,
       last(outcome ORDER BY last_report_date NULLS FIRST, case_id) AS latest_outcome,
       last(coalesce(outcome_date, last_report_date) ORDER BY last_report_date NULLS FIRST, case_id) AS outcome_day
FROM told GROUP BY official_id;

-- The case that a party of a mention belongs to: that of the same person, else of the same name in the report, else
-- the only case that counts the mention and is not another's, else the only one of the article that names nobody (a headline names whom the
-- text does not). Where two remain, none: a wrong outcome beside a person is worse than none.
CREATE OR REPLACE TEMP TABLE party_outcomes AS
WITH found AS (
    SELECT p.article_id, p.mention, p.party, c.case_id, c.outcome,
           coalesce(c.outcome_date, c.last_report_date) AS outcome_day,
           CASE WHEN list_contains(c.official_ids, p.official_id) THEN 1
                WHEN lower(r.accused) = lower(coalesce(p.name, p.office)) THEN 2
                WHEN list_contains(r.mentions, p.mention) AND (
                    p.name IS NULL OR r.accused IS NULL OR lower(r.accused) = lower(p.office)
                    OR list_has_any(string_split(lower(p.name), ' '), string_split(lower(r.accused), ' '))) THEN 3
                WHEN r.accused IS NULL THEN 4 END AS evidence
    FROM breach_parties p JOIN case_reports r USING (article_id) JOIN cases c USING (case_id)
),
best AS (
    SELECT * FROM found WHERE evidence IS NOT NULL
    QUALIFY evidence = min(evidence) OVER (PARTITION BY article_id, mention, party)
)
SELECT article_id, mention, party, any_value(case_id) AS case_id, any_value(outcome) AS latest_outcome,
       any_value(outcome_day) AS outcome_day
FROM best GROUP BY article_id, mention, party HAVING count(*) = 1;

-- A case keeps its accused unless that is what a hidden person is called.
CREATE OR REPLACE TEMP VIEW out_cases AS
SELECT * REPLACE (CASE WHEN lower(accused) IN (SELECT lower(name) FROM officials JOIN hidden_officials USING (official_id))
                       THEN NULL ELSE accused END AS accused)
FROM cases;

CREATE OR REPLACE TEMP VIEW out_officials AS
SELECT o.*, x.latest_outcome, strftime(x.outcome_day, '%Y-%m') AS latest_outcome_month, coalesce(x.cases, 0) AS cases
FROM officials o LEFT JOIN official_outcomes x USING (official_id)
WHERE o.official_id NOT IN (SELECT official_id FROM hidden_officials);

CREATE OR REPLACE TEMP VIEW out_official_mentions AS
SELECT * FROM official_mentions WHERE official_id NOT IN (SELECT official_id FROM hidden_officials);

CREATE OR REPLACE TEMP VIEW out_breach_parties AS
SELECT p.* REPLACE (CASE WHEN official_id IN (SELECT official_id FROM hidden_officials) THEN NULL ELSE name END AS name),
       CASE WHEN name IS NULL THEN 'office' WHEN name IN (SELECT name FROM initials) THEN 'initials'
                 ELSE 'name' END AS known_by,
       x.latest_outcome, strftime(x.outcome_day, '%Y-%m') AS latest_outcome_month
FROM breach_parties p LEFT JOIN party_outcomes x USING (article_id, mention, party);
