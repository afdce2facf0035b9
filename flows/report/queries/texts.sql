-- The clean texts of the chosen articles, each with its edits in the order of the raw text.
WITH changes AS (
    SELECT article_id, list({
        'stage': stage, 'rule': rule, 'start': start, 'end': "end",
        'before': before, 'after': after, 'confidence': confidence
    } ORDER BY start, "end") AS edits
    FROM edits WHERE article_id IN (SELECT article_id FROM chosen) GROUP BY article_id
), texts AS (
    -- Chosen before they are joined: else all texts are, in files, for want of memory.
    SELECT article_id, text FROM all_articles WHERE article_id IN (SELECT article_id FROM chosen)
)
SELECT text, coalesce(changes.edits, []) AS edits
FROM chosen JOIN texts USING (article_id) LEFT JOIN changes USING (article_id)
ORDER BY place
