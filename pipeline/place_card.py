"""What is known of the administrative units that a name may mean: the gazetteer's rows, for a reader."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import regex
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from extractors.gazetteer import LEVELS, Place, candidates, index, kinds, with_predecessors
from extractors.successions import above, also_written, made_of, successors
from pipeline.answer import Form, write_rows
from pipeline.errors import KehoachError
from pipeline.listing import SHOWN, empty_table
from pipeline.query import open_database, records
from rules.letters import bare, key

# So many units are told of in full; of more a table helps to choose.
_CARDS = 4
_COLUMNS = (
    "kind", "name", "level", "code", "district", "district_code", "province", "province_code", "valid_from",
    "valid_to", "made_of", "made_of_codes", "successors", "successor_codes", "also", "documents", "numbers",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """How many documents of a database the bodies of a unit issued, and how many numbers are about it."""

    documents: int
    numbers: int


def print_places(
    name: str, form: Form = Form.TABLE, *, on: date | None = None, within: str | None = None, db: Path | None = None
) -> None:
    """Print the units that `name` may mean: on a day, in a province or district, where these are given.

    `db` may be missing: it only says how often the units are spoken of. Raises KehoachError: KH409 where no unit is
    called so.
    """
    places = find_places(name, on=on, within=within)
    seen = count_seen(db, places) if db is not None else {}
    if form is not Form.TABLE:
        rows = (record(place, seen.get(place)) for place in places)
        write_rows(_COLUMNS, [tuple(row[column] for column in _COLUMNS) for row in rows], form)
    else:
        _print_units(Console(highlight=False), places, seen)


def find_places(name: str, *, on: date | None = None, within: str | None = None) -> list[Place]:
    """Return the units that `name` may mean, from provinces down; "xã A, huyện B" looks for A in B.

    Raises KehoachError KH409 where there is none, with those that are near it.
    """
    parts = [part for part in (*name.split(","), *(within or "").split(",")) if part.strip()]
    area: frozenset[Place] | None = None
    for part in reversed(parts[1:]):
        outer = [p for p in _meant(part, area) if p.level != "commune"]
        if not outer:
            raise KehoachError("KH409", detail=_with_near(part.strip(), ()))
        area = with_predecessors(outer)
    if not parts:
        raise KehoachError("KH409", detail='""')
    found = _meant(parts[0], area)
    places = [p for p in found if on is None or p.valid(on)]
    if not places:
        asked = f"{parts[0].strip()} on {on}" if on and found else parts[0].strip()
        if area is not None:
            asked += f" in {', '.join(part.strip() for part in parts[1:])}"
            found = found or _meant(parts[0], None)
        raise KehoachError("KH409", detail=_with_near(asked, found, parts[0]))
    return sorted(places, key=_order)


def _order(place: Place) -> tuple[int, list[str], str, date]:
    names = [bare(p.name) for p in reversed(above(place))]
    return LEVELS.index(place.level), names, place.code, place.valid_from or date.min


def _meant(name: str, area: frozenset[Place] | None) -> list[Place]:
    """Return what a name may mean; a kind that lost its accents ("huyen") is read as one where nothing else fits."""
    if found := candidates(name, area):
        return found
    for kind in sorted(kinds(), key=len, reverse=True):
        match = regex.match(rf"{bare(kind)}\s+", bare(name.strip()))
        if match is not None:
            rest = " ".join(name.split())[len(match[0].rstrip()) :].strip()
            return [p for p in candidates(f"{kind} {rest}", area) if p.kind == kind]
    return []


def _with_near(asked: str, found: Sequence[Place], name: str | None = None) -> str:
    """Return what was asked for with what is near it: the units of the name elsewhere, or names spelt like it."""
    near = [f"{', '.join(map(_titled, (p, *above(p))))} {_time(p)}".strip() for p in sorted(found, key=_order)[:3]]
    near = near or near_names(name if name is not None else asked)
    return f"{asked}; near it: {'; '.join(near)}" if near else asked


def near_names(asked: str) -> list[str]:
    """Return up to five names of units that are spelt most like `asked`."""
    names = {words: entries[0][1] for words, entries in index().by_key.items()}
    wanted = regex.sub(rf"^(?:{'|'.join(bare(kind) for kind in kinds())})\s+", "", bare(asked.strip()))
    return [names[words] for words in difflib.get_close_matches(wanted, list(names), n=5, cutoff=0.7)]


def record(place: Place, seen: Seen | None = None) -> dict[str, Any]:
    """Return all that is known of a unit by column; what a database says is None where there is none."""
    levels = {p.level: p for p in above(place)}
    before, after = made_of(place), successors(place)
    row: dict[str, Any] = {name: getattr(place, name) for name in ("kind", "name", "level", "code")}
    for level in ("district", "province"):
        row[level] = levels[level].name if level in levels else None
        row[f"{level}_code"] = levels[level].code if level in levels else None
    return row | {
        "valid_from": place.valid_from,
        "valid_to": place.valid_to,
        "made_of": [_titled(p) for p in before],
        "made_of_codes": [p.code for p in before],
        "successors": [_titled(p) for p in after],
        "successor_codes": [p.code for p in after],
        "also": list(also_written(place)),
        "documents": seen.documents if seen else None,
        "numbers": seen.numbers if seen else None,
    }


# What a database says of it.


def count_seen(db: Path, places: Sequence[Place]) -> dict[Place, Seen]:
    """Return how often each unit is spoken of in `db`; nothing where that cannot be read."""
    if not db.is_file():
        return {}
    codes = sorted({p.code for p in places})
    with suppress(KehoachError), open_database(db) as con:
        documents = records(
            con,
            """SELECT coalesce(commune_code, district_code, province_code) AS about_code,
                      coalesce(commune, district, province) AS name, issued_on, count(*) AS n
               FROM kept_documents() WHERE list_contains(?, about_code) GROUP BY ALL""",
            codes,
        )
        numbers = records(
            con,
            """SELECT CASE WHEN place IS NULL THEN coalesce(commune_code, district_code, province_code)
                           ELSE place_code END AS about_code, about AS name, issued_on, count(*) AS n
               FROM v_commitments WHERE counts AND list_contains(?, about_code) GROUP BY ALL""",
            codes,
        )
        return {place: Seen(_times(place, documents), _times(place, numbers)) for place in places}
    return {}


def _times(place: Place, rows: Iterable[dict[str, Any]]) -> int:
    """Return how many are of this unit: a code may be used again, so the day decides, or else the name."""

    def same(row: dict[str, Any]) -> bool:
        if row["issued_on"] is not None:
            return place.valid(row["issued_on"])
        return key(row["name"] or "") == key(place.name)

    return sum(row["n"] for row in rows if row["about_code"] == place.code and same(row))


# Printing.


def _print_units(console: Console, places: list[Place], seen: dict[Place, Seen]) -> None:
    if len(places) <= _CARDS:
        for place in places:
            console.print(_card(place, seen.get(place)))
            console.print()
    else:
        console.print(_table(places[:SHOWN], seen))
        console.print()
    said = f"{len(places)} unit{'s' if len(places) != 1 else ''}"
    if len(places) > SHOWN:
        said = f"the first {SHOWN} of {len(places)} units; --csv and --json give all"
    if len(places) > _CARDS:
        said += "; all that is known of one: kehoach place CODE, or --within NAME, --on DATE"
    console.print(Text(said, style="dim"))


def _card(place: Place, seen: Seen | None) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="cyan", no_wrap=True)
    grid.add_column()
    before, after = made_of(place), successors(place)
    lines = {
        "level": place.level,
        "in": ", ".join(_coded(p) for p in above(place)),
        "time": _time(place) or "from before the gazetteer begins until today",
        "made of" if place.valid_from else "took in": _listed(before),
        "went into": _listed(after),
        "also written": ", ".join(also_written(place)),
        "documents": "" if seen is None else f"{seen.documents:,} from there, {seen.numbers:,} numbers about it",
    }
    for title, words in lines.items():
        if words:
            grid.add_row(title, Text(words))
    return Group(Text(_coded(place), style="bold"), grid)


def _table(places: Sequence[Place], seen: dict[Place, Seen]) -> Table:
    table = empty_table()
    table.add_column("code", no_wrap=True)
    table.add_column("unit")
    table.add_column("in")
    table.add_column("from", no_wrap=True)
    table.add_column("to", no_wrap=True)
    spoken_of = any(said.documents or said.numbers for said in seen.values())
    if spoken_of:
        table.add_column("docs", justify="right", no_wrap=True)
        table.add_column("numbers", justify="right", no_wrap=True)
    for place in places:
        said = seen.get(place)
        table.add_row(
            place.code,
            Text(_titled(place)),
            Text(", ".join(_titled(p) for p in above(place))),
            f"{place.valid_from or ''}",
            f"{place.valid_to or ''}",
            *([f"{said.documents or ''}", f"{said.numbers or ''}"] if said and spoken_of else []),
        )
    return table


def _listed(places: Sequence[Place]) -> str:
    return ", ".join(_coded(p) for p in places)


def _titled(place: Place) -> str:
    return f"{place.kind} {place.name}"


def _coded(place: Place) -> str:
    return f"{_titled(place)} ({place.code})"


def _time(place: Place) -> str:
    start = f"from {place.valid_from}" if place.valid_from else ""
    return f"{start} until {place.valid_to}".strip() if place.valid_to else start
