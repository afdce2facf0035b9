"""A snapshot for other tools: Hugging Face, CSV, JSONL, SQLite, DuckDB."""

from flows.export.exporting import FORMATS, Exported, begin, write
from flows.export.target import ExportError

__all__ = ["FORMATS", "ExportError", "Exported", "begin", "write"]
