"""Small files of every format, built byte by byte, so that tests need no font and no word processor."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_GREY_POINT = "/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"


def make_docx(body: str, numbering: str = "", styles: str = "", footnotes: str = "", header: str = "") -> bytes:
    """Return a DOCX file whose parts hold this XML (without their root elements)."""
    roots = {"document": f"<w:body>{body}</w:body>", "numbering": numbering, "styles": styles}
    roots |= {"footnotes": footnotes, "header1": header}
    tags = {"header1": "hdr"}
    parts = {name: content for name, content in roots.items() if content}
    files: dict[str, str | bytes] = {
        f"word/{name}.xml": f"<w:{tags.get(name, name)} {NAMESPACES}>{content}</w:{tags.get(name, name)}>"
        for name, content in parts.items()
    }
    kinds = {name: "document.main" if name == "document" else _kind(name) for name in parts}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}{kind}+xml"/>' for name, kind in kinds.items()
    )
    files["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{overrides}</Types>"
    )
    files["_rels/.rels"] = _relations([("rId1", "officeDocument", "word/document.xml")])
    others = [(f"rId{i}", _kind(n), f"{n}.xml") for i, n in enumerate(parts, 1) if n != "document"]
    files["word/_rels/document.xml.rels"] = _relations(others)
    return make_zip(files)


def _kind(name: str) -> str:
    return name.rstrip("0123456789")


def _relations(relations: Sequence[tuple[str, str, str]]) -> str:
    items = "".join(f'<Relationship Id="{i}" Type="{_RELATION}{k}" Target="{t}"/>' for i, k, t in relations)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'
    )


def make_zip(files: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    """Return a DOCX paragraph of one run."""
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def table(rows: Sequence[Sequence[str]], ruled: bool = True) -> str:
    """Return a DOCX table; a cell is its paragraphs, with its `<w:tcPr>` before them where it has one."""
    line = '<w:tblBorders><w:top w:val="single"/></w:tblBorders>' if ruled else ""
    body = "".join("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr>{line}</w:tblPr>{body}</w:tbl>"


Text = tuple[float, float, str] | tuple[float, float, str, float] | tuple[float, float, str, float, str]
Line = tuple[float, float, float, float]


class Sheet:
    """A page of a PDF: texts at places, lines, a picture.

    Places are in points from the lower left corner; a size other than 12, and `up` or `down` for the direction in
    which the text runs, come last.

    A turned page holds all of it lying on its side, and says that it is to be shown turned.
    """

    def __init__(
        self, texts: Sequence[Text] = (), lines: Sequence[Line] = (), picture: bool = False, turned: bool = False
    ) -> None:
        self.texts, self.lines, self.picture, self.turned = texts, lines, picture, turned
        self.box = "[0 0 842 595] /Rotate 90" if turned else "[0 0 595 842]"

    def content(self, codes: dict[str, int]) -> bytes:
        """Return the page's drawing commands, letters as the `codes` of a font, or as Unicode."""
        commands = [f"{x0} {y0} m {x1} {y1} l S" for x0, y0, x1, y1 in self.lines]
        for x, y, text, *more in self.texts:
            letters = "".join(f"{codes.get(c, ord(c)):04X}" for c in text)
            way = {"up": "0 1 -1 0", "down": "0 -1 1 0"}.get(str(more[-1]) if more else "", "1 0 0 1")
            commands.append(f"BT /F1 {more[0] if more else 12} Tf {way} {x} {y} Tm <{letters}> Tj ET")
        if self.picture:
            commands.append("q 595 0 0 842 0 0 cm /I1 Do Q")
        turn = ["0 1 -1 0 842 0 cm"] if self.turned else []
        return "\n".join(turn + commands).encode()


def make_pdf(sheets: Sequence[Sheet], codes: dict[str, int] | None = None) -> bytes:
    """Return a PDF; with `codes` its font numbers letters so and does not say which letters they are."""
    ranges = "\n".join(f"<{block:02X}00> <{block:02X}FF> <{block:02X}00>" for block in range(0x21))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"33 beginbfrange\n{ranges}\nendbfrange endcmap end end"
    )
    to_unicode = "" if codes else " /ToUnicode 5 0 R"
    objects: list[str | bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H"
        f" /DescendantFonts [4 0 R]{to_unicode} >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /DW 500 /FontDescriptor 6 0 R"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        write_stream(cmap.encode()),
        "<< /Type /FontDescriptor /FontName /Plain /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800"
        " /Descent -200 /CapHeight 700 /StemV 80 >>",
        write_stream(
            b"\x80", b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
        ),
    ]
    kids = []
    for sheet in sheets:
        objects.append(write_stream(sheet.content(codes or {})))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox {sheet.box} /Resources << /Font << /F1 3 0 R >>"
            f" /XObject << /I1 7 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    return write_pdf([o.encode() if isinstance(o, str) else o for o in objects])


def write_stream(data: bytes, entries: bytes = b"") -> bytes:
    """Return an object of a PDF that holds `data`."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def write_pdf(objects: Sequence[bytes]) -> bytes:
    """Return a PDF of these objects, numbered from 1; the first is its catalog."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))


def grid_lines(xs: Sequence[float], ys: Sequence[float]) -> list[Line]:
    """Return the lines of a table with these column and row edges."""
    across = [(xs[0], y, xs[-1], y) for y in ys]
    return across + [(x, ys[0], x, ys[-1]) for x in xs]


def glyph_numbers() -> dict[str, int]:
    """Return how common Windows fonts number the glyphs of letters that the tests use."""
    codes = {chr(glyph + 29): glyph for glyph in range(3, 98)}
    codes |= {chr(0x1EA0 + i): 0x4A4 + i for i in range(90)}
    codes |= {letter: 0x46A + i for i, letter in enumerate("ƠơƯư")}
    codes |= {"á": 105, "à": 106, "â": 107, "ê": 114, "ô": 123, "ó": 121, "í": 116, "đ": 0xFF, "Đ": 0x108}
    return codes
