"""JSON of any shape is read, by structure, and one bad object costs itself."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cleaners.article import Reason, Record
from flows.intake import Quarantined
from flows.intake.readers.json_documents import JSON
from flows.intake.readers.jsonl import JSONL
from tests.flows.reading import SETTINGS, keep_the_laws, rows_of, texts_of
from tests.growth import assert_linear

ROWS = [
    {
        "title": f"Ferry {n}",
        "text": f"The boat left at {n}.",
        "url": f"https://a.example/{n}",
    }
    for n in range(3)
]
TEXTS = [row["text"] for row in ROWS]
DUMP = json.dumps(ROWS)

# Each of these shapes holds the three articles, and nothing else that is one.
SHAPES = {
    "an array": DUMP,
    "an array, indented": json.dumps(ROWS, indent=4),
    "an array over many lines, as Scrapy writes it": "[\n"
    + ",\n".join(map(json.dumps, ROWS))
    + "\n]",
    "lines": "\n".join(map(json.dumps, ROWS)),
    "objects one after another": "".join(map(json.dumps, ROWS)),
    "indented objects one after another": "\n".join(
        json.dumps(row, indent=2) for row in ROWS
    ),
    "a JSON text sequence": "".join(f"\x1e{json.dumps(row)}\n" for row in ROWS),
    "NewsAPI": json.dumps({"status": "ok", "totalResults": 3, "articles": ROWS}),
    "a list after other lists": json.dumps(
        {"sources": [{"id": "a"}, {"id": "b"}], "data": ROWS, "next": None}
    ),
    "a list two levels down": json.dumps(
        {"response": {"numFound": 3, "docs": ROWS}, "params": {"q": "ferry"}}
    ),
    "a list under an unusual name": json.dumps({"nieuwsberichten": ROWS}),
    "Elasticsearch": json.dumps(
        {
            "took": 4,
            "hits": {
                "total": {"value": 3},
                "hits": [{"_index": "n", "_source": row} for row in ROWS],
            },
        }
    ),
    "wrapped objects": json.dumps(
        [{"article": row, "crawler": {"name": "c"}} for row in ROWS]
    ),
    "a listing of posts": json.dumps(
        {"kind": "Listing", "data": {"children": [{"data": row} for row in ROWS]}}
    ),
    "objects by id": json.dumps({f"id-{n}": row for n, row in enumerate(ROWS)}),
    "lists by day": json.dumps({"2024-03-01": ROWS[:1], "2024-03-02": ROWS[1:]}),
    "arrays in an array": json.dumps([ROWS[:2], ROWS[2:]]),
    "pages of an API one after another": "\n".join(
        json.dumps({"page": n, "items": [row]}) for n, row in enumerate(ROWS)
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_articles_of_a_document_are_found(tmp_path: Path, shape: str) -> None:
    rows = keep_the_laws(tmp_path, "export.json", SHAPES[shape].encode(), 60)
    assert texts_of(rows) == TEXTS
    titles = [row.metadata.title for row in rows if isinstance(row, Record)]
    assert titles == ["Ferry 0", "Ferry 1", "Ferry 2"]
    assert [row.record_number for row in rows] == [0, 1, 2]


BY_COLUMN = {name: [row[name] for row in ROWS] for name in ROWS[0]}
TABLES = {
    "columns, as pandas writes them": {
        name: {str(n): value for n, value in enumerate(values)}
        for name, values in BY_COLUMN.items()
    },
    "lists as columns": BY_COLUMN,
    "names apart": {
        "columns": list(ROWS[0]),
        "index": [0, 1, 2],
        "data": [list(row.values()) for row in ROWS],
    },
}


@pytest.mark.parametrize("form", TABLES)
def test_a_table_by_columns_has_its_rows(tmp_path: Path, form: str) -> None:
    data = json.dumps(TABLES[form], indent=1).encode()
    rows = keep_the_laws(tmp_path, "table.json", data, 60)
    assert texts_of(rows) == TEXTS
    titles = [row.metadata.title for row in rows if isinstance(row, Record)]
    assert titles == ["Ferry 0", "Ferry 1", "Ferry 2"]


NO_TABLES = [
    {"text": ["One.", "Two."], "tags": ["a", "b"]},
    {"text": ["One.", "Two."], "title": ["T"]},
    {"text": ["One.", "Two."], "title": "T"},
    {"text": {"html": "One.\n\nTwo."}, "title": {"html": "T"}},
    {"text": ["One.", "Two."], "columns": ["a"], "data": [["b"]]},
]


@pytest.mark.parametrize("item", NO_TABLES)
def test_a_text_in_pieces_is_no_table(tmp_path: Path, item: dict[str, object]) -> None:
    rows = rows_of(tmp_path, "a.json", json.dumps(item).encode())
    assert texts_of(rows) == ["One.\n\nTwo."]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_documents_come_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    text = '[{"text": "Le café ouvre à l’été."}, {"text": "Déjà vu, dit-elle."}]'
    rows = rows_of(tmp_path, "a.json", text.encode(encoding))
    assert texts_of(rows) == ["Le café ouvre à l’été.", "Déjà vu, dit-elle."]


TEXT_FORMS = [
    ({"content": {"rendered": "<p>One.</p>"}, "title": {"rendered": "T"}}, "<p>One.</p>"),
    ({"text": ["One.", "Two."], "title": "T"}, "One.\n\nTwo."),
    ({"body": [{"type": "p", "text": "One."}, {"text": "Two."}], "title": "T"}, "One.\n\nTwo."),
    ({"text": {"#text": "One.", "@lang": "en"}, "title": "T"}, "One."),
    ({"title": "T", "comments": [{"text": "No."}, {"text": "Yes."}], "text": "One."}, "One."),
    ({"title": "T", "text": None, "summary": {"text": 5}, "body": "One."}, "One."),
]  # fmt: skip


@pytest.mark.parametrize(("item", "text"), TEXT_FORMS)
def test_a_text_may_be_wrapped_or_in_pieces(
    tmp_path: Path, item: dict[str, object], text: str
) -> None:
    data = json.dumps([item, item]).encode()
    for name in ("a.json", "a.jsonl"):
        data = json.dumps(item).encode() if name == "a.jsonl" else data
        rows = rows_of(tmp_path, name, data)
        assert texts_of(rows) == [text] * len(rows)
        assert all(isinstance(row, Record) for row in rows)
        assert {row.metadata.title for row in rows if isinstance(row, Record)} == {"T"}


LENIENT = [
    (b'{"text": "One\x0b\x01two\ttabs.", "title": "T"}', "One\x0b\x01two\ttabs."),
    (
        b'{"text": "One.", "title": "T", "score": NaN, "n": [Infinity, -Infinity]}',
        "One.",
    ),
    (b'{"text": NaN, "body": "One.", "title": "T"}', "One."),
    (b'\xef\xbb\xbf{"text": "One.", "title": "T"}', "One."),
    (b'\xef\xbb\xbf \r\n{"text": "One.", "title": "T"}\r\n', "One."),
]


@pytest.mark.parametrize(("data", "text"), LENIENT)
def test_what_strict_readers_refuse_is_read(
    tmp_path: Path, data: bytes, text: str
) -> None:
    for name in ("a.jsonl", "a.json"):
        (row,) = keep_the_laws(tmp_path, name, data, 10)
        assert isinstance(row, Record)
        assert (row.content, row.metadata.title) == (text, "T")


@pytest.mark.parametrize("broken", ['{"text": "a",}', '{"tags": [1,\n], "text": "a"}'])
def test_a_surplus_comma_is_named(tmp_path: Path, broken: str) -> None:
    (row,) = rows_of(tmp_path, "a.json", broken.encode())
    assert isinstance(row, Quarantined)
    assert row.reason == Reason.BROKEN_RECORD
    place = broken.index(",}" if ",}" in broken else ",\n") + 1
    assert row.detail == (
        f"byte 0: a comma before a closing bracket, at character {place}"
    )


def test_other_faults_keep_their_own_words(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "a.jsonl", b'{"text": "a, }", "n": nothing}')
    assert isinstance(row, Quarantined)
    assert "Expecting value" in row.detail


BROKEN = [
    (DUMP.replace('"The boat left at 1."', '"The " boat"'), [0, 2], Reason.BROKEN_RECORD),
    (DUMP.replace('"The boat left at 1."', '"The boat'), [0, 2], Reason.BROKEN_RECORD),
    (DUMP.replace('"The boat left at 0."', '"The boat'), [1, 2], Reason.BROKEN_RECORD),
    (json.dumps(ROWS, indent=2).replace('at 1."', "at 1."), [0, 2], Reason.BROKEN_RECORD),
    (DUMP.replace('"https://a.example/1"', "nonsense"), [0, 2], Reason.BROKEN_RECORD),
    (DUMP.replace('/2"}', '/2",}'), [0, 1], Reason.BROKEN_RECORD),
    (DUMP.replace('"text": "The boat left at 1."', '"words": 3'), [0, 2], Reason.NO_TEXT_FIELD),
    (DUMP.replace("The boat left at 1.", " "), [0, 2], Reason.EMPTY),
    (DUMP[:-1], [0, 1, 2], Reason.TRUNCATED),
    (DUMP[:-20], [0, 1], Reason.TRUNCATED),
    (DUMP.replace('/0"}, ', '/0"}, null, '), [0, 1, 2], Reason.BROKEN_RECORD),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kept", "reason"), BROKEN)
def test_a_broken_object_costs_itself(
    tmp_path: Path, text: str, kept: list[int], reason: Reason
) -> None:
    rows = keep_the_laws(tmp_path, "a.json", text.encode(), 50)
    records = [row.content for row in rows if isinstance(row, Record)]
    assert records == [TEXTS[n] for n in kept]
    (bad,) = [row for row in rows if isinstance(row, Quarantined)]
    assert bad.reason == reason
    assert "byte" in bad.detail or reason in {Reason.NO_TEXT_FIELD, Reason.EMPTY}


NOTHING = [
    (b"", Reason.EMPTY),
    (b"  \n", Reason.EMPTY),
    (b"[]", Reason.EMPTY),
    (b'{"articles": []}', Reason.NO_TEXT_FIELD),
    (b'{"error": "rate limit"}', Reason.NO_TEXT_FIELD),
    (b"\x89PNG\r\n\x1a\n{}", Reason.BINARY),
    (b"plain words", Reason.BROKEN_RECORD),
    (b"[" * 200_000, Reason.BROKEN_RECORD),
    (b'{"a":' * 200_000, Reason.TRUNCATED),
    (b'{"text": "' + b"x" * 17_000_000 + b'"}', Reason.TOO_LARGE),
    (gzip.compress(DUMP.encode(), mtime=0)[:40], Reason.TRUNCATED),
]


@pytest.mark.parametrize(("data", "reason"), NOTHING)
def test_what_holds_no_article_is_one_row(
    tmp_path: Path, data: bytes, reason: Reason
) -> None:
    name = "a.json.gz" if data[:2] == b"\x1f\x8b" else "a.json"
    (row,) = rows_of(tmp_path, name, data)
    assert isinstance(row, Quarantined)
    assert row.reason == reason


def test_an_object_beyond_the_limit_is_passed_over(tmp_path: Path) -> None:
    limited = replace(SETTINGS, line_bytes=200_000)

    def read(times: int) -> None:
        giant = json.dumps({"title": "G", "html": 'a\\" } ] ' * times})
        text = f"[{json.dumps(ROWS[0])}, {giant}, {json.dumps(ROWS[1])}]"
        rows = rows_of(tmp_path, "a.json", text.encode(), limited)
        assert texts_of(rows) == [TEXTS[0], "(too_large)", TEXTS[1]]

    assert_linear(read, 20_000)


LINES = [json.dumps(row) for row in ROWS]
TORN = {
    "a lost newline": f"{LINES[0]}{LINES[1]}\n{LINES[2]}",
    "a lost newline, and a comma": f"{LINES[0]}\n{LINES[1]},{LINES[2]}\n",
    "a lost newline, and a tail": f"{LINES[0]} {LINES[1]}\n{LINES[2]}\n\n",
    "commas at the end": ",\n".join(LINES) + ",\n",
}
STAYS = {
    "a line that is cut": f'{LINES[0]}\n{{"text": "The boat\n{LINES[1]}\n{LINES[2]}',
    "a line with a surplus bracket": f"{LINES[0]}\n{LINES[1]}}}\n{LINES[2]}",
    "a line of prose": f"{LINES[0]}\nThe boat left.\n{LINES[2]}",
    "a line with a string": f'{LINES[0]}\n"The boat left."\n{LINES[2]}',
    "a cut end": f"{LINES[0]}\n{LINES[1]}\n{LINES[2][:-9]}",
}


@pytest.mark.parametrize("how", TORN)
def test_lines_that_are_torn_or_glued_are_read(tmp_path: Path, how: str) -> None:
    rows = keep_the_laws(tmp_path, "a.jsonl", TORN[how].encode(), 60)
    assert texts_of(rows) == TEXTS


def test_an_object_may_be_written_as_a_string(tmp_path: Path) -> None:
    lines = [json.dumps(LINES[0]), LINES[1], json.dumps("{It is late}"), LINES[2]]
    rows = keep_the_laws(tmp_path, "a.jsonl", "\n".join(lines).encode(), 60)
    assert texts_of(rows) == [*TEXTS[:2], "(broken_record)", TEXTS[2]]


def test_a_paragraph_break_may_stand_in_a_line(tmp_path: Path) -> None:
    first, *others = LINES
    torn = first.replace("left at", "left.\n\nIt was")
    rows = keep_the_laws(tmp_path, "a.jsonl", "\n".join([torn, *others]).encode(), 60)
    assert texts_of(rows) == ["The boat left.\n\nIt was 0.", *TEXTS[1:]]


@pytest.mark.parametrize("how", STAYS)
def test_one_broken_line_costs_itself(tmp_path: Path, how: str) -> None:
    rows = keep_the_laws(tmp_path, "a.jsonl", STAYS[how].encode(), 60)
    assert {row.source_format for row in rows} == {"jsonl"}
    broken = [row for row in rows if isinstance(row, Quarantined)]
    assert [row.reason for row in broken] == [Reason.BROKEN_RECORD]


def test_a_comma_behind_a_late_object_is_let_pass(tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"The boat left at {n}."}) for n in range(4_000)]
    late = "\n".join([*lines, f"{lines[0]},", lines[1]])
    rows = rows_of(tmp_path, "a.jsonl", late.encode())
    assert {row.source_format for row in rows} == {"jsonl"}
    assert all(isinstance(row, Record) for row in rows)


def test_json_and_jsonl_are_told_apart_by_content() -> None:
    lines = "\n".join(map(json.dumps, ROWS)).encode()
    assert JSONL.recognises(lines)
    assert JSONL.recognises(lines[:-20])
    for shape, text in SHAPES.items():
        if shape != "pages of an API one after another":
            assert JSONL.recognises(text.encode()) == (shape == "lines"), shape
        assert JSON.recognises(text.encode()), shape
    for other in (
        b"",
        b"[1] A footnote.",
        b"{curly} words",
        b"<p>{}</p>",
        b"[link](a)",
    ):
        assert not JSON.recognises(other)
        assert not JSONL.recognises(other)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)
ARTICLES = st.builds(
    lambda text, extra: {**extra, "text": f"Body {text}"},
    st.text(max_size=40).filter(lambda text: "\0" not in text),
    st.dictionaries(st.sampled_from(["a", "b", "meta"]), VALUES, max_size=2),
)
LAWS = hypothesis_settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@LAWS
@given(
    st.lists(ARTICLES, min_size=1, max_size=6),
    st.sampled_from(["[%s]", '{"status": "ok", "articles": [%s]}', "[[%s]]"]),
    st.booleans(),
    st.integers(30, 200),
)
def test_what_was_written_is_read(
    tmp_path: Path,
    articles: list[dict[str, object]],
    frame: str,
    ascii_only: bool,  # noqa: FBT001  # drawn by hypothesis
    size: int,
) -> None:
    dumped = (json.dumps(item, ensure_ascii=ascii_only) for item in articles)
    data = (frame % ", ".join(dumped)).encode("utf-8", "surrogatepass")
    rows = keep_the_laws(tmp_path, "a.json", data, size)
    want = [str(item["text"]) for item in articles]
    assert [text.replace("\ufffd", "") for text in texts_of(rows)] == [
        text.replace("\ufffd", "") for text in want
    ]


@LAWS
@given(st.integers(0, len(DUMP)), st.sampled_from(sorted(SHAPES)))
def test_what_is_cut_short_keeps_the_articles_before(
    tmp_path: Path, end: int, shape: str
) -> None:
    data = SHAPES[shape].encode()
    end = end * len(data) // len(DUMP)
    whole = [data.find(json.dumps(text).encode()) for text in TEXTS]
    rows = keep_the_laws(tmp_path, "a.json", data[:end], 40)
    records = [row.content for row in rows if isinstance(row, Record)]
    certain = [
        text
        for text, begin in zip(TEXTS, whole, strict=True)
        if 0 <= data.find(b"}", begin) < end
        and data.find(b"example", begin) < data.find(b"}", begin)
    ]
    assert records[: len(certain)] == certain
    assert len(records) + 1 >= len(rows)


@LAWS
@given(
    st.lists(
        st.sampled_from(
            [b"{", b"}", b"[", b"]", b'"', b"\\", b",", b":", b'"text"', b"\n", b"1"]
            + [json.dumps(row).encode() for row in ROWS]
            + [b"\xff", b"null", b"\xef\xbb\xbf"]
        ),
        max_size=30,
    ),
    st.integers(1, 100),
)
def test_no_bytes_stop_it(tmp_path: Path, pieces: list[bytes], size: int) -> None:
    keep_the_laws(tmp_path, "a.json", b"".join(pieces), size)


KINDS = {
    "[1]": "a JSON array",
    '"a"': "a JSON string",
    "null": "a JSON null",
    "true": "a JSON truth value",
    "1.5": "a JSON number",
}


@pytest.mark.parametrize("line", KINDS)
def test_what_is_no_object_is_named_in_the_words_of_json(
    tmp_path: Path, line: str
) -> None:
    data = f'{{"text": "It rains."}}\n{line}\n'.encode()
    _, row = rows_of(tmp_path, "a.jsonl", data)
    assert isinstance(row, Quarantined)
    assert KINDS[line] in row.detail
