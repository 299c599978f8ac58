"""Documents: where they begin, and what head and foot say."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import heads
from extractors.documents import find_documents
from extractors.facts import Document
from extractors.reading import Reading
from extractors.signatures import Signature, read_signature

PLAN = """ỦY BAN NHÂN DÂN
TỈNH BẮC GIANG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 215/KH-UBND
Bắc Giang, ngày 07 tháng 3 năm 2023
KẾ HOẠCH
Hỗ trợ hộ nghèo sửa chữa nhà ở
trên địa bàn tỉnh Bắc Giang giai đoạn 2023 - 2024
Căn cứ Luật Nhà ở ngày 25/11/2014;
I. MỤC TIÊU
1. Hỗ trợ 300 hộ nghèo.
Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Lê Thị Mẫu Văn
"""

DECISION = """Số: /QĐ-UBND
Lục Nam, ngày    tháng 5 năm 2022
QUYẾT ĐỊNH
Về việc phê duyệt Kế hoạch nước sạch huyện Lục Nam đến năm 2025
CHỦ TỊCH UBND HUYỆN LỤC NAM
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;
QUYẾT ĐỊNH:
Điều 1. Phê duyệt Kế hoạch kèm theo.
Nơi nhận:
- Lưu: VT.
CHỦ TỊCH
Trần Văn Thử
KẾ HOẠCH
Nước sạch huyện Lục Nam đến năm 2025
(Kèm theo Quyết định số /QĐ-UBND ngày  tháng 5 năm 2022 của Chủ tịch UBND huyện Lục Nam)
I. MỤC TIÊU
Thời gian thực hiện: từ năm 2022 đến năm 2025.
"""


def documents(text: str) -> list[dict[str, Any]]:
    return [dataclasses.asdict(d) for d in find_documents(Reading.of_text(text))]


def test_a_plan() -> None:
    (found,) = documents(PLAN)
    expected = {
        "doc_type": "KH",
        "number": "215",
        "symbol": "KH-UBND",
        "code": "215/KH-UBND",
        "issued_on": date(2023, 3, 7),
        "place": "Bắc Giang",
        "issuer": "Ủy ban nhân dân tỉnh Bắc Giang",
        "level": "province",
        "province": "Bắc Giang",
        "district": None,
        "title": "Hỗ trợ hộ nghèo sửa chữa nhà ở trên địa bàn tỉnh Bắc Giang giai đoạn 2023 - 2024",
        "period_start": 2023,
        "period_end": 2024,
        "signer": "Lê Thị Mẫu Văn",
        "signer_title": "Phó Chủ tịch",
        "signed_for": "KT.",
        "parent": None,
    }
    assert {k: found[k] for k in expected} == expected


def test_a_decision_and_its_plan_are_two_documents() -> None:
    decision, plan = documents(DECISION)
    assert (decision["doc_type"], plan["doc_type"], plan["parent"]) == ("QĐ", "KH", 0)
    assert decision["number"] is None
    assert decision["code"] is None
    assert decision["symbol"] == "QĐ-UBND"
    assert (decision["issued_on"], decision["issued_on_partial"]) == (None, "2022-05")
    assert decision["issuer"] == "Chủ tịch Ủy ban nhân dân huyện Lục Nam"
    assert (decision["level"], decision["district"], decision["province"]) == ("district", "Lục Nam", "Bắc Giang")
    assert (decision["signer"], decision["signer_title"], decision["signed_for"]) == (
        "Trần Văn Thử",
        "Chủ tịch",
        None,
    )
    assert plan["title"] == "Nước sạch huyện Lục Nam đến năm 2025"
    assert (plan["period_start"], plan["period_end"]) == (2022, 2025)
    assert plan["level"] == "district"
    assert "level" in plan["inferred"]
    assert decision["at"][0] == 0
    assert plan["at"][1] == decision["at"][1]


def test_the_portal_fills_what_the_text_leaves_open_and_says_so() -> None:
    portal = "Số hiệu:\t48/KH-UBND\nNgày ban hành:\t09/4/2021\nNgười ký:\tPhạm Văn Mẫu\nTin mới nhất\n"
    text = PLAN.replace("Số: 215/KH-UBND", "Số:   /KH-UBND").replace("07 tháng 3 năm 2023", "   tháng 4 năm 2021")
    (found,) = documents(portal + text.split("TM. ỦY BAN")[0])
    assert (found["code"], found["issued_on"], found["signer"]) == ("48/KH-UBND", date(2021, 4, 9), "Phạm Văn Mẫu")
    assert {"code", "issued_on", "signer"} <= set(found["inferred"])
    assert found["at"][0] == len(portal)


def test_the_standing_committee_of_the_front_issues_its_plans() -> None:
    text = PLAN.replace("ỦY BAN NHÂN DÂN\nTỈNH BẮC GIANG", "ỦY BAN MTTQ VIỆT NAM\nTỈNH BẮC GIANG\nBAN THƯỜNG TRỰC")
    (found,) = documents(text.replace("KH-UBND", "KH-MTTQ-BTT"))
    assert found["issuer"] == "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Bắc Giang"


def test_a_title_that_names_a_commune_and_its_district_speaks_of_the_commune() -> None:
    text = PLAN.replace("ỦY BAN NHÂN DÂN\nTỈNH BẮC GIANG\n", "", 1).replace("Bắc Giang, ngày", "Quý Sơn, ngày")
    text = text.replace("trên địa bàn tỉnh Bắc Giang", "xã Quý Sơn, huyện Lục Ngạn")
    (found,) = documents(text)
    assert (found["level"], found["commune"], found["district"]) == ("commune", "Quý Sơn", "Lục Ngạn")


def test_names_are_kept_in_the_letters_printed() -> None:
    text = PLAN.replace("Bắc Giang, ngày", "Hoà Bình, ngày").replace("Lê Thị Mẫu Văn", "Lê Thị Hoà Mẫu")
    (found,) = documents(text.replace("TỈNH BẮC GIANG", "TỈNH HOÀ BÌNH"))
    assert (found["place"], found["signer"]) == ("Hoà Bình", "Lê Thị Hoà Mẫu")
    assert found["province"] == "Hòa Bình"  # the official spelling, so that plans can be joined on it


def test_a_document_ends_above_the_portal_s_own_lines() -> None:
    tail = "Văn bản liên quan\nQuyết định 9/QĐ-UBND về việc khác\nChủ quản: Cổng thông tin mẫu\n"
    (found,) = documents(PLAN + tail)
    assert found["at"][1] == len(PLAN)
    caption = "Kế hoạch 48/KH-UBND năm 2021 giảm nghèo\nVăn bản này chưa cập nhật nội dung tiếng Anh\n"
    (found,) = documents(PLAN + caption + tail)
    assert found["at"][1] == len(PLAN)


def test_duties_below_the_signature_are_no_portal_s_lines() -> None:
    plan = "KẾ HOẠCH\nThực hiện đề án mẫu\n(Kèm theo Kế hoạch số 48/KH-UBND)\n1. Sở Nội vụ\n"
    duties = "Chịu trách nhiệm chính về công tác tập huấn.\n2. Sở Y tế\nChia sẻ dữ liệu giữa các cơ quan.\n"
    assert documents(PLAN + plan + duties)[-1]["at"][1] == len(PLAN + plan + duties)


def test_forms_in_an_appendix_are_no_documents() -> None:
    form = "PHỤ LỤC\nMẪU SỐ 01\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: /GM-UBND\n…, ngày … tháng …\nGIẤY MỜI\n"
    assert len(documents(PLAN + form)) == 1


@pytest.mark.parametrize("text", ["", "Tin tức trong ngày\nThời tiết hôm nay đẹp.\n", "Tiểu sử\nÔng sinh năm 1930."])
def test_other_texts_have_no_document(text: str) -> None:
    assert documents(text) == []


def test_a_body_without_a_head_is_a_document() -> None:
    (found,) = documents("I. MỤC TIÊU\n1. Giảm 20 hộ nghèo.\nII. TỔ CHỨC THỰC HIỆN\n1. Phòng Y tế chủ trì.\n")
    assert found["doc_type"] is None


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(
            "TỈNH ỦY BẮC GIANG\n*\nSố 45-KH/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nBắc Giang, ngày 12 tháng 5 năm 2022\n"
            "KẾ HOẠCH\nhọc tập nghị quyết\nI- MỤC ĐÍCH\nT/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nY Mẫu Thử\n",
            {"code": "45-KH/TU", "issuer": "Tỉnh ủy Bắc Giang", "level": "province", "signer": "Y Mẫu Thử"},
            id="the Party of a province",
        ),
        pytest.param(
            "ĐẢNG BỘ HUYỆN YÊN THÀNH\nĐẢNG ỦY XÃ ĐỨC THÀNH\nSố 12 - NQ/ĐU\nĐẢNG CỘNG SẢN VIỆT NAM\n"
            "Đức Thành, ngày 03 tháng 4 năm 2021\nNGHỊ QUYẾT\nvề phát triển kinh tế năm 2021\n",
            {"code": "12-NQ/ĐU", "issuer": "Đảng ủy xã Đức Thành", "level": "commune", "district": "Yên Thành"},
            id="the Party of a commune",
        ),
        pytest.param(
            "UBND TỈNH QUẢNG NAM\nSỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI\nSố: 56/KH-SLĐTBXH\n"
            "Quảng Nam, ngày 06 tháng 01 năm 2023\nKẾ HOẠCH\nRà soát hộ nghèo\n",
            {"issuer": "Sở Lao động - Thương binh và Xã hội tỉnh Quảng Nam", "level": "province"},
            id="a department of a province",
        ),
        pytest.param(
            "UBND HUYỆN CHÂU THÀNH\nPHÒNG GIÁO DỤC VÀ ĐÀO TẠO\nSố: 9/KH-PGDĐT\n"
            "Châu Thành, ngày 06 tháng 9 năm 2022\nKẾ HOẠCH\nPhổ cập giáo dục năm học 2022 - 2023\n",
            {"level": "district", "district": "Châu Thành", "district_code": None, "province": None},
            id="a name that many districts bear",
        ),
        pytest.param(
            "BỘ Y TẾ\nSố: 30/QĐ-BYT\nHà Nội, ngày 16 tháng 6 năm 2022\nQUYẾT ĐỊNH\nPhê duyệt Kế hoạch\n"
            "BỘ TRƯỞNG BỘ Y TẾ\nCăn cứ Luật Dược ngày 06/4/2016;\n",
            {"issuer": "Bộ trưởng Bộ Y tế", "level": "central"},
            id="a minister",
        ),
        pytest.param(
            "ỦY BAN NHÂN DÂN\nQUẬN 7\nSố: 77/KH-UBND\nQuận 7, ngày 5 tháng 4 năm 2023\nKẾ HOẠCH\nChuyển đổi số\n",
            {"issuer": "Ủy ban nhân dân quận 7", "issued_on": date(2023, 4, 5), "province": "Hồ Chí Minh"},
            id="a district with a number",
        ),
        pytest.param(
            "ỦY BAN NHÂN DÂN\nTỈNH HÀ TĨNH\nSố: 202/UBND-VP\nV/v đẩy mạnh giảm nghèo\n"
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHà Tĩnh, ngày 8 tháng 4 năm 2024\nKính gửi:\n- Các sở.\n",
            {"doc_type": "CV", "title": "V/v đẩy mạnh giảm nghèo", "issued_on": date(2024, 4, 8)},
            id="an official letter",
        ),
    ],
)
def test_heads_of_all_bodies(head: str, expected: dict[str, Any]) -> None:
    (found,) = documents(head)
    assert {k: found[k] for k in expected} == expected


@pytest.mark.parametrize(
    ("line", "number", "symbol", "code"),
    [
        ("Số: 05/KH-UBND", "05", "KH-UBND", "05/KH-UBND"),
        ("Số: 432 /QĐ-UBND", "432", "QĐ-UBND", "432/QĐ-UBND"),
        ("Số:  /KH-UBND", None, "KH-UBND", None),
        ("Số: ....../QĐ-UBND", None, "QĐ-UBND", None),
        ("Số: 12/2024/QĐ-UBND", "12", "QĐ-UBND", "12/2024/QĐ-UBND"),
        ("Số 31-NQ/TU", "31", "NQ/TU", "31-NQ/TU"),
        ("Số: 16/KH-MTTQ-BTT", "16", "KH-MTTQ-BTT", "16/KH-MTTQ-BTT"),
        ("Số: 118/NQ-HĐND", "118", "NQ-HĐND", "118/NQ-HĐND"),
        ("Số: 24a/QĐ-SYT", "24a", "QĐ-SYT", "24a/QĐ-SYT"),
    ],
)
def test_number_lines(line: str, number: str | None, symbol: str, code: str | None) -> None:
    match = heads.NUMBER_LINE.search(line)
    assert match is not None
    assert heads.read_number(match) == heads.Number(number, symbol, code)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Hà Nội, ngày 05 tháng 02 năm 2026", ("Hà Nội", date(2026, 2, 5), None)),
        ("Vinh, ngày 9 tháng 12 năm 2021", ("Vinh", date(2021, 12, 9), None)),
        ("Lục Nam, ngày tháng 8 năm 2022", ("Lục Nam", None, "2022-08")),
        ("Lục Nam, ngày ... tháng ... năm 2022", ("Lục Nam", None, "2022")),
        ("Thành phố Hồ Chí Minh, ngày 18 tháng 11 năm 2025", ("Thành phố Hồ Chí Minh", date(2025, 11, 18), None)),
        ("Độc lập - Tự do - Hạnh phúc", None),
        ("Hộ nghèo, cận nghèo năm 2022", None),
    ],
)
def test_place_and_date(line: str, expected: object) -> None:
    assert heads.read_place_date(line) == expected


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Giảm nghèo bền vững giai đoạn 2021-2025", (2021, 2025)),
        ("KINH TẾ SỐ GIAI ĐOẠN 2026 – 2030, TẦM NHÌN ĐẾN NĂM 2045", (2026, 2030)),
        ("Kế hoạch năm 2024 trên địa bàn tỉnh", (2024, 2024)),
        ("Nhiệm kỳ 2026-2031", (2026, 2031)),
        ("Thực hiện Chỉ thị số 27/CT-TTg ngày 15 tháng 8 năm 2024 về dân số", None),
        ("Bầu cử đại biểu Hội đồng nhân dân các cấp nhiệm kỳ 2026 - 2031", None),
        ("Phòng, chống ma túy đến năm 2030", None),
        ("Phát động thi đua", None),
    ],
)
def test_periods(title: str, period: tuple[int, int] | None) -> None:
    assert heads.read_period(title) == period


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Văn Mẫu"], Signature("Trần Văn Mẫu", "Chủ tịch", "TM.")),
        (["KT. CHỦ TỊCH PHÓ CHỦ TỊCH Lê Mẫu"], Signature("Lê Mẫu", "Phó Chủ tịch", "KT.")),
        (["KT. THỦ TƯỚNG", "PHÓ THỦ TƯỚNG", "Ngô Thị Thử"], Signature("Ngô Thị Thử", "Phó Thủ tướng", "KT.")),
        (["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Đỗ Mẫu Thử"], Signature("Đỗ Mẫu Thử", "Chánh Văn phòng", "TL.")),
        (["TUQ. CHỦ TỊCH", "GIÁM ĐỐC SỞ Y TẾ", "(Đã ký)", "Vũ Mẫu Thử"], Signature("Vũ Mẫu Thử", "Giám đốc", "TUQ.")),
        (["CHỦ TỊCH", "Hà Mẫu"], Signature("Hà Mẫu", "Chủ tịch", None)),
        (
            ["TRƯỞNG BAN", "(Đã ký)", "PHÓ CHỦ TỊCH UBND HUYỆN", "Hồ Mẫu Thử"],
            Signature("Hồ Mẫu Thử", "Trưởng ban", None),
        ),
        (["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "H'Mẫu Niê"], Signature("H'Mẫu Niê", "Phó Bí thư", "TM.")),
        (["CHỦ TỊCH", "LÊ MẪU THỬ"], Signature("Lê Mẫu Thử", "Chủ tịch", None)),
        (["TM. ỦY BAN NHÂN DÂN"], Signature(None, None, "TM.")),
        (["Chủ tịch Ủy ban nhân dân các xã chịu trách nhiệm thi hành."], None),
    ],
)
def test_signatures(lines: list[str], expected: Signature | None) -> None:
    assert read_signature(lines) == expected


@given(st.lists(st.sampled_from([*PLAN.splitlines(), *DECISION.splitlines()]), max_size=30))
def test_shuffled_lines_never_raise_and_documents_lie_in_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    for document in find_documents(Reading.of_text(text)):
        assert 0 <= document.at.start <= document.at.end <= len(text)


def test_the_component_writes_documents() -> None:
    from extractors.tokens import blank

    nlp = blank()
    nlp.add_pipe("kehoach_documents")
    doc = nlp(PLAN)
    assert [s.label_ for s in doc.spans["documents"]] == ["documents"]
    assert isinstance(doc._.facts[0], Document)
