-- What do the mentions say: cases, counts or rules, and with which status?
-- `reference` first: a rule ("ASN dilarang ...") is no event, and `denied`, `none_reported` says that there is none. A bare
-- count of mentions would be two fifths rules and threats.
SELECT reference, status, substatus, count(*) AS mentions, count(DISTINCT article_id) AS articles
FROM violation_mentions
GROUP BY reference, status, substatus ORDER BY reference, status, substatus;
