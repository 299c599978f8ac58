"""What kehoach knows about the language of plans: data, and the few functions that read it.

A YAML file `NAME.yaml` is checked against `schema/NAME.json` when it is read; a CSV file `NAME.csv` is read as
text columns. A list of rules in a YAML file stands under `rules`; each rule has an `id`, a `pattern` (or
`patterns`) and `examples`, and may have `not_examples`. Patterns are written with named parts: `{date}` stands
for the part `date` of `parts.yaml`.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import importlib.resources
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import jsonschema
import regex
import yaml

_FOLDER = importlib.resources.files("rules")


class RulesError(ValueError):
    """A rule file is not what its schema says; the message names the file and the place in it."""


@functools.cache
def read_yaml(name: str) -> Any:
    """Return the content of `NAME.yaml`, checked against `schema/NAME.json`.

    Raises RulesError where the file does not fit its schema.
    """
    data = yaml.load(_FOLDER.joinpath(f"{name}.yaml").read_text("utf8"), yaml.CSafeLoader)
    schema = json.loads(_FOLDER.joinpath("schema", f"{name}.json").read_text("utf8"))
    errors = sorted(jsonschema.Draft202012Validator(schema).iter_errors(data), key=lambda e: e.json_path)
    if errors:
        raise RulesError(f"rules/{name}.yaml: {errors[0].json_path}: {errors[0].message}")
    return data


@functools.cache
def read_csv(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of `NAME.csv`, every value as text (empty where nothing is known)."""
    return tuple(csv.DictReader(_FOLDER.joinpath(f"{name}.csv").read_text("utf8").splitlines()))


@functools.cache
def digest() -> str:
    """Return a hash of all rule files: two builds with the same digest knew the same."""
    total = hashlib.sha256()
    for path in sorted(_data_files(), key=lambda p: p.name):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:16]


def _data_files() -> Iterator[Any]:
    for folder in (_FOLDER, _FOLDER.joinpath("schema")):
        yield from (p for p in folder.iterdir() if p.name.endswith((".yaml", ".csv", ".json")))


_PART = regex.compile(r"\{([a-z][a-z_]*)\}")


def expand(pattern: str) -> str:
    """Return `pattern` with its `{named}` parts put in, as deep as they go.

    Raises RulesError for a part that `parts.yaml` does not have.
    """
    parts: dict[str, str] = read_yaml("parts")

    def fill(match: regex.Match[str]) -> str:
        if match[1] not in parts:
            raise RulesError(f"rules/parts.yaml has no part {match[1]!r}, asked for by {pattern!r}")
        return f"(?:{expand(parts[match[1]])})"

    return _PART.sub(fill, pattern)


def compile_pattern(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    """Return `pattern`, its named parts filled in, ready to search folded text (see `rules.letters.fold`)."""
    return regex.compile(expand(pattern), flags | regex.VERSION1)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a YAML file: its id, its patterns compiled, and everything else it says in `data`."""

    id: str
    patterns: tuple[regex.Pattern[str], ...]
    data: dict[str, Any]


@functools.cache
def read_rules(name: str) -> tuple[Rule, ...]:
    """Return the rules of `NAME.yaml` in their order. `flags: i` in a rule makes its patterns ignore case."""
    return tuple(
        Rule(
            id=item["id"],
            patterns=tuple(
                compile_pattern(p, regex.IGNORECASE if "i" in item.get("flags", "") else 0)
                for p in item.get("patterns", [item["pattern"]] if "pattern" in item else [])
            ),
            data=item,
        )
        for item in read_yaml(name)["rules"]
    )


@functools.cache
def any_rule(name: str) -> regex.Pattern[str]:
    """Return one pattern for all patterns of `NAME.yaml`: where it finds nothing, none of them has to be tried."""
    return compile_pattern(
        "|".join(
            f"(?{'i' if 'i' in item.get('flags', '') else ''}:{pattern})"
            for item in read_yaml(name)["rules"]
            for pattern in item.get("patterns", [item["pattern"]] if "pattern" in item else [])
        )
    )


def one_of(names: Iterable[str]) -> str:
    """Return a pattern for any of `names`, the longest that fits; white space in a name may be any and more of it.

    The pattern branches letter by letter, so that a text is compared with many names in one go.

    >>> one_of(["xã", "xã viên", "xóm"])
    'x(?:ã(?:\\\\s+viên)?|óm)'
    """
    tree: dict[str, Any] = {}
    for name in names:
        node = tree
        for letter in name:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branches(tree)


def _branches(node: dict[str, Any]) -> str:
    if node.keys() == {""}:
        return ""
    forms = [
        (r"\s+" if letter == " " else regex.escape(letter)) + _branches(below)
        for letter, below in sorted(node.items())
        if letter
    ]
    one = "|".join(forms)
    if "" in node:
        return f"(?:{one})?"
    return f"(?:{one})" if len(forms) > 1 else one
