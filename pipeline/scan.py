"""What is in a folder, before anything is built: kinds of files, which need OCR, which look broken."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.choice import suffix
from pipeline.errors import KehoachError
from pipeline.find import Found, find_files
from pipeline.read.sniff import Kind, sniff

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

# A page with fewer letters than this has no text worth the name: a stamp, a page number.
_LEAST_LETTERS = 20


@dataclass(frozen=True, slots=True)
class Scanned:
    """A file, what it is, its pages, and what is wrong with it."""

    path: str
    kind: str
    byte_size: int
    pages: int | None = None
    error: KehoachError | None = None


@dataclass(slots=True)
class Scan:
    """All files of a scan, and what was left out as no document."""

    files: list[Scanned] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def scan_files(paths: Sequence[Path | str]) -> Scan:
    """Return what lies at and below `paths`. Raises KehoachError KH401 and KH402 where nothing does."""
    finding = find_files(paths)
    scan = Scan([_scan(found) for found in finding.files], finding.left_out)
    scan.files += [Scanned(u.source_path, "unreadable", 0, error=u.error) for u in finding.unreadable]
    return scan


def _scan(found: Found) -> Scanned:
    try:
        data = found.read()
        kind = sniff(data, found.name)
        pages, error = (
            _scan_pdf(data) if kind is Kind.PDF else (None, _broken_docx(data) if kind is Kind.DOCX else None)
        )
        name = "Markdown" if kind is Kind.TEXT and suffix(found.name) in (".md", ".markdown") else _NAMES[kind]
        return Scanned(found.source_path, name, found.byte_size, pages, error)
    except KehoachError as error:
        return Scanned(found.source_path, "unknown", found.byte_size, error=error)


_NAMES = {kind: kind.name for kind in Kind} | {Kind.TEXT: "plain text"}


def _scan_pdf(data: bytes) -> tuple[int | None, KehoachError | None]:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as pdf:
            blank = [number for number, page in enumerate(pdf, 1) if not _has_text(page)]
            pages = len(pdf)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            return None, KehoachError("KH105")
        return None, KehoachError("KH103", detail=str(error).rstrip("."))
    if not blank:
        return pages, None
    return pages, KehoachError("KH108") if len(blank) == pages else KehoachError("KH107", page=blank[0])


def _has_text(page: PdfPage) -> bool:
    text: str = page.get_textpage().get_text_bounded()
    return sum(c.isalpha() for c in text) >= _LEAST_LETTERS


def _broken_docx(data: bytes) -> KehoachError | None:
    import io
    import zipfile

    try:
        bad = zipfile.ZipFile(io.BytesIO(data)).testzip()
    except Exception as error:  # a damaged archive raises whatever its damage leads to
        return KehoachError("KH104", detail=error)
    return None if bad is None else KehoachError("KH104", detail=f"its part {bad} is damaged")


def print_scan(scan: Scan) -> None:
    """Print a table of kinds, then the files that need something."""
    console = Console()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in ("kind", "files", "MB", "pages", "need OCR", "broken"):
        table.add_column(title, justify="left" if title == "kind" else "right")
    kinds: dict[str, list[Scanned]] = defaultdict(list)
    for file in scan.files:
        kinds[file.kind].append(file)
    for kind, files in sorted(kinds.items()):
        table.add_row(kind, *_numbers(files))
    if len(kinds) > 1:
        table.add_section()
        table.add_row("all", *_numbers(scan.files), style="bold")
    console.print(table)
    for file in scan.files:
        if file.error is not None:
            console.print(
                Text.assemble(
                    (file.error.code, "red"), f" {file.path}: {file.error.message}. ", (file.error.hint, "dim")
                )
            )
    if scan.left_out:
        endings = Counter(suffix(name) or "no ending" for name in scan.left_out)
        told = ", ".join(f"{count} {ending}" for ending, count in sorted(endings.items()))
        console.print(Text(f"Left out as no documents: {told}", style="dim"))


def _numbers(files: Sequence[Scanned]) -> list[str]:
    need_ocr = sum(f.error is not None and f.error.code in ("KH107", "KH108") for f in files)
    broken = sum(f.error is not None for f in files) - need_ocr
    pages = sum(f.pages or 0 for f in files)
    megabytes = sum(f.byte_size for f in files) / 1e6
    return [
        f"{len(files):,}",
        f"{megabytes:.1f}",
        f"{pages:,}" if pages else "",
        *(str(n or "") for n in (need_ocr, broken)),
    ]
