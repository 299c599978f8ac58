"""`rules/national_targets.csv`: every row fits its schema, and what is judged by can be judged by."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from pipeline.audit.acts import key_of, known_acts
from rules import read_csv, read_yaml

ROWS = read_csv("national_targets")
INDICATORS = {rule["id"]: rule for rule in read_yaml("indicators")["rules"]}


def test_every_row_fits_the_schema(root: Path) -> None:
    schema = json.loads((root / "rules" / "schema" / "national_targets.json").read_text("utf8"))
    checker = jsonschema.Draft202012Validator(schema)
    bad = [(n, error.message) for n, row in enumerate(ROWS, 2) for error in checker.iter_errors(row)]
    assert bad == []


@pytest.mark.parametrize("act", ["90/QĐ-TTg", "24/2021/QH15", "263/QĐ-TTg", "1719/QĐ-TTg"])
def test_the_acts_that_plans_cite_most_are_there(act: str) -> None:
    rows = [row for row in ROWS if row["act"] == act]
    assert sum(row["checked"] == "yes" for row in rows) >= 4
    assert any(row["scope"] == "whole" for row in rows)


def test_values_and_years_are_in_order() -> None:
    for row in ROWS:
        low, high = float(row["value_min"]), float(row["value_max"])
        assert low < high if row["comparator"] == "range" else low == high, row
        assert row["period_start"] <= row["year"], row
        assert row["issued_on"][:4] <= row["year"], row
        assert (row["direction"] != "") == (row["basis"] == "change"), row


def test_indicators_are_known() -> None:
    assert {row["indicator"] for row in ROWS if row["indicator"]} <= set(INDICATORS)


def test_only_what_was_read_in_a_source_is_judged_by() -> None:
    for row in ROWS:
        if row["checked"] == "yes":
            assert row["source"] or row["pinpoint"], row
        if row["scope"] == "whole":
            assert row["checked"] == "yes", row
            assert row["region"] == "" or row["indicator"].endswith("ethnic_minority"), row
            assert row["unit"] == "%", row
            assert INDICATORS[row["indicator"]]["better"] in ("up", "down"), row


def test_dates_agree_with_those_of_the_acts() -> None:
    compared = 0
    for act, day in {(row["act"], row["issued_on"]) for row in ROWS}:
        known = known_acts().get(key_of(act, "NQ" if "/QH" in act else "QĐ"))
        if known is not None:
            compared += 1
            assert known.issued_on == date.fromisoformat(day), act
    assert compared >= 4
