"""Which files a build reads: the documents below the folders that were named, each by its content."""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import KehoachError
from pipeline.read.sniff import Kind, sniff

# What a file of these endings holds is always looked at: a broken one is a failure that the user must hear of.
DOCUMENT_SUFFIXES = frozenset(
    {".txt", ".md", ".markdown", ".html", ".htm", ".docx", ".doc", ".rtf", ".odt", ".pdf", ".xlsx", ".xls", ".ods"}
)
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be read: where it is, its path below the folder that was named, and its bytes' hash and number."""

    path: Path
    source_path: str
    sha256: str
    byte_size: int

    def read(self) -> bytes:
        """Return its bytes. Raises KehoachError KH106 or KH111 where that fails, or they are others by now."""
        try:
            data = self.path.read_bytes()
        except OSError as error:
            raise _unreadable(self.path, error) from error
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise KehoachError("KH111", detail=f"{self.path.name} was changed while the build ran")
        return data


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file or folder whose bytes could not be read."""

    source_path: str
    error: KehoachError


@dataclass(slots=True)
class Finding:
    """What lies below the named paths: files in order of their source path, and what was left out."""

    files: list[Found] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def find_files(paths: Iterable[Path]) -> Finding:
    """Return the documents at and below `paths`, whatever the order of `paths`.

    A file that is named itself is always taken. Below a folder, hidden files and lock files of word processors
    are passed over; a file with another ending than a document's is taken only when its content says that it is
    a PDF, a DOCX or a web page. Where two folders hold different files under one path, their names are put before it.

    Raises KehoachError: KH401 for a path that is not there, KH402 where nothing was found.
    """
    finding = Finding()
    pairs = [pair for root in _roots(paths) for pair in _walk(root, finding)]
    hashed: list[tuple[Path, Found]] = []
    for root, path in sorted(set(pairs)):
        name = path.name if path == root else path.relative_to(root).as_posix()
        try:
            hashed.append((root, Found(path, unicodedata.normalize("NFC", name), *_hash(path))))
        except OSError as error:
            finding.unreadable.append(Unreadable(name, _unreadable(path, error)))
    finding.files = sorted(_apart(hashed), key=lambda f: (f.source_path, f.sha256, str(f.path)))
    finding.unreadable.sort(key=lambda u: u.source_path)
    finding.left_out.sort()
    if not finding.files and not finding.unreadable:
        raise KehoachError("KH402", detail=", ".join(str(p) for p in paths))
    return finding


def is_hidden(name: str) -> bool:
    """Tell whether a file of this name is passed over: hidden, or the lock file of a word processor."""
    return name.startswith((".", "~$"))


def _roots(paths: Iterable[Path]) -> list[Path]:
    roots = []
    for path in paths:
        if not os.path.lexists(path):
            raise KehoachError("KH401", detail=str(path))
        # Without following links: the path a user gave is the path that the user knows.
        roots.append(Path(os.path.abspath(path)))
    return sorted(set(roots))


def _walk(root: Path, finding: Finding) -> Iterator[tuple[Path, Path]]:
    if not root.is_dir():
        yield root, root
        return

    def refused(error: OSError) -> None:
        folder = Path(error.filename or root)
        name = "." if folder == root else folder.relative_to(root).as_posix()
        finding.unreadable.append(Unreadable(unicodedata.normalize("NFC", name) + "/", _unreadable(folder, error)))

    for folder, folders, names in os.walk(root, onerror=refused):
        folders[:] = sorted(f for f in folders if not is_hidden(f))
        for name in sorted(n for n in names if not is_hidden(n)):
            path = Path(folder, name)
            if path.suffix.lower() in DOCUMENT_SUFFIXES or _is_document(path):
                yield root, path
            else:
                finding.left_out.append(unicodedata.normalize("NFC", path.relative_to(root).as_posix()))


def _is_document(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(1024)
            if not (b"%PDF-" in head or head.startswith(b"PK\x03\x04") or head.lstrip().startswith(b"<")):
                return False
            return sniff(head + file.read(), path.name) in (Kind.PDF, Kind.DOCX, Kind.HTML)
    except (OSError, KehoachError):
        return False


def _hash(path: Path) -> tuple[str, int]:
    if not stat.S_ISREG(path.stat().st_mode):  # a pipe would keep us waiting for ever
        raise OSError("not a file")
    total, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            total.update(chunk)
            size += len(chunk)
    return total.hexdigest(), size


def _unreadable(path: Path, error: OSError) -> KehoachError:
    if isinstance(error, PermissionError):
        return KehoachError("KH106", detail=path.name)
    return KehoachError("KH111", detail=f"{path.name}: {error.strerror or error}")


def _apart(hashed: list[tuple[Path, Found]]) -> list[Found]:
    """Return the files, each once; where different files share a source path, with their folder's name before it."""
    by_path = {found.path: (root, found) for root, found in sorted(hashed, key=lambda h: str(h[0]), reverse=True)}
    contents = Counter(name for name, _ in {(f.source_path, f.sha256) for _, f in by_path.values()})
    return [
        found if contents[found.source_path] == 1 or found.path == root else _below(root, found)
        for root, found in by_path.values()
    ]


def _below(root: Path, found: Found) -> Found:
    name = f"{unicodedata.normalize('NFC', root.name)}/{found.source_path}"
    return Found(found.path, name, found.sha256, found.byte_size)
