"""The blocks of a manuscript in one form: typed bullets are bullets, a table of facts is lines, columns are cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from conceptnote.read.manuscript import Block, Manuscript, Paragraph, Run, Table
from conceptnote.recognise.bold_labels import bold_label
from conceptnote.recognise.clock import find_time
from conceptnote.recognise.days import begins_with_day
from conceptnote.recognise.people import titles_of
from conceptnote.recognise.rows_of_pages import rows_apart
from conceptnote.recognise.timed_columns import timed_columns
from conceptnote.recognise.words import Words, fold

# Characters of symbol fonts are in the private use area: at the beginning of a line, they are bullets.
_BULLET = re.compile(r"(?:[•·▪●○◦‣►▶➢➤✓✔■□❖∙\uf020-\uf0ff]|[–—*-](?=[\t ]))[\s\u00a0]*")
_TYPED_NUMBER = re.compile(r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\t")
_NUMBER = re.compile(r"\(?(\d{1,2}|[a-z])[.)]\s+(?=\S)")
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_NO_BREAK = re.compile(r"(?<!\d)[\u00a0\u202f]+|[\u00a0\u202f]+(?!\d)")
"""No-break spaces, which papers add themselves, except within a number."""
_SENTENCE = re.compile(r"(?:(?<=\w[^\W\d_][.!?])|(?<=\d{4}[.!?])|(?<=[)”»\"][.!?]))\s+(?=[A-ZÀ-Þ])")
"""The boundary between two sentences; no single letter or short number ends one, “U. A. w. g.”, “10. Juni”."""
_BAR = re.compile(r"\s*[|│]\s*")
_STOP = re.compile(r"(?<=[\w)”»\"])\s*[.;；。]\s*(?=[^\W\d_])")
_BESIDE = ("role", "person", "panel", "date", "time", "venue", "when", "languages", "mode")
"""The kinds of facts that share a line."""
FACT = "fact"
"""The style of a line that was a row of facts under a label that is not known."""
_FEWEST_WORDS = 5
MORE = "more"
"""The style of a further paragraph of such a fact."""
_SHORT = 40
"""A line that is shorter and ends with a comma is a salutation."""
_ENDED = re.compile(r"[.!?:;…]['\"’”»)\]]*$")


def blocks_of(manuscript: Manuscript, words: Words) -> list[Block]:
    """The blocks, with split paragraphs joined."""
    apart = rows_apart(manuscript.blocks, words) if manuscript.broken else manuscript.blocks
    unified = _numbered([one for block in _tabbed(apart, words) for one in _block(block, words)])
    return _merged(_columns(unified, words), lambda a, b: _goes_on(a, b, words, manuscript.broken))


def _block(block: Block, words: Words) -> Iterator[Block]:
    if isinstance(block, Paragraph):
        cells = list(_split(block)) if block.place != "body" and "\t" in block.text else [block]
        yield from (_paragraph(part, words) for cell in cells for part in _labelled(cell, words) if part.text.strip())
        return
    rows = tuple(tuple(tuple(_paragraph(p, words) for p in cell) for cell in _cells(row)) for row in block.rows)
    filled = [[cell for cell in row if any(p.text for p in cell)] for row in rows]
    if all(len(row) <= 1 for row in filled):
        yield from (paragraph for row in filled for cell in row for paragraph in cell)  # it is there for its frame
    else:
        yield from _facts(Table(rows, block.line), words)


def _tabbed(blocks: Iterable[Block], words: Words) -> Iterator[Block]:
    """The blocks, with lines of a label, a tab and a fact as a table; a label among them may be unknown."""
    rows: list[Paragraph] = []
    for block in (*blocks, None):
        if isinstance(block, Paragraph) and block.kind == "text" and re.fullmatch(r"[^\t]{2,40}\t+[^\t]+", block.text):
            rows.append(block)
            continue
        known = [words.label(row.text.partition("\t")[0]) is not None for row in rows]
        if len(rows) > 2 and sum(known) * 2 >= len(rows):
            cells = ((row.part(0, row.text.index("\t")), row.part(row.text.rindex("\t") + 1)) for row in rows)
            yield Table(tuple(((name,), (fact,)) for name, fact in cells), rows[0].line)
        else:
            yield from rows
        rows = []
        if block is not None:
            yield block


def _numbered(blocks: list[Block]) -> list[Block]:
    """The blocks, with lines that are numbered one after the other as a list: “1. …”, “2. …”, “a) …”, “b) …”."""
    marks = [
        _NUMBER.match(one.text)
        if isinstance(one, Paragraph) and one.kind == "text" and not _is_heading_like(one)
        else None
        for one in blocks
    ]
    values = [int(mark[1]) if mark[1].isdigit() else ord(mark[1]) if mark else 0 for mark in marks if mark]
    places = [at for at, mark in enumerate(marks) if mark]
    value = dict(zip(places, values, strict=True))
    found = list(blocks)
    for at in places:
        block, mark = blocks[at], marks[at]
        beside = (value.get(at - 1) == value[at] - 1) or (value.get(at + 1) == value[at] + 1)
        if beside and isinstance(block, Paragraph) and mark:
            found[at] = replace(block.part(mark.end()), kind="number", mark=mark[0].strip().strip("("))
    return found


def _labelled(block: Paragraph, words: Words) -> Iterator[Paragraph]:
    """The labelled facts of a line with bars: `Date: … | Venue: …`."""
    bars = [match.span() for match in _BAR.finditer(block.text)]
    edges = [(0, 0), *bars, (len(block.text), len(block.text))]
    pieces = [(before[1], after[0]) for before, after in pairwise(edges)]
    if not bars or not all(words.labelled(block.text[start:end].lstrip()) for start, end in pieces):
        yield from _sentences_labelled(block, words)
        return
    for start, end in pieces:
        yield block.part(start, end)


def _sentences_labelled(block: Paragraph, words: Words) -> Iterator[Paragraph]:
    """The labelled facts of a line with full stops or semicolons: `Organisers: A and B. Support: C`."""
    first = words.labelled(block.text) if block.kind == "text" else None
    if first is None or first[0].kind not in _BESIDE:
        yield block
        return
    ends = [match.end() for match in _STOP.finditer(block.text)]
    starts = [at for at in ends if (label := words.labelled(block.text[at:])) and label[0].kind in _BESIDE]
    for start, end in pairwise([0, *starts, len(block.text)]):
        part = block.part(start, end)
        yield from _before_prose(
            part if end == len(block.text) else part.part(0, len(part.text.rstrip(" ;；。"))), words
        )


def _before_prose(block: Paragraph, words: Words) -> Iterator[Paragraph]:
    """A labelled fact, and the sentences after it on the same line."""
    first = next(sentences_of(block.text, words))
    rest = block.text[len(first) :].strip()
    prose = len(rest.split()) > _FEWEST_WORDS and ends_sentence(rest) and rest.split()[1].islower()
    if prose and block.text.startswith(first):
        yield block.part(0, len(first))
        yield block.part(len(first))
    else:
        yield block


def _cells(row: Sequence[tuple[Paragraph, ...]]) -> list[tuple[Paragraph, ...]]:
    """The cells of a row; a repeated one, as python-docx and others make of merged cells, once."""
    return [cell for at, cell in enumerate(row) if not (at and cell and cell is row[at - 1])]


def _paragraph(block: Paragraph, words: Words) -> Paragraph:
    text = block.text
    if block.kind == "number" and block.mark and block.apart and words.label(text) and ":" not in text:
        typed = Run(f"{block.mark} ")
        return _plain(replace(block, runs=(typed, *block.runs), kind="text", mark=""), words)
    if block.kind == "text" and (mark := _BULLET.match(text)) and len(text) > mark.end():
        return replace(_plain(block.part(mark.end()), words), kind="bullet")
    if block.kind == "text" and (number := _TYPED_NUMBER.match(text)) and not _is_heading_like(block):
        return replace(_plain(block.part(number.end()), words), kind="number", mark=number[0].strip().strip("("))
    return _plain(block, words)


def _is_heading_like(block: Paragraph) -> bool:
    return all(run.strong for run in block.runs if run.text.strip())


def _plain(block: Paragraph, words: Words) -> Paragraph:
    """The paragraph without characters of symbol fonts, and with a colon in place of a tab after a label."""
    runs = tuple(replace(run, text=_NO_BREAK.sub(" ", run.text)) for run in block.runs)
    if _PRIVATE.search(block.text):
        runs = tuple(replace(run, text=_PRIVATE.sub("", run.text)) for run in runs)
    made = replace(block, runs=runs)
    label, tab, _ = made.text.partition("\t")
    if tab and words.label(label):
        colon = ": " if not label.rstrip().endswith(":") else " "
        return replace(made, runs=(*made.part(0, len(label)).runs, Run(colon), *made.part(len(label) + 1).runs))
    if at := bold_label(made, words):
        return replace(made, runs=(*made.part(0, at).runs, Run(": "), *made.part(at).runs))
    return made


def _columns(blocks: Sequence[Block], words: Words) -> Iterator[Block]:
    """Lines with tabs: several in a row are a table, others text; a time at the beginning stays."""
    rows: list[Paragraph] = []
    for block in (*blocks, None):
        tabbed = isinstance(block, Paragraph) and "\t" in block.text and block.kind == "text"
        if tabbed and isinstance(block, Paragraph):
            rows.append(block)
            continue
        if len(rows) > 1 and len({row.text.count("\t") for row in rows}) == 1 and not _timed(rows, words):
            yield Table(tuple(tuple((cell,) for cell in _split(row)) for row in rows), rows[0].line)
        elif (timed := timed_columns([list(_split(row)) for row in rows], words)) is not None:
            yield timed
        else:
            yield from map(_without_tabs, rows)
        rows = []
        if isinstance(block, Paragraph):
            yield _without_tabs(block)
        elif block is not None:
            yield Table(tuple(tuple(tuple(map(_without_tabs, cell)) for cell in row) for row in block.rows), block.line)


def _timed(rows: Iterable[Paragraph], words: Words) -> bool:
    """Whether most lines have a time before their first tab: an agenda, whose further lines have none."""
    found = [find_time(row.text.split("\t")[0][:60], words) for row in rows]
    return sum(one is not None for one in found) * 2 >= len(found)


def _split(row: Paragraph) -> Iterator[Paragraph]:
    at = 0
    for cell in row.text.split("\t"):
        yield row.part(at, at + len(cell))
        at += len(cell) + 1


def _without_tabs(block: Paragraph) -> Paragraph:
    if "\t" not in block.text:
        return block
    return replace(block, runs=tuple(replace(run, text=run.text.replace("\t", " ")) for run in block.runs))


def _facts(block: Table, words: Words) -> Iterator[Block]:
    """The rows of a table with labels in its first column as lines “label: fact”; any other table unchanged."""
    rows = [tuple(cell for cell in row) for row in block.rows]
    labels = [words.label(text_of(row[0])) for row in rows if len(row) == 2]
    timed = [row for row in rows if find_time(text_of(row[0])[:60], words)]
    if len(labels) < len(rows) or sum(label is not None for label in labels) * 2 < len(rows) or timed:
        yield block
        return
    for name, fact in rows:
        label = [run for p in name for run in (*p.runs, Run(" "))][:-1]
        first = fact[0] if fact else None
        line = (name or fact)[0].line if name or fact else 0
        colon = Run(" ") if label and label[-1].text.rstrip().endswith(":") else Run(": ")
        kind = FACT if words.label(text_of(name)) is None and label and first else ""
        yield Paragraph((*label, colon, *(first.runs if first else ())), line, style=kind)
        yield from (replace(one, style=MORE) for one in fact[1:])


def text_of(cell: Sequence[Paragraph]) -> str:
    """The words of a cell on one line."""
    return " ".join(paragraph.text for paragraph in cell)


def _merged(blocks: Iterable[Block], go_on: Callable[[Paragraph, Paragraph], bool]) -> list[Block]:
    """The blocks, with paragraphs joined of which the second goes on with the first."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Paragraph) and isinstance(last, Paragraph) and go_on(last, block):
            found[-1] = replace(last, runs=(*last.runs, Run(" "), *block.runs))
        else:
            found.append(block)
    return found


def _goes_on(before: Paragraph, after: Paragraph, words: Words, broken: bool) -> bool:
    """Whether a page end or, in a text, an empty line has split a paragraph."""
    if before.place != after.place or after.kind not in ("text", before.kind) or words.labelled(after.text):
        return False
    if words.funding(after.text) or words.funding(before.text) or words.label(before.text) or words.label(after.text):
        return False
    if after.kind in ("bullet", "number") or not before.text:
        return False
    hour = find_time(after.text[:_SHORT], words)
    if hour and fold(after.text[: hour.start]).strip() in words.lists["hours"]:
        return False  # “ore 10.30”
    if before.kind == after.kind == "heading" and before.level == after.level and broken:
        return words.has("unfinished", before.text.split()[-1])
    if before.kind == "title" and after.kind == "title":
        return not after.apart and after.line == before.line  # split by a line break, in Word
    if not broken or before.kind not in ("text", "bullet", "number") or _ENDED.search(before.text):
        return False
    near = words.labelled(before.text) or len(before.text) < _SHORT * 2 or find_time(after.text, words)
    if begins_with_day(after.text, words) and near:
        return False
    if titles_of(after.text.split(), words) and not words.has("unfinished", before.text.split()[-1]):
        return False  # “don Giuseppe Arrighi”
    if ": " in before.text and ": " in after.text:
        return False  # “ministre de l’Eau : M. Sarr”, “journaliste : Mme Kane”
    last = before.text.split()[-1]
    listed = last.endswith(",") and not (after.apart and len(before.text) < _SHORT)
    return after.text[:1].islower() or listed or (last.islower() and words.has("unfinished", last))


def joined(blocks: Iterable[Block]) -> list[Block]:
    """The blocks of a text, with lines joined that only a line break in Word separates."""
    return _merged(blocks, lambda a, b: not b.apart and b.line == a.line and b.kind == "text" == a.kind)


def ends_sentence(text: str) -> bool:
    """Whether a text ends with a full stop that is not that of an abbreviation: “Freunde e. V.”, “Water Ltd.”."""
    last = text.rstrip().rpartition(" ")[2]
    return last.endswith((".", "。")) and (len(last) > 4 or last[:1].islower()) and last.count(".") < 2


def sentences_of(text: str, words: Words) -> Iterator[str]:
    """The sentences of a text; the full stop of “Mr.” ends none."""
    held = ""
    for piece in _SENTENCE.split(text):
        held = f"{held} {piece}".strip()
        if held and not words.has("honorifics", held.split()[-1]):
            yield held
            held = ""
    if held:
        yield held
