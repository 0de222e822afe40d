"""The rules of legibility for every theme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from conceptnote.theme.contrast import contrast, least_contrast, shown
from conceptnote.theme.styles import Style


class Typography(Protocol):
    """The properties of a theme that decide legibility."""

    @property
    def fonts(self) -> Mapping[str, object]: ...
    @property
    def colours(self) -> Mapping[str, str]: ...
    @property
    def sizes(self) -> Mapping[str, float]: ...
    @property
    def styles(self) -> Mapping[str, Style]: ...


_WHITE = "#ffffff"
_LEAST_TEXT, _LEAST_SMALL = 9.0, 7.0
"""Points: the least size of running text, and of any text.

WCAG has no least size; these are printers' rules, the sizes of the smallest book text and of its footnotes.
"""

_LABELS = frozenset({"kicker", "facts-term", "agenda-head", "agenda-zone", "agenda-next", "zone", "badge-event"})
_SMALL = _LABELS | {"caption", "credit", "group", "status", "note", "lockup", "disclaimer", "page-number", "paper-id"}
_SMALL |= {"letterhead", "letterhead-logo", "running-head", "band", "cover-group"}
"""The styles of labels, notes and the footer, which may be smaller than text."""


def unknown_names(theme: Typography) -> Iterator[str]:
    """Fonts, sizes and colours that a theme must have, and those that its styles name, if they are missing."""
    body = theme.styles.get("body")
    if body is None or not body.font or not body.size:
        yield "the style “body” is needed, with a font and a size"
    for colour in ("ink", "accent", "rule"):
        if colour not in theme.colours:
            yield f"the colour “{colour}” is needed"
    for name, style in theme.styles.items():
        for kind, text, known in (
            ("font", style.font, theme.fonts),
            ("size", style.size, theme.sizes),
            ("colour", style.colour, theme.colours),
            ("colour", style.behind, theme.colours),
        ):
            if text is not None and text not in known:
                yield f"the style “{name}” names the {kind} “{text}”; there are {', '.join(known)}"


def faults(theme: Typography) -> Iterator[str]:
    """Everything illegible: text that is too small, or too close in colour to the paper or to a tint.

    Contrasts are those of WCAG 2.1, 1.4.3. Links have the colour `accent` in text of any style.
    """
    grounds = {"white": _WHITE} | {name: theme.colours[name] for name in ("tint",) if name in theme.colours}
    for name, style in theme.styles.items():
        points, bold = _size(theme, style)
        least = _LEAST_SMALL if name in _SMALL else _LEAST_TEXT
        if points < least:
            yield f"the style “{name}” has {points:g} points; {least:g} are needed"
        behind = grounds if style.behind is None else {f"“{style.behind}”": theme.colours[style.behind]}
        yield from _faint(theme, f"the style “{name}”", style.colour or "ink", least_contrast(points, bold), behind)
    yield from _faint(theme, "a link", "accent", least_contrast(*_size(theme, theme.styles["body"])), grounds)


def _size(theme: Typography, style: Style) -> tuple[float, bool]:
    """The size of a style in points, and whether it is bold; unset values are those of the text."""
    return theme.sizes[style.size or str(theme.styles["body"].size)], style.weight == "bold"


def _faint(theme: Typography, who: str, colour: str, least: float, grounds: dict[str, str]) -> Iterator[str]:
    for ground, value in grounds.items():
        found = contrast(theme.colours[colour], value)
        if found < least:
            yield (
                f"{who} has the colour “{colour}” ({theme.colours[colour]}), which has a contrast of"
                f" {shown(found)} : 1 on {ground}; {least:g} : 1 is needed"
            )
