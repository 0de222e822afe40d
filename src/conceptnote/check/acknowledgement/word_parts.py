"""Places with flowing text: furniture and body of a Word file, foot and body of an HTML page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct, field

from conceptnote.check.acknowledgement.pictures import Gallery, artwork
from conceptnote.check.acknowledgement.place import Rival, Shown, WordingFound
from conceptnote.check.acknowledgement.wording import Wording, credits, says
from conceptnote.check.obligation import Obligation, RequiredMark
from conceptnote.read.docx import WordFile
from conceptnote.read.html import HtmlFile
from conceptnote.read.story import Line, Picture, Story

_KINDS = {"default": "footer", "first": "first-page footer", "even": "even-page footer"}
_DISTORTED = 0.04
_MOST_NAMED = 8
"""The most sections that a message names."""

_Found = tuple[Line, Picture, Shown]


class StoryPlace(Struct):
    """A story without its hidden text."""

    where: str
    story: Story
    every_page: bool
    gallery: Gallery
    page: int | None = None
    _wording: Wording | None = None
    _found: dict[RequiredMark, list[_Found]] = field(default_factory=dict)

    @property
    def body(self) -> bool:
        """A story is the body, or it is on every page."""
        return not self.every_page

    @property
    def wording(self) -> Wording:
        if self._wording is None:
            self._wording = Wording(self.story.text)
        return self._wording

    def says(self, words: str) -> WordingFound | None:
        return next((WordingFound() for _ in self.wording.find(words)), None)

    def shows(self, mark: RequiredMark) -> Shown | None:
        # If some have the required alternative text, those are meant.
        found = [shown for _, _, shown in self._pictures(mark)]
        return max(found, key=lambda one: (says(one.alt or "", mark.alt), one.height or 0), default=None)

    def beside(self, words: str, mark: RequiredMark) -> bool:
        beside = _beside(line for line, _, _ in self._pictures(mark))
        return any(
            beside(line) for span in self.wording.find(words) for line in self.story.between(span.start, span.end)
        )

    def intruder(self, mark: RequiredMark, clear: float) -> str | None:
        """Always None: only a layout shows distances."""
        return None

    def rivals(self, mark: RequiredMark) -> Iterator[Rival]:
        own = {id(picture) for _, picture, _ in self._pictures(mark)}
        beside = _beside(line for line, _, _ in self._pictures(mark))
        for line, picture in self.story.pictures():
            # Elsewhere a body has portraits and maps, and nobody compares these with a mark.
            near = self.every_page or beside(line)
            if near and id(picture) not in own and not picture.hidden and picture.width and picture.height:
                name = f"the picture “{picture.alt}”" if picture.alt else "a picture without alt text"
                yield Rival(name, picture.width, picture.height)

    def credits(self, obligation: Obligation) -> bool:
        return any(True for _ in credits(self.wording, obligation))

    def _pictures(self, mark: RequiredMark) -> list[_Found]:
        if mark not in self._found:
            seen = ((line, each, _seen_as(mark, each, self.gallery)) for line, each in self.story.pictures())
            self._found[mark] = [(line, each, shown) for line, each, shown in seen if shown is not None]
        return self._found[mark]


def _beside(others: Iterable[Line]) -> Callable[[Line], bool]:
    """Whether a line is one of the others, or in the same row of a table as one."""
    lines = set(others)
    cells: dict[int | None, set[int | None]] = {}
    for line in lines:
        cells.setdefault(line.row, set()).add(line.cell)
    return lambda line: line in lines or (line.row is not None and bool(cells.get(line.row, set()) - {line.cell}))


def _seen_as(mark: RequiredMark, picture: Picture, gallery: Gallery) -> Shown | None:
    """The mark that a picture shows, if all its images show it, because readers may take any of them."""
    if picture.hidden or picture.altered:
        return None
    width, height = picture.width, picture.height
    for image in picture.images:
        art = gallery.shown(picture, image, mark.asset)
        if art is None:
            return None
        seen = art.on_white.image
        whole = artwork(mark.asset).find(art.on_white, framed=True)
        if whole is None:
            return None
        if picture.width and picture.height:
            if abs(picture.width / picture.height / art.aspect - 1) > _DISTORTED:
                return None
            # The frame belongs to this image, which may have other margins than the required mark.
            width = picture.width * (whole[2] - whole[0]) / seen.width
            height = picture.height * (whole[3] - whole[1]) / seen.height
    return Shown(width, height, picture.alt)


def places_of_word(file: WordFile) -> Iterator[StoryPlace]:
    """The pages of each section, and the body; sections with the same footers are one place."""
    gallery = Gallery()
    sections: dict[tuple[str, tuple[str, str]], list[int]] = {}
    stories: dict[tuple[str, tuple[str, str]], Story] = {}
    for each in file.furniture:
        sections.setdefault((each.kind, each.parts), []).append(each.section)
        stories[each.kind, each.parts] = each.story
    for (kind, parts), numbers in sections.items():
        many = len(numbers) > 1
        named = numbers[:-1] if len(numbers) <= _MOST_NAMED else [*numbers[: _MOST_NAMED - 1], "…"]
        listed = f"sections {', '.join(map(str, named))} and {numbers[-1]}" if many else f"section {numbers[0]}"
        yield StoryPlace(f"{listed}, {_KINDS[kind]}", stories[kind, parts], True, gallery)
    yield StoryPlace("the body", file.body, False, gallery)


def places_of_html(file: HtmlFile) -> Iterator[StoryPlace]:
    """The foot and the body."""
    gallery = Gallery()
    yield StoryPlace("the foot of the page", file.foot, True, gallery)
    yield StoryPlace("the body", file.body, False, gallery)
