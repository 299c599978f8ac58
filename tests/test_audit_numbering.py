"""Numbers that skip, stand twice or carry a slip are told where both neighbours are certain. All texts made up."""

from __future__ import annotations

import pytest

from tests.audited import FOOT, audited, told

ITEM = "{} Vận động nhân dân tham gia dọn vệ sinh đường làng."


def items(*labels: str) -> str:
    return "\n".join(ITEM.format(label) for label in labels)


def listed(text: str, **around: str) -> list[tuple[str, str]]:
    """Return kind and label of what is told of the numbers in a text."""
    return [(row["kind"], row["found"]) for row in audited(text, **around) if row["kind"].startswith("numbering")]


CHAPTERS = (
    "I. MỤC TIÊU\nGiảm nghèo.\nII. NHIỆM VỤ\n{}\nIII. KINH PHÍ\nNgân sách huyện.\nIV. TỔ CHỨC THỰC HIỆN\nGiao Phòng."
)


def below(*labels: str) -> str:
    """Return a plan with such items below its second heading."""
    return CHAPTERS.format(items(*labels))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "I. MỤC TIÊU\nMột.\nII. NHIỆM VỤ\nHai.\nIV. KINH PHÍ\nBa.\nV. TỔ CHỨC THỰC HIỆN\nBốn.",
            [("numbering_gap", "IV")],
            id="II, IV",
        ),
        pytest.param(below("1.", "2.", "4."), [("numbering_gap", "4")], id="1, 2, 4 at the end"),
        pytest.param(below("1.", "2.", "4.", "5."), [("numbering_gap", "4")], id="1, 2, 4, 5"),
        pytest.param(below("a)", "b)", "d)"), [("numbering_gap", "d")], id="a, b, d"),
        pytest.param(below("a)", "b)", "c)", "d)", "g)"), [("numbering_gap", "g")], id="d, g"),
        pytest.param(
            below("1.", "2.", "2.1.", "2.2.", "2.4.", "3."),
            [("numbering_gap", "2.4")],
            id="2.2, 2.4",
        ),
        pytest.param(below("a)", "b)", "b)", "c)"), [("numbering_repeated", "b")], id="b, b"),
        pytest.param(below("1.", "2.", "2.", "3."), [("numbering_repeated", "2")], id="2, 2"),
        pytest.param(
            below("1.", "1.1.", "1.2.", "1.2.", "1.3.", "2."),
            [("numbering_repeated", "1.2")],
            id="1.2, 1.2",
        ),
        pytest.param(
            "I. MỤC TIÊU\nMột.\nII. NHIỆM VỤ\nHai.\nII. KINH PHÍ\nBa.\nIII. TỔ CHỨC THỰC HIỆN\nBốn.",
            [("numbering_repeated", "II")],
            id="II, II",
        ),
        pytest.param(
            below("1.", "1.1.", "1.2.", "2.", "2.1.", "3.3.", "3.1.", "3.2.", "4."),
            [("numbering_slip", "3.3")],
            id="3.3 for 3",
        ),
        pytest.param(
            below("1.", "2.", "2.1.", "2.2.", "3.", "2.1.", "2.2.", "4."),
            [("numbering_misplaced", "2.1")],
            id="2.1 under 3",
        ),
        pytest.param(
            "Điều 1. Phê duyệt Kế hoạch\nMột.\nĐiều 2. Kinh phí\nHai.\nĐiều 4. Thi hành\nBa.",
            [("numbering_gap", "Điều 4")],
            id="articles",
        ),
    ],
)
def test_what_is_told(text: str, found: list[tuple[str, str]]) -> None:
    assert listed(text) == found


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(below("a)", "b)", "c)", "d)", "đ)", "e)", "g)", "h)", "i)", "k)"), id="our letters"),
        pytest.param(below("a)", "b)", "c)", "d)", "e)", "f)", "g)", "h)", "i)", "j)"), id="others"),
        pytest.param(below("p)", "q)", "r)", "s)", "t)", "u)", "v)", "x)", "y)"), id="p to y"),
        pytest.param(below("1.", "a)", "b)", "2.", "a)", "b)", "c)", "3."), id="begins anew below"),
        pytest.param(below("1.", "2.", "3.", "1.", "2.", "3.", "4."), id="a second list"),
        pytest.param(below("1.", "2.", "1)", "2)", "3)", "3.", "4."), id="a list inside a list"),
        pytest.param(below("1.", "2.", "5.", "9.", "3."), id="nothing leads there"),
        pytest.param(below("3.", "4.", "6.", "7."), id="it does not begin with the first"),
        pytest.param(below("1.", "2.", "9.", "10."), id="too far"),
        pytest.param(below("1.", "2.", "4.", "8."), id="nothing follows"),
        pytest.param(below("1.", "2.", "2.1.", "2.2.", "3.", "3.1.", "3.2."), id="of two parts"),
        pytest.param(below("2.1.", "2.2.", "3.1.", "3.2."), id="headings that were lost"),
        pytest.param(
            below("1.", "1.1.", "1.", "2.", "3.", "1.2.", "2.", "2.1.", "3.", "3.1."),
            id="a list in a part of two numbers",
        ),
        pytest.param(below("1.", "2.", "1.1.", "1.2.", "3.", "3.1."), id="it stood under no other"),
        pytest.param(
            CHAPTERS.format(items("1.", "2.") + " Thực hiện theo khoản\n" + items("4.", "5.")),
            id="a line that goes on",
        ),
        pytest.param(
            CHAPTERS.format(items("1.", "2.") + " 3. Vận động nhân dân trồng cây.\n" + items("4.", "5.")),
            id="a number within a line",
        ),
        pytest.param(
            CHAPTERS.format(items("1.", "2.") + "\n3 Vận động nhân dân\n" + items("4.", "5.")),
            id="a number without dot",
        ),
        pytest.param(
            "Điều 1. Sửa đổi khoản 3 Điều 5 như sau:\n“3. Mức hỗ trợ là 5 triệu đồng.\n3. Không hỗ trợ hai lần.\n"
            "5. Hồ sơ gồm có đơn.\n6. Thời hạn.”\nĐiều 2. Thi hành\nQuyết định này có hiệu lực từ ngày ký.",
            id="what is quoted",
        ),
        pytest.param(
            CHAPTERS.format("1.\tXã Mẫu Sơn\t12\n2.\tXã Yên Mẫu\t14\n4.\tXã Hữu Mẫu\t15\n5.\tXã Vân Mẫu\t16"),
            id="rows of a table",
        ),
        pytest.param(CHAPTERS.format("Trồng 1.500 cây.\n2,5 ha rừng.\n4,5 ha chè."), id="numbers that count"),
    ],
)
def test_what_is_not_told(text: str) -> None:
    assert listed(text) == []


def test_an_appendix_and_an_attached_paper_number_anew() -> None:
    appendix = "\n\nPHỤ LỤC I\nNHIỆM VỤ\n" + items("1.", "2.") + "\nPHỤ LỤC II\nDỰ ÁN\n" + items("1.", "2.", "3.")
    assert listed(below("1.", "2."), foot=FOOT + appendix) == []


def test_what_is_told_of_a_number() -> None:
    gap, again, slip = (
        next(r for r in audited(below(*labels)) if r["kind"].startswith("numbering"))
        for labels in (("1.", "2.", "5."), ("a)", "b)", "b)"), ("1.", "2.", "2.1.", "3.3.", "3.1.", "3.2."))
    )
    assert (gap["expected"], gap["message"]) == ("3, 4", "5 follows 2: 3, 4 is not there")
    assert again["expected"] == "c"
    assert 'behind "b) Vận động' in again["message"]
    assert (slip["severity"], slip["message"]) == ("error", "3.3 stands between 2 and 3.1: it should be 3")
    assert slip["quote"] == ITEM.format("3.3.")


def test_markup_does_not_hide_numbers() -> None:
    text = "## **I. MỤC TIÊU**\nMột.\n**II. NHIỆM VỤ**\nHai.\n### IV. KINH PHÍ\nBa.\n**V. TỔ CHỨC THỰC HIỆN**\nBốn."
    assert told(text, suffix=".md") == [("numbering_gap", "IV. KINH PHÍ")]
