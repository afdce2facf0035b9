-- One row for each article and duplicate, with what its edits come to. Other queries rest on it.
CREATE TEMP TABLE facts AS
WITH run_numbers AS (
    SELECT unnest($runs) AS run_id, generate_subscripts($runs, 1) AS run
), cleaned AS (
    SELECT true AS kept, NULL AS kind, NULL AS canonical_id, NULL AS similarity,
        * EXCLUDE (image_url, tags, section) FROM articles
    UNION ALL BY NAME
    SELECT false AS kept, * EXCLUDE (image_url, tags, section) FROM duplicates
), counted AS (
    -- Of older versions. To read all texts takes ten times as long as all other columns.
    SELECT article_id, length(text) AS characters FROM all_articles WHERE char_count IS NULL
), changed AS (
    SELECT article_id, count(*) AS edits, min(confidence) AS lowest,
        sum("end" - start - length(after))::BIGINT AS shrunk
    FROM edits GROUP BY article_id
)
SELECT article_id, kept, kind AS copy_kind, canonical_id, similarity, coalesce(run, 1) AS run,
    coalesce(site, host)::site_name AS known_site,
    coalesce(site, host, 'not known')::site_name AS site,
    title, author, published_on, published_precision,
    CASE WHEN published_precision = 'month' THEN published_at::DATE END AS published_month, url, language, language_confidence,
    spun, spun_dialect, coalesce(repairs, 0) AS repairs, word_count AS words,
    extraction_confidence, cluster_id, story_id, notes,
    coalesce(edits, 0) AS edits,
    coalesce(removed_chars, 0) AS removed,
    coalesce(char_count, characters) AS clean,
    clean + coalesce(shrunk, 0) AS raw,
    least(coalesce(lowest, 1.0), coalesce(extraction_confidence, 1.0)) AS confidence,
    CASE WHEN raw = 0 THEN 0.0 ELSE least(1.0, removed / raw) END AS share,
    round((1 - confidence + share) / 2, 6) AS doubt
FROM cleaned LEFT JOIN counted USING (article_id) LEFT JOIN changed USING (article_id)
    LEFT JOIN run_numbers USING (run_id)
