"""Duplicates: find which articles are copies of which, and which one to keep.

The steps, by module:

- `words` tokenises texts to numbers (`word_bounds`, `hashing`); `word_classes` puts
  spun words in one class with their originals.
- `repeated_lines` finds the lines that a site repeats, which are ignored in matching.
- `signatures` samples a few hashes of a text; `linking` and `candidates` find, by
  their `postings`, the few pairs of texts that may be copies.
- `verification` compares the words of a candidate pair (`alignment` of `text_words`).
- `components` finds the texts that verified pairs link, and `assignment` divides each
  `component` into clusters, each with one canonical.

`search` does all of this for the articles of one run: it takes the `index` of earlier
searches, adds to it (`index_update`), and returns the new one. `in_memory` searches
texts that are all at hand. `line_index` looks lines up in an index, `template_lines`
has a site's own lines that were removed, `originals` finds the articles that a spun one
was made from.
"""

from cleaners.duplicates.class_file import spun_classes
from cleaners.duplicates.in_memory import find_clusters
from cleaners.duplicates.index import DuplicateIndex
from cleaners.duplicates.line_index import LineIndex, line_hashes
from cleaners.duplicates.originals import Originals
from cleaners.duplicates.records import Cluster, Document, Duplicate, Kind
from cleaners.duplicates.search import UpdateResult, stamp, update
from cleaners.duplicates.template_lines import TemplateLines, shape_hash
from cleaners.duplicates.word_classes import WordClasses, word_classes
from cleaners.duplicates.workspace import Workspace

__all__ = [
    "Cluster",
    "Document",
    "Duplicate",
    "DuplicateIndex",
    "Kind",
    "LineIndex",
    "Originals",
    "TemplateLines",
    "UpdateResult",
    "WordClasses",
    "Workspace",
    "find_clusters",
    "line_hashes",
    "shape_hash",
    "spun_classes",
    "stamp",
    "update",
    "word_classes",
]
