"""How much of a run may be quarantined before the run counts as failed."""

from __future__ import annotations

from dataclasses import dataclass

from flows.report.summary import Summary

PERCENT = 100  # hundredths of a whole


@dataclass(frozen=True, slots=True)
class Allowance:
    """The share of inputs that may be quarantined, 0 to 1; None for any."""

    share: float | None = None

    @classmethod
    def of(cls, *, strict: bool, fail_over: float | None) -> Allowance:
        """Make the allowance of --strict and --fail-over."""
        return cls(0.0 if strict else fail_over)

    def excess(self, summary: Summary) -> str | None:
        """Return what a run has quarantined beyond this, in words; None where it has not."""
        if self.share is None or not summary.inputs:
            return None
        count = sum(summary.quarantined.values()) + summary.still_quarantined
        found = count / summary.inputs
        if found <= self.share:
            return None
        return (
            f"{count:,} of {summary.inputs:,} inputs quarantined ({found:.1%}, allowed:"
            f" {self.share * PERCENT:g}%); snapshot {summary.snapshot} is published without them"
        )
