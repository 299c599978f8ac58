"""The README tells the truth: its commands, queries and code are run, and their output is what stands there.

`KEHOACH_REGENERATE=1 pytest tests/test_readme.py` writes the output anew; look at the change before you commit it.
"""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex

from pipeline import cli
from pipeline.evaluate import evaluate_database
from tests.corpus_db import made_once

REGENERATE = os.environ.get("KEHOACH_REGENERATE") == "1"
BLOCK = regex.compile(
    r"```(?P<kind>sql|python|console)\n(?P<body>.*?)\n```\n(?:\n```text\n(?P<output>.*?)\n?```\n)?", regex.DOTALL
)
ROW = regex.compile(
    r"^\| (document fields|legal_refs|percentages|targets|assignments|deadlines|table_facts) \|.*$", regex.MULTILINE
)
# What differs from run to run and from machine to machine.
TIMES = regex.compile(r"in [\d.,]+ s, [\d.,]+ files/s")


def run(*arguments: str) -> str:
    """Return what `kehoach` prints with these arguments, in a terminal of 110 columns."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        patch.setattr(sys, "argv", ["kehoach", *arguments])
        patch.setenv("COLUMNS", "110")
        patch.setenv("NO_COLOR", "1")
        cli.main()
    lines = [line.rstrip() for line in TIMES.sub("in 1.0 s, 9.0 files/s", out.getvalue()).splitlines()]
    return "\n".join(lines).strip("\n")


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the sample plans, made by the README's own command."""
    return built_by_command(root, tmp_path_factory)


def built_by_command(root: Path, folders: pytest.TempPathFactory) -> Path:
    """Return that database; beside it stands `printed.txt`, what the command printed. Made once in a run of tests."""
    with made_once(folders, "by-command") as folder:
        db = folder / "outputs" / "plans.duckdb"
        if not db.exists():
            (folder / "corpus").symlink_to(root / "corpus")
            with contextlib.chdir(folder):
                printed = run("build", "corpus/plans", "--db", "outputs/plans.duckdb")
            db.with_name("printed.txt").write_text(printed, "utf8")
    return db


def python_output(code: str, root: Path) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout.strip("\n")


def outputs(readme: str, built: Path, root: Path) -> Iterator[tuple[regex.Match[str], str]]:
    """Yield every block that prints something, with what it prints now."""
    for block in BLOCK.finditer(readme):
        match block["kind"]:
            case "sql":
                yield block, run("sql", block["body"], "--db", str(built))
            case "python":
                yield block, python_output(block["body"].replace("outputs/plans.duckdb", str(built)), root)
            case "console" if "kehoach build" in block["body"]:
                yield block, built.with_name("printed.txt").read_text("utf8")
            case "console" if block["body"].startswith("$ kehoach "):
                yield block, run(*shlex.split(block["body"])[2:], "--db", str(built))
            case _:
                continue


def scores(built: Path, root: Path, shared: Path) -> dict[str, str]:
    """Return the rows of the table of scores."""
    from pipeline.build import build

    real = built.with_name("real.duckdb")
    gold = shared / "eval" / "gold"
    named = [
        p
        for p in (shared / "plans").rglob("*")
        if f'"{p.name}"' in "".join(g.read_text("utf8") for g in gold.glob("*"))
    ]
    build(named, real, jobs=1)
    ours = evaluate_database(built, root / "corpus" / "gold").normalised.tallies
    theirs = evaluate_database(real, gold).normalised.tallies
    return {kind: f"| {kind} | {ours[kind].f1:.3f} | {theirs[kind].f1:.3f} |" for kind in ours}


def renewed(readme: str, built: Path, root: Path) -> str:
    for block, output in list(outputs(readme, built, root)):
        new = f"```{block['kind']}\n{block['body']}\n```\n\n```text\n{output}\n```\n"
        readme = readme.replace(block[0], new, 1)
    return readme


def test_regenerating_is_off_where_it_counts() -> None:
    assert not (REGENERATE and os.environ.get("CI")), "KEHOACH_REGENERATE rewrites what the tests should check"


def test_commands_queries_and_code_print_what_the_readme_says(root: Path, built: Path) -> None:
    path = root / "README.md"
    text = path.read_text("utf8")
    if REGENERATE:
        path.write_text(renewed(text, built, root), "utf8")
    text = path.read_text("utf8")
    found = list(outputs(text, built, root))
    assert sum(block["kind"] == "sql" for block, _ in found) >= 10
    for block, output in found:
        assert (block["output"] or "").strip("\n") == output, block["body"]


def test_every_command_and_option_is_in_the_readme(root: Path) -> None:
    text = (root / "README.md").read_text("utf8")
    for command in cli.app.registered_commands:
        name = command.name or (command.callback.__name__ if command.callback else "")
        assert f"`kehoach {name}" in text, name
    for option in (
        "--db",
        "--jobs",
        "--keep-names",
        "--prune",
        "--csv",
        "--json",
        "--parquet",
        "--misses",
        "--agency",
        "--role",
        "--due-before",
        "--indicator",
        "--place",
        "--year",
        "--level",
        "--kind",
        "--severity",
        "--lang",
        "--strict",
        "--on",
        "--within",
    ):
        assert option in text, option


@pytest.mark.shared
def test_the_table_of_scores_is_what_is_measured(root: Path, built: Path, shared: Path) -> None:
    path = root / "README.md"
    text = path.read_text("utf8")
    now = scores(built, root, shared)
    if REGENERATE:
        path.write_text(ROW.sub(lambda m: now[m[1]], text), "utf8")
        text = path.read_text("utf8")
    assert {m[1]: m[0] for m in ROW.finditer(text)} == now
