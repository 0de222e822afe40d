"""The tag of a tracked change in a redline."""

from __future__ import annotations

from itertools import takewhile
from xml.etree.ElementTree import Element

from conceptnote.write.tagged_pdf.content import Content
from conceptnote.write.tagged_pdf.tag import Tag


def changed_tag(element: Element, kids: list[Tag | Content]) -> Tag:
    """A tracked change: drawn with a line, and its first words are read after its label (14.9.4)."""
    line = "/LineThrough" if element.tag == "del" else "/Underline"
    tag = Tag("Span", kids, attributes={"O": "/Layout", "TextDecorationType": line})
    _announce(tag, element.get("data-said", ""))
    return tag


def _announce(tag: Tag, wording: str) -> bool:
    """Let the first words in a tag be read after others; a tag with a text is used as it is."""
    for at, kid in enumerate(tag.kids):
        if isinstance(kid, Tag):
            if kid.role not in ("Note", "Reference", "Figure") and _announce(kid, wording):
                return True
            continue
        run = [kid, *takewhile(lambda one: isinstance(one, Content) and not one.picture, tag.kids[at + 1 :])]
        text = "".join(one.spaced for one in run if isinstance(one, Content))
        if kid.picture or not text.strip():
            continue
        bare = text.lstrip()
        tag.kids[at : at + len(run)] = [Tag("Span", run, actual=f"{text[: len(text) - len(bare)]}{wording} {bare}")]
        return True
    return False
