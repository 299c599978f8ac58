"""Which files below a folder, or within an archive, are documents."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import IO

from pipeline.errors import KehoachError
from pipeline.read.sniff import Kind, sniff

# What a file of these endings holds is always looked at: a broken one is a failure that the user must hear of.
DOCUMENT_SUFFIXES = frozenset(
    {".txt", ".md", ".markdown", ".html", ".htm", ".docx", ".doc", ".rtf", ".odt", ".pdf", ".xlsx", ".xls", ".ods"}
)
# How files begin that may be documents whatever they are called, besides PDF and HTML: zip (DOCX, XLSX, ODT), old
# Office, RTF.
_BEGINNINGS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
ARCHIVE_SUFFIX = ".zip"


def suffix(name: str) -> str:
    """Return the ending of a file's name in small letters, with its dot."""
    return PurePosixPath(name).suffix.lower()


def is_wanted(name: str) -> bool:
    """Tell whether a file is looked at for its ending: it should be a document, or an archive of them."""
    return suffix(name) in DOCUMENT_SUFFIXES or suffix(name) == ARCHIVE_SUFFIX


def is_hidden(name: str) -> bool:
    """Tell whether a file or folder of this name is passed over: hidden, or what a program has left for itself."""
    return name.startswith((".", "~$")) or name == "__MACOSX"


def holds_document(file: IO[bytes], name: str) -> bool:
    """Tell whether a file of another ending than a document's is one by its content; of plain text it is not told.

    Raises what reading it raises.
    """
    head = file.read(1024)
    if not (b"%PDF-" in head or head.startswith(_BEGINNINGS) or head.lstrip().startswith(b"<")):
        return False
    try:
        return sniff(head + file.read(), name) is not Kind.TEXT
    except KehoachError:
        return False
