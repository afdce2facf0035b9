"""Tables, Parquet files and drafts: how rows are laid out and written."""
