"""Compare the figures and paths that the pages quote with the code."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
import scaling_plan

from cleaners import date_forms
from cleaners.boilerplate import (
    applying_rules,
    line_model,
    line_shapes,
    removal,
    sections,
    site_boilerplate,
    thresholds,
)
from cleaners.boilerplate.features import line_features
from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.scan import shipped
from cleaners.decision_tables import load
from cleaners.duplicates import (
    alignment,
    assignment,
    candidates,
    canonicals,
    linked_pairs,
    originals,
    relations,
    repeated_lines,
    retelling,
    rewriting,
    shared_words,
    signatures,
    template_lines,
    verification,
)
from cleaners.duplicates.word_classes import MAX_CLASS_WORDS
from cleaners.extraction import body, choice_repairs
from cleaners.paraphrase import edit_policy, gate, lexicon, second_look
from cleaners.paraphrase.edit_policy import OperatingPoint
from cleaners.rule import MAX_LABEL, Rule
from flows.stages import reference_choice, references
from flows.stages.deduplicate import clusters, index_files

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
WORDS = {
    "half": 0.5,
    "a quarter": 0.25,
    "second": 2,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "eight": 8,
    "twenty": 20,
    "twice": 2,
}
NUMBER = r"(-?\.?\d[\d,.]*\d|-?\.?\d|[a-z]+|a quarter)"
PATH = re.compile(r"`((?:cleaners|flows|tests|docs|seeds)/[\w./-]*)`")

SCANNED = ScannedPage.of("Rain fell on the quay.", shipped())
LINE_FEATURES = tuple(line_features(SCANNED, {}, None))
LINE_TABLES = load(line_model.MODEL, LINE_FEATURES).tables
BODY_TABLES = load(body.MODEL, ()).tables
CONFIDENCE = next(field.default for field in fields(Rule) if field.name == "confidence")

# Page, its words with a # in place of each figure, and the constants in that order.
QUOTED: list[tuple[str, str, tuple[float, ...]]] = [
    (
        "paraphrase.md",
        ": # from # words, # from # words, # from # words. A text that reaches it",
        (
            gate.SPUN_THRESHOLDS[gate.MIN_WORDS],
            gate.MIN_WORDS,
            gate.SPUN_THRESHOLDS[80],
            80,
            gate.SPUN_THRESHOLDS[200],
            200,
        ),
    ),
    (
        "paraphrase.md",
        "below # (of # words) to # (from # words) is not decoded",
        (
            gate.DECODING_THRESHOLDS[gate.MIN_WORDS],
            gate.MIN_WORDS,
            gate.DECODING_THRESHOLDS[100],
            100,
        ),
    ),
    (
        "paraphrase.md",
        "a single paragraph of # words or more is repaired if its own score reaches #.",
        (gate.MIN_WORDS, gate.SPUN_PARAGRAPH_THRESHOLD),
    ),
    ("paraphrase.md", "shorter than # words or", (gate.MIN_WORDS,)),
    ("paraphrase.md", "phrases of up to # words", (lexicon.MAX_PHRASE_WORDS,)),
    (
        "paraphrase.md",
        "likeliest original has a posterior of # or more are judged again",
        (edit_policy.LEAST_POSTERIOR,),
    ),
    (
        "paraphrase.md",
        "first, and # for what the second lacks",
        (second_look.ANOTHER_WORD_COST,),
    ),
    (
        "paraphrase.md",
        'risk is at most # (`operating_point = "readable"`) or # (`"conservative"`)',
        (
            edit_policy.MOST_RISK[OperatingPoint.READABLE],
            edit_policy.MOST_RISK[OperatingPoint.CONSERVATIVE],
        ),
    ),
    (
        "paraphrase.md",
        "spun beyond doubt (`spun_score` of # or more)",
        (edit_policy.CERTAIN_SCORE,),
    ),
    (
        "paraphrase.md",
        "must be the posterior of the choice too, up to # and # at #:",
        (
            edit_policy.DOUBTFUL_THRESHOLDS[OperatingPoint.READABLE],
            edit_policy.DOUBTFUL_THRESHOLDS[OperatingPoint.CONSERVATIVE],
            edit_policy.DOUBTFUL_SCORE,
        ),
    ),
    (
        "paraphrase.md",
        "as if it had # more words with a score of #.",
        (edit_policy.USUAL_SCORE_WORDS, edit_policy.USUAL_SCORE),
    ),
    (
        "paraphrase.md",
        'states a "profit", needs a posterior of #.',
        (edit_policy.GRAVE_THRESHOLD,),
    ),
    (
        "paraphrase.md",
        "written up to a risk of #, also modal verbs",
        (edit_policy.FACT_RISK,),
    ),
    ("paraphrase.md", "written out, up to #.", (edit_policy.SHORT_RISK,)),
    (
        "paraphrase.md",
        "The # copies with the most words in common",
        (originals.MAX_ORIGINALS,),
    ),
    (
        "paraphrase.md",
        "up to # genuine articles of the same story",
        (reference_choice.SIBLINGS,),
    ),
    ("paraphrase.md", "its `spun_score` is below #.", (references.GENUINE,)),
    ("paraphrase.md", "Its `spun_score` is higher by #.", (references.LIKELIER,)),
    (
        "paraphrase.md",
        "far more than # nats per word",
        (gate.SPUN_THRESHOLDS[200],),
    ),
    ("boilerplate.md", "described by # features", (len(LINE_FEATURES),)),
    (
        "boilerplate.md",
        "# tables of # questions",
        (len(LINE_TABLES), len(LINE_TABLES[0].features)),
    ),
    (
        "boilerplate.md",
        "is # for a label, # for a sentence, # for a line that is cut short, and # for a paragraph",
        (
            thresholds.THRESHOLDS["label"],
            thresholds.THRESHOLDS["sentence"],
            thresholds.THRESHOLDS["teaser"],
            thresholds.THRESHOLDS["paragraph"],
        ),
    ),
    (
        "boilerplate.md",
        "fewer than # lines, or without running text",
        (line_model.MIN_LINES,),
    ),
    (
        "boilerplate.md",
        "less than one line in #, an extractor",
        (1 / thresholds.CLEAN_SHARE,),
    ),
    (
        "boilerplate.md",
        "rules of confidence # or more",
        (applying_rules.EXTRACTED_CONFIDENCE,),
    ),
    (
        "boilerplate.md",
        "probability of # or more outside the body, or # or more inside it, are",
        (line_model.MIN_DOUBT["tail"], line_model.MIN_DOUBT["body"]),
    ),
    (
        "boilerplate.md",
        "# or more other articles of its",
        (site_boilerplate.MIN_PAGES,),
    ),
    ("boilerplate.md", "or # on no known site", (site_boilerplate.MIN_COPIES,)),
    (
        "boilerplate.md",
        "first two add # to the log-odds from the page alone, the third adds #,",
        (site_boilerplate.REPEATED, site_boilerplate.DIFFERENT),
    ),
    ("boilerplate.md", "Lines of fewer than # words have", (line_shapes.MIN_WORDS,)),
    ("boilerplate.md", "at most # for one line", (template_lines.MAX_ARTICLES,)),
    (
        "boilerplate.md",
        "are more than # of the text, all are kept",
        (site_boilerplate.MAX_REMOVED,),
    ),
    (
        "extraction.md",
        "# decision tables with # thresholds each",
        (len(BODY_TABLES), len(BODY_TABLES[0].thresholds)),
    ),
    (
        "extraction.md",
        "an expected F1 of #, or with fewer than # words",
        (body.ASKING_CONFIDENCE, body.MIN_WORDS),
    ),
    ("extraction.md", "its vote counts # log-odds", (body.VOTE_WEIGHT,)),
    (
        "extraction.md",
        "a paragraph of # words or more twice",
        (choice_repairs.MIN_REPEATED_WORDS,),
    ),
    (
        "metadata.md",
        "years outside # to # are placeholders",
        (date_forms.YEARS[0], date_forms.YEARS[-1]),
    ),
    (
        "duplicates.md",
        "classes of at most # words",
        (MAX_CLASS_WORDS,),
    ),
    ("duplicates.md", "prints in # different texts", (repeated_lines.MIN_TEXTS,)),
    (
        "duplicates.md",
        "unless they make up # of the text",
        (1 - signatures.MIN_OWN_SHARE,),
    ),
    (
        "duplicates.md",
        "shingles (# word classes in a row)",
        (signatures.SHINGLE_WORDS,),
    ),
    ("duplicates.md", "hash is divisible by #", (signatures.SHINGLE_SAMPLING,)),
    (
        "duplicates.md",
        "of the first # words every # one; every # pair of successive shingles",
        (
            signatures.LEAD_WORDS,
            signatures.LEAD_SAMPLING,
            signatures.PAIR_SAMPLING,
        ),
    ),
    (
        "duplicates.md",
        "and every # pair of successive entities",
        (signatures.ENTITY_SAMPLING,),
    ),
    ("duplicates.md", "its anchors: the # longest", (candidates.ANCHORS,)),
    (
        "duplicates.md",
        "links for # of the smaller signature, and # or more links",
        (linked_pairs.MIN_LINK_SHARE, linked_pairs.MIN_LINKS),
    ),
    ("duplicates.md", "at most # words lie between", (alignment.MAX_GAP,)),
    (
        "duplicates.md",
        "cover # of the shorter text and match # of its words",
        (shared_words.MIN_COVERED, shared_words.MIN_SPUN_SIMILARITY),
    ),
    (
        "duplicates.md",
        "Otherwise # must match",
        (shared_words.MIN_SIMILARITY,),
    ),
    (
        "duplicates.md",
        "if they have # slots or more, and these are # or more of the marks",
        (shared_words.MIN_SLOTS, shared_words.MIN_SLOT_SHARE),
    ),
    (
        "duplicates.md",
        "same word in # places or more, and have # of their words",
        (shared_words.MIN_SWAPPED, shared_words.MIN_FORM_SAME_WORDS),
    ),
    (
        "duplicates.md",
        "has # of the other's lead (# words), and runs cover less than # of",
        (
            shared_words.MIN_LEAD_COVERED,
            shared_words.LEAD,
            shared_words.MIN_COVERED_NEW_LEADS,
        ),
    ),
    ("duplicates.md", "higher by # than the lowest", (canonicals.MAX_SPUN_EXCESS,)),
    ("duplicates.md", "`spun_score` below #", (canonicals.CLEARLY_GENUINE,)),
    (
        "duplicates.md",
        "has # or more of the best worth, and of these no `spun_score` that is higher by # than",
        (canonicals.MIN_WORTH_SHARE, canonicals.MAX_SPUN_EXCESS_OF_CLEAN),
    ),
    (
        "duplicates.md",
        "these are # of its own words and # of all its words",
        (verification.MIN_NEW_SHARE, verification.MIN_NEW_SHARE_OF_ALL),
    ),
    ("duplicates.md", "if each has # words or more", (verification.MIN_NEW_WORDS,)),
    ("duplicates.md", "fewer than # words can only be", (signatures.MIN_WORDS,)),
    ("duplicates.md", "add more than # to the share", (shared_words.MIN_SPUN_GAIN,)),
    (
        "duplicates.md",
        "and has # of what the fullest copy",
        (canonicals.MIN_CORRECTED_SHARE,),
    ),
    ("duplicates.md", "of which less than # is outside", (verification.MIN_OWN_SHARE,)),
    ("duplicates.md", "says that # words or more match", (shared_words.MIN_PASSAGE,)),
    (
        "duplicates.md",
        "in their order (# of them), and many of its long words (#)",
        (retelling.MIN_MARKS_IN_ORDER, retelling.MIN_WORDS_IN_ORDER),
    ),
    (
        "duplicates.md",
        "replaced at # places or more for each word",
        (rewriting.MIN_REPLACED,),
    ),
    (
        "duplicates.md",
        "five parts but one (#)",
        (rewriting.MIN_REPLACED_IN_PART,),
    ),
    (
        "duplicates.md",
        "such place there are # to # where words",
        (rewriting.MIN_ADDED, rewriting.MAX_ADDED),
    ),
    (
        "duplicates.md",
        "asked on average (# for #) if no outlet has the page and all of its parts, and #",
        (
            assignment.MIN_MEAN_OTHER_OUTLETS,
            assignment.MIN_MEAN_OF_PARTS,
            assignment.MIN_MEAN_UNKNOWN_OUTLETS,
        ),
    ),
    ("duplicates.md", "has the # pairs in which most", (relations.MAX_RELATED,)),
    ("duplicates.md", "at least # of the longer", (shared_words.MIN_LENGTH_RATIO,)),
    ("duplicates.md", "at most # as large as", (index_files.MUCH_LARGER,)),
    ("duplicates.md", "If more than # of the articles", (clusters.MOST_GONE,)),
    ("adding-a-rule.md", "another line within # lines is", (removal.NEAR,)),
    ("adding-a-rule.md", "labels of up to # characters", (MAX_LABEL,)),
    ("adding-a-rule.md", "removed too, up to # (`cleaners", (sections.MAX_HEADLINES,)),
    (
        "adding-a-rule.md",
        "a line of # to # characters that is no sentence",
        sections.HEADLINE_CHARACTERS,
    ),
    ("adding-a-rule.md", "optional, # by default", (CONFIDENCE,)),
    (
        "adding-a-rule.md",
        "only rules of # or more apply",
        (applying_rules.EXTRACTED_CONFIDENCE,),
    ),
]


def number(figure: str) -> float:
    """Read a figure as the pages write it: .65, 1,000 or a word."""
    if figure in WORDS:
        return WORDS[figure]
    return float(figure.replace(",", ""))


@pytest.mark.parametrize(
    ("page", "words", "constants"),
    QUOTED,
    ids=[f"{page}: {words}" for page, words, _ in QUOTED],
)
def test_a_quoted_figure_is_that_of_the_code(
    page: str, words: str, constants: tuple[float, ...]
) -> None:
    text = " ".join((ROOT / "docs" / page).read_text(encoding="utf-8").split())
    pattern = NUMBER.join(re.escape(part) for part in words.split("#"))
    found = re.search(pattern, text)
    assert found, f"{page} no longer says: {words}"
    quoted = [number(figure) for figure in found.groups()]
    assert quoted == pytest.approx(constants)


def test_the_pages_quote_all_thresholds_by_length() -> None:
    assert list(gate.SPUN_THRESHOLDS) == [gate.MIN_WORDS, 80, 200]
    assert list(gate.DECODING_THRESHOLDS) == [gate.MIN_WORDS, 100]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_paths_that_a_page_names_exist(page: Path) -> None:
    for path in PATH.findall(page.read_text(encoding="utf-8")):
        assert (ROOT / path).exists(), f"{page.name}: {path}"


def test_the_glossary_has_every_package() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    for package in ("cleaners", "flows"):
        for init in (ROOT / package).rglob("*/__init__.py"):
            path = init.parent.relative_to(ROOT).as_posix()
            assert f"`{path}`" in glossary, path


def test_the_table_of_scaling_is_what_is_computed() -> None:
    page = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
    assert f"<!-- table -->\n{scaling_plan.tables()}\n<!-- end -->" in page
