"""Check the second look at places that may be edited, and what it is told of them."""

import json
from importlib.resources import files

import numpy as np
import pytest

from cleaners.paraphrase import second_look, unspinner
from cleaners.paraphrase.chosen_readings import ChosenReadings, Proposal
from cleaners.paraphrase.edit_policy import (
    FACT_RISK,
    SHORT_RISK,
    Demand,
    OperatingPoint,
    demand_of_text,
)
from cleaners.paraphrase.page_words import PageWords
from cleaners.paraphrase.place_evidence import FEATURES, PlaceEvidence
from cleaners.paraphrase.quotations import Gain
from cleaners.paraphrase.second_look import Judged
from tests.cleaners.test_paraphrase_passages import cases

SENTENCE = (
    "The corporate stated that its clients have been comfortable with the outcomes."
)
DEMAND = Demand(posterior=0.4, risk=0.3)


def evidence_of(text: str) -> PlaceEvidence:
    repairer = unspinner()
    decoded = repairer.decode(text)
    assert decoded is not None
    return repairer.lexicon_repair.evidence(PageWords(text, decoded), decoded, ())


def spun_text() -> str:
    frame: str = cases("frame.toml")[0]["text"].strip()
    return f"{frame} {SENTENCE}"


def judged(start: int, end: int, risk: float) -> Judged:
    proposal = Proposal(start, end, (("word", 0.9), (None, 0.1)), 0.1)
    return Judged(proposal, right=risk, restored=1.0)


def never(_: Proposal) -> bool:
    return False


def test_each_proposal_has_a_row_of_numbers() -> None:
    evidence = evidence_of(spun_text())
    table = evidence.table()
    assert table.shape == (len(evidence.proposals), len(FEATURES))
    assert np.isfinite(table).all()


def test_a_pair_is_described_in_the_same_way_again() -> None:
    assert (evidence_of(spun_text()).table() == evidence_of(spun_text()).table()).all()


def test_tables_ask_for_known_features_only() -> None:
    models = json.loads(
        (files("cleaners.data") / second_look.MODELS).read_text("utf-8")
    )
    asked = {
        feature
        for model in models.values()
        for table in model["tables"]
        for feature in table["features"]
    }
    assert asked <= set(FEATURES)


def test_proposals_that_share_words_are_judged_one_by_one() -> None:
    evidence = evidence_of(spun_text())
    found = second_look.judge(evidence.proposals, evidence.table(), evidence.is_own)
    taken = [place for each in found for place in each.words]
    assert len(taken) == len(set(taken))
    assert all(0 <= each.right <= 1 and 0 <= each.restored <= 1 for each in found)


def test_a_text_without_proposals_has_nothing_to_judge() -> None:
    assert second_look.judge([], np.empty((0, len(FEATURES))), is_own=never) == []


def test_risk_rises_with_the_chance_that_words_were_right() -> None:
    assert judged(0, 1, 0.2).risk < judged(0, 1, 0.4).risk


@pytest.mark.parametrize(
    ("original", "spun", "risk"),
    [
        ("big", "large", DEMAND.risk),
        ("may", "could", FACT_RISK),
        ("americans", "individuals", FACT_RISK),
        ("is not", "isn't", SHORT_RISK),
        ("don't", "do not", SHORT_RISK),
    ],
)
def test_facts_and_short_forms_need_less_risk(
    original: str, spun: str, risk: float
) -> None:
    assert DEMAND.most_risk(original.split(), spun.split()) == risk


def test_a_text_that_is_hardly_spun_demands_more() -> None:
    sure = demand_of_text(OperatingPoint.READABLE, Gain(nats=900, words=900))
    doubtful = demand_of_text(OperatingPoint.READABLE, Gain(nats=450, words=900))
    assert doubtful.posterior > sure.posterior


def test_the_likeliest_original_comes_before_staying() -> None:
    chosen = ChosenReadings({(3, 4): {None: 0.6, "house": 0.3, "home": 0.1}})
    (proposal,) = chosen.proposals(0.2)
    assert (proposal.original, proposal.posterior) == ("house", 0.3)
    assert proposal.stays == 0.6
    assert not list(chosen.proposals(0.4))


def test_what_is_left_beside_the_confidence_is_divided() -> None:
    chosen = ChosenReadings({(3, 4): {None: 0.6, "house": 0.3, "home": 0.1}})
    (proposal,) = chosen.proposals(0.2)
    place = proposal.in_sentence(3, 0.65)
    assert (place.start, place.end, place.confidence) == (0, 1, 0.65)
    assert sum(each for _, each in place.hypotheses) == pytest.approx(1)


def test_a_pair_of_the_users_own_is_as_sure_as_the_chooser_is() -> None:
    evidence = evidence_of(spun_text())
    found = second_look.judge(
        evidence.proposals, evidence.table(), is_own=lambda _: True
    )
    assert all(each.restored == each.proposal.posterior for each in found)
