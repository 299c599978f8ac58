"""What a cited document is to the one that cites it (`rules/relations.yaml`)."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import regex

from extractors.offsets import Span
from extractors.phrases import phrase
from rules import read_yaml
from rules.letters import lower
from rules.needles import Sieve
from rules.plain import compile_quick

_CLAUSE = regex.compile(r"[;|]|\.\s|:\s")


@dataclass(slots=True)
class Mention:
    """Where a document is cited: `at` from its pinpoint or type to its number, `end` of all said of it.

    `title` is what stands right behind number, date and issuer, or the law's name; `previous` ends the mention
    before it in the paragraph, `nested` says that the mention lies in the title of that one.
    """

    paragraph: Span
    at: Span
    title: str
    end: int
    previous: int
    nested: bool


@functools.cache
def _rules() -> tuple[tuple[str, str, Sieve], ...]:
    """Return relation, where it is said, and how in lower case, of every rule in their order."""
    return tuple(
        (r["relation"], r["where"], Sieve(compile_quick(r["pattern"]))) for r in read_yaml("relations")["rules"]
    )


def relation_of(folded: str, mention: Mention) -> str:
    """Return the relation of a mention: `basis`, `implements`, `amends` … or `cites`."""
    # A clause longer than this says nothing about a mention at its end.
    clause = max(mention.paragraph.start, mention.at.start - 600)
    for match in _CLAUSE.finditer(folded, clause, mention.at.start):
        clause = match.end()
    first = mention.previous <= clause
    before = folded[max(clause, mention.previous, mention.at.start - 300) : mention.at.start]
    listed = not mention.nested and phrase("list_opening").match(before) is not None
    texts = {
        "title": mention.title,
        "direct": before,
        "own": "" if mention.nested else before,
        "before": before if first else "",
        "after": folded[mention.end : min(mention.end + 80, mention.paragraph.end)],
        "line": folded[mention.paragraph.start : min(mention.at.start, mention.paragraph.start + 60)]
        if listed
        else "",
    }
    lowered = {where: lower(text) for where, text in texts.items() if text}  # every rule asks for words
    for relation, where, said in _rules():
        if where in lowered and said.search(lowered[where]):
            return relation
    return "cites"
