-- The kind is the first part of the rule with the last word; of extraction, which has one rule for
-- each part of a page, it is the whole rule.
CREATE TEMP TABLE kinds AS
SELECT rule, regexp_extract(string_split(rule, ' + ')[-1], '^(extraction/[^/]*|[^/]*)') AS kind
FROM (SELECT DISTINCT rule FROM cuts)
