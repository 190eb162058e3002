-- How does the share of articles that allege a breach develop?
-- The number of outlets and of articles read stands beside; `per_1000` is the rate. The demo reads few articles a month: its
-- rates mean nothing. A month without such an article has no row.
SELECT month, articles, active_outlets, articles_read, articles_per_1000 AS per_1000
FROM violations_by_month
WHERE status = 'alleged' AND substatus = 'suspected' AND temporal = 'current' AND month IS NOT NULL
ORDER BY month;
