"""What stands beside the number or the name of a cited document: type, pinpoint, date, issuer, title."""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

import regex

from extractors import dates
from extractors.codes import types_by_code
from extractors.dates import PrintedDate
from extractors.offsets import Span
from extractors.phrases import phrase
from rules import compile_pattern, read_yaml
from rules.letters import fold, key, lower
from rules.needles import word_openings
from rules.plain import Pattern, compile_plain, compile_quick


@dataclass(slots=True)
class Lead:
    """The words that lead to a number: `at` from the type's name (or "số") to the number; issuer if among them."""

    at: Span
    doc_type: str | None
    type_at: Span | None
    issuer_at: Span | None


@dataclass(slots=True)
class Tail:
    """What a mention says after the number: `end` is where it ends."""

    end: int
    printed: PrintedDate | None = None
    issuer_at: Span | None = None
    title_at: Span | None = None
    pinpoint_at: Span | None = None


@functools.cache
def type_names() -> dict[str, str]:
    return {key(name): item["code"] for item in read_yaml("doctypes")["types"] for name in item["names"]}


def _names_pattern() -> str:
    printed = {fold(name) for item in types_by_code().values() for name in item["names"]}
    names = sorted(printed, key=len, reverse=True)
    return "(?<!\\p{L})(?i:" + "|".join(n.replace(" ", r"\s+") for n in names) + ")(?!\\p{L})"


_ISSUER = (
    r"\p{Lu}[\p{L}\d&.]*(?:,\s+(?:Thể\s+thao|Trật\s+tự|Chủ\s+nhiệm|Thương\s+binh)|\s+-\s+Thương"
    r"|\s+(?!{title_start}|{title_start_behind}|{issuer_end})[\p{L}\d&.-]*\p{L}){0,16}"
)


_NUMBER_WORD = r"(?:(?<!\p{L})(?i:số|sô)(?:\s+số)?[\s:.*_]*)?$"
_NO_TYPE = regex.compile(_NUMBER_WORD)


@functools.cache
def _lead() -> Pattern:
    return compile_quick(
        rf"(?P<type>{_names_pattern()})(?:\s+(?:của|do)\s+(?P<issuer>{_ISSUER}?))?[\s,:(*_]*{_NUMBER_WORD}"
    )


@functools.cache
def _type_opening() -> re.Pattern[str]:
    """Return what finds, in lower case, where the name of a type may begin: to look there only is much faster."""
    return word_openings(fold(name).lower() for item in types_by_code().values() for name in item["names"])


def read_lead(folded: str, floor: int, at: int) -> Lead:
    """Return what leads to the number at `at`, not looking further back than `floor`."""
    floor = max(floor, at - 120)
    for opening in _type_opening().finditer(lower(folded), floor, at):
        if match := _lead().match(folded, opening.start(), at):
            issuer_at = Span(*match.span("issuer")) if match["issuer"] else None
            return Lead(
                Span(match.start(), at), type_names()[key(match["type"])], Span(*match.span("type")), issuer_at
            )
    bare = _NO_TYPE.search(folded, max(floor, at - 20), at)
    return Lead(Span(bare.start() if bare else at, at), None, None, None)


_BEHIND_SPACE = re.compile(r"\s(?=\d)")
_BARE_NUMBER = compile_plain(
    r"(?<=[\p{L}:]\s)0*(?P<number>\d{1,5}[a-zđ]?)"
    r"(?:\s?/\s?(?P<year>20\d\d|19\d\d))?(?![\p{L}\d%]|\s?[/-]\s?[\p{Lu}\d]|[.,]\d)"
)


@dataclass(slots=True)
class ShortForm:
    """A document named by its type and bare number ("Kế hoạch số 77", "Nghị định 20/2021")."""

    at: Span
    doc_type: str
    number: str
    year: int | None


def find_short_forms(folded: str, numbers: Container[str], start: int, end: int) -> Iterator[ShortForm]:
    """Yield documents named by type and one of the `numbers` alone, or by type, number and year."""
    at = start
    for space in _BEHIND_SPACE.finditer(folded, start, end):
        match = _BARE_NUMBER.match(folded, space.end(), end) if space.end() > at else None
        if match is None:
            continue
        at = match.end()
        if match["number"] in numbers or match["year"]:
            lead = read_lead(folded, start, match.start())
            if lead.doc_type is not None and lead.type_at is not None and lead.issuer_at is None:
                year = int(match["year"]) if match["year"] else None
                yield ShortForm(Span(lead.type_at.start, match.end()), lead.doc_type, match["number"], year)


@functools.cache
def _pinpoint_before() -> Pattern:
    return compile_quick(
        r"(?P<pinpoint>{pinpoint})[\s\")]*,?\s*(?:(?i:của|tại|trong|thuộc|theo|ở)\s+)?(?:các\s+)?"
        r"(?:(?:Quy\s+định|Quy\s+chế|Kế\s+hoạch|Chương\s+trình|Đề\s+án|Điều\s+lệ|Hướng\s+dẫn)\s+(?:\p{L}+\s+){0,12}?"
        r"(?=(?:được\s+)?(?:ban\s+hành\s+)?kèm))?(?:được\s+)?(?:ban\s+hành\s+)?(?:kèm\s+theo\s+)?$"
    )


def pinpoint_before(folded: str, floor: int, at: int) -> Span | None:
    """Return the pinpoint that ends where the words leading to a document begin: "khoản 2 mục III"."""
    match = _pinpoint_before().search(folded, max(floor, at - 200), at)
    return _trimmed(folded, Span(*match.span("pinpoint"))) if match else None


@functools.cache
def _tail_patterns() -> tuple[Pattern, ...]:
    return (
        compile_quick(rf"[\s,*_]*(?:của|do)\s*(?P<issuer>{_ISSUER})(?:\s+ban\s+hành(?=\s*(?:ngày|[,;.)]|$)))?"),
        compile_quick(r"[\s,:*_(]{0,4}(?=\"?\s?(?i:{title_start}))"),
        compile_quick(r"[\s,:*_(]{0,4}(?=\"?\s?(?i:{title_start}|{title_start_behind}))"),
        compile_quick(r"[\s,(]*(?:tại\s+)?(?P<pinpoint>(?>{pinpoint}))"),
    )


@functools.cache
def _date_ahead() -> regex.Pattern[str]:
    return compile_pattern(
        rf"(?:^|[.;*_-]\s*|\s)[Nn]gày\s+(?P<date>{{date}}),?\s+(?P<issuer>{_ISSUER})\s+(?:đã\s+)?"
        r"(?:ký\s+|ra\s+)?(?:ban\s+hành|có|ký|thông\s+qua|phê\s+duyệt)\s+(?:các\s+)?$"
    )


def read_ahead(folded: str, floor: int, at: int) -> tuple[PrintedDate, Span] | None:
    """Return date and issuer that stand before a document: "Ngày 05/02/2026, Chính phủ ban hành Nghị định số …"."""
    match = _date_ahead().search(folded, max(floor, at - 160), at)
    if match is None:
        return None
    day, partial = dates.parse_date(match["date"])
    return PrintedDate(Span(*match.span("date")), day, partial), Span(*match.span("issuer"))


# "…, khoản 2 Điều 3 Nghị định …" is the pinpoint of what follows.
_OF_THE_NEXT = regex.compile(r"[ \t,]*(?:(?:của|tại)[ \t]+)?(?:các[ \t]+)?[\p{Lu}\d]")


def read_tail(folded: str, start: int, end: int) -> Tail:
    """Return what stands behind a number that ends at `start`; `end` is where the next mention begins."""
    issuer_pattern, title_pattern, title_behind, pinpoint_pattern = _tail_patterns()
    printed, at = _date_at(folded, start, end)
    issuer_at = title_at = pinpoint_at = None
    if match := issuer_pattern.match(folded, at, end):
        issuer_at, at = _trimmed(folded, Span(*match.span("issuer"))), match.end()
        if printed is None:
            printed, at = _date_at(folded, at, end)
    at = _closed(folded, at, end)
    match = pinpoint_pattern.match(folded, at, end)
    if match and not _OF_THE_NEXT.match(folded, match.end()):
        pinpoint_at, at = _trimmed(folded, Span(*match.span("pinpoint"))), match.end()
    behind = title_behind if printed or issuer_at else title_pattern
    if match := behind.match(folded, at, end):
        title_at = _title(folded, match.end(), end)
        at = title_at.end if title_at else at
    return Tail(at, printed, issuer_at, title_at, pinpoint_at)


def _date_at(folded: str, at: int, end: int) -> tuple[PrintedDate | None, int]:
    """Return the date that stands at `at` and where it ends; a bare number is no date, unless in brackets."""
    lead = phrase("date_lead").match(folded[at : min(at + 40, end)])
    begin = at + lead.end() if lead else at
    match = dates.match_date(lower(folded), begin, end)
    if match is None or (match[0][0].isdigit() and "(" not in folded[at:begin] and "ngay" not in folded[at:begin]):
        return None, at
    day, partial = dates.value_of(match)
    if partial is not None and (partial.startswith("-") or "Q" in partial):
        return None, at
    return PrintedDate(Span(*match.span()), day, partial), match.end()


_CLOSING = re.compile(r"\s?[)\]]")


def _closed(folded: str, at: int, end: int) -> int:
    """Return the place behind the bracket that closes at `at`, if one does."""
    match = _CLOSING.match(folded, at, end)
    return match.end() if match else at


# The signs at which a title may end, of which few are its end: to look there only is much faster.
_MAY_END_TITLE = re.compile(r"[;|\t.,)]|\s(?=\s*và\s|\[\d)|(?<=\d{4})\s")


@functools.cache
def _title_end() -> regex.Pattern[str]:
    return compile_pattern(
        rf"[;|\t]|\.(?=[\s*_)\]]*(?:$|\n|\s[\p{{Lu}}\d-]))|\)(?=[\s.,;]|$)|(?:,|\s+và)\s+(?:các\s+)?{_names_pattern()}\s+(?:số\s+)?\d"
        r"|,\s+(?:căn\s+cứ|trên\s+cơ\s+sở)(?!\p{L})|,\s+(?:UBND|Ủy\s+ban|HĐND|Hội\s+đồng|Sở|Bộ|Ban|Phòng)\s[^,;.]{0,60}?"
        r"(?:ban\s+hành|xây\s+dựng|đề\s+nghị|yêu\s+cầu|báo\s+cáo|triển\s+khai)(?!\p{L})|\s(?=\[\d+\])"
        r"|(?<=(?:giai\s+đoạn\s+\d{4}\s?-\s?|năm\s+)\d{4})\s+(?=(?:tới|phù\s+hợp|nhằm|để|với|và\s+(?:các|chính|những)|trong|theo)\s)"
    )


def _title(folded: str, start: int, end: int) -> Span | None:
    opening = folded[start : start + 1]
    if opening == '"' and (closing := folded.find('"', start + 1, end)) > 0:
        return Span(start, closing + 1)
    stop = end
    for sign in _MAY_END_TITLE.finditer(folded, start, end):
        at = sign.start()
        is_open = sign[0] == ")" and folded.count("(", start, at) > folded.count(")", start, at)
        if not is_open and _title_end().match(folded, at, end):
            stop = at
            break
    return _trimmed(folded, Span(start, min(stop, start + 600)))


# Read backwards from the end, for there it must stand.
_HANGING = regex.compile(r"(?r)\s(?:và|hoặc|của|tại)\s*")


def _trimmed(folded: str, at: Span) -> Span:
    """Return `at` without white space, marks, signs and a last "và" at its ends."""
    start, end = at
    if match := _HANGING.match(folded, start, end):
        end = match.start()
    while end > start and folded[end - 1] in " \t\n.,;:*_-[|\"'" + ("" if "(" in folded[start:end] else ")"):
        end -= 1
    while start < end and folded[start] in " \t\n,;:*_":
        start += 1
    return Span(start, end)
