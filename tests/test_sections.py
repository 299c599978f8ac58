"""The tree of sections: labels, depth, kind, and what each covers."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.documents import find_documents
from extractors.facts import Document, Section
from extractors.reading import Reading
from extractors.sections import find_sections, kind_of_heading, read_label
from pipeline.clean import clean
from pipeline.read import read_path

PLAN = """KẾ HOẠCH
Nước sạch nông thôn
Căn cứ Luật Tài nguyên nước ngày 27/11/2023;
Căn cứ Quyết định số 9/QĐ-UBND ngày 04/01/2031;
I. MỤC TIÊU
1. Mục tiêu chung
Nâng cao đời sống.
2. Mục tiêu cụ thể
a) Nước sạch: 90% hộ dân dùng nước sạch;
b) Nhà tiêu
- 85% hộ có nhà tiêu hợp vệ sinh.
II. NHIỆM VỤ
2.1. Tuyên truyền
Tổ chức tuyên truyền đến hộ dân.
2.3. Đầu tư
III. TỔ CHỨC THỰC HIỆN
1. Sở Y tế: Chủ trì kiểm tra.
2. Ủy ban nhân dân các xã thực hiện tốt kế hoạch này trên địa bàn của mình và báo cáo kết quả định kỳ.
Nơi nhận:
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHỤ LỤC I
DANH MỤC CÔNG TRÌNH
I. CÔNG TRÌNH MỚI
"""


def sections(text: str) -> tuple[Reading, tuple[Section, ...]]:
    reading = Reading.of_text(text)
    reading.add(Document, list(find_documents(reading)))
    reading.add(Section, list(find_sections(reading)))
    return reading, reading.found(Section)


def test_the_tree() -> None:
    _, found = sections(PLAN)
    assert [(s.label, s.depth, s.kind) for s in found] == [
        (None, 1, "legal_basis"),
        ("I", 1, "targets"),
        ("I.1", 2, "targets"),
        ("I.2", 2, "targets"),
        ("I.2.a", 3, "targets"),
        ("I.2.b", 3, "targets"),
        ("II", 1, "tasks"),
        ("II.2.1", 2, "tasks"),
        ("II.2.3", 2, "tasks"),
        ("III", 1, "organisation"),
        ("III.1", 2, "organisation"),
        (None, 1, "recipients"),
        (None, 1, "signature"),
        ("PHỤ LỤC I", 1, "appendix"),
        ("PHỤ LỤC I.I", 2, "appendix"),
    ]


def test_an_inline_heading_ends_at_its_colon() -> None:
    _, found = sections(PLAN)
    assert [s.heading for s in found if s.label in ("I.2.a", "III.1")] == ["a) Nước sạch", "1. Sở Y tế"]


def test_an_item_that_is_a_sentence_ends_the_section_above_it() -> None:
    reading, found = sections(PLAN)
    inline = next(s for s in found if s.label == "III.1")
    assert reading.text[slice(*inline.at)] == "1. Sở Y tế: Chủ trì kiểm tra."
    last = reading.section_at(reading.text.index("2. Ủy ban nhân dân các xã"))
    assert last is not None
    assert last.label == "III"


def test_sections_above_lead_outwards() -> None:
    reading, _ = sections(PLAN)
    place = reading.text.index("85% hộ")
    assert [s.label for s in reading.sections_above(place)] == ["I.2.b", "I.2", "I"]


@pytest.mark.parametrize(
    ("text", "style", "number"),
    [
        ("IV. TỔ CHỨC", "roman", 4),
        ("IX/ KINH PHÍ", "roman", 9),
        ("12. Hội Nông dân", "decimal_1", 12),
        ("2.3.10. Phòng giao dịch", "decimal_3", 10),
        ("đ) Nước sạch", "letter", 5),
        ("Điều 3. Hiệu lực", "article", 3),
        ("Chương II", "chapter", 2),
        ("1.3 Xây dựng kế hoạch", "decimal_2", 3),
        ("V/ KINH PHÍ", "roman", 5),
        ("aa) Đường thôn", "letter", 1),
    ],
)
def test_labels(text: str, style: str, number: int) -> None:
    found = read_label(text)
    assert found is not None
    assert (found[0].style, found[0].number) == (style, number)


NO_LABELS = [
    *("1.000 hộ nghèo", "2025. Đến nay", "xã An Bình", "Điều 5 Luật Đất đai", "V/V HỖ TRỢ GIỐNG LÚA"),
    *("48/NQ-CP ngày 05/4/2031 của Chính phủ", 'do. "Các xã'),
]


@pytest.mark.parametrize("text", NO_LABELS)
def test_what_is_no_label(text: str) -> None:
    assert read_label(text) is None


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("MỤC ĐÍCH, YÊU CẦU", "purpose"),
        ("NHIỆM VỤ, GIẢI PHÁP", "tasks"),
        ("Kinh phí thực hiện", "funding"),
        ("Phân công nhiệm vụ", "organisation"),
        ("Một số việc khác", "other"),
        ("Thực hiện các chương trình mục tiêu quốc gia", "other"),
        ("Tăng cường thanh tra, kiểm tra, giám sát việc trồng rừng", "other"),
        ("Quy trình xét duyệt đối tượng", "other"),
        ("Công tác báo cáo", "organisation"),
        ("Rà soát đội ngũ thú y cơ sở đáp ứng yêu cầu phòng dịch", "other"),
        ("Các hợp tác xã hoạt động trên địa bàn", "other"),
        ("Mức chi cho việc tổ chức thực hiện đo đạc", "other"),
    ],
)
def test_kinds(heading: str, kind: str) -> None:
    assert kind_of_heading(heading) == kind


def plan(text: str) -> tuple[Section, ...]:
    """Return the sections below the head of a plan."""
    return sections(f"KẾ HOẠCH\nTrồng rừng\nCăn cứ Luật Lâm nghiệp;\n{text}\n")[1][1:]


TREES = [
    ("I. MỤC TIÊU\nII. KHẨU HIỆU\n1. Rừng là vàng\n2. Cả xã trồng rừng!\n3. Giữ rừng cho mai sau", ["I", "II"]),
    ("I. ĐỐI TƯỢNG\n1. Hộ nghèo.\n2. Hộ cận nghèo.\nII. NHIỆM VỤ\n1. Sở Y tế.\na) Khám bệnh.", ["I", "II", "II.1"]),
    ("I. NHIỆM VỤ\n1. Hộ nhận rừng có đủ điều kiện; cam kết giữ rừng và trồng lại rừng.\na) Lao động\nCó hai người.",
     ["I", "I.1.a"]),
    ("Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nXã.\nChương II\nTHI HÀNH\nĐiều 2. Hiệu lực",
     ["Chương I", "Chương I.Điều 1", "Chương II", "Chương II.Điều 2"]),
    ("I. MỤC TIÊU\nII. GIẢI PHÁP\nA. CHUNG\n1. Giống\nB. RIÊNG\nIII. KINH PHÍ",
     ["I", "II", "II.A", "II.A.1", "II.B", "III"]),
    # the heading above is lost: a number of two parts says it, or a list begins anew and a Roman number is skipped
    ("I. NHIỆM VỤ\n4. Giống\n4.1. Ươm cây\n5.1. Đào hố\na) Nơi đào\n5.2. Bón phân",
     ["I", "I.4", "I.4.1", "I.5.1", "I.5.1.a", "I.5.2"]),
    ("I. MỤC TIÊU\n1. Chung\nXanh.\n2. Riêng\nĐẹp.\n1. Sở Y tế\nKhám.\nIII. KINH PHÍ",
     ["I", "I.1", "I.2", "1", "III"]),
    # nothing is skipped: the list stands within the section
    ("I. MỤC TIÊU\n1. Chung\n2. Riêng gồm:\n1. Giống cây\nXanh.\nII. KINH PHÍ", ["I", "I.1", "I.2", "I.1", "II"]),
    ("2. Giống\n1.1. Ươm cây\n1.2. Chăm cây\nTưới.", ["2", "2.1", "2.2"]),
    # a list of appendices in an article is none
    ("Điều 1. Công bố\nPhụ lục 1: Danh mục cây giống được hỗ trợ.\nĐiều 2. Hiệu lực\nNơi nhận:\nPHỤ LỤC 1\nCÂY",
     ["Điều 1", "Điều 2", "PHỤ LỤC 1"]),
    ("I. GIỐNG\nNơi nhận:\nMẫu số 2: Đơn xin cấp giống\nĐiều 1. Cấp\nNơi nhận:\nĐiều 2. Giao",
     ["I", "Mẫu số 2", "Mẫu số 2.Điều 1", "Mẫu số 2.Điều 2"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TREES)
def test_trees(text: str, expected: list[str]) -> None:
    assert [s.label for s in plan(text) if s.kind not in ("recipients", "signature")] == expected


def test_a_basis_below_the_first_heading_is_text() -> None:
    _, found = sections(f"{PLAN}III. KHÁC\nCăn cứ Kế hoạch này, các xã trồng rừng;\n")
    assert [s.kind for s in found].count("legal_basis") == 1


def test_the_office_alone_below_the_recipients_is_a_signature() -> None:
    found = plan("I. GIỐNG\nNơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nTrần Văn Thử")
    assert [s.kind for s in found] == ["other", "recipients", "signature"]


def test_the_title_of_a_chapter_stands_below_its_number() -> None:
    found = plan("Chương II\nTỔ CHỨC THỰC HIỆN\nĐiều 4. Hiệu lực")
    assert (found[0].heading, found[0].kind) == ("Chương II TỔ CHỨC THỰC HIỆN", "organisation")


def test_the_time_of_a_task_is_part_of_it() -> None:
    found = plan("II. NHIỆM VỤ\n1. Ươm cây\na) Thời gian thực hiện\nQuý I.")
    assert [s.kind for s in found] == ["tasks", "tasks", "tasks"]


@pytest.mark.shared
def test_real_plans_have_sections_inside_their_parents(shared: Path) -> None:
    for path in sorted(shared.glob("plans/*/*.[tm][xd]*")):
        reading = clean(read_path(path))
        reading.add(Document, list(find_documents(reading)))
        found = list(find_sections(reading))
        for section in found:
            assert 0 <= section.at.start < section.at.end <= len(reading.text)
            if section.parent is not None:
                parent = found[section.parent]
                assert parent.at.start < section.at.start
                assert section.at.end <= parent.at.end, path.name
