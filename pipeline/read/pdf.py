"""PDF files with a text layer, page by page: fast where a page is running text, with care where it has tables."""

from __future__ import annotations

import contextlib
import functools
import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import regex

from extractors.offsets import Span
from pipeline.errors import KehoachError
from pipeline.lines import number_words
from pipeline.read.aligned import Columns, find_aligned, may_be_aligned
from pipeline.read.columns import split_blocks
from pipeline.read.footnotes import place_notes
from pipeline.read.legacy import convert_legacy, convert_pieces, describe
from pipeline.read.margins import drop_margins
from pipeline.read.marks import has_line_with_mark
from pipeline.read.ocr import Ocr, engine, state
from pipeline.read.overleaf import join_tables
from pipeline.read.ruled import Ruled, find_ruled
from pipeline.read.rulings import Drawn, Edge, may_have_table, read_drawn, read_edges
from pipeline.read.stamps import drop_stamps
from pipeline.read.syllables import possible_share
from pipeline.read.textlayer import is_broken, repair
from pipeline.read.turned import View, sample_turns, turn_of
from pipeline.read.wordboxes import Box, group_lines, join, read_letters, read_stretches
from pipeline.read.writer import RawBlock, RawTable, Writer
from pipeline.source import Failure, Page, Source

# A scan may bear a little text: the stamp of an electronic signature, a number put in later.
_STAMP = 250
_MOST = 0.6
# Of the words of a Vietnamese page more than half have accents, and nearly all can be syllables.
_FEW_WORDS, _ACCENTED, _POSSIBLE = 40, 0.25, 0.8
# What stands in two columns.
_IN_COLUMNS = ("letterhead", "recipients", "signature")
_FIGURE = re.compile(r"\d(?<!\S\d)[\d.,/]*%?(?!\S)")
_FIGURE_LINES = 3
_FIGURE_SHARE = 0.2
# A figure at the end of a word, or before a line, may be the mark of a footnote; or it is a power.
_MAYBE_RAISED = regex.compile(r"(?<=(?:\p{Ll}\p{Ll}|\bk?m)[,.;:)\"”]?)\d{1,2}(?!\w)|(?<=\n)\d{1,3}[ \n]?\p{Lu}\p{Ll}")
# Spaces besides the plain one; what a PDF library puts in for a hyphen at a line's end; what stands for nothing.
_SPACES, _HYPHENS, _UNSEEN = (
    r"\t\u00a0\u2002-\u200a\u3000",
    r"\u0002\ufffe",
    r"\u200b\u200c\u200d\u2060\ufeff\u00ad\0",
)
_IS_UNTIDY = re.compile(f"[{_SPACES}{_HYPHENS}{_UNSEEN}]").search
_TIDIED = (
    (re.compile(f"[{_HYPHENS}]\\n?"), "-\n"),
    (re.compile(f"[{_UNSEEN}]"), ""),
    (re.compile(f"[ {_SPACES}]+"), " "),
)


@dataclass(slots=True)
class _Read:
    """What a page gave: its blocks in reading order, or a failure; how sure they are where they were recognised.

    `done` is what had to be done to letters of before Unicode (`legacy.convert_legacy`).
    """

    width: float | None
    height: float | None
    blocks: list[RawBlock] = field(default_factory=list)
    failure: Failure | None = None
    confidence: float | None = None
    done: set[str] = field(default_factory=set)

    @property
    def read_with(self) -> str:
        """Where the text is from: the text layer, recognition, nowhere."""
        return "none" if self.failure else "text" if self.confidence is None else "ocr"


def read_pdf(data: bytes, name: str = "", ocr: Ocr = "auto") -> Source:
    """Return the text of a PDF with its pages and ruled tables.

    A page that is a picture, or whose text layer gives no Vietnamese, is recognised, as `ocr` allows. Where it is not
    it has no text and stands in `failures` (KH107, KH109); where no page has a text layer the file does too (KH108).
    Raises KehoachError KH103 for a broken file, KH105 for one that asks for a password.
    """
    try:
        with contextlib.closing(_File(data, name, ocr)) as file:
            pages: list[_Read] = []
            begun: Columns = ()
            for index in range(len(file)):
                page = file.read(index, begun)
                begun = _begun(page.blocks)
                page.blocks = drop_stamps(page.blocks)
                pages.append(page)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise KehoachError("KH105") from error
        raise KehoachError("KH103", detail=str(error)) from error
    if all(page.width is None for page in pages):
        raise KehoachError("KH103", detail="it has no page that can be opened")
    source = _assemble(pages)
    needed = ocr == "always" or any(page.read_with != "text" for page in source.pages)
    return replace(source, ocr=state(ocr)) if needed else source


def _assemble(pages: Sequence[_Read]) -> Source:
    writer = Writer()
    done: list[Page] = []
    failures: list[Failure] = []
    blocks = join_tables(drop_margins([page.blocks for page in pages]))
    for number, own in enumerate(blocks, 1):
        writer.page(place_notes(own), number)
    starts = [*writer.page_starts.values(), writer.length]
    for number, (page, at) in enumerate(zip(pages, pairwise(starts), strict=True), 1):
        if page.failure is not None:
            failures.append(page.failure)
        done.append(Page(number, Span(*at), page.width, page.height, page.read_with, page.confidence))
    if all(failure.code == "KH107" for failure in failures) and len(failures) == len(pages):
        failures.append(Failure.of(KehoachError("KH108")))
    ways = {page.read_with for page in pages}
    read_with = ", ".join(way for way in ("text", "ocr") if way in ways) or "none"
    read_with = describe(read_with, set().union(*(page.done for page in pages)))
    return Source(writer.text, "application/pdf", read_with, tuple(done), writer.grids, tuple(failures))


class _File:
    """An open PDF. `name` is the file's; `ocr` says which pages are recognised where that is possible."""

    def __init__(self, data: bytes, name: str, ocr: Ocr) -> None:
        self._document = pypdfium2.PdfDocument(data)
        self._name = name
        self._ocr = ocr if engine() else "never"

    def __len__(self) -> int:
        return len(self._document)

    def close(self) -> None:
        """Free what the libraries hold."""
        self._document.close()

    def read(self, index: int, begun: Columns = ()) -> _Read:
        """Return what page `index` (from 0) gives; the page before may end with a table in the columns `begun`."""
        try:
            page = self._document[index]
        except pypdfium2.PdfiumError:
            # One page that is broken does not take the others with it.
            detail = f"page {index + 1} cannot be opened"
            return _Read(None, None, failure=Failure.of(KehoachError("KH103", detail=detail), page_no=index + 1))
        try:
            textpage = page.get_textpage()
            try:
                return self._read(page, textpage, index, begun)
            finally:
                textpage.close()
        finally:
            page.close()

    def _read(self, page: Any, textpage: Any, index: int, begun: Columns) -> _Read:
        read = _Read(*page.get_size())
        text = tidy(textpage.get_text_range(), read.done)
        drawn = read_drawn(page)
        if not drawn.things:
            return read
        if self._ocr == "always":
            return self._recognise(page, read, begun)
        if len(text) < _STAMP and (not text.strip() or _is_picture(page, drawn)):
            return self._give_up(page, read, begun, index + 1, KehoachError("KH107", page=index + 1))
        if self._ocr == "auto" and _is_picture(page, drawn) and not _is_vietnamese(text):
            return self._recognise(page, read, begun)
        broken = is_broken(text)
        with_tables = may_have_table(drawn)
        turns = sample_turns(textpage)
        if not (broken or with_tables or begun) and turns <= {0} and _is_prose(text, textpage):
            read.blocks.append(text)
            return read
        letters = read_letters(textpage, broken, turn_of if with_tables or turns != {0} else None)
        if broken:
            letters = repair(letters)
            text = tidy("".join(letter.text for letter in letters))
            if is_broken(text):
                detail = f"page {index + 1} gives letters that are not those printed"
                return self._give_up(page, read, begun, index + 1, KehoachError("KH109", detail=detail))
        # Letters count from the corner of the paper, though less of it may be shown.
        left, bottom, right, top = page.get_mediabox()
        view = View((right - left, top - bottom), letters)
        words = convert_words(view.read_words(letters), read.done)
        edges = read_edges(drawn, view.show) if with_tables else []
        read.blocks = self._layout(words, edges, begun)
        return read

    def _give_up(self, page: Any, read: _Read, begun: Columns, page_no: int, error: KehoachError) -> _Read:
        """Return what the picture of a page without usable text gives; a failure where it cannot be recognised."""
        if self._ocr != "never":
            return self._recognise(page, read, begun)
        read.failure = Failure.of(error, page_no=page_no)
        return read

    def _recognise(self, page: Any, read: _Read, begun: Columns) -> _Read:
        from pipeline.read.scans import recognise_page  # its libraries take a second to import

        words, edges, read.confidence = recognise_page(page, self._name)
        read.blocks = self._layout(words, edges, begun)
        return read

    def _layout(self, words: list[Box], edges: list[Edge], begun: Columns) -> list[RawBlock]:
        tables: list[Ruled] = []
        if edges:
            tables, words = find_ruled(edges, words)
        blocks: list[RawBlock] = []
        for table in tables:
            above = [word for word in words if word.middle[1] < table.top]
            words = [word for word in words if word.middle[1] >= table.top]
            blocks.extend(_read_lines(above, begun if not blocks else ()))
            blocks.append(table.table)
        return [*blocks, *_read_lines(words, begun if not blocks else ())]


def convert_words(words: Sequence[Box], done: set[str]) -> list[Box]:
    """Return `words` of a page in Unicode, from line to line: by what they say columns and marks are found."""
    lines = group_lines(words)
    for line, text in zip(lines, convert_pieces([join(line) for line in lines], done), strict=True):
        pieces = iter(text.split(" "))
        for word in line:  # what stands on its side is a line in one
            word.text = " ".join(itertools.islice(pieces, word.text.count(" ") + 1))
    return list(words)


def _begun(blocks: Sequence[RawBlock]) -> Columns:
    """Return the columns of the table without lines that a page ends with; its number may stand below."""
    for block in blocks[:-3:-1]:
        if isinstance(block, RawTable):
            return () if block.ruled else block.columns
    return ()


def _read_lines(words: Sequence[Box], begun: Columns = ()) -> list[RawBlock]:
    """Return the blocks that `words` outside ruled tables make."""
    lines = group_lines(words)
    blocks: list[RawBlock] = []
    done = 0
    for aligned in find_aligned(lines, begun):
        blocks.extend(split_blocks(lines[done : aligned.start]))
        blocks.append(aligned.table)
        done = aligned.end
    return [*blocks, *split_blocks(lines[done:])]


def tidy(text: str, done: set[str] | None = None) -> str:
    """Return `text` with single spaces, plain hyphens at line ends, and letters of before Unicode converted.

    What had to be done to letters goes to `done`.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "  " in text or _IS_UNTIDY(text):
        for pattern, tidied in _TIDIED:
            text = pattern.sub(tidied, text)
    text = text.replace(" \n", "\n").replace("\n ", "\n").strip()
    return convert_legacy(unicodedata.normalize("NFC", text), done)


def _is_prose(text: str, textpage: Any) -> bool:
    """Return whether a page without lines drawn on it needs no care: no columns, no table, no notes.

    Where no line has three stretches apart there is no table; some programs set a line with its gaps as one stretch,
    so figures tell too.
    """
    return not (
        has_line_with_mark(text, *_IN_COLUMNS)
        or _has_figures(text)
        or _MAYBE_RAISED.search(text)
        or may_be_aligned(read_stretches(textpage))
    )


def _has_figures(text: str) -> bool:
    """Return whether so many lines hold figures of their own that they may be rows of a table."""
    lines = [line for line in text.split("\n") if _are_many(_FIGURE.findall(line), line)]
    return len(lines) >= _FIGURE_LINES and (
        sum(_are_many(_own_figure().findall(line), line) for line in lines) >= _FIGURE_LINES
    )


def _are_many(figures: Sequence[str], line: str) -> bool:
    return len(figures) > 1 and len(figures) > _FIGURE_SHARE * (line.count(" ") + 1)


@functools.cache
def _own_figure() -> regex.Pattern[str]:
    """Return the pattern of a figure that is not that of a date, or of an article, which a word calls for."""
    return regex.compile(rf"(?<!\b(?:{'|'.join(number_words())})\s){_FIGURE.pattern}")


def _is_vietnamese(text: str) -> bool:
    """Return whether `text`, which a scanner may have put below its picture, was recognised as Vietnamese."""
    words = text.split()
    accented = sum(not word.isascii() for word in words)
    return len(words) < _FEW_WORDS or (accented > _ACCENTED * len(words) and possible_share(text) > _POSSIBLE)


def _is_picture(page: Any, drawn: Drawn) -> bool:
    """Return whether one of the pictures `drawn` on the page covers most of it."""
    for picture in drawn.pictures:
        width, height = page.get_size()
        left, bottom, right, top = pypdfium2.PdfObject(picture, page).get_bounds()
        if (right - left) * (top - bottom) > _MOST * width * height:
            return True
    return False
