"""A Data Package, version 2 (datapackage.org): CSV files, with what is in them told to any tool that reads such."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.export.columns import Column, Table, exported_tables
from pipeline.export.formats import Job, Written, last_build, said
from pipeline.export.tables import write_csv_file
from pipeline.query import records
from pipeline.wording import Language, joined

_PROFILES = "https://datapackage.org/profiles/2.0/"
_TYPES = {
    "VARCHAR": "string", "INTEGER": "integer", "BIGINT": "integer", "UINTEGER": "integer", "DOUBLE": "number",
    "BOOLEAN": "boolean", "DATE": "date", "TIMESTAMP": "datetime",
}  # fmt: skip
# Columns that name a row of another table, and do not bear the name of its key.
_NAMES_OF = {
    "parent_doc_id": "documents", "cited_doc_id": "documents", "parent_section_id": "sections",
    "duplicate_of": "sources",
}  # fmt: skip

Json = dict[str, Any]


def write_datapackage(job: Job) -> Written:
    """Write a folder with `datapackage.json` and a CSV file for each table and view."""
    written = Written()
    tables = list(exported_tables(job.con, whole=job.chosen.whole))
    (job.target / "data").mkdir()
    resources = []
    for table in tables:
        file = job.target / "data" / f"{table.name}.csv"
        written.counts[table.name] = write_csv_file(job.con, table, file, bom=False)
        resources.append(_resource(table, file, list(_foreign_keys(job, table, tables))))
    text = json.dumps(_package(job) | {"resources": resources}, ensure_ascii=False, indent=1)
    (job.target / "datapackage.json").write_text(text + "\n", "utf8")
    return written


def _package(job: Job) -> Json:
    build, words = last_build(job.con), said()["datapackage"]
    created = build["finished_at"]
    return {
        "$schema": f"{_PROFILES}datapackage.json",
        "name": "kehoach-plans",
        "title": _both(words["title"]),
        "description": _both(words["description"]),
        "version": f"{__version__}+{build['build_id']}",
        # When the database was made: the same database gives the same package.
        **({"created": created.strftime("%Y-%m-%dT%H:%M:%SZ")} if created else {}),
        "keywords": ["Vietnam", "kế hoạch", "quyết định", "public plans"],
        "licenses": [{"name": "other-pd", "title": _both(words["licence"])}],
        "sources": [
            {"title": row["source_path"], "version": f"sha256:{row['sha256']}"}
            for row in records(
                job.con, "SELECT source_path, sha256 FROM sources JOIN chosen_sources USING (source_id) ORDER BY ALL"
            )
        ],
    }


def _resource(table: Table, file: Path, foreign_keys: list[Json]) -> Json:
    with file.open("rb") as data:
        digest = hashlib.file_digest(data, "sha256").hexdigest()
    schema: Json = {
        "$schema": f"{_PROFILES}tableschema.json",
        "fields": [_field(column, column.name in table.key) for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if foreign_keys:
        schema["foreignKeys"] = foreign_keys
    return {
        "name": table.name,
        "$schema": f"{_PROFILES}dataresource.json",
        "type": "table",
        "title": table.name,
        "description": _both(table.about),
        "path": f"data/{file.name}",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": schema,
    }


def _field(column: Column, is_key: bool) -> Json:
    kind = "array" if column.type.endswith("[]") else "object" if column.is_nested else _TYPES[column.type]
    return {
        "name": column.name,
        "type": kind,
        "description": _both(column.about),
        **({"constraints": {"required": True}} if is_key else {}),
    }


def _foreign_keys(job: Job, table: Table, tables: Sequence[Table]) -> Iterator[Json]:
    """Yield what of a table names rows of other tables, as far as those are in the package; views are derived."""
    if table.is_view:
        return
    by_key = {other.key[0]: other for other in tables if len(other.key) == 1}
    by_name = {other.name: other for other in tables}
    for column in table.names:
        other = by_name.get(_NAMES_OF[column]) if column in _NAMES_OF else by_key.get(column)
        if other is None or table.key == (column,):
            continue
        missing = records(
            job.con,
            f"""SELECT count(*) AS n FROM (SELECT "{column}" AS id FROM {table.name} WHERE {table.condition})
                WHERE id IS NOT NULL
                  AND id NOT IN (SELECT "{other.key[0]}" FROM {other.name} WHERE {other.condition})""",
        )
        if missing[0]["n"] == 0:
            reference = {"resource": other.name, "fields": [other.key[0]]}
            yield {"fields": [column], "reference": reference}


def _both(words: Mapping[Language, str]) -> str:
    return joined(words, ("en", "vi"), " / ")
