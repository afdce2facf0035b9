WITH used AS (
    SELECT article_id, list_sort(list_distinct(flatten(list(string_split(rule, ' + '))))) AS rules
    FROM edits WHERE article_id IN (SELECT article_id FROM chosen) GROUP BY article_id
)
SELECT article_id, coalesce(title, '') AS title, coalesce(url, '') AS url, site,
    coalesce(author, '') AS author, coalesce(language, 'und') AS language,
    coalesce(strftime(published_on, '%Y-%m-%d'), '') AS day, coalesce(words, 0) AS words,
    coalesce(share, 0) AS share, confidence, coalesce(spun, false) AS spun,
    coalesce(copy_kind, '') AS copy_kind, coalesce(canonical_id, '') AS canonical_id,
    coalesce(rules, []) AS rules
FROM chosen LEFT JOIN used USING (article_id)
ORDER BY place
