SELECT copy_kind AS kind, count(*) AS copies, min(similarity) AS lowest
FROM facts WHERE NOT kept GROUP BY kind ORDER BY copies DESC, kind
