"""Lay py3langid's model out as `cleaners.language.stored_model` reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaners.language import model_file, stored_model
from cleaners.language.automaton import (
    BYTES,
    NO_FEATURE,
    ROOT,
    Automaton,
    StateTree,
)
from cleaners.language.sparse_table import sparse

Integers = NDArray[np.int64]
Arrays = Mapping[str, NDArray[Any]]


def of_py3langid() -> Arrays:
    """Return the arrays of the installed model by name. Raises ValueError, see `state_tree`."""
    read = model_file.arrays()
    given = {name: np.asarray(numbers) for name, numbers in read.items()}
    return {**_description(given), **_tree(given), **_table(given)}


def _description(given: Arrays) -> Arrays:
    """Return the hash of the model, its labels, and how likely each is without a text."""
    digest = np.frombuffer(model_file.sha256(), np.uint8)
    return {
        stored_model.SHA256: digest,
        "labels": given["classes"],
        "priors": given["pc"],
    }


def _tree(given: Arrays) -> Arrays:
    """Return the states that find n-grams."""
    table = given["nextmove"].reshape(-1, BYTES)
    tree = state_tree(table, given["nextmove_row"], given["out_feat"])
    return {name: getattr(tree, name) for name in stored_model.TREE}


def _table(given: Arrays) -> Arrays:
    """Return how each n-gram speaks for each label."""
    table = sparse(given["ptc"])
    return {name: getattr(table, name) for name in stored_model.TABLE}


def state_tree(table: Integers, rows: Integers, features: Integers) -> StateTree:
    """Find the tree that a table of next states was made from.

    Row `rows[state]` of `table` has the next state for each byte. Raises ValueError where the table
    is none that the method of Aho and Corasick makes.
    """
    order, parents, letters = _breadth_first(table, rows)
    new_numbers = np.argsort(order)
    parents = new_numbers[parents]
    tree = StateTree(
        letters=letters.astype(np.uint8),
        children=_count_children(parents),
        fails=_fails(parents, letters),
        features=features[order].astype(np.int32),
    )
    _check(tree, new_numbers[table], rows[order])
    return tree


def _breadth_first(
    table: Integers, rows: Integers
) -> tuple[Integers, Integers, Integers]:
    """Return all states as they are first reached, with the state before and the byte between."""
    root = np.array([ROOT])
    levels = [(root, root, root)]
    is_reached = np.zeros(len(rows), bool)
    is_reached[ROOT] = True
    while len(levels[-1][0]):
        states, _, _ = levels[-1]
        reached = table[rows[states]]
        level = _new_states(states, reached, is_reached)
        levels.append(level)
    columns = zip(*levels, strict=True)
    order, parents, letters = map(np.concatenate, columns)
    return order, parents, letters


def _new_states(
    states: Integers, reached: Integers, is_reached: NDArray[np.bool_]
) -> tuple[Integers, Integers, Integers]:
    """Return what is reached for the first time, and note that it is."""
    places = np.flatnonzero(~is_reached[reached])
    new = reached.ravel()[places]
    is_reached[new] = True
    return new, states[places // BYTES], places % BYTES


def _count_children(parents: Integers) -> NDArray[np.uint8]:
    """Count the children of each state; the root is no child."""
    counts = np.bincount(parents[1:], minlength=len(parents))
    return counts.astype(np.uint8)


def _fails(parents: Integers, letters: Integers) -> NDArray[np.int32]:
    """Return for each state that of its longest end; shorter states come first."""
    places = zip(parents.tolist(), letters.tolist(), strict=True)
    children = {place: state for state, place in enumerate(places) if state != ROOT}
    fails = [ROOT] * len(parents)
    for place, state in children.items():
        fails[state] = _longest_end(place, fails, children)
    return np.array(fails, np.int32)


Place = tuple[int, int]  # of a state in the tree: its parent, and the byte between


def _longest_end(
    place: Place, fails: Sequence[int], children: Mapping[Place, int]
) -> int:
    """Return the state of the longest end of a state, from those of shorter states."""
    shorter, letter = place
    while shorter != ROOT:
        shorter = fails[shorter]
        end = children.get((shorter, letter))
        if end is not None:
            return end
    return ROOT


def _check(tree: StateTree, table: Integers, rows: Integers) -> None:
    """Raise ValueError where an automaton reads on in another way than the table says."""
    automaton = Automaton(tree)
    for state, row in enumerate(rows.tolist()):
        if not np.array_equal(automaton.next_states(state), table[row]):
            raise ValueError("py3langid's table of states is not made from n-grams")
    if tree.features.min() != NO_FEATURE:
        raise ValueError("features of py3langid's model are not numbered from 0")
