"""Figures written by hand: the number and the day that a clerk puts into the head of a signed document.

Tesseract reads print only. The recogniser of PP-OCR (Du et al. 2021, arXiv:2109.03144), which the package
`rapidocr-onnxruntime` carries, knows handwriting too. It gives for each column of the picture how likely each sign
is; `likelihood` adds up all ways in which these make a row of figures (connectionist temporal classification, Graves
et al. 2006), so that only rows that can stand there are compared: a day is at most 31.
"""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from pipeline.read.recognised import Cut

Columns: TypeAlias = NDArray[np.float64]

_PACKAGE = "rapidocr_onnxruntime"
_MODEL = "models/ch_PP-OCRv4_rec_infer.onnx"
_HEIGHT = 48
# The same figures are looked at in several sizes, in pixels of height, for a thick pen closes small loops.
_SIZES = (28, 36, 48, 64)
# And with the whole of the words around them, half of them, next to nothing: print tells how large the figures are.
_AROUND = (1.0, 0.5, 0.1)
_BLANK = 0
_DIGITS = "0123456789"
_LEAST = 1e-6
# Decree 30/2020/NĐ-CP, appendix I: a number, and a day, below 10 is written with a 0 before it.
_SHORTEST, _LONGEST = 2, 4
_DAYS = [f"{day:02}" for day in range(1, 32)]
# How many beginnings of a number are followed while it is looked for.
_BREADTH = 12
# By so much a number that something else speaks for is likelier than another.
_KNOWN = 200.0


def read_day(cuts: Sequence[Cut]) -> tuple[str, float]:
    """Return which day of a month (`03`) `cuts` of one place most likely show, and how likely beside the others."""
    return _likeliest(_shares([look for cut in cuts for look in _looks(cut)], _DAYS))


def read_number(cuts: Sequence[Cut], known: Collection[str] = ()) -> tuple[str, float]:
    """Return which number of two to four figures `cuts` of one place most likely show, and how likely it is.

    `known` are numbers that something else speaks for, as the file's name.
    """
    looks = [look for cut in cuts for look in _looks(cut)]
    shares = _shares(looks, {number for look in looks for number in _find_numbers(look)} | set(known))
    worth = {number: share * (_KNOWN if number in known else 1.0) for number, share in shares.items()}
    total = sum(worth.values())
    return _likeliest({number: share / total for number, share in worth.items()})


def _likeliest(shares: Mapping[str, float]) -> tuple[str, float]:
    best = max(shares, key=shares.__getitem__)
    return best, shares[best]


def _looks(cut: Cut) -> list[Columns]:
    width = cut.picture.shape[1]
    pieces = []
    for share in _AROUND:
        left, right = int(cut.start * (1 - share)), int(cut.end + (width - cut.end) * share)
        pieces.append(Cut(cut.picture[:, left:right], cut.start - left, cut.end - left))
    return [_columns(piece, size) for piece in pieces for size in _SIZES]


def _shares(looks: Sequence[Columns], rows: Iterable[str]) -> dict[str, float]:
    """Return how likely each of `rows` is beside the others, by the mean of what the looks say."""
    logs = {row: float(np.mean([np.log(max(likelihood(look, row), 1e-30)) for look in looks])) for row in rows}
    top = max(logs.values())
    weights = {row: float(np.exp(log - top)) for row, log in logs.items()}
    total = sum(weights.values())
    return {row: weight / total for row, weight in weights.items()}


def likelihood(columns: Columns, row: str) -> float:
    """Return how likely `columns` (blank, then the ten figures; each adds up to 1) make the figures of `row`."""
    signs = [_BLANK]
    for figure in row:
        signs += [1 + _DIGITS.index(figure), _BLANK]
    ways = np.zeros(len(signs))
    ways[0], ways[1] = columns[0, signs[0]], columns[0, signs[1]]
    for column in columns[1:]:
        before = ways.copy()
        ways[1:] += before[:-1]
        for at in range(3, len(signs), 2):
            if signs[at] != signs[at - 2]:
                ways[at] += before[at - 2]
        ways *= column[signs]
    return float(ways[-1] + ways[-2])


def _find_numbers(columns: Columns) -> set[str]:
    """Return the numbers that `columns` may make, found by following the likeliest beginnings."""
    rows = {""}
    found: set[str] = set()
    for length in range(1, _LONGEST + 1):
        worth = {row + figure: likelihood(columns, row + figure) for row in rows for figure in _DIGITS}
        rows = set(sorted(worth, key=lambda row: (-worth[row], row))[:_BREADTH])
        if length >= _SHORTEST:
            found |= rows
    return found


def _columns(cut: Cut, size: int) -> Columns:
    """Return what the recogniser sees in the middle of `cut`, shrunk to `size` pixels: blank and figures only."""
    session, places = _session()
    height, width = cut.picture.shape
    small = cv2.resize(cut.picture, (max(4, width * size // height), size), interpolation=cv2.INTER_AREA)
    wide = max(_HEIGHT, width * _HEIGHT // height)
    picture = cv2.resize(small, (wide, _HEIGHT), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    given = np.repeat((picture / 255 - 0.5)[None, None] / 0.5, 3, axis=1)
    seen = np.asarray(session.run(None, {session.get_inputs()[0].name: given})[0][0], np.float64)
    first, last = cut.start * len(seen) // width, -(-cut.end * len(seen) // width)
    columns = seen[first : max(last, first + 2), places] + _LEAST
    return np.asarray(columns / columns.sum(axis=1, keepdims=True))


@functools.cache
def _session() -> tuple[Any, list[int]]:
    """Return the recogniser, and the places of the blank and the figures in what it gives."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    model = importlib.resources.files(_PACKAGE).joinpath(_MODEL).read_bytes()
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    signs = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return session, [0, *(1 + signs.index(figure) for figure in _DIGITS)]
