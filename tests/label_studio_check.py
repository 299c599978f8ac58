"""Run by an interpreter that has label-studio-sdk: hold an export against Label Studio's own rules.

Usage: PYTHON label_studio_check.py FOLDER. Exits with 1 and says what is wrong; prints how much was looked at.
"""

import json
import sys
from pathlib import Path

from label_studio_sdk.label_interface import LabelInterface


def check(folder: Path) -> list[str]:
    """Return what is wrong with the interface, tasks and predictions of an export."""
    interface = LabelInterface((folder / "config.xml").read_text("utf8"))
    interface.validate()
    wrong = []
    tasks = [task for file in sorted(folder.glob("tasks-*.json")) for task in json.loads(file.read_text("utf8"))]
    regions = 0
    for task in tasks:
        if not interface.validate_task({"data": task["data"]}):
            wrong.append(f"{task['data']['file']}: data")
        for prediction in task["predictions"]:
            regions += len(prediction["result"])
            wrong += interface.validate_prediction(prediction, return_errors=True)
    print(f"{len(tasks)} tasks, {regions} results")
    return wrong


if __name__ == "__main__":
    found = check(Path(sys.argv[1]))
    print("\n".join(map(str, found[:20])))
    sys.exit(1 if found else 0)
