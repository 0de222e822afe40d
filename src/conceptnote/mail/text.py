"""The text of a draft in each language: the event, the changes since the last mail, and the attachments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conceptnote.build.formats import FORMATS
from conceptnote.build.record import Record
from conceptnote.compare.mailed import News
from conceptnote.compare.versions import Versions
from conceptnote.compare.wording import Version
from conceptnote.schema.schedule import Programme

_BETWEEN = "\n\n* * *\n\n"
"""The separator between two languages."""


def subject(version: Version) -> str:
    """The subject of a draft, on one line."""
    return " ".join(version.changes.subject.format(title=version.event.title).split())


def text(versions: Versions, news: News | None, attached: Sequence[Record], name: str, salutation: str) -> str:
    """The text of a draft in these languages, with a newline at the end; `name` is the addressee, if any."""
    parts = []
    for tag, version in versions.items():
        files = [one for one in attached if one.language == tag]
        parts.append("\n\n".join(_paragraphs(version, tag, news, files, name, salutation)))
    return _BETWEEN.join(parts) + "\n"


def _paragraphs(
    version: Version, tag: str, news: News | None, files: Sequence[Record], name: str, salutation: str
) -> Iterator[str]:
    words = version.wording.words
    if salutation or name:
        yield salutation or words.salutation.format(name=name)
    yield "\n".join([version.event.title, *_when_and_where(version)])
    if news and (result := news.changes.get(tag)):
        day = words.format_date(news.since.day, words.date)
        yield f"{version.changes.since.format(date=day)}{words.colon.rstrip()}"
        yield "\n".join(f"- {sentence}" for sentence in result.sentences)
    if files:
        yield f"{version.changes.attached}{words.colon.rstrip()}"
        yield "\n".join(f"- {line}" for line in _listed(version, files))


def _when_and_where(version: Version) -> Iterator[str]:
    """The day, the hours and the place of each sitting; a place once if it is the same throughout."""
    wording = version.wording
    last = None
    for sitting in Programme(version.event).sittings:
        when = wording.day(sitting.date)
        yield f"{when[:1].upper()}{when[1:]}, {wording.hours(sitting)}"
        if (place := wording.place_of(sitting)) and place != last:
            yield place
        last = place


def _listed(version: Version, files: Sequence[Record]) -> Iterator[str]:
    """The attachments: each paper with its files, and each export."""
    words = version.wording.words
    papers: dict[str, list[str]] = {}
    for file in sorted(files, key=lambda one: not one.is_paper):
        form = FORMATS[file.format]
        name = words.documents.get(file.document, file.document)
        label = name if file.is_paper else words.format_name(form.name)
        papers.setdefault(label, []).append(file.file)
    for label, names in papers.items():
        yield f"{label}{words.colon}{words.comma.join(names)}"
