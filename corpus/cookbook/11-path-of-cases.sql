-- Which steps does a case go through?
-- Stages in the order in which reports tell them, with the body on whose word. Days are those of publication.
SELECT accused, outcome, string_agg(stage || ' (' || status || ', ' || date || ')', ' > ' ORDER BY event) AS path
FROM stage_of_case WHERE event IS NOT NULL
GROUP BY case_id, accused, outcome HAVING count(*) > 1
ORDER BY count(*) DESC, accused, path LIMIT 6;
