"""Where the bytes of a file are: on a disk, at an address of fsspec (s3://…), or within a zip archive at either.

A place is small and goes to any process of any machine that reaches the same storage; there its bytes are read.
"""

from __future__ import annotations

import functools
import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from pipeline.errors import KehoachError, first_line

# Archives that a process holds open: their members are read one after another, and each has its list at its end.
_OPEN_ARCHIVES = 4


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A path or an address, and for what lies in a zip archive its number there, for one in another, from outside."""

    address: str
    inside: tuple[int, ...] = ()

    @property
    def local(self) -> Path | None:
        """The path on this machine's disks, None for an address."""
        return None if is_address(self.address) else Path(self.address)

    def open(self) -> IO[bytes]:
        """Open it for reading. Raises OSError, and for a member of an archive what zipfile does (`BROKEN`)."""
        if self.inside:
            archive = open_archive(Place(self.address, self.inside[:-1]))
            members = archive.infolist()
            if self.inside[-1] >= len(members):
                raise zipfile.BadZipFile("it has lost members")
            return archive.open(members[self.inside[-1]])
        if self.local is None:
            return _remote(self.address)
        if not stat.S_ISREG(self.local.stat().st_mode):  # a pipe would keep us waiting for ever
            raise OSError("not a file")
        return self.local.open("rb")

    def read(self) -> bytes:
        """Return all its bytes. Raises as `open` does."""
        with self.open() as file:
            return file.read()

    def size(self) -> int:
        """Return how many bytes a file that is not within another has, 0 where its storage does not say."""
        try:
            if self.local is not None:
                return self.local.stat().st_size
            files, path = _file_system(self.address)
            return int(files.size(path) or 0)
        except Exception:  # each storage raises errors of its own; whoever opens the file hears of them
            return 0


# What a damaged archive, or a member of it, raises when it is opened and read.
BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, zlib.error)


def is_address(path: str | os.PathLike[str]) -> bool:
    """Tell whether `path` is an address for fsspec, not a path of this machine."""
    return isinstance(path, str) and "://" in path


def local_path(path: str) -> str:
    """Return `path`, of a `file://` address the path that it means: links are looked at on local disks only."""
    return unquote(urlsplit(path).path) if path.startswith("file://") else path


def whole_address(address: str) -> str:
    """Return `address` as its storage writes it, which is how the addresses of what lies below it begin.

    Raises KehoachError KH504 where there is nothing that can read it.
    """
    files, path = _file_system(address)
    return str(files.unstrip_protocol(path)).rstrip("/")


def find_at(address: str) -> Iterator[str]:
    """Yield the address of every file at and below `address`, in order.

    Raises KehoachError: KH401 where there is nothing, KH504 where the storage cannot be reached.
    """
    files, path = _file_system(address)
    try:
        found = files.find(path)
    except FileNotFoundError:
        found = []
    except Exception as error:  # each storage raises errors of its own
        raise KehoachError("KH504", detail=f"{address}: {first_line(error)}") from error
    if not found:
        raise KehoachError("KH401", detail=address)
    yield from map(files.unstrip_protocol, sorted(found))


def _remote(address: str) -> IO[bytes]:
    files, path = _file_system(address)
    try:
        opened: IO[bytes] = files.open(path, "rb")
        return opened
    except OSError:
        raise
    except Exception as error:
        raise OSError(first_line(error)) from error


def _file_system(address: str) -> tuple[Any, str]:
    try:
        import fsspec
    except ImportError as error:
        raise KehoachError("KH504", detail=f"{address}: pip install 'kehoach[cluster]'") from error
    try:
        files, path = fsspec.url_to_fs(address)
    except (ImportError, ValueError) as error:  # says which package is missing, or that there is no such protocol
        raise KehoachError("KH504", detail=f"{address}: {first_line(error)}") from error
    return files, path


def open_archive(place: Place) -> zipfile.ZipFile:
    """Return the archive at `place`, open for reading; it stays so for those who ask next. Raises as `open` does."""
    return _archive(place, place.local.stat().st_mtime_ns if place.local else 0)


@functools.lru_cache(maxsize=_OPEN_ARCHIVES)
def _archive(place: Place, changed_at: int) -> zipfile.ZipFile:
    # One within another is read whole: it cannot be read from its middle.
    return zipfile.ZipFile(io.BytesIO(place.read()) if place.inside else place.open())
