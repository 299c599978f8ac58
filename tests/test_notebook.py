"""The notebook of the documentation runs, and the outputs that are kept in it are what it gives.

`KEHOACH_REGENERATE=1 pytest -m slow tests/test_notebook.py` writes them anew; look at the change before committing.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

from tests.conftest import REQUIRE_ALL

REGENERATE = os.environ.get("KEHOACH_REGENERATE") == "1"
# What it draws depends on fonts and on the version of Altair.
DRAWN = "alt.Chart"


class HereManager(AsyncKernelManager):
    """A kernel of the Python that runs the tests, whatever kernels are installed."""

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"], language="python"
        )


@pytest.fixture(scope="module")
def notebook(root: Path) -> Any:
    return nbformat.read(root / "docs" / "notebook.ipynb", as_version=4)


@pytest.fixture(scope="module")
def done(root: Path, notebook: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The notebook as it is after a run, in a folder of its own beside the corpus."""
    folder = tmp_path_factory.mktemp("notebook")
    (folder / "docs").mkdir()
    (folder / "corpus").symlink_to(root / "corpus")
    run = nbformat.from_dict(json.loads(json.dumps(notebook)))
    client = nbclient.NotebookClient(
        run, timeout=120, kernel_manager_class=HereManager, resources={"metadata": {"path": str(folder / "docs")}}
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(root))
        client.execute()
    return run


def code_of(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def said(cell: Any) -> list[dict[str, Any]]:
    """Return what a cell gives: its results by type; a drawing is left out."""
    if DRAWN in cell.source:
        return []
    return [{name: "".join(value) for name, value in output.data.items()} for output in cell.outputs]


def test_regenerating_is_off_where_it_counts() -> None:
    assert not (REGENERATE and os.environ.get("CI")), "KEHOACH_REGENERATE rewrites what the tests should check"


@pytest.mark.slow
def test_the_outputs_that_are_kept_are_those_of_a_run(root: Path, notebook: Any, done: Any) -> None:
    if REGENERATE:
        for kept, cell in zip(code_of(notebook), code_of(done), strict=True):
            kept.execution_count, kept.metadata = None, {}
            kept.outputs = [
                nbformat.v4.new_output("execute_result", data=data, execution_count=None) for data in said(cell)
            ]
        nbformat.write(notebook, root / "docs" / "notebook.ipynb")
    for kept, cell in zip(code_of(notebook), code_of(done), strict=True):
        assert said(kept) == said(cell), cell.source


@pytest.mark.slow
def test_nothing_is_printed_beside_the_results(done: Any) -> None:
    for cell in code_of(done):
        assert [output.output_type for output in cell.outputs if output.output_type != "execute_result"] == [], (
            cell.source
        )


@pytest.mark.slow
def test_the_chart_is_drawn(done: Any) -> None:
    if not REQUIRE_ALL:
        pytest.importorskip("altair")
    (cell,) = [cell for cell in code_of(done) if DRAWN in cell.source]
    (drawn,) = [output.data["image/svg+xml"] for output in cell.outputs]
    assert "tỷ lệ hộ nghèo (%)" in drawn


def test_no_place_of_a_machine_is_kept(root: Path, notebook: Any) -> None:
    text = json.dumps([said(cell) for cell in code_of(notebook)])
    assert str(root) not in text
    assert "/tmp" not in text
    assert "https:" not in text


def test_headings_are_in_both_languages(notebook: Any) -> None:
    heads = [
        line.lstrip("# ")
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("#")
    ]
    assert len(heads) >= 10
    assert [head for head in heads if " / " not in head] == ["SQL"]
