-- Do headlines say more than the text below them?
-- Articles whose headline mentions a case, by the status there; `body_alleges` of them have a text that only alleges,
-- `hedge_dropped` is the tagger's own reading of a headline that tells as a fact what the text hedges.
SELECT t.status AS headline, count(DISTINCT t.article_id) AS articles,
       count(DISTINCT t.article_id) FILTER (b.proven = 0 AND b.alleged > 0) AS body_alleges,
       count(DISTINCT t.article_id) FILTER (b.proven > 0) AS body_proves,
       count(DISTINCT t.article_id) FILTER (b.article_id IS NULL) AS body_silent,
       count(DISTINCT t.article_id) FILTER (t.hedge_dropped) AS hedge_dropped
FROM violation_mentions t
LEFT JOIN (
    SELECT article_id, count(*) FILTER (status = 'proven') AS proven, count(*) FILTER (status = 'alleged') AS alleged
    FROM violation_mentions WHERE part = 'text' AND reference = 'case' GROUP BY article_id
) b ON b.article_id = t.article_id
WHERE t.part = 'title' AND t.reference = 'case'
GROUP BY t.status ORDER BY t.status;
