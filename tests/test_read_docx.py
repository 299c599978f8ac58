"""DOCX files: order, numbering, tables, notes, boxes, tracked changes."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.errors import KehoachError
from pipeline.read import docx, read_bytes
from tests.make_files import make_docx, make_zip, paragraph, table


def level(number: int, text: str, kind: str = "decimal", more: str = "") -> str:
    form = f'<w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/>{form}</w:lvl>'


LEVELS = level(0, "%1.", "upperRoman") + level(1, "%1.%2.", more="<w:isLgl/>") + level(2, "%3)", "lowerLetter")
LEVELS += level(3, "-", "bullet") + level(4, "&#xF0B7;", "bullet")
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def item(text: str, depth: int, list_id: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


def text_of(body: str, **parts: str) -> str:
    return read_bytes(make_docx(body, **parts)).text


def test_automatic_numbers_are_written_out() -> None:
    body = item("Mục tiêu", 0) + item("Chung", 1) + item("Y tế", 2) + item("Nước sạch", 2) + item("Xã", 3)
    body += item("Thôn", 4) + item("Cụ thể", 1) + item("Nhà ở", 2) + item("Nhiệm vụ", 0) + item("Việc làm", 1)
    assert text_of(body, numbering=NUMBERING).split("\n\n") == [
        "I. Mục tiêu",
        "1.1. Chung",
        "a) Y tế",
        "b) Nước sạch",
        "- Xã",
        "• Thôn",
        "1.2. Cụ thể",
        "a) Nhà ở",
        "II. Nhiệm vụ",
        "2.1. Việc làm\n",
    ]


def test_a_list_that_starts_again() -> None:
    body = item("Một", 0) + item("Hai", 0) + item("Ba", 0, list_id=2) + item("Bốn", 0, list_id=2)
    assert text_of(body, numbering=NUMBERING).split() == ["I.", "Một", "II.", "Hai", "I.", "Ba", "II.", "Bốn"]


def test_a_number_that_comes_from_the_style() -> None:
    styles = (
        '<w:style w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="MucCon"><w:basedOn w:val="Muc"/><w:rPr><w:caps/></w:rPr></w:style>'
    )
    body = paragraph("Kinh phí", '<w:pStyle w:val="Muc"/>') + paragraph("Tổ chức", '<w:pStyle w:val="MucCon"/>')
    assert text_of(body, numbering=NUMBERING, styles=styles) == "I. Kinh phí\n\nII. TỔ CHỨC\n"


def test_a_level_that_comes_from_the_style() -> None:
    numbered = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = "".join(f'<w:style w:styleId="{name}">{numbered}</w:style>' for name in ("Muc", "Khoan"))
    levels = level(0, "%1.", "upperRoman", '<w:pStyle w:val="Muc"/>') + level(
        1, "%2.", more='<w:pStyle w:val="Khoan"/>'
    )
    numbering = NUMBERING.replace(LEVELS, levels)
    body = "".join(
        paragraph(text, f'<w:pStyle w:val="{style}"/>') for style, text in (("Muc", "Một"), ("Khoan", "Hai"))
    )
    assert text_of(body, numbering=numbering, styles=styles) == "I. Một\n\n1. Hai\n"


def test_paragraphs_joined_by_a_tracked_change() -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    gone = '<w:rPr><w:del w:id="1"/></w:rPr>'
    body = (
        item("Một", 0)
        + f"<w:p><w:pPr>{numbered}{gone}</w:pPr><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del></w:p>"
    )
    body += paragraph("Hai phần ", numbered + gone) + item("thành một", 0)
    assert text_of(body, numbering=NUMBERING) == "I. Một\n\nII. Hai phần thành một\n"


def test_a_page_break_stands_before_the_text() -> None:
    body = item("Một", 0).replace("<w:t ", '<w:br w:type="page"/><w:t ')
    assert text_of(body, numbering=NUMBERING) == "I. Một\n"


def test_a_small_table_in_a_cell_leaves_the_table_around_it() -> None:
    inner = table([[paragraph("Năm"), paragraph("Hộ")]])
    rows = [["TT", "Nội dung", "Ghi chú"], ["1", "Hỗ trợ nhà ở", ""], ["2", "Hỗ trợ vay vốn", "theo nhu cầu"]]
    cells = [[paragraph(text) for text in row] for row in rows]
    cells[1][1] += inner
    source = read_bytes(make_docx(table(cells)))
    assert source.text == "TT\tNội dung\tGhi chú\n1\tHỗ trợ nhà ở Năm Hộ\t\n2\tHỗ trợ vay vốn\ttheo nhu cầu\n"
    assert [grid.kind for grid in source.grids] == ["data"]


def test_body_and_tables_keep_their_order() -> None:
    rows = [
        [
            '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + paragraph("TT"),
            '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph("Năm"),
        ],
        ["<w:tcPr><w:vMerge/></w:tcPr><w:p/>", paragraph("2025"), paragraph("2026")],
        [paragraph("1"), paragraph("5") + paragraph("hộ"), "<w:p/>"],
    ]
    source = read_bytes(make_docx(paragraph("Trước") + table(rows) + paragraph("Sau")))
    assert source.text == "Trước\n\nTT\tNăm\n2025\t2026\n1\t5 hộ\t\n\nSau\n"
    (grid,) = source.grids
    assert [(c.row, c.col, c.row_span, c.col_span, source.text[c.at.start : c.at.end]) for c in grid.cells] == [
        (0, 0, 2, 1, "TT"),
        (0, 1, 1, 2, "Năm"),
        (1, 1, 1, 1, "2025"),
        (1, 2, 1, 1, "2026"),
        (2, 0, 1, 1, "1"),
        (2, 1, 1, 1, "5 hộ"),
        (2, 2, 1, 1, ""),
    ]
    assert source.text[grid.at.start : grid.at.end] == "TT\tNăm\n2025\t2026\n1\t5 hộ\t"


def test_repeated_header_rows_are_counted() -> None:
    head = "<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p/></w:tc>" + f"<w:tc>{paragraph('Số')}</w:tc></w:tr>"
    rows = table([[paragraph("a"), paragraph("1")], [paragraph("b"), paragraph("2")]])
    (grid,) = read_bytes(make_docx(rows.replace("<w:tr>", head + "<w:tr>", 1))).grids
    assert grid.header_rows == 1


def test_the_letterhead_table_is_read_cell_by_cell() -> None:
    left = paragraph("UBND HUYỆN MẪU") + paragraph("Số: 05/KH-UBND")
    right = paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + paragraph("Độc lập - Tự do - Hạnh phúc")
    source = read_bytes(make_docx(table([[left, right]]) + paragraph("KẾ HOẠCH")))
    assert source.text.split("\n\n") == [
        "UBND HUYỆN MẪU",
        "Số: 05/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "KẾ HOẠCH\n",
    ]
    assert [grid.kind for grid in source.grids] == ["layout"]


def test_a_small_table_without_lines_is_layout() -> None:
    assert [g.kind for g in read_bytes(make_docx(table([[paragraph("a"), paragraph("b")]], ruled=False))).grids] == [
        "layout"
    ]


@pytest.mark.parametrize("line", ['w:val="nil"', 'w:val="single" w:color="FFFFFF"'], ids=["no line", "a white line"])
def test_cells_may_take_away_the_lines_of_their_table(line: str) -> None:
    sides = "".join(f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right"))
    cell = f"<w:tcPr><w:tcBorders>{sides}</w:tcBorders></w:tcPr>" + paragraph("a")
    assert [g.kind for g in read_bytes(make_docx(table([[cell, cell]]))).grids] == ["layout"]


def test_a_page_header_counts_only_with_a_letterhead() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/></w:sectPr>'
    page_number = paragraph("Trang 1")
    assert text_of(paragraph("Thân") + section, header=page_number) == "Thân\n"
    head = paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert text_of(paragraph("Thân") + section, header=head).split("\n\n")[0] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def test_notes_stand_at_the_end_in_the_order_cited() -> None:
    body = (
        "<w:p><w:r><w:t>Theo luật</w:t></w:r><w:r><w:footnoteReference w:id='7'/></w:r><w:r><w:t>.</w:t></w:r></w:p>"
    )
    notes = f"<w:footnote w:id='7'>{paragraph(' Luật Nhà ở')}</w:footnote>"
    notes += f"<w:footnote w:id='0'>{paragraph('-')}</w:footnote>"
    assert text_of(body, footnotes=notes) == "Theo luật[1].\n\n[1] Luật Nhà ở\n"


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ("<w:ins><w:r><w:t>thêm</w:t></w:r></w:ins><w:del><w:r><w:delText>bớt</w:delText></w:r></w:del>", "thêm"),
        ("<w:hyperlink><w:r><w:t>liên kết</w:t></w:r></w:hyperlink>", "liên kết"),
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/></w:r>", "a\nb\tc-"),
        ('<w:r><w:t>8 m</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>', "8 m²"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t> 5%</w:t></w:r>', "≥ 5%"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:t>hiện</w:t></w:r>", "hiện"),
        ('<w:fldSimple w:instr=" PAGE "><w:r><w:t>3</w:t></w:r></w:fldSimple><w:r><w:t>x</w:t></w:r>', "x"),
        ("<w:sdt><w:sdtContent><w:r><w:t>ô nhập</w:t></w:r></w:sdtContent></w:sdt>", "ô nhập"),
        ('<w:r><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr><w:t>KÕ ho¹ch</w:t></w:r>', "Kế hoạch"),
        ('<w:r><w:rPr><w:rFonts w:ascii=".VnTimeH"/></w:rPr><w:t>kÕ ho¹ch</w:t></w:r>', "KẾ HOẠCH"),
        ('<w:r><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr><w:t>Kế hoạch</w:t></w:r>', "Kế hoạch"),
    ],
)
def test_what_stands_in_a_paragraph(runs: str, expected: str) -> None:
    assert text_of(f"<w:p>{runs}</w:p>") == expected + "\n"


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('Trong hộp')}</w:txbxContent>"
    shape = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert text_of(f"<w:p><w:r><w:t>Ngoài</w:t>{shape}</w:r></w:p>") == "Ngoài\n\nTrong hộp\n"


def test_a_table_of_contents_is_left_out() -> None:
    def sign(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    begin = sign("begin") + "<w:r><w:instrText> TOC \\o </w:instrText></w:r>" + sign("separate")
    body = f"<w:p>{begin}<w:r><w:t>I. Mục tiêu 3</w:t></w:r></w:p><w:p>{sign('end')}</w:p>" + paragraph("I. Mục tiêu")
    assert text_of(body) == "I. Mục tiêu\n"


@pytest.mark.parametrize(
    "data",
    [
        make_docx(paragraph("Kế hoạch"))[:-40],
        make_zip({"word/document.xml": "<w:document>"}),
        make_zip({"word/styles.xml": "<x/>"}),
        make_docx("<w:p><w:r></w:p>"),
        make_docx("<w:p/>"),
    ],
    ids=["cut off", "no types", "no main part", "bad XML", "no text"],
)
def test_broken_files(data: bytes) -> None:
    with pytest.raises(KehoachError, match="KH104"):
        read_bytes(data, "plan.docx")


def test_a_file_with_macros_is_read_without_them() -> None:
    plain = make_docx(paragraph("Kế hoạch"))
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    types = "[Content_Types].xml"
    files[types] = files[types].replace(f"{docx.MEDIA_TYPE}.main+xml", kind)
    assert read_bytes(make_zip(files)).text == "Kế hoạch\n"


def test_want_of_memory_is_no_broken_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker tells it as KH204, which is tried again with more; a broken file is not."""

    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(docx.Package, "open", full)
    with pytest.raises(MemoryError):
        read_bytes(make_docx(paragraph("Kế hoạch")))


def test_a_zip_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx, "UNPACKED", 1000)
    with pytest.raises(KehoachError, match=r"KH104.*unpack"):
        read_bytes(make_docx(paragraph("a" * 2000)))
