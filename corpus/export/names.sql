-- The names file: what the public bundle leaves out. Beside each name, title and quote stand the status and the latest
-- outcome. {hash:x} is replaced by the keyed hash of x; each query by its name.

-- articles: Address, title and digests of one article; what netra rehydrate needs.
WITH said AS (
    SELECT article_id, list_sort(list(DISTINCT status || '/' || substatus)) AS statuses
    FROM violation_mentions WHERE reference <> 'rule' GROUP BY article_id
),
told AS (
    SELECT article_id, list_sort(list(DISTINCT outcome)) AS outcomes
    FROM case_reports JOIN cases USING (case_id) GROUP BY article_id
)
SELECT {hash:a.article_id} AS article, a.article_id, a.outlet_id, a.url, a.title, a.published_date, a.revision,
       to_json(coalesce(s.statuses, []))::VARCHAR AS statuses, to_json(coalesce(t.outcomes, []))::VARCHAR AS latest_outcomes,
       to_json(coalesce(k.kinds, []))::VARCHAR AS corrected, a.text_digest, 'sha256:' || sha256(a.title) AS title_digest,
       'sha256:' || sha256(a.text) AS body_digest, 'sha256:' || sha256(coalesce(a.caption, '')) AS caption_digest,
       a.last_fetched_at, a.extractor
FROM articles a LEFT JOIN said s USING (article_id) LEFT JOIN told t USING (article_id)
LEFT JOIN corrected_articles k USING (article_id)
ORDER BY article;

-- officials: One official with the name, what articles say, and the outcome of the case that was reported last.
SELECT {hash:official_id} AS official, name, to_json(spellings)::VARCHAR AS spellings, to_json(positions)::VARCHAR AS positions,
       region_code, to_json(statuses)::VARCHAR AS statuses, latest_outcome, latest_outcome_month, cases
FROM out_officials ORDER BY official;

-- parties: Who a violation mention is about, with its status and the latest outcome of the case.
SELECT {hash:article_id} AS article, mention, party, name, office, known_by, status, substatus, latest_outcome,
       latest_outcome_month
FROM out_breach_parties ORDER BY article, mention, party;

-- cases: The accused of one case, with its latest outcome.
SELECT {hash:case_id} AS "case", accused, outcome AS latest_outcome, outcome_date, first_report_date, last_report_date,
       to_json(offices)::VARCHAR AS offices, region_code
FROM out_cases ORDER BY "case";

-- mentions: The words of one mention, with status and latest outcome where it is about a person or a breach.
WITH told AS (
    SELECT r.article_id, unnest(r.mentions) AS mention, c.outcome FROM case_reports r JOIN cases c USING (case_id)
),
outcomes AS (
    SELECT article_id, mention, list_sort(list(DISTINCT outcome)) AS outcomes FROM told GROUP BY ALL
),
words AS (
    SELECT 'violation_mentions' AS "table", v.article_id, v.mention, v.part, v.start, v.stop, v.surface,
           [v.status || '/' || v.substatus] AS statuses, coalesce(o.outcomes, []) AS latest_outcomes
    FROM violation_mentions v LEFT JOIN outcomes o USING (article_id, mention)
    UNION ALL
    SELECT 'official_mentions', m.article_id, m.mention, m.part, m.start, m.stop, m.surface, m.statuses,
           CASE WHEN o.latest_outcome IS NULL THEN [] ELSE [o.latest_outcome] END
    FROM out_official_mentions m JOIN out_officials o USING (official_id)
    UNION ALL
    SELECT f."table", f.article_id, f.mention, f.part, f.start, f.stop, f.surface, [v.status || '/' || v.substatus],
           coalesce(o.outcomes, [])
    FROM (
        SELECT 'verdicts' AS "table", article_id, mention, violation, part, start, stop, surface FROM verdicts
        UNION ALL
        SELECT 'sanction_mentions', article_id, mention, violation, part, start, stop, surface FROM sanction_mentions
        UNION ALL
        SELECT 'count_claims', article_id, mention, violation, part, start, stop, surface FROM count_claims
    ) f
    JOIN violation_mentions v ON v.article_id = f.article_id AND v.mention = f.violation
    LEFT JOIN outcomes o ON o.article_id = f.article_id AND o.mention = f.violation
    UNION ALL
    SELECT 'prevention_mentions', article_id, mention, part, start, stop, surface, [], [] FROM prevention_mentions
    UNION ALL
    SELECT 'election_mentions', article_id, mention, part, start, stop, surface, [], [] FROM election_mentions
    UNION ALL
    SELECT 'region_mentions', article_id, mention, part, start, stop, surface, [], [] FROM region_mentions
    UNION ALL
    SELECT 'law_mentions', article_id, mention, part, start, stop, surface, [], [] FROM law_mentions
)
SELECT "table", {hash:article_id} AS article, mention, part, start, stop, surface, to_json(statuses)::VARCHAR AS statuses,
       to_json(latest_outcomes)::VARCHAR AS latest_outcomes
FROM words ORDER BY "table", article, mention;
