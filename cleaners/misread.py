"""Read again what was read in a Western encoding and written in another one.

ftfy repairs UTF-8 that was misread. Of "Ìîñò" for "Мост" no byte tells; but no language of the West
has more accented letters than plain ones, and letter pairs say which alphabet it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import chardet
import ftfy.bad_codecs  # noqa: F401 - it registers the codec

from cleaners.pieces import Edit

RULE = "mojibake"
# Signs that ftfy leaves, since the first of their three letters may end a word: trade marks,
# numbers, fractions. The fractions must follow no letter, as in Turkish "hâlâ…”".
SIGN = re.compile(
    "â„[\u0080-\u00bfƒ†‡‘’“”•–—™š›œž€‚„…‰‹Œ]|(?<![^\\W\\d])â…[\u00a0-\u00bb“”•–—˜™š›œžŸ]"
)
SIGN_START = re.compile("â")
# UTF-8 in the code page of Western consoles, which ftfy does not read: "gr├Â├ƒer", "ÔÇÖ". A frame
# is drawn by more signs than one.
CONSOLE = "cp850"
CONSOLE_SECOND = f"[{bytes(range(0x80, 0xC0)).decode(CONSOLE)}]"
CONSOLE_RUN = re.compile(
    f"(?<![─-▓])(?:[─├┬┼]{CONSOLE_SECOND}|ÔÇ{CONSOLE_SECOND}|Ôé¼|Ôäó)++(?![─-▓])"
)
CONSOLE_START = re.compile("[├Ô]")
# Letters and signs that the American code page, which ftfy reads, has not: no frame has them.
CONSOLE_PROOF = re.compile("(?<=[A-Za-z])├[×ØøÁÂÀ®©]|ÔÇ[ÖÿØ£ôöª×]")
LETTERS = re.compile("[^\\W\\d_]")
ACCENTED = re.compile("[\u00a1-\u00ff]")
ACCENTED_WORD = re.compile("[\u00a1-\u00ff]{3}")  # of which figures ("11.9×") have none
ACCENTED_RUN = re.compile("[\u0080-\u00ffƒ€‚„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]+")
WESTERN = "sloppy-windows-1252"  # ftfy's: it has a character for each byte
OF_LATIN_1 = {byte: bytes([byte]).decode(WESTERN) for byte in range(0x80, 0xA0)}
# Share of accented letters among those of a line. Vietnamese has the most, .3; misread Cyrillic 1.
MISREAD_SHARE = 0.6
LEAST_LETTERS = 12  # accented ones in a text. Fewer show no alphabet. Chosen, not tuned
# What chardet must give a reading. Sentences in these alphabets get .34 and more, a list of all
# accented letters .27.
LEAST_LIKELIHOOD = 0.32
# Other alphabets, by chardet's names, which Python knows too.
OTHERS = (
    "cp1251",
    "koi8-r",
    "koi8-u",
    "iso8859-5",
    "mac-cyrillic",
    "cp1253",
    "iso8859-7",
    "cp1255",
    "cp1256",
    "iso8859-6",
    "cp874",
)
# Share of UTF-8 among the high bytes of a text that ftfy repairs. By accident it is below .1.
UTF8_SHARE = 0.25
Line = tuple[int, int]
SAMPLE = 8_192  # characters that are judged. A guard, not tuned


def repair_signs(text: str) -> Iterator[Edit]:
    """Yield the edits that repair lone signs."""
    yield from _read_again(SIGN.finditer(text), "utf-8")


def repair_console(text: str) -> Iterator[Edit]:
    """Yield the edits that read again what a console showed."""
    if CONSOLE_PROOF.search(text):
        yield from _read_again(CONSOLE_RUN.finditer(text), "utf-8", CONSOLE)


def repair_letters(text: str) -> Iterator[Edit]:
    """Yield the edits that put back the letters of lines that were misread."""
    lines = list(_misread_lines(text))
    codec = _codec_of(text, lines)
    if codec is not None:
        runs = _accented_runs(text, lines)
        yield from _read_again(runs, codec)


def _accented_runs(text: str, lines: Iterable[Line]) -> Iterator[re.Match[str]]:
    for start, end in lines:
        yield from ACCENTED_RUN.finditer(text, start, end)


def _read_again(
    runs: Iterable[re.Match[str]], codec: str, read_as: str = WESTERN
) -> Iterator[Edit]:
    for run in runs:
        fixed = _decoded(run.group(), codec, read_as)
        if fixed != run.group():
            yield Edit(run.start(), run.end(), fixed, RULE)


def _misread_lines(text: str) -> Iterator[Line]:
    """Yield the ranges of the lines in which most letters are accented."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if _is_misread(line):
            yield start, end
        start = end + 1


def _is_misread(line: str) -> bool:
    if line.isascii():
        return False
    accented = len(ACCENTED.findall(line))
    if not accented:
        return False
    letters = len(LETTERS.findall(line))
    return accented >= MISREAD_SHARE * letters


def _codec_of(text: str, lines: Iterable[Line]) -> str | None:
    """Return the encoding that misread lines are in."""
    sample = "\n".join(text[start:end] for start, end in lines)[:SAMPLE]
    if not ACCENTED_WORD.search(sample):
        return None
    if len(ACCENTED.findall(sample)) < LEAST_LETTERS:
        return None
    data = sample.translate(OF_LATIN_1).encode(WESTERN, "replace")
    if _is_utf8(data):
        return None
    found = chardet.detect(
        data,
        compat_names=False,
        include_encodings=OTHERS,
        no_match_encoding=OTHERS[0],
        empty_input_encoding=OTHERS[0],
    )
    is_likely = found["confidence"] >= LEAST_LIKELIHOOD
    return found["encoding"] if is_likely else None


def _is_utf8(data: bytes) -> bool:
    """Return whether bytes are UTF-8, maybe with damage."""
    high = len(data) - len(data.decode("ascii", "ignore"))
    valid = data.decode("utf-8", "ignore")
    sequences = len(valid) - len(valid.encode("ascii", "ignore"))
    return sequences >= UTF8_SHARE * high


def _decoded(text: str, codec: str, read_as: str) -> str:
    """Read characters of an encoding in another one, if they can be."""
    try:
        return text.translate(OF_LATIN_1).encode(read_as).decode(codec)
    except UnicodeError:
        return text
