"""A database to export: the sample corpus, with files beside it whose names and words are hard to hold."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.corpus_db import build_with_corpus

# Letters beyond the BMP count two units of UTF-16; clauses begin like formulas; and there is what a page would run.
HARD = """ỦY BAN NHÂN DÂN
XÃ MẪU SƠN
Số: 31/KH-UBND

Mẫu Sơn, ngày 12 tháng 3 năm 2024

KẾ HOẠCH
=HYPERLINK("https://example.org") Giảm nghèo 😀 bền vững năm {year}

Căn cứ Quyết định số 90/QĐ-TTg ngày 18/01/2022 của Thủ tướng Chính phủ;

I. MỤC TIÊU
😀😀 Phấn đấu cuối năm {year} tỷ lệ hộ nghèo còn dưới 7,5%; hỗ trợ 120 hộ nghèo xây nhà.
=1+1 Phấn đấu 35% lao động được đào tạo trong năm {year}.
+ Tỷ lệ người dân tham gia bảo hiểm y tế đạt từ 95%
trở lên năm {year}.
@SUM(A1) <script>alert("𝒙")</script> Kinh phí thực hiện 2,5 tỷ đồng từ ngân sách huyện.

II. TỔ CHỨC THỰC HIỆN
1. Phòng Tài chính - Kế hoạch chủ trì, phối hợp với Phòng Y tế bố trí kinh phí 😀 trước ngày 30/11/{year}.
2. Trạm Y tế báo cáo trước ngày 20 hằng tháng.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
"""


def build_hard(root: Path, folders: pytest.TempPathFactory) -> Path:
    """Build the corpus and the hard files and return the database."""
    folder = folders.mktemp("hard")
    plans = folder / "plans"
    plans.mkdir()
    for name in ("a/ke-hoach.txt", "b/ke-hoach.txt", "=1+1 Kế hoạch 😀 (số 1).txt"):
        file = plans / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(HARD.format(year=2024 + len(list(plans.rglob("*.txt")))), "utf8")
    with zipfile.ZipFile(plans / "kho lưu.zip", "w") as archive:
        archive.writestr("bên trong/Bản.txt", HARD.format(year=2029))
    # The same document once more: its facts must not be counted again.
    again = (root / "corpus/plans/ke-hoach-xa-van-linh-2024.txt").read_text("utf8")
    (plans / "van-linh-ban-sao.txt").write_text(again + "\n\n", "utf8")
    return build_with_corpus(root, folders, [plans], folder / "plans.duckdb")
