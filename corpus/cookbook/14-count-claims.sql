-- Which figures do the articles themselves give?
-- One row a figure, with unit, body and words. Never add them up: units, bodies and days differ, and a later figure holds the
-- earlier one.
SELECT a.published_date AS date, n.value, n.unit, n.body, n.surface AS words, v.status, v.substatus
FROM count_claims n JOIN articles a USING (article_id)
JOIN violation_mentions v ON v.article_id = n.article_id AND v.mention = n.violation
ORDER BY date, n.value, n.unit, a.title, n.part, n.start LIMIT 10;
