"""What kehoach stands on: Python, packages, Tesseract, fonts, disk; what is missing and how to get it."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import regex
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.read import ocr
from pipeline.read.office import find_soffice

_LEAST_FREE = 1 << 30
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts", "/Library/Fonts")
# Families with all Vietnamese letters; Debian's fonts-liberation 1.07 lacks them.
_FONTS = ("DejaVu", "Liberation2", "NotoSans", "NotoSerif", "Times New Roman", "Arial Unicode")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `needed`: kehoach does not work without it; `hint`: how to get it."""

    name: str
    ok: bool
    found: str
    hint: str = ""
    needed: bool = True


def run_checks(db: Path) -> list[Check]:
    """Return everything that was looked at, for a database at `db`."""
    return [_python(), *_packages(), *_recognition(), _libreoffice(), _fonts(), *_disk(db)]


def _python() -> Check:
    ok = sys.version_info >= (3, 11)
    return Check("Python", ok, platform.python_version(), "" if ok else "Install Python 3.11 or later.")


def _packages() -> Iterator[Check]:
    """Yield the packages that kehoach asks for, with the versions that are here."""
    try:
        wanted = importlib.metadata.requires("kehoach") or []
    except importlib.metadata.PackageNotFoundError:
        yield Check("kehoach", False, "not installed", "pip install -e . in the checkout", needed=False)
        return
    for line in wanted:
        name = regex.split(r"[^\w.-]", line, maxsplit=1)[0]
        rest = line.removeprefix(name)
        if "extra ==" in rest:
            continue
        least = (regex.findall(r">=([\d.]+)", rest) or ["0"])[0]
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            yield Check(name, False, "missing", f'pip install "{name}>={least}"')
            continue
        ok = _numbers(version) >= _numbers(least)
        yield Check(name, ok, version, "" if ok else f'pip install -U "{name}>={least}"')


def _numbers(version: str) -> list[int]:
    return [int(part) for part in regex.findall(r"\d+", version)]


def _recognition() -> Iterator[Check]:
    """Yield what the reading of scans needs: the packages of the extra `ocr`, and Tesseract's data for Vietnamese."""
    missing = ocr.missing_packages()
    hint = 'pip install "kehoach[ocr]" (scans)' if missing else ""
    yield Check(
        "recognition", not missing, f"missing: {', '.join(missing)}" if missing else "here", hint, needed=False
    )
    data = ocr.find_data()
    hint = "" if data else f"make tessdata, apt install tesseract-ocr-vie, or TESSDATA_PREFIX=folder of {ocr.DATA}"
    yield Check("Tesseract data", data is not None, str(data or "missing"), hint, needed=False)
    reads = ocr.reads_handwriting()
    hint = "" if reads else 'pip install "kehoach[ocr]" (numbers and days put in by hand)'
    yield Check("handwriting", reads, "here" if reads else "missing", hint, needed=False)


def _libreoffice() -> Check:
    """Return whether LibreOffice is here, which files of other word processors need."""
    command = find_soffice()
    hint = "" if command else "apt install libreoffice-writer-nogui libreoffice-calc-nogui (.doc, .rtf, .odt, .ods)"
    return Check("LibreOffice", command is not None, command or "missing", hint, needed=False)


def _fonts() -> Check:
    names = {
        name
        for folder in _FONT_FOLDERS
        for _, _, names in os.walk(os.path.expanduser(folder))
        for name in names
        if name.lower().endswith((".ttf", ".otf", ".ttc"))
    }
    here = [font for font in _FONTS if any(n.startswith((font, font.replace(" ", ""))) for n in names)]
    hint = "" if here else "apt install fonts-dejavu (charts and PDF exports)"
    return Check("Vietnamese fonts", bool(here), ", ".join(here) or "none found", hint, needed=False)


def _disk(db: Path) -> Iterator[Check]:
    folder = next(p for p in (db.absolute().parent, *db.absolute().parents) if p.exists())
    free = shutil.disk_usage(folder).free
    enough = free >= _LEAST_FREE
    hint = "" if enough else "Free some space, or choose another --db."
    yield Check("free disk", enough, f"{free / 1e9:.1f} GB at {folder}", hint, needed=False)
    writes = os.access(folder, os.W_OK)
    hint = "" if writes else "Get the right to write there, or choose another --db."
    yield Check("writing", writes, f"to {folder}", hint)


def print_checks(checks: list[Check]) -> None:
    """Print one line a check, what is missing with how to get it."""
    console = Console()
    table = Table.grid(padding=(0, 2))
    for check in checks:
        mark = (
            Text("ok", style="green") if check.ok else Text("missing" if check.needed else "optional", style="yellow")
        )
        if not check.ok and check.needed:
            mark.stylize("bold red")
        table.add_row(mark, check.name, Text(check.found, overflow="fold"), Text(check.hint, style="bold"))
    console.print(table)
    lacking = sum(not c.ok and c.needed for c in checks)
    console.print(
        Text("\nAll that is needed is here." if not lacking else f"\n{lacking} needed, see above.", style="bold")
    )
