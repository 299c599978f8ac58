"""Which units the rows of a table stand for, and which the row of its total does."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.cellwords import says, words
from extractors.facts import Document
from extractors.places import Place, row_place
from extractors.target_places import TargetPlace

# From this number of units on, a table is by unit: names that alone would prove little are believed.
_BY_UNIT = 3


class RowPlaces:
    """The units that the labels of a table name, as they were on the day of its document.

    `of_places` says that most of the labels name one.
    """

    def __init__(self, document: Document | None, labels: Iterable[str]) -> None:
        self._document = document
        own = dict.fromkeys(label for label in labels if label)
        known = sum(self._read(label, listed=False) is not None for label in own)
        listed = sum(self._read(label, listed=True) is not None for label in own)
        self.of_places = known * 2 > len(own)
        self._listed = known >= _BY_UNIT and listed * 2 > len(own)

    def place_of(self, label: str) -> Place | None:
        """Return the unit that a row with this label stands for, None for any other row."""
        return self._read(label, listed=self._listed)

    def _read(self, label: str, listed: bool) -> Place | None:
        doc = self._document
        if doc is None:
            return row_place(label, listed=listed)
        within = doc.district_code or doc.province_code or doc.province
        return row_place(label, on=doc.day, within=within, listed=listed)

    def of_row(self, labels: Iterable[str], own: str) -> TargetPlace:
        """Return the place of a row: the unit that one of its labels names, or for a total all that it adds up.

        `labels` come in the order in which they count; `own` is the label that may be a total's.
        """
        place = next((p for p in map(self.place_of, labels) if p is not None), None)
        if place is not None:
            return TargetPlace(place.name, place.code, ("place_code",))
        if not says("total", words(own)):
            return TargetPlace()
        total = words(own).lower()
        return self._of_total(total) if self.of_places or total.startswith("toàn ") else TargetPlace()

    def _of_total(self, label: str) -> TargetPlace:
        """Return the document's own unit that a total is for: "toàn huyện" is for its district."""
        doc = self._document
        if doc is None:
            return TargetPlace()
        units = (
            (doc.commune, doc.commune_code, ("xã", "phường", "thị trấn")),
            (doc.district, doc.district_code, ("huyện", "thị xã", "quận", "thành phố")),
            (doc.province, doc.province_code, ("tỉnh", "thành phố")),
        )
        whole = label.removeprefix("toàn ")
        for name, code, kinds in units:
            if name and (whole == label or whole.startswith(kinds)):
                return TargetPlace(name, code, ("place", "place_code"))
        return TargetPlace()
