"""How the names of agencies are printed: patterns made from `rules/agencies.yaml`."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import regex

from extractors.offsets import Span
from rules import read_yaml
from rules.letters import fold, key

# Between two parts of a name: "Giáo dục - Đào tạo", "GD&ĐT", "Giáo dục, Đào tạo". Initials may follow at once.
_JOIN = r"(?:\s*[-,&/.]\s*(?:(?i:và)\s+|&\s*)?|\s+(?:(?:(?i:và)\s+|[-&]\s*))?|\s*(?<=\p{Lu})(?=\p{Lu}))"
_WORD = regex.compile(r"\p{L}+")
# Names that are no less a body's name when printed without a capital.
_LOWER_TOO = frozenset({"official", "mass_organisation"})


@dataclass(frozen=True, slots=True)
class Agency:
    """A body by its full name without place. `kind` is None for a body that the rules do not know."""

    name: str
    short_name: str | None = None
    level: str | None = None
    kind: str | None = None
    collective: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """An agency named at a place of the text; `head` is what it shares with the names listed after it."""

    at: Span
    agency: Agency


@dataclass(frozen=True, slots=True)
class _Spelling:
    pattern: regex.Pattern[str]
    agency: Agency
    family: int | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """A head word with its fields, ready to read a list that names the head once."""

    fields: tuple[tuple[regex.Pattern[str], Agency], ...]
    lower: bool


@functools.cache
def _abbreviations() -> tuple[tuple[tuple[str, ...], str], ...]:
    pairs = (
        (tuple(key(full).split()), fold(short)) for short, full in read_yaml("agencies")["abbreviations"].items()
    )
    return tuple(sorted(pairs, key=lambda p: -len(p[0])))


def _phrase(words: tuple[str, ...], without: str = "") -> str:
    """Return a pattern for words in a row, any run of which may be printed as its abbreviation."""
    out, at = [], 0
    while at < len(words):
        run = next(
            (
                (full, short)
                for full, short in _abbreviations()
                if short != without and tuple(w.lower() for w in words[at : at + len(full)]) == full
            ),
            None,
        )
        if run is None:
            letters = regex.escape(words[at])
            out.append(letters if words[at].isupper() and len(words[at]) > 1 else f"(?i:{letters})")
            at += 1
        else:
            out.append(f"(?:{regex.escape(run[1])}|{_phrase(words[at : at + len(run[0])], run[1])})")
            at += len(run[0])
    return r"\s+".join(out)


def _initials(words: tuple[str, ...]) -> str:
    return "".join(w[0].upper() for w in words)


def spelling_of(name: str, *, initials: bool = False) -> str:
    """Return a pattern, for folded text, of all ways in which `name` is printed.

    With `initials`, each part of the name (between hyphens, commas and "và") may be printed as its initials.
    """
    parts = [tuple(p.split()) for p in regex.split(r"\s+-\s+|-|\s*,\s+|\s+và\s+", fold(name)) if p.strip()]
    patterns = []
    for words in parts:
        phrase = _phrase(words)
        patterns.append(f"(?:{phrase}|{_initials(words)})" if initials and len(words) > 1 else f"(?:{phrase})")
    return _JOIN.join(patterns)


def short_form(name: str) -> str:
    """Return the initials of the parts of a name: "Khoa học và Công nghệ" gives "KH&CN"."""
    parts = [tuple(p.split()) for p in regex.split(r"\s+-\s+|\s*,\s+|\s+và\s+", fold(name)) if p.strip()]
    heads = "-".join(_initials(p) for p in parts[:-1])
    return f"{heads}&{_initials(parts[-1])}" if heads else _initials(parts[-1])


def _spellings_of(item: dict[str, Any]) -> Iterator[str]:
    yield item["name"]
    yield from item.get("also", ())


def _compiled(pattern: str, not_after: Iterable[str]) -> regex.Pattern[str]:
    before = "".join(rf"(?<!(?i:{fold(word)})\s)" for word in not_after)
    return regex.compile(rf"(?<!\p{{L}}){before}{pattern}(?!\p{{L}})", regex.VERSION1)


class AgencyNames:
    """Finds the agencies named in a text."""

    def __init__(self) -> None:
        self.agencies: list[Agency] = []
        self.families: list[Family] = []
        self._by_word: dict[str, list[_Spelling]] = defaultdict(list)
        rules = read_yaml("agencies")
        for family in rules["families"]:
            self._add_family(family)
        for body in rules["bodies"]:
            agency = Agency(body["name"], None, body.get("level"), body["kind"])
            self.agencies.append(agency)
            for spelling in _spellings_of(body):
                self._add(spelling, _compiled(spelling_of(spelling), body.get("not_after", ())), agency, None)
        for spellings in self._by_word.values():
            spellings.sort(key=lambda s: -len(s.agency.name))

    def _add_family(self, family: dict[str, Any]) -> None:
        number = len(self.families) if family.get("list") else None
        head, fields = family["head"], []
        for item in (f if isinstance(f, dict) else {"name": f} for f in family["fields"]):
            level = item.get("level", family.get("level"))
            name = f"{head} {item['name']}"
            agency = Agency(name, f"{head} {short_form(item['name'])}", level, family["kind"])
            self.agencies.append(agency)
            for spelling in _spellings_of(item):
                field = spelling_of(spelling, initials=True)
                pattern = rf"{_phrase(tuple(fold(head).split()))}\s*:?\s*{field}"
                self._add(head, _compiled(pattern, family.get("not_after", ())), agency, number)
                fields.append((_compiled(field, ()), agency))
                whole = fold(f"{head} {spelling}")
                if any(key(whole).startswith(" ".join((*full, ""))) for full, _ in _abbreviations()):
                    self._add(whole, _compiled(spelling_of(whole), family.get("not_after", ())), agency, None)
        if number is not None:
            fields.sort(key=lambda f: -len(f[1].name))
            self.families.append(Family(tuple(fields), family["list"] == "lower"))

    def _add(self, name: str, pattern: regex.Pattern[str], agency: Agency, family: int | None) -> None:
        words = tuple(fold(name).lower().replace(",", " ").split())
        spelling = _Spelling(pattern, agency, family)
        firsts = {words[0]} | {short.lower() for full, short in _abbreviations() if words[: len(full)] == full}
        for first in firsts:
            self._by_word[_WORD.match(first)[0] if _WORD.match(first) else first].append(spelling)  # type: ignore[index]

    def find(self, folded: str, start: int, end: int) -> Iterator[Named]:
        """Yield the agencies named in `folded[start:end]`, in order, none inside another."""
        at = last = start
        while match := _WORD.search(folded, at, end):
            at = match.end()
            if _IN_CODE.match(folded, max(start, match.start() - 2), match.end()):
                continue
            for named in self._at(folded, match, end):
                # "Văn phòng Tỉnh ủy", "Trung tâm … Sở Y tế": a body right behind another is the one it belongs to
                if not folded[last : named.at.start].isspace():
                    yield named
                at = max(at, named.at.end)
                last = at

    def _at(self, folded: str, word: regex.Match[str], end: int) -> Iterator[Named]:
        best: tuple[int, _Spelling] | None = None
        for spelling in self._by_word.get(word[0].lower(), ()):
            found = spelling.pattern.match(folded, word.start(), end)
            if found and (best is None or found.end() > best[0]) and _is_name(found[0], spelling.agency):
                best = found.end(), spelling
        named = _committee(folded, word.start(), end)
        if named and (best is None or named.at.end > best[0]):
            yield named
        elif best:
            yield Named(Span(word.start(), best[0]), best[1].agency)
            if best[1].family is not None:
                yield from self._listed(folded, best[0], end, self.families[best[1].family])
        elif unknown := _unknown(folded, word.start(), end):
            yield unknown

    def _listed(self, folded: str, at: int, end: int, family: Family) -> Iterator[Named]:
        """Yield the bodies listed after one whose head word they share: "các Sở: Tài chính, Y tế"."""
        while gap := regex.compile(r"\s*(?:,|;|\bvà\b)\s*").match(folded, at, end):
            if gap.end() >= end or not (family.lower or folded[gap.end()].isupper()):
                return
            hits = ((p.match(folded, gap.end(), end), agency) for p, agency in family.fields)
            found = max(((m.end(), a) for m, a in hits if m), key=lambda h: h[0], default=None)
            if found is None or _PLACE_KIND.match(folded, found[0], end):
                return
            yield Named(Span(gap.end(), found[0]), found[1])
            at = found[0]


# "12/KH-UBND": the body in a document's code is no mention.
_IN_CODE = regex.compile(r"[\p{L}\d](?:-|/)\p{L}")
_PLACE_KIND = regex.compile(r"\s+(?:tỉnh|thành phố|huyện|xã|phường)\b", regex.IGNORECASE)


def _is_name(printed: str, agency: Agency) -> bool:
    return agency.kind in _LOWER_TOO or any(c.isupper() for c in printed)


@functools.cache
def _committee_pattern() -> regex.Pattern[str]:
    units = "|".join(
        spelling_of(u)
        for u in sorted((u for us in read_yaml("agencies")["units"].values() for u in us), key=len)[::-1]
    )
    unit = rf"(?:(?i:các|từng|mỗi)\s+)?(?i:{units})(?!\p{{L}})"
    place = r"(?:\s+\p{Lu}[\p{L}’']*(?:\s+\p{Lu}[\p{L}’']*){0,3})?"
    body = "|".join(_phrase(tuple(b.split())) for b in ("Ủy ban nhân dân", "Hội đồng nhân dân"))
    return regex.compile(
        rf"(?<!\p{{L}})(?P<body>{body})(?!\p{{L}})"
        rf"(?P<units>(?:\s+(?i:các|tại các))?\s*{unit}{place}(?:\s*(?:,|/|\bvà\b)\s*{unit}{place})*)?",
        regex.VERSION1,
    )


@functools.cache
def _unit_levels() -> dict[str, str]:
    return {key(u): level for level, units in read_yaml("agencies")["units"].items() for u in units}


_UNIT_PART = regex.compile(r"\s*(?:,|/|\bvà\b)\s*")


def _committee(folded: str, at: int, end: int) -> Named | None:
    """Return the people's committee or council named at `at`, its units in its name but no place."""
    if folded[at] not in "UuỦủHh":
        return None
    match = _committee_pattern().match(folded, at, end)
    if match is None or not any(c.isupper() for c in match["body"]):
        return None
    council = match["body"][0] in "Hh"
    body = "Hội đồng nhân dân" if council else "Ủy ban nhân dân"
    units, levels = [], []
    for part in _UNIT_PART.split((match["units"] or "").strip()):
        words = part.split()
        level = None
        for size in range(min(4, len(words)), 0, -1):
            plain = [w for w in words[:size] if w.lower() not in ("các", "tại", "từng", "mỗi")]
            level = _unit_levels().get(key(" ".join(plain)).rstrip("."))
            if level:
                units.append(" ".join(words[:size]).lower().replace("tp", "thành phố").removeprefix("tại "))
                levels.append(level)
                break
    units = list(dict.fromkeys(units))
    plain_name = f"{body} {', '.join(units)}".strip()
    collective = len(units) > 1 or any(u.startswith(("các ", "từng ", "mỗi ", "cấp ")) for u in units)
    level = levels[0] if len(set(levels)) == 1 and levels[0] != "unclear" else None
    short = "HĐND" if council else "UBND"
    agency = Agency(
        plain_name, f"{short} {', '.join(units)}".strip(), level, "assembly" if council else "committee", collective
    )
    return Named(Span(at, match.end()), agency)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(regex.escape(fold(w)).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))


@functools.cache
def _unknown_patterns() -> tuple[regex.Pattern[str], ...]:
    rules = read_yaml("agencies")["unknown"]
    heads, stops, verbs = _any_of(rules["heads"]), _any_of(rules["stop"]), _any_of(rules["verbs"])
    word = rf"\s+(?!(?i:{stops})(?!\p{{L}})|và\s+(?:{heads}|\p{{Ll}}))\p{{L}}[\p{{L}}\d]*"
    body = rf"(?<!\p{{L}})(?<!(?i:cơ|văn|ủy)\s)(?:{heads})(?=\s+\p{{Lu}}\p{{Ll}})(?:{word}){{1,9}}"
    official = (
        rf"(?<!\p{{L}})(?i:{_any_of(rules['officials'])})(?:\s+(?!(?i:{verbs})(?!\p{{L}}))[\p{{L}}\d]+){{1,14}}"
    )
    return regex.compile(body), regex.compile(official)


def _unknown(folded: str, at: int, end: int) -> Named | None:
    """Return a body by its head word and capitalised name, where the rules do not know it."""
    for pattern in _unknown_patterns():
        if match := pattern.match(folded, at, end):
            name = " ".join(match[0].split())
            return Named(Span(*match.span()), Agency(name[0].upper() + name[1:]))
    return None


@functools.cache
def agency_names() -> AgencyNames:
    """Return the names of `rules/agencies.yaml`, compiled once."""
    return AgencyNames()
