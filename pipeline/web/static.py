"""Style sheet and script: files of the package, each under an address that changes with its content."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    digest: str
    media_type: str


@functools.cache
def _files() -> dict[str, _File]:
    folder = Path(__file__).parent / "static"
    return {
        path.name: _File(content, hashlib.sha256(content).hexdigest()[:12], _TYPES[path.suffix])
        for path in sorted(folder.iterdir())
        if path.suffix in _TYPES
        for content in (path.read_bytes(),)
    }


def static_url(name: str) -> str:
    """Return the address of a file of `static/`. Raises KeyError where there is none of that name."""
    return f"/static/{_files()[name].digest}/{name}"


def send_file(request: Request) -> Response:
    """Answer with the file; one that is asked for by an older address is not to be kept."""
    file = _files().get(request.path_params["name"])
    if file is None:
        raise HTTPException(404)
    kept = _YEAR if request.path_params["digest"] == file.digest else "no-cache"
    return Response(file.content, media_type=file.media_type, headers={"Cache-Control": kept})


ROUTES = [Route("/static/{digest}/{name}", send_file)]
