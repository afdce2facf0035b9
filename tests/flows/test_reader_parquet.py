"""Parquet is read row by row, and no file outgrows its limits."""

from __future__ import annotations

import io
import resource
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cleaners.article import Reason, Record
from flows.intake import Quarantined
from flows.intake.readers.parquet_tables import PARQUET
from tests.flows.reading import keep_the_laws, rows_of, texts_of

PARIS = timezone(timedelta(hours=1))
TEXTS = [f"The ferry left at {n}." for n in range(7)]


def written(table: pa.Table, **options: object) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


PLAIN = pa.table(
    {"Title": [f"T {n}" for n in range(7)], "text": TEXTS, "URL": ["https://a.example"] * 7}
)  # fmt: skip
DIALECTS = {
    "as pandas writes it": written(PLAIN),
    "many row groups": written(PLAIN, row_group_size=2),
    "large strings": written(
        PLAIN.cast(
            pa.schema([(name, pa.large_string()) for name in PLAIN.column_names])
        )
    ),
    "bytes": written(
        pa.table({"title": PLAIN["Title"], "html": [text.encode() for text in TEXTS]})
    ),
    "a struct": written(
        pa.table(
            {
                "doc": [
                    {"title": f"T {n}", "text": text} for n, text in enumerate(TEXTS)
                ],
                "id": range(7),
            }
        )
    ),
    "paragraphs in a list": written(
        pa.table({"title": PLAIN["Title"], "content": [[text] for text in TEXTS]})
    ),
    "plain pages, gzip": written(PLAIN, use_dictionary=False, compression="gzip"),
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_tables_of_all_kinds_are_read(tmp_path: Path, dialect: str) -> None:
    data = DIALECTS[dialect]
    rows = keep_the_laws(tmp_path, "a.parquet", data, 100)
    assert texts_of(rows) == TEXTS
    titles = [row.metadata.title for row in rows if isinstance(row, Record)]
    assert titles == [f"T {n}" for n in range(7)]
    assert PARQUET.recognises(data[:100])


MOMENT = datetime(2024, 3, 5, 10, 30, tzinfo=UTC)
DATES = [
    (pa.array([MOMENT], pa.timestamp("ns", "UTC")), MOMENT),
    (pa.array([MOMENT], pa.timestamp("ms", "+01:00")), MOMENT.astimezone(PARIS)),
    (pa.array([MOMENT.isoformat()]), MOMENT),
    (pa.array([int(MOMENT.timestamp())]), MOMENT),
]


@pytest.mark.parametrize(("column", "moment"), DATES)
def test_dates_of_all_types_are_read(
    tmp_path: Path, column: pa.Array, moment: datetime
) -> None:
    table = pa.table({"text": ["Rain."], "published_at": column})
    (row,) = rows_of(tmp_path, "a.parquet", written(table))
    assert isinstance(row, Record)
    assert row.metadata.published_at == moment


def test_a_day_stays_that_day(tmp_path: Path) -> None:
    for value in (date(2024, 3, 5), datetime(2024, 3, 5, 23, 30)):  # noqa: DTZ001  # no zone
        table = pa.table({"text": ["Rain."], "date": [value]})
        (row,) = rows_of(tmp_path, "a.parquet", written(table))
        assert isinstance(row, Record)
        assert row.metadata.published_at
        assert row.metadata.published_at.date() == date(2024, 3, 5)


def test_one_bad_row_costs_itself(tmp_path: Path) -> None:
    table = pa.table({"text": ["One.", None, " ", "x" * 10_100_000, "Two."]})
    rows = rows_of(tmp_path, "a.parquet", written(table))
    want = ["One.", "(no_text_field)", "(empty)", "(too_large)", "Two."]
    assert [text[:20] for text in texts_of(rows)] == want


def test_a_damaged_row_group_costs_its_rows(tmp_path: Path) -> None:
    data = bytearray(written(PLAIN, row_group_size=2, compression="none"))
    place = data.find(b"The ferry left at 2.")
    data[place - 60 : place + 30] = bytes(90)
    rows = keep_the_laws(tmp_path, "a.parquet", bytes(data), 60)
    texts = texts_of(rows)
    assert texts[:2] == TEXTS[:2]
    assert texts[-3:] == TEXTS[-3:]


NO_TABLE = [
    (written(pa.table({"title": ["A"], "n": [1]})), Reason.NO_TEXT_FIELD),
    (written(pa.table({"text": pa.array([], pa.string())})), Reason.EMPTY),
    (b"PAR1 and nothing else", Reason.BROKEN_RECORD),
    (b"", Reason.BROKEN_RECORD),
    (written(PLAIN)[:-20], Reason.BROKEN_RECORD),
]


@pytest.mark.parametrize(("data", "reason"), NO_TABLE)
def test_what_is_no_table_of_articles_is_one_row(
    tmp_path: Path, data: bytes, reason: Reason
) -> None:
    (row,) = rows_of(tmp_path, "a.parquet", data)
    assert isinstance(row, Quarantined)
    assert row.reason == reason


def test_a_small_file_of_millions_of_long_strings_costs_little(tmp_path: Path) -> None:
    places = pa.array([0] * 2_000_000, pa.int32())
    values = pa.DictionaryArray.from_arrays(places, ["word " * 1_000])
    data = written(pa.table({"text": values}))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rows = rows_of(tmp_path, "a.parquet", data)
    assert len(data) < 100_000
    assert texts_of(rows)[-1] == "(too_large)"
    assert len(rows) < 100_000, "rows behind the limit are decoded"
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 400_000  # kB


LAWS = hypothesis_settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@LAWS
@given(st.sampled_from(sorted(DIALECTS)), st.floats(0, 1), st.integers(0, 255))
def test_no_bytes_stop_it(
    tmp_path: Path, dialect: str, place: float, value: int
) -> None:
    data = bytearray(DIALECTS[dialect])
    data[int(place * (len(data) - 1))] = value
    assert rows_of(tmp_path, "a.parquet", bytes(data))
    assert rows_of(tmp_path, "b.parquet", bytes(data[: int(place * len(data))]))


@LAWS
@given(
    st.lists(st.text(max_size=30).filter(lambda text: "\0" not in text), max_size=9),
    st.integers(1, 4),
    st.integers(1, 200),
)
def test_what_was_written_is_read(
    tmp_path: Path, texts: list[str], group: int, size: int
) -> None:
    bodies = [f"Body {text} end" for text in texts]
    data = written(
        pa.table({"text": pa.array(bodies, pa.string())}), row_group_size=group
    )
    rows = keep_the_laws(tmp_path, "a.parquet", data, size)
    assert texts_of(rows) == (bodies or ["(empty)"])
