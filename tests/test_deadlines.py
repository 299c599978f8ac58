"""Deadlines: dates by which something is due, and duties that return."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from extractors.deadlines import find_deadlines
from extractors.facts import Deadline
from extractors.offsets import Span
from extractors.reading import Block, Reading


def deadlines(text: str) -> list[Deadline]:
    return sorted(find_deadlines(Reading.of_text(text)), key=lambda d: d.at)


def due(found: Deadline) -> str:
    return str(found.due_on or found.due_on_partial or "")


DATED = [
    ("Sơ kết trong quý IV/2027 và tổng kết trong quý IV/2029.", ["2027-Q4", "2029-Q4"]),
    ("b) Phòng Y tế khởi công 100% số nhà còn lại trong tháng 11/2027.", ["2027-11"]),
    ("Các xã báo cáo kết quả trước ngày 28/11/2027.", ["2027-11-28"]),
    ("Gửi kế hoạch về Sở Nội vụ trước ngày 22 tháng 10.", ["--10-22"]),
    ("Việc rà soát xong trước ngày 15 tháng 11 năm 2027.", ["2027-11-15"]),
    ("việc lập sổ hoàn thành trước ngày 12/9/2018", ["2018-09-12"]),
    ("(bản cuối năm gửi trước ngày 08/12/2027)", ["2027-12-08"]),
    ("Định kỳ hằng năm (trước ngày 20 tháng 11) gửi số liệu.", ["--11-20"]),
    ("gửi báo cáo trước ngày 18/11 hằng năm", ["--11-18"]),
    ("Hoàn thành trong tháng 12/2025.", ["2025-12"]),
    ("Kiện toàn tổ công tác xong trong tháng 3 năm 2026.", ["2026-03"]),
    ("Hoàn thành việc cấp mã trong quý I/2026.", ["2026-Q1"]),
    ("hoàn thành trước quý II năm 2027", ["2027-Q2"]),
    ("Hoàn thành trong năm 2025.", ["2025"]),
    ("Trình UBND tỉnh ban hành quy chế trong quý III/2026.", ["2026-Q3"]),
    ("chậm nhất ngày 16 tháng 12", ["--12-16"]),
    ("Chậm nhất là ngày 11/12/2026 phải niêm yết danh sách.", ["2026-12-11"]),
    ("muộn nhất vào ngày 20/6/2026", ["2026-06-20"]),
    ("không muộn hơn ngày 01/7/2026", ["2026-07-01"]),
    ("gửi trước 17 giờ 00 ngày 05/3/2026", ["2026-03-05"]),
    ("gửi trước 17h00 ngày 05/3/2026", ["2026-03-05"]),
    ("báo cáo trước ngày 20 hằng tháng", ["---20"]),
    ("chậm nhất ngày 05 hàng tháng", ["---05"]),
    ("báo cáo trước ngày 15 của tháng cuối quý", ["---15"]),
    ("Trước ngày 20 tháng 12 hằng năm, các xã lập danh sách.", ["--12-20"]),
    ("Báo cáo 6 tháng trước ngày 15/6, báo cáo năm trước ngày 10/12.", ["--06-15", "--12-10"]),
    ("gửi báo cáo trước ngày 15/6 và ngày 10/12 hằng năm", ["--06-15", "--12-10"]),
    ("hạn chót: ngày 12/5/2026", ["2026-05-12"]),
    ("Hạn nộp hồ sơ đến hết ngày 12/5/2026", ["2026-05-12"]),
    ("- Thời gian hoàn thành: Tháng 11/2025.", ["2025-11"]),
    ("- Thời gian hoàn thành: Quý II năm 2026;", ["2026-Q2"]),
    ("- Thời gian hoàn thành: Quý IV/2025 và Quý I/2026;", ["2025-Q4", "2026-Q1"]),
    ("- Thời gian thực hiện: Từ tháng 12/2025 đến tháng 4/2026.", ["2026-04"]),
    ("- Thời gian thực hiện: tháng 12/2025 - tháng 3/2026", ["2026-03"]),
    ("- Thời gian hoàn thành: Dự kiến tháng 11/2025 (sau cuộc họp ngày 05/11/2025).", ["2025-11"]),
    ("- Thời gian thực hiện: Năm 2026.", ["2026"]),
    ("- Thời gian thực hiện: đến hết năm 2026.", ["2026-12-31"]),
    ("*Thời gian thực hiện: *Tháng 12/2025.", ["2025-12"]),
    ("- Tiến độ: trước ngày 30/6/2026", ["2026-06-30"]),
    ("- Thời hạn: 30/6/2026", ["2026-06-30"]),
    ("ban hành kế hoạch trước ngày 10 tháng 02 năm 2026; tổng kết trước ngày 30/12/2026",
     ["2026-02-10", "2026-12-30"]),
    ("gửi Sở Nội vụ trước 31/12 để tổng hợp", ["--12-31"]),
    ("Đến ngày 30/6/2026 phải hoàn thành việc sắp xếp.", ["2026-06-30"]),
    ("hoàn thành quý II/2026", ["2026-Q2"]),
    ("Ngày 15/12 hằng năm, các xã gửi báo cáo về huyện.", ["--12-15"]),
    ("- Thời gian: Quý II/2026.", ["2026-Q2"]),
    ("Lắp đặt xong 100% công tơ điện tử trong năm 2027.", ["2027"]),
    ("Cắm mốc xong toàn bộ hành lang trước năm 2028.", ["2028"]),
    ("Bản đồ số của các xã chậm nhất trong năm 2028, dựa trên số liệu điều tra.", ["2028"]),
    ("Sở Nội vụ chủ trì tổ chức hội thi trong quý III/2027;", ["2027-Q3"]),
    ("Các xã khởi công trước ngày 20/4/2027, bàn giao nhà trong quý IV/2027.", ["2027-04-20", "2027-Q4"]),
    ("Đưa vào sử dụng trạm cấp nước trong tháng 8/2027.", ["2027-08"]),
    ("- Thời gian hoàn thành: Quý II-III/2027", ["2027-Q3"]),
    ("- Thời gian thực hiện: Quý I, II năm 2027;", ["2027-Q2"]),
    ("- Thời gian hoàn thành: Năm 2027 - 2028.", ["2028"]),
    ("Sổ theo dõi của thôn xong trước ngày 12 tháng 11 hàng năm.", ["--11-12"]),
    ("2. Phòng Nội vụ: Lo giấy bút cho các lớp trong tháng 5/2027; phối hợp với Sở Y tế.", ["2027-05"]),
    ("1. Sở Y tế\n- Thuê phòng lạnh trong quý II/2027.", ["2027-Q2"]),
    ("Mỗi thôn tổ chức 02 buổi hòa giải trong quý II/2027; treo pa nô.", ["2027-Q2"]),
    ("1. Sở Y tế\n- Sơ kết vào giữa kỳ và tổng kết trong quý IV năm 2027.", ["2027-Q4"]),
    ("Lập bản đồ ngập lụt theo Quyết định số 12/QĐ-UBND. Thời gian hoàn thành: Quý III/2027.", ["2027-Q3"]),
    ("Dựng cổng dữ liệu, hoàn thành giai đoạn 2 trong năm 2027; nối 15 trạm.", ["2027"]),
    ("Hoàn thành việc lắp đặt trạm đo mưa trước năm 2028.", ["2028"]),
    ("Sở Y tế chủ trì xây khoa cấp cứu đạt chuẩn bậc 2 trước năm 2028.", ["2028"]),
    ("Các thôn gửi sổ về xã (qua văn thư) trước 12/6 và 08/12.", ["--06-12", "--12-08"]),
    ("Gửi sổ trước ngày 12/6 và 08/12 hằng năm.", ["--06-12", "--12-08"]),
]  # fmt: skip

UNDATED = [
    "Căn cứ Luật Mẫu năm 2025 (ban hành ngày 19/6/2025);",
    "Phấn đấu đến năm 2030 đạt 95% hộ dùng nước sạch.",
    "Đến hết năm 2026 giảm tỷ lệ hộ nghèo còn 3%.",
    "Quyết định có hiệu lực từ ngày 01/7/2025.",
    "theo Quyết định số 12/QĐ-UBND ngày 05/3/2024 của UBND tỉnh",
    "Người sinh trước ngày 01/01/1960 được ưu tiên.",
    "Đối với dự án được phê duyệt trước ngày 01/01/2025 thì tiếp tục thực hiện.",
    "Văn bản đã ban hành trước ngày 01/01/2025 còn hiệu lực.",
    "Đã hoàn thành trong năm 2024.",
    "trước ngày Quyết định này có hiệu lực",
    "trong thời hạn 10 ngày kể từ ngày nhận kế hoạch",
    "Mười tháng trước, ngày 31/3/2020, cổng được mở.",
    "3. Thời gian thực hiện: Năm 2026.",
    "3. Thời gian thực hiện Chương trình: Từ năm 2026 đến hết năm 2029.",
    "- Thời gian thực hiện: Từ 01/7/2025.",
    "- Thời gian thực hiện: Thường xuyên.",
    "Hội nghị tổ chức vào ngày 15/3/2026 tại trung tâm xã.",
    "- Thời gian: 08 giờ 00 ngày 15/3/2026.",
    "Đến tháng 6/2026, hoàn thành 100% chỉ tiêu.",
    "Ngày 18/11 hằng năm là ngày hội của thôn.",
    "Số liệu tính từ ngày 15/12 hằng năm gửi kèm theo.",
    "Trước mắt, năm 2026 tập trung vào 5 xã.",
    "giai đoạn 2021-2025",
    "Chậm nhất đến năm 2030 toàn xã đạt chuẩn.",
    "Muộn nhất năm 2029 có ít nhất 5 xã về đích.",
    "Cấp xong 70% số giấy trong năm 2027.",
    "Sau khi xây xong trụ sở, trong năm 2027 tổ chức di dời.",
    "Các công trình khởi công trước ngày 01/01/2025 được quyết toán.",
    "Sở Nội vụ chủ trì đánh giá kết quả trong quý III/2027 của các xã.",
    "Sở Y tế chủ trì, phấn đấu đạt 95% trước năm 2028.",
    "Hoàn thành 40 km đường trong năm 2027.",
    "Đã tổ chức 05 lớp trong quý II/2024.",
    "Rà soát số hộ phát sinh trong quý II/2024.",
    "Giá lúa tăng trong tháng 5/2024.",
    "1. Sở Y tế\n- Tăng tỷ lệ tiêm chủng lên 95% trong quý IV/2027.",
    "1. Sở Y tế\n- Làm theo sổ tay được duyệt trong tháng 5/2027.",
    "Phấn đấu hoàn thành quy hoạch vùng trước năm 2030.",
    "Hội thi diễn ra đến hết tháng 3 năm 2027. Tổng kết vào tháng 4 năm 2027.",
    "Xã tổ chức hội làng vào tháng 4 năm 2027.",
    "1. Sở Y tế\n- Đánh giá kết quả trong quý II/2024.",
    "Nơi nhận:\n- Sở Y tế (trước ngày 05/3/2026);",
    "",
]

RECURRING = [
    ("Hằng năm, tổ chức kiểm tra các trạm.", ["yearly"]),
    ("Mỗi tháng ra quân kiểm tra ít nhất 02 lần.", ["monthly"]),
    ("Các sở theo dõi, đánh giá kết quả hằng năm.", ["yearly"]),
    ("Người nhận trợ cấp hằng tháng được rà soát.", []),
    ("Định kỳ 6 tháng và hàng năm, gửi báo cáo về huyện.", ["half_yearly", "yearly"]),
    ("Định kỳ hằng quý báo cáo kết quả về Sở Nội vụ.", ["quarterly"]),
    ("Định kỳ hàng tháng gửi báo cáo.", ["monthly"]),
    ("Hằng năm, báo cáo kết quả thực hiện về Sở Nội vụ.", ["yearly"]),
    ("Định kỳ hằng năm tổ chức sơ kết.", ["yearly"]),
    ("trợ cấp xã hội hằng tháng cho đối tượng", []),
    ("xây dựng kế hoạch hằng năm của xã", []),
    ("báo cáo trước ngày 15/11 hằng năm", ["yearly"]),
    ("Định kỳ hằng năm (trước ngày 15 tháng 12) báo cáo.", ["yearly"]),
    ("báo cáo trước ngày 20 hằng tháng", ["monthly"]),
    ("báo cáo trước ngày 15 của tháng cuối quý", ["quarterly"]),
    ("báo cáo trước ngày 15/11/2026", []),
    ("- Thời gian thực hiện: Hằng năm.", ["yearly"]),
]


@pytest.mark.parametrize(("text", "expected"), DATED)
def test_dates_due(text: str, expected: list[str]) -> None:
    assert [due(d) for d in deadlines(text)] == expected


@pytest.mark.parametrize("text", UNDATED)
def test_what_is_not_due(text: str) -> None:
    assert [due(d) for d in deadlines(text) if due(d)] == []


@pytest.mark.parametrize(("text", "expected"), RECURRING)
def test_what_returns(text: str, expected: list[str]) -> None:
    assert [d.recurrence for d in deadlines(text) if d.recurrence] == expected


AGENCIES = [
    ("Sở Y tế báo cáo UBND tỉnh trước ngày 10/12/2026.", "Sở Y tế"),
    ("1. Sở Y tế\na) Tổng hợp, báo cáo UBND tỉnh trước ngày 10/12/2026.", "Sở Y tế"),
    ("Giao Sở Nội vụ hoàn thành trước ngày 10/12/2026.", "Sở Nội vụ"),
    ("Báo cáo UBND tỉnh trước ngày 10/12/2026.", None),
    ("Trước ngày 20/11 hằng năm, Sở Nội vụ lập danh sách.", "Sở Nội vụ"),
    ("1. Hội thi\nb) Phân công\n- Chủ trì: Sở Nội vụ\n- Phối hợp: các xã\nc) Thời hạn: 5/2027", "Sở Nội vụ"),
    ("1. Hội thi\n- Chủ trì: Sở Nội vụ\n2. Hội thao\n- Thời hạn: 5/2027\n- Chủ trì: Sở Y tế", "Sở Y tế"),
    ("- Tổ chức hội thi.\nĐơn vị chủ trì: Sở Nội vụ.\nThời gian thực hiện: Tháng 12/2026.", "Sở Nội vụ"),
]


@pytest.mark.parametrize(("text", "agency"), AGENCIES)
def test_who_is_to_meet_it(text: str, agency: str | None) -> None:
    assert [d.agency for d in deadlines(text)] == [agency]


def test_a_deadline_stands_with_the_words_that_make_it_one() -> None:
    text = "Các xã gửi kết quả trước ngày 25 tháng 10 về huyện."
    assert [text[d.at.start : d.at.end] for d in deadlines(text)] == ["trước ngày 25 tháng 10"]


def test_the_task_is_the_sentence() -> None:
    text = "Rà soát hộ nghèo. Việc rà soát xong trước ngày 10/6/2026. Báo cáo huyện."
    assert [d.task for d in deadlines(text)] == ["Việc rà soát xong trước ngày 10/6/2026"]


def test_the_task_of_a_label_stands_above_it() -> None:
    text = "1.1. Ban hành hướng dẫn\n- Thời gian hoàn thành: Quý I/2026;"
    assert [d.task for d in deadlines(text)] == ["Ban hành hướng dẫn"]


def table(*rows: tuple[str, ...]) -> Reading:
    """Return the reading of a table whose cells are one line each."""
    cells = [(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row) if text]
    blocks, at = [], 0
    for row, col, text in cells:
        blocks.append(Block(Span(at, at + len(text)), table=0, row=row, col=col))
        at += len(text) + 1
    return Reading("\n".join(text for _, _, text in cells), blocks)


def test_a_column_of_times_gives_deadlines() -> None:
    reading = table(
        ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn hoàn thành"),
        ("1", "Lập bản đồ số của tỉnh", "Sở Nội vụ", "Quý II/2026"),
        ("2", "Tập huấn cho cán bộ xã", "Sở Y tế", "Thường xuyên"),
        ("3", "Báo cáo kết quả hằng năm", "Sở Y tế", "Trước ngày 10/12/2026"),
        ("4", "Kiểm tra thực địa ở các xã", "Sở Y tế", "Hằng năm"),
    )
    found = sorted(find_deadlines(reading), key=lambda d: d.at)
    assert [(due(d), d.recurrence, d.agency, d.task) for d in found] == [
        ("2026-Q2", None, "Sở Nội vụ", "Lập bản đồ số của tỉnh"),
        ("2026-12-10", None, "Sở Y tế", "Báo cáo kết quả hằng năm"),
        ("", "yearly", "Sở Y tế", "Kiểm tra thực địa ở các xã"),
    ]


def test_the_partners_are_no_task() -> None:
    reading = table(
        ("Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn"),
        ("Ra quân vệ sinh", "Sở Y tế", "Hội Cựu chiến binh; Hội Nông dân; các thôn", "Quý III/2026"),
    )
    assert [d.task for d in find_deadlines(reading)] == ["Ra quân vệ sinh"]


def test_a_column_of_meetings_gives_none() -> None:
    reading = table(("Thời gian", "Nội dung", "Địa điểm"), ("ngày 15/3/2026", "Hội nghị triển khai", "Nhà văn hóa"))
    assert list(find_deadlines(reading)) == []


def test_columns_of_years_are_no_times() -> None:
    reading = table(("TT", "Chỉ tiêu", "Năm 2025", "Năm 2026"), ("1", "Hộ nghèo", "120", "90"))
    assert list(find_deadlines(reading)) == []


def test_the_component_writes_its_span_group() -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe("kehoach_deadlines")
    doc = nlp("Gửi số liệu trước ngày 22 tháng 10.")
    assert [s.text for s in doc.spans["deadlines"]] == ["trước ngày 22 tháng 10"]


PIECES = st.sampled_from(
    [
        *("trước ", "ngày ", "25/10", "/2026", "hằng năm", "quý ", "I/2026", "tháng 12", "hoàn thành ", "trong "),
        *("- ", "\n", "Thời gian hoàn thành: ", "chậm nhất ", "định kỳ ", "báo cáo ", "31/02/2026", "đến hết "),
        *("năm 2030", "và "),
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=14).map("".join))
def test_it_reads_any_text(text: str) -> None:
    for found in deadlines(text):
        assert 0 <= found.at.start < found.at.end <= len(text)
        assert found.due_on or found.due_on_partial or found.recurrence


@pytest.mark.shared
def test_a_real_plan_of_a_district_has_its_eight_dates(shared: Path) -> None:
    path = next((shared / "plans" / "seeds").glob("001*.txt"))
    assert sum(bool(due(d)) for d in deadlines(path.read_text("utf8"))) == 8
