"""The gazetteer is whole: counts, parents, successors, times, one form a value."""

from __future__ import annotations

import functools
import json
import unicodedata
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import jsonschema
import pytest

from extractors.gazetteer import Place, chain, kind_of_print, kinds, resolve
from extractors.gazetteer import index as gazetteer_index
from rules import read_csv, read_yaml
from rules.build_places import COLUMNS, LEVELS, REFORM, Unit, build, write
from rules.letters import bare

BEFORE, BETWEEN = date(2023, 6, 1), date(2025, 6, 1)


@functools.cache
def _units() -> tuple[Unit, ...]:
    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    return tuple(
        Unit(
            row["name"],
            row["kind"],
            row["level"],
            row["code"],
            row["parent_code"],
            day(row["valid_from"]),
            day(row["valid_to"]),
            tuple(row["successor_codes"].split()),
            tuple(row["also"].split("; ")) if row["also"] else (),
        )
        for row in read_csv("places")
    )


def _valid(unit: Unit, on: date) -> bool:
    return (unit.valid_from or date.min) <= on <= (unit.valid_to or date.max)


def test_the_file_is_in_its_own_form(root: Path) -> None:
    assert tuple(read_csv("places")[0]) == COLUMNS
    text = (root / "rules" / "places.csv").read_text("utf8")
    assert write(_units()) == text
    assert unicodedata.is_normalized("NFC", text)


def test_rows_fit_their_schema(root: Path) -> None:
    schema = json.loads((root / "rules" / "schema" / "places.json").read_text("utf8"))
    rows = {"type": "array", "items": schema}
    assert not list(jsonschema.Draft202012Validator(rows).iter_errors(list(read_csv("places"))))


def test_the_file_is_what_its_sources_give(root: Path) -> None:
    assert write(build()) == (root / "rules" / "places.csv").read_text("utf8")


@pytest.mark.parametrize(
    ("on", "provinces", "districts", "communes"),
    [(BETWEEN, 63, 696, 10035), (REFORM, 34, 0, 3321), (date(2030, 1, 1), 34, 0, 3321)],
)
def test_counts(on: date, provinces: int, districts: int, communes: int) -> None:
    assert Counter(u.level for u in _units() if _valid(u, on)) == Counter(
        province=provinces, district=districts, commune=communes
    )


def test_counts_of_2023() -> None:
    """Communes that changed by 2025 on a day not known stand in both forms: codes are counted."""
    codes = {level: {u.code for u in _units() if u.level == level and _valid(u, BEFORE)} for level in LEVELS}
    assert [len(codes[level]) for level in LEVELS] == [63, 705, 10602]


def test_levels_kinds_and_codes() -> None:
    lengths = {"province": 2, "district": 3, "commune": 5}
    for unit in _units():
        assert len(unit.code) == lengths[unit.level]
        assert unit.code.isdigit()
        assert unit.level in kinds()[unit.kind].levels
        assert unit.name == " ".join(unit.name.split())
        assert not {"(", "–", "’"} & set(unit.name)


def test_a_code_and_a_day_name_one_row() -> None:
    assert max(Counter((u.code, u.valid_from) for u in _units()).values()) == 1


def test_times_are_ordered() -> None:
    assert all(u.valid_from < u.valid_to for u in _units() if u.valid_from and u.valid_to)


def test_every_parent_was_there_at_the_time() -> None:
    units = _units()
    by_code: dict[str, list[Unit]] = {}
    for unit in units:
        by_code.setdefault(unit.code, []).append(unit)
    for unit in units:
        if unit.level == "province":
            assert unit.parent_code == ""
            continue
        start, end = unit.valid_from or date.min, unit.valid_to or date.max
        assert any(
            (p.valid_from or date.min) <= end and (p.valid_to or date.max) >= start for p in by_code[unit.parent_code]
        ), unit


def test_every_successor_is_there_afterwards() -> None:
    units = _units()
    ends: dict[str, date] = {}
    for unit in units:
        ends[unit.code] = max(ends.get(unit.code, date.min), unit.valid_to or date.max)
    for unit in units:
        for code in unit.successor_codes:
            assert unit.valid_to is not None
            assert ends[code] > unit.valid_to, unit


def test_every_commune_and_province_of_2025_went_into_one_of_the_new() -> None:
    new = {u.code for u in _units() if _valid(u, REFORM)}
    for unit in _units():
        if unit.level != "district" and _valid(unit, BETWEEN) and unit.valid_to:
            assert unit.successor_codes, unit
            assert new.issuperset(unit.successor_codes)


@pytest.mark.parametrize(
    ("last_day", "went"),
    [
        ("2008-07-31", "Hà Tây > Hà Nội"),
        ("2019-12-31", "Kỳ Sơn > Hòa Bình; Hoành Bồ > Hạ Long"),
        ("2020-01-31", "Thông Nông > Hà Quảng; Tây Trà > Trà Bồng"),
        ("2020-02-29", "Trà Lĩnh > Trùng Khánh; Quảng Uyên > Quảng Hòa; Phục Hòa > Quảng Hòa"),
        ("2020-05-31", "Tĩnh Gia > Nghi Sơn"),
        ("2020-12-31", "Thủ Đức > Thủ Đức; 9 > Thủ Đức; 2 > Thủ Đức"),
        ("2024-01-31", "Việt Yên > Việt Yên"),
        ("2024-04-30", "Bến Cát > Bến Cát; Gò Công > Gò Công"),
        ("2024-08-31", "Mỹ Lộc > Nam Định"),
        ("2024-10-31", "Đông Triều > Đông Triều"),
        ("2024-11-30", "Cửa Lò > Vinh; Đạ Huoai > Đạ Huoai; Đạ Tẻh > Đạ Huoai; Cát Tiên > Đạ Huoai"),
        (
            "2024-12-31",
            "Yên Dũng > Bắc Giang; Kim Bảng > Kim Bảng; Hoa Lư > Hoa Lư; Ninh Bình > Hoa Lư; Đông Sơn > Thanh Hóa; "
            "Lộc Hà > Thạch Hà; Nam Đông > Phú Lộc; Nông Sơn > Quế Sơn; Long Điền > Long Đất; Đất Đỏ > Long Đất; "
            "Thủy Nguyên > Thủy Nguyên; An Dương > An Dương; Phong Điền > Phong Điền; Huế > Thuận Hóa + Phú Xuân; "
            "Thừa Thiên Huế > Huế",
        ),
        ("2025-01-31", "Mộc Châu > Mộc Châu"),
        ("2025-02-28", "Phú Mỹ > Phú Mỹ"),
    ],
)
def test_units_that_ended_or_rose_before_the_reform(last_day: str, went: str) -> None:
    """Names, not codes, as the resolutions print them: a mistyped code would name another district."""
    on = date.fromisoformat(last_day)
    units = [u for u in _units() if u.level != "commune"]
    after = {(u.level, u.code): u.name for u in units if _valid(u, on + timedelta(days=1))}
    seen = {
        f"{u.name} > {' + '.join(after[u.level, code] for code in u.successor_codes)}"
        for u in units
        if u.valid_to == on
    }
    assert seen == set(went.split("; "))


def test_hue_and_thua_thien_hue() -> None:
    old, new = resolve("Thừa Thiên Huế"), resolve("Huế", level="province")
    assert old is not None
    assert new is not None
    assert (old.code, old.valid_to, new.code, new.valid_from) == (
        "46",
        date(2024, 12, 31),
        "46",
        date(2025, 1, 1),
    )


def test_names_are_looked_up_without_accents() -> None:
    """The fast keys agree with `rules.letters.bare` on what is one name."""
    keys: dict[str, set[str]] = {}
    for found, entries in gazetteer_index().by_key.items():
        for _, name in entries:
            keys.setdefault(bare(name).replace("'", ""), set()).add(found)
    assert all(len(found) == 1 for found in keys.values())


def test_every_district_leads_to_a_province() -> None:
    for unit in _units():
        if unit.level == "district":
            place = Place(
                unit.name, unit.kind, unit.level, unit.code, unit.parent_code, unit.valid_from, unit.valid_to
            )
            assert chain(place)[-1].level == "province"


def test_printed_kinds_mean_one_kind() -> None:
    printed = [form.replace(".", "") for k in kinds().values() for form in (*k.printed, *k.short)]
    owners = {form: kind_of_print()[form] for form in printed}
    for kind in kinds().values():
        assert all(owners[f.replace(".", "")] == kind.name for f in (*kind.printed, *kind.short))


def test_variants_speak_of_rows() -> None:
    rules = read_yaml("place_variants")
    names = {(u.level, u.name) for u in _units()}
    codes = {u.code for u in _units()}
    assert all((item["level"], item["name"]) in names for item in rules["spellings"])
    assert all(item["code"] in codes for item in rules["changes"])
