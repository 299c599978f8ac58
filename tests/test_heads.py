"""Heads and signatures of the less common kinds: councils, the Front, the Party, ministries, telegrams, notices."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest

from extractors.documents import find_documents
from extractors.reading import Reading
from extractors.signatures import read_signer

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"


def document(*lines: str) -> dict[str, Any]:
    (found,) = find_documents(Reading.of_text("\n".join(lines) + "\n"))
    return dataclasses.asdict(found)


def signed(*lines: str) -> tuple[str, ...]:
    return ("Nơi nhận:", "- Lưu: VT.", *lines)


HEADS = {
    "a resolution of a council, signed by its chairman": (
        ("HỘI ĐỒNG NHÂN DÂN", "TỈNH BẮC GIANG", NATION, "Số: 21/NQ-HĐND", "Bắc Giang, ngày 09 tháng 7 năm 2023",
         "NGHỊ QUYẾT", "Về kế hoạch trồng rừng năm 2024", "HỘI ĐỒNG NHÂN DÂN TỈNH BẮC GIANG",
         "KHÓA XIX, KỲ HỌP THỨ 8", "Căn cứ Luật Lâm nghiệp;", *signed("CHỦ TỊCH", "Lê Văn Mẫu")),
        ("NQ", "21/NQ-HĐND", "Hội đồng nhân dân tỉnh Bắc Giang", "province", "Lê Văn Mẫu", "Chủ tịch", None),
    ),
    "one signed by a deputy": (
        ("HỘI ĐỒNG NHÂN DÂN", "HUYỆN LỤC NAM", NATION, "Số: 5/NQ-HĐND", "Lục Nam, ngày 20 tháng 12 năm 2022",
         "NGHỊ QUYẾT", "Về dự toán năm 2023", "HỘI ĐỒNG NHÂN DÂN HUYỆN LỤC NAM", "KHÓA XXI - KỲ HỌP THỨ 9",
         *signed("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Thị Thử")),
        ("NQ", "5/NQ-HĐND", "Hội đồng nhân dân huyện Lục Nam", "district", "Nguyễn Thị Thử", "Phó Chủ tịch", "KT."),
    ),
    "the standing body of a council": (
        ("HỘI ĐỒNG NHÂN DÂN", "TỈNH HÀ TĨNH", "THƯỜNG TRỰC", NATION, "Số: 33/NQ-TTHĐND",
         "Hà Tĩnh, ngày 2 tháng 3 năm 2024", "NGHỊ QUYẾT", "Về giao biên chế",
         "THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN TỈNH HÀ TĨNH", "Điều 1. Giao.",
         *signed("TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN", "PHÓ CHỦ TỊCH THƯỜNG TRỰC", "Trần Mẫu Thử")),
        ("NQ", "33/NQ-TTHĐND", "Thường trực Hội đồng nhân dân tỉnh Hà Tĩnh", "province", "Trần Mẫu Thử",
         "Phó Chủ tịch Thường trực", "TM."),
    ),
    "a directive": (
        ("ỦY BAN NHÂN DÂN", "TỈNH NGHỆ AN", NATION, "Số: 07/CT-UBND", "Nghệ An, ngày 15 tháng 4 năm 2023", "CHỈ THỊ",
         "Về phòng cháy rừng", "Nắng nóng kéo dài.", *signed("CHỦ TỊCH", "Phạm Văn Mẫu")),
        ("CT", "07/CT-UBND", "Chủ tịch Ủy ban nhân dân tỉnh Nghệ An", "province", "Phạm Văn Mẫu", "Chủ tịch", None),
    ),
    "a directive of the whole committee": (
        ("ỦY BAN NHÂN DÂN", "TỈNH NGHỆ AN", NATION, "Số: 08/CT-UBND", "Nghệ An, ngày 16 tháng 4 năm 2023", "CHỈ THỊ",
         "Về phòng cháy rừng", "Nắng nóng kéo dài.",
         *signed("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "(Đã ký)", "Phạm Văn Mẫu")),
        ("CT", "08/CT-UBND", "Ủy ban nhân dân tỉnh Nghệ An", "province", "Phạm Văn Mẫu", "Chủ tịch", "TM."),
    ),
    "a decision of a chairman whose place only the letterhead names": (
        ("ỦY BAN NHÂN DÂN", "TỈNH NGHỆ AN", NATION, "Số: 9/QĐ-UBND", "Nghệ An, ngày 17 tháng 4 năm 2023",
         "QUYẾT ĐỊNH", "Về việc công bố danh mục", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", "Căn cứ Luật Mẫu;",
         *signed("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Phạm Văn Mẫu")),
        ("QĐ", "9/QĐ-UBND", "Chủ tịch Ủy ban nhân dân tỉnh Nghệ An", "province", "Phạm Văn Mẫu", "Phó Chủ tịch",
         "KT."),
    ),
    "a telegram": (
        ("ỦY BAN NHÂN DÂN", "TỈNH QUẢNG TRỊ", NATION, "Số: 11/CĐ-UBND", "Quảng Trị, ngày 16 tháng 10 năm 2023",
         "CÔNG ĐIỆN", "Về ứng phó mưa lớn", "ỦY BAN NHÂN DÂN TỈNH QUẢNG TRỊ điện:", "- Các sở, ban, ngành.",
         *signed("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Hà Văn Thử")),
        ("CĐ", "11/CĐ-UBND", "Ủy ban nhân dân tỉnh Quảng Trị", "province", "Hà Văn Thử", "Phó Chủ tịch", "KT."),
    ),
    "a telegram of the Prime Minister": (
        ("THỦ TƯỚNG CHÍNH PHỦ", "-------", NATION, "Số: 120/CĐ-TTg", "Hà Nội, ngày 27 tháng 10 năm 2031", "CÔNG ĐIỆN",
         "VỀ ỨNG PHÓ BÃO", "THỦ TƯỚNG CHÍNH PHỦ điện:", "- Bộ trưởng các Bộ.",
         *signed("KT. THỦ TƯỚNG", "PHÓ THỦ TƯỚNG", "Lê Mẫu Thử")),
        ("CĐ", "120/CĐ-TTg", "Thủ tướng Chính phủ", "central", "Lê Mẫu Thử", "Phó Thủ tướng", "KT."),
    ),
    "a notice of conclusions": (
        ("ỦY BAN NHÂN DÂN", "TỈNH HẢI DƯƠNG", "VĂN PHÒNG", NATION, "Số: 45/TB-VP",
         "Hải Dương, ngày 3 tháng 2 năm 2023", "THÔNG BÁO",
         "Kết luận của Chủ tịch UBND tỉnh tại phiên họp tháng 01 năm 2023",
         "Ngày 30 tháng 01 năm 2023.",
         *signed("KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", "Vũ Thị Mẫu")),
        ("TB", "45/TB-VP", "Văn phòng Ủy ban nhân dân tỉnh Hải Dương", "province", "Vũ Thị Mẫu",
         "Phó Chánh Văn phòng", "KT."),
    ),
    "a submission": (
        ("ỦY BAN NHÂN DÂN", "HUYỆN TRIỆU SƠN", NATION, "Số: 88/TTr-UBND", "Triệu Sơn, ngày 12 tháng 11 năm 2021",
         "TỜ TRÌNH", "Về kế hoạch sử dụng đất năm 2022", "Kính gửi: Hội đồng nhân dân huyện.",
         *signed("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Quang Mẫu")),
        ("TTr", "88/TTr-UBND", "Ủy ban nhân dân huyện Triệu Sơn", "district", "Lê Quang Mẫu", "Chủ tịch", "TM."),
    ),
    "the Front": (
        ("MẶT TRẬN TỔ QUỐC VIỆT NAM", "TỈNH NGHỆ AN", "BAN THƯỜNG TRỰC", NATION, "Số: 9/HD-MTTQ-BTT",
         "Nghệ An, ngày 1 tháng 8 năm 2022", "HƯỚNG DẪN", "Tổ chức Ngày hội", "I. MỤC ĐÍCH",
         *signed("TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH", "Võ Thị Mẫu")),
        ("HD", "9/HD-MTTQ-BTT", "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Nghệ An", "province",
         "Võ Thị Mẫu", "Chủ tịch", "TM."),
    ),
    "the standing committee of the Party": (
        ("TỈNH ỦY NGHỆ AN", "*", "Số 15-CT/TU", PARTY, "Nghệ An, ngày 04 tháng 01 năm 2026", "CHỈ THỊ",
         "CỦA BAN THƯỜNG VỤ TỈNH ỦY", "về công tác khoáng sản", "Thời gian qua.",
         *signed("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ THƯỜNG TRỰC", "Hoàng Mẫu Thử")),
        ("CT", "15-CT/TU", "Ban Thường vụ Tỉnh ủy Nghệ An", "province", "Hoàng Mẫu Thử", "Phó Bí thư Thường trực",
         "TM."),
    ),
    "a board of the Party": (
        ("TỈNH ỦY HÀ TĨNH", "BAN TỔ CHỨC", "*", "Số 22-HD/BTCTU", PARTY, "Hà Tĩnh, ngày 4 tháng 5 năm 2022",
         "HƯỚNG DẪN", "kiểm điểm cuối năm", "I. Mục đích",
         *signed("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Đào Mẫu Thử")),
        ("HD", "22-HD/BTCTU", "Ban Tổ chức Tỉnh ủy Hà Tĩnh", "province", "Đào Mẫu Thử", "Phó Trưởng ban", "KT."),
    ),
    "an acting minister": (
        ("BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", NATION, "Số: 77/KH-BNNMT", "Hà Nội, ngày 5 tháng 5 năm 2025", "KẾ HOẠCH",
         "Chuyển đổi số", "I. MỤC TIÊU", *signed("Q. BỘ TRƯỞNG", "Trần Mẫu Thử")),
        ("KH", "77/KH-BNNMT", "Bộ Nông nghiệp và Môi trường", "central", "Trần Mẫu Thử", "Bộ trưởng", "Q."),
    ),
    "the Government": (
        ("CHÍNH PHỦ", NATION, "Số: 160/NQ-CP", "Hà Nội, ngày 4 tháng 6 năm 2025", "NGHỊ QUYẾT",
         "VỀ PHIÊN HỌP THƯỜNG KỲ THÁNG 5 NĂM 2025", "CHÍNH PHỦ", "Căn cứ Luật Tổ chức Chính phủ;",
         *signed("TM. CHÍNH PHỦ", "THỦ TƯỚNG", "Phạm Mẫu Thử")),
        ("NQ", "160/NQ-CP", "Chính phủ", "central", "Phạm Mẫu Thử", "Thủ tướng", "TM."),
    ),
    "by mandate": (
        ("ỦY BAN NHÂN DÂN", "TỈNH CAO BẰNG", NATION, "Số: 200/QĐ-UBND", "Cao Bằng, ngày 5 tháng 3 năm 2024",
         "QUYẾT ĐỊNH", "Về việc khen thưởng", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH CAO BẰNG", "Điều 1. Khen.",
         *signed("TUQ. CHỦ TỊCH", "GIÁM ĐỐC SỞ NỘI VỤ", "Bế Mẫu Thử")),
        ("QĐ", "200/QĐ-UBND", "Chủ tịch Ủy ban nhân dân tỉnh Cao Bằng", "province", "Bế Mẫu Thử", "Giám đốc", "TUQ."),
    ),
    "a management board": (
        ("UBND TỈNH HÀ TĨNH", "BAN QUẢN LÝ KHU KINH TẾ", NATION, "Số: 30/KH-KKT", "Hà Tĩnh, ngày 5 tháng 3 năm 2024",
         "KẾ HOẠCH", "Cải cách hành chính", "I. MỤC TIÊU", *signed("TRƯỞNG BAN", "Bế Mẫu Thử")),
        ("KH", "30/KH-KKT", "Ban Quản lý Khu kinh tế tỉnh Hà Tĩnh", "province", "Bế Mẫu Thử", "Trưởng ban", None),
    ),
    "a steering committee": (
        ("BAN CHỈ ĐẠO CÁC CHƯƠNG TRÌNH MTQG", "HUYỆN TRIỆU SƠN", NATION, "Số: 3/KH-BCĐ",
         "Triệu Sơn, ngày 5 tháng 3 năm 2024", "KẾ HOẠCH", "Kiểm tra", "I. MỤC TIÊU",
         *signed("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Bế Mẫu Thử")),
        ("KH", "3/KH-BCĐ", "Ban Chỉ đạo các chương trình mục tiêu quốc gia huyện Triệu Sơn", "district", "Bế Mẫu Thử",
         "Phó Trưởng ban", "KT."),
    ),
    "a committee of another": (
        ("ỦY BAN BẦU CỬ XÃ PHỐ BẢNG", "TIỂU BAN TUYÊN TRUYỀN, KHÁNH TIẾT", NATION, "Số: 3/KH-TBTT",
         "Phố Bảng, ngày 5 tháng 12 năm 2025", "KẾ HOẠCH", "Tuyên truyền", "I. MỤC TIÊU",
         *signed("TM. TIỂU BAN", "TRƯỞNG TIỂU BAN", "Trần Mẫu")),
        ("KH", "3/KH-TBTT", "Tiểu ban Tuyên truyền, khánh tiết Ủy ban bầu cử xã Phố Bảng", "commune", "Trần Mẫu",
         "Trưởng Tiểu ban", "TM."),
    ),
    "the Youth Union": (
        ("TỈNH ĐOÀN NGHỆ AN", "***", "Số: 45-KH/TĐTN-BPT", "Nghệ An, ngày 5 tháng 3 năm 2024", "KẾ HOẠCH",
         "Tháng thanh niên", "I. MỤC TIÊU", *signed("TM. BAN THƯỜNG VỤ TỈNH ĐOÀN", "PHÓ BÍ THƯ", "Bế Mẫu Thử")),
        ("KH", "45-KH/TĐTN-BPT", "Tỉnh đoàn Nghệ An", "province", "Bế Mẫu Thử", "Phó Bí thư", "TM."),
    ),
}  # fmt: skip
SLOTS = ("doc_type", "code", "issuer", "level", "signer", "signer_title", "signed_for")


@pytest.mark.parametrize(("lines", "expected"), HEADS.values(), ids=HEADS)
def test_heads_and_signatures(lines: tuple[str, ...], expected: tuple[str | None, ...]) -> None:
    found = document(*lines)
    assert tuple(found[slot] for slot in SLOTS) == expected
    assert found["issued_on"] is not None


def test_the_day_of_a_meeting_is_no_period() -> None:
    lines, _ = HEADS["a notice of conclusions"]
    assert document(*lines)["period_start"] is None


def test_whose_directive_it_is_stands_above_its_title() -> None:
    lines, _ = HEADS["the standing committee of the Party"]
    assert document(*lines)["title"] == "về công tác khoáng sản"


PLAN = (
    "ỦY BAN NHÂN DÂN",
    "TỈNH HÀ TĨNH",
    "Số: 4/KH-UBND",
    "Hà Tĩnh, ngày 9 tháng 4 năm 2031",
    "KẾ HOẠCH",
    "Trồng rừng",
)


def test_a_plan_tells_its_time_below_a_heading() -> None:
    found = document(*PLAN, "I. MỤC TIÊU", "3. Thời gian thực hiện: Từ tháng 5 năm 2031 đến hết tháng 3 năm 2033.")
    assert (found["period_start"], found["period_end"]) == (2031, 2033)
    assert {"period_start", "period_end"} <= set(found["inferred"])


def test_the_time_of_one_task_is_no_period_of_the_plan() -> None:
    found = document(*PLAN, "I. MỤC TIÊU", "- Thời gian thực hiện: Từ tháng 5 năm 2031 đến tháng 3 năm 2033.")
    assert found["period_start"] is None


def test_blank_number_and_day_stay_blank() -> None:
    head = ("ỦY BAN NHÂN DÂN", "XÃ HƯNG CHÍNH", "Số:....../KH-UBND", "Hưng Chính, ngày......tháng.....năm 2024")
    found = document(*head, "KẾ HOẠCH", "Trồng rừng", "I. MỤC TIÊU")
    assert (found["number"], found["code"], found["issued_on"], found["issued_on_partial"]) == (
        None,
        None,
        None,
        "2024",
    )


def test_a_portal_fills_them_and_gives_the_signer_s_office() -> None:
    portal = ("Số/Ký hiệu: 48/KH-UBND", "Ngày ban hành: 09/04/2021", "Người ký: Phạm Văn Mẫu - Phó Chủ tịch")
    head = ("ỦY BAN NHÂN DÂN", "TỈNH HÀ TĨNH", "Số:      /KH-UBND", "Hà Tĩnh, ngày    tháng    năm 2021")
    found = document(*portal, *head, "KẾ HOẠCH", "Trồng rừng", "I. MỤC TIÊU")
    assert (found["code"], found["issued_on"]) == ("48/KH-UBND", date(2021, 4, 9))
    assert (found["signer"], found["signer_title"]) == ("Phạm Văn Mẫu", "Phó Chủ tịch")
    assert {"code", "issued_on", "signer", "signer_title"} <= set(found["inferred"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lê Văn Mẫu", ("Lê Văn Mẫu", None)),
        ("Phó Chủ tịch Lê Văn Mẫu", ("Lê Văn Mẫu", "Phó Chủ tịch")),
        ("Lê Văn Mẫu (Giám đốc)", ("Lê Văn Mẫu", "Giám đốc")),
        ("Chủ tịch UBND tỉnh", ("Chủ tịch UBND tỉnh", None)),
    ],
)
def test_a_signer_as_a_portal_names_him(text: str, expected: tuple[str, str | None]) -> None:
    assert read_signer(text) == expected


def test_the_subject_of_a_letter_may_run_on_behind_its_number() -> None:
    text = (
        "ỦY BAN NHÂN DÂN\nHUYỆN LỤC NAM\nSố: 27/UBND-VP V/v đôn đốc tiến độ giải ngân\n"
        f"{NATION}\nLục Nam, ngày 28 tháng 10 năm 2024\nKính gửi:\n- Các phòng, ban.\nYêu cầu khẩn trương.\n"
        "TUQ. CHỦ TỊCH\nTRƯỞNG PHÒNG Y TẾ\n(Đã ký) Phạm Văn Mẫu\n"
    )
    (found,) = find_documents(Reading.of_text(text))
    assert (found.doc_type, found.title, found.signer) == (
        "CV",
        "V/v đôn đốc tiến độ giải ngân",
        "Phạm Văn Mẫu",
    )
