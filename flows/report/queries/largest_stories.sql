WITH largest AS (
    SELECT coalesce(story_id, article_id) AS group_id, count(*) AS members
    FROM facts WHERE kept GROUP BY group_id HAVING members > 1
    ORDER BY members DESC, group_id LIMIT $shown
)
SELECT group_id,
    coalesce(arg_min(title, (article_id <> story_id, article_id)), '') AS title,
    count(*) AS members, count(DISTINCT known_site) AS sites, '' AS kinds,
    min(published_on) AS first_day, max(published_on) AS last_day
FROM facts JOIN largest ON group_id = coalesce(story_id, article_id)
WHERE kept GROUP BY group_id ORDER BY count(*) DESC, group_id
