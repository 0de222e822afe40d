"""Blocks of a note -> its text in a format, as note_files.py makes a file of it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field

from note_shapes.truth import Draw

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_HEADINGS = {
    "docx": ("H1", "bold", "bold numbered", "bold capitals", "H1 numbered", "bold colon", "bold roman"),
    "pdf": ("H1", "bold", "bold numbered", "H1 numbered", "bold capitals"),
    "md": ("##", "## numbered", "**"),
    "txt": ("plain", "plain capitals", "plain numbered", "plain colon", "underlined"),
}
_BULLETS = {
    "docx": ("- ", "• → ", "– ", "§ "),
    "pdf": ("- ", "• "),
    "md": ("- ", "* "),
    "txt": ("- ", "* ", "• ", "– "),
}
_GROUPS = {
    "docx": ("bold", "bold colon", "colon", "H2"),
    "pdf": ("bold", "bold colon", "colon"),
    "md": ("###", "** colon"),
    "txt": ("colon", "plain"),
}
_FRONTS = {
    "docx": ("styles", "centred bold", "centred", "bold"),
    "pdf": ("styles", "centred bold", "bold"),
    "md": ("#", "# and **"),
    "txt": ("plain", "apart"),
}
_TIMED = {
    "docx": (" → ", ": ", " – ", " "),
    "pdf": (": ", " – ", " "),
    "md": (": ", " – ", " "),
    "txt": ("   ", ": ", " – ", "\t"),
}


@dataclass(slots=True)
class Block:
    """A paragraph or a table.

    `kind` is paper, title, subtitle, front, heading, group, day, label, text, bullet, number, timed,
    lines or table. A label
    has its value, and a timed line what happens, in `rows`.
    """

    kind: str
    text: str = ""
    rows: list[list[str]] = field(default_factory=list)


class Page:
    """One note's way to write each kind of block."""

    def __init__(self, draw: Draw, format: str) -> None:
        self._format = format
        self._front = draw.shape("front style", _FRONTS[format])
        self._heading = draw.shape("heading style", _HEADINGS[format])
        self._bullet = draw.shape("bullet", _BULLETS[format])
        self._group = draw.shape("group style", _GROUPS[format])
        self._between = draw.shape("after time", _TIMED[format])
        self._label = draw.shape("label style", ("plain",) if format == "txt" else ("plain", "bold label", "bold line"))
        self._table = draw.shape("text table", ("tabs", "spaces", "bars")) if format == "txt" else ""
        self._typed = draw.chance(0.5)
        self._sections = self._numbers = 0

    def text(self, blocks: list[Block]) -> str:
        """The text of the note."""
        found: list[str] = []
        for at, block in enumerate(blocks):
            kind, above = block.kind, blocks[at - 1].kind if at else ""
            self._numbers = self._numbers + 1 if kind == "number" else 0
            parted = (kind != above and kind not in ("subtitle",)) or kind in ("heading", "day", "group", "lines")
            if (self._format == "md" and kind not in ("bullet", "number", "bullet label")) or (
                self._format != "docx" and parted
            ):
                found.append("")
            lines = list(self._lines(block))
            wrapped = self._format == "txt" and self._typed and kind not in ("table", "timed", "lines")
            found += [piece for line in lines for piece in _wrapped(line)] if wrapped else lines
        return "\n".join(found).strip("\n") + "\n"

    def _lines(self, block: Block) -> Iterator[str]:
        match block.kind:
            case "paper" | "title" | "subtitle" | "front":
                yield self._fronted(block)
            case "heading":
                yield from self._headed(self._numbered(block.text))
            case "day":
                yield self._loud(block.text)
            case "group":
                yield self._loud(block.text + ":" * ("colon" in self._group), self._group)
            case "label":
                yield self._labelled(block.text, block.rows[0][0])
            case "bullet label":
                yield f"{self._bullet}{self._labelled(block.text, block.rows[0][0], line=False)}"
            case "bullet":
                yield f"{self._bullet}{block.text}"
            case "number":
                styled = "N: " if self._format == "docx" and not self._typed else f"{self._numbers}. "
                yield f"{styled}{block.text}"
            case "timed":
                yield f"{block.text}{self._between}{block.rows[0][0]}".replace("\n", "⏎")
            case "lines":
                yield from self._stacked(block.rows[0])
            case "table":
                yield from self._tabled(block.rows)
            case _:
                yield block.text

    def _fronted(self, block: Block) -> str:
        kind, text = block.kind, block.text
        if self._format == "txt":
            return text
        if self._format == "md":
            if kind == "title" or (kind == "paper" and self._front == "#"):
                return f"# {text}"
            return f"**{text}**" if kind in ("subtitle", "paper") else text
        if self._front == "styles":
            mark = {"title": "T", "subtitle": "S"}.get(kind, "C")
        elif kind == "front":
            mark = "C" if self._front.startswith("centred") else ""
        else:
            mark = {"centred bold": "CB", "centred": "CB" if kind == "title" else "C", "bold": "B"}[self._front]
        return f"{mark}: {text}" if mark else text

    def _numbered(self, text: str) -> str:
        self._sections += 1
        if "numbered" in self._heading:
            text = f"{self._sections}. {text}"
        if "roman" in self._heading:
            text = f"{_ROMAN[self._sections - 1]}. {text}"
        if "capitals" in self._heading:
            text = text.upper()
        return f"{text}:" if "colon" in self._heading else text

    def _headed(self, text: str) -> Iterator[str]:
        mark = {"H": "H1: ", "b": "B: ", "#": "## "}.get(self._heading[0], "")
        yield f"**{text}**" if self._heading == "**" else f"{mark}{text}"
        if self._heading == "underlined":
            yield "-" * len(text)

    def _loud(self, text: str, style: str = "") -> str:
        """A heading below another."""
        if self._format == "txt":
            return text
        if self._format == "md":
            return f"**{text}**" if "**" in style else f"### {text}"
        mark = {"H": "H2: ", "b": "B: ", "c": ""}[(style or self._heading)[0]]
        return f"{mark}{text}"

    def _labelled(self, label: str, value: str, *, line: bool = True) -> str:
        colon = " :" if label.endswith("\u00a0") else ":"
        label = label.strip("\u00a0")
        if self._label == "bold label":
            return f"**{label}{colon}** {value}"
        text = f"{label}{colon} {value}"
        if self._label == "bold line" and line:
            return f"**{text}**" if self._format == "md" else f"B: {text}"
        return text

    def _stacked(self, lines: list[str]) -> list[str]:
        """Lines about one person, the first of which may be bold."""
        first, *further = lines
        if self._format == "md":
            return [f"{line}  " for line in (f"**{first}**" if self._typed else first, *further[:-1])] + further[-1:]
        bold = self._typed and self._format == "docx"
        return [f"**{first}**" if bold else first, *further]

    def _tabled(self, rows: list[list[str]]) -> Iterator[str]:
        if self._format in ("docx", "pdf"):
            yield from (f"| {' | '.join(row)} |" for row in rows)
            return
        rows = [[cell.replace(" // ", "<br>" if self._format == "md" else "; ") for cell in row] for row in rows]
        if self._format == "md" or self._table == "bars":
            for at, row in enumerate(rows):
                yield f"| {' | '.join(row)} |"
                if not at and self._format == "md":
                    yield "|" + "---|" * len(row)
            return
        widths = [max(len(row[at]) for row in rows) + 3 for at in range(len(rows[0]))]
        for row in rows:
            padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            yield "\t".join(row).rstrip() if self._table == "tabs" else "".join(padded).rstrip()


def _wrapped(line: str) -> list[str]:
    """A line as mail programs wrap it, the further lines of an item below its text."""
    hanging = "  " if line[:2] in ("- ", "* ", "• ", "– ") else ""
    return textwrap.wrap(line, 76, subsequent_indent=hanging)
