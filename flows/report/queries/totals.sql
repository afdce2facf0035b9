WITH of_rows AS (
    SELECT count(*) FILTER (kept) AS articles,
        count(*) FILTER (NOT kept) AS duplicates,
        coalesce(sum(edits), 0)::BIGINT AS edits,
        coalesce(sum(raw), 0)::BIGINT AS raw_chars,
        coalesce(sum(clean), 0)::BIGINT AS clean_chars,
        coalesce(sum(removed), 0)::BIGINT AS removed_chars,
        count(*) FILTER (edits = 0) AS untouched,
        count(*) FILTER (kept AND confidence < $unsure) AS unsure,
        count(*) FILTER (kept AND share > $stripped) AS stripped,
        count(*) FILTER (kept AND words < $short) AS short,
        count(*) FILTER (kept AND title IS NULL) AS no_title,
        count(*) FILTER (kept AND author IS NULL) AS no_author,
        count(*) FILTER (kept AND published_on IS NULL AND published_precision IS NULL) AS no_date,
        count(*) FILTER (spun) AS spun,
        coalesce(sum(repairs), 0)::BIGINT AS repairs,
        count(DISTINCT known_site) AS sites,
        count(DISTINCT story_id) FILTER (kept) AS stories
    FROM facts
), of_quarantine AS (
    SELECT coalesce(sum(coalesce(records, 1)), 0)::BIGINT AS quarantined FROM quarantine
), of_runs AS (
    SELECT count(*) AS runs,
        coalesce(sum(inputs), 0)::BIGINT AS inputs,
        coalesce(sum(already_known), 0)::BIGINT AS already_known,
        coalesce(sum(replaced), 0)::BIGINT AS replaced,
        coalesce(sum(suppressed), 0)::BIGINT AS suppressed,
        coalesce(sum(cleared), 0)::BIGINT AS cleared,
        coalesce(sum(forgotten), 0)::BIGINT AS forgotten
    FROM runs
)
SELECT * FROM of_rows, of_quarantine, of_runs
