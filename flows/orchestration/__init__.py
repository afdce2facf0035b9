"""Prefect around `flows.run`: the flow, its deployment and a local server."""
