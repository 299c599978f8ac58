"""Supervised workers: what goes over a limit ends, what dies takes nothing with it, and nothing is left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from pipeline import workers
from pipeline.errors import KehoachError
from pipeline.workers import MB, Crew, Limits
from tests.stubborn import has_ended, obey

pytestmark = pytest.mark.slow

# Short, but a busy machine takes seconds for nothing; a worker begins with what the process it is forked from has.
QUICK = Limits(seconds=4, memory=900 * MB)
PATIENT = Limits(seconds=60, memory=900 * MB)
OTHERS = [f"say {number}" for number in range(12)]


def outcome(items: list[str], jobs: int = 2, limits: Limits = QUICK, size: int = 10) -> dict[str, str]:
    """Return for each item the code of its error, or the process that did it."""
    with Crew(obey, jobs, limits, warm=False) as crew:
        return {
            item: answer.code if isinstance(answer, KehoachError) else answer.removeprefix(f"{item} ")
            for item, answer in crew.run((item, size) for item in items)
        }


@pytest.mark.parametrize(
    ("item", "code"),
    [("sleep 60", "KH203"), ("stall", "KH203"), ("eat 1000", "KH204"), ("gulp 4000", "KH204"), ("die", "KH205")],
)
@pytest.mark.parametrize("jobs", [1, 2])
def test_one_item_over_its_limits_costs_nothing_but_itself(item: str, code: str, jobs: int) -> None:
    limits = QUICK if code == "KH203" else PATIENT
    answers = outcome([*OTHERS[:6], item, *OTHERS[6:]], jobs, limits)
    assert {i: a for i, a in answers.items() if not a.isdigit()} == {item: code}
    assert len(answers) == 13


def test_several_in_a_row() -> None:
    answers = outcome(["die", "die 2", "die 3", *OTHERS, "die 4"], limits=PATIENT)
    assert sum(a == "KH205" for a in answers.values()) == 4
    assert sum(a.isdigit() for a in answers.values()) == 12


def test_messages_say_what_was_too_much() -> None:
    with Crew(obey, 1, QUICK, warm=False) as crew:
        told = [str(answer) for _, answer in crew.run([("sleep 60", 10), ("gulp 4000", 10)])]
    assert told[0].startswith("KH203: reading it took more than 4 s. Build again with a longer --timeout")
    assert told[1].startswith("KH204: reading it took more than 900 MB of memory. ")


def test_a_large_file_has_more_time() -> None:
    assert Limits(seconds=120).seconds_for(0) == 120
    assert Limits(seconds=120).seconds_for(4 * MB) == 600
    assert outcome(["sleep 2"], limits=Limits(1, 300 * MB), size=20 * MB)["sleep 2"].isdigit()


def test_a_worker_that_has_grown_is_replaced() -> None:
    answers = outcome(["keep 500", *OTHERS], jobs=1, limits=PATIENT)
    assert all(a.isdigit() for a in answers.values())
    assert len(set(answers.values())) == 2


def test_workers_stay_for_the_next_run_and_end_with_the_crew() -> None:
    with Crew(obey, 1, QUICK, warm=False) as crew:
        (_, first), (_, second) = [*crew.run([("say", 1)]), *crew.run([("say", 1)])]
        assert first == second
        assert isinstance(first, str)
        worker = psutil.Process(int(first.split()[-1]))
        assert worker.is_running()
    psutil.wait_procs([worker], timeout=10)
    assert not worker.is_running()


def test_what_a_reader_started_ends_with_it(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    assert list(outcome([f"start {told}"], jobs=1).values()) == ["KH203"]
    assert has_ended(int(told.read_text("ascii")))


def test_nursery_that_was_ended_is_started_again() -> None:
    outcome(["say"])
    nursery = workers._nursery()
    nursery.shutdown(2)
    assert outcome(["say"])["say"].isdigit()
    assert workers._nursery() is not nursery


def test_where_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    workers._nursery.cache_clear()
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(KehoachError, match="KH206"):
        outcome(["say"])
    workers._nursery.cache_clear()


PARENT = """
import os, sys
from pipeline.workers import Crew, Limits, MB
from tests.stubborn import obey
with Crew(obey, 2, Limits(2, 300 * MB), warm=False) as crew:
    for item, answer in crew.run([("say", 1), ("stall", 1), ("sleep 60", 1)]):
        print(*[w.pid for w in crew._workers], flush=True)
"""


def test_workers_end_with_a_parent_that_is_killed(root: Path) -> None:
    """Even one whose lock is held, by its own alarm."""
    with subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split() if pid != "None"]
        parent.send_signal(signal.SIGKILL)
    assert pids
    assert all(has_ended(pid, within=20) for pid in pids)
