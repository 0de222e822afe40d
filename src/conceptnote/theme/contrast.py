"""The contrast of a text to its background (WCAG 2.1, success criterion 1.4.3)."""

from __future__ import annotations

LEAST, LEAST_LARGE = 4.5, 3.0
"""The least contrast ratio of most texts, and of large ones (1.4.3)."""

_LARGE, _LARGE_BOLD = 18, 14


def luminance(colour: str) -> float:
    """The relative luminance of a colour `#rrggbb`, from 0 (black) to 1 (white).

    The formula is that of WCAG 2.1 (“relative luminance”), for sRGB. Raises ValueError if the text is not a colour.
    """
    digits = colour.removeprefix("#")
    if len(digits) != 6:
        raise ValueError(f"“{colour}” is not a colour of six hexadecimal digits")
    red, green, blue = (_linear(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21, in either order (WCAG 2.1, “contrast ratio”)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def shown(ratio: float) -> str:
    """A ratio for people, rounded down, so that an insufficient one never looks sufficient."""
    return f"{int(ratio * 100) / 100:g}"


def least_contrast(points: float, bold: bool) -> float:
    """The least ratio for a text of this size. Large is 18 points, or 14 in bold (WCAG 2.1, “large scale”)."""
    return LEAST_LARGE if points >= (_LARGE_BOLD if bold else _LARGE) else LEAST
