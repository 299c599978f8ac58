"""The place that a target is for: named in its clause, else the place of its document."""

from __future__ import annotations

from typing import NamedTuple

from extractors import places
from extractors.aims import Statement, cue
from extractors.facts import Document
from extractors.offsets import Span
from extractors.reading import Reading


class TargetPlace(NamedTuple):
    """Name (without its kind) and code of a place, and the slots that the clause itself does not state."""

    name: str | None = None
    code: str | None = None
    inferred: tuple[str, ...] = ()


# From this number on places are a list, and the statement is for none of them alone.
_MANY = 3


def place_of(reading: Reading, st: Statement) -> TargetPlace:
    """Return the place a statement is for: the last named in front of its value, else the one behind it, where its
    words say that it is there, else the one that opens its sentence, else its document's own."""
    document = reading.document_at(st.block.at.start)
    return (
        _named(reading, st, document)
        or _behind(reading, st, document)
        or _opening(reading, st, document)
        or _own(document)
    )


def is_in_part(st: Statement) -> bool:
    """Tell whether a rate is that of a part of the place only: of its poor districts, of its countryside."""
    return st.quantity.unit == "%" and cue("part_of_place").search(st.low, st.clause.start, st.reach) is not None


def place_in(reading: Reading, at: Span) -> TargetPlace:
    """Return the place that is named last in the words at `at`, else that of their document."""
    document = reading.document_at(at.start)
    found = _mentioned(reading.folded[at.start : at.end], document)
    return _target_place(found[-1]) if found else _own(document)


def _mentioned(text: str, document: Document | None) -> list[places.PlaceMention]:
    within = (document.district_code or document.province_code or document.province) if document else None
    return [
        m
        for m in places.mentions(text, on=document.day if document else None, within=within)
        if not cue("not_place_end").search(text.lower(), 0, m.at.start) and not _holds(m, document)
    ]


def _target_place(mention: places.PlaceMention) -> TargetPlace:
    code = mention.place.code if mention.place is not None else None
    return TargetPlace(mention.name, code, ("place_code",) if code is not None else ())


def _behind(reading: Reading, st: Statement, document: Document | None) -> TargetPlace | None:
    text = reading.folded[st.quantity.whole.end : st.reach]
    found = _mentioned(text, document) if "trên địa bàn" in text or "tại" in text else []
    if len(found) != 1 or not cue("in_place_end").search(text.lower(), 0, found[0].at.start):
        return None
    return _target_place(found[0])


def _opening(reading: Reading, st: Statement, document: Document | None) -> TargetPlace | None:
    text = reading.folded[st.sentence.start : st.quantity.whole.start]
    found = _innermost(_mentioned(text, document), text)
    if len(found) != 1 or not cue("place_opens").fullmatch(text.lower(), 0, found[0].at.start):
        return None
    return _target_place(found[0])


def _named(reading: Reading, st: Statement, document: Document | None) -> TargetPlace | None:
    start, stop = st.back, st.quantity.whole.start
    text = reading.folded[start:stop]
    found = _mentioned(text, document)
    found = _innermost(found, text)
    if len(found) >= _MANY or _are_two(found, text):
        return TargetPlace()
    if found:
        return _target_place(found[-1])
    if (subject := cue("place_subject").search(text)) is not None:
        name = reading.print_of(Span(start + subject.start("name"), start + subject.end("name")))
        return TargetPlace(name)
    alone = cue("place_alone").fullmatch(text, text.rfind(":") + 1)
    if alone is not None and cue("lists_units").search(st.low, st.from_start(st.sentence), stop):
        return TargetPlace(reading.print_of(Span(start + alone.start("name"), start + alone.end("name"))))
    return None


def _innermost(found: list[places.PlaceMention], text: str) -> list[places.PlaceMention]:
    """Return the places without those that only say where the one before them lies: "xã A, huyện B" is A."""
    inner: list[places.PlaceMention] = []
    for number, mention in enumerate(found):
        last = inner[-1].place if inner else None
        joined = number and text[found[number - 1].at.end : mention.at.start].strip() in (
            "",
            ",",
            "-",
            "thuộc",
            "của",
        )
        above = places.chain(last)[1:] if joined and last and mention.place else ()
        if mention.place is None or mention.place.code not in (p.code for p in above):
            inner.append(mention)
    return inner


def _are_two(found: list[places.PlaceMention], text: str) -> bool:
    """Tell whether the last two places are joined as equals: "Đối với A và B" speaks of neither alone."""
    if len(found) < 2 or found[-2].place is None or found[-1].place is None:
        return False
    joined = text[found[-2].at.end : found[-1].at.start].strip() in ("và", "hoặc", ",")
    return joined and found[-2].place.level == found[-1].place.level


def _holds(found_place: places.PlaceMention, document: Document | None) -> bool:
    """Tell whether a place is one that the document's own place lies in: "xã thuộc tỉnh X" is for the commune."""
    if document is None or found_place.place is None:
        return False
    outer = {"commune": (document.district_code, document.province_code), "district": (document.province_code,)}
    return found_place.place.code in outer.get(document.level or "", ())


def _own(document: Document | None) -> TargetPlace:
    if document is None:
        return TargetPlace()
    units = {
        "commune": (document.commune, document.commune_code),
        "district": (document.district, document.district_code),
        "province": (document.province, document.province_code),
    }
    name, code = units.get(document.level or "", (None, None))
    return TargetPlace(name, code, tuple(k for k, v in (("place", name), ("place_code", code)) if v is not None))
