"""Clean texts: text in, edits and values out, without files, clock, network, Prefect or Arrow."""
