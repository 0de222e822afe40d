"""The look of a project's papers: what the event asks of it, as a theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError
from conceptnote.theme.theme import load_theme

if TYPE_CHECKING:
    from conceptnote.schema.look import Look
    from conceptnote.source.load import Source
    from conceptnote.source.project import Project
    from conceptnote.theme.look import Family
    from conceptnote.theme.theme import Theme


def theme_of(source: Source) -> Theme:
    """The theme of an event's papers.

    Raises DiagnosticError for a look that cannot be read on paper, or a font that is not there.
    """
    look = source.event.look
    if look is None:
        return load_theme()
    from conceptnote.theme.look import Choices, LookProblem, theme_like

    named = look.fonts or None
    fonts = [("text", named.text), ("sans", named.headings)] if named else []
    sizes = look.sizes.model_dump(exclude_none=True) if look.sizes else {}
    chosen = tuple((font, name) for font, name in fonts if name)
    choices = Choices(
        look.like, look.accent, chosen, tuple(sizes.items()), look.tables, look.density or "normal",
        source.project.once(_families) if chosen else (),
    )  # fmt: skip
    try:
        return theme_like(choices)
    except LookProblem as found:
        path = ("look", *found.path)
        at = source.source_map.locate(path)
        raise DiagnosticError(Diagnostic(Code.WRONG_VALUE, found.message, at, path, found.hint)) from None


def families_in_use(look: Look | None) -> frozenset[str]:
    """The families that the look of an event names."""
    named = look.fonts if look else None
    return frozenset(name for name in ((named.text, named.headings) if named else ()) if name)


def _families(project: Project) -> tuple[Family, ...]:
    """The type families that a project brings, each file by a name that no bundled one has."""
    from conceptnote.build.fonts import added_families
    from conceptnote.theme.look import Family
    from conceptnote.write.typefaces import sanitised

    bundled = frozenset(font.family for font in load_theme().fonts.values())
    return tuple(
        Family(
            one.name,
            tuple((f"own-{number}-{face}", sanitised(file)) for face, file in one.faces.items()),
        )
        for number, one in enumerate(added_families(project, bundled))
    )
