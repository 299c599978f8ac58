"""Where an export goes: written beside its place, and put there in one step when it is whole."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.errors import KehoachError

# In each folder that is written: what it is, and by its time when it was whole.
MANIFEST = "kehoach-export.json"
# Who wrote a workbook, by its properties.
CREATOR = "kehoach"


@contextmanager
def landing(path: Path, *, force: bool, keep: Path) -> Iterator[Path]:
    """Yield a path beside `path` to write a file or folder at; it takes the place of `path` when nothing was raised.

    Raises KehoachError: KH631 where something stands at `path` that is no export, or one with changes of another
    hand, unless `force`; and where `keep` (the database) or the working folder lies in it. KH632 where the disk does
    not take it.
    """
    path = path.resolve()
    _check(path, force, keep.resolve())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    except OSError as error:
        raise KehoachError("KH632", detail=f"{path}: {error.strerror}") from error
    try:
        yield beside / path.name
        _put(beside / path.name, path, beside / "old")
    except (OSError, duckdb.IOException, pa.ArrowInvalid) as error:
        why = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise KehoachError("KH632", detail=f"{path}: {why}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def write_manifest(folder: Path, content: dict[str, Any]) -> None:
    """Write down in `folder` what it holds, last of all files."""
    files = sum(1 for file in folder.rglob("*") if file.is_file())
    text = json.dumps(content | {"files": files}, ensure_ascii=False, indent=1, default=str)
    (folder / MANIFEST).write_text(text + "\n", "utf8")


def _put(new: Path, path: Path, old: Path) -> None:
    """Let `new` stand at `path`; what stood there comes back if that fails."""
    stood = path.exists()
    if stood:
        path.rename(old)
    try:
        new.rename(path)
    except OSError:
        if stood:
            old.rename(path)
        raise


def _check(path: Path, force: bool, keep: Path) -> None:
    if not path.exists():
        return
    if path == keep or path in (*keep.parents, Path.cwd(), *Path.cwd().parents):
        raise KehoachError("KH631", detail=f"{path} holds other things")
    if not (force or _is_ours(path)):
        raise KehoachError("KH631", detail=f"{path} is there already, and is not as an export left it")


def _is_ours(path: Path) -> bool:
    """Tell whether `path` is an empty folder, or an export that nobody has touched since."""
    if path.is_file():
        return _is_our_workbook(path)
    files = [file for file in path.rglob("*") if not file.is_dir()]
    if not files:
        return True
    with suppress(OSError, ValueError):
        manifest = path / MANIFEST
        written = manifest.stat().st_mtime_ns
        known = json.loads(manifest.read_text("utf8"))["files"] + 1
        return len(files) == known and all(os.lstat(file).st_mtime_ns <= written for file in files)
    return False


def _is_our_workbook(path: Path) -> bool:
    with suppress(OSError, zipfile.BadZipFile, KeyError), zipfile.ZipFile(path) as book:
        said = book.read("docProps/core.xml")
        # A program that has saved it again says who did.
        return f">{CREATOR}</dc:creator>".encode() in said and b"lastModifiedBy" not in said
    return False
