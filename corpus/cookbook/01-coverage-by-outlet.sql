-- What was read, outlet by outlet?
-- Ask this before any count: an outlet that joined or left moves every curve. `gap_days` are days between the first and the
-- last on which nothing was seen: there the corpus is silent because nothing was collected.
SELECT o.name AS outlet, min(c.day) AS first_day, max(c.day) AS last_day, sum(c.articles)::BIGINT AS articles,
       sum(c.articles_relevant)::BIGINT AS on_topic, count(*) FILTER (c.urls_seen = 0) AS gap_days
FROM coverage c JOIN outlets o USING (outlet_id)
GROUP BY o.name ORDER BY outlet;
