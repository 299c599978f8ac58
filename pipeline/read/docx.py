"""DOCX files: the body in the order of the document, with what a word processor adds when it prints it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import lxml.etree
from docx.package import Package

from pipeline.errors import KehoachError, kind_and_line
from pipeline.read.legacy import convert_blocks, describe, old_font
from pipeline.read.limits import PARAGRAPHS, UNPACKED, check_count
from pipeline.read.marks import DOCUMENT, has_mark
from pipeline.read.numbering import Numbering, W
from pipeline.read.runs import MC, Inline, is_on
from pipeline.read.writer import RawBlock, RawCell, RawTable, Writer
from pipeline.source import Source

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAX_COLS = 200
_MAX_DEPTH = 50
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_INTO = {f"{W}{n}" for n in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_INTO |= {f"{MC}Choice"}
_NO_LINE = (None, "none", "nil")


def read_docx(data: bytes, name: str = "") -> Source:
    """Return the text of a DOCX file: letterhead of the page header, body, foot- and endnotes as `[1] …` lines.

    Raises KehoachError KH104 where the file is broken, too large when unpacked, or without text, KH116 where it has
    more paragraphs than any document.
    """
    try:
        _check_size(data)
        done: set[str] = set()
        blocks = _Document(Package.open(io.BytesIO(data)).main_document_part, done).blocks()
    except (KehoachError, MemoryError):
        raise
    except Exception as error:  # any part of the archive may be broken in any way
        raise KehoachError("KH104", detail=kind_and_line(error)) from error
    writer = Writer()
    writer.blocks(blocks)
    text = writer.text.rstrip("\n") + "\n"
    if not text.strip():
        raise KehoachError("KH104", detail="no text was found in it")
    return Source(text, MEDIA_TYPE, describe("text", done), grids=writer.grids)


def _check_size(data: bytes) -> None:
    size = sum(item.file_size for item in zipfile.ZipFile(io.BytesIO(data)).infolist())
    if size > UNPACKED:
        raise KehoachError("KH104", detail=f"it would unpack to {size >> 20} MB, more than {UNPACKED >> 20} MB")


class _Document:
    def __init__(self, part: Any, done: set[str]) -> None:
        self._part, self._done = part, done
        self._body = _parse(part).find(f"{W}body")
        if self._body is None:
            raise ValueError("its main part has no body")
        check_count("paragraphs", sum(1 for _ in self._body.iter(f"{W}p")), PARAGRAPHS)
        self._notes = self._read_notes()
        styles = self._related("styles")
        self._styles = {str(s.get(f"{W}styleId")): s for s in styles.iter(f"{W}style")} if styles is not None else {}
        self._numbering = Numbering(self._related("numbering"), styles)
        defaults = None if styles is None else styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._inline = Inline(self._notes, self._styles, defaults, done)
        roots = [self._body, *self._notes.values()]
        if any(_names_old_font(root) for root in (*roots, *(() if styles is None else (styles,)))):
            self._inline.trust_fonts(roots)
        self._depth = 0
        self._carried = ""

    def blocks(self) -> list[RawBlock]:
        """Return everything that is printed, in order."""
        body = list(self._walk(self._body))
        notes: list[RawBlock] = []
        for number, note in self._inline.cited():
            lines = [line for block in self._walk(note) for line in RawCell(0, 0, [block]).lines()]
            notes.append(f"[{number}] " + " ".join(lines))
        blocks = [*self._letterhead("header"), *body, *notes, *self._letterhead("footer")]
        return _without_optional_hyphens(convert_blocks(blocks, self._done))

    def _related(self, kind: str) -> Any | None:
        for relation in self._part.rels.values():
            if relation.reltype == _RELATIONS + kind and not relation.is_external:
                return _parse(relation.target_part)
        return None

    def _read_notes(self) -> dict[tuple[str, str], Any]:
        found = {}
        for kind in ("footnote", "endnote"):
            root = self._related(f"{kind}s")
            for note in () if root is None else root.iter(f"{W}{kind}"):
                found[kind, str(note.get(f"{W}id"))] = note
        return found

    def _letterhead(self, kind: str) -> list[RawBlock]:
        """Return the header or footer of the first page where it holds a part of the document's frame."""
        section = next(self._body.iter(f"{W}sectPr"), None)
        if section is None:
            return []
        references = {r.get(f"{W}type"): r for r in section.iter(f"{W}{kind}Reference")}
        reference = references.get("first" if is_on(section, "titlePg") else "default")
        relation = None if reference is None else self._part.rels.get(reference.get(f"{{{_RELATIONS[:-1]}}}id"))
        if relation is None or relation.is_external:
            return []
        blocks = list(self._walk(_parse(relation.target_part)))
        return blocks if any(has_mark(line, *DOCUMENT) for line in RawCell(0, 0, blocks).lines()) else []

    def _walk(self, parent: Any) -> Iterator[RawBlock]:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise ValueError("tables and boxes are nested too deep")
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield self._table(child)
            elif child.tag == f"{MC}AlternateContent" or child.tag in _INTO:
                yield from self._walk(child)
        self._depth -= 1

    def _paragraph(self, paragraph: Any) -> Iterator[RawBlock]:
        # A paragraph whose end was deleted has no number of its own: its text begins the next.
        goes_on = any(paragraph.find(f"{W}pPr/{W}rPr/{W}{n}") is not None for n in ("del", "moveFrom"))
        goes_on = goes_on and paragraph.getnext() is not None and paragraph.getnext().tag == f"{W}p"
        mark = "" if goes_on else self._numbering.mark(paragraph)
        text, boxes = self._inline.read(paragraph)
        text, self._carried = self._carried + text, ""
        if goes_on:
            self._carried = text
        elif text.strip():
            yield mark + text.strip()
        for box in boxes:
            yield from self._walk(box)

    def _table(self, table: Any) -> RawTable:
        cells: list[RawCell] = []
        open_cells: dict[int, RawCell] = {}
        row_no = headers = 0
        for row in _children(table, f"{W}tr"):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                continue
            if headers == row_no and properties is not None and is_on(properties, "tblHeader"):
                headers += 1
            open_cells = self._row(row, row_no, open_cells, cells)
            row_no += 1
        ruled = self._is_ruled(table)
        return RawTable(cells, headers if 0 < headers < row_no else None, ruled)

    def _row(self, row: Any, row_no: int, above: dict[int, RawCell], cells: list[RawCell]) -> dict[int, RawCell]:
        """Add the cells of `row` to `cells` and return those that a cell below may continue, by column."""
        open_cells: dict[int, RawCell] = {}
        col = _integer(row.find(f"{W}trPr/{W}gridBefore"), 0)
        last: RawCell | None = None
        for element in _children(row, f"{W}tc"):
            properties = element.find(f"{W}tcPr")
            width, merge, sideways = 1, None, None
            if properties is not None:
                width = max(1, _integer(properties.find(f"{W}gridSpan"), 1))
                merge, sideways = properties.find(f"{W}vMerge"), properties.find(f"{W}hMerge")
            continued = above.get(col) if merge is not None and merge.get(f"{W}val") != "restart" else None
            if sideways is not None and sideways.get(f"{W}val") != "restart" and last is not None:
                last.col_span += width
            elif continued is not None and continued.col_span == width:
                continued.row_span += 1
                continued.blocks.extend(self._walk(element))
                open_cells[col] = last = continued
            else:
                last = RawCell(row_no, col, list(self._walk(element)), 1, width)
                cells.append(last)
                if merge is not None:
                    open_cells[col] = last
            col += width
            if col > _MAX_COLS:
                raise ValueError(f"a table has more than {_MAX_COLS} columns")
        return open_cells

    def _is_ruled(self, table: Any) -> bool:
        style = table.find(f"{W}tblPr/{W}tblStyle")
        name = None if style is None else style.get(f"{W}val")
        places = [table.find(f"{W}tblPr/{W}tblBorders")]
        for _ in range(10):
            if name not in self._styles:
                break
            places.append(self._styles[name].find(f"{W}tblPr/{W}tblBorders"))
            based = self._styles[name].find(f"{W}basedOn")
            name = None if based is None else based.get(f"{W}val")
        own = [
            cell.find(f"{W}tcPr/{W}tcBorders")
            for row in _children(table, f"{W}tr")
            for cell in _children(row, f"{W}tc")
        ]
        # What a cell says of its four sides holds against what the table says.
        return any(map(_has_line, own)) or (
            any(map(_has_line, places)) and any(borders is None or len(borders) < 4 for borders in own)
        )


def _has_line(borders: Any | None) -> bool:
    lines = () if borders is None else borders
    return any(
        line.get(f"{W}val") not in _NO_LINE and line.get(f"{W}color", "").upper() != "FFFFFF" for line in lines
    )


def _without_optional_hyphens(blocks: list[RawBlock]) -> list[RawBlock]:
    """Return `blocks` without the hyphens that show at line ends only; in TCVN3 their place is that of a letter."""
    for block in blocks:
        for cell in block.cells if isinstance(block, RawTable) else ():
            cell.blocks = _without_optional_hyphens(cell.blocks)
    return [block.replace("\u00ad", "") if isinstance(block, str) else block for block in blocks]


def _names_old_font(root: Any) -> bool:
    return any(old_font(str(name)) for fonts in root.iter(f"{W}rFonts") for name in fonts.attrib.values())


def _parse(part: Any) -> Any:
    element = getattr(part, "element", None)
    if element is not None:
        return element
    return lxml.etree.fromstring(part.blob, lxml.etree.XMLParser(resolve_entities=False, no_network=True))


def _children(element: Any, tag: str) -> Iterator[Any]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _INTO:
            yield from _children(child, tag)


def _integer(element: Any | None, default: int) -> int:
    value = "" if element is None else str(element.get(f"{W}val", ""))
    return min(int(value), _MAX_COLS) if value.isdecimal() and len(value) < 7 else default
