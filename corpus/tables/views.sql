-- Ready-made views for common questions. They count reference in (case, count) only and show status and substatus: a
-- bare count over violation_mentions is two fifths rules and threats. Mentions are not cases.

CREATE VIEW sentence_texts AS
SELECT s.article_id, s.sentence, s.part, s.start, s.stop, s.paragraph,
       substring(CASE s.part WHEN 'title' THEN a.title WHEN 'text' THEN a.text ELSE a.caption END,
                 s.start + 1, s.stop - s.start) AS surface
FROM sentences s JOIN articles a USING (article_id);
COMMENT ON VIEW sentence_texts IS 'sentences with their words.';
COMMENT ON COLUMN sentence_texts.article_id IS 'The article.';
COMMENT ON COLUMN sentence_texts.sentence IS 'Number in the article, from 0.';
COMMENT ON COLUMN sentence_texts.part IS 'title, text or caption.';
COMMENT ON COLUMN sentence_texts.start IS 'First code point in the part, from 0.';
COMMENT ON COLUMN sentence_texts.stop IS 'Code point after the last.';
COMMENT ON COLUMN sentence_texts.paragraph IS 'Line of the part, from 0.';
COMMENT ON COLUMN sentence_texts.surface IS 'The words of the sentence.';

CREATE VIEW corrected_articles AS
SELECT corrected_article_id AS article_id, list_sort(list(DISTINCT kind)) AS kinds, count(DISTINCT article_id) AS notices
FROM corrections WHERE corrected_article_id IS NOT NULL GROUP BY corrected_article_id;
COMMENT ON VIEW corrected_articles IS 'unvalidated. Articles that their outlet corrected, answered or withdrew.';
COMMENT ON COLUMN corrected_articles.article_id IS 'The article.';
COMMENT ON COLUMN corrected_articles.kinds IS 'ralat, koreksi, hak_jawab ... (corrections.kind).';
COMMENT ON COLUMN corrected_articles.notices IS 'Articles that carry these corrections, the article itself for a note of its own.';

CREATE VIEW violations AS
SELECT v.article_id, v.mention, a.outlet_id, a.published_date, a.title, v.part, v.surface AS quote, v.status,
       v.substatus, v.reference, v.temporal, v.forms, v.actors, v.claimed_by, v.sanctions, v.sanction_modality,
       coalesce(p.parties, []) AS parties, coalesce(k.kinds, []) AS corrected, a.primary_region_code AS region_code,
       r.name AS region, r.province, a.url
FROM violation_mentions v
JOIN articles a USING (article_id)
LEFT JOIN regions r ON r.region_code = a.primary_region_code
LEFT JOIN (SELECT article_id, mention, list(concat_ws(', ', name, office) ORDER BY party) AS parties
           FROM breach_parties GROUP BY ALL) p USING (article_id, mention)
LEFT JOIN corrected_articles k USING (article_id);
COMMENT ON VIEW violations IS 'violation_mentions with the article, its primary region and the parties; one row a mention, all references.';
COMMENT ON COLUMN violations.article_id IS 'The article.';
COMMENT ON COLUMN violations.mention IS 'Number in the article, from 0.';
COMMENT ON COLUMN violations.outlet_id IS 'The outlet.';
COMMENT ON COLUMN violations.published_date IS 'Day of publication in the zone of the outlet.';
COMMENT ON COLUMN violations.title IS 'Headline of the article.';
COMMENT ON COLUMN violations.part IS 'title, text or caption: where the words stand.';
COMMENT ON COLUMN violations.quote IS 'The words.';
COMMENT ON COLUMN violations.status IS 'proven, alleged, denied, conditional or prohibited.';
COMMENT ON COLUMN violations.substatus IS 'On whose word, see violation_mentions.';
COMMENT ON COLUMN violations.reference IS 'case, count or rule.';
COMMENT ON COLUMN violations.temporal IS 'past or current.';
COMMENT ON COLUMN violations.forms IS 'Forms of the breach.';
COMMENT ON COLUMN violations.actors IS 'Whose breach.';
COMMENT ON COLUMN violations.claimed_by IS 'On whose word.';
COMMENT ON COLUMN violations.sanctions IS 'Sanctions named in it.';
COMMENT ON COLUMN violations.sanction_modality IS 'imposed, recommended, demanded, threatened, pending or avoided.';
COMMENT ON COLUMN violations.parties IS 'Who is said to have done it: "name, office" each; read it with the status.';
COMMENT ON COLUMN violations.corrected IS 'Kinds of correction that the outlet printed on the article (corrections); empty: none known. Read it before you use the name.';
COMMENT ON COLUMN violations.region_code IS 'Primary region of the article. NULL: national or unknown.';
COMMENT ON COLUMN violations.region IS 'Its name.';
COMMENT ON COLUMN violations.province IS 'Name of its province.';
COMMENT ON COLUMN violations.url IS 'Address of the article.';

CREATE VIEW violations_by_region AS
SELECT region_code, any_value(region) AS region, any_value(province) AS province, status, substatus, temporal,
       count(*) AS mentions, count(DISTINCT article_id) AS articles
FROM violations WHERE reference IN ('case', 'count')
GROUP BY region_code, status, substatus, temporal;
COMMENT ON VIEW violations_by_region IS 'Mentions of breaches (reference case or count) by primary region of the article, status and substatus.';
COMMENT ON COLUMN violations_by_region.region_code IS 'Kemendagri code. NULL: national or unknown.';
COMMENT ON COLUMN violations_by_region.region IS 'Name of the region.';
COMMENT ON COLUMN violations_by_region.province IS 'Name of its province.';
COMMENT ON COLUMN violations_by_region.status IS 'Status of the mentions.';
COMMENT ON COLUMN violations_by_region.substatus IS 'Substatus of the mentions.';
COMMENT ON COLUMN violations_by_region.temporal IS 'past or current.';
COMMENT ON COLUMN violations_by_region.mentions IS 'Mentions; not cases.';
COMMENT ON COLUMN violations_by_region.articles IS 'Articles with such a mention; copies of one report count each.';

CREATE VIEW violations_by_month AS
WITH active AS (
    SELECT date_trunc('month', day)::DATE AS month, count(DISTINCT outlet_id) AS active_outlets,
           sum(articles)::BIGINT AS articles_read
    FROM coverage WHERE articles > 0 GROUP BY 1
)
SELECT date_trunc('month', v.published_date)::DATE AS month, v.status, v.substatus, v.temporal,
       count(*) AS mentions, count(DISTINCT v.article_id) AS articles,
       any_value(c.active_outlets) AS active_outlets, any_value(c.articles_read) AS articles_read,
       round(1000.0 * count(DISTINCT v.article_id) / any_value(c.articles_read), 2) AS articles_per_1000
FROM violations v
LEFT JOIN active c ON c.month = date_trunc('month', v.published_date)::DATE
WHERE v.reference IN ('case', 'count')
GROUP BY 1, 2, 3, 4;
COMMENT ON VIEW violations_by_month IS 'Mentions of breaches (reference case or count) by month of publication, beside how much was read: a rise may be an outlet that joined.';
COMMENT ON COLUMN violations_by_month.month IS 'First day of the month of publication. NULL: the day is unknown.';
COMMENT ON COLUMN violations_by_month.status IS 'Status of the mentions.';
COMMENT ON COLUMN violations_by_month.substatus IS 'Substatus of the mentions.';
COMMENT ON COLUMN violations_by_month.temporal IS 'past or current.';
COMMENT ON COLUMN violations_by_month.mentions IS 'Mentions; not cases.';
COMMENT ON COLUMN violations_by_month.articles IS 'Articles with such a mention; copies of one report count each.';
COMMENT ON COLUMN violations_by_month.active_outlets IS 'Outlets with at least one article read in that month.';
COMMENT ON COLUMN violations_by_month.articles_read IS 'Articles read in that month, on the topic or not.';
COMMENT ON COLUMN violations_by_month.articles_per_1000 IS 'articles per 1,000 articles read.';

CREATE VIEW coverage_by_outlet_day AS
SELECT c.outlet_id, o.name AS outlet, c.day, c.urls_seen, c.urls_fetched, c.urls_extracted, c.urls_excluded,
       c.urls_not_fetched, c.articles, c.articles_relevant, c.excluded_by,
       round(c.urls_extracted / nullif(c.urls_seen, 0), 3) AS extracted_share, c.urls_seen = 0 AS is_gap
FROM coverage c JOIN outlets o USING (outlet_id);
COMMENT ON VIEW coverage_by_outlet_day IS 'coverage with the outlet''s name, the share that became articles, and gaps marked.';
COMMENT ON COLUMN coverage_by_outlet_day.outlet_id IS 'The outlet.';
COMMENT ON COLUMN coverage_by_outlet_day.outlet IS 'Its name.';
COMMENT ON COLUMN coverage_by_outlet_day.day IS 'The day, see coverage.';
COMMENT ON COLUMN coverage_by_outlet_day.urls_seen IS 'Article addresses of that day.';
COMMENT ON COLUMN coverage_by_outlet_day.urls_fetched IS 'Of these, answered.';
COMMENT ON COLUMN coverage_by_outlet_day.urls_extracted IS 'Of these, read as an article.';
COMMENT ON COLUMN coverage_by_outlet_day.urls_excluded IS 'Answered, and no article.';
COMMENT ON COLUMN coverage_by_outlet_day.urls_not_fetched IS 'Seen, and not answered.';
COMMENT ON COLUMN coverage_by_outlet_day.articles IS 'Articles that they gave.';
COMMENT ON COLUMN coverage_by_outlet_day.articles_relevant IS 'Of these, with topic yes.';
COMMENT ON COLUMN coverage_by_outlet_day.excluded_by IS 'Outcome -> addresses that gave no article.';
COMMENT ON COLUMN coverage_by_outlet_day.extracted_share IS 'urls_extracted / urls_seen, 0 to 1. NULL: a gap.';
COMMENT ON COLUMN coverage_by_outlet_day.is_gap IS 'True where nothing was seen on a day between the first and the last: a gap in the collection.';

CREATE VIEW officials_quoted AS
SELECT o.official_id, o.name, o.positions, o.region_code, r.name AS region, o.statuses,
       count(*) FILTER (m.role = 'source') AS mentions_as_source,
       count(DISTINCT m.article_id) FILTER (m.role = 'source') AS articles_as_source, o.articles,
       count(DISTINCT k.article_id) AS articles_corrected
FROM officials o JOIN official_mentions m USING (official_id) LEFT JOIN regions r ON r.region_code = o.region_code
LEFT JOIN corrected_articles k ON k.article_id = m.article_id
GROUP BY ALL HAVING count(*) FILTER (m.role = 'source') > 0;
COMMENT ON VIEW officials_quoted IS 'Officials who speak or act in office in some article, with any breach that names them.';
COMMENT ON COLUMN officials_quoted.official_id IS 'The person in officials.';
COMMENT ON COLUMN officials_quoted.name IS 'Name.';
COMMENT ON COLUMN officials_quoted.positions IS 'Offices named.';
COMMENT ON COLUMN officials_quoted.region_code IS 'Where the office is held.';
COMMENT ON COLUMN officials_quoted.region IS 'Its name.';
COMMENT ON COLUMN officials_quoted.statuses IS 'status/substatus of breaches that name the person; empty: none.';
COMMENT ON COLUMN officials_quoted.mentions_as_source IS 'Mentions in role source.';
COMMENT ON COLUMN officials_quoted.articles_as_source IS 'Articles in which the role is source.';
COMMENT ON COLUMN officials_quoted.articles IS 'Articles that name the person, in any role.';
COMMENT ON COLUMN officials_quoted.articles_corrected IS 'Of these, corrected by their outlet (corrections).';

CREATE VIEW coverage_by_region_month AS
WITH told AS (
    SELECT DISTINCT article_id FROM violation_mentions
    WHERE reference = 'case' AND part = 'text' AND temporal = 'current' AND status IN ('proven', 'alleged', 'denied')
)
SELECT date_trunc('month', a.published_date)::DATE AS month, a.primary_region_code AS region_code, r.name AS region,
       r.province, count(DISTINCT a.outlet_id) AS active_outlets, count(*) AS articles_read,
       count(*) FILTER (a.topic = 'yes') AS articles_relevant, count(t.article_id) AS articles_with_case,
       round(1000.0 * count(*) FILTER (a.topic = 'yes') / count(*), 2) AS relevant_per_1000
FROM articles a LEFT JOIN regions r ON r.region_code = a.primary_region_code LEFT JOIN told t USING (article_id)
GROUP BY 1, 2, 3, 4;
COMMENT ON VIEW coverage_by_region_month IS 'How much was read about a region in a month, on the topic or not. A region with articles and none on the topic had nothing to report; a region without a row was not read about.';
COMMENT ON COLUMN coverage_by_region_month.month IS 'First day of the month of publication. NULL: the day is unknown.';
COMMENT ON COLUMN coverage_by_region_month.region_code IS 'Kemendagri code of the articles'' primary region. NULL: national or unknown.';
COMMENT ON COLUMN coverage_by_region_month.region IS 'Its name.';
COMMENT ON COLUMN coverage_by_region_month.province IS 'Its province.';
COMMENT ON COLUMN coverage_by_region_month.active_outlets IS 'Outlets with an article about it in that month.';
COMMENT ON COLUMN coverage_by_region_month.articles_read IS 'Articles about it, on the topic or not.';
COMMENT ON COLUMN coverage_by_region_month.articles_relevant IS 'Of these, with topic yes.';
COMMENT ON COLUMN coverage_by_region_month.articles_with_case IS 'Of these, with a current case mention in the text (not title or caption), whatever its status; copies count each.';
COMMENT ON COLUMN coverage_by_region_month.relevant_per_1000 IS 'articles_relevant per 1,000 articles read.';

CREATE VIEW stage_of_case AS
SELECT c.case_id, c.accused, c.outcome, c.outcome_date, c.region_code, r.name AS region, e.event, e.stage, e.date, e.body,
       e.status, e.substatus, a.outlet_id, a.url, coalesce(k.kinds, []) AS corrected, c.reports, c.stories
FROM cases c LEFT JOIN case_events e USING (case_id) LEFT JOIN articles a ON a.article_id = e.article_id
LEFT JOIN regions r ON r.region_code = c.region_code
LEFT JOIN corrected_articles k ON k.article_id = e.article_id;
COMMENT ON VIEW stage_of_case IS 'unvalidated. Cases with their stages in order, the outcome beside the name in each row.';
COMMENT ON COLUMN stage_of_case.case_id IS 'The case.';
COMMENT ON COLUMN stage_of_case.accused IS 'Name, else office. NULL: neither.';
COMMENT ON COLUMN stage_of_case.outcome IS 'open, established, cleared or mixed: the latest.';
COMMENT ON COLUMN stage_of_case.outcome_date IS 'Day of the report that tells it.';
COMMENT ON COLUMN stage_of_case.region_code IS 'Kemendagri code of the place.';
COMMENT ON COLUMN stage_of_case.region IS 'Its name.';
COMMENT ON COLUMN stage_of_case.event IS 'Number of the stage in the case, from 0. NULL: no stage is named.';
COMMENT ON COLUMN stage_of_case.stage IS 'The stage.';
COMMENT ON COLUMN stage_of_case.date IS 'Day of publication of the first report of it.';
COMMENT ON COLUMN stage_of_case.body IS 'On whose word.';
COMMENT ON COLUMN stage_of_case.status IS 'Status of that mention.';
COMMENT ON COLUMN stage_of_case.substatus IS 'Substatus of that mention.';
COMMENT ON COLUMN stage_of_case.outlet_id IS 'Outlet of that report.';
COMMENT ON COLUMN stage_of_case.url IS 'Its address.';
COMMENT ON COLUMN stage_of_case.corrected IS 'Kinds of correction that the outlet printed on that report; empty: none known.';
COMMENT ON COLUMN stage_of_case.reports IS 'Articles that tell the case.';
COMMENT ON COLUMN stage_of_case.stories IS 'Of these, different texts.';

CREATE VIEW extraction_agreement AS
SELECT outlet_id, isoyear(first_fetched_at AT TIME ZONE 'UTC')::INTEGER AS year,
       week(first_fetched_at AT TIME ZONE 'UTC')::INTEGER AS week,
       count(*) AS pages, avg(agreement) AS agreement, min(agreement) AS lowest
FROM articles WHERE agreement IS NOT NULL AND first_fetched_at IS NOT NULL GROUP BY 1, 2, 3;
COMMENT ON VIEW extraction_agreement IS 'Per outlet and ISO week of fetching: how far outlet rules and the generic extractor read the same text. A fall is drift: the layout changed under rules that still yield something.';
COMMENT ON COLUMN extraction_agreement.outlet_id IS 'The outlet.';
COMMENT ON COLUMN extraction_agreement.year IS 'ISO year.';
COMMENT ON COLUMN extraction_agreement.week IS 'ISO week, 1 to 53, in UTC whatever the zone of the session.';
COMMENT ON COLUMN extraction_agreement.pages IS 'Articles compared.';
COMMENT ON COLUMN extraction_agreement.agreement IS 'Mean, 0 to 1.';
COMMENT ON COLUMN extraction_agreement.lowest IS 'The least, 0 to 1.';
