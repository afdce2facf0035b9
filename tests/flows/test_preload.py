"""Workers start with what nearly every record needs, and load the rest where one needs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cleaners.article import Article
from flows.settings import Settings
from flows.workers import preload
from flows.workers.pool import Pool, bare_main

NEEDED_BY_ALL = """
import sys
import flows.workers.preload
from cleaners import decision_tables, lazy_patterns
from cleaners.boilerplate import scan
from cleaners.extraction import block_words, body
from cleaners.language import model
from cleaners.paraphrase import unspinner, word_odds
assert decision_tables.load.cache_info().currsize == 4
caches = [scan.shipped, word_odds.load, unspinner, model.load]
caches += [body.shipped_models, block_words.load_word_odds, decision_tables.load_several]
for load in caches:
    assert load.cache_info().currsize == 1, load
assert lazy_patterns.count_uncompiled() == 0
"""
# These would take as much memory again in every process, and nearly a second of each start.
NEEDED_BY_FEW = """
import sys
import flows.workers.preload
from cleaners.language import referee
from cleaners.paraphrase import language_model, resources, topics
for load in (resources.load, language_model.load, topics.load, referee.load):
    assert load.cache_info().currsize == 0, load
assert not {"justext", "trafilatura", "langdetect"} & sys.modules.keys()
import flows.stages.clean_shard
assert "rich" not in sys.modules, "a worker has nothing to show"
"""
# Those who give work to workers clean nothing themselves.
NOT_IN_THE_PARENT = """
import sys
import flows.commands.cleaning
assert not {"cleaners.pipeline", "ftfy", "rich"} & sys.modules.keys()
"""
# A record is blamed for what it takes to load them: a small part of the least limit that is usual.
LOADED_LATER = """
import time
import flows.workers.preload
from lxml.html import fromstring
from cleaners.extraction.extractor import extracted_lines
from cleaners.language import referee
from cleaners.paraphrase import OperatingPoint, unspinner
from cleaners.own_entries import NO_LEXICON
from flows.intake.decoding import decode
started = time.process_time()
unspinner(NO_LEXICON).repair("The variety of sufferers has doubled.", OperatingPoint.READABLE)
referee.load()
extracted_lines(fromstring("<p>Rain fell.</p>"), None)
decode("Die Fähre fährt über den Fluß".encode("cp1250"))
assert time.process_time() - started < 6, "seconds, of 60 that a record may take"
"""


def test_the_sample_passes_through_every_stage() -> None:
    for is_html in (False, True):
        article = preload.clean_sample(is_html=is_html)
        assert isinstance(article, Article)
        assert not article.spinning.spun
        assert article.language.code == "en"
        edited = {entry.stage for entry in article.ledger}
        assert edited >= (set() if is_html else {"boilerplate"})


@pytest.mark.parametrize(
    "code", [NEEDED_BY_ALL, NEEDED_BY_FEW, NOT_IN_THE_PARENT, LOADED_LATER]
)
def test_an_import_loads_what_nearly_every_record_needs(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)


THREADS = Path("/proc/self/task")  # a folder for each thread of this process
COMMAND = """
import os, sys
from pathlib import Path
from flows import cli
sys.argv = ["unspun", "--version"]
try:
    cli.main()
except SystemExit:
    pass
import numpy
print(len(list(Path("/proc/self/task").iterdir())))
"""


@pytest.mark.skipif(not THREADS.exists(), reason="the system shows no threads")
def test_numpy_starts_no_threads_in_a_command() -> None:
    environment = dict(os.environ)
    environment.pop("OPENBLAS_NUM_THREADS", None)
    done = subprocess.run(
        [sys.executable, "-c", COMMAND],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    assert done.stdout.splitlines()[-1] == "1"


def test_numpy_starts_no_threads_in_a_worker() -> None:
    with bare_main(), Pool(1, Settings().worker_memory) as pool:
        assert pool.call(lambda: None, os.getenv, "OPENBLAS_NUM_THREADS") == "1"
