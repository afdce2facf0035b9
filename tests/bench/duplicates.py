"""Measure the search for copies: what it finds, what it joins wrongly, and its speed.

    python tests/bench/duplicates.py [--documents N ...]

Genuine articles come from BENCH_DATA (default ../shared/bench); copies of every kind are made from
them. Spun copies are made with the table of substitutions seen in real copies, and with a different
one. The word classes come from that table, from the project's lexicon without these pairs, from
another lexicon, or are not used. Two of the articles are the same, published twice: joining them is
right, but counts against precision throughout. Speed is measured on generated news.
"""

# ruff: noqa: S311 - the random choices of a benchmark must be repeatable
from __future__ import annotations

import argparse
import csv
import json
import random
import re
import runpy
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, cycle
from types import SimpleNamespace

import generated_news
from scoreboard import Table, digest_of, publish, record_scores

from cleaners.duplicates import Cluster, Document, find_clusters, word_classes
from cleaners.paraphrase import lexicon
from flows.training.bench_data import BENCH_DATA

NAME_OR_FIGURE = re.compile(r"(?<=[a-z,;] )[A-Z]\w+|\d+")
INTRO = """Genuine articles, and copies made from them: verbatim with other boilerplate, edited,
truncated, spun with the substitutions seen in real copies and with different ones. The word classes
come from several lexicons, or are not used. Two of the articles are the same, published twice:
joining them is right, but counts as wrong throughout. Where nothing is known of spinners, a spun
text and one that was edited at random read as if one retold the other: 10 clusters fall in two."""
Spinner = Callable[[str, random.Random], str]
Pairs = list[tuple[str, str, float]]


def main() -> None:
    """Measure, and publish the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--documents",
        type=int,
        nargs="*",
        default=[10_000],
        help="numbers of documents for measuring speed",
    )
    arguments = parser.parse_args()
    folder = BENCH_DATA / "paraphrase"
    if not (folder / "spin.py").exists():
        sys.exit(f"no benchmark data at {BENCH_DATA}: set BENCH_DATA to its folder")
    found = quality()
    joined = distinct()
    speeds = {count: speed(count) for count in arguments.documents}
    publish("duplicates", "Copies", INTRO, list(tables(found, joined, speeds)))
    figures = {}
    for name, row in found.items():
        figures[f"{name}: precision"] = row["precision"]
        figures[f"{name}: recall"] = row["recall"]
    for name, share in joined.items():
        figures[f"{name}: not joined"] = 1 - share
    digest = digest_of(BENCH_DATA / "html_extraction" / "gold.jsonl", folder)
    record_scores("duplicates", digest, figures)


def tables(
    found: Mapping[str, Mapping[str, float]],
    joined: Mapping[str, float],
    speeds: Mapping[int, Mapping[str, float]],
) -> Iterator[Table]:
    """Yield the tables of the section."""
    kinds = list(next(iter(found.values())))
    rows = [(name, *(row[kind] for kind in kinds)) for name, row in found.items()]
    yield Table(
        "Pairs found, and the share of copies of each kind that were joined with another copy",
        ("", *kinds),
        rows,
    )
    yield Table(
        "Wrongly joined",
        ("", "share of the articles"),
        [(name, f"{share:.4f}") for name, share in joined.items()],
    )
    made = [
        (f"{count:,}", f"{row['per second']:,.0f}", row["precision"], row["recall"])
        for count, row in speeds.items()
    ]
    columns = ("documents", "a CPU second", "precision", "recall")
    yield Table("Generated news", columns, made)


def quality(most: int = 10_000) -> dict[str, dict[str, float]]:
    """Measure precision and recall of pairs, and recall by kind, for each set of word classes."""
    tables = class_tables()
    documents: list[Document] = []
    for number, text in enumerate(genuine()[:most]):
        documents.extend(copies(number, text, spinners()))
    figures = {}
    for name, classes in tables.items():
        figures[f"classes: {name}"] = score(documents, classes)
    unknown = [replace(document, spun=False) for document in documents]
    figures["no text known to be spun"] = score(unknown, tables["lexicon, unseen"])
    one_site = [replace(document, site="one.example") for document in documents]
    figures["all on one site"] = score(one_site, tables["lexicon, unseen"])
    return figures


def distinct(most: int = 10_000) -> dict[str, float]:
    """Measure the share of articles that are joined although they are not copies."""
    articles = genuine()[:most]
    classes = class_tables()["lexicon of the project"]
    sets = {
        "the genuine articles alone": articles,
        "articles on one event": list(same_event(articles)),
        "days of a running story": list(running(articles)),
        "scrapes on one event": scrapes(),
    }
    figures = {
        name: merged_share(plain(texts), classes) for name, texts in sets.items()
    }
    figures["short articles under long boilerplate"] = merged_share(
        list(short_under_long(articles)), classes
    )
    return figures


def speed(count: int) -> dict[str, float]:
    """Measure documents per second of CPU, precision and recall on generated news."""
    documents = list(generated_news.documents(0, count))
    classes = class_tables()["lexicon of the project"]
    find_clusters(documents[:10], classes)
    start = time.process_time()
    clusters = find_clusters(documents, classes)
    seconds = time.process_time() - start
    originals = {}
    for number, document in enumerate(documents):
        originals[document.article_id] = generated_news.original_of(number)
    return {"per second": count / seconds, **pair_scores(clusters, originals)}


def genuine() -> list[str]:
    """Read the genuine articles."""
    with (BENCH_DATA / "html_extraction" / "gold.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in file]


def scrapes() -> list[str]:
    """Read five independent articles on one event, without their boilerplate."""
    path = BENCH_DATA / "text_boilerplate" / "seeds_labels.jsonl"
    texts: dict[str, list[str]] = {}
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            kept = texts.setdefault(row["doc"], [])
            if row["keep"] and row["text"]:
                kept.append(row["text"])
    return ["\n".join(lines) for lines in texts.values()]


def plain(articles: Iterable[str]) -> list[Document]:
    """Make one document of each article."""
    return [Document(f"{number:06}", text) for number, text in enumerate(articles)]


def spinners() -> dict[str, Spinner]:
    """Load the spinner of the benchmark with the main dialect's dictionary, and a different one."""
    folder = BENCH_DATA / "paraphrase"
    module = SimpleNamespace(**runpy.run_path(str(folder / "spin.py")))
    seen = module.table(folder / "substitutions_dev.tsv", "A")
    different: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    for original, spun, _ in start_pairs():
        words = tuple(original.split())
        if words not in seen:
            different.setdefault(words, []).append((spun, 1))
    for words in list(seen)[::3]:
        different[words] = seen[words]
    return {
        "spun": _spinner(module, seen),
        "spun-unlike": _spinner(module, different),
    }


def _spinner(
    module: SimpleNamespace, forms: Mapping[tuple[str, ...], object]
) -> Spinner:
    """Return a function that spins a text with a dictionary."""
    longest = max(map(len, forms))
    return lambda text, chance: str(module.spin(text, forms, chance, longest)[0])


def class_tables() -> dict[str, Mapping[str, str]]:
    """Make word classes from the table that spun the copies, from lexicons, and none."""
    shipped = list(lexicon.shipped_pairs())
    seen = {(original, spun) for original, spun, _ in seen_pairs()}
    tables: dict[str, Pairs] = {
        "development table": seen_pairs(),
        "lexicon of the project": [
            (pair.original, pair.spun, pair.weight) for pair in shipped
        ],
        "lexicon, unseen": [
            (p.original, p.spun, 1.0)
            for p in shipped
            if (p.original, p.spun) not in seen
        ],
        "another lexicon": start_pairs(),
        "none": [],
    }
    return {name: word_classes(pairs) for name, pairs in tables.items()}


def seen_pairs() -> Pairs:
    """Read the substitutions seen in real copies."""
    path = BENCH_DATA / "paraphrase" / "substitutions_dev.tsv"
    text = path.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return [
        (row["original"], row["spun"], float(row["count"]))
        for row in csv.DictReader(lines, delimiter="\t")
    ]


def start_pairs() -> Pairs:
    """Read another lexicon."""
    path = BENCH_DATA / "paraphrase" / "lexicon_start.tsv"
    pairs: Pairs = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if "\t" in line and not line.startswith("#"):
            original, forms = line.split("\t")
            pairs += [(original, spun, 1.0) for spun in forms.split("|")]
    return pairs


def copies(number: int, text: str, spin: Mapping[str, Spinner]) -> Iterator[Document]:
    """Yield an article and a copy of every kind; the id has the number and the kind."""
    chance = random.Random(number)
    words = text.split(" ")
    part = " ".join(words[: max(1, int(len(words) * chance.uniform(0.3, 0.55)))])
    made = {
        "original": text,
        "verbatim": text.upper().replace(",", " "),
        "light": edit(text, chance, 0.03),
        "medium": edit(text, chance, 0.12),
        "framed": f"Read more about this below\n{text}\n"
        f"Sign up for the letters of site {number % 40}.",
        "truncated": part,
    }
    for name, spinner in spin.items():
        made[name] = spinner(text, chance)
    for name, spinner in spin.items():
        made[f"{name}-truncated"] = spinner(part, chance)
    for kind, copy in made.items():
        yield Document(f"{number:06}-{kind}", copy, spun=kind.startswith("spun"))


def edit(text: str, chance: random.Random, share: float) -> str:
    """Drop, double or swap a share of the words, and drop the same share of the sentences."""
    third = share / 3
    words = [word for word in text.split(" ") if chance.random() > third]
    for number in range(len(words) - 1):
        if chance.random() < third:
            following = words[number + 1]
            words[number + 1] = words[number]
            words[number] = following
        elif chance.random() < third:
            words[number] = chance.choice(words)
    sentences = " ".join(words).split(". ")
    kept = [sentence for sentence in sentences if chance.random() > share]
    return ". ".join(kept)


def same_event(articles: Sequence[str]) -> Iterator[str]:
    """Yield articles, each with another one that gets its names, figures and two sentences."""
    for text, other in zip(articles[::2], articles[1::2], strict=False):
        yield text
        yield retell(text, other)


def retell(text: str, other: str) -> str:
    """Return `other` with names and figures of `text`, and if it is long, with its quotes."""
    names = cycle(NAME_OR_FIGURE.findall(text) or ["it"])
    renamed = NAME_OR_FIGURE.sub(lambda _: next(names), other)
    sentences = sorted(text.split(". "), key=len)
    quoted = sentences[-3:-1]
    if len(renamed) <= 3 * len(". ".join(quoted)):
        return renamed
    return ". ".join([*quoted[:1], renamed, *quoted[1:]])


def running(articles: Sequence[str]) -> Iterator[str]:
    """Yield the first and second part of articles, with the same background below both."""
    for text in articles:
        words = text.split(" ")
        fifth = len(words) // 5
        if fifth:
            yield " ".join(words[: 2 * fifth] + words[-fifth:])
            yield " ".join(words[2 * fifth :])


def short_under_long(articles: Sequence[str]) -> Iterator[Document]:
    """Yield short articles, eight of each site under the same long boilerplate."""
    for number, text in enumerate(articles):
        site = number // 8
        source = articles[(site * 8 + len(articles) // 2) % len(articles)]
        words = source.split(" ")
        boilerplate = [" ".join(words[at : at + 12]) for at in range(0, 180, 12)]
        short = " ".join(text.split(" ")[30:75])
        page = "\n".join([short, *boilerplate])
        yield Document(f"{number:06}", page, site=f"site{site}.example")


def score(documents: list[Document], classes: Mapping[str, str]) -> dict[str, float]:
    """Measure precision and recall of pairs, and the share of each kind that is joined rightly."""
    clusters = find_clusters(documents, classes)
    originals = {}
    for document in documents:
        originals[document.article_id] = int(document.article_id[:6])
    joined_rightly: set[str] = set()
    for one, other in joined_pairs(clusters):
        if originals[one] == originals[other]:
            joined_rightly.update((one, other))
    kinds = Counter(document.article_id[7:] for document in documents)
    found = Counter(name[7:] for name in joined_rightly)
    figures = pair_scores(clusters, originals)
    for kind, count in kinds.items():
        figures[kind] = found[kind] / count
    return figures


def pair_scores(
    clusters: Iterable[Cluster], originals: Mapping[str, int]
) -> dict[str, float]:
    """Return precision and recall of pairs; `originals` has the original of each document."""
    found = joined_pairs(clusters)
    right = sum(originals[one] == originals[other] for one, other in found)
    sizes = Counter(originals.values())
    expected = sum(size * (size - 1) // 2 for size in sizes.values())
    precision = right / max(1, len(found))
    return {"precision": precision, "recall": right / max(1, expected)}


def joined_pairs(clusters: Iterable[Cluster]) -> list[tuple[str, str]]:
    """Return every pair of documents of one cluster."""
    pairs: list[tuple[str, str]] = []
    for cluster in clusters:
        copies = [copy.article_id for copy in cluster.duplicates]
        members = sorted([cluster.canonical_id, *copies])
        pairs.extend(combinations(members, 2))
    return pairs


def merged_share(documents: list[Document], classes: Mapping[str, str]) -> float:
    """Return the share of documents that are not kept."""
    return 1 - len(find_clusters(documents, classes)) / len(documents)


if __name__ == "__main__":
    main()
