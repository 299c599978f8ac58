"""Every rule file fits its schema, and its patterns and examples agree, both ways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import regex

import rules
from extractors.offsets import apply_edits
from pipeline.accents import mend_accents
from rules.letters import bare, fold, key

FOLDER = Path(rules.__file__).parent
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def with_examples(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every entry of a rule file that has patterns and examples."""
    if isinstance(node, dict):
        if "examples" in node and ("pattern" in node or "patterns" in node):
            yield node
        for value in node.values():
            yield from with_examples(value)
    elif isinstance(node, list):
        for value in node:
            yield from with_examples(value)


def text_of(example: Any) -> str:
    """Return the text of an example: it stands alone, before what it gives, or under `text`."""
    return example if isinstance(example, str) else example["text"] if isinstance(example, dict) else example[0]


ENTRIES = [
    pytest.param(entry, id=f"{name}:{entry.get('id', str(entry.get('pattern'))[:30])}")
    for name in NAMES
    for entry in with_examples(rules.read_yaml(name))
]


@pytest.mark.parametrize("name", NAMES)
def test_every_file_fits_its_schema(name: str) -> None:
    rules.read_yaml(name)


def test_every_schema_is_used() -> None:
    tables = {path.stem for path in FOLDER.glob("*.csv")}
    assert {p.stem for p in (FOLDER / "schema").glob("*.json")} - tables == set(NAMES) - tables


@pytest.mark.parametrize("entry", ENTRIES)
def test_patterns_and_examples_agree(entry: dict[str, Any]) -> None:
    flags = regex.IGNORECASE if "i" in entry.get("flags", "") else 0
    patterns = [rules.compile_pattern(p, flags) for p in entry.get("patterns", [entry.get("pattern")])]
    examples = [fold(text_of(e)) for e in entry["examples"]]
    for pattern in patterns:
        assert any(pattern.search(e) for e in examples), f"no example of {pattern.pattern}"
    for example in examples:
        assert any(p.search(example) for p in patterns), f"nothing matches {example!r}"
    for text in entry.get("not_examples", []):
        assert not any(p.match(fold(text_of(text))) for p in patterns), f"{text!r} must not match"


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_unique(name: str) -> None:
    data = rules.read_yaml(name)
    ids = [r["id"] for r in data.get("rules", []) if "id" in r] if isinstance(data, dict) else []
    assert len(ids) == len(set(ids))


def test_wordings_get_their_accents() -> None:
    rules_of = rules.read_yaml("wordings")
    for read, right in [*rules_of["examples"], *((text, text) for text in rules_of["not_examples"])]:
        assert apply_edits(read, mend_accents(read))[0] == right


def test_slips_become_what_their_examples_say() -> None:
    for rule in rules.read_rules("slips"):
        for before, after in rule.data["examples"]:
            text = before
            for pattern in rule.patterns:
                text = pattern.sub(rule.data["put"], text)
            assert text == after


def test_the_digest_changes_with_the_rules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "schema").mkdir()
    (tmp_path / "words.yaml").write_text("a: 1", "utf8")
    monkeypatch.setattr(rules, "_FOLDER", tmp_path)
    first = rules.digest.__wrapped__()
    (tmp_path / "words.yaml").write_text("a: 2", "utf8")
    assert rules.digest.__wrapped__() != first


def test_an_unknown_part_is_named() -> None:
    with pytest.raises(rules.RulesError, match="no part 'colour'"):
        rules.expand("{colour}")


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("Uỷ ban nhân dân", "Ủy ban nhân dân"),
        ("HOÀ BÌNH", "HÒA BÌNH"),
        ("hoàn thành", "hoàn thành"),
        ("quý I", "quý I"),
        ("Thuỷ lợi", "Thủy lợi"),
        ("Quyết định số 12/QÐ–TTg", "Quyết định số 12/QĐ-TTg"),
        ("đội ngǜ", "đội ngũ"),
    ],
)
def test_fold_gives_one_form(printed: str, folded: str) -> None:
    assert fold(printed) == folded
    assert len(fold(printed)) == len(printed)


def test_keys_of_one_name_are_one() -> None:
    assert key("Phòng Lao động– Thương binh  và Xã hội") == key("phòng lao động - thương binh và xã hội")
    assert bare("Đăk Glong") == bare("Đắk Glong") == "dak glong"
