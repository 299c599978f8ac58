"""A briefing as a DOCX file: real styles, tables whose heads repeat, page numbers, charts with alternative text."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from pipeline.report.model import Block, Briefing, Figure, Heading, Paragraph, Section, Table
from pipeline.report.web import safe
from pipeline.wording import Words

_FONT = "Times New Roman"
# Margins of an official document (Decree 30/2020/NĐ-CP).
_PAGE = {"page_width": Mm(210), "page_height": Mm(297), "top_margin": Mm(20), "bottom_margin": Mm(20),
         "left_margin": Mm(25), "right_margin": Mm(15)}  # fmt: skip
_TEXT_WIDTH = Mm(170)
_TALLEST = Mm(225)
_NARROWEST = Mm(15)
_INK, _GREY = RGBColor(0x16, 0x3A, 0x5C), RGBColor(0x44, 0x44, 0x44)
_COLOURS = {"Title": _INK, "Heading 1": _INK, "Heading 2": _INK, "Subtitle": _GREY, "Caption": _GREY}


def to_docx(briefing: Briefing, words: Words) -> bytes:
    """Return the file."""
    file = Document()
    _set_up(file, briefing)
    file.add_heading(safe(briefing.title), 0)
    file.add_paragraph(safe(briefing.subtitle), style="Subtitle")
    file.add_heading(words("glance"), 1)
    for line in briefing.glance:
        file.add_paragraph(safe(line), style="List Bullet")
    for section in briefing.sections:
        _write_section(file, section)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _set_up(file: Any, briefing: Briefing) -> None:
    for name, value in _PAGE.items():
        setattr(file.sections[0], name, value)
    sizes = {"Normal": 12, "Title": 20, "Subtitle": 13, "Heading 1": 15, "Heading 2": 13, "Caption": 11,
             "List Bullet": 12}  # fmt: skip
    for name, size in sizes.items():
        style = file.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
        for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(kind), _FONT)
        if name in _COLOURS:
            style.font.color.rgb = _COLOURS[name]
    file.styles["Caption"].font.italic, file.styles["Caption"].font.bold = True, False
    file.styles["Caption"].paragraph_format.keep_with_next = True
    spacing = file.styles["Subtitle"].element.rPr.find(qn("w:spacing"))
    if spacing is not None:
        file.styles["Subtitle"].element.rPr.remove(spacing)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN" if briefing.language == "vi" else "en-GB")
    file.styles["Normal"].element.get_or_add_rPr().append(language)
    file.core_properties.title = safe(briefing.title)
    file.core_properties.subject = safe(briefing.subtitle)[:255]
    file.core_properties.author = "kehoach"
    file.core_properties.language = briefing.language
    _number_pages(file.sections[0].footer.paragraphs[0], briefing)


def _number_pages(paragraph: Any, briefing: Briefing) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(f"{safe(briefing.footer)} · ")
    run.font.size = Pt(9)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _write_section(file: Any, section: Section) -> None:
    file.add_heading(safe(section.heading), 1)
    for block in section.blocks:
        _write(file, block)


def _write(file: Any, block: Block) -> None:
    match block:
        case Paragraph():
            paragraph = file.add_paragraph(safe(block.text))
            if block.note:
                paragraph.runs[0].font.size = Pt(10)
        case Heading():
            file.add_heading(safe(block.text), block.level - 1)
        case Table():
            _write_table(file, block)
        case Figure():
            _write_figure(file, block)


def _write_table(file: Any, table: Table) -> None:
    file.add_paragraph(safe(table.caption), style="Caption")
    grid = file.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    grid.autofit = False
    shares = sum(column.share for column in table.columns)
    wanted = [max(_NARROWEST, _TEXT_WIDTH * column.share / shares) for column in table.columns]
    widths = [int(width * _TEXT_WIDTH / sum(wanted)) for width in wanted]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    head = grid.rows[0]
    _mark(head, "w:tblHeader")
    for cell, column, width in zip(head.cells, table.columns, widths, strict=True):
        _fill(cell, column.head, width, bold=True)
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), "E4EBF2")
        cell._tc.get_or_add_tcPr().append(shade)
    for row in table.rows:
        line = grid.add_row()
        _mark(line, "w:cantSplit")
        for cell, text, column, width in zip(line.cells, row, table.columns, widths, strict=True):
            _fill(cell, text, width, italic=column.quoted)
    file.add_paragraph()


def _fill(cell: Any, text: str, width: int, *, bold: bool = False, italic: bool = False) -> None:
    cell.width = width
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(safe(text))
    run.bold, run.italic, run.font.size = bold or None, italic or None, Pt(9.5)


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _write_figure(file: Any, figure: Figure) -> None:
    from pipeline.charts.drawing import png_of, size_of, to_svg

    svg = to_svg(figure.picture)
    width, height = size_of(svg)
    scale = min(_TEXT_WIDTH / width, _TALLEST / height)
    drawn = io.BytesIO(png_of(svg))
    shape = file.add_picture(drawn, width=int(width * scale))
    described = shape._inline.docPr
    described.set("descr", safe(figure.picture.description))
    described.set("title", safe(figure.picture.title))
