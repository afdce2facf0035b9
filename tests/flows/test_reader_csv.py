"""Tables in CSV are read however their cells are set apart, and a bad row costs itself."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cleaners.article import Reason, Record
from flows.intake import Quarantined
from flows.intake.readers.csv_tables import CSV
from tests.flows.reading import keep_the_laws, rows_of, texts_of
from tests.growth import assert_linear

BODY = 'The ferry, they say, left "on time".\nNobody; was | aboard\tthough.'
WRITTEN = [
    ["Ferry", BODY, "https://a.example/1"],
    ["Bus", "It rained.", "https://a.example/2"],
]


def table(header: list[str], rows: list[list[str]], **dialect: object) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, **dialect)  # type: ignore[arg-type]
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


NAMES = ["title", "text", "url"]
DIALECTS = {
    "as a spreadsheet writes it": table(NAMES, WRITTEN),
    "with semicolons": table(NAMES, WRITTEN, delimiter=";"),
    "with tabs": table(NAMES, WRITTEN, delimiter="\t"),
    "with bars": table(NAMES, WRITTEN, delimiter="|"),
    "all quoted": table(NAMES, WRITTEN, quoting=csv.QUOTE_ALL, lineterminator="\n"),
    "quotes escaped by backslashes": table(
        NAMES, WRITTEN, doublequote=False, escapechar="\\"
    ),
    "other capitals": table(["TITLE", " Text ", "Url"], WRITTEN),
    "other names": table(["headline", "Article Text", "Source-URL"], WRITTEN),
    "an index of pandas first": table(
        ["", *NAMES], [[str(n), *row] for n, row in enumerate(WRITTEN)]
    ),
    "more columns": table([*NAMES, "text"], [[*row, "other"] for row in WRITTEN]),
    "a declared delimiter": "sep=;\r\n" + table(NAMES, WRITTEN, delimiter=";"),
    "blank lines": "\n\n" + table(NAMES, WRITTEN) + "\r\n\r\n",
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_tables_of_all_dialects_are_read(tmp_path: Path, dialect: str) -> None:
    name = "a.tsv" if "tabs" in dialect else "a.csv"
    rows = keep_the_laws(tmp_path, name, DIALECTS[dialect].encode(), 30)
    assert texts_of(rows) == [BODY, "It rained."]
    known = [row.metadata for row in rows if isinstance(row, Record)]
    assert [each.title for each in known] == ["Ferry", "Bus"]
    assert [each.url for each in known] == [row[2] for row in WRITTEN]
    assert CSV.recognises(DIALECTS[dialect].encode()) or "declared" in dialect


BARE_QUOTES = [
    ['"We shut it": a keeper speaks', '"It is dry," the keeper said.', "u1"],
    ['"Shut"', '"It is dry, the keeper said.', "u2"],
    ["Lock", 'The "lock" is shut.', "u3"],
]


def tabbed(rows: list[list[str]]) -> bytes:
    return "".join("\t".join(row) + "\n" for row in [NAMES, *rows]).encode()


def test_a_table_with_tabs_may_have_quotes_as_text(tmp_path: Path) -> None:
    rows = keep_the_laws(tmp_path, "a.tsv", tabbed(BARE_QUOTES), 30)
    assert texts_of(rows) == [text for _, text, _ in BARE_QUOTES]
    known = [row.metadata.title for row in rows if isinstance(row, Record)]
    assert known == [title for title, *_ in BARE_QUOTES]


QUOTED = [
    ['"Lock"', '"It is dry."', '"u1"'],
    ['"A ""shut"" lock"', '"It is ""dry""."', "u1"],
    ["Lock", '"It is dry.\nIt is shut."', "u1"],
    ["Lock", '"It is\tdry."', "u1"],
    ['"A ""shut"" lock" ', "It is dry.", "u1"],
]


@pytest.mark.parametrize("row", QUOTED)
def test_and_so_may_it_quote_its_cells(tmp_path: Path, row: list[str]) -> None:
    (found,) = rows_of(tmp_path, "a.tsv", tabbed([row]))
    assert isinstance(found, Record)
    assert found.content == row[1].strip('"').replace('""', '"')


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_tables_come_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    text = "title,text\r\nA,Le café de l’été\r\nB,Déjà vu\r\n"
    rows = rows_of(tmp_path, "a.csv", text.encode(encoding))
    assert texts_of(rows) == ["Le café de l’été", "Déjà vu"]


def test_lines_may_end_in_returns_alone(tmp_path: Path) -> None:
    rows = keep_the_laws(tmp_path, "a.csv", b"title,text\rA,one\rB,two\r", 5)
    assert texts_of(rows) == ["one", "two"]


def test_rows_break_at_newlines_alone(tmp_path: Path) -> None:
    text = "title,text,url\nÅ,one\u2028two\x85three,https://a.example\n"
    (row,) = rows_of(tmp_path, "a.csv", text.encode())
    assert isinstance(row, Record)
    assert row.content == "one\u2028two\x85three"
    assert row.metadata.url == "https://a.example"


GOOD = ["title,text,url", "A,one,u1", "B,two,u2", "C,three,u3", "D,four,u4"]
BROKEN = [
    (2, 'B,"two,u2', [0, 2, 3], Reason.TRUNCATED),
    (2, 'B,two,"u2', [0, 2, 3], Reason.TRUNCATED),
    (2, "B,two", [0, 2, 3], Reason.BROKEN_RECORD),
    (2, "B,two,u2,x", [0, 2, 3], Reason.BROKEN_RECORD),
    (2, 'B,"two\nmore",u2,x,y', [0, 2, 3], Reason.BROKEN_RECORD),
    (2, "B,,u2", [0, 2, 3], Reason.NO_TEXT_FIELD),
    (4, 'D,"four', [0, 1, 2], Reason.TRUNCATED),
    (2, "B," + "x" * 17_000_000 + ",u2", [0, 2, 3], Reason.TOO_LARGE),
    (2, "B," + "x" * 11_000_000 + ",u2", [0, 2, 3], Reason.TOO_LARGE),
]


@pytest.mark.parametrize(("line", "text", "kept", "reason"), BROKEN)
def test_a_bad_row_costs_itself(
    tmp_path: Path, line: int, text: str, kept: list[int], reason: Reason
) -> None:
    lines = [*GOOD[:line], text, *GOOD[line + 1 :]]
    rows = rows_of(tmp_path, "a.csv", "\n".join(lines).encode())
    texts = [row.content for row in rows if isinstance(row, Record)]
    assert texts == [["one", "two", "three", "four"][n] for n in kept]
    (bad,) = [row for row in rows if isinstance(row, Quarantined)]
    assert bad.reason == reason
    assert bad.record_number == line - 1


def test_a_missing_quote_merges_no_rows(tmp_path: Path) -> None:
    lines = [GOOD[0], GOOD[1], 'B,"two,u2', 'C,"three",u3', GOOD[4]]
    rows = rows_of(tmp_path, "a.csv", "\n".join(lines).encode())
    assert texts_of(rows) == ["one", "(broken_record)", "three", "four"]


def test_an_unbalanced_quote_is_no_quadratic_trap(tmp_path: Path) -> None:
    def read(times: int) -> None:
        data = "\n".join([GOOD[0], *['A,"one', "B,two,u2", "no row"] * times])
        rows = rows_of(tmp_path, "a.csv", data.encode())
        assert len(rows) == 3 * times
        assert "two" in texts_of(rows)

    assert_linear(read, 150)


NO_TABLE = [
    ("", Reason.EMPTY, "white space"),
    ("\n \n", Reason.EMPTY, "white space"),
    ("title,text\n", Reason.EMPTY, "without a row"),
    ("A,one\nB,two\n", Reason.NO_TEXT_FIELD, "A, one"),
    ("title;url\nA;u\n", Reason.NO_TEXT_FIELD, "title, url"),
    ("\x89PNG\r\n", Reason.BINARY, ""),
]


@pytest.mark.parametrize(("text", "reason", "detail"), NO_TABLE)
def test_what_is_no_table_of_articles_is_one_row(
    tmp_path: Path, text: str, reason: Reason, detail: str
) -> None:
    (row,) = rows_of(tmp_path, "a.csv", text.encode("latin-1"))
    assert isinstance(row, Quarantined)
    assert row.reason == reason
    assert detail in row.detail


def test_prose_is_no_table() -> None:
    for text in (
        b"Body, text and title.\nMore.",
        b"text\nmore",
        b"",
        b"{}",
        b"a,b\n1,2",
    ):
        assert not CSV.recognises(text)


LAWS = hypothesis_settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
CELLS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=["Cc"])
    | st.sampled_from(',;"\t|\n'),
    max_size=30,
)


@LAWS
@given(
    st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5),
    st.sampled_from([",", ";", "\t", "|"]),
    st.integers(20, 90),
)
def test_what_was_written_is_read(
    tmp_path: Path, cells: list[tuple[str, str]], delimiter: str, size: int
) -> None:
    written = [[title, f"Body {text} end", "u"] for title, text in cells]
    data = table(NAMES, written, delimiter=delimiter).encode()
    rows = keep_the_laws(tmp_path, "a.csv", data, size)
    assert texts_of(rows) == [row[1] for row in written]


@LAWS
@given(st.sampled_from(sorted(DIALECTS)), st.floats(0, 1))
def test_what_is_cut_short_keeps_the_rows_before(
    tmp_path: Path, dialect: str, share: float
) -> None:
    data = DIALECTS[dialect].encode()
    end = round(share * len(data))
    rows = keep_the_laws(tmp_path, "a.csv", data[:end], 20)
    if end > data.find(b"Bus"):
        assert texts_of(rows)[0] == BODY


@LAWS
@given(
    st.lists(
        st.sampled_from(
            ["A,one,u", 'B,"two\nlines",u', '"', ",", "\n", "\r", '""', "é", "\0", "\\"]
        ),
        max_size=25,
    ),
    st.integers(1, 60),
)
def test_no_bytes_stop_it(tmp_path: Path, pieces: list[str], size: int) -> None:
    data = ("title,text,url\n" + "".join(pieces)).encode()
    keep_the_laws(tmp_path, "a.csv", data, size)


@LAWS
@given(st.binary(max_size=200))
def test_no_other_bytes_stop_it(tmp_path: Path, data: bytes) -> None:
    keep_the_laws(tmp_path, "a.csv", data, 20)
    keep_the_laws(tmp_path, "b.csv", b"title,text\n" + data, 20)


ESCAPES = {
    '"A \\"first\\" line.\\nA second."': 'A "first" line.\nA second.',
    '"One\\tcell, with \\\\n in it, \\"so\\"."': 'One\tcell, with \\n in it, "so".',
    '"A \\"line\\".\\r\\nAnother."': 'A "line".\r\nAnother.',
}


@pytest.mark.parametrize("cell", ESCAPES)
def test_escapes_of_databases_are_what_they_stand_for(
    tmp_path: Path, cell: str
) -> None:
    data = f"title,text,url\nA,{cell},u1\n\\N,It rained.,u2\n"
    rows = rows_of(tmp_path, "a.csv", data.encode())
    assert texts_of(rows) == [ESCAPES[cell], "It rained."]
    assert [row.metadata.title for row in rows if isinstance(row, Record)] == [
        "A",
        None,
    ]


def test_a_backslash_without_escaped_quotes_is_a_backslash(tmp_path: Path) -> None:
    data = 'title,text\nA,"Kept in C:\\news, he ""said""."\n'
    assert texts_of(rows_of(tmp_path, "a.csv", data.encode())) == [
        'Kept in C:\\news, he "said".'
    ]


def test_lines_above_the_header_are_passed_over(tmp_path: Path) -> None:
    above = "Export of the news desk\nGenerated on 1 March, with all text\n\n"
    data = (above + table(NAMES, WRITTEN)).encode()
    rows = keep_the_laws(tmp_path, "a.csv", data, 30)
    assert texts_of(rows) == [BODY, "It rained."]


LONG = "The ferry left on time, and nobody was aboard. " * 6
SHORT = "The ferry left on time."
ADVICE = [
    (f"Titel,Meldung\nA,{LONG}\n".replace(", and", " and"), "--field text=Meldung"),
    ("Titel,Meldung\nA,short\n", "--field text=NAME"),
    (f'A,"{LONG}"\nB,"{LONG}"\n', "it is a row: put a line with the names"),
    (f'A,"{LONG}"\nB,text title\n', "it is a row"),
    (f'A,article,"{LONG}"\nB,story,"{LONG}"\n', "it is a row"),
    (f"story,{SHORT},2025-03-05,https://a.example/1\n" * 2, "it is a row"),
    (f"text,{SHORT},05/03/2025 14:10,5.3.2025\n" * 2, "it is a row"),
]


NAMES_LIKE_DATA = [
    "text,http://purl.example/dc/title",
    "text,2025-03-05",
    "text,title,2025-03-05,https://a.example/score",
    f"text,Is this an answer to the question: {'how late was it ' * 8}?",
    "text,1,2,3",
]


@pytest.mark.parametrize("header", NAMES_LIKE_DATA)
def test_a_header_may_have_names_like_data(tmp_path: Path, header: str) -> None:
    row = ",".join([SHORT, *["1"] * header.count(",")])
    rows = rows_of(tmp_path, "a.csv", f"{header}\n{row}\n".encode())
    assert texts_of(rows) == [SHORT]


@pytest.mark.parametrize(("text", "advice"), ADVICE)
def test_a_table_without_a_known_text_says_what_to_do(
    tmp_path: Path, text: str, advice: str
) -> None:
    (row,) = rows_of(tmp_path, "a.csv", text.encode())
    assert isinstance(row, Quarantined)
    assert row.reason == Reason.NO_TEXT_FIELD
    assert advice in row.detail
    assert len(row.detail) < 400
