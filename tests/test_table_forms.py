"""Tables of all the forms that plans use, each with tabs, in markdown and in HTML. All figures are invented."""

from __future__ import annotations

import html
from datetime import date
from pathlib import Path

import pytest

from extractors.facts import Document, TableFact
from extractors.offsets import Span
from extractors.tables import find
from pipeline.clean import clean
from pipeline.extract import analyse
from pipeline.read import read_bytes
from tests import table_comparisons
from tests.table_forms import CASES as FORM_CASES
from tests.table_forms import PLACES_ACROSS, PLACES_WITH_INDICATORS, SOCIO_ECONOMIC

CASES = FORM_CASES | table_comparisons.CASES
BOUNDS = {"eq": "", "ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "~", "range": ""}
KINDS = {"target": "t", "actual": "a"}


def split(text: str) -> tuple[list[str], list[list[str]]]:
    """Return the lines above a table and its rows of cells."""
    lines = [line.strip() for line in text.strip().split("\n")]
    rows = [[cell.strip() for cell in line.split("|")] for line in lines if "|" in line]
    return [line for line in lines if line and "|" not in line], rows


def with_tabs(text: str) -> str:
    above, rows = split(text)
    plain = ["\t".join("" if c in ("<", "^") else c for c in row) for row in rows]
    return "\n".join(["KẾ HOẠCH", *above, *plain, "", "Nơi khác."])


def with_pipes(text: str) -> str:
    above, rows = split(text)
    plain = ["| " + " | ".join("" if c in ("<", "^") else c for c in row) + " |" for row in rows]
    return "\n\n".join(
        ["**KẾ HOẠCH**", *above, "\n".join([plain[0], "|---" * len(rows[0]) + "|", *plain[1:]]), "Hết."]
    )


def with_tags(text: str) -> str:
    above, rows = split(text)
    body = []
    for r, row in enumerate(rows):
        cells = []
        for c, said in enumerate(row):
            if said in ("<", "^"):
                continue
            wide = next((n for n in range(1, len(row) - c) if row[c + n] != "<"), len(row) - c)
            high = next((n for n in range(1, len(rows) - r) if rows[r + n][c] != "^"), len(rows) - r)
            cells.append(f'<td colspan="{wide}" rowspan="{high}">{html.escape(said)}</td>')
        body.append(f"<tr>{''.join(cells)}</tr>")
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in ["KẾ HOẠCH", *above])
    return f"<html><body>{lines}<table>{''.join(body)}</table><p>Hết.</p></body></html>"


FORMS = {"tabs.txt": with_tabs, "pipes.md": with_pipes, "tags.html": with_tags}


def facts_of(text: str, name: str) -> list[TableFact]:
    reading = clean(read_bytes(text.encode(), name))
    document = Document(
        at=Span(0, len(reading.text)), issued_on=date(2025, 11, 20), province="Nghệ An", province_code="40"
    )
    reading.add(Document, [document])
    return list(find(reading))


def brief(fact: TableFact) -> str:
    high = "" if fact.value_max is None else f"..{fact.value_max:g}"
    value = f"{BOUNDS[fact.comparator]}{fact.value:.10g}{high}"
    return f"{fact.row_label} | {value} | {fact.unit or '-'} | {fact.year or '-'} | {KINDS[fact.kind]}"


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("case", CASES)
def test_figures(case: str, name: str) -> None:
    text, expected = CASES[case]
    found = [brief(fact) for fact in facts_of(FORMS[name](text), name)]
    assert found == [line.strip() for line in expected.strip().split("\n")]


def test_a_ratio_is_no_figure_of_what_it_compares() -> None:
    figures = facts_of(with_tabs(SOCIO_ECONOMIC[0]), "tabs.txt")
    assert {f.indicator for f in figures if f.value in (111.9, 104.7)} == {None}
    assert all(f.indicator for f in figures if f.row_label == "Tỷ lệ hộ nghèo")


def test_places_of_headers_and_groups() -> None:
    across = facts_of(with_tabs(PLACES_ACROSS[0]), "tabs.txt")
    assert [f.place for f in across[1:3]] == ["Quỳ Châu", "Kỳ Sơn"]
    grouped = facts_of(with_tags(PLACES_WITH_INDICATORS[0]), "tags.html")
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
