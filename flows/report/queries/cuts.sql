-- What was removed from each article, by rule. The kind is the first part of the rule with the
-- last word; of extraction, which has one rule for each part of a page, it is the whole rule.
CREATE TEMP TABLE cuts AS
SELECT article_id, stage, rule,
    regexp_extract(string_split(rule, ' + ')[-1], '^(extraction/[^/]*|[^/]*)') AS kind,
    count(*) AS edits, sum("end" - start - length(after))::BIGINT AS characters,
    min(confidence) AS lowest
FROM edits
WHERE list_contains($removing, stage) AND "end" - start > length(after)
GROUP BY ALL
