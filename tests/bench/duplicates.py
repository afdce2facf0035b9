"""Measure the search for copies: what it finds and what it joins wrongly, its speed, and a day's work.

    python tests/bench/duplicates.py [--documents N ...] [--days M]

Genuine articles come from BENCH_DATA (default ../shared/bench); copies of every kind are made from
them. Spun copies are made with the table of substitutions seen in real copies, and with an unlike one;
the word classes are made from that table, from the lexicon of the project without what was seen, from
another lexicon, or not at all. Two of the articles are one, published twice: that pair is rightly
merged, and all that counts against precision. Speed is measured on made-up news.
"""

# ruff: noqa: S311 - the chance of a benchmark must come again
from __future__ import annotations

import argparse
import csv
import json
import os
import random
import re
import runpy
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import generated_news
from scoreboard import Table, digest_of, hold_floors, publish

from cleaners.duplicates import Cluster, Document, find_clusters, word_classes
from cleaners.paraphrase import lexicon

BENCH = Path(
    os.environ.get("BENCH_DATA", Path(__file__).parents[3] / "shared" / "bench")
)
TITLE_LIKE = re.compile(r"(?<=[a-z,;] )[A-Z]\w+|\d+")
INTRO = """Genuine articles, and copies made from them: verbatim with other boilerplate, edited, truncated, spun with
the substitutions seen in real copies and with unlike ones. The word classes come from several lexicons, or none. Two of
the articles are one, published twice: that pair is rightly joined, and counts as wrong throughout."""
Spinner = Callable[[str, random.Random], str]
Pairs = list[tuple[str, str, float]]


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--documents",
        type=int,
        nargs="*",
        default=[10_000],
        help="sizes to measure speed at",
    )
    wanted = parser.parse_args()
    if not (BENCH / "paraphrase" / "spin.py").exists():
        sys.exit(f"no benchmark data at {BENCH}: set BENCH_DATA to its folder")
    found, joined = quality(), distinct()
    speeds = {count: speed(count) for count in wanted.documents}
    publish("duplicates", "Copies", INTRO, list(tables(found, joined, speeds)))
    pinned = {
        f"{name}: {key}": row[key]
        for name, row in found.items()
        for key in ("precision", "recall")
    }
    pinned |= {f"{name}: not joined": 1 - share for name, share in joined.items()}
    hold_floors(
        "duplicates",
        digest_of(BENCH / "html_extraction" / "gold.jsonl", BENCH / "paraphrase"),
        pinned,
    )


def tables(
    found: Mapping[str, Mapping[str, float]],
    joined: Mapping[str, float],
    speeds: Mapping[int, Mapping[str, float]],
) -> Iterator[Table]:
    """Lay the figures out."""
    kinds = list(next(iter(found.values())))
    rows = [(name, *(row[kind] for kind in kinds)) for name, row in found.items()]
    yield Table(
        "Pairs found, and the share of copies of each kind that found a fellow",
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
    yield Table(
        "Made-up news", ("documents", "a CPU second", "precision", "recall"), made
    )


def quality(most: int = 10_000) -> dict[str, dict[str, float]]:
    """Give precision and recall over pairs, and recall by kind, for every table of word classes and way of asking."""
    articles, tables = genuine()[:most], class_tables()
    documents = [
        copy
        for number, text in enumerate(articles)
        for copy in copies(number, text, spinners())
    ]
    figures = {
        f"classes: {name}": score(documents, classes)
        for name, classes in tables.items()
    }
    unknown = [replace(document, spun=False) for document in documents]
    figures["no text known to be spun"] = score(unknown, tables["lexicon, unseen"])
    one_site = [replace(document, site="one.example") for document in documents]
    figures["all on one site"] = score(one_site, tables["lexicon, unseen"])
    return figures


def distinct(most: int = 10_000) -> dict[str, float]:
    """Give the share of articles that were joined though they are no copies."""
    articles, classes = genuine()[:most], class_tables()["lexicon of the project"]
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
    """Give documents per second of CPU, and precision and recall, on made-up news."""
    documents = list(generated_news.documents(0, count))
    classes = class_tables()["lexicon of the project"]
    find_clusters(documents[:10], classes)
    start = time.process_time()
    clusters = find_clusters(documents, classes)
    took = time.process_time() - start
    truth = {
        made.article_id: generated_news.original_of(number)
        for number, made in enumerate(documents)
    }
    return {"per second": count / took, **pairs_right(clusters, truth)}


def genuine() -> list[str]:
    """Read the genuine articles."""
    with (BENCH / "html_extraction" / "gold.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in file]


def scrapes() -> list[str]:
    """Read five independent articles on one event, without their boilerplate."""
    with (BENCH / "text_boilerplate" / "seeds_labels.jsonl").open(
        encoding="utf-8"
    ) as file:
        rows = [json.loads(line) for line in file]
    texts: dict[str, list[str]] = {}
    for row in rows:
        texts.setdefault(row["doc"], []).append(row["text"] if row["keep"] else "")
    return ["\n".join(filter(None, lines)) for lines in texts.values()]


def plain(articles: Iterable[str]) -> list[Document]:
    """Make one document of each article."""
    return [Document(f"{number:06}", text) for number, text in enumerate(articles)]


def spinners() -> dict[str, Spinner]:
    """Load the spinner of the benchmark data with the dictionary of the main dialect, and with an unlike one."""
    module = SimpleNamespace(**runpy.run_path(str(BENCH / "paraphrase" / "spin.py")))
    seen = module.table(BENCH / "paraphrase" / "substitutions_dev.tsv", "A")
    unlike: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    for original, spun, _ in start_pairs():
        if tuple(original.split()) not in seen:
            unlike.setdefault(tuple(original.split()), []).append((spun, 1))
    forms = {
        "spun": seen,
        "spun-unlike": unlike | {form: seen[form] for form in list(seen)[::3]},
    }
    return {name: _spinner(module, table) for name, table in forms.items()}


def _spinner(
    module: SimpleNamespace, forms: Mapping[tuple[str, ...], object]
) -> Spinner:
    longest = max(map(len, forms))
    return lambda text, chance: str(module.spin(text, forms, chance, longest)[0])


def class_tables() -> dict[str, Mapping[str, str]]:
    """Make word classes from what spun the copies, from lexicons, and none."""
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
    text = (BENCH / "paraphrase" / "substitutions_dev.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return [
        (row["original"], row["spun"], float(row["count"]))
        for row in csv.DictReader(lines, delimiter="\t")
    ]


def start_pairs() -> Pairs:
    """Read another lexicon."""
    lines = (
        (BENCH / "paraphrase" / "lexicon_start.tsv")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    rows = [
        line.split("\t") for line in lines if "\t" in line and not line.startswith("#")
    ]
    return [
        (original, spun, 1.0) for original, forms in rows for spun in forms.split("|")
    ]


def copies(number: int, text: str, spin: Mapping[str, Spinner]) -> Iterator[Document]:
    """Yield an article and a copy of every kind; the id tells both."""
    chance = random.Random(number)
    words = text.split(" ")
    part = " ".join(words[: max(1, int(len(words) * chance.uniform(0.3, 0.55)))])
    made = {
        "original": text,
        "verbatim": text.upper().replace(",", " "),
        "light": edit(text, chance, 0.03),
        "medium": edit(text, chance, 0.12),
        "framed": f"Read more about this below\n{text}\nSign up for the letters of site {number % 40}.",
        "truncated": part,
        **{name: spinner(text, chance) for name, spinner in spin.items()},
        **{
            f"{name}-truncated": spinner(part, chance) for name, spinner in spin.items()
        },
    }
    for kind, copy in made.items():
        yield Document(f"{number:06}-{kind}", copy, spun=kind.startswith("spun"))


def edit(text: str, chance: random.Random, share: float) -> str:
    """Drop, double or swap a share of the words, and drop as many sentences."""
    words = [word for word in text.split(" ") if chance.random() > share / 3]
    for at in range(len(words) - 1):
        if chance.random() < share / 3:
            words[at], words[at + 1] = words[at + 1], words[at]
        elif chance.random() < share / 3:
            words[at] = chance.choice(words)
    sentences = [
        sentence for sentence in " ".join(words).split(". ") if chance.random() > share
    ]
    return ". ".join(sentences)


def same_event(articles: Sequence[str]) -> Iterator[str]:
    """Yield articles, and others that have their names, figures and two of their sentences."""
    for text, other in zip(articles[::2], articles[1::2], strict=False):
        marks = TITLE_LIKE.findall(text) or ["it"]
        at = iter(range(10**9))
        told = TITLE_LIKE.sub(
            lambda _, marks=marks, at=at: marks[next(at) % len(marks)], other
        )
        quoted = sorted(text.split(". "), key=len)[-3:-1]
        yield text
        yield (
            ". ".join([*quoted[:1], told, *quoted[1:]])
            if len(told) > 3 * len(". ".join(quoted))
            else told
        )


def running(articles: Sequence[str]) -> Iterator[str]:
    """Yield first and second halves of articles, with the same background below both."""
    for text in articles:
        words = text.split(" ")
        fifth = len(words) // 5
        if fifth:
            yield " ".join(words[: 2 * fifth] + words[-fifth:])
            yield " ".join(words[2 * fifth :])


def short_under_long(articles: Sequence[str]) -> Iterator[Document]:
    """Yield short articles, eight of each site under the same long boilerplate."""
    for number, text in enumerate(articles):
        chrome = articles[(number // 8 * 8 + len(articles) // 2) % len(articles)].split(
            " "
        )
        lines = [" ".join(chrome[at : at + 12]) for at in range(0, 180, 12)]
        short = " ".join(text.split(" ")[30:75])
        yield Document(
            f"{number:06}",
            "\n".join([short, *lines]),
            site=f"site{number // 8}.example",
        )


def score(documents: list[Document], classes: Mapping[str, str]) -> dict[str, float]:
    """Give precision and recall over pairs, and the share of copies of each kind that found a fellow."""
    clusters = find_clusters(documents, classes)
    truth = {
        document.article_id: int(document.article_id[:6]) for document in documents
    }
    fellows = {
        name
        for pair in merged(clusters)
        if truth[pair[0]] == truth[pair[1]]
        for name in pair
    }
    kinds = Counter(document.article_id[7:] for document in documents)
    found = Counter(name[7:] for name in fellows)
    return {
        **pairs_right(clusters, truth),
        **{kind: found[kind] / kinds[kind] for kind in kinds},
    }


def pairs_right(
    clusters: Iterable[Cluster], truth: Mapping[str, int]
) -> dict[str, float]:
    """Give precision and recall over pairs."""
    found, sizes = merged(clusters), Counter(truth.values())
    right = sum(truth[one] == truth[other] for one, other in found)
    every = sum(count * (count - 1) // 2 for count in sizes.values())
    return {"precision": right / max(1, len(found)), "recall": right / max(1, every)}


def merged(clusters: Iterable[Cluster]) -> list[tuple[str, str]]:
    """List every pair of documents in one cluster."""
    members = (
        [cluster.canonical_id, *(copy.article_id for copy in cluster.duplicates)]
        for cluster in clusters
    )
    return [pair for ids in members for pair in combinations(sorted(ids), 2)]


def merged_share(documents: list[Document], classes: Mapping[str, str]) -> float:
    """Give the share of documents that are not kept."""
    return 1 - len(find_clusters(documents, classes)) / len(documents)


if __name__ == "__main__":
    main()
