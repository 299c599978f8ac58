"""Every pattern of ours on texts made to stall it: `python -m tests.patterns` names those whose work outgrows them.

Patterns are watched as they are compiled: all modules are imported, what they keep is made, and the plans of the
corpus are built, which also shows how each is used: searched for, or matched at one place. Then each is let loose on
long runs of signs, of phrases and of its own words. Where a run takes much longer than the others, the work for it is
compared with that for a run four times as long.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import json
import pkgutil
import re
import signal
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import regex

ROOT = Path(__file__).resolve().parent.parent
# Compile patterns for others.
_COMPILE = (ROOT / "rules" / "__init__.py", ROOT / "rules" / "plain.py")
PACKAGES = ("rules", "extractors", "pipeline")

# Letters of a run at first, and where it is measured; there a run four times as long is measured as well.
FIRST, LENGTH, TIMES = 400, 3000, 4
# A run is measured that takes so many times as long as the others do, and so many seconds.
STANDS_OUT, NOTICED = 3.0, 0.0003
# Four times the letters may take so many times as long; sixteen times would be quadratic work.
GROWTH = 9.0
# What takes less than this for the longer run, in seconds, is no matter; what takes so many in all has stalled.
SHORT, STALLED = 0.01, 1.0
_ROUNDS = 3
_TICK = 1e-6  # of the clock

_SIGNS = (
    " ", "\t", "\n", ".", ",", "-", "(", ")", "|", "/", "*", "0", "1 ", "1.", "1,", "1/", "a", "a ", "A", "A ", "ạ",
    "Ủ ", "Ủạ ", "a.", "A-", "- ", ", ", "; ", ". ", "a, ", "1, ", "x y\n", "_", "#", "<", "I", "1-", "%", "…", '"',
    "[", "](", "&#", "([", "=",
)  # fmt: skip
_PHRASES = (
    "năm 2025 ", "ngày 17 tháng 01 năm 2025 ", "số 15/KH-UBND ", "2,5% ", "1.200 hộ, ", "từ 2 - 3%/năm ", "Sở Y tế, ",
    "xã Vạn Linh, ", "Điều 2 khoản 3 điểm a ", "giai đoạn 2021-2025 ", "1.250.000 triệu đồng ", "Nguyễn Văn Mẫu ",
    "của Ủy ban nhân dân tỉnh về việc ", "Luật Đất đai số 12/2024/QH15 ",
)  # fmt: skip
_SEARCHES = frozenset({"search", "finditer", "findall", "sub", "subn", "split", "splititer"})
_MATCHES = frozenset({"match", "fullmatch"})
_NO_WORDS = regex.compile(
    r"\\[pPNx]\{[^}]*\}|\\s[+*]|\\.|\(\?P?<\w+>|\(\?[a-zA-Z]*[-:=!>)]|\(\?<[=!]|\[[^\]]*\]|\{[\d,]+\}"
)
_WORDS = regex.compile(r"\p{L}[\p{L} ]{1,40}")
_MANY_WORDS = 8
_SPACES = regex.compile(r"\s{2,}")
# Whose patterns see texts as they were read.
_RAW = ("pipeline/", "extractors/persons.py")
_REPEATS = regex.compile(r"[*+]|\{\d*,(?:\d{2,})?\}")


class Watched:
    """A pattern that notes which of its methods are called, and who made it."""

    __slots__ = ("compiled", "place", "uses")

    def __init__(self, compiled: Any, place: str) -> None:
        self.compiled, self.place, self.uses = compiled, place, set[str]()

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.compiled, name)
        if name not in _SEARCHES and name not in _MATCHES:
            return method

        def noted(*given: Any, **named: Any) -> Any:
            self.uses.add(name)
            return method(*given, **named)

        return noted

    def __hash__(self) -> int:
        return hash(self.compiled)

    def __eq__(self, other: object) -> bool:
        return self.compiled == (other.compiled if isinstance(other, Watched) else other)


@dataclass(frozen=True, slots=True)
class Slow:
    """A pattern whose work grows `growth` times where a text that repeats `run` grows `TIMES` times."""

    pattern: str
    place: str
    run: str
    growth: float


class _Watch:
    """While it is entered, patterns that our own code compiles are watched, and put into `found`."""

    def __init__(self, found: dict[tuple[str, int], Watched]) -> None:
        self.found = found
        self.engines = [importlib.import_module("regex._main"), re]
        self.compile = [engine._compile for engine in self.engines]

    def __enter__(self) -> None:
        for engine, original in zip(self.engines, self.compile, strict=True):
            engine._compile = self._watching(original)

    def __exit__(self, *_: object) -> None:
        for engine, original in zip(self.engines, self.compile, strict=True):
            engine._compile = original

    def _watching(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def compiled(*given: Any, **named: Any) -> Any:
            if isinstance(given[0], Watched):
                return given[0]
            made = original(*given, **named)
            place = _place()
            if not place or not hasattr(made, "finditer"):
                return made
            return self.found.setdefault((made.pattern, made.flags), Watched(made, place))

        return compiled


def _place() -> str:
    """Return which file and line of ours asked for a pattern, empty where another library did."""
    frame: Any = sys._getframe(2)
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if any(path.is_relative_to(ROOT / package) for package in PACKAGES):
            if path not in _COMPILE:
                return f"{path.relative_to(ROOT)}:{frame.f_lineno}"
        elif path.name != "re.py" and path.parent.name not in ("regex", "re"):
            return ""
        frame = frame.f_back
    return ""


def watch() -> list[Watched]:
    """Return every pattern of our packages with what it was used for, as far as the corpus makes use of it."""
    found: dict[tuple[str, int], Watched] = {}
    with _Watch(found):
        for module in _modules():
            for made in list(vars(module).values()):
                if isinstance(made, functools._lru_cache_wrapper) and made.__module__ == module.__name__:
                    _make(made)
        _build_corpus()
        _compile_left(found)
    return list(found.values())


def _compile_left(found: dict[tuple[str, int], Watched]) -> None:
    """Compile the patterns of the rules that no plan of the corpus called for."""
    rules = importlib.import_module("rules")
    everything = "\0".join(_source(pattern) for pattern in found.values())
    for name in sorted(path.stem for path in (ROOT / "rules").glob("*.yaml")):
        for pattern in written(rules.read_yaml(name)):
            if not any(form in everything for form in forms(pattern)):
                made = regex.compile(rules.expand(pattern).strip(), regex.VERSION1)
                found.setdefault(
                    (made.pattern, made.flags), Watched(getattr(made, "compiled", made), f"rules/{name}.yaml")
                )


def forms(pattern: str) -> list[str]:
    """Return what a pattern of the rules looks like where it is compiled: for `regex`, and for `re`."""
    plain = importlib.import_module("rules.plain")
    expanded = importlib.import_module("rules").expand(pattern)
    return [form.strip().removeprefix("^") for form in (expanded, plain.written_out(pattern))]


def written(node: Any) -> Iterator[str]:
    """Yield the patterns of rules in a rule file: they have examples, which tells them from other texts."""
    if isinstance(node, dict):
        if "examples" in node:
            yield from node.get("patterns", [node["pattern"]] if "pattern" in node else [])
        for value in node.values():
            yield from written(value)
    elif isinstance(node, list):
        for value in node:
            yield from written(value)


def _modules() -> Iterator[ModuleType]:
    for package in PACKAGES:
        yield importlib.import_module(package)
        for info in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if info.name != "rules.build_places":  # a tool of its own, which no build runs
                yield importlib.import_module(info.name)


def _make(kept: Callable[..., object]) -> None:
    """Call a function that keeps what it made, where it needs nothing to be told."""
    if all(p.default is not p.empty for p in inspect.signature(kept).parameters.values()):
        kept()


def _build_corpus() -> None:
    from pipeline.build import build
    from pipeline.extract import extract_bytes

    plans = ROOT / "corpus" / "plans"
    for path in sorted(plans.iterdir()):
        extract_bytes(path.read_bytes(), path.name, path.name)
    with tempfile.TemporaryDirectory() as folder:
        build([plans / "ke-hoach-huyen-binh-gia-2024.txt"], Path(folder, "plans.duckdb"), jobs=1)


def slow(patterns: Sequence[Watched]) -> Iterator[Slow]:
    """Yield the patterns among `patterns` whose work grows faster than the text, each with a run that shows it."""
    habits: dict[str, set[str]] = defaultdict(set)
    for pattern in patterns:
        habits[pattern.place] |= pattern.uses
    for pattern in patterns:
        # What no plan of the corpus made use of is used like the others that were made at the same place.
        uses = pattern.uses or habits[pattern.place] or _uses_in_code(pattern) or _SEARCHES
        if _REPEATS.search(_source(pattern)):
            found = next(_slow_runs(pattern, at_one_place=not uses & _SEARCHES), None)
            if found:
                yield found


def _uses_in_code(pattern: Watched) -> set[str]:
    """Return the methods that its module asks for of a pattern to which it gives a name."""
    path, _, line = pattern.place.partition(":")
    if not (ROOT / path).is_file() or not line:
        return set()
    code = (ROOT / path).read_text("utf8")
    name = regex.match(r"(\w+) = ", code.split("\n")[int(line) - 1])
    return set(regex.findall(rf"\b{name[1]}\.(\w+)\(", code)) & (_SEARCHES | _MATCHES) if name else set()


def _slow_runs(pattern: Watched, at_one_place: bool) -> Iterator[Slow]:
    seconds = {run: _seconds(pattern, run, FIRST, at_one_place) for run in _runs(pattern)}
    usual = statistics.median(seconds.values())
    for run, took in seconds.items():
        if took > max(NOTICED, STANDS_OUT * usual):
            growth = _growth(pattern, run, at_one_place)
            if growth > GROWTH:
                yield Slow(_source(pattern), pattern.place, run, round(growth, 1))


def _growth(pattern: Watched, run: str, at_one_place: bool) -> float:
    """Return how many times as long a pattern takes for `TIMES` times as many letters, the best of some rounds.

    It is 0 where even the longer run takes no time to speak of, and the clock's errors would be all there is.
    """
    short = long = STALLED
    for _ in range(_ROUNDS):
        short = min(short, _seconds(pattern, run, LENGTH, at_one_place))
        long = min(long, _seconds(pattern, run, LENGTH * TIMES, at_one_place))
        if long < SHORT:
            return 0.0
        if long <= GROWTH * short < STALLED:
            return long / max(short, _TICK)
    return TIMES**2 if long >= STALLED else long / max(short, _TICK)


def _runs(pattern: Watched) -> Iterator[str]:
    """Yield what texts for `pattern` repeat."""
    seen = set[str]()
    for run in (*_SIGNS, *_PHRASES, *_own_words(_source(pattern))):
        text = run if _reads_raw(pattern) else _SPACES.sub(" ", run * 3)[: len(run)]
        if text not in seen:
            seen.add(text)
            yield run


def _reads_raw(pattern: Watched) -> bool:
    """Say whether a pattern is let loose on texts as read. Extractors see working copies: no two spaces running."""
    return pattern.place.startswith(_RAW)


def _source(pattern: Watched) -> str:
    source = pattern.compiled.pattern
    return source.decode("latin-1") if isinstance(source, bytes) else str(source)


def _own_words(source: str) -> list[str]:
    """Return some of the words that a pattern is made of, from all over it."""
    words = list(dict.fromkeys(_WORDS.findall(_NO_WORDS.sub("\x00", source.replace(r"\s+", " ")))))
    return [word.strip() + " " for word in words[:: max(1, len(words) // _MANY_WORDS)]]


def _seconds(pattern: Watched, run: str, length: int, at_one_place: bool) -> float:
    """Return the processor time that a pattern takes for `length` letters of `run`, at most `STALLED`."""
    made = pattern.compiled
    text: Any = (run * (length // len(run) + 1))[:length] + "\x01"
    if not _reads_raw(pattern):
        text = _SPACES.sub(" ", text)
    if isinstance(made.pattern, bytes):
        text = text.encode()
    # Python's `re` looks at signals while it matches, `regex` at a limit of its own.
    limit = {"timeout": STALLED} if isinstance(made, regex.Pattern) else {}
    started = time.process_time()
    signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, STALLED)
    try:
        if at_one_place:
            made.match(text, **limit)
        else:
            for _ in made.finditer(text, **limit):
                pass
    except TimeoutError:
        return STALLED
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.process_time() - started


def _stop(*_: object) -> None:
    raise TimeoutError


def main() -> None:
    """Print as JSON every pattern's text, and those that are slow."""
    patterns = watch()
    found = [asdict(one) for one in slow(patterns)]
    json.dump({"patterns": [_source(p) for p in patterns], "slow": found}, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
