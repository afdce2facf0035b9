"""A note on its author at the end of an article goes; an article about its author stays."""

from __future__ import annotations

import numpy as np
import pytest

from cleaners.extraction.blocks import read_blocks
from cleaners.extraction.end_notes import without_notes_on_author
from cleaners.extraction.parsing import parse

TEXT = (
    "The ferry left the harbour at nine, and nobody on the quay had expected it to come back "
    "before dark, said a man who has sold tickets there for thirty years and owns a whistle."
)
ARTICLE = [TEXT, TEXT, TEXT]
NOTE = "Mara Quill covers the coast for this paper and lives on a boat."
AUTHOR = "Mara Quill"


@pytest.mark.parametrize(
    ("paragraphs", "author", "gone"),
    [
        pytest.param([*ARTICLE, NOTE], AUTHOR, [3], id="the last paragraph"),
        pytest.param([*ARTICLE, f"— {NOTE}"], AUTHOR, [3], id="behind a dash"),
        pytest.param(
            [*ARTICLE, NOTE, "Write to her."], AUTHOR, [3], id="the last but one"
        ),
        pytest.param(
            [*ARTICLE, NOTE, NOTE.replace(AUTHOR, "Ivo Lang")],
            "Mara Quill, Ivo Lang",
            [3, 4],
            id="two authors",
        ),
        pytest.param(
            [
                *ARTICLE,
                "Mara Quill ist Redakteurin und schreibt seit 2011 über Küsten.",
            ],
            AUTHOR,
            [3],
            id="in German",
        ),
        pytest.param(
            [TEXT, "By Mara Quill Photographs by Jo Lund", *ARTICLE, NOTE],
            AUTHOR,
            [5],
            id="below a byline amid the text",
        ),
        pytest.param(
            [
                TEXT,
                "By Mara Quill Photographs by Jo Lund",
                *ARTICLE,
                "Quill rows.",
                NOTE,
            ],
            AUTHOR,
            [],
            id="about them, below a byline",
        ),
        pytest.param(
            ["By Mara Quill, the ferry was called a wreck.", *ARTICLE, NOTE],
            AUTHOR,
            [],
            id="a sentence that begins like a byline",
        ),
        pytest.param([*ARTICLE, NOTE], None, [], id="no author is known"),
        pytest.param([*ARTICLE, NOTE], "Ivo Lang", [], id="another author"),
        pytest.param(
            [*ARTICLE, NOTE.replace(AUTHOR, "Quill")], "Quill", [], id="one name"
        ),
        pytest.param([*ARTICLE, "Mara Quill, Hale"], AUTHOR, [], id="a signature"),
        pytest.param([TEXT, NOTE], AUTHOR, [], id="below a few lines"),
        pytest.param([NOTE, *ARTICLE, TEXT], AUTHOR, [], id="at the top"),
        pytest.param(
            [*ARTICLE, "When Quill sailed, it rained.", NOTE],
            AUTHOR,
            [],
            id="about them",
        ),
        pytest.param(
            [*ARTICLE, "Mara Quill: And when will the ferry come back, if it does?"],
            AUTHOR,
            [],
            id="a dialogue",
        ),
    ],
)
def test_notes_on_authors(
    paragraphs: list[str], author: str | None, gone: list[int]
) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    tree = parse(f"<html><body>{body}</body></html>")
    assert tree is not None
    page = read_blocks(tree)
    chosen = np.ones(len(page.blocks), dtype=bool)
    kept = without_notes_on_author(chosen, page, author)
    assert np.flatnonzero(~kept).tolist() == gone
