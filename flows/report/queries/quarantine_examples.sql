SELECT reason, source_path, record_number, source_format, coalesce(detail, '') AS detail,
    coalesce(raw_excerpt[:$excerpt], '') AS excerpt, coalesce(records, 1) AS records
FROM quarantine
QUALIFY row_number() OVER (
    PARTITION BY reason ORDER BY coalesce(records, 1) DESC, source_path, record_number
) <= $examples
ORDER BY reason, records DESC, source_path, record_number
