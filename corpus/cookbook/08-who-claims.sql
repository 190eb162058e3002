-- On whose word does it stand?
-- The source of each claim beside the status of what is claimed: who alleges, who denies, who decides.
SELECT c.source, v.status, v.substatus, count(*) AS claims, count(DISTINCT c.article_id) AS articles
FROM claims c JOIN violation_mentions v ON v.article_id = c.article_id AND v.mention = c.violation
WHERE v.reference = 'case'
GROUP BY c.source, v.status, v.substatus ORDER BY c.source, v.status, v.substatus;
