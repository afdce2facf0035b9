"""What workers start with is everything that a record may need."""

import subprocess
import sys

from cleaners.article import Article
from flows.workers import preload

# Rules, models of decision tables, the language model, the lexicon and topics: all that is loaded
# once a process.
LOADED = """
import sys
import flows.workers.preload
from cleaners import decision_tables, lazy_patterns
from cleaners.boilerplate import scan
from cleaners.language import model, referee
from cleaners.pipeline import NO_LEXICON
from cleaners.paraphrase import language_model, resources, topics, unspinner, word_odds
from cleaners.extraction import block_words, body
assert decision_tables.load.cache_info().currsize == 4
assert "trafilatura" in sys.modules
caches = [scan.shipped, word_odds.load, resources.load, language_model.load, topics.load, unspinner]
caches += [model.load, referee.load]
caches += [body.shipped_models, block_words.load_word_odds, decision_tables.load_several]
for load in caches:
    assert load.cache_info().currsize == 1, load
assert lazy_patterns.count_uncompiled() == 0
assert {"resources", "hypotheses", "decoder"} <= vars(unspinner(NO_LEXICON)._detector).keys()
"""


def test_the_sample_passes_through_every_stage() -> None:
    for is_html in (False, True):
        article = preload.clean_sample(is_html=is_html)
        assert isinstance(article, Article)
        assert article.spinning.spun
        assert {entry.stage for entry in article.ledger} >= (
            {"paraphrase"} if is_html else {"boilerplate", "paraphrase"}
        )


def test_an_import_loads_all_tables() -> None:
    subprocess.run([sys.executable, "-c", LOADED], check=True)
