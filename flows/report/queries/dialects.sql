SELECT coalesce(spun_dialect, 'not known') AS dialect, count(*) AS articles,
    sum(repairs)::BIGINT AS repairs, count(*) FILTER (repairs = 0) AS unrepaired
FROM facts WHERE spun GROUP BY dialect ORDER BY articles DESC, dialect
