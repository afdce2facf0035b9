SELECT kind, sum(cuts.edits)::BIGINT AS edits, count(DISTINCT article_id) AS articles,
    sum(characters)::BIGINT AS characters
FROM cuts JOIN kinds USING (rule) GROUP BY kind ORDER BY characters DESC, kind
