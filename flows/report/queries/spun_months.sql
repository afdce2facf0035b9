-- The first row is of texts without a date: a chart of many months may leave later labels out.
WITH dated AS (
    SELECT spun, strftime(coalesce(published_on, published_month), '%Y-%m') AS month FROM facts
)
SELECT coalesce(month, 'no date') AS month, count(*) AS texts, count(*) FILTER (spun) AS spun
FROM dated GROUP BY dated.month ORDER BY dated.month NULLS FIRST
