"""Appendices that are announced and not there are told; those that are there in some form are not. All made up."""

from __future__ import annotations

import pytest

from tests.audited import FOOT, audited, told

BODY = "I. MỤC TIÊU\n1. Phấn đấu giảm tỷ lệ hộ nghèo còn 4,5%.\n{}\nII. KINH PHÍ\n1. Ngân sách huyện."
TABLE = (
    "\n\n{}\n(Kèm theo Kế hoạch số 45/KH-UBND ngày 26/02/2024 của UBND huyện)\n"
    "STT\tXã\tSố hộ\n1\tXã Mẫu Sơn\t12\n2\tXã Yên Mẫu\t15"
)


@pytest.mark.parametrize(
    ("words", "behind", "found"),
    [
        pytest.param("(Có Phụ lục kèm theo)", "", "(Có Phụ lục kèm theo)", id="nothing behind"),
        pytest.param(
            "(Chi tiết tại Phụ lục I đính kèm)", "", "(Chi tiết tại Phụ lục I đính kèm)", id="with a number"
        ),
        pytest.param("(Biểu chi tiết kèm theo)", "", "(Biểu chi tiết kèm theo)", id="a form"),
        pytest.param(
            "(Có danh mục dự án kèm theo Kế hoạch này)", "", "(Có danh mục dự án kèm theo Kế hoạch này)", id="a list"
        ),
        pytest.param(
            "2. Chỉ tiêu của các xã tại Phụ lục kèm theo.", "", "Phụ lục kèm theo", id="named in a sentence"
        ),
        pytest.param(
            "(Phụ lục I, II kèm theo)",
            TABLE.format("PHỤ LỤC I\nCHỈ TIÊU CÁC XÃ"),
            "(Phụ lục I, II kèm theo)",
            id="one of two",
        ),
        pytest.param(
            "(Đính kèm Phụ lục phân bổ chỉ tiêu giảm nghèo các xã)\n2. Thực hiện các dự án.\n"
            "(Phụ lục danh mục dự án, tiểu dự án đầu tư đính kèm)",
            TABLE.format("PHÂN BỔ CHỈ TIÊU GIẢM NGHÈO CÁC XÃ NĂM 2024"),
            "(Phụ lục danh mục dự án, tiểu dự án đầu tư đính kèm)",
            id="only the other is there",
        ),
    ],
)
def test_what_is_not_there(words: str, behind: str, found: str) -> None:
    assert told(BODY.format(words), foot=FOOT + behind) == [("missing_appendix", found)]


@pytest.mark.parametrize(
    ("words", "behind"),
    [
        pytest.param("(Có Phụ lục kèm theo)", TABLE.format("PHỤ LỤC\nCHỈ TIÊU CÁC XÃ"), id="below its heading"),
        pytest.param("(Chi tiết tại Phụ lục II)", TABLE.format("Phụ lục 2: Chỉ tiêu"), id="numbers of two kinds"),
        pytest.param("(Có Phụ lục kèm theo)", TABLE.format("CHỈ TIÊU CÁC XÃ"), id="without a heading"),
        pytest.param("(Có Phụ lục kèm theo)", TABLE.format("BIỂU 01: CHỈ TIÊU"), id="by another name"),
        pytest.param("(Chi tiết tại Phụ lục I)", TABLE.format("PHỤ LỤC\nCHỈ TIÊU"), id="the only one has no number"),
        pytest.param(
            "(có biểu kèm theo)\nSTT\tXã\tSố hộ\n1\tXã Mẫu Sơn\t12\n2\tXã Yên Mẫu\t15", "", id="a table right below"
        ),
        pytest.param("(theo Phụ lục II Nghị định số 30/2020/NĐ-CP)", "", id="that of a decree"),
        pytest.param("2. Lập hồ sơ theo mẫu tại Phụ lục kèm theo Thông tư số 07/2021/TT-BLĐTBXH.", "", id="in words"),
        pytest.param("2. Bãi bỏ Phụ lục kèm theo\nNghị quyết số 20/2023/NQ-HĐND.", "", id="over two lines"),
        pytest.param("2. Đơn đề nghị (có danh sách hộ kèm theo hồ sơ).", "", id="a form to be sent in"),
        pytest.param("2. Treo băng rôn (biểu trưng, khẩu hiệu).", "", id="another word"),
        pytest.param("2. UBND xã lập kế hoạch, có danh sách hộ nghèo kèm theo kế hoạch.", "", id="somebody else's"),
        pytest.param("(Kế hoạch chi tiết kèm theo)", "", id="no appendix"),
        pytest.param("2. Sửa đổi mục 3 Phụ lục II.8 của quy hoạch.", "", id="part of a plan"),
    ],
)
def test_what_is_not_told(words: str, behind: str) -> None:
    assert told(BODY.format(words), foot=FOOT + behind) == []


def test_a_text_that_breaks_off_is_not_told() -> None:
    assert "missing_appendix" not in [kind for kind, _ in told(BODY.format("(Có Phụ lục kèm theo)"), foot="")]


def test_what_is_announced_twice_is_told_once() -> None:
    words = "(Có Phụ lục kèm theo)\n2. Trồng rừng.\n(có Phụ lục kèm theo)"
    (row,) = audited(BODY.format(words))
    assert row["severity"] == "warning"
    assert row["message"] == 'announced as "(Có Phụ lục kèm theo)", but the file does not hold it'
    assert row["expected"] is None


def test_the_number_that_is_missing_is_told() -> None:
    words, part = "(Phụ lục I và II kèm theo)", TABLE.format("PHỤ LỤC I\nCHỈ TIÊU CÁC XÃ")
    (row,) = audited(BODY.format(words), foot=FOOT + part)
    assert row["expected"] == "Phụ lục II"
