"""The look of a project's papers: from the event to a theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError
from conceptnote.theme.theme import Theme, load_theme

if TYPE_CHECKING:
    from conceptnote.source.load import Source
    from conceptnote.source.project import Project
    from conceptnote.theme.look import Choices, Family


def theme_of(source: Source) -> Theme:
    """The theme of an event's papers. Raises DiagnosticError for an illegible look, or a missing font."""
    look = source.event.look
    if look is None:
        return load_theme()
    from conceptnote.theme.look import Choices, LookProblem, theme_like

    families = source.project.once(_families) if look.fonts or look.word else ()
    taken = _of_template(source, families) if look.word else Choices()
    own = [("text", look.fonts.text), ("sans", look.fonts.headings)] if look.fonts else []
    fonts = dict(taken.fonts) | {font: name for font, name in own if name}
    sizes = dict(taken.sizes) | (look.sizes.model_dump(exclude_none=True) if look.sizes else {})
    choices = Choices(
        look.like, look.accent or taken.accent, tuple(fonts.items()), tuple(sizes.items()), look.tables,
        look.density or "normal", families if fonts else (), taken.margins,
    )  # fmt: skip
    try:
        return theme_like(choices)
    except LookProblem as found:
        path = ("look", *found.path)
        at = source.source_map.locate(path)
        raise DiagnosticError(Diagnostic(Code.WRONG_VALUE, found.message, at, path, found.hint)) from None


def _of_template(source: Source, families: tuple[Family, ...]) -> Choices:
    """What all formats can take from the Word template: available families, size, margins, a legible accent."""
    from conceptnote.build.word_template import word_template
    from conceptnote.theme.look import Choices, is_legible, paper_of

    template = word_template(source)
    assert template is not None, "it is named"
    facts = template.facts
    known = {font.family for font in load_theme().fonts.values()} | {family.name for family in families}
    fonts = tuple((font, name) for font, name in (("text", facts.text), ("sans", facts.headings)) if name in known)
    sizes = (("text", facts.points),) if facts.points and 9 <= facts.points <= 14 else ()
    paper = paper_of(facts.size)
    margins = (paper, facts.margins) if paper and facts.margins else None
    accent = facts.accent if facts.accent and is_legible(facts.accent) else None
    return Choices(accent=accent, fonts=fonts, sizes=sizes, margins=margins)


def families_in_use(theme: Theme) -> frozenset[str]:
    """The families of a theme that come from the project."""
    bundled = {font.family for font in load_theme().fonts.values()}
    return frozenset(font.family for font in theme.fonts.values()) - bundled


def _families(project: Project) -> tuple[Family, ...]:
    """The type families of a project, each file under a name that no bundled one has."""
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
