-- What may be reviewed, in order of doubt as flows/report has it. Of the fetches of one page the
-- one that stands for it; quarantine comes last.
WITH changed AS (
    SELECT article_id, min(confidence) AS lowest,
        sum("end" - start - length(after))::BIGINT AS shrunk
    FROM edits GROUP BY article_id
), cleaned AS (
    SELECT 'articles' AS held, article_id, source_path, record_number, raw_sha256, url, site,
        title, text, removed_chars, extraction_confidence
    FROM articles
    UNION ALL
    SELECT 'duplicates', article_id, source_path, record_number, raw_sha256, url, site,
        title, text, removed_chars, extraction_confidence
    FROM duplicates WHERE url_key IS NULL OR versions IS NOT NULL
), weighed AS (
    SELECT *, least(coalesce(lowest, 1.0), coalesce(extraction_confidence, 1.0)) AS confidence,
        CASE WHEN length(text) + coalesce(shrunk, 0) = 0 THEN 0.0
            ELSE least(1.0, coalesce(removed_chars, 0) / (length(text) + coalesce(shrunk, 0)))
            END AS share
    FROM cleaned LEFT JOIN changed USING (article_id)
), listed AS (
    SELECT held, article_id, source_path, record_number, raw_sha256, url, site, title,
        round((1 - confidence + share) / 2, 6) AS doubt, sha256(text) AS text_sha256
    FROM weighed
    UNION ALL
    SELECT 'quarantine', NULL, source_path, record_number, raw_sha256, url, NULL, NULL, 0.0, NULL
    FROM quarantine WHERE list_contains($reasons, reason) AND raw_sha256 IS NOT NULL
)
SELECT * FROM listed
ORDER BY held = 'quarantine', doubt DESC, article_id, source_path, record_number
