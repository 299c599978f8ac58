"""References that cannot be right are told, those that only look odd are not. All texts made up."""

from __future__ import annotations

import pytest

from tests.audited import HEAD, audited, told

Told = list[tuple[str, str | None]]


def plan(*basis: str) -> str:
    lines = "".join(f"{line}\n" for line in basis)
    return f"{lines}I. MỤC TIÊU\n1. Phấn đấu giảm tỷ lệ hộ nghèo còn 4,5%."


@pytest.mark.parametrize(
    ("basis", "found"),
    [
        pytest.param(
            ["Căn cứ Quyết định số 90/QĐ-TTg ngày 18/01/2023 của Thủ tướng Chính phủ về giảm nghèo bền vững;"],
            [("wrong_act_date", "90/QĐ-TTg ngày 18/01/2023")],
            id="the year of a programme",
        ),
        pytest.param(
            ["Căn cứ Quyết định số 90/QĐ-TTg ngày 11 tháng 01 năm 2022 của Thủ tướng Chính phủ;"],
            [("wrong_act_date", "90/QĐ-TTg ngày 11 tháng 01 năm 2022")],
            id="the day of a programme",
        ),
        pytest.param(
            ["Căn cứ Luật Quy hoạch ngày 21 tháng 11 năm 2017;"],
            [("wrong_act_date", "Luật Quy hoạch ngày 21 tháng 11 năm 2017")],
            id="a law by its name",
        ),
        pytest.param(
            ["Căn cứ Luật Trẻ em số 102/2016/QH13 ngày 15/4/2016;"],
            [("wrong_act_date", "102/2016/QH13 ngày 15/4/2016")],
            id="a law by its number",
        ),
        pytest.param(
            ["Căn cứ Nghị định số 91/2019/NĐ-CP ngày 05/3/2020 của Chính phủ;"],
            [("year_against_number", "91/2019/NĐ-CP ngày 05/3/2020")],
            id="number and date of two years",
        ),
        pytest.param(
            [
                "Căn cứ Quyết định số 771/QĐ-TTg ngày 05/6/2021 của Thủ tướng Chính phủ;",
                "Thực hiện Quyết định số 771/QĐ-TTg ngày 05/6/2021 của Thủ tướng Chính phủ;",
                "Thực hiện Quyết định số 771/QĐ-TTg ngày 15/6/2021 của Thủ tướng Chính phủ;",
            ],
            [("two_dates_of_act", "771/QĐ-TTg ngày 15/6/2021")],
            id="two dates in one year",
        ),
        pytest.param(
            [
                "Căn cứ Kế hoạch số 15/KH-UBND ngày 05/01/2024 của UBND tỉnh Lạng Sơn;",
                "Thực hiện Kế hoạch số 15/KH-UBND ngày 08/01/2024 của UBND tỉnh Lạng Sơn;",
            ],
            [("two_dates_of_act", "15/KH-UBND ngày 08/01/2024")],
            id="two dates of a local plan",
        ),
        pytest.param(
            ["Căn cứ Quyết định số 772/QĐ-TTg ngày 05/6/2024 của Thủ tướng Chính phủ;"],
            [("act_not_yet_issued", "772/QĐ-TTg ngày 05/6/2024")],
            id="dated after the plan",
        ),
        pytest.param(
            ["Căn cứ Nghị định số 15/2025/NĐ-CP của Chính phủ;"],
            [("act_not_yet_issued", "15/2025/NĐ-CP")],
            id="of a year after the plan",
        ),
        pytest.param(
            ["Căn cứ Luật Đấu thầu ngày 26 tháng 11 năm 2013;"],
            [("act_out_of_force", "Luật Đấu thầu")],
            id="a law that was replaced",
        ),
        pytest.param(
            ["Căn cứ Nghị định số 86/2015/NĐ-CP ngày 02/10/2015 của Chính phủ về học phí;"],
            [("act_out_of_force", "86/2015/NĐ-CP")],
            id="a decree that was replaced",
        ),
    ],
)
def test_what_cannot_be_right(basis: list[str], found: Told) -> None:
    assert told(plan(*basis)) == found


@pytest.mark.parametrize(
    "basis",
    [
        pytest.param(["Căn cứ Quyết định số 90/QĐ-TTg ngày 18/01/2022 của Thủ tướng Chính phủ;"], id="right"),
        pytest.param(["Căn cứ Quyết định số 90/QĐ-TTg ngày 20/3/2019 của Thủ tướng Chính phủ;"], id="another year's"),
        pytest.param(["Căn cứ Quyết định số 90/QĐ-UBND ngày 18/01/2023 của UBND tỉnh;"], id="another issuer's"),
        pytest.param(
            [
                "Căn cứ Quyết định số 90/QĐ-TTg ngày 18/01/2017 của Thủ tướng Chính phủ phê duyệt Chương trình mẫu "
                "giai đoạn 2011-2015;"
            ],
            id="a programme of other years",
        ),
        pytest.param(["Căn cứ Quyết định số 90/QĐ-TTg của Thủ tướng Chính phủ;"], id="no date"),
        pytest.param(["Căn cứ Quyết định số 90/QĐ-TTg năm 2022 của Thủ tướng Chính phủ;"], id="a year only"),
        pytest.param(
            [
                "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015; Luật sửa đổi, bổ sung một số điều của "
                "Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương ngày 22/11/2019;"
            ],
            id="a law and the law that amends it",
        ),
        pytest.param(
            [
                "Căn cứ Nghị định số 27/2022/NĐ-CP ngày 19/4/2022 của Chính phủ được sửa đổi, bổ sung bởi Nghị định "
                "số 38/2023/NĐ-CP ngày 24/6/2023 của Chính phủ;"
            ],
            id="an act and the act that amends it",
        ),
        pytest.param(
            [
                "Căn cứ Kế hoạch số 15/KH-UBND ngày 05/01/2024 của UBND tỉnh Lạng Sơn;",
                "Tham khảo Kế hoạch số 15/KH-UBND ngày 08/01/2024 của UBND tỉnh Bắc Kạn;",
            ],
            id="one number of two provinces",
        ),
        pytest.param(
            [
                "Căn cứ Kế hoạch số 15/KH-UBND ngày 05/01/2023 của UBND tỉnh Lạng Sơn;",
                "Căn cứ Kế hoạch số 15/KH-UBND ngày 11/02/2024 của UBND tỉnh Lạng Sơn;",
            ],
            id="one number of two years",
        ),
        pytest.param(
            [
                "Căn cứ Nghị quyết số 71/NQ-CP ngày 08/8/2017 của Chính phủ;",
                "Căn cứ Nghị quyết số 71/NQ-CP ngày 01/4/2021 của Chính phủ;",
            ],
            id="one number of the Government in two years",
        ),
        pytest.param(
            [
                "Căn cứ Quyết định số 773/QĐ-TTg ngày 05/6/2021 và Quyết định số 774/QĐ-TTg ngày 06/6/2021 của "
                "Thủ tướng Chính phủ;"
            ],
            id="two acts in one line",
        ),
        pytest.param(
            ["Căn cứ Thông tư liên tịch số 10/2015/TTLT-BTC-BNV ngày 05/02/2015 của Bộ Tài chính và Bộ Nội vụ;"],
            id="a joint circular",
        ),
        pytest.param(
            [
                "Căn cứ Nghị quyết số 100/2015/QH13 ngày 12/11/2015 của Quốc hội;",
                "Căn cứ Bộ luật Hình sự số 100/2015/QH13 ngày 27/11/2015;",
            ],
            id="a resolution and a law of one number",
        ),
        pytest.param(
            ["Luật Đấu thầu ngày 26 tháng 11 năm 2013 đã được thay thế bởi Luật Đấu thầu ngày 23 tháng 6 năm 2023;"],
            id="a replaced law that is no basis",
        ),
        pytest.param(
            ["Căn cứ Luật Đấu thầu ngày 26/11/2013 (nay là Luật Đấu thầu ngày 23/6/2023);"],
            id="a law told as replaced",
        ),
        pytest.param(
            [
                "Thực hiện Kế hoạch số 12/KH-UBND ngày 10/01/2024 của UBND;",
                "Thực hiện Kế hoạch số 12/KH-UBND ngày 15/01/2024 của UBND tỉnh Lạng Sơn;",
            ],
            id="an issuer of no level",
        ),
        pytest.param(
            ["Căn cứ Thông tư số 07/2021/TT-BLĐTBXH, Thông tư số 02/2022/TT-BLĐTBXH ngày 30/3/2022;"],
            id="a date of the last of a list",
        ),
        pytest.param(["Thực hiện Luật Đất đai số 31/2024/QH15 có hiệu lực từ ngày 01/8/2024;"], id="a day of force"),
        pytest.param(["Căn cứ Luật Đấu thầu;"], id="a law without a date is the one in force"),
        pytest.param(["Căn cứ Quyết định số 775/QĐ-TTg ngày 26/02/2024 của Thủ tướng Chính phủ;"], id="the same day"),
    ],
)
def test_what_is_not_told(basis: list[str]) -> None:
    assert told(plan(*basis)) == []


def test_a_plan_older_than_a_known_act_means_another_of_its_number() -> None:
    old = HEAD.replace("năm 2024", "năm 2021").replace("26 tháng 02", "26 tháng 12")
    basis = "Căn cứ Quyết định số 90/QĐ-TTg ngày 18/01/2021 của Thủ tướng Chính phủ;"
    assert told(plan(basis), head=old) == []


def test_a_document_older_than_all_it_cites_is_itself_misdated() -> None:
    old = HEAD.replace("năm 2024", "năm 2014")
    acts = [f"Căn cứ Quyết định số 77{n}/QĐ-TTg ngày 0{n}/6/2021 của Thủ tướng Chính phủ;" for n in (1, 2, 3)]
    assert told(plan(*acts), head=old) == []


def test_a_law_replaced_later_was_in_force_then() -> None:
    old = HEAD.replace("năm 2024", "năm 2023")
    assert told(plan("Căn cứ Luật Đấu thầu ngày 26 tháng 11 năm 2013;"), head=old) == []


def test_of_two_dates_the_one_given_more_often_is_expected() -> None:
    lines = [f"Căn cứ Quyết định số 771/QĐ-TTg ngày {day}/6/2021 của Thủ tướng Chính phủ;" for day in (15, 5, 5)]
    (row,) = audited(plan(*lines))
    assert (row["expected"], row["found"], row["severity"]) == ("05/06/2021", "15/06/2021", "error")
    assert row["message"] == "771/QĐ-TTg is dated 15/06/2021 here and 05/06/2021 elsewhere in the document"
    assert "chỗ khác trong văn bản ghi ngày 05/06/2021" in row["message_vi"]


def test_a_wrong_date_given_twice_is_told_once() -> None:
    line = "Thực hiện Quyết định số 90/QĐ-TTg ngày 18/01/2023 của Thủ tướng Chính phủ;"
    assert [kind for kind, _ in told(plan(line, line))] == ["wrong_act_date"]
