"""Which translation belongs to which text: `translations.json`, a file of the project that Git keeps.

It has no paths, so rows can move: a translation is known by its words, with the texts that it translates. A known
translation is older than its text if the present text is none of these.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from msgspec import Struct

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.regularfile import TooLarge
from conceptnote.source.project import OutsideProject, Project

NAME = "translations.json"
_LARGEST = 4 * 1024 * 1024


class TranslationPairs(Struct, frozen=True):
    """The recorded pairs: for each language, the hash of a translation with those of its texts."""

    known: Mapping[str, Mapping[str, tuple[str, ...]]]

    def is_older(self, language: str, source: str, target: str) -> bool:
        """Whether a translation is known, and its text has changed since."""
        sources = self.known.get(language, {}).get(_hashed(target))
        return sources is not None and _hashed(source) not in sources

    def has(self, language: str, source: str, target: str) -> bool:
        """Whether this translation is recorded for this text."""
        return _hashed(source) in self.known.get(language, {}).get(_hashed(target), ())

    def accepted(self, language: str, texts: Iterable[tuple[str, str]]) -> TranslationPairs:
        """The pairs with these texts and their translations added."""
        of_language = dict(self.known.get(language, {}))
        for source, translation in texts:
            target = _hashed(translation)
            of_language[target] = tuple(sorted({*of_language.get(target, ()), _hashed(source)}))
        return TranslationPairs({**self.known, language: of_language})


def _hashed(text: str) -> str:
    """The hash of a text without white space."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def translation_pairs(project: Project) -> TranslationPairs:
    """The pairs of a project; none without a record. Raises DiagnosticError if it cannot be read."""
    path = project.root / NAME
    try:
        data = json.loads(project.read(path, _LARGEST)) if path.exists() else {}
        languages = {tag: dict(each) for tag, each in dict(data.get("languages", {})).items()}
        return TranslationPairs(
            {tag: {one: tuple(map(str, of)) for one, of in each.items()} for tag, each in languages.items()}
        )
    except (OSError, TooLarge, OutsideProject, ValueError, AttributeError, TypeError, RecursionError):
        message = "the record of translations cannot be read"
        hint = f"restore {NAME} from Git, or delete it: conceptnote translations accept --all writes it again"
        raise DiagnosticError(Diagnostic(Code.TRANSLATION_UNREADABLE, message, Location(NAME), hint=hint)) from None
