"""`unspun sql` reads the tables of one snapshot; whatever else it is asked for is refused."""

from __future__ import annotations

import gc
import os
import tempfile
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from click.testing import CliRunner

from flows import sql
from flows.cli import cli
from flows.snapshots import Dataset
from tests.flows.test_snapshots import now, story, take_in

UNIQUE = "Zanzimurk"  # only in what a query must not reach
SHORT_OF_MEMORY = "memory_limit = '60MB'"
SORT = """
    SELECT digest FROM (SELECT md5(number::VARCHAR) AS digest FROM range(2_000_000) t(number))
    ORDER BY digest LIMIT 1 OFFSET 1_000_000
"""
# Each is written with {own}, a file of the snapshot, and {folder}, where the secrets are.
READING = """
FROM 'secret.csv'
FROM "secret.parquet"
FROM '{folder}/secret.csv'
FROM 'file://{folder}/secret.csv'
FROM '{own}/../../../../../secret.csv'
FROM read_csv('secret.csv')
FROM read_csv('*.csv')
FROM read_csv('/dev/stdin')
FROM read_csv_auto('secret.csv')
FROM sniff_csv('secret.csv')
FROM read_json('secret.json')
FROM read_json_objects('secret.json')
FROM read_ndjson('secret.json')
FROM read_text('secret.csv')
FROM read_blob('{folder}/secret.csv')
FROM read_parquet('secret.parquet')
FROM read_parquet(['{own}', '{folder}/secret.parquet'])
FROM read_parquet('{folder}/**/*.parquet')
FROM parquet_scan('secret.parquet')
FROM parquet_metadata('secret.parquet')
FROM parquet_schema('secret.parquet')
FROM parquet_kv_metadata('secret.parquet')
FROM glob('*')
FROM glob('{folder}/*')
FROM glob('/etc/*')
FROM read_duckdb('secret.db')
FROM query('FROM read_csv(''secret.csv'')')
FROM query_table('secret.csv')
FROM query_table(['articles', 'secret.csv'])
FROM query_table('read_csv')
PIVOT 'secret.csv' ON a USING count(*)
PIVOT (FROM read_text('secret.csv')) ON filename USING count(*)
DESCRIBE 'secret.csv'
SUMMARIZE 'secret.csv'
EXPLAIN ANALYZE FROM 'secret.csv'
PREPARE stolen AS FROM 'secret.csv'
SET VARIABLE stolen = (SELECT content FROM read_text('secret.csv'))
CREATE MACRO stolen() AS TABLE FROM 'secret.csv'
CREATE VIEW stolen AS FROM 'secret.csv'
CREATE TYPE stolen AS ENUM (SELECT column0 FROM 'secret.csv')
SELECT title FROM articles WHERE text = (SELECT content FROM read_text('secret.csv'))
FROM json_execute_serialized_sql(json_serialize_sql('FROM read_csv(''secret.csv'')'))
SELECT getenv('HOME')
FROM frame
FROM PLANTED
FROM which_secret('s3://bucket/a', 's3')
SELECT pg_read_file('/etc/hostname')
FROM histogram('secret.csv', a)
"""
WRITING = """
COPY articles TO 'stolen.csv'
COPY (SELECT 1) TO 'stolen.parquet' (FORMAT parquet)
COPY articles FROM 'secret.csv'
WITH a AS (COPY articles TO 'stolen.csv') FROM a
FROM query('COPY articles TO ''stolen.csv''')
EXPLAIN ANALYZE COPY articles TO 'stolen.csv'
EXPORT DATABASE 'stolen'
IMPORT DATABASE 'stolen'
ATTACH 'stolen.db'
ATTACH 'stolen.db' AS stolen
ATTACH ':memory:' AS stolen
DETACH memory
USE memory
CREATE TABLE stolen AS FROM articles
CREATE TEMP TABLE stolen AS FROM articles
CREATE OR REPLACE VIEW articles AS SELECT 1
CREATE FUNCTION stolen(x) AS getenv(x)
CREATE SECRET stolen (TYPE s3)
CREATE PERSISTENT SECRET stolen (TYPE http, BEARER_TOKEN 'x')
DROP VIEW articles
DELETE FROM articles
WITH a AS (DELETE FROM articles RETURNING *) FROM a
UPDATE articles SET text = ''
INSERT INTO articles VALUES (1)
MERGE INTO articles USING edits ON false WHEN NOT MATCHED THEN INSERT DEFAULT VALUES
ALTER VIEW articles RENAME TO stolen
COMMENT ON VIEW articles IS 'x'
CHECKPOINT
VACUUM
ANALYZE
BEGIN
CALL enable_logging(storage = 'file', storage_path = '{folder}/stolen')
CALL force_checkpoint()
CALL start_ui()
"""
OPENING = """
INSTALL httpfs
FORCE INSTALL httpfs
LOAD httpfs
LOAD '{folder}/secret.duckdb_extension'
UPDATE EXTENSIONS
SET enable_external_access = true
SET GLOBAL enable_external_access = true
RESET enable_external_access
SET lock_configuration = false
SET allowed_directories = ['/']
SET allowed_paths = ['{folder}/secret.csv']
SET temp_directory = '{folder}/stolen'
SET home_directory = '{folder}'
SET autoload_known_extensions = true
SET python_enable_replacements = true
PRAGMA enable_profiling
PRAGMA profiling_output = 'stolen.json'
PRAGMA database_list
SELECT load_extension('httpfs')
FROM sqlite_scan('secret.db', 't')
FROM postgres_scan('host=127.0.0.1', 'public', 't')
FROM mysql_query('a', 'SELECT 1')
FROM iceberg_scan('secret')
FROM delta_scan('secret')
FROM st_read('secret.csv')
FROM read_xlsx('secret.xlsx')
FROM read_avro('secret.avro')
FROM sql_auto_complete('FROM ''')
FROM load_aws_credentials()
FROM 'https://127.0.0.1:9/a.csv'
FROM read_parquet('http://127.0.0.1:9/a.parquet')
FROM read_csv('s3://bucket/a.csv')
FROM read_csv('hf://datasets/a/b.csv')
SELECT 1; COPY articles TO 'stolen.csv'
SELECT 1; SET lock_configuration = false
SELECT 1; SELECT 2
SELECT bogus(
;
"""
PLANTED = pd.DataFrame({"a": [UNIQUE]})


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    folder = tmp_path_factory.mktemp("sealed")
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(story(1))
    made = Dataset(folder / "out")
    take_in(made, folder / "in")
    return made


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write files that a query must not reach, in the current folder."""
    (tmp_path / "secret.csv").write_text(f"a,b\n{UNIQUE},1\n")
    (tmp_path / "secret.json").write_text(f'{{"a": "{UNIQUE}"}}\n')
    PLANTED.to_parquet(tmp_path / "secret.parquet")
    with duckdb.connect(str(tmp_path / "secret.db")) as connection:
        connection.execute(f"CREATE TABLE t AS SELECT '{UNIQUE}' AS a")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def contents(*folders: Path) -> dict[Path, bytes]:
    files = (path for folder in folders for path in folder.rglob("*"))
    return {path: path.read_bytes() for path in files if path.is_file()}


def cases(text: str, dataset: Dataset, folder: Path) -> list[str]:
    own = now(dataset).parts("articles")[0]
    return [line.format(own=own, folder=folder) for line in text.strip().splitlines()]


@pytest.mark.parametrize("kind", [READING, WRITING, OPENING])
def test_what_is_no_query_of_the_tables_is_refused(
    dataset: Dataset, secrets: Path, kind: str
) -> None:
    frame = PLANTED
    before = contents(secrets, dataset.folder)
    for query in cases(kind, dataset, secrets):
        done = CliRunner().invoke(cli, ["sql", str(dataset.folder), query])
        assert done.exit_code == 2, query
        assert len(done.stderr.splitlines()) == 1, query
        assert done.stderr.startswith("unspun: "), query
        assert done.stdout == "", query
        assert UNIQUE not in done.output, query
    assert contents(secrets, dataset.folder) == before
    assert len(frame) == 1


def test_values_of_callers_are_no_tables(dataset: Dataset) -> None:
    current = PLANTED  # the name of a variable where queries are run
    for name in ("current", "frame", "PLANTED", "connection"):
        with pytest.raises(sql.QueryError, match="does not exist"):
            sql.run_query(now(dataset), f"FROM {name}")
    assert len(current) == 1


def test_what_memory_has_no_room_for_is_written_elsewhere_and_removed(
    dataset: Dataset,
    secrets: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    sealed = (SHORT_OF_MEMORY, "threads = 1", *sql.connection.SEALED)
    monkeypatch.setattr(sql.connection, "SEALED", sealed)
    before = contents(secrets)
    (row,) = sql.run_query(now(dataset), SORT).rows
    assert str(row[0]).startswith("80"), "the middle of all digests"
    gc.collect()
    assert os.listdir(elsewhere) == []  # noqa: PTH208  # hidden files too
    assert contents(secrets) == before
    assert not (secrets / ".tmp").exists()
