"""A briefing as one HTML file: no script, nothing from elsewhere, ready to be printed on A4."""

from __future__ import annotations

import base64
from typing import Any

from lxml.html import builder as tag
from lxml.html import tostring

from pipeline.report.model import Block, Briefing, Figure, Heading, Paragraph, Section, Table
from pipeline.wording import Words

# What XML, and so a page, cannot hold; OCR and old files may leave such letters.
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), " ")


def to_html(briefing: Briefing, words: Words) -> str:
    """Return the page. All text is escaped by the builder of the page, whatever a document holds."""
    sections = [_section(section, number) for number, section in enumerate(briefing.sections, 1)]
    contents = tag.NAV(
        {"aria-label": words("contents")},
        tag.H2(words("contents")),
        tag.OL(*(tag.LI(tag.A(safe(s.heading), href=f"#s{n}")) for n, s in enumerate(briefing.sections, 1))),
    )
    page = tag.HTML(
        tag.HEAD(
            tag.META(charset="utf-8"),
            tag.META(name="viewport", content="width=device-width, initial-scale=1"),
            tag.META(name="keywords", content=safe(", ".join(briefing.keywords))),
            tag.TITLE(safe(briefing.title)),
            tag.STYLE(_STYLE),
        ),
        tag.BODY(
            tag.HEADER(tag.H1(safe(briefing.title)), tag.P({"class": "subtitle"}, safe(briefing.subtitle))),
            tag.MAIN(
                tag.SECTION(
                    {"class": "glance", "aria-labelledby": "glance"},
                    tag.H2({"id": "glance"}, words("glance")),
                    tag.UL(*(tag.LI(safe(line)) for line in briefing.glance)),
                ),
                contents,
                *sections,
            ),
        ),
        lang=briefing.language,
    )
    return str(tostring(page, encoding="unicode", doctype="<!DOCTYPE html>"))


def safe(text: object) -> str:
    """Return a text without letters that XML cannot hold."""
    return str(text).translate(_CONTROLS)


def _section(section: Section, number: int) -> Any:
    head = tag.H2({"id": f"s{number}"}, safe(section.heading))
    return tag.SECTION({"aria-labelledby": f"s{number}"}, head, *(_block(block) for block in section.blocks))


def _block(block: Block) -> Any:
    match block:
        case Paragraph():
            return tag.P({"class": "note"} if block.note else {}, safe(block.text))
        case Heading():
            return {3: tag.H3, 4: tag.H4}[block.level](safe(block.text))
        case Table():
            return _table(block)
        case Figure():
            return _figure(block)


def _table(table: Table) -> Any:
    heads = tag.TR(*(tag.TH({"scope": "col"}, safe(column.head)) for column in table.columns))
    rows = []
    for row in table.rows:
        first = tag.TH({"scope": "row"} | _kind(table, 0), safe(row[0]))
        rows.append(tag.TR(first, *(tag.TD(_kind(table, at), safe(cell)) for at, cell in enumerate(row[1:], 1))))
    return tag.TABLE(tag.CAPTION(safe(table.caption)), tag.THEAD(heads), tag.TBODY(*rows))


def _kind(table: Table, at: int) -> dict[str, str]:
    column = table.columns[at]
    return {"class": "quote"} if column.quoted else {"class": "code"} if column.code else {}


def _figure(figure: Figure) -> Any:
    """Return a chart as an image: it needs no style sheet and cannot mix its names with those of the page."""
    from pipeline.charts.drawing import size_of, to_svg

    drawn = to_svg(figure.picture)
    width, height = size_of(drawn)
    data = base64.b64encode(drawn.encode()).decode()
    image = tag.IMG(
        src=f"data:image/svg+xml;base64,{data}",
        alt=safe(figure.picture.description),
        width=str(width),
        height=str(height),
    )
    return tag.FIGURE(image)


_STYLE = """
:root { color-scheme: light; }
body { font-family: "Times New Roman", "Liberation Serif", "Noto Serif", serif; font-size: 12pt; line-height: 1.4;
  color: #1a1d20; background: #fff; max-width: 60rem; margin: 1.5rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 1.3rem; border-bottom: 2px solid #22588a; padding-bottom: .15rem; margin-top: 2rem; color: #163a5c; }
h3 { font-size: 1.05rem; margin: 1.4rem 0 .3rem; }
.subtitle { font-size: 1.1rem; color: #444; margin-top: 0; }
.glance { background: #eef3f8; padding: .1rem 1rem .6rem; border-left: 4px solid #22588a; }
.glance h2 { border: 0; margin-top: .8rem; }
.note { color: #444; font-size: .92em; }
table { border-collapse: collapse; width: 100%; font-size: .86rem; line-height: 1.3; margin: .4rem 0 1rem; }
caption { text-align: left; font-style: italic; color: #444; padding-bottom: .25rem; }
th, td { border: 1px solid #b8c0c8; padding: .22rem .4rem; text-align: left; vertical-align: top;
  overflow-wrap: break-word; }
thead th { background: #e4ebf2; }
tbody th { font-weight: normal; }
.quote { font-style: italic; }
.code { overflow-wrap: anywhere; }
figure { margin: 1rem 0; break-inside: avoid; }
figure img { max-width: 100%; height: auto; }
nav ol { columns: 2; }
@media (max-width: 40rem) { table { display: block; overflow-x: auto; } nav ol { columns: 1; } }
@media print {
  body { max-width: none; margin: 0; padding: 0; font-size: 11pt; }
  h2, h3, caption { break-after: avoid; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  thead { break-after: avoid; }
  tbody tr:first-child { break-before: avoid; }
  a { color: inherit; text-decoration: none; }
  figure img { max-height: 23cm; width: auto; }
}
@page { size: A4; margin: 20mm 15mm 20mm 25mm;
  @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt; } }
"""
