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
    ],
)
def test_labels(text: str, style: str, number: int) -> None:
    found = read_label(text)
    assert found is not None
    assert (found[0].style, found[0].number) == (style, number)


@pytest.mark.parametrize("text", ["1.000 hộ nghèo", "2025. Đến nay", "xã An Bình", "Điều 5 Luật Đất đai"])
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
    ],
)
def test_kinds(heading: str, kind: str) -> None:
    assert kind_of_heading(heading) == kind


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
