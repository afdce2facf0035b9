"""Review: articles with the most doubtful first, a person's decisions, and the files of these."""
