"""Exports of tables: each is read back by a tool of its own and holds what the database holds."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args

import duckdb
import frictionless
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import cli
from pipeline.errors import KehoachError
from pipeline.export import columns, sheets
from pipeline.export.choose import choose
from pipeline.export.columns import Table, exported_tables
from pipeline.export.formats import export, formats, said
from pipeline.export.tables import write_csv_file
from pipeline.query import open_database

Wanted = dict[str, list[tuple[Any, ...]]]
ALWAYS_LEFT_OUT = columns._LEFT_OUT
SLOW = {"places", "v_aims", "v_allocation", "v_document_areas", "v_levels", "v_number_areas"}
COPY = "van-linh-ban-sao.txt"


@pytest.fixture(scope="module", autouse=True)
def _quick() -> Iterator[None]:
    """Leave out what takes seconds to ask for; the slow test at the end has it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "_LEFT_OUT", ALWAYS_LEFT_OUT | SLOW)
        yield


@pytest.fixture(scope="module")
def con(hard_db: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_database(hard_db) as opened:
        choose(opened)
        yield opened


@pytest.fixture(scope="module")
def tables(con: duckdb.DuckDBPyConnection) -> dict[str, Table]:
    return {table.name: table for table in exported_tables(con, whole=True)}


@pytest.fixture(scope="module")
def folder(hard_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all exports of tables, each called by its format."""
    folder = tmp_path_factory.mktemp("exports")
    for name in ("parquet", "csv", "xlsx", "datapackage"):
        export(hard_db, name, folder / f"plans-{name}{formats()[name].ending}")
    return folder


@pytest.fixture(scope="module")
def wanted(con: duckdb.DuckDBPyConnection, tables: dict[str, Table]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of the database that are to be exported, asked for in another way than the export does."""
    kept = "source_id NOT IN (SELECT source_id FROM sources WHERE duplicate_of IS NOT NULL)"
    found = {}
    for table in tables.values():
        condition = kept if "source_id" in table.names and not table.is_view else "true"
        condition += " OR source_id IS NULL" if table.name == "failures" else ""
        question = f"SELECT {', '.join(table.names)} FROM {table.name} WHERE {condition}"
        found[table.name] = con.execute(question).fetchall()
    return found


def in_order(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return sorted(map(list, rows), key=repr)


# What is exported.


def test_formats_are_those_of_the_command_and_told_in_both_languages() -> None:
    assert list(formats()) == list(get_args(cli.ExportFormat))

    def leaves(words: Any) -> Iterator[dict[str, str]]:
        if "en" in words or "vi" in words:
            yield words
        else:
            for part in words.values():
                yield from leaves(part) if isinstance(part, dict) else ()

    told = list(leaves(said()))
    assert len(told) > 90
    for words in told:
        assert set(words) == {"en", "vi"}
        assert all(text.strip() for text in words.values())


def test_every_table_and_view_is_exported_and_told_in_both_languages(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "_LEFT_OUT", ALWAYS_LEFT_OUT)
    tables = {table.name: table for table in exported_tables(con, whole=True)}
    names = con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND NOT temporary"
    ).fetchall()
    names += con.execute("SELECT view_name FROM duckdb_views() WHERE NOT temporary AND NOT internal").fetchall()
    assert set(tables) == {name for (name,) in names} - {"sketches", "place_ancestors"}
    for table in tables.values():
        for words in (table.about, *(column.about for column in table.columns)):
            assert words["en"]
            assert words["vi"]
    assert tables["sources"].columns[1].about["vi"].startswith("đường dẫn tính từ")


@pytest.mark.parametrize(
    ("documents", "within", "codes"),
    [
        (["45/KH-UBND"], None, {"45/KH-UBND"}),
        (["45/KH-UBND", "ke-hoach-xa-van-linh-2024"], None, {"45/KH-UBND", "27/KH-UBND"}),
        ([], "huyện Chi Lăng", {"45/KH-UBND", "27/KH-UBND"}),
        (["45/KH-UBND", "18/KH-UBND"], "huyện Chi Lăng", {"45/KH-UBND"}),
    ],
)
def test_choice(documents: list[str], within: str | None, codes: set[str], hard_db: Path) -> None:
    with open_database(hard_db) as con:
        chosen = choose(con, documents, within)
        found = con.execute("SELECT code FROM documents JOIN chosen_documents USING (doc_id)").fetchall()
        assert {code for (code,) in found} == codes
        assert (chosen.whole, chosen.documents) == (False, len(found))
        for table in exported_tables(con, whole=False):
            if "doc_id" in table.names and (not table.is_view or table.name == "v_duties"):
                ids = {row["doc_id"] for batch in table.rows(con) for row in batch.to_pylist()}
                assert ids <= {i for (i,) in con.execute("SELECT doc_id FROM chosen_documents").fetchall()}, (
                    table.name
                )


@pytest.mark.parametrize(
    ("documents", "within", "code"),
    [
        (["999/KH-UBND"], None, "KH403"),
        ([], "Atlantis", "KH408"),
        (["18/KH-UBND"], "huyện Chi Lăng", "KH633"),
        ([], "Hà Giang", "KH628"),
    ],
)
def test_choice_of_nothing(
    documents: list[str], within: str | None, code: str, hard_db: Path, tmp_path: Path
) -> None:
    with pytest.raises(KehoachError) as caught:
        export(hard_db, "csv", tmp_path / "x", documents=documents, within=within)
    assert caught.value.code == code
    assert not list(tmp_path.iterdir())


def test_a_copy_of_a_document_is_left_out(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    copies = con.execute("SELECT source_id FROM sources WHERE duplicate_of IS NOT NULL").fetchall()
    assert len(copies) == 1
    for file in (folder / "plans-parquet").glob("*.parquet"):
        table = pq.read_table(file)
        if "source_id" in table.column_names:
            assert copies[0][0] not in table["source_id"].to_pylist()
        if "source_path" in table.column_names:
            assert COPY not in table["source_path"].to_pylist()


# Parquet and CSV.


def test_parquet_is_the_database(
    con: duckdb.DuckDBPyConnection, tables: dict[str, Table], folder: Path, wanted: Wanted
) -> None:
    for table in map(tables.__getitem__, wanted):
        read = pq.read_table(folder / "plans-parquet" / f"{table.name}.parquet")
        rows = [[dict(v) if table.columns[i].type.startswith("MAP") and v else v for i, v in enumerate(row)]
                for row in zip(*(column.to_pylist() for column in read.columns), strict=True)]  # fmt: skip
        assert in_order(rows) == in_order(wanted[table.name]), table.name
        for field, column in zip(read.schema, table.columns, strict=True):
            assert field.metadata[b"description:vi"].decode() == column.about["vi"]
    places = pq.read_table(folder / "plans-parquet" / "targets.parquet").to_pylist()
    texts = {
        row["source_id"]: row["text"] for row in pq.read_table(folder / "plans-parquet/sources.parquet").to_pylist()
    }
    assert len(places) > 150
    assert all(texts[row["source_id"]][row["span_start"] : row["span_end"]] == row["quote"] for row in places)


def test_csv_is_the_database(tables: dict[str, Table], folder: Path, wanted: Wanted) -> None:
    for table in map(tables.__getitem__, wanted):
        file = folder / "plans-csv" / f"{table.name}.csv"
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
        # pandas takes what is empty and not in quotes for nothing, as all else than "NA" and the like.
        read = pd.read_csv(file, dtype=str, keep_default_na=False, na_values=[""])
        assert list(read.columns) == table.names
        numbers = {i for i, column in enumerate(table.columns) if column.type == "DOUBLE"}
        rows = [[None if pd.isna(v) else float(v) if i in numbers else v for i, v in enumerate(row)]
                for row in read.itertuples(index=False)]  # fmt: skip
        assert in_order(rows) == in_order([[_printed(v) for v in row] for row in wanted[table.name]]), table.name


def _printed(value: Any) -> Any:
    """Return a value as a CSV file has it; an empty text is nothing for pandas."""
    match value:
        case None | "":
            return None
        case bool():
            return str(value).lower()
        case float():
            return value
        case datetime():
            return value.strftime("%Y-%m-%dT%H:%M:%SZ")
        case list() | dict():
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        case _:
            return str(value)


def test_csv_tells_nothing_from_empty_text_and_can_go_without_its_mark(
    con: duckdb.DuckDBPyConnection, tables: dict[str, Table], tmp_path: Path
) -> None:
    for name in ("cells", "documents"):
        write_csv_file(con, tables[name], tmp_path / f"{name}.csv", bom=False)
    lines = (tmp_path / "cells.csv").read_bytes()
    assert lines.startswith(b'"cell_id"')
    assert b',""\n' in lines  # a cell without words
    with (tmp_path / "documents.csv").open(encoding="utf8", newline="") as file:
        titles = {row["title"] for row in csv.DictReader(file)}
    assert any(title.startswith('=HYPERLINK("https') for title in titles)


# The workbook.


def test_workbook_is_the_database(tables: dict[str, Table], folder: Path, wanted: Wanted) -> None:
    book = openpyxl.load_workbook(folder / "plans-xlsx.xlsx")
    assert len(book.worksheets) == 1 + len(sheets._SHOWS)
    for sheet, (name, table_name) in zip(book.worksheets[1:], sheets._SHOWS.items(), strict=True):
        table = tables[table_name]
        head, *rows = sheet.iter_rows()
        assert sheet.title == " · ".join(said()["workbook"]["sheets"][name][lang] for lang in ("vi", "en"))
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == f"A1:{head[-1].coordinate[:-1]}{len(rows) + 1}"
        shown = [cell.value for cell in head]
        about = {column.name: column.about for column in table.columns}
        for cell in head:
            if cell.value in about:
                assert cell.comment.text == f"{about[cell.value]['vi']}\n\n{about[cell.value]['en']}"
        own = [table.names.index(name) for name in shown if name in table.names]
        values = [[cell.value for cell, name in zip(row, shown, strict=True) if name in table.names] for row in rows]
        expected = [[_shown(row[i]) for i in own] for row in wanted[table_name]]
        assert in_order(values) == in_order(expected), name
        assert all(cell.data_type in "snbd" for row in rows for cell in row), "a formula"


def _shown(value: Any) -> Any:
    """Return a value as openpyxl gives it back."""
    match value:
        case list():
            return ", ".join(value) or None
        case date():
            return datetime(value.year, value.month, value.day)
        case "":
            return None
        case _:
            return value


def test_a_formula_stays_text(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "plans-xlsx.xlsx")
    titles = [row[3] for row in book.worksheets[1].iter_rows(min_row=2)]
    cells = [cell for row in book.worksheets[1].iter_rows(min_row=2) for cell in row
             if str(cell.value).startswith(("=", "+", "-", "@"))]  # fmt: skip
    assert titles
    assert {cell.value[:5] for cell in cells} >= {"=HYPE", "=1+1 "}
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)


PAGE = openpyxl.Workbook(write_only=True).create_sheet("x")


@given(st.text(max_size=40) | st.sampled_from(["=1", "+1", "-1", "@a", "\t=1", "\r=1"]))
def test_no_text_is_reckoned_or_refused(text: str) -> None:
    cell = sheets.cell_of(PAGE, text)
    if isinstance(cell, str | None):
        assert not str(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    else:
        assert (cell.data_type, cell.quotePrefix) == ("s", True)
    PAGE.append([cell])  # refuses letters that XML cannot hold


def test_cells_at_their_limits() -> None:
    page = openpyxl.Workbook(write_only=True).create_sheet("x")
    assert len(sheets.cell_of(page, "ệ" * 40_000)) == 32_767
    assert sheets.cell_of(page, "a\x00b\x0bc") == "abc"
    assert sheets.cell_of(page, date(1890, 1, 1)) == "1890-01-01"
    assert sheets.cell_of(page, date(2024, 2, 3)).number_format == "dd/mm/yyyy"
    assert sheets.cell_of(page, ["a", "b"]) == "a, b"
    assert sheets.cell_of(page, True) is True


def test_a_full_sheet_goes_on_in_a_further_one(
    hard_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 101)
    monkeypatch.setattr(sheets, "_SHOWS", {"table_facts": "table_facts", "deadlines": "deadlines"})
    _, written = export(hard_db, "xlsx", tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    for name, count in written.counts.items():
        title = " · ".join(said()["workbook"]["sheets"][name][lang] for lang in ("vi", "en"))
        parts = [sheet for sheet in book.worksheets if title.startswith(sheet.title.split(" (")[0])]
        assert len(parts) == count // 100 + 1
        assert sum(part.max_row - 1 for part in parts) == count
        assert all(part["A1"].comment for part in parts)
    assert len(book.sheetnames) == len(set(book.sheetnames))
    assert max(map(len, book.sheetnames)) <= 31


# The Data Package.


@pytest.fixture(scope="module")
def package(folder: Path) -> frictionless.Package:
    return frictionless.Package(str(folder / "plans-datapackage" / "datapackage.json"))


def test_datapackage_is_valid(package: frictionless.Package) -> None:
    report = package.validate()
    assert report.valid, report.flatten(["name", "type", "message"])[:5]
    assert len(report.tasks) == len(package.resources) > 20
    # All of it was looked at: every row, sizes and hashes.
    assert report.stats["errors"] == 0
    assert all(resource.hash and resource.bytes for resource in package.resources)


FEW = {"builds", "sources", "documents", "sections", "tables", "indicators", "targets", "legal_refs", "agencies"}


def few(folder: Path) -> frictionless.Package:
    """Return a package less resources that take long to look at."""
    content = json.loads((folder / "datapackage.json").read_text("utf8"))
    content["resources"] = [resource for resource in content["resources"] if resource["name"] in FEW]
    (folder / "few.json").write_text(json.dumps(content), "utf8")
    return frictionless.Package(str(folder / "few.json"))


def test_datapackage_of_which_a_row_is_changed_is_not_valid(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "plans-datapackage", tmp_path / "x")
    assert few(tmp_path / "x").validate().valid
    file = tmp_path / "x/data/targets.csv"
    rows = file.read_text("utf8").split("\n")
    target_id, source_id, *_ = rows[1].split(",")
    rows[1] = rows[1].replace(source_id, '"0000000000000000"', 1)
    rows[2] = rows[2].replace(rows[2].split(",")[0], target_id, 1)
    file.write_text("\n".join(rows), "utf8")
    report = few(tmp_path / "x").validate()
    found = {row[0] for row in report.flatten(["type"])}
    assert {"foreign-key", "primary-key", "hash-count"} <= found


def test_datapackage_tells_what_it_holds(package: frictionless.Package, tables: dict[str, Table]) -> None:
    content = json.loads(Path(str(package.basepath), "datapackage.json").read_text("utf8"))
    assert content["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert {"name", "title", "version", "created", "licenses", "sources", "resources"} <= set(content)
    assert len(content["sources"]) == 13
    resources = {resource["name"]: resource for resource in content["resources"]}
    assert set(resources) == set(tables)
    schema = resources["targets"]["schema"]
    assert schema["primaryKey"] == ["target_id"]
    assert {tuple(key["fields"]): (key["reference"]["resource"], key["reference"]["fields"]) for key in
            schema["foreignKeys"]} == {
        ("source_id",): ("sources", ["source_id"]), ("doc_id",): ("documents", ["doc_id"]),
        ("section_id",): ("sections", ["section_id"]), ("table_id",): ("tables", ["table_id"]),
        ("indicator",): ("indicators", ["indicator"]),
    }  # fmt: skip
    pairs = {(name, key["fields"][0]) for name, resource in resources.items()
             for key in resource["schema"].get("foreignKeys", [])}  # fmt: skip
    assert {("documents", "parent_doc_id"), ("sections", "parent_section_id"), ("legal_refs", "cited_doc_id"),
            ("percentages", "target_id"), ("short_refs", "ref_id"), ("cells", "table_id"),
            ("source_agencies", "agency_id")} <= pairs  # fmt: skip
    fields = {field["name"]: field for field in schema["fields"]}
    assert (fields["inferred"]["type"], fields["value_min"]["type"]) == ("array", "number")
    assert fields["unit"]["description"].endswith("/ đơn vị như đã ghi, chữ thường: %, hộ, người, ...")


def test_datapackage_is_the_database(package: frictionless.Package, wanted: Wanted) -> None:
    for name, expected in wanted.items():
        rows = [[_read(value) for value in row.values()] for row in package.get_resource(name).read_rows()]
        assert in_order(rows) == in_order([[_read(value) for value in row] for row in expected]), name


def _read(value: Any) -> Any:
    """Return a value of the database, or as frictionless gives it, in one form."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC, microsecond=0)
    if isinstance(value, date | bool | list | dict | str | None):
        return value or None if isinstance(value, str) else value
    return float(value)


def test_datapackage_of_a_part_is_valid(hard_db: Path, tmp_path: Path) -> None:
    """What is named and not in it makes no key."""
    export(hard_db, "datapackage", tmp_path / "x", documents=["45/KH-UBND", "27/KH-UBND"])
    package = few(tmp_path / "x")
    assert package.validate().valid
    assert len(package.get_resource("documents").read_rows()) == 2


@pytest.mark.slow
def test_all_tables_and_views(hard_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "_LEFT_OUT", ALWAYS_LEFT_OUT)
    for name in ("parquet", "csv", "datapackage"):
        export(hard_db, name, tmp_path / name)
    package = frictionless.Package(str(tmp_path / "datapackage" / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["name", "type", "message"])[:5]
    with open_database(hard_db) as con:
        for name in SLOW:
            rows = pq.read_table(tmp_path / "parquet" / f"{name}.parquet").to_pylist()
            assert in_order([list(row.values()) for row in rows]) == in_order(con.execute(f"FROM {name}").fetchall())
            assert len(rows) == len(pd.read_csv(tmp_path / "csv" / f"{name}.csv"))
            assert len(rows) == next(task.stats["rows"] for task in report.tasks if task.name == name)
