"""A briefing put together: what documents promise, on what they rest, who does what, what does not add up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import duckdb

from pipeline import charts
from pipeline.codes import ChartKind
from pipeline.errors import KehoachError
from pipeline.listing import words as one_line
from pipeline.query import records
from pipeline.report.asked import Asked, Row, asked_for, name_of
from pipeline.report.checks import checks, method
from pipeline.report.model import Briefing, Column, Figure, Paragraph, Section, Table
from pipeline.report.promises import levels, promises
from pipeline.report.work import acts, duties, funds
from pipeline.values import day
from pipeline.whereabouts import find_areas
from pipeline.wording import Language
from rules import read_yaml

# What a chart says where it has nothing to draw, or nothing that could be told apart.
_NOTHING = frozenset({"KH407", "KH408", "KH623", "KH624", "KH625", "KH626", "KH628"})
_TIMELINES = 2  # indicators whose years are drawn


def make_briefing(
    con: duckdb.DuckDBPyConnection, document: str | None, within: str | None, language: Language = "vi"
) -> Briefing:
    """Return the briefing on a document with what is attached to it, or on the documents of a place.

    Charts are left out with a note where the extra `charts` is missing. Raises KehoachError: KH403 where no document
    is called so, KH408 where no unit is, KH628 where it has no document.
    """
    asked = asked_for(con, document, within, language)
    words = asked.words
    drawn = _Drawn(asked, document, within)
    sections = [
        Section(words("documents"), [_documents(asked)]),
        *_with(promises(asked), drawn.of("timeline", "units", "allocation")),
        *levels(asked),
        *_with(acts(asked), drawn.of("citations")),
        *_with(duties(asked), drawn.of("duties")),
        *funds(asked),
        *checks(asked),
        *method(asked),
    ]
    if not charts.is_installed():
        sections[-1] = Section(sections[-1].heading, [*sections[-1].blocks, Paragraph(words("no_charts"), note=True)])
    first = asked.documents[0]
    if within is not None:
        title = words("title_within", place=asked.place)
        subtitle = words("subtitle_within", n=len(asked.documents))
    else:
        title = words("title", name=" ".join(filter(None, (_type_name(first["doc_type"]), name_of(first)))))
        subtitle = one_line(first["title"]) or first["source_path"]
    return Briefing(
        language=language,
        title=title,
        subtitle=subtitle,
        glance=_glance(asked),
        sections=sections,
        footer=title,
        keywords=[name_of(row) for row in asked.documents],
    )


def _with(sections: Sequence[Section], figures: Sequence[Figure]) -> list[Section]:
    """Return sections, the first of them with figures at its end."""
    first, *others = sections
    return [Section(first.heading, [*first.blocks, *figures]), *others]


# What stands before all else.


def _documents(asked: Asked) -> Table:
    """Return who issued what and when: a row for each slot of one document, or for each of several documents."""
    words = asked.words
    slots = [_slots(asked, row) for row in asked.documents]
    caption = words("documents_caption")
    if len(slots) == 1:
        lines = [[words(f"head_{name}"), said] for name, said in slots[0].items() if said]
        return Table(caption, [Column(words("head_slot"), 1), Column(words("head_value"), 4)], lines)
    wanted = {"code": 2, "issued": 2, "issuer": 2, "title": 4, "file": 2}
    columns = [Column(words(f"head_{name}"), share) for name, share in wanted.items()]
    return Table(caption, columns, [[said[name] for name in wanted] for said in slots])


def _type_name(code: str | None) -> str:
    """Return what documents of a type are called: "Kế hoạch"; its code where the rules do not know it."""
    return next((kind["names"][0] for kind in read_yaml("doctypes")["types"] if kind["code"] == code), code or "")


def _slots(asked: Asked, row: Row) -> dict[str, str]:
    """Return what is known of a document, slot by slot."""
    unstated = asked.words("unstated")
    return {
        "type": _type_name(row["doc_type"]),
        "code": one_line(row["code"]) or unstated,
        "issued": day(row["issued_on"] or row["issued_on_partial"], asked.words.language) or unstated,
        "issuer": one_line(row["issuer"]),
        "place": ", ".join(filter(None, (row["commune"], row["district"], row["province"]))),
        "title": one_line(row["title"]),
        "programme": one_line(row["programme"]),
        "period": " – ".join(dict.fromkeys(str(row[k]) for k in ("period_start", "period_end") if row[k])),
        "signer": " ".join(one_line(row[k]) for k in ("signed_for", "signer_title", "signer") if row[k]),
        "file": row["source_path"],
    }


def _glance(asked: Asked) -> list[str]:
    """Return the briefing in a few lines: how much of what there is."""
    words, con, ids = asked.words, asked.con, asked.ids
    counted = {
        "promises": sum(row["kind"] != "actual" for row in asked.targets),
        "acts": len({row["cited_doc_id"] or row["code"] or row["quote"] for row in asked.mentions}),
        "agencies": len({row["agency"] for row in asked.duties} - {None}),
        "deadlines": sum(row["deadline"] is not None for row in asked.duties),
        "sums": records(con, "SELECT count(*) AS n FROM amounts WHERE list_contains(?, doc_id)", ids)[0]["n"],
    }
    severities = Counter(row["severity"] for row in asked.findings)
    found = ", ".join(words(f"count_{name}", n=severities[name]) for name in ("error", "warning", "note"))
    return [
        *(words(f"count_{name}", n=number) for name, number in counted.items()),
        words("glance_found", found=found),
        words("glance_held", n=sum(asked.held.values())),
    ]


# Charts.


class _Drawn:
    """The charts of a briefing, where there is something to draw and what draws it is installed."""

    def __init__(self, asked: Asked, document: str | None, within: str | None) -> None:
        self.asked, self.document, self.within = asked, document, within

    def of(self, *kinds: ChartKind) -> list[Figure]:
        """Return the charts of these kinds."""
        if not charts.is_installed():
            return []
        return [figure for kind in kinds for wanted in self._wanted(kind) for figure in self._draw(wanted)]

    def _draw(self, wanted: charts.Asked) -> Iterator[Figure]:
        try:
            yield Figure(charts.picture(self.asked.con, wanted, self.asked.words.language))
        except KehoachError as error:
            if error.code not in _NOTHING:
                raise

    def _wanted(self, kind: ChartKind) -> Iterator[charts.Asked]:
        """Yield what is to be drawn of a kind."""
        match kind:
            case "timeline" if self.within is None:
                if place := self._place():
                    for indicator in self._indicators(2):
                        yield charts.Asked(kind, indicator=indicator, place=place)
            case "units" if self.within is not None:
                for indicator in self._indicators(1):
                    yield charts.Asked(kind, indicator=indicator, within=self.within)
            case "allocation":
                yield charts.Asked(kind, document=self.document, within=self.within)
            case "citations" if self.document is not None:
                yield charts.Asked(kind, document=self.document)
            case "duties":
                yield charts.Asked(kind, document=self.document, within=self.within)

    def _indicators(self, least_years: int) -> list[str]:
        """Return the indicators that the documents say most of, for several years where that is asked for."""
        years: dict[str, set[int]] = defaultdict(set)
        said: Counter[str] = Counter()
        for row in self.asked.targets:
            if row["indicator"] and row["year"]:
                years[row["indicator"]].add(row["year"])
                said[row["indicator"]] += 100 if row["stands_in"] == "text" else 1  # what prose says weighs more
        fit = [name for name in years if len(years[name]) >= least_years]
        return sorted(fit, key=lambda name: (-said[name], name))[:_TIMELINES]

    def _place(self) -> str | None:
        """Return the unit of the document, if its name means no other one."""
        row = self.asked.documents[0]
        name = row["commune"] or row["district"] or row["province"]
        code = row["commune_code"] or row["district_code"] or row["province_code"]
        try:
            found = find_areas(self.asked.con, name) if name else []
        except KehoachError:
            return None
        return str(name) if {area["code"] for area in found} == {code} else None
