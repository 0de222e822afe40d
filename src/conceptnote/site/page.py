"""The pages: from an event's papers, files and times to HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from lxml.html import fromstring
from msgspec import Struct

from conceptnote.build.formats import FORMATS
from conceptnote.build.record import Target
from conceptnote.export.public import public_view
from conceptnote.export.wording import Wording, capital
from conceptnote.languages.locale import Locale
from conceptnote.schema.entries import Occasion
from conceptnote.schema.naming import holders
from conceptnote.schema.schedule import Programme
from conceptnote.scripts import direction
from conceptnote.site.fragments import Fragments
from conceptnote.site.papers import PAPERS, Offer
from conceptnote.site.parts import foot_of, funders_of, parts_of, title_of
from conceptnote.site.policy import policy
from conceptnote.site.previews import size
from conceptnote.site.times import moments
from conceptnote.theme.css import screen_rules
from conceptnote.write.webfonts import used_faces, web_fonts

if TYPE_CHECKING:
    from jinja2 import Environment

    from conceptnote.build.edition import Edition
    from conceptnote.build.record import File

GENERATOR = "conceptnote"
"""The generator in our pages, by which a folder of ours is recognised."""


_OWN = ("nav", "files", "entry", "back", "function", "skip")
"""The tags and classes that site.css sets in sans serif."""

_PARTS = "page.html.j2", "list.html.j2", "_frame.html.j2"


class Download(Struct, frozen=True):
    """A file for download, with its pages and size in words."""

    name: str
    label: str
    type: str
    facts: str


class OfferedPaper(Struct, frozen=True):
    """A paper on the page: its name in words, its preview with its size, its files."""

    pdf: str
    preview: str
    title: str
    width: int
    height: int
    files: Sequence[Download]


class Listed(Struct, frozen=True):
    """An event in the list of several, in each of its languages, and the name of its folder."""

    folder: str
    offers: Sequence[Offer]

    @property
    def main(self) -> Offer:
        """The event in its main language."""
        return self.offers[0]


class Translation(Struct, frozen=True):
    """The page of an event in another language: its code, the language's own name, and its relative and absolute
    address."""

    language: str
    name: str
    href: str
    address: str


def event_page(
    offer: Offer, languages: Sequence[Offer], address: str | None, *, before: str = "", one_of_many: bool = False
) -> bytes:
    """The page of an event in one of its `languages`; `one_of_many` links to a list.

    `address` is that of the event's folder, if known, and `before` leads to it from the page.
    """
    edition = offer.edition
    event, assets = public_view(edition.source.event), edition.assets
    wording = Wording(event)
    words, fragments = wording.words, Fragments(edition.theme, offer.language, event.locale.own_digits)
    kinds = [event.document_name(name) for name in PAPERS]
    note, programme = (edition.docs[Target(name)] for name in PAPERS)
    parts, when = parts_of(note, programme), moments(event, words)
    named = [(parts.schedule, "schedule")] if parts.schedule is not None else []
    values = {
        "title": parts.title,
        "kicker": " · ".join(part for part in (*kinds, wording.standing()) if part),
        "description": note.metadata.subject,
        "heading": fragments.html(parts.heading, assets, "top"),
        "subtitle": fragments.html(parts.subtitle, assets, "top"),
        "hosting": wording.hosting(holders(event, "host") or holders(event, "organiser")),
        "when": fragments.items(parts.when, assets, "top"),
        "facts": fragments.items(parts.facts, assets, "top"),
        "note": fragments.html(parts.note, assets, PAPERS[0], named),
        "programme": fragments.html(parts.programme, assets, PAPERS[1], named),
        "foot": fragments.html(foot_of(note), assets, "foot"),
        "documents": {name: event.document_name(name) for name in PAPERS},
        "papers": [_paper(name, offer, words) for name in offer.documents],
        "calendar": next((file.record.file for file in offer.files if file.record.format == "ics"), None),
        "news": _news(offer, words),
        "languages": [_translation(one, before, address) for one in languages] if len(languages) > 1 else [],
        "language": offer.language,
        "others": [_download(file, words) for file in offer.files if not file.record.is_paper],
        "has_schedule": parts.schedule is not None,
        "moments": when,
        "zones": " ".join(dict.fromkeys(one.zone for one in when)),
        "clock": "h12" if event.clock == "12h" else "h23",
        "linked_data": edition.linked_data,
        "before": before,
        "one_of_many": one_of_many,
        "address": address and address + offer.folder,
    }
    return _rendered("page.html.j2", words, fragments, edition, values, [_shipped("zone.js").strip()])


def list_page(listed: Sequence[Listed], address: str | None) -> bytes:
    """The page that lists several events by day, in the language of the first."""
    edition = listed[0].main.edition
    words, fragments = Wording(edition.source.event).words, Fragments(edition.theme, edition.source.event.language)
    entries = sorted((_entry(one) for one in listed), key=lambda entry: (entry.start, entry.folder))
    days: dict[str, list[Entry]] = {}
    for entry in entries:
        days.setdefault(entry.day, []).append(entry)
    acknowledged = [
        fragments.html([funder], one.main.edition.assets, "foot")
        for one in listed
        for funder in funders_of(one.main.edition.docs[Target(PAPERS[0])])
    ]
    values = {
        "title": words.site["events"],
        "language": edition.source.event.language,
        "days": days,
        "foot": f'<div class="acknowledged">{"".join(dict.fromkeys(acknowledged))}</div>' if acknowledged else "",
        "address": address,
    }
    return _rendered("list.html.j2", words, fragments, edition, values, [])


class Entry(Struct, frozen=True):
    """A line of the list: its day, and its text."""

    start: datetime
    day: str
    folder: str
    language: str
    title: str
    marks: Sequence[str]
    hours: Sequence[str]
    places: Sequence[str]
    translations: Sequence[Translation]


def _entry(one: Listed) -> Entry:
    edition = one.main.edition
    event = public_view(edition.source.event)
    wording = Wording(event)
    sittings = Programme(event).sittings
    hours = [wording.hours(each) for each in sittings]
    if len(sittings) > 1:
        hours = [f"{wording.day(each.date)}, {text}" for each, text in zip(sittings, hours, strict=True)]
    first = sittings[0]
    return Entry(
        start=first.order,
        day=capital(wording.day(first.date)),
        folder=one.folder,
        language=event.language,
        title=title_of(edition.docs[Target(PAPERS[0])]),
        marks=_marks(wording, sittings),
        hours=hours,
        places=list(dict.fromkeys(filter(None, (wording.place(each.venue) for each in sittings)))),
        translations=[_translation(other, f"{one.folder}/", None) for other in one.offers[1:]],
    )


def _marks(wording: Wording, sittings: Sequence[Occasion]) -> list[str]:
    """The status, mode and access of an event, as far as they are the same throughout."""
    words = wording.words
    parts = (
        {words.document_statuses[one.status] for one in sittings},
        {words.modes[one.mode] if one.mode else "" for one in sittings},
        {wording.access(one.access) for one in sittings},
    )
    return [found for words_of in parts if len(words_of) == 1 and (found := next(iter(words_of)))]


def _translation(one: Offer, before: str, address: str | None) -> Translation:
    name = one.edition.source.event.locale.language_name(one.language)
    href = f"{before}{one.folder}index.html"
    return Translation(one.language, name[:1].upper() + name[1:], href, f"{address}{one.folder}" if address else href)


def _news(offer: Offer, words: Locale) -> tuple[str, Sequence[str]] | None:
    """What has changed since the last mail, as a heading and sentences; None if nothing is known to be new."""
    result = offer.news.changes.get(offer.language) if offer.news else None
    if offer.news is None or result is None or not (result.others or result.changes):
        return None
    day = words.format_date(offer.news.since.day, words.date)
    return words.changes.since.format(date=day), result.sentences


def _paper(name: str, offer: Offer, words: Locale) -> OfferedPaper:
    own = [file for file in offer.files if file.record.is_paper and file.record.document == name]
    files = [_download(file, words) for file in own]
    preview = offer.preview(name)
    return OfferedPaper(
        offer.named(name, "pdf"),
        preview,
        offer.edition.source.event.document_name(name),
        *size(offer.previews[preview]),
        files,
    )


def _download(file: File, words: Locale) -> Download:
    from babel.units import format_unit

    record, form = file.record, FORMATS[file.record.format]
    large = record.bytes >= 1_000_000
    unit = "megabyte" if large else "kilobyte"
    amount = round(record.bytes / 1e6, 1) if large else max(1, round(record.bytes / 1000))
    parts = [format_unit(amount, unit, "short", locale=words.babel)]
    if record.pages is not None:
        parts.insert(0, words.plural(words.page_count, record.pages).format(pages=words.numbered(str(record.pages))))
    if not record.is_paper:
        parts.insert(0, form.name.upper())
    facts = ", ".join(part.replace(" ", "\u00a0") for part in parts)
    return Download(record.file, words.format_name(form.name), form.media_type, facts)


def _rendered(
    template: str, words: Locale, fragments: Fragments, edition: Edition, values: dict[str, Any], scripts: Sequence[str]
) -> bytes:
    theme, typefaces = edition.theme, edition.typefaces

    def page(faces: Sequence[str] = (), families: Mapping[str, Sequence[str]] = MappingProxyType({})) -> str:
        sheets = [screen_rules(theme, families), theme.stylesheet("common"), theme.stylesheet("screen")]
        style = "\n".join([*sheets, _shipped("site.css"), fragments.css, *faces]).strip()
        frame = {"style": style, "scripts": scripts, "policy": policy([style], scripts), "generator": GENERATOR}
        return _environment().get_template(template).render(words=words, direction=direction, **values, **frame)

    # What a page says decides what it carries of the fonts.
    faces = used_faces(fromstring(page()), theme, _OWN)
    return (page(*web_fonts(faces, typefaces)).rstrip() + "\n").encode()


@cache
def _environment() -> Environment:
    from jinja2 import DictLoader, Environment, StrictUndefined

    loader = DictLoader({name: _shipped(name) for name in _PARTS})
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _shipped(name: str) -> str:
    return (files("conceptnote.site") / name).read_text(encoding="utf-8")
