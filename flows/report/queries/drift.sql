-- Each site's newest rows against its earlier ones: what a changed template would change.
WITH newest AS (
    SELECT max(run) AS run FROM facts
), halves AS (
    SELECT site, facts.run = newest.run AS is_new, count(*) AS n, median(share) AS share,
        avg((title IS NULL)::INT) AS no_title, avg((author IS NULL)::INT) AS no_author,
        avg((published_on IS NULL AND published_precision IS NULL)::INT) AS no_date,
        avg((spun IS TRUE)::INT) AS spun, median(words) AS words
    FROM facts, newest GROUP BY ALL
), pairs AS (
    SELECT old.site, old.n AS rows_before, new.n AS rows_now,
        unnest([
            {'measure': 'removed', 'before': old.share, 'now': new.share},
            {'measure': 'no_title', 'before': old.no_title, 'now': new.no_title},
            {'measure': 'no_author', 'before': old.no_author, 'now': new.no_author},
            {'measure': 'no_date', 'before': old.no_date, 'now': new.no_date},
            {'measure': 'spun', 'before': old.spun, 'now': new.spun},
            {'measure': 'words', 'before': old.words, 'now': new.words}
        ], recursive := true)
    FROM halves AS old JOIN halves AS new ON old.site = new.site AND new.is_new
    WHERE NOT old.is_new AND old.n >= $few AND new.n >= $few
), errors AS (
    SELECT *, (rows_before * before + rows_now * now) / (rows_before + rows_now) AS pooled FROM pairs
)
SELECT site, measure, before, now, rows_before, rows_now,
    CASE measure
        WHEN 'words' THEN greatest(before, now) >= $times * greatest(least(before, now), 1)
        WHEN 'removed' THEN abs(now - before) >= $apart
        ELSE abs(now - before) >= $apart AND abs(now - before) >= $spreads * sqrt(
            pooled * (1 - pooled) * (1.0 / rows_before + 1.0 / rows_now))
    END AS is_changed
FROM errors
ORDER BY is_changed DESC, site, measure
