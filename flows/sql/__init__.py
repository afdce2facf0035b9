"""SQL over one snapshot: a sealed DuckDB connection with the tables as views."""

from flows.sql.connection import connect
from flows.sql.messages import QueryError
from flows.sql.query import QueryResult, query_batches, run_query

__all__ = ["QueryError", "QueryResult", "connect", "query_batches", "run_query"]
