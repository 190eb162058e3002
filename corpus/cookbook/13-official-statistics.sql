-- How does the corpus compare with the figures of the authorities?
-- The latest national figure for each election, body and measure about public servants, beside what this corpus holds in the
-- year before and the half year after the vote. A corpus of a few outlets is a sample: compare shares and order, not sums.
WITH latest AS (
    SELECT * FROM official_statistics WHERE region_code IS NULL AND about = 'asn' AND measure IN ('suspected', 'proven')
    QUALIFY row_number() OVER (PARTITION BY election_id, body, measure ORDER BY as_of DESC, statistic DESC) = 1
),
counted AS (
    SELECT e.election_id, count(*) AS cases, count(*) FILTER (c.outcome = 'established') AS established
    FROM elections e JOIN cases c
      ON c.first_report_date BETWEEN e.voting_date - INTERVAL 1 YEAR AND e.voting_date + INTERVAL 6 MONTH
    GROUP BY e.election_id
)
SELECT s.election_id, s.body, s.measure, s.value, s.unit, s.as_of, coalesce(c.cases, 0) AS corpus_cases,
       coalesce(c.established, 0) AS corpus_established
FROM latest s LEFT JOIN counted c USING (election_id)
ORDER BY s.election_id, s.body, s.measure;
