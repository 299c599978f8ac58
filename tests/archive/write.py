"""Write an archive of made plans into a folder, with a manifest of what is known of each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.archive.files import FORMATS
from tests.archive.plans import make_plan

MANIFEST = "manifest.jsonl"
_IN_A_FOLDER = 500


def write_archive(folder: Path, files: int, formats: Sequence[str] = ("txt",), seed: int = 1) -> int:
    """Write `files` plans, in turn in each of `formats`, and the manifest; return how many bytes the plans have.

    The same seed gives the same bytes, whatever the number of files.
    """
    size = 0
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / MANIFEST).open("w", encoding="utf8") as manifest:
        for number in range(files):
            path = path_of(folder, number, formats[number % len(formats)])
            path.parent.mkdir(exist_ok=True)
            blocks, facts = make_plan(number, seed)
            size += path.write_bytes(FORMATS[path.suffix[1:]](blocks))
            known = {"file": path.relative_to(folder).as_posix()} | asdict(facts)
            manifest.write(json.dumps(known, ensure_ascii=False) + "\n")
    return size


def path_of(folder: Path, number: int, ending: str) -> Path:
    """Return where the plan of this number stands."""
    return folder / f"{number // _IN_A_FOLDER:04}" / f"ke-hoach-{number:06}.{ending}"
