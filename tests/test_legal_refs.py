"""Mentions of legal documents. All sentences are the project's own; numbers and dates in them are invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.codes import find_codes, parse_code
from extractors.facts import Document, LegalRef
from extractors.laws import resolve
from extractors.legal_refs import find_legal_refs
from extractors.offsets import Span
from extractors.reading import Reading
from rules.letters import fold


def refs_of(text: str, *documents: Document) -> list[LegalRef]:
    reading = Reading.of_text(text)
    if documents:
        reading.add(Document, documents)
    return list(find_legal_refs(reading))


# (as printed in running text, canonical, type)
CODES = [
    ("Quyết định số 41/QĐ-TTg", "41/QĐ-TTg", "QĐ"),
    ("Kế hoạch số 07/KH-UBND", "07/KH-UBND", "KH"),
    ("Quyết định số 432 /QĐ-UBND", "432/QĐ-UBND", "QĐ"),
    ("Quyết định số 12/ QĐ - UBND", "12/QĐ-UBND", "QĐ"),
    ("Quyết định số 09/2031/QĐ- TTg", "09/2031/QĐ-TTg", "QĐ"),
    ("Nghị định số 15/2031/NĐ-CP", "15/2031/NĐ-CP", "NĐ"),
    ("Nghị định số 15/2031/ND-CP", "15/2031/NĐ-CP", "NĐ"),
    ("Nghị định số 15/2031/NÐ-CP", "15/2031/NĐ-CP", "NĐ"),
    ("Nghị định số 15/2031/NĐ – CP", "15/2031/NĐ-CP", "NĐ"),
    ("Nghị định số __15/2031/NĐ-CP__", "15/2031/NĐ-CP", "NĐ"),
    ("Thông tư số 03/2031/TT-BYT", "03/2031/TT-BYT", "TT"),
    ("Thông tư liên tịch số 21/2011/TTLT-BGDĐT-BTC", "21/2011/TTLT-BGDĐT-BTC", "TTLT"),
    ("Thông tư liên tịch số 21/2011/TTLT-BLĐTBXH- BTC", "21/2011/TTLT-BLĐTBXH-BTC", "TTLT"),
    ("Nghị quyết số 20/2031/NQ-HDND", "20/2031/NQ-HĐND", "NQ"),
    ("Nghị quyết số 88/2016/NQ-HĐND17", "88/2016/NQ-HĐND17", "NQ"),
    ("Nghị quyết số 30a/2008/NQ-CP", "30a/2008/NQ-CP", "NQ"),
    ("Quyết định số 364a/QĐ-UBND", "364a/QĐ-UBND", "QĐ"),
    ("Nghị quyết 93/NQ-CP", "93/NQ-CP", "NQ"),
    ("Nghị quyết số 1290/NQ-UBTVQH15", "1290/NQ-UBTVQH15", "NQ"),
    ("Nghị quyết số 24/2031/QH15", "24/2031/QH15", "NQ"),
    ("Luật số 44/2031/QH15", "44/2031/QH15", "Luật"),
    ("Bộ luật số 44/2031/QH15", "44/2031/QH15", "Luật"),
    ("Pháp lệnh số 02/2031/UBTVQH14", "02/2031/UBTVQH14", "PL"),
    ("Pháp lệnh số 05/2003/PL-UBTVQH11", "05/2003/PL-UBTVQH11", "PL"),
    ("Văn bản hợp nhất số 03/VBHN-VPQH", "03/VBHN-VPQH", "VBHN"),
    ("Nghị quyết số 57-NQ/TW", "57-NQ/TW", "NQ"),
    ("Nghị quyết số 57- NQ/TW", "57-NQ/TW", "NQ"),
    ("Nghị quyết số 57 - NQ/TW", "57-NQ/TW", "NQ"),
    ("Nghị quyết số 11/NQ-TU", "11-NQ/TU", "NQ"),
    ("Nghị quyết số 11-NQ/T.U", "11-NQ/TU", "NQ"),
    ("Chỉ thị số 05-CT/TƯ", "05-CT/TW", "CT"),
    ("Kết luận số 30-KL/ĐU", "30-KL/ĐU", "KL"),
    ("Kết luận số 23/KL-LNTPTW", "23/KL-LNTPTW", "KL"),
    ("Quy định số 08-QĐ/BCĐ", "08-QĐ/BCĐ", "QĐ"),
    ("Kế hoạch số 15-KH/UBND", "15/KH-UBND", "KH"),
    ("Kế hoạch số 33/KH-MTTQ-BTT", "33/KH-MTTQ-BTT", "KH"),
    ("Kế hoạch số 93/KHUBND", "93/KH-UBND", "KH"),
    ("Quyết định số 17/QĐTTg", "17/QĐ-TTg", "QĐ"),
    ("Chỉ thị số 27/CTTg", "27/CT-TTg", "CT"),
    ("Quyết định số 86/QĐ-Tg", "86/QĐ-TTg", "QĐ"),
    ("Quyết định số 90/QĐ TTg", "90/QĐ-TTg", "QĐ"),
    ("THỰC HIỆN CHỈ THỊ SỐ 27/CT-TTG", "27/CT-TTg", "CT"),
    ("Tờ trình số 133/TTr-SKHCN", "133/TTr-SKHCN", "TTr"),
    ("Tờ trình số 61/TTr-SGD&ĐT", "61/TTr-SGD&ĐT", "TTr"),
    ("Chương trình số 10- CTr/TU", "10-CTr/TU", "CTr"),
    ("Chương trình hành động số 06-Ctr/TU", "06-CTr/TU", "CTr"),
    ("Công văn số 293/TTg-ĐP", "293/TTg-ĐP", "CV"),
    ("Báo cáo số 294/BC-STP", "294/BC-STP", "BC"),
    ("Thông báo số 30-TB/TGV", "30-TB/TGV", "TB"),
    ("Hướng dẫn số 78/HD-BNV", "78/HD-BNV", "HD"),
    ("Công điện số 223/CĐ-TTg", "223/CĐ-TTg", "CĐ"),
    ("Phương án số 02600/PA-UBND", "02600/PA-UBND", "PA"),
    ("Giấy phép số 1710/GP-BTNMT", "1710/GP-BTNMT", "GP"),
    ("Quy chế phối hợp số 49/QCPH-UBND-UBMT", "49/QCPH-UBND-UBMT", "QCPH"),
    ("Công văn số 15/UBND-VP", "15/UBND-VP", "CV"),
    ("Công văn số 15/UBND", "15/UBND", "CV"),
    ("văn bản số 89/BNV-CTTN&BĐG", "89/BNV-CTTN&BĐG", "CV"),
    ("theo văn bản 87/LĐTBXH-VPQGGN", "87/LĐTBXH-VPQGGN", "CV"),
    ("Công văn số 15/LĐTBXH - VPQGGN ngày 03/4/2031", "15/LĐTBXH-VPQGGN", "CV"),
    ("Công văn số 15/UBND-Ktn", "15/UBND-Ktn", "CV"),
    ("Công văn số 123-CV/TU", "123-CV/TU", "CV"),
    ("Quyết định số 12/QĐ.UBND", "12/QĐ-UBND", "QĐ"),
    ("Kế hoạch số 100-KH/HU", "100-KH/HU", "KH"),
    ("Nghị quyết liên tịch số 4/2031/NQLT-CP-UBTVQH15", "4/2031/NQLT-CP-UBTVQH15", "NQLT"),
    ("Quyết định số12/QĐ-UBNDngày 03/4/2031", "12/QĐ-UBND", "QĐ"),
    ("Kế hoạch số: 12/KH-UBND - Tuyên truyền", "12/KH-UBND", "KH"),
    ("Kế hoạch số 12/KH-UBND – HĐND cùng cấp", "12/KH-UBND", "KH"),
    ("Kế hoạch số 05/KH", "05/KH", "KH"),
    ("(12/KH-UBND)", "12/KH-UBND", "KH"),
    ("theo 24/2021/QH15", "24/2021/QH15", "NQ"),
    ("theo 31/2024/QH15", "31/2024/QH15", "Luật"),
]

# Nothing here is a mention.
NONE = [
    "Trực ban 24/7 tại trụ sở",
    "1/2 diện tích gieo trồng",
    "đạt tỷ lệ 3/4 tổng số hộ",
    "từ tháng 05/2031 đến tháng 12/2031",
    "giai đoạn 2031-2035 - UBND các xã tổ chức thực hiện",
    "năm 2031 - UBND xã báo cáo",
    "Quý IV/2031 - Quý II/2032",
    "giảm 2/3 TB - XH",
    "12/12 UBND xã hoàn thành",
    "liên hệ số điện thoại 0234.3822/HC",
    "Mẫu số 01/TNĐB-KH",
    "Biểu số 05/BC-UBND",
    "Gói thầu số 05/XL-HT",
    "thùng số 7/ABC-DE",
    "số 15/UBND",
    "Phụ lục 02/PL-UBND",
    "áp dụng QCVN 01-1:2018/BYT",
    "theo TCVN 5687:2010/BXD",
    "nền tảng 5G/IoT, mô hình 3D/VR360",
    "lý trình Km30+00 - Km40+00",
    "Quyết định số     /QĐ-UBND ngày    tháng    năm 2031",
    "Quyết định số /2031/QĐ-UBND",
    "theo quy định của pháp luật về đất đai",
    "tuyên truyền, phổ biến pháp luật",
    "chấp hành kỷ luật, kỷ cương",
    "góp ý dự án Luật Đất đai",
    "dự thảo Luật Nhà ở",
    "sinh viên Trường Đại học Luật Hà Nội",
    "Hội Luật gia tỉnh và Đoàn Luật sư tỉnh",
    "Luật, Nghị định và các văn bản hướng dẫn",
    "cộng đồng Dân Luật Việt Nam",
    "quy luật phát triển của thị trường",
    "Kế hoạch này, Quyết định nêu trên",
    "Số: 12/KH-UBND",
    "Số: 432 /QĐ-UBND |",
    "Số: 12/KH-UBND | Đồi Thông, ngày 03 tháng 4 năm 2031",
    "Số hiệu | 12/KH-UBND |",
    "Số, ký hiệu: 12/KH-UBND",
    "https://example.org/van-ban/Nghi-dinh-27-2031-ND-CP.aspx",
    "Số/Ký hiệu: 12/KH-UBND",
]

# (text, codes in order)
LISTS = [
    ("các Quyết định số: 12/QĐ-TTg, 13/QĐ-TTg và 14/QĐ-TTg", ["12/QĐ-TTg", "13/QĐ-TTg", "14/QĐ-TTg"]),
    (
        "Các Nghị định của Chính phủ: số 63/2030/NĐ-CP ngày 08/6/2030; số 48/2031/NĐ-CP",
        ["63/2030/NĐ-CP", "48/2031/NĐ-CP"],
    ),
    ("Công văn số 15/UBND-VP, 16/SNV-TCBC", ["15/UBND-VP", "16/SNV-TCBC"]),
    ("Luật số 44/2031/QH15, số 45/2031/QH15 và 46/2031/QH15", ["44/2031/QH15", "45/2031/QH15", "46/2031/QH15"]),
    ("Kế hoạch số 12/KH-UBND và Luật Trẻ em", ["12/KH-UBND", None]),
    ("Luật Đất đai số 31/2024/QH15 và Luật Nhà ở", ["31/2024/QH15", None]),
    ("Luật Đất đai năm 2024 (Luật số 31/2024/QH15)", ["31/2024/QH15"]),
    ("Luật Đất đai 2024 (Luật số 31/2024/QH15)", ["31/2024/QH15"]),
    ("Luật sửa đổi, bổ sung một số điều của Luật Bảo hiểm y tế số 51/2024/QH15", ["51/2024/QH15"]),
]

# (text, the name as it is found, the number it resolves to)
LAW_NAMES = [
    ("theo Luật Bảo hiểm y tế ngày 14/11/2008", "Luật Bảo hiểm y tế", "25/2008/QH12"),
    (
        "Căn cứ Luật tổ chức chính quyền địa phương ngày 19/6/2015;",
        "Luật tổ chức chính quyền địa phương",
        "77/2015/QH13",
    ),
    ("Luật Tổ chức chính quyền địa phương năm 2025", "Luật Tổ chức chính quyền địa phương", None),
    ("Luật Đất đai ngày 18 tháng 01 năm 2024", "Luật Đất đai", "31/2024/QH15"),
    ("Luật Đất đai năm 2013 và các văn bản hướng dẫn", "Luật Đất đai", "45/2013/QH13"),
    ("theo Luật Đất đai 2013, Sở", "Luật Đất đai", "45/2013/QH13"),
    ("Luật Phòng chống tham nhũng năm 2018", "Luật Phòng chống tham nhũng", "36/2018/QH14"),
    ("quy định của Luật Ngân sách nhà nước ngày 25/6/2025 và", "Luật Ngân sách nhà nước", "89/2025/QH15"),
    ("Bộ luật Lao động ngày 20/11/2019", "Bộ luật Lao động", "45/2019/QH14"),
    (
        "Pháp lệnh Ưu đãi người có công với cách mạng ngày 09/12/2020",
        "Pháp lệnh Ưu đãi người có công với cách mạng",
        "02/2020/UBTVQH14",
    ),
    ("Luật Đầu tư công ngày 29/11/2024", "Luật Đầu tư công", "58/2024/QH15"),
    ("Luật An toàn, vệ sinh lao động", "Luật An toàn, vệ sinh lao động", "84/2015/QH13"),
    ("Luật BHXH năm 2014", "Luật BHXH", "58/2014/QH13"),
    ("TRIỂN KHAI LUẬT TRẺ EM", "LUẬT TRẺ EM", "102/2016/QH13"),
    ("Luật Trọng tài thương mại năm 2010 và quy chế", "Luật Trọng tài thương mại", None),
    (
        "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương "
        "ngày 22/11/2019",
        "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương",
        "47/2019/QH14",
    ),
    ("Luật Phòng, chống ma tuý ngày 30/3/2021", "Luật Phòng, chống ma tuý", "73/2021/QH14"),
]

# (text, slot, value) of the first mention
SLOTS = [
    ("Quyết định số 41/QĐ-TTg ngày 18/01/2031 của Thủ tướng Chính phủ", "issued_on", date(2031, 1, 18)),
    ("Quyết định số 41/QĐ-TTg ngày 05 tháng 02 năm 2031", "issued_on", date(2031, 2, 5)),
    ("Quyết định số 41/QĐ-TTg ngày28/7/2031", "issued_on", date(2031, 7, 28)),
    ("Quyết định số 41/QĐ-TTg, ngày 5/2/2031", "issued_on", date(2031, 2, 5)),
    ("Quyết định số 41/QĐ-TTg (ngày 5/2/2031)", "issued_on", date(2031, 2, 5)),
    ("Quyết định số 41/QĐ-TTg của Thủ tướng Chính phủ ngày 18/01/2031", "issued_on", date(2031, 1, 18)),
    ("Ngày 05/02/2031, Thủ tướng Chính phủ đã ban hành Quyết định số 41/QĐ-TTg", "issued_on", date(2031, 2, 5)),
    ("Ngày 05/02/2031, Thủ tướng Chính phủ đã ký Quyết định số 41/QĐ-TTg", "issuer", "Thủ tướng Chính phủ"),
    ("Quyết định số 41/QĐ-TTg có hiệu lực từ ngày 18/01/2031", "issued_on", None),
    ("Quyết định số 41/QĐ-TTg. Ngày 18/01/2031, tỉnh báo cáo", "issued_on", None),
    ("Quyết định số 41/QĐ-TTg tháng 3 năm 2031", "issued_on_partial", "2031-03"),
    ("Luật Trẻ em năm 2016", "issued_on_partial", "2016"),
    ("các Quyết định số 12/QĐ-TTg, 13/QĐ-TTg ngày 18/01/2031", "issued_on", date(2031, 1, 18)),
    ("Quyết định số 41/QĐ-TTg ngày 18/01/2031", "year", 2031),
    ("Nghị định số 15/2030/NĐ-CP", "year", 2030),
    ("Quyết định số 041/QĐ-TTg", "number", "041"),
    ("Quyết định số 41/QĐ-TTg", "issuer", "Thủ tướng Chính phủ"),
    (
        "Kế hoạch số 7/KH-UBND ngày 01/02/2031 của UBND huyện Đồi Thông về trồng rừng",
        "issuer",
        "Ủy ban nhân dân huyện Đồi Thông",
    ),
    ("Thông tư số 03/2031/TT-BYT của Bộ trưởng Bộ Y tế quy định", "issuer", "Bộ trưởng Bộ Y tế"),
    (
        "Thông tư số 03/2031/TT-BVHTTDL ngày 01/02/2031 của Bộ Văn hóa, Thể thao và Du lịch hướng dẫn",
        "issuer",
        "Bộ Văn hóa, Thể thao và Du lịch",
    ),
    ("Nghị quyết số 24/2031/QH15", "issuer", "Quốc hội"),
    (
        "Kế hoạch số 7/KH-UBND ngày 01/02/2031 của UBND xã Đồi Thông về việc trồng cây xanh; Công văn",
        "title",
        "về việc trồng cây xanh",
    ),
    ("Quyết định số 41/QĐ-TTg phê duyệt Đề án rừng xanh.", "title", "phê duyệt Đề án rừng xanh"),
    ("Quyết định số 41/QĐ-TTg và khả năng cân đối", "title", None),
    ("Công văn số 15/UBND-VP V/v báo cáo tiến độ", "title", "V/v báo cáo tiến độ"),
    ("theo khoản 2 mục III Quyết định số 41/QĐ-TTg", "pinpoint", "khoản 2 mục III"),
    ("tại điểm a khoản 3 Điều 5 của Nghị định số 15/2031/NĐ-CP", "pinpoint", "điểm a khoản 3 Điều 5"),
    ("Điều 4, Điều 6 và khoản 1 Điều 9 Thông tư 03/2031/TT-BYT", "pinpoint", "Điều 4, Điều 6 và khoản 1 Điều 9"),
    ("Phụ lục II ban hành kèm theo Quyết định số 41/QĐ-TTg", "pinpoint", "Phụ lục II"),
    ("khoản 4 Điều 26 của Luật Đê điều", "pinpoint", "khoản 4 Điều 26"),
    ("Quyết định số 41/QĐ-TTg tại khoản 2 Điều 3.", "pinpoint", "khoản 2 Điều 3"),
    ("Quyết định số 41/QĐ-TTg, khoản 2 điều 3 Luật Trẻ em", "pinpoint", None),
    ("đạt mục tiêu 5 của Quyết định số 41/QĐ-TTg", "pinpoint", None),
    ("Căn cứ Nghị định số 15/2031/NĐ-CP;", "relation", "basis"),
    ("- Căn cứ quy định tại khoản 1 Điều 2 Nghị định số 15/2031/NĐ-CP;", "relation", "basis"),
    ("Thực hiện Nghị quyết số 8-NQ/TU, UBND huyện ban hành", "relation", "implements"),
    ("tiếp tục triển khai thực hiện có hiệu quả Nghị quyết số 8-NQ/TU", "relation", "implements"),
    ("Nghị định số 15/2031/NĐ-CP sửa đổi, bổ sung một số điều của Nghị định", "relation", "amends"),
    ("Nghị quyết số 8/NQ-CP ngày 01/4/2031 của Chính phủ về việc sửa đổi Chương trình", "relation", "amends"),
    ("đã được sửa đổi, bổ sung một số điều tại Nghị định số 15/2031/NĐ-CP", "relation", "amends"),
    ("Sửa đổi, bổ sung một số điều của Quyết định số 9/2031/QĐ-UBND", "relation", "amends"),
    ("Quyết định này thay thế Quyết định số 9/2031/QĐ-UBND", "relation", "replaces"),
    ("Bãi bỏ các Quyết định số 9/2031/QĐ-UBND", "relation", "repeals"),
    ("Quyết định số 9/2031/QĐ-UBND hết hiệu lực kể từ ngày", "relation", "repeals"),
    ("(Ban hành kèm theo Quyết định số 9/QĐ-UBND)", "relation", "attached_to"),
    ("theo Mẫu số 05 ban hành kèm theo Nghị định số 15/2031/NĐ-CP", "relation", "cites"),
    ("Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Xây dựng ngày 17/6/2020", "relation", "amends"),
    ("Tờ trình số 61/TTr-UBND về việc ban hành Nghị quyết sửa đổi mức chi", "relation", "cites"),
    ("Bãi bỏ một số cụm từ của Quy định kèm theo Nghị quyết số 8/2031/NQ-HĐND", "relation", "amends"),
    ("chính sách quy định tại Nghị quyết số 8/2031/NQ-HĐND", "relation", "cites"),
]


@pytest.mark.parametrize(("text", "code", "ref_type"), CODES)
def test_codes(text: str, code: str, ref_type: str) -> None:
    refs = refs_of(f"Triển khai {text}")
    assert [(r.code, r.ref_type) for r in refs] == [(code, ref_type)]
    assert f"Triển khai {text}"[refs[0].at.start].isdigit()


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_mention(text: str) -> None:
    assert refs_of(text) == []


@pytest.mark.parametrize(("text", "codes"), LISTS)
def test_lists(text: str, codes: list[str | None]) -> None:
    assert [r.code for r in refs_of(text)] == codes


@pytest.mark.parametrize(("text", "name", "code"), LAW_NAMES)
def test_laws_by_name(text: str, name: str, code: str | None) -> None:
    (ref,) = refs_of(text)
    assert (text[ref.at.start : ref.at.end], ref.code, ref.resolves_to) == (name, None, code)
    assert ref.ref_type == ("PL" if name.startswith("Pháp lệnh") else "Luật")


@pytest.mark.parametrize(("text", "slot", "value"), SLOTS)
def test_slots(text: str, slot: str, value: object) -> None:
    assert getattr(refs_of(text)[0], slot) == value


def test_every_mention_of_an_amendment_counts() -> None:
    first, second = refs_of(
        "Căn cứ Nghị định số 38/2031/NĐ-CP ngày 24/6/2031 của Chính phủ sửa đổi, bổ sung một số điều của Nghị định "
        "số 27/2030/NĐ-CP ngày 19/4/2030 của Chính phủ quy định cơ chế quản lý;"
    )
    assert (first.code, first.relation, first.issued_on) == ("38/2031/NĐ-CP", "amends", date(2031, 6, 24))
    assert (second.code, second.relation, second.issued_on) == ("27/2030/NĐ-CP", "cites", date(2030, 4, 19))
    assert second.title == "quy định cơ chế quản lý"


def test_the_verb_before_a_list_governs_all_of_it() -> None:
    refs = refs_of(
        "Bãi bỏ Quyết định số 1/QĐ-UBND ngày 02/03/2031, Quyết định số 2/QĐ-UBND và Quyết định số 3/QĐ-UBND"
    )
    assert [r.relation for r in refs] == ["repeals"] * 3
    refs = refs_of(
        "Căn cứ Luật Giá số 9/2031/QH15 được sửa đổi bởi Luật số 64/2032/QH15, "
        "Luật số 7/2033/QH15 và Luật số 8/2033/QH15;"
    )
    assert [r.relation for r in refs] == ["basis", "amends", "amends", "amends"]
    refs = refs_of("Luật Giá được sửa đổi, bổ sung bởi Luật số 64/2031/QH15, Luật số 7/2032/QH15; theo Luật Trẻ em")
    assert [r.relation for r in refs] == ["cites", "amends", "amends", "cites"]


def test_a_number_broken_over_two_blocks_is_still_found() -> None:
    assert [r.code for r in refs_of("Thực hiện Nghị quyết số\n16/2031/NQ-HĐND ngày 11/12/2031")] == [
        "16/2031/NQ-HĐND"
    ]


def test_a_bare_number_stands_for_the_one_document_that_bears_it() -> None:
    refs = refs_of("Kế hoạch số 77/KH-UBND; triển khai Kế hoạch số 77 và Kế hoạch số 78, Nghị quyết 77")
    assert [(r.code, r.resolves_to) for r in refs] == [("77/KH-UBND", None), (None, "77/KH-UBND")]
    assert [r.number for r in refs_of("Kế hoạch 7/KH-UBND, Kế hoạch 7-KH/TU, Kế hoạch 7")] == ["7", "7"]
    (decree,) = refs_of("theo Nghị định 9/2031 và Thông tư 8/2031, báo cáo 05/2031")
    assert (decree.ref_type, decree.code, decree.resolves_to, decree.year) == ("NĐ", None, "09/2031/NĐ-CP", 2031)


PLAN = (
    "Kế hoạch 12/KH-UBND về trồng rừng\nỦY BAN NHÂN DÂN\nSố: 12/KH-UBND\nThực hiện Luật Đầu tư công và "
    "Kế hoạch số 8/KH-UBND của UBND tỉnh;\nPHỤ LỤC\n(Kèm theo Kế hoạch số 12 /KH-UBND ngày 03/01/2024)\n"
    "So với Kế hoạch số 12/KH-UBND ngày 09/02/2022\nSố 12/KH-UBND\nMenu 99/KH-UBND"
)


def plan_document(issued_on: date | None) -> Document:
    start, end = PLAN.index("ỦY BAN"), PLAN.index("Menu")
    return Document(
        at=Span(start, end),
        code="12/KH-UBND",
        issued_on=issued_on,
        province="Lạng Bình",
        issuer="Ủy ban nhân dân tỉnh Lạng Bình",
    )


def test_own_number_and_what_stands_outside_the_document() -> None:
    refs = refs_of(PLAN, plan_document(date(2024, 1, 3)))
    assert [(r.code or r.resolves_to, r.relation) for r in refs] == [
        ("39/2019/QH14", "implements"),
        ("8/KH-UBND", "implements"),
        ("12/KH-UBND", "self"),
        ("12/KH-UBND", "cites"),
    ]
    assert (refs[1].issuer, refs[1].inferred) == ("Ủy ban nhân dân tỉnh Lạng Bình", ("issuer",))


def test_an_attached_plan_speaks_of_its_decision_as_itself() -> None:
    text = "Quyết định\nĐiều 1\nKẾ HOẠCH\n(Kèm theo Quyết định số 43/QĐ-UBND ngày 08/02/2030)"
    decision = Document(at=Span(0, len(text)), code="43/QĐ-UBND", issued_on=date(2030, 2, 8))
    plan = Document(at=Span(text.index("KẾ"), len(text)), doc_type="KH", parent=0)
    assert [r.relation for r in refs_of(text, decision, plan)] == ["self"]


@pytest.mark.parametrize(
    ("name", "printed", "citing", "code"),
    [
        ("Ngân sách nhà nước", None, date(2024, 1, 3), "83/2015/QH13"),
        ("Ngân sách nhà nước", None, date(2025, 11, 17), None),  # the next one was passed, this one is in force
        ("Ngân sách nhà nước", None, date(2026, 2, 1), "89/2025/QH15"),
        ("ngân sách  nhà nước", date(2015, 6, 25), date(2026, 2, 1), "83/2015/QH13"),
        ("Ngân sách nhà nước", None, None, None),
        ("Ngân sách nhà nước", None, "2024", "83/2015/QH13"),
        ("Ngân sách nhà nước", None, "2025", None),
        ("Ngân sách nhà nước", None, "--01-03", None),
        ("Tổ chức chính quyền địa phương", None, date(2025, 3, 20), "65/2025/QH15"),
        ("Tổ chức chính quyền địa phương", None, date(2025, 7, 20), "72/2025/QH15"),
        ("Phòng, chống ma túy", None, date(2025, 11, 17), "73/2021/QH14"),
        ("Phòng, chống ma túy", None, date(2026, 11, 17), "120/2025/QH15"),
        ("Bảo hiểm y tế", None, None, "25/2008/QH12"),
        ("Bảo hiểm y tế", None, date(2001, 1, 1), None),
        ("Quy hoạch", date(2017, 11, 21), None, "21/2017/QH14"),  # a day misprinted still names the year
        ("Không có trong bảng", None, None, None),
    ],
)
def test_a_name_resolves_where_it_is_certain(
    name: str, printed: date | str | None, citing: date | str | None, code: str | None
) -> None:
    assert resolve(name, printed, citing) == code


def test_a_name_stands_for_the_number_that_the_plan_gives_it() -> None:
    refs = refs_of("Luật Hương ước số 44/2031/QH15 ngày 01/6/2031\nThi hành Luật Hương ước")
    assert [(r.code, r.resolves_to) for r in refs] == [("44/2031/QH15", None), (None, "44/2031/QH15")]


NUMBERS = st.builds(
    lambda n, shape: shape.format(n=n),
    st.integers(1, 99999),
    st.sampled_from(
        [
            "{n}/QĐ-UBND",
            "{n}/2031/NĐ-CP",
            "{n}/2031/NQ-HĐND",
            "{n}-NQ/TW",
            "{n}-CTr/TU",
            "{n}a/QĐ-TTg",
            "{n}/2031/TTLT-BGDĐT-BTC",
            "{n}/KH-MTTQ-BTT",
            "{n}/UBND-VP",
            "{n}/2031/QH15",
            "{n}/NQ-UBTVQH15",
        ]
    ),
)


@given(NUMBERS, st.data())
def test_noise_leaves_the_canonical_form(code: str, data: st.DataObject) -> None:
    noisy = ""
    for letter in code:
        if letter in "/-":
            left, right = data.draw(st.sampled_from([("", ""), (" ", ""), ("", " "), ("", "\u00a0")]))
            letter = data.draw(st.sampled_from("-–‑")) if letter == "-" else letter
            noisy += left + letter + right
        else:
            noisy += data.draw(st.sampled_from("ĐÐ")) if letter == "Đ" else letter
    text = f"Văn bản số {noisy} ngày 01/02/2031"
    (found,) = find_codes(fold(text))
    assert found.canonical == code
    assert text[found.at.start : found.at.end] == noisy
    parsed = parse_code(noisy)
    assert parsed is not None
    assert parsed.canonical == code
    assert parsed.number == found.number


WORDS = """
Số số 12 / - 2031 QĐ KH NQ UBND HĐND TTg CP TW QH15 Luật luật Đất đai Pháp lệnh ngày tháng năm
của khoản Điều a ( ) ; , . | về sửa đổi Căn cứ kèm theo Quyết định và : “ ”
"""


@given(st.lists(st.sampled_from(WORDS.split()), max_size=40), st.sampled_from([" ", "\n", "\t", ""]))
def test_never_raises(words: list[str], space: str) -> None:
    text = space.join(words)
    for ref in refs_of(text):
        assert 0 <= ref.at.start < ref.at.end <= len(text)


@pytest.mark.shared
def test_real_plans_give_mentions_that_stand_in_their_text(shared: Path) -> None:
    for path in sorted((shared / "plans" / "seeds").glob("*.txt")):
        text = path.read_text("utf8")
        refs = refs_of(text)
        assert refs
        for ref in refs:
            printed = text[ref.at.start : ref.at.end]
            assert printed[0].isdigit() or printed.startswith(("Luật", "Bộ luật", "Pháp lệnh"))
