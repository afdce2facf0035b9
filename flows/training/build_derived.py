"""Write the data files that are computed from rules and other data: `make data`.

They hold nothing new, but save the first text of a process more than a second of CPU. Run this
after a change of the rules, the lexicon or the language model, or of py3langid: a test fails until
it is done.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from cleaners import compact_rules
from cleaners.boilerplate.re2_prefilter.relaxed_patterns import (
    RelaxedPattern,
    compute_relaxed,
    patterns_sha256,
)
from cleaners.duplicates import class_file, word_classes
from cleaners.language import stored_model
from cleaners.paraphrase import gate, lexicon, resources
from cleaners.rule_files import load
from cleaners.walls import literals
from cleaners.walls.matcher import shipped_phrases
from flows.training import language_tables

TARGET = Path(__file__).parents[2] / "cleaners" / "data"


def main() -> None:
    """Write all files into `cleaners/data`."""
    writers = (
        write_rules,
        write_re2_patterns,
        write_word_odds,
        write_spun_classes,
        write_wall_literals,
        write_language_tables,
    )
    for write in writers:
        path = write(TARGET)
        sys.stdout.write(f"{_size(path):,} bytes in {path}\n")


def _size(path: Path) -> int:
    """Return the bytes in a file, or in the files of a folder."""
    paths = path.iterdir() if path.is_dir() else [path]
    return sum(each.stat().st_size for each in paths)


def write_rules(folder: Path) -> Path:
    """Write the boilerplate rules without their cases, after the hash of their files."""
    content = compact_rules.encode("boilerplate", load("boilerplate"))
    path = folder / "boilerplate_rules.json"
    path.write_text(content, encoding="utf-8")
    return path


def write_re2_patterns(folder: Path) -> Path:
    """Write the boilerplate rules' patterns for RE2, after the hash of what they are made from."""
    patterns = [rule.match for rule in load("boilerplate") if rule.match]
    relaxed = compute_relaxed(patterns)
    rows = map(_pattern_row, relaxed)
    digest = patterns_sha256(patterns)
    content = "\n".join([digest, *rows])
    path = folder / "re2_patterns.tsv"
    path.write_text(content + "\n", encoding="utf-8")
    return path


def _pattern_row(pattern: RelaxedPattern) -> str:
    literals = json.dumps(pattern.literals, ensure_ascii=False)
    return f"{pattern.start.name}\t{pattern.width}\t{pattern.regex}\t{literals}"


def write_word_odds(folder: Path) -> Path:
    """Write the log-odds of each word of the shipped lexicon, in the order of the words."""
    loaded = resources.load()
    log_odds = gate.word_log_odds(loaded.lexicon, loaded.model)
    words = sorted(log_odds)
    path = folder / "word_odds.npz"
    np.savez_compressed(
        path,
        words=np.frombuffer("\n".join(words).encode(), np.uint8),
        log_odds=np.array([log_odds[word] for word in words]),
    )
    return path


def write_spun_classes(folder: Path) -> Path:
    """Write the word classes of the shipped lexicon."""
    pairs = [
        (pair.original, pair.spun, pair.weight) for pair in lexicon.shipped_pairs()
    ]
    path = folder / class_file.FILE
    path.write_text(class_file.encode(word_classes(pairs)), encoding="utf-8")
    return path


def write_wall_literals(folder: Path) -> Path:
    """Write the literals of what walls say, after the hashes of what they are found for."""
    patterns = {
        key: [phrase.pattern for phrase in phrases]
        for key, phrases in shipped_phrases().items()
    }
    path = folder / literals.FILE
    path.write_text(literals.encode(patterns), encoding="utf-8")
    return path


def write_language_tables(folder: Path) -> Path:
    """Write the model of languages as it is read, after the hash of py3langid's file."""
    path = folder / stored_model.FOLDER
    path.mkdir(exist_ok=True)
    for name, numbers in language_tables.of_py3langid().items():
        np.save(path / f"{name}.npy", np.ascontiguousarray(numbers))
    return path


if __name__ == "__main__":
    main()
