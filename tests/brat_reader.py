"""A reader of brat's standoff format, as strict as brat itself; none is kept up among the packages of Python."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_SPAN = re.compile(r"(T\d+)\t([\w-]+) (\d+ \d+(?:;\d+ \d+)*)\t(.+)")
_ATTRIBUTE = re.compile(r"A\d+\t([\w-]+) (T\d+) (\S+)")
_NOTE = re.compile(r"#\d+\tAnnotatorNotes (T\d+)\t(.+)")
_RELATION = re.compile(r"R\d+\t([\w-]+) Arg1:(T\d+) Arg2:(T\d+)")


@dataclass
class Span:
    """A span: its type, its fragments, its attributes and its note."""

    kind: str
    fragments: list[tuple[int, int]]
    attributes: dict[str, str] = field(default_factory=dict)
    note: dict[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> tuple[int, int]:
        return self.fragments[0][0], self.fragments[-1][1]


@dataclass
class Standoff:
    """A text, its spans by id, and the relations between them."""

    text: str
    spans: dict[str, Span] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(default_factory=list)


def read_conf(file: Path) -> dict[str, list[str]]:
    """Return the lines of a .conf by section."""
    parts: dict[str, list[str]] = {}
    for line in file.read_text("utf8").split("\n"):
        if line.startswith("["):
            parts[line.strip("[]")] = []
        elif line:
            list(parts.values())[-1].append(line)
    return parts


def read_standoff(folder: Path, name: str) -> Standoff:
    """Return what a .txt and an .ann hold; anything that brat would refuse, or not show, fails."""
    conf = read_conf(folder / "annotation.conf")
    allowed = {line.split("\t")[0]: dict(re.findall(r"(\w+):(\S+?)(?:, |$)", line)) for line in conf["attributes"]}
    related = {line.split("\t")[0]: dict(re.findall(r"(\w+):(\S+?)(?:, |$)", line)) for line in conf["relations"]}
    with (folder / f"{name}.txt").open(encoding="utf8", newline="") as file:
        found = Standoff(file.read())
    content = (folder / f"{name}.ann").read_bytes().decode("utf8")
    assert len(content.splitlines()) == content.count("\n"), "a letter that ends a line for Python stands in an .ann"
    for line in content.splitlines():
        if match := _SPAN.fullmatch(line):
            fragments = [tuple(map(int, part.split())) for part in match[3].split(";")]
            assert match[2] in conf["entities"]
            assert match[1] not in found.spans
            assert all(0 <= start < end <= len(found.text) for start, end in fragments)
            assert all(one[1] <= other[0] for one, other in itertools.pairwise(fragments))
            assert " ".join(found.text[start:end] for start, end in fragments) == match[4]
            found.spans[match[1]] = Span(match[2], fragments)
        elif match := _ATTRIBUTE.fullmatch(line):
            span = found.spans[match[2]]
            assert allowed[match[1]]["Arg"] == span.kind
            assert match[3] in allowed[match[1]]["Value"].split("|")
            span.attributes[match[1]] = match[3]
        elif match := _NOTE.fullmatch(line):
            found.spans[match[1]].note = json.loads(match[2])
        else:
            match = _RELATION.fullmatch(line)
            assert match, line
            assert related[match[1]] == {"Arg1": found.spans[match[2]].kind, "Arg2": found.spans[match[3]].kind}
            found.relations.append((match[1], match[2], match[3]))
    return found
