"""What is made of a text does not hang on the texts that the process has read before."""

import re
import tomllib
from pathlib import Path

from cleaners.paraphrase import Unspinner, language_model, lexicon, topics

CASES = Path(__file__).parents[1] / "cases" / "paraphrase"
MARK = re.compile(r"<<(.*?) (?:=>|~) .*?>>")
NAMES = (
    "business_money_law",
    "health_science_technology",
    "sport_politics_arts",
    "travel_food_everyday",
)


def test_texts_read_in_any_order_are_repaired_alike() -> None:
    files = (CASES / f"passages_{name}.toml" for name in NAMES)
    cases = [
        case
        for file in files
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    ]
    texts = [MARK.sub(r"\1", case["text"]) for case in cases][:24]
    fresh = [
        Unspinner(lexicon.load(), language_model.load(), topics.load())
        for _ in range(2)
    ]
    forth = [fresh[0].repair(text) for text in texts]
    back = [fresh[1].repair(text) for text in reversed(texts)][::-1]
    assert any(repair.edits for repair in forth)
    assert forth == back
