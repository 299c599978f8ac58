"""A build that is killed at any moment goes on from there; `python -m tests.killed` tries it fifty times."""

from __future__ import annotations

import random
from pathlib import Path

from tests.killed import FILES, dump, finish, kill_after, leftovers, undisturbed, write_plans


def test_killed_again_and_again(tmp_path: Path) -> None:
    chance = random.Random(6)
    folder, db = write_plans(tmp_path / "plans"), tmp_path / "killed.duckdb"
    whole, _ = undisturbed(folder, tmp_path / "whole.duckdb")
    for everything in (False, True):
        kill_after(chance.randrange(FILES // 4, FILES // 2), folder, db, everything=everything)
    assert finish(folder, db) > FILES // 4
    assert dump(db) == whole
    assert leftovers(db) == []
