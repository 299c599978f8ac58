"""Short forms of references: "Quyết định này", "Nghị quyết nêu trên", "Đề án 06", and forms that the text defines.

Patterns and names known everywhere: `rules/short_refs.yaml`. What `legal_refs` has already ("Kế hoạch số 77") is left
out here.
"""

from __future__ import annotations

import functools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import regex

from extractors.citations import pinpoint_before, read_tail, type_names
from extractors.component import Extractor
from extractors.facts import Document, LegalRef, ShortRef
from extractors.offsets import Span
from extractors.reading import Reading
from rules import Rule, read_rules, read_yaml
from rules.letters import fold, key

_NEAR = 30  # longer than "một số loại ", than a type before "và", and than "của Thủ tướng Chính phủ"
_FAR = 600  # about a paragraph
_QUOTATION = 3000  # longer than what is quoted mostly is


@functools.cache
def _rule(rule_id: str) -> Rule:
    return next(rule for rule in read_rules("short_refs") if rule.id == rule_id)


def _pattern(rule_id: str) -> regex.Pattern[str]:
    return _rule(rule_id).patterns[0]


@dataclass(frozen=True, slots=True)
class _KnownName:
    code: str
    issued_on: date


@functools.cache
def _known_names() -> dict[str, _KnownName]:
    return {
        key(row["name"]): _KnownName(row["code"], date.fromisoformat(row["issued_on"]))
        for row in read_yaml("short_refs")["known"]
    }


@dataclass(frozen=True, slots=True)
class _Form:
    """A form that the text defines: behind `end`, in the document `owner` and what is attached to it, it means `ref`.

    `end` is where the form ends at the place that defines it, `head` the type that it begins with.
    """

    words: tuple[str, ...]
    head: str
    end: int
    owner: int | None
    ref: LegalRef

    @property
    def has_number(self) -> bool:
        """Say whether the form has a number, so that no other name can begin with it."""
        return any(word[0].isdigit() for word in self.words)

    @property
    def is_bare(self) -> bool:
        """Say whether the form is a type's name and nothing more."""
        return " ".join(self.words).lower() == self.head


class _Text:
    """The reading with its documents, its references, and the forms it defines."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.folded = reading, reading.folded
        self.documents = reading.found(Document)
        self.refs = reading.found(LegalRef)
        self.ref_starts = [ref.at.start for ref in self.refs]
        self.forms: list[_Form] = []

    def hits(self, rule_id: str) -> Iterator[regex.Match[str]]:
        """Yield what a rule's pattern finds at its anchors, in blocks that count."""
        rule = _rule(rule_id)
        for anchor in rule.data["anchors"]:
            yield from self.at_each(anchor, rule.patterns[0])

    def at_each(self, anchor: str, pattern: regex.Pattern[str], start: int = 0) -> Iterator[regex.Match[str]]:
        """Yield the matches of `pattern` at the places where `anchor` stands, in blocks that count."""
        place = self.folded.find(anchor, start)
        while place >= 0:
            match = pattern.match(self.folded, place)
            if match is not None and self.block_of(match.start()) is not None:
                yield match
            place = self.folded.find(anchor, place + 1)

    def block_of(self, position: int) -> Span | None:
        """Return the block at `position` where its facts count."""
        block = self.reading.block_at(position)
        return block.at if block is not None and self.reading.counts(block) else None

    def document_index(self, position: int) -> int | None:
        document = self.reading.document_at(position)
        return None if document is None else self.documents.index(document)

    def chain(self, index: int | None) -> Iterator[int]:
        """Yield a document, the one it is attached to, and so on."""
        while index is not None:
            yield index
            index = self.documents[index].parent

    def refs_before(self, position: int, floor: int) -> Iterator[LegalRef]:
        """Yield the references that stand between `floor` and `position`, the last one first."""
        for index in range(bisect_right(self.ref_starts, position) - 1, -1, -1):
            if self.refs[index].at.start < floor:
                return
            if self.refs[index].at.end <= position:
                yield self.refs[index]

    def is_reference(self, at: Span) -> bool:
        """Say whether a reference stands anywhere in `at`."""
        index = bisect_left(self.ref_starts, at.end) - 1
        return index >= 0 and self.refs[index].at.end > at.start


def find_short_refs(reading: Reading) -> Iterator[ShortRef]:
    """Yield the mentions of documents by short forms of which it is certain what they mean, each once."""
    text = _Text(reading)
    text.forms = _forms(text)
    found = [short for form in text.forms for short in _uses(text, form)]
    found += [*_these(text), *_those_above(text), *_numbered(text)]
    defining = {form.end for form in text.forms}
    taken = -1
    for short in sorted(found, key=lambda s: (s.at.start, -s.at.end)):
        if short.at.start >= taken and short.at.end not in defining and not text.is_reference(short.at):
            taken = short.at.end
            yield _with_pinpoint(text, short)


def _with_pinpoint(text: _Text, short: ShortRef) -> ShortRef:
    block = text.block_of(short.at.start)
    pinpoint = pinpoint_before(text.folded, block.start if block else 0, short.at.start)
    return replace(short, pinpoint=text.reading.print_of(pinpoint)) if pinpoint else short


# "Quyết định này": the document itself, or one that belongs to it.


def _these(text: _Text) -> Iterator[ShortRef]:
    for match in text.hits("this"):
        head = key(match["head"])
        at = Span(match.start("head"), match.end())
        if _is_one_of_several(text.folded, at.start) or _is_quoted(text, at.start):
            continue
        own = _own(text, at.start, head)
        if own is not None:
            means, index = own
            yield _short(text, at, head, means, document=index)
        elif match["head"][0].isupper() and (short := _of_another(text, at, head)):
            yield short


def _is_quoted(text: _Text, position: int) -> bool:
    """Say whether the place is in a passage between quotation marks: "this" is there the document that is quoted."""
    block = text.block_of(position)
    if block is not None and text.folded.count('"', block.start, position) % 2:
        return True
    floor = max(0, position - _QUOTATION)
    return text.reading.text.rfind("“", floor, position) > text.reading.text.rfind("”", floor, position)


def _own(text: _Text, position: int, head: str) -> tuple[str, int] | None:
    """Return the document of a type that `position` lies in, or the one that belongs to it, and what it is to it."""
    chain = list(text.chain(text.document_index(position)))
    doc_type = type_names().get(head)
    of_type = [i for i, d in enumerate(text.documents) if doc_type is not None and d.doc_type == doc_type]
    for index in chain:
        if index in of_type:
            return "self" if index == chain[0] else "parent", index
    for index in chain:
        attached = [i for i in of_type if text.documents[i].parent == index]
        if attached:
            return ("attached", attached[0]) if len(attached) == 1 else None
    for index in chain:
        brings = _pattern("brings").match(fold(text.documents[index].title or ""))
        if brings and key(brings["head"]) == head:
            return "attached", index
    return None


def _of_another(text: _Text, at: Span, head: str) -> ShortRef | None:
    """Return "Chương trình này" as a form defined before, or as the last document of its type in the paragraph."""
    block = text.block_of(at.start)
    return _of_form(text, at, head) or (_of_last(text, at, head, block.start) if block else None)


# "Nghị quyết nêu trên": the last document of that type.


def _those_above(text: _Text) -> Iterator[ShortRef]:
    for match in text.hits("above"):
        at, head = Span(match.start("head"), match.end()), key(match["head"])
        before = text.folded[max(0, at.start - _NEAR) : at.start]
        if _is_one_of_several(text.folded, at.start) or _pattern("last_of_several").search(before):
            continue
        document = text.reading.document_at(at.start)
        floor = document.at.start if document else 0
        if _own(text, at.start, head) is not None:  # far from another one of its type, it may be this document
            floor = max(floor, at.start - _FAR)
        if short := _of_last(text, at, head, floor) or _of_form(text, at, head):
            yield short


def _is_one_of_several(folded: str, position: int) -> bool:
    return _pattern("several").search(folded[max(0, position - _NEAR) : position]) is not None


def _of_last(text: _Text, at: Span, head: str, floor: int) -> ShortRef | None:
    """Return the short form as the last document of its type that is named behind `floor`."""
    doc_type = type_names().get(head)
    ref = next((r for r in text.refs_before(at.start, floor) if r.ref_type == doc_type), None)
    if ref is None:
        return None
    if ref.relation != "self":
        return _short(text, at, head, "earlier", ref=ref)
    own = next((i for i in text.chain(text.document_index(at.start)) if text.documents[i].code == ref.code), None)
    if own is None:
        return None
    return _short(text, at, head, "self" if own == text.document_index(at.start) else "parent", document=own)


def _of_form(text: _Text, at: Span, head: str) -> ShortRef | None:
    """Return the short form as the one of its type alone that the text has defined."""
    chain = set(text.chain(text.document_index(at.start)))
    forms = [f for f in text.forms if f.head == head and f.is_bare and f.end <= at.start]
    forms = [f for f in forms if f.owner is None or f.owner in chain]
    return _short(text, at, head, "defined", ref=forms[-1].ref) if forms else None


# "(sau đây gọi tắt là Chương trình)", and each "Chương trình" behind it.


def _forms(text: _Text) -> list[_Form]:
    forms: dict[tuple[tuple[str, ...], int | None], _Form] = {}
    for match in [*text.hits("defines"), *text.hits("defines_by_number")]:
        begin = match.start("intro") if "intro" in match.re.groupindex else match.start()
        head = key(match["head"])
        if ref := _antecedent(text, begin, head):
            form = _Form(tuple(match["form"].split()), head, match.end("form"), text.document_index(begin), ref)
            forms.setdefault((form.words, form.owner), form)
    return sorted(forms.values(), key=lambda form: form.end)


def _antecedent(text: _Text, begin: int, head: str) -> LegalRef | None:
    """Return the document that is told of up to `begin`: one of the type `head`, or with a title that names it."""
    block = text.reading.block_at(begin)
    if block is None:
        return None
    reaching = [
        ref
        for ref in text.refs_before(begin, block.at.start)
        if begin <= read_tail(text.folded, ref.at.end, block.at.end).end + 3
    ]
    for ref in reaching:
        if ref.ref_type == type_names().get(head):
            return ref
    for ref in reaching:
        if head in key(text.folded[ref.at.end : begin]):
            return ref
    if reaching and head in key(text.folded[block.at.start : reaching[0].at.start]):
        return reaching[0]  # "Chương trình trồng cây tại Quyết định số … (gọi tắt là Chương trình)"
    return None


def _uses(text: _Text, form: _Form) -> Iterator[ShortRef]:
    """Yield the mentions by a form behind the place that defines it."""
    words = r"\s+".join(map(regex.escape, form.words))
    pattern = regex.compile(rf"(?<!\p{{L}}){words}(?![\p{{L}}\d])(?!\s?/)")
    for match in text.at_each(form.words[0], pattern, form.end):
        at = Span(*match.span())
        index = text.document_index(at.start)
        if form.owner is not None and form.owner not in text.chain(index):
            continue
        if form.has_number or _stands_alone(text, at, index, form):
            yield _short(text, at, form.head, "defined", ref=form.ref)


def _stands_alone(text: _Text, at: Span, index: int | None, form: _Form) -> bool:
    """Say whether the words are the form, not part of another name; a type alone must not be the document's own."""
    block = text.reading.block_at(at.start)
    if block is None or _is_one_of_several(text.folded, at.start):
        return False
    if form.is_bare:
        own = text.documents[index].doc_type if index is not None else None
        if at == block.at or own == type_names().get(form.head, ""):
            return False
    return _pattern("goes_on").match(text.folded[at.end : min(at.end + _NEAR, block.at.end)]) is not None


# "Đề án 06": by the number of the document that approves it.


def _numbered(text: _Text) -> Iterator[ShortRef]:
    for match in text.hits("numbered"):
        at, head = Span(*match.span()), key(match["head"])
        ref = _approving(text, at, head, match["number"])
        if ref is not None:
            yield _short(text, at, head, "earlier", ref=ref)
            continue
        name = _known_names().get(f"{head} {match['number']}")
        if name is None or _pattern("of_another").match(text.folded[at.end : at.end + _NEAR]):
            continue
        document = text.reading.document_at(at.start)
        if document is None or document.issued_on is None or document.issued_on >= name.issued_on:
            yield ShortRef(
                at=at,
                ref_type=type_names()[head],
                means="known",
                resolves_to=name.code,
                issued_on=name.issued_on,
                inferred=("resolves_to", "issued_on"),
            )


def _approving(text: _Text, at: Span, head: str, number: str) -> LegalRef | None:
    """Return the one document of that number cited before whose title names a plan of that type."""
    document = text.reading.document_at(at.start)
    found = {
        ref.code: ref
        for ref in text.refs_before(at.start, document.at.start if document else 0)
        if ref.number and ref.number.lstrip("0") == number.lstrip("0") and ref.code and head in key(ref.title or "")
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _short(
    text: _Text, at: Span, head: str, means: str, *, ref: LegalRef | None = None, document: int | None = None
) -> ShortRef:
    code: str | None = None
    day: date | None = None
    doc_type: str | None = None
    if ref is not None:
        code, day, doc_type = ref.code or ref.resolves_to, ref.issued_on, ref.ref_type
    elif document is not None:
        code, doc_type = text.documents[document].code, text.documents[document].doc_type
    filled: Sequence[tuple[str, object]] = (("resolves_to", code), ("issued_on", day))
    return ShortRef(
        at=at,
        ref_type=type_names().get(head) or doc_type or "",
        means=means,
        resolves_to=code,
        issued_on=day,
        ref_at=ref.at if ref else None,
        document=document,
        inferred=tuple(name for name, value in filled if value is not None),
    )


EXTRACTOR = Extractor("short_refs", ShortRef, find_short_refs)
