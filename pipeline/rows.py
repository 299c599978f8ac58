"""Facts laid out as rows of the database: places in the source, quotes, ids.

An id is a hash of what the row is of: the bytes of the source, the table, the place, and, where several rows
share a place, their order. The same bytes and the same version give the same ids on any machine.
"""

from __future__ import annotations

import dataclasses
import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from extractors import facts
from extractors.facts import Fact
from extractors.grid import Grid
from extractors.headers import header_rows, table_kind
from extractors.offsets import OffsetMap, Span
from extractors.reading import Reading
from extractors.tables import caption
from pipeline.source import Source

Row = dict[str, Any]
Rows = dict[str, list[Row]]

# Class of fact, its table, its id column.
FACT_TABLES: tuple[tuple[type[Fact], str, str], ...] = (
    (facts.LegalRef, "legal_refs", "ref_id"),
    (facts.ShortRef, "short_refs", "short_ref_id"),
    (facts.Percentage, "percentages", "percentage_id"),
    (facts.Target, "targets", "target_id"),
    (facts.AgencyMention, "agency_mentions", "mention_id"),
    (facts.Assignment, "assignments", "assignment_id"),
    (facts.Deadline, "deadlines", "deadline_id"),
    (facts.Amount, "amounts", "amount_id"),
    (facts.TableFact, "table_facts", "fact_id"),
)
# Slots that become other columns, or none.
_SPECIAL = {
    "at", "inferred", "parent", "heading_at", "value_at", "target_at", "ref_at", "document", "table", "row", "col",
}  # fmt: skip


def identify(*parts: object) -> str:
    """Return the id of what `parts` name: 16 hexadecimal digits."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


class Layout:
    """Lays the facts of one source out as rows. `source_id` identifies the bytes of the source."""

    def __init__(self, source: Source, reading: Reading, source_id: str) -> None:
        self.source, self.reading, self.source_id = source, reading, source_id
        self.offsets = reading.offsets or OffsetMap.identity(len(reading.text))
        self._seen: dict[tuple[object, ...], int] = defaultdict(int)
        self._by_span: dict[tuple[str, Span], str] = {}
        self.document_ids = self._ids("documents", reading.found(facts.Document))
        self.section_ids = self._ids("sections", reading.found(facts.Section))
        # By the facts themselves: to look one up in a list of thousands takes longer than to find it.
        self._id_of = {id(d): i for d, i in zip(reading.found(facts.Document), self.document_ids, strict=True)}
        self._id_of |= {id(s): i for s, i in zip(reading.found(facts.Section), self.section_ids, strict=True)}
        self.table_ids = [self._id("tables", self._span(grid.at)) for grid in reading.grids]

    def rows(self) -> Rows:
        """Return the rows of every table, in the order of the text."""
        found: Rows = {
            "documents": list(self._documents()),
            "sections": list(self._sections()),
            "tables": list(self._tables()),
            "cells": list(self._cells()),
            "agencies": list(self._agencies()),
        }
        # Percentages point at targets, so the targets' ids are made first; short forms come behind references anyway.
        for kind, table, id_column in sorted(FACT_TABLES, key=lambda t: t[1] != "targets"):
            found[table] = [self._fact(fact, table, id_column) for fact in self.reading.found(kind)]
        return found

    def _span(self, at: Span) -> Span:
        return self.offsets.to_source(*at)

    def _id(self, table: str, span: Span) -> str:
        order = self._seen[table, span]
        self._seen[table, span] += 1
        return identify(self.source_id, table, *span, order)

    def _ids(self, table: str, found: Iterable[Fact]) -> list[str]:
        return [self._id(table, self._span(fact.at)) for fact in found]

    def _document_id(self, position: int) -> str | None:
        document = self.reading.document_at(position)
        return None if document is None else self._id_of[id(document)]

    def _section_id(self, position: int) -> str | None:
        section = self.reading.section_at(position)
        return None if section is None else self._id_of[id(section)]

    def _plain(self, fact: Fact) -> Row:
        return {
            field.name: getattr(fact, field.name) for field in dataclasses.fields(fact) if field.name not in _SPECIAL
        } | {"inferred": sorted(fact.inferred)}

    def _placed(self, at: Span) -> Row:
        span = self._span(at)
        return {"span_start": span.start, "span_end": span.end, "quote": self.source.text[span.start : span.end]}

    def _fact(self, fact: Fact, table: str, id_column: str) -> Row:
        span = self._span(fact.at)
        row: Row = {id_column: self._id(table, span), "source_id": self.source_id}
        row |= {"doc_id": self._document_id(fact.at.start), "section_id": self._section_id(fact.at.start)}
        row |= self._placed(fact.at) | self._plain(fact)
        match fact:
            case facts.LegalRef():
                self._by_span.setdefault(("legal_refs", fact.at), row[id_column])
            case facts.ShortRef():
                row["ref_id"] = self._by_span.get(("legal_refs", fact.ref_at)) if fact.ref_at else None
                row["cited_doc_id"] = None if fact.document is None else self.document_ids[fact.document]
            case facts.Target():
                value = self._span(fact.value_at)
                row |= {"value_start": value.start, "value_end": value.end, "table_id": self._table_id(fact.table)}
                self._by_span.setdefault(("targets", fact.value_at), row[id_column])
            case facts.Percentage():
                row["target_id"] = self._by_span.get(("targets", fact.target_at)) if fact.target_at else None
            case facts.TableFact():
                row |= {"table_id": self._table_id(fact.table), "row_no": fact.row, "col_no": fact.col}
            case facts.AgencyMention() | facts.Assignment():
                row["agency_id"] = None if fact.agency is None else identify("agency", fact.agency)
                row.pop("short_name", None)
            case _:
                pass
        return row

    def _table_id(self, table: int | None) -> str | None:
        return None if table is None else self.table_ids[table]

    def _documents(self) -> Iterator[Row]:
        for doc_id, document in zip(self.document_ids, self.reading.found(facts.Document), strict=True):
            span = self._span(document.at)
            yield {
                "doc_id": doc_id,
                "source_id": self.source_id,
                "parent_doc_id": None if document.parent is None else self.document_ids[document.parent],
                "span_start": span.start,
                "span_end": span.end,
            } | self._plain(document)

    def _sections(self) -> Iterator[Row]:
        for section_id, section in zip(self.section_ids, self.reading.found(facts.Section), strict=True):
            span = self._span(section.at)
            yield {
                "section_id": section_id,
                "source_id": self.source_id,
                "doc_id": self._document_id(section.at.start),
                "parent_section_id": None if section.parent is None else self.section_ids[section.parent],
                "span_start": span.start,
                "span_end": span.end,
            } | self._plain(section)

    def _tables(self) -> Iterator[Row]:
        for index, grid in self._data_grids():
            span = self._span(grid.at)
            above = caption(self.reading, index)
            yield {
                "table_id": self.table_ids[index],
                "source_id": self.source_id,
                "doc_id": self._document_id(grid.at.start),
                "section_id": self._section_id(grid.at.start),
                "span_start": span.start,
                "span_end": span.end,
                "caption": None if above is None else self.reading.print_of(above),
                "page_no": self._page(span.start),
                "n_rows": grid.n_rows,
                "n_cols": grid.n_cols,
                "header_rows": header_rows(grid, self._texts(grid)),
                "kind": table_kind(grid, self._texts(grid)),
            }

    def _cells(self) -> Iterator[Row]:
        for index, grid in self._data_grids():
            headers = header_rows(grid, self._texts(grid))
            for cell in grid.cells:
                span = self._span(cell.at)
                yield {
                    "cell_id": identify(self.table_ids[index], cell.row, cell.col),
                    "table_id": self.table_ids[index],
                    "source_id": self.source_id,
                    "row_no": cell.row,
                    "col_no": cell.col,
                    "row_span": cell.row_span,
                    "col_span": cell.col_span,
                    "is_header": cell.row < headers,
                    "span_start": span.start,
                    "span_end": span.end,
                    "text": self.reading.print_of(cell.at),
                }

    def _data_grids(self) -> Iterator[tuple[int, Grid]]:
        return ((i, grid) for i, grid in enumerate(self.reading.grids) if grid.kind != "layout" and grid.cells)

    def _texts(self, grid: Grid) -> dict[tuple[int, int], str]:
        return {(c.row, c.col): self.reading.print_of(c.at) for c in grid.cells}

    def _page(self, position: int) -> int | None:
        pages = self.source.pages
        index = bisect_right(pages, position, key=lambda p: p.at.start) - 1
        return pages[index].page_no if index >= 0 and position < pages[index].at.end else None

    def _agencies(self) -> Iterator[Row]:
        seen: dict[str, facts.AgencyMention] = {}
        for mention in self.reading.found(facts.AgencyMention):
            seen.setdefault(mention.agency, mention)
        for name, mention in sorted(seen.items()):
            yield {
                "agency_id": identify("agency", name),
                "name": name,
                "short_name": mention.short_name,
                "level": mention.level,
                "kind": mention.kind,
            }
