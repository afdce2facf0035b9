"""The command `unspun`, also as `python -m flows`. Ctrl-C ends it quietly from the beginning."""

from __future__ import annotations

from flows import interrupts


def main() -> None:
    """Run the command named by the arguments."""
    interrupts.install()
    from flows import cli  # noqa: PLC0415 - takes a moment, in which Ctrl-C may come

    cli.main()


if __name__ == "__main__":
    main()
