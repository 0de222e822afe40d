"""A Word file as somebody edits it, with tracking on or off: what Word would have written."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from conceptnote.ooxml.xml import Element, element, qualified

AUTHOR, DATE = "Awa Sow", "2026-06-10T09:00:00Z"
_P, _R, _T, _TR, _PPR, _RPR = (qualified(f"w:{name}") for name in ("p", "r", "t", "tr", "pPr", "rPr"))
_BEFORE_MARK = ("sectPr", "pPrChange")


class Word:
    """A file that is open in Word."""

    def __init__(self, data: bytes, *, tracked: bool = False, author: str = AUTHOR) -> None:
        with ZipFile(BytesIO(data)) as package:
            self._parts = {name: package.read(name) for name in package.namelist()}
        self.tracked, self.author = tracked, author
        self._roots: dict[str, Element] = {}
        self._count = 9000

    def part(self, name: str = "document") -> Element:
        """The root of a part."""
        if name not in self._roots:
            self._roots[name] = etree.fromstring(self._parts[f"word/{name}.xml"])
        return self._roots[name]

    def saved(self, *, anchors: bool = True) -> bytes:
        """The file, without the bookmarks where they are taken out."""
        for root in self._roots.values() if anchors else [self.part(), *self._roots.values()]:
            marks = [] if anchors else list(root.iter(qualified("w:bookmarkStart"), qualified("w:bookmarkEnd")))
            for mark in marks:
                parent = mark.getparent()
                assert parent is not None
                parent.remove(mark)
        made = {f"word/{name}.xml": etree.tostring(root) for name, root in self._roots.items()}
        final = BytesIO()
        with ZipFile(final, "w", ZIP_DEFLATED) as package:
            for name, content in (self._parts | made).items():
                package.writestr(name, content)
        return final.getvalue()

    def get(self, name: str) -> bytes:
        """The content of a part of the package, as it was opened."""
        return self._parts[name]

    def names(self, folder: str) -> list[str]:
        """The names of the parts in a folder."""
        return [name for name in self._parts if name.startswith(folder)]

    def put(self, name: str, content: bytes) -> None:
        """A part of the package with another content."""
        self._parts[name] = content

    def paragraph(self, text: str, part: str = "document") -> Element:
        """The first paragraph that has a text."""
        return next(one for one in self.part(part).iter(_P) if text in words(one))

    def row(self, text: str) -> Element:
        """The first row of a table that has a text."""
        return next(one for one in self.part().iter(_TR) if text in words(one))

    def replace(self, old: str, new: str, part: str = "document", within: str = "") -> None:
        """Type some text over another one."""
        paragraph = self.paragraph(within or old, part)
        for run in self._isolated(paragraph, old):
            if new:
                inserted = copy.deepcopy(run)
                _set(inserted, new)
                run.addprevious(self._inserted(inserted))
                new = ""
            self._delete(run)

    def insert_after(self, text: str, new: str, *, before: bool = False, like: str = "") -> Element:
        """Add a paragraph after the one with a text, or before it; it looks like that one, or like another."""
        there = self.paragraph(text)
        made = self._new_paragraph(self.paragraph(like) if like else there, new)
        if before:
            there.addprevious(made)
        else:
            there.addnext(made)
        return made

    def insert_below(self, text: str, new: str, like: str = "") -> None:
        """Add a paragraph to the cell of another one, right below that."""
        there = self.paragraph(text)
        there.addnext(self._new_paragraph(self.paragraph(like or text), new))

    def unstyle(self) -> None:
        """Paste all of it without styles."""
        for style in list(self.part().iter(qualified("w:pStyle"))):
            style.getparent().remove(style)  # type: ignore[union-attr] # it has one

    def delete(self, text: str) -> None:
        """Delete a paragraph."""
        self._delete_paragraph(self.paragraph(text))

    def duplicate(self, text: str) -> None:
        """Copy a paragraph and paste it after itself."""
        there = self.paragraph(text)
        made = self._new_paragraph(there, words(there))
        there.addnext(made)

    def move(self, text: str, before: str) -> None:
        """Drag a paragraph before another one."""
        there, to = self.paragraph(text), self.paragraph(before)
        if not self.tracked:
            to.addprevious(there)
            return
        made = copy.deepcopy(there)
        self._wrap(made, "moveTo")
        to.addprevious(made)
        self._wrap(there, "moveFrom")

    def split(self, text: str) -> None:
        """Press Enter before a text."""
        paragraph = self.paragraph(text)
        runs = list(self._isolated(paragraph, text))
        second = element("w:p")
        if (properties := paragraph.find(_PPR)) is not None:
            second.append(copy.deepcopy(properties))
        rest = [runs[0], *runs[0].itersiblings()]
        second.extend(rest)
        paragraph.addnext(second)
        if self.tracked:
            self._mark(paragraph, "ins")

    def join(self, text: str) -> None:
        """Delete the end of the paragraph with a text, so that the next one goes on there."""
        paragraph = self.paragraph(text)
        if self.tracked:
            self._mark(paragraph, "del")
            return
        after = paragraph.getnext()
        assert after is not None
        paragraph.extend([one for one in after if one.tag != _PPR])
        after.getparent().remove(after)  # type: ignore[union-attr] # it has one

    def format(self, text: str, look: str = "b") -> None:
        """Set a text in bold or italics."""
        for run in self._isolated(self.paragraph(text), text):
            properties = run.find(_RPR)
            if properties is None:
                properties = element("w:rPr")
                run.insert(0, properties)
            former = copy.deepcopy(properties)
            properties.append(element(f"w:{look}"))
            if self.tracked:
                properties.append(element("w:rPrChange", former, **self._by()))

    def restyle(self, text: str, style: str) -> None:
        """Give a paragraph another style."""
        properties = self.paragraph(text).find(_PPR)
        if properties is None:
            properties = element("w:pPr")
            self.paragraph(text).insert(0, properties)
        former = copy.deepcopy(properties)
        for old in properties.findall(qualified("w:pStyle")):
            properties.remove(old)
        properties.insert(0, element("w:pStyle", val=style))
        if self.tracked:
            properties.append(element("w:pPrChange", former, **self._by()))

    def insert_row(self, after: str, *cells: str) -> None:
        """Add a row after the one with a text, each cell with a paragraph like the first one there."""
        there = self.row(after)
        made = copy.deepcopy(there)
        for cell, text in zip(made.iter(qualified("w:tc")), cells, strict=True):
            first = next(cell.iter(_P))
            for other in list(cell.iter(_P)):
                cell.remove(other)
            cell.append(self._new_paragraph(first, text) if text else element("w:p"))
        there.addnext(made)
        if self.tracked:
            self._mark_row(made, "ins")

    def delete_row(self, text: str) -> None:
        """Delete a row."""
        row = self.row(text)
        if not self.tracked:
            row.getparent().remove(row)  # type: ignore[union-attr] # it has one
            return
        self._mark_row(row, "del")
        for paragraph in row.iter(_P):
            for run in list(paragraph.iter(_R)):
                self._delete(run)

    def move_row(self, text: str, before: str) -> None:
        """Drag a row before another one, which Word tracks as one that is deleted and one that is inserted."""
        row, to = self.row(text), self.row(before)
        made = copy.deepcopy(row)
        to.addprevious(made)
        if not self.tracked:
            row.getparent().remove(row)  # type: ignore[union-attr] # it has one
            return
        self._mark_row(made, "ins")
        for paragraph in made.iter(_P):
            for run in [one for one in paragraph if one.tag == _R]:
                run.addprevious(self._inserted(copy.deepcopy(run)))
                paragraph.remove(run)
        self._mark_row(row, "del")
        for paragraph in row.iter(_P):
            for run in [one for one in paragraph if one.tag == _R]:
                self._delete(run)

    def retype(self) -> None:
        """Type the whole text anew."""
        for paragraph in list(self.part().iter(_P)):
            for run in [one for one in paragraph if one.tag == _R and one.find(_T) is not None]:
                new = copy.deepcopy(run)
                run.addprevious(self._inserted(new))
                self._delete(run)

    def control(self) -> None:
        """Put every paragraph of the body into a content control, as Google Docs does with some."""
        body = self.part().find(qualified("w:body"))
        assert body is not None
        for paragraph in [one for one in body if one.tag == _P]:
            inside = element("w:sdtContent")
            paragraph.addprevious(element("w:sdt", inside))
            inside.append(paragraph)

    def retype_paragraph(self, text: str, new: str) -> None:
        """Type another text over a whole paragraph."""
        runs = [one for one in self.paragraph(text).iter(_R) if one.find(_T) is not None]
        made = copy.deepcopy(runs[0])
        _set(made, new)
        runs[0].addprevious(self._inserted(made))
        for run in runs:
            self._delete(run)

    def insert_cell(self, text: str, new: str) -> None:
        """Add a cell at the end of the row with a text."""
        row = self.row(text)
        made = copy.deepcopy(list(row.iter(qualified("w:tc")))[-1])
        for paragraph in list(made.iter(_P)):
            made.remove(paragraph)
        made.append(self._new_paragraph(self.paragraph(text), new))
        if self.tracked:
            made[0].append(element("w:cellIns", **self._by()))
        row.append(made)

    def endnote(self, after: str, said: str) -> None:
        """Put an endnote behind a text."""
        run = next(iter(self._isolated(self.paragraph(after), after)))
        call = element("w:r", element("w:endnoteReference", id=5))
        run.addnext(self._inserted(call))
        notes = etree.Element(qualified("w:endnotes"))
        notes.append(element("w:endnote", element("w:p", element("w:r", element("w:t", text=said))), id=5))
        self._parts["word/endnotes.xml"] = etree.tostring(notes)
        self._relate("endnotes", "endnotes.xml")
        self._declare("/word/endnotes.xml", "endnotes+xml")

    def uncall(self) -> None:
        """Delete the call of the first note, and Word deletes the note with it."""
        call = next(one for one in self.part().iter(_R) if one.find(qualified("w:footnoteReference")) is not None)
        self._delete(call)

    def note(self, after: str, said: str) -> None:
        """Put a footnote behind a text."""
        run = next(iter(self._isolated(self.paragraph(after), after)))
        notes = self.part("footnotes")
        like = next(note for note in notes if note.get(qualified("w:type")) is None)
        made = copy.deepcopy(like)
        made.set(qualified("w:id"), "77")
        texts = [one for one in made.iter(_R) if one.find(_T) is not None and words(one).strip()]
        _set(texts[0], said)
        for other in texts[1:]:
            other.getparent().remove(other)  # type: ignore[union-attr] # it has one
        call = next(one for one in self.part().iter(_R) if one.find(qualified("w:footnoteReference")) is not None)
        again = copy.deepcopy(call)
        again.find(qualified("w:footnoteReference")).set(qualified("w:id"), "77")  # type: ignore[union-attr] # it has
        run.addnext(self._inserted(again))
        # Word writes notes in the order of their calls.
        calls = [one.get(qualified("w:id")) for one in self.part().iter(qualified("w:footnoteReference"))]
        after_it = calls[calls.index("77") + 1 :]
        place = next((note for note in notes if note.get(qualified("w:id")) in after_it), None)
        if place is None:
            notes.append(made)
        else:
            place.addprevious(made)

    def comment(self, text: str, said: str) -> None:
        """Comment on a text."""
        run = next(iter(self._isolated(self.paragraph(text), text)))
        run.addprevious(element("w:commentRangeStart", id=1))
        run.addnext(element("w:commentRangeEnd", id=1))
        body = element("w:comment", element("w:p", element("w:r", element("w:t", text=said))), id=1, **_by(self.author))
        root = etree.Element(qualified("w:comments"))
        root.append(body)
        self._parts["word/comments.xml"] = etree.tostring(root)
        self._relate("comments", "comments.xml")
        self._declare("/word/comments.xml", "comments+xml")

    def _relate(self, kind: str, target: str) -> None:
        name = "word/_rels/document.xml.rels"
        address = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
        one = f'<Relationship Id="rId900" Type="{address}" Target="{target}"/></Relationships>'
        self._parts[name] = self._parts[name].replace(b"</Relationships>", one.encode())

    def _declare(self, part: str, kind: str) -> None:
        name = "[Content_Types].xml"
        media = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}"
        one = f'<Override PartName="{part}" ContentType="{media}"/></Types>'
        self._parts[name] = self._parts[name].replace(b"</Types>", one.encode())

    def _isolated(self, paragraph: Element, text: str) -> Iterator[Element]:
        """The runs of a text within a paragraph, cut so that they hold nothing else."""
        whole = words(paragraph)
        start = whole.index(text)
        end, at = start + len(text), 0
        for run in [one for one in paragraph.iter(_R) if one.find(_T) is not None]:
            said = words(run)
            first, last = max(start - at, 0), min(end - at, len(said))
            at += len(said)
            if first >= last:
                continue
            for piece, place in ((said[:first], run.addprevious), (said[last:], run.addnext)):
                if piece:
                    cut = copy.deepcopy(run)
                    _set(cut, piece)
                    place(cut)
            _set(run, said[first:last])
            yield run

    def _new_paragraph(self, like: Element, text: str) -> Element:
        run = next((copy.deepcopy(one) for one in like.iter(_R)), element("w:r"))
        _set(run, text)
        made = element("w:p")
        if (properties := like.find(_PPR)) is not None:
            made.append(copy.deepcopy(properties))
        made.append(self._inserted(run))
        if self.tracked:
            self._mark(made, "ins")
        return made

    def _delete_paragraph(self, paragraph: Element) -> None:
        if not self.tracked:
            paragraph.getparent().remove(paragraph)  # type: ignore[union-attr] # it has one
            return
        for run in list(paragraph.iter(_R)):
            self._delete(run)
        self._mark(paragraph, "del")

    def _wrap(self, paragraph: Element, tag: str) -> None:
        for run in [one for one in paragraph if one.tag == _R]:
            around = element(f"w:{tag}", **self._by())
            run.addprevious(around)
            around.append(run)
        self._mark(paragraph, tag)

    def _inserted(self, run: Element) -> Element:
        return element("w:ins", run, **self._by()) if self.tracked else run

    def _delete(self, run: Element) -> None:
        parent = run.getparent()
        assert parent is not None
        if not self.tracked:
            parent.remove(run)
            return
        around = element("w:del", **self._by())
        run.addprevious(around)
        around.append(run)
        for text in run.iter(_T):
            text.tag = qualified("w:delText")

    def _mark(self, paragraph: Element, tag: str) -> None:
        properties = paragraph.find(_PPR)
        if properties is None:
            properties = element("w:pPr")
            paragraph.insert(0, properties)
        mark = properties.find(_RPR)
        if mark is None:
            mark = element("w:rPr")
            properties.append(mark)
        mark.insert(0, element(f"w:{tag}", **self._by()))

    def _mark_row(self, row: Element, tag: str) -> None:
        properties = row.find(qualified("w:trPr"))
        if properties is None:
            properties = etree.Element(qualified("w:trPr"))
            row.insert(0, properties)
        properties.append(element(f"w:{tag}", **self._by()))

    def _by(self) -> dict[str, str | int]:
        self._count += 1
        return {"id": self._count, **_by(self.author)}


def _by(author: str) -> dict[str, str]:
    return {"author": author, "date": DATE}


def words(node: Element) -> str:
    """The words of a paragraph, a row or a run."""
    return "".join(text.text or "" for text in node.iter(_T))


def _set(run: Element, text: str) -> None:
    for one in [child for child in run if child.tag not in (_RPR, _T)]:
        run.remove(one)
    texts = run.findall(_T)
    for extra in texts[1:]:
        run.remove(extra)
    first = texts[0] if texts else etree.SubElement(run, _T)
    first.text, *lines = text.split("\n")
    for line in lines:
        run.append(element("w:br"))
        run.append(element("w:t", text=line))
    first.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


Edit = Callable[[Word], object]
