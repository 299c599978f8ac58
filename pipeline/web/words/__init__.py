"""The words of the pages, in both languages: one YAML file for each page, one for all, one for the database's codes.

Each word is `name: {en: …, vi: …}`. Numbers and names are put in where they stand in braces. Where English tells
one from many, `one` is what it says of one: `{en: "{count} documents", one: "{count} document", vi: …}`.
"""

from __future__ import annotations

import functools
from pathlib import Path

import yaml


class Words:
    """The words in one language: `words("documents.heading")`, or `words("close")` for one of common.yaml."""

    def __init__(self, known: dict[str, dict[str, str]], lang: str) -> None:
        self._known = known
        self._lang = lang

    def __call__(self, name: str, /, **details: object) -> str:
        """Return a word with `details` put in. Raises KeyError where there is none of that name."""
        word = self._known[name]
        lang = "one" if self._lang == "en" and "one" in word and details.get("count") in (1, "1") else self._lang
        return word[lang].format(**details) if details else word[lang]

    def get(self, name: str) -> str | None:
        """Return a word, or None where there is none of that name."""
        return self._known[name][self._lang] if name in self._known else None


@functools.cache
def words_in(lang: str) -> Words:
    """Return the words in `lang`, en or vi."""
    return Words(all_words(), lang)


@functools.cache
def all_words() -> dict[str, dict[str, str]]:
    """Return every word in both languages, by name: those of a page with its name before theirs."""
    known: dict[str, dict[str, str]] = {}
    for file in sorted(Path(__file__).parent.glob("*.yaml")):
        prefix = "" if file.stem == "common" else f"{file.stem}."
        for name, word in yaml.safe_load(file.read_text("utf8")).items():
            known[prefix + name] = word
    return known
