"""The head of a document: number, place and date, type, title, issuer (Nghị định 30/2020/NĐ-CP, Điều 8)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import regex

from extractors.agency_names import agency_names
from extractors.dates import parse_date
from rules import compile_pattern, read_yaml
from rules.letters import fold, key
from rules.plain import Pattern, compile_plain, compile_quick

NUMBER_LINE = regex.compile(
    r"""
    (?:^|\s)Số\s*:?\s*(?<number>\d{1,6}\p{Ll}?)?[\s.…_]*
    (?:/\s*(?<year>(?:19|20)\d\d)\s*)?
    (?<sep>[/-])\s*(?<symbol>\p{Lu}[\p{L}\d&]*(?:\s?[-/]\s?\p{Lu}[\p{L}\d&]*)*)
    """,
    regex.VERBOSE,
)
# "Bắc Ninh, ngày 24 tháng 11 năm 2025", day or month perhaps left blank
PLACE_DATE = regex.compile(
    r"""
    ^(?<place>\p{Lu}[\p{L}\d\s.'-]{1,40}?)\s*,\s*
    (?<date>(?:ngày|tháng)[\s\d._…]*(?:tháng[\s\d._…]*)?năm\s*\d{4})
    """,
    regex.VERBOSE,
)
_NATION = regex.compile(r"CỘNG H[ÒO]A\s+XÃ HỘI|CHỦ NGHĨA VIỆT NAM|Độc lập\s*-\s*Tự do|ĐẢNG CỘNG SẢN VIỆT NAM")
_ATTACHED = regex.compile(r"\(?\s*(?:Ban hành )?[Kk]èm theo (?:các )?\p{L}")
_LEGAL_CODE = regex.compile(r"\d\s?/\s?(?:\d{4}\s?/\s?)?\p{Lu}|\d-\p{Lu}{2}")


def is_nation(text: str) -> bool:
    """Say whether a line is the country's name or its motto."""
    return _NATION.search(text) is not None


def is_attachment_note(text: str) -> bool:
    """Say whether a line tells what the document is attached to: "(Kèm theo Quyết định số …)"."""
    return _ATTACHED.match(text) is not None


@functools.cache
def _type_line() -> re.Pattern[str]:
    names = "|".join(sorted((t["name"] for t in read_yaml("heads")["types"]), key=len, reverse=True))
    return compile_plain(rf"^(?<name>{names})(?!\p{{L}})\s*:?\s*(?<rest>.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TypeLine:
    """A line that names the document's type, and what of the title stands on it."""

    code: str
    rest: str
    attached: bool


def read_type_line(text: str) -> TypeLine | None:
    """Return the type a line names in capitals ("KẾ HOẠCH", "QUYẾT ĐỊNH Về việc …"), or None."""
    match = _type_line().match(text.strip())
    if match is None:
        return None
    kind = next(t for t in read_yaml("heads")["types"] if t["name"] == match["name"])
    return TypeLine(kind["code"], match["rest"].strip(), bool(kind.get("attached")))


def type_of_symbol(symbol: str) -> str | None:
    """Return the type code that a symbol carries: `KH` of `KH-UBND`, `NQ` of `NQ/TW`."""
    first = regex.split(r"[-/]", fold(symbol))[0]
    return first if any(t["code"] == first for t in read_yaml("heads")["types"]) else None


def type_of_name(name: str) -> str | None:
    """Return the code of a type by its name in any case: `KH` of `Kế hoạch`."""
    upper = fold(name).upper().strip()
    return next((t["code"] for t in read_yaml("heads")["types"] if t["name"] == upper), None)


@dataclass(frozen=True, slots=True)
class Number:
    """A document's number: `number` as printed or None where it is blank, `symbol` without spaces, `code` whole."""

    number: str | None
    symbol: str
    code: str | None


def read_number(match: regex.Match[str]) -> Number:
    """Return what a match of NUMBER_LINE says."""
    symbol = regex.sub(r"\s", "", match["symbol"])
    if match["number"] is None:
        return Number(None, symbol, None)
    year = f"/{match['year']}" if match["year"] else ""
    return Number(match["number"], symbol, f"{match['number']}{year}{match['sep']}{symbol}")


def read_place_date(text: str) -> tuple[str, date | None, str | None] | None:
    """Return place, day and partial date of "Lục Nam, ngày … tháng 8 năm 2022", or None for another line."""
    match = PLACE_DATE.match(text)
    if match is None:
        return None
    printed = regex.sub(r"[._…]+", " ", match["date"])
    day, partial = parse_date(printed)
    if day is None:
        month = regex.search(r"tháng\s+(\d{1,2})\b", printed)
        year = regex.search(r"năm\s*(\d{4})", printed)
        partial = f"{year[1]}-{int(month[1]):02}" if year and month else year[1] if year else partial
    return match["place"].strip(), day, partial


@dataclass(frozen=True, slots=True)
class Body:
    """An issuing body as printed: its name in running text, its level, the kind and name of its place.

    `implied` says that the kind of place is part of the body's own name (Tỉnh ủy Kon Tum), `of` that the body above
    it is (Văn phòng Ủy ban nhân dân).
    """

    name: str
    level: str
    place_kind: str | None = None
    place: str | None = None
    implied: bool = False
    of: bool = False


_KINDS = r"TỈNH|THÀNH PHỐ|TP\.?|QUẬN|HUYỆN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU"
_NAME = r"[\p{Lu}\d'][\p{Lu}\d' .-]{0,80}?"  # on one line: the next one names another body
_PLACE = rf"(?:\s+(?:CÁC\s+)?(?<kind>{_KINDS})(?:\s+(?<place>{_NAME}))?)?"
_OWN_PLACE = rf"(?:\s+(?!XÃ HỘI)(?<kind>{_KINDS})\s+(?<place>{_NAME}))?"
_BARE_PLACE = rf"(?<kind>)(?:\s+(?<place>{_NAME}))?"
_PLACE_END = (
    r"(?=[^\S\n]*(?:$|\n|[,;:(|*]|KHÓA|CỘNG HÒA|BAN THƯỜNG TRỰC|TIỂU BAN|SỞ |PHÒNG |BAN |VĂN PHÒNG|ĐOÀN |TỔ |ỦY BAN"
    r"|HỘI ĐỒNG|ĐẢNG |CHI BỘ))"
)
# At the end of a title in capitals: the body in whose name a decision is made.
_TAIL = regex.compile(
    r"(?<!(?:CỦA|DO|VÀ|TẠI|CHO|BỞI|,))\s(?=(?:(?:CHỦ TỊCH )?(?:ỦY BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN)"
    rf"(?: (?:{_KINDS})(?: [\p{{Lu}}\s'-]+)?)?|THỦ TƯỚNG CHÍNH PHỦ)(?:\s+KHÓA.*)?$)"
)


@functools.cache
def _bodies() -> tuple[tuple[regex.Pattern[str], dict[str, str]], ...]:
    return tuple(
        (regex.compile(rf"(?<!\p{{L}})(?:{r['pattern']}){_BARE_PLACE if 'implies' in r else _PLACE}{_PLACE_END}"), r)
        for r in read_yaml("heads")["issuers"]
    )


@functools.cache
def _departments() -> tuple[tuple[regex.Pattern[str], dict[str, str]], ...]:
    end = r"(?=\s*(?:$|(?<!-|VÀ)\n(?!VÀ |- )|ĐOÀN |SỐ |\*|CHI CỤC |TRUNG TÂM ))"
    return tuple(
        (
            regex.compile(
                rf"(?<!\p{{L}})(?:{r['pattern']})\s+(?<rest>\p{{Lu}}[\p{{Lu}}\s,&-]{{1,160}}?)"
                rf"{_OWN_PLACE if r['level'] == 'named' else ''}{end}"
            ),
            r,
        )
        for r in read_yaml("heads")["departments"]
    )


def read_bodies(text: str) -> Iterator[tuple[int, Body]]:
    """Yield the bodies that capital letters name in `text`, with their places, from left to right.

    Where several rules match at one place the first of them counts.
    """
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, Body]] = []
    for patterns, read in ((_bodies(), _body), (_departments(), _department)):
        for pattern, rule in patterns:
            for match in pattern.finditer(text):
                if not any(match.start() < end and start < match.end() for start, end in taken):
                    taken.append(match.span())
                    found.append((match.start(), read(match, rule)))
    yield from sorted(found, key=lambda f: f[0])


def _body(match: regex.Match[str], rule: dict[str, str]) -> Body:
    kind, place = _place_of(match)
    if "implies" in rule:
        return Body(rule["name"], rule["level"], rule["implies"] if place else None, place, implied=True)
    return Body(rule["name"], rule["level"], kind, place, of="of" in rule)


def _place_of(match: regex.Match[str]) -> tuple[str | None, str | None]:
    kind = regex.sub(r"^tp\.?$", "thành phố", match["kind"].lower()) if match["kind"] else None
    return kind, " ".join(match["place"].split()).rstrip(" -.") if match["place"] else None


def _department(match: regex.Match[str], rule: dict[str, str]) -> Body:
    if rule["level"] == "named":
        words = " ".join(match["rest"].replace("MTQG", "MỤC TIÊU QUỐC GIA").lower().split())
        words = words if words.startswith("các ") else f"{words[:1].upper()}{words[1:]}"
        return Body(f"{rule['head']} {words}", "named", *_place_of(match), of="of" in rule)
    name = _agency_name(f"{rule['head']} {match['rest']}")
    return Body(f"{rule['chief']} {name}" if "chief" in rule else name, rule["level"])


def _agency_name(capitals: str) -> str:
    """Return an agency's name in running letters: as the rules know it, else each part with one capital."""
    known = {key(agency.name): agency.name for agency in agency_names().agencies}.get(key(capitals))
    parts = (f"{part[:1]}{part[1:].lower()}" for part in regex.split(r"(\s-\s)", capitals))
    return known or " ".join("".join(parts).split())


@functools.cache
def _periods() -> tuple[regex.Pattern[str], ...]:
    return tuple(compile_pattern(p["pattern"], regex.IGNORECASE) for p in read_yaml("heads")["periods"])


@functools.cache
def _other_years() -> regex.Pattern[str]:
    return compile_pattern("|".join(read_yaml("heads")["other_years"]), regex.IGNORECASE)


def split_authority(title: str) -> tuple[str, str | None]:
    """Return a title in capitals and the body named at its end, where a page ran the two together."""
    match = _TAIL.search(fold(title)) if title.isupper() else None
    return (title[: match.start()], title[match.end() :]) if match else (title, None)


def read_period(text: str) -> tuple[int, int] | None:
    """Return the first and last year that a title speaks of, or None ("đến năm 2030" alone has no first year).

    The dates of acts that the title names and the terms of elected bodies are no part of it.
    """
    folded = _other_years().sub(" ", fold(text))
    for pattern in _periods():
        if match := pattern.search(folded):
            first = int(match["from"])
            last = int(match.groupdict().get("to") or first)
            if first <= last:
                return first, last
    return None


def read_programme(title: str) -> str | None:
    """Return the programme that a title names, without its period and place."""
    for pattern in read_yaml("heads")["programmes"]:
        if match := compile_pattern(pattern, regex.IGNORECASE).search(fold(title)):
            return " ".join(title[match.start() : match.end()].split())
    return None


def ends_title(text: str, first: bool) -> bool:
    """Say whether a block below the type line is no part of the title any more."""
    if not text or len(text) > 600 or is_attachment_note(text) or is_nation(text):
        return True
    if regex.match(r"(?:Căn cứ|Xét|Theo đề nghị|Kính gửi|\p{Lu}{1,4}\.\s|[IVX]+\s?[.)]|\d+\s?[.)]|Điều \d)", text):
        return True
    if regex.match(r"(?:Số|Nơi nhận)\s*:", text):
        return True
    cites = _LEGAL_CODE.search(text) is not None and not text.isupper()
    return not first and (text[-1] in ";:." or cites or read_type_line(text) is not None)


@functools.cache
def _labels() -> tuple[tuple[regex.Pattern[str], str], ...]:
    return tuple(
        (regex.compile(rf"^(?:{m['label']})\s*(?:[:|\t]+\s*|$)(?<value>[^|\t]*)"), m["slot"])
        for m in read_yaml("heads")["metadata"]
    )


def read_metadata(lines: Sequence[str]) -> dict[str, str]:
    """Return what a portal says of its document: slot and value; the value may stand on the line below its label."""
    found: dict[str, str] = {}
    for index, line in enumerate(lines):
        for pattern, slot in _labels():
            match = pattern.match(line)
            if match is None:
                continue
            value = match["value"].strip()
            below = lines[index + 1].strip() if index + 1 < len(lines) else ""
            if not value and not any(p.match(below) for p, _ in _labels()):
                value = below
            if value:
                found.setdefault(slot, value)
            break
    return found


@functools.cache
def _tails() -> Pattern:
    return compile_quick("|".join(t["pattern"] for t in read_yaml("heads")["portal_tails"]), re.IGNORECASE)


def is_portal_tail(text: str) -> bool:
    """Say whether a line opens what a portal prints below a document: related texts, comments, its owner."""
    return _tails().match(text) is not None


def is_metadata(line: str) -> bool:
    """Say whether a line is a label of a portal's metadata."""
    return any(pattern.match(line) for pattern, _ in _labels())
