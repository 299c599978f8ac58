"""The frame of a table: header rows, the path of headers above a column, what a column holds, what kind it is."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

import regex

from extractors.celltimes import year_said
from extractors.cellwords import says, words
from extractors.grid import Cell, Grid
from extractors.quantities import find_quantities
from rules.letters import lower

_MAX_HEADER_ROWS = 5
_MAX_TITLES = 2
_COUNTER = regex.compile(r"\(?\d{1,2}\)?(?:\s?=.*)?|[A-E]|\([a-z]\)")
_WORDS, _DIGIT = regex.compile(r"\p{L}{2}"), regex.compile(r"\d")
NUMBER = regex.compile(
    r"-?\s?(?:(?:\d{1,3}(?:[. ]\d{3})+|\d{1,9})(?:,\d+)?|\d{1,3}\.\d{1,2})(?:\s?%)?", regex.VERSION1
)


@dataclass(slots=True)
class Frame:
    """A table's cells by place, its header, and what each column holds.

    A role is index, label, unit, skip, text, value or empty. `said` holds the words of each place (see `text`).
    """

    grid: Grid
    texts: Mapping[tuple[int, int], str]
    owner: dict[tuple[int, int], Cell] = field(init=False)
    said: dict[tuple[int, int], str] = field(init=False)
    header_rows: int = field(init=False)
    paths: list[tuple[str, ...]] = field(init=False)
    roles: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.owner = {
            (r, c): cell
            for cell in self.grid.cells
            for r in range(cell.row, cell.row + cell.row_span)
            for c in range(cell.col, cell.col + cell.col_span)
        }
        self.said = {place: words(self.texts.get((cell.row, cell.col), "")) for place, cell in self.owner.items()}
        self.header_rows = _count_header_rows(self)
        self.paths = [_path(self, c) for c in range(self.grid.n_cols)]
        self.roles = _roles(self)

    def goes_on(self, above: Frame) -> bool:
        """Tell whether the table may be the rest of the one above it, which a page break cut off."""
        if self.grid.n_cols != above.grid.n_cols or not any(above.paths):
            return False
        return self.paths == above.paths or not self._begins_anew(above)

    def _begins_anew(self, above: Frame) -> bool:
        """Tell whether the first row is a header or a title, where a table like `above` would have another row."""
        first = self.text(0, 0)
        if not self.header_rows or says("index", first.split(" ")[0]):
            return False
        if says("first_header", first) or (
            _is_title(self, 0) and (says("caption", first) or says("unit_line", first))
        ):
            return True
        if above.roles[0] == "index" and self.owner[0, 0].col_span == 1 and _WORDS.search(first):
            return not says("total", first)
        said = [self.text(0, c.col) for c in self.grid.cells if c.row == 0 and above.roles[c.col] == "value"]
        heads = [w for w in said if year_said(w)[1] or (_WORDS.search(w) and not _DIGIT.search(w))]
        return 2 * len(heads) > sum(map(bool, said))

    def continue_from(self, above: Frame) -> None:
        """Take header and roles of columns from the table that this one is the rest of."""
        if self.paths != above.paths:
            self.header_rows, self.paths, self.roles = 0, above.paths, above.roles

    def text(self, row: int, col: int) -> str:
        """Return the words of the cell that covers a place, folded and on one line, empty where there is none."""
        return self.said.get((row, col), "")

    def printed(self, row: int, col: int) -> str:
        """Return the text of the cell that covers a place as printed, white space made single."""
        cell = self.owner.get((row, col))
        return "" if cell is None else " ".join(self.texts.get((cell.row, cell.col), "").split())

    def path_of(self, cell: Cell) -> tuple[str, ...]:
        """Return the headers above a cell: where it covers several columns, those that all of them share."""
        paths = self.paths[cell.col : cell.col + cell.col_span]
        shared = [p for i, p in enumerate(paths[0]) if all(path[i : i + 1] == (p,) for path in paths)]
        return tuple(shared) or paths[0]

    @property
    def title(self) -> str:
        """The words of the first rows that are one cell over the whole width, empty where there is none."""
        rows = itertools.takewhile(lambda row: _is_title(self, row), range(self.header_rows))
        return " ".join(next(filter(None, (self.text(row, c) for c in range(self.grid.n_cols)))) for row in rows)

    def repeats_header(self, row: int) -> bool:
        """Tell whether a row prints one of the header again, behind those above it, as tables do on every page."""
        return any(
            all(self._says_the_same(row - last + above, above) for above in range(last + 1))
            for last in range(min(self.header_rows, row - self.header_rows + 1))
        )

    def _says_the_same(self, row: int, other: int) -> bool:
        return all(self.text(row, c) == self.text(other, c) for c in range(self.grid.n_cols))

    def column(self, col: int) -> list[str]:
        """Return the filled cells of a column below the header."""
        said = (self.text(r, col) for r in range(self.header_rows, self.grid.n_rows))
        return [w for w in said if w]


def header_rows(grid: Grid, texts: Mapping[tuple[int, int], str]) -> int:
    """Return how many rows at the top of a table are its header. `texts` holds the cells' texts by row and column."""
    return Frame(grid, texts).header_rows


def table_kind(grid: Grid, texts: Mapping[tuple[int, int], str]) -> str:
    """Return layout, persons, procedure, criteria, data (numbers), assignment (tasks and who does them), or list."""
    return kind_of(Frame(grid, texts))


def kind_of(frame: Frame) -> str:
    """Return the kind of a table whose frame is known."""
    if frame.grid.kind == "layout":
        return "layout"
    heads = [words(w) for path in frame.paths for w in path]
    if any(says("person_header", w) for w in heads):
        return "persons"
    if any(says("procedure_header", w) for w in heads):
        return "procedure"
    if any(says("scoring_header", w) for w in heads):
        return "criteria"
    if "value" in frame.roles:
        return "data"
    if any(says("agency_header", w) for w in heads):
        return "assignment"
    return "list"


# --- header rows ------------------------------------------------------------------------------------------------


def _count_header_rows(frame: Frame) -> int:
    rows, cols = frame.grid.n_rows, frame.grid.n_cols
    if rows < 2 or cols < 2:
        return 0
    if frame.grid.header_rows:
        count = min(frame.grid.header_rows, rows - 1)
    else:
        # Titles over the whole width stand above the header.
        count = next(
            (r for r in range(min(rows - 2, _MAX_TITLES)) if not _is_title(frame, r)), min(rows - 2, _MAX_TITLES)
        )
        if _holds_data(frame, count):
            return count
        heads = [frame.owner[count, c] for c in range(cols) if (count, c) in frame.owner and frame.text(count, c)]
        deep = max((c.row_span for c in heads if c.row_span < min(rows, _MAX_HEADER_ROWS)), default=1)
        count += max(deep, 1)
    while count < min(rows - 1, _MAX_HEADER_ROWS) and (_goes_on(frame, count) or _counts_columns(frame, count)):
        count += 1
    return count


def _holds_data(frame: Frame, row: int) -> bool:
    said = [frame.text(row, c) for c in range(frame.grid.n_cols)]
    return says("index", said[0]) or any(NUMBER.fullmatch(w) and not says("only_years", w) for w in said)


def _goes_on(frame: Frame, row: int) -> bool:
    """Tell whether a row below the first header row is a header too: it divides headers above it."""
    if _holds_data(frame, row) or says("total", frame.text(row, 0)):
        return False
    filled = [c for c in range(frame.grid.n_cols) if frame.text(row, c) and frame.owner[row, c].row == row]
    if not filled or any(len(frame.text(row, c)) > 90 for c in filled):
        return False
    if len(filled) > 1 and all(says("unit_cell", frame.text(row, c)) for c in filled):
        return True
    divided = [c for c in filled if _is_divided(frame, row - 1, c) or _is_repeated(frame, row - 1, c)]
    # Under a header that stands for one column only goes on what begins no row of its own.
    beneath = not frame.text(row, 0) and not frame.text(row, 1)
    return len(divided) > 1 and all(beneath or c in divided or not frame.text(row - 1, c) for c in filled)


def _is_divided(frame: Frame, row: int, col: int) -> bool:
    """Tell whether the header above `col` stands for several columns, by its span or by empty cells behind it."""
    cell = frame.owner.get((row, col))
    if cell is None:
        return False
    if frame.text(row, col):
        empty_behind = col + 1 < frame.grid.n_cols and not frame.text(row, col + 1)
        return cell.col_span > 1 or empty_behind
    return any(frame.text(row, c) for c in range(col))


def _is_repeated(frame: Frame, row: int, col: int) -> bool:
    """Tell whether the header above `col` is printed over each of several columns, and the first column goes on."""
    said = frame.text(row, col)
    beside = (frame.text(row, c) for c in (col - 1, col + 1) if 0 <= c < frame.grid.n_cols)
    return bool(said) and said in beside and frame.text(row + 1, 0) in ("", frame.text(row, 0))


def _counts_columns(frame: Frame, row: int) -> bool:
    """Tell whether a row only numbers the columns: (1) (2) (3) or A B 1 2."""
    said = [frame.text(row, c) for c in range(frame.grid.n_cols)]
    filled = [w for w in said if w]
    if len(filled) < max(3, frame.grid.n_cols - 1) or not all(_COUNTER.fullmatch(w) for w in filled):
        return False
    counts = [int(m[0]) for w in filled if (m := regex.search(r"\d+", w.split("=")[0]))]
    return counts == list(range(counts[0], counts[0] + len(counts))) if counts else True


def _path(frame: Frame, col: int) -> tuple[str, ...]:
    """Return the headers above a column from the top, each once."""
    path: list[str] = []
    for row in range(frame.header_rows):
        if _counts_columns(frame, row):
            continue
        said = frame.printed(row, col)
        if not said:
            said = _header_from_left(frame, row, col)
        if said and (not path or path[-1] != said) and not _is_title(frame, row):
            path.append(said)
    return tuple(path)


def _is_title(frame: Frame, row: int) -> bool:
    """Tell whether a row is one cell over the whole width, or a title alone in its row."""
    cell, cols = frame.owner.get((row, 0)), frame.grid.n_cols
    if cell is not None and cell.col_span == cols:
        return bool(frame.text(row, 0))
    filled = [w for c in range(cols) if (w := frame.text(row, c))]
    return cols > 2 and len(set(filled)) == 1 and (says("unit_line", lower(filled[0])) or says("caption", filled[0]))


def _header_from_left(frame: Frame, row: int, col: int) -> str:
    """Return the header that an empty header cell belongs to: the one on its left, where both are divided below."""
    below = [r for r in range(row + 1, frame.header_rows) if not _counts_columns(frame, r)]
    if not any(frame.text(r, col) for r in below):
        return ""
    for left in range(col - 1, -1, -1):
        if frame.text(row, left):
            return (
                frame.printed(row, left)
                if any(
                    frame.owner.get((r, left)) is not frame.owner.get((row, left)) and frame.text(r, left)
                    for r in below
                )
                else ""
            )
    return ""


# --- columns ----------------------------------------------------------------------------------------------------


def _roles(frame: Frame) -> list[str]:
    roles = [_role(frame, c) for c in range(frame.grid.n_cols)]
    texts = [c for c, role in enumerate(roles) if role == "text"]
    first_value = roles.index("value") if "value" in roles else len(roles)
    before = [c for c in texts if c < first_value]
    years = [c for c, role in enumerate(roles) if role == "years" and c < first_value]
    if not before and years and first_value < len(roles):
        roles[years[0]] = "label"
    elif not before and first_value < len(roles):
        named = [c for c, role in enumerate(roles[:first_value]) if role == "skip" and _is_named(frame, c)]
        roles[named[0] if named else first_value] = "label" if named else "value"
    if before:
        roles[before[0]] = "label"
        # A second column of text refines a first one that goes over several rows.
        if len(before) > 2 - (first_value < len(roles)) and _is_refined(frame, before[0], before[1]):
            roles[before[1]] = "label"
    return roles


def _is_named(frame: Frame, col: int) -> bool:
    """Tell whether a column without figures names its rows."""
    said = frame.column(col)
    return bool(said) and len(set(said)) == len(said) and not any(NUMBER.fullmatch(w) for w in said)


def _is_refined(frame: Frame, first: int, second: int) -> bool:
    rows = range(frame.header_rows, frame.grid.n_rows)
    spans = any(frame.owner[r, first].row_span > 1 for r in rows if (r, first) in frame.owner)
    gaps = any(not frame.text(r, first) and frame.text(r, second) for r in rows)
    return spans or gaps


def _role(frame: Frame, col: int) -> str:
    head = words(" / ".join(frame.paths[col]))
    leaf = words(frame.paths[col][-1]) if frame.paths[col] else ""
    said = frame.column(col)
    if says("first_header", leaf) or says("first_header", head):
        return "index"
    if col == 0 and said and not any(len(w) > 6 for w in said) and _is_count(said):
        return "index"
    if says("unit_header", leaf) or (regex.fullmatch(r"(?i)đơn vị", leaf) and _are_units(said)):
        return "unit"
    numbers = sum(bool(NUMBER.fullmatch(w) or says("bounded_number", w)) for w in said)
    dated = says("only_years", leaf) and numbers * 2 > len(said)
    if any(says("no_number_header", words(p)) for p in frame.paths[col]) and not dated:
        return "skip"
    # A column of nothing but years, and of a sum, dates its rows.
    years = sum(bool(says("only_years", w)) for w in said)
    if years and all(says("only_years", w) or says("total", w) for w in said):
        return "years"
    if numbers and numbers * (3 if says("aim_header", leaf) else 2) >= len(said):
        return "value"
    return "text" if said else "empty"


def _is_count(said: list[str]) -> bool:
    counted = [w for w in said if says("index", w)]
    numbers = [int(w) for w in counted if w.isascii() and w.isdigit()]
    rising = sum(b == a + 1 for a, b in itertools.pairwise(numbers))
    return len(counted) >= len(said) - 1 and (rising * 2 >= len(numbers) - 1 or len(numbers) < len(counted))


def _are_units(said: list[str]) -> bool:
    """Tell whether nearly all cells of a column are units and nothing else."""
    units = 0
    for word in said:
        found = find_quantities(f"1 {lower(word)}", 0, len(word) + 2)
        units += bool(found) and found[0].at.start == 0 and found[0].unit_end == len(word) + 2
    return units > 0 and units * 5 >= len(said) * 4
