WITH noted AS (
    SELECT unnest(notes) AS note FROM facts
)
SELECT
    CASE
        WHEN regexp_matches(note, '^encoding: .* with broken bytes$|^text: its source cut it off')
            THEN 'missing'
        WHEN regexp_matches(note, '^encoding: |^\w+: corrected in review ') THEN 'known'
        ELSE 'unread'
    END AS kind,
    split_part(note, ':', 1) AS column_name, count(*) AS notes, min(note) AS example
FROM noted GROUP BY kind, column_name ORDER BY notes DESC, column_name, kind
