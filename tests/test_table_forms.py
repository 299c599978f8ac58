"""Tables of all the forms that plans use, each in files of all kinds, cell for cell. All figures are invented."""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path

import pytest

from extractors.facts import Document, TableFact
from extractors.offsets import Span
from extractors.tables import find
from pipeline.clean import clean
from pipeline.extract import analyse
from pipeline.read import read_bytes
from pipeline.source import Source
from tests import table_comparisons
from tests.table_files import FILES, cells_of, in_print, split
from tests.table_forms import CASES as FORM_CASES

CASES = FORM_CASES | table_comparisons.CASES
BOUNDS = {"eq": "", "ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "~", "range": ""}
KINDS = {"target": "t", "actual": "a"}


# What a format cannot tell: which cells a portal dropped because they were merged, and, without lines, how the words
# over two rows of a header part; a single row below a header is no proof of a table then.
LOST = {("broken.txt", "years_under_indicators"), ("broken.txt", "groups"), ("borderless.pdf", "parts_of_a_year")}
MOVED = {("broken.txt", "parts_of_a_year"), ("tabs.txt", "title_inside"), ("over.pdf", "title_inside")}
MOVED |= {
    ("borderless.pdf", case) for case in ("budget_by_source", "years_under_indicators", "phases", "title_inside")
}
FORMS = [(name, case) for name in FILES for case in CASES if (name, case) not in LOST]


@functools.cache
def source_of(name: str, case: str) -> Source:
    return read_bytes(FILES[name](CASES[case][0]), name)


def facts_of(name: str, case: str) -> list[TableFact]:
    reading = clean(source_of(name, case))
    document = Document(
        at=Span(0, len(reading.text)), issued_on=date(2025, 11, 20), province="Nghệ An", province_code="40"
    )
    reading.add(Document, [document])
    return list(find(reading))


def brief(fact: TableFact) -> str:
    high = "" if fact.value_max is None else f"..{fact.value_max:g}"
    value = f"{BOUNDS[fact.comparator]}{fact.value:.10g}{high}"
    return f"{fact.row_label} | {value} | {fact.unit or '-'} | {fact.year or '-'} | {KINDS[fact.kind]}"


@pytest.mark.parametrize(("name", "case"), FORMS)
def test_figures(name: str, case: str) -> None:
    found = [brief(fact) for fact in facts_of(name, case)]
    assert found == [line.strip() for line in CASES[case][1].strip().split("\n")]


@pytest.mark.parametrize(("name", "case"), [form for form in FORMS if form not in MOVED])
def test_cells(name: str, case: str) -> None:
    rows = split(CASES[case][0])[1]
    expected = {(r, c): in_print(said) if name.endswith(".pdf") else said for r, c, _, _, said in cells_of(rows)}
    source = source_of(name, case)
    [grid] = [grid for grid in source.grids if grid.kind == "data"]
    found = {(c.row, c.col): " ".join(source.text[c.at.start : c.at.end].split()) for c in grid.cells}
    assert {place: said for place, said in found.items() if said} == {k: v for k, v in expected.items() if v}
    assert (grid.n_rows, grid.n_cols) == (len(rows), len(rows[0]))


def test_a_ratio_is_no_figure_of_what_it_compares() -> None:
    figures = facts_of("tabs.txt", "socio_economic")
    assert {f.indicator for f in figures if f.value in (111.9, 104.7)} == {None}
    assert all(f.indicator for f in figures if f.row_label == "Tỷ lệ hộ nghèo")


def test_places_of_headers_and_groups() -> None:
    across = facts_of("tabs.txt", "places_across")
    assert [f.place for f in across[1:3]] == ["Quỳ Châu", "Kỳ Sơn"]
    grouped = facts_of("tags.html", "places_with_indicators")
    assert [f.place for f in grouped] == ["Quỳ Châu", "Quỳ Châu", "Kỳ Sơn", "Kỳ Sơn"]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("pattern", "count"),
    [("seeds/004_*", 50), ("seeds/000_*", 234), ("web/2028-QĐ-*", 0), ("web/1521-QĐ-*", 0), ("web/3771-QĐ-*", 0)],
)
def test_real_plans(shared: Path, pattern: str, count: int) -> None:
    path = next((shared / "plans").glob(pattern))
    reading = analyse(read_bytes(path.read_bytes(), path.name))
    assert len(reading.found(TableFact)) == count
