"""A made plan as a file of each format, as programs that people use would write it."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, Spacer

from tests.archive.plans import Block
from tests.make_files import make_docx, paragraph, table
from tests.table_files import plain_style, print_pages, set_table

_PAGE_HEIGHT = 1100


def as_text(blocks: Sequence[Block]) -> bytes:
    """Return the plan as plain text; cells of tables are parted by tabs."""
    parts = []
    for block in blocks:
        if block.rows:
            parts.append("\n".join("\t".join(row) for row in block.rows))
        else:
            parts.append("\n".join(block.lines))
    return ("\n\n".join(parts) + "\n").encode()


def as_markdown(blocks: Sequence[Block]) -> bytes:
    """Return the plan as Markdown: titles bold, headings marked, tables with bars."""
    parts = []
    for block in blocks:
        match block.kind:
            case "table":
                lines = ["| " + " | ".join(row) + " |" for row in block.rows]
                parts.append("\n".join([lines[0], "|---" * len(block.rows[0]) + "|", *lines[1:]]))
            case "letterhead" | "signature":
                columns = zip(*block.rows, strict=True)
                parts += ["\n".join(f"**{line}**" if line.isupper() else line for line in c) for c in columns]
            case "title":
                parts += [f"**{line}**" for line in block.lines]
            case "heading":
                parts += [f"## {line}" for line in block.lines]
            case _:
                parts += block.lines
    return ("\n\n".join(parts) + "\n").encode()


def as_page(blocks: Sequence[Block]) -> bytes:
    """Return the plan as a web page."""
    body = []
    for block in blocks:
        if block.rows:
            border = ' border="1"' if block.kind == "table" else ""
            rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in block.rows)
            body.append(f"<table{border}>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        else:
            tag = "p" if block.kind == "body" else "h3"
            body += [f"<{tag}>{html.escape(line)}</{tag}>" for line in block.lines]
    head = '<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"><title>Kế hoạch</title></head><body>\n'
    return (head + "\n".join(body) + "\n</body></html>\n").encode()


def as_word(blocks: Sequence[Block]) -> bytes:
    """Return the plan as a DOCX file."""
    body = []
    for block in blocks:
        if block.rows:
            cells = [[paragraph(html.escape(cell)) for cell in row] for row in block.rows]
            body.append(table(cells, ruled=block.kind == "table"))
        else:
            bold = "" if block.kind == "body" else "<w:b/>"
            body += [paragraph(html.escape(line), run=bold) for line in block.lines]
    return make_docx("".join(body))


def _centred() -> ParagraphStyle:
    return ParagraphStyle("centred", parent=plain_style(), alignment=TA_CENTER)


def as_print(blocks: Sequence[Block]) -> bytes:
    """Return the plan as a PDF with a text layer."""
    flow: list[Any] = []
    for block in blocks:
        if block.rows:
            # What stands side by side is one row, each column of it in one piece.
            rows = block.rows if block.kind == "table" else [["\n".join(c) for c in zip(*block.rows, strict=True)]]
            widths = [740 / len(rows[0])] * len(rows[0])
            flow.append(set_table(rows, widths, ruled=block.kind == "table"))
        elif block.kind == "title":
            flow.append(Spacer(0, 24))
            flow += [Paragraph(html.escape(line), _centred()) for line in block.lines]
            flow.append(Spacer(0, 12))
        else:
            flow += [html.escape(line) for line in block.lines]
    return print_pages(flow, _PAGE_HEIGHT)


FORMATS: dict[str, Callable[[Sequence[Block]], bytes]] = {
    "txt": as_text, "md": as_markdown, "html": as_page, "docx": as_word, "pdf": as_print,
}  # fmt: skip
