"""Web pages: the document among menus, browsers' white space, tables, the portal's data."""

from __future__ import annotations

import html

import pytest

from pipeline.errors import KehoachError
from pipeline.read import read_bytes

HEAD = "<p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</p><p>Số: 05/KH-UBND</p>"
BASIS = "<p>Căn cứ Luật Việc làm;</p>"
PROSE = "Ủy ban nhân dân xã Suối Mẫu ban hành kế hoạch hỗ trợ việc làm cho thanh niên trong xã như sau:"
MENU = "<ul><li><a href=/>Trang chủ</a><li><a href=/a>Giới thiệu</a><li><a href=/b>Văn bản chỉ đạo</a></ul>"


def text_of(body: str) -> str:
    return read_bytes(f"<html><body>{body}</body></html>".encode()).text


def test_the_document_is_found_among_menus_and_related_links() -> None:
    related = f"<div><h3>Tin liên quan</h3>{MENU}</div>"
    comments = "<div><div>Bình luận (2)</div></div>"
    page = (
        f"<div>{MENU}</div><div class=x><div>{HEAD}{BASIS}<p>{PROSE}</p>{related}{comments}</div></div>"
        f"<div><p>Cổng thông tin điện tử</p></div>"
    )
    assert text_of(page) == (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: 05/KH-UBND\n\n"
        f"Căn cứ Luật Việc làm;\n\n{PROSE}\n"
    )


def test_a_list_of_the_articles_beside_the_document_is_left_out() -> None:
    articles = "".join(f"<p>Điều {i}. Mức hỗ trợ hộ nghèo loại {i}</p><p>{PROSE}</p>" for i in range(1, 9))
    contents = "".join(f"<div>Điều {i}. Mức hỗ trợ hộ nghèo loại {i}</div>" for i in range(1, 9))
    text = text_of(f"<main><div>{HEAD}{BASIS}{articles}</div></main><div>Mục lục{contents}</div>")
    assert text.count("Điều 3.") == 1
    assert "Mục lục" not in text


def test_a_portal_that_places_everything_in_tables() -> None:
    page = (
        f"<table><tr><td>{MENU}<p>Cổng thông tin</p></td><td><table><tr><td>{HEAD}{BASIS}<p>{PROSE}</p>"
        f"<p>Nơi nhận:<br>- Lưu: VT.</p></td></tr></table></td><td>Thời tiết hôm nay</td></tr></table>"
    )
    text = text_of(page)
    assert text.startswith("CỘNG HÒA")
    assert text.endswith("- Lưu: VT.\n")


def test_a_document_printed_twice_is_read_twice() -> None:
    part = f"<div>{HEAD}{BASIS}<p>{PROSE}</p></div>"
    assert text_of(f"<div>{MENU}</div><div>{part}{part}</div>").count(PROSE) == 2


def test_the_portals_data_stand_at_the_top() -> None:
    data = (
        "<table><tr><td>Số hiệu:</td><td><b>05/KH-UBND</b></td><td>Loại văn bản</td><td>Kế hoạch</td></tr>"
        "<tr><td>Ngày ban hành:</td><td>05/02/2026</td><td>Người ký:</td><td>--</td></tr></table>"
    )
    text = text_of(f"{MENU}{data}<div>{HEAD}{BASIS}<p>{PROSE}</p></div>")
    assert text.startswith(
        "Số hiệu:\t05/KH-UBND\nLoại văn bản:\tKế hoạch\nNgày ban hành:\t05/02/2026\n\nCỘNG HÒA XÃ HỘI"
    )
    assert text.count("05/02/2026") == 1


def test_the_portals_data_may_follow_their_labels_as_text() -> None:
    data = "<ul><li><b>Số ký hiệu:</b> 05/KH-UBND</li><li><b>Người ký:</b> <a>Người Mẫu</a></li></ul>"
    text = text_of(f"<div>{data}{HEAD}{BASIS}<p>{PROSE}</p><p><b>Lĩnh vực:</b> việc làm</p></div>")
    assert text.startswith("Số ký hiệu:\t05/KH-UBND\nNgười ký:\tNgười Mẫu\n\nCỘNG HÒA")
    assert text.endswith("Lĩnh vực: việc làm\n")


def test_notes_below_the_document_come_with_it() -> None:
    cite = '<p>theo luật<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a>.</p>'
    note = '<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> Luật Việc làm.</p></div>'
    text = text_of(f"<div class=s>{HEAD}{BASIS}<p>{PROSE}</p>{cite}</div><div><hr>{note}</div><div>{MENU}</div>")
    assert text.endswith("theo luật[1].\n\n[1] Luật Việc làm.\n")


def test_a_document_in_a_frame_of_the_page() -> None:
    inner = html.escape(f"<body>{HEAD}{BASIS}<p>{PROSE}</p></body>")
    text = text_of(f'<div>{MENU}</div><iframe srcdoc="{inner}"></iframe><p>Cổng thông tin điện tử</p>')
    assert text.startswith("CỘNG HÒA")
    assert text.endswith(f"{PROSE}\n")


def test_a_document_that_is_hidden_until_a_tab_is_chosen() -> None:
    tab = f'<div style="display:none"><div>{HEAD}{BASIS}<p>{PROSE}</p></div></div>'
    assert text_of(f"<p>Toàn văn</p>{tab}").endswith(f"{PROSE}\n")
    shown = text_of(f"<div>{HEAD}{BASIS}<p>{PROSE}</p></div>{tab}")
    assert shown.count(PROSE) == 1


def test_headings_of_a_table_are_no_data_of_the_portal() -> None:
    table = (
        "<table><tr><td>Số hiệu</td><td>Ngày ban hành</td><td>Trích yếu</td></tr>"
        "<tr><td>12/QĐ-UBND</td><td>05/02/2026</td><td>Về việc làm</td></tr></table>"
    )
    assert "Số hiệu\tNgày ban hành\tTrích yếu\n12/QĐ-UBND" in text_of(f"{HEAD}{BASIS}{table}")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>một\n   hai\t<b>ba</b> <i> bốn</i></p>", "một hai ba bốn"),
        ("<p>một<br>hai<br/> ba</p>", "một\nhai\nba"),
        ("<div>một<div>hai</div>ba</div>", "một\n\nhai\n\nba"),
        ("<p>8 m<sup>2</sup>/người, 5 km<sup>2</sup></p>", "8 m²/người, 5 km²"),
        ("<p>năm 2025<sup>1</sup>, theo luật<a><sup>[2]</sup></a></p>", "năm 2025[1], theo luật[2]"),
        ("<p>CO<sub>2</sub> &amp; 5&nbsp;%&nbsp;&nbsp; &lt; 6</p>", "CO2 & 5\u00a0% < 6"),
        ("<p>hiện<span style='color:red; DISPLAY : none'>ẩn</span><span hidden>ẩn</span></p>", "hiện"),
        ("<p>hiện</p><script>ẩn()</script><style>ẩn</style><template><p>ẩn</p></template>", "hiện"),
        ("<ol><li>một<li>hai</ol><ul><li>ba<li>- bốn</ul>", "1. một\n\n2. hai\n\n- ba\n\n- bốn"),
        ("<ol type=a start=3><li>một<li>hai</ol>", "c) một\n\nd) hai"),
        ("<pre>một\n  hai</pre>", "một\nhai"),
        ("<p><!--[if !supportLists]--><span>-<span>&nbsp;&nbsp; </span></span><![endif]>một<o:p></o:p></p>", "- một"),
        ("<pre><span>một\n  hai</span>\nba</pre>", "một\nhai\nba"),
        ('<div style="white-space: pre-line">một\nhai <b>ba\nbốn</b></div>', "một\nhai ba\nbốn"),
        ("<p>mo\u0323\u0302t</p>", "một"),
        ("<p>KÕ ho¹ch gi¶m nghÌo n¨m 2005 cña huyÖn miÒn nói</p>", "Kế hoạch giảm nghèo năm 2005 của huyện miền núi"),
    ],
)
def test_text_is_laid_out_as_a_browser_would(body: str, expected: str) -> None:
    assert text_of(body) == expected + "\n"


def test_tables_keep_merged_cells_and_header_rows() -> None:
    source = read_bytes(
        b"<html><table><thead><tr><th rowspan=2>TT<th colspan=2>N\xc4\x83m<tr><th>2025<th>2026</thead>"
        b"<tr><td>1<td>5<br>h\xe1\xbb\x99<td><p>6</p><p>x\xc3\xa3</p></table><p>sau</p>"
    )
    assert source.text == "TT\tNăm\n2025\t2026\n1\t5 hộ\t6 xã\n\nsau\n"
    (grid,) = source.grids
    assert (grid.kind, grid.header_rows, grid.n_rows, grid.n_cols) == ("data", 2, 3, 3)
    assert [(c.row, c.col, c.row_span, c.col_span, source.text[c.at.start : c.at.end]) for c in grid.cells] == [
        (0, 0, 2, 1, "TT"),
        (0, 1, 1, 2, "Năm"),
        (1, 1, 1, 1, "2025"),
        (1, 2, 1, 1, "2026"),
        (2, 0, 1, 1, "1"),
        (2, 1, 1, 1, "5 hộ"),
        (2, 2, 1, 1, "6 xã"),
    ]


def test_cells_that_would_overlap_are_cut() -> None:
    page = b"<html><table><tr><td>a<td rowspan=9>b<td>c<tr><td colspan=5>d<td>e<tr><td>f<td>g</table>"
    (grid,) = read_bytes(page).grids
    places = [(c.row + i, c.col + j) for c in grid.cells for i in range(c.row_span) for j in range(c.col_span)]
    assert len(places) == len(set(places))


def test_tables_that_place_text_become_paragraphs() -> None:
    inner = "<table><tr><th>Năm<th>Hộ</tr><tr><td>2025<td>5</tr></table>"
    frame = "<table><tr><td>UBND XÃ<br>Số: 05/KH-UBND</td><td>Độc lập - Tự do - Hạnh phúc</td></tr></table>"
    signed = "<td>TM. ỦY BAN NHÂN DÂN<br>CHỦ TỊCH</td>"
    end = f"<table><tr><td>Nơi nhận:<br>- Như trên;<br>- Lưu: VT.</td>{signed}</tr></table>"
    source = read_bytes(f"<html><table><tr><td>{frame}{inner}{end}</td></tr></table>".encode())
    assert source.text == (
        "UBND XÃ\nSố: 05/KH-UBND\n\nĐộc lập - Tự do - Hạnh phúc\n\nNăm\tHộ\n2025\t5\n\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n"
    )
    assert [grid.kind for grid in source.grids] == ["layout", "data", "layout"]


def test_a_page_saved_as_one_file() -> None:
    page = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<html><p>K=E1=BA=BF ho=E1=BA=A1ch</p></html>\r\n--b--\r\n"
    )
    source = read_bytes(page)
    assert (source.text, source.media_type) == ("Kế hoạch\n", "text/html")


def test_a_page_without_text() -> None:
    with pytest.raises(KehoachError, match="KH112"):
        text_of("<div id=root></div><script>load()</script>")
