"""Texts of before Unicode, by the letters and by the fonts, alone and mixed, and what must not be taken for them."""

from __future__ import annotations

import copy
import html
import io
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
import regex
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corpus import make_files
from pipeline.read import read_bytes
from pipeline.read.legacy import convert_pieces, old_font
from tests import old_letters
from tests.fact_rows import facts_of
from tests.make_files import make_docx, paragraph

PLANS = Path(__file__).resolve().parent.parent / "corpus" / "plans"
TYPED = sorted(p for p in PLANS.iterdir() if p.suffix in (".txt", ".md", ".html"))
DOCX = PLANS / "ke-hoach-tinh-2024.docx"
LETTERS: dict[str, Callable[[str], str]] = {
    "tcvn3": old_letters.to_tcvn3,
    "vni": old_letters.to_vni,
    "recoded": old_letters.recode,
}


def text_of(path: Path) -> str:
    """Return the text of a plan; one has the Icelandic letter for Đ, which no old font knows."""
    return path.read_text("utf8").replace("Ð", "Đ")


@pytest.mark.parametrize("way", LETTERS)
@pytest.mark.parametrize("path", TYPED, ids=lambda p: p.name)
def test_plans_in_old_letters_give_the_facts_of_those_in_unicode(path: Path, way: str) -> None:
    text = text_of(path)
    old = LETTERS[way](text)
    assert old != text
    assert read_bytes(old.encode(), path.name).read_with == f"text, {way}"
    assert facts_of(old.encode(), path.name) == facts_of(text.encode(), path.name)


def as_cp1252(convert: Callable[[str], str]) -> Callable[[str], bytes]:
    return lambda text: convert(text).encode("cp1252")


BYTES: dict[str, tuple[Callable[[str], bytes], str]] = {
    "TCVN3": (as_cp1252(old_letters.to_tcvn3), "text, tcvn3"),
    "VNI": (as_cp1252(old_letters.to_vni), "text, vni"),
    "Windows-1258": (old_letters.to_cp1258, "text, cp1258"),
    "VISCII": (lambda text: old_letters.to_charset(text, "viscii"), "text, viscii"),
    "VPS": (lambda text: old_letters.to_charset(text, "vps"), "text, vps"),
    "UTF-16": (lambda text: text.encode("utf-16"), "text"),
    "UTF-16 without mark": (lambda text: text.encode("utf-16-le"), "text"),
    "UTF-16 big-endian": (lambda text: text.encode("utf-16-be"), "text"),
    "NFD": (lambda text: unicodedata.normalize("NFD", text).encode(), "text"),
    "taken for 1258": (lambda text: old_letters.recode(text, "cp1258").encode(), "text, recoded"),
    "taken for Latin-1": (lambda text: old_letters.recode(text, "latin-1").encode(), "text, recoded"),
    "taken twice": (lambda text: old_letters.recode(old_letters.recode(text)).encode(), "text, recoded"),
}


@pytest.mark.parametrize("way", BYTES)
@pytest.mark.parametrize("path", TYPED, ids=lambda p: p.name)
def test_plans_in_other_bytes_have_the_text_of_those_in_utf_8(path: Path, way: str) -> None:
    encode, note = BYTES[way]
    # Signs that not all of these have.
    text = regex.sub("[“”]", '"', text_of(path)).replace("–", "-").replace("…", "...").replace("’", "'")
    source = read_bytes(encode(text), path.name)
    assert source.text == read_bytes(text.encode(), path.name).text
    assert source.read_with == note


def with_fonts(data: bytes, split: Callable[[str], list[tuple[str, str]]]) -> bytes:
    """Return a DOCX file with the text of its runs `split` into letters and their fonts."""
    document = docx.Document(io.BytesIO(data))
    for run in list(document.element.body.iter(qn("w:r"))):
        texts = run.findall(qn("w:t"))
        if len(texts) == 1 and texts[0].text:
            for font, letters in split(texts[0].text):
                run.addprevious(in_font(run, letters, font))
            run.getparent().remove(run)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def in_font(run: Any, letters: str, font: str) -> Any:
    new = copy.deepcopy(run)
    text = new.find(qn("w:t"))
    text.text = letters
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    if new.rPr is None:
        new.insert(0, OxmlElement("w:rPr"))
    fonts = OxmlElement("w:rFonts")
    fonts.set(qn("w:ascii"), font)
    fonts.set(qn("w:hAnsi"), font)
    new.rPr.insert(0, fonts)
    return new


def vni_runs(text: str) -> list[tuple[str, str]]:
    """Return `text` in VNI in runs that end between letters and their marks."""
    old = old_letters.to_vni(text)
    return [("VNI-Times", old[i : i + 5]) for i in range(0, len(old), 5)]


@pytest.mark.parametrize(
    ("split", "note"),
    [
        (old_letters.to_tcvn3_runs, "text, tcvn3"),
        (vni_runs, "text, vni"),
        (lambda text: [("Times New Roman", old_letters.to_tcvn3(text))], "text, tcvn3"),
        (lambda text: [("Times New Roman", old_letters.to_vni(text))], "text, vni"),
        (lambda text: [(".VnTime", text)], "text"),
    ],
    ids=["TCVN3", "VNI", "TCVN3 by letters", "VNI by letters", "fonts that lie"],
)
def test_docx_in_old_fonts_gives_the_facts_of_that_in_unicode(
    split: Callable[[str], list[tuple[str, str]]], note: str
) -> None:
    data = with_fonts(DOCX.read_bytes(), split)
    assert read_bytes(data).read_with == note
    assert facts_of(data, "a.docx") == facts_of(DOCX.read_bytes(), "a.docx")


STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr></w:rPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:styleId="Dau"><w:rPr><w:rFonts w:ascii=".VnTimeH"/></w:rPr>'
    '</w:style><w:style w:type="paragraph" w:default="1" w:styleId="Thuong"/>'
)


def test_fonts_of_styles_and_of_the_whole_file() -> None:
    body = paragraph("kÕ ho¹ch", '<w:pStyle w:val="Dau"/>') + paragraph("hé nghÌo c¸c x·")
    assert read_bytes(make_docx(body, styles=STYLES)).text == "KẾ HOẠCH\n\nhộ nghèo các xã\n"


def test_letters_in_the_place_of_the_optional_hyphen() -> None:
    old = "<w:p><w:r><w:t>n</w:t><w:softHyphen/><w:t>íc s¹ch, th\u00adëng</w:t></w:r></w:p>"
    assert read_bytes(make_docx(old, styles=STYLES)).text == "nước sạch, thưởng\n"
    new = "<w:p><w:r><w:t>nước</w:t><w:softHyphen/><w:t> sạch, thư\u00adởng</w:t></w:r></w:p>"
    assert read_bytes(make_docx(new)).text == "nước sạch, thưởng\n"


def with_tags(path: Path, wrap: Callable[[str], str]) -> bytes:
    """Return a web page with each stretch of text between its tags wrapped."""
    page = text_of(path)
    head, body, rest = regex.split(r"(<body.*</body>)", page, maxsplit=1, flags=regex.S)
    return (
        head + regex.sub(r"(?<=>)[^<>]*\p{L}[^<>]*(?=<)", lambda m: wrap(html.unescape(m[0])), body) + rest
    ).encode()


def by_face(text: str) -> str:
    runs = old_letters.to_tcvn3_runs(text)
    return "".join(f'<font face="{font}">{html.escape(letters)}</font>' for font, letters in runs)


def by_style(text: str) -> str:
    runs = old_letters.to_tcvn3_runs(text)
    return "".join(
        f"<span style='font:12pt \"{font}\", serif'>{html.escape(letters)}</span>" for font, letters in runs
    )


def by_class(text: str) -> str:
    runs = old_letters.to_tcvn3_runs(text)
    return "".join(f"<span class='t {font[1:]}'>{html.escape(letters)}</span>" for font, letters in runs)


SHEET = '<style>p, span.VnTime {font-family: ".VnTime"; color: red} .VnTimeH {font-family:".VnTimeH"}</style>'


@pytest.mark.parametrize("wrap", [by_face, by_style, by_class], ids=["face", "style", "class"])
def test_web_pages_in_old_fonts_give_the_facts_of_those_in_unicode(wrap: Callable[[str], str]) -> None:
    path = PLANS / "quyet-dinh-tinh-2022.html"
    data = SHEET.encode() + with_tags(path, wrap)
    assert read_bytes(data).read_with == "text, tcvn3"
    assert facts_of(data, "a.html") == facts_of(path.read_bytes(), "a.html")


# The maker of PDF files leaves out the optional hyphen (ư of TCVN3) and takes ¶ (ả) for the end of a line in a cell;
# other letters stand for them, and the file says that they are those.
STAND_INS = {"\u00ad": "ẳ", "¶": "ẵ"}


def printed(name: str, convert: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Return the PDF of a draft whose letters are those of old fonts."""
    draft = make_files.read_draft(name)

    def old(line: str) -> str:
        parts = [convert(part) for part in line.split("¶")]
        return "¶".join(part.translate({ord(c): s for c, s in STAND_INS.items()}) for part in parts)

    blocks = [make_files.Block(b.kind, b.header_rows, [old(line) for line in b.lines]) for b in draft]
    monkeypatch.setattr(make_files, "read_draft", lambda _: blocks)
    data = make_files.make_pdf(name)
    for letter, stand_in in STAND_INS.items():
        data = data.replace(b"<%04X>" % ord(stand_in), b"<%04X>" % ord(letter))
    return data


@pytest.mark.parametrize("way", ["tcvn3", "vni"])
def test_a_pdf_in_old_letters_gives_the_facts_of_that_in_unicode(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "ke-hoach-huyen-chi-lang-2024"
    want = facts_of(make_files.make_pdf(name), "a.pdf", placed=False)
    got = facts_of(printed(name, LETTERS[way], monkeypatch), "a.pdf", placed=False)
    # Lines of other widths end elsewhere, and with them what a task says.
    for row in (*want["assignments"], *got["assignments"]):
        del row["task"]
    assert got == want


@pytest.mark.parametrize(
    "page", ["<style>" * 40000, "<style>p{" + "a" * 10**6, "<style>" + "p{font:" * 10**5 + "</style>"]
)
def test_style_sheets_made_to_stall(page: str) -> None:
    said = by_style("Hỗ trợ hộ nghèo, hộ cận nghèo xây dựng nhà ở.")
    assert "Hỗ trợ hộ nghèo" in read_bytes(f"<html><p>{said}</p>{page}</html>".encode()).text


def lines_of(path: Path) -> list[str]:
    return text_of(path).split("\n")


def test_all_letters_in_one_file() -> None:
    parts = [text_of(path) for path in TYPED[:4]]
    ways = [str, old_letters.to_tcvn3, old_letters.to_vni, old_letters.recode]
    old = "\n".join(way(part) for way, part in zip(ways, parts, strict=True))
    source = read_bytes(old.encode(), "a.md")
    assert source.read_with == "text, recoded, tcvn3, vni"
    assert source.text == "\n".join(parts)


@pytest.mark.parametrize("way", ["tcvn3", "vni", "recoded"])
def test_one_paragraph_of_many(way: str) -> None:
    said = "Hỗ trợ 120 hộ nghèo và cận nghèo của các xã xây dựng nhà ở trước ngày 30/9/2024."
    lines = lines_of(TYPED[0])
    old = [*lines[:20], LETTERS[way](said), *lines[20:]]
    assert convert_pieces(old) == [*lines[:20], said, *lines[20:]]


def test_signs_behind_capitals_are_no_bytes_of_utf_8() -> None:
    lines = [
        "CỘNG HÒA XÃ\u00a0HỘI CHỦ NGHĨA",
        "“THỊ XÃ” và “XÃ…”",
        "CÁC XÃ\u00a0",
        "giá» cá”… đánh giá”…",
        "XÃ–HUYỆN",
    ] * 5
    assert convert_pieces(lines) == lines


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("KÕ HO¹CH GI¶M NGHÌO", "KẾ HOẠCH GIẢM NGHÈO"),
        ("X· V¢N LINH, HUYÖN CHI L¡NG", "XÃ VÂN LINH, HUYỆN CHI LĂNG"),
        ("- ñy quyÒn cho ®¬n vÞ. ­u tiªn hé nghÌo", "- Ủy quyền cho đơn vị. ưu tiên hộ nghèo"),
        ("theo ñy ban nh©n d©n huyÖn øng Hßa", "theo Ủy ban nhân dân huyện Ứng Hòa"),
        ("UBND x· Hång Giang ë huyÖn", "UBND xã Hồng Giang ở huyện"),
        ("®) Tû lÖ 3 × 4 = 12 · 50 °C", "đ) Tỷ lệ 3 × 4 = 12 · 50 °C"),
    ],
)
def test_capitals_and_signs_of_tcvn3(old: str, new: str) -> None:
    more = old_letters.to_tcvn3("Nâng cao chất lượng giáo dục nghề nghiệp cho người lao động thuộc hộ nghèo.")
    assert convert_pieces([more, "", old])[-1] == new


@pytest.mark.parametrize(
    ("name", "encoding", "capitals"),
    [
        (".VnTime", "tcvn3", False),
        (".VnTimeH", "tcvn3", True),
        ("ABCDEF+.VnArial NarrowH,Bold", "tcvn3", True),
        (".VnHelvetIns", "tcvn3", False),
        ("VNI-Times", "vni", False),
        ('".VnTime"', "tcvn3", False),
    ],
)
def test_names_of_fonts(name: str, encoding: str, capitals: bool) -> None:
    font = old_font(name)
    assert font is not None
    assert (font.encoding, font.capitals) == (encoding, capitals)


@pytest.mark.parametrize("name", ["Times New Roman", "", "Verdana", "Vivaldi", "UTM Times"])
def test_names_of_other_fonts(name: str) -> None:
    assert old_font(name) is None


# What must stay as it is.

VIETNAMESE = [line for path in TYPED for line in lines_of(path)]
ENGLISH = regex.findall(
    r"\S+", "the poor households of a district are to be given support by its people's committee each year"
)
EUROPEAN = regex.findall(
    r"\S+",
    "élève où déjà français naïve cœur forêt île août même très après hôtel être à là été garçon préfecture économie"
    " façade où hôpital intérêt Größe für über Straße Übermaß müssen König schön höher Mädchen fünf wäre Äpfel Öl"
    " Bevölkerung Armut Gemeinde año señor población niñez educação não coração município więc país según está",
)
SIGNS = ["±", "×", "°C", "·", "§", "½", "«", "»", "²", "µ", "÷", "–", "|", "%", "©", "®"]


@given(st.lists(st.sampled_from(VIETNAMESE), max_size=12))
@settings(max_examples=200, deadline=None)
def test_vietnamese_stays(lines: list[str]) -> None:
    assert convert_pieces(lines) == lines


@given(st.lists(st.lists(st.sampled_from(ENGLISH + EUROPEAN + SIGNS), max_size=9).map(" ".join), max_size=9))
@settings(max_examples=400, deadline=None)
def test_other_languages_stay(lines: list[str]) -> None:
    assert convert_pieces(lines) == lines


@given(st.lists(st.lists(st.sampled_from(EUROPEAN), min_size=1, max_size=6).map(" ".join), max_size=5))
@settings(max_examples=200, deadline=None)
def test_other_languages_stay_beside_vietnamese(lines: list[str]) -> None:
    mixed = [*VIETNAMESE[:30], *lines, *VIETNAMESE[30:40]]
    assert convert_pieces(mixed) == mixed


@given(
    st.lists(
        st.lists(st.one_of(st.integers(0, 10**7).map(str), st.sampled_from(SIGNS)), max_size=8).map("\t".join),
        max_size=20,
    )
)
@settings(max_examples=200, deadline=None)
def test_tables_of_numbers_stay(lines: list[str]) -> None:
    assert convert_pieces(lines) == lines


@given(st.text(alphabet=st.characters(min_codepoint=0xA0, max_codepoint=0xFF), max_size=60))
@settings(max_examples=200, deadline=None)
def test_what_was_converted_is_not_converted_again(text: str) -> None:
    once = convert_pieces([text, *VIETNAMESE[:5]])
    assert convert_pieces(once) == once


PROSE = [line for path in TYPED if path.suffix == ".txt" for line in lines_of(path)]


@given(st.sampled_from(sorted(LETTERS)), st.integers(0, len(PROSE) - 40), st.integers(12, 40))
@settings(max_examples=60, deadline=None)
def test_any_part_of_a_plan_comes_back(way: str, start: int, count: int) -> None:
    lines = PROSE[start : start + count]
    assume(sum(len(line.split()) for line in lines) >= 60)
    assert convert_pieces([LETTERS[way](line) for line in lines]) == lines
