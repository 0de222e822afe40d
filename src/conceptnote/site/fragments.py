"""Blocks of a Doc as HTML for a page with a strict Content-Security-Policy.

No element has a style or a script, so that the policy can allow one of each by its hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, tostring

from conceptnote.doc.nodes import DefinitionList
from conceptnote.write.html import HtmlWriter

if TYPE_CHECKING:
    from conceptnote.doc.nodes import Asset, Block, Definition
    from conceptnote.theme.theme import Theme


class Fragments:
    """Writes the pieces of one page, and collects their styles."""

    def __init__(self, theme: Theme, language: str, digits: str = "") -> None:
        self._theme, self._language, self._digits = theme, language, digits
        self._classes: dict[str, str] = {}

    def html(
        self,
        blocks: Iterable[Block],
        assets: Mapping[str, Asset],
        prefix: str,
        ids: Sequence[tuple[Block, str]] = (),
    ) -> str:
        """The blocks as HTML with their notes; `ids` names blocks that links of the page lead to.

        Ids inside them begin with the prefix, so that the notes of two papers differ.
        """
        root, writer = (
            Element("div"),
            HtmlWriter(self._theme, assets, "screen", language=self._language, digits=self._digits),
        )
        for block in blocks:
            before = len(root)
            writer.blocks(root, [block])
            self._tidy(root[before:], prefix)
            for named, name in ids:
                if named is block and len(root) > before:
                    root[before].set("id", name)
        before = len(root)
        writer.endnotes(root)
        self._tidy(root[before:], prefix)
        return "\n".join(tostring(child, encoding="unicode", method="html") for child in root)

    def items(self, items: tuple[Definition, ...], assets: Mapping[str, Asset], prefix: str) -> str:
        """Terms and descriptions, for a list of the page itself."""
        root = Element("div")
        HtmlWriter(self._theme, assets, "screen", language=self._language, digits=self._digits).blocks(
            root, [DefinitionList(items, "facts")]
        )
        self._tidy(root, prefix)
        return "\n".join(tostring(child, encoding="unicode", method="html") for child in root[0])

    @property
    def css(self) -> str:
        """The rules of the collected styles."""
        return "\n".join(f".{name} {{ {style} }}" for style, name in self._classes.items())

    def _tidy(self, elements: Iterable[Element], prefix: str) -> None:
        for element in elements:
            for each in element.iter():
                if style := each.attrib.pop("style", None):
                    # The policy allows no style attributes, so the style is a class.
                    name = self._classes.setdefault(style, f"own-{len(self._classes) + 1}")
                    each.set("class", " ".join(filter(None, (each.get("class"), name))))
                if "id" in each.attrib:
                    each.set("id", f"{prefix}-{each.get('id')}")
                if each.get("href", "").startswith("#"):
                    each.set("href", f"#{prefix}-{each.get('href', '')[1:]}")
