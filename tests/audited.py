"""What the audit finds in a text: for the tests of its checks."""

from __future__ import annotations

from pipeline.extract import extract_bytes
from pipeline.rows import Row

HEAD = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN CHI LĂNG\tĐộc lập - Tự do - Hạnh phúc
Số: 45/KH-UBND\tChi Lăng, ngày 26 tháng 02 năm 2024

KẾ HOẠCH
Giảm nghèo bền vững huyện Chi Lăng năm 2024

"""
FOOT = """

Nơi nhận:
- UBND tỉnh;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Vi Văn Mẫu
"""


def audited(text: str, *, head: str = HEAD, foot: str = FOOT, suffix: str = ".txt") -> list[Row]:
    """Return the findings of a plan with this text between a head and a foot in which nothing is missing."""
    rows = extract_bytes((head + text + foot).encode(), f"plan{suffix}", f"plan{suffix}")
    assert not rows["failures"], rows["failures"]
    return rows["findings"]


def told(text: str, **around: str) -> list[tuple[str, str | None]]:
    """Return kind and quote of each finding of `audited`."""
    return [(row["kind"], row["quote"]) for row in audited(text, **around)]
