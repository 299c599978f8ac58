"""The process that worker processes come from: it has imported what they need, so that each starts in no time.

It runs as `python -m pipeline.nursery N`, with the number of a socket on which `pipeline/workers.py` asks for
workers, each time handing over the connection that the worker is to serve. It ends when that socket is closed.
"""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import select
import signal
import socket
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import NoReturn

import pandas as pd  # noqa: F401  (pyarrow imports it for the first row that it is given, in each worker anew)
import psutil

from pipeline.parts import table_schemas

# What each request says: whether extractors are needed, which take some seconds to get ready.
PLAIN, WARM = b"p", b"w"
# So many seconds after its time limit, or a quarter of that, a worker whose parent does not watch it ends by itself.
_GRACE = 5.0
# Where a plan of this kind has been read, everything that readers and extractors set up is there.
_PLAN = """ỦY BAN NHÂN DÂN
TỈNH MẪU
Số: 12/KH-UBND
Mẫu, ngày 05 tháng 02 năm 2024
KẾ HOẠCH
Giảm nghèo năm 2024
Căn cứ Quyết định số 90/QĐ-TTg ngày 18/01/2022 của Thủ tướng Chính phủ;
I. MỤC TIÊU
Phấn đấu đến năm 2025 giảm tỷ lệ hộ nghèo của huyện Mẫu còn 5%, kinh phí 12 tỷ đồng.
| Huyện | Hộ nghèo |
|---|---|
| Mẫu | 12 |
II. TỔ CHỨC THỰC HIỆN
Sở Tài chính chủ trì, phối hợp với Sở Y tế báo cáo trước ngày 30/11/2024.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
"""


def main() -> None:
    """Fork a worker for every connection that comes in."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the keyboard is the parent's
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a worker ended: its connection closes
    requests = socket.socket(fileno=int(sys.argv[1]))
    table_schemas()
    while True:
        wish, handed_over, _, _ = socket.recv_fds(requests, 1, 1)
        if not wish:
            return
        if wish == WARM:
            _warm_up()
        if os.fork() == 0:
            requests.close()
            _serve(Connection(handed_over[0]))
        os.close(handed_over[0])


def _warm_up() -> None:
    if "pipeline.extract" in sys.modules:
        return
    from pipeline.extract import extract_bytes

    extract_bytes(_PLAN.encode(), "plan.md", "plan.md")
    gc.collect()
    gc.freeze()  # else the workers' collections copy what they share


def _serve(connection: Connection) -> NoReturn:
    """Do what comes in, one item after another, and send each answer with the memory that is in use by then."""
    os.setsid()  # what a reader starts is ended together with it
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, args=(connection,), daemon=True).start()
    here = psutil.Process()
    with contextlib.suppress(EOFError, OSError):
        paths, most = connection.recv()
        sys.path[:] = paths
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (most if hard < 0 else min(most, hard), hard))
        work = connection.recv()
        connection.send(os.getpid())  # from now on its time counts
        while True:
            item, seconds = connection.recv()
            signal.setitimer(signal.ITIMER_REAL, seconds + max(_GRACE, seconds / 4))
            answer = _answer(work, item)
            signal.setitimer(signal.ITIMER_REAL, 0)
            connection.send((answer, here.memory_info().rss))
    os._exit(0)


def _answer(work: Callable[[object], object], item: object) -> object:
    """Return what `work` makes of `item`, None where there was not memory enough for it."""
    try:
        return work(item)
    except MemoryError:
        return None


def _end_with_parent(connection: Connection) -> None:
    closing = select.poll()
    closing.register(connection.fileno(), 0)  # tells of nothing but its end
    closing.poll()
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
