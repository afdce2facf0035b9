"""Pure cleaning: text in, edits and values out. Knows no files, clock, network, Prefect or Arrow."""
