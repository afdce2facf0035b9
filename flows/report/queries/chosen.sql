-- The articles and duplicates to show, in order of doubt: the most doubtful, and of the others
-- those whose ids, which are hashes, come first. Ids alone are ordered: whole rows would be spilled.
CREATE OR REPLACE TEMP TABLE chosen AS
WITH doubtful AS (
    SELECT article_id FROM facts ORDER BY doubt DESC, article_id LIMIT $doubtful
), others AS (
    SELECT article_id FROM facts ANTI JOIN doubtful USING (article_id)
    ORDER BY article_id LIMIT $others
), picked AS (
    FROM doubtful UNION ALL FROM others
)
SELECT facts.*, row_number() OVER (ORDER BY doubt DESC, article_id) AS place
FROM facts JOIN picked USING (article_id)
