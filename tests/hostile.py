"""Files that a stranger could send to have their reader busy for ever, each made of a few lines."""

from __future__ import annotations

import base64
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO

import pikepdf
from PIL import Image

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/relationships"


# PDF


def pdf(*contents: bytes, resources: bytes = b"", objects: Mapping[int, bytes] | None = None, box: str = "0 0 595 842",
        pages: int = 1) -> bytes:  # fmt: skip
    """A PDF whose pages are one and the same; objects 1 to 4 are the catalogue, the pages, the content and the page."""
    kids = b" ".join(b"4 0 R" for _ in range(pages))
    parts = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        3: stream(b"\n".join(contents)),
        4: b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 3 0 R/Resources<<%s>>>>" % (box.encode(), resources),
        **(objects or {}),
    }
    file, places = b"%PDF-1.7\n", []
    for number in range(1, max(parts) + 1):
        places.append(b"%010d 00000 n \n" % len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, parts[number])
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + b"".join(places)
    return file + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(file))


def stream(data: bytes, entries: bytes = b"", packed: bool = True) -> bytes:
    """A stream, deflated where it gains by that."""
    filtered = b""
    if packed and len(data) > 200:
        data, filtered = zlib.compress(data, 9), b"/Filter/FlateDecode"
    return b"<<%s%s/Length %d>>stream\n%s\nendstream" % (entries, filtered, len(data), data)


def form(content: bytes, resources: bytes = b"") -> bytes:
    return stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<<%s>>" % resources)


def draws_itself(times: int = 10) -> bytes:
    return pdf(b"/A Do", resources=b"/XObject<</A 5 0 R>>",
               objects={5: form(b"/A Do " * times + b"0 0 10 10 re f", b"/XObject<</A 5 0 R>>")})  # fmt: skip


def draw_each_other() -> bytes:
    both = b"/XObject<</A 5 0 R/B 6 0 R>>"
    return pdf(b"/A Do", resources=both, objects={5: form(b"/B Do " * 9, both), 6: form(b"/A Do " * 9, both)})


def nested_forms(levels: int = 10, times: int = 10) -> bytes:
    objects = {}
    for level in range(levels):
        inner = b"/A Do " * times if level < levels - 1 else b"0 0 10 10 re f"
        objects[5 + level] = form(inner, b"/XObject<</A %d 0 R>>" % (6 + level))
    return pdf(b"/A Do", resources=b"/XObject<</A 5 0 R>>", objects=objects)


def string_names_form() -> bytes:
    """The same with names written otherwise: as a string, and escaped."""
    inner = {n: form(b"(A) Do /#41 Do " * 5, b"/XObject<</A %d 0 R>>" % (n + 1)) for n in range(5, 15)}
    inner[15] = form(b"0 0 10 10 re f")
    return pdf(b"/A Do", resources=b"/XObject<</A 5 0 R>>", objects=inner)


def flate_bomb(size: int = 1 << 30) -> bytes:
    return pdf(b"0 0 10 10 re f", objects={3: _packed_zeros(size, b" ")})


def double_flate_bomb() -> bytes:
    inner = zlib.compress(zlib.compress(b" " * (1 << 26), 9), 9)
    part = b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%s\nendstream" % (len(inner), inner)
    return pdf(b"", objects={3: part})


def _packed_zeros(size: int, byte: bytes, entries: bytes = b"") -> bytes:
    packer = zlib.compressobj(9)
    block = byte * (1 << 20)
    data = b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def image_bomb() -> bytes:
    image = b"/Type/XObject/Subtype/Image/Width 30000/Height 30000/ColorSpace/DeviceRGB/BitsPerComponent 8"
    return pdf(b"q 500 0 0 500 0 0 cm /A Do Q " * 50, resources=b"/XObject<</A 5 0 R>>",
               objects={5: _packed_zeros(1 << 20, b"\0", image)})  # fmt: skip


def long_clip(points: int = 300_000) -> bytes:
    path = b"0 0 m " + b"".join(b"%d %d l " % (n % 500, n * 7 % 800) for n in range(points)) + b"W n "
    return pdf(path + b"0 0 10 10 re f " * 100)


def many_clips(count: int = 3000) -> bytes:
    return pdf(b"0 0 500 500 re W n " * count + b"0 0 10 10 re f " * 3000)


def text_on_many_pages(pages: int = 1000, letters: int = 200_000) -> bytes:
    font = b"/Font<</F 5 0 R>>"
    words = b"BT /F 1 Tf 1 1.2 TL 0 800 Td " + b"(with funding from the usual fund and a few more) ' " * (letters // 48)
    return pdf(words + b"ET", resources=font, pages=pages,
               objects={5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"})  # fmt: skip


def many_paths(count: int = 20_000, pages: int = 1) -> bytes:
    return pdf(b"".join(b"%d %d 5 5 re f " % (n % 590, n * 7 % 840) for n in range(count)), pages=pages)


def many_paths_on_many_pages() -> bytes:
    return pdf(b"".join(b"%d %d 20 8 re f " % (n % 590, n * 7 % 840) for n in range(19_000)), pages=1000)


def tiny_tiles() -> bytes:
    tile = stream(b"0 0 .01 .01 re f", b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 .01 .01]"
                  b"/XStep .01/YStep .01/Resources<<>>")  # fmt: skip
    return pdf(b"/Pattern cs /P scn 0 0 595 842 re f " * 20, resources=b"/Pattern<</P 5 0 R>>", objects={5: tile})


def soft_masks() -> bytes:
    """A soft mask whose group is drawn with the same mask."""
    mask = b"/ExtGState<</G <</SMask <</S/Luminosity/G 5 0 R>>>>>>"
    return pdf(b"/G gs 0 0 595 842 re f " * 5, resources=mask,
               objects={5: stream(b"/G gs 0 0 595 842 re f " * 5, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
                                  b"/Group<</S/Transparency/CS/DeviceGray>>/Resources<<%s>>" % mask)})  # fmt: skip


def page_size(box: str) -> bytes:
    return pdf(b"0 0 10 10 re f", box=box)


def locked(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as file:
        made = BytesIO()
        file.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
    return made.getvalue()


def deep_tree(levels: int = 20_000) -> bytes:
    tree = b"<</Type/StructElem/S/P/K " * levels + b"0" + b">>" * levels
    return pdf(b"/P <</MCID 0>> BDC 0 0 10 10 re f EMC", objects={
        1: b"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 5 0 R>>",
        5: b"<</Type/StructTreeRoot/K %s>>" % tree})  # fmt: skip


def wide_tree(levels: int = 30, times: int = 10) -> bytes:
    """A structure tree whose elements have the next ones ten times over."""
    objects = {5: b"<</Type/StructTreeRoot/K[6 0 R]/ParentTree<</Nums[0[%d 0 R]]>>>>" % (5 + levels)}
    for n in range(6, 6 + levels):
        kids = b"0" if n == 5 + levels else b"%d 0 R " % (n + 1) * times
        objects[n] = b"<</Type/StructElem/S/Span/P %d 0 R/Pg 4 0 R/K[%s]>>" % (n - 1, kids)
    return pdf(b"/P <</MCID 0>> BDC 0 0 10 10 re f EMC", objects={
        1: b"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 5 0 R>>",
        4: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/StructParents 0/Resources<<>>>>",
        **objects})  # fmt: skip


def page_ring() -> bytes:
    return pdf(b"", objects={2: b"<</Type/Pages/Count 5/Kids[2 0 R 2 0 R 2 0 R]>>"})


# HTML


def html(body: str) -> bytes:
    return f"<!DOCTYPE html><html lang=en><title>t</title><body>{body}</body></html>".encode()


def pictures(count: int = 41) -> bytes:
    """Pictures of 25 million dots each, in 75 kB, no two alike."""
    made = BytesIO()
    Image.new("L", (5000, 5000)).save(made, "PNG")
    each = (base64.b64encode(made.getvalue() + b"%d" % n).decode() for n in range(count))
    return html(f"<footer>{''.join(f'<img src=data:image/png;base64,{data}>' for data in each)}</footer>")


def _use(level: int) -> str:
    return f"<use xlink:href='#l{level}'/>"


def drawing(levels: int = 8) -> bytes:
    """A drawing that draws ten times at each level what is below it."""
    groups = "".join(f"<g id='l{n}'>{_use(n - 1) * 10}</g>" for n in range(1, levels + 1))
    return (
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 9 9'><defs>"
        f"<rect id='l0' width='1' height='1'/>{groups}</defs><use xlink:href='#l{levels}'/></svg>"
    ).encode()


def drawings(count: int = 100) -> bytes:
    shown = f"<img src='data:image/svg+xml;base64,{base64.b64encode(drawing()).decode()}'>"
    return html(f"<footer>{shown * count}</footer>")


# DOCX


def docx(body: str, styles: str = "", rels: str = "", parts: Mapping[str, bytes] | None = None) -> bytes:
    made = BytesIO()
    kind = R
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_TYPES}"><Relationship Id="a" Type="{kind}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        file.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{_TYPES}"><Relationship Id="s" Type="{kind}/styles" Target="styles.xml"/>'
            f"{rels}</Relationships>",
        )
        file.writestr("word/styles.xml", f'<w:styles xmlns:w="{W}">{styles}</w:styles>')
        document = f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'
        for name, data in ({"word/document.xml": document.encode()} | dict(parts or {})).items():
            file.writestr(name, data)
    return made.getvalue()


def many_paragraphs(count: int = 1_000_000) -> bytes:
    return docx("<w:p/>" * count)


def many_runs(count: int = 500_000) -> bytes:
    return docx(f"<w:p>{'<w:r><w:t>a</w:t></w:r>' * count}</w:p>")


def chain_of_styles(count: int = 20_000) -> bytes:
    return docx(
        '<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr><w:r><w:t>Words</w:t></w:r></w:p>' * 100,
        "".join(
            f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>'
            for n in range(count)
        ),
    )


def deep_elements(levels: int = 200) -> bytes:
    return docx("<w:sdt>" * levels + "<w:p/>" + "</w:sdt>" * levels)


def many_sections(count: int = 50_000) -> bytes:
    return docx("<w:p><w:pPr><w:sectPr/></w:pPr></w:p>" * count)


def many_headers(count: int = 20_000) -> bytes:
    """Sections whose footer is the same part, which refers to a large one."""
    one = '<w:p><w:pPr><w:sectPr><w:footerReference w:type="default" r:id="f"/></w:sectPr></w:pPr></w:p>'
    rels = f'<Relationship Id="f" Type="{R}/footer" Target="footer1.xml"/>'
    footer = f'<w:ftr xmlns:w="{W}">{"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 10_000}</w:ftr>'
    return docx(one * count, rels=rels, parts={"word/footer1.xml": footer.encode()})


def text_boxes(count: int = 30_000) -> bytes:
    """Text boxes in one paragraph, each with a line that is put before it."""
    box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>a</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    return docx(f"<w:p>{box * count}</w:p>")


def nested_drawings(levels: int = 60, images: int = 2000) -> bytes:
    """Pictures within pictures: each looks for all that are below it."""
    inner = '<v:imagedata r:id="i"/>' * images
    drawn = f"{'<w:r><w:pict>' * levels}{inner}{'</w:pict></w:r>' * levels}"
    return docx(f'<w:p xmlns:v="urn:schemas-microsoft-com:vml">{drawn}</w:p>')


def many_fields(count: int = 50_000) -> bytes:
    return docx("<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * count + "<w:r><w:t>a</w:t></w:r>" * count
                + "</w:p>")  # fmt: skip


def same_footnotes(count: int = 30_000) -> bytes:
    return docx("<w:p>" + '<w:r><w:footnoteReference w:id="1"/></w:r>' * count + "</w:p>")


def zip_bomb() -> bytes:
    return docx("", parts={"word/document.xml": b" " * (1 << 26)})


Made = Callable[[], bytes]
PDFS: Mapping[str, Made] = {
    "a form that draws itself": draws_itself,
    "forms that draw each other": draw_each_other,
    "nested forms": nested_forms,
    "nested forms with names as strings": string_names_form,
    "a Flate bomb": flate_bomb,
    "a Flate bomb in another": double_flate_bomb,
    "a picture of 30,000 × 30,000": image_bomb,
    "a clip of 300,000 points": long_clip,
    "3,000 clips on 3,000 paths": many_clips,
    "1,000 pages of text": text_on_many_pages,
    "20,000 paths": many_paths,
    "1,000 pages of 19,000 paths": many_paths_on_many_pages,
    "tiny tiles": tiny_tiles,
    "soft masks of soft masks": soft_masks,
    "a page of 0.0001 pt": lambda: page_size("0 0 .0001 .0001"),
    "a page of no size": lambda: page_size("0 0 0 0"),
    "a page of 10,000,000 pt": lambda: page_size("0 0 10000000 10000000"),
    "a page without a number": lambda: page_size("0 0 nan 1e999"),
    "a password": lambda: locked(page_size("0 0 595 842")),
    "a deep structure tree": deep_tree,
    "a structure tree that multiplies": wide_tree,
    "a ring of pages": page_ring,
}
HTMLS: Mapping[str, Made] = {
    "100,000 paragraphs": lambda: html("<p>a" * 100_000),
    "100,000 lines of a word": lambda: html("a<br>" * 100_000),
    "1,000,000 spans": lambda: html("<p>" + "<b>a</b>" * 1_000_000),
    "100,000 levels": lambda: html("<div>" * 100_000 + "a"),
    "100,000 footers": lambda: html("<footer>a</footer>" * 100_000),
    "a large attribute": lambda: html(f"<p style='{'display:' * 1_000_000}'>a"),
    "500,000 styles": lambda: html("<p style='color:red'>a</p>" * 500_000),
    "pictures of 25 million dots": pictures,
    "drawings that multiply": drawings,
    "dashes without end": lambda: html("-" * 5_000_000),
    "accents without end": lambda: html("<p>e" + "\u0301" * 200_000),
    "ligatures": lambda: html("<p>" + "\ufdfa" * 100_000),
    "words over and over": lambda: html("<p>" + "with the support of " * 200_000),
}
DOCXS: Mapping[str, Made] = {
    "1,000,000 paragraphs": many_paragraphs,
    "500,000 runs": many_runs,
    "20,000 styles": chain_of_styles,
    "200 levels": deep_elements,
    "10,000 levels": lambda: deep_elements(10_000),
    "50,000 sections": many_sections,
    "20,000 sections of one footer": many_headers,
    "30,000 text boxes": text_boxes,
    "pictures in pictures": nested_drawings,
    "50,000 fields": many_fields,
    "30,000 calls of a note": same_footnotes,
    "a part of 64 MB": zip_bomb,
}
