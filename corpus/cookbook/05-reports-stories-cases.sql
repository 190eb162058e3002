-- How many cases are there, and how many stories and reports tell them?
-- One matter is told by many articles, and many articles are copies of one text. Say which of the three is counted. A report
-- that tells two cases counts in both rows.
SELECT c.outcome, count(DISTINCT c.case_id) AS cases, count(DISTINCT r.story_id) AS stories,
       count(DISTINCT r.article_id) AS reports
FROM cases c JOIN case_reports r USING (case_id)
GROUP BY c.outcome ORDER BY c.outcome;
