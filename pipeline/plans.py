"""The database for notebooks and programs: the answers of the commands as pandas frames, a document as an object.

    from pipeline import open_plans
    plans = open_plans("outputs/plans.duckdb")

Names are matched as in the commands: "ty le ho ngheo" is poverty_rate, "huyen chi lang" is Chi Lăng. In every frame
whole numbers are Int64, days datetime64, a few values that come again categories, and what is not stated is <NA>.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from html import escape
from pathlib import Path
from types import TracebackType
from typing import Any, get_args

import duckdb
import pandas as pd

from pipeline import audit_list, compare, duty_list, target_list, timeline
from pipeline.cites import find_acts
from pipeline.codes import Kind, Level, Role, Severity
from pipeline.errors import KehoachError
from pipeline.facts import KINDS, Fact, facts_of, indicator_names, told
from pipeline.frames import from_arrow, printed_table, to_frame
from pipeline.highlight import HighlightedText
from pipeline.query import ask_for_table, open_database, records
from pipeline.show import find_documents
from pipeline.wording import Language

_DAYS = ("%Y-%m-%d", "%d/%m/%Y")
_DOCUMENTS = (
    "doc_id", "doc_type", "code", "title", "issued_on", "issued_on_partial", "issuer", "level", "province",
    "district", "commune", "programme", "period_start", "period_end", "signer", "signer_title", "parent_doc_id",
    "source_path", "page_count",
)  # fmt: skip
_CITATIONS = (
    "side", "citing_code", "citing_issuer", "relation", "code", "title", "pinpoint", "by_name", "by_short_form",
    "issued_on", "issued_on_partial", "quote", "page", "line", "source_path", "doc_id", "cited_doc_id", "ref_id",
)  # fmt: skip
_FACTS = (
    "kind", "says", "words", "start", "end", "line", "section_id", "fact_id", "span_start", "span_end", "inferred",
)  # fmt: skip
_SECTIONS = ("label", "heading", "kind", "depth", "start", "end", "section_id", "parent_section_id")
_TABLES = ("table_id", "caption", "kind", "page", "n_rows", "n_cols", "header_rows", "numbers", "section_id")


def open_plans(db: str | Path = "outputs/plans.duckdb") -> Plans:
    """Open a database that `kehoach build` made. It is only read.

    What is built later is seen when it is opened again. Raises KehoachError: KH303 where there is no such file, KH304
    where another program writes to it, KH302 where it is something else.
    """
    return Plans(db)


class Plans:
    """A database of plans. Use it in a `with` block, or `close()` it.

    >>> plans.targets(indicator="ty le ho ngheo", place="huyen chi lang", kind="target")[["year", "value"]]
       year      value
    0  2024       3,5%
    1  2024  giảm 2,6%
    2  2024       3,4%
    """

    def __init__(self, db: str | Path) -> None:
        self.path = Path(db)
        self._connection: duckdb.DuckDBPyConnection | None = open_database(self.path)

    @property
    def _con(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            raise KehoachError("KH655", detail=self.path)
        return self._connection

    def close(self) -> None:
        """Close the database; frames that it gave stay as they are."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Plans:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        if self._connection is None:
            return f"<Plans {self.path}: closed>"
        return f"<Plans {self.path}: {', '.join(f'{count:,} {name}' for name, count in self._counts().items())}>"

    def _repr_html_(self) -> str:
        if self._connection is None:
            return escape(repr(self))
        counts = "".join(f"<tr><th>{name}</th><td>{count:,}</td></tr>" for name, count in self._counts().items())
        return f"<table><caption>{escape(str(self.path))}</caption>{counts}</table>"

    def _counts(self) -> dict[str, int]:
        counts = records(
            self._con,
            """SELECT (SELECT count(*) FROM kept_documents()) AS documents,
                      (SELECT count(*) FROM targets ANTI JOIN duplicates() USING (source_id)) AS targets,
                      (SELECT count(*) FROM tables ANTI JOIN duplicates() USING (source_id)) AS tables,
                      (SELECT count(*) FROM findings ANTI JOIN duplicates() USING (source_id)) AS findings""",
        )
        return counts[0]

    # Lists of all documents.

    def documents(
        self,
        *,
        level: Level | None = None,
        place: str | None = None,
        doc_type: str | None = None,
        year: int | None = None,
    ) -> pd.DataFrame:
        """Return the documents, in the order of their files, each once.

        `place` is where the issuer sits, or what that lies in; `doc_type` as in the table (`KH`, `QĐ`), `year` the
        one of issue. Raises KehoachError KH651 where no document is of such a place.

        >>> plans.documents(level="district", place="lang son")[["code", "district"]].dropna()
                code  district
        1  45/KH-UBND  Chi Lăng
        """
        _check("level", level, Level)
        rows = records(
            self._con,
            """SELECT documents.*, source_path, page_count FROM kept_documents() AS documents
               JOIN sources USING (source_id)
               WHERE ($1 IS NULL OR level = $1) AND ($2 IS NULL OR doc_type = $2)
                 AND ($3 IS NULL OR coalesce(issued_on::VARCHAR, issued_on_partial)[:4] = $3::VARCHAR)
               ORDER BY source_path, documents.span_start""",
            level,
            doc_type,
            year,
        )
        return to_frame(self._con, _DOCUMENTS, rows if place is None else self._of_place(rows, place))

    def _of_place(self, rows: list[dict[str, Any]], place: str) -> list[dict[str, Any]]:
        units = ("province", "district", "commune")
        known = records(self._con, f"SELECT DISTINCT unnest([{', '.join(units)}]) AS name FROM kept_documents()")
        names = target_list.matching_places(place, (row["name"] for row in known if row["name"]))
        if not names:
            raise KehoachError("KH651", detail=place)
        return [row for row in rows if any(row[unit] in names for unit in units)]

    def targets(
        self,
        *,
        indicator: str | None = None,
        place: str | None = None,
        year: int | None = None,
        level: Level | None = None,
        kind: Kind | None = None,
    ) -> pd.DataFrame:
        """Return what is promised and reported, each commitment once: the columns of `kehoach targets --csv`.

        `level` is that of who issued it, `kind` what is aimed at or observed. Raises KehoachError: KH407 where no
        indicator is called so, KH408 where no number is about such a place.

        >>> plans.targets(indicator="tỷ lệ hộ nghèo", level="commune")[["place", "year", "value", "line"]]
              place  year  value  line
        0  Vạn Linh  2024   5,5%    19
        1  Vạn Linh  2023  9,55%    16
        """
        _check("level", level, Level)
        _check("kind", kind, Kind)
        wanted = target_list.Wanted(indicator, place, year, level, kind)
        return to_frame(self._con, target_list.COLUMNS, target_list.find_targets(self._con, wanted))

    def duties(
        self, *, agency: str | None = None, role: Role | None = None, due_before: date | str | None = None
    ) -> pd.DataFrame:
        """Return who has to do what and by when: the columns of `kehoach duties --csv`.

        `due_before` leaves out what is due on that day or later, and what has no year. Raises KehoachError: KH406
        where no agency is called so, KH656 where `due_before` is not a day.

        >>> plans.duties(agency="so tc", role="lead")["agency"].unique().tolist()
        ['Sở Tài chính']
        """
        _check("role", role, Role)
        rows = duty_list.find_duties(self._con, agency=agency, role=role)
        if due_before is not None:
            day = _day(due_before)
            rows = [row for row in rows if duty_list.is_due_before(row["deadline"], day)]
        return to_frame(self._con, duty_list.COLUMNS, rows)

    def citations(self, code: str) -> pd.DataFrame:
        """Return every mention of an act (`side` is cited_by), and every one that it makes itself (cites).

        Raises KehoachError KH405 where nothing in the database has or cites that number or name.

        >>> plans.citations("18/KH-UBND").groupby("side", observed=True).size().to_dict()
        {'cited_by': 3, 'cites': 13}
        """
        rows = [
            {"side": side, **mention}
            for act in find_acts(self._con, code)
            for side, mentions in (("cited_by", act.cited_by), ("cites", act.cites))
            for mention in mentions
        ]
        return to_frame(self._con, _CITATIONS, rows)

    def findings(
        self, *, document: str | None = None, severity: Severity | None = None, kind: str | None = None
    ) -> pd.DataFrame:
        """Return what an auditor should look at: the columns of `kehoach audit --csv`.

        `severity` is the least that is given. Raises KehoachError: KH403 where no document is called so, KH410 where
        no kind of finding is.

        >>> plans.findings(severity="error")[["kind", "expected", "found"]].head(1)
                       kind       expected                  found
        0  act_out_of_force  65/2025/QH15  77/2015/QH13
        """
        _check("severity", severity, Severity)
        asked = audit_list.Asked(() if document is None else (document,), severity, () if kind is None else (kind,))
        return to_frame(self._con, audit_list.COLUMNS, audit_list.find_findings(self._con, asked))

    # Side by side.

    def compare(self, a: str, b: str) -> pd.DataFrame:
        """Return the aims of two documents side by side, or of a document and an act: columns of `kehoach compare`.

        Raises KehoachError KH403 where one of them is not there.

        >>> plans.compare("45/KH-UBND", "18/KH-UBND")["verdict"].value_counts().to_dict()
        {'above': 6}
        """
        return to_frame(self._con, compare.PAIR_COLUMNS, compare.compare_documents(self._con, a, b))

    def compare_units(self, indicator: str, within: str, *, year: int | None = None) -> pd.DataFrame:
        """Return an indicator in a place and every unit in it, what was asked of each, and the verdict.

        Raises KehoachError: KH407 where no indicator is called so, KH408 where no unit is.

        >>> plans.compare_units("poverty_rate", "tinh lang son", year=2024)["place"].nunique()
        12
        """
        return to_frame(self._con, compare.UNIT_COLUMNS, compare.compare_units(self._con, indicator, year, within))

    def timeline(self, indicator: str, place: str) -> pd.DataFrame:
        """Return an indicator of a place through the years, by all documents, before and after mergers.

        Raises KehoachError: KH407 where no indicator is called so, KH408 where no unit is.

        >>> plans.timeline("poverty_rate", "tinh lang son")["year"].dropna().unique().tolist()
        [2023, 2024, 2025]
        """
        return to_frame(self._con, timeline.COLUMNS, timeline.find_timeline(self._con, indicator, place))

    # Anything.

    def sql(self, question: str) -> pd.DataFrame:
        """Return the answer to one SQL question. Raises KehoachError KH404 for wrong SQL, and for what would write.

        >>> plans.sql("SELECT level, count(*) AS n FROM documents WHERE province = 'Lạng Sơn' GROUP BY 1 ORDER BY n")
              level  n
        0   commune  1
        1  district  2
        2  province  7
        """
        return from_arrow(ask_for_table(self._con, question))

    def table(self, table_id: str) -> pd.DataFrame:
        """Return a table of a plan as printed, under its header, with its caption in `.attrs["caption"]`.

        All values are text; the numbers are in `table_facts`, whose `row_no` is the index here. Raises KehoachError
        KH652 where there is no such table.
        """
        found = records(self._con, "SELECT * FROM tables WHERE table_id = ?", table_id)
        if not found:
            raise KehoachError("KH652", detail=table_id)
        cells = records(self._con, "SELECT * FROM cells WHERE table_id = ? ORDER BY row_no, col_no", table_id)
        heads = records(
            self._con,
            "SELECT DISTINCT col_no, column_path FROM table_facts WHERE table_id = ? AND column_path IS NOT NULL",
            table_id,
        )
        frame = printed_table(found[0], cells, {row["col_no"]: row["column_path"] for row in heads})
        frame.attrs = {name: found[0][name] for name in ("table_id", "caption", "page_no", "doc_id")}
        return frame

    def document(self, name: str) -> Document:
        """Return the one document called `name`: a doc_id or its start, a code, or the name of a file.

        Raises KehoachError: KH403 where none is called so, KH653 where several are.

        >>> plans.document("45/KH-UBND")
        <Document 45/KH-UBND, Ủy ban nhân dân huyện Chi Lăng: Giảm nghèo bền vững huyện Chi Lăng năm 2024>
        """
        found = find_documents(self._con, name)
        if len(found) > 1:
            told = "; ".join(f"{row['doc_id']} ({row['doc_type']} {row['source_path']})" for row in found)
            raise KehoachError("KH653", detail=f"{len(found)} documents are called {name}: {told}")
        return Document(self, found[0])


class Document:
    """A document of the database: its head in `row`, its text, and what was found in it.

    >>> document = plans.document("45/KH-UBND")
    >>> fact = document.facts.query("kind == 'targets'").iloc[0]
    >>> document.text[fact.start : fact.end] == fact.words
    True
    """

    def __init__(self, plans: Plans, row: Mapping[str, Any]) -> None:
        self.row = row
        self._plans = plans

    @property
    def id(self) -> str:
        """The `doc_id`."""
        return str(self.row["doc_id"])

    @property
    def code(self) -> str | None:
        """Number and symbol, None where it has none."""
        code: str | None = self.row["code"]
        return code

    @property
    def title(self) -> str | None:
        """What it is about (trích yếu)."""
        title: str | None = self.row["title"]
        return title

    @property
    def text(self) -> str:
        """Its own text as read, which begins at `span_start` of its source."""
        return str(self.row["text"])[self.row["span_start"] : self.row["span_end"]]

    @property
    def facts(self) -> pd.DataFrame:
        """All its facts in the order of the text, each number once.

        `kind` is the table that holds it and `fact_id` its id there, `says` its content in a few words, and `words`
        what stands at `start:end` of `text` (`span_start:span_end` of `sources.text`); NULL of what is missing.
        """
        names = indicator_names(self._plans._con, "en")
        return to_frame(self._plans._con, _FACTS, (self._fact(fact, names) for fact in self._facts(KINDS)))

    @property
    def sections(self) -> pd.DataFrame:
        """Its headings and what each covers, `start:end` in `text`."""
        rows = self._rows("SELECT * FROM sections WHERE doc_id = ? ORDER BY span_start, depth")
        return to_frame(self._plans._con, _SECTIONS, (row | self._place(row["span_start"], row["span_end"])
                                                      for row in rows))  # fmt: skip

    @property
    def tables(self) -> pd.DataFrame:
        """Its tables, with how many numbers were read from each; `plans.table(table_id)` gives one."""
        rows = self._rows(
            """SELECT *, page_no AS page,
                      (SELECT count(*) FROM table_facts AS f WHERE f.table_id = t.table_id) AS numbers
               FROM tables AS t WHERE doc_id = ? ORDER BY span_start"""
        )
        return to_frame(self._plans._con, _TABLES, rows)

    def show(self, kinds: Iterable[str] | None = None, language: Language = "en") -> HighlightedText:
        """Return its text with its facts highlighted, for a notebook to show; only those of `kinds` where given.

        Raises KehoachError KH654 for a kind or a language that there is not.

        >>> plans.document("45/KH-UBND").show(["targets", "amounts"])
        <45/KH-UBND: 16 target, 3 sum>
        """
        wanted = list(KINDS if kinds is None else kinds)
        for kind in wanted:
            _check("kind", kind, tuple(KINDS))
        _check("language", language, Language)
        name = self.code or str(self.row["source_path"])
        names = indicator_names(self._plans._con, language)
        start, end = self.row["span_start"], self.row["span_end"]
        return HighlightedText(name, self.row["text"], start, end, self._facts(wanted), language, names)

    def __repr__(self) -> str:
        return (
            f"<Document {self.code or self.id}, {self.row['issuer'] or self.row['source_path']}: {self.title or ''}>"
        )

    def _repr_html_(self) -> str:
        said = {
            "doc_id": self.id,
            "issued": self.row["issued_on"] or self.row["issued_on_partial"],
            "issuer": self.row["issuer"],
            "signer": self.row["signer"],
            "file": self.row["source_path"],
        }
        rows = "".join(f"<tr><th>{name}</th><td>{escape(str(v))}</td></tr>" for name, v in said.items() if v)
        name = " · ".join(filter(None, (self.code, self.title))) or self.id
        return f"<table><caption>{escape(name)}</caption>{rows}</table>"

    def _facts(self, kinds: Iterable[str]) -> list[Fact]:
        return facts_of(self._plans._con, self.id, kinds)

    def _rows(self, question: str) -> list[dict[str, Any]]:
        return records(self._plans._con, question, self.id)

    def _fact(self, fact: Fact, names: Mapping[str, str]) -> dict[str, Any]:
        place = self._place(fact.start, fact.end)
        return {
            **fact.row,
            **place,
            "kind": fact.kind,
            "fact_id": fact.id,
            "says": told(fact, "en", names),
            "words": None if place["start"] is None else self.text[place["start"] : place["end"]],
            "line": None if place["start"] is None else str(self.row["text"]).count("\n", 0, fact.start) + 1,
            "span_start": None if place["start"] is None else fact.start,
            "span_end": None if place["start"] is None else fact.end,
        }

    def _place(self, start: int, end: int) -> dict[str, int | None]:
        """Return a place of the source as one of the document's own text; there is none for what is missing."""
        first = self.row["span_start"]
        return {"start": None, "end": None} if start < 0 else {"start": start - first, "end": end - first}


def _check(name: str, value: str | None, choices: Any) -> None:
    """Raise KehoachError KH654 where `value` is not one of `choices`, a tuple or a Literal."""
    known = choices if isinstance(choices, tuple) else get_args(choices)
    if value is not None and value not in known:
        raise KehoachError("KH654", detail=f"{name} is one of {', '.join(known)}, not {value}")


def _day(said: date | str) -> date:
    """Return a day. Raises KehoachError KH656 where `said` is none."""
    if isinstance(said, datetime):
        return said.date()
    if isinstance(said, date):
        return said
    for form in _DAYS:
        try:
            return datetime.strptime(said.strip(), form).date()
        except ValueError:
            continue
    raise KehoachError("KH656", detail=said)
