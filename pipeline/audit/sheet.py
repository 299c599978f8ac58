"""A table as its rows and columns of figures, with what its labels and headers say of their order."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import regex

from extractors.cellwords import says, words
from pipeline.audit.figure_words import said
from pipeline.audit.paper import Paper
from pipeline.audit.printed import Figure, figure_of
from pipeline.rows import Row

_DASH = regex.compile(r"[-–—−]+")
_NO_NUMBER = regex.compile(r"[^\d]*")
_BULLET = regex.compile(r"\s*[-+•*–]+\s")
_LEADING = regex.compile(r"([IVXL]{1,5}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ])[.)]\s+\p{L}")
# How deep a row stands by its mark; a row without one stands under those that have one.
_RANKS = tuple(
    map(regex.compile, (r"[A-HĐJ-UYZ]", r"[IVXL]+", r"\d+", r"\d+\.\d+", r"\d+\.\d+\.\d+", r"[\d.]+", r"[a-zđ]"))
)
UNMARKED = len(_RANKS)
_BEGIN = 2


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A row: its label, how deep its mark puts it, whether it sums up others, whether it is a part of those above."""

    row: int
    label: str
    rank: int
    mark: str
    is_total: bool
    is_part: bool
    figures: dict[int, Figure] = field(default_factory=dict)
    dashes: set[int] = field(default_factory=set)

    def given(self, col: int) -> bool:
        """Tell whether a cell says how much, be it nothing: a dash."""
        return col in self.figures or col in self.dashes

    def all_of(self, columns: Sequence[int]) -> list[Figure] | None:
        """Return its figures in some columns, None where it does not have all of them."""
        found = [self.figures[col] for col in columns if col in self.figures]
        return found if len(found) == len(columns) else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of figures of a table, in order, the headers of its columns from the top, and the cells of these."""

    table_id: str
    doc_id: str | None
    lines: list[Line]
    paths: dict[int, tuple[str, ...]]
    headers: list[Row]

    @property
    def columns(self) -> list[int]:
        """The columns that hold figures."""
        return sorted(self.paths)

    def leaf(self, col: int) -> str:
        """Return the last header of a column, in one form."""
        return words(self.paths[col][-1]) if self.paths[col] else ""

    def head(self, col: int) -> str:
        """Return all headers of a column."""
        return words(" / ".join(self.paths[col]))

    def units(self, col: int) -> set[str | None]:
        """Return the units of the figures of a column."""
        return {line.figures[col].unit for line in self.lines if col in line.figures}

    def count_left_of(self, rate: int) -> int | None:
        """Return the nearest column of counts on the left of a column of rates: most likely they are its rates."""
        left = [c for c in self.columns if c < rate and self.units(c) - {"%", "‰"}]
        return left[-1] if left else None


def sheets(paper: Paper) -> Iterator[Sheet]:
    """Yield the tables of a source that hold figures."""
    facts: dict[str, list[Row]] = defaultdict(list)
    cells: dict[str, list[Row]] = defaultdict(list)
    for fact in paper.rows.get("table_facts", []):
        facts[fact["table_id"]].append(fact)
    for cell in paper.rows.get("cells", []) if facts else []:
        cells[cell["table_id"]].append(cell)
    for table in paper.rows.get("tables", []):
        if (found := facts.get(table["table_id"])) and table["kind"] in ("data", "criteria"):
            yield _sheet(paper, table, found, cells[table["table_id"]])


def _sheet(paper: Paper, table: Row, facts: list[Row], cells: list[Row]) -> Sheet:
    by_cell: dict[tuple[int, int], list[Row]] = defaultdict(list)
    paths: dict[int, tuple[str, ...]] = {}
    for fact in facts:
        by_cell[fact["row_no"], fact["col_no"]].append(fact)
        paths.setdefault(fact["col_no"], tuple((fact["column_path"] or "").split(" / ")))
    rows: dict[int, list[Row]] = defaultdict(list)
    for cell in cells:
        if not cell["is_header"]:
            rows[cell["row_no"]].append(cell)
    lines = [_line(row, beside, paths) for row, beside in sorted(rows.items())]
    for line in lines:
        for cell in rows[line.row]:
            _put(paper, line, cell, by_cell.get((line.row, cell["col_no"]), []))
    return Sheet(table["table_id"], table["doc_id"], lines, paths, [cell for cell in cells if cell["is_header"]])


def _put(paper: Paper, line: Line, cell: Row, facts: list[Row]) -> None:
    """Put what a cell says into its line, if it is one number or nothing, and stands for one row and column."""
    col, text = cell["col_no"], cell["text"].strip()
    if cell["row_span"] * cell["col_span"] > 1:
        return
    if _DASH.fullmatch(text):
        line.dashes.add(col)
    elif text:
        alone = len(facts) == 1 and _NO_NUMBER.fullmatch(text.replace(facts[0]["quote"], "", 1))
        if alone and (figure := figure_of(facts[0], paper.text)) is not None:
            line.figures[col] = figure


def _line(row: int, cells: list[Row], paths: dict[int, tuple[str, ...]]) -> Line:
    first = [words(c["text"]) for c in cells if c["col_no"] not in paths][:_BEGIN]
    mark = first[0].strip(".() ") if first and first[0] and says("index", first[0]) else ""
    label = next((w for w in first if w and w != (first[0] if mark else None)), "")
    is_total = any(said("total_row", w) for w in first)
    bullet = bool(_BULLET.match(label))
    if not mark and not bullet and (leading := _LEADING.match(label)):
        mark = leading[1]
    return Line(row, label, _rank(mark), mark, is_total, says("row_part", label.lstrip("-+•* ").lower()))


@functools.lru_cache(maxsize=1 << 10)
def _rank(mark: str) -> int:
    return next((rank for rank, pattern in enumerate(_RANKS) if mark and pattern.fullmatch(mark)), UNMARKED)
