CREATE OR REPLACE TEMP TYPE site_name AS ENUM (
    SELECT DISTINCT coalesce(site, host, 'not known') AS name
    FROM (SELECT site, host FROM articles UNION ALL SELECT site, host FROM duplicates) ORDER BY name
)
