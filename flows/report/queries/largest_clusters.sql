WITH largest AS (
    SELECT coalesce(cluster_id, article_id) AS group_id, count(*) AS members
    FROM facts GROUP BY group_id HAVING members > 1
    ORDER BY members DESC, group_id LIMIT $shown
)
SELECT group_id,
    coalesce(arg_min(title, (NOT kept, article_id)), '') AS title,
    count(*) AS members, count(DISTINCT known_site) AS sites,
    array_to_string(list_sort(list(DISTINCT copy_kind) FILTER (copy_kind IS NOT NULL)), ', ') AS kinds,
    min(published_on) AS first_day, max(published_on) AS last_day
FROM facts JOIN largest ON group_id = coalesce(cluster_id, article_id)
GROUP BY group_id ORDER BY count(*) DESC, group_id
