"""For every condition that a PDF is held to, what breaks it and nothing else in the good PDF."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from good_pdf import glyphs, good_pdf, saved, shown
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, Permissions, Stream, StreamDecodeLevel, String

from conceptnote.pdfstandard import PdfStandard

A2A, A3A_UA1, UA1, UA2 = PdfStandard.A2A, PdfStandard.A3A_UA1, PdfStandard.UA1, PdfStandard.UA2


@dataclass(frozen=True)
class Planted:
    """A fault: what it does to an open PDF, or to its bytes, and how it is saved."""

    rule: str
    standard: PdfStandard
    label: str
    plant: Callable[[Pdf], None] = lambda pdf: None
    bend: Callable[[bytes], bytes] = lambda data: data
    options: dict[str, Any] = field(default_factory=dict)

    def file(self) -> bytes:
        """The good PDF with the fault in it."""
        made = A3A_UA1 if self.standard is PdfStandard.NONE else self.standard
        with good_pdf(made) as pdf:
            self.plant(pdf)
            return self.bend(saved(pdf, made, **self.options))


FAULTS: list[Planted] = []


def breaks(rule: str, standard: PdfStandard = UA1, **options: Any) -> Callable[[Callable[[Pdf], None]], None]:
    """Register what a function does to the open PDF as a fault."""

    def register(plant: Callable[[Pdf], None]) -> None:
        FAULTS.append(Planted(rule, standard, plant.__name__.strip("_"), plant=plant, options=options))

    return register


def bends(rule: str, standard: PdfStandard, label: str, bend: Callable[[bytes], bytes]) -> None:
    """Register what a function does to the bytes as a fault."""
    FAULTS.append(Planted(rule, standard, label, bend=bend))


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def bend(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new, 1)

    return bend


# Finding and changing parts of the good PDF


def elements(pdf: Pdf, kind: str) -> list[Any]:
    """The structure elements of a type, in reading order."""
    waiting, found = [pdf.Root.StructTreeRoot.K[0]], []
    while waiting:
        element = waiting.pop()
        if Name("/" + kind) == element.S:
            found.append(element)
        waiting += [kid for kid in reversed(list(element.K)) if isinstance(kid, Dictionary) and "/S" in kid]
    return found


def element(pdf: Pdf, kind: str) -> Any:
    return elements(pdf, kind)[0]


def document_element(pdf: Pdf) -> Any:
    return element(pdf, "Document")


def become(one: Any, kind: str) -> None:
    one.S = Name("/" + kind)


def child(pdf: Pdf, parent: Any, kind: str, **more: Any) -> Any:
    """A new element at the end of another."""
    made = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + kind), P=parent, K=Array(), **more))
    parent.K.append(made)
    return made


def edit(pdf: Pdf, page: int, old: str, new: str) -> None:
    """Change a piece of a page's content."""
    stream = pdf.pages[page].obj.Contents
    data = stream.read_bytes()
    assert old.encode() in data
    stream.write(data.replace(old.encode(), new.encode(), 1))


def metadata(pdf: Pdf, old: str, new: str) -> None:
    """Change a piece of the metadata."""
    data = pdf.Root.Metadata.read_bytes()
    assert old.encode() in data
    pdf.Root.Metadata.write(data.replace(old.encode(), new.encode(), 1))


def font(pdf: Pdf) -> Any:
    return pdf.pages[0].obj.Resources.Font.F


def to_unicode(pdf: Pdf, letter: str, meaning: str) -> None:
    """Let a letter mean something else; nothing, if the meaning is empty."""
    stream = font(pdf).ToUnicode
    old = f"<{glyphs()[letter]:04X}> <{ord(letter):04X}>"
    assert old.encode() in stream.read_bytes()
    new = f"<{glyphs()[letter]:04X}> <{meaning}>" if meaning else ""
    stream.write(stream.read_bytes().replace(old.encode(), new.encode()))


def links(pdf: Pdf) -> list[Any]:
    """The link annotations: the web, then call and return of each note."""
    return list(pdf.pages[0].obj.Annots)


def annotate(pdf: Pdf, kind: str, around: Any = None, **more: Any) -> Any:
    """A new annotation on the second page, in an element if one is given."""
    made = Dictionary(Type=Name.Annot, Subtype=Name("/" + kind), Rect=Array([50, 600, 90, 620]), F=4, **more)
    appearance = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
    made.AP = Dictionary(N=appearance)
    made = pdf.make_indirect(made)
    pdf.pages[1].obj.Annots.append(made)
    if around is not None:
        made.StructParent = 50
        around.K.append(Dictionary(Type=Name.OBJR, Obj=made, Pg=pdf.pages[1].obj))
        pdf.Root.StructTreeRoot.ParentTree.Nums.extend([50, around])
    return made


def annot(pdf: Pdf, **more: Any) -> Any:
    return child(pdf, document_element(pdf), "Annot", **more)


# Content


@breaks("01-003", A2A)
def artifact_in_content(pdf: Pdf) -> None:
    edit(pdf, 1, "BDC BT", "BDC /Artifact BMC 0 0 5 5 re f EMC BT")


@breaks("01-004", A2A)
def content_in_artifact(pdf: Pdf) -> None:
    edit(pdf, 1, "/H2 <</MCID 0>> BDC", "/Artifact BMC /H2 <</MCID 0>> BDC")
    edit(pdf, 1, "EMC\n/Text", "EMC EMC\n/Text")


@breaks("01-005", A2A)
def unmarked_rule(pdf: Pdf) -> None:
    edit(pdf, 1, "/Text Do", "/Text Do 0 0 m 9 9 l S")


@breaks("01-005", UA2)
def unmarked_text(pdf: Pdf) -> None:
    edit(pdf, 1, "/Artifact <</Type /Pagination>> BDC", "/Span BMC")


@breaks("01-007")
def suspects(pdf: Pdf) -> None:
    pdf.Root.MarkInfo.Suspects = True


@breaks("30-001")
def reference_xobject(pdf: Pdf) -> None:
    pdf.pages[1].obj.Resources.XObject.Text.Ref = Dictionary(F=String("other.pdf"), Page=0)


@breaks("30-002")
def form_drawn_twice(pdf: Pdf) -> None:
    edit(pdf, 1, "/Text Do", "/Text Do /Text Do")


# Structure


@breaks("tagged", A2A)
def not_marked(pdf: Pdf) -> None:
    del pdf.Root.MarkInfo


@breaks("02-001", A2A)
def unknown_type(pdf: Pdf) -> None:
    become(element(pdf, "P"), "Foo")


@breaks("02-001", UA2)
def type_of_another_namespace(pdf: Pdf) -> None:
    become(elements(pdf, "P")[-1], "Em")


@breaks("02-003", A2A)
def circular_map(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(Foo=Name.Bar, Bar=Name.Foo)


@breaks("02-003", UA2)
def circular_map_in_use(pdf: Pdf) -> None:
    space = Dictionary(NS=String("urn:x"), RoleMapNS=Dictionary())
    space = pdf.make_indirect(space)
    space.RoleMapNS.Foo = Array([Name.Bar, space])
    space.RoleMapNS.Bar = Array([Name.Foo, space])
    become(elements(pdf, "P")[-1], "Foo")
    elements(pdf, "Foo")[-1].NS = space


@breaks("02-004", A2A)
def standard_type_mapped(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(P=Name.Div)


@breaks("structure-tree", A2A)
def wrong_parent(pdf: Pdf) -> None:
    element(pdf, "P").P = element(pdf, "L")


@breaks("structure-tree", A2A)
def cycle(pdf: Pdf) -> None:
    element(pdf, "P").K.append(document_element(pdf))


@breaks("structure-parents", A2A)
def parent_tree_mixed_up(pdf: Pdf) -> None:
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    numbers[1][0], numbers[1][1] = numbers[1][1], numbers[1][0]


@breaks("structure-parents", A2A)
def content_without_element(pdf: Pdf) -> None:
    element(pdf, "H2").K = Array([child(pdf, element(pdf, "H2"), "Span")])


@breaks("structure-parents", A2A)
def element_without_content(pdf: Pdf) -> None:
    element(pdf, "H2").K.append(77)


@breaks("structure-parents", A2A)
def number_used_twice(pdf: Pdf) -> None:
    edit(pdf, 1, "/Text Do", f"/Text Do /H2 <</MCID 0>> BDC {shown(50, 700, 'Next')} EMC")


@breaks("structure-parents", A2A)
def link_led_astray(pdf: Pdf) -> None:
    links(pdf)[0].StructParent = links(pdf)[1].StructParent


@breaks("structure-empty")
def empty_element(pdf: Pdf) -> None:
    child(pdf, document_element(pdf), "Div")


@breaks("structure-root")
def second_root(pdf: Pdf) -> None:
    root = pdf.Root.StructTreeRoot
    note = elements(pdf, "Note")[0]
    document_element(pdf).K = Array([kid for kid in document_element(pdf).K if kid.objgen != note.objgen])
    root.K.append(note)
    note.P = root


@breaks("PDF/UA-2 8.2.5.2", UA2)
def document_of_1_7(pdf: Pdf) -> None:
    del document_element(pdf).NS


# Headings


@breaks("14-002")
def first_is_h2(pdf: Pdf) -> None:
    become(element(pdf, "H1"), "H2")


@breaks("14-003")
def level_skipped(pdf: Pdf) -> None:
    become(element(pdf, "H2"), "H3")


@breaks("14-006")
def two_plain_headings(pdf: Pdf) -> None:
    become(element(pdf, "H1"), "H")
    become(element(pdf, "H2"), "H")


@breaks("14-007")
def plain_and_numbered(pdf: Pdf) -> None:
    become(element(pdf, "H2"), "H")


@breaks("PDF/UA-2 8.2.5.12", UA2)
def plain_heading(pdf: Pdf) -> None:
    become(element(pdf, "H2"), "H")


@breaks("heading-empty")
def blank_heading(pdf: Pdf) -> None:
    edit(pdf, 1, shown(50, 780, "Next"), shown(50, 780, "  "))


@breaks("heading-empty")
def heading_without_content(pdf: Pdf) -> None:
    child(pdf, document_element(pdf), "H2")


@breaks("bookmarks")
def no_bookmarks(pdf: Pdf) -> None:
    del pdf.Root.Outlines


@breaks("bookmarks", UA2)
def bookmark_without_title(pdf: Pdf) -> None:
    pdf.Root.Outlines.Last.Title = String("  ")


# Tables and lists


@breaks("09-004")
def division_in_table(pdf: Pdf) -> None:
    become(element(pdf, "TBody"), "Div")


@breaks("09-004", UA2)
def cell_outside_row(pdf: Pdf) -> None:
    become(elements(pdf, "P")[-1], "TD")


@breaks("09-004")
def head_without_body(pdf: Pdf) -> None:
    become(element(pdf, "TBody"), "THead")


@breaks("09-005")
def item_without_body(pdf: Pdf) -> None:
    become(element(pdf, "LBody"), "P")


@breaks("09-006")
def entry_outside_contents(pdf: Pdf) -> None:
    become(elements(pdf, "P")[-1], "TOCI")


@breaks("15-003")
def header_without_scope(pdf: Pdf) -> None:
    del element(pdf, "TH").A


@breaks("15-003", UA2)
def unknown_header(pdf: Pdf) -> None:
    element(pdf, "TD").A = Dictionary(O=Name.Table, Headers=Array([String("nowhere")]))


@breaks("table-regular")
def cell_too_wide(pdf: Pdf) -> None:
    element(pdf, "TD").A = Dictionary(O=Name.Table, ColSpan=2)


@breaks("table-regular", UA2)
def cell_too_high(pdf: Pdf) -> None:
    elements(pdf, "TD")[-1].A = Dictionary(O=Name.Table, RowSpan=2)


@breaks("table-regular")
def head_too_wide(pdf: Pdf) -> None:
    element(pdf, "TH").A.ColSpan = 2


@breaks("PDF/UA-2 8.2.5.25", UA2)
def list_without_kind(pdf: Pdf) -> None:
    del element(pdf, "L").A


@breaks("PDF/UA-2 8.2.5.27", UA2)
def caption_in_the_middle(pdf: Pdf) -> None:
    become(element(pdf, "P"), "Caption")


# Figures and notes


@breaks("13-004")
def no_alternative(pdf: Pdf) -> None:
    del element(pdf, "Figure").Alt


@breaks("13-004", UA2)
def blank_alternative(pdf: Pdf) -> None:
    element(pdf, "Figure").Alt = String(" ")


@breaks("17-002")
def formula_without_alternative(pdf: Pdf) -> None:
    del element(pdf, "Figure").Alt
    become(element(pdf, "Figure"), "Formula")


@breaks("figure-bbox")
def box_from_above(pdf: Pdf) -> None:
    element(pdf, "Figure").A.BBox = Array([67, 523, 200, 590])


@breaks("figure-bbox", UA2)
def no_box(pdf: Pdf) -> None:
    del element(pdf, "Figure").A


@breaks("19-003")
def note_without_id(pdf: Pdf) -> None:
    del element(pdf, "Note").ID


@breaks("19-004")
def notes_with_one_id(pdf: Pdf) -> None:
    element(pdf, "Note").ID = elements(pdf, "Note")[1].ID


@breaks("note-links")
def call_leads_elsewhere(pdf: Pdf) -> None:
    links(pdf)[1].Dest[3] = 500


@breaks("note-links", UA2)
def call_leads_to_heading(pdf: Pdf) -> None:
    links(pdf)[1].A.SD[0] = element(pdf, "H1")


@breaks("note-links")
def return_leads_elsewhere(pdf: Pdf) -> None:
    links(pdf)[2].Dest[0] = pdf.pages[1].obj


@breaks("PDF/UA-2 8.2.5.14", UA2)
def note_of_another_kind(pdf: Pdf) -> None:
    element(pdf, "FENote").A.NoteType = Name.Remark


@breaks("PDF/UA-2 8.2.5.14", UA2)
def call_without_reference(pdf: Pdf) -> None:
    del element(pdf, "FENote").Ref[0].Ref


# Language


def speak(pdf: Pdf, but: Any) -> None:
    """Give a language to every part but one, and none to the whole."""
    del pdf.Root.Lang
    for part in document_element(pdf).K:
        if part.objgen != but.objgen:
            part.Lang = String("en")
    for entry in (pdf.Root.Outlines.First, pdf.Root.Outlines.Last):
        entry.Title = String(b"\xfe\xff" + "\x1ben\x1bWater".encode("utf-16-be"))
    metadata(pdf, 'xml:lang="x-default"', 'xml:lang="en"')


@breaks("11-001")
def silent_text(pdf: Pdf) -> None:
    speak(pdf, elements(pdf, "P")[-1])


@breaks("11-002")
def silent_alternative(pdf: Pdf) -> None:
    speak(pdf, element(pdf, "Figure"))


@breaks("11-003")
def silent_bookmarks(pdf: Pdf) -> None:
    speak(pdf, pdf.Root.StructTreeRoot)
    pdf.Root.Outlines.Last.Title = String("Next")


@breaks("11-004")
def silent_description(pdf: Pdf) -> None:
    around = annot(pdf)
    annotate(pdf, "Text", around, Contents=String("A remark"))
    speak(pdf, around)


@breaks("11-006")
def silent_title(pdf: Pdf) -> None:
    speak(pdf, pdf.Root.StructTreeRoot)
    metadata(pdf, 'xml:lang="en"', 'xml:lang="x-default"')


@breaks("language-tag", A2A)
def malformed_tag(pdf: Pdf) -> None:
    element(pdf, "P").Lang = String("en_GB")


@breaks("language-tag", A2A)
def malformed_tag_in_content(pdf: Pdf) -> None:
    edit(pdf, 1, "<</MCID 0>>", "<</MCID 0 /Lang (e)>>")


@breaks("PDF/UA-2 8.4.4", UA2)
def document_without_language(pdf: Pdf) -> None:
    speak(pdf, pdf.Root.StructTreeRoot)


# Links and other annotations


@breaks("28-002")
def annotation_outside(pdf: Pdf) -> None:
    annotate(pdf, "Text", Contents=String("A remark"))


@breaks("28-004")
def annotation_undescribed(pdf: Pdf) -> None:
    annotate(pdf, "Text", annot(pdf))


@breaks("28-006")
def unknown_annotation(pdf: Pdf) -> None:
    annotate(pdf, "Foo", Contents=String("A remark"))


@breaks("28-007")
def trap_network(pdf: Pdf) -> None:
    annotate(pdf, "TrapNet", Contents=String("Traps"))


@breaks("28-008")
def no_tab_order(pdf: Pdf) -> None:
    del pdf.pages[0].obj.Tabs


@breaks("28-009")
def tab_order_of_rows(pdf: Pdf) -> None:
    pdf.pages[0].obj.Tabs = Name.R


@breaks("PDF/UA-2 8.9.3.3", UA2)
def tab_order_of_rows_in_2_0(pdf: Pdf) -> None:
    pdf.pages[0].obj.Tabs = Name.R


@breaks("28-011")
def link_in_span(pdf: Pdf) -> None:
    become(element(pdf, "Link"), "Span")


@breaks("28-012")
def link_undescribed(pdf: Pdf) -> None:
    del links(pdf)[0].Contents


@breaks("28-017")
def printers_mark(pdf: Pdf) -> None:
    annotate(pdf, "PrinterMark", annot(pdf), Contents=String("A mark"))


@breaks("link-target")
def link_to_nowhere(pdf: Pdf) -> None:
    del links(pdf)[0].A
    links(pdf)[0].Dest = String("nowhere")


@breaks("link-target", UA2)
def bookmark_to_nowhere(pdf: Pdf) -> None:
    del pdf.Root.Outlines.Last.A


@breaks("PDF/UA-2 8.2.5.20", UA2)
def two_targets(pdf: Pdf) -> None:
    annotate(pdf, "Link", element(pdf, "Link"), A=Dictionary(S=Name.URI, URI=String("https://example.com/")))


@breaks("PDF/UA-2 8.9.4.2", UA2)
def two_descriptions(pdf: Pdf) -> None:
    element(pdf, "Link").Alt = String("Something else")


@breaks("PDF/UA-2 8.8", UA2)
def bookmark_to_page(pdf: Pdf) -> None:
    del pdf.Root.Outlines.Last.A.SD


# Fonts


def embed_cmap(pdf: Pdf, body: str = "", **more: Any) -> None:
    """Give the font an encoding of its own that says what Identity-H does."""
    text = f"begincmap {body} 1 begincodespacerange <0000> <FFFF> endcodespacerange "
    text += "1 begincidrange <0000> <FFFF> 0 endcidrange endcmap"
    info = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)
    entries = {"Type": Name.CMap, "CMapName": Name.Own, "CIDSystemInfo": info} | more
    font(pdf).Encoding = pdf.make_indirect(Stream(pdf, text.encode(), **entries))


@breaks("10-001", A2A)
def letter_without_meaning(pdf: Pdf) -> None:
    to_unicode(pdf, "W", "")


@breaks("31-001", A2A)
def other_registry(pdf: Pdf) -> None:
    embed_cmap(pdf)
    font(pdf).Encoding.CIDSystemInfo.Registry = String("Other")


@breaks("31-002", A2A)
def other_ordering(pdf: Pdf) -> None:
    embed_cmap(pdf)
    font(pdf).Encoding.CIDSystemInfo.Ordering = String("Other")


@breaks("31-003", A2A)
def younger_supplement(pdf: Pdf) -> None:
    embed_cmap(pdf)
    font(pdf).Encoding.CIDSystemInfo.Supplement = 3


@breaks("31-004", A2A)
def unknown_glyph_map(pdf: Pdf) -> None:
    font(pdf).DescendantFonts[0].CIDToGIDMap = Name.Other


@breaks("31-005", A2A)
def no_glyph_map(pdf: Pdf) -> None:
    del font(pdf).DescendantFonts[0].CIDToGIDMap


@breaks("31-006", A2A)
def unknown_encoding(pdf: Pdf) -> None:
    font(pdf).Encoding = Name("/Other-H")


@breaks("31-007", A2A)
def two_directions(pdf: Pdf) -> None:
    embed_cmap(pdf, "/WMode 1 def", WMode=0)


@breaks("31-008", A2A)
def builds_on_unknown(pdf: Pdf) -> None:
    embed_cmap(pdf, "/Other-H usecmap")


@breaks("31-009", A2A)
def font_not_embedded(pdf: Pdf) -> None:
    del font(pdf).DescendantFonts[0].FontDescriptor.FontFile2


@breaks("31-011", A2A)
def glyph_beyond_font(pdf: Pdf) -> None:
    edit(pdf, 1, "Tj ET EMC\n/Text", "Tj <0FFF> Tj ET EMC\n/Text")
    to_unicode(pdf, "~", f"007E> <0FFF> <{ord('x'):04X}")


def cid_set(pdf: Pdf, cids: set[int]) -> None:
    bits = bytearray(200)
    for cid in cids:
        bits[cid // 8] |= 0x80 >> cid % 8
    font(pdf).DescendantFonts[0].FontDescriptor.CIDSet = pdf.make_indirect(Stream(pdf, bytes(bits)))


@breaks("31-014", A2A)
def list_lacks_glyph(pdf: Pdf) -> None:
    cid_set(pdf, set(glyphs().values()) - {glyphs()["W"]})


@breaks("31-015", A2A)
def list_has_too_many(pdf: Pdf) -> None:
    cid_set(pdf, {*range(200), 1500})


@breaks("31-016", A2A)
def wrong_widths(pdf: Pdf) -> None:
    font(pdf).DescendantFonts[0].W[1][glyphs()["W"]] += 2


@breaks("31-027", A2A)
def no_meanings(pdf: Pdf) -> None:
    del font(pdf).ToUnicode


@breaks("31-028", A2A)
def means_null(pdf: Pdf) -> None:
    to_unicode(pdf, "~", "0000")


@breaks("31-029", A2A)
def means_byte_order_mark(pdf: Pdf) -> None:
    to_unicode(pdf, "~", "FEFF")


@breaks("31-030", A2A)
def missing_glyph(pdf: Pdf) -> None:
    edit(pdf, 1, "Tj ET EMC\n/Text", "Tj <0000> Tj ET EMC\n/Text")
    to_unicode(pdf, "~", f"007E> <0000> <{ord('x'):04X}")


@breaks("PDF/A 6.2.11.7.3", A2A)
def private_use(pdf: Pdf) -> None:
    to_unicode(pdf, "W", "E000")


@breaks("PDF/UA-2 8.4.3", UA2)
def private_use_in_2_0(pdf: Pdf) -> None:
    to_unicode(pdf, "W", "E000")


@breaks("PDF/UA-2 8.4.3", UA2)
def private_use_in_alternative(pdf: Pdf) -> None:
    element(pdf, "Figure").Alt = String("A \ue000")


# Metadata


@breaks("06-001")
def no_metadata(pdf: Pdf) -> None:
    del pdf.Root.Metadata


@breaks("06-001")
def metadata_damaged(pdf: Pdf) -> None:
    metadata(pdf, "</rdf:RDF>", "")


@breaks("06-002")
def no_claim(pdf: Pdf) -> None:
    metadata(pdf, ' pdfuaid:part="1"', "")


@breaks("06-002", UA2)
def claim_outside_rdf(pdf: Pdf) -> None:
    metadata(pdf, ' pdfuaid:part="2"', "")
    metadata(pdf, "</rdf:RDF>", '</rdf:RDF><rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>')


@breaks("06-003")
def no_title(pdf: Pdf) -> None:
    metadata(pdf, ">Water<", "> <")


@breaks("07-001")
def no_word_on_title(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences


@breaks("07-002")
def file_name_shown(pdf: Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


@breaks("PDF/UA-2 5", UA2)
def other_edition(pdf: Pdf) -> None:
    metadata(pdf, "2024", "2023")


@breaks("PDF/A 6.6.2.1", A2A)
def metadata_with_entities(pdf: Pdf) -> None:
    metadata(pdf, "<x:xmpmeta", "<!DOCTYPE x [<!ENTITY e 'x'>]><x:xmpmeta")


@breaks("PDF/A 6.6.2.1", A2A)
def metadata_without_type(pdf: Pdf) -> None:
    del pdf.Root.Metadata.Subtype


@breaks("PDF/A 6.6.2.3", A3A_UA1)
def claim_undescribed(pdf: Pdf) -> None:
    metadata(pdf, "<pdfaProperty:name>part", "<pdfaProperty:name>rev")


@breaks("PDF/A 6.6.4", A2A)
def other_level(pdf: Pdf) -> None:
    metadata(pdf, 'conformance="A"', 'conformance="B"')


@breaks("metadata-agrees", A2A)
def other_title(pdf: Pdf) -> None:
    pdf.trailer.Info.Title = String("Fire")


@breaks("metadata-agrees", A2A)
def other_date(pdf: Pdf) -> None:
    pdf.trailer.Info.CreationDate = String("D:20300305091500Z")


@breaks("metadata-agrees", A2A)
def other_author(pdf: Pdf) -> None:
    pdf.trailer.Info.Author = String("A. Keita")


# Embedded files, layers, forms and permissions


def embedded(pdf: Pdf) -> Any:
    return pdf.Root.AF[0]


@breaks("21-001")
def no_unicode_name(pdf: Pdf) -> None:
    del embedded(pdf).UF


@breaks("PDF/A-3 6.8", A3A_UA1)
def no_media_type(pdf: Pdf) -> None:
    del embedded(pdf).EF.F.Subtype


@breaks("PDF/A-3 6.8", A3A_UA1)
def no_relation(pdf: Pdf) -> None:
    del embedded(pdf).AFRelationship


@breaks("PDF/A-3 6.8", A3A_UA1)
def associated_twice(pdf: Pdf) -> None:
    pdf.Root.AF.append(pdf.Root.AF[0])


@breaks("PDF/A-3 6.8", A3A_UA1)
def associated_with_nothing(pdf: Pdf) -> None:
    del pdf.Root.AF


@breaks("PDF/A-2 6.8", A2A)
def data_embedded(pdf: Pdf) -> None:
    data = pdf.make_indirect(Stream(pdf, b"title: Water\n"))
    file = Dictionary(Type=Name.Filespec, F=String("a.yaml"), UF=String("a.yaml"), EF=Dictionary(F=data))
    names = Array([String("a.yaml"), pdf.make_indirect(file)])
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names))


@breaks("PDF/UA-2 8.14.1", UA2)
def undescribed_file(pdf: Pdf) -> None:
    del embedded(pdf).Desc


def layers(pdf: Pdf, **more: Any) -> None:
    pdf.Root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary(Name=String("All")), **more)


@breaks("20-001", A2A)
def nameless_choice(pdf: Pdf) -> None:
    layers(pdf, Configs=Array([Dictionary()]))


@breaks("20-002", A2A)
def nameless_default(pdf: Pdf) -> None:
    layers(pdf)
    pdf.Root.OCProperties.D.Name = String("")


@breaks("20-003", A2A)
def automatic_layers(pdf: Pdf) -> None:
    layers(pdf)
    pdf.Root.OCProperties.D.AS = Array()


@breaks("25-001")
def dynamic_form(pdf: Pdf) -> None:
    form = b"<config><dynamicRender>required</dynamicRender></config>"
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_indirect(Stream(pdf, form)))


_CLOSED = Encryption(
    owner="secret", R=3, aes=False, metadata=False, allow=Permissions(accessibility=False, extract=False)
)


@breaks("26-002", UA1, encryption=_CLOSED)
def text_forbidden(pdf: Pdf) -> None:
    pass


# The file, its colours and what PDF/A forbids

bends("PDF/A 6.1.2", A2A, "other_version", replaced(b"%PDF-1.7", b"%PDF-2.0"))
bends("PDF/A 6.1.2", A2A, "looks_like_text", replaced(b"%\xbf\xf7\xa2\xfe", b"%text"))
bends("PDF/UA-2 6.1", UA2, "old_version", replaced(b"%PDF-2.0", b"%PDF-1.7"))
bends("PDF/A 6.1.3", A2A, "no_id", lambda data: b"/IX".join(data.rsplit(b"/ID", 1)))
bends("PDF/A 6.1.3", A2A, "something_after_the_end", lambda data: data + b"more")
bends("readable", PdfStandard.NONE, "nothing", lambda data: b"")
bends("readable", PdfStandard.NONE, "no_pdf", lambda data: b"PK\3\4" + data[4:])
bends("readable", PdfStandard.NONE, "half", lambda data: data[: len(data) // 2])
bends("readable", PdfStandard.NONE, "no_table", replaced(b"startxref", b"startzref"))


@breaks("PDF/A 6.1.3", A2A, encryption=Encryption(owner="secret"))
def encrypted(pdf: Pdf) -> None:
    pass


@breaks("readable", PdfStandard.NONE, encryption=Encryption(owner="secret", user="secret"))
def needs_a_password(pdf: Pdf) -> None:
    pass


@breaks("readable", PdfStandard.NONE)
def content_too_large(pdf: Pdf) -> None:
    pdf.pages[1].obj.Contents = pdf.make_indirect(Stream(pdf, b"q Q " * 3_000_000))


@breaks("readable", PdfStandard.NONE)
def inflated(pdf: Pdf) -> None:
    packed = zlib.compress(b" " * 51_000_000, 1)
    pdf.pages[1].obj.Contents = pdf.make_indirect(Stream(pdf, packed, Filter=Name.FlateDecode))


@breaks("readable", PdfStandard.NONE)
def forms_without_end(pdf: Pdf) -> None:
    forms = pdf.pages[1].obj.Resources.XObject
    forms.Text.Resources.XObject = forms
    forms.Text.write(b"/Text Do " * 20)


_AS_IT_IS = {"compress_streams": False, "stream_decode_level": StreamDecodeLevel.none}


@breaks("PDF/A 6.1.7", A2A, **_AS_IT_IS)
def packed_by_lzw(pdf: Pdf) -> None:
    packed = Stream(pdf, b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", Filter=Name.LZWDecode)
    pdf.Root.PieceInfo = Dictionary(Own=pdf.make_indirect(packed))


@breaks("PDF/A 6.1.7", A2A)
def stream_elsewhere(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents.F = String("other.bin")


@breaks("PDF/A 6.1.13", A2A)
def states_too_deep(pdf: Pdf) -> None:
    edit(pdf, 1, "/Text Do", "q " * 29 + "/Text Do" + " Q" * 29)


@breaks("PDF/A 6.1.13", A2A)
def string_too_long(pdf: Pdf) -> None:
    element(pdf, "Figure").Alt = String("a" * 32768)


@breaks("PDF/A 6.1.13", A2A)
def page_too_large(pdf: Pdf) -> None:
    pdf.pages[1].obj.MediaBox = Array([0, 0, 595, 20000])


@breaks("PDF/A 6.2.2", A2A)
def unknown_operator(pdf: Pdf) -> None:
    edit(pdf, 1, "/Text Do", "/Text Do BX 1 sparkle EX")


@breaks("PDF/A 6.2.3", A2A)
def profile_of_a_scanner(pdf: Pdf) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    data = profile.read_bytes()
    profile.write(data[:12] + b"scnr" + data[16:])


@breaks("PDF/A 6.2.3", A2A)
def two_profiles(pdf: Pdf) -> None:
    other = pdf.make_indirect(Stream(pdf, pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes(), N=3))
    pdf.Root.OutputIntents.append(Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFX, DestOutputProfile=other))


@breaks("PDF/A 6.2.4.2", A2A)
def picture_with_no_profile(pdf: Pdf) -> None:
    profile = pdf.make_indirect(Stream(pdf, b"x" * 200, N=3))
    pdf.pages[0].obj.Resources.XObject.Picture.ColorSpace = Array([Name.ICCBased, profile])


@breaks("PDF/A 6.2.4.3", A2A)
def cmyk_picture(pdf: Pdf) -> None:
    picture = pdf.pages[0].obj.Resources.XObject.Picture
    picture.ColorSpace = Array([Name.Indexed, Name.DeviceCMYK, 0, String(b"\0\0\0\0")])


@breaks("PDF/A 6.2.4.3", A2A)
def cmyk_rule(pdf: Pdf) -> None:
    edit(pdf, 0, "0.2 0.2 0.2 RG", "0 0 0 1 K")


@breaks("PDF/A 6.2.8", A2A)
def smoothed_picture(pdf: Pdf) -> None:
    pdf.pages[0].obj.Resources.XObject.Picture.Interpolate = True


@breaks("PDF/A 6.3.1", A2A)
def screen(pdf: Pdf) -> None:
    annotate(pdf, "Screen")


@breaks("PDF/A 6.3.2", A2A)
def not_printed(pdf: Pdf) -> None:
    links(pdf)[0].F = 0


@breaks("PDF/A 6.3.3", A2A)
def no_appearance(pdf: Pdf) -> None:
    del annotate(pdf, "Text").AP


@breaks("PDF/A 6.5.1", A2A)
def script(pdf: Pdf) -> None:
    links(pdf)[0].A.Next = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@breaks("PDF/A 6.5.1", A2A)
def named_scripts(pdf: Pdf) -> None:
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array()))


@breaks("PDF/A 6.5.2", A2A)
def acts_by_itself(pdf: Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.NextPage))
