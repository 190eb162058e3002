-- Where can a claim be checked?
-- From the mention to its words and to the archived page: add `p.warc_file, p.warc_offset, p.digest` for the record (they differ
-- from crawl to crawl, so this page leaves them out). `netra verify` goes this way back for a sample.
SELECT v.status, v.substatus, substring(v.surface, 1, 60) AS words, v.part, v.start, p.http_status, p.url,
       p.warc_offset >= 0 AS in_archive
FROM violation_mentions v JOIN articles a USING (article_id)
JOIN article_pages p ON p.article_id = a.article_id AND p.revision = a.revision AND p.page = 1
WHERE v.status = 'proven' AND v.substatus = 'decided' AND v.part = 'text'
ORDER BY a.published_date DESC, a.title, a.article_id, v.mention LIMIT 4;
