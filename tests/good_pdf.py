"""A small PDF that meets its standard in every point, built by hand for the tests of the checks.

Two pages: headings, a paragraph with a link and the call of a note, the note, a list, a table, a
figure, a paragraph in a form XObject, a footer that is decoration, bookmarks and an embedded file.
"""

from __future__ import annotations

import io
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import weasyprint.pdf
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream, String

from conceptnote.pdfstandard import PdfStandard
from conceptnote.theme.theme import load_theme

LETTERS = "".join(chr(code) for code in range(32, 127)) + "•–"
PDF_2_0 = "http://iso.org/pdf2/ssn"

_HEAD = (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
    'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
)
_FACTS = (
    '<rdf:Description rdf:about="" pdf:Producer="Tests" xmp:CreateDate="2030-03-05T09:15:00+01:00">'
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Water</rdf:li></rdf:Alt></dc:title>'
    "<dc:creator><rdf:Seq><rdf:li>A. Keita</rdf:li><rdf:li>B. Brandt</rdf:li></rdf:Seq></dc:creator>"
    "</rdf:Description>"
)
_DESCRIBED = (
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
_END = '</rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
_CLAIMS = {
    PdfStandard.A3A_UA1: '<rdf:Description rdf:about="" pdfaid:part="3" pdfaid:conformance="A" pdfuaid:part="1"/>'
    + _DESCRIBED,
    PdfStandard.A2A: '<rdf:Description rdf:about="" pdfaid:part="2" pdfaid:conformance="A"/>',
    PdfStandard.UA1: '<rdf:Description rdf:about="" pdfuaid:part="1"/>',
    PdfStandard.UA2: '<rdf:Description rdf:about="" pdfuaid:part="2" pdfuaid:rev="2024"/>',
}


@cache
def font_program() -> bytes:
    """The bundled sans with the letters of `LETTERS` alone."""
    theme = load_theme()
    with TTFont(theme.fonts_folder / theme.fonts["sans"].files.regular) as font:
        subsetter = Subsetter(Options(layout_features=[], hinting=False))
        subsetter.populate(text=LETTERS)
        subsetter.subset(font)
        file = io.BytesIO()
        font.save(file)
    return file.getvalue()


@cache
def glyphs() -> dict[str, int]:
    """The number of each letter's glyph in the font program."""
    with TTFont(io.BytesIO(font_program())) as font:
        return {chr(code): font.getGlyphID(name) for code, name in font.getBestCmap().items()}


def glyph_count() -> int:
    """How many glyphs the font program has, those for missing characters and parts of letters counted."""
    with TTFont(io.BytesIO(font_program())) as font:
        return int(font["maxp"].numGlyphs)


class Paper:
    """A PDF while it is built; `made` keeps the parts that the tests break, by name."""

    def __init__(self, standard: PdfStandard) -> None:
        self.standard = standard
        self.second = standard is PdfStandard.UA2
        self.pdf = Pdf.new()
        self.root = self.pdf.Root
        self.content: list[list[str]] = [[], []]
        self.parents: list[list[Any]] = [[], []]
        self.annotations: list[Any] = []
        self.tree = self.add(Dictionary(Type=Name.StructTreeRoot, K=Array()))
        self.space = self.add(Dictionary(Type=Name.Namespace, NS=String(PDF_2_0)))
        self.font = self.add(self._font())
        box = Array([0, 0, 595, 842])
        for _ in range(2):
            page = Dictionary(Type=Name.Page, MediaBox=box, Tabs=Name.S, Annots=Array())
            page.Resources = Dictionary(Font=Dictionary(F=self.font), XObject=Dictionary())
            self.pdf.pages.append(Page(self.add(page)))
        self.pages = [page.obj for page in self.pdf.pages]

    def add(self, value: Any) -> Any:
        return self.pdf.make_indirect(value)

    def element(self, kind: str, parent: Any = None, **more: Any) -> Any:
        parent = self.tree if parent is None else parent
        made = self.add(Dictionary(Type=Name.StructElem, S=Name("/" + kind), P=parent, K=Array(), **more))
        parent.K.append(made)
        return made

    def say(self, element: Any, page: int, x: float, y: float, words: str) -> None:
        """Show words as the content of an element."""
        mcid = len(self.parents[page])
        self.parents[page].append(element)
        element.Pg = self.pages[page]
        element.K.append(mcid)
        tag = str(element.S)
        self.content[page].append(f"{tag} <</MCID {mcid}>> BDC {shown(x, y, words)} EMC")

    def link(self, element: Any, page: int, x: float, y: float, contents: str, **target: Any) -> Any:
        """Put a link annotation into an element."""
        rect = Array([x, y - 2, x + 40, y + 10])
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rect, F=4, Contents=String(contents), **target)
        link.StructParent = 10 + len(self.annotations)
        link = self.add(link)
        self.annotations.append(element)
        element.K.append(Dictionary(Type=Name.OBJR, Obj=link, Pg=self.pages[page]))
        self.pages[page].Annots.append(link)
        return link

    def to(self, page: int, y: float, element: Any) -> dict[str, Any]:
        """What leads to an element, as the standard wants it."""
        place = Array([self.pages[page], Name.XYZ, 50, y, 0])
        if not self.second:
            return {"Dest": place}
        structured = Array([element, Name.XYZ, 50, y, 0])
        return {"A": Dictionary(S=Name.GoTo, D=place, SD=structured)}

    def _font(self) -> Any:
        with TTFont(io.BytesIO(font_program())) as program:
            scale, order = 1000 / program["head"].unitsPerEm, program.getGlyphOrder()
            widths = [round(program["hmtx"][name][0] * scale) for name in order]
        pairs = "\n".join(f"<{glyph:04X}> <{ord(letter):04X}>" for letter, glyph in glyphs().items())
        head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        head += f"1 begincodespacerange <0000> <FFFF> endcodespacerange {len(glyphs())} beginbfchar\n"
        cmap = f"{head}{pairs}\nendbfchar endcmap end end"
        name = Name("/ABCDEF+Sans")
        program_stream = Stream(self.pdf, font_program(), Length1=len(font_program()))
        measures = {"Ascent": 900, "Descent": -200, "CapHeight": 660, "StemV": 80, "ItalicAngle": 0, "Flags": 4}
        descriptor = Dictionary(Type=Name.FontDescriptor, FontName=name, **measures)
        descriptor.FontBBox = Array([-200, -300, 1200, 1000])
        descriptor.FontFile2 = self.add(program_stream)
        inner = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=name, CIDToGIDMap=Name.Identity)
        inner.CIDSystemInfo = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)
        inner.W, inner.FontDescriptor = Array([0, Array(widths)]), self.add(descriptor)
        font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=name, Encoding=Name("/Identity-H"))
        font.DescendantFonts, font.ToUnicode = Array([self.add(inner)]), self.add(Stream(self.pdf, cmap.encode()))
        return font


def shown(x: float, y: float, words: str) -> str:
    """The operators that show words at a place."""
    return f"BT /F 11 Tf 1 0 0 1 {x} {y} Tm <{''.join(f'{glyphs()[one]:04X}' for one in words)}> Tj ET"


def good_pdf(standard: PdfStandard) -> Pdf:
    """The PDF, open."""
    paper = Paper(standard)
    document = paper.element("Document", **({"NS": paper.space} if paper.second else {}))
    heading = _first_page(paper, document)
    second = _second_page(paper, document)
    for page, lines in zip(paper.pages, paper.content, strict=True):
        lines.append(f"/Artifact <</Type /Pagination>> BDC {shown(50, 30, 'Funded by nobody')} EMC")
        page.Contents = paper.add(Stream(paper.pdf, "\n".join(lines).encode()))
    _tie(paper)
    _catalogue(paper)
    _outline(paper, [("Water", 0, 780, heading), ("Next", 1, 780, second)])
    if standard is not PdfStandard.A2A:
        _attach(paper)
    return paper.pdf


def _first_page(paper: Paper, document: Any) -> Any:
    heading = paper.element("H1", document)
    paper.say(heading, 0, 50, 780, "Water")
    text = paper.element("P", document)
    paper.say(text, 0, 50, 750, "Rivers cross borders, says ")
    link = paper.element("Link", text)
    paper.say(link, 0, 200, 750, "the office")
    paper.link(link, 0, 200, 750, "The office", A=Dictionary(S=Name.URI, URI=String("https://example.org/")))
    calls = []
    for number in (1, 2):
        calls.append(paper.element("Link", text))
        paper.say(calls[-1], 0, 200 + 60 * number, 750, str(number))
    items = paper.element("L", document, A=Dictionary(O=Name.List, ListNumbering=Name.Disc))
    for place, words in enumerate(("first", "second")):
        item = paper.element("LI", items)
        paper.say(paper.element("Lbl", item), 0, 50, 700 - 20 * place, "•")
        paper.say(paper.element("LBody", item), 0, 65, 700 - 20 * place, words)
    _table(paper, document)
    figure = paper.element("Figure", document, Alt=String("A river"), A=Dictionary(O=Name.Layout))
    figure.A.BBox = Array([50, 400, 150, 450])
    mcid = len(paper.parents[0])
    paper.parents[0].append(figure)
    figure.Pg, figure.K = paper.pages[0], Array([mcid])
    measures = {"Width": 2, "Height": 2, "BitsPerComponent": 8}
    image = Stream(paper.pdf, b"\x10\x40\x80" * 4, Type=Name.XObject, Subtype=Name.Image, **measures)
    image.ColorSpace = Name.DeviceRGB
    paper.pages[0].Resources.XObject.Picture = paper.add(image)
    paper.content[0].append(f"/Figure <</MCID {mcid}>> BDC q 100 0 0 50 50 400 cm /Picture Do Q EMC")
    paper.content[0].append("/Artifact BMC 0.2 0.2 0.2 RG 50 110 m 150 110 l S EMC")
    for number, call in enumerate(calls, 1):
        _note(paper, document, call, number)
    return heading


def _table(paper: Paper, document: Any) -> None:
    table = paper.element("Table", document)
    paper.say(paper.element("Caption", table), 0, 50, 640, "Who speaks")
    head, body = paper.element("THead", table), paper.element("TBody", table)
    for place, words in enumerate(("Time Who", "9:15 Keita", "9:45 Brandt")):
        row = paper.element("TR", body if place else head)
        for column, word in enumerate(words.split()):
            scope = {} if place else {"A": Dictionary(O=Name.Table, Scope=Name.Column)}
            cell = paper.element("TD" if place else "TH", row, **scope)
            paper.say(cell, 0, 50 + 80 * column, 620 - 20 * place, word)


def _note(paper: Paper, document: Any, call: Any, number: int) -> None:
    more: dict[str, Any] = {"ID": String(f"note-{number}")}
    if paper.second:
        more |= {"NS": paper.space, "Ref": Array([call]), "A": Dictionary(O=Name.FENote, NoteType=Name.Footnote)}
    note = paper.element("FENote" if paper.second else "Note", document, **more)
    if paper.second:
        call.Ref = Array([note])
    back, y = paper.element("Link", paper.element("Lbl", note)), 120 - 30 * number
    paper.say(back, 0, 50, y, str(number))
    paper.say(paper.element("P", note), 0, 60, y, "In its report.")
    paper.link(call, 0, 200 + 60 * number, 750, f"Note {number}", **paper.to(0, y + 12, note))
    paper.link(back, 0, 50, y, "Back to the text", **paper.to(0, 762, call))


def _second_page(paper: Paper, document: Any) -> Any:
    heading = paper.element("H2", document)
    paper.say(heading, 1, 50, 780, "Next")
    text = paper.element("P", document, Pg=paper.pages[1])
    words = f"/P <</MCID 0>> BDC {shown(50, 750, 'Come again.')} EMC".encode()
    form = Stream(paper.pdf, words, Type=Name.XObject, Subtype=Name.Form, StructParents=2)
    form.BBox = Array([0, 0, 595, 842])
    form.Resources = Dictionary(Font=Dictionary(F=paper.font))
    form = paper.add(form)
    text.K.append(Dictionary(Type=Name.MCR, Pg=paper.pages[1], Stm=form, MCID=0))
    paper.pages[1].Resources.XObject.Text = form
    paper.content[1].append("/Text Do")
    paper.parents.append([text])
    return heading


def _tie(paper: Paper) -> None:
    numbers = Array()
    for place, elements in enumerate(paper.parents):
        numbers.append(place)
        numbers.append(Array(elements))
    for place, element in enumerate(paper.annotations, 10):
        numbers.append(place)
        numbers.append(element)
    for place, page in enumerate(paper.pages):
        page.StructParents = place
    paper.tree.ParentTree = paper.add(Dictionary(Nums=numbers))
    if paper.second:
        paper.tree.Namespaces = Array([paper.space])


def _catalogue(paper: Paper) -> None:
    root, pdf = paper.root, paper.pdf
    root.StructTreeRoot, root.MarkInfo = paper.tree, Dictionary(Marked=True)
    root.Lang, root.ViewerPreferences = String("en"), Dictionary(DisplayDocTitle=True)
    packet = (_HEAD + _CLAIMS[paper.standard] + _FACTS + _END).encode()
    root.Metadata = paper.add(Stream(pdf, packet, Type=Name.Metadata, Subtype=Name.XML))
    info = Dictionary(Title=String("Water"), Author=String("A. Keita, B. Brandt"), Producer=String("Tests"))
    info.CreationDate = String("D:20300305091500+01'00'")
    pdf.trailer.Info = paper.add(info)
    if paper.standard.archival:
        profile = Stream(pdf, (Path(weasyprint.pdf.__file__).parent / "sRGB2014.icc").read_bytes())
        profile.N = 3
        intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, DestOutputProfile=paper.add(profile))
        intent.OutputConditionIdentifier = String("sRGB")
        root.OutputIntents = Array([intent])


def _outline(paper: Paper, entries: list[tuple[str, int, float, Any]]) -> None:
    outline = paper.add(Dictionary(Type=Name.Outlines, Count=len(entries)))
    made = [
        paper.add(Dictionary(Title=String(title), Parent=outline, **paper.to(page, y + 12, element)))
        for title, page, y, element in entries
    ]
    for one, following in pairwise(made):
        one.Next, following.Prev = following, one
    outline.First, outline.Last = made[0], made[-1]
    paper.root.Outlines = outline


def _attach(paper: Paper) -> None:
    media = Name("/application/yaml")
    data = Stream(paper.pdf, b"title: Water\n", Type=Name.EmbeddedFile, Subtype=media)
    data.Params = Dictionary(ModDate=String("D:20300305091500Z"), Size=13)
    file = Dictionary(Type=Name.Filespec, F=String("event.yaml"), UF=String("event.yaml"), AFRelationship=Name.Source)
    file.EF, file.Desc = Dictionary(F=paper.add(data)), String("The event as data")
    file = paper.add(file)
    paper.root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("event.yaml"), file])))
    paper.root.AF = Array([file])


def saved(pdf: Pdf, standard: PdfStandard, **options: Any) -> bytes:
    """The bytes of a PDF."""
    file = io.BytesIO()
    version = "2.0" if standard is PdfStandard.UA2 else "1.7"
    # With encryption, qpdf makes no ID of the content, and drops the encryption where a version is forced.
    fixed = {"static_id": True} if "encryption" in options else {"deterministic_id": True, "force_version": version}
    pdf.save(file, fix_metadata_version=False, **fixed, **options)
    return file.getvalue()


@cache
def good_bytes(standard: PdfStandard) -> bytes:
    """The bytes of the good PDF."""
    with good_pdf(standard) as pdf:
        return saved(pdf, standard)
