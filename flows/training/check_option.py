"""Read the one option that the scripts share which fit models by sites."""

from __future__ import annotations

import argparse


def wants_check(description: str | None) -> bool:
    """Return whether a script was called with --check; `description` is what its help says."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="measure by cross-validation over sites, write nothing",
    )
    return bool(parser.parse_args().check)
