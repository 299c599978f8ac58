"""Tables inside plain text: lines of cells parted by tabs, markdown tables, and the broken cells of web pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import regex

from extractors.cellwords import PLACING, says, trim, words
from extractors.grid import Cell, Grid
from extractors.offsets import Span
from pipeline.read.placing import place_rows
from pipeline.read.spaced import find_spaced
from pipeline.read.stacked import find_stacked
from pipeline.read.webcells import find_web_rows

_RULE = r"\s*+(?::?-{2,}:?|:-:?|-:)\s*+"
_RULE_LINE = regex.compile(rf"\s*+\|?{_RULE}(?:\|{_RULE})*\|?\s*+")
_PAGE_NUMBER = regex.compile(r"\s*\d{0,4}\s*")
_CAPTION_LINES = 8
_PAGE_BREAK_LINES = 3


@dataclass(frozen=True, slots=True)
class _Line:
    at: Span
    text: str


def find_grids(text: str) -> tuple[Grid, ...]:
    """Return the tables written inside a text, in order; the spans of their cells count its code points.

    Letterheads, signatures, recipients and the data sheets of portals come as grids of kind `layout`.
    """
    lines = list(_lines(text))
    grids = [*_tab_grids(text, lines), *_markdown_grids(text, lines)]
    taken = [g.at for g in grids]
    for at, rows, n_cols in find_web_rows(text, taken):
        cells = place_rows(text, rows, n_cols)
        grids.append(Grid(at, cells, _kind(text, cells)))
    grids = _apart(grids)
    grids += find_spaced(text, [g.at for g in grids])
    grids += find_stacked(text, [g.at for g in grids])
    grids.sort(key=lambda g: g.at)
    return tuple(_with_caption(text, grids[i - 1].at.end if i else 0, g) for i, g in enumerate(grids))


def _apart(grids: Iterable[Grid]) -> list[Grid]:
    """Return the grids in the order of the text, of two that share a place only the one that comes first."""
    kept: list[Grid] = []
    for grid in grids:
        if all(grid.at.end <= other.at.start or other.at.end <= grid.at.start for other in kept):
            kept.append(grid)
    return sorted(kept, key=lambda g: g.at)


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for line in text.split("\n"):
        yield _Line(Span(at, at + len(line)), line)
        at += len(line) + 1


def _kind(text: str, cells: tuple[Cell, ...]) -> str:
    printed = [words(text[c.at.start : c.at.end]) for c in cells]
    n_rows = max((c.row + c.row_span for c in cells), default=0)
    n_cols = max((c.col + c.col_span for c in cells), default=0)
    headed = any(says("first_header", w) for c, w in zip(cells, printed, strict=True) if c.row == 0)
    if headed and n_rows > 1:
        return "data"
    if any(says(rule, w) for w in printed for rule in PLACING):
        return "layout"
    return "data" if n_rows > 1 and n_cols > 1 else "layout"


def _tab_grids(text: str, lines: list[_Line]) -> Iterator[Grid]:
    """Runs of lines with tabs inside; blank lines and a page number may stand between two of them."""
    run: list[_Line] = []
    gap = 0
    for line in [*lines, _Line(Span(len(text), len(text)), "end")]:
        if run and gap and _starts_anew(line, run[0]):
            yield from _tab_grid(text, run)
            run = []
        if "\t" in line.text.strip(" \r") and line.text.strip():
            # A line that only starts with a tab is indented text, unless a table goes on.
            if run or "\t" in line.text.strip():
                run.append(line)
            gap = 0
        elif run and gap < _PAGE_BREAK_LINES and _PAGE_NUMBER.fullmatch(line.text):
            gap += 1
        elif run:
            yield from _tab_grid(text, run)
            run, gap = [], 0


def _starts_anew(line: _Line, first: _Line) -> bool:
    """Tell whether a line behind a gap is the header of another table, not that of the same one printed again."""
    return says("first_header", words(line.text.split("\t")[0])) and line.text.strip() != first.text.strip()


def _tab_grid(text: str, run: list[_Line]) -> Iterator[Grid]:
    rows = [[Span(s.start, s.end) for s in _parts(line, "\t")] for line in run]
    # A tab at the end of every line parts nothing.
    while len(rows) > 1 and all(len(r) > 1 and not text[r[-1].start : r[-1].end].strip() for r in rows):
        for row in rows:
            row.pop()
    n_cols = max(len(r) for r in rows)
    if n_cols == 2 and all(says("list_mark", words(text[r[0].start : r[0].end])) for r in rows):
        return  # paragraphs whose numbers stand before a tab
    cells = _cells(text, rows, n_cols)
    kind = _kind(text, cells)
    if n_cols > 1 and (kind == "layout" or len(rows) > 1):
        yield Grid(Span(run[0].at.start, run[-1].at.end), cells, kind)


def _parts(line: _Line, mark: str) -> Iterator[Span]:
    at = line.at.start
    for part in line.text.split(mark):
        yield Span(at, at + len(part))
        at += len(part) + len(mark)


def _cells(text: str, rows: list[list[Span]], n_cols: int) -> tuple[Cell, ...]:
    """Return one cell a part; rows that are too short get empty cells at their end."""
    cells = []
    for r, row in enumerate(rows):
        for c in range(n_cols):
            at = trim(text, *row[c]) if c < len(row) else Span(row[-1].end, row[-1].end)
            cells.append(Cell(r, c, at))
    return tuple(cells)


def _markdown_grids(text: str, lines: list[_Line]) -> Iterator[Grid]:
    """Runs of lines of which each has a whole row, its cells parted by pipes."""
    run: list[_Line] = []
    for line in [*lines, _Line(Span(len(text), len(text)), "")]:
        inner = line.text.strip()
        if "|" in inner.strip("|") or (run and _RULE_LINE.fullmatch(line.text) and "-" in inner):
            run.append(line)
        elif run:
            rows = _markdown_rows([ln for ln in run if not _RULE_LINE.fullmatch(ln.text)])
            # A pipe inside one line of running text parts nothing.
            edged = run[0].text.strip().startswith("|") or run[0].text.strip().endswith("|")
            if rows and (len(run) > 1 or edged):
                n_cols = max(len(r) for r in rows)
                cells = _cells(text, rows, n_cols)
                yield Grid(Span(run[0].at.start, run[-1].at.end), cells, _kind(text, cells))
            run = []


def _markdown_rows(lines: list[_Line]) -> list[list[Span]]:
    """Return the cells of each line; where most lines begin or end with a pipe, nothing stands outside it."""
    opened = sum(line.text.lstrip().startswith("|") for line in lines) * 2 > len(lines)
    closed = sum(line.text.rstrip().endswith("|") for line in lines) * 2 > len(lines)
    rows = []
    for line in lines:
        parts = list(_parts(line, "|"))
        if opened and len(parts) > 1 and line.text.lstrip().startswith("|"):
            parts = parts[1:]
        if closed and len(parts) > 1 and line.text.rstrip().endswith("|"):
            parts = parts[:-1]
        rows.append(parts)
    return rows


def _with_caption(text: str, floor: int, grid: Grid) -> Grid:
    """Return the grid with the lines that name it: from its title down to the table."""
    if grid.kind != "data":
        return grid
    start, found, seen = grid.at.start, None, 0
    end = None
    while start > floor and seen < _CAPTION_LINES:
        line_end = start - 1
        line_start = max(text.rfind("\n", 0, line_end) + 1, floor)
        line = text[line_start:line_end]
        if line.strip("*_#| \t\r"):
            seen += 1
            end = line_end if end is None else end
            if len(line) > 400:
                break
            if says("caption", words(line)):
                found = line_start
            elif found is not None:
                break
        elif "|" in line:
            break
        start = line_start
    if found is None or end is None:
        return grid
    return replace(grid, caption=trim(text, found, end))
