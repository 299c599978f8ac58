"""The table of gains and losses: counted, written, read, compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.build import build
from tests import gains
from tests.line_reader import read_lines


def counts(**numbers: int) -> dict[str, int]:
    return dict.fromkeys(gains.KINDS, 0) | numbers


def test_facts_are_counted_by_file_and_kind(tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    (plans / "xã").mkdir(parents=True)
    (plans / "mot.txt").write_text("12/KH-UBND\nSở Mẫu giảm 15 phần trăm\n", "utf8")
    (plans / "xã" / "hai.txt").write_text("7/KH-UBND\n", "utf8")
    build([plans], tmp_path / "plans.duckdb", jobs=1, extract=read_lines)
    assert gains.count_facts(tmp_path / "plans.duckdb") == {
        "mot.txt": counts(documents=1, sections=2, targets=2, agency_mentions=1),
        "xã/hai.txt": counts(documents=1, sections=1, targets=1),
    }


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    table = {"b, c.txt": counts(targets=3), "a.txt": counts(documents=1)}
    gains.write_table(tmp_path / "gains.csv", table)
    assert gains.read_table(tmp_path / "gains.csv") == table
    assert gains.read_table(tmp_path / "none.csv") == {}


def test_gains_and_losses_are_told() -> None:
    before = {"a.txt": counts(targets=3, amounts=1), "gone.txt": counts(documents=1)}
    after = {"a.txt": counts(targets=5), "new.txt": counts(targets=1)}
    changes = list(gains.compare(before, after))
    assert changes == [
        gains.Change("a.txt", "targets", 3, 5),
        gains.Change("a.txt", "amounts", 1, 0),
        gains.Change("gone.txt", "documents", 1, 0),
        gains.Change("new.txt", "targets", 0, 1),
    ]
    told = gains.report(changes, after)
    assert "targets 3 → 5 (+2)" in told
    assert "targets                6       3" in told
    assert list(gains.compare(after, after)) == []


def test_the_committed_table_holds_counts_of_all_kinds() -> None:
    table = gains.read_table(gains.TABLE)
    assert len(table) >= 40
    assert all(tuple(row) == gains.KINDS for row in table.values())


@pytest.mark.shared
def test_the_committed_table_has_every_real_plan(shared: Path) -> None:
    files = {p.relative_to(shared / "plans").as_posix() for p in (shared / "plans").rglob("*") if p.is_file()}
    assert set(gains.read_table(gains.TABLE)) == files
