"""Laws are tried on the same examples in every run, so that a change alone can make one fail."""

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")
