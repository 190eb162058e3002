-- What a crawl with --topic misses, estimated from the random sample that it takes of what it leaves out.

CREATE VIEW topic_recall AS
WITH counted AS (
    SELECT f.outlet_id,
           count(a.article_id) FILTER (f.selection = 'topic') AS topic_read,
           count(*) FILTER (f.selection = 'topic' AND a.topic = 'yes') AS topic_relevant,
           count(*) FILTER (f.selection = 'sample' OR f.crawl_outcome = 'off_topic') AS left_out,
           count(a.article_id) FILTER (f.selection = 'sample') AS sample_read,
           count(*) FILTER (f.selection = 'sample' AND a.topic = 'yes') AS sample_relevant
    FROM fetches f LEFT JOIN articles a ON a.article_id = f.article_id AND f.outcome = 'extracted'
    WHERE f.role = 'article' AND (f.selection IN ('topic', 'sample') OR f.crawl_outcome = 'off_topic')
    GROUP BY GROUPING SETS ((f.outlet_id), ())
), shares AS (
    -- Wilson's interval for a share, z = 1.96: it is sound for few articles and for a share of 0
    SELECT *, sample_relevant / nullif(sample_read, 0) AS share,
           (sample_relevant + 1.9208) / (sample_read + 3.8416) AS centre,
           1.96 * sqrt(sample_relevant * (sample_read - sample_relevant) / nullif(sample_read, 0) + 0.9604)
               / (sample_read + 3.8416) AS radius
    FROM counted
)
SELECT outlet_id, topic_read, topic_relevant, left_out, sample_read, sample_relevant, round(share, 4) AS relevant_share,
       round(topic_relevant / nullif(topic_relevant + left_out * share, 0), 3) AS recall,
       round(topic_relevant / nullif(topic_relevant + left_out * (centre + radius), 0), 3) AS recall_low,
       round(topic_relevant / nullif(topic_relevant + left_out * greatest(centre - radius, 0), 0), 3) AS recall_high
FROM shares WHERE topic_read + left_out > 0;
COMMENT ON VIEW topic_recall IS 'How much of the topic a crawl with --topic has found, estimated from the random sample of what it left out (fetches.selection); by outlet, and over all in the row without one. Wide intervals mean a small sample: read sample_read first.';
COMMENT ON COLUMN topic_recall.outlet_id IS 'The outlet. NULL: all of them.';
COMMENT ON COLUMN topic_recall.topic_read IS 'Articles read because the list suggested the topic.';
COMMENT ON COLUMN topic_recall.topic_relevant IS 'Of these, with topic yes.';
COMMENT ON COLUMN topic_recall.left_out IS 'Addresses that the list did not suggest; those of the sample included.';
COMMENT ON COLUMN topic_recall.sample_read IS 'The sample: articles read although the list did not suggest the topic.';
COMMENT ON COLUMN topic_recall.sample_relevant IS 'Of these, with topic yes.';
COMMENT ON COLUMN topic_recall.relevant_share IS 'sample_relevant / sample_read. NULL: no sample.';
COMMENT ON COLUMN topic_recall.recall IS 'topic_relevant / (topic_relevant + left_out * relevant_share), 0 to 1. NULL: no sample, or nothing relevant.';
COMMENT ON COLUMN topic_recall.recall_low IS 'The same with the upper end of the 95 % interval (Wilson) of relevant_share.';
COMMENT ON COLUMN topic_recall.recall_high IS 'The same with its lower end.';
