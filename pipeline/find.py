"""Which files a build reads: the documents below the folders that were named, each by its content."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from pipeline.choice import ARCHIVE_SUFFIX, holds_document, is_hidden, is_wanted, suffix
from pipeline.errors import KehoachError
from pipeline.storage import BROKEN, Place, find_at, is_address, local_path, whole_address

_CHUNK = 1 << 20
# Of a storage far away, each answer takes its time.
_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be read: where it is, its path below the folder that was named, and its bytes' hash and number."""

    place: Place
    source_path: str
    sha256: str
    byte_size: int

    @property
    def name(self) -> str:
        """The name of the file, without its folder."""
        return PurePosixPath(self.source_path).name

    def read(self) -> bytes:
        """Return its bytes. Raises KehoachError KH106 or KH111 where that fails, or they are others by now."""
        try:
            data = self.place.read()
        except OSError as error:
            raise _unreadable(self.name, error) from error
        except BROKEN as error:  # an archive that was whole when it was looked at
            raise KehoachError("KH120", detail=error) from error
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise KehoachError("KH111", detail=f"{self.name} was changed while the build ran")
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


@dataclass(frozen=True, slots=True, order=True)
class _Seen:
    """A file below `root`, which was named; `name` is its path from there."""

    root: str
    place: Place
    name: str


def find_files(paths: Iterable[Path | str]) -> Finding:
    """Return the documents at and below `paths`, whatever the order of `paths`, and those in zip archives there.

    A path may be an address of fsspec. A file that is named itself is always taken. Below a folder, hidden files and
    lock files of word processors are passed over; a file with another ending than a document's is taken only when its
    content says that it is one (`choice.holds_document`). Links that lead out of the folder are not followed. Where
    two folders hold different files under one path, their names are put before it.

    Raises KehoachError: KH401 for a path that is not there, KH402 where nothing was found, KH504 where a storage
    cannot be reached.
    """
    finding = Finding()
    named = list(paths)
    seen = sorted({found for root in _roots(named) for found in _walk(root, finding)})
    archives = [s for s in seen if suffix(s.name) == ARCHIVE_SUFFIX]
    hashed = _look_into(archives, finding) if archives else []
    hashed += _hash_all([s for s in seen if suffix(s.name) != ARCHIVE_SUFFIX], finding)
    finding.files = sorted(_apart(hashed), key=lambda f: (f.source_path, f.sha256, f.place))
    finding.unreadable.sort(key=lambda u: u.source_path)
    finding.left_out.sort()
    if not finding.files and not finding.unreadable:
        raise KehoachError("KH402", detail=", ".join(str(p) for p in named))
    return finding


def _roots(paths: Iterable[Path | str]) -> list[str]:
    roots = set()
    for given in paths:
        path = local_path(given) if isinstance(given, str) else given
        if is_address(path):
            roots.add(whole_address(str(path)))
        elif os.path.lexists(path):
            # Without following links: the path a user gave is the path that the user knows.
            roots.add(os.path.abspath(path))
        else:
            raise KehoachError("KH401", detail=str(path))
    return sorted(roots)


def _walk(root: str, finding: Finding) -> Iterator[_Seen]:
    if is_address(root):
        yield from _walk_address(root, finding)
    elif not os.path.isdir(root):
        yield _Seen(root, Place(root), _nfc(os.path.basename(root)))
    else:
        yield from _walk_folder(Path(root), finding)


def _walk_folder(root: Path, finding: Finding) -> Iterator[_Seen]:
    def refused(error: OSError) -> None:
        folder = Path(error.filename or root)
        name = "." if folder == root else folder.relative_to(root).as_posix()
        finding.unreadable.append(Unreadable(_nfc(name) + "/", _unreadable(folder.name, error)))

    real = os.path.realpath(root)
    for folder, folders, names in os.walk(root, onerror=refused):
        folders[:] = sorted(f for f in folders if not is_hidden(f))
        links = {f for f in folders if os.path.islink(os.path.join(folder, f))}
        for name in sorted([*(n for n in names if not is_hidden(n)), *links]):
            path = Path(folder, name)
            inner = _nfc(path.relative_to(root).as_posix())
            if path.is_symlink() and _leads_out(path, real):
                finding.unreadable.append(Unreadable(inner, KehoachError("KH122", detail=inner)))
            elif name in links:
                pass  # what it leads to is found where it is
            elif is_wanted(name) or _is_document(Place(str(path))):
                yield _Seen(str(root), Place(str(path)), inner)
            else:
                finding.left_out.append(inner)


def _leads_out(path: Path, root: str) -> bool:
    target = os.path.realpath(path)
    return os.path.exists(target) and os.path.commonpath((target, root)) != root


def _walk_address(root: str, finding: Finding) -> Iterator[_Seen]:
    for address in find_at(root):
        inner = _nfc(PurePosixPath(address).name if address == root else address.removeprefix(root).lstrip("/"))
        if address != root and any(map(is_hidden, inner.split("/"))):
            continue
        if address == root or is_wanted(inner) or _is_document(Place(address)):
            yield _Seen(root, Place(address), inner)
        else:
            finding.left_out.append(inner)


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _is_document(place: Place) -> bool:
    try:
        with place.open() as file:
            return holds_document(file, place.address)
    except OSError:
        return False


def _look_into(archives: Sequence[_Seen], finding: Finding) -> list[tuple[str, Found]]:
    """Return the documents in `archives`. Each archive is looked at by a process that it may take down."""
    from pipeline.archives import Listing, list_archive
    from pipeline.workers import Crew, Limits

    by_place = {seen.place: seen for seen in archives}
    hashed = []
    with Crew[Place, Listing](list_archive, 2, Limits(), warm=False) as crew:
        for place, listing in crew.run((seen.place, seen.place.size()) for seen in archives):
            seen = by_place[place]
            if isinstance(listing, KehoachError):
                finding.unreadable.append(Unreadable(seen.name, listing))
                continue
            if listing.is_document:
                hashed += _hash_all([seen], finding)
            for name, error in listing.unreadable:
                finding.unreadable.append(Unreadable(f"{seen.name}/{name}".rstrip("/"), error))
            finding.left_out += [f"{seen.name}/{name}" for name in listing.left_out]
            hashed += [
                (seen.root, Found(m.place, f"{seen.name}/{m.name}", m.sha256, m.byte_size)) for m in listing.members
            ]
    return hashed


def _hash_all(seen: Sequence[_Seen], finding: Finding) -> list[tuple[str, Found]]:
    """Return the files with the hashes of their bytes."""
    hashed = []
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        far = iter(pool.map(_hash, [s.place for s in seen if s.place.local is None]))
        for one in seen:
            result = next(far) if one.place.local is None else _hash(one.place)
            if isinstance(result, OSError):
                finding.unreadable.append(Unreadable(one.name, _unreadable(PurePosixPath(one.name).name, result)))
            else:
                hashed.append((one.root, Found(one.place, one.name, *result)))
    return hashed


def _hash(place: Place) -> tuple[str, int] | OSError:
    total, size = hashlib.sha256(), 0
    try:
        with place.open() as file:
            while chunk := file.read(_CHUNK):
                total.update(chunk)
                size += len(chunk)
    except OSError as error:
        return error
    return total.hexdigest(), size


def _unreadable(name: str, error: OSError) -> KehoachError:
    if isinstance(error, PermissionError):
        return KehoachError("KH106", detail=name)
    return KehoachError("KH111", detail=f"{name}: {error.strerror or error}")


def _apart(hashed: list[tuple[str, Found]]) -> list[Found]:
    """Return the files, each once; where different files share a source path, with their folder's name before it."""
    by_place = {found.place: (root, found) for root, found in sorted(hashed, key=lambda h: h[0], reverse=True)}
    contents = Counter(name for name, _ in {(f.source_path, f.sha256) for _, f in by_place.values()})
    return [
        found if contents[found.source_path] == 1 or found.place.address == root else _below(root, found)
        for root, found in by_place.values()
    ]


def _below(root: str, found: Found) -> Found:
    return replace(found, source_path=f"{_nfc(PurePosixPath(root).name)}/{found.source_path}")
