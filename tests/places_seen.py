"""Which administrative units the real plans beside the checkout are found to speak of, and by which codes.

`python -m tests.places_seen` prints what differs from the committed table `tests/places.csv`; with `--write` it
writes the table anew. A line is a unit that a document is of, that a row of a table stands for, or that a number of
the text is about; a document of the central bodies has a line without a unit. The table holds names of files, and
names and codes of units, nothing else of the plans themselves.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from extractors.facts import Document, Target
from extractors.gazetteer import Place, chain, coded
from extractors.reading import Reading
from extractors.tables import unit_rows
from pipeline.errors import KehoachError
from pipeline.extract import analyse
from pipeline.read import read_bytes
from tests import real_plans

TABLE = Path(__file__).with_name("places.csv")


class Line(NamedTuple):
    """A unit where it was seen; `label` is how a row prints it, `above` the units that it lies in on the day.

    `day` is that of the document, the first of its month where that is all it says. `there` is "no" where the unit
    was not there on the day: it had ended, or was not made yet.
    """

    file: str
    at: str
    day: str
    label: str
    kind: str
    name: str
    code: str
    above: str
    there: str


def lines_of(file: str, reading: Reading) -> Iterator[Line]:
    """Yield the units of a file: of its documents, of the rows of its tables, of the numbers of its text."""
    documents = reading.found(Document)
    for number, document in enumerate(documents, 1):
        for level in ("province", "district", "commune"):
            name, code = getattr(document, level), getattr(document, f"{level}_code")
            if name is not None:
                yield _line(file, f"document {number}, its {level}", document, "", name, code)
        if document.province is None:
            day = f"{document.day or ''}"
            yield Line(file, f"document {number}, {document.level}", day, "", "", "", "", "", "")
    tables = [index for index, grid in enumerate(reading.grids) if grid.kind != "layout"]
    for table, row, label, place in unit_rows(reading):
        seat = reading.document_at(reading.grids[table].at.start)
        at = f"table {tables.index(table) + 1}, row {row + 1}"
        yield _line(file, at, seat, label, place.name or "", place.code)
    for target in dict.fromkeys((t.place, t.place_code, reading.document_at(t.at.start)) for t in _prose(reading)):
        name, code, document = target
        if name is not None:
            number = documents.index(document) + 1 if document else 0
            yield _line(file, f"document {number}, numbers of its text", document, "", name, code)


def _prose(reading: Reading) -> list[Target]:
    return [t for t in reading.found(Target) if t.table is None]


def _line(file: str, at: str, document: Document | None, label: str, name: str, code: str | None) -> Line:
    day = document.day if document else None
    rows = [p for p in coded(code or "") if p.name == name]
    there = [p for p in rows if day is None or p.valid(day)]
    unit: Place | None = next(iter(there or rows), None)
    above = ", ".join(f"{p.kind} {p.name} ({p.code})" for p in chain(unit, day)[1:]) if unit else ""
    said = (unit.kind if unit else "", name, code or "", above, "yes" if there else "no")
    return Line(file, at, f"{day or ''}", " ".join(label.split()), *said)


def look(plans: Path) -> list[Line]:
    """Return the lines of all files of a folder that can be read."""
    found: list[Line] = []
    for path in sorted(p for p in plans.rglob("*") if p.is_file()):
        try:
            source = read_bytes(path.read_bytes(), path.name, ocr="never")
        except KehoachError:
            continue
        found += lines_of(path.relative_to(plans).as_posix(), analyse(source))
    return found


def read_table(path: Path) -> list[Line]:
    """Return the lines of a table, none where there is no table."""
    return real_plans.read_table(path, Line)


def write_table(path: Path, lines: Iterable[Line]) -> None:
    """Write lines as a table."""
    real_plans.write_table(path, Line._fields, lines)


def main() -> None:
    """Look at the real plans, and tell or write what differs from the table."""
    before, after = read_table(TABLE), look(real_plans.needed())
    for mark, lines, others in (("-", before, set(after)), ("+", after, set(before))):
        print(*(f"{mark} {' | '.join(line)}" for line in lines if line not in others), sep="\n")
    if "--write" in sys.argv[1:]:
        write_table(TABLE, after)
        print(f"{len(after)} lines written: tests/{TABLE.name}")


if __name__ == "__main__":
    main()
