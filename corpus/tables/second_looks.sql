-- Which articles name an accused, and when they are to be looked at again. What is due on a day is asked of this view by
-- corpus/watching/second_looks.py: a view that knew today's date would not be the same in two builds.

CREATE VIEW second_looks AS
WITH named AS (
    SELECT v.article_id, list_sort(list(DISTINCT p.name)) AS accused,
           list_sort(list(DISTINCT v.status || '/' || v.substatus)) AS statuses
    FROM violation_mentions v JOIN breach_parties p USING (article_id, mention)
    WHERE v.reference = 'case' AND v.status IN ('proven', 'alleged', 'denied') AND p.name IS NOT NULL
      AND NOT regexp_full_match(p.name, '(\p{Lu}[. ]*){1,4}')
    GROUP BY v.article_id
), told AS (
    SELECT r.article_id, list_sort(list(DISTINCT c.outcome)) AS outcomes, max(c.outcome_date) AS outcome_date
    FROM case_reports r JOIN cases c USING (case_id) GROUP BY r.article_id
)
SELECT a.article_id, a.outlet_id, a.url, n.accused, n.statuses, coalesce(t.outcomes, []) AS outcomes, t.outcome_date,
       coalesce(a.published_date, (a.first_fetched_at AT TIME ZONE 'UTC')::DATE) AS day,
       (coalesce(a.published_date, (a.first_fetched_at AT TIME ZONE 'UTC')::DATE) + 30)::DATE AS first_look,
       (coalesce(a.published_date, (a.first_fetched_at AT TIME ZONE 'UTC')::DATE) + 180)::DATE AS second_look
FROM articles a JOIN named n USING (article_id) LEFT JOIN told t USING (article_id);
COMMENT ON VIEW second_looks IS 'Articles that name an accused person (a case that is alleged, denied or proven; initials are no name), and the days from which they are to be looked at again: was the person cleared, the article corrected? `netra looks` lists those that are due.';
COMMENT ON COLUMN second_looks.article_id IS 'The article.';
COMMENT ON COLUMN second_looks.outlet_id IS 'The outlet.';
COMMENT ON COLUMN second_looks.url IS 'Its address. NULL: imported without one.';
COMMENT ON COLUMN second_looks.accused IS 'Names as the article has them (breach_parties.name). Never without statuses and outcomes beside them.';
COMMENT ON COLUMN second_looks.statuses IS 'status/substatus of what is said of them, headline included.';
COMMENT ON COLUMN second_looks.outcomes IS 'unvalidated. Latest outcome of each case that the article tells (cases.outcome); empty: it is linked to none.';
COMMENT ON COLUMN second_looks.outcome_date IS 'unvalidated. Day of the latest report that tells an outcome. NULL: open, or linked to no case.';
COMMENT ON COLUMN second_looks.day IS 'Day of publication, else of the first fetch. NULL: neither is known.';
COMMENT ON COLUMN second_looks.first_look IS 'day + 30.';
COMMENT ON COLUMN second_looks.second_look IS 'day + 180.';
