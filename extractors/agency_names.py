"""How the names of agencies are printed: patterns made from `rules/agencies.yaml`."""

from __future__ import annotations

import functools
import unicodedata
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
    """An agency named at a place of the text."""

    at: Span
    agency: Agency


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A way of printing a name: its pattern (compiled when first tried) and whose it is."""

    pattern: str
    agency: Agency


@dataclass(frozen=True, slots=True)
class _Family:
    """Bodies that share a head word. `fields` are the rest of their names, by first letter, longest name first.

    `shares`: the head may be printed once for several; `lower`: also where the next has no capital.
    """

    head: str
    fields: dict[str, list[_Spelling]]
    shares: bool = False
    lower: bool = False

    def match_field(self, folded: str, at: int, end: int) -> tuple[int, Agency] | None:
        """Return where the longest field that stands at `at` ends, and whose it is."""
        if at >= end:
            return None
        hits = (
            (_regex(f.pattern).match(folded, at, end), f.agency) for f in self.fields.get(_letter(folded[at]), ())
        )
        return max(((m.end(), agency) for m, agency in hits if m), key=lambda h: h[0], default=None)


# Where a name ends, whose it is, and the family that may go on behind it.
_Hit = tuple[int, Agency, _Family | None]


@functools.cache
def _regex(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)  # version 0: in version 1, full case folding makes these patterns slow


@functools.cache
def _letter(char: str) -> str:
    """Return the letter under which a name is kept: "Ủy" and "UBND" begin alike."""
    return unicodedata.normalize("NFD", char)[0].upper()


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


def _bounded(pattern: str, not_after: Iterable[str] = ()) -> str:
    before = "".join(rf"(?<!(?i:{fold(word)})\s)" for word in not_after)
    return rf"(?<!\p{{L}}){before}(?:{pattern})(?!\p{{L}})"


class AgencyNames:
    """Finds the agencies named in a text."""

    def __init__(self) -> None:
        self.agencies: list[Agency] = []
        self._bodies: dict[str, list[_Spelling]] = defaultdict(list)
        self._families: dict[str, list[_Family]] = defaultdict(list)
        rules = read_yaml("agencies")
        for family in rules["families"]:
            self._add_family(family)
        for body in rules["bodies"]:
            agency = Agency(body["name"], None, body.get("level"), body["kind"])
            self.agencies.append(agency)
            for spelling in _spellings_of(body):
                self._add_body(spelling, agency, body.get("not_after", ()))
        for spellings in self._bodies.values():
            spellings.sort(key=lambda s: -len(s.agency.name))
        others = [*rules["unknown"]["heads"], *rules["unknown"]["officials"], "ủy", "hội", "UBND", "HĐND"]
        self._firsts = {*self._bodies, *self._families, *(fold(o).lower().split()[0] for o in others)}

    def _add_family(self, family: dict[str, Any]) -> None:
        head = fold(family["head"])
        fields: dict[str, list[_Spelling]] = defaultdict(list)
        not_after = family.get("not_after", ())
        for item in (f if isinstance(f, dict) else {"name": f} for f in family["fields"]):
            short = f"{head} {short_form(item['name'])}"
            level = item.get("level", family.get("level"))
            agency = Agency(f"{family['head']} {item['name']}", short, level, family["kind"])
            self.agencies.append(agency)
            for spelling in _spellings_of(item):
                field = _Spelling(_bounded(spelling_of(spelling, initials=True)), agency)
                fields[_letter(spelling[0])].append(field)
                if any(key(f"{head} {spelling}").startswith(" ".join((*full, ""))) for full, _ in _abbreviations()):
                    self._add_body(f"{head} {spelling}", agency, not_after)
        for spellings in fields.values():
            spellings.sort(key=lambda s: -len(s.agency.name))
        pattern = rf"{_bounded(_phrase(tuple(head.split())), not_after)}\s*:?\s*"
        shared = family.get("list")
        found = _Family(pattern, dict(fields), bool(shared), shared == "lower")
        for first in _first_words(head):
            self._families[first].append(found)

    def _add_body(self, name: str, agency: Agency, not_after: Iterable[str]) -> None:
        spelling = _Spelling(_bounded(spelling_of(name), not_after), agency)
        for first in _first_words(name):
            self._bodies[first].append(spelling)

    def find(self, folded: str, start: int, end: int) -> Iterator[Named]:
        """Yield the agencies named in `folded[start:end]`, in order, none inside another."""
        at = last = start
        for match in _WORD.finditer(folded, start, end):
            if match.start() < at or match[0].lower() not in self._firsts:
                continue
            if _IN_CODE.match(folded, max(start, match.start() - 2), match.end()):
                continue
            for named in self._at(folded, match, end):
                # "Văn phòng Tỉnh ủy", "Trung tâm … Sở Y tế": a body right behind another is the one it belongs to
                if not folded[last : named.at.start].isspace():
                    yield named
                at = last = max(at, named.at.end)

    def _at(self, folded: str, word: regex.Match[str], end: int) -> Iterator[Named]:
        at, first = word.start(), word[0].lower()
        hits = [*self._body_at(folded, first, at, end), *self._family_at(folded, first, at, end)]
        best = max(hits, key=lambda h: h[0], default=None)
        named = _committee(folded, at, end)
        if named and (best is None or named.at.end > best[0]):
            yield named
        elif best:
            yield Named(Span(at, best[0]), best[1])
            if best[2] is not None:
                yield from _listed(folded, best[0], end, best[2])
        elif unknown := _unknown(folded, at, end):
            yield unknown

    def _body_at(self, folded: str, first: str, at: int, end: int) -> Iterator[_Hit]:
        for spelling in self._bodies.get(first, ()):
            match = _regex(spelling.pattern).match(folded, at, end)
            if match and _is_name(match[0], spelling.agency):
                yield match.end(), spelling.agency, None

    def _family_at(self, folded: str, first: str, at: int, end: int) -> Iterator[_Hit]:
        for family in self._families.get(first, ()):
            head = _regex(family.head).match(folded, at, end)
            found = family.match_field(folded, head.end(), end) if head else None
            if found and _is_name(folded[at : found[0]], found[1]):
                yield found[0], found[1], family if family.shares else None


def _first_words(name: str) -> set[str]:
    """Return the words, in lower case, that a printed `name` may begin with: its own first, or an abbreviation."""
    words = tuple(fold(name).lower().replace(",", " ").split())
    firsts = {words[0], *(short.lower() for full, short in _abbreviations() if words[: len(full)] == full)}
    return {m[0] for m in map(_WORD.match, firsts) if m}


_NEXT = regex.compile(r"\s*(?:,|;|\bvà\b)\s*")


def _listed(folded: str, at: int, end: int, family: _Family) -> Iterator[Named]:
    """Yield the bodies listed after one whose head word they share: "các Sở: Tài chính, Y tế"."""
    while gap := _NEXT.match(folded, at, end):
        if gap.end() >= end or not (family.lower or folded[gap.end()].isupper()):
            return
        found = family.match_field(folded, gap.end(), end)
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
            known = _unit_levels()
            level = known.get(key(" ".join(words[:size]))) or known.get(key(" ".join(plain)).rstrip("."))
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
