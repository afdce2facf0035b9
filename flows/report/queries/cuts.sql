-- What was removed from each article, by rule.
CREATE TEMP TABLE cuts AS
WITH removals AS (
    SELECT article_id, stage, rule::rule_name AS rule, count(*) AS edits,
        sum("end" - start - length(after))::BIGINT AS characters, min(confidence) AS lowest
    FROM edits
    WHERE list_contains($removing, stage) AND "end" - start > length(after)
    GROUP BY ALL
)
SELECT removals.*, site, known_site FROM removals JOIN facts USING (article_id)
