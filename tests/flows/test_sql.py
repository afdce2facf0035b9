"""`unspun sql` for a reader and for a program: what is printed, and what is said of mistakes."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import unspun as public
from flows.cli import cli
from flows.commands import query_table
from flows.commands.values import csv_line, json_line, tsv_line
from flows.snapshots import Current
from flows.sql import run_query
from flows.sql.views import VIEWS
from flows.storage.tables import SCHEMAS

VALUES = st.none() | st.text() | st.integers() | st.booleans()
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def sql(dataset: Path, *arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["sql", str(dataset), *arguments], input=stdin)


def on_terminal(dataset: Path, *arguments: str, width: int = 80) -> list[str]:
    """Run the command on a terminal of a width; return its lines without colours."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "flows", "sql", str(dataset), *arguments]
    environment = os.environ | {"COLUMNS": str(width), "TERM": "xterm"}
    child = subprocess.Popen(command, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    read = bytearray()
    while piece := read_piece(ours):
        read += piece
    os.close(ours)
    assert child.wait() == 0, read
    return COLOUR.sub("", read.decode()).replace("\r\n", "\n").splitlines()


def read_piece(terminal: int) -> bytes:
    """Read what a child wrote to a terminal; nothing once it has closed its end."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""


@pytest.fixture
def table(
    two_snapshots: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., list[str]]:
    """Print a table as on a terminal, but in this process."""
    current = Current.read(two_snapshots)
    assert current

    def printed(query: str, *, width: int = 80, every: bool = False) -> list[str]:
        monkeypatch.setenv("COLUMNS", str(width))
        query_table.print_table(run_query(current, query), every=every)
        return capsys.readouterr().out.splitlines()

    return printed


EVERYTHING = "SELECT *, NULL AS a, 'NULL' AS b, '' AS c FROM articles ORDER BY title"


def test_a_terminal_gets_a_table(two_snapshots: Path) -> None:
    lines = on_terminal(two_snapshots, EVERYTHING)
    assert lines[0].split()[:2] == ["site", "title"]
    assert all(len(line) <= 80 for line in lines)


def test_a_table_fits_the_terminal(table: Callable[..., list[str]]) -> None:
    for width in (40, 80, 200):
        lines = table(EVERYTHING, width=width)
        assert all(len(line) <= width for line in lines), width
        assert "title" in lines[0]
        assert "--all" in " ".join(lines[-2:])
    wide = table(EVERYTHING, every=True)
    assert all(name in wide[0] for name in SCHEMAS["articles"].names)
    row = wide[2].split()
    assert row.count("'NULL'") == 1
    assert "NULL" in row


def test_numbers_are_on_the_right_and_rows_end_with_a_line(
    table: Callable[..., list[str]],
) -> None:
    query = "SELECT number, number::VARCHAR AS word FROM range(5, 250) t(number)"
    lines = table(query)
    assert lines[2].rstrip() == "     5  5"
    assert lines[-1] == "… 145 more rows (--all shows them)"
    assert table(query, every=True)[-1] == "245 rows"


def test_lines_wrap_at_words(
    two_snapshots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "SELECT title, text, author FROM articles WHERE title LIKE 'Ferry%'"
    piped = sql(two_snapshots, query, "--line").stdout.splitlines()
    assert max(map(len, piped)) > 80
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "60")
    shown = COLOUR.sub("", sql(two_snapshots, query, "--line").stdout).splitlines()
    for lines in (piped, shown):
        assert lines[:2] == ["-[ 1 ]-", " title  Ferry crews end strike"]
        assert lines[-1] == "author  NULL"
    assert all(len(line) <= 60 for line in shown)
    assert " ".join(shown).split() == " ".join(piped).split()


def test_a_pipe_gets_cells_between_tabs(two_snapshots: Path) -> None:
    query = """SELECT NULL AS a, 'NULL' AS b, '' AS c, 'x' || chr(9) || chr(10) || '\\' AS d,
        [1, NULL] AS e, true AS f, 1.50::DECIMAL(4, 2) AS g, range AS h FROM range(300)"""
    lines = sql(two_snapshots, query).stdout.splitlines()
    assert lines[0].split("\t") == list("abcdefgh")
    assert lines[1] == "NULL\t'NULL'\t\tx\\t\\n\\\\\t[1, null]\ttrue\t1.50\t0"
    assert len(lines) == 301


VALUES_OF_JSON = """
    SELECT 'nan'::DOUBLE AS a, ['inf'::DOUBLE, 1.5] AS b, DATE '2024-02-29' AS c,
        TIMESTAMPTZ '2024-02-29 10:00:00+00' AS d, {'x': NULL, 'y': [DATE '2024-02-29']} AS e,
        MAP {1: 'one'} AS f, 1.50::DECIMAL(4, 2) AS g, sum(7) AS h, INTERVAL 1 DAY AS i,
        'a\"b' AS j, TIME '10:00' AS k, 1 AS l, 2 AS l, '\\x00A'::BLOB AS m,
        '00000000-0000-0000-0000-000000000001'::UUID AS n
"""


def test_json_is_valid_for_every_type(two_snapshots: Path) -> None:
    printed = sql(two_snapshots, VALUES_OF_JSON, "--json").stdout
    row = json.loads(printed, parse_constant=pytest.fail)
    assert row == {
        "a": None,
        "b": [None, 1.5],
        "c": "2024-02-29",
        "d": "2024-02-29T10:00:00+00:00",
        "e": {"x": None, "y": ["2024-02-29"]},
        "f": {"1": "one"},
        "g": 1.5,
        "h": 7,
        "i": "1 day, 0:00:00",
        "j": 'a"b',
        "k": "10:00:00",
        "l": 1,
        "l_1": 2,
        "m": "\\x00A",
        "n": "00000000-0000-0000-0000-000000000001",
    }


@given(st.lists(VALUES, min_size=1, max_size=4))
def test_a_row_is_one_row_in_every_form(values: list[object]) -> None:
    (row,) = csv.reader(io.StringIO(csv_line(values), newline=""))
    assert len(row) == len(values)
    assert tsv_line(values).count("\t") == len(values) - 1
    assert not set("\n\r") & set(tsv_line(values))
    names = [str(number) for number in range(len(values))]
    assert list(json.loads(json_line(names, values)).values()) == values


def test_csv_tells_null_from_the_empty_text(
    two_snapshots: Path, tmp_path: Path
) -> None:
    query = "SELECT NULL AS a, '' AS b, 'NULL' AS c, ' x' AS d, 'y,\"z' AS e"
    printed = sql(two_snapshots, query, "--csv").stdout
    assert printed == 'a,b,c,d,e\n,"",NULL," x","y,""z"\n'
    file = tmp_path / "a.csv"
    file.write_text(printed, encoding="utf-8")
    options = "all_varchar = true, allow_quoted_nulls = false"
    read = duckdb.sql(f"FROM read_csv('{file}', {options})").fetchall()
    assert read == [(None, "", "NULL", " x", 'y,"z')]


def test_parquet_keeps_types(two_snapshots: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    query = """SELECT published_at, published_on, tags, spun, sum(copies) AS copies, 1 AS a, 2 AS a
        FROM articles GROUP BY ALL"""
    done = sql(two_snapshots, query, "--parquet", str(file))
    assert (done.exit_code, done.stdout) == (0, "")
    schema = pq.read_schema(file)
    stored = SCHEMAS["articles"]
    for name in ("published_at", "published_on", "spun"):
        assert schema.field(name).type == stored.field(name).type
    assert pa.types.is_list(schema.field("tags").type)
    assert schema.field("copies").type == pa.int64()
    assert schema.names[-2:] == ["a", "a_1"]
    inside = two_snapshots / "latest" / "stolen.parquet"
    refused = sql(two_snapshots, query, "--parquet", str(inside))
    assert refused.exit_code == 2
    assert not inside.exists()
    nowhere = tmp_path / "none" / "a.parquet"
    lost = sql(two_snapshots, query, "--parquet", str(nowhere))
    assert (lost.exit_code, "in no folder that exists" in lost.stderr) == (2, True)
    again = sql(two_snapshots, "SELECT 1 AS b", "--parquet", str(file))
    assert again.exit_code == 2
    assert "exists; --force replaces it" in again.stderr
    assert pq.read_schema(file) == schema, "what was there stays"
    odd_query = "SELECT INTERVAL 1 DAY AS a"
    odd = sql(two_snapshots, odd_query, "--parquet", str(file), "--force")
    assert (odd.exit_code, len(odd.stderr.splitlines())) == (2, 1)
    assert pq.read_schema(file) == schema, "what was there stays"
    done = sql(two_snapshots, "SELECT 1 AS b", "--parquet", str(file), "--force")
    assert (done.exit_code, pq.read_schema(file).names) == (0, ["b"])
    alone = sql(two_snapshots, "SELECT 1 AS b", "--force")
    assert (alone.exit_code, "--parquet" in alone.stderr) == (2, True)


WRONG = {
    "SELECT titel FROM articles": "column titel does not exist; did you mean title?",
    "SELECT a.Sitee FROM articles a": "did you mean site?",
    "WITH x AS (SELECT 1 AS headline) SELECT headlin FROM x": "did you mean headline?",
    "SELECT zzzz FROM edits": '"DESCRIBE edits" lists the columns',
    "FROM artcles": "table artcles does not exist; did you mean articles",
    "FROM zzzz": "there are articles, duplicates",
    "SELECT coun(*) FROM edits": 'Did you mean "count"',
    "SELECT '1a'::INT": "Could not convert string '1a'",
    "SELECT * FROM read_csv('/etc/hosts')": "reads the tables of the snapshot",
}


def test_errors_are_one_line_and_name_what_was_meant(two_snapshots: Path) -> None:
    for query, message in WRONG.items():
        done = sql(two_snapshots, query)
        assert done.exit_code == 2, query
        assert message in done.stderr, query
        assert len(done.stderr.splitlines()) == 1, query
        assert "LINE 1" not in done.stderr


def test_one_form_at_a_time(two_snapshots: Path) -> None:
    forms = ["--csv", "--json", "--line"]
    for first in forms:
        for second in {*forms, "--all"} - {first}:
            done = sql(two_snapshots, "SELECT 1", first, second)
            assert (done.exit_code, done.stdout) == (2, ""), (first, second)
            assert first in done.stderr


def test_tables_and_columns_are_explained(two_snapshots: Path) -> None:
    listed = sql(two_snapshots, "SHOW TABLES").stdout
    assert listed == sql(two_snapshots).stdout
    names = [line.partition("\t")[0] for line in listed.splitlines()[1:]]
    assert names == list(VIEWS)
    for name, view in VIEWS.items():
        printed = sql(two_snapshots, f"describe {name};", "--json").stdout
        rows = [json.loads(line) for line in printed.splitlines()]
        found = {row["name"]: row["meaning"] for row in rows}
        assert found == view.columns, name
        assert all(found.values())


def test_sql_comes_from_a_file_or_standard_input(
    two_snapshots: Path, tmp_path: Path
) -> None:
    file = tmp_path / "question.sql"
    file.write_text("-- how many?\nSELECT count(*) AS n\nFROM articles;\n")
    expected = "n\n3\n"
    assert sql(two_snapshots, str(file)).stdout == expected
    assert sql(two_snapshots, "-", stdin=file.read_text()).stdout == expected
    missing = sql(two_snapshots, str(tmp_path / "no.sql"))
    assert missing.exit_code == 2
    assert missing.stderr.endswith(
        "no.sql: cannot be read: No such file or directory\n"
    )
    file.write_bytes(b"SELECT '\xe9'")
    assert "question.sql: not UTF-8" in sql(two_snapshots, str(file)).stderr


def test_the_help_names_all_tables_and_views() -> None:
    shown = CliRunner().invoke(cli, ["sql", "--help"]).output
    assert not {name for name in VIEWS if not re.search(rf"\b{name}\b", shown)}


def test_views_join_what_belongs_together(two_snapshots: Path) -> None:
    counts = "(SELECT count(*) FROM articles) + (SELECT count(*) FROM duplicates)"
    query = f"SELECT count(*) = {counts} AS same FROM all_articles"  # noqa: S608 - no input
    assert sql(two_snapshots, query).stdout == "same\ntrue\n"
    query = "SELECT sum(articles) = 3 AND sum(copies) = 2 AND max(sites) = 2 AS x FROM stories"
    assert sql(two_snapshots, query).stdout == "x\ntrue\n"


def test_the_cookbook_knows_versions(two_snapshots: Path) -> None:
    """The samples in seeds/ have none."""
    page = Path(__file__).parents[2] / "docs" / "cookbook.md"
    _, _, rest = page.read_text().partition("Which pages changed")
    query = rest.split("```")[1].removeprefix("sql\n")
    (row,) = sql(two_snapshots, query, "--json").stdout.splitlines()
    found = json.loads(row)
    assert (found["versions"], found["earlier"] < found["now"]) == (2, True)


def test_an_earlier_snapshot_answers(two_snapshots: Path) -> None:
    query = "SELECT count(*) AS n FROM articles"
    for number, count in (("1", 2), ("2", 3)):
        found = sql(two_snapshots, query, "--snapshot", number).stdout
        assert found == f"n\n{count}\n"
    missing = sql(two_snapshots, query, "--snapshot", "9")
    assert missing.exit_code == 2
    assert "no snapshot 9; there are 1, 2" in missing.stderr


def test_python_asks_too(two_snapshots: Path) -> None:
    dataset = public.open_dataset(two_snapshots)
    table = dataset.sql("SELECT title, sum(copies) AS n FROM articles GROUP BY 1")
    assert table.schema.field("n").type == pa.int64()
    assert table.num_rows == 3
    with pytest.raises(ValueError, match="did you mean title"):
        dataset.sql("SELECT titel FROM articles")
