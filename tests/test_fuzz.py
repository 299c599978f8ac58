"""Files that are broken in any way end in a sound source or a numbered error; see also `tests/fuzz.py`."""

from __future__ import annotations

import functools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import parts
from pipeline.extract import extract_bytes
from pipeline.find import find_files
from pipeline.options import Options
from tests.fuzz import ENDINGS, file_of, read, seeds

READERS = sorted(ENDINGS)
# What means something to one reader or another.
_PIECES = (
    b"\0",
    b"\xff",
    b"\xfe\xff",
    b"<",
    b">",
    b"</w:p>",
    b"<w:tbl>",
    b"</w:tc>",
    b"<td>",
    b"<table>",
    b"&#0;",
    b"&amp;",
    b"|",
    b"\n|\n",
    b"\t",
    b"\n\n",
    b"endobj",
    b"stream\n",
    b"obj",
    b"[",
    b"<<",
    b">>",
    b"/Kids [2 0 R]",
    b"/Length 99999999",
    b"-1",
    b"%PDF-",
    b"PK\x03\x04",
    b'w:val="999999"',
    b'colspan="0"',
    b'rowspan="-5"',
    b"\xed\xa0\x80",
    b"\xcc\x81" * 70,
    b" " * 300,
    b"1.2.3.",
)

# (where, as a share of the file; how many bytes go; what comes)
_changes = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 60),
        st.sampled_from(_PIECES) | st.binary(max_size=12),
    ),
    min_size=1,
    max_size=12,
)
_often = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@functools.cache
def _seeds(reader: str) -> list[bytes]:
    return list(seeds(reader))


def changed(data: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    """Return `data` with bytes taken out and put in."""
    out = bytearray(data)
    for share, gone, new in changes:
        at = int(share * len(out))
        out[at : at + gone] = new
    return bytes(out)


@pytest.mark.parametrize("reader", READERS)
@_often
@given(data=st.data(), changes=_changes)
def test_changed_files_are_read_or_refused(
    reader: str, data: st.DataObject, changes: list[tuple[float, int, bytes]]
) -> None:
    seed = data.draw(st.sampled_from(_seeds(reader)))
    read(file_of(reader, changed(seed, changes)), "plan.md")


@pytest.mark.parametrize("reader", READERS)
@_often
@given(data=st.data(), end=st.floats(0, 1))
def test_files_that_are_cut_off_are_read_or_refused(reader: str, data: st.DataObject, end: float) -> None:
    seed = data.draw(st.sampled_from(_seeds(reader)))
    read(file_of(reader, seed[: int(end * len(seed))]))


@pytest.mark.parametrize(
    "magic", [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html><body>", b"\xff\xfe", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
@_often
@given(data=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(magic: bytes, data: bytes) -> None:
    read(magic + data)


@pytest.mark.parametrize("reader", ["text", "html", "docx"])
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), changes=_changes)
def test_rows_of_changed_files_fit_the_database(
    reader: str,
    data: st.DataObject,
    changes: list[tuple[float, int, bytes]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    seed = data.draw(st.sampled_from(_seeds(reader)))
    folder = tmp_path_factory.mktemp("fuzz")
    path = folder / f"plan.{reader}"
    path.write_bytes(file_of(reader, changed(seed, changes)) or b"a")
    rows = extract_bytes(path.read_bytes(), path.name, path.name)
    assert not any(row["code"] == "KH201" for row in rows["failures"]), rows["failures"]
    tables = parts.Task(Options(), lambda *_: rows)(find_files([path]).files[0])
    assert ("failures" in tables) == bool(rows["failures"]), "what the database would not take is a failure"


def test_a_reader_that_fails_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests above can fail: what is no numbered error goes through."""
    import pipeline.read.text

    monkeypatch.setattr(pipeline.read.text, "find_grids", lambda text: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        read("KẾ HOẠCH\nGiảm nghèo\n".encode())
