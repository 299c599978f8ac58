"""The number and the day in the head of a scanned document, which a clerk puts in by hand: found, and read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.read.ocr import reads_handwriting
from pipeline.read.picture import Grey
from pipeline.read.recognised import Cut, Word
from rules.letters import bare

# A figure that Tesseract is so sure of was printed; a reading less likely than this is left out.
_PRINTED, _LIKELY = 0.9, 0.6
# And a word that it is so sure of is one: "ngày 20 hằng tháng".
_WORD = 0.9
# Between its neighbours stand at most so many pieces of what was written.
_PIECES = 4
# So much of the room must be ink, darker than this, for something to stand there.
_INKED, _DARK = 0.02, 128
# What is written reaches above and below the line by a share of its height: it is looked at with and without.
_REACH = (0.0, 0.25)
_BEFORE_NUMBER = re.compile(r"S[ỐốỔổÓóỖỗ]:")
# "/CT-UBND": its stroke may be read as another sign or a letter, and the number may stand before it.
_AFTER_NUMBER = re.compile(r"(?P<stroke>[^\w\s]{0,2}|[il1])(?P<symbol>[A-ZĐÐ]{1,6}(?:[-–][A-ZĐÐ]{2,8})+)$")
_BEFORE_DAY, _AFTER_DAY, _YEAR = re.compile(r"(?i)\bngay"), re.compile(r"(?i)thang"), re.compile(r"(?i)\bnam\b")


@dataclass(frozen=True, slots=True)
class _Room:
    """Where something may be written in a line: behind a word that ends at `start`, before one that begins at `end`.

    `first` and `last` are the indices of these words, `kept` what is theirs of their texts.
    """

    first: int
    last: int
    start: int
    end: int
    kept: tuple[str, str]


def fill_heads(ink: Grey, words: Sequence[Word], name: str = "") -> list[Word]:
    """Return `words` of the page `ink` with numbers and days read where they were put in by hand.

    What cannot be read with some certainty is left out: no number rather than a wrong one. `name` is the file's.
    """
    if not reads_handwriting():
        return list(words)
    from pipeline.read import handwriting

    filled: list[Word] = []
    for _, group in groupby(words, key=lambda word: word.line):
        line = list(group)
        room = _room_for_number(line)
        if room:
            known = _numbers_in(name, room.kept[1])
            line = _fill(ink, line, room, lambda cuts: handwriting.read_number(cuts, known))  # noqa: B023
        room = _room_for_day(line)
        if room:
            line = _fill(ink, line, room, handwriting.read_day)
        filled.extend(line)
    return filled


def _room_for_number(line: Sequence[Word]) -> _Room | None:
    """Return the room between "Số:" and "/KH-UBND"."""
    for first, word in enumerate(line):
        before = _BEFORE_NUMBER.match(word.text)
        for last in range(first + 1, min(first + 2 + _PIECES, len(line))) if before else ():
            after = _AFTER_NUMBER.search(line[last].text)
            if before and after:
                return _room(line, first, before.end(), last, after.start(), f"/{after['symbol']}")
    return None


def _room_for_day(line: Sequence[Word]) -> _Room | None:
    """Return the room between "ngày" and "tháng", in a line that names a year behind them."""
    for first, word in enumerate(line):
        before = _BEFORE_DAY.search(bare(word.text))
        for last in range(first + 1, min(first + 2 + _PIECES, len(line))) if before else ():
            after = _AFTER_DAY.search(bare(line[last].text))
            if before and after and any(_YEAR.search(bare(further.text)) for further in line[last + 1 :]):
                return _room(line, first, before.end(), last, after.start(), line[last].text[after.start() :])
    return None


def _room(line: Sequence[Word], first: int, cut_first: int, last: int, cut_last: int, kept: str) -> _Room:
    """Return the room between two words, behind `cut_first` letters of the one and before `cut_last` of the other."""
    left, right = line[first], line[last]
    start = left.box[0] + (left.box[2] - left.box[0]) * cut_first // len(left.text)
    end = right.box[0] + (right.box[2] - right.box[0]) * cut_last // len(right.text)
    return _Room(first, last, start, end, (left.text[:cut_first].rstrip(), kept))


def _fill(ink: Grey, line: list[Word], room: _Room, read: Callable[[Sequence[Cut]], tuple[str, float]]) -> list[Word]:
    left, right = line[room.first], line[room.last]
    inside = line[room.first + 1 : room.last]
    around = [left, *inside, right]
    top, bottom = min(word.box[1] for word in around), max(word.box[3] for word in around)
    is_whole = left.text == room.kept[0] and right.text.endswith(room.kept[1].lstrip("/"))
    if is_whole and inside and all(w.text.isdecimal() and w.confidence >= _PRINTED for w in inside):
        return line
    if any(w.text.isalpha() and w.confidence >= _WORD for w in inside):
        return line
    if room.end - room.start < 2 or (not inside and (ink[top:bottom, room.start : room.end] < _DARK).mean() < _INKED):
        return line
    text, likely = read([_cut(ink, left, right, room, top, bottom, reach) for reach in _REACH])
    between = []
    if likely >= _LIKELY:
        box = (room.start, top, room.end, bottom)
        between = [Word(text, box, likely, left.line, left.feet, left.height)]
    return [
        *line[: room.first],
        replace(left, text=room.kept[0], box=(*left.box[:2], room.start, left.box[3])),
        *between,
        replace(right, text=room.kept[1], box=(room.end, *right.box[1:])),
        *line[room.last + 1 :],
    ]


def _cut(ink: Grey, left: Word, right: Word, room: _Room, top: int, bottom: int, reach: float) -> Cut:
    beyond = round(reach * (bottom - top))
    x = left.box[0]
    return Cut(ink[max(0, top - beyond) : bottom + beyond, x : right.box[2]], room.start - x, room.end - x)


def _numbers_in(name: str, symbol: str) -> set[str]:
    """Return the numbers that stand before `symbol` in the name of a file: 07 in "07-CT-UBND.pdf"."""
    letters = r"\W{0,3}".join(re.findall(r"\w+", bare(symbol)))
    pattern = re.compile(rf"(?i)(?<!\d)(\d{{1,4}})\D{{0,3}}{letters.replace('_', '')}")
    return {number.zfill(2) for number in pattern.findall(bare(name))}
