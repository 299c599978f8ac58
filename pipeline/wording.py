"""The words that the program says to its readers, in English and Vietnamese, from YAML files and the schema.

An entry is `name: {en: …, vi: …}`; numbers and names are put in where they stand in braces. `one` in it is what
English says of a single thing: `{en: "{n} documents", one: "{n} document", vi: …}`.
"""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Mapping, Sequence
from typing import Any, Literal

Language = Literal["en", "vi"]
Entries = Mapping[str, Mapping[str, str]]


class Words:
    """Words in one language: `words("sources")`, `words("others", n=7)`."""

    def __init__(self, entries: Entries, language: Language) -> None:
        self.language = language
        self._entries = entries

    def __call__(self, name: str, /, **details: object) -> str:
        """Return the words called `name`, their braces filled in. Raises KeyError where there are none."""
        entry = self._entries[name]
        single = "one" in entry and any(details.get(counted) in (1, "1") for counted in ("n", "count"))
        words = entry["one" if single and self.language == "en" else self.language]
        return words.format(**details) if details else words

    def get(self, name: str) -> str | None:
        """Return the words called `name`, None where there are none."""
        return self._entries[name][self.language] if name in self._entries else None

    def of(self, group: str, value: object) -> str:
        """Return what a value of the database is called: `words.of("role", "lead")`, itself where it has no name."""
        return self.get(f"{group}_{value}") or str(value)


@functools.cache
def words_of(package: str, language: Language) -> Words:
    """Return the words of the `words.yaml` of a package."""
    return Words(read_words(package), language)


@functools.cache
def read_words(package: str) -> dict[str, Any]:
    """Return the entries of the `words.yaml` of a package."""
    import yaml  # slow to import, which those who need no words are spared

    text = importlib.resources.files(package).joinpath("words.yaml").read_text("utf8")
    entries: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return entries


def in_both(comment: str | None) -> dict[Language, str]:
    """Return a comment of the database, "english / tiếng Việt", by language; the same in both where it is in one.

    >>> in_both("year / năm"), in_both("a path, with / between names / đường dẫn, ngăn bằng /")["vi"]
    ({'en': 'year', 'vi': 'năm'}, 'đường dẫn, ngăn bằng /')
    """
    parts = (comment or "").split(" / ")
    # Each language may itself hold the sign that parts the two: the middle one parts them. Where there is none in
    # the middle, English holds one more.
    middle = (len(parts) + 1) // 2
    english, vietnamese = " / ".join(parts[:middle]), " / ".join(parts[middle:])
    return {"en": english, "vi": vietnamese or english}


def joined(words: Mapping[Language, str], languages: Sequence[Language], between: str) -> str:
    """Return words in both languages, in this order, with a sign between them; once where both say the same.

    >>> joined({"en": "year", "vi": "năm"}, ("vi", "en"), " · ")
    'năm · year'
    """
    return between.join(dict.fromkeys(words[language] for language in languages))
