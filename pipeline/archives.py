"""What a zip archive holds: its documents, and those of archives within it, none of them unpacked to the disk.

It is looked at by a worker process, for an archive can be made to take any time and memory.
"""

from __future__ import annotations

import hashlib
import stat
import unicodedata
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

import regex

from pipeline.choice import ARCHIVE_SUFFIX, holds_document, is_hidden, is_wanted, suffix
from pipeline.errors import KehoachError, first_line
from pipeline.storage import BROKEN, Place, open_archive

# More than this is taken for an attack: files, bytes unpacked, times as many as packed, archives within each other.
MOST_FILES = 100_000
MOST_BYTES = 16 << 30
_RATIO = 200
_FEW_BYTES = 64 << 20
_DEPTH = 3
# Those that never give more than a little of what was asked for at a time.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_UTF8 = 0x800
_CHUNK = 1 << 20
_DRIVE = regex.compile(r"\A[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Member:
    """A document in an archive: its path there, where it is, its bytes' hash and number."""

    name: str
    place: Place
    sha256: str
    byte_size: int


@dataclass(slots=True)
class Listing:
    """What an archive holds. `is_document`: it is no archive but a document whose format is one.

    `files` and `bytes` (unpacked) are how many were seen so far, in archives within it too.
    """

    members: list[Member] = field(default_factory=list)
    unreadable: list[tuple[str, KehoachError]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    is_document: bool = False
    files: int = 0
    bytes: int = 0


def list_archive(place: Place) -> Listing:
    """Return what the archive at `place` holds. What cannot be read stands in `unreadable`: nothing is raised."""
    listing = Listing()
    try:
        archive = open_archive(place)
        listing.is_document = _is_document(archive)
        if not listing.is_document:
            _list(archive, place, "", listing)
    except (OSError, *BROKEN) as error:
        listing.unreadable.append(("", KehoachError("KH120", detail=first_line(error))))
    listing.members = _apart(listing.members)
    return listing


def _list(archive: zipfile.ZipFile, place: Place, prefix: str, listing: Listing) -> None:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    listing.files += len(infos)
    listing.bytes += sum(info.file_size for info in infos)
    if (problem := _too_much(infos, listing)) is not None:
        listing.unreadable.append((prefix.rstrip("/"), KehoachError("KH121", detail=problem)))
        return
    for number, info in enumerate(archive.infolist()):
        name = member_name(info)
        if info.is_dir() or not name or any(map(is_hidden, name.split("/"))):
            continue
        try:
            _look_at(archive, info, Place(place.address, (*place.inside, number)), prefix + name, listing)
        except KehoachError as error:
            listing.unreadable.append((prefix + name, error))
        except (OSError, *BROKEN) as error:
            listing.unreadable.append((prefix + name, KehoachError("KH120", detail=first_line(error))))


def _too_much(infos: list[zipfile.ZipInfo], listing: Listing) -> str | None:
    size, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if listing.files > MOST_FILES:
        return f"{listing.files:,} files"
    if listing.bytes > MOST_BYTES:
        return f"{listing.bytes / 1e9:.1f} GB unpacked"
    if size > _FEW_BYTES and size > _RATIO * packed:
        return f"{packed / 1e6:.1f} MB that unpack to {size / 1e6:,.0f} MB"
    return None


def _look_at(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Place, name: str, listing: Listing) -> None:
    """Put one member where it belongs. Raises what reading it raises, and KehoachError where it is not to be read."""
    if stat.S_ISLNK(info.external_attr >> 16):
        raise KehoachError("KH122", detail=name)
    locked, odd = bool(info.flag_bits & _ENCRYPTED), info.compress_type not in _METHODS
    if not is_wanted(name):
        if locked or odd or info.file_size > _FEW_BYTES or not _holds_document(archive, info):
            listing.left_out.append(name)
            return
    elif locked:
        raise KehoachError("KH105")
    elif odd:
        raise KehoachError("KH120", detail=f"packed by method {info.compress_type}")
    if suffix(name) == ARCHIVE_SUFFIX:
        if len(place.inside) > _DEPTH:
            raise KehoachError("KH121", detail=f"archives within archives, more than {_DEPTH} deep")
        inner = open_archive(place)
        if not _is_document(inner):
            _list(inner, place, name + "/", listing)
            return
    listing.members.append(Member(name, place, _hash(archive, info), info.file_size))


def _is_document(archive: zipfile.ZipFile) -> bool:
    """Tell whether it is no archive for its reader but a document: of an office program, or an e-book."""
    return not {"[Content_Types].xml", "mimetype"}.isdisjoint(archive.namelist())


def _holds_document(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    with archive.open(info) as file:
        return holds_document(file, info.filename)


def _hash(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> str:
    total = hashlib.sha256()
    with archive.open(info) as file:
        while chunk := file.read(_CHUNK):
            total.update(chunk)
    return total.hexdigest()


def member_name(info: zipfile.ZipInfo) -> str:
    """Return the path of a member within its archive: no drive, no root, no way up, whatever its maker wrote.

    Old programs wrote names in the code page of their machine and did not say so.
    """
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        written = name.encode("cp437")
        for code in ("utf8", "cp1258"):
            try:
                name = written.decode(code)
                break
            except UnicodeDecodeError:
                continue
    name = unicodedata.normalize("NFC", _DRIVE.sub("", name.split("\0")[0].replace("\\", "/")))
    return "/".join(part for part in name.split("/") if part not in ("", ".", ".."))


def _apart(members: list[Member]) -> list[Member]:
    """Return the members, each content of one name once; a second content of a name is numbered."""
    seen: dict[str, list[str]] = defaultdict(list)
    apart = []
    for member in members:
        contents = seen[member.name]
        if member.sha256 in contents:
            continue
        contents.append(member.sha256)
        path = PurePosixPath(member.name)
        name = str(path.with_stem(f"{path.stem} ({len(contents)})")) if len(contents) > 1 else member.name
        apart.append(replace(member, name=name))
    return apart
