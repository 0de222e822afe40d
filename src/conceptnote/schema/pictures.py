"""Pictures that an event brings along: portraits, logos, maps and plans."""

from typing import Annotated

from conceptnote.schema.measures import Length
from conceptnote.schema.text import (
    ByLanguage,
    Name,
    Record,
    Text,
    Written,
)
from conceptnote.schema.unreported import Unreported

PictureFile = Annotated[
    str, ByLanguage(), Written("file name", r"\S", examples=("images/amari.jpg",), by_language=True)
]
"""The name of a picture, in the project, relative to the event file."""


class OwnRecord(Record):
    """A record that counts as printed only if a value written in it is printed, not merely the person or party that it
    names."""


class Photo(OwnRecord):
    """A portrait."""

    short_form = "file"

    file: PictureFile
    """PNG, JPEG or WebP."""
    alt: Text | None = None
    """Its description, if not “Portrait of” and the name."""
    credit: Name | None = None
    """The photographer, printed after the biographies."""


class PartyLogo(OwnRecord):
    """The logo of an organisation."""

    short_form = "file"

    file: PictureFile
    """SVG, PNG, JPEG or WebP."""
    alt: Text | None = None
    """Its description, if not “Logo of” and the name."""
    min_height: Annotated[Length | None, Unreported("a measure")] = None
    """The least height: 1 mm to 60 mm."""


class Figure(Record):
    """A map, a plan or another picture, at its size or the width of the column."""

    file: PictureFile
    """SVG, PNG, JPEG or WebP."""
    alt: Text
    """For people who cannot see it; of a map, the way it shows."""
    caption: Text | None = None
    """The words under it."""
    credit: Name | None = None
    """After the caption: `© OpenStreetMap contributors`."""
