"""A trie of the phrases that spinners write, to find those of several words in a text."""

from __future__ import annotations

from collections.abc import Iterable

from cleaners.paraphrase.lexicon import Phrase


class TrieNode:
    """A node of the trie: the words that may follow, and the phrase, if one ends here."""

    __slots__ = ("children", "phrase")

    def __init__(self) -> None:
        self.children: dict[str, TrieNode] = {}
        self.phrase: Phrase | None = None


def build_trie(phrases: Iterable[Phrase]) -> TrieNode:
    """Build the trie of some phrases."""
    root = TrieNode()
    for phrase in phrases:
        node = root
        for word in phrase:
            node = node.children.setdefault(word, TrieNode())
        node.phrase = phrase
    return root
