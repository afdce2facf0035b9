"""Repair a spun text with the lexicon: weigh the readings of all places, and edit the sure ones."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter

import numpy as np

from cleaners.draft import Edit
from cleaners.paraphrase import second_look
from cleaners.paraphrase.chooser import Chooser
from cleaners.paraphrase.chosen_readings import DecodedPlace, Proposal
from cleaners.paraphrase.consistency import DocumentConsistency
from cleaners.paraphrase.decoder import DecodedText, Decoder
from cleaners.paraphrase.edit_policy import (
    LEAST_POSTERIOR,
    Demand,
    EditPolicy,
    OperatingPoint,
    demand_of_text,
)
from cleaners.paraphrase.hypothesis_table import NONE
from cleaners.paraphrase.known_names import KnownNames, shipped_names
from cleaners.paraphrase.language_model import FloatArray
from cleaners.paraphrase.network import Network
from cleaners.paraphrase.page_words import PageWords, Segment
from cleaners.paraphrase.pair_evidence import PairEvidence
from cleaners.paraphrase.place_evidence import PlaceEvidence
from cleaners.paraphrase.quotations import genuine_quotations, unquoted_gain
from cleaners.paraphrase.readings import Readings
from cleaners.paraphrase.reference_texts import (
    SiblingWords,
    sibling_log_ratios,
)
from cleaners.paraphrase.resources import Resources
from cleaners.paraphrase.second_look import Judged
from cleaners.paraphrase.spans import starts_inside
from cleaners.paraphrase.surface import sentence_edits
from cleaners.paraphrase.words import Word

# Posterior (0..1) from which a word counts for what a text is about: it is likelier than all
# other hypotheses together.
TOPIC_WORD_POSTERIOR = 0.5


class LexiconRepair:
    """Repairs decoded texts with one lexicon, language model, set of topics and chooser."""

    def __init__(self, loaded: Resources, decoder: Decoder) -> None:
        self._loaded = loaded
        self._decoder = decoder
        self._names = KnownNames(shipped_names(), loaded.lexicon)
        self.chooser = Chooser(loaded.lexicon, loaded.choice_weights, loaded.vectors)
        self._pairs = PairEvidence(self.chooser.trust, loaded.model)

    def edits(
        self,
        text: str,
        decoded: DecodedText,
        siblings: Sequence[str],
        operating_point: OperatingPoint,
    ) -> list[Edit]:
        """Return the edits that the lexicon offers and that are sure enough.

        `siblings` are texts on the same event. How sure an edit must be depends on how densely the
        text is spun outside quotations that are genuine.
        """
        page = PageWords(text, decoded)
        quotations = genuine_quotations(page, decoded)
        evidence = self.evidence(page, decoded, quotations, siblings)
        demand = demand_of_text(operating_point, evidence.gain)
        table = evidence.table()
        judged = second_look.judge(evidence.proposals, table, evidence.is_own)
        sure = [each for each in judged if _is_sure(each, evidence, demand)]
        found = _by_sentence(sure, page.sentences)
        paragraphs = [paragraph.sentences for paragraph in decoded.paragraphs]
        sentences = list(chain.from_iterable(paragraphs))
        accepted = self._accepted(sentences, found)
        corrected = self._names.corrected(sentences, accepted)
        edits: list[Edit] = []
        for sentence, places in zip(sentences, corrected, strict=True):
            edits.extend(sentence_edits(text, sentence, places))
        genuine = [page.spans_of_quotations[each] for each in quotations]
        return [edit for edit in edits if not starts_inside(edit, genuine)]

    def evidence(
        self,
        page: PageWords,
        decoded: DecodedText,
        genuine: Sequence[Segment],
        siblings: Sequence[str] = (),
    ) -> PlaceEvidence:
        """Return what is known of the places that may be edited, outside genuine quotations."""
        readings = self.readings(decoded, siblings)
        text = self.chooser.read(readings, page)
        sibling_words = SiblingWords(siblings, self._loaded.model)
        chosen = self.chooser.choose(text, sibling_words)
        return PlaceEvidence(
            proposals=_outside(chosen.proposals(LEAST_POSTERIOR), genuine),
            text=text,
            pairs=self._pairs,
            gain=unquoted_gain(decoded, genuine),
        )

    def _accepted(
        self,
        sentences: Sequence[Sequence[Word]],
        places: Sequence[Sequence[DecodedPlace]],
    ) -> Iterator[list[DecodedPlace]]:
        """Yield the places of each sentence that may be edited."""
        policy = EditPolicy(self._loaded.lexicon, sentences)
        for sentence, found in zip(sentences, places, strict=True):
            yield [place for place in found if policy.accepts(sentence, place)]

    def readings(self, decoded: DecodedText, siblings: Sequence[str]) -> Readings:
        """Return the readings of a text's places with the posteriors of the decoder."""
        log_ratios = sibling_log_ratios(siblings, self._loaded.model)
        posteriors = self._document_posteriors(decoded.network, log_ratios)
        return self._decoder.readings(decoded, posteriors)

    def _document_posteriors(
        self, network: Network, sibling_ratios: Mapping[int, float]
    ) -> FloatArray:
        """Return the posteriors of all edges, given the whole document: shape (edges,).

        `sibling_ratios` (nats) are by word id.
        """
        posteriors = network.posteriors()
        rows = network.lattice.rows
        is_ambiguous = network.lattice.is_ambiguous()
        is_likely = is_ambiguous & (posteriors > TOPIC_WORD_POSTERIOR)
        likely_words = rows["words"][is_likely]
        asked_words = rows["words"][is_ambiguous]
        log_ratios = self._loaded.topics.log_ratios(
            likely_words[likely_words != NONE],
            np.unique(asked_words[asked_words != NONE]),
        )
        for word, log_ratio in sibling_ratios.items():
            log_ratios[word] += log_ratio
        priors = self._decoder.hypotheses.priors.arrays()
        consistency = DocumentConsistency(rows, posteriors, priors, log_ratios)
        return network.posteriors(consistency.factors())


def _is_sure(judged: Judged, evidence: PlaceEvidence, demand: Demand) -> bool:
    """Return whether an edit reaches what its text demands."""
    proposal = judged.proposal
    spun = evidence.form(proposal)
    most_risk = demand.most_risk(proposal.original.split(), spun)
    is_likely = proposal.posterior >= demand.posterior
    return is_likely and judged.risk <= most_risk


def _outside(
    proposals: Iterable[Proposal], quotations: Sequence[Segment]
) -> list[Proposal]:
    """Return the proposals that begin in none of some quotations."""
    places = _places(quotations)
    return [each for each in proposals if each.start not in places]


def _places(segments: Iterable[Segment]) -> frozenset[int]:
    """Return the positions of all words of some segments."""
    ranges = (range(each.start, each.end) for each in segments)
    return frozenset(chain.from_iterable(ranges))


def _by_sentence(
    judged: Iterable[Judged], sentences: Sequence[Segment]
) -> list[list[DecodedPlace]]:
    """Return the places of each sentence in order, as positions of its words."""
    found: list[list[DecodedPlace]] = [[] for _ in sentences]
    for each in sorted(judged, key=_start):
        proposal = each.proposal
        number = bisect(sentences, proposal.start, key=attrgetter("start")) - 1
        first_place = sentences[number].start
        place = proposal.in_sentence(first_place, each.restored)
        found[number].append(place)
    return found


def _start(judged: Judged) -> int:
    return judged.proposal.start
