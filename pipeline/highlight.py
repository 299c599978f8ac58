"""The text of a document with its facts highlighted, as HTML for notebooks that needs nothing from elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from pipeline.facts import KINDS, Fact, told
from pipeline.marked import Piece, pieces
from pipeline.wording import Language

# Red, green and blue. They lie over the page as a tint, so letters keep the notebook's own colour, light or dark.
_COLOURS = {
    "legal_refs": "37 99 235", "short_refs": "96 165 250", "targets": "22 163 74", "percentages": "132 190 22",
    "amounts": "192 38 211", "assignments": "8 145 178", "deadlines": "217 119 6", "agency_mentions": "120 120 130",
    "table_facts": "13 148 136", "findings": "220 38 38",
}  # fmt: skip
_WORDS = {
    "en": {"legend": "What the colours mean", "none": "no facts"},
    "vi": {"legend": "Chú giải màu", "none": "không có dữ liệu"},
}
_STYLE = """
.kehoach-plan mark{color:inherit;border-radius:2px;padding:0 1px;background:rgb(var(--of)/.22);
border-bottom:2px solid rgb(var(--in,var(--of))/.9)}
.kehoach-plan .legend{display:flex;flex-wrap:wrap;gap:.25em .75em;list-style:none;margin:0 0 .75em;padding:0}
.kehoach-plan .text{white-space:pre-wrap;overflow-wrap:anywhere;max-height:40em;overflow:auto;line-height:1.6;
border:1px solid rgb(128 128 128/.4);padding:.75em}
@media print{.kehoach-plan .text{max-height:none}}
"""


@dataclass(frozen=True, slots=True)
class HighlightedText:
    """`text[start:end]` of a source with the facts that stand in it; a notebook shows it, `html()` writes it.

    `indicators` are the names of the indicators in the language, by id.
    """

    name: str
    text: str
    start: int
    end: int
    facts: Sequence[Fact]
    language: Language = "en"
    indicators: Mapping[str, str] = field(default_factory=dict)

    def html(self) -> str:
        """Return the legend and the text as one piece of HTML. Everything that comes from the document is escaped."""
        body = "".join(map(self._piece, pieces(self.text, self.start, self.end, self.facts)))
        return (
            f'<div class="kehoach-plan" lang="vi"><style>{_STYLE}{_tints()}</style>{self._legend()}'
            f'<div class="text" tabindex="0" role="document" aria-label="{escape(self.name)}">{body}</div></div>'
        )

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        kinds = ", ".join(f"{count} {self._name(kind)}" for kind, count in self._counts())
        return f"<{self.name}: {kinds or _WORDS[self.language]['none']}>"

    def _counts(self) -> list[tuple[str, int]]:
        """Return how many facts of each kind stand in the text, in the order of `KINDS`."""
        counts = Counter(fact.kind for fact in self.facts if self.start <= fact.start < fact.end <= self.end)
        return [(kind, counts[kind]) for kind in KINDS if counts[kind]]

    def _name(self, kind: str) -> str:
        return KINDS[kind].name[self.language]

    def _legend(self) -> str:
        items = (
            f'<li><mark class="{kind}">{escape(self._name(kind))}</mark> {count}</li>'
            for kind, count in self._counts()
        )
        label = escape(_WORDS[self.language]["legend"])
        return f'<ul class="legend" lang="{self.language}" aria-label="{label}">{"".join(items)}</ul>'

    def _told(self, fact: Fact) -> str:
        return f"{self._name(fact.kind)}: {told(fact, self.language, self.indicators)}"

    def _piece(self, piece: Piece) -> str:
        if not piece.facts:
            return escape(piece.text)
        outer, inner = piece.facts[0], piece.facts[-1]
        said = "\n".join(dict.fromkeys(map(self._told, piece.facts)))
        kinds = inner.kind if outer.kind == inner.kind else f"{inner.kind} in-{outer.kind}"
        return f'<mark class="{kinds}" title="{escape(said)}">{escape(piece.text)}</mark>'


def _tints() -> str:
    """Return the rules that give each kind its colour; the line beneath has that of the outermost fact."""
    return "".join(
        f".kehoach-plan .{kind}{{--of:{colour}}}.kehoach-plan .in-{kind}{{--in:{colour}}}"
        for kind, colour in _COLOURS.items()
    )
