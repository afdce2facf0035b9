SELECT copy.article_id, copy.copy_kind AS kind, copy.similarity, coalesce(copy.title, '') AS title,
    copy.site, copy.canonical_id, coalesce(original.title, '') AS original_title,
    coalesce(original.site, '') AS original_site
FROM facts AS copy LEFT JOIN facts AS original ON original.article_id = copy.canonical_id
WHERE NOT copy.kept AND copy.similarity IS NOT NULL
ORDER BY copy.similarity, copy.article_id LIMIT $shown
