"""Who leads a task and who takes part in it.

Three forms are read: sentences ("Sở Y tế chủ trì, phối hợp với …", "a) Chủ trì …" below a heading that names the
body), labels ("Đơn vị chủ trì: …"), and columns of tables ("Cơ quan chủ trì | Cơ quan phối hợp"). Bodies that
are not named ("các cơ quan liên quan") are no facts. Patterns: `rules/duties.yaml`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from extractors.actors import Line, outline, project_in, text_of
from extractors.agency_names import Agency, Named, agency_names
from extractors.component import register
from extractors.duties import duty, is_list_gap
from extractors.facts import Assignment
from extractors.offsets import Span
from extractors.reading import Block, Reading

LEAD, PARTNER = "lead", "coordinate"
_VERBS = ((LEAD, "lead_verb"), (PARTNER, "partner_verb"))
_SENTENCE_END = regex.compile(r"(?<!\b(?:TP|tp|Tp|đ/c|GS|TS|PGS|ThS)|(?:^|\s)\d{1,2})[.](?=\s+[\p{Lu}“\"(])|;(?=\s)")


@dataclass(frozen=True, slots=True)
class Duty:
    """A body's part in a task. `at` is the verb or the name; `name_at` is where the body is named, if beside it.

    `side` marks what is told of a partner only in passing: it colours the mention and makes no assignment. `anew`
    is where a later sentence of the paragraph begins that gives the lead anew, for another task.
    """

    at: Span
    role: str
    agency: Agency | None
    name_at: Span | None = None
    task: Span | None = None
    line: int | None = None
    side: bool = False
    anew: int | None = None


def find_assignments(reading: Reading) -> Iterator[Assignment]:
    """Yield the parts that agencies have in the tasks of `reading`, each once a paragraph."""
    lines = outline(reading)
    for found in duties(reading):
        if found.side:
            continue
        line = lines[found.line] if found.line is not None else None
        yield Assignment(
            at=found.at,
            role=found.role,
            agency=found.agency.name if found.agency else None,
            task=text_of(reading, found.task) if found.task else None,
            project=(line.project if line else None)
            or (project_in(reading.folded, found.task) if found.task else None),
        )


def duties(reading: Reading) -> tuple[Duty, ...]:
    """Return the duties of `reading` in the order of the text, each once a paragraph or cell."""
    return _duties(reading.folded, tuple(reading.blocks), outline(reading))


@functools.lru_cache(maxsize=4)
def _duties(folded: str, blocks: tuple[Block, ...], lines: tuple[Line, ...]) -> tuple[Duty, ...]:
    out: list[Duty] = []
    listing: tuple[str, Line] | None = None  # the role that the label above gives to the bodies listed below it
    for index, line in enumerate(lines):
        if line.recipient:
            continue
        labels = _labels(folded, line)
        if listing and not labels and _goes_on(line, listing[1]):
            like = Duty(line.block.at, listing[0], None, task=_task_above(folded, lines, listing[1]), line=index)
            out.extend(_once(folded, _listed(folded, line.named, line.body, line.block.at.end, listing[0], like)))
            continue
        told = _of_sentences(folded, lines, index, labels[0][0] if labels else line.block.at.end)
        out.extend(_once(folded, [*told, *_of_labels(folded, lines, index, labels)]))
        opens = bool(labels) and not folded[labels[-1][1] : line.block.at.end].strip(" *_")
        listing = (labels[-1][2], line) if opens else None
    out.extend(_of_tables(folded, blocks))
    return tuple(sorted(out, key=lambda d: d.at))


def _goes_on(line: Line, label: Line) -> bool:
    """Whether `line` is a body in the list that `label` opens: "Cơ quan phối hợp:" and the dashes below it."""
    below = line.rank is None or label.rank is None or line.rank > label.rank or line.rank == label.rank >= 9
    return below and line.open and line.inline is None


_PLACE_NAME = regex.compile(r"(?:\s\p{Lu}\p{Ll}*)+$")


def _once(folded: str, found: Iterable[Duty]) -> Iterator[Duty]:
    """Yield each body's part once: one role, one body (committees of two places are two), one task."""
    seen = set()
    for item in found:
        place = _PLACE_NAME.search(folded, *item.name_at) if item.name_at and item.role == LEAD else None
        part = (item.role, item.agency, place and place[0], item.anew)
        if part not in seen:
            seen.add(part)
            yield item


# Labels


def _labels(folded: str, line: Line) -> list[tuple[int, int, str]]:
    """Return where the labels of a paragraph begin and end, and the role each gives: "Đơn vị chủ trì: …"."""
    return sorted(
        (m.start(), m.end(), role)
        for role, rule in ((LEAD, "lead_label"), (PARTNER, "partner_label"))
        for m in duty(rule).finditer(folded, line.body, line.block.at.end)
        if _begins(folded, line.body, m.start())
    )


def _of_labels(
    folded: str, lines: Sequence[Line], index: int, labels: Sequence[tuple[int, int, str]]
) -> Iterator[Duty]:
    """Yield the duties of the bodies that stand behind the labels of a paragraph."""
    line = lines[index]
    end = line.block.at.end
    task = _task_above(folded, lines, line)
    for place, (_, start, role) in enumerate(labels):
        stop = labels[place + 1][0] if place + 1 < len(labels) else end
        named = [n for n in line.named if start <= n.at.start < stop]
        told = list(_told_behind(folded, line, index, start, stop)) if role == LEAD else []
        yield from told or _listed(
            folded, named, start, stop, role, Duty(Span(start, stop), role, None, task=task, line=index)
        )


def _told_behind(folded: str, line: Line, index: int, start: int, stop: int) -> Iterator[Duty]:
    """Yield what whole sentences behind a label tell: "Phân công: Sở Y tế chủ trì; Sở Nội vụ phối hợp"."""
    if duty("lead_verb").search(folded, start, stop):
        for at in sentences(folded, start, stop):
            yield from _Sentence(folded, at, line, index, (), unnamed=True).duties()


def _begins(folded: str, body: int, at: int) -> bool:
    """Whether a label at `at` begins its paragraph or a part of it."""
    before = folded[body:at].rstrip()
    return not before.strip(" *_-+•") or before[-1] in ".;,()-*"


def _listed(folded: str, named: Sequence[Named], at: int, stop: int, role: str, like: Duty) -> Iterator[Duty]:
    """Yield a duty for each agency listed from `at` on; after "phối hợp" the rest are partners."""
    for item in named:
        gap = _ASIDE.sub("", folded[at : item.at.start])
        if duty("partner_verb").search(gap):
            role = PARTNER
            verb = list(duty("partner_verb").finditer(gap))[-1]
            gap = gap[_link_end(gap, verb.end()) :]
        if not is_list_gap(gap, more=".:*_"):
            following = duty("lead_verb").match(folded[item.at.end : stop].lstrip())
            if not following:
                return
        marked = duty("partner_mark").match(folded[item.at.end : stop])
        yield Duty(item.at, PARTNER if marked else role, item.agency, item.at, like.task, like.line)
        at = item.at.end


_ASIDE = regex.compile(r"\([^()]*\)")


def _link_end(text: str, at: int) -> int:
    link = duty("link").match(text[at:])
    return at + (link.end() if link else 0)


def _task_above(folded: str, lines: Sequence[Line], line: Line) -> Span | None:
    for index in reversed(line.above):
        upper = lines[index]
        at = Span(upper.body, upper.block.at.end)
        if not duty("general_heading").match(folded[at.start : at.end]) and not upper.open:
            return at
    return None


# Sentences


def _of_sentences(folded: str, lines: Sequence[Line], index: int, end: int) -> Iterator[Duty]:
    """Yield the duties that the sentences of a paragraph tell, up to `end`."""
    line = lines[index]
    spoken: tuple[Named, ...] = ()
    generic = any(duty("generic_subject").match(folded[lines[i].body : lines[i].block.at.end]) for i in line.above)
    start = line.inline if line.inline else line.body
    led = False
    for at in sentences(folded, start, end):
        sentence = _Sentence(folded, at, line, index, spoken, unnamed=generic and not line.lost, goes_on=led)
        yield from sentence.duties()
        spoken = sentence.subjects or spoken
        led = (led or sentence.leads) and folded[at.end - 1] == ";"


def sentences(folded: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for stop in _SENTENCE_END.finditer(folded, start, end):
        yield Span(at, stop.end())
        at = stop.end()
    if at < end:
        yield Span(at, end)


class _Sentence:
    """A sentence, the bodies named in it, and those it speaks of.

    `spoken` are the bodies the sentence before spoke of; `unnamed`: it stands under a heading of unnamed bodies;
    `goes_on`: it goes on, behind a semicolon, with a task that somebody leads.
    """

    def __init__(
        self,
        folded: str,
        at: Span,
        line: Line | None,
        index: int | None,
        spoken: tuple[Named, ...],
        *,
        unnamed: bool = False,
        goes_on: bool = False,
    ) -> None:
        self.unnamed, self.goes_on, self.leads = unnamed, goes_on, False
        self.folded, self.at, self.line, self.index, self.spoken = folded, at, line, index, spoken
        named = line.named if line else tuple(agency_names().find(folded, at.start, at.end))
        self.named = [n for n in named if at.start <= n.at.start < at.end]
        self.subjects = self._subjects()
        self.task = at
        self.led = at.start  # where the last verb of leading ends

    def _subjects(self) -> tuple[Named, ...]:
        """Return the bodies that the sentence begins with."""
        mandate = duty("mandate").match(self.folded[self.at.start : self.at.end].lstrip())
        at = self.at.end - len(self.folded[self.at.start : self.at.end].lstrip()) + (mandate.end() if mandate else 0)
        out = []
        for item in self.named:
            if not is_list_gap(self.folded[at : item.at.start]):
                break
            out.append(item)
            at = item.at.end
        return tuple(out)

    def duties(self) -> Iterator[Duty]:
        """Yield the duties told: leaders at their verbs, with the partners they are told to work with."""
        text = self.folded[self.at.start : self.at.end]
        verbs = [(m, LEAD) for rule in ("lead_verb", "main_responsibility") for m in duty(rule).finditer(text)]
        verbs += [(m, PARTNER) for m in duty("partner_verb").finditer(text)]
        verbs.sort(key=lambda v: v[0].start())
        self.task = Span(self.at.start + (verbs[0][0].start() if verbs else 0), self.at.end)
        for match, role in verbs:
            at = Span(self.at.start + match.start(), self.at.start + match.end())
            if role == LEAD:
                found = list(self._leaders(at))
                self.leads = self.leads or bool(found)
                self.led = at.end
                yield from found
            else:
                yield from self._partners(at, self.leads)

    def _duty(self, at: Span, role: str, agency: Agency | None, name_at: Span | None, *, side: bool = False) -> Duty:
        task = Span(at.start, self.at.end) if at != name_at else self.task
        return Duty(at, role, agency, name_at, task, self.index, side)

    def _leaders(self, verb: Span) -> Iterator[Duty]:
        before = self.folded[self.at.start : verb.start]
        beside = self._beside(verb)
        if not beside and duty("not_leading").search(before) and not self._is_given(verb):
            return
        if beside:
            yield from (self._duty(verb, LEAD, n.agency, n.at) for n in beside)
        elif self.subjects and self.subjects[0].at.start < verb.start and not duty("other_subject").search(before):
            yield from (self._duty(verb, LEAD, n.agency, n.at) for n in self.subjects)
        elif self.line is not None and self._is_elliptic(before):
            actors = self._spoken_of()
            later = self.line.inline or self.line.body
            anew = self.at.start if not before.strip() and later < self.at.start and not self.goes_on else None
            yield from (replace(self._duty(verb, LEAD, a, name_at), anew=anew) for a, name_at in actors)
            opens = self.at.start == self.line.body and not before.strip()
            if not actors and opens and self.line.rank is not None and not self.unnamed:
                yield self._duty(verb, LEAD, None, None)

    def _beside(self, verb: Span) -> list[Named]:
        """Return the bodies named right before the verb: "do Sở Y tế chủ trì", "Sở Y tế là cơ quan chủ trì"."""
        out: list[Named] = []
        at = verb.start
        for item in reversed([n for n in self.named if n.at.end <= verb.start]):
            gap = self.folded[item.at.end : at]
            near = is_list_gap(duty("aside").cut(gap)) and not gap.rstrip().endswith(";")
            if not near and (out or not self._body_said(gap)):
                break
            if not out and regex.search(r"(?:với|cùng)\s+$", self.folded[self.at.start : item.at.start]):
                break
            out.insert(0, item)
            at = item.at.start
        return out

    def _is_given(self, verb: Span) -> bool:
        """Whether the body that the sentence begins with is the one that was given the lead."""
        if not self.subjects or self.subjects[-1].at.end > verb.start:
            return False
        return bool(duty("given_lead").match(self.folded[self.subjects[-1].at.end : verb.start]))

    def _body_said(self, gap: str) -> bool:
        rest = gap
        while rest and is_list_gap(rest.split(maxsplit=1)[0]) and not duty("lead_body").match(rest):
            rest = rest.split(maxsplit=1)[1] if len(rest.split(maxsplit=1)) > 1 else ""
        return bool(duty("lead_body").match(rest))

    def _is_elliptic(self, before: str) -> bool:
        """Whether the verb after `before` has no subject of its own, so that the heading's body is meant."""
        if duty("generic_subject").match(before) and before.strip():
            return False
        return bool(duty("before_verb").search(before))

    def _partners(self, verb: Span, leading: bool) -> Iterator[Duty]:
        before = self.folded[self.at.start : verb.start]
        first = self._is_first(verb)
        if duty("joint_noun").search(before) and not first:
            return
        partners = self._partners_after(verb)
        subject = (
            bool(self.subjects)
            and self.subjects[-1].at.end <= verb.start
            and is_list_gap(self.folded[self.subjects[-1].at.end : verb.start])
        )
        actors = self._actors(subject) if not leading and (first or subject) else []
        yield from (self._duty(verb, PARTNER, a, at) for a, at in actors)
        aside = any(not a.collective for a, _ in actors) and not self.goes_on
        if leading:
            said = [n for n in self._beside(verb) if n.at.start > self.led and not n.agency.collective]
            yield from (self._duty(n.at, PARTNER, n.agency, n.at) for n in said)
        yield from (self._duty(n.at, PARTNER, n.agency, n.at, side=aside) for n in partners)

    def _is_first(self, verb: Span) -> bool:
        """Whether the verb opens its paragraph, or a later sentence of it that goes on to name partners."""
        before = self.folded[self.at.start : verb.start].strip()
        if before and not duty("before_verb").fullmatch(before + " ") and not self._is_circumstance(before):
            return False
        start = self.line.inline or self.line.body if self.line else self.at.start
        return self.at.start == start or bool(
            regex.match(r"[^,.;]{0,30}?\s(?:với|cùng)\s", self.folded[verb.end : self.at.end])
        )

    def _is_circumstance(self, before: str) -> bool:
        """Whether all that stands before a verb tells on what ground: "Căn cứ chức năng, nhiệm vụ, phối hợp …"."""
        adverbs = duty("before_verb").search(before + " ")
        ground = before[: adverbs.start()] if adverbs else before
        return bool(duty("ground" if adverbs else "ground_of_body").match(ground))

    def _actors(self, subject: bool) -> list[tuple[Agency, Span | None]]:
        """Return who takes part; bodies named together ("UBND các xã") only where their heading stands above."""
        found = [(n.agency, n.at) for n in self.subjects] if subject else self._spoken_of()
        heads = self.line is not None and self.at.start == self.line.body
        return [(a, at) for a, at in found if not a.collective or (heads and at is None)]

    def _spoken_of(self) -> list[tuple[Agency, Span | None]]:
        """Return whom a sentence without subject speaks of: those of the sentence before, or of the heading."""
        if self.spoken:
            return [(n.agency, n.at) for n in self.spoken]
        return [(a, None) for a in self.line.actors] if self.line else []

    def _partners_after(self, verb: Span) -> list[Named]:
        out: list[Named] = []
        at = verb.start + _link_end(self.folded[verb.start : self.at.end], verb.end - verb.start)
        for item in (n for n in self.named if n.at.start >= verb.end):
            gap = self.folded[at : item.at.start]
            if not is_list_gap(gap):
                break
            if not (out and _is_part(gap)):
                out.append(item)
            at = item.at.end
        return [n for n in out if not n.agency.collective]


def _is_part(gap: str) -> bool:
    """Whether a body stands in brackets behind the one it is part of: "Sở Y tế (Chi cục Dân số)"."""
    return gap.strip() == "("


# Tables


def _of_tables(folded: str, blocks: Sequence[Block]) -> Iterator[Duty]:
    tables: dict[int, list[Block]] = {}
    for block in blocks:
        if block.table is not None and not block.repeat:
            tables.setdefault(block.table, []).append(block)
    for cells in tables.values():
        yield from _of_table(folded, cells)


def _of_table(folded: str, cells: Sequence[Block]) -> Iterator[Duty]:
    roles, tasks = _columns(folded, cells)
    rows: dict[int, list[Block]] = {}
    for cell in cells:
        if cell.col not in roles:
            rows.setdefault(cell.row, []).append(cell)
    for cell in cells:
        role, header = roles.get(cell.col, ("", 0))
        if role and cell.row > header:
            row = rows.get(cell.row, [])
            if row and not any(ch.islower() for c in row for ch in folded[c.at.start : c.at.end]):
                continue  # "II | Sở Y tế": the title of the rows below it
            task = _task_cell([c for c in row if c.col in tasks] or row)
            yield from _once(folded, _of_cell(folded, cell, role, task))
        elif not role:
            yield from _once(folded, _of_free_cell(folded, cell))


def _columns(folded: str, cells: Sequence[Block]) -> tuple[dict[int, tuple[str, int]], set[int]]:
    """Return the columns of bodies (role, row of the heading) and the columns of tasks."""
    roles: dict[int, tuple[str, int]] = {}
    tasks: set[int] = set()
    heads = [(c, heading_of(folded, c)) for c in cells if c.row <= cells[0].row + 3]
    procedure = any(duty("procedure_column").search(said) for _, said in heads)
    for cell, said in heads:
        if duty("partner_column").search(said):
            roles[cell.col] = PARTNER, cell.row
        elif duty("lead_column").search(said) and (duty("sure_lead").search(said) or not procedure):
            roles[cell.col] = LEAD, cell.row
        elif duty("task_column").search(said) and cell.col not in roles:
            tasks.add(cell.col)
    return roles, tasks


def heading_of(folded: str, cell: Block) -> str:
    """Return the text of a heading without the marks of its footnotes."""
    return duty("note_mark").cut(folded[cell.at.start : cell.at.end])


def _task_cell(row: Sequence[Block]) -> Span | None:
    return max((c.at for c in row), key=lambda at: at.end - at.start, default=None)


def _of_cell(folded: str, cell: Block, role: str, task: Span | None) -> Iterator[Duty]:
    """Yield a duty for each body named in a cell of a column of leaders or partners."""
    at = cell.at.start
    for item in agency_names().find(folded, *cell.at):
        gap = folded[at : item.at.start]
        after = folded[item.at.end : cell.at.end]
        said = [(m.start(), r) for r, rule in _VERBS for m in duty(rule).finditer(gap)]
        role = max(said)[1] if said else role
        here = role
        if duty("partner_mark").match(after):
            here = PARTNER
        elif duty("lead_verb").match(after.lstrip(" (-")):
            here = LEAD
        yield Duty(item.at, here, item.agency, item.at, task)
        at = item.at.end


def _of_free_cell(folded: str, cell: Block) -> Iterator[Duty]:
    """Yield the duties of the sentences of a cell: only those whose sentence names the body."""
    if not any(duty(rule).search(folded, *cell.at) for _, rule in _VERBS):
        return
    for at in sentences(folded, *cell.at):
        yield from _Sentence(folded, at, None, None, ()).duties()


component = register("kehoach_assignments", "assignments", Assignment, find_assignments)
