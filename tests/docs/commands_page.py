"""The page of the commands: arguments and options as the command declares them, with an example that is run."""

from __future__ import annotations

import shlex
import typing
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import typer
import yaml
from typer.models import ArgumentInfo, OptionInfo

from pipeline import cli
from tests.docs.markdown import block, code, page, table

_INTRODUCTION = """\
`kehoach COMMAND --help` says the same at the terminal. Where a list is printed, `--csv` and `--json` give all of
it, with every column. Names need no accents and no capitals: `"so tc"` is Sở Tài chính, `"huyen chi lang"` is Chi
Lăng.

`kehoach LỆNH --help` cho cùng nội dung ở cửa sổ lệnh. Với các lệnh in danh sách, `--csv` và `--json` cho đầy đủ
mọi dòng, mọi cột. Tên không cần dấu, không cần chữ hoa: `"so tc"` là Sở Tài chính, `"huyen chi lang"` là Chi
Lăng.

Mã thoát: 0 là bình thường, 1 là có tệp không đọc được, 2 là dùng sai."""


class Parameter(NamedTuple):
    """An argument or option: how it is written, its choices or kind, what it is without being given, what it does."""

    name: str
    values: str
    default: str
    says: str | None


class Example(NamedTuple):
    """How a command is shown: in Vietnamese, a line that runs, how many lines of its answer are printed here."""

    vi: str
    run: str
    lines: int
    only_help: bool = False

    @property
    def arguments(self) -> list[str]:
        """The arguments of the line that is run by a test."""
        said = shlex.split(self.run)[1:]
        return [said[0], "--help"] if self.only_help else said


def commands() -> dict[str, Callable[..., Any]]:
    """Return the functions behind the commands, by name."""
    found = {}
    for command in cli.app.registered_commands:
        assert command.callback is not None
        found[command.name or command.callback.__name__.replace("_", "-")] = command.callback
    return found


def examples() -> dict[str, Example]:
    """Return an example of each command, by its name."""
    said = yaml.safe_load(Path(__file__).with_name("commands.yaml").read_text("utf8"))
    return {name: Example(**fields) for name, fields in said.items()}


def parameters(function: Callable[..., Any]) -> Iterator[Parameter]:
    """Yield the arguments and options of a command, in their order."""
    defaults = dict(zip(*_with_defaults(function), strict=True))
    for name, annotated in typing.get_type_hints(function, include_extras=True).items():
        if name == "return":
            continue
        kind, *told = typing.get_args(annotated)
        info = next(part for part in told if isinstance(part, ArgumentInfo | OptionInfo))
        yield Parameter(
            _written(name, kind, info),
            _values(kind, info),
            _default(defaults[name]) if name in defaults else "needed",
            info.help,
        )


def _with_defaults(function: Callable[..., Any]) -> tuple[list[str], list[Any]]:
    code_of, values = function.__code__, function.__defaults__ or ()
    names = code_of.co_varnames[: code_of.co_argcount]
    return list(names[len(names) - len(values) :]), list(values)


def _written(name: str, kind: Any, info: ArgumentInfo | OptionInfo) -> str:
    if isinstance(info, ArgumentInfo):
        return info.metavar or name.upper()
    first = info.default if isinstance(info.default, str) else None
    names = ", ".join([*filter(None, (first, *(info.param_decls or ())))] or [f"--{name.replace('_', '-')}"])
    return names if bool in (kind, *typing.get_args(kind)) else f"{names} {info.metavar or _metavar(kind)}"


def _metavar(kind: Any) -> str:
    inner = _inner(kind)
    if typing.get_origin(inner) is typing.Literal:
        return "CHOICE"
    return {int: "NUMBER", float: "NUMBER", Path: "FILE"}.get(inner, "TEXT")


def _values(kind: Any, info: ArgumentInfo | OptionInfo) -> str:
    inner = _inner(kind)
    if typing.get_origin(inner) is typing.Literal:
        return ", ".join(map(code, typing.get_args(inner)))
    return f"from {info.min}" if info.min is not None else ""


def _inner(kind: Any) -> Any:
    """Return the type of one value: that of a list, or of what may be left out."""
    if typing.get_origin(kind) is typing.Literal:
        return kind
    return next((_inner(part) for part in typing.get_args(kind) if part is not type(None)), kind)


def _default(value: object) -> str:
    return "" if value is None or value is False else code(value)


def make(run: Callable[..., str]) -> str:
    """Return the page; `run` gives what the command prints with some arguments."""
    shown = examples()
    functions = commands()
    rows = [(f"[{name}](#{name})", _said(f), shown[name].vi) for name, f in functions.items()]
    parts = [_INTRODUCTION, f"{cli.app.info.epilog}", table(["command", "what it does", "tác dụng"], rows)]
    parts += [_command(name, function, shown[name], run) for name, function in functions.items()]
    return page("The commands / Các lệnh", *parts)


def _said(function: Callable[..., Any]) -> str:
    return " ".join((function.__doc__ or "").split())


def _command(name: str, function: Callable[..., Any], example: Example, run: Callable[..., str]) -> str:
    rows = [(code(p.name), p.values, p.default, p.says) for p in parameters(function)]
    told = table(["argument or option", "values", "default", "what it does"], rows)
    said = [f"## {name}", _said(function), example.vi, told, block(f"$ {example.run}", "console")]
    lines = run(*example.arguments).splitlines() if example.lines else []
    if lines:
        rest = [f"… ({len(lines) - example.lines} more lines)"] if len(lines) > example.lines else []
        said.append(block("\n".join(lines[: example.lines] + rest), "text"))
    return "\n\n".join(said)


def undocumented(functions: Mapping[str, Callable[..., Any]]) -> list[str]:
    """Return what of the commands has no words: commands, arguments, options."""
    return [name for name, function in functions.items() if not _said(function)] + [
        f"{name} {parameter.name}"
        for name, function in functions.items()
        for parameter in parameters(function)
        if not (parameter.says or "").strip()
    ]


def groups(app: typer.Typer) -> list[Any]:
    """Return the groups of commands, of which the page knows nothing."""
    return list(app.registered_groups)
