"""Files of other word processors and spreadsheets: LibreOffice, where it is installed, converts them to new ones.

It runs as a child process with a profile of its own that is thrown away, no macros, no links to elsewhere, and limits
of time and memory.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.errors import KehoachError
from pipeline.read.sniff import Kind
from pipeline.source import Source

_SECONDS = 120
_MEMORY = 4 << 20  # in units of 1024 bytes, as the shell counts them
_COMMANDS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_REGISTRY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A kind of file that is converted: what to call it, its ending, its media type, and what it becomes."""

    name: str
    suffix: str
    media_type: str
    target: str


FOREIGN = {
    Kind.DOC: Foreign("an old Word file (.doc)", "doc", "application/msword", "docx"),
    Kind.RTF: Foreign("an RTF file", "rtf", "application/rtf", "docx"),
    Kind.ODT: Foreign("an OpenDocument text (.odt)", "odt", "application/vnd.oasis.opendocument.text", "docx"),
    Kind.ODS: Foreign(
        "an OpenDocument spreadsheet (.ods)", "ods", "application/vnd.oasis.opendocument.spreadsheet", "xlsx"
    ),
}


def find_soffice() -> str | None:
    """Return the command of LibreOffice, None where it is not installed."""
    return next((found for command in _COMMANDS if (found := shutil.which(command))), None)


def read_converted(data: bytes, name: str, kind: Kind, read: Callable[[bytes, str], Source]) -> Source:
    """Return the source that `read` makes of `data`, a file of `kind`, once LibreOffice has converted it.

    Raises KehoachError KH110 where LibreOffice is not installed, KH113 where it cannot convert the file, and what
    `read` raises.
    """
    foreign = FOREIGN[kind]
    source = read(convert(data, foreign), name)
    return replace(source, media_type=foreign.media_type, read_with=f"{source.read_with}, converted")


def convert(data: bytes, foreign: Foreign) -> bytes:
    """Return `data` converted by LibreOffice.

    Raises KehoachError KH110 where it is not installed and KH113 where it fails.
    """
    command = find_soffice()
    if command is None:
        raise KehoachError("KH110", detail=foreign.name)
    with TemporaryDirectory(prefix="kehoach-") as folder:
        given = Path(folder, f"given.{foreign.suffix}")
        given.write_bytes(data)
        user = Path(folder, "profile", "user")
        user.mkdir(parents=True)
        user.joinpath("registrymodifications.xcu").write_text(_REGISTRY, "utf8")
        said = _run(command, given, foreign.target)
        made = Path(folder, "made", f"given.{foreign.target}")
        if not made.is_file():
            raise KehoachError("KH113", detail=said or "LibreOffice made nothing of it")
        return made.read_bytes()


def _run(command: str, given: Path, target: str) -> str:
    """Let LibreOffice convert the file `given`, and return what it said of errors.

    The shell sets the limit of memory: a function to run in the child is not safe beside threads.
    """
    folder = given.parent
    arguments = [
        "/bin/sh", "-c", f'ulimit -v {_MEMORY} 2>/dev/null; exec "$@"', "sh", command,
        f"-env:UserInstallation={folder.joinpath('profile').as_uri()}",
        "--headless", "--nologo", "--norestore", "--nolockcheck",
        "--convert-to", target, "--outdir", str(folder / "made"), str(given),
    ]  # fmt: skip
    child = subprocess.Popen(
        arguments,
        cwd=folder,
        env=os.environ | {"HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        _, said = child.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise KehoachError("KH113", detail=f"LibreOffice took more than {_SECONDS} seconds") from error
    finally:
        _end(child)
    lines = [line for line in said.splitlines() if line.startswith("Error:")]
    return lines[0].removeprefix("Error:").replace(str(given), "it").strip() if lines else ""


def _end(child: subprocess.Popen[str]) -> None:
    """End LibreOffice and what it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
