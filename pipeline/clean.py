"""The working copy of a source: lines rejoined into paragraphs, marks and page numbers taken out, slips mended.

The copy has one paragraph, or one table cell, a line. Every place in it leads back to a place in the text as
read (`extractors/offsets.py`), which itself is never changed.
"""

from __future__ import annotations

import functools
import html
import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from extractors.grid import Cell, Grid
from extractors.offsets import Edit, Span, apply_edits
from extractors.reading import Block, Reading
from pipeline.accents import mend_accents
from pipeline.lines import number_words, paragraphs, split_lines, wrapping_of
from pipeline.repeats import mark_repeats
from pipeline.source import Source
from rules import read_rules
from rules.letters import fold, lower

_MARKS = regex.compile(
    r"""
      \(\*+\)(*SKIP)(*FAIL)                       # a footnote mark stays
    | \*+ | (?m:^\#{1,6}(?=\s|$)) | `+ | ~~
    | </?(?:b|i|u|em|strong|span|p|br|font|div|center|sup|sub)(?:\s[^<>\n]*)?/?>
    | \\(?=[*_.#\-\[\]()])
    | [\u200b-\u200f\u2060\ufeff\u00ad]           # zero width, soft hyphen
    | (?<=\[[^\]\n]{1,200})\]\(https?:[^)\s]*\)   # the address of a link
    """,
    regex.VERBOSE,
)
_ENTITY = regex.compile(r"&(?:amp|lt|gt|quot|nbsp|apos|#39);")
_BOLD = regex.compile(r"(?m)(?<!\*)\*\*(?!\*)[^*]+?\*\*(?!\*)|^#{1,6}\s[^\n]+$|<b>[^<]+</b>")
_BOLD_SIGN = re.compile(r"\*\*|#|<b>")
# What is cut off at both ends of a cell's lines.
_EDGE = " \t\r\x00\xa0"
# What none of the marks is without.
_MARK_SIGN = re.compile(r"[*#`<\\\u200b-\u200f\u2060\ufeff\u00ad]|~~|\]\(")
# White space and marks that are not simply one space.
_RUN = regex.compile(r"[\x00\s]{2,}|[^\S ]|\x00")
# The same one by one, to find the lines that have any: the ends of lines are none of it. One pattern for each is
# quicker than one for all.
_UNCLEAN = (re.compile(r"[^\S \n]"), re.compile(r"\x00"), re.compile("  "))


@dataclass(slots=True)
class _Piece:
    """A paragraph or cell before it is copied: the spans of its lines in the source."""

    lines: tuple[Span, ...]
    bold: bool = False
    table: int | None = None
    row: int = 0
    col: int = 0

    @property
    def start(self) -> int:
        return self.lines[0].start


def blank_marks(text: str) -> str:
    """Return `text` with markdown and inline HTML marks made NUL, entities their letter: same length."""
    plain = _MARKS.sub(lambda m: "\x00" * len(m[0]), text) if _MARK_SIGN.search(text) else text
    if "&" not in plain:
        return plain
    return _ENTITY.sub(lambda m: html.unescape(m[0]).ljust(len(m[0]), "\x00"), plain)


def clean(source: Source) -> Reading:
    """Return the working copy of `source` as a reading: blocks, tables, and the map back to the source."""
    plain = blank_marks(source.text)
    pieces = sorted([*_paragraph_pieces(plain, source), *_cell_pieces(plain, source.grids)], key=lambda p: p.start)
    copy, offsets = apply_edits(source.text, _edits(source.text, plain, pieces))
    if repairs := _repairs(copy, recognised="ocr" in source.read_with):
        copy, repaired = apply_edits(copy, repairs)
        offsets = offsets.then(repaired)
    blocks = _blocks(copy, pieces)
    reading = Reading(copy, blocks, _move_grids(source.grids, blocks), offsets)
    reading.blocks = mark_repeats(reading.lowered, blocks)
    return reading


def _paragraph_pieces(plain: str, source: Source) -> Iterator[_Piece]:
    bold = [Span(*m.span()) for m in _BOLD.finditer(source.text)] if _BOLD_SIGN.search(source.text) else []
    folded = fold(plain)
    lines = [split_lines(folded, area, bold) for area in _prose_areas(plain, source.grids)]
    wrapping = wrapping_of([line for area in lines for line in area])
    for area in lines:
        for paragraph in paragraphs(area, wrapping):
            if len(paragraph) == 1:  # most are
                yield _Piece((paragraph[0].at,), paragraph[0].bold)
            else:
                yield _Piece(tuple(line.at for line in paragraph), all(line.bold for line in paragraph))


def _prose_areas(plain: str, grids: Sequence[Grid]) -> Iterator[Span]:
    """Yield the stretches of running text: what lies between the tables, and in the cells of a layout around those
    of other tables in it."""
    holders = [(g.at.start, -g.at.end, i, False) for i, g in enumerate(grids)]
    holders += [(c.at.start, -c.at.end, i, True) for i, g in enumerate(grids) if g.kind == "layout" for c in g.cells]
    inside = [(len(plain), True)]
    at = 0
    for start, end, _, is_cell in (*sorted(h for h in holders if h[0] < -h[1]), (len(plain), 0, 0, False)):
        while inside and inside[-1][0] <= start:
            stop, has_prose = inside.pop()
            if has_prose and stop > at:
                yield Span(at, stop)
            at = max(at, stop)
        if inside and inside[-1][1] and start > at:
            yield Span(at, start)
        at = max(at, start)
        inside.append((-end, is_cell))


def _cell_pieces(plain: str, grids: Sequence[Grid]) -> Iterator[_Piece]:
    for index, grid in enumerate(grids):
        if grid.kind == "layout":
            continue
        for cell in grid.cells:
            lines = tuple(_trimmed_lines(plain, cell.at))
            if lines:
                yield _Piece(lines, table=index, row=cell.row, col=cell.col)


def _trimmed_lines(plain: str, at: Span) -> Iterator[Span]:
    """Yield where the words of each line of a cell stand."""
    end = at.start - 1
    for line in plain[at.start : at.end].split("\n"):
        start, end = end + 1, end + 1 + len(line)
        if words := line.strip(_EDGE):
            start += line.index(words)
            yield Span(start, start + len(words))


def _edits(text: str, plain: str, pieces: Sequence[_Piece]) -> Iterator[Edit]:
    """Yield what makes `text` its working copy: gaps become line breaks or spaces, marks go."""
    at, glue = 0, ""
    places = sorted(m.start() for unclean in _UNCLEAN for m in unclean.finditer(plain))
    if "&" in text:
        places = sorted([*places, *(m.start() for m in _ENTITY.finditer(text))])
    for piece in pieces:
        for line in piece.lines:
            if text[at : line.start] != glue:
                yield Edit(at, line.start, glue)
            index = bisect_left(places, line.start)
            if index < len(places) and places[index] < line.end:
                yield from _line_edits(text, plain, line)
            at, glue = line.end, " "
        glue = "\n"
    if at < len(text):
        yield Edit(at, len(text), "")


def _line_edits(text: str, plain: str, line: Span) -> Iterator[Edit]:
    for run in _RUN.finditer(plain, line.start, line.end):
        put = "" if run[0].strip("\x00") == "" else " "
        if text[run.start() : run.end()] != put:
            yield Edit(run.start(), run.end(), put)
    for entity in _ENTITY.finditer(text, line.start, line.end):
        if not plain[entity.start()].isspace():
            yield Edit(entity.start(), entity.start() + 1, plain[entity.start()])


def _repairs(copy: str, recognised: bool) -> list[Edit]:
    """Return the edits that mend slips of OCR and take page numbers out of sentences, none over another.

    Wrong accents are mended in what was `recognised` from pictures only.
    """
    folded = fold(copy)
    found = [*_page_numbers(folded), *(mend_accents(copy) if recognised else ())]
    for rule in read_rules("slips"):
        for pattern in rule.patterns:
            found += [Edit(m.start(), m.end(), m.expand(rule.data["put"])) for m in pattern.finditer(folded)]
    edits: list[Edit] = []
    for edit in sorted(found):
        if edit.new != copy[edit.start : edit.end] and (not edits or edit.start >= edits[-1].end):
            edits.append(edit)
    return edits


@functools.cache
def _page_number() -> regex.Pattern[str]:
    return regex.compile(r"(?<=(\p{Ll}+) )([1-9]\d{0,2}) (?=(\p{Ll}+))")


def _page_numbers(folded: str) -> Iterator[Edit]:
    """Yield deletions of page numbers that stand inside a word of two syllables ("dinh 4 dưỡng").

    The two syllables make one word for a word segmenter, and the text itself does not speak against it: where else
    the first stands it is mostly followed by the second, and nothing is ever counted in the second.
    """
    last = 1
    for match in _page_number().finditer(folded):
        before, number, after = match[1], int(match[2]), match[3]
        if not last <= number <= last + 30 or before in number_words():
            continue
        lowered = lower(folded)
        elsewhere = lowered.count(f" {before} ") - 1
        if 2 * lowered.count(f" {before} {after}") < elsewhere or _is_counted(lowered, after):
            continue
        left = folded[max(0, match.start() - 40) : match.start()].split("\n")[-1].split()[-3:]
        right = folded[match.end() : match.end() + 40].split()
        if _is_inside_word(" ".join(left), " ".join(right[:2])):
            last = number
            yield Edit(match.start(2), match.end(2) + 1, "")


def _is_counted(lowered: str, word: str) -> bool:
    """Say whether a text has a number before `word` in more than one place."""
    counted, at = 0, -1
    while counted < 2 and (at := lowered.find(f" {word}", at + 1)) >= 0:
        behind = lowered[at + 1 + len(word) : at + 2 + len(word)]
        counted += lowered[at - 1 : at].isdecimal() and not (behind.isalnum() or behind == "_")
    return counted > 1


def _is_inside_word(left: str, right: str) -> bool:
    """Say whether a word runs from the end of `left` into the beginning of `right`."""
    from underthesea import word_tokenize  # half a second to import, and few texts need it

    ends = itertools.accumulate(len(word.replace(" ", "")) for word in word_tokenize(f"{left} {right}"))
    return len(left.replace(" ", "")) not in ends


def _blocks(copy: str, pieces: Sequence[_Piece]) -> list[Block]:
    blocks, at = [], 0
    for piece, line in zip(pieces, copy.split("\n") if pieces else [], strict=True):
        span = Span(at, at + len(line))
        blocks.append(Block(span, piece.table, piece.row, piece.col, bold=piece.bold))
        at += len(line) + 1
    return blocks


def _move_grids(grids: Sequence[Grid], blocks: Sequence[Block]) -> tuple[Grid, ...]:
    """Return the tables with their places in the working copy; a caption is looked for later."""
    places: dict[int, dict[tuple[int, int], Span]] = {}
    for block in blocks:
        if block.table is not None:
            places.setdefault(block.table, {})[block.row, block.col] = block.at
    return tuple(_move_grid(grid, places.get(index, {})) for index, grid in enumerate(grids))


def _move_grid(grid: Grid, places: dict[tuple[int, int], Span]) -> Grid:
    if not places:
        return replace(grid, at=Span(0, 0), cells=(), caption=None)
    start, end = min(s.start for s in places.values()), max(s.end for s in places.values())
    cells, last = [], start
    for cell in grid.cells:
        at = places.get((cell.row, cell.col), Span(last, last))
        cells.append(Cell(cell.row, cell.col, at, cell.row_span, cell.col_span))
        last = at.end
    return replace(grid, at=Span(start, end), cells=tuple(cells), caption=None)
