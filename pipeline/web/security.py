"""What holds for every request and answer: who may ask, for what, and what a browser may do with the answer."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.web.page import render

LOOPBACK = ("localhost",)

_METHODS = ("GET", "HEAD")
_HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """Middleware that refuses other hosts and other methods, and puts the headers on every answer.

    A page elsewhere can make its own name lead here (DNS rebinding), and would then be of one origin with the viewer.
    So the host that is asked for must be one of `hosts`, or an address in numbers, which no name can stand for.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.lower().rstrip(".") for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                secure(MutableHeaders(scope=message))
            await send(message)

        if not self._may_ask(Headers(scope=scope).get("host", "")):
            refusal = render(Request(scope), "refused.html", status_code=400, status=400)
        elif scope["method"] not in _METHODS:
            refusal = render(Request(scope), "refused.html", status_code=405, status=405)
            refusal.headers["Allow"] = ", ".join(_METHODS)
        else:
            await self._app(scope, receive, send_with_headers)
            return
        await refusal(scope, receive, send_with_headers)

    def _may_ask(self, host: str) -> bool:
        name = host.lower()
        if name.startswith("["):
            name = name[1:].partition("]")[0]
        elif name.count(":") == 1:
            name = name.partition(":")[0]
        return name.rstrip(".") in self._hosts or is_address(name)


def secure(headers: MutableHeaders) -> None:
    """Put on the headers of an answer what a browser may do with it."""
    for name, value in _HEADERS.items():
        headers[name] = value
    headers.setdefault("Cache-Control", "private, no-cache")


def is_address(host: str) -> bool:
    """Return whether `host` is an address in numbers: 127.0.0.1, ::1."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Return whether what listens at `host` can be reached from this machine alone."""
    return host == "localhost" or (is_address(host) and ipaddress.ip_address(host).is_loopback)
