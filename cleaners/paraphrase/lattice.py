"""All that a sentence may have said: at every word, what stands there and what may have stood there.

Most of it is hopeless. Two passes over pairs of words, from the front and from the back, tell how
good the best reading through each place is; what lies far below the best of all is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaners.paraphrase.language_model import END, LanguageModel
from cleaners.paraphrase.options import Option, Options
from cleaners.paraphrase.words import Word

HOPELESS = 4.0  # nats below the best reading
LEXICAL = frozenset(("word", "short"))
BARRED = frozenset(("comma", "quote", "fixed", "number", "braced"))

Lattice = Sequence[Sequence[Option]]
"""The options that begin at each word; before pruning, the first of them leaves it as it stands."""
Best = dict[int, float]
"""How good the best way is (nats), by the number of the word that it ends or begins with."""


def lattice(sentence: Sequence[Word], options: Options) -> Lattice:
    """Lay out all readings of a sentence."""
    places: list[Sequence[Option]] = []
    after = options.trie.after
    for at, word in enumerate(sentence):
        if word.kind not in LEXICAL:
            places.append(options.fixed[word.form,])
            continue
        here = (options.alone_named if word.name else options.alone)[word.form,]
        node = after.get(word.form)
        if node and node.after and at + 1 < len(sentence) and sentence[at + 1].form in node.after:
            here = [*here, *_phrases(sentence, at, options)]
        places.append(here)
    return places


def _phrases(sentence: Sequence[Word], at: int, options: Options) -> Iterator[Option]:
    """Yield the originals of the spun phrases of two words or more that begin at a word."""
    node, named = options.trie.after[sentence[at].form], sentence[at].name
    for word in sentence[at + 1 :]:
        if word.kind in BARRED or not word.adjoins or word.form not in node.after:
            return
        node, named = node.after[word.form], named and word.name
        if node.phrase:
            yield from (options.named if named else options.phrases)[node.phrase]


def prune(places: Lattice, model: LanguageModel) -> Lattice:
    """Keep the options through which a reading leads that is nearly as good as the best."""
    kept = list(places)
    for start, end in stretches(places, 1):
        before = places[start - 1][0].last if start else END
        after = places[end][0].first if end < len(places) else END
        kept[start:end] = _pruned(places[start:end], before, after, model)
    return kept


def stretches(places: Lattice, context: int) -> Iterator[tuple[int, int]]:
    """Find where words can be read in several ways, with fewer than `context` words between that can be read in one."""
    start = end = -context
    for at, here in enumerate(places):
        if len(here) == 1 and here[0].sense.original is None:
            continue
        if at >= end + context:
            if end > start:
                yield start, end
            start = at
        end = max(end, at + max([option.length for option in here], default=0))
    if end > start:
        yield start, end


def _pruned(places: Lattice, before: int, after: int, model: LanguageModel) -> Lattice:
    """Prune a stretch between two words that stand as they are."""
    scores, limit = _up_to(places, before, after, model)
    behind: list[Best] = [{} for _ in range(len(places) + 1)]
    behind[-1][after] = 0.0
    one, after_one = model.one, model.after_one
    kept = []
    for at in range(len(places) - 1, -1, -1):
        here = []
        best = behind[at]
        for option, score in zip(places[at], scores[at], strict=True):
            length, first, last, whole, _ = option
            row, less = after_one[last]
            rest = LOWEST
            for word, onward in behind[at + length].items():
                total = onward + (row[word] if word in row else less + one[word])
                if total > rest:  # noqa: PLR1730  # max() costs more than all else here
                    rest = total
            if score + rest >= limit:
                here.append(option)
                if whole + rest > best.get(first, LOWEST):
                    best[first] = whole + rest
        kept.append(here)
    return kept[::-1]


LOWEST = float("-inf")


def _up_to(places: Lattice, before: int, after: int, model: LanguageModel) -> tuple[list[list[float]], float]:
    """Say how good the best way from the front through each option is, and what a whole reading must reach."""
    ahead: list[Best] = [{} for _ in range(len(places) + 1)]
    ahead[0][before] = 0.0
    one, after_one = model.one, model.after_one
    scores = []
    for at, here in enumerate(places):
        ways = [(so_far, *after_one[last]) for last, so_far in ahead[at].items()]
        reached = []
        for length, first, last, whole, _ in here:
            score = LOWEST
            for so_far, row, less in ways:
                total = so_far + (row[first] if first in row else less + one[first])
                if total > score:  # noqa: PLR1730  # as above
                    score = total
            score += whole
            reached.append(score)
            there = ahead[at + length]
            if score > there.get(last, LOWEST):
                there[last] = score
        scores.append(reached)
    best = max([so_far + model.pair(last, after) for last, so_far in ahead[-1].items()])
    return scores, best - HOPELESS
