"""The page SQL without a browser: what it answers, and questions that mean harm."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import duckdb
import pyarrow.parquet as pq
import pytest
from starlette.testclient import TestClient

from pipeline.answer import Form
from pipeline.errors import KehoachError
from pipeline.query import open_database, records
from pipeline.web import sandbox
from pipeline.web.app import create_app
from pipeline.web.sandbox import answer_to
from pipeline.web.sql import EXAMPLES
from tests.served import built_pages, page_of


@pytest.fixture(scope="module")
def db(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_pages(root, tmp_path_factory)


@pytest.fixture(scope="module")
def client(db: Path) -> Iterator[TestClient]:
    """The viewer of that database."""
    with TestClient(create_app(db), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="module")
def con(db: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database itself."""
    with open_database(db) as con:
        yield con


# What it answers.


@pytest.mark.parametrize("question", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_examples_are_answered(client: TestClient, question: str) -> None:
    """Each example has rows."""
    page = page_of(client, f"/sql?q={quote(question)}")
    assert page.rows > 1


def test_answers_are_escaped_and_lead_on(client: TestClient, con: duckdb.DuckDBPyConnection) -> None:
    """What stands in cells and names of columns stays text; ids lead to documents and facts."""
    page = page_of(client, "/sql?q=" + quote('SELECT doc_id, title AS "<b>x</b>" FROM documents'))
    assert "<script>alert(1)</script>" in page.text
    assert "<b>x</b>" in page.text
    ids = {row[0] for row in con.execute("SELECT doc_id FROM documents").fetchall()}
    assert ids <= {link.removeprefix("/documents/") for link in page.links}


def test_answers_are_bounded(db: Path) -> None:
    """A thousand rows, five hundred letters of a cell; a file holds cells whole."""
    reply = answer_to(db, "SELECT range AS i, repeat('ế', 2000) AS long FROM range(5000)")
    assert (len(reply.rows), reply.more, reply.cut) == (sandbox.ROWS, True, True)
    assert all(len(row[1] or "") == sandbox.CELL for row in reply.rows)
    whole = answer_to(db, "SELECT repeat('ế', 2000) AS long FROM range(5000)", Form.PARQUET)
    table = pq.read_table(io.BytesIO(whole.file))
    assert table.num_rows == sandbox.ROWS
    assert {len(value) for value in table["long"].to_pylist()} == {2000}
    wide = answer_to(db, f"SELECT {', '.join(f'range AS c{i}' for i in range(400))} FROM range(1000)")
    assert wide.more
    assert len(wide.rows) < sandbox.ROWS


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_answers_as_files(client: TestClient, con: duckdb.DuckDBPyConnection, form: str) -> None:
    """Files hold what the database does, with types where the format has them."""
    question = "SELECT target_id, value_min, target_year, inferred FROM targets ORDER BY target_id LIMIT 5"
    content = client.get("/sql", params={"q": question, "format": form}).content
    expected = records(con, question)
    if form == "parquet":
        assert pq.read_table(io.BytesIO(content)).to_pylist() == expected
    elif form == "json":
        assert json.loads(content) == expected
    else:
        rows = list(csv.DictReader(io.StringIO(content.decode())))
        assert [row["target_id"] for row in rows] == [row["target_id"] for row in expected]
        assert [float(row["value_min"]) for row in rows] == [row["value_min"] for row in expected]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("NULL", None), ("1.50::DECIMAL(9,2)", "1.50"), ("DATE '2024-02-29'", "2024-02-29"), ("[1, 2]", "[1, 2]"),
        ("{'a': 'ế'}", '{"a": "ế"}'), ("'\\x01'::BLOB", "01"), ("INTERVAL 3 DAY", "3 days, 0:00:00"),
        ("170141183460469231731687303715884105727::HUGEINT", "170141183460469231731687303715884105727"),
        ("'NaN'::DOUBLE", "nan"), ("MAP {'k': [DATE '2024-01-01']}", '{"k": ["2024-01-01"]}'), ("true", "True"),
    ],
)  # fmt: skip
def test_values_of_all_types_are_shown(db: Path, value: str, shown: str | None) -> None:
    """As text."""
    assert answer_to(db, f"SELECT {value}").rows == [[shown]]


# What it withstands.

SECRET = "SECRET-THAT-NOBODY-READS"
REFUSED = [
    "INSERT INTO documents (doc_id, source_id) VALUES ('x', 'y')",
    "UPDATE documents SET title = 'x'",
    "DELETE FROM documents",
    "MERGE INTO documents USING documents AS d ON true WHEN MATCHED THEN DELETE",
    "WITH x AS (SELECT 1) INSERT INTO documents SELECT * FROM documents",
    "EXPLAIN ANALYZE DELETE FROM documents",
    "DROP TABLE documents",
    "ALTER TABLE documents RENAME TO x",
    "CREATE TABLE x (i INTEGER)",
    "CREATE TEMP TABLE x AS FROM documents",
    "CREATE MACRO x() AS 1",
    "CREATE SECRET (TYPE s3)",
    "TRUNCATE documents",
    "BEGIN TRANSACTION",
    "VACUUM",
    "CHECKPOINT",
    "ATTACH '{file}' AS other",
    "DETACH plans",
    "USE memory",
    "COPY documents TO '{out}'",
    "COPY documents FROM '{file}'",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{out}'",
    "EXPORT DATABASE '{out}'",
    "IMPORT DATABASE '{out}'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "LOAD '{file}'",
    "PRAGMA database_list",
    "PRAGMA enable_profiling",
    "SET memory_limit = '100GB'",
    "RESET memory_limit",
    "SET VARIABLE x = 1",
    "SET lock_configuration = false",
    "CALL pragma_version()",
    "PREPARE x AS SELECT 1",
    "FROM read_csv('{file}')",
    "FROM read_text('{file}')",
    "FROM read_blob('{file}')",
    "FROM read_json('{file}')",
    "FROM read_parquet('{file}')",
    "FROM parquet_metadata('{file}')",
    "FROM sniff_csv('{file}')",
    "FROM glob('{folder}/*')",
    "FROM '{file}'",
    'FROM "{file}"',
    "FROM query('FROM read_text(''{file}'')')",
    "SELECT (SELECT content FROM read_text('{file}'))",
    "FROM read_text('/proc/self/environ')",
    "FROM read_text('http://127.0.0.1:1/')",
    "SELECT getenv('HOME')",
    "FROM enable_logging(storage = 'file', storage_path = '{out}')",
    "FROM enable_profiling(save_location = '{out}')",
    "FROM sql_auto_complete('sel')",
    "FROM pandas_scan(1)",
    "FROM python_map_function((SELECT 1))",
    "FROM question",
    "FROM con",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP TABLE documents",
    "",
    ";",
    "-- nothing",
    "SELEC 1",
    "SELECT * FROM nothing",
    "SELECT 1 +",
    "\x00",
    "SELECT '" + "(" * 10_000,
    "SELECT " + "(" * 5_000 + "1" + ")" * 5_000,
    "SELECT 1" + " + 1" * 50_000,
]


@pytest.mark.parametrize("question", REFUSED, ids=[f"{n}-{q[:40]}" for n, q in enumerate(REFUSED)])
def test_what_is_no_question_is_refused(db: Path, tmp_path: Path, question: str) -> None:
    """With KH404, quickly; nothing is written, nothing of a file is told, and the next question is answered."""
    secret = tmp_path / "secret.csv"
    secret.write_text(SECRET)
    before = db.read_bytes()
    asked = question.replace("{file}", str(secret)).replace("{out}", str(tmp_path / "out"))
    with pytest.raises(KehoachError) as error:
        answer_to(db, asked.replace("{folder}", str(tmp_path)))
    assert error.value.code == "KH404"
    assert SECRET not in str(error.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret.csv"]
    assert db.read_bytes() == before
    assert sorted(path.name for path in db.parent.iterdir()) == ["more", "plans.duckdb"]
    assert answer_to(db, "SELECT 42").rows == [["42"]]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("SELECT sum(a.range * b.range) FROM range(100000000) a, range(1000000) b", {"KH611"}),
        ("WITH RECURSIVE x AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM x) SELECT count(*) FROM x", {"KH611"}),
        ("SELECT count(*) FROM range(100000000) t(i) WHERE regexp_matches('aaaaaaaaaa' || i, '(a|aa)*b')", {"KH611"}),
        ("SELECT list_reduce(range(30000000), lambda x, y: x + y)", {"KH611", "KH612"}),
        ("SELECT levenshtein(repeat('ab', 300000), repeat('ba', 300000))", {"KH611", "KH612"}),
        ("SELECT length(repeat('x', 4000000000))", {"KH404", "KH611", "KH612"}),
        ("SELECT repeat('x', 10000000000)", {"KH404", "KH611", "KH612"}),
        ("SELECT range(1000000000000)", {"KH404", "KH611", "KH612"}),
        ("SELECT range(100000000)", {"KH611", "KH612"}),
        ("SELECT array_agg(range::VARCHAR || repeat('x', 1000)) FROM range(100000000)", {"KH611", "KH612"}),
        ("SELECT * FROM range(1000000000) ORDER BY hash(range), range::VARCHAR", {"KH611", "KH612"}),
        ("SELECT string_agg(text, '') FROM sources, range(100000000)", {"KH611", "KH612"}),
    ],
)  # fmt: skip
def test_long_and_large_questions_are_stopped(db: Path, question: str, codes: set[str]) -> None:
    """About a second, then an error of the catalogue; the server lives on and answers the next one."""
    answer_to(db, "SELECT 1")
    begun = time.monotonic()
    with pytest.raises(KehoachError) as error:
        answer_to(db, question)
    took = time.monotonic() - begun
    assert error.value.code in codes
    assert took < sandbox.SECONDS + 4, f"{took:.1f} s"
    assert answer_to(db, "SELECT 42").rows == [["42"]]


def test_endless_rows_are_no_long_question(db: Path) -> None:
    """Only as many are made as are shown."""
    for form in (Form.TABLE, Form.PARQUET, Form.CSV):
        assert answer_to(db, "FROM range(1000000000000)", form).more


def test_files_that_are_too_large_are_refused(db: Path) -> None:
    """A file with some of its values cut would tell what is not so."""
    with pytest.raises(KehoachError, match="KH614"):
        sandbox._bounded(b"x" * (sandbox.LARGEST + 1))
    assert sandbox._bounded(b"x" * sandbox.LARGEST)
    question = "SELECT repeat(chr((65 + range % 26)::INTEGER), 30000) AS x FROM range(600)"
    with pytest.raises(KehoachError, match=r"KH614|KH611"):  # on a busy machine its time is over first
        answer_to(db, question, Form.CSV)


def test_only_so_many_are_asked_at_once(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Others wait for their turn; those that wait too long are told."""
    slow = "SELECT sum(a.range * b.range) FROM range(100000000) a, range(1000000) b"

    def code(question: str) -> str:
        try:
            return str(answer_to(db, question).rows[0][0])
        except KehoachError as error:
            return error.code

    answer_to(db, "SELECT 1")
    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(code, [f"SELECT {n}" for n in range(8)])) == sorted(map(str, range(8)))
    monkeypatch.setattr(sandbox, "_PATIENCE", 0.1)
    with ThreadPoolExecutor(6) as threads:
        told = list(threads.map(code, [slow] * 6))
    assert told.count("KH611") >= sandbox.AT_ONCE
    assert "KH613" in told
    assert answer_to(db, "SELECT 42").rows == [["42"]]


def test_a_database_that_is_built_anew_is_asked_anew(db: Path, tmp_path: Path) -> None:
    """The process that is kept does not answer from the old file; one that is gone is told of."""
    copy = tmp_path / "plans.duckdb"
    copy.write_bytes(db.read_bytes())
    [[before]] = answer_to(copy, "SELECT count(*) FROM documents").rows
    other = tmp_path / "other.duckdb"
    other.write_bytes(db.read_bytes())
    with duckdb.connect(str(other)) as writing:
        writing.execute("DELETE FROM documents")
    other.replace(copy)
    assert before != "0"
    assert answer_to(copy, "SELECT count(*) FROM documents").rows == [["0"]]
    copy.unlink()
    with pytest.raises(KehoachError, match="KH303"):
        answer_to(copy, "SELECT 1")


def test_errors_stand_in_the_page(client: TestClient) -> None:
    """With the question as it was, the number, and what DuckDB says of the place."""
    page = page_of(client, "/sql?q=SELECT+titel+FROM+documents&lang=en", 400)
    assert "KH404" in page.text
    assert "titel" in page.text
    assert "title" in page.text
