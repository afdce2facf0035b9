"""Duplicates: which articles are copies of which, and which one of them is kept.

The steps, by file: `words` turns texts into numbers (`alphabet`), with spun forms and their originals
in one class (`classes`); `furniture` finds the lines that a site repeats; `sketches` reduces a text to
the few numbers by which `candidates` finds the few pairs worth a look; `proof` holds the real words
of a pair against each other; `groups` are the texts that proofs hold together, and `settling` puts
every proved copy in one under one canonical. `search` takes articles in, time and again: what is
`known` from one search is all that the next one needs. `memory` is a search over texts at hand, `sightings`
looks single lines up in what is known, `originals` the texts that a spun one was made from.
"""

from cleaners.duplicates.in_memory import find_clusters
from cleaners.duplicates.index import Known
from cleaners.duplicates.line_index import LineIndex, line_hashes
from cleaners.duplicates.originals import Originals
from cleaners.duplicates.records import Cluster, Document, Duplicate, Kind
from cleaners.duplicates.search import Found, Tools, stamp, update
from cleaners.duplicates.word_classes import Classes, word_classes

__all__ = [
    "Classes",
    "Cluster",
    "Document",
    "Duplicate",
    "Found",
    "Kind",
    "Known",
    "LineIndex",
    "Originals",
    "Tools",
    "find_clusters",
    "line_hashes",
    "stamp",
    "update",
    "word_classes",
]
