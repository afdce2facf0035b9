"""Worker processes: a pool, isolation of bad records, and what workers load once."""
