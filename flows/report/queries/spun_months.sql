SELECT strftime(published_on, '%Y-%m') AS month, count(*) AS texts,
    count(*) FILTER (spun) AS spun
FROM facts WHERE published_on IS NOT NULL GROUP BY month ORDER BY month
