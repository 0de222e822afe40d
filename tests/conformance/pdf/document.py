"""A finished PDF, opened with care and read as far as its checks ask."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import pikepdf

from conceptnote.pdfstandard import PdfStandard
from conformance.pdf.fontfacts import Font, fonts_of
from conformance.pdf.objects import Key, get, items, key, name, number, text, tree_pairs
from conformance.pdf.painting import Painting, paint, real_text
from conformance.pdf.tree import Mark, Tree, read_tree
from conformance.pdf.xmp import Xmp, XmpError, read_xmp

MOST_BYTES = 100_000_000
MOST_PAGES = 2_000
_MOST_ANNOTATIONS = 5_000
_MOST_BOOKMARKS = 20_000
# What one compressed stream may grow to: a small file could otherwise fill the memory.
_MOST_INFLATED = 50_000_000


class UnreadableError(Exception):
    """The file cannot be opened at all."""


class Annotation(NamedTuple):
    """An annotation and its page."""

    obj: Any
    page: int

    @property
    def kind(self) -> str:
        """Its subtype."""
        return name(get(self.obj, "Subtype"))

    @property
    def action(self) -> Any:
        """What happens when it is clicked."""
        return get(self.obj, "A")

    @property
    def target(self) -> Any:
        """Where in the document it leads, as it stands there."""
        direct = get(self.obj, "Dest")
        return direct if direct is not None else goto_target(self.action)


class Bookmark(NamedTuple):
    """An entry of the outline."""

    obj: Any
    title: bytes | None

    @property
    def target(self) -> Any:
        """Where it leads, as it stands there."""
        direct = get(self.obj, "Dest")
        return direct if direct is not None else goto_target(get(self.obj, "A"))


class Place(NamedTuple):
    """Where a destination is: the page, how high on it, and the structure element, if it names one."""

    page: int | None
    top: float | None
    element: Key


@dataclass(eq=False)
class Document:
    """A PDF that is open, with the bytes that it was read from and the standard that it is to meet."""

    data: bytes
    pdf: pikepdf.Pdf
    standard: PdfStandard

    @cached_property
    def root(self) -> Any:
        """The document catalog."""
        return self.pdf.Root

    @cached_property
    def pages(self) -> list[Any]:
        """The page dictionaries. Raises OverflowError for more than anybody prints."""
        if len(self.pdf.pages) > MOST_PAGES:
            raise OverflowError(f"more than {MOST_PAGES} pages")
        return [page.obj for page in self.pdf.pages]

    @cached_property
    def page_numbers(self) -> dict[Key, int]:
        """The pages' numbers, from 1, by their keys."""
        return {key(page): number_ for number_, page in enumerate(self.pages, 1)}

    @cached_property
    def tree(self) -> Tree:
        """The structure tree; empty where there is none."""
        return read_tree(get(self.root, "StructTreeRoot"), self.page_numbers)

    @cached_property
    def painting(self) -> Painting:
        """What stands on the pages."""
        return paint(self.pages)

    @cached_property
    def fonts(self) -> list[Font]:
        """The fonts that text is shown in."""
        return fonts_of(self.painting.paints)

    @cached_property
    def worded(self) -> set[Mark]:
        """The pieces of content in which there is text that is not blank."""
        fonts = {id(shown): font for font in self.fonts for shown in font.paints}
        return {one.mark for one in real_text(self.painting) if one.mark and fonts[id(one)].says(one.shown).strip()}

    @cached_property
    def xmp(self) -> Xmp | XmpError | None:
        """The metadata, or why they cannot be read; None where there are none."""
        stream = get(self.root, "Metadata")
        if not isinstance(stream, pikepdf.Stream):
            return None
        try:
            return read_xmp(stream.read_bytes())
        except XmpError as error:
            return error

    @property
    def metadata(self) -> Xmp:
        """The metadata; empty where there are none or they cannot be read."""
        return self.xmp if isinstance(self.xmp, Xmp) else Xmp()

    @cached_property
    def language(self) -> str | None:
        """The language of the document, where the catalog names one."""
        return text(get(self.root, "Lang")) or None

    @cached_property
    def annotations(self) -> list[Annotation]:
        """All annotations in the order of the pages. Raises OverflowError for more than anybody clicks."""
        listed = [(place, items(get(page, "Annots"))) for place, page in enumerate(self.pages, 1)]
        if sum(len(on_page) for _, on_page in listed) > _MOST_ANNOTATIONS:
            raise OverflowError(f"more than {_MOST_ANNOTATIONS} annotations")
        return [Annotation(one, place) for place, on_page in listed for one in on_page]

    @property
    def links(self) -> list[Annotation]:
        """The links among the annotations."""
        return [one for one in self.annotations if one.kind == "Link"]

    @cached_property
    def bookmarks(self) -> list[Bookmark]:
        """The entries of the outline, each met once."""
        waiting, met = [get(self.root, "Outlines", "First")], set()
        found: list[Bookmark] = []
        while waiting and len(found) < _MOST_BOOKMARKS:
            entry = waiting.pop()
            if not isinstance(entry, pikepdf.Dictionary) or key(entry) in met:
                continue
            met.add(key(entry))
            title = get(entry, "Title")
            found.append(Bookmark(entry, bytes(title) if isinstance(title, pikepdf.String) else None))
            waiting += [get(entry, "Next"), get(entry, "First")]
        return found

    @cached_property
    def _named_places(self) -> dict[str, Any]:
        named = {str(label): value for label, value in tree_pairs(get(self.root, "Names", "Dests"), "Names")}
        old = get(self.root, "Dests")
        return named | {label[1:]: get(old, label[1:]) for label in (old.keys() if get(old) is not None else ())}

    def place(self, target: Any) -> Place | None:
        """Where a destination is; None where it leads nowhere in the document."""
        if isinstance(target, pikepdf.Name | pikepdf.String):
            target = self._named_places.get(str(target).removeprefix("/"))
        if isinstance(target, pikepdf.Dictionary):
            target = get(target, "SD") if get(target, "SD") is not None else get(target, "D")
        parts = items(target)
        if not parts:
            return None
        if (element := self.tree.by_key.get(key(parts[0]))) is not None:
            page = next((one.page for one in element.inside() if one.page), None)
            return Place(page, None, key(parts[0]))
        page = self.page_numbers.get(key(parts[0]))
        heights = {"XYZ": 3, "FitH": 2, "FitBH": 2}
        at = heights.get(name((*parts, None)[1]), len(parts))
        return Place(page, number((*parts, None)[at]) if at < len(parts) else None, (0, 0)) if page else None

    @cached_property
    def files(self) -> list[Any]:
        """The file specifications of embedded files, each once."""
        named = [value for _, value in tree_pairs(get(self.root, "Names", "EmbeddedFiles"), "Names")]
        noted = [get(one.obj, "FS") for one in self.annotations if one.kind == "FileAttachment"]
        found = {(key(one), place): one for place, one in enumerate(named + noted + items(get(self.root, "AF")))}
        unique: dict[Any, Any] = {}
        for (number_, place), one in found.items():
            unique.setdefault(number_ if number_ != (0, 0) else place, one)
        return [one for one in unique.values() if get(one, "EF") is not None]


def goto_target(action: Any) -> Any:
    """Where an action leads within the document, a structure destination first; None for other actions."""
    if name(get(action, "S")) != "GoTo":
        return None
    structured = get(action, "SD")
    return structured if structured is not None else get(action, "D")


@contextmanager
def opened(data: bytes, standard: PdfStandard) -> Iterator[Document]:
    """Open a PDF from anywhere. Raises UnreadableError where it is no PDF, too large, or needs a password.

    qpdf's limits hold for the process; they are put back.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableError(f"the file is larger than {MOST_BYTES // 1_000_000} MB")
    limits: Any = pikepdf.settings.set_qpdf_limits(
        flate_max_memory=_MOST_INFLATED, run_length_max_memory=_MOST_INFLATED, png_max_memory=_MOST_INFLATED
    )
    try:
        try:
            pdf = pikepdf.open(io.BytesIO(data), suppress_warnings=True)
        except pikepdf.PasswordError:
            raise UnreadableError("the file needs a password") from None
        except (pikepdf.PdfError, ValueError, RuntimeError) as error:
            told = re.sub(r"<[^>]*>:? ?", "", str(error))
            raise UnreadableError(f"this is not a PDF that can be read: {told[:100]}") from None
        with pdf:
            yield Document(data, pdf, standard)
    finally:
        pikepdf.settings.set_qpdf_limits(**limits)
