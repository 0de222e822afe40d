"""The texts of an event that are translated, missing or outdated."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, did_you_mean
from conceptnote.source.project import Project
from conceptnote.source.translation_pairs import translation_pairs
from conceptnote.translate.texts import Text, languages_of, texts_into

State = Literal["missing", "older", "translated"]


class Overview(Struct, frozen=True):
    """The texts of an event and their translations into one language."""

    language: str
    texts: tuple[tuple[Text, State], ...]

    def of(self, state: State) -> list[Text]:
        """The texts whose translation is missing, outdated, or current."""
        return [text for text, one in self.texts if one == state]

    def to_json(self) -> dict[str, Any]:
        """The overview for programs."""
        texts = [{"path": text.name, "state": state, "source": text.source, "target": text.target}
                 for text, state in self.texts]  # fmt: skip
        return {"language": self.language, "texts": texts}


def overviews(project: Project, asked: list[str]) -> list[Overview]:
    """An overview for each requested language, by default for all but the main one.

    Raises DiagnosticError for an invalid event, or one without that language.
    """
    pairs = translation_pairs(project)
    return [
        Overview(
            language,
            tuple(
                (text, "missing" if not text.target
                 else "older" if pairs.is_older(language, text.source, text.target) else "translated")
                for text in texts_into(project, language)
            ),
        )
        for language in translations_of(project, asked)
    ]  # fmt: skip


def translations_of(project: Project, asked: list[str]) -> tuple[str, ...]:
    """The requested languages that an event is translated into, by default all. Raises DiagnosticError for others."""
    main, *others = languages_of(project)
    if not others:
        hint = f"write “language: [{main}, …]”, with the codes of the other languages"
        message = "the event has papers in one language, and no translation"
        raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, Location(project.shown), hint=hint))
    for language in asked:
        if language not in others:
            message = f"the event has no translation into “{language}”"
            known = did_you_mean(language, others, listing="it has translations into")
            raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, Location("--language"), hint=known))
    return tuple(asked) or tuple(others)
