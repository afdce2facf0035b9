-- The articles and duplicates to show, in order of doubt: the most doubtful, and of the others
-- those whose ids, which are hashes, come first.
CREATE OR REPLACE TEMP TABLE chosen AS
WITH ranked AS (
    SELECT *, row_number() OVER (ORDER BY doubt DESC, article_id) AS place FROM facts
)
SELECT * FROM ranked WHERE place <= $doubtful
UNION ALL
(SELECT * FROM ranked WHERE place > $doubtful ORDER BY article_id LIMIT $others)
