SELECT rule, stage, kind, sum(cuts.edits)::BIGINT AS edits, count(DISTINCT article_id) AS articles,
    count(DISTINCT site) AS sites, sum(characters)::BIGINT AS characters, min(lowest) AS lowest
FROM cuts JOIN facts USING (article_id)
GROUP BY rule, stage, kind ORDER BY characters DESC, rule LIMIT $listed
