"""Why an edit was made: the sentence that belongs to its rule, or else to its stage."""

from __future__ import annotations

from functools import cache

from cleaners.rule_files import load
from flows.docs.rule_pages import STRUCTURE

BY_STAGE = {
    "extraction": "It is outside the article's text on the page.",
    "encoding": "The characters were damaged by a wrong encoding.",
    "boilerplate": "The line does not belong to the article.",
    "metadata": "The line holds a value for a column.",
    "paraphrase": "A spinner wrote it; this is the likeliest original.",
}
BY_RULE = {
    "paywall/cut-mark": "The source says here that it left the rest out.",
    "paraphrase/copy": "A genuine copy of the article has this wording.",
    "artefact/braces": "A spinner left its template's braces.",
    "artefact/a-an": "The article before a repaired word has to agree with it.",
    "artefact/number": "A spinner wrote a part of a number, or a decade, in words.",
    "artefact/doubled-word": "A repair would have left the same word twice.",
}


def reason(stage: str, rule: str) -> str:
    """Return one sentence for the last of the rules that `rule` names."""
    last = rule.rpartition(" + ")[2]
    if last in BY_RULE:
        return BY_RULE[last]
    if stage in ("boilerplate", "metadata"):
        _, _, name = last.rpartition("/")
        sentences = _boilerplate_rules()
        for known in (last, f"KIND/{name}"):
            if known in sentences:
                return sentences[known]
    return BY_STAGE.get(stage, "")


@cache
def _boilerplate_rules() -> dict[str, str]:
    """Return the sentence of each rule that removes lines."""
    packaged = {rule.id: rule.why for rule in load("boilerplate")}
    return {**STRUCTURE, **packaged}
