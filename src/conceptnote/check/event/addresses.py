"""The addresses in an event, and the scripts of their hosts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct
from pydantic import BaseModel

from conceptnote.check.event.context import Context
from conceptnote.datapath import DataPath
from conceptnote.schema.fields import field_marks
from conceptnote.schema.text import Written

_IN_TEXT = re.compile(
    r"https?://[^\s<>\"“”]{1,2000}|[^\s@<>()\[\]:/,;“”]{1,64}@[^\s@<>()\[\]:/,;“”?]{1,255}", re.IGNORECASE
)
_KINDS = ("web address", "e-mail address")
# Letters of other scripts that look like Latin ones in browsers (Unicode Technical Standard 39).
_LIKE_LATIN = frozenset("авсԁеғԍһіјкӏмотрԛѕѵԝхуԅαβεικνορτυχγօսհոցյզ")
# Scripts that are mixed with Latin letters.
_BESIDE_LATIN = frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})


class Address(Struct, frozen=True):
    """A web or e-mail address and its place: in the value at a path, after the given part of it."""

    path: DataPath
    before: str
    text: str

    @property
    def user(self) -> tuple[str, bool] | None:
        """The user name in a web address, and whether it has a password too."""
        if "//" not in self.text:
            return None
        name, at, _ = urlsplit(self.text).netloc.rpartition("@")
        return (name.partition(":")[0], ":" in name) if at else None

    @property
    def host(self) -> str:
        """The host in Unicode."""
        return host_of(self.text)


def addresses(context: Context) -> list[Address]:
    """All addresses of an event: in its texts, and as values."""
    found = [
        Address(text.path, text.text[: match.start()], match[0].rstrip(".,;:!?)]}*_"))
        for text in context.texts
        for match in _IN_TEXT.finditer(text.text)
    ]
    return [*found, *_values(context.event, (), ())]


def _values(value: Any, path: DataPath, marks: tuple[Any, ...]) -> Iterator[Address]:
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from _values(getattr(value, name), (*path, name), tuple(field_marks(field)))
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from _values(one, (*path, at), marks)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _values(one, (*path, key), marks)
    elif isinstance(value, str) and any(isinstance(mark, Written) and mark.words in _KINDS for mark in marks):
        yield Address(path, "", value)


def host_of(address: str) -> str:
    """The host of a web address, or of an e-mail address with or without `mailto:`, in Unicode."""
    try:
        host = (urlsplit(address).hostname or "") if "//" in address else address.rpartition("@")[2].partition("?")[0]
    except ValueError:  # brackets without an IPv6 address
        return ""
    return ".".join(map(_own_letters, host.casefold().split(".")))


def _own_letters(label: str) -> str:
    try:
        return label[4:].encode().decode("punycode") if label.startswith("xn--") else label
    except UnicodeError:
        return label


def looks_like_another(host: str) -> str | None:
    """The part of a host with letters that look like others; None if there is none."""
    labels = host.split(".")
    for label in labels:
        scripts = {unicodedata.name(one, "?").partition(" ")[0] for one in label if one.isalpha()}
        strangers = scripts - _BESIDE_LATIN
        mixed = len(strangers) > 1 or (strangers and "LATIN" in scripts)
        disguised = strangers and labels[-1].isascii() and all(one in _LIKE_LATIN or not one.isalpha() for one in label)
        if mixed or disguised:
            return label
    return None
