"""The numbers and bullets that a word processor puts before paragraphs, worked out from a DOCX file's lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import regex

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_PLACE = regex.compile(r"%([1-9])")
_ROMAN = dict(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"],
        strict=True,
    )
)
_MAX = 4000


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = " "
    restart: int | None = None
    legal: bool = False


@dataclass(slots=True)
class _List:
    """A list as paragraphs name it: its levels, what it counts together with, where it begins anew."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]
    of_styles: dict[str, int]


class Numbering:
    """Counts a document's numbered paragraphs; ask for the mark of each in order."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, tuple[str | None, str | None, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if styles is not None:
            self._read_styles(styles)
        if numbering is not None:
            self._read_lists(numbering)

    def _read_styles(self, styles: Any) -> None:
        for style in styles.iter(f"{W}style"):
            based = style.find(f"{W}basedOn")
            number = style.find(f"{W}pPr/{W}numPr")
            list_id, level = _list_of(number) if number is not None else (None, 0)
            self._styles[_value(style, "styleId")] = (None if based is None else _value(based), list_id, level or 0)

    def _read_lists(self, numbering: Any) -> None:
        abstracts = {_value(a, "abstractNumId"): a for a in numbering.iter(f"{W}abstractNum")}
        linked = {_value(link): key for key, a in abstracts.items() if (link := a.find(f"{W}styleLink")) is not None}
        for num in numbering.iter(f"{W}num"):
            reference = num.find(f"{W}abstractNumId")
            key = "" if reference is None else _value(reference)
            link = abstracts[key].find(f"{W}numStyleLink") if key in abstracts else None
            if link is not None:
                key = linked.get(_value(link), key)
            if key not in abstracts:
                continue
            levels = {_number(level, "ilvl"): _read_level(level) for level in abstracts[key].iter(f"{W}lvl")}
            styled = [(level.find(f"{W}pStyle"), _number(level, "ilvl")) for level in abstracts[key].iter(f"{W}lvl")]
            of_styles = {_value(style): index for style, index in styled if style is not None}
            starts = {}
            for override in num.iter(f"{W}lvlOverride"):
                index = _number(override, "ilvl")
                own, start = override.find(f"{W}lvl"), override.find(f"{W}startOverride")
                if own is not None:
                    levels[index] = _read_level(own)
                if start is not None:
                    starts[index] = _number(start)
            self._lists[_value(num, "numId")] = _List(key, levels, starts, of_styles)

    def mark(self, paragraph: Any) -> str:
        """Return what stands before `paragraph`, with its space: `a) `, `2.1. `, `- `; empty where nothing does."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return ""
        style = properties.find(f"{W}pStyle")
        number = properties.find(f"{W}numPr")
        list_id, level = _list_of(number) if number is not None else (None, None)
        styled_id, styled_level, styled_by = self._of_style(None if style is None else _value(style))
        list_id = styled_id if list_id is None else list_id
        found = self._lists.get(list_id or "")
        if found is None:
            return ""
        if level is None:
            level = found.of_styles.get(styled_by, styled_level)
        if level not in found.levels:
            return ""
        counts = self._count(found, list_id or "", level)
        return _render(found.levels, level, counts)

    def _of_style(self, style: str | None) -> tuple[str | None, int, str]:
        """Return the list and level that `style` gives, and the style that it has them from."""
        seen = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            based, list_id, level = self._styles[style]
            if list_id is not None:
                return list_id, level, style
            style = based
        return None, 0, ""

    def _count(self, found: _List, list_id: str, level: int) -> list[int | None]:
        counts = self._counts.setdefault(found.abstract, [None] * _LEVELS)
        begins = level in found.starts and (list_id, level) not in self._begun
        self._begun.add((list_id, level))
        before = counts[level]
        if begins:
            counts[level] = found.starts[level]
        else:
            counts[level] = found.levels[level].start if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or (restart and level < restart):
                counts[deeper] = None
        return counts


def _render(levels: dict[int, _Level], level: int, counts: list[int | None]) -> str:
    own = levels[level]
    if own.format == "none" and not own.text:
        return ""
    if own.format == "bullet":
        # Bullets of symbol fonts have no letter of their own.
        sign = own.text if own.text in ("-", "+", "*", "–", "—") else "•" if own.text.strip() else ""
        return sign and sign + own.suffix

    def fill(match: regex.Match[str]) -> str:
        index = int(match[1]) - 1
        shown = levels.get(index, _Level())
        count = counts[index]
        return _format(shown.start if count is None else count, "decimal" if own.legal else shown.format)

    text = _PLACE.sub(fill, own.text).strip()
    return text and text + own.suffix


def _format(count: int, kind: str) -> str:
    formats: dict[str, Callable[[int], str]] = {
        "decimalZero": lambda n: f"{n:02d}",
        "lowerLetter": lambda n: chr(97 + (n - 1) % 26) * ((n - 1) // 26 + 1) if n else "",
        "upperLetter": lambda n: chr(65 + (n - 1) % 26) * ((n - 1) // 26 + 1) if n else "",
        "lowerRoman": _roman,
        "upperRoman": lambda n: _roman(n).upper(),
        "none": lambda n: "",
        "bullet": lambda n: "",
    }
    count = max(0, min(count, _MAX))
    return formats.get(kind, str)(count)


def _roman(count: int) -> str:
    out = ""
    for value, sign in _ROMAN.items():
        out += sign * (count // value)
        count %= value
    return out


def _read_level(level: Any) -> _Level:
    def text(name: str, default: str = "") -> str:
        child = level.find(f"{W}{name}")
        return default if child is None else _value(child)

    restart = level.find(f"{W}lvlRestart")
    legal = level.find(f"{W}isLgl")
    start = level.find(f"{W}start")
    return _Level(
        start=1 if start is None else _number(start),
        format=text("numFmt", "decimal"),
        text=text("lvlText"),
        suffix="" if text("suff") == "nothing" else " ",
        restart=None if restart is None else _number(restart),
        legal=legal is not None and _value(legal) not in ("0", "false", "off"),
    )


def _list_of(number: Any) -> tuple[str | None, int | None]:
    list_id, level = number.find(f"{W}numId"), number.find(f"{W}ilvl")
    return (None if list_id is None else _value(list_id)), (None if level is None else _number(level))


def _value(element: Any, name: str = "val") -> str:
    return str(element.get(f"{W}{name}", ""))


def _number(element: Any, name: str = "val") -> int:
    value = _value(element, name).strip()
    return int(value) if value.isdecimal() and len(value) < 7 else 0
