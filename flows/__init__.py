"""Files, clock, Arrow and Prefect around the pure cleaners."""
