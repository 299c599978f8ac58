"""The stamp that an electronic signature leaves on a printed page: who signed, with what address, when."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.read.marks import has_line_with_mark, has_mark
from pipeline.read.writer import RawBlock

# A long name in a stamp goes on on a line of its own.
_BETWEEN = 1


def drop_stamps(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """Return `blocks` without the lines of stamps; tables are changed.

    A stamp stands between the office of the signer and the name, or above the letterhead, and is part of neither.
    """
    done: list[RawBlock] = []
    run: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            run.append(block)
            continue
        done.extend(_without(run))
        run = []
        for cell in block.cells:
            cell.blocks = drop_stamps(cell.blocks)
        done.append(block)
    return [*done, *_without(run)]


def _without(texts: list[str]) -> list[str]:
    if not has_line_with_mark("\n".join(texts), "stamp_time"):
        return texts
    lines = [line for text in texts for line in text.split("\n")]
    kept: list[str] = []
    start = 0
    while start < len(lines):
        end = _end_of_stamp(lines, start)
        if end > start and any(has_mark(line, "stamp_time") for line in lines[start:end]):
            start = end
        else:
            kept.append(lines[start])
            start += 1
    return kept


def _end_of_stamp(lines: Sequence[str], start: int) -> int:
    """Return behind the last line of the stamp that begins at `start`, or `start` where none begins."""
    end = start
    for index in range(start, len(lines)):
        if has_mark(lines[index], "stamp"):
            end = index + 1
        elif end == start or index >= end + _BETWEEN:
            break
    return end
