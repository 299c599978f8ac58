"""Numbers of tables in long form: whose figure it is, what it counts, in which unit and year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import regex

from extractors import indicators
from extractors.aims import Statement, is_condition, role_of
from extractors.celltimes import change_said, is_compared, kind_said, names_year, year_said
from extractors.cellunits import COUNTED, in_brackets, line_unit, own_unit, title_unit, unit_said
from extractors.cellvalues import Value, read_value
from extractors.cellwords import pattern, says, words
from extractors.clauses import Setting, clauses, sentences
from extractors.component import Extractor
from extractors.facts import Document, TableFact
from extractors.grid import Cell, Grid
from extractors.headers import Frame, header_rows, kind_of, table_kind
from extractors.offsets import Span
from extractors.quantities import Quantity, find_quantities
from extractors.reading import Block, Reading
from extractors.row_places import RowPlaces
from extractors.target_places import TargetPlace
from extractors.years import mentions, period_in, years_of
from rules.letters import lower

__all__ = ["caption", "find", "header_rows", "table_kind", "unit_rows"]

_BRACKETS = regex.compile(r"\s*\([^()]*\)")
_NAMED_YEAR = regex.compile(r"(?<!ngày[^,;]{0,24})năm\s+(20\d\d)(?!\s?-)")
_BRIEF = 60
_CAPTION_BLOCKS, _LONGEST_CAPTION = 6, 400
_UNIT_BLOCKS, _LONGEST_UNIT_LINE = 3, 250
_BULLETS = "-+*•– "  # a part of the row above is marked by one
_SHORT_LABEL = 40
_ROUNDED = 0.06  # a figure printed with one decimal
_OWN_NUMBER = regex.compile(r"\d{1,2}\.\d|[IVX]+\.\d")


class UnitRow(NamedTuple):
    """A row of a table, its last label, and the unit that it stands for."""

    table: int
    row: int
    label: str
    place: TargetPlace


def find(reading: Reading) -> Iterator[TableFact]:
    """Yield the numbers of all tables of `reading` that hold figures; a repeated table counts once."""
    repeated = {(b.table, b.row, b.col) for b in reading.blocks if b.table is not None and b.repeat}
    for table in _tables(reading):
        again = {row for row in table.rows() if table.frame.repeats_header(row)}
        for cell in table.frame.grid.cells:
            if (
                cell.row in table.rows()
                and cell.row not in again
                and cell.at.end > cell.at.start
                and (table.index, cell.row, cell.col) not in repeated
            ):
                yield from table.facts_of(cell)


def unit_rows(reading: Reading) -> Iterator[UnitRow]:
    """Yield the rows of all tables that stand for an administrative unit, with figures or without."""
    for table in _tables(reading):
        for row in table.rows():
            place = table.place_of(row)
            if place.name is not None:
                yield UnitRow(table.index, row, table.own_label(row), place)


def _tables(reading: Reading) -> Iterator[_Table]:
    """Yield the tables that may hold figures; one that goes on over a page has what the one above it says."""
    above: _Table | None = None
    for index, grid in enumerate(reading.grids):
        if grid.kind == "layout" or not grid.cells:
            continue
        frame = Frame(grid, {(c.row, c.col): reading.text[c.at.start : c.at.end] for c in grid.cells})
        if above is not None and (not frame.goes_on(above.frame) or _stands_between(reading, above.frame.grid, grid)):
            above = None
        if above is not None:
            frame.continue_from(above.frame)
        above = table = _Table(reading, reading.lowered, index, frame, above)
        if table.kind not in ("persons", "procedure"):
            yield table


def _stands_between(reading: Reading, above: Grid, below: Grid) -> bool:
    """Tell whether running text stands between two tables, more than the number of a page."""
    blocks = (b.at for b in reading.blocks if above.at.end <= b.at.start and b.at.end <= below.at.start)
    return any(not reading.text[at.start : at.end].strip(" -–.").isdigit() for at in blocks)


def caption(reading: Reading, table: int) -> Span | None:
    """Return where the title of a table stands: from its first line down to the table."""
    start = reading.grids[table].at.start
    above = [b for b in reading.blocks if b.at.end <= start][-_CAPTION_BLOCKS:]
    found = end = None
    for block in reversed(above):
        if block.table is not None or block.at.end - block.at.start > _LONGEST_CAPTION:
            break
        end = block.at.end if end is None else end
        if says("caption", words(reading.folded[block.at.start : block.at.end])):
            found = block.at.start
        elif found is not None:
            break
    return None if found is None or end is None else Span(found, end)


@dataclass(slots=True)
class _About:
    """What is known of the figures of a cell from its place in the table."""

    label: str | None
    path: str | None
    place: str | None
    place_code: str | None
    inferred: tuple[str, ...]


class _Table:
    """A table of a reading, and what its caption says of all its figures."""

    def __init__(self, reading: Reading, low: str, index: int, frame: Frame, above: _Table | None) -> None:
        self.reading, self.low, self.index, self.frame = reading, low, index, frame
        self.kind: str = above.kind if above and not frame.header_rows else kind_of(frame)
        at = caption(reading, index)
        title = " ".join([*(low[at.start : at.end].split() if at else ()), lower(frame.title)])
        self.title: str = pattern("attached").sub(" ", title) if at or above is None else above.title
        self.title_unit = _unit_above(reading, low, index) or title_unit(self.title)
        self.title_year = _title_year(self.title)
        self.document = reading.document_at(reading.grids[index].at.start)
        self.sections: dict[int, str] = _sections(frame, above.sections if above else {})
        self._labels: dict[int, tuple[str, ...]] = {}
        self.places = RowPlaces(self.document, map(self.own_label, self.rows()))

    def rows(self) -> range:
        """Return the numbers of the rows below the header."""
        return range(self.frame.header_rows, self.frame.grid.n_rows)

    def facts_of(self, cell: Cell) -> Iterator[TableFact]:
        """Yield the figures of a cell: of a number, or of running words that state aims."""
        roles = self.frame.roles[cell.col : cell.col + cell.col_span]
        if cell.col_span > 2 and ("label" in roles or "index" in roles):
            return  # the title of a section
        if "value" in roles:
            yield from self._figures(cell, cell.col + roles.index("value"))
        elif "label" in roles:
            yield from self._stated(cell)
        elif "text" in roles:
            yield from self._figures(cell, cell.col + roles.index("text"))

    # --- cells that hold a number

    def _figures(self, cell: Cell, col: int) -> Iterator[TableFact]:
        path = self.frame.path_of(cell)
        compared = bool(path) and is_compared(path[-1])
        value = read_value(self.low, cell.at, brackets_lower=compared)
        own = own_unit(value.unit) if value is not None and value.unit else None
        if value is None or (self.frame.roles[col] == "text" and not self._is_figure(path, value, own)):
            yield from self._stated(cell)
            return
        if value.unit and own is None:
            return
        about = self._about(cell, path)
        unit = own or self._unit(cell.row, col, path, compared, value.low)
        year, said = self._year(cell.row, path, col)
        change = next(filter(None, map(change_said, (*path, about.label or ""))), None)
        yield TableFact(
            at=value.at,
            inferred=about.inferred if year is None or said else (*about.inferred, "year"),
            table=self.index,
            row=cell.row,
            col=cell.col,
            value=value.low,
            value_max=value.high,
            comparator=value.comparator,
            unit=unit,
            row_label=about.label,
            column_path=about.path,
            place=about.place,
            place_code=about.place_code,
            indicator=None if compared else self._indicator(cell.row, col, path, about, unit),
            year=year,
            basis="change" if change else "level",
            direction=change,
            kind=self._kind(cell.row, path, year),
        )

    def _is_figure(self, path: tuple[str, ...], value: Value, unit: str | None) -> bool:
        """Tell whether a number in a column of words is one of its aims: it is bounded, or says its unit."""
        return self._aims(path) and (value.comparator != "eq" or unit is not None)

    def label(self, row: int) -> str | None:
        """Return the label of a row as printed, under that of its group where it says little by itself."""
        labels = self.labels(row)
        if len(labels) < 2 or len(labels[-1]) > _SHORT_LABEL or _OWN_NUMBER.match(labels[-1]):
            return labels[-1] if labels else None
        grouped = self.places.place_of(labels[0]) is None and not says("total", words(labels[0]))
        return " / ".join(labels) if grouped else labels[-1]

    def own_label(self, row: int) -> str:
        """Return the last label of a row, empty where it has none."""
        labels = self.labels(row)
        return labels[-1] if labels else ""

    def labels(self, row: int) -> tuple[str, ...]:
        """Return the labels of a row from left to right; one that was left empty goes on from the row above."""
        if row not in self._labels:
            columns = [c for c, role in enumerate(self.frame.roles) if role == "label"]
            parts = (self._label_in(row, col) for col in columns)
            self._labels[row] = tuple(dict.fromkeys(p for p in parts if p)) or self._summed(row)
        return self._labels[row]

    def _summed(self, row: int) -> tuple[str, ...]:
        """Return the label of a sum that stands where other rows have their number."""
        first = self.frame.printed(row, 0)
        return (first,) if self.frame.roles[0] == "index" and says("total", words(first)) else ()

    def _label_in(self, row: int, col: int) -> str:
        said = self.frame.printed(row, col)
        if not said and row > self.frame.header_rows and self._stands_alone(row - 1, col):
            said = self.frame.printed(row - 1, col)  # words over two lines, the figures between them
        above = row
        while not said and above > self.frame.header_rows and not self.frame.text(above, 0):
            above -= 1
            said = self.frame.printed(above, col)
        while said and (more := self._rest_of_label(row + 1, col)):
            said, row = f"{said} {more}", row + 1
        return said.lstrip(_BULLETS)

    def _rest_of_label(self, row: int, col: int) -> str:
        """Return the words of a row that only go on with the label above: they begin with a small letter."""
        said = self.frame.printed(row, col)
        goes_on = said[:1].islower() and not said.endswith(":") and not says("index", said.split()[0])
        return said if goes_on and self._stands_alone(row, col) else ""

    def _stands_alone(self, row: int, col: int) -> bool:
        owner = self.frame.owner.get((row, col))
        if owner is None or owner.row != row or owner.row_span * owner.col_span > 1:
            return False
        return all((c == col) == bool(self.frame.text(row, c)) for c in range(self.frame.grid.n_cols))

    def _about(self, cell: Cell, headers: tuple[str, ...]) -> _About:
        place = self.place_of(cell.row, *headers[-1:])
        path = " / ".join(headers) or None
        return _About(self.label(cell.row), path, place.name, place.code, place.inferred)

    def place_of(self, row: int, *header: str) -> TargetPlace:
        """Return the place that a row is about, or the column under the header, or none."""
        return self.places.of_row((*reversed(self.labels(row)), *header), self.own_label(row))

    def _unit(self, row: int, col: int, headers: tuple[str, ...], compared: bool, value: float) -> str | None:
        path = [lower(words(p)) for p in headers]
        leaf = path[-1] if path else ""
        groups = path[-2::-1]
        by_leaf = "%" if compared and "%" in leaf else unit_said(leaf, bare=True)
        if by_leaf == "%":
            return by_leaf
        comparison = self._comparison(row, leaf, value) if compared else None
        if comparison == "ratio":
            return "%"
        by_header = (by_leaf, *(unit_said(p) for p in groups))
        if comparison == "unsure":
            return next((unit for unit in by_header if unit), None)
        if said := in_brackets(leaf) or self._unit_beside(row):
            return said
        ways = (
            *by_header,
            unit_said(lower(words(self.own_label(row)))),
            *(unit_said(p, bare=True) for p in groups),
            self._unit_of_whole(col, headers),
            unit_said(lower(words(self.sections.get(row, "")))),
            self.title_unit,
        )
        return next((unit for unit in ways if unit), None)

    def _unit_of_whole(self, col: int, headers: tuple[str, ...]) -> str | None:
        """Return the unit of the column on the left whose figures these columns divide: "Trong đó"."""
        shared = next((p for p in headers[:-1] if says("share_header", words(p))), None)
        if shared is None:
            return None
        left = (path for path in reversed(self.frame.paths[:col]) if path and shared not in path)
        whole = next(left, ())
        return next((unit for p in reversed(whole) if (unit := unit_said(lower(words(p))))), None)

    def _comparison(self, row: int, header: str, value: float) -> str:
        """Return ratio or difference for a figure that compares two others of its row, unsure where neither shows."""
        cells = {id(c): c for col, c in self._owners(row) if self.frame.roles[col] == "value"}.values()
        figures = [v.low for c in cells if (v := read_value(self.low, c.at)) is not None and v.low != value]
        pairs = [(a, b) for a in figures for b in figures if a != b and a]
        if any(abs(b - a - value) < _ROUNDED for a, b in pairs) or "tuyệt đối" in header:
            return "difference"
        ratios = (b / a * 100 - less for a, b in pairs for less in (0, 100))
        if any(abs(ratio - value) < _ROUNDED for ratio in ratios) or not says("difference_header", header):
            return "ratio"
        return "unsure"

    def _owners(self, row: int) -> Iterator[tuple[int, Cell]]:
        owner = self.frame.owner
        return ((col, owner[row, col]) for col in range(self.frame.grid.n_cols) if (row, col) in owner)

    def _unit_beside(self, row: int) -> str | None:
        """Return what the unit column says of a row; a ditto mark repeats the row above."""
        for col, role in enumerate(self.frame.roles):
            if role == "unit":
                above = row
                while says("ditto", self.frame.text(above, col)) and above > self.frame.header_rows:
                    above -= 1
                if said := self.frame.text(above, col).lower().strip('" -'):
                    return said
        return None

    def _year(self, row: int, path: tuple[str, ...], col: int) -> tuple[int | None, bool]:
        """Return the year of a figure, and whether the table itself states it."""
        beside = (self.frame.text(row, c) for c, role in enumerate(self.frame.roles) if role == "years")
        for said in (*reversed(path), *beside, *reversed(self.labels(row)), self.sections.get(row, "")):
            year, speaks = year_said(said)
            if speaks:
                return year, True
        if self.title_year is None and any(says("part_header", words(p)) for p in path):
            left = (year_said(p)[0] for c in range(col - 1, 0, -1) for p in reversed(self.frame.paths[c]))
            return next((year for year in left if year), None), False
        return self.title_year, False

    def _kind(self, row: int, path: tuple[str, ...], year: int | None) -> str:
        issued = _year_of(self.document)
        if year is not None and issued is not None and year > issued:
            return "target"  # nobody has seen it yet
        dated = [label for label in self.labels(row) if year_said(label)[1]]
        said = next((kind for p in (*reversed(path), *dated) if (kind := kind_said(p))), None)
        if said is not None:
            return said
        past = year is not None and issued is not None and year < issued
        stock = year is None and bool(path) and says("stock_header", words(path[-1]))
        return "actual" if past or stock else "target"

    def _indicator(self, row: int, col: int, headers: tuple[str, ...], about: _About, unit: str | None) -> str | None:
        if self.kind == "criteria":
            return None  # points measure how well something is done
        path = [_BRACKETS.sub("", words(p)).strip() for p in headers]
        labels = " ".join(self.labels(row))
        texts = [] if about.place or about.inferred else [labels, f"{self.sections.get(row, '')} {labels}"]
        texts += [path[-1] if path else "", " ".join(reversed(path)), " ".join(path)]
        if path and says("bare_rate", path[-1]):
            texts.append(f"tỷ lệ {self._counted_beside(col)}")
        return _first_indicator([*texts, self.title], unit)

    def _counted_beside(self, col: int) -> str:
        """Return what the column on the left counts: "Tỷ lệ" stands beside "Số hộ nghèo"."""
        if col == 0 or not self.frame.paths[col - 1]:
            return ""
        beside = lower(words(self.frame.paths[col - 1][-1]))
        return pattern("count_of").sub("", beside)

    # --- cells that state figures in running words

    def _stated(self, cell: Cell) -> Iterator[TableFact]:
        path = self.frame.path_of(cell)
        aims = self._aims(path)
        tasks = any(says("task_header", words(p)) for p in path)
        role = self.frame.roles[cell.col]
        # What a criterion asks for is a condition, not an aim.
        if self.kind == "criteria" or not (aims or tasks) or (role == "label" and "value" in self.frame.roles):
            return
        setting = Setting("targets" if aims else "other", ())
        found = find_quantities(self.low, *cell.at)
        # A few words beside the row's label speak of it; a sentence is its own label.
        brief = role == "text" and cell.at.end - cell.at.start < _BRIEF
        own = role != "label" and (role == "value" or brief or aims)
        label = self.label(cell.row) if own else self.reading.print_of(cell.at)
        for sentence in sentences(self.reading.folded, *cell.at) if found else ():
            for clause in clauses(self.reading.folded, sentence):
                inside = tuple(q for q in found if clause.start <= q.at.start < clause.end)
                for i, quantity in enumerate(inside):
                    statement = Statement(self.low, self._block(cell), setting, sentence, clause, inside, i)
                    kind = _kind_of(statement, aims)
                    if kind is not None:
                        yield from self._stated_facts(cell, quantity, statement, kind, label or "")

    def _block(self, cell: Cell) -> Block:
        block = self.reading.block_at(cell.at.start)
        assert block is not None, "a cell is a block of its reading"
        return block

    def _stated_facts(
        self, cell: Cell, quantity: Quantity, st: Statement, kind: str, label: str
    ) -> Iterator[TableFact]:
        value = (quantity.at.start, quantity.at.end)
        years = years_of(self.low, (st.sentence.start, st.sentence.end), st.clause.end, value, st.reach)
        year = years.year
        inferred: tuple[str, ...] = ()
        if (
            year is None
            and not quantity.per
            and not pattern("every_year").search(self.low, st.sentence.start, quantity.at.start)
        ):
            year, said = self._year(cell.row, self.frame.path_of(cell), cell.col)
            year = None if said and names_year(self.low[cell.at.start : cell.at.end]) else year
            inferred = ("year",) if year is not None else ()
        yield TableFact(
            at=quantity.at,
            inferred=inferred,
            table=self.index,
            row=cell.row,
            col=cell.col,
            value=quantity.value_min,
            value_max=quantity.value_max if quantity.value_max != quantity.value_min else None,
            comparator=quantity.comparator,
            unit=quantity.unit,
            row_label=label or None,
            column_path=" / ".join(self.frame.path_of(cell)) or None,
            indicator=_first_indicator([self.low[st.clause.start : st.clause.end], label], quantity.unit),
            year=year,
            kind=kind,
        )

    def _aims(self, path: tuple[str, ...]) -> bool:
        return any(says("aim_header", words(p)) for p in path)


def _kind_of(statement: Statement, aims: bool) -> str | None:
    """Return target or actual for a figure in running words, None for one that is neither."""
    quantity = statement.quantity
    if quantity.kind not in COUNTED:
        return None
    if is_condition(statement):
        lead = statement.low[statement.clause.start : quantity.at.start]
        return "target" if aims and pattern("assured").search(lead) else None
    role = role_of(statement)
    if role in ("target", "actual"):
        return role
    return "target" if aims and quantity.kind == "percent" else None


def _first_indicator(texts: list[str], unit: str | None) -> str | None:
    for text in texts:
        found = indicators.match(text, unit) if text.strip() else None
        if found is not None:
            return found.id
    return None


# --- units and years -------------------------------------------------------------------------------------------


def _unit_above(reading: Reading, low: str, index: int) -> str | None:
    """Return the unit that a line just above a table gives all its figures."""
    above = [b for b in reading.blocks if b.at.end <= reading.grids[index].at.start][-_UNIT_BLOCKS:]
    for block in reversed(above):
        if block.table is not None or block.at.end - block.at.start > _LONGEST_UNIT_LINE:
            break
        if (unit := line_unit(low[block.at.start : block.at.end].strip())) is not None:
            return unit
    return None


def _title_year(title: str) -> int | None:
    named = [year for _, year, is_base in mentions(title, 0, len(title)) if not is_base]
    if period_in(title, 0, len(title)):
        return None
    # A title's year counts though it stands behind "kế hoạch": that is this very plan.
    plain = named or [int(year) for year in _NAMED_YEAR.findall(pattern("compared").sub("", title))]
    return plain[-1] if named or len(set(plain)) == 1 else None


def _year_of(document: Document | None) -> int | None:
    if document is None:
        return None
    if document.issued_on is not None:
        return document.issued_on.year
    partial = document.issued_on_partial or ""
    return int(partial[:4]) if partial[:4].isdigit() else None


def _sections(frame: Frame, above: dict[int, str]) -> dict[int, str]:
    """Return the title of the section that each row stands under: a row with words and no figures.

    `above` are those of the table that this one goes on from.
    """
    sections: dict[int, str] = {}
    title = list(above.values())[-1] if above else ""
    for row in range(frame.header_rows, frame.grid.n_rows):
        filled = {frame.owner[row, c].col for c in range(frame.grid.n_cols) if frame.text(row, c)}
        said = [frame.printed(row, c) for c in sorted(filled) if frame.roles[c] not in ("index", "value")]
        figures = [c for c in filled if frame.roles[c] == "value" and frame.owner[row, c].col_span < 3]
        if said and not figures and len(filled) <= 2 and not said[0][:1].islower():
            title = said[0]
        sections[row] = title
    return sections


EXTRACTOR = Extractor("table_facts", TableFact, find)
