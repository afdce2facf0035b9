"""Capital and small letters, to be written into the character classes of patterns."""

from __future__ import annotations

# Latin with its extensions, Greek and Cyrillic: the alphabets that have both kinds.
ALPHABETS = (*range(0x41, 0x530), *range(0x1E00, 0x2000))
LETTERS = [chr(number) for number in ALPHABETS]
CAPITALS = "".join(letter for letter in LETTERS if letter.isupper())
SMALL = "".join(letter for letter in LETTERS if letter.islower())
