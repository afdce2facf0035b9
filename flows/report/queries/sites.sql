WITH of_site AS (
    SELECT site, count(*) FILTER (kept) AS articles, count(*) FILTER (NOT kept) AS duplicates,
        sum(raw)::BIGINT AS raw_chars, sum(removed)::BIGINT AS removed_chars,
        count(*) FILTER (edits = 0) AS untouched,
        count(*) FILTER (kept AND title IS NULL) AS no_title,
        count(*) FILTER (kept AND author IS NULL) AS no_author,
        count(*) FILTER (kept AND published_on IS NULL AND published_precision IS NULL) AS no_date,
        count(*) FILTER (spun) AS spun,
        quantile_disc(words, 0.5) AS median_words,
        min(confidence) AS lowest,
        2 * count(extraction_confidence) > count(*) AS is_pages,
        count(known_site) >= $few AS is_judged,
        count(known_site) > 0 AS is_known
    FROM facts GROUP BY site
), shares AS (
    SELECT *, CASE WHEN raw_chars = 0 THEN 0.0 ELSE removed_chars / raw_chars END AS share
    FROM of_site
), usual AS (
    SELECT is_pages, count(*) AS sites, median(share) AS usual_share, mad(share) AS spread
    FROM shares WHERE is_judged GROUP BY is_pages
)
SELECT shares.* EXCLUDE (is_judged),
    CASE
        WHEN NOT is_judged THEN 'few'
        WHEN sites >= $few AND share > usual_share + greatest($apart, $spreads * spread)
            THEN 'much'
        WHEN removed_chars = 0 THEN 'nothing'
        ELSE 'usual'
    END AS loss
FROM shares LEFT JOIN usual USING (is_pages)
ORDER BY articles DESC, duplicates DESC, site
