"""Laws, codes and ordinances cited by their names, and the numbers they resolve to (`rules/laws.csv`)."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import regex

from extractors.offsets import Span
from extractors.phrases import phrase
from rules import read_csv
from rules.letters import fold, key, lower
from rules.needles import word_openings
from rules.plain import Pattern, compile_quick


@dataclass(frozen=True, slots=True)
class Law:
    """A row of `rules/laws.csv`. `in_force_to` is the first day on which the law is no longer in force.

    The file's `successor` and `amended_by` are there for readers of the table; no fact is made from them.
    """

    code: str
    kind: str
    adopted_on: date
    in_force_from: date
    in_force_to: date | None


@dataclass(frozen=True, slots=True)
class LawName:
    """A law's name in the text: `at` from its kind ("Luật") to the name's last letter.

    `year` is one that stands behind it without the word for it ("Luật Đất đai 2024").
    """

    at: Span
    kind: str
    name: str
    year: str | None = None


def name_key(name: str) -> str:
    """Return the form under which names of laws are compared: no commas, which are often left out."""
    return key(name.replace(",", " "))


@functools.cache
def laws_by_name() -> dict[str, tuple[Law, ...]]:
    """Return the laws of each name, oldest first; a name has several when a law was replaced under its name."""
    found: dict[str, list[Law]] = defaultdict(list)
    for row in read_csv("laws"):
        law = Law(
            code=row["code"],
            kind=row["kind"],
            adopted_on=date.fromisoformat(row["adopted_on"]),
            in_force_from=date.fromisoformat(row["in_force_from"]),
            in_force_to=date.fromisoformat(row["in_force_to"]) if row["in_force_to"] else None,
        )
        for name in {name_key(n) for n in [row["name"], *filter(None, row["aliases"].split(";"))]}:
            found[name].append(law)
    return {name: tuple(sorted(laws, key=lambda law: law.adopted_on)) for name, laws in found.items()}


@functools.cache
def kinds_by_code() -> dict[str, str]:
    """Return `Luật` or `PL` for the number of each law."""
    return {r["code"]: "PL" if r["kind"] == "Pháp lệnh" else "Luật" for r in read_csv("laws")}


def resolve(name: str, printed: date | str | None, citing: date | str | None) -> str | None:
    """Return the number of the law of this name, or None where it is not certain.

    The date printed with the name decides (a day, or a year as text). Without one, the law must be the only one
    of its name that fits the day of the citing document (a day, or text that begins with its year): passed by
    then, and not yet out of force. A day between the passing of a law and the end of its predecessor fits both.
    """
    laws = laws_by_name().get(name_key(name), ())
    if printed is not None:
        fits = [law for law in laws if str(law.adopted_on).startswith(str(printed))]
        # A day misprinted still names the year.
        fits = fits or [law for law in laws if str(law.adopted_on).startswith(str(printed)[:4])]
    elif citing is not None:
        first, last = _bounds(citing)
        fits = [
            law for law in laws if law.adopted_on <= last and (law.in_force_to is None or first < law.in_force_to)
        ]
        if fits and fits[0].adopted_on > first:
            return None
    else:
        fits = list(laws)
    return fits[0].code if len(fits) == 1 else None


def _bounds(citing: date | str) -> tuple[date, date]:
    """Return the first and last day that a date, whole or in part (`2024-03`, `2024`), can mean."""
    if isinstance(citing, date):
        return citing, citing
    match = regex.match(r"(\d{4})(?:-(\d\d)$)?", citing)
    if match is None:
        return date.max, date.min
    month = int(match[2]) if match[2] else None
    return date(int(match[1]), month or 1, 1), date(int(match[1]), month or 12, 28)


@functools.cache
def _names() -> str:
    """Return a pattern of all names known, the longest first."""
    rows = read_csv("laws")
    names = {fold(n) for r in rows for n in [r["name"], *filter(None, r["aliases"].split(";"))]}
    words = (regex.escape(n, special_only=True, literal_spaces=True) for n in sorted(names, key=len, reverse=True))
    return "|".join(w.replace(", ", r",?\s+").replace(" ", r"\s+") for w in words)


_KIND = r"(?<!\p{L})(?P<kind>(?i:Bộ\s+luật)|Luật|LUẬT|(?i:Pháp\s+lệnh)|luật(?=\s+\p{Lu}))"
# A name that is not known: from its capital to a word that cannot stand in a name.
_UNKNOWN = (
    r"(?!\p{Lu}{2}|Việt\s+Nam|[Ss]ư\b|[Gg]ia\b|[Pp]háp\b|Hà\s+Nội|Nhà\s+nước|Thành\s+phố|Số\b|Khoa\b|Kế\b"
    r"|Ngày\b|Sửa\s+đổi)"
    r"\p{Lu}\p{Ll}+(?:\s+(?!{law_name_end}(?!\p{L}))\p{L}+){0,11}(?!\p{L})"
)


@functools.cache
def _pattern() -> Pattern:
    name = rf"(?:(?i:{_names()})(?![\p{{L}}\d])|{_UNKNOWN})"
    amended = (
        r"(?i:sửa\s+đổi(?:,?\s+bổ\s+sung)?)[^;.\d]{0,60}?\s(?i:(?:các\s+|Bộ\s+)?luật)\s+"
        rf"{name}(?:(?:,|\s+và)(?:\s+của)?\s+(?:Bộ\s+)?[Ll]uật\s+{name})*"
    )
    several = (
        r"(?i:sửa\s+đổi,?\s+bổ\s+sung)\s+(?:một\s+số\s+)?điều\s+(?:của\s+)?(?:\d+|các)\s+[Ll]uật\s+(?:có\s+)?liên\s+quan"
        r"(?:\s+đến(?:\s+(?!(?:ngày|số|năm|được|và|theo|của)(?!\p{L}))\p{L}+){1,8})?(?!\p{L})"
    )
    return compile_quick(rf"{_KIND}\s+(?P<name>(?:{several})|(?:{amended})|{name})")


# Where a name may begin: to look there only is many times as fast as to try everywhere.
_OPENING = word_openings(["bộ luật ", "luật ", "pháp lệnh "])
_YEAR = regex.compile(r"\s((?:19|20)\d\d)(?![\d/]|[.,-]\d|\s?-)")


def find_law_names(folded: str, start: int = 0, end: int | None = None) -> Iterator[LawName]:
    """Yield the names of laws in `folded[start:end]`; a law cited by its number alone is none."""
    end, at = len(folded) if end is None else end, start
    for opening in _OPENING.finditer(lower(folded), start, end):
        match = _pattern().match(folded, opening.start(), end) if opening.start() >= at else None
        if match is None:
            continue
        at = match.end()
        kind = key(match["kind"])
        before = folded[max(start, match.start() - 20) : match.start()]
        if phrase("before_no_law").search(before) or (match["kind"].isupper() and not match["name"].isupper()):
            continue
        kind = "Pháp lệnh" if kind == "pháp lệnh" else kind.capitalize()
        year = _YEAR.match(folded, match.end())
        yield LawName(Span(*match.span()), kind, match["name"], year[1] if year else None)
