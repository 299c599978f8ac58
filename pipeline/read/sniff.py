"""What kind of file some bytes are, by their content."""

from __future__ import annotations

import enum
import io
import zipfile

import regex

from pipeline.errors import KehoachError


class Kind(enum.Enum):
    """A kind of file that can be read."""

    TEXT = "text"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    DOC = "doc"
    RTF = "rtf"
    ODT = "odt"
    ODS = "ods"
    XLSX = "xlsx"
    XLS = "xls"


_HEAD = 1 << 16

# Files of other kinds that people give a false name, by their first bytes.
_OTHER = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"BM", "a BMP picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"%!PS", "a PostScript file"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_ZIPPED = (
    ("xl/", "a spreadsheet (.xlsb)"),
    ("ppt/", "a slide show (.pptx)"),
    ("content.xml", "an OpenDocument file"),
    ("META-INF/container.xml", "an e-book"),
)
_HTML_START = regex.compile(
    rb"(?i)\A[\s\xef\xbb\xbf]*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html\b)"
)
_HEADER_LINE = regex.compile(rb"(?i)\s*(?:from|mime-version|content-type|subject|date|snapshot-[\w-]+):")
_HTML_TAG = regex.compile(rb"(?i)<(?:html|head|body|title|meta|div|p|br|table|tr|td|span|strong|h[1-6])\b[^<>]*>")
_TAG_END = regex.compile(rb"(?i)</(?:html|head|body|title|div|p|table|tr|td|span|strong|h[1-6])\s*>")
_CONTROLS = bytes(set(range(32)) - {8, 9, 10, 11, 12, 13, 26, 27})


def sniff(data: bytes, name: str = "") -> Kind:
    """Return the kind of file that `data` is.

    Raises KehoachError: KH101 for an empty file, KH102 for one of another kind, KH104 for a DOCX that is no whole
    zip archive, KH105 for an encrypted Office file.
    """
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise KehoachError("KH101")
    head = data[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if head.startswith(b"PK\x03\x04"):
        return _sniff_zip(data, name)
    if head.startswith(_OLE):
        return _sniff_ole(data)
    if head.startswith(b"{\\rtf"):
        return Kind.RTF
    # A magic of two letters may begin a text as well: only what is not text counts.
    binary = _is_binary(head)
    for magic, kind in _OTHER:
        if head.startswith(magic) and (binary or len(magic) > 3):
            raise KehoachError("KH102", detail=kind)
    if binary:
        raise KehoachError("KH102", detail="binary data")
    return Kind.HTML if _is_html(_narrow(head)) else Kind.TEXT


def _sniff_zip(data: bytes, name: str) -> Kind:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if b"word/" in data or name.lower().endswith(".docx"):
            raise KehoachError("KH104", detail="the archive is cut off or damaged") from error
        raise KehoachError("KH102", detail="a damaged zip archive") from error
    if "word/document.xml" in names:
        return Kind.DOCX
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "mimetype" in names[:1]:
        for open_kind, ending in ((Kind.ODT, b"text"), (Kind.ODS, b"spreadsheet")):
            if _OPEN_DOCUMENT + ending in data[:256]:
                return open_kind
    if any(n.startswith("word/") for n in names):
        raise KehoachError("KH104", detail="its main part word/document.xml is missing")
    for start, kind in _ZIPPED:
        if any(n.startswith(start) for n in names):
            raise KehoachError("KH102", detail=kind)
    raise KehoachError("KH102", detail="a zip archive")


def _sniff_ole(data: bytes) -> Kind:
    if _entry("EncryptedPackage") in data:
        raise KehoachError("KH105")
    if _entry("WordDocument") in data:
        return Kind.DOC
    if _entry("Workbook") in data or _entry("Book") in data:
        return Kind.XLS
    raise KehoachError("KH102", detail="an old Office file")


def _entry(name: str) -> bytes:
    """Return how an entry of this name begins in the directory of an old Office file."""
    return name.encode("utf-16-le") + b"\0\0"


def is_utf16(head: bytes) -> str | None:
    """Return the codec where `head` is UTF-16 without a byte order mark: half its bytes are zero, on one side."""
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0) / (len(head) / 2), head[1::2].count(0) / (len(head) / 2)
    # Vietnamese letters have 0x1E or 0x01 in their high byte; spaces and plain letters zero.
    if odd > 0.5 and even < 0.02:
        return "utf-16-le"
    return "utf-16-be" if even > 0.5 and odd < 0.02 else None


def _narrow(head: bytes) -> bytes:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or is_utf16(head)
    return head.lstrip(b"\xff\xfe").replace(b"\0", b"") if wide else head


def _is_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or is_utf16(head):
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > max(2, len(head) // 100)


def is_mhtml(head: bytes) -> bool:
    """Return whether `head` begins a web page that a browser saved with its pictures in one file."""
    return bool(_HEADER_LINE.match(head)) and b"multipart/related" in head[:4096]


def _is_html(head: bytes) -> bool:
    if _HTML_START.match(head) or is_mhtml(head):
        return True
    tags = len(_HTML_TAG.findall(head))
    ends = len(_TAG_END.findall(head))
    # A Markdown file may hold a stray <br>; a page, or a piece of one, is full of tags that open and close.
    return tags >= 3 and ends >= 2 and (tags + ends) * 400 > len(head)
