-- Which forms of breach are told, and are they proven or alleged?
-- Cases alone, outside headlines. A mention with two forms counts in both rows, so the rows do not add up.
SELECT form, count(*) FILTER (status = 'alleged') AS alleged, count(*) FILTER (status = 'proven') AS proven,
       count(*) FILTER (status = 'denied') AS denied, count(DISTINCT article_id) AS articles
FROM (SELECT unnest(forms) AS form, status, article_id FROM violation_mentions
      WHERE reference = 'case' AND part <> 'title')
GROUP BY form ORDER BY articles DESC, form;
