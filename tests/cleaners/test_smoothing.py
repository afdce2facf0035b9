"""Check that smoothing along a page finds the choice with the largest gain."""

from itertools import pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.boilerplate.smoothing import smooth

gains = st.lists(st.integers(-4, 4).map(float), min_size=1, max_size=7)


def total_gain(chosen: tuple[bool, ...], amounts: list[float], change: float) -> float:
    """Add the gains of what is chosen, minus the cost of each change between two lines."""
    changes = sum(before != after for before, after in pairwise(chosen))
    return (
        sum(
            gain for gain, is_removed in zip(amounts, chosen, strict=True) if is_removed
        )
        - change * changes
    )


@settings(max_examples=200, deadline=None)
@given(gains, st.sampled_from([0.0, 0.25, 1.5]))
def test_smoothing_maximises_the_total_gain(
    amounts: list[float], change: float
) -> None:
    best = max(
        total_gain(each, amounts, change)
        for each in product((False, True), repeat=len(amounts))
    )
    assert total_gain(tuple(smooth(amounts, change)), amounts, change) == best
