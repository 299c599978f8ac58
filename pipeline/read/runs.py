"""The text inside a DOCX paragraph: runs, breaks, notes, symbols, fields, tracked changes, text boxes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from pipeline.read.legacy import OldFont, convert_run, honest_fonts, old_font
from pipeline.read.numbering import W
from pipeline.read.raised import render_raised

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_OFF = ("0", "false", "off", "none")
_LEFT_OUT = {f"{W}{n}" for n in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "rt", "footnoteRef")}
# Fields that the program fills in anew on every page, or that repeat the headings.
_PRINTED_BY_PROGRAM = ("PAGE", "NUMPAGES", "SECTIONPAGES", "TOC")
# Signs of the Symbol font that plans use, by their place in it; bullets and the like become a bullet.
_SYMBOLS = {
    0x25: "%",
    0x2D: "-",
    0xA3: "≤",
    0xAE: "→",
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xB9: "≠",
    0xBE: "-",
}


def is_on(properties: Any, name: str) -> bool:
    """Return whether the switch `name` stands in `properties` and is not turned off."""
    switch = properties.find(f"{W}{name}")
    return switch is not None and switch.get(f"{W}val") not in _OFF


class _Look(NamedTuple):
    """What changes the letters of a piece of text: a font of before Unicode, and whether all are set as capitals."""

    font: OldFont
    caps: bool


class Inline:
    """Reads paragraphs one after the other; notes are numbered in the order in which the text cites them.

    `styles` are those of the file by their id, `defaults` what holds where none says otherwise. `done` takes the
    names of the encodings that were converted, by the fonts that runs name.
    """

    def __init__(
        self, notes: dict[tuple[str, str], Any], styles: dict[str, Any], defaults: Any | None, done: set[str]
    ) -> None:
        self._notes = notes
        self._styles = styles
        self._defaults = defaults
        self._done = done
        self._honest: frozenset[str] = frozenset()
        self._usual = next(
            (n for n, s in styles.items() if s.get(f"{W}default") in ("1", "true") and _of_text(s)), ""
        )
        self._looks: list[_Look | None] = []
        self._numbers: dict[tuple[str, str], int] = {}
        self._fields: list[str] = []
        self._in_result: list[bool] = []
        self._parts: list[str] = []
        self._boxes: list[Any] = []
        self._style = ""

    def cited(self) -> Iterator[tuple[int, Any]]:
        """Yield the notes cited so far, each with its number; a note may cite further ones."""
        done = 0
        while done < len(self._numbers):
            key = list(self._numbers)[done]
            done += 1
            yield done, self._notes[key]

    def read(self, paragraph: Any) -> tuple[str, list[Any]]:
        """Return the text of `paragraph` and the text boxes that hang on it."""
        self._parts, self._looks, self._boxes = [], [], []
        self._style = self._style_of(paragraph)
        self._children(paragraph)
        text = "".join(self._converted())
        while "\t\t" in text or "  " in text:
            text = text.replace("\t\t", "\t").replace("  ", " ")
        return text, self._boxes

    def trust_fonts(self, bodies: list[Any]) -> None:
        """Find out which of the old fonts that the runs in `bodies` name are truly in use."""
        texts = []
        for paragraph in (p for body in bodies for p in body.iter(f"{W}p")):
            self._style = self._style_of(paragraph)
            for run in paragraph.iter(f"{W}r"):
                text = "".join(t.text or "" for t in run.iter(f"{W}t"))
                if not text.isascii():
                    texts.append((self._font(run.find(f"{W}rPr")), text))
        self._honest = honest_fonts(texts)

    def _style_of(self, paragraph: Any) -> str:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self._usual if style is None else str(style.get(f"{W}val"))

    def _converted(self) -> Iterator[str]:
        """Yield the text of the paragraph. Runs that look alike go together: one may end between letter and mark."""
        for look, pairs in groupby(zip(self._looks, self._parts, strict=True), key=lambda pair: pair[0]):
            text = "".join(part for _, part in pairs)
            if look is not None:
                converted = convert_run(text, look.font)
                if converted != text:
                    self._done.add(look.font.encoding)
                text = converted.upper() if look.caps else converted
            yield text

    def _children(self, element: Any) -> None:
        for child in element:
            tag = child.tag
            if tag in _LEFT_OUT or not isinstance(tag, str):
                continue
            if tag == f"{W}r":
                self._run(child)
            elif tag == f"{W}fldSimple":
                if _kind_of(str(child.get(f"{W}instr", ""))) not in _PRINTED_BY_PROGRAM:
                    self._children(child)
            elif tag == f"{MC}AlternateContent":
                self._alternative(child)
            elif tag == f"{_MATH}t":
                self._add(child.text or "")
            elif tag == f"{W}txbxContent":
                self._boxes.append(child)
            else:
                self._children(child)

    def _alternative(self, element: Any) -> None:
        # The same content twice, for new programs and for old ones.
        for choice in element:
            before = len(self._parts), len(self._boxes)
            self._children(choice)
            if (len(self._parts), len(self._boxes)) != before:
                return

    def _run(self, run: Any) -> None:
        properties = run.find(f"{W}rPr")
        if properties is not None and (is_on(properties, "vanish") or is_on(properties, "webHidden")):
            return
        for child in run:
            tag = child.tag
            if tag == f"{W}fldChar":
                self._field(str(child.get(f"{W}fldCharType")))
            elif tag == f"{W}instrText":
                if self._fields:
                    self._fields[-1] += child.text or ""
            elif tag == f"{W}t":
                self._printed(child.text or "", properties)
            elif tag in (f"{W}tab", f"{W}ptab"):
                self._add("\t")
            elif tag in (f"{W}br", f"{W}cr"):
                self._add("\n")
            elif tag == f"{W}noBreakHyphen":
                self._add("-")
            elif tag == f"{W}softHyphen":
                self._printed("\u00ad", properties)
            elif tag == f"{W}sym":
                self._add(_symbol(str(child.get(f"{W}char", ""))))
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self._cite(tag.removeprefix(W).removesuffix("Reference"), str(child.get(f"{W}id")))
            elif tag == f"{MC}AlternateContent":
                self._alternative(child)
            elif tag not in _LEFT_OUT and len(child):
                self._children(child)

    def _add(self, text: str, look: _Look | None = None) -> None:
        shown = all(
            not result or _kind_of(field) not in _PRINTED_BY_PROGRAM
            for field, result in zip(self._fields, self._in_result, strict=True)
        )
        if shown and text:
            self._parts.append(text)
            self._looks.append(look)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append("")
            self._in_result.append(False)
        elif self._fields and kind == "separate":
            self._in_result[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()
            self._in_result.pop()

    def _cite(self, kind: str, note_id: str) -> None:
        if (kind, note_id) in self._notes:
            number = self._numbers.setdefault((kind, note_id), len(self._numbers) + 1)
            self._add(f"[{number}]")

    def _printed(self, text: str, properties: Any | None) -> None:
        text = "".join(_symbol(f"{ord(c):X}") if "\ue000" <= c <= "\uf8ff" else c for c in text)
        font, caps = old_font(self._font(properties)), self._has(properties, "caps")
        look = None if font is None or font.encoding not in self._honest else _Look(font, caps)
        if look is None:
            text = unicodedata.normalize("NFC", text)
            text = text.upper() if caps else text
        raised = None if properties is None else properties.find(f"{W}vertAlign")
        if raised is not None and raised.get(f"{W}val") == "superscript":
            text = render_raised(text, "".join(self._parts[-3:]))
        self._add(text.replace("\n", " ").replace("\r", " "), look)

    def _has(self, properties: Any | None, name: str) -> bool:
        for place in self._properties(properties):
            if place.find(f"{W}{name}") is not None:
                return is_on(place, name)
        return False

    def _font(self, properties: Any | None) -> str:
        for place in self._properties(properties):
            fonts = place.find(f"{W}rFonts")
            font = None if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")
            if font:
                return str(font)
        return ""

    def _properties(self, properties: Any | None) -> Iterator[Any]:
        """Yield the properties that hold for a run: its own, then those of its styles."""
        if properties is not None:
            yield properties
            own = properties.find(f"{W}rStyle")
            yield from self._of_style("" if own is None else str(own.get(f"{W}val")))
        yield from self._of_style(self._style)
        if self._defaults is not None:
            yield self._defaults

    def _of_style(self, name: str) -> Iterator[Any]:
        for _ in range(10):
            style = self._styles.get(name)
            if style is None:
                return
            properties = style.find(f"{W}rPr")
            if properties is not None:
                yield properties
            based = style.find(f"{W}basedOn")
            name = "" if based is None else str(based.get(f"{W}val"))


def _of_text(style: Any) -> bool:
    return bool(style.get(f"{W}type") == "paragraph")


def _kind_of(instruction: str) -> str:
    words = instruction.split()
    return words[0].upper() if words else ""


def _symbol(code: str) -> str:
    try:
        place = int(code, 16)
    except ValueError:
        return ""
    if place >= 0xF000 or place < 0x100:
        return _SYMBOLS.get(place & 0xFF, "•")
    return chr(place) if place < 0xD800 else "•"
