"""Agencies: every spelling of a body gives its full name, and its role at that place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from extractors.agencies import find_agencies
from extractors.agency_names import agency_names, short_form
from extractors.facts import AgencyMention, Document
from extractors.offsets import Span
from extractors.reading import Reading
from rules import read_yaml
from rules.letters import fold


def mentions(text: str) -> list[AgencyMention]:
    return list(find_agencies(Reading.of_text(text)))


def names(text: str) -> list[str]:
    return [m.agency for m in mentions(text)]


SPELLINGS = [
    # one body, many spellings
    ("Phòng Lao động- TB&XH", "Phòng Lao động - Thương binh và Xã hội"),
    ("Phòng Lao động TB&XH", "Phòng Lao động - Thương binh và Xã hội"),
    ("Phòng LĐTBXH", "Phòng Lao động - Thương binh và Xã hội"),
    ("Phòng LĐ-TB&XH", "Phòng Lao động - Thương binh và Xã hội"),
    ("Phòng LĐ-TBXH", "Phòng Lao động - Thương binh và Xã hội"),
    ("Phòng LĐTB&XH", "Phòng Lao động - Thương binh và Xã hội"),
    ("phòng Lao động – Thương binh và Xã hội", "Phòng Lao động - Thương binh và Xã hội"),
    ("PHÒNG LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "Phòng Lao động - Thương binh và Xã hội"),
    ("Sở Lao động, Thương binh và Xã hội", "Sở Lao động - Thương binh và Xã hội"),
    ("Sở KH&CN", "Sở Khoa học và Công nghệ"),
    ("Sở KHCN", "Sở Khoa học và Công nghệ"),
    ("Sở Khoa học & Công nghệ", "Sở Khoa học và Công nghệ"),
    ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
    ("Sở Giáo dục - Đào tạo", "Sở Giáo dục và Đào tạo"),
    ("Sở GDĐT", "Sở Giáo dục và Đào tạo"),
    ("Sở NN&PTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
    ("Sở Nông nghiệp & PTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
    ("Sở TN&MT", "Sở Tài nguyên và Môi trường"),
    ("Sở NN&MT", "Sở Nông nghiệp và Môi trường"),
    ("Sở KH&ĐT", "Sở Kế hoạch và Đầu tư"),
    ("Sở VH,TT&DL", "Sở Văn hóa, Thể thao và Du lịch"),
    ("Sở VHTTDL", "Sở Văn hóa, Thể thao và Du lịch"),
    ("Sở Văn hoá, Thể thao và Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
    ("Sở TT&TT", "Sở Thông tin và Truyền thông"),
    ("Sở GTVT", "Sở Giao thông vận tải"),
    ("Sở Dân tộc và Tôn giáo", "Sở Dân tộc và Tôn giáo"),
    ("Bộ LĐTBXH", "Bộ Lao động - Thương binh và Xã hội"),
    ("Bộ KH&CN", "Bộ Khoa học và Công nghệ"),
    ("Phòng NN&PTNT", "Phòng Nông nghiệp và Phát triển nông thôn"),
    ("Phòng NN và PTNT", "Phòng Nông nghiệp và Phát triển nông thôn"),
    ("Sở NNPTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
    ("Sở Nông  nghiệp và Môi trường", "Sở Nông nghiệp và Môi trường"),
    ("Thường trực HĐND", "Thường trực Hội đồng nhân dân"),
    ("Ủy ban Trung ương MTTQ Việt Nam", "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"),
    ("Văn phòng ĐĐBQH&HĐND", "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân"),
    ("Đoàn TNCS Hồ Chí Minh", "Đoàn Thanh niên Cộng sản Hồ Chí Minh"),
    ("Hội LHPN", "Hội Liên hiệp Phụ nữ"),
    ("Phòng Văn hoá- TT", "Phòng Văn hóa và Thông tin"),
    ("Phòng Văn hóa - Xã hội", "Phòng Văn hóa - Xã hội"),
    ("Phòng VH-XH", "Phòng Văn hóa - Xã hội"),
    ("Phòng Tài chính- Kế hoạch", "Phòng Tài chính - Kế hoạch"),
    ("Phòng TC-KH", "Phòng Tài chính - Kế hoạch"),
    ("Phòng Kinh tế", "Phòng Kinh tế"),
    ("UBMTTQ huyện", "Ủy ban Mặt trận Tổ quốc"),
    ("Uỷ ban Mặt trận Tổ quốc Việt Nam tỉnh", "Ủy ban Mặt trận Tổ quốc"),
    ("Ủy ban MTTQ Việt Nam xã", "Ủy ban Mặt trận Tổ quốc"),
    ("UBMTTQVN tỉnh", "Ủy ban Mặt trận Tổ quốc"),
    ("Mặt trận tổ quốc", "Ủy ban Mặt trận Tổ quốc"),
    ("UBND tỉnh", "Ủy ban nhân dân tỉnh"),
    ("UBND các xã, thị trấn", "Ủy ban nhân dân các xã, thị trấn"),
    ("Uỷ ban nhân dân cấp xã", "Ủy ban nhân dân cấp xã"),
    ("UBND các cấp", "Ủy ban nhân dân các cấp"),
    ("UBND huyện Đồi Thông", "Ủy ban nhân dân huyện"),
    ("HĐND tỉnh", "Hội đồng nhân dân tỉnh"),
    ("Công an tỉnh", "Công an"),
    ("Bộ CHQS tỉnh", "Bộ Chỉ huy Quân sự"),
    ("BCH Quân sự xã", "Ban Chỉ huy Quân sự"),
    ("BCH BĐBP tỉnh", "Ban Chỉ huy Bộ đội Biên phòng"),
    ("Ngân hàng CSXH huyện", "Ngân hàng Chính sách xã hội"),
    ("NHCSXH", "Ngân hàng Chính sách xã hội"),
    ("Phòng giao dịch Ngân hàng chính sách xã hội", "Phòng giao dịch Ngân hàng Chính sách xã hội"),
    ("Ngân hàng nhà nước khu vực XX", "Ngân hàng Nhà nước"),
    ("BHXH tỉnh", "Bảo hiểm xã hội"),
    ("KBNN tỉnh", "Kho bạc Nhà nước"),
    ("Hội LHPN xã", "Hội Liên hiệp Phụ nữ"),
    ("Hội CCB", "Hội Cựu chiến binh"),
    ("hội nông dân", "Hội Nông dân"),
    ("Đoàn TNCS Hồ Chí Minh", "Đoàn Thanh niên Cộng sản Hồ Chí Minh"),
    ("Đoàn thanh niên", "Đoàn Thanh niên"),
    ("LĐLĐ tỉnh", "Liên đoàn Lao động"),
    ("Viện KSND tỉnh", "Viện kiểm sát nhân dân"),
    ("TAND tỉnh", "Tòa án nhân dân"),
    ("Toà án nhân dân khu vực", "Tòa án nhân dân"),
    ("Văn phòng HĐND - UBND huyện", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"),
    ("VP UBND tỉnh", "Văn phòng Ủy ban nhân dân"),
    ("Văn phòng Đoàn ĐBQH và HĐND tỉnh", "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân"),
    ("Văn phòng Tỉnh uỷ", "Văn phòng Tỉnh ủy"),
    ("Đài PT-TH tỉnh", "Đài Phát thanh và Truyền hình"),
    ("Báo và Phát thanh, Truyền hình tỉnh", "Báo và Phát thanh, Truyền hình"),
    ("Chi cục Hải quan khu vực XX", "Chi cục Hải quan"),
    ("Thuế tỉnh", "Thuế tỉnh"),
    ("Trung tâm PVHCC xã", "Trung tâm Phục vụ hành chính công"),
    ("Trung tâm Phục vụ hành chính công", "Trung tâm Phục vụ hành chính công"),
    ("Công chức Văn hóa - XH", "Công chức Văn hóa - Xã hội"),
    ("công chức văn hóa – xã hội", "Công chức Văn hóa - Xã hội"),
    ("Công chức CSLĐTBXH", "Công chức Chính sách - Lao động, Thương binh và Xã hội"),
    ("công chức kế toán", "Công chức Kế toán"),
    ("Cán bộ phụ trách lĩnh vực thủy lợi và nước sạch", "Cán bộ phụ trách lĩnh vực thủy lợi và nước sạch"),
    ("Ban Tuyên giáo và Dân vận Tỉnh ủy", "Ban Tuyên giáo và Dân vận Tỉnh ủy"),
    ("Ban Tổ chức Thành uỷ", "Ban Tổ chức Thành ủy"),
    ("Ban Nội chính Tỉnh ủy", "Ban Nội chính Tỉnh ủy"),
    ("UBKT Huyện ủy", "Ủy ban Kiểm tra Huyện ủy"),
    ("Uỷ ban kiểm tra Đảng uỷ xã", "Ủy ban Kiểm tra Đảng ủy"),
    ("Ban Tổ chức", "Ban Tổ chức"),
    ("Ban Cán sự Đảng UBND tỉnh", "Ban cán sự đảng Ủy ban nhân dân"),
    ("BCSĐ UBND tỉnh", "Ban cán sự đảng Ủy ban nhân dân"),
    ("Đảng đoàn HĐND tỉnh", "Đảng đoàn Hội đồng nhân dân"),
    ("Đảng uỷ Quân sự huyện", "Đảng ủy Quân sự"),
    ("Đảng ủy Khối các cơ quan & doanh nghiệp tỉnh", "Đảng ủy Khối các cơ quan và doanh nghiệp"),
    ("Đảng ủy UBND tỉnh", "Đảng ủy Ủy ban nhân dân"),
    ("Đảng ủy xã", "Đảng ủy"),
    ("BHXH cơ sở Đồi Thông", "Bảo hiểm xã hội cơ sở"),
    ("Bệnh viện đa khoa huyện", "Bệnh viện Đa khoa"),
    ("Bệnh viện Y dược cổ truyền tỉnh", "Bệnh viện Y dược cổ truyền"),
    ("Trung tâm KSBT tỉnh", "Trung tâm Kiểm soát bệnh tật"),
    (
        "Ban QLDA đầu tư xây dựng các công trình giao thông tỉnh",
        "Ban Quản lý dự án đầu tư xây dựng các công trình giao thông",
    ),
    ("Ban Quản lý dự án đầu tư – hạ tầng", "Ban Quản lý dự án đầu tư - hạ tầng"),
    ("Ban Quản lý Vườn quốc gia Mây Trắng xây dựng đề án", "Ban Quản lý Vườn quốc gia Mây Trắng"),
    ("Ban Quản lý vườn quốc gia", "Ban Quản lý Vườn quốc gia"),
    ("Phòng Kế hoạch – Tài chính", "Phòng Kế hoạch - Tài chính"),
    ("Báo Đồi Thông", "Báo Đồi Thông"),
    ("CDC tỉnh", "Trung tâm Kiểm soát bệnh tật"),
    ("Ban Thường vụ Tỉnh đoàn", "Tỉnh đoàn"),
    ("Đảng ủy Khối Cơ quan và Doanh nghiệp tỉnh", "Đảng ủy Khối các cơ quan và doanh nghiệp"),
    ("Viện Quế và xã hội", "Viện Quế"),
    # bodies that the rules do not know
    ("Trung tâm Nghiên cứu Cây chè tỉnh", "Trung tâm Nghiên cứu Cây chè"),
    ("Hiệp hội Chế biến gỗ", "Hiệp hội Chế biến gỗ"),
]


@pytest.mark.parametrize(("text", "name"), SPELLINGS)
def test_every_spelling_gives_the_full_name(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(("text", "found"), read_yaml("agencies")["examples"].items())
def test_the_examples_of_the_rules(text: str, found: list[str]) -> None:
    assert names(text) == found


LISTS = [
    (
        "Công chức Đô thị, Địa chính, kế toán",
        ["Công chức Đô thị", "Công chức Địa chính", "Công chức Kế toán"],
    ),
    (
        "Trưởng các phòng: Tài chính - Kế hoạch, Y tế, Kinh tế và Hạ tầng",
        ["Phòng Tài chính - Kế hoạch", "Phòng Y tế", "Phòng Kinh tế và Hạ tầng"],
    ),
    (
        "Giám đốc các Sở: Văn hóa, Thể thao và Du lịch, Giáo dục và Đào tạo; Xây dựng",
        ["Sở Văn hóa, Thể thao và Du lịch", "Sở Giáo dục và Đào tạo", "Sở Xây dựng"],
    ),
    ("Bộ Quốc phòng, Công an tỉnh", ["Bộ Quốc phòng", "Công an"]),
    ("các Bộ: Y tế, Nội vụ", ["Bộ Y tế", "Bộ Nội vụ"]),
    ("Sở Y tế, văn hóa đọc và du lịch xanh", ["Sở Y tế"]),
    ("Sở Tài chính và Sở Nội vụ", ["Sở Tài chính", "Sở Nội vụ"]),
]


@pytest.mark.parametrize(("text", "found"), LISTS)
def test_bodies_of_a_list_share_its_head(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "các cơ sở y tế và cơ sở giáo dục",
        "cán bộ tư pháp, cán bộ y tế",
        "quốc phòng, an ninh",
        "dự phòng tài chính",
        "theo Kế hoạch số 12/KH-UBND và Nghị quyết số 05/NQ-HĐND",
        "các sở, ban, ngành, đoàn thể",
        "mức đóng bảo hiểm xã hội",
        "toàn bộ hồ sơ nội vụ",
        "công tác phòng, chống thiên tai",
        "Báo cáo kết quả; Báo Cáo tháng",
        "cán sự đảng bộ phận",
        "",
    ],
)
def test_what_is_no_body(text: str) -> None:
    assert names(text) == []


LEVELS = [
    ("Công an tỉnh", "province"),
    ("Công an xã Đồi Thông", "commune"),
    ("Sở Y tế", "province"),
    ("Bộ Y tế", "central"),
    ("Phòng Tư pháp", "district"),
    ("Hội Nông dân huyện", "district"),
    ("Hội Nông dân", None),
    ("UBND xã Đồi Thông", "commune"),
    ("UBND các xã, phường", "commune"),
    ("UBND cấp huyện", "district"),
    ("UBND", None),
    ("Phòng Văn hóa - Xã hội", "commune"),
]


@pytest.mark.parametrize(("text", "level"), LEVELS)
def test_levels(text: str, level: str | None) -> None:
    assert mentions(text)[0].level == level


ROLES = [
    ("Sở Y tế chủ trì, phối hợp với Sở Nội vụ rà soát.", {"Sở Y tế": "lead", "Sở Nội vụ": "coordinate"}),
    ("Các xã báo cáo UBND tỉnh trước ngày 10/6.", {"Ủy ban nhân dân tỉnh": "report_to"}),
    ("gửi kết quả về Sở Nội vụ để tổng hợp", {"Sở Nội vụ": "report_to"}),
    ("báo cáo UBND tỉnh (qua Sở Tư pháp)", {"Ủy ban nhân dân tỉnh": "report_to", "Sở Tư pháp": "report_to"}),
    (
        "báo cáo về UBND huyện qua (Phòng Nội vụ) để tổng hợp",
        {"Ủy ban nhân dân huyện": "report_to", "Phòng Nội vụ": "report_to"},
    ),
    ("lập danh sách gửi cơ quan Bảo hiểm xã hội tỉnh", {"Bảo hiểm xã hội": "report_to"}),
    ("Người dân nộp 01 bộ hồ sơ đến Sở Nội vụ.", {"Sở Nội vụ": "mentioned"}),
    ("trình tỉnh bố trí vốn để cấp cho Ngân hàng Chính sách xã hội", {"Ngân hàng Chính sách xã hội": "mentioned"}),
    ("báo cáo UBND huyện, Sở Nội vụ", {"Ủy ban nhân dân huyện": "report_to", "Sở Nội vụ": "report_to"}),
    ("Tham mưu Chủ tịch UBND tỉnh ban hành quy định.", {"Ủy ban nhân dân tỉnh": "report_to"}),
    ("Thực hiện báo cáo theo yêu cầu của Sở Nội vụ.", {"Sở Nội vụ": "mentioned"}),
    ("các chương trình Sở Nội vụ đang thực hiện", {"Sở Nội vụ": "mentioned"}),
    ("Kinh phí của Sở Y tế được giao từ đầu năm.", {"Sở Y tế": "mentioned"}),
    ("Nơi nhận:\n- UBND tỉnh (báo cáo);\n- Lưu: VT.", {"Ủy ban nhân dân tỉnh": "recipient"}),
]


@pytest.mark.parametrize(("text", "roles"), ROLES)
def test_roles(text: str, roles: dict[str, str]) -> None:
    assert {m.agency: m.role for m in mentions(text)} == roles


def test_the_issuer_is_marked_once_a_document() -> None:
    text = "ỦY BAN NHÂN DÂN\nTỈNH MÂY TRẮNG\nỦy ban nhân dân tỉnh ban hành kế hoạch."
    reading = Reading.of_text(text)
    document = Document(
        at=Span(0, len(text)), issuer="Ủy ban nhân dân tỉnh Mây Trắng", issued_on=date(2026, 2, 5), level="province"
    )
    reading.add(Document, [document])
    assert [m.role for m in find_agencies(reading)] == ["issuer", "mentioned"]


def test_a_body_of_a_city_has_the_level_of_the_document() -> None:
    text = "Giao Công an thành phố và Sở Y tế."
    reading = Reading.of_text(text)
    reading.add(Document, [Document(at=Span(0, len(text)), level="province")])
    assert [(m.level, m.inferred) for m in find_agencies(reading)] == [("province", ("level",)), ("province", ())]


def test_an_unknown_body_has_no_kind() -> None:
    assert mentions("Trung tâm Nghiên cứu Cây chè")[0].kind is None
    assert mentions("Sở Y tế")[0].kind == "department"


def test_mentions_stand_where_they_are_printed() -> None:
    text = "Giao Sở KH&CN và Công an tỉnh."
    assert [text[m.at.start : m.at.end] for m in mentions(text)] == ["Sở KH&CN", "Công an"]


def test_the_rules_know_at_least_two_hundred_bodies() -> None:
    assert len({a.name for a in agency_names().agencies}) >= 200


def test_every_known_name_is_found_as_itself() -> None:
    for agency in agency_names().agencies:
        text = fold(agency.name)
        found = list(agency_names().find(text, 0, len(text)))
        assert found, agency.name
        assert found[0].at == Span(0, len(text)), agency.name


@pytest.mark.parametrize(
    ("name", "short"),
    [("Khoa học và Công nghệ", "KH&CN"), ("Y tế", "YT"), ("Văn hóa, Thể thao và Du lịch", "VH-TT&DL")],
)
def test_short_forms(name: str, short: str) -> None:
    assert short_form(name) == short


BESIDE = [
    ("Phòng Kinh tế xã/Phòng Kinh tế, Hạ tầng và Đô thị", ["Phòng Kinh tế", "Phòng Kinh tế, Hạ tầng và Đô thị"]),
    ("Tờ trình số 12/TTr-UBND", []),
    ("Sở Nội vụ Sở Y tế", ["Sở Nội vụ", "Sở Y tế"]),
    ("Phòng Nghiệp vụ Sở Y tế", ["Phòng Nghiệp vụ Sở Y tế"]),
    ("Trung tâm Kiểm soát bệnh tật Sở Y tế", ["Trung tâm Kiểm soát bệnh tật"]),
    ("Ban Dân vận Tỉnh ủy, Đại học Vinh", ["Ban Dân vận Tỉnh ủy", "Đại học Vinh"]),
]


@pytest.mark.parametrize(("text", "expected"), BESIDE)
def test_bodies_beside_each_other(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_the_component_writes_its_span_group() -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe("kehoach_agencies")
    doc = nlp("Giao Sở Y tế rà soát.")
    assert [s.text for s in doc.spans["agency_mentions"]] == ["Sở Y tế"]


PIECES = st.sampled_from(
    [
        "Sở ",
        "Phòng ",
        "UBND ",
        "các ",
        ": ",
        ", ",
        "và ",
        "Y tế",
        "TB&XH",
        "chủ trì ",
        "phối hợp với ",
        "\n",
        "a) ",
        "- ",
        "1. ",
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join))
def test_it_reads_any_text(text: str) -> None:
    for mention in mentions(text):
        assert 0 <= mention.at.start < mention.at.end <= len(text)


@pytest.mark.shared
def test_most_bodies_of_real_plans_are_known(shared: Path) -> None:
    texts = [path.read_text("utf8") for path in sorted((shared / "plans" / "seeds").glob("*.txt"))]
    found = [m for text in texts for m in mentions(text)]
    assert found
    assert sum(m.kind is not None for m in found) / len(found) > 0.95
