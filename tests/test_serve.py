"""The command that serves the viewer: where it listens, and what it says."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
import uvicorn

from pipeline import cli
from pipeline.web import serve


def test_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    db = tmp_path / "plans.duckdb"  # it need not be there yet

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["kehoach", "serve", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, err = capsys.readouterr()
        return int(end.value.code or 0), out, err

    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets: None)
    code, out, err = run("--db", db, "--port", 0)
    assert (code, err) == (0, "")
    assert re.search(r"http://127\.0\.0\.1:\d+/", out)
    code, out, err = run("--db", db, "--port", 0, "--host", "0.0.0.0")
    assert (code, "Warning" in err) == (0, True)
    with serve.listen("127.0.0.1", 0) as taken:
        code, _, err = run("--db", db, "--port", taken.getsockname()[1])
        assert (code, "KH602" in err) == (1, True)
    assert "KH603" in run("--db", db, "--host", "203.0.113.9")[2]
    assert "KH401" in run("--db", db, "--files", tmp_path / "nowhere")[2]
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "pip install 'kehoach[web]'" in run("--db", db)[2]


def test_command_serves_until_it_is_stopped(tmp_path: Path) -> None:
    script = "from pipeline.cli import main; main()"
    program = [sys.executable, "-c", script, "serve", "--db", str(tmp_path / "plans.duckdb"), "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parent.parent)}
    with subprocess.Popen(
        program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as server:
        assert server.stdout is not None
        address = re.search(r"http://\S+/", server.stdout.readline())
        assert address is not None
        answer = httpx.get(address[0])
        assert (answer.status_code, "KH303" in answer.text) == (503, True), "there is no database yet"
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=30)
    assert (server.returncode, said) == (0, "")
