"""Scripts that build the data in `cleaners/data`; run by Make, never by the pipeline."""
