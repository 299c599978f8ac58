"""The needles of a pattern: every match holds one, and none are told where that cannot be known."""

from __future__ import annotations

from typing import Any

import pytest
import regex

from rules import compile_pattern
from rules.letters import fold
from rules.needles import Sieve, needles_of
from tests.test_rules import ENTRIES, text_of


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"(?<!\p{L})chủ\s+trì(?!\p{L})", {"chủ trì"}),
        (r"(?:báo cáo|gửi)\s[^.;]{0,90}\s(?:về|lên)", {"báo cáo", "gửi"}),
        (r"(?P<at>trước|chậm nhất)(?:\s+là)?\s+(?P<day>\d{1,2})", {"trước", "chậm nhất"}),
        (r"(?<word>đầu mối|chính)+", {"đầu mối", "chính"}),
        (r"thuộc?", {"thuộ"}),
        (r"phấn{0,2}\s+đấu", {"phấ"}),
        (r"chủ(?=\s+trì)", {"chủ"}),
        (r"\(qua\)", {"(qua)"}),
    ],
)
def test_words_that_must_be_there(pattern: str, words: set[str]) -> None:
    assert needles_of(pattern) == words


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:đạt|\d+)",
        r"(?:phấn đấu)?\s*",
        r"(?:phấn đấu)*",
        r"(?:phấn đấu){0,2}",
        r"(?i:chủ trì)",
        r"(?i)chủ trì",
        r"(?=chủ trì)",
        r"[đa]+",
        r"bờ|a",
        r"phấn|",
        "",
    ],
)
def test_none_where_none_must_be_there(pattern: str) -> None:
    assert needles_of(pattern) == frozenset()


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_sieve_finds_what_its_pattern_finds(entry: dict[str, Any]) -> None:
    flags = regex.IGNORECASE if "i" in entry.get("flags", "") else 0
    patterns = [compile_pattern(p, flags) for p in entry.get("patterns", [entry.get("pattern")])]
    sieves = [(pattern, Sieve(pattern)) for pattern in patterns]
    for text in (fold(text_of(e)) for e in [*entry["examples"], *entry.get("not_examples", [])]):
        for said in (text, f"{text} {text}", text.lower(), text.replace(" ", "\n")):
            for pattern, sieve in sieves:
                found, expected = sieve.search(said), pattern.search(said)
                assert (found and found.span()) == (expected and expected.span())
                assert _spans(sieve, said, 1) == _spans(pattern, said, 1)
                assert sieve.stands_in(said) == (expected is not None)


def _spans(pattern: Sieve | regex.Pattern[str], text: str, start: int = 0) -> list[tuple[int, int]]:
    return [m.span() for m in pattern.finditer(text, start, len(text))]
