"""The table of the units that the real plans speak of: made, written, read, and true to what is found now."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import places_seen
from tests.audited import FOOT, HEAD

PLAN = """I. MỤC TIÊU
1. Tỷ lệ hộ nghèo của huyện giảm còn 5% vào năm 2025.
Biểu 1. Số hộ nghèo các xã năm 2025
STT\tXã\tSố hộ nghèo
1\tXã Vân Thủy\t12
2\tVạn Linh\t15
3\tBằng Mạc\t17
\tTổng cộng\t44
"""


def test_units_of_documents_rows_and_numbers(tmp_path: Path) -> None:
    (tmp_path / "mau.txt").write_text(HEAD + PLAN + FOOT, "utf8")
    (tmp_path / "anh.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    lines = places_seen.look(tmp_path)
    assert [(line.at, line.label, line.kind, line.name, line.code) for line in lines] == [
        ("document 1, its province", "", "tỉnh", "Lạng Sơn", "20"),
        ("document 1, its district", "", "huyện", "Chi Lăng", "187"),
        ("table 1, row 2", "Xã Vân Thủy", "xã", "Vân Thủy", "06472"),
        ("table 1, row 3", "Vạn Linh", "xã", "Vạn Linh", "06505"),
        ("table 1, row 4", "Bằng Mạc", "xã", "Bằng Mạc", "06493"),
        ("table 1, row 5", "Tổng cộng", "huyện", "Chi Lăng", "187"),
        ("document 1, numbers of its text", "", "huyện", "Chi Lăng", "187"),
    ]
    assert {line.there for line in lines} == {"yes"}
    assert {line.day for line in lines} == {"2024-02-26"}
    assert lines[3].above == "huyện Chi Lăng (187), tỉnh Lạng Sơn (20)"
    places_seen.write_table(tmp_path / "places.csv", lines)
    assert places_seen.read_table(tmp_path / "places.csv") == lines
    assert places_seen.read_table(tmp_path / "none.csv") == []


def test_every_unit_of_the_committed_table_was_there_on_its_day() -> None:
    table = places_seen.read_table(places_seen.TABLE)
    assert len(table) >= 150
    assert all(line.there == "yes" for line in table if line.code)
    # The districts ended on 30 June 2025, and codes since then are those of two levels.
    assert {len(line.code) for line in table if line.day >= "2025-07-01"} == {0, 2, 5}
    assert {len(line.code) for line in table if line.day < "2025-07-01"} == {2, 3, 5}
    assert all("huyện" not in line.above for line in table if line.day >= "2025-07-01")


@pytest.mark.shared
def test_the_committed_table_is_what_is_found(shared: Path) -> None:
    assert places_seen.read_table(places_seen.TABLE) == places_seen.look(shared / "plans")


@pytest.mark.shared
def test_every_web_file_with_a_document_is_in_the_table(shared: Path) -> None:
    seen = {line.file for line in places_seen.read_table(places_seen.TABLE)}
    plans = {f"web/{p.name}" for p in (shared / "plans" / "web").iterdir()}
    # One web page of the folder is no document, but an article about a man.
    assert {name.split("__")[0] for name in plans - seen} == {"web/1315-QĐ-TTg"}
