"""Duplicates: which articles are copies of which, and which one of them is kept.

The steps, one file each: `words` turns texts into hashed words, with spun forms and their originals
in one class (`classes`) and the lines that a site repeats left out (`site_lines`); `candidates`
finds the few pairs worth a look; `proof` holds the real words of a pair against each other;
`clusters` puts every proved copy under one canonical.
"""

from cleaners.duplicates.classes import word_classes
from cleaners.duplicates.clusters import find_clusters
from cleaners.duplicates.records import Cluster, Document, Duplicate, Kind

__all__ = ["Cluster", "Document", "Duplicate", "Kind", "find_clusters", "word_classes"]
