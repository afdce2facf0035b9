SELECT site, kind, sum(characters)::BIGINT AS characters
FROM cuts JOIN facts USING (article_id)
GROUP BY site, kind
ORDER BY sum(sum(characters)) OVER (PARTITION BY site) DESC, site, characters DESC, kind
