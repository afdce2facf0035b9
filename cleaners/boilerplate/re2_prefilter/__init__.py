"""Find with RE2, in one scan, the few rules that can match a line."""
