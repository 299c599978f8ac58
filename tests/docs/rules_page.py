"""The page of the rule files: what each holds, its fields, how many entries, and an entry to write one like."""

from __future__ import annotations

import ast
import csv
import functools
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

import rules
from tests.docs.markdown import block, code, page, table

FOLDER = Path(rules.__file__).parent
# Functions that are given the name of a rule file.
_READERS = {"read_yaml", "read_csv", "read_rules", "any_rule", "phrase_of", "any_of", "_csv"}
# A field that so many files have, with the same meaning, is described once for all.
_OFTEN = 5
_INTRODUCTION = """\
What kehoach knows about the language of plans is data: YAML and CSV files in `rules/`, each with a JSON Schema in
`rules/schema/`. To teach it something:

1. Find the file: `kehoach unknown` names what the rules do not know, and where to put it.
2. Add an entry like the one shown, with examples of your own; patterns are matched against text with one form a
   letter (`rules/letters.py`), and `{date}` in a pattern stands for the part `date` of `parts.yaml`.
3. `python -m pytest tests/test_rules.py` checks the file against its schema and every pattern against every
   example.
4. Build again: what was read with other rules is read anew.

Những gì kehoach biết về ngôn ngữ của kế hoạch đều là dữ liệu: các tệp YAML và CSV trong `rules/`, mỗi tệp có một
lược đồ JSON Schema trong `rules/schema/`. Muốn bổ sung:

1. Tìm tệp cần sửa: `kehoach unknown` liệt kê những gì quy tắc chưa biết và tệp cần bổ sung.
2. Thêm một mục theo mẫu dưới đây, kèm ví dụ của mình; mẫu được so với chữ đã quy về một dạng
   (`rules/letters.py`), và `{date}` trong mẫu thay cho mảnh `date` của `parts.yaml`.
3. `python -m pytest tests/test_rules.py` kiểm tra tệp theo lược đồ, và mọi mẫu với mọi ví dụ.
4. Chạy lại `kehoach build`: văn bản đã đọc bằng quy tắc khác sẽ được đọc lại."""


class Field(NamedTuple):
    """A field of a rule file: its place in the file, whether it must be there, its values, and what it says."""

    path: str
    needed: bool
    values: str
    says: str | None


def make() -> str:
    """Return the page."""
    vietnamese = yaml.safe_load(Path(__file__).with_name("rules_vi.yaml").read_text("utf8"))
    readers = read_by()
    rows = []
    for file in files():
        modules = ", ".join(f"`{module}`" for module in readers.get(file.stem, ())) if file.suffix != ".py" else ""
        rows.append((f"[{file.name}](#{_anchor(file)})", title(file), vietnamese[file.name], modules))
    shared = _shared()
    parts = [_INTRODUCTION, table(["file", "what it holds", "chứa gì", "read by"], rows)]
    parts += ["## Fields that many files have / Các trường dùng chung", _fields(sorted(shared.values()))]
    parts += [_file(file, shared) for file in files()]
    return page("The rules / Các quy tắc", *parts)


def files() -> list[Path]:
    """Return the files of `rules/`, data and code."""
    found = (path for path in FOLDER.iterdir() if path.suffix in (".yaml", ".csv", ".py"))
    return sorted(path for path in found if path.name != "__init__.py")


def title(file: Path) -> str:
    """Return what a file holds, in a line: the title of its schema, or the first line of a module's docstring."""
    if file.suffix == ".py":
        return (ast.get_docstring(ast.parse(file.read_text("utf8"))) or "").partition("\n")[0]
    said: str = _schema(file).get("title", "")
    said = said.removeprefix(f"A row of {file.name}: ")
    return said[:1].upper() + said[1:]


def comment(file: Path) -> str:
    """Return the comment at the head of a YAML file."""
    lines = []
    for line in file.read_text("utf8").splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.removeprefix("#").removeprefix(" "))
    return "\n".join(lines)


def fields(file: Path) -> list[Field]:
    """Return the fields of a file by its schema, in its order."""
    schema = _schema(file)
    return list(_fields_of(schema, schema, "" if file.suffix == ".yaml" else None))


def _fields_of(schema: dict[str, Any], node: dict[str, Any], path: str | None) -> Iterator[Field]:
    node = _resolved(schema, node)
    for name, value in node.get("properties", {}).items():
        at = f"{path}.{name}" if path else name
        yield Field(at, name in node.get("required", ()), _values(schema, value), value.get("description"))
        yield from _fields_of(schema, value, at)
    for name, value in node.get("patternProperties", {}).items():
        yield Field(f"a name: `{name}`", False, _values(schema, value), value.get("description"))
    for inner in (node.get("items"), *node.get("oneOf", ())):
        if isinstance(inner, dict):
            yield from _fields_of(schema, inner, f"{path}[]" if inner is node.get("items") else path)


def _resolved(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in node:
        return node
    found = schema
    for step in node["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found | node


def _values(schema: dict[str, Any], node: dict[str, Any]) -> str:
    """Return what a field may be: its choices, or its type."""
    node = _resolved(schema, node)
    if "enum" in node or "const" in node:
        choices = node.get("enum", [node.get("const")])
        return ", ".join(code(v if isinstance(v, str) and v else json.dumps(v)) for v in choices)
    if node.get("type") == "array":
        inner = _values(schema, node["items"]) if isinstance(node.get("items"), dict) else ""
        return f"list of {inner}" if inner else "list"
    return {"object": "fields", "integer": "whole number", "boolean": "true or false"}.get(
        node.get("type", "string" if "pattern" in node else ""), "text"
    )


def entries(file: Path) -> dict[str, int]:
    """Return how many entries each list of a file has."""
    if file.suffix == ".csv":
        return {"the file": len(rules.read_csv(file.stem))}
    data = rules.read_yaml(file.stem)
    lists = {name: len(value) for name, value in data.items() if isinstance(value, list | dict)}
    return lists if any(lists.values()) else {"the file": len(data)}


def example(file: Path) -> str:
    """Return an entry of a file as one would write it: the shortest of its first list, or a row with the header."""
    if file.suffix == ".csv":
        with file.open(encoding="utf8") as lines:
            head, *rows = csv.reader(lines)
        filled = min(rows, key=lambda row: (row.count(""), sum(map(len, row))))
        return block("\n".join(",".join(row) for row in (head, filled)), "csv")
    data = rules.read_yaml(file.stem)
    name, values = (
        next((n, v) for n, v in data.items() if isinstance(v, list | dict)) if _has_lists(data) else ("", data)
    )
    if isinstance(values, dict):
        key = min(values, key=lambda k: len(str(values[k])))
        said: Any = {key: values[key]}
    else:
        said = [min(values, key=lambda entry: (not isinstance(entry, dict), len(str(entry))))]
    written = {name: said} if name else said
    return block(yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=1000).strip("\n"), "yaml")


def _has_lists(data: dict[str, Any]) -> bool:
    return any(isinstance(value, list | dict) for value in data.values())


@functools.cache
def read_by() -> dict[str, list[str]]:
    """Return by name of a file the modules that read it."""
    found: dict[str, set[str]] = {}
    for folder in ("rules", "extractors", "pipeline"):
        for path in (FOLDER.parent / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf8"))):
                if isinstance(node, ast.Call) and _name(node.func) in _READERS and node.args:
                    for name in ast.walk(node.args[0]):
                        if isinstance(name, ast.Constant) and isinstance(name.value, str):
                            found.setdefault(name.value, set()).add(str(path.relative_to(FOLDER.parent)))
    return {name: sorted(modules) for name, modules in found.items()}


def _name(function: ast.expr) -> str:
    return (
        function.attr
        if isinstance(function, ast.Attribute)
        else function.id
        if isinstance(function, ast.Name)
        else ""
    )


def _schema(file: Path) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((FOLDER / "schema" / f"{file.stem}.json").read_text("utf8"))
    return schema


def _shared() -> dict[tuple[str, str | None], Field]:
    """Return the fields of rules that many files have in the same meaning, by name and meaning."""
    found = defaultdict(list)
    for file in files():
        for field in fields(file) if file.suffix != ".py" else ():
            if field.path.startswith("rules"):
                found[field.path, field.says].append(field)
    return {key: same[-1] for key, same in found.items() if len(same) >= _OFTEN}


def _fields(found: list[Field]) -> str:
    rows = [
        (code(f.path) if "`" not in f.path else f.path, "yes" if f.needed else "", f.values, f.says) for f in found
    ]
    return table(["field", "needed", "values", "what it says"], rows)


def _anchor(file: Path) -> str:
    return file.name.replace(".", "")


def _file(file: Path, shared: Mapping[tuple[str, str | None], Field]) -> str:
    if file.suffix == ".py":
        return f"## {file.name}\n\n{ast.get_docstring(ast.parse(file.read_text('utf8')))}"
    said = comment(file) if file.suffix == ".yaml" else ""
    told = block(said, "text") if "\n  " in f"\n{said}" or ":\n" in said else said
    counts = ", ".join(
        f"{count:,} in {name if name == 'the file' else code(name)}" for name, count in entries(file).items()
    )
    own = [field for field in fields(file) if (field.path, field.says) not in shared]
    also = " Besides the fields that many files have:" if len(own) < len(fields(file)) and own else ""
    parts = [f"## {file.name}", told or f"{title(file)}.", f"Entries: {counts}.{also}", _fields(own) if own else ""]
    return "\n\n".join(filter(None, (*parts, "An entry / Một mục:", example(file))))
