"""Text set side by side on a PDF page: the letterhead, the recipients beside the signature."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from pipeline.read.marks import DOCUMENT, has_mark
from pipeline.read.wordboxes import Box, join, split_columns
from pipeline.read.writer import RawBlock, RawCell, RawTable
from rules import read_yaml
from rules.letters import bare

# Lines of one block lie no further apart than so many of their heights.
_LOOSE = 4.0
_CENTRED = 0.12


def split_blocks(lines: Sequence[Sequence[Box]]) -> list[RawBlock]:
    """Return the blocks of a page from its lines: lines of text, and two columns as a table of one row.

    Only columns that hold a letterhead, recipients or a signature are parted; elsewhere a wide gap in a line is
    one of a list or a form.
    """
    stretches = [split_columns(line) for line in lines]
    blocks: list[RawBlock] = []
    index = 0
    while index < len(lines):
        end, sides = _columns_from(stretches, index)
        if sides:
            cells = [RawCell(0, side, ["\n".join(box.text for box in boxes)]) for side, boxes in enumerate(sides)]
            blocks.append(RawTable(cells))
            index = end
        else:
            blocks.append(join(lines[index]))
            index += 1
    return blocks


def _columns_from(stretches: Sequence[list[Box]], start: int) -> tuple[int, tuple[list[Box], list[Box]] | None]:
    """Return where the two columns that begin at line `start` end, and their boxes; None where none begin."""
    first = next((i for i in range(start, min(start + 3, len(stretches))) if len(stretches[i]) == 2), None)
    if first is None:
        return start, None
    left, right = [stretches[first][0]], [stretches[first][1]]
    for index in range(first - 1, start - 1, -1):
        if not _take(stretches[index], left, right, at=0):
            return start, None
    end = first + 1
    while end < len(stretches) and _take(stretches[end], left, right, at=None):
        end += 1
    is_head = any(has_mark(box.text, "letterhead") for box in right)
    while end > first + 1 and len(stretches[end - 1]) == 1:
        last = stretches[end - 1][0]
        if not _is_title(last, left, right) and (not is_head or _is_of_head(last)):
            break
        (left if last is left[-1] else right).pop()
        end -= 1
    if not any(has_mark(box.text, *DOCUMENT) for box in (*left, *right)):
        return start, None
    return end, (left, right)


def _take(line: list[Box], left: list[Box], right: list[Box], at: int | None) -> bool:
    """Add `line` to the columns where it fits them; return whether it did."""
    gutter = max(box.x1 for box in left), min(box.x0 for box in right)
    near = left[-1] if at is None else left[0], right[-1] if at is None else right[0]
    height = max(box.height for box in line)
    if min(abs(box.top - line[0].top) for box in near) > _LOOSE * height:
        return False
    if len(line) == 2 and has_mark(line[1].text, "letterhead", "place_and_date"):
        gutter = line[0].x1, line[1].x0
    sides = [(box, left if box.x1 <= gutter[1] else right if box.x0 >= gutter[0] else None) for box in line]
    if len(line) > 2 or any(side is None for _, side in sides):
        return False
    if len(line) == 2 and (sides[0][1] is not left or sides[1][1] is not right):
        return False
    for box, side in sides:
        if len(line) == 1 and side is not None and not _is_aligned(box, side):
            return False
    for box, side in sides:
        if side is not None:
            side.insert(len(side) if at is None else at, box)
    return True


def _is_aligned(box: Box, side: Sequence[Box]) -> bool:
    """Return whether a line that stands alone is centred in the column, or begins where its lines begin."""
    x0, x1 = min(b.x0 for b in side), max(b.x1 for b in side)
    slack = _CENTRED * max(x1 - x0, 1.0)
    return abs(box.middle[0] - (x0 + x1) / 2) < slack or any(abs(box.x0 - b.x0) < box.height for b in side)


def _is_title(box: Box, left: Sequence[Box], right: Sequence[Box]) -> bool:
    """Return whether a line below the columns is centred on the page rather than in one of them, or names the act."""
    if bare(box.text) in _names_of_acts() and box.text.isupper():
        return True
    middle = (min(b.x0 for b in left) + max(b.x1 for b in right)) / 2
    return abs(box.middle[0] - middle) < box.height and box.text.isupper()


@functools.cache
def _names_of_acts() -> frozenset[str]:
    """Return what may stand as a title over a document, without accents: recognition may get them wrong."""
    return frozenset(bare(name) for kind in read_yaml("doctypes")["types"] for name in kind["names"])


def _is_of_head(box: Box) -> bool:
    """Return whether a line below a letterhead may be a part of it: a body's name, number, place and date."""
    return box.text.isupper() or has_mark(box.text, *DOCUMENT)
