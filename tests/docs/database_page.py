"""The page of the database: every table, view, column and function, with its comments, types and references."""

from __future__ import annotations

from typing import Any

import duckdb

from pipeline.query import records
from pipeline.wording import in_both
from tests.docs.markdown import code, page, table

Row = dict[str, Any]

# Columns that name a row of another table by another name than its id.
NAMED_OTHERWISE = {
    ("documents", "parent_doc_id"): ["documents.doc_id"],
    ("sections", "parent_section_id"): ["sections.section_id"],
    ("sources", "duplicate_of"): ["sources.source_id"],
    ("v_citations", "ref_id"): ["legal_refs.ref_id", "short_refs.short_ref_id"],
    ("v_duties", "fact_id"): ["assignments.assignment_id", "deadlines.deadline_id"],
    ("v_commitments", "same_as"): ["targets.target_id", "table_facts.fact_id"],
    ("v_aims", "fact_id"): ["targets.target_id", "table_facts.fact_id", "national_targets.national_target_id"],
    ("v_levels", "upper_fact_id"): [
        "targets.target_id",
        "table_facts.fact_id",
        "national_targets.national_target_id",
    ],
}
_NUMBERS = ["targets.target_id", "table_facts.fact_id"]
_ENDS = {"doc_id": ["documents.doc_id"], "fact_id": _NUMBERS}
_INTRODUCTION = """\
A build leaves one DuckDB file. Ask it with `kehoach sql`, in Python with `open_plans`, or with any tool that
reads DuckDB.

- `span_start` and `span_end` count Unicode code points of `sources.text`, the end exclusive:
  `sources.text[span_start:span_end] = quote`, for every fact.
- What the text does not state is NULL; what was inferred from elsewhere is named in `inferred`.
- Ids are hashes of what they name: the same files give the same ids on every machine.
- Facts of a file that holds the same as another one stay in the tables; the views leave them out.
- The comments below are in the database too: `FROM duckdb_columns()`.

Mỗi lần chạy `kehoach build` để lại một tệp DuckDB. Hỏi dữ liệu bằng `kehoach sql`, bằng `open_plans` trong
Python, hoặc bằng bất kỳ công cụ nào đọc được DuckDB.

- `span_start`, `span_end` đếm theo ký tự Unicode của `sources.text`, không tính vị trí cuối:
  `sources.text[span_start:span_end] = quote`, với mọi dữ liệu.
- Điều văn bản không nêu là NULL; điều suy ra từ chỗ khác được ghi tên cột trong `inferred`.
- Mã (id) là mã băm của chính nội dung: cùng tệp thì cùng mã trên mọi máy.
- Dữ liệu của tệp trùng vẫn nằm trong các bảng; các view bỏ qua.
- Các chú thích dưới đây cũng có trong cơ sở dữ liệu: `FROM duckdb_columns()`."""


def make(con: duckdb.DuckDBPyConnection) -> str:
    """Return the page for the database of `con`."""
    relations = records(
        con,
        """SELECT table_name AS name, comment, false AS is_view FROM duckdb_tables() WHERE schema_name = 'main'
           UNION ALL SELECT view_name, comment, true FROM duckdb_views() WHERE NOT internal ORDER BY is_view, name""",
    )
    keys = references(con)
    parts = [_INTRODUCTION]
    for is_view, title in ((False, "Tables / Các bảng"), (True, "Views / Các view")):
        named = [row for row in relations if row["is_view"] is is_view]
        rows = [(f"[{row['name']}](#{row['name']})", *halves(row["comment"])) for row in named]
        parts += [f"## {title}", table(["name", "what one row is", "mỗi dòng là"], rows)]
        parts += [_relation(con, row, keys) for row in named]
    return page("The database / Cơ sở dữ liệu", *parts, _functions(con))


def _relation(con: duckdb.DuckDBPyConnection, relation: Row, keys: dict[tuple[str, str], list[str]]) -> str:
    english, vietnamese = halves(relation["comment"])
    rows = []
    for column in columns(con, relation["name"]):
        names = " or ".join(map(code, keys.get((relation["name"], column["name"]), [])))
        en, vi = halves(column["comment"])
        rows.append((code(column["name"]), column["type"], f"{en}{f' → {names}' if names else ''}", vi))
    heads = ["column", "type", "what it says", "ý nghĩa"]
    return f"### {relation['name']}\n\n{english}\n\n{vietnamese}\n\n{table(heads, rows)}"


def _functions(con: duckdb.DuckDBPyConnection) -> str:
    rows = [
        (code(f"{row['name']}({', '.join(row['parameters'])})"), *halves(row["comment"])) for row in functions(con)
    ]
    return f"## Functions / Các hàm\n\n{table(['function', 'what it gives', 'kết quả'], rows)}"


def functions(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """Return the functions of the database."""
    return records(
        con,
        "SELECT function_name AS name, parameters, comment FROM duckdb_functions() WHERE NOT internal ORDER BY name",
    )


def columns(con: duckdb.DuckDBPyConnection, relation: str) -> list[Row]:
    """Return the columns of a table or view, in their order."""
    return records(
        con,
        """SELECT column_name AS name, data_type AS type, comment FROM duckdb_columns()
           WHERE schema_name = 'main' AND table_name = ? ORDER BY column_index""",
        relation,
    )


def halves(comment: str | None) -> tuple[str, str]:
    """Return the English and the Vietnamese half of a comment. Either may hold " / ", as often as the other.

    >>> halves("of it: Dự án 4 / Tiểu dự án 1 / của nó: Dự án 4 / Tiểu dự án 1")
    ('of it: Dự án 4 / Tiểu dự án 1', 'của nó: Dự án 4 / Tiểu dự án 1')

    Raises ValueError where there are no two halves.
    """
    parts = (comment or "").split(" / ")
    if len(parts) % 2 or not all(part.strip() for part in parts):
        raise ValueError(f"no comment in English / Vietnamese: {comment!r}")
    said = in_both(comment)
    return said["en"], said["vi"]


def references(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[str]]:
    """Return what the columns of each table and view name: ids of other tables.

    A column that bears the name of another table's id, alone or behind what it is to the row (`cited_doc_id`), names
    a row of that table; all others are in `NAMED_OTHERWISE`.
    """
    rows = records(
        con,
        """SELECT table_name, column_name, column_index FROM duckdb_columns()
           WHERE schema_name = 'main' AND NOT internal ORDER BY ALL""",
    )
    views = {row["view_name"] for row in records(con, "SELECT view_name FROM duckdb_views() WHERE NOT internal")}
    own = {
        row["column_name"]: f"{row['table_name']}.{row['column_name']}"
        for row in rows
        if row["column_index"] == 1
        and row["column_name"].endswith("_id")
        and row["table_name"] not in views
        # Its rows are those of `sources` with something beside them.
        and row["table_name"] not in ("sketches", "source_agencies")
    } | {"indicator": "indicators.indicator"}
    found = {}
    for row in rows:
        relation, name = row["table_name"], row["column_name"]
        targets = NAMED_OTHERWISE.get((relation, name)) or _named(own, relation in views, name)
        if targets and targets != [f"{relation}.{name}"]:
            found[relation, name] = targets
    return found


def _named(own: dict[str, str], is_view: bool, name: str) -> list[str]:
    if is_view and name.endswith("fact_id"):
        return _NUMBERS
    if name in own:
        return [own[name]]
    return next((targets for end, targets in _ENDS.items() if name.endswith(f"_{end}")), [])
