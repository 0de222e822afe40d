"""The one record of what is built: it is in the manifest, and goes with every finished file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct, field, to_builtins

from conceptnote.build.formats import FORMATS
from conceptnote.check.finding import Proven

Options = Mapping[str, str | bool | Sequence[str] | None]
Acknowledgement = Literal["proven", "proven on its pages", "none due", "left out by the template"]


class Target(Struct, frozen=True):
    """The target of a build: a document, or its part for one attendee or recipient."""

    document: str
    part: str | None = None

    def __str__(self) -> str:
        return f"{self.document} for {self.part}" if self.part else self.document


class Inputs(Struct, frozen=True):
    """The files that an output was made from, by their names in the project, with one hash of them all."""

    sha256: str
    files: Sequence[str]


class Record(Struct, frozen=True, kw_only=True):
    """One file of a build; docs/manifest.md documents the fields.

    Its format is one of the table. `id` is a hash of the public data that a paper shows, the same in all its formats;
    for an export, of its bytes.
    """

    file: str
    document: str
    part: str | None = None
    id: str = ""
    format: str
    language: str
    pages: int | None
    words: int
    bytes: int
    sha256: str
    standards: Sequence[str]
    acknowledgement: Acknowledgement
    options: Options
    inputs: Inputs
    tool: str
    audience: str | None = None
    set: str | None = None
    asked: Options = field(default_factory=dict)
    usual: Sequence[str] = ()
    imposition: str | None = None
    blank: Sequence[int] = ()
    internal: bool = False
    languages: Sequence[str] = ()

    @classmethod
    def of_json(cls, read: Any) -> Record:
        """The record in a manifest. Raises TypeError, KeyError or ValueError for anything else."""
        inputs = Inputs(str(read["inputs"]["sha256"]), [str(name) for name in read["inputs"]["files"]])
        record = cls(**{**read, "inputs": inputs})
        texts = [record.file, record.document, record.id, record.format, record.language, record.sha256]
        texts += [*record.usual, *record.languages, record.audience or "", record.set or "", record.part or ""]
        pages = [*record.blank, record.pages or 0, record.words, record.bytes]
        if not all(isinstance(text, str) for text in texts) or not all(isinstance(number, int) for number in pages):
            raise TypeError
        if not isinstance(record.options, dict) or record.format not in FORMATS:
            raise TypeError
        return record

    def to_json(self) -> dict[str, Any]:
        """The record as plain data."""
        made: dict[str, Any] = to_builtins(self)
        return made

    @property
    def target(self) -> Target:
        """The target of the file."""
        return Target(self.document, self.part)

    @property
    def edition(self) -> str | None:
        """The language in its name: any but the main one."""
        return self.language if self.languages and self.language != self.languages[0] else None

    @property
    def is_paper(self) -> bool:
        """Whether it is a paper, not an export of the event."""
        return FORMATS[self.format].paper is not None

    @property
    def form(self) -> tuple[object, ...]:
        """What an imposed file and its accessible source have in common."""
        return tuple(self.options.get(name) for name in ("paper", "orientation", "pdf_standard"))


class File(Struct, frozen=True):
    """A finished file in memory, its seconds, and the proof of what it owes if there is one already."""

    record: Record
    data: bytes
    seconds: float
    proven: Proven | None = None
