SELECT size, count(*) AS groups, sum(size)::BIGINT AS members
FROM (SELECT count(*) AS size FROM facts WHERE kept GROUP BY coalesce(story_id, article_id))
GROUP BY size ORDER BY size
