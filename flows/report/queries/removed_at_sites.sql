SELECT site, kind, sum(characters)::BIGINT AS characters
FROM cuts JOIN kinds USING (rule)
GROUP BY site, kind
ORDER BY sum(sum(characters)) OVER (PARTITION BY site) DESC, site, characters DESC, kind
