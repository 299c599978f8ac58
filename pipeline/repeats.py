"""Passages that a saved page prints twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.reading import Block

# Two documents in one file share set phrases and references; only a run of several paragraphs is a repeat.
_BLOCKS, _LETTERS = 4, 500


def mark_repeats(lowered: str, blocks: Sequence[Block]) -> list[Block]:
    """Return `blocks`, those marked `repeat` that stand, in a run, word for word further up.

    `lowered` is the folded text in lower case. A paragraph that was cut off where the first print breaks off is
    itself the repeat: the second print of it is whole. Rows of one table that say the same are no repeat.
    """
    keys = [_single_spaced(lowered[b.at.start : b.at.end]) for b in blocks]
    first: dict[str, list[int]] = {}
    repeated: set[int] = set()
    index = 0
    while index < len(blocks):
        if keys[index] not in first:
            first[keys[index]] = [index]
            index += 1
            continue
        run, start = max(
            (
                (_run(keys, i, index), i)
                for i in first[keys[index]]
                if blocks[i].table is None or blocks[i].table != blocks[index].table
            ),
            key=lambda r: r[0],
            default=(0, 0),
        )
        if run >= _BLOCKS and sum(len(k) for k in keys[index : index + run]) >= _LETTERS:
            repeated.update(range(index, index + run))
            cut = start + run
            if cut < index and index + run < len(keys) and _cut_off(keys[cut], keys[index + run]):
                repeated.add(cut)
        else:
            run = 1
        for i in range(index, index + run):
            if len(first.setdefault(keys[i], [])) < 8:
                first[keys[i]].append(i)
        index += run
    return [replace(b, repeat=True) if i in repeated else b for i, b in enumerate(blocks)]


def _single_spaced(text: str) -> str:
    """Return `text`, which has no other white space than spaces, with one space between its words."""
    return " ".join(text.split()) if "  " in text else text.strip(" ")


def _run(keys: Sequence[str], above: int, below: int) -> int:
    length = 0
    while above + length < below and below + length < len(keys) and keys[above + length] == keys[below + length]:
        length += 1
    return length


def _cut_off(short: str, whole: str) -> bool:
    return 40 <= len(short) < len(whole) and whole.startswith(short)
