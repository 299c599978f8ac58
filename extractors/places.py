"""Where places stand in a text, and which unit a table's row stands for.

What a name means, `extractors/gazetteer.py` knows; its functions can be had from here, too.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import regex

from extractors.gazetteer import (
    LEVELS,
    Place,
    area_of,
    chain,
    index,
    infer_parents,
    kind_of_print,
    kinds,
    leading_kind,
    named,
    of_kind,
    resolve,
    resolve_in,
    spelling_of,
    with_predecessors,
)
from extractors.offsets import Span
from rules import read_yaml
from rules.letters import fold

__all__ = ["Place", "PlaceMention", "chain", "infer_parents", "mentions", "resolve", "row_place"]

# What stands around the place in a row's label: its number, "UBND", a note in brackets, a colon.
_ROW_START = regex.compile(
    r"^(?:(?:\d{1,3}|[IVXLC]{1,5}|\p{Ll})\s?[.)/:-]+\s*|[-+*•]\s*|(?:UBND|Ủy ban nhân dân)\s+)+"
)
_ROW_END = regex.compile(r"\s*(?:\([^()]*\)|[:;.,*])\s*$")
# Every syllable of a name has a capital letter: "An Toàn" may be a commune, "An toàn" is not.
_TITLE = regex.compile(r"(?:Nông trường )?(?:\p{Lu}[\p{L}']*|\d{1,2})(?:[\s-]+(?:\p{Lu}[\p{L}']*|\d{1,2}))*")


@functools.lru_cache(maxsize=1 << 12)
def row_place(label: str, *, on: date | None = None, within: str | None = None, listed: bool = False) -> Place | None:
    """Return the unit that a table's row stands for, None for any other row ("Toàn tỉnh", "Văn hóa").

    `within` is the document's own province or district; provinces are found outside it, too. A name without a kind
    counts where it is that of a unit of the day, for mines, markets and fields bear the names of old communes; in a
    table where rows are `listed` by unit it may be that of one that was merged, and its marks may be misprinted.
    """
    text = _ROW_START.sub("", fold(" ".join(label.split())))
    while (cut := _ROW_END.sub("", text)) != text:
        text = cut
    kind = leading_kind().match(text)
    if not _TITLE.fullmatch(text, kind.end() if kind else 0):
        return None
    spelt = kind is not None or _is_spelt(text, within)
    if not spelt and not (listed and within):
        return None
    place = resolve(text, on=on, within=within)
    if place is None and spelt and within:
        place = resolve(text, level="province", on=on)
    there = kind is not None or listed or on is None or place is None or place.valid(on)
    return place if there else None


def _is_spelt(text: str, within: str | None) -> bool:
    """Whether a unit is spelt just so; in capitals, a commune is believed only in a district or province."""
    units = [e.place for e in named(text) if spelling_of(e.spelling) == spelling_of(text)]
    return any(p.level != "commune" or within is not None or not text.isupper() for p in units)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place in a text: `at` covers its kind, where one is printed before it, and its name.

    `kind` is that printed for it (in a list, for all of the list), `name` is as printed; `place` is None where the
    gazetteer does not have the unit, or has more than one that it may be.
    """

    at: Span
    place: Place | None
    kind: str | None
    name: str


@dataclass(slots=True)
class _Group:
    """A printed kind and the names that it stands for: "các xã A, B và C"."""

    start: int
    kind: str
    names: list[Span]

    @property
    def end(self) -> int:
        return self.names[-1].end


_WORD = r"(?:\p{Lu}[\p{L}']*|\d{1,2}(?![\d.,/%]*\d|%))"
_WORDS = regex.compile(rf"(?:Nông trường )?{_WORD}(?: ?- ?{_WORD}| {_WORD}){{0,5}}")
_BREAK = regex.compile(r" ?- ?| ")
_NEXT = regex.compile(r" ?[,;+] ?(?:và )?| và ")
_MANY = regex.compile(r"(?:các|những|hai|ba|bốn|năm|(?<!\d)\d++)\s*$", regex.IGNORECASE)
_NUMBER = regex.compile(r"\d{1,2}(?= ?[,.;:)\n]| ?$| và | - )")
_BELONGS = regex.compile(r" ?(?:[,(-]|thuộc|của|ở|tại)? ?(?:địa bàn )?")


@functools.cache
def _kind_in_text() -> regex.Pattern[str]:
    printed = [p for k in kinds().values() for p in k.printed]
    words = "|".join(p for p in printed if len(p) > 3 or p == "xã")
    letters = "|".join(form for p in (*printed, "tt") if len(p) == 2 and p != "xã" for form in (p.upper(), p.title()))
    longer = "|".join(w.rsplit(" ", 1)[0] for w in read_yaml("place_variants")["longer_words"])
    start = rf"(?<![\p{{L}}\d])(?<!(?i:{longer}) )"
    full = rf"(?P<form>(?i:{words}))(?: ?: ?| )"
    return regex.compile(rf"{start}(?:{full}|(?P<form>{letters})(?:\. ?| ))", regex.VERSION1)


def mentions(text: str, *, on: date | None = None, within: str | None = None) -> Iterator[PlaceMention]:
    """Yield the places of a text in their order: names after a printed kind, and provinces without one.

    "xã A, huyện B" looks for A in B; what stands alone is looked for in `within`, the document's own province or
    district (provinces and districts elsewhere, too).
    """
    folded = fold(text)
    groups = list(_groups(folded))
    found = _placed(folded, groups, on, within)
    taken = [Span(g.start, g.end) for g in groups]
    for at in _bare_provinces(folded, taken):
        found.append(PlaceMention(at, resolve_in(folded[at.start : at.end], None, "province", on, None), None, ""))
    for mention in sorted(found, key=lambda m: m.at):
        printed = text[mention.at.start : mention.at.end]
        yield mention if mention.name else PlaceMention(mention.at, mention.place, None, printed)


def _groups(folded: str) -> Iterator[_Group]:
    at = 0
    while (match := _kind_in_text().search(folded, at)) is not None:
        at = match.end()
        kind = kind_of_print()[match["form"].lower()]
        # "TT" and a kind in capitals count only before a name of the gazetteer, which has all provinces.
        unknown = kind != "tỉnh" and not match["form"].isupper() and ":" not in match[0]
        many = _MANY.search(folded[max(0, match.start() - 12) : match.start()]) is not None or ":" in match[0]
        first = _name_at(folded, match.end(), kind, unknown=unknown)
        if first is None:
            continue
        group = _Group(match.start(), kind, [first])
        while (after := _next_name(folded, group, many)) is not None:
            group.names.append(after)
        at = group.end
        yield group


def _next_name(folded: str, group: _Group, many: bool) -> Span | None:
    """Return the next name of a list, passing over one that the gazetteer does not have in a list of many."""
    at = group.end
    for _ in range(2 if many else 1):
        sep = _NEXT.match(folded, at)
        if sep is None or _kind_in_text().match(folded, sep.end()):
            return None
        name = _name_at(folded, sep.end(), group.kind, unknown=False)
        if name is not None:
            province = group.kind != "tỉnh" and any(
                e.place.level == "province" for e in named(folded[name.start : name.end])
            )
            return None if province and not many else name
        run = _WORDS.match(folded, sep.end())
        if run is None:
            return None
        at = run.end()
    return None


def _name_at(folded: str, at: int, kind: str, unknown: bool) -> Span | None:
    """Return the name of a unit of this kind that begins at a place: the longest that the gazetteer has.

    Where it has none, two or more words with a capital letter are taken for one if `unknown` names count. A
    commune's name is not cut short: there are communes that the gazetteer lacks.
    """
    run = _WORDS.match(folded, at)
    if run is None:
        return None
    if folded[at].isdigit():
        number = _NUMBER.match(folded, at)
        known = number is not None and of_kind(named(number[0].lstrip("0")), kind, None)
        return Span(*number.span()) if number is not None and known else None
    words = run[0]
    upper = words.isupper() and len(words) > 4
    if upper and words.split()[0].lower() in _words("not_names"):
        return None
    communal = kinds()[kind].levels == ("commune",)
    ends = [len(words), *(m.start() for m in reversed(list(_BREAK.finditer(words))))]
    for end in ends:
        rest = words[end:].split()
        cut = upper or not communal or rest[:1] == ["-"] or rest[0] in _words("function_words") if rest else True
        if cut and of_kind(named(words[:end]), kind, None):
            return Span(at, at + end)
    first = words.split()[0]
    if not unknown or first == words or first.lower() in _words("not_names") or (len(first) > 1 and first.isupper()):
        return None
    return Span(at, run.end())


@functools.cache
def _words(name: str) -> frozenset[str]:
    """Return one of the word lists of `rules/place_variants.yaml`."""
    return frozenset(read_yaml("place_variants")[name])


def _placed(folded: str, groups: list[_Group], on: date | None, within: str | None) -> list[PlaceMention]:
    """Return the mentions of all groups, each looked for in the unit named after it, if one is."""
    out: list[PlaceMention] = []
    above: tuple[int, Place] | None = None
    for group in reversed(groups):
        holds = above[1] if above and _BELONGS.fullmatch(folded, group.end, above[0]) else None
        if holds and not any(LEVELS.index(level) > LEVELS.index(holds.level) for level in kinds()[group.kind].levels):
            holds = None
        for number, name in enumerate(reversed(group.names), 1):
            place = _place_of(folded[name.start : name.end], group.kind, holds, on, within)
            start = group.start if number == len(group.names) else name.start
            out.append(PlaceMention(Span(start, name.end), place, group.kind, folded[name.start : name.end]))
        above = (group.start, out[-1].place) if out[-1].place else None
    return out


def _place_of(name: str, kind: str, holds: Place | None, on: date | None, within: str | None) -> Place | None:
    if holds is not None:
        place = resolve_in(name, kind, None, on, with_predecessors([holds]), below=True)
        if place is not None or "province" not in kinds()[kind].levels:
            return place
    area = area_of(within, on) if within else None
    if area is None:
        return resolve_in(name, kind, None, on, None)
    place = resolve_in(name, kind, None, on, area)
    if place is not None:
        return place
    provinces = frozenset(p for row in area for p in chain(row, on) if p.level == "province")
    return resolve_in(name, kind, None, on, provinces) or (
        None if kinds()[kind].levels == ("commune",) else resolve_in(name, kind, None, on, None)
    )


@functools.cache
def _province_names() -> regex.Pattern[str]:
    """Return the pattern of all provinces' names in both cases, as words of their own."""
    unsure = _words("only_with_kind")
    rows = [r for r in index().rows if r["level"] == "province" and r["name"] not in unsure]
    names = {name for r in rows for name in (r["name"], *filter(None, r["also"].split("; ")))}
    forms = sorted(names | {name.upper() for name in names}, key=len, reverse=True)
    longer = "|".join(regex.escape(f, special_only=True).replace(" - ", " ?- ?") for f in forms)
    return regex.compile(rf"(?<![\p{{L}}\d])(?:{longer})(?![\p{{L}}\d]| \p{{Lu}}\p{{Ll}})")


_BEFORE = regex.compile(r"(\p{Lu}\p{Ll}+) $")


def _bare_provinces(folded: str, taken: list[Span]) -> Iterator[Span]:
    """Yield where provinces are named without a kind, outside of what is taken and of longer names."""
    starts = [span.start for span in taken]
    for match in _province_names().finditer(folded):
        before = _BEFORE.search(folded[max(0, match.start() - 10) : match.start()])
        inside = bisect_right(starts, match.start()) - 1
        if inside >= 0 and match.start() < taken[inside].end:
            continue
        if before is None or before[1] in _words("function_words") or match[0].isupper():
            yield Span(*match.span())
