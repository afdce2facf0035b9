"""Tell names of East Asia by their surnames, which are few: they have no capitals to show them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

# A given name has two syllables in Korean, mostly, and one or two signs in Chinese. Words of two
# signs are too many. In Japanese a space parts surname and given name: without it, a name reads
# like any other word.
FORMS = {
    "ko": r"(?:{surnames})[가-힣]{{2}}",
    "zh": r"(?:{surnames})[\u4e00-\u9fff]{{2}}",
    "ja": r"(?:{surnames})[ \u3000][\u3041-\u30ff\u4e00-\u9fff々]{{1,4}}",
}
MAX_LETTERS = 9  # of a name, with its space; a guard on cost


def is_name_of_east_asia(text: str) -> bool:
    """Whether a text is a name of a person, in Chinese, Japanese or Korean letters."""
    if text.isascii() or len(text) > MAX_LETTERS:
        return False
    return any(form.fullmatch(text) for form in _forms())


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """Return the forms of names by language, which begin with its surnames."""
    path = files("cleaners") / "data" / "surnames.toml"
    words = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(_form(language, **lists) for language, lists in words.items())


def _form(language: str, surnames: str, no_name: str) -> re.Pattern[str]:
    begins = "|".join(surnames.split())
    ends = "|".join(no_name.split())
    name = FORMS[language].format(surnames=begins)
    return re.compile(rf"(?!.*(?:{ends})$){name}")
