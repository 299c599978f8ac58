"""Who leads a task and who takes part in it.

Three forms are read: sentences ("Sở Y tế chủ trì, phối hợp với …", "a) Chủ trì …" below a heading that names the
body), labels ("Đơn vị chủ trì: …"), and columns of tables ("Cơ quan chủ trì | Cơ quan phối hợp"). Bodies that
are not named ("các cơ quan liên quan") are no facts. Patterns: `rules/duties.yaml`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import regex

from extractors.actors import Line, outline, project_at, project_in, text_of
from extractors.agency_names import Named, agency_names
from extractors.component import Extractor
from extractors.duties import any_of, duty, is_list_gap, is_part
from extractors.duty_sentences import DUTY_VERBS, LEAD, PARTNER, Duty, Sentence, link_end, sentences
from extractors.facts import Assignment
from extractors.offsets import Span
from extractors.reading import Block, Reading

_VERBS = ((LEAD, "lead_verb"), (PARTNER, "partner_verb"))


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
            project=(line.project if line else found.project)
            or (project_in(reading.folded, found.task) if found.task else None),
        )


def duties(reading: Reading) -> tuple[Duty, ...]:
    """Return the duties of `reading` in the order of the text, each once a paragraph or cell."""
    return reading.once(_duties)


def _duties(reading: Reading) -> tuple[Duty, ...]:
    folded, lines = reading.folded, outline(reading)
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
    out.extend(_of_tables(folded, reading.blocks))
    return tuple(sorted(out, key=lambda d: d.at))


def _goes_on(line: Line, label: Line) -> bool:
    """Whether `line` is a body in the list that `label` opens: "Cơ quan phối hợp:" and the dashes below it."""
    below = line.rank is None or label.rank is None or line.rank > label.rank or line.rank == label.rank >= 9
    return below and line.open and line.inline is None


_PLACE_NAME = regex.compile(r"(?:\s\p{Lu}\p{Ll}*+){1,12}$")


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
    if ":" not in folded[line.body : line.block.at.end]:
        return []
    found = sorted(
        (m.start(), m.end(), role)
        for role, rule in ((LEAD, "lead_label"), (PARTNER, "partner_label"))
        for m in duty(rule).finditer(folded, line.body, line.block.at.end)
        if _begins(folded, line.body, m.start())
    )
    return [f for at, f in enumerate(found) if at == 0 or f[0] >= found[at - 1][1]]


def _of_labels(
    folded: str, lines: Sequence[Line], index: int, labels: Sequence[tuple[int, int, str]]
) -> Iterator[Duty]:
    """Yield the duties of the bodies that stand behind the labels of a paragraph."""
    if not labels:
        return
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
            yield from Sentence(folded, at, line, index, (), unnamed=True).duties()


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
            gap = gap[link_end(gap, verb.end()) :]
        if not is_list_gap(gap, more=".:*_"):
            following = duty("lead_verb").match(folded[item.at.end : stop].lstrip())
            if not following:
                return
        marked = duty("partner_mark").match(folded[item.at.end : stop])
        if is_part(folded[at : item.at.start]) and not marked:
            continue
        yield Duty(item.at, PARTNER if marked else role, item.agency, item.at, like.task, like.line)
        at = item.at.end


_ASIDE = regex.compile(r"\([^()]*\)")


def _task_above(folded: str, lines: Sequence[Line], line: Line) -> Span | None:
    for index in reversed(line.above):
        upper = lines[index]
        at = Span(upper.body, upper.block.at.end)
        if not duty("general_heading").match(folded, *at) and not upper.open:
            return at
    return None


# Sentences


def _of_sentences(folded: str, lines: Sequence[Line], index: int, end: int) -> Iterator[Duty]:
    """Yield the duties that the sentences of a paragraph tell, up to `end`."""
    line = lines[index]
    if not any_of("duties", *DUTY_VERBS).stands_in(folded, line.body, end):
        return
    spoken: tuple[Named, ...] = ()
    generic = any(duty("generic_subject").match(folded, lines[i].body, lines[i].block.at.end) for i in line.above)
    start = line.inline if line.inline else line.body
    led = False
    said = start  # where the words begin that a bare "Sở Y tế chủ trì thực hiện" behind them speaks of
    bare: Span | None = None
    for at in sentences(folded, start, end):
        sentence = Sentence(folded, at, line, index, spoken, unnamed=generic and not line.lost, goes_on=led)
        found = list(sentence.duties())
        if found and sentence.is_bare():
            bare = _said_before(folded, Span(said, at.start)) or bare or _task_above(folded, lines, line)
            found = [replace(item, task=bare or item.task) for item in found]
        elif found:
            bare = None
        said = at.end if found else said
        yield from found
        spoken = sentence.subjects or spoken
        led = (led or sentence.leads) and folded[at.end - 1] == ";"


def _said_before(folded: str, at: Span) -> Span | None:
    """Return the sentences at `at`, if they say anything: a task told before the body that has it."""
    text = folded[at.start : at.end].rstrip(" .;:")
    return Span(at.start, at.start + len(text)) if len(text.split()) > 3 else None


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
    projects = _projects(folded, rows) if roles else {}
    for cell in cells:
        role, header = roles.get(cell.col, ("", 0))
        if role and cell.row > header:
            row = rows.get(cell.row, [])
            if row and not any(ch.islower() for c in row for ch in folded[c.at.start : c.at.end]):
                continue  # "II | Sở Y tế": the title of the rows below it
            task = _task_cell([c for c in row if c.col in tasks] or row)
            found = _of_cell(folded, cell, role, task)
            yield from _once(folded, (replace(item, project=projects.get(cell.row)) for item in found))
        elif not role:
            yield from _once(folded, _of_free_cell(folded, cell))


def _projects(folded: str, rows: Mapping[int, Sequence[Block]]) -> dict[int, str]:
    """Return the project that each row of a table is about: its own, below the one that a row above it names."""
    out: dict[int, str] = {}
    whole = ""
    for row, cells in rows.items():
        names = [project_at(folded, cell.at) for cell in cells]
        name = next((n for n in names if n), "")
        if name.startswith("Dự án"):
            whole = name
        if name:
            out[row] = f"{whole} / {name}" if whole and not name.startswith("Dự án") else name
    return out


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
    return _without_notes(folded[cell.at.start : cell.at.end])


@functools.lru_cache(maxsize=1 << 12)
def _without_notes(heading: str) -> str:
    return duty("note_mark").cut(heading)


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
        if not is_part(gap) or here != role:
            yield Duty(item.at, here, item.agency, item.at, task)
        at = item.at.end


def _of_free_cell(folded: str, cell: Block) -> Iterator[Duty]:
    """Yield the duties of the sentences of a cell: only those whose sentence names the body."""
    if not any_of("duties", *DUTY_VERBS).stands_in(folded, *cell.at):
        return
    for at in sentences(folded, *cell.at):
        yield from Sentence(folded, at, None, None, ()).duties()


EXTRACTOR = Extractor("assignments", Assignment, find_assignments)
