"""Files of other word processors and spreadsheets, made from ours by LibreOffice while the tests run."""

from __future__ import annotations

import functools
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.read.office import find_soffice
from tests.conftest import needs


def needed_soffice() -> str:
    """Return the command of LibreOffice; without it a test is skipped, or fails where all is required."""
    command = find_soffice()
    needs("LibreOffice (soffice) is", here=command is not None)
    assert command is not None
    return command


@functools.cache
def _profile() -> TemporaryDirectory[str]:
    """Return a folder for the settings of LibreOffice, one a process: it takes a second to fill it."""
    return TemporaryDirectory(prefix="soffice-")


def made_by_soffice(data: bytes, given: str, wanted: str, folder: Path) -> bytes:
    """Return `data`, a file of the kind `given` ("docx"), saved as the kind `wanted` ("doc")."""
    path = folder / f"given.{given}"
    path.write_bytes(data)
    command = [needed_soffice(), f"-env:UserInstallation={Path(_profile().name).as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", wanted, "--outdir", str(folder / "made"), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return (folder / "made" / f"given.{wanted}").read_bytes()
