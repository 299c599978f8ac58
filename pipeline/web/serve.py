"""The command `kehoach serve`: the viewer at an address of this machine."""

from __future__ import annotations

import contextlib
import errno
import importlib.util
import socket
import sys
import threading
import webbrowser
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import KehoachError

_NEEDED = ("starlette", "uvicorn", "jinja2")


def serve(db: Path, host: str, port: int, *, files: Sequence[Path] = (), open_browser: bool = False) -> None:
    """Serve the viewer of `db` until it is stopped; `files` are the folders that were built from.

    Raises KehoachError: KH601 where the extra is missing, KH401 where a folder is not there, KH602 where the port is
    taken, KH603 where `host` is no address of this machine.
    """
    if any(importlib.util.find_spec(name) is None for name in _NEEDED):
        raise KehoachError("KH601")
    for folder in files:
        if not folder.is_dir():
            raise KehoachError("KH401", detail=folder)
    import uvicorn

    from pipeline.web.app import create_app
    from pipeline.web.security import LOOPBACK, is_loopback

    listening = listen(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/"
    print(f"{db} at {address}  (Ctrl+C ends it)", flush=True)
    if not is_loopback(host):
        said = f"Warning: whoever can reach {host} can read the whole database; there is no password."
        print(said, file=sys.stderr, flush=True)
    if open_browser:
        threading.Timer(0.5, webbrowser.open, [address]).start()
    hosts = LOOPBACK if is_loopback(host) else (*LOOPBACK, host, socket.gethostname())
    app = create_app(db, hosts=hosts, files=files)
    config = uvicorn.Config(app, log_level="warning", server_header=False, proxy_headers=False, ws="none")
    with listening, contextlib.suppress(KeyboardInterrupt):  # which ends it as it should
        uvicorn.Server(config).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address; port 0 is any that is free. Raises KehoachError KH602, KH603."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise KehoachError("KH602", detail=port) from error
        raise KehoachError("KH603", detail=host) from error
