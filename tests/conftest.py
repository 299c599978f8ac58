"""Fixtures that all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.exported import build_hard

ROOT = Path(__file__).resolve().parent.parent
REQUIRE_ALL = os.environ.get("KEHOACH_REQUIRE_ALL") == "1"


def needs(what: str, *, here: bool) -> None:
    """Skip a test that needs `what` where that is not here, or fail it where all is required."""
    if here:
        return
    if REQUIRE_ALL:
        pytest.fail(f"{what} missing, and KEHOACH_REQUIRE_ALL=1 asks for all")
    pytest.skip(f"{what} missing")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real plans beside the checkout; without it a test is skipped, or fails where all is required."""
    folder = ROOT.parent / "shared"
    needs("the real plans (../shared/plans) are", here=(folder / "plans").is_dir())
    return folder


@pytest.fixture(scope="session")
def hard_db(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus and files that are hard to hold (tests/exported.py), in one database."""
    return build_hard(root, tmp_path_factory)
