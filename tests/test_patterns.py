"""No pattern's work outgrows its text, whatever the text repeats; see `tests/patterns.py`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import regex

import rules
from tests.patterns import Watched, forms, slow, written

NAMES = sorted(path.stem for path in Path(rules.__file__).parent.glob("*.yaml"))


@pytest.fixture(scope="module")
def watched() -> dict[str, Any]:
    """What `tests/patterns.py` finds, in a process of its own: it has to see every pattern made."""
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run([sys.executable, "-m", "tests.patterns"], cwd=root, capture_output=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_the_work_of_no_pattern_outgrows_its_text(watched: dict[str, Any]) -> None:
    assert watched["slow"] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_pattern_of_the_rules_is_among_them(name: str, watched: dict[str, Any]) -> None:
    everything = "\0".join(watched["patterns"])
    for pattern in written(rules.read_yaml(name)):
        assert any(form in everything for form in forms(pattern))


@pytest.mark.slow
@pytest.mark.parametrize("pattern", [r"(?:\p{L}+\s?)+$", r"\s+$", r"Điều[^;]*(?:\d;|;\s)", r"\([^)]*(?:\)|])"])
def test_what_would_stall_is_found(pattern: str) -> None:
    assert [one.pattern for one in slow([Watched(regex.compile(pattern), "pipeline/example.py:1")])] == [pattern]


@pytest.mark.parametrize("pattern", [r"(?<!\p{L})\p{L}++$", r"(?<!\s)\s++$", r"Điều.{0,90}?;\d", r"\([^()]{0,99}\)"])
def test_what_is_bounded_passes(pattern: str) -> None:
    assert list(slow([Watched(regex.compile(pattern), "pipeline/example.py:1")])) == []
