"""A real browser for the tests of the viewer: a server on a free port, a page of Chromium, what axe says of it."""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REQUIRE_ALL

_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@contextlib.contextmanager
def served(db: Path, **options: Any) -> Iterator[str]:
    """Serve the viewer of `db` in a thread, and yield its address without the slash at its end."""
    import uvicorn

    from pipeline.web.app import create_app
    from pipeline.web.serve import listen

    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_app(db, **options), log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        until = time.monotonic() + 10
        while not server.started:
            assert time.monotonic() < until, "the viewer does not start"
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()


@dataclass
class Tab:
    """A page of the browser (`page`, of Playwright), and what went wrong in it so far."""

    page: Any
    address: str
    errors: list[str] = field(default_factory=list)

    def go(self, path: str) -> Any:
        """Open a path of the viewer; return the page."""
        self.page.goto(self.address + path)
        return self.page

    def axe(self) -> list[str]:
        """Return what axe-core finds serious or critical on the page, one line for each."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        return [
            f"{rule['impact']} {rule['id']}: {node['html'][:200]} {node.get('failureSummary', '')}"
            for rule in found
            if rule["impact"] in ("serious", "critical")
            for node in rule["nodes"]
        ]


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """Yield a browser of Playwright. Without one the test is skipped, or fails where all is required."""
    with contextlib.ExitStack() as stack:
        try:
            from playwright.sync_api import sync_playwright

            program = shutil.which("chromium")
            if program is None:
                raise FileNotFoundError("chromium is not installed")
            playwright = stack.enter_context(sync_playwright())
            browser = playwright.chromium.launch(executable_path=program, args=list(_ARGUMENTS))
        except (ImportError, FileNotFoundError) as error:
            if REQUIRE_ALL:
                pytest.fail(f"{error}, and KEHOACH_REQUIRE_ALL=1 asks for it")
            pytest.skip(str(error))
        stack.callback(browser.close)
        yield browser


@contextlib.contextmanager
def opened(
    browser: Any, address: str, *, narrow: bool = False, dark: bool = False, lang: str = "vi"
) -> Iterator[Tab]:
    """Yield a new tab of its own; at its end no script may have failed, and the console must be empty of errors."""
    context = browser.new_context(
        viewport=NARROW if narrow else WIDE, color_scheme="dark" if dark else "light", locale=lang,
        reduced_motion="reduce",
    )  # fmt: skip
    context.set_default_timeout(10_000)
    tab = Tab(context.new_page(), address)
    tab.page.on("console", lambda said: tab.errors.append(said.text) if said.type == "error" else None)
    tab.page.on("pageerror", lambda error: tab.errors.append(str(error)))
    tab.page.on("requestfailed", lambda request: tab.errors.append(f"{request.url}: {request.failure}"))
    try:
        yield tab
        assert tab.errors == []
    finally:
        context.close()
