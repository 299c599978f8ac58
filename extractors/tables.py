"""Numbers of tables in long form: whose figure it is, what it counts, in which unit and year."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extractors import indicators, places
from extractors.aims import Statement, is_condition, role_of
from extractors.cellunits import COUNTED, own_unit, title_unit, unit_said
from extractors.cellwords import pattern, says, words
from extractors.clauses import Setting, clauses, sentences
from extractors.component import register
from extractors.facts import Document, TableFact
from extractors.grid import Cell, Grid
from extractors.headers import Frame, header_rows, kind_of, table_kind
from extractors.offsets import Span
from extractors.quantities import Quantity, find_quantities, lower, parse_number
from extractors.reading import Reading
from extractors.years import mentions, period_in, years_of
from rules import compile_pattern

__all__ = ["caption", "find", "header_rows", "table_kind"]

_YEAR = regex.compile(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)")
_PERIOD = regex.compile(r"(?<!\d)(?:19|20)\d\d\s*-\s*(?:(?:19|20)\d\d|\d\d)(?!\d)")
_BRACKETS = regex.compile(r"\s*\([^()]*\)")
_BRIEF = 60
_CAPTION_BLOCKS, _LONGEST_CAPTION = 6, 400


def find(reading: Reading) -> Iterator[TableFact]:
    """Yield the numbers of all tables of `reading` that hold figures; a repeated table counts once."""
    low = lower(reading.folded)
    repeated = {(b.table, b.row, b.col) for b in reading.blocks if b.table is not None and b.repeat}
    above: _Table | None = None
    for index, grid in enumerate(reading.grids):
        if grid.kind == "layout" or not grid.cells:
            continue
        frame = Frame(grid, {(c.row, c.col): reading.print_of(c.at) for c in grid.cells})
        if above is not None and (not frame.goes_on(above.frame) or _stands_between(reading, above.frame.grid, grid)):
            above = None
        if above is not None:
            frame.continue_from(above.frame)
        above = table = _Table(reading, low, index, frame, above)
        if table.kind in ("persons", "procedure"):
            continue
        again = {row for row in range(frame.header_rows, grid.n_rows) if frame.repeats_header(row)}
        for cell in grid.cells:
            if (
                cell.row >= frame.header_rows
                and cell.row not in again
                and cell.at.end > cell.at.start
                and (index, cell.row, cell.col) not in repeated
            ):
                yield from table.facts_of(cell)


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


@dataclass(frozen=True, slots=True)
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
        self.title_unit = title_unit(self.title)
        self.title_year = _title_year(self.title)
        self.document = reading.document_at(reading.grids[index].at.start)
        self.sections: dict[int, str] = _sections(frame, above.sections if above else {})
        self._labels: dict[int, tuple[str, ...]] = {}
        self.of_places = self._counts_places()

    def _counts_places(self) -> bool:
        labels = [r for r in range(self.frame.header_rows, self.frame.grid.n_rows) if self.label(r)]
        return sum(self._row_place(self.label(r) or "") is not None for r in labels) * 2 > len(labels)

    def facts_of(self, cell: Cell) -> Iterator[TableFact]:
        """Yield the figures of a cell: of a number, or of running words that state aims."""
        roles = self.frame.roles[cell.col : cell.col + cell.col_span]
        if self._is_section(cell):
            return
        if "value" in roles:
            yield from self._figures(cell, cell.col + roles.index("value"))
        elif any(role in ("label", "text") for role in roles):
            yield from self._stated(cell)

    def _is_section(self, cell: Cell) -> bool:
        return cell.col_span > 2

    # --- cells that hold a number

    def _figures(self, cell: Cell, col: int) -> Iterator[TableFact]:
        match = pattern("value").fullmatch(self.low, *cell.at)
        if match is None:
            yield from self._stated(cell)
            return
        own = own_unit(match["unit"]) if match["unit"] else ("%" if "%" in match[0] else None)
        if match["unit"] and own is None:
            return
        about = self._about(cell, col)
        unit = own or self._unit(cell.row, col)
        year, said = self._year(cell.row, col)
        inferred = about.inferred if year is None or said else (*about.inferred, "year")
        for group in ("a", "b"):
            printed = match[group]
            value = None if printed is None else _value(printed)
            if value is None:
                continue
            start, end = match.span(group)
            if self.low[end : end + 1] == "%":
                end += 1
            if match["minus"] and group == "a":
                value, start = -value, start - 1
            yield TableFact(
                at=Span(start, end),
                inferred=inferred,
                table=self.index,
                row=cell.row,
                col=cell.col,
                value=value,
                unit=unit,
                row_label=about.label,
                column_path=about.path,
                place=about.place,
                place_code=about.place_code,
                indicator=self._indicator(cell.row, col, about, unit),
                year=year,
                kind=self._kind(col, year),
            )

    def label(self, row: int) -> str | None:
        """Return the label of a row as printed, the last where there are several."""
        labels = self.labels(row)
        return labels[-1] if labels else None

    def labels(self, row: int) -> tuple[str, ...]:
        """Return the labels of a row from left to right; one that was left empty goes on from the row above."""
        if row not in self._labels:
            columns = [c for c, role in enumerate(self.frame.roles) if role == "label"]
            parts = (self._label_in(row, col) for col in columns)
            self._labels[row] = tuple(dict.fromkeys(p for p in parts if p))
        return self._labels[row]

    def _label_in(self, row: int, col: int) -> str:
        said = self.frame.printed(row, col)
        while not said and row > self.frame.header_rows and not self.frame.text(row, 0):
            row -= 1
            said = self.frame.printed(row, col)
        return said

    def _about(self, cell: Cell, col: int) -> _About:
        label = self.label(cell.row)
        path = " / ".join(self.frame.paths[col]) or None
        named = (*reversed(self.labels(cell.row)), *self.frame.paths[col][-1:])
        place = next((p for p in map(self._row_place, named) if p is not None), None)
        if place is not None:
            return _About(label, path, place.name, place.code, ("place_code",))
        if label and says("total", words(label)) and (self.of_places or words(label).lower().startswith("toàn ")):
            name, code = _own_place(self.document, words(label).lower())
            return _About(label, path, name, code, ("place", "place_code") if name else ())
        return _About(label, path, None, None, ())

    @functools.cached_property
    def _within(self) -> str | None:
        doc = self.document
        return None if doc is None else doc.district_code or doc.province_code or doc.province

    def _row_place(self, label: str) -> places.Place | None:
        doc = self.document
        return places.row_place(label, on=doc.issued_on if doc else None, within=self._within)

    def _unit(self, row: int, col: int) -> str | None:
        path = [lower(words(p)) for p in self.frame.paths[col]]
        leaf = path[-1] if path else ""
        groups = path[-2::-1]
        by_leaf = unit_said(leaf, bare=True)
        if by_leaf == "%":
            return by_leaf
        if said := self._unit_beside(row):
            return said
        label, section = self.label(row) or "", self.sections.get(row, "")
        ways = (
            by_leaf,
            *(unit_said(p) for p in groups),
            unit_said(lower(words(label))),
            *(unit_said(p, bare=True) for p in groups),
            unit_said(lower(words(section))),
            self.title_unit,
        )
        return next((unit for unit in ways if unit), None)

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

    def _year(self, row: int, col: int) -> tuple[int | None, bool]:
        """Return the year of a figure, and whether the table itself states it."""
        for said in (*reversed(self.frame.paths[col]), self.label(row) or ""):
            text = pattern("compared").sub("", lower(words(said)))
            if _PERIOD.search(text):
                return None, True
            if found := _YEAR.findall(text):
                return int(found[-1 if "đến" in text else 0]), True
        return self.title_year, False

    def _kind(self, col: int, year: int | None) -> str:
        path = [words(p) for p in self.frame.paths[col]]
        for said in reversed(path):
            if says("target_header", said):
                return "target"
            if says("actual_header", said):
                return "actual"
        issued = _year_of(self.document)
        if year is not None and issued is not None and year < issued:
            return "actual"
        if year is None and path and says("stock_header", path[-1]):
            return "actual"
        return "target"

    def _indicator(self, row: int, col: int, about: _About, unit: str | None) -> str | None:
        if self.kind == "criteria":
            return None  # points measure how well something is done
        path = [_BRACKETS.sub("", words(p)).strip() for p in self.frame.paths[col]]
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
        path = self.frame.paths[cell.col]
        heads = [words(p) for p in path]
        aims = any(says("aim_header", w) for w in heads)
        tasks = any(says("task_header", w) for w in heads)
        role = self.frame.roles[cell.col]
        # What a criterion asks for is a condition, not an aim.
        if self.kind == "criteria" or not (aims or tasks) or (role == "label" and "value" in self.frame.roles):
            return
        setting = Setting("targets" if aims else "other", ())
        found = find_quantities(self.low, *cell.at)
        # A few words beside the row's label speak of it; a sentence is its own label.
        brief = role == "text" and cell.at.end - cell.at.start < _BRIEF
        own = role == "value" or brief or pattern("value").fullmatch(self.low, *cell.at)
        label = self.label(cell.row) if own else self.reading.print_of(cell.at)
        for sentence in sentences(self.reading.folded, *cell.at) if found else ():
            for clause in clauses(self.reading.folded, sentence):
                inside = tuple(q for q in found if clause.start <= q.at.start < clause.end)
                for i, quantity in enumerate(inside):
                    statement = Statement(self.low, self._block(cell), setting, sentence, clause, inside, i)
                    kind = _kind_of(statement, aims)
                    if kind is not None:
                        yield from self._stated_facts(cell, quantity, statement, kind, label or "")

    def _block(self, cell: Cell):  # type: ignore[no-untyped-def]
        return self.reading.block_at(cell.at.start)

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
            year, said = self._year(cell.row, cell.col)
            year = None if said and _YEAR.search(self.low, *cell.at) else year
            inferred = ("year",) if year is not None else ()
        for number, at in _numbers(self.low, quantity):
            yield TableFact(
                at=at,
                inferred=inferred,
                table=self.index,
                row=cell.row,
                col=cell.col,
                value=number,
                unit=quantity.unit,
                row_label=label or None,
                column_path=" / ".join(self.frame.paths[cell.col]) or None,
                indicator=_first_indicator([self.low[st.clause.start : st.clause.end], label], quantity.unit),
                year=year,
                kind=kind,
            )


def _numbers(low: str, quantity: Quantity) -> list[tuple[float, Span]]:
    """Return the numbers of a quantity, each where it stands: both ends of a range."""
    found = [
        (parse_number(m[0]), Span(*m.span()))
        for m in compile_pattern("{cell_number}").finditer(low, quantity.at.start, quantity.at.end)
    ]
    ends = [(value, at) for value, at in found if value is not None]
    if quantity.value_min == quantity.value_max or len(ends) != 2:
        return [(quantity.value_min, quantity.at)]
    return ends


def _kind_of(statement: Statement, aims: bool) -> str | None:
    """Return target or actual for a figure in running words, None for one that is neither."""
    quantity = statement.quantity
    if quantity.kind not in COUNTED or is_condition(statement):
        return None
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


def _value(printed: str) -> float | None:
    """Return the value of a number; thousands may be parted by spaces, and "0.652" is below one."""
    return float(printed) if printed.startswith("0.") else parse_number(printed.replace(" ", "."))


# --- units and years -------------------------------------------------------------------------------------------


def _title_year(title: str) -> int | None:
    named = [year for _, year, is_base in mentions(title, 0, len(title)) if not is_base]
    if not named or period_in(title, 0, len(title)):
        return None
    return named[-1]


def _year_of(document: Document | None) -> int | None:
    if document is None:
        return None
    if document.issued_on is not None:
        return document.issued_on.year
    partial = document.issued_on_partial or ""
    return int(partial[:4]) if partial[:4].isdigit() else None


def _own_place(document: Document | None, label: str) -> tuple[str | None, str | None]:
    """Return name and code of the place of a document that a total is for: "Toàn huyện" is for its district."""
    if document is None:
        return None, None
    units = (
        (document.commune, document.commune_code, ("xã", "phường", "thị trấn")),
        (document.district, document.district_code, ("huyện", "thị xã", "quận", "thành phố")),
        (document.province, document.province_code, ("tỉnh", "thành phố")),
    )
    whole = label.removeprefix("toàn ")
    for name, code, kinds in units:
        if name and (whole == label or whole.startswith(kinds)):
            return name, code
    return None, None


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
        if said and not figures and len(filled) <= 2:
            title = said[0]
        sections[row] = title
    return sections


component = register("kehoach_tables", "table_facts", TableFact, find)
