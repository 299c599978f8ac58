"""What a printed file repeats at the edges of its pages: running titles, page numbers, a browser's own lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.read.marks import DOCUMENT, has_mark
from pipeline.read.writer import RawBlock

_EDGE = 4
_FEWEST = 3
_SHARE = 0.5
_NUMBER = re.compile(r"\d{1,4}")


def drop_margins(pages: Sequence[list[RawBlock]]) -> list[list[RawBlock]]:
    """Return the blocks of `pages`, in lines, without the lines at their edges that most pages repeat.

    A line is repeated where it says the same but for one number that goes with the page's own. The first page keeps
    its title, and no page loses a line that a document's frame has.
    """
    split = [list(_in_lines(blocks)) for blocks in pages]
    edges = [(_edge(lines, number), _edge(lines[::-1], number)) for number, lines in enumerate(split, 1)]
    counts: Counter[str] = Counter()
    for top, foot in edges:
        counts.update({key for keys in (*top, *foot) for key in keys})
    fewest = max(_FEWEST, _SHARE * sum(map(bool, split)))
    done: list[list[RawBlock]] = []
    for number, (lines, (top, foot)) in enumerate(zip(split, edges, strict=True), 1):
        margin = set(_find_margin(top, number, counts, fewest))
        margin |= {len(lines) - 1 - index for index in _find_margin(foot, number, counts, fewest)}
        done.append([line for index, line in enumerate(lines) if index not in margin])
    return done


def _in_lines(blocks: Sequence[RawBlock]) -> Iterator[RawBlock]:
    for block in blocks:
        if isinstance(block, str):
            yield from filter(str.strip, block.split("\n"))
        else:
            yield block


def _edge(lines: Sequence[RawBlock], page_no: int) -> list[list[str]]:
    """Return the keys of the first lines, as far as no table comes before them."""
    edge: list[list[str]] = []
    for line in lines[:_EDGE]:
        if not isinstance(line, str):
            break
        edge.append(_keys(line, page_no))
    return edge


def _keys(line: str, page_no: int) -> list[str]:
    """Return what `line` says, then the same with each of its numbers as seen from the page's number."""
    line = " ".join(line.split())
    return [line] + [
        f"{line[: match.start()]}\0{int(match[0]) - page_no:02d}\0{line[match.end() :]}"
        for match in _NUMBER.finditer(line)
    ]


def _find_margin(edge: Sequence[list[str]], page_no: int, counts: Counter[str], fewest: float) -> Iterator[int]:
    """Yield which lines of `edge` are left out: from the first on, as long as they are repeated."""
    for index, (line, *numbered) in enumerate(edge):
        as_numbered = max((counts[key] for key in numbered), default=0)
        is_own = page_no > 1 and any("\x0000\x00" in key for key in numbered)
        if max(as_numbered, counts[line]) < 2 and not is_own:
            return
        if has_mark(line, "page_mark"):
            out = as_numbered > 1 or is_own
        elif has_mark(line, "print_line"):
            out = max(as_numbered, counts[line]) > 1
        else:
            out = as_numbered >= fewest or (page_no > 1 and counts[line] >= fewest)
        if (not out and counts[line] < fewest) or has_mark(line, *DOCUMENT):
            return
        if out:
            yield index
