-- Who is named, with which status, and how did it end?
-- A name never stands without the statuses of what is said and the latest outcome: `open` is no verdict, `cleared` is one.
SELECT c.accused, r.name AS region, list_sort(list_distinct(flatten(list(x.statuses)))) AS statuses, c.outcome,
       c.outcome_date, c.last_report_date AS last_report
FROM cases c JOIN case_reports x USING (case_id) LEFT JOIN regions r ON r.region_code = c.region_code
WHERE len(c.official_ids) > 0
GROUP BY c.case_id, c.accused, r.name, c.outcome, c.outcome_date, c.last_report_date
ORDER BY last_report DESC, c.accused LIMIT 10;
