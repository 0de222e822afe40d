"""The changes between two versions, in each language, as text, Markdown or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Literal, get_args

from msgspec import Struct

from conceptnote.compare.sentences import Change, changes
from conceptnote.compare.versions import Versions
from conceptnote.compare.wording import Version
from conceptnote.datapath import format_path

ReportForm = Literal["text", "markdown", "json"]
REPORT_FORMS: tuple[ReportForm, ...] = get_args(ReportForm)

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&@])")


class LanguageChanges(Struct, frozen=True):
    """The changes, in one language."""

    language: str
    """The language's own name."""
    changes: list[Change]
    others: list[str]
    """Sentences about added or removed languages."""
    nothing: str

    @property
    def sentences(self) -> list[str]:
        """All changes, or that there are none."""
        return [*self.others, *(one.sentence for one in self.changes)] or [self.nothing]


def changes_by_language(old: Versions, new: Versions) -> dict[str, LanguageChanges]:
    """The changes in each language of both versions; in the main one of the new, if they share none."""
    shared = [tag for tag in new if tag in old]
    pairs = {tag: (old[tag], new[tag]) for tag in shared}
    if not shared:
        tag = next(iter(new))
        pairs = {tag: (next(iter(old.values())), new[tag])}
    return {tag: _changes_in(tag, *pair, old, new) for tag, pair in pairs.items()}


def _changes_in(tag: str, before: Version, after: Version, old: Versions, new: Versions) -> LanguageChanges:
    locale, words = after.event.locale, after.changes
    others = [words.language_added.format(language=locale.language_name(one)) for one in new if one not in old]
    others += [words.language_removed.format(language=locale.language_name(one)) for one in old if one not in new]
    name = locale.language_name(tag)
    return LanguageChanges(name[:1].upper() + name[1:], changes(before, after), others, words.nothing)


def as_text(found: Mapping[str, LanguageChanges]) -> str:
    """One sentence for each line; with several languages, one below the other."""
    parts = ["\n".join(one.sentences) for one in found.values()]
    if len(found) > 1:
        parts = [f"{one.language}\n\n{part}" for one, part in zip(found.values(), parts, strict=True)]
    return "\n\n".join(parts)


def as_markdown(found: Mapping[str, LanguageChanges]) -> str:
    """The same as Markdown lists, for a pull request."""
    parts = ["\n".join(f"- {_escaped(sentence)}" for sentence in one.sentences) for one in found.values()]
    if len(found) > 1:
        parts = [f"### {one.language}\n\n{part}" for one, part in zip(found.values(), parts, strict=True)]
    return "\n\n".join(parts)


def as_json(found: Mapping[str, LanguageChanges]) -> str:
    """The same for programs: each change with its path, its old and new value, and its sentence."""
    data = {
        tag: {
            "sentences": one.sentences,
            "changes": [
                {
                    "kind": change.kind,
                    "path": format_path(change.path),
                    "old": change.old or None,
                    "new": change.new or None,
                    "sentence": change.sentence,
                }
                for change in one.changes
            ],
        }
        for tag, one in found.items()
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)
