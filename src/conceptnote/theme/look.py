"""A look: its differences from the default theme, as tokens for CSS and Word styles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from conceptnote.shipped import PACKAGE
from conceptnote.theme.contrast import LEAST, contrast, shown
from conceptnote.theme.theme import Theme, shipped_tokens
from conceptnote.yamldata import read_data

INSTITUTE = "institute"
_LOOKS = PACKAGE / "theme" / "looks"
_TINT = 0.93
"""The share of white in a tint of the accent."""
_DENSITIES = {"compact": (0.96, 0.7), "normal": (1.0, 1.0), "airy": (1.04, 1.35)}
"""Factors for leading and space."""
_BOTTOM = 15.0
"""The most millimetres below the foot of the page, which is above a margin of ours."""
_NEAR = 3.0
"""The tolerance of a paper's size in millimetres."""


class LookProblem(Exception):
    """An impossible look: where in it, why, and what to write."""

    def __init__(self, path: tuple[str, ...], message: str, hint: str) -> None:
        super().__init__(message)
        self.path, self.message, self.hint = path, message, hint


class Family(Struct, frozen=True):
    """A type family of a project: the name, whether it is a serif, and its four faces, by name."""

    name: str
    faces: tuple[tuple[str, bytes], ...]


class Choices(Struct, frozen=True):
    """The choices in a look; `families` are those of the project, `fonts` the chosen ones by the theme's names."""

    like: str = INSTITUTE
    accent: str | None = None
    fonts: tuple[tuple[str, str], ...] = ()
    sizes: tuple[tuple[str, float], ...] = ()
    tables: str | None = None
    density: str = "normal"
    families: tuple[Family, ...] = ()
    margins: tuple[str, tuple[float, float, float, float]] | None = None
    """A paper, and its margins in millimetres: top, right, bottom, left."""


def looks() -> list[str]:
    """The names of the shipped looks, the default first."""
    names = sorted(path.stem for path in _LOOKS.glob("*.yaml"))
    return sorted(names, key=lambda name: name != INSTITUTE)


def look_text(name: str) -> str:
    """The tokens of a look, as its file has them."""
    return (_LOOKS / f"{name}.yaml").read_text(encoding="utf-8")


def starting_look(name: str) -> str:
    """A project's file that begins with a look, and lists what can be changed."""
    text = (_LOOKS.parent / "starting-look.yaml").read_text(encoding="utf-8")
    return text.replace(f"like: {INSTITUTE}", f"like: {name}")


def describe(name: str) -> str:
    """The description of a look, in a sentence."""
    return str(read_data(look_text(name).encode())["description"])


@lru_cache(maxsize=8)  # a function of the choices
def theme_like(choices: Choices) -> Theme:
    """The theme of a look. Raises LookProblem if it is illegible, or a font is missing."""
    own: dict[str, Any] = read_data(look_text(choices.like).encode())
    tokens = _merged(shipped_tokens(), own["theme"])
    if choices.accent:
        _legible(choices.accent)
        tokens["colours"] |= {"accent": choices.accent, "tint": _tint(choices.accent)}
    tokens["sizes"] |= dict(choices.sizes)
    if choices.tables:
        rules = {"lines": "rows"}.get(choices.tables, choices.tables)
        for table in tokens["tables"].values():
            table["rules"] = rules if table["rules"] in ("rows", "bands", "boxes") else table["rules"]
    for name, table in tokens["tables"].items():
        if table["rules"] in ("bands", "boxes"):
            table["space"] = {"before": "column"} | table.get("space", {})
            if name.startswith("agenda") and table["columns"][0] > 1:
                # The times have as much room as without the space before them.
                table["columns"] = [table["columns"][0] + tokens["spacing"]["column"], *table["columns"][1:]]
    if choices.margins:
        paper, (top, right, bottom, left) = choices.margins
        margin = {"top": top, "outer": round((left + right) / 2, 2), "bottom": round(min(bottom, _BOTTOM), 2)}
        tokens["page"]["papers"][paper]["margin"] = margin
    faces = {file: data for family in choices.families for file, data in family.faces}
    known = {one["family"]: one for one in shipped_tokens()["fonts"].values()}
    for font, name in choices.fonts:
        tokens["fonts"][font] = known.get(name) or _own_font(font, name, choices.families)
    _space(tokens, *_DENSITIES[choices.density])
    try:
        theme = Theme.model_validate(tokens)
    except ValueError as error:
        raise LookProblem((), _first(error), "change the size or the colour") from None
    return theme.carrying(faces)


def _own_font(font: str, name: str, families: tuple[Family, ...]) -> dict[str, Any]:
    where = ("fonts", "text" if font == "text" else "headings")
    found = next((family for family in families if family.name == name), None)
    if found is None:
        others = ", ".join(["Gentium Book Plus", "Source Sans 3", *(family.name for family in families)])
        raise LookProblem(where, f"there is no type family “{name}”", f"there are {others}; put others into fonts/")
    faces = {file.rpartition("-")[2]: file for file, _ in found.faces}
    if missing := [
        face.replace("_", " ") for face in ("regular", "bold", "italic", "bold_italic") if face not in faces
    ]:
        message = f"the family “{name}” has no {' and no '.join(missing)} face"
        raise LookProblem(where, message, "put all four into fonts/: regular, bold, italic, bold italic")
    named = {face.replace("_", "-"): file for face, file in faces.items()}
    return {"family": name, "fallbacks": ["serif" if font == "text" else "sans-serif"], "files": named}


def is_legible(accent: str) -> bool:
    """Whether a colour is legible on white and on its tint (WCAG 2.1, 1.4.3)."""
    return all(contrast(accent, ground) >= LEAST for ground in ("#ffffff", _tint(accent)))


def paper_of(size: tuple[float, float] | None) -> str | None:
    """The paper of this width and height in millimetres, A4 or Letter; None for another."""
    papers = shipped_tokens()["page"]["papers"]
    for name in ("a4", "letter"):
        if size and all(abs(a - b) < _NEAR for a, b in zip(papers[name]["size"], size, strict=True)):
            return name
    return None


def _legible(accent: str) -> None:
    for ground, name in (("#ffffff", "white"), (_tint(accent), "its tint")):
        if (found := contrast(accent, ground)) < LEAST:
            message = f"the accent {accent} has a contrast of {shown(found)} : 1 on {name}; text needs {LEAST:g} : 1"
            raise LookProblem(("accent",), message, f"take a darker one, such as {_darker(accent)}")


def _darker(accent: str) -> str:
    """The colour, darkened until it is legible on its own tint."""
    share = 1.0
    while contrast(made := _mixed(accent, "#000000", share), _tint(made)) < LEAST and share > 0:
        share -= 0.05
    return made


def _tint(accent: str) -> str:
    return _mixed(accent, "#ffffff", 1 - _TINT)


def _mixed(one: str, other: str, share: float) -> str:
    """A mixture of two colours."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Tokens overridden by others, mapping by mapping."""
    made = dict(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(made.get(key), dict)
        made[key] = _merged(made[key], value) if both else value
    return made


def _space(tokens: dict[str, Any], leading: float, space: float) -> None:
    for style in tokens["styles"].values():
        if "leading" in style and not style.get("fit"):
            style["leading"] = round(style["leading"] * leading, 3)
        style |= {key: round(style[key] * space, 1) for key in ("before", "after") if key in style}
    for key in ("row", "entry"):
        tokens["spacing"][key] = round(tokens["spacing"][key] * space, 1)


def _first(error: ValueError) -> str:
    """The first fault of a theme, in its words."""
    text = next(iter(_messages(error)), str(error))
    return text.split("; the style")[0].split("; on ")[0]


def _messages(error: ValueError) -> Iterator[str]:
    from pydantic import ValidationError

    if isinstance(error, ValidationError):
        yield from (str(one["msg"]).removeprefix("Value error, ") for one in error.errors())
