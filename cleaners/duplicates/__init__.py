"""Duplicates: which articles are copies of which, and which one of them is kept.

The steps, by file: `words` turns texts into numbers (`alphabet`), with spun forms and their originals
in one class (`classes`); `furniture` finds the lines that a site repeats; `sketches` reduces a text to
the few numbers by which `candidates` finds the few pairs worth a look; `proof` holds the real words
of a pair against each other; `groups` are the texts that proofs hold together, and `settling` puts
every proved copy in one under one canonical. `search` takes articles in, time and again: what is
`known` from one search is all that the next one needs. `memory` is a search over texts at hand, `sightings`
looks single lines up in what is known, `originals` the texts that a spun one was made from.
"""

from cleaners.duplicates.classes import Classes, word_classes
from cleaners.duplicates.known import Known
from cleaners.duplicates.memory import find_clusters
from cleaners.duplicates.originals import Originals
from cleaners.duplicates.records import Cluster, Document, Duplicate, Kind
from cleaners.duplicates.search import Found, Tools, stamp, take_in
from cleaners.duplicates.sightings import Witnesses, line_hashes

__all__ = [
    "Classes",
    "Cluster",
    "Document",
    "Duplicate",
    "Found",
    "Kind",
    "Known",
    "Originals",
    "Tools",
    "Witnesses",
    "find_clusters",
    "line_hashes",
    "stamp",
    "take_in",
    "word_classes",
]
