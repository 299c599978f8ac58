"""The extractors as components of spaCy: each reads the Doc, writes a span group and `doc._.facts`.

Each is offered as an entry point of `spacy_factories` (pyproject.toml), so any pipeline can have it by its name. What
is imported here imports spaCy, which takes most of a second.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from extractors.component import Extractor
from extractors.facts import Fact
from extractors.order import EXTRACTORS
from extractors.reading import Reading
from extractors.tokens import blank


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


class Component:
    """An extractor in a pipeline of spaCy."""

    def __init__(self, extractor: Extractor[Any]) -> None:
        self.extractor = extractor

    def __call__(self, doc: Doc) -> Doc:
        """Add the facts to the reading of `doc`, and their spans to its group."""
        reading, group = reading_of(doc), self.extractor.group
        self.extractor.read(reading)
        at = (fact.at for fact in reading.found(self.extractor.kind))
        spans = (doc.char_span(place.start, place.end, label=group, alignment_mode="expand") for place in at)
        doc.spans[group] = SpanGroup(doc, name=group, spans=[s for s in spans if s is not None])
        return doc


Factory = Callable[[Language, str], Component]


def _factory(name: str) -> Factory:
    """Make an extractor known to spaCy, and return what makes its component."""

    def create(nlp: Language, name: str) -> Component:
        return Component(extractor)

    extractor = EXTRACTORS[name]
    Language.factory(f"kehoach_{name}", func=create)
    return create


documents = _factory("documents")
sections = _factory("sections")
legal_refs = _factory("legal_refs")
short_refs = _factory("short_refs")
agencies = _factory("agencies")
targets = _factory("targets")
percentages = _factory("percentages")
amounts = _factory("amounts")
deadlines = _factory("deadlines")
assignments = _factory("assignments")
tables = _factory("tables")


def pipeline() -> Language:
    """Return a pipeline of spaCy with all extractors."""
    nlp = blank()
    for name in EXTRACTORS:
        nlp.add_pipe(f"kehoach_{name}")
    return nlp
