"""Clean texts with dolma, as the recipe does that made the news of Dolma 1.7 from Common Crawl.

    python dolma_pipeline.py texts DOCUMENTS.jsonl OUTPUT.json

Its steps in their order: `tag` for the rules of Gopher and C4, the number of words and personal
data; `dedupe` for paragraphs whose n-grams were seen before, by a Bloom filter; `mix`, which leaves
out documents by all of these. The language is CLD2's, as in dolma's guide. Gopher's rules are in
their second version, for which blank lines are no duplicates: these documents have many. Left out
is what is downloaded: a list of hosts, a classifier, test data, and a tokenizer for repetitions.
All runs in this process. What is counted is its CPU time and that of the processes that it starts,
after what is loaded once was loaded.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

GOPHER, C4 = "gopher_v2", "c4_v2"
WORDS, PERSONAL = "whitespace_tokenizer_v1", "pii_regex_with_counts_fast_v2"
LANGUAGE = "cld2_en_paragraph_with_doc_score_v2"
TAGGERS = (GOPHER, C4, WORDS, PERSONAL, LANGUAGE)
SEEN = "dedupe_para_ngrams_13_1"
NGRAMS = {"ngram_length": 13, "stride": 1, "overlap_threshold": 0.5}
FALSE_POSITIVES = 0.01
MOST_SEEN = 0.3  # of the characters of a document
# What is left out: a tagger, its attribute, and values of it.
EXCLUDED = (
    (C4, "has_curly_brace", "> 0.5"),
    (C4, "has_lorem_ipsum", "> 0.5"),
    (C4, "has_javascript", "> 0.5"),
    (GOPHER, "word_count", "< 50"),
    (GOPHER, "word_count", "> 100000"),
    (GOPHER, "median_word_length", "< 3"),
    (GOPHER, "median_word_length", "> 10"),
    (GOPHER, "symbol_to_word_ratio", "> 0.1"),
    (GOPHER, "fraction_of_words_with_alpha_character", "< 0.8"),
    (GOPHER, "required_word_count", "< 2"),
    (GOPHER, "fraction_of_lines_starting_with_bullet_point", "> 0.9"),
    (GOPHER, "fraction_of_lines_ending_with_ellipsis", "> 0.3"),
    (GOPHER, "fraction_of_duplicate_lines", "> 0.3"),
    (GOPHER, "fraction_of_characters_in_duplicate_lines", "> 0.3"),
    (GOPHER, "fraction_of_characters_in_most_common_2grams", "> 0.2"),
    (GOPHER, "fraction_of_characters_in_most_common_3grams", "> 0.18"),
    (GOPHER, "fraction_of_characters_in_most_common_4grams", "> 0.16"),
    (GOPHER, "fraction_of_characters_in_duplicate_5grams", "> 0.15"),
    (GOPHER, "fraction_of_characters_in_duplicate_6grams", "> 0.14"),
    (GOPHER, "fraction_of_characters_in_duplicate_7grams", "> 0.13"),
    (GOPHER, "fraction_of_characters_in_duplicate_8grams", "> 0.12"),
    (GOPHER, "fraction_of_characters_in_duplicate_9grams", "> 0.11"),
    (GOPHER, "fraction_of_characters_in_duplicate_10grams", "> 0.1"),
    (WORDS, "length", "< 25"),
    (PERSONAL, "doc_count", "> 5"),
    (LANGUAGE, "doc_en", "<= 0.5"),
)
Command = Callable[[list[str]], object]
Rows = Sequence[Mapping[str, str]]  # with id and text


def main() -> None:
    """Run the pipeline over a file, and write what it took."""
    source, output = map(Path, sys.argv[2:4])
    lines = source.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    with tempfile.TemporaryDirectory() as folder:
        dolma = load_dolma(Path(folder))
        measure(dolma, Path(folder) / "warm-up", rows[:1])
        result = measure(dolma, Path(folder) / "measured", rows)
    output.write_text(json.dumps(result), encoding="utf-8")


def load_dolma(folder: Path) -> Command:
    """Return its command as a function, with a folder as that of NLTK's data.

    When it is imported, it downloads a model of sentences unless one is there; no step uses that.
    """
    (folder / "tokenizers" / "punkt").mkdir(parents=True)
    os.environ["NLTK_DATA"] = str(folder)
    from dolma.cli.main import main as dolma  # noqa: PLC0415 - looks for the folder

    return dolma


def measure(dolma: Command, folder: Path, rows: Rows) -> dict[str, float]:
    """Run all steps over documents; return the CPU seconds, and how many documents are kept."""
    documents = folder / "documents" / "texts.json.gz"
    write_documents(documents, rows)
    words = sum(len(row["text"].split()) for row in rows)
    settings = {
        "tag": tagging(documents),
        "dedupe": deduplication(documents, folder, words),
        "mix": mixing(documents, folder),
    }
    start = cpu_seconds()
    for command, setting in settings.items():
        path = folder / f"{command}.json"
        path.write_text(json.dumps(setting), encoding="utf-8")
        dolma(["-c", str(path), command])
    seconds = cpu_seconds() - start
    kept = sum(map(count_lines, (folder / "kept").glob("*")))
    return {"seconds": seconds, "kept": kept}


def cpu_seconds() -> float:
    """Return the CPU time of this process and of the children that it waited for."""
    return sum(os.times()[:4])


def write_documents(path: Path, rows: Rows) -> None:
    """Write documents as dolma reads them."""
    path.parent.mkdir(parents=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps({**row, "source": "texts"}) + "\n")


def tagging(documents: Path) -> dict[str, object]:
    """Return the settings of the taggers; `debug` runs them in this process."""
    return {"documents": [str(documents)], "taggers": TAGGERS, "debug": True}


def deduplication(documents: Path, folder: Path, words: int) -> dict[str, object]:
    """Return the settings of the search for paragraphs that were seen before."""
    paragraphs = {"attribute_name": SEEN, "by_ngram": NGRAMS}
    bloom_filter = {
        "file": str(folder / "seen.bin"),
        "read_only": False,
        "estimated_doc_count": words,
        "desired_false_positive_rate": FALSE_POSITIVES,
    }
    return {
        "documents": [str(documents)],
        "dedupe": {"name": SEEN, "paragraphs": paragraphs, "skip_empty": True},
        "bloom_filter": bloom_filter,
        "processes": 1,
    }


def mixing(documents: Path, folder: Path) -> dict[str, object]:
    """Return the settings of the mixer, which writes the documents that are kept."""
    seen = f".attributes.{SEEN}"
    seen_characters = f"({seen} | map(.[2] * (.[1] - .[0])) | add)"
    often_seen = f"{seen_characters} / (.text | length) > {MOST_SEEN}"
    excluded = [f"({seen} | length > 0) and ({often_seen})"]
    for tagger, attribute, values in EXCLUDED:
        name = f".attributes.{tagger}__{tagger}__{attribute}"
        excluded.append(f"({name} != null) and ({name}[0][2] {values})")
    stream = {
        "name": "texts",
        "documents": [str(documents)],
        "attributes": [*TAGGERS, SEEN],
        "filter": {"exclude": excluded, "syntax": "jq"},
        "output": {"path": str(folder / "kept"), "discard_fields": ["attributes"]},
    }
    return {"streams": [stream], "processes": 1}


def count_lines(path: Path) -> int:
    """Count the lines of a compressed file."""
    with gzip.open(path) as file:
        return sum(1 for _ in file)


main()
