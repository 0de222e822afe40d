"""Paragraphs of a manuscript to CommonMark that prints the same words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from conceptnote.read.manuscript import Paragraph, Run
from conceptnote.yamldata import Prose

_URL = re.compile(r"(?<!\w)https?://[^\s<>\"]*[^\s<>\".,;:!?)\]'’”»]")
# What CommonMark, or the typography of papers, takes for more than a character: (c) would become ©.
_MARKUP = re.compile(r"[\\`*\[]|(?<!\w)_|_(?!\w)|<(?=[A-Za-z/!?])|&(?=#?\w+;)|\((?=(?:c|r|p|tm)\))", re.IGNORECASE)
_OPENING = re.compile(r"[-+](?=\s|$)|[>=~]|#(?=#{0,5}(?:\s|$))|-(?=-+\s*$)|_(?=[\s_]*$)")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


class ProseWriter:
    """Writes paragraphs as CommonMark; each footnote of the manuscript is called once."""

    def __init__(self, notes: Mapping[str, tuple[Paragraph, ...]], *, exact: bool = False) -> None:
        """With `exact`, emphasis stays inside a word too; other notes have it there by mistake."""
        self._exact = exact
        self._notes = {name: note for name, note in notes.items() if any(p.text for p in note)}
        self._names: dict[str, str] = {}

    @property
    def uncalled(self) -> list[tuple[Paragraph, ...]]:
        """The notes that nothing has called."""
        return [note for name, note in self._notes.items() if name not in self._names]

    def section(self, paragraphs: Iterable[Paragraph]) -> tuple[Prose, dict[str, tuple[str, int]]]:
        """The text, and the notes that it calls by name, each with its line in the manuscript."""
        before = set(self._names)
        text = self._blocks(list(paragraphs))
        called = {name: self._notes[note] for note, name in self._names.items() if note not in before}
        return text, {name: (self._blocks([*note], notes=False), note[0].line) for name, note in called.items()}

    def prose(self, paragraphs: Iterable[Paragraph]) -> Prose:
        """The text, with the notes that it calls written below."""
        text, notes = self.section(paragraphs)
        # Further paragraphs of a note are indented by four spaces.
        below = (
            f"[^{name}]: " + note.replace("\n", "\n    ").replace("    \n", "\n") for name, (note, _) in notes.items()
        )
        return Prose("\n\n".join([text, *below]))

    def _blocks(self, paragraphs: list[Paragraph], *, notes: bool = True) -> Prose:
        text = ""
        indents: list[int] = []  # those of the open list items
        for paragraph in paragraphs:
            line = self._line(paragraph, notes=notes)
            if not line:
                continue
            between = "\n\n" if text else ""
            if paragraph.kind in ("bullet", "number"):
                mark = f"{paragraph.mark or '1.'} " if paragraph.kind == "number" else "- "
                between = "\n" if indents else between
                del indents[paragraph.level :]
                text += between + " " * sum(indents) + mark + line
                indents.append(len(mark))
                continue
            indents.clear()
            hashes = "#" * max(1, min(paragraph.level - 1, 6)) + " " if paragraph.kind == "heading" else ""
            text += between + hashes + line
        return Prose(text)

    def _line(self, paragraph: Paragraph, *, notes: bool) -> str:
        heading = paragraph.kind == "heading"  # which is strong anyway
        runs = [replace(run, strong=run.strong and not heading) for run in paragraph.runs]
        line = ""
        for at, run in enumerate(runs):
            if run.note is not None:
                line += self._call(run.note) if notes else ""
                continue
            before = runs[at - 1].text[-1:] if at else ""
            after = runs[at + 1].text[:1] if at + 1 < len(runs) else ""
            line += _marked(run, before, after, exact=self._exact)
        line = re.sub(r"!(?=\[)", r"\!", line)  # otherwise a link would become a picture
        opening = _OPENING.match(line)
        return "\\" + line if opening else _NUMBER.sub(r"\1\\\2", line, count=1) if _NUMBER.match(line) else line

    def _call(self, note: str) -> str:
        if note in self._names or note not in self._notes:
            return ""
        self._names[note] = f"note-{len(self._names) + 1}"
        return f"[^{self._names[note]}]"


def _marked(run: Run, before: str, after: str, *, exact: bool) -> str:
    core = run.text.strip()
    if not core:
        return run.text
    start = run.text.index(core)
    lead, trail = run.text[:start], run.text[start + len(core) :]
    if run.link and not re.search(r"[\s<>()\\]", run.link):
        if run.link == core:
            return f"{lead}<{core}>{trail}"
        inside = _escaped(core).replace("]", "\\]")
        return f"{lead}[{inside}]({run.link}){trail}"
    if exact and run.style == "code":
        fence = "`" * (max((len(one) for one in re.findall("`+", core)), default=0) + 1)
        pad = " " if "`" in core[:1] + core[-1:] else ""
        return f"{lead}{fence}{pad}{core}{pad}{fence}{trail}"
    marks = "*" * (run.emphasis + 2 * run.strong)
    # Readers disagree about emphasis inside a word, or beside another mark: the words count.
    edges = (before + lead)[-1:], (trail + after)[:1]
    # A mark within it beside a letter outside it opens or ends no emphasis (CommonMark 0.31.2, 6.2).
    within = [_is_mark(one) if exact else True for one in (core[0], core[-1])]
    apart = all(
        not mark or not edge or edge.isspace() or _is_mark(edge) for mark, edge in zip(within, edges, strict=True)
    )
    linked = _escaped(core) if exact else _linked(core, *edges)
    return f"{lead}{marks}{linked}{marks}{trail}" if apart else f"{lead}{linked}{trail}"


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("P")


def _linked(text: str, before: str, after: str) -> str:
    """Text with its web addresses as links; one whose word continues in another style stays text."""
    done, at = "", 0
    for url in _URL.finditer(text):
        if (before.isalnum() and not url.start()) or (after.isalnum() and url.end() == len(text)):
            continue
        done += _escaped(text[at : url.start()]) + f"<{url[0]}>"
        at = url.end()
    return done + _escaped(text[at:])


def _escaped(text: str) -> str:
    return _MARKUP.sub(lambda match: "\\" + match[0], text)
