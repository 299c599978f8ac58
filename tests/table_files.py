"""The tables of `table_forms` as files of every kind, as programs that people use would write them."""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from tests.make_files import make_docx, paragraph, table

Rows = list[list[str]]
FONT = Path(__file__).resolve().parent.parent / "corpus" / "fonts" / "DejaVuSerif-vi.ttf"
# Room for few rows, so that every table of some length goes on overleaf.
WIDE, LOW, HIGH = 800, 130, 560


def split(text: str) -> tuple[list[str], Rows]:
    """Return the lines above a table and its rows of cells."""
    lines = [line.strip() for line in text.strip().split("\n")]
    rows = [[cell.strip() for cell in line.split("|")] for line in lines if "|" in line]
    return [line for line in lines if line and "|" not in line], rows


def cells_of(rows: Rows) -> Iterator[tuple[int, int, int, int, str]]:
    """Yield row, column, rows and columns covered and words of every cell of `rows`."""
    for r, row in enumerate(rows):
        for c, said in enumerate(row):
            if said not in ("<", "^"):
                wide = next((n for n in range(1, len(row) - c) if row[c + n] != "<"), len(row) - c)
                high = next((n for n in range(1, len(rows) - r) if rows[r + n][c] != "^"), len(rows) - r)
                yield r, c, high, wide, said


def plain(rows: Rows) -> Rows:
    """Return `rows` as a format writes them that cannot merge cells."""
    return [["" if cell in ("<", "^") else cell for cell in row] for row in rows]


def with_tabs(text: str) -> bytes:
    above, rows = split(text)
    return "\n".join(["KẾ HOẠCH", *above, *("\t".join(row) for row in plain(rows)), "", "Nơi khác."]).encode()


def with_pipes(text: str) -> bytes:
    above, rows = split(text)
    lines = ["| " + " | ".join(row) + " |" for row in plain(rows)]
    grid = "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])
    return "\n\n".join(["**KẾ HOẠCH**", *above, grid, "Hết."]).encode()


def with_broken_cells(text: str) -> bytes:
    """Write one cell a line, and for an empty cell, as for the end of a row, the bar alone, as portals do.

    Cells that are merged with one above or on the left are lost.
    """
    above, rows = split(text)
    printed = ([cell for cell in row if cell not in ("<", "^")] for row in rows)
    lines = [part for row in printed for part in (*(p for cell in row for p in ("|", cell) if p), "|")]
    return "\n".join(["KẾ HOẠCH", *above, *lines, "Hết bảng, các xã tổ chức thực hiện."]).encode()


def with_tags(text: str) -> bytes:
    above, rows = split(text)
    body = [""] * len(rows)
    for r, _, high, wide, said in cells_of(rows):
        body[r] += f'<td colspan="{wide}" rowspan="{high}">{html.escape(said)}</td>'
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in ["KẾ HOẠCH", *above])
    grid = "".join(f"<tr>{row}</tr>" for row in body)
    return f"<html><body>{lines}<table>{grid}</table><p>Hết.</p></body></html>".encode()


def with_word(text: str) -> bytes:
    above, rows = split(text)
    body: Rows = [[] for _ in rows]
    for r, _, high, wide, said in sorted(cells_of(rows), key=lambda cell: cell[1]):
        for row in range(r, r + high):
            merge = "" if high == 1 else '<w:vMerge w:val="restart"/>' if row == r else "<w:vMerge/>"
            body[row].append(
                f'<w:tcPr><w:gridSpan w:val="{wide}"/>{merge}</w:tcPr>'
                + paragraph(html.escape(said) if row == r else "")
            )
    return make_docx("".join(map(paragraph, ["KẾ HOẠCH", *above])) + table(body) + paragraph("Hết."))


def plain_style() -> ParagraphStyle:
    """Return how running text is set."""
    if "Vietnamese" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Vietnamese", FONT))
    return ParagraphStyle("plain", fontName="Vietnamese", fontSize=9, leading=11)


def _print_number(canvas: Canvas, document: Any) -> None:
    canvas.setFont("Vietnamese", 9)
    canvas.drawCentredString(WIDE / 2, document.pagesize[1] - 20, str(document.page))


def print_pages(flow: Sequence[Any], height: float) -> bytes:
    """Return a PDF of `flow`, what is text in it set as a paragraph, pages numbered from the second on."""
    out, style = io.BytesIO(), plain_style()
    margins = {f"{side}Margin": 30 for side in ("left", "right", "top", "bottom")}
    document = SimpleDocTemplate(out, pagesize=(WIDE, height), **margins)
    parts = [Paragraph(part, style) if isinstance(part, str) else part for part in flow]
    document.build(parts, onLaterPages=_print_number)
    return out.getvalue()


def in_print(said: str) -> str:
    """Return the words of a cell as printed: the font has no signs for "at least" and "at most"."""
    return said.replace("≥", "ít nhất").replace("≤", "không quá")


def set_table(rows: Rows, widths: Sequence[float], ruled: bool = True, repeat: int = 0) -> Table:
    """Return `rows` as a table to print, whose first `repeat` rows every page prints again."""
    style = plain_style()
    printed: list[list[Any]] = [[""] * len(row) for row in rows]
    settings: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    if ruled:
        settings.append(("GRID", (0, 0), (-1, -1), 0.5, "black"))
    for r, c, high, wide, said in cells_of(rows):
        printed[r][c] = Paragraph(html.escape(in_print(said)).replace("\n", "<br/>"), style)
        settings.append(("SPAN", (c, r), (c + wide - 1, r + high - 1)))
    return Table(printed, colWidths=widths, style=settings, repeatRows=repeat, splitInRow=int(ruled))


def _in_print(text: str, height: float, ruled: bool = True, repeat: int = 0) -> bytes:
    above, rows = split(text)
    widths = [(WIDE - 80) / len(rows[0])] * len(rows[0])
    return print_pages(["KẾ HOẠCH", *above, set_table(rows, widths, ruled, repeat), "Hết bảng."], height)


def ruled(text: str) -> bytes:
    return _in_print(text, HIGH)


def borderless(text: str) -> bytes:
    return _in_print(text, HIGH, ruled=False)


def over_pages(text: str) -> bytes:
    return _in_print(text, LOW)


def headed_pages(text: str) -> bytes:
    rows = split(text)[1]
    titles = sum(set(row[1:]) == {"<"} for row in rows)
    return _in_print(text, LOW + 40, repeat=next(r for r in range(titles + 1, len(rows)) if rows[r][0] != "^"))


FILES: dict[str, Callable[[str], bytes]] = {
    "tabs.txt": with_tabs,
    "pipes.md": with_pipes,
    "broken.txt": with_broken_cells,
    "tags.html": with_tags,
    "word.docx": with_word,
    "ruled.pdf": ruled,
    "borderless.pdf": borderless,
    "over.pdf": over_pages,
    "headed.pdf": headed_pages,
}
