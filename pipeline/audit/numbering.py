"""Numbers of headings and items that skip, stand twice or carry a slip.

Lines that begin with a number are gathered into runs: 1, 2, 3 below one heading, a, b, c below one item. A number is
told only where its neighbours on both sides are certain; a list that begins anew opens a run of its own.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import regex

from extractors.offsets import Span
from extractors.sections import read_label
from pipeline.audit.finding import Finding
from pipeline.audit.lines import Line, lines_of
from pipeline.audit.paper import Paper
from pipeline.audit.words import said
from rules import read_rules
from rules.letters import fold

# Vietnamese lists run a, b, c, d, đ, e; those of a word processor a, b, c, d, e, f. Both leave some letters out.
_ALPHABETS = ("abcdđeghiklmnopqrstuvxy", "abcdefghijklmnopqrstuvwxyz")
_LETTERS = ("letter", "letter_capital")
# The styles whose numbers are followed, outer ones first. "Điều" runs on through chapters.
_STYLES = ("article", "roman", "decimal_1", "decimal_2", "decimal_3", "letter")
# So many numbers may be left out at once; more are another list.
_MOST_LEFT_OUT = 2
_SHOWN = 90


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that begins with a number: its style, what is printed before the last number, the last number."""

    at: Span
    style: str
    label: str
    before: str
    last: str

    @property
    def value(self) -> int:
        """The last number, from 1; 0 for a letter."""
        return _number(self.last) if self.style not in _LETTERS else 0


@dataclass(slots=True)
class _Run:
    """Numbers that follow each other below one heading; `whole` while they began with the first and none was odd.

    `inner` is what stood before the numbers of two parts below it: "3." of 3.1, 3.2.
    """

    style: str
    before: str
    lines: list[_Line]
    whole: bool
    inner: set[str] = field(default_factory=set)

    @property
    def last(self) -> _Line:
        """The line last read."""
        return self.lines[-1]


def numbers(paper: Paper) -> Iterator[Finding]:
    """Yield the numbers of headings and items that cannot be right."""
    for lines in _parts(paper):
        yield from _Part(paper, lines).findings()


# So many runs may be open at once; each number is held against all of them.
_OPEN = 300


class _Part:
    """The numbered lines of one document or appendix, and the runs that are open."""

    def __init__(self, paper: Paper, lines: Sequence[_Line]) -> None:
        self.paper, self.lines = paper, lines
        self.headings = {s["span_start"]: s["heading"] for s in paper.rows.get("sections", [])}
        self.runs: list[_Run] = []

    def findings(self) -> Iterator[Finding]:
        for index, line in enumerate(self.lines):
            rank = _STYLES.index(line.style)
            del self.runs[:-_OPEN]
            if line.style != "article":
                self.runs = [r for r in self.runs if _STYLES.index(r.style) <= rank]
            kin = [r for r in self.runs if (r.style, r.before) == (line.style, line.before)]
            run = next((r for r in reversed(kin) if _follows(r.last, line)), None)
            if run is not None:
                self._close_behind(run)
                run.lines.append(line)
            elif _is_first(line):
                yield from self._misplaced(line)
                self.runs.append(_Run(line.style, line.before, [line], True))
            else:
                yield from self._odd(index, line, kin)

    def _close_behind(self, run: _Run) -> None:
        """Close the runs of the same style that were opened inside `run`."""
        while self.runs and self.runs[-1] is not run and self.runs[-1].style == run.style:
            self.runs.pop()

    def _odd(self, index: int, line: _Line, kin: Sequence[_Run]) -> Iterator[Finding]:
        """Yield what is wrong with a number that nothing leads to, and go on from it."""
        later = self._next(index, line)
        run = kin[-1] if kin else None
        if run is not None and run.whole and len(run.lines) > 1 and (later is None or _follows(line, later)):
            yield from self._skipped(line, run) or self._repeated(line, run)
        elif run is None:
            yield from self._slipped(line, later)
        if run is None:
            self.runs.append(_Run(line.style, line.before, [line], False))
        else:
            run.lines.append(line)
            run.whole = run.whole and later is not None and _follows(line, later)

    def _next(self, index: int, line: _Line) -> _Line | None:
        """Return the next number of the run that `line` is in, if it has one before an outer number."""
        rank = _STYLES.index(line.style)
        for later in self.lines[index + 1 :]:
            if (later.style, later.before) == (line.style, line.before):
                return later
            if _STYLES.index(later.style) < rank:
                return None
        return None

    def _skipped(self, line: _Line, run: _Run) -> list[Finding]:
        left_out = _between(run.last, line)
        if not 0 < len(left_out) <= _MOST_LEFT_OUT or self._stands(left_out, run.last, line):
            return []
        missing = ", ".join(line.before + number for number in left_out)
        says = {"before": run.last.label, "missing": missing}
        return [self._finding("numbering_gap", line, missing, says)]

    def _stands(self, left_out: Sequence[str], one: _Line, other: _Line) -> bool:
        """Say whether a number that seems left out stands between two lines after all, within a line or unmarked."""
        text = fold(self.paper.text[one.at.start : other.at.start])
        labels = "|".join(regex.escape(other.before + number) for number in left_out)
        return regex.search(rf"(?:^|[.;:|()\n])[\s*_#>]*(?:{labels})(?![\p{{L}}\d,%])", text) is not None

    def _repeated(self, line: _Line, run: _Run) -> list[Finding]:
        if line.last != run.last.last:
            return []
        expected = line.before + _after(run)
        says = {"first": self._shown(run.last)}
        return [self._finding("numbering_repeated", line, expected, says)]

    def _outer(self, line: _Line) -> _Run | None:
        """Return the run of the headings above a number of two parts, where it is certain."""
        if line.style != "decimal_2":
            return None
        outer = next((r for r in reversed(self.runs) if r.style == "decimal_1"), None)
        return outer if outer is not None and outer.whole and len(outer.lines) > 1 else None

    def _slipped(self, line: _Line, later: _Line | None) -> Iterator[Finding]:
        """Yield "5.5." above 5.1. where 4. is the last: it should be 5."""
        outer = self._outer(line)
        if outer is None or later is None or not _is_first(later) or line.before != f"{outer.last.value + 1}.":
            return
        expected = line.before.rstrip(".")
        yield self._finding("numbering_slip", line, expected, {"before": outer.last.label, "after": later.label})
        outer.lines.append(_Line(line.at, "decimal_1", expected, "", expected))

    def _misplaced(self, line: _Line) -> Iterator[Finding]:
        """Yield a second 3.1. that stands below 4.: it should be 4.1."""
        outer = self._outer(line)
        if outer is None:
            return
        if line.before in outer.inner and line.before == f"{outer.last.value - 1}.":
            expected = f"{outer.last.label}.1"
            yield self._finding("numbering_misplaced", line, expected, {"above": outer.last.label})
        outer.inner.add(line.before)

    def _finding(self, kind: str, line: _Line, expected: str, says: Mapping[str, str]) -> Finding:
        inside = [d for d in self.paper.documents if d["span_start"] <= line.at.start < d["span_end"]]
        doc_id = max(inside, key=lambda d: d["span_start"])["doc_id"] if inside else None
        return Finding(kind, doc_id, line.at, expected, line.label, says)

    def _shown(self, line: _Line) -> str:
        text = " ".join((self.headings.get(line.at.start) or self.paper.text[slice(*line.at)]).split())
        return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + " …"


def _follows(one: _Line, other: _Line) -> bool:
    """Say whether the number of `other` is the next after that of `one`."""
    if one.style in _LETTERS:
        return any(
            one.last in letters and other.last in letters and letters.index(other.last) == letters.index(one.last) + 1
            for letters in _ALPHABETS
        )
    return other.value == one.value + 1


def _is_first(line: _Line) -> bool:
    return line.last == "a" if line.style in _LETTERS else line.value == 1


def _between(one: _Line, other: _Line) -> list[str]:
    """Return the numbers left out between two; of letters, those that both alphabets miss."""
    if one.style not in _LETTERS:
        return [_printed(one.style, value) for value in range(one.value + 1, other.value)]
    missed = [
        list(letters[letters.index(one.last) + 1 : letters.index(other.last)])
        for letters in _ALPHABETS
        if one.last in letters and other.last in letters
    ]
    return min(missed, key=len, default=[])


def _after(run: _Run) -> str:
    line = run.last
    if line.style not in _LETTERS:
        return _printed(line.style, line.value + 1)
    return next(letters[letters.index(line.last) + 1 :][:1] for letters in _ALPHABETS if line.last in letters)


_ROMAN = ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)


def _printed(style: str, value: int) -> str:
    if style != "roman":
        return str(value)
    out = ""
    for sign, size in _ROMAN:
        out += sign * (value // size)
        value %= size
    return out


@functools.lru_cache(maxsize=256)
def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    return next((n for n in range(1, 90) if _printed("roman", n) == text), 0)


def _parts(paper: Paper) -> Iterator[list[_Line]]:
    """Yield the numbered lines of each document and appendix, without those in tables and quotations."""
    cuts = _cuts(paper)
    found: list[list[_Line]] = [[] for _ in range(len(cuts) + 1)]
    for line in _numbered(paper):
        found[bisect_right(cuts, line.at.start)].append(line)
    yield from found[1:]


def _cuts(paper: Paper) -> list[int]:
    """Return where numbers begin anew: documents, appendices, signatures."""
    cuts = {d["span_start"] for d in paper.documents} | {d["span_end"] for d in paper.documents}
    opens = regex.compile("|".join(r.patterns[0].pattern for r in read_rules("landmarks") if r.id != "legal_basis"))
    cuts.update(line.start for line in lines_of(paper.text) if opens.match(line.words))
    return sorted(cuts)


def _numbered(paper: Paper) -> Iterator[_Line]:
    tables = sorted((t["span_start"], t["span_end"]) for t in paper.rows.get("tables", []))
    starts = [start for start, _ in tables]
    open_quotes, before = 0, ""
    for line in lines_of(paper.text):
        inside = bisect_right(starts, line.start) - 1
        quoted = open_quotes > 0 or (inside >= 0 and line.start < tables[inside][1])
        printed = paper.text[line.start : line.start + len(line.words)]
        open_quotes = max(0, open_quotes + printed.count("“") - printed.count("”"))
        numbered = None if quoted else _read(line)
        if numbered is not None and not said("goes_on").search(before):
            yield numbered
        before = line.words


def _read(line: Line) -> _Line | None:
    labelled = read_label(line.words)
    if labelled is None or labelled[0].style not in _STYLES:
        return None
    label = labelled[0]
    text = regex.sub(r"\s", "", label.text).rstrip(".)")
    last = regex.split(r"[.\s]", label.text.rstrip(".) "))[-1].removesuffix(")")
    if label.style == "article":
        text, last = label.text, regex.sub(r"\D", "", label.text)
    if label.style == "letter" and len(last) > 1:
        return None
    before = text[: len(text) - len(last)] if label.style.startswith("decimal") else ""
    return _Line(Span(line.start, line.start + len(line.words)), label.style, text, before, last)
