"""Work for the tests of workers, which goes to them by name: what an item says is done; and what is left of it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import psutil
import regex


def obey(item: str) -> str:
    """Do what `item` says and return it, with the process that did it."""
    verb, _, rest = item.partition(" ")
    if verb == "sleep":
        time.sleep(float(rest))
    elif verb == "stall":
        # Holds the interpreter's lock: no thread of the same process could end it.
        regex.match(r"(a|a)*$", "a" * 40 + "b")
    elif verb == "eat":
        hoard = [b"x" * (1 << 20) for _ in range(int(rest))]
        time.sleep(60 * bool(hoard))
    elif verb == "gulp":
        bytearray(int(rest) << 20)
    elif verb == "keep":
        _kept.append(b"x" * (int(rest) << 20))
    elif verb == "start":
        with subprocess.Popen(["sleep", "300"]) as child:
            Path(rest).write_text(str(child.pid), "ascii")
    elif verb == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    return f"{item} {os.getpid()}"


_kept: list[bytes] = []


def has_ended(pid: int, within: float = 10.0) -> bool:
    """Return whether a process ends within so many seconds; one that nobody has asked how it ended counts."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False
