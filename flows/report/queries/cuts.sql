-- What was removed from each article, by rule. The kind is that of the rule with the last word.
CREATE TEMP TABLE cuts AS
SELECT article_id, stage, rule, split_part(string_split(rule, ' + ')[-1], '/', 1) AS kind,
    count(*) AS edits, sum("end" - start - length(after))::BIGINT AS characters,
    min(confidence) AS lowest
FROM edits
WHERE list_contains($removing, stage) AND "end" - start > length(after)
GROUP BY ALL
