"""Old Word files, RTF and OpenDocument: converted by LibreOffice, or a failure that says how."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path

import docx
import pytest

from pipeline import doctor
from pipeline.errors import KehoachError
from pipeline.extract import extract_bytes
from pipeline.read import office, read_bytes
from pipeline.read.sniff import Kind, sniff
from tests import old_letters
from tests.fact_rows import facts_of
from tests.make_files import make_docx, paragraph
from tests.soffice import made_by_soffice, needed_soffice
from tests.stubborn import has_ended
from tests.test_old_letters import with_fonts

pytestmark = pytest.mark.slow

PLAN = Path(__file__).resolve().parent.parent / "corpus" / "plans" / "ke-hoach-tinh-2024.docx"
KINDS = {"doc": "application/msword", "rtf": "application/rtf", "odt": "application/vnd.oasis.opendocument.text"}


def plan() -> bytes:
    """Return the plan with a paragraph behind its last table, which LibreOffice loses in .doc files otherwise."""
    document = docx.Document(io.BytesIO(PLAN.read_bytes()))
    document.add_paragraph("")
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_facts_are_those_of_the_docx(kind: str, tmp_path: Path) -> None:
    data = made_by_soffice(plan(), "docx", kind, tmp_path)
    source = read_bytes(data, "named-otherwise.txt")
    assert source.media_type == KINDS[kind]
    assert source.read_with == "text, converted"
    assert facts_of(data, f"a.{kind}") == facts_of(plan(), "a.docx")


@pytest.mark.parametrize("kind", ["doc", "rtf"])
def test_old_files_in_old_fonts(kind: str, tmp_path: Path) -> None:
    data = made_by_soffice(with_fonts(plan(), old_letters.to_tcvn3_runs), "docx", kind, tmp_path)
    assert read_bytes(data).read_with == "text, tcvn3, converted"
    assert facts_of(data, f"a.{kind}") == facts_of(plan(), "a.docx")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (OLE + "WordDocument".encode("utf-16-le") + bytes(2), Kind.DOC),
        (OLE + "Workbook".encode("utf-16-le") + bytes(2), Kind.XLS),
        (OLE + "Book".encode("utf-16-le") + bytes(2), Kind.XLS),
        (rb"{\rtf1\ansi K}", Kind.RTF),
    ],
)
def test_kinds_are_told_by_content(data: bytes, kind: Kind) -> None:
    assert sniff(data, "plan.txt") is kind


@pytest.mark.parametrize("name", ["a.rtf", "a.txt"])
def test_without_libreoffice_the_failure_says_how(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_COMMANDS", ("no-such-command",))
    path = tmp_path / name
    path.write_bytes(rb"{\rtf1\ansi K}")
    [failure] = extract_bytes(path.read_bytes(), name, name)["failures"]
    assert failure["code"] == "KH110"
    assert "an RTF file" in failure["message"]
    assert "apt install libreoffice-writer-nogui" in failure["message"]
    assert [c.ok for c in doctor.run_checks(tmp_path / "a.duckdb") if c.name == "LibreOffice"] == [False]


def test_doctor_tells_that_libreoffice_is_here(tmp_path: Path) -> None:
    [check] = [c for c in doctor.run_checks(tmp_path / "a.duckdb") if c.name == "LibreOffice"]
    assert check.found == needed_soffice()


def command(folder: Path, script: str) -> str:
    """Return a command in the place of LibreOffice."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", "ascii")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_what_libreoffice_cannot_read(tmp_path: Path) -> None:
    needed_soffice()
    with pytest.raises(KehoachError, match=r"KH113|KH104"):
        read_bytes(OLE + "WordDocument".encode("utf-16-le") + bytes(2) + os.urandom(4000))


def test_a_command_that_hangs_is_ended_with_what_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = tmp_path / "pid"
    monkeypatch.setattr(office, "_COMMANDS", (command(tmp_path, f"sleep 600 & echo $! > {left}; wait"),))
    monkeypatch.setattr(office, "_SECONDS", 1)
    with pytest.raises(KehoachError, match=r"KH113: .* took more than 1 seconds"):
        read_bytes(rb"{\rtf1\ansi K}")
    assert has_ended(int(left.read_text("ascii")))


def test_a_command_has_a_limit_of_memory_and_a_profile_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "said"
    monkeypatch.setattr(office, "_COMMANDS", (command(tmp_path, f'(ulimit -v; echo "$@"; echo "$HOME") > {said}'),))
    with pytest.raises(KehoachError, match=r"KH113: .* made nothing of it"):
        read_bytes(rb"{\rtf1\ansi K}")
    memory, arguments, home = said.read_text("utf8").splitlines()
    assert int(memory) == office._MEMORY
    assert f"-env:UserInstallation=file://{home}/profile" in arguments
    assert not Path(home).exists()


def test_a_docx_is_not_given_to_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_COMMANDS", ())
    assert read_bytes(make_docx(paragraph("Kế hoạch"))).read_with == "text"
