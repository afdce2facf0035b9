SELECT reason, sum(coalesce(records, 1))::BIGINT AS records, count(*) AS row_count
FROM quarantine GROUP BY reason ORDER BY records DESC, reason
