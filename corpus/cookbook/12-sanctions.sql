-- Which sanctions are imposed, and which only recommended or threatened?
-- `modality` tells them apart; a sanction in a rule ("dapat dipecat") is a threat, not an event.
SELECT s.kind, s.modality, v.reference, count(*) AS mentions, count(DISTINCT s.article_id) AS articles
FROM sanction_mentions s JOIN violation_mentions v ON v.article_id = s.article_id AND v.mention = s.violation
WHERE v.reference <> 'rule'
GROUP BY s.kind, s.modality, v.reference ORDER BY mentions DESC, s.kind, s.modality, v.reference LIMIT 12;
