"""PDF files: pages, columns, tables, scans, broken text layers."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from pipeline.errors import KehoachError
from pipeline.read import read_bytes
from tests.make_files import Sheet, Text, glyph_numbers, grid_lines, make_pdf

SENTENCES = (
    "Phấn đấu giảm tỷ lệ hộ nghèo của xã xuống còn 3% vào cuối năm 2026;",
    "hỗ trợ trên 120 lao động tìm việc làm mới trong các ngành nghề ở thôn,",
    "và bảo đảm mọi trẻ em của hộ nghèo được đi học đúng tuổi.",
)


def lines_of(*texts: str) -> Sheet:
    return Sheet([(72, 760 - 16 * i, text) for i, text in enumerate(texts)])


def test_pages_tile_the_text_and_carry_their_size() -> None:
    source = read_bytes(make_pdf([lines_of(*SENTENCES[:2]), lines_of(SENTENCES[2])]))
    assert source.text == "\n".join(SENTENCES) + "\n"
    assert [source.text[p.at.start : p.at.end] for p in source.pages] == [
        "\n".join(SENTENCES[:2]) + "\n",
        SENTENCES[2] + "\n",
    ]
    assert (source.pages[0].width, source.pages[0].height) == (595, 842)
    assert [p.page_no for p in source.pages] == [1, 2]
    assert source.read_with == "text"
    assert not source.failures


def test_a_letterhead_of_two_columns_is_read_column_by_column() -> None:
    sheet = Sheet(
        [
            (72, 780, "ỦY BAN NHÂN DÂN"),
            (300, 780, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (84, 764, "XÃ SUỐI MẪU"),
            (320, 764, "Độc lập - Tự do - Hạnh phúc"),
            (72, 744, "Số: 05/KH-UBND"),
            (310, 744, "Suối Mẫu, ngày 05 tháng 02 năm 2026"),
            (250, 710, "KẾ HOẠCH"),
            (72, 690, SENTENCES[0]),
        ]
    )
    source = read_bytes(make_pdf([sheet]))
    assert source.text.split("\n\n") == [
        "ỦY BAN NHÂN DÂN\nXÃ SUỐI MẪU\nSố: 05/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSuối Mẫu, ngày 05 tháng 02 năm 2026",
        f"KẾ HOẠCH\n{SENTENCES[0]}\n",
    ]
    assert [grid.kind for grid in source.grids] == ["layout"]


def test_a_letterhead_with_a_narrow_gap() -> None:
    sheet = Sheet(
        [
            (72, 780, "ỦY BAN NHÂN DÂN TỈNH SUỐI MẪU"),
            (254, 780, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (280, 764, "Độc lập - Tự do - Hạnh phúc"),
            (100, 744, "Số: 05/KH-UBND"),
            (190, 744, "Thành phố Suối Mẫu, ngày 05 tháng 02 năm 2026"),
        ]
    )
    assert read_bytes(make_pdf([sheet])).text.split("\n\n")[:2] == [
        "ỦY BAN NHÂN DÂN TỈNH SUỐI MẪU\nSố: 05/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Thành phố Suối Mẫu, ngày 05 tháng 02 năm 2026",
    ]


def test_old_fonts_in_a_table() -> None:
    texts = [(72, 760, "HuyÖn miÒn nói gi¶m nghÌo"), (105, 725, "ChØ tiªu gi¶m hé nghÌo"), (305, 725, "Sè hé")]
    sheet = Sheet(texts, grid_lines([100, 300, 400], [685, 715, 750]))
    assert "Chỉ tiêu giảm hộ nghèo\tSố hộ" in read_bytes(make_pdf([sheet])).text


def test_recipients_beside_a_signature_stay_lines_of_their_own() -> None:
    sheet = Sheet(
        [
            (72, 300, "Nơi nhận:"),
            (340, 300, "TM. ỦY BAN NHÂN DÂN"),
            (72, 284, "- UBND huyện;"),
            (365, 284, "CHỦ TỊCH"),
            (72, 268, "- Lưu: VT."),
        ]
    )
    text = read_bytes(make_pdf([sheet])).text
    assert text.split("\n\n")[:2] == ["Nơi nhận:\n- UBND huyện;\n- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"]


@pytest.mark.parametrize("turned", [False, True])
def test_a_ruled_table_becomes_a_grid_at_its_place(turned: bool) -> None:
    sheet = Sheet(
        [
            (72, 760, "Bảng 1"),
            (105, 725, "Chỉ tiêu"),
            (205, 735, "Kế"),
            (205, 721, "hoạch"),
            (105, 695, "Hộ nghèo"),
            (205, 695, "5%"),
            (72, 600, SENTENCES[2]),
        ],
        grid_lines([100, 200, 300], [685, 715, 750]),
        turned=turned,
    )
    source = read_bytes(make_pdf([sheet]))
    assert source.text == f"Bảng 1\nChỉ tiêu\tKế hoạch\nHộ nghèo\t5%\n\n{SENTENCES[2]}\n"
    (grid,) = source.grids
    assert (grid.kind, grid.page_no, grid.n_rows, grid.n_cols) == ("data", 1, 2, 2)
    assert [source.text[c.at.start : c.at.end] for c in grid.cells] == ["Chỉ tiêu", "Kế hoạch", "Hộ nghèo", "5%"]


def test_heads_of_narrow_columns_may_stand_on_their_side() -> None:
    texts: list[Text] = [(105, 650, "Tên thôn"), (216, 600, "Số hộ", 12, "up"), (231, 600, "nghèo", 12, "up")]
    texts += [(270, 695, "Tỷ lệ hộ", 12, "down"), (105, 580, "Thôn Thượng"), (210, 580, "25"), (260, 580, "3%")]
    source = read_bytes(make_pdf([Sheet(texts, grid_lines([100, 200, 250, 300], [570, 595, 700]))]))
    assert source.text == "Tên thôn\tSố hộ nghèo\tTỷ lệ hộ\nThôn Thượng\t25\t3%\n\n"


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_page_printed_across_the_paper(way: str) -> None:
    xs = [100 + 16 * i for i in range(3)]
    texts: list[Text] = [
        (x if way == "up" else 595 - x, 60 if way == "up" else 780, text, 12, way)
        for x, text in zip(xs, SENTENCES, strict=True)
    ]
    assert read_bytes(make_pdf([Sheet(texts)])).text == "\n".join(SENTENCES) + "\n"


def test_what_pages_repeat_at_their_edges_is_left_out() -> None:
    title = "Kế hoạch của xã Suối Mẫu"
    pages = []
    for number in range(1, 5):
        edge: list[Text] = [(72, 800, title), (280, 40, f"Trang {number}/4"), (290, 25, f"{number}")]
        body: list[Text] = [(72, 700 - 16 * i, f"{SENTENCES[i]} {number * number + 7} hộ") for i in range(3)]
        pages.append(Sheet(edge + body if number % 2 else body + edge))
    text = read_bytes(make_pdf(pages)).text
    assert text.count(title) == 1
    assert "Trang" not in text
    assert text.split("\n")[3:5] == [f"{SENTENCES[2]} 8 hộ", f"{SENTENCES[0]} 11 hộ"]


def test_lines_of_a_browser_are_left_out() -> None:
    def page(number: int) -> Sheet:
        edge: list[Text] = [
            (24, 820, "21:03, 05/02/2026 Kế hoạch"),
            (24, 20, f"https://suoimau.example/kh {number}/2"),
        ]
        return Sheet([*edge, (72, 700, SENTENCES[number])])

    assert read_bytes(make_pdf([page(1), page(2)])).text == f"{SENTENCES[1]}\n{SENTENCES[2]}\n"


def test_rows_and_a_letterhead_at_the_edge_of_every_page_stay() -> None:
    pages = [
        Sheet([(72, 800, "Độc lập - Tự do - Hạnh phúc"), (72, 700, f"{i} Thôn {i} {3 * i} {5 * i}")])
        for i in range(3, 8)
    ]
    text = read_bytes(make_pdf(pages)).text
    assert text.count("Hạnh phúc") == 5
    assert text.count("Thôn") == 5


def test_merged_cells_of_a_ruled_table() -> None:
    lines = [(100, y, 400, y) for y in (660, 720, 750)] + [(200, 690, 400, 690)]
    lines += [(x, 660, x, 750) for x in (100, 200, 400)] + [(300, 660, 300, 720)]
    texts = [
        (105, 730, "TT"),
        (205, 730, "Năm"),
        (205, 700, "2025"),
        (305, 700, "2026"),
        (205, 670, "5"),
        (305, 670, "6"),
    ]
    (grid,) = read_bytes(make_pdf([Sheet(texts, lines)])).grids
    assert [(c.row, c.col, c.row_span, c.col_span) for c in grid.cells] == [
        (0, 0, 1, 1),
        (0, 1, 1, 2),
        (1, 0, 2, 1),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
        (2, 1, 1, 1),
        (2, 2, 1, 1),
    ]


def test_a_map_is_no_table_and_keeps_its_words() -> None:
    lines = grid_lines([5 * i for i in range(100)], [5 * i for i in range(150)])
    source = read_bytes(make_pdf([Sheet([(72, 760, SENTENCES[0])], lines)]))
    assert (source.text, source.grids) == (SENTENCES[0] + "\n", ())


def test_a_table_without_lines() -> None:
    rows = [("1", "Thôn Thượng", "25", "12,5%"), ("2", "Thôn Hạ", "7", "3%"), ("3", "Thôn Trung", "112", "20%")]
    texts: list[tuple[float, float, str]] = [(72, 760, SENTENCES[0])]
    for number, row in enumerate(rows):
        texts += [(x, 720 - 30 * number, text) for x, text in zip((72, 110, 300, 400), row, strict=True)]
    texts += [(110, 704, "và các xóm"), (72, 620, SENTENCES[1])]
    source = read_bytes(make_pdf([Sheet(texts)]))
    assert source.text == (
        f"{SENTENCES[0]}\n1\tThôn Thượng và các xóm\t25\t12,5%\n2\tThôn Hạ\t7\t3%\n3\tThôn Trung\t112\t20%\n\n"
        f"{SENTENCES[1]}\n"
    )
    assert [(g.kind, g.n_rows, g.n_cols) for g in source.grids] == [("data", 3, 4)]


def set_rows(rows: list[tuple[str, ...]], xs: tuple[float, ...] = (72, 110, 330, 420)) -> list[Text]:
    return [(x, 720 - 16 * i, said) for i, row in enumerate(rows) for x, said in zip(xs, row, strict=True) if said]


def test_a_small_table_of_words_without_lines() -> None:
    rows = [("TT", "Việc", "Ai làm", "Hạn"), ("1", "Rà soát", "Các thôn", "Quý I"), ("2", "In sổ", "Xã", "Quý II")]
    source = read_bytes(make_pdf([Sheet([(72, 760, SENTENCES[0]), *set_rows(rows)])]))
    assert source.text == "\n".join([SENTENCES[0], *map("\t".join, rows), "", ""])


def test_the_last_lines_of_a_table_without_lines() -> None:
    rows = [("TT", "Tên thôn", "2025", "2026"), ("1", "Thôn Thượng", "25", "12"), ("2", "Thôn Hạ cùng các", "7", "3")]
    rest = [("", "xóm quanh chợ", "", ""), ("", "Cộng", "", "15")]
    source = read_bytes(make_pdf([Sheet(set_rows([*rows, *rest]))]))
    rows[2] = ("2", "Thôn Hạ cùng các xóm quanh chợ", "7", "3")
    assert source.text == "\n".join([*map("\t".join, [*rows, rest[1]]), "", ""])


def test_a_wide_column_without_lines() -> None:
    rows = [(str(i), "Số hộ nghèo được vay vốn để nuôi trâu", "25", "12") for i in range(3)]
    more = ("", "và trồng cây dược liệu dưới tán rừng", "", "")
    texts = [text for i, row in enumerate(rows) for text in set_rows([row, more], (72, 110, 360, 390))]
    texts = [(x, y - 40 * (i // 5), said) for i, (x, y, said, *_) in enumerate(texts)]
    (grid,) = read_bytes(make_pdf([Sheet(texts)])).grids
    assert (grid.n_rows, grid.n_cols) == (3, 4)


def test_dates_line_by_line_are_no_table() -> None:
    texts = [(72, 700 - 16 * i, f"Từ ngày {i + 2} tháng 6 năm 2026 các thôn, bản họp dân.") for i in range(6)]
    source = read_bytes(make_pdf([Sheet(texts)]))
    assert (source.text, source.grids) == ("\n".join(text for _, _, text in texts) + "\n", ())


def test_a_table_that_is_open_at_the_foot() -> None:
    lines = [(100, y, 300, y) for y in (715, 750)] + [(x, 685, x, 750) for x in (100, 160, 220, 300)]
    texts = [(105, 725, "Chỉ tiêu"), (165, 725, "2025"), (225, 725, "2026")]
    texts += [(105, 695, "Hộ nghèo"), (165, 695, "5%"), (225, 695, "3%")]
    assert read_bytes(make_pdf([Sheet(texts, lines)])).text == "Chỉ tiêu\t2025\t2026\nHộ nghèo\t5%\t3%\n\n"


def test_raised_figures_are_footnote_marks_and_powers() -> None:
    sheet = Sheet([(72, 700, "theo Luật Nhà ở"), (162, 706, "12", 7), (170, 700, " đạt 8 m"), (218, 706, "2", 7)])
    assert read_bytes(make_pdf([sheet])).text == "theo Luật Nhà ở[12] đạt 8 m²\n"


def test_a_note_at_the_foot_of_a_page_bears_its_number() -> None:
    sheet = Sheet(
        [(72, 700, "theo Luật Nhà ở,"), (72, 86, "1", 7), (77, 80, " Luật của năm 2023"), (72, 60, "15 hộ")]
    )
    assert read_bytes(make_pdf([sheet])).text == "theo Luật Nhà ở,\n[1] Luật của năm 2023\n15 hộ\n"


def test_a_note_parts_no_sentence_that_goes_on_overleaf() -> None:
    first: list[Text] = [
        (72, 700, SENTENCES[0]),
        (72, 684, "theo Luật Nhà ở"),
        (162, 690, "1", 7),
        (170, 684, " hỗ trợ cho"),
    ]
    notes: list[Text] = [(72, 86, "1", 7), (77, 80, " Luật của năm 2023"), (72, 66, "và các nghị định.")]
    sheets = [Sheet([*first, *notes]), Sheet([(72, 700, "120 lao động.")])]
    assert read_bytes(make_pdf(sheets)).text.split("\n") == [
        SENTENCES[0],
        "[1] Luật của năm 2023",
        "và các nghị định.",
        "theo Luật Nhà ở[1] hỗ trợ cho",
        "120 lao động.",
        "",
    ]


@pytest.mark.parametrize("place", [(72, 830), (330, 260)], ids=["above the letterhead", "over the signature"])
def test_the_stamp_of_an_electronic_signature_is_left_out(place: tuple[float, float]) -> None:
    stamp = ["Người ký: Ủy ban nhân dân xã", "Suối Mẫu", "Email: xa@suoimau.example", "Cơ quan: Xã Suối Mẫu"]
    stamp.append("Thời gian ký: 05.02.2026 10:20:11 +07:00")
    texts: list[Text] = [(place[0], place[1] - 8 * i, line, 6) for i, line in enumerate(stamp)]
    texts += [(72, 700, SENTENCES[0]), (72, 300, "Nơi nhận:"), (340, 300, "TM. ỦY BAN NHÂN DÂN")]
    texts += [(72, 284, "- Lưu: VT."), (365, 284, "CHỦ TỊCH"), (355, 200, "Người Ký Mẫu")]
    assert read_bytes(make_pdf([Sheet(texts)])).text == (
        f"{SENTENCES[0]}\nNơi nhận:\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNgười Ký Mẫu\n"
    )


def test_a_scan_that_is_not_recognised_has_pages_and_failures_but_no_text() -> None:
    source = read_bytes(make_pdf([Sheet(picture=True), Sheet(picture=True)]), ocr="never")
    assert source.text == ""
    assert source.read_with == "none"
    assert [(f.code, f.page_no) for f in source.failures] == [("KH107", 1), ("KH107", 2), ("KH108", None)]
    assert [p.read_with for p in source.pages] == ["none", "none"]


def test_a_scan_with_a_stamp_is_a_scan() -> None:
    source = read_bytes(
        make_pdf([Sheet([(300, 800, "Ký bởi: Văn phòng UBND xã Suối Mẫu")], picture=True)]), ocr="never"
    )
    assert source.text == ""
    assert [f.code for f in source.failures] == ["KH107", "KH108"]


def test_one_scanned_page_among_others_fails_alone() -> None:
    source = read_bytes(make_pdf([lines_of(*SENTENCES), Sheet(picture=True), Sheet()]), ocr="never")
    assert [(f.code, f.page_no) for f in source.failures] == [("KH107", 2)]
    assert [p.read_with for p in source.pages] == ["text", "none", "text"]


def test_glyph_numbers_of_common_fonts_are_read_as_letters() -> None:
    source = read_bytes(make_pdf([lines_of(*SENTENCES)], glyph_numbers()))
    assert source.text == "\n".join(SENTENCES) + "\n"
    assert not source.failures


def test_glyph_numbers_of_an_unknown_font_make_a_broken_page() -> None:
    codes = {letter: 0x2000 + 7 * i % 97 for i, letter in enumerate(sorted(set("".join(SENTENCES))))}
    source = read_bytes(make_pdf([lines_of(*SENTENCES)], codes), ocr="never")
    assert source.text == ""
    assert [(f.code, f.page_no) for f in source.failures] == [("KH109", 1)]


def test_english_is_not_taken_for_a_broken_layer() -> None:
    source = read_bytes(
        make_pdf([lines_of("The quick brown fox jumps over the lazy dog", *["This page is English"] * 9)])
    )
    assert not source.failures


def locked(user: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(user, ownerPassword="owner", strength=128))
    canvas.drawString(72, 700, "Ke hoach")
    canvas.save()
    return out.getvalue()


def test_a_password_is_an_error_and_an_empty_one_is_none() -> None:
    with pytest.raises(KehoachError, match="KH105"):
        read_bytes(locked("secret"))
    assert read_bytes(locked("")).text == "Ke hoach\n"


def test_a_page_that_is_missing_fails_alone() -> None:
    data = make_pdf([lines_of(SENTENCES[0]), lines_of(SENTENCES[1])])
    source = read_bytes(data.replace(b"9 0 R 11 0 R]", b"9 0 R 99 0 R]"))
    assert source.text == SENTENCES[0] + "\n"
    assert [(f.code, f.page_no) for f in source.failures] == [("KH103", 2)]


def test_a_broken_pdf() -> None:
    with pytest.raises(KehoachError, match="KH103"):
        read_bytes(b"%PDF-1.7\nnothing of a PDF")
