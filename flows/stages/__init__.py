"""The stages of a run, one module each; `flows.run` says in which order they follow."""
