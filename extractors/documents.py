"""The documents of a source: where each begins and ends, and what its head and foot say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import regex

from extractors import heads
from extractors.citations import read_lead
from extractors.codes import find_codes
from extractors.component import Extractor
from extractors.dates import parse_date
from extractors.facts import Document
from extractors.issuers import Seat, find_seat
from extractors.offsets import Span
from extractors.reading import Block, Reading
from extractors.signatures import Signature, begins_signature, is_collective, read_signature, read_signer
from rules.letters import fold
from rules.plain import compile_plain

# A head is looked for this many paragraphs above its number line, a title this many below.
_ABOVE, _BELOW = 10, 14
# So many paragraphs between number and type may be something else.
_UNKNOWN = 3
_APPENDIX = compile_plain(r"^(?:PHỤ LỤC|Phụ lục|MẪU SỐ|Mẫu số|BIỂU MẪU)(?![\p{L}])")
# What only the body of a document has: articles, a basis, headings in capitals under Roman numbers.
_BODY_MARK = regex.compile(r"(?:Điều \d+\.|Căn cứ (?:Luật|Nghị|Quyết|Kế|Chỉ)|[IVX]+\.\s*\p{Lu}{2,}[\p{Lu}\s,]+$)")
_RECIPIENTS = re.compile(r"^[\s*]*(?:Nơi nhận)\s*:")


@dataclass(slots=True)
class _Line:
    """A paragraph of running text: its block and its folded text."""

    reading: Reading
    block: Block
    folded: str

    @property
    def printed(self) -> str:
        """Its text as printed, white space made single."""
        return self.reading.print_of(self.block.at)


@dataclass(slots=True)
class _Head:
    """Where a document begins and what its head says; indices count paragraphs."""

    start: int
    body: int
    number: heads.Number | None = None
    doc_type: str | None = None
    place: str | None = None
    issued_on: date | None = None
    partial: str | None = None
    title: str | None = None
    title_to: int = 0
    capitals: list[str] = field(default_factory=list)
    authority: str | None = None
    parent: int | None = None


def _read_line(reading: Reading, block: Block) -> _Line:
    return _Line(reading, block, reading.folded[slice(*block.at)].strip())


def find_documents(reading: Reading) -> Iterator[Document]:
    """Yield the documents of a source; one attached to another follows it. A text without any head has none."""
    lines, text_end = _without_tail([_read_line(reading, b) for b in reading.prose()], len(reading.text))
    found = list(_heads(lines))
    ends = _ends(found, lines, text_end)
    made: list[Document] = []
    for index, head in enumerate(found):
        metadata = heads.read_metadata([line.folded for line in lines[: head.start]]) if index == 0 else {}
        own_end = min((h.start for h in found[index + 1 :]), default=len(lines))
        at = Span(lines[head.start].block.at.start, ends[index])
        document = _document(head, metadata, lines[head.start : own_end], at)
        made.append(document if head.parent is None else _inherit(document, made[head.parent]))
        yield made[-1]


def _without_tail(lines: Sequence[_Line], text_end: int) -> tuple[Sequence[_Line], int]:
    """Return the lines above what a portal prints below its document, and where they end in the text."""
    signed = False
    for index, line in enumerate(lines):
        signed = signed or _RECIPIENTS.match(line.folded) is not None or begins_signature(line.folded)
        if signed and heads.is_portal_tail(line.folded.strip("*# ")):
            while index and _is_caption(lines[index - 1].folded.strip("*# ")):
                index -= 1
            return lines[:index], lines[index].block.at.start
    return lines, text_end


def _is_caption(text: str) -> bool:
    """Say whether a line is how a portal names a document: "Quyết định 12/QĐ-UBND năm 2031 về việc khác"."""
    code = next(find_codes(text), None) if not text.endswith((".", ";", ":", ",")) else None
    lead = read_lead(text, 0, code.at.start) if code else None
    return lead is not None and lead.doc_type is not None and lead.at.start == 0


# What an attached document has of the one it is attached to.
_INHERITED = (
    *("issuer", "level", "issued_on", "issued_on_partial", "place"),
    *(f"{level}{code}" for level in ("province", "district", "commune") for code in ("", "_code")),
)


def _inherit(document: Document, parent: Document) -> Document:
    found = {slot: getattr(parent, slot) for slot in _INHERITED if getattr(document, slot) is None}
    found = {slot: value for slot, value in found.items() if value is not None}
    return replace(document, **found, inferred=tuple(sorted({*document.inferred, *found})))


def _heads(lines: Sequence[_Line]) -> Iterator[_Head]:
    """Yield the heads in order: full heads with a number line, and those of attached documents."""
    main, position, in_appendix = None, 0, False
    count = 0
    for index, line in enumerate(lines):
        if index < position:
            continue
        in_appendix = in_appendix or _APPENDIX.match(line.folded) is not None
        head = _full_head(lines, index, in_appendix) or _attached_head(lines, index, main)
        if head is None:
            continue
        if head.parent is None:
            main, in_appendix = count, False
        count += 1
        position = max(head.title_to, head.body, index + 1)
        yield head
    if count == 0 and (head := _bare_head(lines) or _no_head(lines)):
        yield head


def _full_head(lines: Sequence[_Line], index: int, in_appendix: bool) -> _Head | None:
    """Return the head whose number line is `lines[index]`. Blank forms in an appendix are no documents."""
    line = lines[index]
    match = heads.NUMBER_LINE.search(line.folded) if "Số" in line.folded else None
    if match is None or (match.start() > 0 and ":" not in match[0]) or len(line.folded.split("V/v")[0]) > 160:
        return None
    number = heads.read_number(match)
    if in_appendix and number.number is None:
        return None
    if heads.is_metadata(line.folded):
        return None
    start = _head_start(lines, index)
    head = _Head(start, index + 1, number, heads.type_of_symbol(number.symbol))
    for other in lines[start : index + 1]:
        _read_letterhead(head, other)
    _read_below(head, lines, index + 1)
    typed = head.doc_type or head.title
    return head if typed and (head.title or head.issued_on or head.partial) else None


def _head_start(lines: Sequence[_Line], index: int) -> int:
    start = index
    while start > 0 and index - start < _ABOVE:
        text = lines[start - 1].folded
        if heads.is_metadata(text) or heads.read_type_line(text) or text.endswith((";", "./.")):
            break
        words = any(map(str.isalpha, text))
        if words and (len(text) > 160 or not (text.isupper() or heads.is_nation(text) or _place_date(text))):
            break
        start -= 1
    return start


_NATION_BESIDE = regex.compile(r"\s+(?=CỘNG H[ÒO]A XÃ HỘI|ĐẢNG CỘNG SẢN|Độc lập\s*-)")
_CAPITALS = regex.compile(r"\p{Lu}{2}")
_DATE_BESIDE = regex.compile(r"\s(?=\p{Lu}[\p{L}\s.-]{1,40},\s*(?:ngày|tháng)\b)")


def _read_letterhead(head: _Head, line: _Line) -> None:
    # Two columns of a PDF may share a line: "SỞ CÔNG THƯƠNG  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".
    text = _NATION_BESIDE.split(line.folded)[0]
    if place_date := _place_date(line.folded):
        head.place, head.issued_on, head.partial = place_date
    elif not heads.is_nation(text) and _CAPITALS.search(text) and "Số" not in text.split(" ")[0]:
        head.capitals.append(text)


def _place_date(text: str) -> tuple[str, date | None, str | None] | None:
    if found := heads.read_place_date(text):
        return found
    # Number and date may share a line: "Số: 12/KH-UBND  Vinh, ngày 05 tháng 3 năm 2024".
    match = _DATE_BESIDE.search(text)
    tail = text[match.end() :] if match else ""
    if tail and (symbol := heads.NUMBER_LINE.search(text)):
        tail = text[symbol.end() :].strip()
    return heads.read_place_date(tail) if tail else None


def _read_below(head: _Head, lines: Sequence[_Line], index: int) -> None:
    """Read what stands below the number line: place and date, type, title, authority.

    A line or two that say nothing of that may stand between; where no type follows, the first of them in capitals is
    the title of a page that lost its type line, and "V/v …" that of an official letter.
    """
    stop = min(len(lines), index + _BELOW)
    number_line = lines[index - 1]
    if (same := _place_date(lines[index - 1].folded)) and not head.place:
        head.place, head.issued_on, head.partial = same
    other: list[int] = []
    while index < stop and len(other) < _UNKNOWN:
        text = lines[index].folded
        if head.place is None and (place_date := heads.read_place_date(text)):
            head.place, head.issued_on, head.partial = place_date
        elif typed := heads.read_type_line(text):
            head.doc_type = typed.code if head.number is None else head.doc_type or typed.code
            _read_title(head, lines, index + 1, lines[index].printed[-len(typed.rest) :] if typed.rest else "")
            return
        elif text.startswith("Kính gửi"):
            head.doc_type = head.doc_type or "CV"
            break
        elif heads.is_nation(text) or (text.isupper() and list(heads.read_bodies(text)) and not head.title):
            head.capitals += [] if heads.is_nation(text) else [text]
        else:
            other.append(index)
        index += 1
    head.body = max(head.body, index)
    symbol = heads.NUMBER_LINE.search(number_line.folded)
    about = number_line.folded.find("V/v", symbol.end()) if symbol else -1
    if about >= 0:  # "Số: 12/UBND-VP V/v …", run together by a page
        head.title = number_line.printed[about:].strip(" *_")
    elif other and (lines[other[0]].folded.isupper() or lines[other[0]].folded.startswith(("V/v", "Về việc"))):
        _read_title(head, lines, other[0], "")


def _read_title(head: _Head, lines: Sequence[_Line], index: int, begun: str) -> None:
    parts = [begun] if begun else []
    stop = min(len(lines), index + _BELOW)
    while index < stop:
        line = lines[index]
        bodies = list(heads.read_bodies(line.folded)) if line.folded.isupper() else []
        if parts and bodies and bodies[0][0] == 0:
            head.authority = line.folded
            index += 1
            break
        if not parts and bodies and line.folded.startswith("CỦA ") and bodies[0][0] == 4:
            head.authority = line.folded  # "CHỈ THỊ⏎CỦA BAN THƯỜNG VỤ TỈNH ỦY⏎về …"
            index += 1
            continue
        if heads.ends_title(line.folded, first=not parts):
            break
        parts.append(line.printed)
        index += 1
    title = " ".join(parts).strip(" *_")
    if head.authority is None and head.doc_type in ("QĐ", "NQ", "CT"):
        title, head.authority = heads.split_authority(title)
    head.title = title or None
    head.title_to = head.body = index


def _attached_head(lines: Sequence[_Line], index: int, main: int | None) -> _Head | None:
    """Return the head of a plan, regulation or programme attached to the document before it."""
    typed = heads.read_type_line(lines[index].folded) if main is not None else None
    if typed is None or not typed.attached:
        return None
    note = next(
        (i for i in range(index + 1, min(index + 9, len(lines))) if heads.is_attachment_note(lines[i].folded)), None
    )
    if note is None or any(_APPENDIX.match(line.folded) for line in lines[index:note]):
        return None
    head = _Head(index, note + 1, doc_type=typed.code, parent=main)
    _read_title(head, lines[:note], index + 1, lines[index].printed[-len(typed.rest) :] if typed.rest else "")
    head.body = head.title_to = note + 1
    return head


def _bare_head(lines: Sequence[_Line]) -> _Head | None:
    """Return the head of a text that lost its letterhead: a type line, with a basis or headings below it."""
    for index, line in enumerate(lines[:60]):
        typed = heads.read_type_line(line.folded)
        if typed is None:
            continue
        below = " \n".join(other.folded for other in lines[index + 1 : index + 40])
        if regex.search(r"^(?:Căn cứ |Thực hiện |Điều 1\b|I\s?[.)]\s|1\s?[.)]\s)", below, regex.MULTILINE):
            head = _Head(_head_start(lines, index), index + 1, doc_type=typed.code)
            for other in lines[head.start : index]:
                _read_letterhead(head, other)
            _read_title(head, lines, index + 1, typed.rest)
            return head
    return None


def _no_head(lines: Sequence[_Line]) -> _Head | None:
    """Return the head, without any slot, of a text that is the body of a plan and nothing else."""
    marks = [line for line in lines if _BODY_MARK.match(line.folded)]
    return _Head(0, 0) if len(marks) >= 2 else None


def _ends(found: Sequence[_Head], lines: Sequence[_Line], text_end: int) -> list[int]:
    ends = []
    for index, head in enumerate(found):
        later = [h.start for h in found[index + 1 :] if head.parent is not None or h.parent is None]
        ends.append(lines[later[0]].block.at.start if later else text_end)
    return ends


def _document(head: _Head, metadata: dict[str, str], lines: Sequence[_Line], at: Span) -> Document:
    inferred: set[str] = set()
    signature = _signature(lines) or Signature(None, None, None)
    document = Document(
        at=at,
        doc_type=head.doc_type,
        number=head.number.number if head.number else None,
        symbol=head.number.symbol if head.number else None,
        code=head.number.code if head.number else None,
        issued_on=head.issued_on,
        issued_on_partial=head.partial,
        place=_as_printed(head.place, lines),
        title=head.title,
        signer=_as_printed(signature.signer, lines),
        signer_title=signature.title,
        signed_for=signature.signed_for,
        parent=head.parent,
    )
    document = _fill_from_portal(document, metadata, inferred)
    document = _fill_period(document, lines, inferred)
    folded = [line.folded for line in lines]
    authority = head.authority or _chairman(document, head.capitals, folded)
    seat = find_seat(head.capitals, authority, document, folded, metadata.get("issuer"))
    document = _seated(document, seat, inferred)
    return replace(document, inferred=tuple(sorted(inferred)))


def _chairman(document: Document, capitals: Sequence[str], folded: Sequence[str]) -> str | None:
    """Return in whose name a directive is issued that its chairman signs without "TM.": his own.

    Nghị định 30/2020/NĐ-CP, phụ lục I: "TM." stands before the name of a body for which its head signs.
    """
    own = document.doc_type == "CT" and document.signer_title in ("Chủ tịch", "Phó Chủ tịch")
    committee = " ".join(capitals)
    of_committee = committee.startswith(("ỦY BAN NHÂN DÂN", "UBND"))
    return f"CHỦ TỊCH {committee}" if own and of_committee and not is_collective(folded) else None


def _as_printed(words: str | None, lines: Sequence[_Line]) -> str | None:
    """Return words of the folded text in the letters that the document prints (Hoà or Hòa)."""
    first = (words or "").split(" ")[0]
    for line in lines if words else ():
        if first not in line.folded:
            continue
        start = fold(line.printed).find(words or "")
        if start >= 0:
            return line.printed[start : start + len(words or "")]
    return words


def _fill_from_portal(document: Document, metadata: dict[str, str], inferred: set[str]) -> Document:
    """Fill the slots that the text leaves open from what the portal says, and name them as inferred."""
    found: dict[str, Any] = {}
    if document.code is None and (match := heads.NUMBER_LINE.search(f"Số: {metadata.get('code', '')}")):
        number = heads.read_number(match)
        if number.code and document.symbol in (None, number.symbol):
            found |= {"number": number.number, "symbol": number.symbol, "code": number.code}
            found["doc_type"] = document.doc_type or heads.type_of_symbol(number.symbol)
    if document.issued_on is None and (day := parse_date(metadata.get("issued_on", ""))[0]):
        found |= {"issued_on": day, "issued_on_partial": None}
    if document.signer is None and (name := metadata.get("signer")):
        found["signer"], title = read_signer(name)
        if title and document.signer_title is None:
            found["signer_title"] = title
    if document.doc_type is None and not found.get("doc_type") and (kind := metadata.get("doc_type")):
        found["doc_type"] = heads.type_of_name(kind)
    if document.title is None and (title := metadata.get("title")):
        found["title"] = title
    inferred |= {slot for slot, value in found.items() if value is not None and value != getattr(document, slot)}
    return replace(document, **found)


def _fill_period(document: Document, lines: Sequence[_Line], inferred: set[str]) -> Document:
    title = document.title or ""
    period = heads.read_period(title)
    programme = heads.read_programme(title)
    if period is None and (
        last := regex.search(r"đến (?:hết )?năm\s*((?:19|20)\d\d)", fold(title), regex.IGNORECASE)
    ):
        period = _stated_time(lines, int(last[1]))
        if period is None and document.issued_on and document.issued_on.year <= int(last[1]):
            period = document.issued_on.year, int(last[1])
        inferred |= {"period_start", "period_end"} if period else set()
    if period is None and "đến năm" not in fold(title).lower() and (period := _plan_time(lines)):
        inferred |= {"period_start", "period_end"}
    first, end = period or (None, None)
    return replace(document, period_start=first, period_end=end, programme=programme)


def _stated_time(lines: Sequence[_Line], last: int) -> tuple[int, int] | None:
    """Return the period of a paragraph on the time of the programme that ends in the year the title names."""
    for line in lines:
        if regex.search(r"[Tt]hời gian thực hiện", line.folded):
            period = heads.read_period(line.folded)
            if period and period[1] == last:
                return period
    return None


_PLAN_TIME = regex.compile(
    r"(?:[IVX]{1,5}|\d{1,2})\s?[.)/-]\s*Thời gian (?:thực hiện|triển khai|tổ chức)(?! *(?:các|từng))[^:;.]{0,40}:"
    r"[^.;]{0,120}?\b[Tt]ừ\s[^.;]{0,40}?(?<from>(?:19|20)\d\d)\s+đến\s[^.;]{0,40}?(?<to>(?:19|20)\d\d)"
)


def _plan_time(lines: Sequence[_Line]) -> tuple[int, int] | None:
    """Return the years of the paragraph that states a plan's time: "3. Thời gian thực hiện: Từ tháng … đến …"."""
    found = [m for line in lines if "Thời gian" in line.folded and (m := _PLAN_TIME.match(line.folded))]
    return (int(found[0]["from"]), int(found[0]["to"])) if len(found) == 1 else None


def _seated(document: Document, seat: Seat, inferred: set[str]) -> Document:
    inferred |= seat.inferred
    return replace(document, **seat.slots())


def _signature(lines: Sequence[_Line]) -> Signature | None:
    """Return the signature of a document: the first below its recipients, or right above them."""
    recipients = next((i for i, line in enumerate(lines) if _RECIPIENTS.match(line.folded)), None)
    order = range(len(lines)) if recipients is None else [*range(recipients, len(lines)), *range(recipients)]
    for index in order:
        if begins_signature(lines[index].folded):
            # Recipients may stand line by line beside the signature.
            beside = [line.folded for line in lines[index : index + 16]]
            signature = read_signature([text for text in beside if not text.startswith(("-", "+", "Lưu"))][:8])
            if signature is not None:
                return signature
    return None


EXTRACTOR = Extractor("documents", Document, find_documents)
