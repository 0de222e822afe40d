"""The input of a format's writer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from conceptnote.doc.nodes import Asset, Doc
    from conceptnote.ooxml.template import WordTemplate
    from conceptnote.pageformat import PageFormat
    from conceptnote.theme.theme import Theme
    from conceptnote.write.pdf import Pages
    from conceptnote.write.typefaces import Typefaces


class Composed(Struct, frozen=True):
    """A document for its writers with its `theme`: that of its paper, tightened as the pages are.

    `base` is the theme for the screen. `linked_data` is the event as data for a page. `pages` are for printed formats;
    others have the `page_count`. `locale` is the language with its region, `en-GB`.
    """

    doc: Doc
    base: Theme
    theme: Theme
    page: PageFormat
    assets: Mapping[str, Asset]
    typefaces: Typefaces
    embed_fonts: bool
    linked_data: Callable[[], str]
    pages: Pages | None = None
    page_count: int = 1
    locale: str = ""
    template: tuple[WordTemplate, Mapping[str, str]] | None = None
    """The organisation's Word template, and its style names by ours."""
    id: str = ""
    """The id of the paper, the same in all formats."""
