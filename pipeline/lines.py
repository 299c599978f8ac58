"""Lines of a text joined into paragraphs: what a portal, a page or a scanner broke is put together again."""

from __future__ import annotations

import functools
import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extractors.offsets import Span
from rules import read_yaml
from rules.plain import Pattern, compile_plain, compile_quick

# A line is taken for broken by a margin when it fills this share of the text's usual width.
_FULL_LINE = 0.7
# Of all lines, so many must be followed by their own continuation before a text counts as hard-wrapped.
_WRAPPED_SHARE = 0.08

# Two columns that a printer set side by side (letterhead, recipients and signature) are far apart; so are the
# words around a number or a day left blank, but the right column begins with a capital or a bullet.
_COLUMN = regex.compile(
    r"\S(?:\S|[^\S\n]{1,4}(?=\S)|[^\S\n]{5,}(?=[^\s\p{Lu}(*-])|(?<=\b(?:ngày|tháng|năm|Số\s?:?))[^\S\n]{5,}(?=\S))*"
)
_WIDE_GAP = re.compile(r"[^\S\n][^\S\n]{4}")  # written so, it skips to the next gap
# The signs that close a sentence or a part of one, and what may stand behind them.
_CLOSING, _BEHIND_CLOSING = (".", ";", ":", "!", "?"), "\"')/ "
# Read backwards from the end, for there it must stand.
_OPEN = regex.compile(r"(?r)(?:^Số\s*:|[,(/]|\s-|NHÂN|\b(?:số|ngày|tháng|năm|khoản|điểm|Điều|và|của|các))$")
# A number that a page set on a line of its own, away from the words of its heading.
_LONE_NUMBER = compile_plain(r"(?:[IVXL]{1,5}|\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ]|(?:Điều|ĐIỀU) \d{1,3})\s?[.)/]$")
_LIST_NUMBER = regex.compile(r"\d{1,2}(?:\.\d{1,2}[.)]\s|\.\s+\p{Lu}\p{Ll})")
# How many of a line's last letters tell whether it is closed or open, and whether it ends a paragraph.
_LAST_WORDS, _LAST_LINE = 16, 60
_HYPHEN = regex.compile(r"- \p{Ll}")
_HYPHEN_OF_BODY = regex.compile(r"- \p{L}")


@dataclass(slots=True)
class Line:
    """A line without its marks: where it stands, what it says (folded), and what stands before it.

    `blanks` is how many blank lines stand above, `bold` whether all of it is marked as bold or as a heading.
    """

    at: Span
    text: str
    bold: bool = False
    blanks: int = 0


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a text breaks its lines: `width` of a full line, whether it is hard-wrapped, whether blank lines part
    its paragraphs."""

    width: int
    wrapped: bool
    parted: bool


@functools.cache
def _any_of(group: str) -> Pattern:
    return compile_quick("|".join(f"(?:{rule['pattern']})" for rule in read_yaml("layout")[group]))


@functools.cache
def number_words() -> frozenset[str]:
    """Return the words that call for a number."""
    return frozenset(read_yaml("layout")["number_words"])


def is_starter(text: str) -> bool:
    """Say whether a line that begins like this begins a paragraph. `text` is folded and stripped."""
    return _any_of("starters").match(text) is not None


def is_noise(text: str) -> bool:
    """Say whether a line holds no words: a rule, a page mark, nothing."""
    return not text or _any_of("noise").match(text) is not None


def ends_paragraph(text: str) -> bool:
    """Say whether a paragraph ends with a line that ends like this, whatever follows."""
    return _any_of("closers").search(text, max(0, len(text) - _LAST_LINE)) is not None


def split_lines(folded: str, area: Span, bold: Sequence[Span] = ()) -> list[Line]:
    """Return the lines of `folded[area]` that say something, page numbers and rules left out.

    `folded` is a folded text whose marks were made NUL (see `pipeline.clean.blank_marks`), `bold` the spans of it
    that were marked as bold or as a heading.
    """
    lines: list[Line] = []
    blanks, at, page = 0, area.start, 0
    starts = [span.start for span in bold]
    wide = _WIDE_GAP.search(folded, area.start, area.end) is not None
    for raw in folded[area.start : area.end].split("\n"):
        if not raw:
            blanks += 1
            at += 1
            continue
        columns = _columns(folded, raw, at) if wide and _WIDE_GAP.search(raw) else (_trimmed(raw, at),)
        at += len(raw) + 1
        for place in columns:
            text = folded[place.start : place.end]
            if "  " in text or not text.isprintable():
                text = " ".join(text.replace("\x00", "").split())
            number = int(text) if len(text) <= 3 and text.isdecimal() else 0
            if number and number in (page + 1, page + 2) and (page or number <= 2):
                page = number
            elif is_noise(text):
                blanks += not text
            else:
                # The second of two columns stands apart like a paragraph of its own.
                is_bold = bool(bold) and _covered(place, bold, starts)
                lines.append(Line(place, text, is_bold, blanks or int(place != columns[0])))
                blanks = 0
    return lines


def _columns(folded: str, raw: str, at: int) -> Sequence[Span]:
    """Return where the columns of the line `raw`, which begins at `at`, stand."""
    return [_trimmed(m[0], at + m.start()) for m in _COLUMN.finditer(raw)] or [Span(at, at)]


# What is left of marks and of the lines of a table.
_EDGE = " \t\r\x00|\ufeff"


def _trimmed(raw: str, at: int) -> Span:
    """Return where the words of `raw` stand, which begins at `at`; an empty span behind it where it has none."""
    if raw[0].isalnum() and raw[-1].isprintable() and raw[-1] not in " |":
        return Span(at, at + len(raw))
    words = raw.lstrip().lstrip(_EDGE)
    start = at + len(raw) - len(words)
    return Span(start, start + len(words.rstrip().rstrip(_EDGE)))


def _covered(at: Span, spans: Sequence[Span], starts: Sequence[int]) -> bool:
    """Say whether one of `spans`, which are in order and apart and begin at `starts`, holds `at`."""
    index = bisect_right(starts, at.start) - 1
    return index >= 0 and at.end <= spans[index].end


def wrapping_of(lines: Sequence[Line]) -> Wrapping:
    """Return how the text that `lines` make up breaks its lines."""
    lengths = sorted(len(line.text) for line in lines)
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    broken = parted = 0
    for above, line in itertools.pairwise(lines):
        if line.blanks:
            parted += 1
        elif line.text[:1].islower():
            broken += is_unfinished(above.text) and not is_starter(line.text)
    pairs = len(lines) - 1
    return Wrapping(
        width=width,
        wrapped=pairs > 0 and broken / pairs > _WRAPPED_SHARE and width < 140,
        parted=pairs > 0 and parted / pairs > 0.1,
    )


def paragraphs(lines: Sequence[Line], wrapping: Wrapping) -> Iterator[list[Line]]:
    """Yield the lines of each paragraph."""
    current: list[Line] = []
    for line in lines:
        if current and not _continues(current, line, wrapping):
            yield current
            current = []
        current.append(line)
    if current:
        yield current


def is_unfinished(text: str) -> bool:
    """Say whether no sign at the end of `text` closes a sentence or a part of one."""
    return not _is_closed(text[-_LAST_WORDS:])


def _is_closed(text: str) -> bool:
    return text.rstrip(_BEHIND_CLOSING).endswith(_CLOSING)


def _continues(above: list[Line], line: Line, wrapping: Wrapping) -> bool:
    last = above[-1]
    if len(last.text) < 10 and len(above) == 1 and not line.blanks and _LONE_NUMBER.match(last.text):
        return line.text[0].isupper() and not is_starter(line.text)
    if ends_paragraph(last.text):
        return False
    if _is_inside_name(last, line, wrapping):
        return True
    if is_starter(line.text):
        return _asks_for_number(last.text, line.text) and line.text[0].isdigit() and not line.blanks
    lower = line.text[0].islower()
    if line.blanks:
        # A page break: the sentence goes on below it.
        return lower and is_unfinished(last.text) and len(last.text) > 40 and line.blanks <= 6
    if last.bold != line.bold and not lower and (is_starter(above[0].text) or line.text.isupper()):
        return False
    if asks_for_more(last.text):
        return True
    if lower:
        return is_unfinished(last.text) or wrapping.wrapped
    if not wrapping.wrapped or (len(above) == 1 and _is_whole_heading(last.text, line.text)):
        return False
    if last.bold and line.bold and not last.text.isupper():
        return True
    if last.text.isupper() != line.text.isupper() and not line.text[0].isdigit():
        return False
    return _fills(above, last, wrapping)


def _is_inside_name(last: Line, line: Line, wrapping: Wrapping) -> bool:
    """Say whether a hyphen at the beginning of a line is no bullet: "kinh tế⏎- xã hội", broken at the margin."""
    if not wrapping.wrapped or line.blanks or not line.text.startswith("-"):
        return False
    bracket_open = last.text.rfind("(") > last.text.rfind(")")
    if not (_HYPHEN_OF_BODY if bracket_open else _HYPHEN).match(line.text):
        return False
    return len(last.text) >= wrapping.width * _FULL_LINE and is_unfinished(last.text) and not last.text.endswith(",")


def _fills(above: list[Line], last: Line, wrapping: Wrapping) -> bool:
    full = len(last.text) >= wrapping.width * _FULL_LINE
    if wrapping.parted:
        # Blank lines part the paragraphs, so a line ends one only where it is short and closes a sentence.
        return full or is_unfinished(last.text)
    return full if not is_unfinished(last.text) else full or len(above) == 1


def asks_for_more(text: str) -> bool:
    """Say whether what ends like this goes on, whatever follows."""
    return _OPEN.match(text, max(0, len(text) - _LAST_WORDS)) is not None


def _is_whole_heading(text: str, below: str) -> bool:
    """Say whether a line is a heading of which the one below, which begins with a capital, is no part."""
    if len(text) > 90 or text.isupper() or not is_starter(text):
        return False
    if _any_of("headings").match(text):
        return below[0].isupper() and not below.isupper()
    return len(text.split()) > 2 and _is_name(text) and _any_of("openings").match(below) is not None


def _is_name(text: str) -> bool:
    return not _is_closed(text) and not text.endswith((",", " Ban", " và", " Sở"))


def _asks_for_number(text: str, following: str) -> bool:
    last = text.rsplit(maxsplit=1)[-1]
    # "Quan điểm⏎1. Chuyển đổi" and "kinh tế số⏎1.1. Hạ tầng" are two headings, "Điều⏎1. Phạm vi" is one.
    return last in number_words() and not (last[0].islower() and _LIST_NUMBER.match(following))
