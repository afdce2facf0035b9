-- What may be reviewed, in order of doubt. Of the fetches of one page the one that stands for it;
-- what is in quarantine comes last.
WITH cleaned AS (
    SELECT 'articles' AS held, * FROM articles
    UNION ALL BY NAME
    SELECT 'duplicates' AS held, * FROM duplicates WHERE url_key IS NULL OR versions IS NOT NULL
), listed AS (
    SELECT held, article_id, source_path, record_number, raw_sha256, cleaned.url, cleaned.site,
        cleaned.title, doubt, sha256(text) AS text_sha256
    FROM cleaned JOIN facts USING (article_id)
    UNION ALL
    SELECT 'quarantine', NULL, source_path, record_number, raw_sha256, url, NULL, NULL, 0.0, NULL
    FROM quarantine WHERE list_contains($overruled, reason) AND raw_sha256 IS NOT NULL
)
SELECT * FROM listed
ORDER BY held = 'quarantine', doubt DESC, article_id, source_path, record_number
