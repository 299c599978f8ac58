"""The shape of all extractors: a spaCy component that reads the Doc, writes a span group and `doc._.facts`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from extractors.facts import Fact
from extractors.reading import Reading

FactT = TypeVar("FactT", bound=Fact)
Find = Callable[[Reading], Iterable[FactT]]


def _all_facts(doc: Doc) -> tuple[Fact, ...]:
    return tuple(sorted((f for facts in reading_of(doc).facts.values() for f in facts), key=lambda f: f.at))


if not Doc.has_extension("facts"):
    Doc.set_extension("reading", default=None)
    Doc.set_extension("facts", getter=_all_facts)


def reading_of(doc: Doc) -> Reading:
    """Return the reading of `doc`; a Doc made from plain text gets one whose lines are its blocks."""
    if doc._.reading is None:
        doc._.reading = Reading.of_text(doc.text)
    reading: Reading = doc._.reading
    return reading


class Extractor:
    """A spaCy component that finds one kind of fact by a pure function from a reading to facts."""

    def __init__(self, group: str, kind: type[FactT], find: Find[FactT]) -> None:
        self.group, self.kind, self.find = group, kind, find

    def read(self, reading: Reading) -> None:
        """Add the facts of this kind to `reading`. A build needs no more: no rule reads tokens, so it makes none."""
        reading.add(self.kind, list(self.find(reading)))

    def __call__(self, doc: Doc) -> Doc:
        """Add the facts to the reading of `doc`, and their spans to its group."""
        reading = reading_of(doc)
        self.read(reading)
        spans = (doc.char_span(*f.at, label=self.group, alignment_mode="expand") for f in reading.found(self.kind))
        doc.spans[self.group] = SpanGroup(doc, name=self.group, spans=[s for s in spans if s is not None])
        return doc


Factory = Callable[[Language, str], Extractor]


def register(name: str, group: str, kind: type[FactT], find: Find[FactT]) -> Factory:
    """Make `find` a spaCy component `name` that fills the span group `group` with facts of `kind`.

    The factory is returned so that a module can offer it as an entry point of `spacy_factories`.
    """

    def create(nlp: Language, name: str) -> Extractor:
        return Extractor(group, kind, find)

    Language.factory(name, func=create)
    return create
