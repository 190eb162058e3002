-- At which stage of which election are breaches alleged?
-- The stage in which the article appeared, by the calendar; articles with an alleged case, copies counted each.
SELECT s.election_id, s.stage, count(DISTINCT s.article_id) AS articles,
       count(DISTINCT v.article_id) AS with_alleged_case
FROM article_stages s
LEFT JOIN violation_mentions v
  ON v.article_id = s.article_id AND v.reference = 'case' AND v.status = 'alleged' AND v.part <> 'title'
WHERE s.resolved_by = 'date'
GROUP BY s.election_id, s.stage ORDER BY s.election_id, articles DESC, s.stage;
