"""Semantic HTML to a Doc. Anything outside the vocabulary is an error at its template line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

from conceptnote.datapath import DataPath
from conceptnote.doc import nodes
from conceptnote.doc.html_tree import Characters, Element, parse_html
from conceptnote.doc.inlines import INLINE_TAGS, InlineReader, Styles, has_class, read_image, style_of, vocabulary_hint
from conceptnote.doc.metadata import Metadata
from conceptnote.doc.origin import Origins
from conceptnote.doc.vocabulary import ATTRIBUTES, ROLES


def read_document(html: str, origins: Origins, styles: Styles) -> nodes.Doc:
    """Read a rendered template; `styles` are the theme's class names with their uses.

    Raises VocabularyError for an element, attribute, role or class outside the vocabulary, for headings that skip a
    level, and for a note without its call or the reverse.
    """
    return _Reader(styles).document(parse_html(html, origins))


class _Reader:
    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._notes: dict[str, Element] = {}
        self._called: dict[str, int] = {}
        self._inside_note = False
        self._level = 0
        self._language: str | None = None
        self._blocks: dict[str, Callable[[Element], nodes.Block]] = {
            "p": lambda e: nodes.Paragraph(self._line(e), self._style(e), self._language),
            **dict.fromkeys(("h1", "h2", "h3", "h4"), self._heading),
            **dict.fromkeys(("ul", "ol"), self._list),
            "dl": self._definitions,
            "table": self._table,
            "figure": self._figure,
            "blockquote": lambda e: nodes.Quote(self._flow(e)),
            "section": self._section,
            "hr": self._page_break,
        }

    def document(self, root: Element) -> nodes.Doc:
        html = _only(root, "html")
        parts = {element.tag: element for element in html.elements()}
        if [element.tag for element in html.elements()] != ["head", "body"]:
            raise html.error("a document has <head> and <body>", vocabulary_hint())
        metadata = _metadata(parts["head"], html.attributes.get("lang", ""))
        body = parts["body"]
        self._check(html)
        furniture: dict[str, tuple[nodes.Block, ...]] = {"header": (), "footer": ()}
        running = cover = False
        blocks: list[nodes.Block] = []
        for element in body.elements():
            if element.tag in furniture:
                if element.attributes.get("role") != f"doc-page{element.tag}":
                    raise element.error(
                        f"<{element.tag}> is the page's own", f'write <{element.tag} role="doc-page{element.tag}">'
                    )
                running |= element.tag == "header" and has_class(element, "running")
                cover |= element.tag == "footer" and has_class(element, "after-cover")
                furniture[element.tag] += tuple(self._block(e) for e in element.elements())
            elif element.tag != "aside":
                blocks.append(self._block(element))
        for name, note in self._notes.items():
            if name not in self._called:
                raise note.error(f"the note “{name}” is never called")
        return nodes.Doc(metadata, tuple(blocks), furniture["header"], furniture["footer"], running, cover)

    def _check(self, element: Element) -> None:
        """Refuse attributes without a meaning here, and note the footnotes of the document by id."""
        for name in element.attributes:
            if name not in ATTRIBUTES.get(element.tag, ()):
                raise element.error(f"<{element.tag}> has no attribute “{name}” here", vocabulary_hint())
        if element.tag == "aside":
            name = element.attributes.get("id", "")
            if element.attributes.get("role") != "doc-footnote" or not name:
                raise element.error("<aside> is a footnote", 'write <aside role="doc-footnote" id="…">')
            if name in self._notes:
                raise element.error(f"two notes have the id “{name}”")
            self._notes[name] = element
        for child in element.children:
            if isinstance(child, Element):
                self._check(child)

    def _note(self, call: Element) -> tuple[int, tuple[nodes.Block, ...]]:
        name = call.attributes.get("href", "").removeprefix("#")
        if name not in self._notes:
            raise call.error(f"no footnote has the id “{name}”", 'write <aside role="doc-footnote" id="…">')
        if name in self._called:
            raise call.error(f"the note “{name}” is called twice", "a footnote has one call")
        if self._inside_note:
            raise call.error("a footnote calls another", "Word has no notes in notes: write it as a sentence")
        number = self._called[name] = len(self._called) + 1
        self._inside_note = True
        blocks = self._flow(self._notes[name])
        self._inside_note = False
        return number, blocks

    def _block(self, element: Element) -> nodes.Block:
        if not (read := self._blocks.get(element.tag)):
            raise element.error(f"<{element.tag}> is not in the vocabulary of documents", vocabulary_hint())
        with self._in_language_of(element):
            return read(element)

    @contextmanager
    def _in_language_of(self, element: Element) -> Iterator[None]:
        """Read with the language that an element names, otherwise with the surrounding one."""
        around = self._language
        self._language = element.attributes.get("lang") or around
        try:
            yield
        finally:
            self._language = around

    def _flow(self, element: Element) -> tuple[nodes.Block, ...]:
        """Blocks; inline content between them becomes a paragraph."""
        with self._in_language_of(element):
            return self._flow_blocks(element)

    def _flow_blocks(self, element: Element) -> tuple[nodes.Block, ...]:
        blocks: list[nodes.Block] = []
        line: list[Element | Characters] = []

        def end_line() -> None:
            if any(isinstance(child, Element) or child.text.strip() for child in line):
                blocks.append(nodes.Paragraph(self._inlines(line), language=self._language))
            line.clear()

        for child in element.children:
            if isinstance(child, Characters) or child.tag in INLINE_TAGS:
                line.append(child)
            elif child.tag != "aside":
                end_line()
                blocks.append(self._block(child))
        end_line()
        return tuple(blocks)

    def _inlines(self, children: list[Element | Characters]) -> tuple[nodes.Inline, ...]:
        return InlineReader(self._styles, self._note).read(children)

    def _line(self, element: Element) -> tuple[nodes.Inline, ...]:
        if not (inlines := self._inlines(element.children)):
            raise element.error(f"<{element.tag}> is empty", "the theme sets the space between things")
        return inlines

    def _style(self, element: Element) -> str | None:
        return style_of(element, "paragraph" if element.tag == "p" else "table", self._styles)

    def _heading(self, element: Element) -> nodes.Block:
        level = int(element.tag[1])
        if level > self._level + 1:
            above = f"h{self._level}" if self._level else "nothing"
            raise element.error(f"<h{level}> follows {above}", "heading levels have no gaps")
        self._level = level
        style = style_of(element, "paragraph", self._styles)
        continued = element.attributes.get("data-continued", "")
        return nodes.Heading(level, self._line(element), self._language, style=style, continued=continued)

    def _list(self, element: Element) -> nodes.Block:
        start = element.attributes.get("start", "1")
        items = tuple(self._flow(_named(item, "li")) for item in element.elements())
        if not start.isascii() or not start.isdigit() or not items:
            raise element.error("a list has items, and a start that is a number")
        return nodes.List(items, element.tag == "ol", int(start), self._language)

    def _definitions(self, element: Element) -> nodes.Block:
        items: list[nodes.Definition] = []
        for child in element.elements():
            if child.tag == "dt":
                items.append(nodes.Definition(self._line(child), ()))
            elif items:
                details = items[-1].details + self._flow(_named(child, "dd"))
                items[-1] = nodes.Definition(items[-1].term, details)
            else:
                raise child.error("<dl> begins with <dt>")
        if not items or not all(item.details for item in items):
            raise element.error("a definition list has terms, each with a definition")
        return nodes.DefinitionList(tuple(items), self._style(element), self._language)

    def _table(self, element: Element) -> nodes.Block:
        caption: tuple[nodes.Inline, ...] = ()
        rows: dict[str, tuple[nodes.Row, ...]] = {"thead": (), "tbody": ()}
        for child in element.elements():
            if child.tag == "caption":
                caption = self._line(child)
            elif child.tag in rows:
                rows[child.tag] += tuple(self._row(_named(row, "tr"), child.tag) for row in child.elements())
            else:
                raise child.error(f"<{child.tag}> cannot be in <table>", "a table has only caption, thead and tbody")
        if not rows["tbody"]:
            raise element.error("the table has no rows")
        return nodes.Table(rows["thead"], rows["tbody"], caption, self._style(element), self._language)

    def _row(self, element: Element, part: str) -> nodes.Row:
        cells = []
        for cell in element.elements():
            if cell.tag not in ("td", "th"):
                raise cell.error(f"<{cell.tag}> cannot be in <tr>", "a row has only td and th")
            spans = [cell.attributes.get(name, "1") for name in ("colspan", "rowspan")]
            if not all(span.isascii() and span.isdigit() and 0 < int(span) < 1000 for span in spans):
                raise cell.error("colspan and rowspan are numbers from 1")
            scope = cell.attributes.get("scope", "col" if part == "thead" else "row")
            if scope not in ("col", "row"):
                raise cell.error("a header's scope is col or row")
            header: Literal["col", "row"] | None = None
            if cell.tag == "th":
                header = "col" if scope == "col" else "row"
            cells.append(nodes.Cell(self._flow(cell), header, int(spans[0]), int(spans[1])))
        if not cells:
            raise element.error("the row has no cells")
        return nodes.Row(tuple(cells))

    def _figure(self, element: Element) -> nodes.Block:
        image: nodes.Image | None = None
        caption: tuple[nodes.Inline, ...] = ()
        for child in element.elements():
            if child.tag == "img":
                image = read_image(child)
            else:
                caption = self._line(_named(child, "figcaption"))
        if image is None:
            raise element.error("the figure has no <img>")
        return nodes.Figure(image, caption)

    def _section(self, element: Element) -> nodes.Block:
        role = element.attributes.get("role")
        if role is not None and role not in ROLES:
            raise element.error(f"there is no role “{role}” here", f"the roles are {', '.join(sorted(ROLES))}")
        return nodes.Section(tuple(self._section_blocks(element)), role, self._style(element))

    def _section_blocks(self, element: Element) -> list[nodes.Block]:
        return [self._block(child) for child in element.elements() if child.tag != "aside"]

    def _page_break(self, element: Element) -> nodes.Block:
        if element.attributes.get("role") != "doc-pagebreak":
            raise element.error("a line across the page has no counterpart in Word", '<hr role="doc-pagebreak">')
        return nodes.PageBreak()


def _only(parent: Element, tag: str) -> Element:
    elements = list(parent.elements())
    if [e.tag for e in elements] != [tag]:
        raise (elements[0] if elements else parent).error(f"a document is one <{tag}>", vocabulary_hint())
    return elements[0]


def _named(element: Element, tag: str) -> Element:
    if element.tag != tag:
        raise element.error(f"<{element.tag}> is where <{tag}> belongs", vocabulary_hint())
    return element


def _metadata(head: Element, language: str) -> Metadata:
    title = ""
    origins: list[DataPath] = []
    values: dict[str, list[str]] = {"author": [], "subject": [], "keywords": [], "acknowledgement": []}
    for element in head.elements():
        name = element.attributes.get("name", "")
        if element.tag == "title":
            title = " ".join("".join(c.text for c in element.children if isinstance(c, Characters)).split())
        elif element.tag == "meta" and name in values:
            values[name].append(" ".join(element.attributes.get("content", "").split()))
            origins += element.origins.values()
        else:
            raise element.error(f"<{element.tag}> cannot be in <head>", "head has a title, and meta with a name")
    if not title or not language:
        raise head.error("a document needs a title and a language", '<html lang="…"><head><title>…</title>')
    if values["acknowledgement"] not in ([], ["none"]):
        raise head.error(
            "the meta “acknowledgement” is “none”, or left out",
            "leave it out: a paper owes its funders an acknowledgement",
        )
    subject = " ".join(values["subject"])
    named = (tuple(values["author"]), subject, tuple(values["keywords"]))
    return Metadata(title, language, *named, acknowledged=not values["acknowledgement"], origins=tuple(origins))
