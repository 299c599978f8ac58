"""The table of acts holds together, and with the table of laws."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema

from extractors.codes import parse_code
from pipeline.audit.acts import key_of, known_acts
from rules import read_csv

ROWS = read_csv("acts")


def test_rows_fit_their_schema(root: Path) -> None:
    schema = json.loads((root / "rules" / "schema" / "acts.json").read_text("utf8"))
    validator = jsonschema.Draft202012Validator(schema)
    assert not [(row["code"], error.message) for row in ROWS for error in validator.iter_errors(row)]


def test_numbers_are_used_once_and_read_as_they_stand() -> None:
    codes = [row["code"] for row in ROWS]
    assert len(codes) == len(set(codes))
    for row in ROWS:
        code = parse_code(f"{row['kind']} số {row['code']}")
        assert code is not None
        assert code.canonical == row["code"]


def test_days_agree_with_numbers_and_successors() -> None:
    for row in ROWS:
        issued = date.fromisoformat(row["issued_on"])
        year = row["code"].split("/")[1]
        assert not year.isdecimal() or int(year) == issued.year, row["code"]
        assert bool(row["in_force_to"]) == bool(row["replaced_by"]), row["code"]
        assert not row["in_force_to"] or date.fromisoformat(row["in_force_to"]) > issued, row["code"]


def test_laws_and_acts_are_known_side_by_side() -> None:
    assert len(known_acts()) == len(ROWS) + len(read_csv("laws"))
    assert known_acts()[key_of("90/QĐ-TTg", "QĐ")].issued_on == date(2022, 1, 18)
