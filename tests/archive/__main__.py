"""`python -m tests.archive FOLDER --files 10000 [--formats txt,md,html,docx,pdf] [--seed 1]`."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from tests.archive.files import FORMATS
from tests.archive.write import write_archive


def main() -> None:
    """Write the archive that the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m tests.archive", description="Write an archive of made plans.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--formats", default="txt", help=f"some of {','.join(FORMATS)}, in turn")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    formats = given.formats.split(",")
    if unknown := set(formats) - FORMATS.keys():
        parser.error(f"no such format: {', '.join(sorted(unknown))}")
    started = time.monotonic()
    size = write_archive(given.folder, given.files, formats, given.seed)
    print(f"{given.files:,} files, {size / 1e6:,.1f} MB, {time.monotonic() - started:.1f} s: {given.folder}")


if __name__ == "__main__":
    main()
