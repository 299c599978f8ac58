"""Tasks for Label Studio, and what people make of them: gold that `evaluate` reads."""

from __future__ import annotations

import copy
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import KehoachError
from pipeline.evaluate import Evaluation, evaluate_database, kinds
from pipeline.export.formats import export
from pipeline.export.gold import read_annotations, span_of, write_gold
from pipeline.export.label_studio import shown_text
from pipeline.export.names import file_name
from pipeline.query import open_database, records
from tests.conftest import REQUIRE_ALL
from tests.test_cli import run

Json = dict[str, Any]
PLAN = "ke-hoach-xa-van-linh-2024.txt"
EMOJI = "=1+1 Kế hoạch 😀 (số 1).txt"


@pytest.fixture(scope="module")
def folder(hard_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("label-studio") / "tasks"
    export(hard_db, "labelstudio", path)
    return path


@pytest.fixture(scope="module")
def exported(folder: Path) -> list[Json]:
    return [task for file in sorted(folder.glob("tasks-*.json")) for task in json.loads(file.read_text("utf8"))]


@pytest.fixture
def tasks(exported: list[Json]) -> list[Json]:
    """The tasks as Label Studio exports them after a person has taken over every prediction."""
    done = copy.deepcopy(exported)
    for number, task in enumerate(done, 1):
        result = copy.deepcopy(task["predictions"][0]["result"])
        for answer in result:
            # It adds the words of the region to what is chosen or counted there.
            if answer["type"] in ("choices", "number") and "start" in (value := answer["value"]):
                value["text"] = task["data"]["text"][value["start"] : value["end"]]
        task["annotations"] = [{"id": number, "result": result, "was_cancelled": False, "ground_truth": False,
                                "updated_at": "2026-01-02T00:00:00Z"}]  # fmt: skip
    return done


def results(tasks: list[Json], file: str) -> list[Json]:
    task = next(task for task in tasks if task["data"]["file"] == file)
    found: list[Json] = task["annotations"][0]["result"]
    return found


def measure(db: Path, tasks: list[Json], tmp_path: Path, name: str = "gold") -> Evaluation:
    """Import an export of Label Studio and evaluate the database with it."""
    (tmp_path / "export.json").write_text(json.dumps(tasks), "utf8")
    write_gold(read_annotations(tmp_path / "export.json"), tmp_path / name, force=False)
    return evaluate_database(db, tmp_path / name)


# The tasks.


@pytest.mark.slow
def test_label_studio_takes_them(folder: Path, root: Path) -> None:
    """Label Studio's own package, in an environment of its own since it would replace our OpenCV, finds no fault."""
    named = os.environ.get("KEHOACH_LABEL_STUDIO", str(root / ".venv" / "labelstudio" / "bin" / "python"))
    if not Path(named).is_file():
        if REQUIRE_ALL:
            pytest.fail(f"no interpreter with label-studio-sdk at {named}, and KEHOACH_REQUIRE_ALL=1 asks for it")
        pytest.skip("no interpreter with label-studio-sdk")
    check = root / "tests" / "label_studio_check.py"
    done = subprocess.run([named, check, folder], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split(" tasks, ")[1].split()[0]) > 3000


def test_regions_stand_where_the_facts_are(hard_db: Path, exported: list[Json]) -> None:
    with open_database(hard_db) as con:
        texts = {row["source_id"]: row["text"] for row in records(con, "SELECT source_id, text FROM sources")}
        count = records(
            con,
            """SELECT (SELECT count(*) FROM targets t ANTI JOIN duplicates() USING (source_id) WHERE table_id IS NULL)
                    + (SELECT count(*) FROM table_facts ANTI JOIN duplicates() USING (source_id))
                    + (SELECT count(*) FROM legal_refs ANTI JOIN duplicates() USING (source_id))
                    + (SELECT count(*) FROM assignments ANTI JOIN duplicates() USING (source_id))
                    + (SELECT count(*) FROM deadlines ANTI JOIN duplicates() USING (source_id))
                    + (SELECT count(*) FROM percentages ANTI JOIN duplicates() USING (source_id)
                       WHERE target_id IS NULL) AS n""",
        )[0]["n"]
    regions = 0
    for task in exported:
        assert task["data"]["text"] == texts[task["data"]["source_id"]]
        for result in task["predictions"][0]["result"]:
            value = result["value"]
            if result["type"] == "labels":
                regions += 1
                assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
    assert regions == count
    assert len({result["id"] for task in exported for result in task["predictions"][0]["result"]}) > count


def test_files_of_one_name_are_told_apart_by_their_paths(exported: list[Json]) -> None:
    files = {task["data"]["file"] for task in exported}
    assert {"a/ke-hoach.txt", "b/ke-hoach.txt", PLAN, EMOJI, "Bản.txt"} <= files
    assert len(files) == len(exported) == 13


def test_letters_that_a_browser_changes_keep_their_places() -> None:
    assert shown_text("a\r\nb\x0c\x00c\td😀") == "a \nb  c\td😀"


# There and back.


def test_what_is_taken_over_is_right_everywhere(hard_db: Path, tasks: list[Json], tmp_path: Path) -> None:
    found = measure(hard_db, tasks, tmp_path)
    assert (found.files, found.absent) == (13, [])
    with open_database(hard_db) as con:
        counts = {
            kind: records(con, f"SELECT count(*) AS n FROM {kind} ANTI JOIN duplicates() USING (source_id)"
                               f" WHERE {condition}")[0]["n"]
            for kind, condition in {
                "legal_refs": "true", "percentages": "true", "targets": "table_id IS NULL", "assignments": "true",
                "deadlines": "due_on IS NOT NULL OR due_on_partial IS NOT NULL", "table_facts": "true",
            }.items()
        }  # fmt: skip
    for score in (found.strict, found.normalised):
        assert score.misses == []
        assert {kind: tally.found for kind, tally in score.tallies.items() if kind in counts} == counts
        for kind in kinds([score]):
            assert (score.tallies[kind].f1, score.tallies[kind].extra, score.tallies[kind].missed) == (1.0, 0, 0)
        assert score.right == score.asked
        assert score.asked["targets"]["whole record"] == counts["targets"]


def find(found: list[Json], name: str, quote: str) -> Json:
    """Return what a control answers for the region with these words, or with `facts` its label."""
    region = next(r["id"] for r in found if r["type"] == "labels" and r["value"]["text"] == quote)
    return next(r for r in found if r["id"] == region and r["from_name"] == name)


def test_what_a_person_mends_is_told_and_nothing_else(hard_db: Path, tasks: list[Json], tmp_path: Path) -> None:
    found = results(tasks, PLAN)
    text = next(task for task in tasks if task["data"]["file"] == PLAN)["data"]["text"]
    # One figure is wrong, a slot of another, one deadline is none, and one reference was overlooked.
    find(found, "targets__value_min", "118")["value"]["number"] = 119
    find(found, "targets__value_max", "118")["value"]["number"] = 119
    find(found, "targets__comparator", "0,5%")["value"]["choices"] = ["le"]
    gone = find(found, "facts", "trước ngày 15/5/2024")["id"]
    found[:] = [result for result in found if result["id"] != gone]
    start = text.index("năm 2024")
    span = {"start": start, "end": start + 8}
    base = {"id": "new", "to_name": "text", "origin": "manual"}
    found += [
        base | {"from_name": "facts", "type": "labels", "value": span | {"labels": ["legal_refs"]}},
        base | {"from_name": "legal_refs__type", "type": "textarea", "value": span | {"text": ["NQ"]}},
        base | {"from_name": "legal_refs__canonical", "type": "textarea", "value": span | {"text": ["1/NQ-HĐND"]}},
    ]
    score = measure(hard_db, tasks, tmp_path).normalised
    wrong = {kind: (t.extra, t.missed) for kind, t in score.tallies.items() if t.extra or t.missed}
    assert wrong == {"targets": (1, 1), "deadlines": (1, 0), "legal_refs": (0, 1)}
    told = "\n".join(sorted(score.misses))
    assert len(score.misses) == 5
    for part in (
        "targets missed: quote 118, value_min 119",
        "targets too much: quote",
        "deadlines too much: quote trước ngày 15/5/2024",
        "legal_refs missed: quote năm 2024",
        "targets slots wrong: comparator lt for le",
    ):
        assert part in told
    assert score.asked["targets"]["comparator"] - score.right["targets"]["comparator"] == 1


def test_a_region_that_is_moved_to_another_line(hard_db: Path, tasks: list[Json], tmp_path: Path) -> None:
    found = results(tasks, PLAN)
    text = next(task for task in tasks if task["data"]["file"] == PLAN)["data"]["text"]
    label = find(found, "facts", "9,55%")
    start = text.index("Căn cứ")
    for result in found:
        if result["id"] == label["id"]:
            result["value"] |= {"start": start, "end": start + 6}
    label["value"]["text"] = "Căn cứ"
    score = measure(hard_db, tasks, tmp_path).strict
    wrong = {kind: (t.extra, t.missed) for kind, t in score.tallies.items() if t.extra or t.missed}
    assert wrong == {"targets": (1, 1), "percentages": (1, 1)}  # a target in per cent is both


def test_a_doubtful_fact_is_no_miss(hard_db: Path, tasks: list[Json], tmp_path: Path) -> None:
    found = results(tasks, PLAN)
    base = {"id": find(found, "facts", "118")["id"], "to_name": "text"}
    found.append(base | {"from_name": "targets__optional", "type": "choices", "value": {"choices": ["yes"]}})
    find(found, "targets__value_min", "118")["value"]["number"] = 7
    tally = measure(hard_db, tasks, tmp_path).strict.tallies["targets"]
    assert (tally.extra, tally.missed) == (1, 0)


def test_slots_of_a_label_that_was_changed_do_not_count(hard_db: Path, tasks: list[Json], tmp_path: Path) -> None:
    found = results(tasks, PLAN)
    label = find(found, "facts", "0,5%")
    label["value"]["labels"] = ["percentages"]
    base = {"id": label["id"], "to_name": "text"}
    found.append(base | {"from_name": "percentages__value_min", "type": "number", "value": {"number": 0.5}})
    score = measure(hard_db, tasks, tmp_path).strict
    wrong = {kind: (t.extra, t.missed) for kind, t in score.tallies.items() if t.extra or t.missed}
    assert wrong == {"targets": (1, 0)}


def test_the_annotation_that_holds(tasks: list[Json], tmp_path: Path) -> None:
    """Skipped ones do not, the last one does, and one marked as truth before all."""
    task = next(task for task in tasks if task["data"]["file"] == PLAN)
    first = task["annotations"][0]
    empty = {"result": [], "was_cancelled": False, "updated_at": "2026-01-03T00:00:00Z"}
    name = file_name(PLAN, task["data"]["source_id"]) + ".json"

    def facts(*annotations: Json) -> int:
        task["annotations"] = list(annotations)
        (tmp_path / "x.json").write_text(json.dumps([task, *others]), "utf8")
        found = read_annotations(tmp_path / "x.json")
        return len(found.gold[name]["targets"]) if name in found.gold else -1

    others = [t for t in tasks if t is not task]
    assert facts(first) > 10
    assert facts(first, empty) == 0
    assert facts(empty, first | {"ground_truth": True}) > 10
    assert facts(first, empty | {"was_cancelled": True}) > 10
    assert facts() == -1


def test_a_gold_file_as_people_write_it(tasks: list[Json], tmp_path: Path, root: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps(tasks), "utf8")
    found = read_annotations(tmp_path / "x.json")
    write_gold(found, tmp_path / "gold", force=False)
    name = next(name for name, gold in found.gold.items() if gold["file"] == PLAN)
    own = json.loads((tmp_path / "gold" / name).read_text("utf8"))
    by_hand = json.loads((root / "corpus" / "gold" / "ke-hoach-xa-van-linh-2024.json").read_text("utf8"))
    assert set(own) == set(by_hand) - {"audit"}
    assert own["document"].keys() == by_hand["document"].keys()
    for kind in ("legal_refs", "percentages", "targets", "assignments", "deadlines"):
        known = set().union(*(set(entry) for entry in by_hand[kind])) | {
            "period", "place", "target_year", "direction", "per", "resolves_to", "relation", "pinpoint", "quote",
            "recurrence", "issued_on",
        }  # fmt: skip
        assert set().union(*(set(entry) for entry in own[kind])) <= known, kind
    lines = (tmp_path / "gold" / name).read_text("utf8").split("\n")
    assert sum(line.startswith('  {"line": ') for line in lines) == sum(
        len(own[kind]) for kind in ("legal_refs", "percentages", "targets", "assignments", "deadlines", "table_facts")
    )


# Places.


@given(st.text(alphabet="aệ 😀𝒙\n", min_size=1, max_size=60), st.data())
def test_places_of_either_kind_are_understood(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]

    def units(position: int) -> int:
        return len(text[:position].encode("utf-16-le")) // 2

    # Label Studio writes ends of lines as \n in the words of a region.
    shown = quote.replace("\n", "\\n")
    stripped = (start + len(quote) - len(quote.lstrip()), start + len(quote.rstrip()))
    expected = stripped if quote.strip() else None
    assert span_of(text, start, end, shown) == expected
    found = span_of(text, units(start), units(end), shown)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert text[slice(*found)] == text[slice(*expected)]
        if len(text) == units(len(text)) or text.count(quote.strip()) == 1:
            assert found == expected


def test_places_in_units_of_utf16_make_the_same_gold(tasks: list[Json], tmp_path: Path) -> None:
    """As versions of Label Studio wrote them that counted so."""
    (tmp_path / "x.json").write_text(json.dumps(tasks), "utf8")
    points = read_annotations(tmp_path / "x.json").gold
    task = next(task for task in tasks if task["data"]["file"] == EMOJI)
    text = task["data"]["text"]
    moved = 0
    for result in task["annotations"][0]["result"]:
        for side in ("start", "end"):
            if side in result["value"]:
                place = result["value"][side]
                result["value"][side] = len(text[:place].encode("utf-16-le")) // 2
                moved += result["value"][side] != place
    assert moved > 50
    (tmp_path / "x.json").write_text(json.dumps(tasks), "utf8")
    assert read_annotations(tmp_path / "x.json").gold == points


# What is no export of tasks, or no gold yet.


def _drop(name: str, quote: str) -> Callable[[list[Json]], None]:
    def change(tasks: list[Json]) -> None:
        found = results(tasks, PLAN)
        found.remove(find(found, name, quote))

    return change


def _answer(name: str, quote: str, value: Json) -> Callable[[list[Json]], None]:
    return lambda tasks: find(results(tasks, PLAN), name, quote)["value"].update(value)


def _unannotated(tasks: list[Json]) -> None:
    for task in tasks:
        task["annotations"] = []


@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        (_drop("targets__value_min", "118"), "KH636", "“118”: value_min is missing"),
        (_drop("assignments__role", "chủ trì"), "KH636", "role is missing"),
        (_drop("deadlines__due", "trước ngày 15/5/2024"), "KH636", "line 35 “trước ngày 15/5/2024”: due is missing"),
        (_answer("targets__value_min", "118", {"number": "viele"}), "KH636", "value_min is no number"),
        (_answer("deadlines__due", "trước ngày 15/5/2024", {"text": ["30/8/2024"]}), "KH636", "is no date like"),
        (_answer("facts", "118", {"start": 3, "end": 6}), "KH636", "does not stand where"),
        (_answer("facts", "118", {"start": None}), "KH636", "does not stand where"),
        (_unannotated, "KH635", "nothing in"),
        (lambda tasks: tasks[0].pop("annotations"), "KH634", "task 1 has no list of annotations"),
        (lambda tasks: tasks[1]["data"].pop("file"), "KH634", "task 2 has no text and file"),
        (lambda tasks: tasks.append("x"), "KH634", "task 14"),
    ],
)
def test_what_is_wrong_is_told(
    change: Callable[[list[Json]], None], code: str, told: str, tasks: list[Json], tmp_path: Path
) -> None:
    change(tasks)
    (tmp_path / "x.json").write_text(json.dumps(tasks), "utf8")
    with pytest.raises(KehoachError) as caught:
        read_annotations(tmp_path / "x.json")
    assert caught.value.code == code
    assert told in caught.value.message


@pytest.mark.parametrize(
    ("content", "code"), [(None, "KH401"), ("no json", "KH634"), ("{}", "KH634"), ("[]", "KH635"), ("[1]", "KH634")]
)
def test_what_is_no_export(content: str | None, code: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "x.json").write_text(content, "utf8")
    with pytest.raises(KehoachError) as caught:
        read_annotations(tmp_path / "x.json")
    assert caught.value.code == code


def test_labels_of_ones_own_are_left_out(tasks: list[Json], tmp_path: Path) -> None:
    found = results(tasks, PLAN)
    find(found, "facts", "118")["value"]["labels"] = ["my own"]
    (tmp_path / "x.json").write_text(json.dumps(tasks), "utf8")
    assert read_annotations(tmp_path / "x.json").unknown == 1


def test_a_hostile_task_writes_nothing_elsewhere(tasks: list[Json], tmp_path: Path) -> None:
    tasks[0]["data"] |= {"file": "../../outside.txt", "source_id": "../../x"}
    (tmp_path / "x.json").write_text(json.dumps(tasks), "utf8")
    write_gold(read_annotations(tmp_path / "x.json"), tmp_path / "in" / "gold", force=False)
    assert not list(tmp_path.glob("outside*"))
    assert len(list((tmp_path / "in" / "gold").iterdir())) == 13


def test_command(
    hard_db: Path,
    tasks: list[Json],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tasks = tasks[:2]
    (tmp_path / "x.json").write_text(json.dumps(tasks), "utf8")
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, monkeypatch, "import-gold", "x.json", "-o", "gold", "--db", hard_db)
    assert (code, err) == (0, "")
    assert out.startswith("gold: 2 gold files with ")
    code, _, err = run(capsys, monkeypatch, "import-gold", "x.json", "-o", "gold")
    assert (code, err[:6]) == (2, "KH637:")
    tasks[0]["data"]["text"] = "Y" + tasks[0]["data"]["text"][1:]
    (tmp_path / "x.json").write_text(json.dumps(tasks), "utf8")
    code, _, err = run(capsys, monkeypatch, "import-gold", "x.json", "-o", "gold", "--force", "--db", hard_db)
    assert (code, err[:6]) == (2, "KH638:")
