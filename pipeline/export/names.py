"""Names of files for sources: safe on every system, one a source, the same in every export."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from rules.letters import bare

_LONGEST = 60


def file_name(source_path: str, source_id: str) -> str:
    """Return a name without ending for a source: what its path is called, in ASCII, and the start of its id.

    >>> file_name("../Kế hoạch.zip/Bản (1).docx", "0123456789abcdef")
    'ban-1-0123456789ab'
    """
    stem = re.sub(r"[^a-z0-9]+", "-", bare(PurePosixPath(source_path).stem)).strip("-")
    return f"{stem[:_LONGEST].rstrip('-') or 'plan'}-{source_id[:12]}"
