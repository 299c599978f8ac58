"""Who is charged with what a paragraph says: the body named by the heading that the paragraph stands under.

Plans put the body into a heading ("3. Sở Y tế") and its duties below ("a) Chủ trì …"). Headings are found by
their marks (roman, number, letter, dash), since a web page may have lost the rest of its layout.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.agency_names import Agency, Named, agency_names
from extractors.duties import duty, is_list_gap, is_part
from extractors.offsets import Span
from extractors.reading import Block, Reading
from rules.plain import Match, compile_plain

_MARK = compile_plain(
    r"""[\s*\#_|"']*(?:
      (?P<part>(?i:phần|chương|mục|điều))\s+(?P<part_no>[IVXLC]+|\d+)\s*[.:]?
    | (?P<roman>[IVX]{1,5})\s*[.)-](?!\w)
    | (?P<capital>[A-H])\s*[.)](?=\s)
    | (?P<deep>\d{1,2}(?:\.\d{1,2}){1,4})(?![\d,%])\s*[.):]?(?=\s*[\p{L}*_"“])
    | (?P<number>\d{1,2})\s*\.(?!\d)
    | \(?(?P<paren>\d{1,2})\)
    | (?P<letter>[a-zđ])\s*[).](?=[\s*\p{L}])
    | (?P<dash>[-–])
    | (?P<plus>[+•o●▪])(?=[\s*\p{L}])
    )[\s*_]*""",
    re.VERBOSE,
)
_RANKS = {"roman": 2.0, "capital": 1.5, "number": 4.0, "paren": 7.0, "letter": 8.0, "dash": 9.0, "plus": 10.0}
_PARTS = {"phần": 0.0, "chương": 1.0, "mục": 2.0, "điều": 3.0}
_LETTERS = "abcdđeghiklmnopqrstuvxy"  # the order of items: a) b) c) d) đ) e) g)


_LIST_WORD = compile_plain(r"[\s,;()&/*-]*(?:\p{L}+|\d+)")
_ASIDE = re.compile(r"(?P<gap>[^():.]{0,40})\([^()]*\)")  # "Sở Nội vụ tỉnh (cơ quan thường trực)"
_COLON = re.compile(r"[\s*_)]*:")


@dataclass(slots=True, eq=False)
class Line:
    """A paragraph of the outline, filled in step by step by `outline`.

    `body` is where its text begins after the mark. `named` are the agencies in it. `subjects` are the agencies
    it begins with, `open` where it is their heading (their duties follow below it), `inline` where they stand
    before a colon. `actors` are the agencies charged with it: its own, or those of the heading above. `lost`
    tells that the heading it belongs to is missing. `above` are the places, in the outline, of what it stands
    under. `project` is the project of a programme it belongs to.
    """

    block: Block
    body: int
    rank: float | None = None
    number: int | None = None
    named: tuple[Named, ...] = ()
    subjects: tuple[Named, ...] = ()
    open: bool = False
    inline: int | None = None
    actors: tuple[Agency, ...] = ()
    lost: bool = False
    above: tuple[int, ...] = ()
    recipient: bool = False
    project: str | None = None


def outline(reading: Reading) -> tuple[Line, ...]:
    """Return the paragraphs of running text of `reading`, each with those charged with it."""
    return reading.once(_outline)


def _outline(reading: Reading) -> tuple[Line, ...]:
    folded = reading.folded
    lines = [_line(folded, block) for block in reading.prose()]
    _mark_recipients(folded, lines)
    _charge(folded, lines)
    _mark_projects(folded, lines)
    return tuple(lines)


def _line(folded: str, block: Block) -> Line:
    start, end = block.at
    mark = _MARK.match(folded, start, end)
    rank, number = None, None
    body = end - len(folded[start:end].lstrip(" \t*_#|\"'"))
    if mark:
        body = mark.end()
        rank, number = _rank_of(mark)
    named = tuple(agency_names().find(folded, body, end))
    line = Line(block, body, rank, number, named)
    if named:
        _read_subjects(folded, line)
    return line


def _rank_of(mark: re.Match[str]) -> tuple[float, int | None]:
    if mark["part"]:
        return _PARTS[mark["part"].lower()], int(mark["part_no"]) if mark["part_no"].isdecimal() else None
    if mark["deep"]:
        steps = mark["deep"].split(".")
        return 3.0 + min(len(steps), 4), int(steps[-1])
    kind = mark.lastgroup or ""
    if kind in ("number", "paren"):
        return _RANKS[kind], int(mark[kind])
    return _RANKS[kind], _LETTERS.index(mark[kind]) if kind == "letter" and mark[kind] in _LETTERS else None


def _read_subjects(folded: str, line: Line) -> None:
    """Tell `line` the agencies it begins with, and whether it is their heading."""
    end = line.block.at.end
    if duty("person").match(folded, line.body, end):
        return
    mandate = duty("mandate").match(folded, line.body, end)
    at = mandate.end() if mandate else line.body
    subjects: list[Named] = []
    for named in line.named:
        gap = folded[at : named.at.start]
        if not is_list_gap(gap):
            break
        if not (subjects and is_part(gap)):
            subjects.append(named)
        at = named.at.end
    if not subjects:
        return
    line.subjects = tuple(subjects)
    aside = _ASIDE.match(folded, at, end)
    if aside and is_list_gap(aside["gap"]):
        at = aside.end()
    tail = at
    while (more := _LIST_WORD.match(folded, tail, end)) and is_list_gap(more[0]):
        tail = more.end()
    rest = folded[tail:end]
    if not rest.strip(" .;:*_()|/"):
        line.open = True
    elif colon := _COLON.match(folded, tail, end):
        line.inline, line.open = colon.end(), rest.rstrip(" *_").endswith(":")
    else:
        line.open = bool(duty("charge").match(folded, at, end))


def _mark_recipients(folded: str, lines: Sequence[Line]) -> None:
    """Mark the lines of the lists of recipients: "Nơi nhận:" and the dashes below it."""
    inside = False
    for line in lines:
        start, end = line.block.at
        if duty("recipients").match(folded, start, end):
            inside = True
        elif inside and line.rank not in (9.0, 10.0) and end - start > 0:
            inside = folded[start:end].lstrip()[:1].islower()
        line.recipient = inside


def _charge(folded: str, lines: Sequence[Line]) -> None:
    """Tell `lines` what they stand under and who is charged with them."""
    out: list[Line] = []
    stack: list[int] = []
    for index, line in enumerate(lines):
        rank = _effective_rank(folded, line)
        if line.recipient or _is_break(folded, line):
            stack.clear()
        elif rank is not None:
            while stack and (out[stack[-1]].rank or 0.0) >= rank:
                stack.pop()
        above = tuple(stack)
        lost = _is_lost(folded, lines, out, above, rank, line.number)
        actors = _agencies(line.subjects) if line.open or line.inline else () if lost else _inherited(out, above)
        line.rank, line.above, line.actors, line.lost = rank, above, actors, lost
        out.append(line)
        if rank is not None:
            stack.append(index)


def _agencies(named: Sequence[Named]) -> tuple[Agency, ...]:
    return tuple(dict.fromkeys(n.agency for n in named))


def _effective_rank(folded: str, line: Line) -> float | None:
    """Return the rank of a line without mark that is a heading all the same: an agency alone, a project."""
    if line.rank is not None:
        return line.rank
    start, end = line.block.at
    if line.open and end - start < 200:
        return 6.5
    project = duty("project").match(folded, line.body, end)
    if project and end - start < 250:
        return 4.2 if project["kind"].lower().startswith("dự") else 4.6
    return None


def _is_break(folded: str, line: Line) -> bool:
    """Whether a line without mark begins something new: a title in capitals."""
    if line.rank is not None or line.subjects:
        return False
    start, end = line.block.at
    text = folded[start:end]
    return text.isupper() and sum(c.isalpha() for c in text) > 7


def _inherited(out: Sequence[Line], above: Sequence[int]) -> tuple[Agency, ...]:
    for index in reversed(above):
        upper = out[index]
        if upper.lost:
            return ()
        if upper.subjects and (upper.open or upper.inline):
            return upper.actors
    return ()


def _is_lost(
    folded: str,
    lines: Sequence[Line],
    out: Sequence[Line],
    above: Sequence[int],
    rank: float | None,
    number: int | None,
) -> bool:
    """Whether the heading that the line behind `out`, of this rank and number, belongs to is missing from the text.

    The numbers around it tell: between "5." and "7." a list of letters begins under a "5." that was complete
    (its duties stand behind its colon), or begins anew with a) under a "5." that had its own a) and b).
    """
    if not above or rank is None or rank < 7:
        return False
    parent_index = above[-1]
    parent = out[parent_index]
    if parent.lost:
        return True
    if parent.number is None or parent.rank is None or parent.rank >= 7:
        return False
    following = _next_number(lines, len(out), parent.rank)
    if following is None or following <= parent.number + 1:
        return False
    if parent.inline and not parent.open:
        return True
    if number == 0 and parent.open and _is_told(folded, out[parent_index + 1 :]):
        return True
    children = [o for o in out[parent_index + 1 :] if o.above and o.above[-1] == parent_index and o.rank == rank]
    if any(o.lost for o in children):
        return True
    return number == 0 and any(o.number == 1 for o in children)


def _is_told(folded: str, below: Sequence[Line]) -> bool:
    """Whether the paragraphs below a heading tell its duties in whole sentences, so that no list belongs to it."""
    ends = [folded[line.block.at.start : line.block.at.end].rstrip(" *_") for line in below if line.rank is None]
    return bool(ends) and len(ends) == len(below) and all(text.endswith(".") for text in ends)


def _next_number(lines: Sequence[Line], start: int, rank: float) -> int | None:
    for line in lines[start:]:
        if line.recipient or (line.rank is not None and line.rank < rank):
            return None
        if line.rank == rank:
            return line.number
    return None


def _mark_projects(folded: str, lines: Sequence[Line]) -> None:
    """Tell `lines` the project that each stands under: `Dự án 4 / Tiểu dự án 1`.

    A project holds until a heading of its own rank or a higher one that names none.
    """
    held: list[tuple[str, float]] = []
    for line in lines:
        if line.rank is not None:
            names = _projects_at_head(folded, line)
            if names:
                part = names[0].startswith("Tiểu")
                held = [h for h in held[:1] if part and not h[0].startswith("Tiểu")]
                held += [(name, line.rank) for name in names]
            else:
                held = [h for h in held if line.rank > h[1]]
        line.project = " / ".join(name for name, _ in held) or None


def _projects_at_head(folded: str, line: Line) -> list[str]:
    start, end = line.body, min(line.block.at.end, line.body + 200)
    if not duty("project").match(folded, start, end):
        return []
    names = [project_name(m) for m in duty("project").finditer(folded, start, end)]
    return [names[0], *(n for n in names[1:2] if n.startswith("Tiểu") and not names[0].startswith("Tiểu"))]


def project_name(match: Match) -> str:
    """Return the name of a matched project: `Tiểu dự án 2`."""
    return f"{match['kind'].capitalize()} {int(match['number'])}"


def project_at(folded: str, at: Span) -> str | None:
    """Return the project that a cell begins with: "- Tiểu dự án 1: …"."""
    start = at.end - len(folded[at.start : at.end].lstrip(" -+*•"))
    match = duty("project").match(folded, start, at.end)
    return project_name(match) if match else None


def project_in(folded: str, at: Span) -> str | None:
    """Return the one project that a task speaks of: "Tiểu dự án 2 thuộc Dự án 3" is `Dự án 3 / Tiểu dự án 2`."""
    names = {project_name(m): m for m in duty("project").finditer(folded, *at)}
    parts = [n for n in names if n.startswith("Tiểu")]
    whole = [n for n in names if not n.startswith("Tiểu")]
    return " / ".join(whole + parts) if len(whole) == 1 and len(parts) <= 1 else None


def text_of(reading: Reading, at: Span) -> str | None:
    """Return the text at `at` on one line, without the marks around it; None where nothing is left."""
    return reading.print_of(at).strip(" .;:,*_#|/") or None
