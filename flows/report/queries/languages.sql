SELECT coalesce(language, 'und') AS language, count(*) AS articles,
    count(*) FILTER (language_confidence < $unsure) AS unsure
FROM facts WHERE kept GROUP BY ALL ORDER BY articles DESC, language
