"""Notes written line by line -> Word and PDF files, as other people's programs make them.

A mark and a colon give a paragraph its style: `T` and `S` for title and subtitle, `H1`, `H2`, `B` for bold, `C` and
`CB` for centred, `N` for a numbered item, `BOX` for a text box, `HEAD` and `FOOT` for what stands around the pages,
`DROP` for a large initial. `|` parts the cells of a table and `//` the paragraphs in one; `→` is a tab, `⏎` a line
break, `**…**` bold, and `§` a bullet of a symbol font.
"""

from __future__ import annotations

import io
import re
from html import escape
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

_STYLES = {"T": "Title", "S": "Subtitle", "H1": "Heading 1", "H2": "Heading 2", "N": "List Number"}
_MARK = re.compile(r"(T|S|H1|H2|N|B|C|CB|BOX|HEAD|FOOT|DROP): ?(.*)")
_TAGS = {"T": "h1", "H1": "h2", "H2": "h3", "S": "h4"}
_TABLE = re.compile(r"(?<!</tr>)<tr>")
_STYLE = (
    "@page{size:A4;margin:25mm} body{font:11pt/1.4 'Source Sans 3',sans-serif} li{margin-left:6mm}"
    ".B,.CB{font-weight:bold}.C,.CB{text-align:center}td{padding:1mm 3mm;vertical-align:top;border:.2mm solid}"
)
_BOX = (
    '<w:r {ns}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>{inside}'
    "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def made_docx(text: str) -> bytes:
    """A Word file."""
    document = docx.Document()
    table: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        if line.startswith("|"):
            table.append([cell.strip() for cell in line.strip("| ").split("|")])
            continue
        if table:
            _table(document, table)
            table = []
        if line.strip():
            _line(document, line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _line(document: Any, line: str) -> None:
    mark, text = match.groups() if (match := _MARK.fullmatch(line)) else ("", line)
    section = document.sections[0]
    if mark in ("HEAD", "FOOT"):
        (section.header if mark == "HEAD" else section.footer).paragraphs[0].text = text
    elif mark == "BOX":
        inside = "".join(f"<w:p><w:r><w:t>{escape(one)}</w:t></w:r></w:p>" for one in text.split(" // "))
        document.add_paragraph()._p.append(parse_xml(_BOX.format(ns=nsdecls("w"), inside=inside)))
    elif line.startswith("- "):
        _runs(document.add_paragraph(style="List Bullet"), line[2:])
    else:
        paragraph = document.add_paragraph(style=_STYLES.get(mark))
        _runs(paragraph, text, bold=mark in ("B", "CB"))
        if mark in ("C", "CB"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if mark == "DROP":
            frame = f'<w:framePr {nsdecls("w")} w:dropCap="drop" w:lines="2" w:wrap="around"/>'
            paragraph._p.get_or_add_pPr().insert(0, parse_xml(frame))


def _runs(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    for at, piece in enumerate(text.replace(" → ", "\t").replace("→ ", "\t").split("**")):
        if piece.startswith("§"):
            symbol = f'<w:r {nsdecls("w")}><w:sym w:font="Wingdings" w:char="F0A7"/><w:tab/></w:r>'
            paragraph._p.append(parse_xml(symbol))
            piece = piece[1:].lstrip()
        if piece:
            paragraph.add_run(piece.replace("⏎", "\n")).bold = bold or at % 2 == 1 or None


def _table(document: Any, rows: list[list[str]]) -> None:
    table = document.add_table(0, max(map(len, rows)))
    for row in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=False):
            first, *further = text.split(" // ")
            _runs(cell.paragraphs[0], first)
            for one in further:
                _runs(cell.add_paragraph(), one)


def made_pdf(text: str) -> bytes:
    """A PDF that is not one of ours."""
    from weasyprint import HTML

    body: list[str] = []
    for line in filter(None, text.split("\n")):
        if line.startswith("|"):
            cells = (f"<td>{_html(cell.strip())}</td>" for cell in line.strip().strip("|").split("|"))
            body.append(f"<tr>{''.join(cells)}</tr>")
            continue
        mark, said = match.groups() if (match := _MARK.fullmatch(line)) else ("", line)
        tag = _TAGS.get(mark, "li" if line.startswith("- ") else "p")
        body.append(f"<{tag} class={mark or 'plain'}>{_html(said.removeprefix('- '))}</{tag}>")
    rows = "".join(body).replace("</tr><p", "</tr></table><p").replace("</tr><h", "</tr></table><h")
    return bytes(
        HTML(string=f"<style>{_STYLE}</style><ul style='padding:0'></ul>{_TABLE.sub('<table><tr>', rows)}").write_pdf()
    )


def _html(text: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text)).replace(" // ", "<br>")
