"""Plans printed and put on a scanner: pictures of pages, askew, noisy, stamped; and what is left of their facts."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image, ImageChops, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from corpus.make_files import FOLDER
from pipeline.rows import Rows

# What makes a fact of each kind: its values, not its place.
SLOTS = {
    "documents": ("doc_type", "number", "symbol", "issued_on", "issued_on_partial", "issuer", "signer", "province"),
    "legal_refs": ("ref_type", "number", "code", "issued_on", "pinpoint", "relation"),
    "percentages": ("value_min", "value_max", "comparator", "role"),
    "targets": ("value_min", "value_max", "unit", "comparator", "basis", "indicator", "target_year", "kind"),
    "amounts": ("value_vnd_min", "value_vnd_max", "year"),
    "deadlines": ("due_on", "due_on_partial", "recurrence"),
    "assignments": ("agency", "role", "project"),
    "table_facts": ("value", "unit", "year", "indicator", "place", "kind"),
}


def scan(pdf: bytes, *, dpi: int = 200, skew: float = 1.0, noise: float = 12.0, seed: int = 1) -> bytes:
    """Return a PDF of the pages of `pdf` as a scanner gives them: pictures only, without a text layer.

    Each page lies askew by `skew` degrees (in turn to either side), `noise` is the deviation of its greys, specks lie
    on it, and a round red seal with a blue signature stands on the signer's office.
    """
    random = np.random.default_rng(seed)
    with pypdfium2.PdfDocument(pdf) as document:
        pages = []
        for page in document:
            at, drawn = _signed_at(page, dpi), page.render(scale=dpi / 72).to_pil().convert("RGB")
            pages.append(drawn if at is None else _stamp(drawn, at, dpi))
    for number, page in enumerate(pages):
        askew = page.rotate(skew if number % 2 else -skew, Image.Resampling.BICUBIC, fillcolor="white")
        greys = np.asarray(askew, np.float32) + random.normal(0, noise, (askew.height, askew.width, 1))
        specks = random.random((askew.height, askew.width)) < 0.0004
        greys[specks] = random.integers(0, 90, (int(specks.sum()), 1))
        pages[number] = Image.fromarray(greys.clip(0, 255).astype(np.uint8))
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=dpi, quality=70)
    return out.getvalue()


def print_lines(lines: Sequence[tuple[float, float, str]], size: float = 11) -> bytes:
    """Return a PDF of one page with `lines`: x and y in points from the lower left corner, and text."""
    pdfmetrics.registerFont(TTFont("DejaVuSerif", FOLDER / "fonts" / "DejaVuSerif-vi.ttf"))
    out = io.BytesIO()
    canvas = Canvas(out, A4)
    canvas.setFont("DejaVuSerif", size)
    for x, y, text in lines:
        canvas.drawString(x, y, text)
    canvas.save()
    return out.getvalue()


def _stamp(page: Image.Image, at: tuple[float, float], dpi: int) -> Image.Image:
    """Return `page` with a seal of 36 mm, as the decree has it, at `at` and a signature through it.

    Ink lets print shine through: the colours multiply.
    """
    ink = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(ink)
    (x, y), radius = at, 18 / 25.4 * dpi
    for inner in (0, 0.08, 0.45):
        r = radius * (1 - inner)
        draw.ellipse((x - r, y - r, x + r, y + r), outline=(224, 60, 70), width=max(2, dpi // 50))
    draw.regular_polygon((x, y, radius * 0.3), 5, fill=(228, 90, 95))
    curve = [(x + t * dpi / 12, y + 0.25 * dpi * np.sin(t * 1.7) * np.cos(t / 3)) for t in np.arange(0, 16, 0.2)]
    draw.line(curve, fill=(90, 110, 200), width=max(2, dpi // 70))
    return ImageChops.multiply(page, ink)


def _signed_at(page: pypdfium2.PdfPage, dpi: int) -> tuple[float, float] | None:
    """Return where the office of the signer stands, in pixels from the upper left corner."""
    textpage = page.get_textpage()
    found = textpage.search("CHỦ TỊCH").get_next()
    if found is None:
        return None
    left, bottom, _, _ = textpage.get_charbox(found[0])
    return left / 72 * dpi, (page.get_height() - bottom) / 72 * dpi + dpi / 4


def facts(rows: Rows) -> Counter[tuple[Any, ...]]:
    """Return the facts of one file as (table, values)."""
    return Counter(
        (table, *(row.get(slot) for slot in slots)) for table, slots in SLOTS.items() for row in rows[table]
    )
