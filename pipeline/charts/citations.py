"""Who cites what, as a graph: a column for each level, from communes to the State, lines from who cites to what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import altair as alt
import duckdb

from pipeline.charts.drawing import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PURPLE,
    Picture,
    Row,
    Told,
    chart_of,
    heading,
    shortened,
)
from pipeline.cites import matching_codes
from pipeline.errors import KehoachError
from pipeline.query import records
from pipeline.show import matching_documents
from pipeline.wording import Words

_NODES = 60
_LAYERS = ("commune", "district", "province", "local", "ministry", "state")
# What the State's own bodies and the Party issue; all else of the centre is of ministries and the like.
_STATE = ("/TTg", "-TTg", "-CP", "/CP", "/QH", "-TW", "/TW", "UBTVQH")
_RELATIONS = {"basis": BLUE, "implements": GREEN, "changes": ORANGE, "cites": GREY}
_CHANGES = frozenset({"amends", "replaces", "repeals"})
_COLUMN, _LINE, _TEXT = 178, 20, 112  # width of a column, height of a node, width of its name
_PASSING = 0.45  # height of a line that passes, as a part of a node's
_SWEEPS = 8


def citations_picture(con: duckdb.DuckDBPyConnection, asked: str | None, words: Words) -> Picture:
    """Return the graph of citations, or of it what is around one document or act.

    Raises KehoachError KH625 where nothing is cited, or nothing that is called so.
    """
    centre: set[str] = set()
    if asked is None:
        edges = _edges(con)
    else:
        centre = {row["doc_id"] for row in matching_documents(con, asked)}
        edges = _edges(con, centre)
        if not edges:
            centre = _called(con, asked)
            edges = _edges(con, centre)
    linked = {key for edge in edges for key in (edge["from"], edge["to"])}
    if not linked:
        raise KehoachError("KH625", detail=asked or "no document")
    centre &= linked
    nodes = _nodes(con, linked)
    drawn = _chosen(linked, centre, nodes, edges)
    edges = [edge for edge in edges if edge["from"] in drawn and edge["to"] in drawn]
    graph = _laid_out({key: nodes[key] for key in drawn}, edges)
    notes = [words("citations_more", n=len(linked) - len(drawn))] if len(linked) > len(drawn) else []
    names = [nodes[key]["name"] for key in sorted(centre)]
    return Picture(
        title=words("citations_of", code=", ".join(dict.fromkeys(names))) if asked else words("citations_title"),
        panels=[_panel(graph, edges, words)],
        told=[
            Told(
                f"{nodes[edge['from']]['name']} → {nodes[edge['to']]['name']}",
                words(f"relation_{edge['relation']}"),
                [nodes[edge["from"]]["source"]],
            )
            for edge in edges
        ],
        words=words,
        notes=notes,
    )  # fmt: skip


def _chosen(linked: set[str], centre: set[str], nodes: dict[str, Row], edges: Sequence[Row]) -> list[str]:
    """Return what is drawn: all, or what is asked for, the acts most cited, and documents that cite most of them."""
    ranked = sorted(linked, key=lambda key: (key not in centre, -nodes[key]["cited_by"], key))
    if len(ranked) <= _NODES:
        return ranked
    cited = set(ranked[: _NODES // 2])
    into = Counter(edge["from"] for edge in edges if edge["to"] in cited and edge["from"] not in cited)
    citing = sorted(into, key=lambda key: (-into[key], key))[: _NODES - len(cited)]
    kept = {*cited, *citing}
    pairs = [(edge["from"], edge["to"]) for edge in edges]
    joined = {key for pair in pairs if kept.issuperset(pair) for key in pair}
    return [key for key in ranked if key in joined]


# What tells one act of the graph from another, as in `v_citation_degrees`.
_KEY = "coalesce({document}, concat_ws(' ', ltrim(code, '0'), province))"


def _nodes(con: duckdb.DuckDBPyConnection, keys: Iterable[str]) -> dict[str, Row]:
    """Return acts of `v_citation_degrees` by what tells one from another."""
    rows = records(
        con,
        f"""WITH nodes AS (SELECT {_KEY.format(document="doc_id")} AS key, * FROM v_citation_degrees)
            SELECT nodes.*, documents.level, source_path
            FROM nodes SEMI JOIN (SELECT unnest($1::VARCHAR[]) AS key) USING (key)
            LEFT JOIN documents USING (doc_id) LEFT JOIN sources USING (source_id)""",
        list(keys),
    )
    nodes = {}
    for row in rows:
        code = row["code"] or ""
        name = code or (row["source_path"] or "").rsplit("/", 1)[-1]
        nodes[row["key"]] = row | {
            "name": name,
            "source": f"{code} {row['issuer'] or ''}".strip() if code else row["source_path"],
            "layer": _layer(row),
        }
    return nodes


def _layer(row: Row) -> str:
    if row["level"] in ("commune", "district", "province"):
        return str(row["level"])
    if row["province"] and row["doc_id"] is None:
        return "local"
    return "state" if any(sign in (row["code"] or "") for sign in _STATE) else "ministry"


def _edges(con: duckdb.DuckDBPyConnection, around: Iterable[str] | None = None) -> list[Row]:
    """Return who cites whom, each pair once, by the relation that says most: all, or those `around` some acts."""
    rows = records(
        con,
        f"""WITH mentions AS (
                SELECT c.doc_id, c.code, cited_doc_id, relation,
                       CASE WHEN is_local(c.code) THEN documents.province END AS province
                FROM v_citations AS c LEFT JOIN documents USING (doc_id)
                WHERE coalesce(cited_doc_id, c.code) IS NOT NULL AND cited_doc_id IS DISTINCT FROM c.doc_id
                  AND c.doc_id IS NOT NULL
            )
            SELECT DISTINCT doc_id AS citing, {_KEY.format(document="cited_doc_id")} AS cited, relation FROM mentions
            WHERE $1 IS NULL OR list_contains($1, citing) OR list_contains($1, cited)""",
        None if around is None else list(around),
    )
    pairs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        pairs[row["citing"], row["cited"]].add("changes" if row["relation"] in _CHANGES else str(row["relation"]))
    order = ("changes", "basis", "implements")
    return [
        {"from": citing, "to": cited, "relation": next((r for r in order if r in found), "cites")}
        for (citing, cited), found in sorted(pairs.items())
    ]


def _called(con: duckdb.DuckDBPyConnection, asked: str) -> set[str]:
    """Return the acts of the graph that a number, or the name of a law, means."""
    key = _KEY.format(document="doc_id")
    known = records(
        con,
        f"SELECT {key} AS key, code FROM v_citation_degrees WHERE code IS NOT NULL AND (cited_by > 0 OR cites > 0)",
    )
    codes = set(matching_codes(asked, {row["code"] for row in known}))
    return {row["key"] for row in known if row["code"] in codes}


# Where everything stands.


@dataclass(frozen=True, slots=True)
class _Graph:
    """Nodes with their places, and each line between two as the points that it goes through."""

    nodes: dict[str, Row]
    lines: list[list[tuple[float, float]]]


def _laid_out(nodes: dict[str, Row], edges: Sequence[Row]) -> _Graph:
    """Return the graph with a place for everything: linked nodes near each other, lines around the names.

    A line that goes past a column has a place of its own there, shared by all that lead to the same act.
    """
    layers = [layer for layer in _LAYERS if any(node["layer"] == layer for node in nodes.values())]
    at = {key: layers.index(node["layer"]) for key, node in nodes.items()}
    columns: list[list[str]] = [[key for key in nodes if at[key] == index] for index in range(len(layers))]
    ways = [_way(edge, at) for edge in edges]
    for column, key in dict.fromkeys(stop for way in ways for stop in way if stop[1] not in nodes):
        columns[column].append(key)
    beside: dict[str, set[str]] = defaultdict(set)
    for way in ways:
        for (_, key), (_, following) in pairwise(way):
            beside[key].add(following)
            beside[following].add(key)
    heights = _heights(columns, beside)
    lines = [_line(way, heights) for way in ways]
    placed = {key: node | {"x": at[key] * _COLUMN, "y": heights[key]} for key, node in nodes.items()}
    return _Graph(placed, lines)


def _way(edge: Row, at: dict[str, int]) -> list[tuple[int, str]]:
    """Return the columns that a line goes through, with the node there or the place where it passes."""
    start, end = at[edge["from"]], at[edge["to"]]
    step = 1 if end >= start else -1
    passed = [(column, f"{column} {edge['to']}") for column in range(start + step, end, step)]
    return [(start, edge["from"]), *passed, (end, edge["to"])]


def _heights(columns: Sequence[list[str]], beside: dict[str, set[str]]) -> dict[str, float]:
    """Return the height of all that stands in the columns, ordered so that few lines cross."""
    weights = {key: _PASSING if key.partition(" ")[0] == str(index) and " " in key else 1.0
               for index, keys in enumerate(columns) for key in keys}  # fmt: skip
    tallest = max(sum(weights[key] for key in keys) for keys in columns)
    heights: dict[str, float] = {}
    for keys in columns:
        heights |= _spread(keys, weights, tallest)
    for _ in range(_SWEEPS):
        for keys in columns:
            means = {key: _mean([heights[other] for other in beside[key]], heights[key]) for key in keys}
            keys.sort(key=lambda key: (means[key], key))
            heights |= _spread(keys, weights, tallest)
    return heights


def _spread(keys: Sequence[str], weights: dict[str, float], tallest: float) -> dict[str, float]:
    """Return the heights of what stands in a column, spread over the height of the tallest."""
    step = tallest / sum(weights[key] for key in keys)
    heights, above = {}, 0.0
    for key in keys:
        heights[key] = (above + weights[key] / 2) * step * _LINE
        above += weights[key]
    return heights


def _mean(values: Sequence[float], default: float) -> float:
    return sum(values) / len(values) if values else default


def _line(way: Sequence[tuple[int, str]], heights: dict[str, float]) -> list[tuple[float, float]]:
    """Return points of a line from the name of one node to the dot of another, bowed within one column."""
    (start, citing), (end, cited) = way[0], way[-1]
    if start == end:
        x, side = start * _COLUMN - 7, start * _COLUMN - 26
        return [(x, heights[citing]), (side, heights[citing]), (side, heights[cited]), (x, heights[cited])]
    near, far = (-7.0, float(_TEXT)) if end > start else (float(_TEXT), -7.0)
    ahead = 14 if end > start else -14
    points = _eased((start * _COLUMN + far, heights[citing]), ahead)
    for column, key in way[1:-1]:
        points += [(column * _COLUMN + side, heights[key]) for side in (near - 12, near, far, far + 12)]
    return points + _eased((end * _COLUMN + near, heights[cited]), -ahead)[::-1]


def _eased(point: tuple[float, float], by: float) -> list[tuple[float, float]]:
    """Return a point and one beside it, so that a line leaves and comes in level."""
    return [point, (point[0] + by, point[1])]


def _panel(graph: _Graph, edges: Sequence[Row], words: Words) -> Any:
    layers = list(dict.fromkeys(node["layer"] for node in sorted(graph.nodes.values(), key=lambda node: node["x"])))
    width, height = len(layers) * _COLUMN, max(node["y"] for node in graph.nodes.values()) + _LINE
    relations = [name for name in _RELATIONS if any(edge["relation"] == name for edge in edges)]
    points = [
        {"edge": index, "step": step, "x": x, "y": y, "relation": words(f"relation_{edge['relation']}")}
        for index, (edge, line) in enumerate(zip(edges, graph.lines, strict=True))
        for step, (x, y) in enumerate(line)
    ]
    dots = [
        {
            "x": node["x"],
            "y": node["y"],
            "name": shortened(node["name"], 19),
            "full": node["name"],
            "title": shortened(node["title"] or "", 160),
            "read": words("node_read" if node["in_database"] else "node_cited"),
            "cited": words("cited_by", n=node["cited_by"]),
            "weight": node["cited_by"],
        }
        for node in graph.nodes.values()
    ]
    read = [words("node_read"), words("node_cited")]
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-30, width - 30], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, height], reverse=True, nice=False))
    color = alt.Color(
        "relation:N",
        title=words("relation"),
        scale=alt.Scale(
            domain=[words(f"relation_{name}") for name in relations], range=[_RELATIONS[name] for name in relations]
        ),
    )
    dash = alt.StrokeDash(
        "relation:N",
        title=words("relation"),
        scale=alt.Scale(
            domain=[words(f"relation_{name}") for name in relations],
            range=[{"basis": [1, 0], "implements": [7, 3], "changes": [2, 2], "cites": [1, 3]}[r] for r in relations],
        ),
    )
    lines = chart_of(points).mark_line(interpolate="basis", strokeWidth=1.3, opacity=0.6, aria=False)
    base = chart_of(dots).encode(x=x, y=y)
    tips = [alt.Tooltip(f"{name}:N", title=words(said)) for name, said in (("full", "node"), ("title", "value"))]
    circles = base.mark_point(filled=True, opacity=1).encode(
        tooltip=[*tips, alt.Tooltip("cited:N", title=" ")],
        size=alt.Size("weight:Q", legend=None, scale=alt.Scale(domain=[0, 10], range=[45, 190], clamp=True)),
        shape=alt.Shape("read:N", title=words("node"), scale=alt.Scale(domain=read, range=["square", "circle"])),
        fill=alt.Fill("read:N", title=words("node"), scale=alt.Scale(domain=read, range=[INK, PURPLE])),
    )
    names = base.mark_text(align="left", dx=9, fontSize=10.5, color=INK).encode(text="name:N")
    # What a line crosses after all stays readable.
    halo = base.mark_text(align="left", dx=9, fontSize=10.5, stroke="white", strokeWidth=4, aria=False).encode(
        text="name:N"
    )
    heads = chart_of(
        [{"x": i * _COLUMN, "y": 0, "head": words(f"layer_{layer}")} for i, layer in enumerate(layers)]
    ).mark_text(align="left", dx=-6, dy=-8, fontSize=11, fontWeight="bold", color=INK, baseline="bottom")
    return alt.layer(
        lines.encode(x=x, y=y, detail="edge:N", order="step:O", color=color, strokeDash=dash),
        halo,
        circles,
        names,
        heads.encode(x=x, y=y, text="head:N"),
        width=width,
        height=height,
    ).properties(title=heading(" "))
