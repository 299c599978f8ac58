"""Where facts stand on the picture of a page: their words found among those of its text layer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.web.drawing import Rect, Word
from rules.letters import fold

# So many letters before and after a fact tell its place from others that say the same; fewer where the text differs.
_AROUND = (48, 24, 12, 6, 3, 0)


class Places:
    """The letters of a page's text, as the database has it, beside those of the words that stand on its picture.

    Both have them in their own order where there are tables and columns: so a fact is looked for by its letters and
    those around it, and has no place where it cannot be told which of several it is.
    """

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        folded = fold(text)
        self._at = [at for at, letter in enumerate(folded) if not letter.isspace()]
        self._letters = "".join(folded[at] for at in self._at)
        self._words = words
        self._owner = [number for number, word in enumerate(words) for letter in word.text if not letter.isspace()]
        self._printed = "".join(fold("".join(word.text.split())) for word in words)

    def boxes(self, start: int, end: int) -> list[Rect]:
        """Return the boxes of what stands at `text[start:end]`, one for each line; none where it is not found."""
        own = [index for index, at in enumerate(self._at) if start <= at < end]
        if not own:
            return []
        found = self._find(own[0], own[-1] + 1)
        if found is None:
            return []
        numbers = dict.fromkeys(self._owner[found[0] : found[1]])
        return list(_joined([self._words[number].box for number in numbers]))

    def _find(self, first: int, last: int) -> tuple[int, int] | None:
        """Return where the letters `first` to `last` of the text stand in those of the picture."""
        quote = self._letters[first:last]
        for around in _AROUND:
            before, after = self._letters[max(0, first - around) : first], self._letters[last : last + around]
            for left, right in ((before, after), (before, ""), ("", after)):
                wanted = left + quote + right
                at = self._printed.find(wanted)
                if at >= 0 and self._printed.find(wanted, at + 1) < 0:
                    return at + len(left), at + len(left) + len(quote)
        return self._find_in_turn(first, quote)

    def _find_in_turn(self, first: int, quote: str) -> tuple[int, int] | None:
        """Return the place of a quote that stands as often on the picture as in the text, by its turn."""
        if self._letters.count(quote) != self._printed.count(quote) or quote not in self._printed:
            return None
        at = -1
        for _ in range(self._letters.count(quote, 0, first) + 1):
            at = self._printed.find(quote, at + 1)
        return (at, at + len(quote)) if at >= 0 else None


def _joined(boxes: Sequence[Rect]) -> Iterator[Rect]:
    """Yield the boxes of words joined along their lines."""
    line: Rect | None = None
    for box in boxes:
        if line is not None and _are_beside(line, box):
            line = min(line[0], box[0]), min(line[1], box[1]), max(line[2], box[2]), max(line[3], box[3])
            continue
        if line is not None:
            yield line
        line = box
    if line is not None:
        yield line


def _are_beside(line: Rect, box: Rect) -> bool:
    height = min(line[3] - line[1], box[3] - box[1])
    overlap = min(line[3], box[3]) - max(line[1], box[1])
    return overlap > height / 2 and -height < box[0] - line[2] < 2 * height
