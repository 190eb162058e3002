-- What is done to prevent breaches, and do the same articles report one?
SELECT p.kind, count(*) AS mentions, count(DISTINCT p.article_id) AS articles,
       count(DISTINCT p.article_id) FILTER (EXISTS (
           SELECT 1 FROM violation_mentions v WHERE v.article_id = p.article_id AND v.reference = 'case'
             AND v.status IN ('alleged', 'proven') AND v.part <> 'title')) AS with_case
FROM prevention_mentions p GROUP BY p.kind ORDER BY articles DESC, p.kind;
