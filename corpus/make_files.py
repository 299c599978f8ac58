"""Write the plans of the corpus that are not plain text: a .docx and a .pdf, from their drafts.

A draft is a text file in `drafts/`. A line in brackets starts a block: `[center]` (centred lines), `[body]`
(paragraphs), `[layout]` (a table without borders, as letterheads and signatures are set), `[table N]` (a ruled
table with N header rows). In a body `# ` and `## ` start headings and `- ` an item of a list; a line that starts
with `*` is bold. In tables cells are parted by ` | ` and paragraphs of a cell by `¶`; a cell `<` is merged with
the one on its left, `^` with the one above.

The same drafts give the same bytes: dates and identifiers in the files are fixed.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

FOLDER = Path(__file__).resolve().parent
MADE_ON = datetime(2024, 3, 1, 8, 0, 0)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a draft that are set alike. `kind` is center, body, layout or table."""

    kind: str
    header_rows: int = 0
    lines: list[str] = field(default_factory=list)

    def rows(self) -> list[list[str]]:
        """Return the cells of a table, row by row."""
        return [[cell.strip() for cell in f" {line} ".split(" | ")] for line in self.lines]


def read_draft(name: str) -> list[Block]:
    """Return the blocks of `drafts/NAME.txt`."""
    blocks: list[Block] = []
    for line in (FOLDER / "drafts" / f"{name}.txt").read_text("utf8").splitlines():
        if line.startswith("["):
            kind, _, header_rows = line.strip("[]").partition(" ")
            blocks.append(Block(kind, int(header_rows or 0)))
        else:
            blocks[-1].lines.append(line)
    return blocks


def merges(rows: list[list[str]]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for each cell that covers others its last row and column (all count from 0)."""
    last: dict[tuple[int, int], tuple[int, int]] = {}
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            if text in ("<", "^"):
                top, left = i, j
                while rows[top][left] in ("<", "^"):
                    top, left = (top, left - 1) if rows[top][left] == "<" else (top - 1, left)
                last[top, left] = max(last.get((top, left), (0, 0)), (i, j))
    return last


# DOCX

_NUMBERING = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="{{id}}"><w:multiLevelType w:val="multilevel"/>
{{levels}}</w:abstractNum>"""
_LEVEL = """<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>
<w:lvlJc w:val="left"/></w:lvl>"""
_HEADINGS, _ITEMS = 90, 91


def _add_numbering(document: Any) -> None:
    """Give `document` two lists: headings numbered I., 1. and items after a hyphen."""
    numbering = document.part.numbering_part.element
    levels = {
        _HEADINGS: [("upperRoman", "%1."), ("decimal", "%2.")],
        _ITEMS: [("bullet", "-")],
    }
    first_num = next(e for e in numbering if e.tag.endswith("}num"))
    for list_id, forms in levels.items():
        xml = "".join(_LEVEL.format(level=i, form=form, text=text) for i, (form, text) in enumerate(forms))
        first_num.addprevious(parse_xml(_NUMBERING.format(id=list_id, levels=xml)))
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{list_id}"><w:abstractNumId w:val="{list_id}"/></w:num>',
            )
        )


def _number(paragraph: Any, list_id: int, level: int) -> None:
    paragraph._p.get_or_add_pPr().append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>',
        )
    )


def _fill_cell(cell: Any, text: str, *, bold: bool, centred: bool) -> None:
    for i, line in enumerate(text.split("¶")):
        paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
        paragraph.add_run(line).bold = bold
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _add_table(document: Any, block: Block) -> None:
    rows = block.rows()
    table = document.add_table(len(rows), len(rows[0]))
    if block.kind == "table":
        table.style = "Table Grid"
    for (i, j), (to_i, to_j) in merges(rows).items():
        table.cell(i, j).merge(table.cell(to_i, to_j))
    for i, row in enumerate(rows):
        header = i < block.header_rows
        if header:
            table.rows[i]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
        for j, text in enumerate(row):
            if text not in ("<", "^"):
                _fill_cell(table.cell(i, j), text, bold=header, centred=header or block.kind == "layout")


def _add_lines(document: Any, block: Block) -> None:
    for line in block.lines:
        mark, _, text = line.partition(" ")
        if block.kind == "center":
            paragraph = document.add_paragraph()
            paragraph.add_run(line.lstrip("*")).bold = line.startswith("*")
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif mark in ("#", "##"):
            paragraph = document.add_paragraph()
            paragraph.add_run(text).bold = True
            _number(paragraph, _HEADINGS, len(mark) - 1)
        elif mark == "-":
            _number(document.add_paragraph(text), _ITEMS, 0)
        else:
            document.add_paragraph(line)


def make_docx(name: str) -> bytes:
    """Return the .docx of a draft: headings and lists numbered by the word processor, header rows merged."""
    document = docx.Document()
    properties = document.core_properties
    properties.author = properties.last_modified_by = "kehoach"
    properties.title, properties.comments = name, "Văn bản minh họa"
    properties.created = properties.modified = MADE_ON
    _add_numbering(document)
    for block in read_draft(name):
        if block.kind in ("layout", "table"):
            _add_table(document, block)
        else:
            _add_lines(document, block)
    saved = io.BytesIO()
    document.save(saved)
    return _with_fixed_dates(saved)


def _with_fixed_dates(saved: io.BytesIO) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()


# PDF

_PLAIN, _BOLD = "DejaVuSerif", "DejaVuSerif-Bold"


def _style(name: str, **settings: Any) -> ParagraphStyle:
    return ParagraphStyle(name, **{"fontName": _PLAIN, "fontSize": 10, "leading": 13.9, **settings})


def _styles() -> dict[str, ParagraphStyle]:
    for font in (_PLAIN, _BOLD):
        pdfmetrics.registerFont(TTFont(font, FOLDER / "fonts" / f"{font}-vi.ttf"))
    pdfmetrics.registerFontFamily(_PLAIN, normal=_PLAIN, bold=_BOLD)
    return {
        "body": _style("body", alignment=TA_JUSTIFY, firstLineIndent=10 * mm, spaceAfter=2),
        "center": _style("center", alignment=TA_CENTER),
        "cell": _style("cell", fontSize=9, leading=12),
        "head": _style("head", fontSize=9, leading=12, fontName=_BOLD, alignment=TA_CENTER),
        "layout": _style("layout", fontSize=9.5, leading=13, alignment=TA_CENTER),
    }


def _flow_table(block: Block, styles: dict[str, ParagraphStyle]) -> Flowable:
    rows = block.rows()
    settings: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    if block.kind == "table":
        settings.append(("GRID", (0, 0), (-1, -1), 0.5, "black"))
    settings += [("SPAN", (j, i), (to_j, to_i)) for (i, j), (to_i, to_j) in merges(rows).items()]
    cells = [
        [
            Paragraph(text.replace("¶", "<br/>"), _cell_style(block, i, styles)) if text not in ("<", "^") else ""
            for text in row
        ]
        for i, row in enumerate(rows)
    ]
    return Table(
        cells,
        colWidths=_widths(rows[0]),
        repeatRows=block.header_rows,
        style=TableStyle(settings),
    )


def _widths(header: list[str]) -> list[float]:
    """Return the widths of columns: a narrow one for the rows' numbers, one for names, the rest alike."""
    if len(header) == 2:
        return [70 * mm, 95 * mm]
    first = [10 * mm, 41 * mm] if header[0] in ("TT", "STT") else [51 * mm]
    others = len(header) - len(first)
    return first + [114 * mm / others] * others


def _cell_style(block: Block, row: int, styles: dict[str, ParagraphStyle]) -> ParagraphStyle:
    if block.kind == "layout":
        return styles["layout"]
    return styles["head" if row < block.header_rows else "cell"]


def _flow(block: Block, styles: dict[str, ParagraphStyle]) -> list[Flowable]:
    if block.kind in ("layout", "table"):
        return [Spacer(0, 6), _flow_table(block, styles), Spacer(0, 6)]
    flow = []
    for line in block.lines:
        bold = line.startswith(("#", "*"))
        text = line.lstrip("#* ")
        flow.append(Paragraph(f"<b>{text}</b>" if bold else text, styles[block.kind]))
    return flow


def _print_page_number(canvas: Canvas, document: SimpleDocTemplate) -> None:
    """Set the number top centre, as the decree has it for all pages but the first."""
    canvas.setFont(_PLAIN, 10)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 13 * mm, str(document.page))


def make_pdf(name: str) -> bytes:
    """Return the .pdf of a draft: two pages with a text layer, fonts embedded."""
    styles = _styles()
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=25 * mm,
        rightMargin=20 * mm,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
        title=name,
        author="kehoach",
        pageCompression=0,
        invariant=1,
    )
    flow = [part for block in read_draft(name) for part in _flow(block, styles)]
    document.build(flow, onLaterPages=_print_page_number)
    return out.getvalue()


def make_all() -> dict[str, bytes]:
    """Return the bytes of every made file by its name in `plans/`."""
    return {
        "ke-hoach-tinh-2024.docx": make_docx("ke-hoach-tinh-2024"),
        "ke-hoach-huyen-chi-lang-2024.pdf": make_pdf("ke-hoach-huyen-chi-lang-2024"),
    }


if __name__ == "__main__":
    for file_name, content in make_all().items():
        (FOLDER / "plans" / file_name).write_bytes(content)
        print(f"corpus/plans/{file_name}: {len(content):,} bytes")
