-- What was seen and did not become an article, and why?
-- Every address stands in `fetches`, with its last word.
SELECT outlet_id, outcome, answered, count(*) AS addresses
FROM fetches WHERE role = 'article' AND outcome <> 'extracted'
GROUP BY outlet_id, outcome, answered ORDER BY addresses DESC, outlet_id, outcome;
