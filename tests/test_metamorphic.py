"""The same plan written in another way gives the same facts: letters, dashes, spaces and lines say nothing."""

from __future__ import annotations

import functools
import json
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import regex

from pipeline.clean import clean
from pipeline.extract import extract_bytes
from pipeline.read import read_bytes
from rules.letters import key

CORPUS = Path(__file__).resolve().parent.parent / "corpus" / "plans"
PLANS = sorted(p for p in CORPUS.iterdir() if p.suffix in (".txt", ".md"))

# What of each fact has to stay. Words of a text are compared by their letters.
SLOTS = {
    "documents": (
        "doc_type", "number", "symbol", "code", "issued_on", "issued_on_partial", "place", "issuer", "level",
        "province", "district", "commune", "title", "period_start", "period_end", "signer", "signer_title",
        "signed_for",
    ),
    "sections": ("label", "depth", "kind", "heading"),
    "legal_refs": (
        "ref_type", "number", "year", "code", "resolves_to", "issuer", "issued_on", "issued_on_partial", "pinpoint",
        "relation",
    ),
    "short_refs": ("ref_type", "pinpoint", "means", "resolves_to", "issued_on"),
    "percentages": ("value_min", "value_max", "comparator", "role"),
    "targets": (
        "value_min", "value_max", "unit", "comparator", "basis", "direction", "per", "indicator", "place", "kind",
        "baseline_value", "baseline_year", "target_year", "period_start", "period_end",
    ),
    "agency_mentions": ("agency", "role"),
    "assignments": ("agency", "role", "project"),
    "deadlines": ("due_on", "due_on_partial", "recurrence", "agency"),
    "amounts": ("value_vnd_min", "value_vnd_max", "funding_source", "year"),
    "table_facts": (
        "row_label", "column_path", "place", "indicator", "year", "value", "value_max", "comparator", "unit", "kind",
    ),
}  # fmt: skip


# Other ways of writing a text.


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def icelandic(text: str) -> str:
    return text.replace("Đ", "Ð").replace("đ", "ð")


CODE = regex.compile(r"(?<![\p{L}\d/-])\d{1,5}(?:/\d{4})?/\p{Lu}[\p{L}&]*(?:-\p{Lu}[\p{L}&]*)+(?![\p{L}/-])")


def spaced_codes(text: str) -> str:
    """Put spaces around the hyphens of codes with a type: QĐ - TTg."""
    return CODE.sub(lambda m: m[0].replace("-", " - ") if m[0].count("-") == 1 else m[0], text)


def en_dashes(text: str) -> str:
    """Put an en dash for every hyphen outside the frames of tables and the marks at the beginning of a line."""
    lines = (line if regex.fullmatch(r"[\s|:*_=-]*", line) else line.replace("-", "–") for line in text.split("\n"))
    return "\n".join(lines)


def new_tones(text: str) -> str:
    """Move tone marks to the second vowel of an open syllable: hoà, uỷ."""
    marks = {
        "òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "òe": "oè", "óe": "oé", "ỏe": "oẻ", "õe": "oẽ",
             "ọe": "oẹ", "ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ"}  # fmt: skip
    cases = {f(old): f(new) for f in (str, str.upper, str.capitalize) for old, new in marks.items()}
    found = regex.compile(rf"(?<![qQ])(?:{'|'.join(cases)})(?!\p{{L}})")
    return found.sub(lambda m: cases[m[0]], text)


def rebroken(text: str) -> str:
    """Break paragraphs at 80 columns, with blank lines between them; tables and columns stay as they are."""
    out: list[str] = []
    at = 0
    for start, end in paragraphs(text):
        if text[at:start].strip():
            out.append(text[at:start].strip("\n"))
        if regex.search(r"\t|\||\S {3,}\S", text[start:end]):
            out.append(text[start:end])
        else:
            out.append(textwrap.fill(text[start:end], 80, break_on_hyphens=False, break_long_words=False))
        at = end
    return "\n\n".join([*out, text[at:].strip()]) + "\n"


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return where the paragraphs of running text stand, with their marks, as the reading of the plan has them."""
    reading = clean(read_bytes(text.encode(), "plan.md"))
    assert reading.offsets is not None
    places = []
    for block in reading.blocks:
        if block.table is None:
            start, end = reading.offsets.to_source(*block.at)
            start -= len(text[:start]) - len(text[:start].rstrip("*_# "))
            end += len(text[end:]) - len(text[end:].lstrip("*_"))
            places.append((start, end))
    return places


WAYS: dict[str, Callable[[str], str]] = {
    "NFD": decomposed,
    "Ð": icelandic,
    "spaces in codes": spaced_codes,
    "en dashes": en_dashes,
    "80 columns": rebroken,
    "uỷ, hoà": new_tones,
    "no-break spaces": lambda text: regex.sub(r"(?<=\d) (?=\p{L})", "\u00a0", text),
    "Windows lines": lambda text: text.replace("\n", "\r\n"),
    "all at once": lambda text: decomposed(icelandic(new_tones(en_dashes(spaced_codes(rebroken(text)))))),
}


def facts(path: Path) -> dict[str, Counter[str]]:
    """Return the facts of a plan as a multiset of their slots, by table."""
    rows = extract_bytes(path.read_bytes(), path.name, path.name)
    return {
        table: Counter(json.dumps([plain(row, slot) for slot in slots], ensure_ascii=False) for row in rows[table])
        for table, slots in SLOTS.items()
    }


as_it_is = functools.cache(facts)


def plain(row: dict[str, Any], slot: str) -> Any:
    """Return words in one spelling without spaces at hyphens; a long heading is cut, so only its beginning counts."""
    value = row.get(slot)
    if isinstance(value, str):
        words = regex.sub(r"\s*-\s*", "-", key(value))
        return words[:100] if slot == "heading" else words
    return value if isinstance(value, int | float | None) else str(value)


def changes(path: Path, way: str, folder: Path) -> list[str]:
    """Return the facts that are gone and those that are new when a plan is written in another way."""
    written = folder / path.name
    written.write_text(WAYS[way](path.read_text("utf8")), "utf8", newline="\n")
    before, after = as_it_is(path), facts(written)
    return [
        f"{table} {sign} {fact}"
        for table in SLOTS
        for sign, left in (("-", before[table] - after[table]), ("+", after[table] - before[table]))
        for fact in left.elements()
    ]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", PLANS, ids=lambda p: p.name)
def test_another_way_of_writing_gives_the_same_facts(path: Path, way: str, tmp_path: Path) -> None:
    assert changes(path, way, tmp_path) == []


GOLD = "001*.txt", "002*.txt", "004*.txt", "144-KH-UBND__*.md", "153-KH-UBND__*.md"


@pytest.mark.shared
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", GOLD)
def test_another_way_of_writing_real_plans_gives_the_same_facts(
    name: str, way: str, shared: Path, tmp_path: Path
) -> None:
    path = next((shared / "plans").rglob(name))
    assert changes(path, way, tmp_path) == []


def test_the_other_ways_are_other() -> None:
    text = "Sở Hoà Bình: 12/QĐ-UBND về ủy quyền; " + "thực hiện các nhiệm vụ được giao trong năm " * 4 + "\n"
    written = {way: write(text) for way, write in WAYS.items()}
    assert "12/QĐ - UBND" in written["spaces in codes"]
    assert "12/QĐ–UBND" in written["en dashes"]
    assert "uỷ quyền" in written["uỷ, hoà"]
    assert "QÐ" in written["Ð"]
    assert max(map(len, written["80 columns"].split("\n"))) <= 80
    assert len(written["NFD"]) > len(text)
