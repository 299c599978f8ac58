"""What a sentence tells of the parts of agencies: "Sở Y tế chủ trì, phối hợp với Sở Nội vụ …".

The body may be named before the verb, at the beginning of the sentence, in the sentence before, or in the heading
above. Patterns: `rules/duties.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from extractors.actors import Line
from extractors.agency_names import Agency, Named, agency_names
from extractors.duties import duty, is_list_gap, is_part
from extractors.offsets import Span

LEAD, PARTNER = "lead", "coordinate"
# The rules that find the verbs, and the role that each tells.
DUTY_VERBS = {"lead_verb": LEAD, "main_responsibility": LEAD, "focal_point": LEAD, "partner_verb": PARTNER}
_STOP = re.compile(r"[.;](?=\s)")
_FULL_STOP = regex.compile(r"(?<!\b(?:TP|tp|Tp|đ/c|GS|TS|PGS|ThS)|(?:^|\s)\d{1,2})[.](?=\s+[\p{Lu}“\"(])")

_WITH_SOON = regex.compile(r"[^,.;]{0,30}?\s(?:với|cùng)\s")
# Read backwards from the end, for there it must stand.
_BEHIND_WITH = regex.compile(r"(?r)(?:với|cùng)\s+")


@dataclass(frozen=True, slots=True)
class Duty:
    """A body's part in a task. `at` is the verb or the name; `name_at` is where the body is named, if beside it.

    `side` marks what is told of a partner only in passing: it colours the mention and makes no assignment. `anew`
    is where a later sentence of the paragraph begins that gives the lead anew, for another task. `project` is that of
    a table's row.
    """

    at: Span
    role: str
    agency: Agency | None
    name_at: Span | None = None
    task: Span | None = None
    line: int | None = None
    side: bool = False
    anew: int | None = None
    project: str | None = None


def sentences(folded: str, start: int, end: int) -> Iterator[Span]:
    """Yield the sentences of `folded[start:end]`, cut at full stops and semicolons."""
    at = start
    for stop in _STOP.finditer(folded, start, end):
        if stop[0] == ";" or _FULL_STOP.match(folded, stop.start(), end):
            yield Span(at, stop.end())
            at = stop.end()
    if at < end:
        yield Span(at, end)


class Sentence:
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
        """Return the bodies that the sentence begins with; the ground on which they act may stand before them."""
        text = self.folded[self.at.start : self.at.end].lstrip()
        if duty("person").match(text):
            return ()
        at = self.at.end - len(text)
        if self.named and self._is_ground(Span(at, self.named[0].at.start)):
            at = self.named[0].at.start
        mandate = duty("mandate").match(self.folded[at : self.at.end])
        at += mandate.end() if mandate else 0
        out: list[Named] = []
        for item in self.named:
            gap = self.folded[at : item.at.start]
            if not is_list_gap(gap):
                break
            if not (out and is_part(gap)):
                out.append(item)
            at = item.at.end
        return tuple(out)

    def _is_ground(self, at: Span) -> bool:
        text = self.folded[at.start : at.end].rstrip()
        return text.endswith(",") and bool(duty("ground").match(text[:-1]))

    def duties(self) -> Iterator[Duty]:
        """Yield the duties told: leaders at their verbs, with the partners they are told to work with."""
        text = self.folded[self.at.start : self.at.end]
        verbs = [(m, role) for rule, role in DUTY_VERBS.items() for m in duty(rule).finditer(text)]
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

    def is_bare(self) -> bool:
        """Whether the sentence says who acts, but not what is done: "Sở Y tế chủ trì, các ngành thực hiện"."""
        last = self.folded[self.task.start : self.task.end].rstrip(" .;,").rsplit(None, 1)[-1:]
        if not last or (last[0] not in ("hiện", "khai", "hợp", "chính", "trì") and not is_list_gap(last[0])):
            return False  # few sentences need more than their last word
        tail = duty("bare_task").search(self.folded[self.task.start : self.task.end])
        at, rest = self.task.start, []
        for item in self.named:
            if item.at.start >= at:
                rest.append(self.folded[at : item.at.start])
                at = item.at.end
        end = self.task.start + (tail.start() if tail else 0)
        text = duty("main_responsibility").cut("".join([*rest, self.folded[at : max(at, end)]]))
        return is_list_gap(duty("bare_words").cut(text), more=".")

    def _duty(self, at: Span, role: str, agency: Agency | None, name_at: Span | None, *, side: bool = False) -> Duty:
        task = Span(at.start, self.at.end) if at != name_at else self.task
        return Duty(at, role, agency, name_at, task, self.index, side)

    def _leaders(self, verb: Span) -> Iterator[Duty]:
        before = self.folded[self.at.start : verb.start]
        beside = [] if self._is_circumstance(before) else self._beside(verb)
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
        ahead = [n for n in self.named if n.at.end <= verb.start]
        for place, item in reversed(list(enumerate(ahead))):
            gap = self.folded[item.at.end : at]
            if place and gap.startswith(")") and is_part(self.folded[ahead[place - 1].at.end : item.at.start]):
                continue  # "Phòng Nội vụ (Sở Y tế) chủ trì"
            near = is_list_gap(duty("aside").cut(gap)) and not gap.rstrip().endswith(";")
            if not near and (out or not self._body_said(gap)):
                break
            if not out and _BEHIND_WITH.match(self.folded, self.at.start, item.at.start):
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
            and self._is_filler(self.folded[self.subjects[-1].at.end : verb.start])
        )
        actors = self._actors(subject) if not leading and (first or subject) else []
        if not actors and not leading and not first:
            actors = [(n.agency, n.at) for n in self._clause_subjects(verb)]
        yield from (self._duty(verb, PARTNER, a, at) for a, at in actors)
        aside = any(not a.collective for a, _ in actors) and not self.goes_on
        if leading:
            said = [n for n in self._beside(verb) if n.at.start > self.led and not n.agency.collective]
            yield from (self._duty(n.at, PARTNER, n.agency, n.at) for n in said)
        yield from (self._duty(n.at, PARTNER, n.agency, n.at, side=aside) for n in partners)

    def _is_filler(self, gap: str) -> bool:
        """Whether the words between a body and its verb do not part them: "Sở Y tế, theo chức năng, phối hợp"."""
        return is_list_gap(duty("aside").cut(gap)) or self._is_circumstance(gap)

    def _clause_subjects(self, verb: Span) -> list[Named]:
        """Return the bodies right before a verb that begin its clause: "Trong năm, Sở Y tế phối hợp với …"."""
        beside = self._beside(verb)
        before = self.folded[self.at.start : beside[0].at.start].rstrip() if beside else ""
        if not before.endswith((",", ";", ":")) and not duty("asked").search(before):
            return []
        return [n for n in beside if not n.agency.collective]

    def _is_first(self, verb: Span) -> bool:
        """Whether the verb opens its paragraph, or a later sentence of it that goes on to name partners."""
        before = self.folded[self.at.start : verb.start].strip()
        if before and not duty("before_verb").fullmatch(before + " ") and not self._is_circumstance(before):
            return False
        start = self.line.inline or self.line.body if self.line else self.at.start
        return self.at.start == start or bool(_WITH_SOON.match(self.folded, verb.end, self.at.end))

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
        at = verb.start + link_end(self.folded[verb.start : self.at.end], verb.end - verb.start)
        for item in (n for n in self.named if n.at.start >= verb.end):
            gap = self.folded[at : item.at.start]
            if not is_list_gap(gap):
                break
            if not (out and is_part(gap)):
                out.append(item)
            at = item.at.end
        return [n for n in out if not n.agency.collective]


def link_end(text: str, at: int) -> int:
    """Return where the words end that lead from the verb before `at` to the partners: "chặt chẽ với"."""
    link = duty("link").match(text[at:])
    return at + (link.end() if link else 0)
