"""Names of private persons and remarks on their health beside them: where they stand, and a mask over them.

Officials who sign or are named in office stay. A name in a column of names is masked whatever it looks like, unless
an office stands beside it; in running text a name is told by its family name and by what stands before and behind it.
"""

from __future__ import annotations

import bisect
import functools
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import regex

from extractors.cellwords import says, words
from extractors.grid import Cell, Grid
from extractors.headers import Frame
from extractors.offsets import Span
from rules import compile_pattern, one_of, read_rules
from rules.letters import fold

MASK = "█"
_BEFORE, _AFTER, _NEXT = 60, 80, 160
_MARKS = regex.compile(r"[*_]|</?(?:b|i|u|em|strong)>")
_WRAPPED = regex.compile(r"(?<=[\p{Ll},])\n(?=\p{Ll})")


def private_names(text: str, grids: Sequence[Grid] = ()) -> list[Span]:
    """Return where names of private persons stand in `text`, in order, none over another.

    `grids` are the tables of the text. A name found once is looked for in all of the text.
    """
    plain = _plain(text)
    found: set[Span] = set()
    kept: list[Span] = []
    above: tuple[Grid, set[int]] | None = None
    for grid in grids:
        frame = Frame(grid, {(c.row, c.col): text[c.at.start : c.at.end] for c in grid.cells})
        carried = above[1] if above and _is_rest(plain, frame, above[0]) else set()
        private, official = _columns_of_names(plain, frame)
        columns = set(private) | carried
        for col in columns:
            cells = _cells_of(frame, col, private.get(col, 0))
            found |= {at for at in (_name_in(plain, c) for c in cells) if at.end > at.start}
        kept += [c.at for col in official - columns for c in _cells_of(frame, col, frame.header_rows)]
        above = grid, columns
    in_prose = set(_names_in_prose(plain))
    in_prose |= _listed_after(plain, in_prose)
    kept = _merged(kept)
    found |= {at for at in in_prose if not _touches(at, kept)}
    found |= {at for at in _again(plain, found) if not _touches(at, kept)}
    return _merged(found)


def health_remarks(text: str, grids: Sequence[Grid], names: Iterable[Span]) -> list[Span]:
    """Return where the rows of tables that name a private person (`names`) tell of illness or disability, in order.

    Such a row tells who it is about even where the name is masked: its hamlet, year of birth and the like stay.
    """
    plain = _plain(text)
    starts = [at.start for at in names]
    [pattern] = _rules("remark")
    found = []
    for grid in grids:
        named = {row for c in grid.cells if _holds_start(c.at, starts) for row in range(c.row, c.row + c.row_span)}
        beside = (c for c in grid.cells if named & set(range(c.row, c.row + c.row_span)))
        found += [Span(*m.span()) for c in beside for m in pattern.finditer(plain, c.at.start, c.at.end)]
    return _merged(found)


def _holds_start(at: Span, starts: Sequence[int]) -> bool:
    first = bisect.bisect_left(starts, at.start)
    return first < len(starts) and starts[first] < at.end


def mask(text: str, spans: Iterable[Span]) -> str:
    """Return `text` of the same length with every letter and digit in `spans` made a block."""
    letters = list(text)
    for start, end in spans:
        for i in range(start, end):
            if letters[i].isalnum() or unicodedata.combining(letters[i]):
                letters[i] = MASK
    return "".join(letters)


def _plain(text: str) -> str:
    """Return folded text with marks blank and the breaks of wrapped lines spaces: same length."""
    blank = _MARKS.sub(lambda m: " " * len(m[0]), fold(text))
    return _WRAPPED.sub(" ", blank)


@functools.cache
def _name() -> regex.Pattern[str]:
    return compile_pattern("{person_name}")


def _name_start(plain: str, cell: Cell) -> int:
    """Return where the name in a cell starts, behind a form of address."""
    [address] = next(r for r in read_rules("persons") if r.id == "form_of_address").patterns
    match = address.match(plain[cell.at.start : cell.at.end])
    return cell.at.start + (match.end() if match else 0)


def _rules(kind: str) -> Iterator[regex.Pattern[str]]:
    for rule in read_rules("persons"):
        if rule.data["kind"] == kind:
            yield from rule.patterns


def _is(rule: str, said: str) -> bool:
    return any(p.search(said) for r in read_rules("persons") if r.id == rule for p in r.patterns)


def _touches(at: Span, spans: Sequence[Span]) -> bool:
    """Tell whether `at` overlaps one of `spans`, which are in order and apart."""
    before = bisect.bisect_left(spans, at.end, key=lambda s: s.start) - 1
    return before >= 0 and at.start < spans[before].end


def _merged(spans: Iterable[Span]) -> list[Span]:
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start < out[-1].end:
            out[-1] = Span(out[-1].start, max(end, out[-1].end))
        elif end > start:
            out.append(Span(start, end))
    return out


# --- tables -----------------------------------------------------------------------------------------------------


def _is_rest(plain: str, frame: Frame, above: Grid) -> bool:
    """Tell whether a table goes on from the one above it, a page number at most between them, without a header."""
    between = "".join(plain[above.at.end : frame.grid.at.start].split()).strip("-.|")
    if frame.grid.n_cols != above.n_cols or (between and not between.isdigit()):
        return False
    heads = [frame.text(0, c) for c in range(frame.grid.n_cols)]
    return not any(says("first_header", h) or says("person_header", h) or _is("position_header", h) for h in heads)


def _columns_of_names(plain: str, frame: Frame) -> tuple[dict[int, int], set[int]]:
    """Return the columns that name private persons, each with its first row of names, and those of officials."""
    heads = [" / ".join(words(p) for p in path) for path in frame.paths]
    offices = any(_is("position_header", h) for h in heads)
    private: dict[int, int] = {}
    official: set[int] = set()
    for col, head in enumerate(heads):
        headless = bool(_name().fullmatch(head))  # the table goes on from a page above
        first = 0 if headless else frame.header_rows
        cells = _cells_of(frame, col, first)
        if _is("duty_header", head) and not _is("owner_header", head):
            official.add(col)
        elif _is("owner_header", head) and _holds_names(plain, cells, 0.5):
            private[col] = first
        elif says("person_header", head) or any(says("person_header", words(p)) for p in frame.paths[col]):
            if offices:
                official.add(col)
            else:
                private[col] = first
        elif frame.grid.kind == "layout" or offices:
            continue
        elif (headless or not head or _is("some_person_header", head)) and _holds_names(plain, cells, 0.7):
            private[col] = first
    return private, official


def _cells_of(frame: Frame, col: int, first: int) -> list[Cell]:
    """Return the filled cells of a column from a row on; titles over several columns are left out."""
    return [
        cell
        for cell in frame.grid.cells
        if cell.col == col and cell.col_span == 1 and cell.row >= first and cell.at.end > cell.at.start
    ]


def _holds_names(plain: str, cells: Sequence[Cell], share: float) -> bool:
    """Tell whether that share of the cells begin with a personal name."""
    named = sum(_name().match(plain, _name_start(plain, c), c.at.end) is not None for c in cells)
    return named > 0 and named >= share * len(cells)


def _name_in(plain: str, cell: Cell) -> Span:
    """Return the cell without a title before the name; nothing where it holds no name."""
    said = words(plain[cell.at.start : cell.at.end])
    if _is("no_name", said) or says("total", said):
        return Span(cell.at.start, cell.at.start)
    return Span(_name_start(plain, cell), cell.at.end)


# --- running text -----------------------------------------------------------------------------------------------


def _names_in_prose(plain: str) -> Iterator[Span]:
    for pattern in _rules("private"):
        yield from (Span(*m.span("name")) for m in pattern.finditer(plain))
    for pattern in _rules("unless_official"):
        for match in pattern.finditer(plain):
            if not _is_official(plain, match.start(), match.end("name")):
                yield Span(*match.span("name"))


def _listed_after(plain: str, names: Iterable[Span]) -> set[Span]:
    """Return the names that follow any of `names` in a list: "hộ Ngô Mẫu, Tô Thử và Lê Giả"."""
    [pattern] = _rules("next")
    listed = set[Span]()
    for at in (name.end for name in names):
        while (match := pattern.match(plain[at : at + _NEXT])) is not None:
            name = Span(at + match.start("name"), at + match.end("name"))
            # Behind a name that was reached before, the list has been read to its end.
            if name in listed or _is_official(plain, *name):
                break
            listed.add(name)
            at = name.end
    return listed


def _is_official(plain: str, start: int, end: int) -> bool:
    """Tell whether an office stands before `start` or behind `end`."""
    after = plain[end : end + _AFTER]
    before = plain[max(0, start - _BEFORE) : start]
    return any(p.search(after) for p in _rules("office_after")) or any(
        p.search(before) for p in _rules("office_before")
    )


def _again(plain: str, found: Iterable[Span]) -> Iterator[Span]:
    """Yield every other place where a whole name stands again, but not where it is an official's."""
    names = {" ".join(plain[at.start : at.end].split()) for at in found}
    wanted = [n for n in names if len(n.split()) > 2 and _name().fullmatch(n)]
    if not wanted:
        return
    for match in regex.finditer(rf"(?<!\p{{L}})(?:{one_of(wanted)})(?!\p{{L}})", plain):
        if not _is_official(plain, match.start(), match.end()):
            yield Span(*match.span())
