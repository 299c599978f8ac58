"""What tests of charts and reports look at: the corpus built once, a plan that means harm, what an SVG says."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from tests.corpus_db import build_with_corpus

# A plan whose words would be a script, if a page took them for one. All figures and names are made up.
HARMFUL = """ỦY BAN NHÂN DÂN
TỈNH LẠNG SƠN
Số: 77/KH-UBND
Lạng Sơn, ngày 15 tháng 01 năm 2024

KẾ HOẠCH
Giảm nghèo </script><script>alert(1)</script> năm 2024

Căn cứ Quyết định số 90/QĐ-TTg ngày 18/01/2022 của Thủ tướng Chính phủ <img src=x onerror=alert(2)>;

I. MỤC TIÊU
1. Phấn đấu tỷ lệ hộ nghèo </script><script>alert(3)</script> còn dưới 5% năm 2024.
2. Tỷ lệ hộ nghèo năm 2023 là 7,5% & "còn" 'cao' <b>.

II. TỔ CHỨC THỰC HIỆN
1. Sở Tài chính chủ trì, phối hợp với Sở Y tế tham mưu <script>alert(4)</script> kinh phí trước ngày 31/3/2024.
"""


def built_corpus(root: Path, folders: pytest.TempPathFactory) -> Path:
    """Return a database of the sample plans and the harmful one, built once for all tests of a process."""
    folder = folders.getbasetemp() / "charted"
    file = folder / "plans.duckdb"
    if not file.exists():
        folder.mkdir(exist_ok=True)
        (folder / "hại <b>.txt").write_text(HARMFUL, encoding="utf8")
        build_with_corpus(root, folders, [folder / "hại <b>.txt"], file)
    return file


def texts_of(svg: str) -> list[str]:
    """Return the words that an SVG draws."""
    root = etree.fromstring(svg.encode())
    return ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]
