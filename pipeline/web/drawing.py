"""A page of a PDF as a picture, with the places of its words; drawn in a worker process, lest a bad file do harm.

The picture is drawn from the original file, and only where that is, byte for byte, the one that was built.
"""

from __future__ import annotations

import ctypes
import hashlib
import io
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import KehoachError
from pipeline.workers import Crew, Limits

# The longer side of a picture, in points of the screen; and how much larger than on paper a small page may be.
_LONGEST, _LARGEST = 1600, 2.5
_LIMITS = Limits(seconds=20, memory=1 << 30)
# Pictures that are kept: whoever looks at a page asks for it twice, for its words and for itself.
_KEPT = 12

Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Order:
    """Which page to draw: a file, the SHA-256 that it must have, and the number of the page, from 1."""

    path: str
    sha256: str
    page_no: int


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text layer and its box on the picture: left, top, right, bottom."""

    text: str
    box: Rect


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it is: a PNG of `width` by `height`, and its words in the order of the file; none on a scan."""

    png: bytes
    width: int
    height: int
    words: tuple[Word, ...]


class Studio:
    """Draws pages of the files that lie in `folders`, one at a time. To be closed."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = [folder.resolve() for folder in folders]
        self._lock = threading.Lock()
        self._crew: Crew[Order, Picture | KehoachError] = Crew(draw, 1, _LIMITS, warm=False)
        self._kept: OrderedDict[Order, Picture] = OrderedDict()

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            self._crew.close()

    def picture(self, paths: Sequence[str], sha256: str, page_no: int) -> Picture:
        """Return a page of the file that has one of `paths` (`sources.source_path`) in a folder.

        Raises KehoachError: KH604 where there is no such file, KH605 where it is another one, KH606 where the page
        cannot be drawn, KH203 to KH206 where it takes too much.
        """
        path = self._find(paths)
        order = Order(str(path), sha256, page_no)
        with self._lock:
            if order in self._kept:
                self._kept.move_to_end(order)
                return self._kept[order]
            _, drawn = next(iter(self._crew.run([(order, path.stat().st_size)])))
            if isinstance(drawn, KehoachError):
                raise drawn
            self._kept[order] = drawn
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return drawn

    def _find(self, paths: Sequence[str]) -> Path:
        for folder in self._folders:
            for name in paths:
                path = (folder / name).resolve()
                if path.is_relative_to(folder) and path.is_file():
                    return path
        raise KehoachError("KH604", detail=paths[0])


def draw(order: Order) -> Picture | KehoachError:
    """Return a page drawn, or why it cannot be: this is what the worker does."""
    import pypdfium2

    try:
        data = Path(order.path).read_bytes()
    except OSError:
        return KehoachError("KH604", detail=order.path)
    if hashlib.sha256(data).hexdigest() != order.sha256:
        return KehoachError("KH605", detail=order.path)
    try:
        document = pypdfium2.PdfDocument(data)
        page = document[order.page_no - 1]
        return _draw(page)
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        return KehoachError("KH606", detail=str(error))


def _draw(page: Any) -> Picture:
    from pipeline.read.pdf import convert_words
    from pipeline.read.textlayer import is_broken, repair
    from pipeline.read.wordboxes import read_letters, read_words

    scale = min(_LONGEST / max(*page.get_size(), 1.0), _LARGEST)
    image = page.render(scale=scale, may_draw_forms=False).to_pil()
    width, height = image.size

    def show(rect: Rect) -> Rect:
        left, bottom, right, top = rect
        corners = [_on_picture(page, width, height, x, y) for x, y in ((left, bottom), (right, top))]
        (x0, y0), (x1, y1) = corners
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    textpage = page.get_textpage()
    # Letters are mended and converted as they are when the text is read.
    broken = is_broken(textpage.get_text_range())
    letters = read_letters(textpage, broken)
    words = convert_words(read_words(repair(letters) if broken else letters, show), set())
    out = io.BytesIO()
    image.convert("RGB").save(out, "PNG", compress_level=6)
    boxes = tuple(Word(word.text, (word.x0, word.top, word.x1, word.bottom)) for word in words)
    return Picture(out.getvalue(), width, height, boxes)


def _on_picture(page: Any, width: int, height: int, x: float, y: float) -> tuple[float, float]:
    """Return where a point of the file is on the picture, whatever is cut off and however the page is turned."""
    import pypdfium2.raw as pdfium

    at_x, at_y = ctypes.c_int(), ctypes.c_int()
    # In tenths: the library counts in whole points.
    pdfium.FPDF_PageToDevice(page, 0, 0, 10 * width, 10 * height, 0, x, y, ctypes.byref(at_x), ctypes.byref(at_y))
    return at_x.value / 10, at_y.value / 10
