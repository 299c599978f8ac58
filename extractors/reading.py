"""What an extractor reads: the working copy in blocks, its tables, and the facts found so far."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from extractors.facts import Document, Fact, Section
from extractors.grid import Grid
from extractors.offsets import OffsetMap, Span
from rules.letters import fold, lower

FactT = TypeVar("FactT", bound=Fact)
T = TypeVar("T")
_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class Block:
    """A paragraph or a table cell: one line of the working copy.

    `table`, `row` and `col` are set for a cell. `repeat` marks a passage that stands word for word further up:
    its facts count once, so extractors leave it out. `bold` says that all of it was marked as bold or as a
    heading in the source.
    """

    at: Span
    table: int | None = None
    row: int = 0
    col: int = 0
    repeat: bool = False
    bold: bool = False


@dataclass(slots=True)
class Reading:
    """A text with everything that is known of it. Blocks lie in order and part `text` at its line breaks."""

    text: str
    blocks: Sequence[Block]
    grids: Sequence[Grid] = ()
    offsets: OffsetMap | None = None
    facts: dict[type[Fact], tuple[Fact, ...]] = field(default_factory=dict)
    folded: str = field(init=False)
    lowered: str = field(init=False)
    _known: dict[Callable[[Reading], Any], Any] = field(init=False, default_factory=dict)
    _starts: dict[type[Fact], list[int]] = field(init=False, default_factory=dict)
    _block_starts: list[int] = field(init=False)
    _numbered: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        self.folded = fold(self.text)
        self.lowered = lower(self.folded)
        self._block_starts = [b.at.start for b in self.blocks]
        self._numbered = frozenset(b.at.start for b in self.blocks if _DIGIT.search(self.text, *b.at))

    @classmethod
    def of_text(cls, text: str) -> Reading:
        """Return the reading of a plain text: every line that is not blank is a block."""
        blocks, at = [], 0
        for line in text.split("\n"):
            if line.strip():
                blocks.append(Block(Span(at, at + len(line))))
            at += len(line) + 1
        return cls(text, blocks)

    def once(self, find: Callable[[Reading], T]) -> T:
        """Return `find(self)`, which is worked out once, and anew when documents or sections are added."""
        if find not in self._known:
            self._known[find] = find(self)
        result: T = self._known[find]
        return result

    def prose(self) -> tuple[Block, ...]:
        """Return the paragraphs of running text, each once; see `unrepeated`."""
        return self.once(_prose)

    def unrepeated(self) -> tuple[Block, ...]:
        """Return paragraphs and cells, each once.

        Once documents were looked for, what lies outside of them (a portal's menus and news) is left out.
        """
        return self.once(_unrepeated)

    def counts(self, block: Block) -> bool:
        """Say whether the facts of a block count: it is no repeat, and not outside of all documents; see above."""
        return not block.repeat and (Document not in self.facts or self.document_at(block.at.start) is not None)

    def has_digit(self, block: Block) -> bool:
        """Say whether a digit stands in a block: half of all have none, and no number, day or quantity."""
        return block.at.start in self._numbered

    def print_of(self, at: Span) -> str:
        """Return the text at `at`, white space and line breaks made single spaces."""
        return " ".join(self.text[at.start : at.end].split())

    def found(self, kind: type[FactT]) -> tuple[FactT, ...]:
        """Return the facts of one kind found so far, in the order of the text."""
        # That a kind leads to facts of its own is what `add` sees to: no type of a dict can say it.
        return self.facts.get(kind, ())  # type: ignore[return-value]

    def add(self, kind: type[FactT], facts: Sequence[FactT]) -> None:
        """Store what an extractor found, ordered by place. Facts at one place keep their order."""
        self.facts[kind] = tuple(sorted(facts, key=lambda f: f.at))
        if kind is Document:
            self._known.clear()
        elif kind is Section:  # which blocks count, sections do not tell
            self._known = {find: known for find, known in self._known.items() if find in (_unrepeated, _prose)}
        self._starts[kind] = [f.at.start for f in self.facts[kind]]

    def _innermost(self, kind: type[FactT], position: int) -> FactT | None:
        facts = self.found(kind)
        for index in range(bisect_right(self._starts.get(kind, []), position) - 1, -1, -1):
            if position < facts[index].at.end:
                return facts[index]
        return None

    def document_at(self, position: int) -> Document | None:
        """Return the document that `position` lies in, the attached one rather than the one it is attached to."""
        return self._innermost(Document, position)

    def section_at(self, position: int) -> Section | None:
        """Return the innermost section that `position` lies in (its heading is part of it)."""
        return self._innermost(Section, position)

    def sections_above(self, position: int) -> Iterator[Section]:
        """Yield the section at `position`, the one that holds it, and so on outwards."""
        section = self.section_at(position)
        sections = self.found(Section)
        while section is not None:
            yield section
            section = None if section.parent is None else sections[section.parent]

    def block_at(self, position: int) -> Block | None:
        """Return the block that `position` lies in."""
        index = bisect_right(self._block_starts, position) - 1
        return self.blocks[index] if index >= 0 and position <= self.blocks[index].at.end else None

    def cells(self, table: int) -> dict[tuple[int, int], Span]:
        """Return where the text of each cell of a table stands in the working copy, by row and column."""
        return {(b.row, b.col): b.at for b in self.blocks if b.table == table}


def _unrepeated(reading: Reading) -> tuple[Block, ...]:
    blocks = (b for b in reading.blocks if not b.repeat)
    if Document not in reading.facts:
        return tuple(blocks)
    documents = [d.at for d in reading.found(Document)]
    if len(documents) == 1:  # most files hold one
        start, end = documents[0]
        return tuple(b for b in blocks if start <= b.at.start < end)
    return tuple(b for b in blocks if reading.document_at(b.at.start) is not None)


def _prose(reading: Reading) -> tuple[Block, ...]:
    return tuple(b for b in reading.unrepeated() if b.table is None)
