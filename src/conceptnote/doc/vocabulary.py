"""The attributes of a document's elements, and the roles of sections."""

from __future__ import annotations

ROLES = frozenset(
    {"doc-acknowledgments", "doc-abstract", "doc-appendix", "doc-colophon", "doc-introduction", "doc-conclusion"}
)

ATTRIBUTES = {
    "a": ("href", "role"),
    "aside": ("id", "role"),
    "blockquote": ("lang",),
    "dd": ("lang",),
    "dl": ("class", "lang"),
    "footer": ("class", "role"),
    "header": ("class", "role"),
    "hr": ("role",),
    **dict.fromkeys(("h1", "h2", "h3", "h4"), ("class", "data-continued", "lang")),
    **dict.fromkeys(("li", "ul"), ("lang",)),
    "html": ("lang",),
    "img": ("src", "alt", "data-min-height", "data-clear-space", "data-beside", "data-crop"),
    "meta": ("name", "content"),
    "ol": ("lang", "start"),
    "p": ("class", "lang"),
    "section": ("class", "lang", "role"),
    "span": ("class", "lang"),
    "table": ("class", "lang"),
    "td": ("colspan", "lang", "rowspan"),
    "th": ("colspan", "lang", "rowspan", "scope"),
    "time": ("datetime",),
}
