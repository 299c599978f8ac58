"""Web pages and pieces of them: the document as a browser would print it, without the portal around it."""

from __future__ import annotations

import email
import email.policy
import itertools
import unicodedata
from collections.abc import Iterable, Iterator

import lxml.etree
import lxml.html
import regex
from lxml.html import HtmlElement

from pipeline.errors import KehoachError
from pipeline.read.htmlfonts import FontRules
from pipeline.read.legacy import convert_pieces, convert_run, describe, honest_fonts, old_font
from pipeline.read.limits import ELEMENTS, PLACES, check_bytes, check_count, check_tags
from pipeline.read.marks import DOCUMENT, has_mark
from pipeline.read.portal import find_document
from pipeline.read.raised import render_raised
from pipeline.read.sniff import is_mhtml
from pipeline.read.text import decode
from pipeline.read.writer import RawBlock, RawCell, RawTable, Writer
from pipeline.source import Source

_BLOCKS = frozenset(
    regex.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption"
        " figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table"
        " tbody td tfoot th thead tr ul",
    )
)
_DROPPED = frozenset(
    regex.findall(
        r"\w+",
        "script style template noscript head svg math object embed iframe canvas audio video map button select option"
        " textarea input progress meter",
    )
)
_HIDDEN = regex.compile(r"(?i)(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)")
_KEPT = regex.compile(r"(?i)white-space\s*:\s*pre")
_FEW_MARKS = 3
_SPACE = regex.compile(r"[ \t\n\r\f]+")
_WIDE_SPACE = regex.compile(r"[ \u00a0\u2002-\u200a\u3000]{2,}")
_UNSEEN = regex.compile(r"[\u200b\u200c\u200d\u2060\ufeff\x00-\x08\x0b\x0e-\x1f]")
_MAX_SPAN = 100
_MAX_DEPTH = 400


def read_html(data: bytes, name: str = "") -> Source:
    """Return the document on a web page; the portal's own data about it stand above, one `label:\\tvalue` a line.

    Raises KehoachError: KH101 where the page is empty, KH112 where it cannot be parsed or holds no text, KH116 where
    it is larger than any document.
    """
    try:
        check_bytes(data)
        done: set[str] = set()
        page = decode(_unwrap(data), done)
        body = _parse(page)
        _convert_fonts(body, FontRules(page), done)
        root, metadata = find_document(body)
        blocks = _Flow().run(root)
    except (lxml.etree.LxmlError, ValueError, AssertionError, RecursionError) as error:
        raise KehoachError("KH112", detail=str(error) or type(error).__name__) from error
    writer = Writer()
    for label, value in metadata:
        writer.line(f"{label}:\t{value}")
    if metadata:
        writer.line("")
    writer.blocks(blocks)
    text = writer.text.rstrip("\n") + "\n"
    if not text.strip():
        raise KehoachError("KH112", detail="it has no text of its own; a script would fetch it")
    return Source(text, "text/html", describe("text", done), grids=writer.grids)


def _unwrap(data: bytes) -> bytes:
    """Return the page in an MHTML archive ("web page, single file"), other data as they are."""
    if not is_mhtml(data[:4096]):
        return data
    for part in email.message_from_bytes(data, policy=email.policy.default).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            return payload if isinstance(payload, bytes) else data
    return data


def _parse(page: str) -> HtmlElement:
    page = _UNSEEN.sub("", regex.sub(r"\A\s*<\?xml[^>]*>", "", page))
    if not page.strip():
        raise KehoachError("KH101")
    check_tags(page)
    root = lxml.html.document_fromstring(page, parser=_parser())
    body = root.find("body")
    body = root if body is None else body
    for frame in list(body.iter("iframe")):
        _open_frame(frame)
    check_count("elements", int(root.xpath("count(//*)")), ELEMENTS)
    shown = _find_unshown(body)
    for element in list(body.iter()):
        if element is body or element in shown:
            continue
        if not isinstance(element.tag, str) or element.tag in _DROPPED or _is_hidden(element):
            HtmlElement.drop_tree(element)
    return body


def _find_unshown(body: HtmlElement) -> set[HtmlElement]:
    """Return what is hidden until a reader asks for it, where only there a document's lines stand."""
    hidden = {element for element in body.iter() if element is not body and _is_hidden(element)}
    outer = [element for element in hidden if not any(a in hidden for a in element.iterancestors())]
    full = [element for element in outer if _has_document(element.itertext())]
    if not full:
        return set()
    around = set(full)
    return set() if _has_document(_texts_outside(body, around)) else around


def _texts_outside(body: HtmlElement, hidden: set[HtmlElement]) -> Iterator[str]:
    for element in body.iter():
        if isinstance(element.tag, str) and not any(a in hidden for a in (element, *element.iterancestors())):
            yield element.text or ""
        yield element.tail or ""


def _has_document(texts: Iterable[str]) -> bool:
    marked = (text for text in texts if text.strip() and has_mark(" ".join(text.split()), *DOCUMENT))
    return len(list(itertools.islice(marked, _FEW_MARKS))) == _FEW_MARKS


def _open_frame(frame: HtmlElement) -> None:
    """Put the page that `frame` itself holds in its place."""
    page = frame.attrib.pop("srcdoc", "")
    if page.strip():
        inner = lxml.html.document_fromstring(page, parser=_parser())
        body = inner.find("body")
        frame.tag = "div"
        frame.extend(list(inner if body is None else body))


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(remove_comments=True, remove_pis=True)


def _is_hidden(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str):
        return False
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", "")))


def _convert_fonts(body: HtmlElement, named: FontRules, done: set[str]) -> None:
    """Convert what was typed in TCVN3 or VNI: where the page names the font by that, elsewhere by the letters."""
    places = [(e, part) for e in body.iter() for part in ("text", "tail") if getattr(e, part)]
    texts = [unicodedata.normalize("NFC", getattr(element, part)) for element, part in places]
    if any(not text.isascii() for text in texts):
        fonts = [named.of(e if part == "text" else e.getparent()) for e, part in places] if named else []
        honest = honest_fonts(zip(fonts, texts, strict=True)) if fonts else ()
        for i, name in enumerate(fonts):
            font = old_font(name)
            if font is not None and font.encoding in honest:
                texts[i], before = convert_run(texts[i], font), texts[i]
                done.update({font.encoding} if texts[i] != before else ())
        texts = convert_pieces(texts, done)
    for (element, part), text in zip(places, texts, strict=True):
        # A hyphen that shows at line ends only; in TCVN3 its place is that of a letter.
        setattr(element, part, text.replace("\u00ad", ""))


class _Flow:
    """Lays a tree out as a browser would: inline elements run on, block elements begin lines of their own."""

    def __init__(self, depth: int = 0) -> None:
        self._blocks: list[RawBlock] = []
        self._line: list[str] = []
        self._prefix = ""
        self._depth = depth
        self._keep_lines = False
        self._items: dict[HtmlElement | None, int] = {}  # how many have been laid out of each list

    def run(self, element: HtmlElement) -> list[RawBlock]:
        """Return the blocks in `element`."""
        if element.tag == "table":
            self._visit(element)
        else:
            self._children(element)
        self._flush()
        return self._blocks

    def _children(self, element: HtmlElement) -> None:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            self._text(element.text_content())
        else:
            around = self._keep_lines
            self._keep_lines = around or element.tag == "pre" or bool(_KEPT.search(element.get("style", "")))
            self._text(element.text or "")
            for child in element:
                self._visit(child)
                self._text(child.tail or "")
            self._keep_lines = around
        self._depth -= 1

    def _visit(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "br":
            self._line.append("\n")
        elif tag == "sup":
            text = _SPACE.sub(" ", element.text_content())
            self._line.append(render_raised(text, "".join(self._line[-3:])))
        elif tag == "table":
            self._flush()
            self._blocks.extend(_read_table(element, self._depth))
        elif tag in _BLOCKS:
            self._flush()
            if tag == "li":
                parent = element.getparent()
                self._prefix = _list_mark(element, self._items.get(parent, 0))
                self._items[parent] = self._items.get(parent, 0) + 1
            self._children(element)
            self._flush()
            self._prefix = ""
        else:
            self._children(element)

    def _text(self, text: str) -> None:
        if self._keep_lines:
            self._line.append(text.expandtabs(1))
        elif text:
            self._line.append(_SPACE.sub(" ", text))

    def _flush(self) -> None:
        text = _WIDE_SPACE.sub(" ", "".join(self._line))
        self._line.clear()
        text = "\n".join(line.strip(" ") for line in text.split("\n")).strip("\n ")
        if text.strip():
            self._blocks.append(self._prefix + text)
            self._prefix = ""


def _list_mark(item: HtmlElement, before: int) -> str:
    """Return what stands before an item of a list, behind `before` others."""
    parent = item.getparent()
    text = item.text_content().strip()
    if parent is None or parent.tag != "ol":
        # Many portals type the mark as well.
        return "" if text[:1] in "-+•*–" else "- "
    start = parent.get("start", "1")
    number = item.get("value", "")
    count = int(number) if number.isdecimal() else (int(start) if start.isdecimal() else 1) + before
    kind = parent.get("type", "1")
    if kind in ("a", "A") and 1 <= count <= 26:
        return f"{chr(ord(kind) + count - 1)}) "
    return f"{count}. "


def _read_table(table: HtmlElement, depth: int) -> list[RawBlock]:
    caption: list[RawBlock] = []
    rows: list[tuple[HtmlElement, bool]] = []
    for part in table:
        if part.tag == "caption":
            caption = _Flow(depth).run(part)
        elif part.tag == "tr":
            rows.append((part, False))
        elif part.tag in ("thead", "tbody", "tfoot"):
            rows.extend((row, part.tag == "thead") for row in part if row.tag == "tr")
    rows = [(row, head) for row, head in rows if any(cell.tag in ("td", "th") for cell in row)]
    return [*caption, RawTable(_place_cells([row for row, _ in rows], depth), _count_headers(rows))]


def _count_headers(rows: list[tuple[HtmlElement, bool]]) -> int | None:
    count = 0
    for row, head in rows:
        if not head and any(cell.tag == "td" for cell in row):
            break
        count += 1
    return count if 0 < count < len(rows) else None


def _place_cells(rows: list[HtmlElement], depth: int) -> list[RawCell]:
    taken: set[tuple[int, int]] = set()
    cells = []
    for row_no, row in enumerate(rows):
        col_no = 0
        for element in row:
            if element.tag not in ("td", "th"):
                continue
            while (row_no, col_no) in taken:
                col_no += 1
            width = _span(element, "colspan")
            # A cell that would run into one from the row above is cut.
            width = next((i for i in range(1, width) if (row_no, col_no + i) in taken), width)
            height = min(_span(element, "rowspan") or len(rows), len(rows) - row_no)
            check_count("places in a table", len(taken) + height * width, PLACES)
            taken.update((row_no + i, col_no + j) for i in range(height) for j in range(width))
            cells.append(RawCell(row_no, col_no, _Flow(depth).run(element), height, max(1, width)))
            col_no += width
    return cells


def _span(element: HtmlElement, name: str) -> int:
    value = element.get(name, "1").strip()
    return min(int(value), _MAX_SPAN) if value.isdecimal() else 1
