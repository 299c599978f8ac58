"""The working copy: lines rejoined, marks and page numbers out, slips mended, and every place leads back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.grid import Cell, Grid
from extractors.offsets import OffsetMap, Span
from extractors.reading import Reading
from pipeline.clean import blank_marks, clean
from pipeline.read import read_bytes, read_path
from pipeline.source import Source


def paragraphs(text: str, grids: tuple[Grid, ...] = ()) -> list[str]:
    reading = clean(Source(text, "text/plain", "text", grids=grids))
    return [reading.text[b.at.start : b.at.end] for b in reading.blocks]


WRAPPED = (
    "**II. MỤC\nTIÊU**\n\n"
    "- Phấn đấu mỗi năm có thêm\n"
    "03 xã đạt chuẩn nông thôn mới, trong đó có ít nhất một xã nâng cao; giữ vững các\n"
    "xã đã đạt chuẩn trên địa bàn của huyện theo bộ tiêu chí được cấp có thẩm quyền phê\n"
    "duyệt trong giai đoạn.\n\n"
    "*Căn cứ Quyết định số\n12/QĐ-UBND ngày 03 tháng 02 năm 2031 của Ủy ban nhân dân tỉnh về giao chỉ tiêu cho\n"
    "các huyện;*\n"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            WRAPPED,
            [
                "II. MỤC TIÊU",
                "- Phấn đấu mỗi năm có thêm 03 xã đạt chuẩn nông thôn mới, trong đó có ít nhất một xã nâng cao; giữ "
                "vững các xã đã đạt chuẩn trên địa bàn của huyện theo bộ tiêu chí được cấp có thẩm quyền phê duyệt "
                "trong giai đoạn.",
                "Căn cứ Quyết định số 12/QĐ-UBND ngày 03 tháng 02 năm 2031 của Ủy ban nhân dân tỉnh về giao chỉ tiêu "
                "cho các huyện;",
            ],
            id="lines broken by a portal",
        ),
        pytest.param(
            "Các cơ quan và tổ chức được giao nhiệm vụ phải báo cáo kết quả phát triển kinh tế\n"
            "- xã hội của địa phương mình trong năm, những khó khăn đã gặp và cách khắc phục,\n"
            "cùng với kiến nghị của mình.\n- hộ nghèo;\n- hộ cận nghèo.\n",
            [
                "Các cơ quan và tổ chức được giao nhiệm vụ phải báo cáo kết quả phát triển kinh tế - xã hội của địa "
                "phương mình trong năm, những khó khăn đã gặp và cách khắc phục, cùng với kiến nghị của mình.",
                "- hộ nghèo;",
                "- hộ cận nghèo.",
            ],
            id="a hyphen at the margin is no bullet",
        ),
        pytest.param(
            "a) Các cơ quan và tổ chức gửi kết quả về cơ quan theo dõi kế hoạch (Chi cục Dân số\n"
            "- Trẻ em), cơ quan này tổng hợp và báo cáo trước khi kết thúc năm kế hoạch được\n"
            "giao cho địa phương.\n- Cơ quan khác.\n",
            [
                "a) Các cơ quan và tổ chức gửi kết quả về cơ quan theo dõi kế hoạch (Chi cục Dân số - Trẻ em), cơ "
                "quan này tổng hợp và báo cáo trước khi kết thúc năm kế hoạch được giao cho địa phương.",
                "- Cơ quan khác.",
            ],
            id="nor is one inside brackets",
        ),
        pytest.param(
            "**I.\nĐÁNH GIÁ CHUNG**\n\n**1.\nTrạm Khí tượng**\n\nĐiều 2.\nHiệu lực\n\na)\n1. Giống\n",
            ["I. ĐÁNH GIÁ CHUNG", "1. Trạm Khí tượng", "Điều 2. Hiệu lực", "a)", "1. Giống"],
            id="a number on a line of its own belongs to the words below",
        ),
        pytest.param(
            "1. Mục tiêu chung đến năm 2035\n"
            "Trong mười năm tới, cả tỉnh trồng thêm rừng phòng hộ ven biển và giữ cho\nđược rừng đầu nguồn.\n"
            "2. Trạm Khuyến nông\n"
            "Chủ trì ươm giống và giao cây cho các hộ nhận đất trồng rừng ở các\nxã.\n"
            "3. Về kinh tế số\n1.1. Ươm giống\n4. Quan điểm\n1. Rừng là của chung, ai cũng có phần giữ.\n"
            "5. Thời gian thi đua chia thành\n02 đợt trong năm.\n",
            [
                "1. Mục tiêu chung đến năm 2035",
                "Trong mười năm tới, cả tỉnh trồng thêm rừng phòng hộ ven biển và giữ cho được rừng đầu nguồn.",
                "2. Trạm Khuyến nông",
                "Chủ trì ươm giống và giao cây cho các hộ nhận đất trồng rừng ở các xã.",
                "3. Về kinh tế số",
                "1.1. Ươm giống",
                "4. Quan điểm",
                "1. Rừng là của chung, ai cũng có phần giữ.",
                "5. Thời gian thi đua chia thành 02 đợt trong năm.",
            ],
            id="a heading and the text below it are two paragraphs",
        ),
        pytest.param(
            "c) Việc làm\n- 90% lao động có việc làm;\nd) Giáo dục\nTỷ lệ đi học đạt 98%;\n",
            ["c) Việc làm", "- 90% lao động có việc làm;", "d) Giáo dục", "Tỷ lệ đi học đạt 98%;"],
            id="one paragraph a line stays so",
        ),
        pytest.param(
            "Ủy ban nhân dân huyện phê duyệt kế hoạch của Chương\n\ntrình mục tiêu quốc gia giảm nghèo bền vững.\n",
            ["Ủy ban nhân dân huyện phê duyệt kế hoạch của Chương trình mục tiêu quốc gia giảm nghèo bền vững."],
            id="a sentence over a page break",
        ),
        pytest.param(
            "Đáp ứng nhu cầu dinh 4 dưỡng của trẻ.\n\nCải thiện dinh dưỡng cho bà mẹ; suy dinh dưỡng giảm.\n",
            ["Đáp ứng nhu cầu dinh dưỡng của trẻ.", "Cải thiện dinh dưỡng cho bà mẹ; suy dinh dưỡng giảm."],
            id="a page number inside a word",
        ),
        pytest.param(
            "Đẩy mạnh phong trào xây 3 dựng nông thôn mới.\n",
            ["Đẩy mạnh phong trào xây dựng nông thôn mới."],
            id="a page number inside a word that stands once",
        ),
        pytest.param(
            "Vinh, ngày 22 tháng 4 năm 2031\n",
            ["Vinh, ngày 22 tháng 4 năm 2031"],
            id="a month is no page number",
        ),
        pytest.param(
            "Hỗ trợ cho 4 hộ nghèo sửa nhà.\n\nHỗ trợ cho hộ vay vốn, cho hộ học nghề.\n",
            ["Hỗ trợ cho 4 hộ nghèo sửa nhà.", "Hỗ trợ cho hộ vay vốn, cho hộ học nghề."],
            id="a count is no page number",
        ),
        pytest.param(
            "Phân đầu đến năm 2033 giảm 120 hộ, theo củaThủ tướng ngày28 tháng 7.\n",
            ["Phấn đấu đến năm 2033 giảm 120 hộ, theo của Thủ tướng ngày 28 tháng 7."],
            id="slips",
        ),
        pytest.param(
            "Nơi nhận:                TM. ỦY BAN NHÂN DÂN\n- UBND tỉnh;                   CHỦ TỊCH\n",
            ["Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "- UBND tỉnh;", "CHỦ TỊCH"],
            id="two columns of a printed page",
        ),
        pytest.param(
            "Số:      /KH-UBND        Bình Gia, ngày     tháng 3 năm 2031\n",
            ["Số: /KH-UBND", "Bình Gia, ngày tháng 3 năm 2031"],
            id="a blank is no column",
        ),
        pytest.param(
            "Văn hóa &amp; Thể thao (*) và **đậm** và *nghiêng*\n",
            ["Văn hóa & Thể thao (*) và đậm và nghiêng"],
            id="marks and entities",
        ),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected


def test_number_line_broken_after_its_colon() -> None:
    assert paragraphs("Số:\n05/2031/QĐ-UBND\n\nHuế, ngày 02 tháng 3 năm 2031\n")[0] == "Số: 05/2031/QĐ-UBND"


def test_cells_are_lines_of_their_own_and_keep_their_place() -> None:
    text = "Bảng 1\nXã\tSố hộ\nAn Bình\t1.204\n"
    cells = tuple(
        Cell(r, c, Span(text.index(w), text.index(w) + len(w)))
        for r, c, w in [(0, 0, "Xã"), (0, 1, "Số hộ"), (1, 0, "An Bình"), (1, 1, "1.204")]
    )
    reading = clean(Source(text, "text/plain", "text", grids=(Grid(Span(7, len(text) - 1), cells),)))
    assert reading.text.split("\n") == ["Bảng 1", "Xã", "Số hộ", "An Bình", "1.204"]
    at = reading.cells(0)[1, 1]
    assert reading.offsets is not None
    assert text[slice(*reading.offsets.to_source(*at))] == "1.204"


def test_a_part_printed_twice_counts_once() -> None:
    part = "".join(
        f"{i}. Đoạn thứ {i} của kế hoạch nói về việc hỗ trợ các hộ nghèo trên địa bàn huyện trong năm, có đủ chữ để "
        f"không thể trùng nhau một cách tình cờ giữa hai đoạn khác nhau.\n"
        for i in range(1, 7)
    )
    reading = clean(Source(part + part + "7. Đoạn cuối.\n", "text/plain", "text"))
    assert [b.repeat for b in reading.blocks] == [False] * 6 + [True] * 6 + [False]
    assert len(list(reading.prose())) == 7


def test_the_same_reference_in_two_documents_is_no_repeat() -> None:
    line = "Căn cứ Quyết định số 77/QĐ-UBND ngày 04/5/2031 của Ủy ban nhân dân huyện về giao chỉ tiêu kế hoạch năm;\n"
    reading = clean(Source("QUYẾT ĐỊNH\n" + line + "KẾ HOẠCH\n" + line, "text/plain", "text"))
    assert not any(b.repeat for b in reading.blocks)


LETTERS = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyÁỦ 0123456789.,;:%/-*#|\n\t()[]&amp;–“ð\u200b", max_size=200)


def check_leads_back(source: Source, reading: Reading) -> None:
    offsets = reading.offsets or OffsetMap.identity(len(source.text))
    last = Span(0, 0)
    for block in reading.blocks:
        span = offsets.to_source(*block.at)
        assert 0 <= span.start < span.end <= len(source.text)
        assert span.start >= last.end
        last = span


@given(LETTERS)
def test_any_text_is_read_and_every_block_leads_back(text: str) -> None:
    source = Source(text, "text/plain", "text")
    reading = clean(source)
    check_leads_back(source, reading)
    assert "\n".join(reading.text[b.at.start : b.at.end] for b in reading.blocks) == reading.text


@given(LETTERS)
def test_blanked_marks_keep_every_position(text: str) -> None:
    plain = blank_marks(text)
    assert len(plain) == len(text)
    assert all(a == b or b == "\x00" or text[i] == "&" for i, (a, b) in enumerate(zip(text, plain, strict=True)))


@pytest.mark.shared
def test_real_plans_lead_back(shared: Path) -> None:
    files = sorted([*shared.glob("plans/*/*.txt"), *shared.glob("plans/*/*.md")])
    assert len(files) > 30
    for path in files:
        source = read_path(path)
        check_leads_back(source, clean(source))


def test_rows_of_one_table_that_say_the_same_are_no_repeat() -> None:
    basis = (
        "Căn cứ Luật Việc làm và Nghị định số 12/2031/NĐ-CP ngày 05 tháng 4 năm 2031 của Chính phủ quy định chi tiết "
        "việc hỗ trợ tạo việc làm, cho vay vốn và đào tạo nghề cho người lao động ở vùng khó khăn"
    )
    rows = [["Tên thủ tục", "Thời hạn", "Căn cứ"], *([["Cho vay vốn tạo việc làm", "05 ngày", basis]] * 6)]
    text = "".join("\t".join(row) + "\n" for row in rows)
    cells, at = [], 0
    for number, row in enumerate(rows):
        for col, words in enumerate(row):
            cells.append(Cell(number, col, Span(at, at + len(words))))
            at += len(words) + 1
    reading = clean(Source(text, "text/plain", "text", grids=(Grid(Span(0, len(text) - 1), tuple(cells)),)))
    assert not any(b.repeat for b in reading.blocks)


@pytest.mark.parametrize("depth", [2, 3, 30])
def test_tables_in_tables_are_read_once(depth: int) -> None:
    page = "<html><body><p>Một</p>" + "<table><tr><td>trong" * depth + "</td></tr></table>sau" * depth
    reading = clean(read_bytes(page.encode()))
    lines = [reading.text[block.at.start : block.at.end] for block in reading.blocks]
    assert lines == ["Một", *["trong"] * depth, *["sau"] * depth]


def test_a_table_of_figures_in_a_cell_that_places_text() -> None:
    rows = "".join(f"<tr><td>{i}</td><td>Thôn {i}</td><td>{i}5</td></tr>" for i in range(1, 5))
    page = f"<html><body><table><tr><td><p>Trên bảng.</p><table border=1>{rows}</table><p>Dưới bảng.</p></td></tr>"
    reading = clean(read_bytes(page.encode()))
    prose = [reading.text[b.at.start : b.at.end] for b in reading.blocks if b.table is None]
    assert prose == ["Trên bảng.", "Dưới bảng."]
    assert sum(b.table is not None for b in reading.blocks) == 12
