"""What does not add up and what does, and how the facts of a briefing came about."""

from __future__ import annotations

from collections import Counter, defaultdict

from pipeline.audit_list import SEVERITIES, name_of
from pipeline.facts import KINDS
from pipeline.listing import words as one_line
from pipeline.query import records
from pipeline.report.asked import Asked, columns_of, place_of
from pipeline.report.model import Block, Column, Heading, Paragraph, Section, Table
from pipeline.text_lines import add_lines

_EXAMPLES = 3  # reckonings that are shown of each kind


def checks(asked: Asked) -> list[Section]:
    """Return what the audit found, the worst first, and what it reckoned and found right."""
    words, language = asked.words, asked.words.language
    rows, held = asked.findings, asked.held
    blocks: list[Block] = []
    if rows:
        columns = columns_of(words, severity=1, kind=2, message=5, quote=2, where=2)
        lines = [
            [
                words.of("severity", row["severity"]),
                row["name"],
                one_line(row["message_vi"] if language == "vi" else row["message"]),
                one_line(row["quote"]),
                place_of(asked, row),
            ]
            for row in sorted(rows, key=lambda row: list(SEVERITIES).index(row["severity"]))
        ]
        blocks += [Paragraph(words("checks_lead")), Table(words("checks_caption"), columns, lines)]
    else:
        blocks.append(Paragraph(words("checks_none")))
    if held:
        told = "; ".join(f"{n} {name_of(kind, language, 'holds')}" for kind, n in held.items())
        blocks += [
            Heading(words("held")),
            Paragraph(words("held_lead", n=sum(held.values()), told=told)),
            _reckonings(asked),
        ]
    return [Section(words("checks"), blocks)]


def _reckonings(asked: Asked) -> Table:
    """Return some of the figures that were reckoned, with how."""
    rows = records(
        asked.con,
        """SELECT c.*, code, source_path, page_no AS page
           FROM confirmations AS c JOIN documents USING (doc_id) JOIN sources ON sources.source_id = c.source_id
           LEFT JOIN pages ON pages.source_id = c.source_id
                          AND c.span_start >= pages.span_start AND c.span_start < pages.span_end
           WHERE list_contains(?, doc_id)
           QUALIFY row_number() OVER (PARTITION BY kind ORDER BY source_path, c.span_start, confirmation_id) <= ?
           ORDER BY kind, source_path, c.span_start""",
        asked.ids,
        _EXAMPLES,
    )
    words = asked.words
    columns = columns_of(words, kind=2, figure=1, reckoning=5, where=2)
    lines = [
        [
            name_of(row["kind"], words.language, "holds"),
            one_line(row["quote"]),
            one_line(row["arithmetic"]),
            place_of(asked, row),
        ]
        for row in add_lines(asked.con, rows)
    ]
    return Table(words("held_caption"), columns, lines)


# How it came about.


def method(asked: Asked) -> list[Section]:
    """Return what was read, with what, what was inferred and what could not be read."""
    words = asked.words
    blocks: list[Block] = [Paragraph(words("method_lead")), _files(asked)]
    blocks += [Heading(words("inferred")), Paragraph(_inferred(asked))]
    blocks += [Heading(words("unread")), *_unread(asked)]
    blocks += [Heading(words("build")), *_builds(asked)]
    return [Section(words("method"), blocks)]


def _files(asked: Asked) -> Table:
    words = asked.words
    columns = [
        Column(words("file"), 4, code=True),
        Column(words("read_with"), 2),
        Column(words("pages"), 1),
        Column("SHA-256", 4, code=True),
    ]
    files = {row["source_id"]: row for row in asked.documents}
    lines = [
        [row["source_path"], one_line(row["read_with"]), one_line(row["page_count"]), row["sha256"]]
        for row in files.values()
    ]
    return Table(words("files_caption"), columns, lines)


def _inferred(asked: Asked) -> str:
    """Return how many slots of the facts were not stated but inferred, by what they are."""
    counts: Counter[str] = Counter()
    for table in ("documents", *(kind for kind in KINDS if kind != "findings")):
        rows = records(
            asked.con,
            f"""SELECT slot, count(*) AS n FROM (SELECT unnest(inferred) AS slot FROM {table}
                WHERE list_contains(?, doc_id)) GROUP BY slot""",
            asked.ids,
        )
        counts.update({row["slot"]: row["n"] for row in rows})
    if not counts:
        return asked.words("inferred_none")
    told = ", ".join(
        f"{asked.words.of('slot', slot)} ({n})" for slot, n in sorted(counts.items(), key=lambda c: -c[1])
    )
    return asked.words("inferred_lead", told=told)


def _unread(asked: Asked) -> list[Block]:
    words = asked.words
    sources = sorted({row["source_id"] for row in asked.documents})
    rows = records(
        asked.con,
        "SELECT * FROM failures WHERE list_contains(?, source_id) ORDER BY source_path, page_no NULLS FIRST, code",
        sources,
    )
    scanned = records(
        asked.con,
        """SELECT count(*) AS n, min(ocr_confidence) AS least FROM pages
           WHERE list_contains(?, source_id) AND read_with = 'ocr'""",
        sources,
    )[0]
    blocks: list[Block] = []
    if scanned["n"]:
        least = "?" if scanned["least"] is None else f"{100 * scanned['least']:.0f}%"
        blocks.append(Paragraph(words("scanned", n=scanned["n"], least=least)))
    if not rows:
        return [*blocks, Paragraph(words("unread_none"))]
    by_file: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        by_file[row["source_path"], f"{row['code']}: {row['message']}"].append(one_line(row["page_no"]))
    columns = columns_of(words, file=3, pages=1, message=5)
    lines = [[path, ", ".join(filter(None, pages)), one_line(message)] for (path, message), pages in by_file.items()]
    return [*blocks, Table(words("unread_caption"), columns, lines)]


def _builds(asked: Asked) -> list[Block]:
    rows = records(
        asked.con,
        "SELECT * FROM builds WHERE list_contains(?, build_id) ORDER BY finished_at, build_id",
        sorted({row["build_id"] for row in asked.documents if row["build_id"]}),
    )
    return [
        Paragraph(
            asked.words(
                "build_lead",
                version=row["version"],
                rules=row["rules_digest"],
                code=row["code_digest"],
                build=row["build_id"],
                day=f"{row['finished_at']:%d/%m/%Y %H:%M}" if row["finished_at"] else "?",
                names=asked.words("names_kept" if row["keep_names"] else "names_masked"),
            )
        )
        for row in rows
    ]
