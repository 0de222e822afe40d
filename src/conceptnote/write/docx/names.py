"""Word's names for the theme's styles, and the built-in styles of Word."""

from __future__ import annotations

from conceptnote.ooxml.text import anchor as anchor_paragraph
from conceptnote.ooxml.xml import Element
from conceptnote.theme.theme import Theme

ANCHOR, CLEAR, FIGURE, HEADER, FOOTER = "anchor", "clear-space", "figure", "Header", "Footer"
EMPHASIS, STRONG, HYPERLINK = "Emphasis", "Strong", "Hyperlink"
DEFAULT_TABLE = "table"
BULLET, NUMBER, CONTINUE = "List Bullet", "List Number", "List Continue"


def word_id(name: str) -> str:
    """The id that Word gives to a style of this name: no spaces, each word with a capital."""
    return "".join(word[0].upper() + word[1:] for word in name.split())


def style_id(theme: Theme, name: str) -> str:
    """The Word id of a paragraph or character style of the theme; its own name if Word has none."""
    word = theme.styles[name].word
    return word_id(word) if word else name


def table_style(theme: Theme, name: str | None) -> str:
    """The name and id of a table style, different from a paragraph style's of the same name."""
    if name not in theme.tables:
        return DEFAULT_TABLE
    return f"{name}-table" if name in theme.styles else str(name)


def heading_style(level: int) -> str:
    """The theme's style of a heading: level 1 is the title, and Word's levels begin below it."""
    return "title" if level == 1 else f"heading-{level - 1}"


def list_style(kind: str, level: int) -> str:
    """Word's name of a list style at a level from 0."""
    return kind if level == 0 else f"{kind} {level + 1}"


def anchor() -> Element:
    """The paragraph without height that Word requires in some places."""
    return anchor_paragraph(ANCHOR)
