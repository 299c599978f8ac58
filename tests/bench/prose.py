"""A PDF of invented Vietnamese prose, as word processors print it: pages without a table."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

FONT = Path(__file__).resolve().parents[2] / "corpus" / "fonts" / "DejaVuSerif-vi.ttf"
_PARTS = (
    ("Các thôn, bản", "Công chức văn hóa - xã hội", "Ban quản lý các dự án", "Hội nông dân xã", "Trạm y tế xã"),
    ("rà soát danh sách", "tuyên truyền, vận động", "hướng dẫn, giúp đỡ", "lập kế hoạch hỗ trợ", "theo dõi, đôn đốc"),
    ("các hộ nghèo, hộ cận nghèo", "lao động chưa có việc làm", "người cao tuổi neo đơn", "hộ mới thoát nghèo"),
    ("vay vốn mua trâu, bò giống", "học nghề ngắn hạn", "sửa chữa nhà ở dột nát", "tham gia bảo hiểm y tế"),
    (
        "trong quý II năm 2026",
        "trước ngày 30 tháng 6 năm 2026",
        "theo Kế hoạch số 05/KH-UBND",
        "hằng năm",
        "đúng quy định",
    ),
    (
        "phấn đấu giảm 3% số hộ nghèo",
        "với 120 hộ được hưởng lợi",
        "bảo đảm công khai, minh bạch",
        "và báo cáo kết quả",
    ),
)


def make_prose(pages: int, seed: int = 1) -> bytes:
    """Return a PDF of so many pages, numbered from the second on."""
    pdfmetrics.registerFont(TTFont("Prose", FONT))
    style = ParagraphStyle(
        "prose", fontName="Prose", fontSize=12, leading=17, alignment=TA_JUSTIFY, firstLineIndent=28, spaceAfter=5
    )
    chance = random.Random(seed)
    flow: list[Any] = []
    for _ in range(pages):
        for number in range(1, 8):
            sentences = (" ".join(map(chance.choice, _PARTS)) for _ in range(2))
            flow.append(Paragraph(f"{number}. {'. '.join(sentences)}.", style))
        flow.append(PageBreak())
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(flow, onLaterPages=_print_number)
    return out.getvalue()


def _print_number(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont("Prose", 12)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 40, str(document.page))
