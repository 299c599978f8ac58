"""Names of private persons are masked wherever they stand; officials stay. All names here are made up."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.offsets import Span
from extractors.persons import MASK, health_remarks, mask, private_names
from pipeline.read.textgrids import find_grids

_NAMES = [
    " ".join(parts)
    for parts in product(
        ("Nguyễn", "Trần", "Lê", "Phạm", "Đặng", "Hoàng", "Lò", "Giàng", "Huỳnh", "Võ"),
        ("Văn", "Thị", "A"),
        ("Mẫu", "Thử", "Giả Định", "Ví Dụ"),
    )
]


def masked(text: str) -> str:
    """Return the text as a build stores it."""
    grids = find_grids(text)
    names = private_names(text, grids)
    return mask(text, [*names, *health_remarks(text, grids, names)])


def names(count: int) -> list[str]:
    """Return made-up names, all different."""
    return list(islice(_NAMES, count))


def tab_table(people: list[str]) -> str:
    rows = [f"{i}\t{name}\tThôn {i % 7 + 1}\tNhà xuống cấp\t{i % 5 + 1}" for i, name in enumerate(people, 1)]
    return "\n".join(["DANH SÁCH HỖ TRỢ", "TT\tHọ tên chủ hộ\tThôn\tHoàn cảnh\tSố khẩu", *rows, "Ghi chú: mẫu thử."])


def markdown_table(people: list[str]) -> str:
    rows = [f"| {i} | **{name}** | 19{i + 50} | xóm {i} |" for i, name in enumerate(people, 1)]
    return "\n".join(["| STT | Họ và tên người hưởng | Năm sinh | Nơi ở |", "|---|---|---|---|", *rows])


def web_table(people: list[str]) -> str:
    cells = [["**TT**", "**Họ và tên**", "**Địa chỉ**"], *[[str(i), n, "Ấp Thử"] for i, n in enumerate(people, 1)]]
    return "Danh sách như sau:\n" + "\n".join("|\n" + "\n|\n".join(row) + "\n|" for row in cells)


@pytest.mark.parametrize("write", [tab_table, markdown_table, web_table])
@pytest.mark.parametrize("count", [3, 20])
def test_no_name_gets_out_of_a_table(write: Callable[[list[str]], str], count: int) -> None:
    people = names(count)
    out = masked(write(people))
    assert [n for n in people if n in out] == []
    assert len(out) == len(write(people))


@pytest.mark.parametrize(
    "header",
    [
        "Chủ hộ",
        "Tên chủ hộ",
        "Họ tên",
        "Họ, tên",
        "HỌ VÀ TÊN",
        "Họ và tên học sinh",
        "Hộ nghèo",
        "Người được hỗ trợ",
        "Đối tượng",
    ],
)
def test_columns_of_names_are_known_by_many_headers(header: str) -> None:
    text = f"TT\t{header}\tGhi chú\n1\tNgô Văn Mẫu\tNhà dột\n2\tTô Thị Thử\t\n3\tBà Hà Thị Giả\tNeo đơn"
    out = masked(text)
    assert "Mẫu" not in out
    assert "Thử" not in out
    assert "Giả" not in out
    assert header in out
    assert "Nhà dột" in out
    assert "Bà " in out


def test_names_nobody_has_seen_are_masked_in_a_column_of_names() -> None:
    out = masked("TT\tHọ và tên\tBuôn\n1\tY Mẫu Thử\tBuôn Một\n2\tH'Thử Niê\tBuôn Hai\n3\tA Ví\tBuôn Ba")
    assert "Mẫu" not in out
    assert "Niê" not in out
    assert "Ví" not in out
    assert "Buôn Hai" in out


def test_a_table_without_a_header_is_known_by_its_names() -> None:
    out = masked("1\tNgô Văn Mẫu\tThôn 1\n2\tTô Thị Thử\tThôn 2\n3\tLê Văn Giả\tThôn 3\n")
    assert MASK in out
    assert "Mẫu" not in out
    assert "Thôn 3" in out


def test_a_table_that_goes_on_without_header_or_numbers() -> None:
    out = masked("Ngô Văn Mẫu\tXóm Trên\tNeo đơn\nTô Thị Thử\tXóm Giữa\tBệnh nặng\n")
    assert "Mẫu" not in out
    assert "Thử" not in out
    assert "Xóm Trên" in out


def test_the_rest_of_a_table_behind_a_page_break() -> None:
    first = "TT\tHọ và tên\tBuôn\n1\tY Mẫu\tBuôn Một\n2\tH'Thử\tBuôn Hai"
    out = masked(f"{first}\n\n\n\n\n3\n\n\n\n3\tA Ví\tBuôn Ba\n4\tY Giả\tBuôn Bốn\n")
    assert "Ví" not in out
    assert "Giả" not in out
    assert "Buôn Bốn" in out


def test_sections_and_sums_in_a_column_of_names_stay() -> None:
    rows = (
        "TT\tHọ tên chủ hộ\tSố khẩu",
        "I\tHộ nghèo\t",
        "1\tNgô Văn Mẫu\t4",
        "II\tHộ cận nghèo\t",
        "1\tTô Văn Thử\t3",
    )
    text = "\n".join((*rows, "\tTổng cộng\t7"))
    out = masked(text)
    assert "Hộ nghèo" in out
    assert "Hộ cận nghèo" in out
    assert "Tổng cộng" in out
    assert "Mẫu" not in out


PROSE = [
    ("Hỗ trợ hộ ông Ngô Văn Mẫu ở thôn 2 sửa nhà.", "Ngô Văn Mẫu"),
    ("Gia đình bà Tô Thị Thử thuộc diện hộ nghèo.", "Tô Thị Thử"),
    ("Bàn giao nhà cho hộ gia đình anh Lò Văn Mẫu.", "Lò Văn Mẫu"),
    ("hộ ông/bà Đỗ Thị Mẫu được vay vốn", "Đỗ Thị Mẫu"),
    ("- Chủ hộ: Phạm Thị Giả, 5 khẩu", "Phạm Thị Giả"),
    ("Cháu Đặng Thị Thử mồ côi cha mẹ.", "Đặng Thị Thử"),
    ("em Võ Văn Mẫu, lớp 5", "Võ Văn Mẫu"),
    ("Trao xe đạp cho học sinh Lê Thị Thử.", "Lê Thị Thử"),
    ("Họ và tên: Hoàng Văn Giả", "Hoàng Văn Giả"),
    ("Tôi tên là Bùi Thị Mẫu, thường trú tại xã.", "Bùi Thị Mẫu"),
    ("1. Ngô Thị Giả, thôn 4, hộ cận nghèo", "Ngô Thị Giả"),
    ("- Tô Văn Mẫu (sinh năm 1961) bệnh nặng", "Tô Văn Mẫu"),
    ("Chị Giàng Thị Thử nuôi ba con nhỏ.", "Giàng Thị Thử"),
    ("bà Huỳnh Thị Ví đã có đơn xin thoát nghèo", "Huỳnh Thị Ví"),
    ("vợ là Trương Thị Mẫu bị bệnh", "Trương Thị Mẫu"),
    ("hộ ông **Dương Văn Thử**, xóm Giữa", "Dương Văn Thử"),
    ("hộ ông Nguyễn Văn\nMẫu ở bản Trên", "Nguyễn Văn\nMẫu"),
    ("hộ bà Lê\nThị Giả đã thoát nghèo", "Lê\nThị Giả"),
    ("căn nhà của ông Trần Văn Ví bị tốc mái", "Trần Văn Ví"),
    ("HỘ ÔNG NGÔ VĂN MẪU", "NGÔ VĂN MẪU"),
    ("người thụ hưởng: Mai Thị Thử", "Mai Thị Thử"),
    ("con trai Phan Văn Giả đang học nghề", "Phan Văn Giả"),
    ("cụ Đinh Thị Mẫu sống một mình", "Đinh Thị Mẫu"),
    ("Hỗ trợ hộ cận nghèo Lương Văn Thử vay vốn", "Lương Văn Thử"),
    ("STT  Họ tên        Xóm\n1    Ngô Văn Thử   3    Bệnh nặng", "Ngô Văn Thử"),
    ("4 Tô Văn Giả Xóm 2 Chủ hộ khuyết tật", "Tô Văn Giả"),
    ("thăm thương binh Lâm Văn Giả", "Lâm Văn Giả"),
    ("trường hợp Ngô Thị Ví được xét duyệt", "Ngô Thị Ví"),
    ("Bàn giao bò cho Tô Văn Ví (xóm Mẫu) vào tháng 3", "Tô Văn Ví"),
    ("bệnh nhân Cao Văn Thử được miễn viện phí", "Cao Văn Thử"),
]


def test_no_name_gets_out_of_running_text() -> None:
    through = [name for text, name in PROSE if name in masked(text)]
    assert through == []


def test_a_name_found_once_is_masked_all_over_the_text() -> None:
    table = "TT\tHọ tên chủ hộ\tXóm\n1\tNgô Văn Mẫu\t1\n2\tTô Thị Thử Nghiệm\t2"
    assert "Thử Nghiệm" not in masked(f"{table}\n\nXây nhà cho Tô Thị Thử Nghiệm trong quý I.")


def test_a_list_of_names_is_masked_to_its_end() -> None:
    text = "Sửa nhà cho các hộ: Ngô Văn Mẫu (thôn 2), Tô Thị Thử, bà Lê Thị Giả và Phạm Văn Ví ở xã Mẫu Sơn."
    out = masked(text)
    assert [n for n in ("Ngô", "Thử", "Giả", "Phạm", "Ví") if n in out] == []
    assert out.endswith("ở xã Mẫu Sơn.")


OFFICIALS = [
    "Đ/c Ngô Văn Mẫu - Chủ tịch UBND xã, Trưởng ban",
    "Ông Tô Văn Thử, Phó Chủ tịch UBND xã",
    "bà Lê Thị Giả - Công chức Văn hóa - Xã hội",
    "ông Trần Văn Ví (Giám đốc Sở Tài chính)",
    "Bà Phạm Thị Mẫu là Trưởng phòng Nội vụ",
    "đồng chí Hoàng Văn Thử chịu trách nhiệm chung",
    "Người ký: Bùi Văn Mẫu",
    "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNgô Văn Giả",
    "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nTô Thị Mẫu",
    "Chủ tịch UBND tỉnh, ông Đặng Văn Thử, chỉ đạo",
    "- Ông Võ Văn Mẫu: Thành viên",
    "- Bà Huỳnh Thị Thử - Ủy viên Ban Thường vụ",
    "1. Ông Lò Văn Giả, Bí thư Đảng ủy xã, Trưởng ban",
    "2. Bà Mai Thị Mẫu, PCT Hội đồng nhân dân",
    "ông Cao Văn Ví - Đội trưởng Đội thi công",
    "Ông Tạ Văn Thử chịu trách nhiệm trước Ủy ban nhân dân",
    "bà Vi Thị Mẫu - Trạm trưởng Trạm Y tế",
    "1  Ngô Văn Mẫu    Chủ tịch UBND xã    Trưởng ban",
    "bổ nhiệm ông Dương Văn Mẫu",
    "Bộ trưởng Đỗ Văn Thử kết luận",
    "Ông Hồ Văn Giả, nguyên Chủ tịch xã",
    "bà Lý Thị Thử, Hiệu trưởng trường mầm non",
    "Liên hệ: ông Đào Văn Mẫu, điện thoại cơ quan",
]


@pytest.mark.parametrize("text", OFFICIALS)
def test_officials_stay(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "TT\tHọ và tên\tChức vụ\n1\tNgô Văn Mẫu\tChủ tịch\n2\tTô Thị Thử\tCông chức",
        "TT\tThành viên Ban chỉ đạo\tĐơn vị phụ trách\n1\tĐ/c Ngô Văn Mẫu - Chủ tịch\tXóm 1\n2\tĐ/c Lê Giả\tXóm 2",
        "TT\tNội dung\tCán bộ phụ trách\n1\tTập huấn\tNgô Văn Mẫu\n2\tKiểm tra\tTô Thị Thử",
        "TT\tTên đường\tDài (m)\n1\tNguyễn Văn Mẫu\t120\n2\tTrần Thị Thử\t90",
        "TT\tĐịa bàn\tSố hộ\n1\tVũ Mẫu\t12\n2\tNgô Thử\t9",
        "Nâng cấp đường Ngô Văn Mẫu, thôn 3, và trường tiểu học Tô Thị Thử (xóm Mẫu); xã Lê Lợi, thôn 4.",
        "CHỈ TIÊU GIAO CÁC THÔN NĂM 2031\nKẾ HOẠCH XÂY DỰNG NÔNG THÔN MỚI",
        "Công bố Danh mục thủ tục; hộ nghèo, hộ cận nghèo; gia đình Văn hóa; con Lạc cháu Hồng; trẻ em Mầm non.",
    ],
)
def test_what_is_no_private_name_stays(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ("Bệnh hiểm nghèo", ""),
        ("khuyết tật nặng, neo đơn", ", neo đơn"),
        ("Con bị tâm thần từ 2029", "Con bị  2029"),
        ("Chủ hộ KT, nuôi 3 con", "Chủ hộ , nuôi 3 con"),
        ("Nhiễm HIV; nhà dột", "Nhiễm ; nhà dột"),
        ("Đi chữa bệnh ở Trạm Y tế", "Đi chữa  Trạm Y tế"),
        ("Bệnh viện huyện hỗ trợ", "Bệnh viện huyện hỗ trợ"),
        ("Đề nghị hỗ trợ phát triển KT", "Đề nghị hỗ trợ phát triển KT"),
        ("Thiếu đất sản xuất", "Thiếu đất sản xuất"),
    ],
)
def test_what_a_table_tells_of_health_beside_a_masked_name(told: str, left: str) -> None:
    header = "TT\tHọ tên chủ hộ\tXóm\tNguyên nhân"
    out = masked(f"{header}\n1\tNgô Văn Mẫu\tXóm 1\t{told}\n2\tTô Thị Thử\tXóm 2\t")
    cell = out.splitlines()[1].split("\t")[3]
    assert " ".join(cell.replace(MASK, "").split()) == " ".join(left.split())


def test_health_stays_where_no_name_is_masked() -> None:
    text = "TT\tHọ và tên\tChức vụ\tNội dung\n1\tNgô Văn Mẫu\tBác sĩ\tKhám bệnh\n2\tTô Thị Thử\tY tá\tKhám bệnh"
    assert masked(text) == text
    text = "TT\tXóm\tNguyên nhân\tSố hộ\n1\tXóm 1\tỐm đau, bệnh tật\t4\n2\tXóm 2\tKhuyết tật\t2"
    assert masked(text) == text


@given(st.text("Ngô Văn|\t\nhộ ông1.", max_size=80))
def test_a_mask_keeps_length_and_all_but_letters(text: str) -> None:
    spans = private_names(text, find_grids(text))
    out = mask(text, spans)
    assert len(out) == len(text)
    assert all(a == b or (b == MASK and a.isalnum()) for a, b in zip(text, out, strict=True))
    assert spans == sorted(spans)
    assert all(0 <= s < e <= len(text) for s, e in spans)


def test_the_mask_keeps_spaces_and_signs() -> None:
    assert mask("hộ H'Ví Niê, 3", [Span(3, 11)]) == f"hộ {MASK}'{MASK * 2} {MASK * 3}, 3"


@pytest.mark.shared
def test_all_households_of_a_commune_plan_are_masked(shared: Path) -> None:
    path = next((shared / "plans" / "seeds").glob("002_*"))
    text = path.read_text("utf8")
    spans = private_names(text, find_grids(text))
    assert len(spans) == 20
    assert "Đ/c" in mask(text, spans)


@pytest.mark.shared
def test_plans_without_private_persons_stay_as_they_are(shared: Path) -> None:
    for path in sorted((shared / "plans" / "web").glob("*-KH-*.md")):
        text = path.read_text("utf8")
        assert private_names(text, find_grids(text)) == [], path.name
