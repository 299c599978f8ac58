"""The documentation tells the truth and leaves nothing out: commands, options, tables, columns, rules, errors.

`KEHOACH_REGENERATE=1 pytest tests/test_docs.py` writes the pages anew; look at the change before you commit it.
"""

from __future__ import annotations

import contextlib
import doctest
import functools
import os
import shutil
import string
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
import regex
import yaml

from pipeline import cli, errors
from pipeline.errors import CATALOGUE, KehoachError, vietnamese
from pipeline.query import open_database, records
from tests.docs import commands_page, database_page, errors_page, markdown, rules_page
from tests.test_readme import built_by_command, run

REGENERATE = os.environ.get("KEHOACH_REGENERATE") == "1"
LINK = regex.compile(r"\[[^\]]*\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")
PATH = regex.compile(r"`((?:pipeline|extractors|rules|tests|docs|corpus)/[\w./]*)`")
COMMANDS = commands_page.commands()
DATA = [file for file in rules_page.files() if file.suffix != ".py"]


@pytest.fixture(scope="module")
def folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the corpus and a database of it, where the examples are run."""
    found = tmp_path_factory.mktemp("docs")
    (found / "corpus").symlink_to(root / "corpus")
    (found / "outputs").mkdir()
    built = built_by_command(root, tmp_path_factory)
    for file in (built, built.with_name("printed.txt")):
        shutil.copy(file, found / "outputs")
    return found


@pytest.fixture(scope="module")
def ran(folder: Path) -> Callable[..., str]:
    """What `kehoach` prints there, or the files that it writes; the database is built once."""

    @functools.cache
    def in_folder(*arguments: str) -> str:
        if arguments[0] == "build":
            return (folder / "outputs" / "printed.txt").read_text("utf8")
        before = set(folder.iterdir())
        with contextlib.chdir(folder):
            printed = run(*arguments)
        return printed or "\n".join(f"writes {path.name}" for path in sorted({*folder.iterdir()} - before))

    return in_folder


@pytest.fixture(scope="module")
def con(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_database(folder / "outputs" / "plans.duckdb") as opened:
        yield opened


def check(root: Path, name: str, made: str) -> None:
    """Fail where a page is not what would be made now; write it anew where that is asked for."""
    path = root / "docs" / name
    if REGENERATE:
        path.write_text(made, "utf8")
    assert path.read_text("utf8") == made, (
        f"docs/{name} is out of date: KEHOACH_REGENERATE=1 pytest tests/test_docs.py"
    )


def test_regenerating_is_off_where_it_counts() -> None:
    assert not (REGENERATE and os.environ.get("CI")), "KEHOACH_REGENERATE rewrites what the tests should check"


def test_what_makes_the_pages_does_what_it_says() -> None:
    for module in (markdown, database_page, errors):
        assert doctest.testmod(module).failed == 0


# Commands.


def test_every_command_argument_and_option_is_described() -> None:
    assert commands_page.undocumented(COMMANDS) == []
    assert commands_page.groups(cli.app) == [], "tests/docs/commands_page.py knows no groups of commands"


def test_a_command_without_words_is_found() -> None:
    def bare(
        asked: commands_page.typing.Annotated[str, commands_page.OptionInfo(param_decls=["--asked"])] = "",
    ) -> None:
        pass

    assert commands_page.undocumented({"bare": bare}) == ["bare", "bare --asked TEXT"]


def test_every_command_has_an_example() -> None:
    assert set(commands_page.examples()) == set(COMMANDS), "see tests/docs/commands.yaml"
    for name, example in commands_page.examples().items():
        assert example.run.startswith(f"kehoach {name}")
        assert example.vi.strip()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_of_a_command_runs(name: str, ran: Callable[..., str]) -> None:
    assert ran(*commands_page.examples()[name].arguments).strip(), name


def test_the_page_of_commands_is_up_to_date(root: Path, ran: Callable[..., str]) -> None:
    check(root, "commands.md", commands_page.make(ran))


# The database.


def test_every_table_view_column_and_function_has_its_comment_in_both_languages(
    con: duckdb.DuckDBPyConnection,
) -> None:
    rows = records(
        con,
        """SELECT table_name AS name, comment FROM duckdb_tables() WHERE schema_name = 'main'
           UNION ALL SELECT view_name, comment FROM duckdb_views() WHERE NOT internal
           UNION ALL SELECT table_name || '.' || column_name, comment FROM duckdb_columns()
           WHERE schema_name = 'main' AND NOT internal
           UNION ALL SELECT function_name, comment FROM duckdb_functions() WHERE NOT internal""",
    )
    assert len(rows) > 400
    for row in rows:
        english, vietnamese_half = database_page.halves(row["comment"])
        assert english.strip() != vietnamese_half.strip(), row["name"]


@pytest.mark.parametrize("comment", [None, "", "only English", "one / two / three", "one /  / three"])
def test_a_comment_in_one_language_is_found(comment: str | None) -> None:
    with pytest.raises(ValueError, match="no comment"):
        database_page.halves(comment)


def test_what_columns_are_said_to_refer_to_is_there(con: duckdb.DuckDBPyConnection) -> None:
    found = database_page.references(con)
    assert len(found) > 80
    assert set(database_page.NAMED_OTHERWISE) <= set(found)
    ids = {target: _values(con, *target.split(".")) for targets in found.values() for target in targets}
    for relation in {relation for relation, _ in found}:
        columns = [column for other, column in found if other == relation]
        for column, values in zip(columns, _values_of(con, relation, columns), strict=True):
            assert values <= set().union(*(ids[target] for target in found[relation, column])), (relation, column)


def _values(con: duckdb.DuckDBPyConnection, relation: str, column: str) -> set[str]:
    return _values_of(con, relation, [column])[0]


def _values_of(con: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[str]) -> list[set[str]]:
    """Return the different values of some columns, of a view that takes long in one go."""
    rows = records(
        con, f"SELECT {', '.join(f'list(DISTINCT {column}) AS {column}' for column in columns)} FROM {relation}"
    )
    return [set(rows[0][column] or ()) - {None} for column in columns]


def test_the_page_of_the_database_is_up_to_date(root: Path, con: duckdb.DuckDBPyConnection) -> None:
    check(root, "database.md", database_page.make(con))


# Rules.


@pytest.mark.parametrize("file", DATA, ids=lambda file: file.name)
def test_every_rule_file_and_field_is_described(file: Path) -> None:
    assert rules_page.title(file)
    assert [field.path for field in rules_page.fields(file) if not field.says] == []
    assert file.suffix == ".csv" or rules_page.comment(file), "a comment at its head says what it holds"
    assert file.stem in rules_page.read_by(), "nothing reads it, or by a function that tests/docs/rules_page.py lacks"


def test_every_field_that_a_rule_file_has_is_in_its_schema() -> None:
    for file in DATA:
        if file.suffix == ".csv":
            head = file.read_text("utf8").partition("\n")[0].split(",")
            assert [field.path for field in rules_page.fields(file)] == head, file.name


def test_every_rule_file_is_told_in_vietnamese(root: Path) -> None:
    told = yaml.safe_load((root / "tests" / "docs" / "rules_vi.yaml").read_text("utf8"))
    assert set(told) == {file.name for file in rules_page.files()}
    assert all(told.values())


def test_the_page_of_the_rules_is_up_to_date(root: Path) -> None:
    check(root, "rules.md", rules_page.make())


# Errors.


def test_every_error_is_raised_and_every_number_that_is_raised_is_an_error(root: Path) -> None:
    assert errors_page.raised(root / "pipeline") == set(CATALOGUE)


def test_every_error_says_what_to_do_in_both_languages() -> None:
    assert set(vietnamese()) == set(CATALOGUE), "see pipeline/errors_vi.yaml"
    for code, said in CATALOGUE.items():
        assert _braces(said[0]) == _braces(vietnamese()[code][0]), code
        assert all(part.strip() for part in (*said, *vietnamese()[code])), code
        assert code[2] in errors_page.GROUPS
        # What a user types stays as it is.
        for word in regex.findall(r"--[a-z]+|\bkehoach [a-z]+|SELECT [^\"]+", said[1]):
            assert word in vietnamese()[code][1], (code, word)


def _braces(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


def test_an_error_tells_itself_in_both_languages() -> None:
    error = KehoachError("KH107", page=3)
    assert error.told("en") == (error.message, error.hint)
    assert error.told("vi")[0] == "trang 3 không có lớp chữ, cần nhận dạng"


def test_the_page_of_errors_is_up_to_date(root: Path) -> None:
    check(root, "errors.md", errors_page.make())


# All pages.


def test_links_and_paths_lead_somewhere(root: Path) -> None:
    for path in (root / "docs").glob("*.md"):
        text = path.read_text("utf8")
        for target, anchor in LINK.findall(text):
            page = path.parent / target if target else path
            assert page.exists(), f"{path.name}: {target}"
            assert not anchor or anchor in _anchors(page), f"{path.name}: {target}#{anchor}"
        for named in PATH.findall(text):
            assert (root / named).exists(), f"{path.name}: {named}"


def _anchors(page: Path) -> set[str]:
    """Return the anchors that a forge gives to the headings of a page."""
    heads = regex.findall(r"^#+ (.*)$", page.read_text("utf8"), regex.MULTILINE)
    return {regex.sub(r"[^\p{L}\d _-]", "", head).lower().replace(" ", "-") for head in heads}


def test_the_python_of_the_index_runs(root: Path, folder: Path) -> None:
    blocks = regex.findall(r"```python\n(.*?)```", (root / "docs" / "README.md").read_text("utf8"), regex.DOTALL)
    assert blocks
    with contextlib.chdir(folder):
        for block in blocks:
            names: dict[str, Any] = {}
            exec(block, names)
            assert len(names["targets"]) > 1


def test_the_index_names_every_page(root: Path) -> None:
    named = {target for target, _ in LINK.findall((root / "docs" / "README.md").read_text("utf8"))}
    pages = {path.name for path in (root / "docs").iterdir() if path.suffix in (".md", ".ipynb")}
    assert pages - {"README.md"} <= named
