"""The words that a part of the program says to its readers, from its `words.yaml`, in English and Vietnamese."""

from __future__ import annotations

import functools
import importlib.resources
from typing import Any, Literal

import yaml

Language = Literal["en", "vi"]


class Words:
    """The words of a package in one language: `words("sources")`, `words("others", n=7)`.

    An entry of `words.yaml` is `name: {en: …, vi: …}`; `one` in it is what English says of a single thing.
    """

    def __init__(self, package: str, language: Language) -> None:
        self.language = language
        self._entries = read_words(package)

    def __call__(self, name: str, /, **details: object) -> str:
        """Return the words called `name`, their braces filled in."""
        entry = self._entries[name]
        form = "one" if self.language == "en" and details.get("n") == 1 and "one" in entry else self.language
        return entry[form].format(**details)

    def of(self, group: str, value: object) -> str:
        """Return what a value of the database is called: `words.of("role", "lead")`, itself where it has no name."""
        name = f"{group}_{value}"
        return self(name) if name in self._entries else str(value)


@functools.cache
def read_words(package: str) -> dict[str, dict[str, str]]:
    """Return the entries of the `words.yaml` of a package."""
    text = importlib.resources.files(package).joinpath("words.yaml").read_text("utf8")
    entries: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return entries
