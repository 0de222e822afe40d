"""Pictures that an event brings along: portraits, logos, maps and plans."""

from __future__ import annotations

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
"""The name of a picture, relative to the event file and inside the project."""


class OwnRecord(Record):
    """A record that a paper does not print unless it prints something of the record's own, whomever that refers to."""


class Photo(OwnRecord):
    """A portrait. All are cropped to the same upright form, a little above the middle, whatever their own is."""

    short_form = "file"

    file: PictureFile
    """The picture (PNG, JPEG or WebP), relative to the event file and inside the project."""
    alt: Text | None = None
    """What it shows, for those who do not see it, where that is not “Portrait of” and the name."""
    credit: Name | None = None
    """Whom the picture is owed to, as the photographer asks to be named; printed after the biographies."""


class PartyLogo(OwnRecord):
    """The logo of an organisation."""

    short_form = "file"

    file: PictureFile
    """The picture (SVG, PNG, JPEG or WebP), relative to the event file and inside the project."""
    alt: Text | None = None
    """What it shows, for those who do not see it, where that is not “Logo of” and the name."""
    min_height: Annotated[Length | None, Unreported("a measure")] = None
    """The least height that the organisation accepts, in mm, cm, in or pt; from 1 mm to 60 mm."""


class Figure(Record):
    """A map, a plan or another picture, printed as large as it is and the column allows."""

    file: PictureFile
    """The picture (SVG, PNG, JPEG or WebP), relative to the event file and inside the project."""
    alt: Text
    """What it shows, for those who do not see it: of a map, the way that it shows."""
    caption: Text | None = None
    """The words under it."""
    credit: Name | None = None
    """Whom it is owed to, printed as written after the caption: `© OpenStreetMap contributors`."""
