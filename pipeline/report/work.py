"""On which acts documents rest, who does what by when, and the money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.charts.figures import listed
from pipeline.duty_list import deadline_told, is_without_year, last_day
from pipeline.listing import words as one_line
from pipeline.query import records
from pipeline.report.asked import LIMIT, Asked, Row, columns_of, more_told, place_of
from pipeline.report.model import Block, Heading, Paragraph, Section, Table
from pipeline.text_lines import add_lines
from pipeline.values import day, money

# Acts.


def acts(asked: Asked) -> list[Section]:
    """Return the acts that are cited, each once, those that they rest on first, with what the audit says of them."""
    words = asked.words
    mentions = asked.mentions
    groups: dict[tuple[int, str], list[Row]] = defaultdict(list)
    order = ("basis", "implements", "attached_to", "amends", "replaces", "repeals")
    for row in mentions:
        code = row["code"] or one_line(row["quote"])
        groups[0, row["cited_doc_id"] or code].append(row)
    if not groups:
        return [Section(words("acts"), [Paragraph(words("acts_none"))])]
    remarks = _remarks(asked)
    lines = []
    for rows in groups.values():
        relations = list(dict.fromkeys(str(row["relation"]) for row in rows))
        relations.sort(key=lambda name: order.index(name) if name in order else len(order))
        rank = order.index(relations[0]) if relations[0] in order else len(order)
        lines.append((rank, _act_line(asked, rows, relations, remarks)))
    lines.sort(key=lambda line: line[0])
    columns = columns_of(words, act=2, act_title=4, relation=2, remark=3, where=2)
    lead = words("acts_lead", n=len(groups), basis=sum(rank == 0 for rank, _ in lines))
    table = Table(words("acts_caption") + more_told(asked, len(lines)), columns, [line for _, line in lines[:LIMIT]])
    return [Section(words("acts"), [Paragraph(lead), table])]


def _remarks(asked: Asked) -> list[Row]:
    """Return what the audit says of acts that are cited: out of force, of another date, not yet issued."""
    return [row for row in asked.findings if "act" in row["kind"].split("_") or "acts" in row["kind"].split("_")]


def _act_line(asked: Asked, rows: Sequence[Row], relations: Sequence[str], remarks: Sequence[Row]) -> list[str]:
    code = rows[0]["code"] or one_line(rows[0]["quote"])
    titles = (row["cited_title"] or row["title"] or (row["quote"] if row["by_name"] else None) for row in rows)
    dates = listed(day(row["issued_on"], asked.words.language) for row in rows if row["issued_on"])
    ids = {row["doc_id"] for row in rows}
    said = [_message(asked, remark) for remark in remarks if remark["doc_id"] in ids and code in remark["message"]]
    if not said and any(row["cited_doc_id"] for row in rows):
        said.append(asked.words("in_database"))
    return [
        f"{code}{f' ({dates})' if dates else ''}",
        one_line(next(filter(None, titles), "")),
        listed(asked.words.of("relation", name) for name in relations),
        " ".join(dict.fromkeys(said)),
        "; ".join(dict.fromkeys(place_of(asked, _of(row)) for row in rows[:3])) + (" …" if len(rows) > 3 else ""),
    ]


def _of(row: Row) -> Row:
    return row | {"code": row["citing_code"], "issuer": row["citing_issuer"]}


def _message(asked: Asked, row: Row) -> str:
    return one_line(row["message_vi"] if asked.words.language == "vi" else row["message"])


# Duties.


def duties(asked: Asked) -> list[Section]:
    """Return who does what with whom, and the days by which it is due."""
    words = asked.words
    rows = asked.duties
    if not rows:
        return [Section(words("duties"), [Paragraph(words("duties_none"))])]
    tasks: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["source_path"], row["line"])):
        if row["role"] is not None:
            tasks[row["doc_id"], one_line(row["task"] or row["quote"])].append(row)
    blocks: list[Block] = []
    if tasks:
        columns = columns_of(words, task=4, lead=2, partners=3, deadline=2, where=2)
        lines = [_task_line(asked, task, of_task) for (_, task), of_task in list(tasks.items())[:LIMIT]]
        blocks += [
            Heading(words("tasks")),
            Table(words("tasks_caption") + more_told(asked, len(tasks)), columns, lines),
        ]
    dated = [row for row in rows if row["deadline"] and not is_without_year(row["deadline"])]
    recurring = [row for row in rows if is_without_year(row["deadline"])]
    dated.sort(key=lambda row: (last_day(row["deadline"]), row["source_path"], row["line"]))
    for name, of_kind in (("calendar", dated), ("recurring", recurring)):
        if of_kind:
            blocks += [Heading(words(name)), _calendar(asked, of_kind, words(f"{name}_caption"))]
    return [Section(words("duties"), blocks)]


def _task_line(asked: Asked, task: str, rows: Sequence[Row]) -> list[str]:
    lost = asked.words("agency_lost")
    leads, partners = (
        listed(row["agency"] or lost for row in rows if row["role"] == role) for role in ("lead", "coordinate")
    )
    days = listed(deadline_told(row, asked.words.language) for row in rows if row["deadline"])
    return [task, leads or "–", partners, days, place_of(asked, rows[0])]


def _calendar(asked: Asked, rows: Sequence[Row], caption: str) -> Table:
    words = asked.words
    alike: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        alike[row["deadline"], row["doc_id"], one_line(row["task"] or row["quote"])].append(row)
    columns = columns_of(words, deadline=2, agency=3, task=4, where=2)
    lines = [
        [
            deadline_told(same[0], words.language),
            listed(row["agency"] or words("agency_unstated") for row in same),
            task,
            place_of(asked, same[0]),
        ]
        for (_, _, task), same in list(alike.items())[:LIMIT]
    ]
    return Table(caption + more_told(asked, len(alike)), columns, lines)


# Money.


def funds(asked: Asked) -> list[Section]:
    """Return the sums of money, by what they are for and where they come from."""
    words = asked.words
    rows = records(
        asked.con,
        """SELECT a.*, page_no AS page, code, source_path
           FROM amounts AS a JOIN documents USING (doc_id) JOIN sources ON sources.source_id = a.source_id
           LEFT JOIN pages ON pages.source_id = a.source_id
                          AND a.span_start >= pages.span_start AND a.span_start < pages.span_end
           WHERE list_contains(?, doc_id) ORDER BY source_path, a.span_start, amount_id""",
        asked.ids,
    )
    if not rows:
        return [Section(words("funds"), [Paragraph(words("funds_none"))])]
    columns = columns_of(words, purpose=4, source=2, year=1, sum=2, quote=2, where=2)
    lines = [
        [
            one_line(row["purpose"]) or words("unstated"),
            one_line(row["funding_source"]) or words("unstated"),
            one_line(row["year"]),
            _sum(row),
            one_line(row["quote"]),
            place_of(asked, row),
        ]
        for row in add_lines(asked.con, rows[:LIMIT])
    ]
    table = Table(words("funds_caption") + more_told(asked, len(rows)), columns, lines)
    return [Section(words("funds"), [Paragraph(words("funds_lead", n=len(rows))), table])]


def _sum(row: Row) -> str:
    low, high = row["value_vnd_min"], row["value_vnd_max"]
    return money(low) if high is None or low == high else f"{money(low)} – {money(high)}"
