SELECT number, inputs, articles, duplicates, quarantined,
    coalesce(already_known, 0) AS already_known, coalesce(replaced, 0) AS replaced,
    coalesce(suppressed, 0) AS suppressed, coalesce(cleared, 0) AS cleared,
    coalesce(forgotten, 0) AS forgotten, spun, pipeline_version
FROM runs JOIN (
    SELECT unnest($runs) AS run_id, generate_subscripts($runs, 1) AS number
) USING (run_id)
ORDER BY number
