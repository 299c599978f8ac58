"""Notes at the foot of a printed page, put where they part no sentence that goes on overleaf."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from pipeline.read.writer import RawBlock

_NOTE = regex.compile(r"\[(\d{1,3})\] ?\S")
_FINISHED = regex.compile(r"[.;:!?…][\"”')]?$")
# Notes fill no more lines than that, nor does the part of a sentence above them.
_MOST_NOTES = 25
_MOST_LINES = 12


def place_notes(lines: Sequence[RawBlock]) -> list[RawBlock]:
    """Return the lines of a page, the notes at its end before the sentence that the page leaves unfinished."""
    start = _find_notes(lines)
    if start is None:
        return list(lines)
    cut = start
    while cut > 0 and not _is_finished(lines[cut - 1]):
        cut -= 1
    if not 0 < start - cut <= _MOST_LINES or cut == 0:
        return list(lines)
    return [*lines[:cut], *lines[start:], *lines[cut:start]]


def _find_notes(lines: Sequence[RawBlock]) -> int | None:
    """Return where the notes begin that stand last on the page and are cited above them."""
    found = None
    for index in range(len(lines) - 1, max(0, len(lines) - _MOST_NOTES), -1):
        line = lines[index]
        if not isinstance(line, str):
            break
        note = _NOTE.match(line)
        if note and any(isinstance(above, str) and f"[{note[1]}]" in above[1:] for above in lines[:index]):
            found = index
    return found


def _is_finished(line: RawBlock) -> bool:
    return not isinstance(line, str) or _FINISHED.search(line.rstrip()) is not None
