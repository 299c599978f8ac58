"""Numbers that count or measure: value or range, unit, and the words that bound them.

The text is searched for digits first; only where a number stands is it looked around. All functions read
lower-case folded text (`lower`), in which a position is the position in the text itself.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from extractors.offsets import Span
from extractors.reading import Reading
from rules import compile_pattern, one_of, read_yaml
from rules.needles import Sieve
from rules.plain import compile_plain, compile_quick

# Kinds of units in which a plan counts or measures what it does.
COUNTABLE = (
    "people",
    "households",
    "places",
    "bodies",
    "things",
    "events",
    "meetings",
    "area",
    "measure",
    "rate",
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as stated.

    `at` covers the value as printed with a per cent sign (`15-20%`), `whole` also the words before it that
    bound it, its unit and what follows the unit (`từ 120-150 người trở lên`). `unit` is lower case, None where
    nothing countable follows; `kind` is the unit's kind in `rules/units.yaml` (`word` for a noun that it does not
    have, `rate` for a count by something else than time: `con/phụ nữ`, `/1.000 dân`). A move from one value to
    another (`từ 23 xuống 18`) is two quantities: the first `moves_on`, the second has it as `origin`, with the
    year that stands beside it.
    """

    at: Span
    whole: Span
    value_min: float
    value_max: float
    unit: str | None = None
    kind: str | None = None
    comparator: str = "eq"
    per: str | None = None
    unit_end: int = 0
    origin: float | None = None
    origin_year: int | None = None
    moves_on: bool = False


def parse_number(printed: str) -> float | None:
    """Return the value of a number in Vietnamese form, None where it is none.

    >>> parse_number("5.259"), parse_number("12.345,6"), parse_number("02")
    (5259.0, 12345.6, 2.0)
    """
    if not _PRINTED.fullmatch(printed):
        return None
    whole, _, decimals = printed.partition(",")
    groups = whole.split(".")
    if len(groups) > 1 and not all(len(g) == 3 for g in groups[1:]):
        return float(f"{groups[0]}.{groups[1]}") if len(groups) == 2 and not decimals else None
    return float(f"{''.join(groups)}.{decimals or '0'}")


_DIGITS_IN_ROW = re.compile(r"\d+")
_DIGITS = r"(?:\d{1,3}(?:\.\d{3})+(?!\d)|\d+)(?:,\d+)?|\d+\.\d{1,2}(?=\s?%)"
_PRINTED = re.compile(r"\d{1,15}(?:\.\d{1,15}){0,5}(?:,\d{1,15})?")
# In "8/100.000 dân" the stroke opens a rate; elsewhere a number behind a stroke is part of a date or code.
_MANY = r"(?:100|1\.000|10\.000|100\.000|1\.000\.000|1000|10000|100000)"
_RATED = r"(?:1\.000|10\.000|100\.000|1\.000\.000|100(?=\s+(?:dân|trẻ|bé|nữ|ca)))(?![\d.])"
_ENDS = rf"(?![\d])(?![.,]\d)(?!\s?/\s?(?!{_MANY}\s+\p{{L}})\d)"
# No letter, digit, stroke or dot touches the number: PM2.5, 2.1.3, 12/2030 and 5G are none.
_NUMBER = (
    r"(?=\d)(?<![\p{L}\d])(?<![\d\p{L})][/_.,])(?<![\d\p{L})]\s[/_.,])"
    r"(?P<n>\d+\.\d{1,2}(?=\s?%)|(?:\d{1,3}(?:\.\d{3})+(?!\d)|\d{1,15})(?:,\d{1,15})?)"
)
_LINK = compile_plain(
    r"(?P<sign>\s*[%‰])?(?:\s*(?P<link>-|đến|tới|~)|(?P<mid>\s+[\p{L}/]+(?:\s[\p{L}/]+(?:(?<=/)1[.0]{2,8})?){0,3}?)??(?:\s*\(?(?:vào\s+)?(?:cuối\s+)?năm\s+(?P<year>\d{4})\)?)?"
    r"\s+(?P<move>(?:giảm\s+)?còn|(?:giảm\s+)?xuống(?:\s+(?:còn|dưới|mức|khoảng|không\s+quá|tối\s+đa)){0,3}|(?:tăng\s+)?lên(?:\s+(?:đến|tới|trên|mức|khoảng|ít\s+nhất|tối\s+thiểu)){0,3}))"
    rf"\s*(?:dưới\s+|trên\s+)?(?P<number>{_DIGITS}){_ENDS}"
)
# "nâng 02 sản phẩm lên 4 sao": a grade, not as many of the same.
_GRADE = compile_plain(r"\s+(?:sao|hạng|cấp|mức)(?!\p{L})")
# "từ 30 ngày còn 24 ngày" moves; "có 30 hộ nghèo, còn 24 hộ …" does not.
_FROM = compile_plain(r"(?<!\p{L})từ\s+$")
# "ít nhất 2 - 3" bounds below; "từ 2 - 3" only opens the range.
_LEAST = ("ít", "tối", "không")
# "còn 40/100.000 trẻ đẻ sống vào năm 2030, 35/100.000 vào năm 2035": of what is said once.
_AGAIN = regex.compile(rf"\s?/\s?({_MANY})(?![.\d])(?=\s+(?:vào|năm|đến|trong|và)\s)")
_AGAIN_REACH = 120
_GAP = re.compile(r"[*_]{0,3}\s{0,3}[*_]{0,3}")
_YEAR_BEFORE = re.compile(r"(?:năm|giai đoạn|thời kỳ|nhiệm kỳ|từ|đến|tới|-|/)\s*$")


@dataclass(frozen=True, slots=True)
class _Words:
    number: re.Pattern[str]
    rate: regex.Pattern[str]
    unit: regex.Pattern[str]
    kinds: dict[str, str]
    per_unit: re.Pattern[str]
    per_words: re.Pattern[str]
    per_within: regex.Pattern[str]
    per: dict[str, str]
    label: regex.Pattern[str]
    before: tuple[tuple[str, Sieve], ...]
    after: tuple[tuple[str, regex.Pattern[str]], ...]
    scale: regex.Pattern[str]


@functools.cache
def _words() -> _Words:
    units, bounds = read_yaml("units"), read_yaml("comparators")
    kinds = {name: rule["kind"] for rule in reversed(units["rules"]) for name in rule["names"]}
    one = one_of(kinds)
    many = "|".join(units["multipliers"])
    per = units["per"]
    labels = "|".join(regex.escape(x) for x in units["labels"])
    whole = one_of([n for n, kind in kinds.items() if kind in _PARTED])
    among, counted = one_of(units["rate_of"]), one_of({*units["rate_of"], *kinds})
    return _Words(
        number=compile_plain(
            rf"{_NUMBER}(?:\s?/\s?(?!{_RATED})(?P<of>\d{{1,3}}(?:\.\d{{3}})*(?:,\d+)?)(?=\s+(?:{whole})(?!\p{{L}})))?"
            rf"{_ENDS}(?!/\p{{L}}{{2,}}-)(?!-\p{{L}})"
        ),
        rate=regex.compile(rf"\s?/\s?(?:{_MANY}|(?:một\s+)?vạn|triệu)\s?(?:{among})(?!\p{{L}})"),
        unit=regex.compile(
            rf"(?:(?:{many})\s+)?(?:{one})(?:(?<=[%‰])|(?![\p{{L}}\d]))(?!(?<=\p{{L}}\p{{N}}?)-\p{{L}})(?!{units['splits']})"
            rf"|(?:{many})(?!\p{{L}})"
        ),
        kinds=kinds,
        per_unit=compile_plain(
            rf"(?:\s+bệnh)?\s?/\s?(?:(?:0?1|{_MANY}|vạn|một vạn|nghìn)\s?)?(?:{counted}|\p{{L}}+)(?!\p{{L}})"
        ),
        per_words=compile_plain(
            rf"\s?(?:/|mỗi|một|trên|hằng|hàng)\s?(?:1\s|01\s)?(?P<per>{'|'.join(per)})(?!\p{{L}})"
        ),
        per_within=regex.compile(rf"/\s?(?P<per>{'|'.join(per)})$"),
        per=per,
        label=regex.compile(
            rf"(?<!\p{{L}})(?<!(?:ở|nâng|dứt|thời|trọng|quan|thí)\s)(?:{labels})\s+(?:số\s+)?(?:[\d.]+\s*(?:,|và|-|đến)\s*)?$"
        ),
        before=tuple(
            (r["comparator"], Sieve(compile_quick(rf"(?<!\p{{L}})(?:{r['pattern']})"))) for r in bounds["rules"]
        ),
        after=tuple((r["comparator"], compile_pattern(r["pattern"])) for r in bounds["after"]),
        scale=regex.compile(rf"(?:{many})(?!\p{{L}})"),
    )


# "8/12 xã" counts 8 of the 12.
_PARTED = ("people", "households", "places", "bodies", "things", "meetings", "structure", "money", "area")
_DAYS, _MONTHS = 31, 12
_DATED = regex.compile(r"(?:ngày|đến|từ|sáng|chiều|tối|tháng|-)\s*$")


def quantities_of(reading: Reading) -> dict[int, list[Quantity]]:
    """Return the quantities of each paragraph of running text that has any, by where the paragraph begins."""
    return reading.once(_quantities_of)


def _quantities_of(reading: Reading) -> dict[int, list[Quantity]]:
    blocks = filter(reading.has_digit, reading.prose())
    found = ((block.at.start, find_quantities(reading.lowered, *block.at)) for block in blocks)
    return {start: quantities for start, quantities in found if quantities}


def find_quantities(low: str, start: int, end: int) -> list[Quantity]:
    """Return the quantities of `low[start:end]` in order; dates, codes, years and numbers of headings are none."""
    found: list[Quantity] = []
    at, number = start, _words().number
    for digits in _DIGITS_IN_ROW.finditer(low, start, end):  # a number begins with the first of them, if at all
        match = number.match(low, digits.start(), end) if digits.start() >= at else None
        if match is None:
            continue
        at = match.end()
        for quantity in _read(low, match, start, end):
            at = max(at, quantity.at.end)
            if found and _spans_with(low, found[-1], quantity):
                quantity = _range(found.pop(), quantity)
            found.append(quantity)
    return found


def _spans_with(low: str, first: Quantity, second: Quantity) -> bool:
    """Tell whether two quantities are the ends of a range whose unit stands twice: "5 hộ đến 10 hộ"."""
    between = low[first.unit_end : second.at.start].strip()
    same = first.unit == second.unit and first.value_max < second.value_min and not first.moves_on
    return same and between in ("-", "đến", "tới") and "range" not in (first.comparator, second.comparator)


def _range(first: Quantity, second: Quantity) -> Quantity:
    return replace(
        second,
        at=Span(first.at.start, second.at.end),
        whole=Span(first.whole.start, second.whole.end),
        value_min=first.value_min,
        comparator="range",
    )


Unit = tuple[str, str, int]  # name, kind, and where it ends


@dataclass(frozen=True, slots=True)
class _Linked:
    """A second number that belongs to the first: the end of a range, or what a value moves to; and their unit."""

    match: re.Match[str]
    value: float
    unit: Unit


def _read(low: str, match: re.Match[str], start: int, end: int) -> Iterator[Quantity]:
    """Yield the one quantity at a number, or the two of a move from one value to another."""
    first = parse_number(match["n"])
    if _is_year(match["n"], low[max(start, match.start() - 24) : match.start()]) or _is_date(low, match, start):
        return
    linked = _linked(low, match, start, end)
    unit = linked.unit if linked else _unit_at(low, match.end(), end)
    if first is None or unit is None or _is_name(low, match, linked.match if linked else None, start, unit):
        return
    name, kind, unit_end = unit
    comparator, begin = _bound_before(low, match.start(), start)
    stop = linked.match.end() if linked else match.end()
    shown_to = unit_end if kind == "percent" and name == "%" else stop
    per, whole_end = _per_after(low, unit_end, end)
    at, whole = Span(match.start(), shown_to), Span(begin, whole_end)
    one = Quantity(at, whole, first, first, name, kind, comparator, per, unit_end)
    if linked is not None and (linked.match["move"] or _falls(linked, first)):
        yield from _moved(low, one, linked, match.end())
        return
    after = _bound_after(low, whole_end, end)
    if after is not None:
        one = replace(one, comparator=after[0], whole=Span(begin, after[1]))
    if linked is not None:
        bounded = comparator in ("gt", "lt", "le") or low[begin : match.start()].startswith(_LEAST)
        low_value, high_value = min(first, linked.value), max(first, linked.value)
        one = replace(one, value_min=low_value, value_max=high_value, comparator=comparator if bounded else "range")
    yield one


def _linked(low: str, match: re.Match[str], start: int, end: int) -> _Linked | None:
    """Return the second number behind the one at `match`, None where what stands there is a number of its own."""
    link = _LINK.match(low, match.end(), end)
    second = parse_number(link["number"]) if link else None
    if link is None or second is None:
        return None
    unit = _unit_at(low, link.end(), end)
    if link["mid"]:
        between = _unit_at(low, match.end(), end)
        unit = unit or (between and (between[0], between[1], link.end()))
        if between is None or unit is None or between[0] != unit[0]:
            return None
        if between[1] in ("time", "structure") and not _FROM.search(low, start, match.start()):
            return None
        if _GRADE.match(low, link.end(), end):
            return None
    if (link["move"] or "").endswith("còn") and not _FROM.search(low, start, match.start()):
        return None
    return _Linked(link, second, unit) if unit is not None else None


def _falls(linked: _Linked, first: float) -> bool:
    """Tell whether "từ 23 đến 18" goes down, which a range does not."""
    return linked.match["link"] in ("đến", "tới") and linked.value < first


def _moved(low: str, one: Quantity, linked: _Linked, number_end: int) -> Iterator[Quantity]:
    """Yield the value that is moved from, with its own sign, and the one that is moved to."""
    link = linked.match
    sign_end, place = number_end + len(link["sign"] or ""), link.start("number")
    yield replace(
        one,
        at=Span(one.at.start, sign_end),
        whole=Span(one.whole.start, sign_end),
        comparator="eq",
        unit_end=sign_end,
        moves_on=True,
    )
    yield replace(
        one,
        at=Span(place, one.at.end),
        whole=Span(place, one.whole.end),
        value_min=linked.value,
        value_max=linked.value,
        comparator=_bound_before(low, place, number_end)[0],
        origin=one.value_min,
        origin_year=int(link["year"]) if link["year"] else None,
    )


def _is_date(low: str, match: re.Match[str], start: int) -> bool:
    """Tell whether "8/12" is a day rather than 8 of 12."""
    if match["of"] is None:
        return False
    part, whole = parse_number(match["n"]), parse_number(match["of"])
    if part is None or whole is None or part > whole:
        return True
    if part > _DAYS or whole > _MONTHS:
        return False
    return _DATED.search(low, max(start, match.start() - 12), match.start()) is not None


def _unit_at(low: str, position: int, end: int) -> Unit | None:
    """Return name, kind and end of the unit that stands at `position`, None where no noun follows."""
    words = _words()
    stroke = "/" in low[position : position + 2]
    if stroke and (rate := words.rate.match(low, position, end)) is not None:
        return "/" + " ".join(rate[0].split("/", 1)[1].split()), "rate", rate.end()
    if stroke and (again := _AGAIN.match(low, position, end)) is not None:
        named = _words().rate.search(low, max(0, position - _AGAIN_REACH), position)
        if named is not None and (said := " ".join(named[0].split("/", 1)[1].split())).startswith(f"{again[1]} "):
            return f"/{said}", "rate", again.end()
    gap = _GAP.match(low, position, end)
    place = gap.end() if gap else position
    match = words.unit.match(low, place, end)
    if match is None or (place == position and match[0][0].isalpha() and not _may_touch(match[0])):
        return None
    name = " ".join(match[0].split())
    kind = words.kinds.get(name)
    if kind is None:
        scale = words.scale.match(name)
        kind = words.kinds.get(name[scale.end() :].strip(), "scale") if scale else "word"
    stop = match.end()
    while kind not in ("percent", "time") and (per := words.per_unit.match(low, stop, end)) is not None:
        more, _, part = " ".join(per[0].split()).partition("/")
        part = part.strip()
        if part.split()[0][0].isdigit() and part.split(maxsplit=1)[-1] == name:  # out of so many: "điểm/1.000 điểm"
            return name, kind, per.end()
        if part in words.per and (kind != "money" or "/" not in name):  # "lao động/năm" counts "lao động"
            break
        name += f" {more}/{part}" if more else f"/{part}"
        stop = per.end()
        kind = kind if kind == "money" else "rate"
    return ("%" if kind == "percent" else name), kind, stop


def _may_touch(name: str) -> bool:
    kind = _words().kinds.get(name) or ("money" if _words().scale.match(name) else None)
    return kind in ("area", "measure", "money", "rate") or (kind in COUNTABLE and len(name) > 1)


def _is_name(low: str, match: re.Match[str], link: re.Match[str] | None, start: int, unit: Unit) -> bool:
    """Tell whether the number is a name: a year, or what follows "Điều", "tháng", "Dự án"."""
    if unit[1] in ("percent", "money", "rate"):
        return False
    window = low[max(start, match.start() - 24) : match.start()]
    if len(match["n"]) != _YEAR_LENGTH and _YEAR_AND.search(window):
        return False
    if _words().label.search(window) and not (len(match["n"]) > _YEAR_LENGTH and _ALL_YEAR.search(window)):
        return True
    return link is not None and _is_year(link["number"], "đến")


# "sản lượng cả năm 81.000 tấn": five digits are no year.
_YEAR_LENGTH = 4
_ALL_YEAR = regex.compile(r"năm\s*$")
# "1,7 lần vào năm 2031 và 1,4 lần vào năm 2035": behind a year goes on what is counted.
_YEAR_AND = regex.compile(r"năm\s+\d{4}\s*(?:,|,?\s+và)\s*$")


def _is_year(printed: str, window: str) -> bool:
    """Tell whether a number is a year, by its form and the words before it."""
    is_four = printed.isdigit() and len(printed) == 4 and 1945 <= int(printed) <= 2100
    return is_four and _YEAR_BEFORE.search(window) is not None


def _bound_before(low: str, position: int, start: int) -> tuple[str, int]:
    """Return the comparator that the words before `position` make, and where they start."""
    begin = max(start, position - 64)
    window = low[begin:position]
    for comparator, pattern in _words().before:
        if (match := pattern.search(window)) is not None:
            return comparator, begin + match.start()
    return "eq", position


def _bound_after(low: str, position: int, end: int) -> tuple[str, int] | None:
    gap = _GAP.match(low, position, end)
    place = gap.end() if gap else position
    for comparator, pattern in _words().after:
        if (match := pattern.match(low, place, end)) is not None:
            return comparator, match.end()
    return None


def _per_after(low: str, position: int, end: int) -> tuple[str | None, int]:
    """Return the time a rate counts by (`/năm`, `mỗi năm`), where it is part of the unit or stands behind it."""
    words = _words()
    if (match := words.per_words.match(low, position, end)) is not None:
        return words.per[match["per"]], match.end()
    found = words.per_within.search(low, max(0, position - 12), position)
    return (words.per[found["per"]] if found else None), position
