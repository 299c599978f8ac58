"""The audit of the real plans beside the checkout: what it has to tell of the seeds, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.extract import extract_bytes

pytestmark = pytest.mark.shared

# The checks on papers: kinds that are told of the seeds, with the line each stands on (None for what is missing).
SEEDS = {
    "000": {("missing_number", None), ("missing_issue_day", None), ("numbering_slip", 167)},
    "001": {("due_before_base", 113), ("deadline_before_issue", 129), ("two_deadlines", 137)},
    "002": {("missing_number", None), ("missing_issue_day", None)},
    "004": {
        ("wrong_act_date", 98),
        ("missing_appendix", 128),
        ("numbering_repeated", 143),
        ("numbering_gap", 148),
        ("numbering_gap", 157),
        ("numbering_gap", 162),
    },
}
KINDS = {
    "act_not_yet_issued",
    "act_out_of_force",
    "deadline_before_issue",
    "due_before_base",
    "missing_appendix",
    "missing_issue_day",
    "missing_number",
    "missing_signer",
    "numbering_gap",
    "numbering_misplaced",
    "numbering_repeated",
    "numbering_slip",
    "two_dates_of_act",
    "two_deadlines",
    "wrong_act_date",
    "year_against_number",
}

Told = set[tuple[str, int | None]]


@pytest.fixture(scope="module")
def told(shared: Path) -> Callable[[str], Told]:
    def of(name: str) -> Told:
        (path,) = (shared / "plans" / "seeds").glob(f"{name}_*.txt")
        rows = extract_bytes(path.read_bytes(), path.name, path.name)
        text = rows["sources"][0]["text"]
        lines = (
            (row["kind"], None if row["span_start"] is None else text.count("\n", 0, row["span_start"]) + 1)
            for row in rows["findings"]
        )
        return {(kind, line) for kind, line in lines if kind in KINDS}

    return of


@pytest.mark.parametrize("name", SEEDS)
def test_what_is_told_of_the_papers_of_the_seeds(name: str, told: Callable[[str], Told]) -> None:
    assert told(name) == SEEDS[name]
