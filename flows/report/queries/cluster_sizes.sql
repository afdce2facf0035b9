SELECT size, count(*) AS groups, sum(size)::BIGINT AS members
FROM (SELECT count(*) AS size FROM facts GROUP BY coalesce(cluster_id, article_id))
GROUP BY size ORDER BY size
