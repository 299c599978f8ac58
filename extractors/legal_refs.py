"""Mentions of legal documents: by number ("Quyết định số 90/QĐ-TTg") or, for laws, by name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import regex

from extractors.citations import Lead, Tail, find_short_forms, pinpoint_before, read_ahead, read_lead, read_tail
from extractors.codes import Code, find_codes, issuer_of
from extractors.component import Extractor
from extractors.facts import Document, LegalRef
from extractors.laws import LawName, find_law_names, kinds_by_code, name_key, resolve
from extractors.offsets import Span
from extractors.phrases import phrase
from extractors.reading import Block, Reading
from extractors.relations import Mention, relation_of
from rules.letters import fold

_JOINED = re.compile(r"\d[^\W\d_]?\s{0,3}[/-]")


_CHANGES = ("amends", "replaces", "repeals")


@dataclass(slots=True)
class _Found:
    """A number, or a law's name, or both; `lead` are the words that lead to it."""

    at: Span
    begin: int
    lead: Lead
    code: Code | None = None
    law: LawName | None = None


@dataclass(slots=True)
class _Known:
    """What the reading has shown: numbers in letterheads, types of the Assembly's numbers, numbers of named laws."""

    own: frozenset[str]
    types: dict[str, str] = field(default_factory=dict)
    named: dict[str, set[str]] = field(default_factory=dict)
    numbered: dict[tuple[str, str], set[str]] = field(default_factory=dict)


def find_legal_refs(reading: Reading) -> Iterator[LegalRef]:
    """Yield every mention of a numbered document and of a law by its name, in text and in table cells.

    Left out are the document's own number in its letterhead, what a portal says about it, and, where the
    documents of the reading are known, all that stands outside them.
    """
    known = _Known(_own_codes(reading))
    refs: list[LegalRef] = []
    blocks = reading.unrepeated()
    for block in blocks:
        if _may_cite(reading, block):
            refs += _block_refs(reading, block, known)
    for ref in refs:
        codes = known.named.get(name_key(ref.title or ""), set()) if ref.code is None else set()
        yield replace(ref, resolves_to=next(iter(codes))) if len(codes) == 1 else ref
    yield from _short_forms(reading, blocks, known)


def _may_cite(reading: Reading, block: Block) -> bool:
    """Whether a block has a number with its joint, or a word of the name of a law."""
    if reading.has_digit(block) and _JOINED.search(reading.lowered, *block.at):
        return True
    return reading.lowered.find("luật", *block.at) >= 0 or reading.lowered.find("pháp", *block.at) >= 0


def _short_forms(reading: Reading, blocks: Sequence[Block], known: _Known) -> Iterator[LegalRef]:
    """Yield mentions by type and bare number ("Kế hoạch số 77") of documents whose whole number stands elsewhere.

    A decree needs none: "Nghị định 20/2021" can only be the Government's.
    """
    numbers = {number for _, number in known.numbered}
    for block in filter(reading.has_digit, blocks):
        for short in find_short_forms(reading.folded, numbers, *block.at):
            codes = known.numbered.get((short.doc_type, short.number), set())
            if short.year is not None:
                codes = {code for code in codes if f"/{short.year}/" in code}
            if short.year is not None and short.doc_type == "NĐ":
                codes = codes or {f"{short.number.zfill(2)}/{short.year}/NĐ-CP"}
            if len(codes) == 1:
                yield LegalRef(
                    at=short.at,
                    ref_type=short.doc_type,
                    number=short.number,
                    year=short.year,
                    resolves_to=next(iter(codes)),
                )


def _own_codes(reading: Reading) -> frozenset[str]:
    """Return the numbers that stand in letterheads."""
    codes = {d.code for d in reading.found(Document) if d.code}
    for block in reading.prose() if not codes else ():
        start = phrase("own_number").match(reading.folded[block.at.start : block.at.end])
        code = next(find_codes(reading.folded, *block.at), None) if start else None
        if start and code and code.at.start == block.at.start + start.end():
            codes.add(code.canonical)
            break
    return frozenset(codes)


def _block_refs(reading: Reading, block: Block, known: _Known) -> list[LegalRef]:
    found = list(_find(reading, block, known.own))
    refs: list[LegalRef] = []
    tails: list[Tail] = []
    previous, title_end = block.at.start, block.at.start
    for i, item in enumerate(found):
        limit = found[i + 1].begin if i + 1 < len(found) else block.at.end
        tail = read_tail(reading.folded, item.at.end, limit)
        cut = tail.title_at is not None and limit < block.at.end
        whole = read_tail(reading.folded, item.at.end, block.at.end) if cut else tail
        pinpoint = pinpoint_before(reading.folded, previous, item.begin)
        begin = pinpoint.start if pinpoint else item.begin
        beside = tail.title_at.start if tail.title_at else tail.end
        behind = item.law.name if item.law else reading.folded[beside : min(beside + 80, block.at.end)]
        mention = Mention(block.at, Span(begin, item.at.end), behind, tail.end, previous, begin < title_end)
        if tail.printed is None and (ahead := read_ahead(reading.folded, previous, item.begin)):
            tail = replace(tail, printed=ahead[0], issuer_at=tail.issuer_at or ahead[1])
        relation = relation_of(reading.folded, mention)
        # "bãi bỏ Quyết định số 1, Quyết định số 2 và Quyết định số 3"; "Căn cứ Luật … được sửa đổi bởi Luật số 4,
        # Luật số 5": the last verb governs what is listed behind it.
        between = reading.folded[previous:begin]
        governed = bool(refs) and (relation == "cites" or (refs[-1].relation in _CHANGES and ")" not in between))
        if governed and len(between) < 40 and phrase("next_of_clause").match(between):
            relation = refs[-1].relation
        tails.append(replace(tail, title_at=whole.title_at, pinpoint_at=pinpoint or tail.pinpoint_at))
        refs.append(_ref(reading, item, tails[-1], relation, refs, known))
        previous = max(item.at.end, min(beside, limit))
        title_end = max(title_end, whole.title_at.end if whole.title_at else 0)
    refs = _share_dates(reading, found, refs, tails)
    return [_as_self(reading, ref, known.own) for ref in refs]


def _find(reading: Reading, block: Block, own: frozenset[str]) -> Iterator[_Found]:
    """Yield numbers and names of a block in order, a name and its number as one."""
    folded = reading.folded
    laws = list(find_law_names(folded, *block.at))
    floor = block.at.start
    ends = [name.at.end for name in laws]
    numbered: set[Span] = set()
    items: list[_Found] = []
    for code in find_codes(folded, *block.at):
        near = bisect_right(ends, code.at.start) - 1
        law = laws[near] if near >= 0 and _names(folded, laws[near], code) else None
        if law is not None:
            numbered.add(law.at)
            lead = Lead(Span(law.at.start, code.at.start), None, law.at, None)
        else:
            lead = read_lead(folded, floor, code.at.start)
        if not _is_letterhead(reading, block, code, lead, own):
            items.append(_Found(code.at, lead.at.start, lead, code, law))
        floor = code.at.end
    for name in laws:
        if name.at not in numbered:
            at = name.at.start
            items.append(_Found(name.at, at, Lead(Span(at, at), None, None, None), None, name))
    yield from sorted(items, key=lambda item: item.at)


def _names(folded: str, name: LawName, code: Code) -> bool:
    """Say whether `name` is the name of the document numbered `code`, standing before it."""
    return (
        0 <= code.at.start - name.at.end < 40
        and (code.doc_type is None or code.doc_type == "PL")
        and phrase("name_to_number").match(folded[name.at.end : code.at.start]) is not None
    )


def _is_letterhead(reading: Reading, block: Block, code: Code, lead: Lead, own: frozenset[str]) -> bool:
    folded = reading.folded
    text = folded[block.at.start : min(code.at.start, block.at.start + 80)]
    if phrase("portal_label").match(text):
        return not reading.found(Document) or code.canonical in own
    start = phrase("own_number").match(text)
    alone = (
        block.table is None
        and start is not None
        and block.at.start + start.end() == code.at.start
        and phrase("rest_of_letterhead").match(folded[code.at.end : block.at.end]) is not None
    )
    cued = lead.doc_type is None and folded.startswith(("Số", "SỐ"), lead.at.start)
    return (alone and (not own or code.canonical in own)) or (cued and code.canonical in own and block.table is None)


def _ref(
    reading: Reading, item: _Found, tail: Tail, relation: str, before: Sequence[LegalRef], known: _Known
) -> LegalRef:
    day = tail.printed.day if tail.printed else None
    partial = tail.printed.partial if tail.printed else None
    printed_year = tail.printed.year if tail.printed else None
    issuer, inferred = _issuer(reading, item, tail)
    code = item.code
    if code is None:
        assert item.law is not None
        if day is None and partial is None and item.law.year:
            partial, printed_year = item.law.year, int(item.law.year)
        return LegalRef(
            at=item.at,
            ref_type="PL" if item.law.kind == "Pháp lệnh" else "Luật",
            year=printed_year,
            resolves_to=resolve(item.law.name, day or partial, _cited_on(reading, item.at.start)),
            issuer=issuer,
            issued_on=day,
            issued_on_partial=partial,
            title=_print(reading, item.at),
            pinpoint=_print(reading, tail.pinpoint_at),
            relation=relation,
            inferred=inferred,
        )
    if item.law is not None:
        for name in (item.law.name, reading.print_of(item.law.at)):
            known.named.setdefault(name_key(name), set()).add(code.canonical)
    known.numbered.setdefault((code.doc_type or "", code.number.lstrip("0")), set()).add(code.canonical)
    title = _print(reading, tail.title_at) or (_print(reading, item.law.at) if item.law else None)
    return LegalRef(
        at=item.at,
        ref_type=_type(reading, item, before, known.types),
        number=code.number,
        year=code.year or printed_year,
        code=code.canonical,
        issuer=issuer,
        issued_on=day,
        issued_on_partial=partial,
        title=title,
        pinpoint=_print(reading, tail.pinpoint_at),
        relation=relation,
        inferred=inferred,
    )


def _type(reading: Reading, item: _Found, before: Sequence[LegalRef], types: dict[str, str]) -> str:
    """Return the type that the code names; for the National Assembly's numbers, that of the words around it."""
    code = item.code
    assert code is not None
    if code.doc_type is not None:
        return code.doc_type
    named = ("PL" if item.law.kind == "Pháp lệnh" else "Luật") if item.law else item.lead.doc_type
    if named not in ("Luật", "NQ", "PL"):
        named = kinds_by_code().get(code.canonical) or types.get(code.canonical)
        if (
            named is None
            and before
            and phrase("next_of_list").match(reading.folded[before[-1].at.end : code.at.start])
        ):
            named = before[-1].ref_type
    if named is None:
        return "NQ"
    return types.setdefault(code.canonical, named)


def _issuer(reading: Reading, item: _Found, tail: Tail) -> tuple[str | None, tuple[str, ...]]:
    """Return the issuer in full, from the words beside the number, else from the number itself."""
    at = tail.issuer_at or item.lead.issuer_at
    if at is not None:
        return _in_full(reading, at)
    if item.code is None or (item.code.doc_type is None and item.code.bodies[0].startswith("QH")):
        return ("Quốc hội", ("issuer",)) if item.code or (item.law and item.law.kind != "Pháp lệnh") else (None, ())
    known = issuer_of(item.code.bodies[0]) if item.code.bodies else None
    return (known["name"], ("issuer",)) if known and known["level"] == "central" else (None, ())


_SHORT = {"UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân", "TTg": "Thủ tướng Chính phủ"}
_SHORT_NAME = regex.compile(r"\b(UBND|HĐND|TTg)\b")
_PLACELESS = regex.compile(
    r"(?:Chủ tịch |Thường trực )?(?:Ủy ban nhân dân|Hội đồng nhân dân) (?P<kind>[Tt]ỉnh|[Tt]hành phố)"
)


def _in_full(reading: Reading, at: Span) -> tuple[str, tuple[str, ...]]:
    printed = fold(reading.print_of(at))
    name = _SHORT_NAME.sub(lambda m: _SHORT[m[1]], printed).replace("ủy ban", "Ủy ban")
    document = reading.document_at(at.start)
    if document is None or not document.province:
        return name, ()
    match = _PLACELESS.fullmatch(name)
    if match and document.issuer:
        # "UBND tỉnh" is that of the citing document's own province.
        kind = match["kind"].lower()
        if kind == "tỉnh" or f"{kind} {document.province}" in document.issuer:
            return f"{name[: match.start('kind')]}{kind} {document.province}", ("issuer",)
    return name, ()


def _share_dates(
    reading: Reading, found: Sequence[_Found], refs: Sequence[LegalRef], tails: Sequence[Tail]
) -> list[LegalRef]:
    """Give the date behind the last of a list of bare numbers to all of them."""
    shared = list(refs)
    for i in range(len(refs) - 2, -1, -1):
        ref, following = shared[i], shared[i + 1]
        joined = phrase("next_of_list").match(reading.folded[found[i].at.end : found[i + 1].at.start])
        if ref.code is None or ref.issued_on or ref.issued_on_partial or not joined or following.issued_on is None:
            continue
        code = found[i].code
        if code is None or code.year not in (None, following.issued_on.year):
            continue
        shared[i] = replace(ref, issued_on=following.issued_on, inferred=(*ref.inferred, "issued_on"))
    return shared


def _as_self(reading: Reading, ref: LegalRef, own: frozenset[str]) -> LegalRef:
    """Return `ref` as a mention of the document itself, or of the one it is attached to, where it is one."""
    if ref.code not in own:
        return ref
    document = reading.document_at(ref.at.start)
    years = {d.issued_on.year for d in reading.found(Document) if d.code == ref.code and d.issued_on}
    if ref.issued_on and years and ref.issued_on.year not in years:
        return ref
    above = document
    while above is not None and above.code != ref.code:
        above = reading.found(Document)[above.parent] if above.parent is not None else None
    return replace(ref, relation="self") if document is None or above is not None else ref


def _cited_on(reading: Reading, position: int) -> date | str | None:
    document = reading.document_at(position)
    while document is not None and document.issued_on is None and document.issued_on_partial is None:
        if document.parent is None:
            return None
        document = reading.found(Document)[document.parent]
    return (document.issued_on or document.issued_on_partial) if document else None


def _print(reading: Reading, at: Span | None) -> str | None:
    return (reading.print_of(at) or None) if at else None


EXTRACTOR = Extractor("legal_refs", LegalRef, find_legal_refs)
