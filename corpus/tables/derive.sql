-- Tables that follow from others: coverage from fetches and articles. Run once by corpus/build.py, after loading.
INSERT INTO coverage
WITH addresses AS (
    SELECT outlet_id, day, day_from, answered, outcome, article_id FROM fetches WHERE role = 'article'
),
counted AS (
    SELECT outlet_id, day,
           count(*) AS urls_seen,
           count(*) FILTER (answered) AS urls_fetched,
           count(*) FILTER (answered AND outcome = 'extracted') AS urls_extracted,
           count(*) FILTER (answered AND outcome <> 'extracted') AS urls_excluded,
           count(*) FILTER (NOT answered) AS urls_not_fetched,
           count(*) FILTER (day_from = 'published') AS days_published,
           count(*) FILTER (day_from = 'listed') AS days_listed,
           count(*) FILTER (day_from IN ('seen', 'built')) AS days_seen
    FROM addresses GROUP BY outlet_id, day
),
read AS (
    SELECT d.outlet_id, d.day, count(*) AS articles,
           count(*) FILTER (a.topic = 'yes') AS articles_relevant,
           count(*) FILTER (a.topic = 'mention') AS articles_mention,
           count(*) FILTER (len(a.problems) > 0) AS articles_faulty
    FROM (SELECT DISTINCT outlet_id, day, article_id FROM addresses WHERE outcome = 'extracted') d
    JOIN articles a USING (article_id) GROUP BY d.outlet_id, d.day
),
reasons AS (
    SELECT outlet_id, day, map_from_entries(list((outcome, n) ORDER BY outcome)) AS excluded_by
    FROM (SELECT outlet_id, day, outcome, count(*)::INTEGER AS n FROM addresses WHERE outcome <> 'extracted' GROUP BY ALL)
    GROUP BY outlet_id, day
),
-- Every day between the first and the last that an article or a surface names. A date before 1995 is a misprint, and
-- what was left out of the asked range must not stretch it.
calendar AS (
    SELECT outlet_id, unnest(generate_series(min(day), max(day), INTERVAL 1 DAY))::DATE AS day
    FROM addresses
    WHERE day >= DATE '1995-01-01' AND day_from IN ('published', 'listed') AND outcome <> 'out_of_range'
    GROUP BY outlet_id
    UNION
    SELECT outlet_id, day FROM addresses
)
SELECT c.outlet_id, c.day, coalesce(n.urls_seen, 0), coalesce(n.urls_fetched, 0), coalesce(n.urls_extracted, 0),
       coalesce(n.urls_excluded, 0), coalesce(n.urls_not_fetched, 0), coalesce(r.articles, 0),
       coalesce(r.articles_relevant, 0), coalesce(r.articles_mention, 0), coalesce(r.articles_faulty, 0),
       coalesce(n.days_published, 0), coalesce(n.days_listed, 0), coalesce(n.days_seen, 0),
       coalesce(x.excluded_by, MAP {}::MAP(VARCHAR, INTEGER))
FROM calendar c
LEFT JOIN counted n USING (outlet_id, day)
LEFT JOIN read r USING (outlet_id, day)
LEFT JOIN reasons x USING (outlet_id, day)
ORDER BY c.outlet_id, c.day;
