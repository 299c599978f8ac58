"""Plans put together from words of our own: any number, all different, with the facts that stand in them."""

from __future__ import annotations

import functools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from rules import read_csv
from tests.archive.words import (
    AGENCIES,
    HOWS,
    OPENINGS,
    PEOPLE,
    REASONS,
    RESULTS,
    SUBJECTS,
    Subject,
)  # fmt: skip

LEVELS = ("province", "district", "commune")
_SHORT = {"province": "tỉnh", "district": "huyện", "commune": "xã"}


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a plan that are set alike. `kind` is letterhead, title, heading, body, table or signature.

    Of a letterhead and a signature the lines are pairs, left and right; of a table they are rows of cells, of which
    the first is its header.
    """

    kind: str
    lines: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class Facts:
    """What is known of one plan, as the database should have it."""

    documents: list[dict[str, str]] = field(default_factory=list)
    targets: list[dict[str, object]] = field(default_factory=list)
    cells: list[dict[str, object]] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    amounts: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that issues plans: its name with its kind, the name alone, its level."""

    full: str
    name: str
    level: str


def make_plan(number: int, seed: int = 1) -> tuple[list[Block], Facts]:
    """Return the plan of this number, and what is known of it; the same number and seed give the same plan."""
    return _Plan(random.Random(f"{seed} {number}"), number).make()


@functools.cache
def _places() -> tuple[Place, ...]:
    """Return the provinces of before July 2025, their districts and communes, whose name is not a number."""
    rows = [row for row in read_csv("places") if row["valid_to"] == "2025-06-30" or not row["valid_to"]]
    names = {(row["level"], row["code"]): row for row in rows}
    found = []
    for row in rows:
        above = names.get((_above(row["level"]), row["parent_code"]))
        if not row["name"].replace(" ", "").isalpha() or row["kind"] not in ("tỉnh", "huyện", "xã"):
            continue
        if row["level"] == "province":
            found.append(Place(f"tỉnh {row['name']}", row["name"], "province"))
        elif above is not None and above["kind"] in ("tỉnh", "huyện"):
            found.append(Place(f"{row['kind']} {row['name']}", row["name"], row["level"]))
    return tuple(found)


def _above(level: str) -> str:
    return LEVELS[max(0, LEVELS.index(level) - 1)]


@functools.cache
def _places_of(level: str) -> tuple[Place, ...]:
    return tuple(place for place in _places() if place.level == level)


class _Plan:
    def __init__(self, chance: random.Random, number: int) -> None:
        self.chance, self.number = chance, number
        self.facts = Facts()
        self.level = chance.choices(LEVELS, (2, 5, 5))[0]
        self.place = chance.choice(_places_of(self.level))
        self.year = chance.randint(2019, 2025)
        self.subject: Subject = chance.choice(SUBJECTS)
        self.body = f"Ủy ban nhân dân {self.place.full}"

    def make(self) -> tuple[list[Block], Facts]:
        """Return the blocks of the plan and its facts."""
        kinds: tuple[tuple[Callable[[], Iterator[Block]], int], ...] = (
            (self._plan, 7), (self._decision, 2), (self._resolution, 1),
        )  # fmt: skip
        make = self.chance.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])[0]
        return list(make()), self.facts

    # --- the kinds of documents

    def _plan(self) -> Iterator[Block]:
        yield from self._head("KH", "UBND", self.body, self.number % 900 + 1)
        yield Block("title", ["KẾ HOẠCH", self._title()])
        yield Block("body", [self._bases("Kế hoạch")])
        yield from self._sections()
        yield from self._end("TM. ỦY BAN NHÂN DÂN")

    def _decision(self) -> Iterator[Block]:
        number = self.number % 3000 + 1
        yield from self._head("QĐ", "UBND", self.body, number)
        title = self._title()
        yield Block("title", ["QUYẾT ĐỊNH", f"Về việc ban hành Kế hoạch {title[0].lower()}{title[1:]}"])
        articles = (
            f"Điều 1. Ban hành kèm theo Quyết định này Kế hoạch {self.subject.title} năm {self.year}.",
            "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
            f"Điều 3. Chánh Văn phòng {self.body}, thủ trưởng các đơn vị có liên quan chịu trách nhiệm thi hành./.",
        )
        base = self._reference()
        yield Block("body", [f"Căn cứ {base};", "QUYẾT ĐỊNH:", *articles])
        yield from self._end("TM. ỦY BAN NHÂN DÂN")
        yield Block("title", ["KẾ HOẠCH", title])
        code = f"{number}/QĐ-UBND"
        yield Block("body", [f"(Kèm theo Quyết định số {code} ngày {self.day} của {self.body})"])
        yield from self._sections()

    def _resolution(self) -> Iterator[Block]:
        council = f"Hội đồng nhân dân {self.place.full}"
        yield from self._head("NQ", "HĐND", council, self.number % 90 + 1)
        yield Block("title", ["NGHỊ QUYẾT", f"Về kế hoạch {self.subject.title} năm {self.year}"])
        yield Block("body", [f"Căn cứ {self._reference()};", "QUYẾT NGHỊ:"])
        yield Block("body", ["Điều 1. Thông qua các chỉ tiêu chủ yếu sau đây:"])
        yield Block("body", [f"{i}. {aim}." for i, aim in enumerate(self._aims(), 1)])
        yield self._table()
        yield Block("body", ["Điều 2. Tổ chức thực hiện", *(self._task() for _ in range(self.chance.randint(8, 30)))])
        yield from self._end("TM. HỘI ĐỒNG NHÂN DÂN")

    # --- their parts

    def _head(self, kind: str, symbol: str, issuer: str, number: int) -> Iterator[Block]:
        day, month = self.chance.randint(1, 28), self.chance.randint(1, 12)
        self.day = f"{day:02}/{month:02}/{self.year}"
        code = f"{number}/{kind}-{symbol}"
        self.facts.documents.append(
            {"code": code, "doc_type": kind, "issuer": issuer, "issued_on": f"{self.year}-{month:02}-{day:02}"}
        )
        organ = "HỘI ĐỒNG NHÂN DÂN" if symbol == "HĐND" else "ỦY BAN NHÂN DÂN"
        left = [organ, self.place.full.upper(), f"Số: {number}/{kind}-{symbol}"]
        date = f"{self.place.name}, ngày {day:02} tháng {month:02} năm {self.year}"
        right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", date]
        yield Block("letterhead", rows=[list(pair) for pair in zip(left, right, strict=True)])

    def _title(self) -> str:
        subject = self.subject.title
        return f"{subject[0].upper()}{subject[1:]} trên địa bàn {self.place.full} năm {self.year}"

    def _reference(self) -> str:
        number, when = self.chance.randint(1, 2500), self.chance.randint(2016, self.year)
        day = f"{self.chance.randint(1, 28):02}/{self.chance.randint(1, 12):02}/{when}"
        if self.chance.random() < 0.5:
            code = self.chance.choice(self.subject.bases)
            kind = {"QĐ": "Quyết định", "NĐ": "Nghị định", "TT": "Thông tư"}[code.split("/")[-1].split("-")[0]]
        else:
            kind, code = self.chance.choice((
                ("Kế hoạch", f"{number}/KH-UBND"), ("Quyết định", f"{number}/QĐ-UBND"),
                ("Nghị quyết", f"{number % 90 + 1}/NQ-HĐND"), ("Công văn", f"{number}/UBND-TH"),
            ))  # fmt: skip
        self.facts.references.append(code)
        return f"{kind} số {code} ngày {day}"

    def _bases(self, kind: str) -> str:
        named = "; ".join(self._reference() for _ in range(self.chance.randint(2, 6)))
        return f"Thực hiện {named}, {self.body} ban hành {kind} {self.subject.title} năm {self.year} như sau:"

    def _sections(self) -> Iterator[Block]:
        size = self.chance.choices((0.6, 1.4, 2.2, 7), (4, 6, 3, 1))[0]
        yield Block("heading", [f"I. KẾT QUẢ NĂM {self.year - 1}"])
        yield Block("body", self.chance.sample(RESULTS, self.chance.randint(3, 6)))
        yield Block("heading", ["II. MỤC TIÊU"])
        yield Block("body", [f"1. Mục tiêu chung: {self._purpose()}.", "2. Chỉ tiêu cụ thể"])
        yield Block("body", [f"- {aim}." for aim in self._aims()])
        if self.chance.random() < 0.6:
            yield self._table()
        yield Block("heading", ["III. NHIỆM VỤ, GIẢI PHÁP"])
        for number in range(1, int(self.chance.randint(5, 8) * size) + 2):
            work = self.chance.choice(self.subject.works)
            yield Block("body", [f"{number}. Về {work}", *(self._task() for _ in range(self.chance.randint(2, 5)))])
        yield Block("heading", ["IV. KINH PHÍ THỰC HIỆN"])
        yield Block("body", list(self._money()))
        yield Block("heading", ["V. TỔ CHỨC THỰC HIỆN"])
        for number, agency in enumerate(self._agencies(), 1):
            yield Block("body", [f"{number}. {agency}", *self._duties()])

    def _purpose(self) -> str:
        return ", ".join(self.chance.sample(self.subject.aims, 3))

    def _aims(self) -> Iterator[str]:
        count = self.chance.randint(4, len(self.subject.targets))
        for sentence, unit, low, high in self.chance.sample(self.subject.targets, count):
            value, printed = self._number(low, high)
            year = self.year + self.chance.choice((0, 0, 0, 1, 5))
            self.facts.targets.append({"value": value, "unit": unit, "year": year})
            yield sentence.format(value=printed, year=year)

    def _number(self, low: float, high: float) -> tuple[float, str]:
        """Return a number and how a plan prints it: counts whole, with points; the others with a comma."""
        if isinstance(low, int):
            count = self.chance.randint(low, int(high))
            return float(count), f"{count:,}".replace(",", ".")
        number = round(self.chance.uniform(low, high), 1)
        return number, f"{number:.1f}".replace(".", ",")

    def _task(self) -> str:
        choose, subject = self.chance.choice, self.subject
        first = f"- {choose(OPENINGS)} {choose(subject.verbs)} {choose(subject.objects)}"
        second = f"{choose(subject.verbs)} {choose(subject.objects)}, {choose(HOWS)}, {choose(REASONS)}"
        if self.chance.random() < 0.12:
            second += f" theo {self._reference()}"
        return f"{first}, {choose(HOWS)}; {second}."

    def _money(self) -> Iterator[str]:
        total, parts = self._sum(), [self._sum() for _ in range(self.chance.randint(2, 4))]
        yield f"Tổng kinh phí thực hiện là {total}, trong đó:"
        for work, part in zip(self.chance.sample(self.subject.works, len(parts)), parts, strict=True):
            yield f"- Kinh phí {work}: {part}."

    def _sum(self) -> str:
        millions = self.chance.randint(20, 90_000)
        self.facts.amounts.append(millions * 1_000_000)
        return f"{millions:,} triệu đồng".replace(",", ".")

    def _agencies(self) -> list[str]:
        known = AGENCIES[self.level]
        return self.chance.sample(known, self.chance.randint(3, len(known)))

    def _duties(self) -> Iterator[str]:
        for _ in range(self.chance.randint(2, 5)):
            verb, what = self.chance.choice(self.subject.verbs), self.chance.choice(self.subject.objects)
            due = self.chance.choice(
                ("", "", f"; hoàn thành trước ngày {self.chance.randint(1, 28):02}/11/{self.year}")
            )
            yield f"- Chủ trì {verb} {what}, {self.chance.choice(HOWS)}{due}."

    def _table(self) -> Block:
        rows = [["TT", "Chỉ tiêu", "Đơn vị tính", f"Thực hiện năm {self.year - 1}", f"Kế hoạch năm {self.year}"]]
        for number, (name, unit, low, high) in enumerate(self.subject.rows, 1):
            (_, before), (value, now) = self._number(low, high), self._number(low, high)
            self.facts.cells.append({"value": value, "year": self.year})
            rows.append([str(number), name, unit, before, now])
        return Block("table", rows=rows)

    def _end(self, formula: str) -> Iterator[Block]:
        left = ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]
        right = [formula, "CHỦ TỊCH", self.chance.choice(PEOPLE)]
        yield Block("signature", rows=[list(pair) for pair in zip(left, right, strict=True)])
