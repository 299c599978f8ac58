"""What documents promise: by field and indicator, for their own unit and for the units below, and the level above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.charts.figures import listed, measure_name
from pipeline.compare import side_value, signed
from pipeline.listing import document_name
from pipeline.listing import words as one_line
from pipeline.query import records
from pipeline.report.asked import LIMIT, Asked, Row, columns_of, more_told, name_of, place_of, told_of
from pipeline.report.model import Block, Column, Heading, Paragraph, Section, Table
from pipeline.values import number, short_value

_SIDE_BY_SIDE = 8


def promises(asked: Asked) -> list[Section]:
    """Return what is promised and what was observed."""
    rows = asked.targets
    whole = [row for row in rows if not _is_of_table(row)]
    parts = [row for row in rows if _is_of_table(row)]
    words = asked.words
    blocks: list[Block] = []
    aims = [row for row in whole if row["kind"] != "actual"]
    blocks += _side_by_side(asked, aims) if asked.several else []
    for field, group in _by_field(asked, aims):
        blocks += [Heading(field), _table(asked, group, words("promises_caption", field=field))]
    if not aims:
        blocks.append(Paragraph(words("promises_none")))
    sections = [Section(words("promises"), blocks)]
    if parts:
        sections.append(Section(words("parts"), [Paragraph(words("parts_lead")), *_parts(asked, parts)]))
    if observed := [row for row in whole if row["kind"] == "actual"]:
        table = _table(asked, observed, words("observed_caption"))
        sections.append(Section(words("observed"), [Paragraph(words("observed_lead")), table]))
    return sections


def _is_of_table(row: Row) -> bool:
    """Tell whether a row is best shown in its table: of another unit than the issuer's, or of no indicator."""
    own = row["commune_code"] or row["district_code"] or row["province_code"]
    of_other = row["about"] is None or (row["place_code"] is not None and row["place_code"] != own)
    return row["stands_in"] == "table" and (of_other or row["indicator"] is None)


def _by_field(asked: Asked, rows: Sequence[Row]) -> Iterable[tuple[str, list[Row]]]:
    """Yield the rows field by field, those of no known field last."""
    fields = {row["indicator"]: row["dimension"] for row in records(asked.con, "SELECT * FROM indicators")}
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[fields.get(row["indicator"]) or "other"].append(row)
    for field in sorted(groups, key=lambda name: (name == "other", -len(groups[name]), name)):
        yield asked.words.of("dimension", field), groups[field]


def _indicator(asked: Asked, row: Row) -> str:
    """Return what a row is about: its indicator, with whom and where it is about more closely, or its own words."""
    name = asked.names.get(row["indicator"]) or one_line(row["indicator_text"]) or asked.words("no_indicator")
    closer = [row["population"]] if row["population"] else []
    own = row["commune"] or row["district"] or row["province"]
    if row["place"] and row["place"] != own and not asked.several:
        closer.append(row["place"])
    if row["in_part"]:
        closer.append(asked.words("in_part"))
    return f"{name} ({', '.join(closer)})" if closer else name


def _baseline(row: Row) -> str:
    value, year = row["baseline_value"], row["baseline_year"]
    unit = row["unit"] if row["unit"] in ("%", "‰") else ""
    return " ".join(filter(None, ("" if value is None else f"{number(value)}{unit}", f"({year})" if year else "")))


def _quote(row: Row) -> str:
    """Return the words of a row; those of a table's number are what its row and column say."""
    return one_line(row["quote"] if row["stands_in"] == "text" else row["indicator_text"])


def _table(asked: Asked, rows: Sequence[Row], caption: str) -> Table:
    words = asked.words
    baselines = any(map(_baseline, rows))
    unit, baseline = {"unit": 2} if asked.several else {}, {"baseline": 1} if baselines else {}
    columns = columns_of(words, **unit, indicator=3, value=2, year=1, **baseline, quote=4, where=2)
    lines = [
        [
            *([one_line(row["place"] or name_of(row))] if asked.several else []),
            _indicator(asked, row),
            row["value"],
            one_line(row["year"]),
            *([_baseline(row)] if baselines else []),
            _quote(row),
            place_of(asked, row),
        ]
        for row in rows[:LIMIT]
    ]
    return Table(caption + more_told(asked, len(rows)), columns, lines)


def _side_by_side(asked: Asked, aims: Sequence[Row]) -> list[Block]:
    """Return a table of the indicators that several units promise, a column for each unit."""
    cells: dict[tuple[str, int | None], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in aims:
        if row["indicator"] and row["place"] and not row["in_part"] and not row["population"]:
            cells[row["indicator"], row["year"]][row["place"]].append(row["value"])
    shared = {key: units for key, units in cells.items() if len(units) > 1}
    counts: dict[str, int] = defaultdict(int)
    for units in shared.values():
        for unit in units:
            counts[unit] += 1
    chosen = sorted(counts, key=lambda unit: (-counts[unit], unit))[:_SIDE_BY_SIDE]
    if len(chosen) < 2:
        return []
    words = asked.words
    lines = [
        [
            f"{asked.names.get(indicator, indicator)}{'' if year is None else f', {year}'}",
            *("; ".join(dict.fromkeys(units.get(unit, ()))) or "–" for unit in chosen),
        ]
        for (indicator, year), units in sorted(
            shared.items(), key=lambda item: (asked.names.get(item[0][0], ""), item[0][1] or 0)
        )
        if len(set(chosen) & set(units)) > 1
    ]
    table = Table(
        words("side_by_side_caption"), [Column(words("indicator"), 3), *(Column(unit, 2) for unit in chosen)], lines
    )
    left = [Paragraph(words("side_by_side_more", n=len(counts) - len(chosen)), note=True)]
    return [Heading(words("side_by_side")), table, *(left if len(counts) > len(chosen) else [])]


def _parts(asked: Asked, parts: Sequence[Row]) -> list[Block]:
    """Return figures as their tables have them: a row for each unit or label, a column for each kind of figure."""
    of_tables: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(parts, key=lambda row: (row["source_path"], row["line"], row["fact_id"])):
        of_tables[row["table_id"]].append(row)
    cells = {
        row["fact_id"]: row
        for row in records(
            asked.con,
            """SELECT fact_id, row_no, col_no, row_label, column_path FROM table_facts
               WHERE list_contains(?, table_id)""",
            list(of_tables),
        )
    }
    return [_part(asked, rows, cells) for rows in of_tables.values()]


def _part(asked: Asked, rows: Sequence[Row], cells: dict[str, Row]) -> Table:
    heads: dict[int, str] = {}
    labels: dict[int, str] = {}
    lines: dict[int, dict[int, str]] = defaultdict(dict)
    for row in rows:
        cell = cells[row["fact_id"]]
        heads.setdefault(cell["col_no"], _head(asked, row, cell["column_path"]))
        labels.setdefault(cell["row_no"], one_line(cell["row_label"] or row["place"]))
        lines[cell["row_no"]][cell["col_no"]] = short_value(row)
    columns = sorted(heads)
    body = [[labels[at], *(lines[at].get(column, "") for column in columns)] for at in sorted(lines)]
    caption = asked.words("parts_caption", document=document_name(rows[0]), where=told_of(asked, rows[0]))
    heading = [Column(asked.words("unit"), 2), *(Column(heads[column], 1) for column in columns)]
    return Table(caption + _unit_of(rows), heading, body)


def _unit_of(rows: Sequence[Row]) -> str:
    """Return the unit of measure that all figures of a table share, nothing where there are several."""
    units = {row["unit"] for row in rows}
    return f", {units.pop()}" if len(units) == 1 and None not in units else ""


def _head(asked: Asked, row: Row, path: str | None) -> str:
    """Return the head of a column: what the table has, or the name of its indicator and year."""
    kind = asked.words.of("kind", row["kind"] or "target")
    said = one_line(path) or f"{measure_name(row, asked.names, asked.chart_words)}, {one_line(row['year'])}"
    return f"{said} ({kind})"


# The level above.


def levels(asked: Asked) -> list[Section]:
    """Return how the promises stand to those of the unit above and of the acts that are cited."""
    rows = records(
        asked.con,
        """SELECT v_levels.*, name_vi, name_en FROM v_levels LEFT JOIN indicators USING (indicator)
           WHERE list_contains(?, doc_id) AND verdict IS NOT NULL
           ORDER BY list_position(['below', 'not stated', 'meets', 'above'], verdict), indicator, year, code, fact_id,
                    upper_fact_id""",
        asked.ids,
    )
    words = asked.words
    if not rows:
        return [Section(words("levels"), [Paragraph(words("levels_none"))])]
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[str(row["verdict"])] += 1
    told = "; ".join(f"{words.of('verdict', verdict)}: {n}" for verdict, n in counts.items())
    document = {"document": 2} if asked.several else {}
    columns = columns_of(
        words, **document, indicator=3, year=1, own_value=3, upper_value=3, upper=3, difference=1, verdict=2
    )
    lines = [_level_line(asked, row) for row in rows[:LIMIT]]
    caption = words("levels_caption") + more_told(asked, len(rows))
    return [Section(words("levels"), [Paragraph(words("levels_lead", told=told)), Table(caption, columns, lines)])]


def _level_line(asked: Asked, row: Row) -> list[str]:
    how: dict[str, Any] = {f"upper_{name}": row[name] for name in ("basis", "direction", "per")}
    upper = listed(filter(None, (row["upper_code"], row["upper_issuer"] or row["upper_place"])))
    if row["through"]:
        upper += f" ({asked.words.of('through', row['through'])})"
    return [
        *([one_line(row["code"] or row["issuer"])] if asked.several else []),
        str(asked.names.get(row["indicator"], row["indicator"])),
        one_line(row["year"]),
        side_value(row, "") or "–",
        side_value(row | how, "upper_", how="upper_"),
        upper,
        signed(row["difference"]),
        asked.words.of("verdict", row["verdict"]),
    ]
