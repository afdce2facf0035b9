"""Numbering new texts by their keys gives what a dict of the keys would give."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaners.duplicates.key_lookup import NOT_FOUND, KeyLookup, Keys, NewKeys

# Few, so that they come again. Keys are hashes: two texts with the same first half are not to be
# expected, and one of them is left out.
KEYS = st.sampled_from(
    [bytes([one]) * 8 + bytes([two]) * 8 for one in range(9) for two in range(3)]
)
BATCHES = st.lists(st.lists(KEYS, max_size=12), max_size=8)


@given(BATCHES)
def test_new_keys_are_numbered_in_the_order_in_which_they_come(
    batches: list[list[bytes]],
) -> None:
    known = {key[:8]: key for batch in reversed(batches) for key in batch}
    expected: dict[bytes, int] = {}
    found = NewKeys()
    for batch in batches:
        keys = [key for key in batch if known[key[:8]] == key]
        numbers, is_new = found.number(Keys.of(keys))
        for key, number, new in zip(
            keys, numbers.tolist(), is_new.tolist(), strict=True
        ):
            assert new == (key not in expected)
            assert expected.setdefault(key, len(expected)) == number
    every = found.every()
    assert found.count == len(expected)
    assert every.heads.tolist() == Keys.of(list(expected)).heads.tolist()
    assert every.tails.tolist() == Keys.of(list(expected)).tails.tolist()


@given(st.lists(KEYS, max_size=20), st.lists(KEYS, max_size=20))
def test_a_key_is_found_or_not(known: list[bytes], asked: list[bytes]) -> None:
    rows = {key[:8]: key for key in known}
    keys = Keys.of(list(rows.values()))
    lookup = KeyLookup.sorted(keys, keys.first_rows().astype("uint32"))
    places = {key: place for place, key in enumerate(rows.values())}
    expected = [places.get(key, NOT_FOUND) for key in asked]
    assert lookup.find(Keys.of(asked)).tolist() == expected
