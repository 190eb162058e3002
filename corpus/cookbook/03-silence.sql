-- Where was there nothing to report, and where did nobody look?
-- Of the regencies and cities of a province: those with articles read and none on the topic had nothing to report, as far as
-- these outlets say; those without any article are not silent but unread.
WITH read AS (
    SELECT region_code, sum(articles_read) AS articles, sum(articles_relevant) AS on_topic,
           sum(articles_with_case) AS with_case
    FROM coverage_by_region_month WHERE region_code IS NOT NULL GROUP BY region_code
)
SELECT r.province, count(*) AS regencies, count(*) FILTER (read.with_case > 0) AS with_case,
       count(*) FILTER (read.on_topic > 0 AND read.with_case = 0) AS on_topic_without_case,
       count(*) FILTER (read.articles > 0 AND read.on_topic = 0) AS read_and_nothing,
       count(*) FILTER (read.articles IS NULL) AS not_read
FROM regions r LEFT JOIN read ON read.region_code = r.region_code
WHERE r.level <> 'province'
GROUP BY r.province ORDER BY with_case DESC, not_read, r.province LIMIT 8;
