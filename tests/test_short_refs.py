"""Short forms of references. All sentences are the project's own; places, numbers and dates in them are invented."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.facts import Document, LegalRef, ShortRef
from extractors.legal_refs import find_legal_refs
from extractors.offsets import Span
from extractors.reading import Block, Reading
from extractors.short_refs import find_short_refs
from extractors.tokens import blank
from pipeline.extract import extract_bytes
from rules import read_yaml

PLAN = ("KH", "12/KH-UBND", "Giảm nghèo ở xã Đồi Thông")
DECISION = ("QĐ", "34/QĐ-UBND", "Ban hành Quy chế làm việc của xã Đồi Thông")

LETTER = """ỦY BAN NHÂN DÂN
XÃ ĐỒI THÔNG

Số: 12/KH-UBND
Đồi Thông, ngày 05 tháng 5 năm 2031

KẾ HOẠCH
Giảm nghèo năm 2031

Thực hiện Chỉ thị số 41/CT-TTg ngày 03/4/2031 của Thủ tướng Chính phủ về giảm nghèo, Ủy ban nhân dân xã ban hành kế
hoạch như sau:
I. MỤC ĐÍCH
1. Quán triệt Chỉ thị nêu trên.
2. Các thôn thực hiện nghiêm Kế hoạch này.
"""

Head = tuple[str | None, str | None, str | None]


def document(start: int, end: int, head: Head, parent: int | None = None) -> Document:
    doc_type, code, title = head
    return Document(
        at=Span(start, end), doc_type=doc_type, code=code, title=title, parent=parent, issued_on=date(2031, 5, 1)
    )


def reading_of(text: str, head: Head | None = PLAN) -> Reading:
    reading = Reading.of_text(text)
    return with_documents(reading, [document(0, len(text), head)] if head else [])


def with_documents(reading: Reading, documents: list[Document]) -> Reading:
    if documents:
        reading.add(Document, documents)
    reading.add(LegalRef, list(find_legal_refs(reading)))
    return reading


def shorts(reading: Reading) -> list[ShortRef]:
    return list(find_short_refs(reading))


def told(reading: Reading) -> list[tuple[str, str, str | None]]:
    return [(reading.print_of(s.at), s.means, s.resolves_to) for s in shorts(reading)]


# (sentence of the plan 12/KH-UBND, its short forms: words, how they are known, what they mean)
SELF = "12/KH-UBND"
FOUND: list[tuple[str, list[tuple[str, str, str | None]]]] = [
    # the document itself
    ("Phòng Nội vụ tham mưu triển khai Kế hoạch này.", [("Kế hoạch này", "self", SELF)]),
    ("Các thôn báo cáo kết quả kế hoạch này về xã", [("kế hoạch này", "self", SELF)]),
    ("Mục tiêu của Kế hoạch hành động này là", [("Kế hoạch hành động này", "self", SELF)]),
    ("Trong quá trình thực hiện Kế hoạch\nnày, nếu có vướng mắc", [("Kế hoạch này", "self", SELF)]),
    # the last one named before
    (
        "Thực hiện Chỉ thị số 41/CT-TTg ngày 03/4/2031.\nCác thôn quán triệt Chỉ thị nêu trên.",
        [("Chỉ thị nêu trên", "earlier", "41/CT-TTg")],
    ),
    (
        "Căn cứ Quyết định số 61/QĐ-TTg ngày 03/4/2031 và Quyết định số 62/QĐ-TTg;\nnội dung Quyết định nói trên",
        [("Quyết định nói trên", "earlier", "62/QĐ-TTg")],
    ),
    (
        "Theo Thông tư số 03/2031/TT-BYT ngày 03/4/2031, khoản 2 Điều 14 Thông tư đó quy định",
        [("Thông tư đó", "earlier", "03/2031/TT-BYT")],
    ),
    (
        "Triển khai Nghị quyết số 57-NQ/TW ngày 22/12/2024.\nTheo Nghị quyết trên, các xã tổ chức học tập.",
        [("Nghị quyết trên", "earlier", "57-NQ/TW")],
    ),
    (
        "Thực hiện Chỉ thị số 41/CT-TTg ngày 03/4/2031, các thôn bám sát Chỉ thị này để làm.",
        [("Chỉ thị này", "earlier", "41/CT-TTg")],
    ),
    ("Triển khai Kế hoạch số 12/KH-UBND ngày 01/5/2031; Kế hoạch nêu trên có", [("Kế hoạch nêu trên", "self", SELF)]),
    # defined by the text
    (
        "Thực hiện Quyết định số 61/QĐ-TTg ngày 03/4/2031 của Thủ tướng Chính phủ phê duyệt Chương trình trồng cây "
        "(sau đây gọi tắt là Chương trình).\nPhòng Kinh tế theo dõi Chương trình trên địa bàn xã.\n"
        "Vốn của Chương trình mục tiêu quốc gia khác; Chương trình số 12; kinh phí Chương trình.",
        [("Chương trình", "defined", "61/QĐ-TTg"), ("Chương trình", "defined", "61/QĐ-TTg")],
    ),
    (
        "Quyết định số 61/QĐ-TTg ngày 03/4/2031 phê duyệt Đề án nước sạch *(viết tắt là “Đề án nước sạch”)*, xã lập "
        "tổ giúp việc.\nĐề án nước sạch có ba phần.",
        [("Đề án nước sạch", "defined", "61/QĐ-TTg")],
    ),
    (
        "Theo Quyết định số 1719/QĐ-TTg ngày 14/10/2021 phê duyệt Chương trình vùng cao (Chương trình 1719), "
        "xã rà soát.\nNguồn vốn Chương trình\n1719 được giao.",
        [("Chương trình 1719", "defined", "1719/QĐ-TTg")],
    ),
    (
        "Quyết định số 61/QĐ-TTg ngày 03/4/2031 phê duyệt Chiến lược nước sạch (gọi tắt là Chiến lược), gồm\n"
        "mục tiêu Chiến lược đến năm 2035",
        [("Chiến lược", "defined", "61/QĐ-TTg")],
    ),
    (
        "Quyết định số 61/QĐ-TTg phê duyệt Chương trình theo Nghị quyết số 24/2031/QH15 (gọi tắt là Chương trình)\n"
        "dự toán Chương trình năm 2032",
        [("Chương trình", "defined", "61/QĐ-TTg")],
    ),
    (
        "Quyết định số 61/QĐ-TTg phê duyệt Chương trình trồng cây (gọi tắt là Chương trình).\nTheo Chương trình này,",
        [("Chương trình này", "defined", "61/QĐ-TTg")],
    ),
    (
        "Chương trình trồng cây tại Quyết định số 61/QĐ-TTg ngày 03/4/2031 (sau đây gọi là Chương trình).\n"
        "Xã thực hiện Chương trình theo quý.",
        [("Chương trình", "defined", "61/QĐ-TTg")],
    ),
    (
        "Quyết định số 61/QĐ-TTg ngày 03/4/2031 của Thủ tướng Chính phủ phê duyệt Đề án “Chợ quê đến năm 2035” (sau "
        "đây gọi tắt là Đề án);\nkinh phí Đề án do xã cấp; mục tiêu Đề án đến năm 2035",
        [("Đề án", "defined", "61/QĐ-TTg"), ("Đề án", "defined", "61/QĐ-TTg")],
    ),
    # by the number of the document that approves it, or known everywhere
    ("Triển khai Đề án 06 tại các thôn", [("Đề án 06", "known", "06/QĐ-TTg")]),
    ("Tổ công tác Đề án\nsố 06/CP của Chính phủ", [("Đề án số 06/CP", "known", "06/QĐ-TTg")]),
    ("các huyện nghèo theo Nghị quyết 30a", [("Nghị quyết 30a", "known", "30a/2008/NQ-CP")]),
    (
        "Quyết định số 06/QĐ-UBND ngày 03/4/2031 phê duyệt Đề án chợ quê;\ntiến độ Đề án 06",
        [("Đề án 06", "earlier", "06/QĐ-UBND")],
    ),
    (
        "Quyết định số 27/QĐ-UBND ngày 03/4/2031 phê duyệt Đề án chợ quê;\ntiến độ Đề án 27",
        [("Đề án 27", "earlier", "27/QĐ-UBND")],
    ),
]

# Nothing here is a short form of a document, or it is not certain which one is meant.
NONE = [
    "Sửa đổi Điều 5 như sau: “Điều 5. Kế hoạch này có hiệu lực từ ngày ký.”",
    "Sửa đổi như sau:\n“1. Thôn thực hiện Kế hoạch này.\n2. Xã báo cáo Kế hoạch này.”",
    f"Kế hoạch số 5/KH-UBND ngày 03/4/2031. {'Thôn họp dân. ' * 50}\nThực hiện tốt Kế hoạch nêu trên.",
    "Quyết định này có hiệu lực từ ngày ký",
    "Căn cứ Quyết định số 61/QĐ-TTg;\nQuyết định này có hiệu lực từ ngày ký",
    "các Kế hoạch này được điều chỉnh hằng năm",
    "Nghị quyết nêu trên",
    "Luật Việc làm và Luật Đất đai; các luật trên",
    "Chỉ thị số 41/CT-TTg và Chỉ thị số 42/CT-TTg; hai Chỉ thị nêu trên",
    "Chỉ thị số 41/CT-TTg, Nghị quyết số 5/NQ-CP; các Chỉ thị, Nghị quyết nêu trên",
    "Chỉ thị số 41/CT-TTg; nội dung Chỉ thị và Nghị quyết nói trên",
    "Quyết định số 61/QĐ-TTg; Quyết định trên cơ sở đề nghị của thôn",
    "Nghị quyết số 5/NQ-CP; thực hiện Nghị quyết trên địa bàn xã",
    "Nghị quyết số 5/NQ-CP; ban hành Nghị quyết, trong đó nêu rõ",
    "Ủy ban nhân dân các xã, thị trấn (gọi chung là xã)",
    "theo Nghị định số 15/2031/NĐ-CP về học phí (sau đây gọi tắt là người học); người học được miễn",
    "phong trào trồng cây (gọi tắt là Chương trình); kinh phí Chương trình được cấp",
    "Căn cứ Nghị định số 15/2031/NĐ-CP, Ủy ban nhân dân xã ban hành Đề án cây (gọi tắt là Đề án); thực hiện Đề án",
    "Kinh phí Chương trình được cấp.\nQuyết định số 61/QĐ-TTg phê duyệt Chương trình A (gọi tắt là Chương trình)",
    "Quyết định số 61/QĐ-TTg phê duyệt Kế hoạch trồng cây (gọi tắt là Kế hoạch);\nban hành Kế hoạch, gồm",
    "Quyết định số 61/QĐ-TTg phê duyệt Chương trình A (gọi tắt là Chương trình);\nlồng ghép các Chương trình, đề án",
    "Quyết định số 61/QĐ-TTg phê duyệt Chương trình A (gọi tắt là Chương trình);\nChương trình",
    "Quyết định số 61/QĐ-TTg phê duyệt Chương trình MTQG A (gọi tắt là Chương trình MTQG);\nChương trình MTQG khác",
    "Đề án 06 của Ủy ban nhân dân xã Đồi Thông",
    "Đề án 27 được phê duyệt",
    "Đề án 06/QĐ-TTg",
    "Quyết định số 27/QĐ-UBND về việc giao đất;\ntiến độ Đề án 27",
    "Chương trình 30 phút trên sóng truyền thanh",
]


@pytest.mark.parametrize(("text", "found"), FOUND, ids=[text[:60] for text, _ in FOUND])
def test_short_forms_mean_what_they_mean(text: str, found: list[tuple[str, str, str | None]]) -> None:
    assert told(reading_of(text)) == found


@pytest.mark.parametrize("text", NONE, ids=[text[:60] for text in NONE])
def test_what_is_no_short_form_is_left_out(text: str) -> None:
    assert told(reading_of(text)) == []


def test_what_legal_refs_has_is_left_out() -> None:
    reading = reading_of(
        "Thực hiện Chỉ thị số 41-CT/TU ngày 03/4/2031 (viết tắt là Chỉ thị 41);\nquán triệt Chỉ thị 41"
    )
    assert [r.resolves_to for r in reading.found(LegalRef)] == [None, "41-CT/TU", "41-CT/TU"]
    assert told(reading) == []


def test_a_law_can_be_what_is_named_before() -> None:
    reading = reading_of("Theo Luật Việc làm ngày 16/6/2025, điểm a khoản 2 Điều 5 Luật này áp dụng từ năm 2026.")
    (short,) = shorts(reading)
    assert (short.ref_type, short.means, short.resolves_to) == ("Luật", "earlier", "74/2025/QH15")
    assert short.pinpoint == "điểm a khoản 2 Điều 5"
    assert short.ref_at == reading.found(LegalRef)[0].at


def test_the_mention_it_goes_back_to_gives_its_date() -> None:
    reading = reading_of("Chỉ thị số 41/CT-TTg ngày 03/4/2031; Chỉ thị nêu trên.\nĐề án 06, Kế hoạch này")
    earlier, known, itself = shorts(reading)
    assert (earlier.issued_on, earlier.inferred) == (date(2031, 4, 3), ("resolves_to", "issued_on"))
    assert (known.issued_on, known.ref_at, known.document) == (date(2022, 1, 6), None, None)
    assert (itself.issued_on, itself.ref_at, itself.document) == (None, None, 0)


def attached(body: str, annex: str, annex_type: str = "QC", head: Head = DECISION) -> Reading:
    """Return the reading of a decision with an annex that has no number."""
    text = f"{body}\n{annex}"
    start = len(body) + 1
    documents = [document(0, len(text), head), document(start, len(text), (annex_type, None, "Làm việc"), parent=0)]
    return with_documents(Reading.of_text(text), documents)


def test_a_decision_and_what_is_attached_to_it() -> None:
    reading = attached(
        "Ban hành kèm theo Quyết định này Quy chế làm việc. Các thôn thi hành Quy chế này.",
        "Khoản 1 Điều 13 Quy chế này.\nPhụ lục I kèm theo Quyết định này.",
    )
    found = shorts(reading)
    assert told(reading) == [
        ("Quyết định này", "self", "34/QĐ-UBND"),
        ("Quy chế này", "attached", None),
        ("Quy chế này", "self", None),
        ("Quyết định này", "parent", "34/QĐ-UBND"),
    ]
    assert [s.document for s in found] == [0, 1, 1, 0]
    assert [s.pinpoint for s in found] == [None, None, "Khoản 1 Điều 13", "Phụ lục I"]
    assert [s.inferred for s in found] == [("resolves_to",), (), (), ("resolves_to",)]


def test_what_a_decision_approves_in_its_own_body() -> None:
    strategy = reading_of("Mục tiêu của Chiến lược này", ("QĐ", "36/QĐ-TTg", "Phê duyệt Chiến lược nước sạch"))
    assert [(s.ref_type, s.means, s.resolves_to) for s in shorts(strategy)] == [("QĐ", "attached", "36/QĐ-TTg")]
    text = "Quyết định này có hiệu lực từ ngày ký; kinh phí của Kế hoạch này; Quy chế này"
    reading = reading_of(text, ("QĐ", "35/QĐ-UBND", "VỀ VIỆC PHÊ DUYỆT KẾ HOẠCH trồng cây"))
    assert told(reading) == [
        ("Quyết định này", "self", "35/QĐ-UBND"),
        ("Kế hoạch này", "attached", "35/QĐ-UBND"),
    ]


def test_an_annex_of_unknown_type_is_no_strategy() -> None:
    text = "Các thôn thi hành Chiến lược này.\nBiểu mẫu"
    start = text.index("Biểu mẫu")
    documents = [document(0, len(text), DECISION), document(start, len(text), (None, None, None), parent=0)]
    assert told(with_documents(Reading.of_text(text), documents)) == []


def test_one_of_two_annexes_of_a_type_is_not_guessed() -> None:
    text = "Các thôn thi hành Quy chế này.\nQuy chế một\nQuy chế hai"
    one, two = text.index("Quy chế một"), text.index("Quy chế hai")
    documents = [
        document(0, len(text), ("QĐ", None, None)),
        document(one, two, ("QC", None, None), parent=0),
        document(two, len(text), ("QC", None, None), parent=0),
    ]
    assert told(with_documents(Reading.of_text(text), documents)) == []


def test_forms_hold_in_the_document_that_defines_them_and_what_is_attached_to_it() -> None:
    define = "Quyết định số 61/QĐ-TTg phê duyệt Chương trình trồng cây (gọi tắt là Chương trình)."
    reading = attached(define, "Kinh phí của Chương trình.")
    assert told(reading) == [("Chương trình", "defined", "61/QĐ-TTg")]
    documents = [document(0, len(define), DECISION), document(len(define) + 1, len(reading.text), PLAN)]
    assert told(with_documents(Reading.of_text(reading.text), documents)) == []


def test_a_name_known_later_than_the_document_is_another() -> None:
    text = "Triển khai Đề án 06"
    reading = Reading.of_text(text)
    reading.add(Document, [Document(at=Span(0, len(text)), doc_type="KH", issued_on=date(2019, 3, 1))])
    assert shorts(reading) == []
    assert told(reading_of(text, None)) == [("Đề án 06", "known", "06/QĐ-TTg")]


def test_repeats_and_what_lies_outside_of_documents_do_not_count() -> None:
    text = "Thực hiện Kế hoạch này.\nThực hiện Kế hoạch này.\nBáo cáo kế hoạch này"
    line = len("Thực hiện Kế hoạch này.")
    blocks = [Block(Span(0, line)), Block(Span(line + 1, 2 * line + 1), repeat=True), Block(Span(48, len(text)))]
    reading = Reading(text, blocks)
    reading.add(Document, [document(0, 48, PLAN)])
    assert [s.at.start for s in shorts(reading)] == [10]


def test_other_spellings_say_the_same() -> None:
    text = "Chỉ thị số 41/CT–TTg ngày 03/4/2031; khoản 2 Chỉ thị\u00a0nêu\ntrên"
    assert told(reading_of(text)) == [("Chỉ thị nêu trên", "earlier", "41/CT-TTg")]


def test_the_component_fills_its_group() -> None:
    nlp = blank()
    nlp.add_pipe("kehoach_short_refs")
    doc = nlp("Triển khai Đề án 06.")
    assert [s.text for s in doc.spans["short_refs"]] == ["Đề án 06"]


def test_rows_point_at_the_mention_and_the_document() -> None:
    rows = extract_bytes(LETTER.encode(), "plan.txt", "plan.txt")
    (plan,), refs, (above, itself) = rows["documents"], rows["legal_refs"], rows["short_refs"]
    assert (above["quote"], above["means"], above["cited_doc_id"]) == ("Chỉ thị nêu trên", "earlier", None)
    assert above["ref_id"] == next(ref["ref_id"] for ref in refs if ref["code"] == "41/CT-TTg")
    assert (itself["quote"], itself["ref_id"], itself["cited_doc_id"]) == ("Kế hoạch này", None, plan["doc_id"])
    assert itself["resolves_to"] == plan["code"] == "12/KH-UBND"


def test_names_known_everywhere_have_one_row_each() -> None:
    names = [row["name"] for row in read_yaml("short_refs")["known"]]
    assert len(names) == len(set(names))
