"""The shape of all extractors: a pure function from a reading to facts of one kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from extractors.facts import Fact
from extractors.reading import Reading

FactT = TypeVar("FactT", bound=Fact)


@dataclass(frozen=True, slots=True)
class Extractor(Generic[FactT]):
    """Finds the facts of one kind; `group` is the name of their span group in a Doc of spaCy.

    As components of spaCy extractors stand in `extractors/components.py`. A build needs no Doc, for no rule reads
    tokens, and so it does not wait for spaCy.
    """

    group: str
    kind: type[FactT]
    find: Callable[[Reading], Iterable[FactT]]

    def read(self, reading: Reading) -> None:
        """Add the facts of this kind to `reading`."""
        reading.add(self.kind, list(self.find(reading)))
