"""What a briefing is made of: sections of paragraphs, tables and figures. The writers know nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.charts.drawing import Picture


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a note is set smaller, beside the matter."""

    text: str
    note: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section; 3 is below the section's own."""

    text: str
    level: int = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, its share of the width, and whether it holds words of a document, or a code.

    The words of a code may be broken anywhere.
    """

    head: str
    share: int = 1
    quoted: bool = False
    code: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head; the first cell of a row says what the row is about."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart; its description is what those read who do not see it."""

    picture: Picture


Block = Paragraph | Heading | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a briefing under its heading."""

    heading: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Briefing:
    """A briefing: a title, what it is about at a glance, and its sections, in one language."""

    language: str
    title: str
    subtitle: str
    glance: Sequence[str]
    sections: Sequence[Section]
    footer: str = ""
    keywords: Sequence[str] = ()
