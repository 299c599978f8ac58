"""Patterns read by Python's `re` find what `regex` finds."""

from __future__ import annotations

import re

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from rules import compile_pattern, read_yaml
from rules.letters import fold
from rules.plain import compile_plain, compile_quick
from tests.test_rules import NAMES, text_of, with_examples

_SIGNS = "aăâbđeêơưỳẠẦĐƯỸABZ0159²½ \t\n.,;:-–_*[]()\\%/“"


@pytest.mark.parametrize(
    "pattern",
    [
        r"\p{L}+",
        r"\p{Lu}\p{Ll}*",
        r"[\p{Lu}\d.]+",
        r"[^\p{L}\s]",
        r"[]\p{L}[]+",
        r"(?<name>\p{Lu})-\d",
        r"(?<!\p{L})đ(?!\p{Ll})",
        r"\[\p{L}\]|\\\p{L}",
    ],
)
@given(text=st.text(st.sampled_from(_SIGNS), max_size=20))
def test_what_is_written_out_finds_the_same(pattern: str, text: str) -> None:
    ours, theirs = compile_plain(pattern), regex.compile(pattern)
    assert [m.span() for m in ours.finditer(text)] == [m.span() for m in theirs.finditer(text)]


@pytest.mark.parametrize("name", NAMES)
def test_rules_find_the_same_by_either(name: str) -> None:
    for entry in with_examples(read_yaml(name)):
        for pattern in entry.get("patterns") or [entry["pattern"]]:
            quick, whole = compile_quick(pattern), compile_pattern(pattern)
            for text in (fold(text_of(e)) for e in [*entry["examples"], *entry.get("not_examples", [])]):
                for said in (text, f"{text} {text}", text.lower(), text.upper()):
                    found, expected = ([m.span() for m in form.finditer(said)] for form in (quick, whole))
                    assert found == expected, (pattern, said)


@pytest.mark.parametrize("pattern", [r"(?<!có|được)\d", r"(?r)\d$", r"(?<a>\d)|(?<a>\p{L})", r"a\Kb"])
def test_what_re_has_not_is_left_to_regex(pattern: str) -> None:
    with pytest.raises(re.error):
        compile_plain(pattern)
    assert isinstance(compile_quick(pattern), regex.Pattern)
