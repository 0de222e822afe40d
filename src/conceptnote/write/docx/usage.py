"""The styles that a written document uses, and the faces of its families."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from conceptnote.ooxml.xml import Element, qualified
from conceptnote.theme.styles import Style
from conceptnote.theme.theme import Theme
from conceptnote.write.docx import names
from conceptnote.write.typefaces import Face

_P, _R, _T, _VAL = qualified("w:p"), qualified("w:r"), qualified("w:t"), qualified("w:val")
_LETTERS = (
    _T,
    qualified("w:delText"),
    qualified("w:noBreakHyphen"),
    qualified("w:footnoteRef"),
    qualified("w:footnoteReference"),
)


class Usage(Struct, frozen=True):
    """The ids of the used styles, and the used faces by the name of their family."""

    styles: frozenset[str]
    faces: Mapping[str, frozenset[Face]]


def usage_of(roots: Iterable[Element], theme: Theme, depth: int) -> Usage:
    """What the parts of a document use; `depth` is that of its lists, whose marks are in the face of their text."""
    known = {names.style_id(theme, name): style for name, style in theme.styles.items()}
    for kind in (names.BULLET, names.NUMBER, names.CONTINUE):
        known |= {names.word_id(names.list_style(kind, level)): theme.styles["list"] for level in range(depth)}
    for furniture in (names.HEADER, names.FOOTER):
        known[furniture] = theme.styles["page-number"]
    used, faces = {names.style_id(theme, "body")}, dict[str, set[Face]]()
    for root in roots:
        used |= {str(each.get(_VAL)) for name in ("w:pStyle", "w:rStyle") for each in root.iter(qualified(name))}
        for family, face in _faces(root, theme, known):
            faces.setdefault(family, set()).add(face)
    return Usage(frozenset(used), {family: frozenset(each) for family, each in faces.items()})


def _faces(root: Element, theme: Theme, known: Mapping[str, Style]) -> Iterator[tuple[str, Face]]:
    body = theme.styles["body"]
    for paragraph in root.iter(_P):
        outer = known.get(_value_at(paragraph, "w:pPr/w:pStyle"), body)
        for run in paragraph.iter(_R):
            if not any(run.find(tag) is not None for tag in _LETTERS):
                continue
            name = _value_at(run, "w:rPr/w:rStyle")
            inner = known.get(name, Style(kind="character"))
            bold, italic = (
                _flag(run, tag) if run.find(qualified("w:rPr") + "/" + qualified(tag)) is not None else text
                for tag, text in (
                    ("w:b", name == names.STRONG or (inner.weight or outer.weight) == "bold"),
                    ("w:i", name == names.EMPHASIS or (inner.slant or outer.slant) == "italic"),
                )
            )
            own = run.find(qualified("w:rPr") + "/" + qualified("w:rFonts"))
            token = inner.font or outer.font or str(body.font)
            family = theme.fonts[token].family if own is None else str(own.get(qualified("w:ascii")))
            yield family, _FACES[bold, italic]


_FACES: Mapping[tuple[bool, bool], Face] = {
    (False, False): "regular", (True, False): "bold", (False, True): "italic", (True, True): "bold_italic",
}  # fmt: skip


def _value_at(element: Element, path: str) -> str:
    found = element.find("/".join(map(qualified, path.split("/"))))
    return "" if found is None else str(found.get(_VAL))


def _flag(run: Element, tag: str) -> bool:
    found = run.find(qualified("w:rPr") + "/" + qualified(tag))
    return found is not None and found.get(_VAL) != "0"
