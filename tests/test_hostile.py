"""Hostile files end with rows or a numbered failure, in little time and memory: never a hang, never a dead worker."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.extract import extract_bytes
from pipeline.find import find_files
from pipeline.read import read_bytes
from tests import hostile_child
from tests.archive.files import as_text
from tests.archive.plans import make_plan
from tests.hostile_files import NAMES, OUTSIDE, hostile_files

pytestmark = pytest.mark.slow

# How each file must end, where it is not simply read.
ENDS = {
    "one line of 50 MB.txt": "KH116",
    "10 million newlines.txt": "KH116",
    "a million digits.txt": "KH116",
    "a million marks on one letter.txt": "KH116",
    "zip bomb.docx": "KH104",
    "a million tags.html": "KH116",
    "frames full of elements.html": "KH116",
    "a million cells.docx": "KH116",
    "a million paragraphs.docx": "KH116",
    "a million ends of cells.md": "KH116",
    "tables 500 deep.docx": "KH104",
}
# What no reader can end by itself, since the library that it calls does not come back: limits from outside must.
ENDED_FROM_OUTSIDE = {"a form that draws itself.pdf"}
_WAIT = 600  # seconds on a busy machine; the processor time is limited


@pytest.fixture(scope="module")
def workers() -> multiprocessing.context.ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.hostile_child"])
    return context


@pytest.mark.parametrize(("name", "make"), list(hostile_files()), ids=[name for name, _ in hostile_files()])
def test_hostile_files_are_survived(
    name: str, make: Callable[[], bytes], workers: multiprocessing.context.ForkServerContext, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    receiver, sender = workers.Pipe(duplex=False)
    worker = workers.Process(target=hostile_child.read, args=(path, sender))
    worker.start()
    worker.join(_WAIT)
    if worker.is_alive():
        worker.kill()
        pytest.fail("it hangs")
    if name in ENDED_FROM_OUTSIDE:
        assert worker.exitcode != 0, "its worker lived: it need not be among those that do not"
        return
    assert worker.exitcode == 0, "its worker died"
    tables, failures = receiver.recv()
    codes = [code for code, _ in failures]
    assert "sources" in tables or codes
    assert "KH201" not in codes, failures
    assert ENDS.get(name) in (None, *codes)


def test_nothing_is_read_from_elsewhere_or_written_there() -> None:
    secret = Path("/etc/passwd").read_text("utf8").split("\n")[0]
    for name, make in hostile_files():
        if "elsewhere" in name or "outside" in name:
            assert secret not in str(extract_bytes(make(), name, name))
    assert not Path(OUTSIDE).exists()


@pytest.mark.parametrize("name", NAMES)
def test_strange_names_are_names_like_any_other(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(as_text(make_plan(1)[0]))
    [found] = find_files([tmp_path]).files
    rows = extract_bytes(found.read(), found.name, found.source_path)
    assert rows["documents"]
    assert not rows["failures"]


def test_a_link_out_of_the_folder_is_not_followed_for_ever(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "loop").symlink_to(tmp_path)
    (tmp_path / "inner" / "plan.txt").write_bytes(as_text(make_plan(1)[0]))
    assert len({f.sha256 for f in find_files([tmp_path]).files}) == 1


def test_a_plan_of_five_megabytes_goes_through() -> None:
    """An honest one: many plans of all kinds, one below the other, is more than any authority has published."""
    data = b"\n\n".join(as_text(make_plan(i)[0]) for i in range(350))
    assert len(data) > 5_000_000
    assert len(read_bytes(data).text) > 3_500_000
