"""Words of a PDF page with their boxes, and the lines and columns that they make."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

import pypdfium2.raw as pdfium

from pipeline.read.marks import has_mark
from pipeline.read.raised import render_raised

Rect: TypeAlias = tuple[float, float, float, float]

# Gaps and overlaps are measured in heights of a line.
_SAME_LINE = 0.5
_COLUMN_GAP = 1.5
_SMALL, _RAISED = 0.8, 0.15


@dataclass(slots=True)
class Box:
    """A word or a stretch of a line: its text and its box in points, from the upper left corner of the page."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str

    @property
    def height(self) -> float:
        """Height in points."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """The point in the middle."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


class Letter(NamedTuple):
    """A letter on a page: what it is, its font (0 where not asked for), its box (PDF points; None for spaces).

    `turn` is by how many degrees the page is to be turned to read it, clockwise.
    """

    text: str
    font: int
    box: Rect | None
    turn: int = 0


def read_letters(
    textpage: Any, with_fonts: bool = False, turn_of: Callable[[Any, int], int] | None = None
) -> list[Letter]:
    """Return the letters of a pypdfium2 `textpage` in the order of its content; a space parts lines."""
    letters = []
    handle = textpage.raw
    rect = pdfium.FS_RECTF()
    by_reference = ctypes.byref(rect)
    for index in range(pdfium.FPDFText_CountChars(handle)):
        code = pdfium.FPDFText_GetUnicode(handle, index)
        if not 0 < code <= 0x10FFFF or 0xD800 <= code < 0xE000:
            continue
        font = _font_of(handle, index) if with_fonts else 0
        if code <= 32 and not font:
            letters.append(Letter(" ", 0, None))
            continue
        boxed = pdfium.FPDFText_GetLooseCharBox(handle, index, by_reference)
        box = (rect.left, rect.bottom, rect.right, rect.top) if boxed else None
        letters.append(Letter(chr(code), font, box, turn_of(handle, index) if turn_of else 0))
    return letters


def read_stretches(textpage: Any) -> list[Rect]:
    """Return the boxes of what was set in one go on a pypdfium2 `textpage`: whole lines, or parts of them.

    They are x0, top, x1, bottom in points, y growing downwards from the foot of the page. To read boxes of letters,
    or of words, takes ten times as long.
    """
    handle, read = textpage.raw, pdfium.FPDFText_GetRect
    left, top, right, bottom = sides = [ctypes.c_double() for _ in range(4)]
    at_left, at_top, at_right, at_bottom = [ctypes.byref(side) for side in sides]
    boxes = []
    for index in range(pdfium.FPDFText_CountRects(handle, 0, -1)):
        if read(handle, index, at_left, at_top, at_right, at_bottom):
            boxes.append((left.value, -top.value, right.value, -bottom.value))
    return boxes


def _font_of(handle: Any, index: int) -> int:
    thing = pdfium.FPDFText_GetTextObject(handle, index)
    return ctypes.cast(pdfium.FPDFTextObj_GetFont(thing), ctypes.c_void_p).value or 0 if thing else 0


def read_words(letters: Iterable[Letter], show: Callable[[Rect], Rect]) -> list[Box]:
    """Return the words that `letters` make; `show` turns a box of the file into one with y from the top."""
    words: list[Box] = []
    word: list[str] = []
    raised: list[str] = []
    around: list[float] = []

    def settle() -> None:
        if raised:
            word.append(render_raised("".join(raised), "".join(word)))
            raised.clear()

    def close() -> None:
        settle()
        if word and around:
            text = unicodedata.normalize("NFC", "".join(word))
            words.append(Box(around[0], around[1], around[2], around[3], text))
        word.clear()
        around.clear()

    for letter in letters:
        if letter.text.isspace():
            close()
            continue
        if letter.box is not None:
            box = show(letter.box)
            if around and (_is_apart(around, box) or ("".join(word).isdecimal() and _is_raised(box, around))):
                close()
            if word and letter.text.isdecimal() and _is_raised(around, box):
                raised.append(letter.text)
                continue
            settle()
            _grow(around, box)
        word.append(letter.text)
    close()
    _mark_notes(words)
    return words


def _mark_notes(words: Sequence[Box]) -> None:
    """Put the raised number before a note in brackets, and on the line of the note."""
    for number, word in pairwise(words):
        if not number.text.isdecimal() or len(number.text) > 3 or not 0 <= word.x0 - number.x0 < 2 * word.height:
            continue
        if _is_raised(_rect(word), _rect(number)):
            number.text = render_raised(number.text, "")
            number.top, number.bottom = word.top, word.bottom


def _rect(box: Box) -> Rect:
    return box.x0, box.top, box.x1, box.bottom


def _is_apart(around: list[float], box: Rect) -> bool:
    """Return whether a letter in `box` stands on another line than the word so far, or clearly away from its end."""
    height, own = around[3] - around[1], box[3] - box[1]
    lower, upper = (around[3] if around[3] < box[3] else box[3]), (around[1] if around[1] > box[1] else box[1])
    return lower - upper < 0.3 * (height if height < own else own) or box[0] - around[2] > height


def _is_raised(around: Sequence[float], box: Sequence[float]) -> bool:
    """Return whether a letter in `box` is smaller than the word so far, and stands higher."""
    height = around[3] - around[1]
    return box[3] - box[1] < _SMALL * height and box[3] < around[3] - _RAISED * height


def _grow(around: list[float], box: Rect) -> None:
    if not around:
        around.extend(box)
        return
    around[0], around[1] = min(around[0], box[0]), min(around[1], box[1])
    around[2], around[3] = max(around[2], box[2]), max(around[3], box[3])


def group_lines(words: Iterable[Box]) -> list[list[Box]]:
    """Return `words` in lines from top to bottom, each line from left to right."""
    lines: list[list[Box]] = []
    middle = height = 0.0
    for at, word in sorted(((word.middle[1], word) for word in words), key=lambda item: item[0]):
        # Small print (a raised figure) may stand first: the line is where its tallest word is.
        if lines and at - middle < _SAME_LINE * min(word.height, height):
            lines[-1].append(word)
        else:
            lines.append([word])
            middle, height = at, word.height
        if word.height > height:
            middle, height = at, word.height
    return [sorted(line, key=lambda w: w.x0) for line in lines]


def join(line: Sequence[Box]) -> str:
    """Return the text of a line."""
    return " ".join(word.text for word in line)


def split_at_gaps(line: Sequence[Box], gap: float = _COLUMN_GAP) -> list[Box]:
    """Return the stretches of a line that gaps of more than `gap` line heights part, each as one box."""
    return [_as_one(words) for words in _part(line, gap)]


def _part(line: Sequence[Box], gap: float) -> list[list[Box]]:
    stretches: list[list[Box]] = []
    for word in line:
        if stretches and word.x0 - stretches[-1][-1].x1 < gap * max(word.height, stretches[-1][-1].height):
            stretches[-1].append(word)
        else:
            stretches.append([word])
    return stretches


def _as_one(words: Sequence[Box]) -> Box:
    return Box(words[0].x0, min(w.top for w in words), words[-1].x1, max(w.bottom for w in words), join(words))


def split_columns(line: Sequence[Box]) -> list[Box]:
    """Return the stretches of a line that wide gaps part, each as one box.

    In a letterhead the gap may be narrow: there the words tell where the right side begins.
    """
    stretches = _part(line, _COLUMN_GAP)
    if len(stretches) == 1:
        at = _right_side(stretches[0])
        stretches = [stretches[0][:at], stretches[0][at:]] if at else stretches
    return [_as_one(words) for words in stretches]


def _right_side(line: Sequence[Box]) -> int:
    """Return with which word the right side of a letterhead begins in `line`, 0 where none does."""
    if has_mark(join(line), "letterhead"):
        return max(i for i in range(len(line)) if has_mark(join(line[i:]), "letterhead"))
    for i in range(1, len(line)) if line[0].text.startswith(("Số", "SỐ")) else ():
        if has_mark(join(line[i:]), "place_and_date") and has_mark(join(line[:i]), "number_line"):
            return i
    return 0
