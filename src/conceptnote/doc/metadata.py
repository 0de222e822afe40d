"""The properties of a document for readers and search engines."""

from __future__ import annotations

from msgspec import Struct

from conceptnote.datapath import DataPath


class Metadata(Struct, frozen=True):
    """The document's properties; `acknowledged` is false for a paper that need not name the funders.

    `origins` are the paths of the values in them.
    """

    title: str
    language: str
    authors: tuple[str, ...] = ()
    subject: str = ""
    keywords: tuple[str, ...] = ()
    acknowledged: bool = True
    origins: tuple[DataPath, ...] = ()
    digits: str = ""
    """The ten digits of page and footnote numbers, if not those from 0 to 9."""
