"""Use other pages to decide about the lines that one page left in doubt.

Two things show only when many articles are known: that a site repeats a line over different
articles, itself or its shape, and that copies of an article do not have it. Either raises the
log-odds that the page alone gave, and the line is removed if they then pass its threshold. A line
that was not in doubt stays. The body is left alone: a line that a site repeats there is as often a
column's greeting or a heading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log

from cleaners.article import OpenDoubt
from cleaners.boilerplate.layout import edits_of
from cleaners.boilerplate.page import Classification, Doubt, Removal, Signals
from cleaners.draft import Edit, Evidence
from cleaners.lines import Line, filled_spans, split_lines

EXACT, SHAPE, COPIES = "repeats-on-site", "shape-on-site", "differs-between-copies"
MIN_PAGES = 2  # other articles of the site that have the line or its shape; set by hand
MIN_COPIES = 2  # copies without the line, if none is on another site; set by hand
# Log-odds that each finding adds. Among 2,451 lines outside the body that another of the
# development pages of their site has too, all but 16 are boilerplate: log-odds of 5. REPEATED is
# less, as the model has seen many of these lines. It holds for shapes too: all 158 lines outside
# the body whose shape another page has, but not the line. DIFFERENT was set by hand: there are few
# copies.
REPEATED, DIFFERENT = 4.0, 1.0
MAX_PROBABILITY = 0.999  # a guard: a rounded probability may be 1, of infinite log-odds
MAX_REMOVED = 0.5  # share of a text's characters; a guard, not tuned
# Kinds of lines that may state a value, and its column. They go if the column has a value then.
COLUMNS = {
    "byline": "author",
    "date": "published_at",
    "section": "section",
    "source": "source_credit",
}
UNREAD = frozenset(
    {"tags"}
)  # kinds of lines with values that no reader takes from them


@dataclass(frozen=True, slots=True)
class LineOccurrences:
    """Where else a line of an article occurs.

    `pages` counts other articles of its site that have or had the line, `similar` those with a line
    of its shape; copies of one article count once.
    `copies` counts copies of the line's own article of about the same length, `elsewhere` those of
    them on other sites, and `with_line` the copies of any length that have the line.
    """

    pages: int = 0
    copies: int = 0
    elsewhere: int = 0
    with_line: int = 0
    similar: int = 0


@dataclass(frozen=True, slots=True)
class _Finding:
    """What other pages show about a line: a name for it, and the log-odds that it adds.

    `measure` names what was counted, and `count` is its figure in the evidence of the edit.
    """

    name: str
    log_odds: float
    measure: str
    count: int


def open_doubts(
    shown: str, classified: Classification, clean: str
) -> tuple[OpenDoubt, ...]:
    """Return the doubts that other pages may resolve, with offsets in the clean text.

    `shown` is the text that was classified. Later stages change words but never lines. Should the
    number of lines differ all the same, no doubt is returned.
    """
    resolvable = [doubt for doubt in classified.doubts if _is_resolvable(doubt)]
    if not resolvable:
        return ()
    kept = _kept_lines(shown, classified)
    clean_spans = list(filled_spans(clean).values())
    if len(kept) != len(clean_spans):
        return ()
    clean_span_of = dict(zip(kept, clean_spans, strict=True))
    opened: list[OpenDoubt] = []
    for doubt in resolvable:
        start, end = clean_span_of[doubt.line.index]
        opened.append(_open_doubt(doubt, start, end))
    return tuple(opened)


def _kept_lines(shown: str, classified: Classification) -> list[int]:
    """Return the indices of the filled lines that were not removed."""
    removed = {removal.line.index for removal in classified.removals}
    return [index for index in filled_spans(shown) if index not in removed]


def _is_resolvable(doubt: Doubt) -> bool:
    """Whether other pages may resolve a doubt: no line in the body, and none with tags."""
    return doubt.place != "body" and doubt.kind not in UNREAD


def _open_doubt(doubt: Doubt, start: int, end: int) -> OpenDoubt:
    return OpenDoubt(
        start=start,
        end=end,
        kind=doubt.kind,
        probability=doubt.probability,
        threshold=doubt.threshold,
        is_below=doubt.place == "tail",
    )


def site_boilerplate_edits(
    clean: str, occurrences: Mapping[OpenDoubt, LineOccurrences]
) -> tuple[Edit, ...]:
    """Return the edits that remove the lines in doubt that other pages show to be boilerplate.

    A line that the text repeats is left alone, as a refrain. If the lines are more than MAX_REMOVED
    of the text, none is removed.
    """
    lines = split_lines(clean)
    evidence_at: dict[int, Evidence] = {}
    removals: list[Removal] = []
    for found, evidence in _removals(lines, occurrences):
        removals.append(found)
        evidence_at[found.line.start] = evidence
    if _are_too_many(removals, clean):
        return ()
    edits: list[Edit] = []
    for removal, edit in edits_of(clean, removals):
        if removal is not None:  # surplus blank lines stay
            counted = evidence_at[removal.line.start]
            evidence = (*edit.evidence, *counted)
            edits.append(replace(edit, evidence=evidence))
    return tuple(edits)


def _are_too_many(removals: Sequence[Removal], clean: str) -> bool:
    removed_size = sum(len(removal.line.text) for removal in removals)
    limit = MAX_REMOVED * len(clean)
    return removed_size > limit


def _removals(
    lines: Sequence[Line], occurrences: Mapping[OpenDoubt, LineOccurrences]
) -> Iterator[tuple[Removal, Evidence]]:
    """Yield the removals of the lines in doubt that the text has once, with what was counted."""
    line_at = {line.start: line for line in lines}
    times = Counter(line.text for line in lines)
    for doubt, found in occurrences.items():
        line = line_at[doubt.start]
        findings = _findings(doubt, found)
        if times[line.text] > 1 or not findings:
            continue
        removal = _removal(line, doubt, findings)
        if removal:
            evidence = map(_evidence_of, findings)
            yield removal, tuple(evidence)


def _evidence_of(finding: _Finding) -> tuple[str, float]:
    return finding.measure, float(finding.count)


def _removal(
    line: Line, doubt: OpenDoubt, findings: Sequence[_Finding]
) -> Removal | None:
    """Return the removal of a line, if the findings lift its score over its threshold."""
    own = min(doubt.probability, MAX_PROBABILITY)
    odds = own / (1 - own)
    support = sum(finding.log_odds for finding in findings)
    score = log(odds) + support
    if score <= doubt.threshold:
        return None
    probability = 1 / (1 + exp(-score))
    first = findings[0]
    return Removal(
        line,
        rule=f"{doubt.kind}/{first.name}",
        confidence=round(probability, 3),
        signals=Signals(model=doubt.probability),
    )


def _findings(doubt: OpenDoubt, found: LineOccurrences) -> list[_Finding]:
    """List what speaks for boilerplate; nothing if a copy has the line: it came with the text."""
    if found.with_line:
        return []
    findings: list[_Finding] = []
    if found.pages >= MIN_PAGES:
        repeated = _Finding(EXACT, REPEATED, "pages", found.pages)
        findings.append(repeated)
    elif found.similar >= MIN_PAGES:
        similar = _Finding(SHAPE, REPEATED, "pages", found.similar)
        findings.append(similar)
    has_other_copies = found.elsewhere > 0 or found.copies >= MIN_COPIES
    if doubt.is_below and has_other_copies:
        different = _Finding(COPIES, DIFFERENT, "copies", found.copies)
        findings.append(different)
    return findings
