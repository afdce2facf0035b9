"""A repair does not depend on the texts that the process has read before."""

import re
import tomllib
from pathlib import Path

from cleaners.paraphrase import Unspinner, resources

CASES = Path(__file__).parents[1] / "cases" / "paraphrase"
MARK = re.compile(r"<<(.*?) (?:=>|~) .*?>>")
NAMES = (
    "business_money_law",
    "health_science_technology",
    "sport_politics_arts",
    "travel_food_everyday",
)


def test_texts_are_repaired_alike_in_any_order() -> None:
    files = (CASES / f"passages_{name}.toml" for name in NAMES)
    cases = [
        case
        for file in files
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    ]
    texts = [MARK.sub(r"\1", case["text"]) for case in cases][:24]
    unspinners = [Unspinner.of(resources.load()) for _ in range(2)]
    in_order = [unspinners[0].repair(text) for text in texts]
    in_reverse = [unspinners[1].repair(text) for text in reversed(texts)][::-1]
    assert any(repair.edits for repair in in_order)
    assert in_order == in_reverse
