"""Files made to stall a reader, to fill its memory or to lead it elsewhere, each small enough to make in a test."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

from tests.make_files import NAMESPACES, make_docx, make_zip, paragraph, table, write_pdf, write_stream

_HEAD = "ỦY BAN NHÂN DÂN\nTỈNH LẠNG SƠN\nSố: 12/KH-UBND\nLạng Sơn, ngày 05 tháng 01 năm 2024\n\nKẾ HOẠCH\n"
_SENTENCE = "Phấn đấu giảm tỷ lệ hộ nghèo 3% trong năm 2024, theo Quyết định số 90/QĐ-TTg. "
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def hostile_files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield name and maker of every hostile file; the name's ending tells what it claims to be."""
    for ending, makers in {"txt": _TEXTS, "md": _MARKED, "html": _PAGES, "docx": _DOCX, "pdf": _PDFS}.items():
        for name, make in makers.items():
            yield f"{name}.{ending}", make


# --- text -------------------------------------------------------------------------------------------------------


def _repeated(unit: str, length: int, head: str = _HEAD) -> Callable[[], bytes]:
    return lambda: (head + unit * (length // len(unit))).encode()


# What no reader may write.
OUTSIDE = "/tmp/kehoach-led-outside"
MILLION = 1_000_000
LINE = 150_000  # letters, of which a line may have so many
_TEXTS: dict[str, Callable[[], bytes]] = {
    "one line of 50 MB": _repeated("kế hoạch ", 30 * MILLION),
    "10 million newlines": _repeated("\n", 10 * MILLION),
    "10 million lines of a letter": _repeated("a\n", 10 * MILLION),
    "a line of digits": _repeated("7", LINE),
    "a million digits": _repeated("7", MILLION),
    "a line of digits in groups": _repeated("1.234.", LINE),
    "a line of spaces": _repeated(" ", LINE),
    "a line of dots": _repeated(".", LINE),
    "a line of hyphens": _repeated("-", LINE),
    "a line of tabs": _repeated("\t", LINE),
    "a line of opening brackets": _repeated("(", LINE),
    "a line of asterisks": _repeated("**a", LINE),
    "a line of ampersands": _repeated("&amp;", LINE),
    "a line of tags": _repeated("a <b ", LINE),
    "a paragraph of a book": _repeated(_SENTENCE, LINE),
    "a sentence of a book": _repeated("giảm 3% tỷ lệ hộ nghèo và ", LINE),
    "capitals without end": _repeated("SỞ Y TẾ VÀ ", LINE),
    "names without end": _repeated("ông Nguyễn Văn Mẫu, ", LINE),
    "headings without end": _repeated("I. KẾT QUẢ\n1. Mục tiêu\na) Giảm nghèo 3%.\n", MILLION // 2),
    "letterheads without end": lambda: (_HEAD * 5000).encode(),
    "references without end": _repeated("Quyết định số 90/QĐ-TTg ngày 18/01/2022; ", LINE),
    "marks on one letter": lambda: (_HEAD + ("a" + "\u0301\u0323\u0300" * 3000) * 10).encode(),
    "a million marks on one letter": lambda: (_HEAD + "e" + "\u0301" * MILLION).encode(),
    "NULs between letters": lambda: (_HEAD + _SENTENCE * 2000).replace(" ", " \0").encode(),
    "lone surrogates in UTF-16": lambda: b"\xff\xfe" + _HEAD.encode("utf-16-le") + b"\x00\xd8\x20\x00" * 50_000,
    "a broken UTF-32": lambda: b"\xff\xfe\0\0" + b"\xff\xff\xff\x7f" * 50_000,
    "letters from right to left": _repeated("\u202e\u200fkế hoạch\u202c ", LINE),
    "cut letters": lambda: _HEAD.encode() + "ế".encode()[:2] * 300_000,
    "columns of spaces": _repeated("Thôn Một    12    13,5    14\n", LINE),
    "aligned columns of spaces": _repeated("1" + "   2" * 200 + "\n", MILLION),
    "columns of tabs": lambda: (_HEAD + "\n".join(["1" + "\t2" * 500] * 1000)).encode(),
    "a wide row of tabs": lambda: (_HEAD + "STT\tTên\n" * 3000 + "\t".join(["x"] * 3000)).encode(),
}
_MARKED: dict[str, Callable[[], bytes]] = {
    "a million bars on lines": _repeated("|\n", 2 * MILLION),
    "a line of bars": _repeated("|", LINE),
    "a million broken cells": _repeated("|\n12\n", MILLION),
    "a million ends of cells": _repeated("12 |\n", MILLION),
    "a rule without end": lambda: (_HEAD + "| a | b |\n" + "|" + "---|" * 200_000).encode(),
    "a table of 50,000 cells": lambda: (
        _HEAD + "|STT|Tên|" + "Số|" * 23 + "\n|" + "---|" * 25 + "\n" + ("|" + "12|" * 25 + "\n") * 2_000
    ).encode(),
    "links without end": _repeated("[a](", LINE),
    "brackets without end": _repeated("[", LINE),
}


# --- web pages --------------------------------------------------------------------------------------------------


def _page(body: str) -> bytes:
    head = "".join(f"<p>{line}</p>" for line in _HEAD.split("\n"))
    return f"<!DOCTYPE html><html><body>{head}{body}</body></html>".encode()


def _billion_laughs(root: str) -> str:
    levels = "".join(f'<!ENTITY l{i + 1} "' + f"&l{i};" * 10 + '">' for i in range(12))
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY l0 "ha">{levels}]>'


_PAGES: dict[str, Callable[[], bytes]] = {
    "nested 100,000 deep": lambda: _page("<div>" * 100_000 + _SENTENCE),
    "nested inline 100,000 deep": lambda: _page("<b><i>" * 50_000 + _SENTENCE),
    "nested lists": lambda: _page("<ul><li>a" * 20_000),
    "nested tables": lambda: _page("<table><tr><td>a" * 5_000),
    "nested frames": lambda: _page('<iframe srcdoc="' * 2000),
    "frames full of elements": lambda: _page(
        ('<iframe srcdoc="' + "&lt;b&gt;a&lt;/b&gt;" * 150_000 + '"></iframe>') * 4
    ),
    "a million tags": lambda: _page("<p>a" * MILLION),
    "a million spans": lambda: _page("<span>a</span>" * MILLION),
    "a million rows": lambda: _page("<table>" + "<tr><td>1<td>2" * 300_000),
    "10 million cells": lambda: _page("<table>" + '<tr><td colspan="1000" rowspan="65535">1' * 20_000),
    "spans over each other": lambda: _page("<table>" + ("<tr>" + '<td colspan="100" rowspan="0">1' * 100) * 300),
    "a row of 100,000 cells": lambda: _page("<table><tr>" + "<td>1" * 100_000 + "<tr><td>2"),
    "nothing closed": lambda: _page("<table><tr><td><ul><li><div><p><b><font><a href=x>a" * 3000),
    "hidden in hidden": lambda: _page('<div style="display:none">Số: 1/KH-UBND' * 3000),
    "list items without end": lambda: _page("<ol>" + "<li>a" * 30_000),
    "attributes without end": lambda: _page("<p " + " ".join(f'a{i}="1"' for i in range(100_000)) + ">a"),
    "one attribute of 20 MB": lambda: _page('<p title="' + "x" * 20 * MILLION + '">a'),
    "links without end": lambda: _page('<a href="#n1">[1]</a>' * 50_000 + '<p id="n1">note</p>' * 1000),
    "labels without end": lambda: _page("<div><span>Số hiệu:</span><span>1</span></div>" * 30_000),
    "comments without end": lambda: _page("<!-- " * 200_000),
    "an opening tag of 5 MB": lambda: b"<html><body>" + b"<" * 5 * MILLION,
    "entities of entities": lambda: (_billion_laughs("html") + "<html><body><p>&l12;</p></body></html>").encode(),
    "a page from elsewhere": lambda: (
        b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b"<html><body><p>&x;</p></body></html>"
    ),
    "mail in mail": lambda: (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
        + (
            b"--b\nContent-Type: multipart/related; boundary=b\n\n" * 3000
            + b"--b\nContent-Type: text/html\n\n<html><p>a"
        )
    ),
}


# --- DOCX -------------------------------------------------------------------------------------------------------


def _main(xml: str) -> dict[str, str | bytes]:
    """Return the parts of a DOCX file whose main part is `xml`."""
    with zipfile.ZipFile(io.BytesIO(make_docx(paragraph("a")))) as made:
        return {name: made.read(name) for name in made.namelist()} | {"word/document.xml": xml}


def _document(body: str, before: str = "") -> dict[str, str | bytes]:
    return _main(f"{before}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")


def _bomb(size: int) -> bytes:
    """Return a DOCX file whose main part unpacks to `size` bytes of spaces."""
    out = io.BytesIO()
    chunk = b" " * (1 << 20)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in _main("").items():
            if name != "word/document.xml":
                archive.writestr(name, content)
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(f"<w:document {NAMESPACES}><w:body>".encode())
            for _ in range(size >> 20):
                part.write(chunk)
            part.write(b"</w:body></w:document>")
    return out.getvalue()


def _lying_bomb() -> bytes:
    """Return a DOCX file that unpacks to much more than its directory says."""
    data = bytearray(_bomb(600 << 20))
    at = data.rfind(b"PK\x01\x02")
    while at >= 0:
        data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
        at = data.rfind(b"PK\x01\x02", 0, at)
    return bytes(data)


def _in_zip(data: bytes) -> bytes:
    parts = _document(paragraph("a"))
    return make_zip(parts | {"word/embeddings/more.docx": data, "more.zip": make_zip({"more.docx": data})})


def _cells(count: int, properties: str = "") -> str:
    return f"<w:tc>{properties}{paragraph('1')}</w:tc>" * count


def _leading_outside() -> bytes:
    parts = _document(paragraph(_SENTENCE))
    outside = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="r{i}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
            f' Target="{target}" TargetMode="{mode}"/>'
            for i, (kind, target, mode) in enumerate(
                (
                    ("styles", "file:///etc/passwd", "External"),
                    ("numbering", "http://127.0.0.1:9/numbering.xml", "External"),
                    ("footnotes", "../../../../etc/passwd", "Internal"),
                )
            )
        )
        + "</Relationships>"
    )
    return make_zip(parts | {"word/_rels/document.xml.rels": outside})


def _entities(declared: str, used: str) -> Callable[[], bytes]:
    return lambda: make_zip(_document(paragraph(used), declared))


_DOCX: dict[str, Callable[[], bytes]] = {
    "zip bomb": lambda: _bomb(3 << 30),
    "zip bomb below the limit": lambda: _bomb(100 << 20),
    "zip bomb that lies": _lying_bomb,
    "zip bombs in a zip": lambda: _in_zip(_in_zip(_in_zip(_bomb(1 << 30)))),
    "entities of entities": _entities(_billion_laughs("w:document"), "&l12;"),
    "an entity of 100 KB many times": _entities(
        f'<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY a "{"x" * 100_000}">]>', "&a;" * 20_000
    ),
    "a file from elsewhere": _entities(
        '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"
    ),
    "relations that lead outside": _leading_outside,
    "names that lead outside": lambda: make_zip(
        _document(paragraph("a")) | {f"../../../../../../../..{OUTSIDE}": "a", OUTSIDE: "a"}
    ),
    "a million paragraphs": lambda: make_docx(paragraph("a") * 300_000),
    "a paragraph of a million runs": lambda: make_docx(f"<w:p>{'<w:r><w:t>a </w:t></w:r>' * 300_000}</w:p>"),
    "a million cells": lambda: make_docx(f"<w:tbl>{f'<w:tr>{_cells(100)}</w:tr>' * 5_000}</w:tbl>"),
    "a row of 100,000 cells": lambda: make_docx(f"<w:tbl><w:tr>{_cells(100_000)}</w:tr></w:tbl>"),
    "spans without end": lambda: make_docx(
        "<w:tbl><w:tr>" + _cells(3, '<w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>') + "</w:tr></w:tbl>"
    ),
    "merged without end": lambda: make_docx(
        "<w:tbl>" + f"<w:tr>{_cells(20, '<w:tcPr><w:vMerge/></w:tcPr>')}</w:tr>" * 10_000 + "</w:tbl>"
    ),
    "tables 500 deep": lambda: make_docx(_nested_tables(500)),
    "tables 40 deep": lambda: make_docx(_nested_tables(40)),
    "insertions 100,000 deep": lambda: make_docx("<w:ins>" * 100_000 + "</w:ins>" * 100_000),
    "spaces without end": lambda: make_docx(paragraph(" \t" * (MILLION // 2) + "a")),
    "notes that cite themselves": lambda: make_docx(
        '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>',
        footnotes='<w:footnote w:id="1"><w:p><w:r><w:t>a</w:t><w:footnoteReference w:id="1"/></w:r></w:p>'
        "</w:footnote>",
    ),
    "styles that rest on each other": lambda: make_docx(
        paragraph(_SENTENCE, '<w:pStyle w:val="a"/>'),
        styles='<w:style w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>',
    ),
    "a list that counts far": lambda: make_docx(
        paragraph("a", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>') * 5000,
        numbering='<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="999999"/>'
        '<w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1%1%1%1%1%1%1%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
    ),
}


def _nested_tables(depth: int) -> str:
    inner = paragraph("a")
    for _ in range(depth):
        inner = table([[inner + paragraph("b")]])
    return inner


# --- PDF --------------------------------------------------------------------------------------------------------

_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_FONT = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"


def _drawn(content: bytes, more: bytes = b"", resources: bytes = _FONT) -> bytes:
    """Return a PDF of one page with this content, and further objects from number 5 on."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources %s /Contents 4 0 R >>" % resources
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    return write_pdf([_CATALOG, pages, page, write_stream(content), *([more] if more else [])])


_LETTERS = b"BT /F1 9 Tf 1 0 0 1 50 700 Tm (Ke hoach giam ngheo) Tj ET\n"
_PDFS: dict[str, Callable[[], bytes]] = {
    "a page tree that loops": lambda: write_pdf(
        [_CATALOG, b"<< /Type /Pages /Count 9 /Kids [3 0 R] >>", b"<< /Type /Pages /Count 9 /Kids [2 0 R 3 0 R] >>"]
    ),
    "a count of a billion pages": lambda: write_pdf(
        [_CATALOG, b"<< /Type /Pages /Count 1000000000 /Kids [3 0 R] >>", b"<< /Type /Page /Parent 2 0 R >>"]
    ),
    "a parent that loops": lambda: write_pdf(
        [_CATALOG, b"<< /Type /Pages /Count 1 /Kids [3 0 R] /Parent 2 0 R >>", b"<< /Type /Page /Parent 3 0 R >>"]
    ),
    "a length that is itself": lambda: write_pdf(
        [
            _CATALOG,
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
            b"<< /Length 4 0 R >>\nstream\nBT ET\nendstream",
        ]
    ),
    "an object stream that holds itself": lambda: write_pdf(
        [
            _CATALOG,
            b"<< /Type /Pages /Count 0 /Kids [] >>",
            write_stream(b"3 0 ", b"/Type /ObjStm /N 1 /First 4 /Extends 3 0 R"),
        ]
    ),
    "a million objects": lambda: write_pdf([_CATALOG, b"<< /Type /Pages /Count 0 /Kids [] >>", *[b"null"] * 300_000]),
    "a form that draws itself": lambda: _drawn(
        b"/X Do\n" * 50,
        write_stream(b"/X Do\n" * 50, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources 5 0 R /X 5 0 R"),
        b"<< /XObject << /X 5 0 R >> >>",
    ),
    "arrays 100,000 deep": lambda: write_pdf(
        [_CATALOG, b"<< /Type /Pages /Count 0 /Kids " + b"[" * 100_000 + b"]" * 100_000 + b" >>"]
    ),
    "dictionaries 100,000 deep": lambda: write_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R /X " + b"<< /X " * 100_000 + b">> " * 100_000 + b">>",
            b"<< /Type /Pages /Count 0 /Kids [] >>",
        ]
    ),
    "states 100,000 deep": lambda: _drawn(b"q " * 100_000 + _LETTERS),
    "a page of a million paths": lambda: _drawn(
        _LETTERS
        + b"".join(b"%d %d m %d %d l S\n" % (i % 590, i % 840, (i * 7) % 590, i % 840) for i in range(MILLION // 5))
    ),
    "a page of a million letters": lambda: _drawn(
        b"BT /F1 9 Tf "
        + b"".join(b"1 0 0 1 50 %d Tm (%s) Tj\n" % (i % 800, b"abcde fgh " * 20) for i in range(5000))
        + b"ET"
    ),
    "a page of a million rectangles": lambda: _drawn(
        _LETTERS + b"".join(b"%d %d 5 5 re S\n" % (i % 590, (i // 590) % 840) for i in range(60_000))
    ),
    "a page as wide as a country": lambda: _drawn(_LETTERS).replace(b"[0 0 595 842]", b"[0 0 9e9 9e9]"),
    "cut in the middle": lambda: _drawn(_LETTERS * 2000)[:30_000],
}


# --- names ------------------------------------------------------------------------------------------------------

NAMES = (
    "a..b.txt",
    "a..txt",
    "-rf.txt",
    "new\nline.txt",
    "tab\t.txt",
    "'; DROP TABLE sources; --.txt",
    "%s%n{0}.txt",
    "\u202etxt.exe.txt",
    "kế hoạch\u0301.txt",
    "\u00a0.txt",
    "C:\\plan.txt",
    "*?[a].txt",
    "a" * 200 + ".txt",
    "$(x).txt",
)
