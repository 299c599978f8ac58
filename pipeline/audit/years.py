"""Years that cannot be meant: a period that ends before it begins, a column out of its row, an aim for the past."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from extractors.celltimes import year_said
from extractors.offsets import Span
from pipeline.audit.figure_words import pattern
from pipeline.audit.finding import Finding
from pipeline.audit.paper import Paper, span_of
from pipeline.audit.reckoning import Reckoning
from pipeline.audit.sentences import document_at
from pipeline.audit.sheet import Sheet
from rules.letters import fold, lower

_FEW = 4
_AIMS = ("targets", "tasks")


def years(paper: Paper) -> Iterator[Finding]:
    """Yield the years of a source that cannot be meant."""
    yield from _reversed_periods(paper)
    yield from _aims_for_the_past(paper)


def _reversed_periods(paper: Paper) -> Iterator[Finding]:
    for match in pattern("period").finditer(lower(fold(paper.text))):
        first, last = match["first"], match["last"]
        if last < first:
            at = Span(match.start("first"), match.end("last"))
            yield Finding("period_reversed", document_at(paper, at.start), at, None, f"{first} - {last}")


def out_of_row(sheet: Sheet) -> Iterator[Reckoning]:
    """Yield the header whose year breaks a row of columns for one year after the other: 2021, 2022, 2032, 2024."""
    for _, group in itertools.groupby(sheet.columns, key=lambda col: sheet.paths[col][:-1]):
        columns = list(group)
        said = [year_said(sheet.leaf(col))[0] for col in columns]
        found = [(col, year) for col, year in zip(columns, said, strict=True) if year is not None]
        odd = _odd([year for _, year in found]) if len(found) == len(columns) else None
        if odd is None:
            continue
        col, year = found[odd[0]]
        header = next((h for h in reversed(sheet.headers) if h["col_no"] == col and str(year) in h["text"]), None)
        if header is not None:
            finding = Finding("year_out_of_row", sheet.doc_id, span_of(header), str(odd[1]), str(year))
            yield Reckoning(finding, holds=False, table_id=sheet.table_id)


def _odd(said: Sequence[int]) -> tuple[int, int] | None:
    """Return the place and the proper value of the one year that is out of a row, None where there is none.

    >>> _odd([2021, 2022, 2032, 2024]), _odd([2021, 2022, 2025, 2030])
    ((2, 2023), None)
    """
    if len(said) < _FEW:
        return None
    for first in (said[0], said[1] - 1):
        wrong = [i for i, year in enumerate(said) if year != first + i]
        if len(wrong) == 1 and 0 < wrong[0] < len(said) - 1:
            return wrong[0], first + wrong[0]
    return None


def _aims_for_the_past(paper: Paper) -> Iterator[Finding]:
    kinds = {section["section_id"]: section["kind"] for section in paper.rows.get("sections", [])}
    low = lower(fold(paper.text))
    for document in paper.documents:
        issued = document["issued_on"]
        if issued is None or document["parent_doc_id"] is not None:
            continue
        for row in paper.of("targets", document["doc_id"]):
            year = row["target_year"]
            if not year or year >= issued.year or kinds.get(row["section_id"]) not in _AIMS:
                continue
            for match in pattern("aim_year").finditer(low, row["span_start"], row["span_end"]):
                if match["year"] == str(year):
                    at = Span(match.start("year"), match.end("year"))
                    says = {"issued": issued.year}
                    yield Finding("aim_for_the_past", document["doc_id"], at, None, str(year), says)
