"""The text of a document as its page shows it: lines and tables, cut where facts begin and end."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.facts import Fact
from pipeline.marked import Piece, pieces

Row = dict[str, Any]

# A line longer than this is no heading, though a section may begin with it.
_HEADING = 300
_UNHEADED = ("legal_basis", "signature", "recipients")
# What Markdown and the borders of tables leave on a line of its own.
_BARE_MARKS = re.compile(r"[\s|*_]*")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line: its text, the facts that it is part of (the outermost first), those that begin here."""

    text: str
    facts: tuple[Fact, ...]
    begins: tuple[str, ...]


@dataclass(slots=True)
class Line:
    """A line of the text; `depth` is that of the heading which it is, 0 for no heading."""

    number: int
    runs: list[Run]
    sections: list[Row] = field(default_factory=list)
    depth: int = 0
    findings: list[Fact] = field(default_factory=list)
    what: str = "line"

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing on it."""
        return not any(run.text.strip() for run in self.runs)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, with its lines."""

    row: Row
    lines: list[list[Run]]


@dataclass(slots=True)
class Table:
    """A table: its rows of cells; `loose` are facts that begin in it, but in no cell."""

    row: Row
    rows: list[list[Cell]]
    sections: list[Row] = field(default_factory=list)
    findings: list[Fact] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    what: str = "table"


@dataclass(frozen=True, slots=True)
class PageBegin:
    """Where a page of the file begins."""

    number: int
    what: str = "page"


Block = Line | Table | PageBegin


class Layout:
    """The text of a document with all that stands in it at a place; `blocks()` gives it in order."""

    def __init__(self, text: str, start: int, end: int, facts: Sequence[Fact]) -> None:
        self._text, self._start, self._end = text, start, end
        self._pieces = list(pieces(text, start, end, facts))
        self._starts = [piece.start for piece in self._pieces]
        self._findings = sorted((f for f in facts if f.kind == "findings" and f.start >= 0), key=lambda f: f.end)
        self._newlines = [match.start() for match in re.finditer("\n", text)]

    def line_of(self, position: int) -> int:
        """Return the line of the file on which a code point stands, from 1."""
        return bisect_left(self._newlines, position) + 1

    def blocks(
        self, sections: Sequence[Row], tables: Sequence[Row], cells: Sequence[Row], pages: Sequence[Row]
    ) -> Iterator[Block]:
        """Yield lines, tables and beginnings of pages in their order."""
        of_table = defaultdict(list)
        for cell in cells:
            of_table[cell["table_id"]].append(cell)
        marks = sorted((page["span_start"], page["page_no"]) for page in pages)
        at = self._start
        for table in sorted(tables, key=lambda row: row["span_start"]):
            if table["span_start"] < at or table["span_end"] > self._end:
                continue
            yield from self._lines(at, table["span_start"], sections, marks, beside_table=True)
            yield from self._pages(marks, table["span_start"] + 1)
            at = table["span_end"] + self._text.startswith("\n", table["span_end"])
            yield self._table(table, of_table[table["table_id"]], sections)
        yield from self._lines(at, self._end, sections, marks, beside_table=at > self._start)

    def _pages(self, marks: list[tuple[int, int]], before: int) -> Iterator[PageBegin]:
        while marks and marks[0][0] < before:
            yield PageBegin(marks.pop(0)[1])

    def _lines(
        self, start: int, end: int, sections: Sequence[Row], marks: list[tuple[int, int]], *, beside_table: bool
    ) -> Iterator[Block]:
        while start < end:
            stop = self._text.find("\n", start, end)
            stop = end if stop < 0 else stop
            yield from self._pages(marks, start + 1)
            line = Line(self.line_of(start), self._cut(start, stop))
            line.sections = _beginning(sections, start, max(stop, start + 1))
            # Words on which the document rests, and its signature, are parts of it without a heading.
            if line.sections and stop - start <= _HEADING and line.sections[-1]["kind"] not in _UNHEADED:
                line.depth = max(1, line.sections[-1]["depth"] or 1)
            line.findings = self._findings_in(start, stop)
            if not (beside_table and _BARE_MARKS.fullmatch(self._text, start, stop) and stop > start):
                yield line
            start = stop + 1

    def _findings_in(self, start: int, end: int) -> list[Fact]:
        return [fact for fact in self._findings if start < fact.end <= end]

    def _table(self, table: Row, cells: Sequence[Row], sections: Sequence[Row]) -> Table:
        start, end = table["span_start"], table["span_end"]
        rows: dict[int, list[Cell]] = defaultdict(list)
        for cell in sorted(cells, key=lambda row: (row["row_no"], row["col_no"])):
            own = [] if cell["span_start"] is None else self._cut_lines(cell["span_start"], cell["span_end"])
            rows[cell["row_no"]].append(Cell(cell, own))
        return Table(
            table,
            [rows[number] for number in sorted(rows)],
            _beginning(sections, start, end),
            self._findings_in(start, end),
            self._loose(start, end, rows),
        )

    def _loose(self, start: int, end: int, rows: dict[int, list[Cell]]) -> list[str]:
        """Return the facts that begin between `start` and `end` and in no cell."""
        begun = {fact_id for row in rows.values() for cell in row for fact_id in _begun(cell.lines)}
        return [fact_id for fact_id in _begun([self._cut(start, end)]) if fact_id not in begun]

    def _cut_lines(self, start: int, end: int) -> list[list[Run]]:
        lines = []
        while start < end:
            stop = self._text.find("\n", start, end)
            stop = end if stop < 0 else stop
            lines.append(self._cut(start, stop))
            start = stop + 1
        return lines

    def _cut(self, start: int, end: int) -> list[Run]:
        """Return the runs of `text[start:end]`."""
        runs = []
        for at in range(max(0, bisect_right(self._starts, start) - 1), bisect_left(self._starts, end)):
            piece = self._pieces[at]
            low, high = max(piece.start, start), min(piece.end, end)
            if low < high:
                runs.append(Run(self._text[low:high], piece.facts, _begins(piece, low)))
        return runs


def _begins(piece: Piece, position: int) -> tuple[str, ...]:
    return tuple(fact.id for fact in piece.facts if fact.start == position)


def _beginning(sections: Sequence[Row], start: int, end: int) -> list[Row]:
    """Return the sections, which are in order, that begin between `start` and `end`."""
    low = bisect_left(sections, start, key=_start)
    return list(sections[low : bisect_left(sections, end, low, key=_start)])


def _start(section: Row) -> int:
    return int(section["span_start"])


def _begun(lines: Sequence[list[Run]]) -> Iterator[str]:
    return (fact_id for line in lines for run in line for fact_id in run.begins)


def anchored(blocks: Sequence[Block]) -> set[str]:
    """Return the ids of the facts that have a place in `blocks`."""
    found: set[str] = set()
    for block in blocks:
        if isinstance(block, Line):
            found.update(_begun([block.runs]))
        elif isinstance(block, Table):
            found.update(fact_id for row in block.rows for cell in row for fact_id in _begun(cell.lines))
            found.update(block.loose)
    return found
