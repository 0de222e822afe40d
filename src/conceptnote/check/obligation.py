"""Obligations of an event to its funders, computed from the event alone: no template can change them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from conceptnote.clearspace import ClearSpace
from conceptnote.doc.nodes import Asset

if TYPE_CHECKING:
    from conceptnote.schema.event import Event
    from conceptnote.schema.funder import Funder, Logo


class RequiredMark(Struct, frozen=True):
    """A required logo; `min_height` is in millimetres and includes margins."""

    alt: str
    asset: Asset
    min_height: float | None = None
    clear_space: ClearSpace | None = None


class Obligation(Struct, frozen=True):
    """What one funder is owed in every paper.

    `words` are the lock-up, with the party's name if it stands in for a mark. With `every_page` all of it is on each
    page, otherwise once in the body. With `in_body` the body says the words and the party's name, perhaps as one
    sentence: `in_words`, in which the name has its article.
    """

    party: str
    words: str
    in_words: str = ""
    marks: tuple[RequiredMark, ...] = ()
    disclaimer: str | None = None
    prominent: bool = False
    beside: bool = False
    every_page: bool = True
    in_body: bool = True


def obligations(event: Event, assets: Mapping[str, Asset]) -> tuple[Obligation, ...]:
    """The obligations to every funder who may be named, in the order of the event.

    `assets` must have each of their logos by file name, also those that no document shows; a missing one raises
    KeyError with its name.
    """
    return tuple(_promise(funder, event, assets) for funder in event.funders if funder.suppressed is None)


def _promise(funder: Funder, event: Event, assets: Mapping[str, Asset]) -> Obligation:
    party = event.parties[funder.party]
    in_words = funder.lockup
    if party.name not in funder.lockup:
        in_words = event.locale.led_to(funder.lockup, event.locale.named(party.name, party.in_sentence))
    return Obligation(
        party=party.name,
        words=in_words if funder.text_only else funder.lockup,
        in_words=in_words,
        marks=tuple(_mark(logo, assets) for logo in funder.logos),
        disclaimer=funder.disclaimer,
        prominent=funder.prominent,
        beside=funder.beside,
        every_page="footer" in funder.placement,
        in_body="body" in funder.placement,
    )


def _mark(logo: Logo, assets: Mapping[str, Asset]) -> RequiredMark:
    return RequiredMark(logo.alt, assets[logo.file], logo.min_height, logo.clear_space)
