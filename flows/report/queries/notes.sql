SELECT split_part(note, ':', 1) AS column_name, count(*) AS notes,
    min(note) AS example
FROM (SELECT unnest(notes) AS note FROM facts) GROUP BY column_name ORDER BY notes DESC, column_name
