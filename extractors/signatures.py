"""Who signed a document, and for whom (Nghị định 30/2020/NĐ-CP, phụ lục I, phần II, mục 7)."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from rules import read_yaml
from rules.plain import compile_plain

# The State writes "TM.", the Party "T/M".
_MARK = compile_plain(r"(?<!\p{L})(?:(TM|KT|TL|TUQ|Q)\s?\.|(T/M|K/T|T/L)\.?(?=\s))\s?(?=\p{Lu}{2})")
# Ranks and degrees may stand before a name.
_NAME = regex.compile(
    r"^[\s*:.\d()]*(?:\(?(?i:đã ký)\)?[\s*]*)?"
    r"(?:(?:Đại tá|Thượng tá|Trung tá|Thiếu tướng|Trung tướng|TS|ThS|PGS|GS|BS|Ths)\.?\s+)*"
    # "A" and "Y" stand alone in names of several peoples: Giàng A Chu.
    r"(?<name>\p{Lu}(?:'\p{Lu})?\p{Ll}*(?:\s+(?:[AY](?=\s+\p{Lu}\p{Ll})|\p{Lu}(?:'\p{Lu})?\p{Ll}+)){1,4})(?![\p{L}])"
)
_CAPITAL_NAME = regex.compile(r"^[\s*:.]*(?<name>\p{Lu}{2,}(?:\s+\p{Lu}{2,}){1,3})\s*$")
# Capitals that name a body, not a person.
_BODY = regex.compile(
    r"\s(?:ỦY|BAN|DÂN|HỘI|ĐỒNG|CHỦ|TỊCH|SỞ|TRƯỞNG|PHÒNG|UBND|HĐND|TỈNH|HUYỆN|THÀNH|QUẬN|THỊ|XÃ|PHƯỜNG)(?!\p{L})"
)


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature: name, office in running text, and for whom it stands (TM., KT., TL., TUQ., Q.)."""

    signer: str | None
    title: str | None
    signed_for: str | None


@functools.cache
def _titles() -> regex.Pattern[str]:
    titles = (f"(?<t{i}>{t['pattern']})" for i, t in enumerate(read_yaml("heads")["titles"]))
    return regex.compile(rf"(?<!\p{{L}})(?:{'|'.join(titles)})(?![\p{{L}}])")


def _title_name(match: regex.Match[str]) -> str:
    index = next(int(k[1:]) for k, v in match.groupdict().items() if v)
    name: str = read_yaml("heads")["titles"][index]["name"]
    return name + (" Thường trực" if match[0].endswith("THƯỜNG TRỰC") else "")


def begins_signature(text: str) -> bool:
    """Say whether a signature begins with this line: a mark, or an office alone."""
    return _MARK.match(text) is not None or (
        (match := _titles().match(text)) is not None
        and (not (rest := text[match.end() :].strip(" *")) or _is_name(rest))
    )


def _is_name(text: str) -> bool:
    return (match := _NAME.match(text)) is not None and match.end() >= len(text.rstrip(" *"))


def is_collective(lines: Sequence[str]) -> bool:
    """Say whether a signature among `lines` (folded) stands for the whole body: "TM. ỦY BAN NHÂN DÂN"."""
    return any(line.startswith(("TM.", "TM ", "T/M")) for line in lines)


def read_signature(lines: Sequence[str]) -> Signature | None:
    """Return the signature that `lines` (folded, from its first line on) begin with, or None."""
    if not lines or not begins_signature(lines[0]):
        return None
    marks: list[str] = []
    title: str | None = None
    for line in lines:
        marks += [f"{(m[1] or m[2]).replace('/', '')}." for m in _MARK.finditer(line)]
        offices = list(_titles().finditer(line))
        # A second office is the signer's post elsewhere ("PHÓ CHỦ TỊCH UBND HUYỆN" below "TRƯỞNG BAN").
        if offices and not (title and not marks and _BODY.match(line[offices[-1].end() :])):
            title = _title_name(offices[-1])
        rest = line[offices[-1].end() :] if offices else line
        if name := _name_in(rest, bool(title or marks)):
            return Signature(name, title, _mark(marks))
        if not offices and not _MARK.search(line) and not line.isupper() and len(line) > 30:
            break
    return Signature(None, title, _mark(marks)) if marks else None


def read_signer(text: str) -> tuple[str, str | None]:
    """Return name and office of a signer as a portal gives them: "Lê Văn Mẫu - Phó Chủ tịch" or the name alone."""
    office = _titles().search(text.upper())
    if office is None:
        return text, None
    rest = f"{text[: office.start()]} {text[office.end() :]}".strip(" -–,;:()./")
    return (rest, _title_name(office)) if _is_name(rest) else (text, None)


def _name_in(text: str, expected: bool) -> str | None:
    match = _NAME.match(text)
    if match and not text[match.end() :].strip(" *./"):
        return " ".join(match["name"].split())
    match = _CAPITAL_NAME.match(text)
    if match and expected and not _BODY.search(f" {match['name']}"):
        return match["name"].title()
    return None


def _mark(marks: Sequence[str]) -> str | None:
    """For the collective a deputy signs TM. and KT.; what he signs for is the head."""
    return next((m for m in reversed(marks) if m != "TM."), marks[0] if marks else None)
