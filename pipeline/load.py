"""Rows into a new database: fresh ones from Parquet, unchanged ones from the database before.

Everything goes in by bulk statements, ordered, so that the same sources give the same file contents whatever way
they came. The new database is a file of its own; `pipeline/build.py` puts it in the old one's place when it is whole.
"""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa

import rules
from pipeline.audit.across import audit_across
from pipeline.duplicates import mark_duplicates
from pipeline.parts import Row, schema_sql, shards, table_schemas

# How the rows of one source are ordered; facts stand in the order of the text.
_ORDER = {
    "sketches": "source_id",
    "pages": "page_no",
    "failures": "page_no, code",
    "source_agencies": "agency_id",
    "cells": "table_id, row_no, col_no",
}

# What takes long is worked out once, by the build, in this order: the views read it from the schema `kehoach_kept`.
# One hangs on nothing but what the rules know.
_KEPT = (
    "v_commitments", "v_citations", "v_duties", "v_document_areas", "v_number_areas", "v_aims", "v_levels",
    "v_allocation",
)  # fmt: skip
_KEPT_OF_RULES = "place_ancestors"
# What one of them has no row without. To plan the question takes longer than to answer it for a few files.
_NEEDED = {
    "v_duties": "SELECT 1 FROM assignments UNION ALL SELECT 1 FROM deadlines",
    "v_levels": """SELECT 1 FROM v_document_areas UNION ALL SELECT 1 FROM v_citations
                   UNION ALL SELECT 1 FROM documents WHERE level = 'province'""",
    "v_allocation": "FROM v_commitments WHERE stands_in = 'table' AND kind = 'target' AND place_code IS NOT NULL",
}


@dataclass(slots=True)
class Load:
    """What a new database is made of.

    `paths` gives for the hash of each file that was found its paths; `fresh` are the hashes whose rows stand in
    `parts`; `kept` are the sources, and `failed` the hashes of files that gave none, whose rows come from
    the database `old`. `build` is the row of this run, and
    `unreadable` are the failures of files whose bytes could not be read.
    """

    parts: Path
    old: Path | None
    paths: Mapping[str, Sequence[str]]
    fresh: Iterable[str]
    kept: Iterable[str]
    failed: Iterable[str]
    build: Row
    unreadable: list[Row] = field(default_factory=list)


def load(plan: Load, new: Path) -> dict[str, int]:
    """Fill the database file `new` and return the number of rows of each table.

    Raises duckdb.Error or OSError where the disk does not take it, and ValueError where two rows share an id.
    """
    new.write_bytes(blank_database())
    with duckdb.connect(str(new)) as con:
        if plan.old is not None:
            con.execute(f"ATTACH {_quoted(plan.old)} AS old (READ_ONLY)")
        con.execute("BEGIN")  # one transaction, one write to the disk
        _load_sources(con, plan)
        for table in table_schemas():
            if table != "sources":
                _load_table(con, plan, table)
        _load_failures(con, plan)
        mark_duplicates(con)
        for name in ("agencies", "cite"):
            con.execute(_sql(name))
        for view in _KEPT:
            _fill(con, view)
        audit_across(con)
        counts = _check(con)
        _load_builds(con, plan, counts)
        con.execute("COMMIT")
        con.execute("CHECKPOINT")
    return counts


@functools.cache
def blank_database() -> bytes:
    """Return a database file that has all tables and views and what the rules know, but no source.

    To describe a few hundred columns takes half a second, so a process that builds several databases does it once.
    """
    with TemporaryDirectory() as folder:
        file = Path(folder, "blank.duckdb")
        with duckdb.connect(str(file)) as con:
            con.execute("BEGIN")
            for script in (schema_sql(), _sql("views"), _sql("levels")):
                con.execute(script)
            con.execute("CREATE SCHEMA kehoach_kept")
            for view in (_KEPT_OF_RULES, *_KEPT):
                _keep(con, view)
            _load_known(con)
            _fill(con, _KEPT_OF_RULES)
            con.execute("COMMIT")
            con.execute("CHECKPOINT")
        return file.read_bytes()


def _keep(con: duckdb.DuckDBPyConnection, view: str) -> None:
    """Put a table between a view and those who ask it; what the view did, under another name, is to fill it."""
    comments = con.execute(
        """SELECT 'VIEW ' || view_name, comment FROM duckdb_views() WHERE view_name = $1
           UNION ALL
           SELECT 'COLUMN ' || $1 || '.' || column_name, comment FROM duckdb_columns() WHERE table_name = $1""",
        [view],
    ).fetchall()
    con.execute(f"ALTER VIEW {view} RENAME TO {view}_worked_out")
    con.execute(f"CREATE TABLE kehoach_kept.{view} AS FROM {view}_worked_out LIMIT 0")
    con.execute(f"CREATE VIEW {view} AS FROM kehoach_kept.{view}")
    for what, comment in comments:
        con.execute(f"COMMENT ON {what} IS {_quoted(comment)}")


def _fill(con: duckdb.DuckDBPyConnection, view: str) -> None:
    if view not in _NEEDED or con.execute(f"SELECT EXISTS ({_NEEDED[view]})").fetchall()[0][0]:
        con.execute(f"INSERT INTO kehoach_kept.{view} FROM {view}_worked_out")
    con.execute(f"DROP VIEW {view}_worked_out")


@functools.cache
def _sql(name: str) -> str:
    return importlib.resources.files("pipeline").joinpath(f"{name}.sql").read_text("utf8")


def _quoted(text: object) -> str:
    """Return `text` as an SQL string."""
    return "'" + str(text).replace("'", "''") + "'"


def _load_sources(con: duckdb.DuckDBPyConnection, plan: Load) -> None:
    """Fill `sources`, and the temporary table `origins` that says where each one's rows are and in which order."""
    _register(con, "given", _given_schema(), [
        {"sha256": sha, "source_path": paths[0], "also_at": list(paths[1:])} for sha, paths in plan.paths.items()
    ])  # fmt: skip
    _register(con, "fresh", pa.schema([("sha256", pa.string())]), [{"sha256": s} for s in plan.fresh])
    _register(con, "kept", pa.schema([("source_id", pa.string())]), [{"source_id": s} for s in plan.kept])
    con.execute(f"""
        CREATE TEMP TABLE incoming AS
        SELECT * REPLACE ($build_id AS build_id), true AS is_fresh
        FROM {_fresh_rows(plan, "sources")} SEMI JOIN fresh USING (sha256)
        UNION ALL BY NAME
        SELECT *, false AS is_fresh FROM {_old_rows(con, plan, "sources")} SEMI JOIN kept USING (source_id)
    """, {"build_id": plan.build["build_id"]})  # fmt: skip
    con.execute("""
        INSERT INTO sources BY NAME
        SELECT incoming.* EXCLUDE (is_fresh) REPLACE (
            coalesce(given.source_path, incoming.source_path) AS source_path,
            coalesce(given.also_at, incoming.also_at, []) AS also_at)
        FROM incoming LEFT JOIN given USING (sha256)
        ORDER BY coalesce(given.source_path, incoming.source_path), sha256;

        CREATE TEMP TABLE origins AS
        SELECT source_id, is_fresh, row_number() OVER (ORDER BY sources.source_path, sha256) AS position
        FROM sources JOIN (SELECT source_id, is_fresh FROM incoming) USING (source_id);

        DROP TABLE incoming;
    """)


def _load_table(con: duckdb.DuckDBPyConnection, plan: Load, table: str) -> None:
    order = _ORDER.get(table, "span_start, span_end DESC")
    came = []  # what is empty is not asked: of a small build, the statements themselves are what takes time
    if shards(plan.parts, table):
        came.append(("is_fresh", _fresh_rows(plan, table)))
    if plan.old is not None:
        came.append(("NOT is_fresh", _old_rows(con, plan, table)))
    if not came:
        return
    asked = " UNION ALL BY NAME ".join(
        f"SELECT rows.*, position FROM {rows} rows JOIN origins USING (source_id) WHERE {which}"
        for which, rows in came
    )
    # The id comes last, so that the order is never left to chance.
    con.execute(f"""
        INSERT INTO {table} BY NAME
        SELECT rows.* EXCLUDE (position) FROM ({asked}) rows
        ORDER BY position, {order}, {table_schemas()[table].names[0]}
    """)


def _load_failures(con: duckdb.DuckDBPyConnection, plan: Load) -> None:
    """Add the failures that belong to no source, and give all failures the paths of this run."""
    schema = table_schemas()["failures"]
    _register(con, "unreadable", schema, plan.unreadable)
    _register(con, "failed", pa.schema([("sha256", pa.string())]), [{"sha256": s} for s in plan.failed])
    con.execute(f"""
        INSERT INTO failures BY NAME
        SELECT * FROM (
            SELECT * FROM {_fresh_rows(plan, "failures")} SEMI JOIN fresh USING (sha256) WHERE source_id IS NULL
            UNION ALL BY NAME
            SELECT * FROM {_old_rows(con, plan, "failures")} SEMI JOIN failed USING (sha256) WHERE source_id IS NULL
            UNION ALL BY NAME SELECT * FROM unreadable
        ) ORDER BY source_path, code;
        UPDATE failures SET source_path = given.source_path FROM given WHERE given.sha256 = failures.sha256;
        UPDATE failures SET build_id = $build_id WHERE build_id IS NULL;
    """, {"build_id": plan.build["build_id"]})  # fmt: skip


def _fresh_rows(plan: Load, table: str) -> str:
    files = shards(plan.parts, table)
    if not files:
        return f"(FROM {table} LIMIT 0)"
    return f"read_parquet([{', '.join(_quoted(f) for f in files)}])"


def _old_rows(con: duckdb.DuckDBPyConnection, plan: Load, table: str) -> str:
    """Return the rows of `table` in the old database, which another version may have made with other columns."""
    if plan.old is None:
        return f"(FROM {table} LIMIT 0)"
    columns = """SELECT column_name FROM duckdb_columns() WHERE database_name = ? AND table_name = ?"""
    have = {row[0] for row in con.execute(columns, ["old", table]).fetchall()}
    main = con.execute("SELECT current_database()").fetchall()[0][0]
    shared = [row[0] for row in con.execute(columns, [main, table]).fetchall() if row[0] in have]
    return f"(SELECT {', '.join(shared)} FROM old.{table})" if shared else f"(FROM {table} LIMIT 0)"


def _register(con: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, rows: list[dict[str, Any]]) -> None:
    con.register("handed_over", pa.Table.from_pylist(rows, schema=schema))
    con.execute(f"CREATE TEMP TABLE {name} AS FROM handed_over")
    con.unregister("handed_over")


def _given_schema() -> pa.Schema:
    return pa.schema([("sha256", pa.string()), ("source_path", pa.string()), ("also_at", pa.list_(pa.string()))])


def _load_known(con: duckdb.DuckDBPyConnection) -> None:
    """Fill the tables of what the rules know: `indicators`, `places` and `national_targets`."""
    known = [rule | {"indicator": rule["id"]} for rule in rules.read_yaml("indicators")["rules"]]
    schema = con.sql("FROM indicators").to_arrow_table().schema
    con.register("handed_over", pa.Table.from_pylist(known, schema))
    con.execute("INSERT INTO indicators BY NAME FROM handed_over")
    con.unregister("handed_over")
    con.execute(f"""
        INSERT INTO places BY NAME
        SELECT * REPLACE (
            valid_from::DATE AS valid_from, valid_to::DATE AS valid_to,
            coalesce(string_split(successor_codes, ' '), []) AS successor_codes,
            coalesce(string_split(also, '; '), []) AS also)
        FROM {_csv("places")};

        INSERT INTO national_targets BY NAME
        SELECT * EXCLUDE (line) REPLACE (checked = 'yes' AS checked),
               substr(sha256(concat_ws(chr(31), act, issued_on, line)), 1, 16) AS national_target_id
        FROM (SELECT *, row_number() OVER () AS line FROM {_csv("national_targets")}) ORDER BY line
    """)


def _csv(name: str) -> str:
    """Return the rows of a rule file `NAME.csv` for a question, every value as text, NULL where it is empty."""
    with importlib.resources.as_file(importlib.resources.files("rules").joinpath(f"{name}.csv")) as file:
        return f"read_csv({_quoted(file)}, all_varchar = true, header = true)"


def _load_builds(con: duckdb.DuckDBPyConnection, plan: Load, counts: Mapping[str, int]) -> None:
    if plan.old is not None:
        con.execute(
            f"INSERT INTO builds BY NAME SELECT * FROM {_old_rows(con, plan, 'builds')} WHERE build_id <> $build_id"
            " ORDER BY started_at",
            {"build_id": plan.build["build_id"]},
        )
    row = plan.build | {"counts": dict(counts)}
    names = ", ".join(row)
    con.execute(f"INSERT INTO builds ({names}) VALUES ({', '.join('$' + n for n in row)})", row)
    con.execute("UPDATE builds SET finished_at = now()::TIMESTAMP WHERE build_id = $id", {"id": row["build_id"]})


def _check(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return the number of rows of each table. Raises ValueError where an id stands twice or a fact has no source."""
    counts = {}
    for table in (*table_schemas(), "agencies"):
        counts[table] = int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
        if not counts[table] or table in ("agencies", "source_agencies"):
            continue
        first = table_schemas()[table].names[0]
        ids = int(con.execute(f"SELECT count(DISTINCT {first}) FROM {table}").fetchall()[0][0])
        if ids != counts[table]:
            raise ValueError(f"{counts[table] - ids} rows of {table} have an id that another row has")
    return counts
