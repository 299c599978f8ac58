"""Which font the text of a web page is set in, as far as its tags and its style sheet say."""

from __future__ import annotations

from collections.abc import Iterator

import regex
from lxml.html import HtmlElement

from pipeline.read.legacy import old_font

_FAMILY = regex.compile(r"(?i)(?:font-family|font)\s*:\s*([^;}]*)")
_SELECTOR = regex.compile(r"(?i)(?P<tag>[a-z][a-z0-9]*)?(?:\.(?P<name>[\w-]+))?")


class FontRules:
    """The fonts of a page. False where no letters of it could name a font of before Unicode.

    Of style sheets only selectors of a tag, a class, or both are looked at: word processors write no others.
    """

    def __init__(self, page: str) -> None:
        self._by_selector: dict[tuple[str, str], str] = {}
        for rule in (rule for sheet in _sheets(page) for rule in sheet.split("}")):
            selectors, _, body = rule.rpartition("{")
            family = _family(body)
            for selector in selectors.split(",") if family else ():
                match = _SELECTOR.fullmatch(selector.strip())
                if match and match[0]:
                    self._by_selector[(match["tag"] or "").lower(), match["name"] or ""] = family
        self._any = regex.search(r"(?i)\.vn\w|vni", page) is not None
        self._known: dict[HtmlElement, str] = {}

    def __bool__(self) -> bool:
        return self._any

    def of(self, element: HtmlElement | None) -> str:
        """Return the font that the text right in `element` is set in, "" where nothing says."""
        chain: list[HtmlElement] = []
        font = ""
        while element is not None:
            if element in self._known:
                font = self._known[element]
                break
            chain.append(element)
            element = element.getparent()
        for element in reversed(chain):
            font = self._own(element) or font
            self._known[element] = font
        return font

    def _own(self, element: HtmlElement) -> str:
        if not isinstance(element.tag, str):
            return ""
        own = _family(element.get("style", "")) or (element.get("face", "") if element.tag == "font" else "")
        if own:
            return _first(own)
        names = (*element.get("class", "").split(), "")
        keys = [(tag, name) for name in names for tag in (element.tag, "") if tag or name]
        return _first(next((self._by_selector[key] for key in keys if key in self._by_selector), ""))


def _sheets(page: str) -> Iterator[str]:
    """Yield the style sheets that stand in `page`."""
    low, end = page.lower(), 0
    while (start := low.find("<style", end)) >= 0 and (end := low.find("</style", start)) >= 0:
        yield page[page.find(">", start) + 1 : end]


def _family(style: str) -> str:
    found = _FAMILY.findall(style)
    return str(found[-1]).strip() if found else ""


def _first(families: str) -> str:
    """Return the first font of a list; one of before Unicode where the list has any ("font: 12pt .VnTime")."""
    names = [name.strip(" \"'") for name in families.split(",")]
    words = [part for name in names for part in (name, *name.split())]
    return next((word for word in words if old_font(word)), names[0])
