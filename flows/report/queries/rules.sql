-- Cuts has one row for each article and rule.
WITH at_sites AS (
    SELECT rule, stage, known_site, sum(edits) AS edits, count(*) AS articles,
        sum(characters) AS characters, min(lowest) AS lowest
    FROM cuts GROUP BY ALL
)
SELECT rule, stage, kind, sum(edits)::BIGINT AS edits, sum(articles)::BIGINT AS articles,
    count(known_site) AS sites, sum(characters)::BIGINT AS characters, min(lowest) AS lowest
FROM at_sites JOIN kinds USING (rule)
GROUP BY rule, stage, kind ORDER BY characters DESC, rule LIMIT $listed
