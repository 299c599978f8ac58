"""Pages without usable text, recognised by Tesseract: words with their boxes and how sure the reading is."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, NamedTuple

import cv2
import numpy as np
import tesserocr
from numpy.typing import NDArray
from PIL import Image

from pipeline.read.inked import fill_heads
from pipeline.read.ocr import LANGUAGE, find_data
from pipeline.read.picture import DPI, POINTS, Grey, Picture, lies_on_its_side, prepare
from pipeline.read.recognised import Word
from pipeline.read.ruled import find_cells
from pipeline.read.syllables import is_possible
from pipeline.read.wordboxes import Box

# A word that Tesseract is less sure of is looked at again by itself, in other sizes; so many a page at most.
_SURE, _SIZES, _MOST = 0.8, (0.6, 0.75, 1.0, 1.4), 150
# Of a figure nothing around it tells whether it is right: it has to be surer.
_SURE_FIGURE = 0.93
_MARGIN = 16
# A reading that no Vietnamese word, number or date can be counts for so little beside one that can.
_ODD = 0.3
_FIRST = 0.2
# A page that is read worse than this may stand on its head.
_UPSIDE_DOWN = 0.6
# Ink is darker than this; a cell with so few pixels of it is empty.
_BLACK, _LEAST_INK = 140, 25
# A cell is read as a block of lines; where nothing is found, as a word, as a letter.
_LAYOUTS = (tesserocr.PSM.SINGLE_BLOCK, tesserocr.PSM.SINGLE_WORD, tesserocr.PSM.SINGLE_CHAR)
# No page has so many lines: from here on the numbers of lines are those of cells.
_FIRST_OF_CELLS = 10_000
# So many words one after the other that are read so badly are no text.
_DOUBTFUL, _RUN, _NOISE = 0.75, 3, 0.5
# Of a line's height above its feet, a letter with its accents takes so much.
_ABOVE = 0.8
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
# Thousands are parted by points, decimals by a comma; other rows of figures and signs are dates and ranges.
_FIGURE = re.compile(r"[\d.,:-]*\d[\d.,:-]*")
_WELL_SET = re.compile(
    r"\d{1,4}|\d{1,3}(\.\d{3})*(,\d+)?[.,;:]?|\d{1,4}[-:]\d{1,4}|\d{1,2}(\.\d{1,2})+\.?|\d{1,2}[.:]"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"[IVXHUl1]+[.,)]?")
# Signs that are no bullet, stop or bracket.
_STAIN = re.compile(r"[^\w\s*+•.,:;()“”\"/-]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a picture gave: the picture as it was read, its words, and how sure they are on the whole (0 to 1)."""

    picture: Picture
    words: list[Word]

    @property
    def confidence(self) -> float:
        """How sure the words are, letter by letter (0 to 1)."""
        return _confidence(self.words)


def _confidence(words: Sequence[Word]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def read_picture(colours: NDArray[np.uint8], name: str = "") -> Reading:
    """Return the words of a page; `colours` is its picture (height, width, red-green-blue) with `picture.DPI`.

    It is turned upright where it lies on its side or stands on its head. `name` is that of the file, which may tell
    the number of a document that was put in by hand.
    """
    first = 1 if lies_on_its_side(colours) else 0
    best = _read_turned(colours, first)
    if best.confidence < _UPSIDE_DOWN:
        best = max(best, _read_turned(colours, first + 2), key=lambda reading: reading.confidence)
    words = _without_noise(_look_again(best.picture.plain, _without_stains(best.words)))
    return Reading(best.picture, fill_heads(best.picture.ink, words, name))


def _read_turned(colours: NDArray[np.uint8], quarters: int) -> Reading:
    """Return the words of a page turned clockwise by so many quarters."""
    picture = prepare(np.ascontiguousarray(np.rot90(colours, -quarters)))
    cells = _cells(picture)
    return Reading(picture, [*_read_around(picture.plain, cells), *_read_cells(picture.plain, cells)])


def _read_around(plain: Grey, cells: Sequence[_Cell]) -> list[Word]:
    """Return the words of a page outside of the cells of its ruled tables."""
    around = plain.copy()
    for cell in cells:
        around[cell.top : cell.bottom, cell.left : cell.right] = 255
    return _recognise(around, tesserocr.PSM.AUTO)


def _read_cells(plain: Grey, cells: Sequence[_Cell]) -> Iterator[Word]:
    """Yield the words of ruled tables, each cell read by itself: a line of a page would run through several."""
    line = _FIRST_OF_CELLS
    for cell in cells:
        cut = plain[cell.top : cell.bottom, cell.left : cell.right]
        ys, xs = np.nonzero(cut < _BLACK)
        if len(ys) < _LEAST_INK:
            continue
        left, top = int(xs.min()), int(ys.min())
        ink = _framed(cut[top : int(ys.max()) + 1, left : int(xs.max()) + 1])
        words = next(filter(None, (_recognise(ink, layout) for layout in _LAYOUTS)), [])
        x, y = cell.left + left - _MARGIN, cell.top + top - _MARGIN
        for word in words:
            box = (word.box[0] + x, word.box[1] + y, word.box[2] + x, word.box[3] + y)
            yield replace(word, box=box, feet=word.feet + y, line=line + word.line)
        line += _FIRST_OF_CELLS


class _Cell(NamedTuple):
    left: int
    top: int
    right: int
    bottom: int


def _cells(picture: Picture) -> list[_Cell]:
    """Return the cells of ruled tables, in pixels, from line to line."""
    tables = (cells for cells in find_cells(picture.edges) if len({cell[0] for cell in cells}) > 1)
    return [_Cell(*(round(side / POINTS) for side in cell)) for cells in tables for cell in sorted(cells)]


def _framed(grey: Grey) -> Grey:
    """Return the picture with white around it: Tesseract does not see what stands at the edge."""
    return np.pad(grey, _MARGIN, constant_values=255)


@functools.cache
def _tesseract() -> Any:
    """Return the engine of this process."""
    return tesserocr.PyTessBaseAPI(path=str(find_data()), lang=LANGUAGE, oem=tesserocr.OEM.LSTM_ONLY)


def _recognise(grey: Grey, layout: int) -> list[Word]:
    api = _show(grey, layout)
    api.Recognize()
    words = list(_words(api))
    api.Clear()
    return words


def _show(grey: Grey, layout: int) -> Any:
    api = _tesseract()
    api.SetPageSegMode(layout)
    api.SetImage(Image.fromarray(grey))
    api.SetSourceResolution(DPI)
    return api


def _words(api: Any) -> Iterator[Word]:
    line = 0
    iterator = api.GetIterator()
    for at in tesserocr.iterate_level(iterator, tesserocr.RIL.WORD) if iterator else ():
        try:
            text = at.GetUTF8Text(tesserocr.RIL.WORD).strip()
        except RuntimeError:  # a page without any word has one place all the same, and no text at it
            continue
        line += at.IsAtBeginningOf(tesserocr.RIL.TEXTLINE)
        box, feet = at.BoundingBox(tesserocr.RIL.WORD), at.Baseline(tesserocr.RIL.WORD)
        if text and box and feet:
            sure = at.Confidence(tesserocr.RIL.WORD) / 100
            yield Word(text, box, sure, line, feet[0][1], at.RowAttributes()["row_height"])


def _look_again(grey: Grey, words: Sequence[Word]) -> list[Word]:
    """Return `words`, those that are not sure in the reading that most looks agree on."""
    unsure = [word for word in words if _is_unsure(word)]
    # Of many, those with figures first.
    unsure.sort(key=lambda word: (not _has_figure(word.text), word.confidence))
    chosen = set(unsure[:_MOST])
    return [_vote(grey, word) if word in chosen else word for word in words]


def _is_unsure(word: Word) -> bool:
    least = _SURE_FIGURE if _has_figure(word.text) else _SURE
    return word.confidence < least or _is_odd(word.text) or _ROMAN.fullmatch(word.text) is not None


def _has_figure(text: str) -> bool:
    return any(c.isdecimal() for c in text)


def _vote(grey: Grey, word: Word) -> Word:
    votes: dict[str, list[float]] = defaultdict(list)
    votes[word.text].append(max(word.confidence, _FIRST))  # its line helped to read it
    for text, sure in _looks(grey, word):
        # What stood beside the word is a stroke or two.
        read = text.split() if len(word.text) == 1 else [piece for piece in text.split() if len(piece) > 1]
        if len(read) == 1:
            votes[read[0]].append(sure)
    best = max(votes, key=lambda text: (sum(votes[text]) * (_ODD if _is_odd(text) else 1), text == word.text))
    again = sum(votes[best]) / len(votes[best])
    return replace(word, text=best, confidence=(word.confidence + again) / 2)


def _looks(grey: Grey, word: Word) -> Iterator[tuple[str, float]]:
    left, top, right, bottom = word.box
    reach = _MARGIN // 2
    cut = grey[max(0, top - reach) : bottom + reach, max(0, left - reach) : right + reach]
    for size in _SIZES:
        sized = cv2.resize(cut, None, fx=size, fy=size, interpolation=cv2.INTER_AREA if size < 1 else cv2.INTER_CUBIC)
        api = _show(_framed(np.asarray(sized, np.uint8)), tesserocr.PSM.SINGLE_LINE)
        yield api.GetUTF8Text().strip(), api.MeanTextConf() / 100
        api.Clear()


def _is_odd(text: str) -> bool:
    """Return whether `text` holds a date that is none, a figure set as none is, or no Vietnamese syllable."""
    date = _DATE.search(text)
    if date:
        return not (0 < int(date[1]) <= 31 and 0 < int(date[2]) <= 12)
    if _FIGURE.fullmatch(text):
        return not _WELL_SET.fullmatch(text)
    syllables = _LETTERS.findall(text)
    return not _has_figure(text) and not (syllables and all(map(is_possible, syllables)))


def _without_stains(words: Sequence[Word]) -> list[Word]:
    return [word for word in words if word.confidence >= _SURE or not _STAIN.fullmatch(word.text)]


def _without_noise(words: Sequence[Word]) -> list[Word]:
    """Return `words` without what is no text: frames and figures of stamps, signatures."""
    kept: list[Word] = []
    for _, line in groupby(words, key=lambda word: word.line):
        for is_doubtful, group in groupby(line, key=lambda word: word.confidence < _DOUBTFUL):
            run = list(group)
            if not (is_doubtful and len(run) >= _RUN and _confidence(run) < _NOISE):
                kept.extend(run)
    return kept


def boxes(words: Iterable[Word]) -> list[Box]:
    """Return `words` as boxes in points; those of a line are equally high, whatever letters they have."""
    return [
        Box(
            word.box[0] * POINTS,
            (word.feet - _ABOVE * word.height) * POINTS,
            word.box[2] * POINTS,
            (word.feet + (1 - _ABOVE) * word.height) * POINTS,
            word.text,
        )
        for word in words
    ]
