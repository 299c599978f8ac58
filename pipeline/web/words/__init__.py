"""The words of the pages: one YAML file for each page, one for all (common.yaml).

`codes.` are the words of `pipeline`, those for the codes of the database.
"""

from __future__ import annotations

import functools
from pathlib import Path

import yaml

from pipeline.wording import Language, Words, read_words


@functools.cache
def words_in(lang: Language) -> Words:
    """Return the words in `lang`: `words("documents.heading")`, or `words("close")` for one of common.yaml."""
    return Words(all_words(), lang)


@functools.cache
def all_words() -> dict[str, dict[str, str]]:
    """Return every word in both languages, by name: those of a page with its name before theirs."""
    known = {f"codes.{name}": word for name, word in read_words("pipeline").items()}
    for file in sorted(Path(__file__).parent.glob("*.yaml")):
        prefix = "" if file.stem == "common" else f"{file.stem}."
        for name, word in yaml.load(file.read_text("utf8"), yaml.CSafeLoader).items():
            known[prefix + name] = word
    return known
