"""SVG as editors export it and as strangers write it: drawn alike in every format, or refused at its key in time."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import strategies
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops
from reading import DocxFile

from conceptnote import svgbitmap
from conceptnote.build.formats import paper_formats
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.diagnostics import DiagnosticError
from conceptnote.source.svg import SvgError, read_kept_svg
from conceptnote.source.svg.reading import read_svg
from conceptnote.svgbitmap import svg_bitmap

FORMATS = paper_formats()

NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(content: str, attributes: str = 'width="100" height="100" viewBox="0 0 100 100"') -> bytes:
    return f"<svg {NAMESPACES} {attributes}>{content}</svg>".encode()


def noise() -> str:
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((40, 30)).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


NOISE = noise()[:76] + "\n" + noise()[76:]


# Shapes that stay as they are: WeasyPrint must draw what resvg draws

SQUARE = '<rect x="10" y="10" width="60" height="50" {}/>'
CLIP = '<clipPath id="c">{}</clipPath><rect width="90" height="90" fill="red" clip-path="url(#c)"/>'
PART = '<defs><g id="r" fill="red"><rect width="20" height="20"/><circle r="9"/></g></defs>'
RING = "M10 10h80v80h-80zM30 30h40v40h-40z"
PLAIN = {
    "round corners": SQUARE.format('rx="10" ry="25" fill="#a30"'),
    "circle": '<circle cx="50" cy="50" r="30" fill="#0af"/>',
    "ellipse": '<ellipse cx="50" cy="50" rx="40" ry="20"/>',
    "polygon": '<polygon points="10,10 80,10 40,80"/>',
    "line": '<line x1="10" y1="10" x2="80" y2="80" stroke="red" stroke-width="6"/>',
    "arc": '<path d="M10 50A30 20 30 0 1 80 50"/>',
    "arc with joined flags": '<path d="M10 50a30 20 30 0180 0z"/>',
    "curves": '<path d="m10 50c10 -40 20 -40 30 0s20 40 30 0q10 -40 20 0t10 0z"/>',
    "on after closing": '<path d="M10 10h30v30zl50 50h10z"/>',
    "even-odd": f'<path fill-rule="evenodd" d="{RING}"/>',
    "corners": SQUARE.format('fill="none" stroke="#080" stroke-width="19" stroke-linejoin="bevel"'),
    "ends": '<path d="M20 50H80" stroke="red" stroke-width="20" stroke-linecap="square"/>',
    "dashes": '<path d="M0 50H100" stroke="red" stroke-width="20" stroke-dasharray="10 5 3" stroke-dashoffset="7"/>',
    "pale line": SQUARE.format('fill-opacity=".5" stroke="blue" stroke-width="20" stroke-opacity=".5"'),
    "pale group": '<g opacity=".5"><rect width="50" height="50"/><rect x="20" y="20" width="50" height="50"/></g>',
    "moved": f'<g transform="translate(20 10) rotate(20,5,5),scale(.5)skewX(9)">{SQUARE.format("")}</g>',
    "current colour": '<g color="teal"><rect width="60" height="60" fill="currentColor"/></g>',
    "hidden": f'{SQUARE.format("")}<g visibility="hidden"><circle cx="80" cy="80" r="10"/></g>',
    "units": '<circle cx="1cm" cy="0.4in" r="20pt" fill="#258"/>',
    "sheet": '<style>.a,.b{fill:red}#x{stroke:blue}</style><rect id="x" class="x a" width="60" height="60"/>',
    "sheet and style": '<style>rect{fill:red}</style><rect fill="#00f" style="fill:green" width="60" height="60"/>',
    "use": f'{PART}<use xlink:href="#r" x="20" y="30"/><use href="#r" transform="translate(60 60)"/>',
    "clip": CLIP.format('<circle cx="40" cy="40" r="20" transform="translate(9 9)"/>'),
    "clip by use": '<defs><circle id="d" cx="50" cy="50" r="30"/></defs>' + CLIP.format('<use href="#d"/>'),
}  # fmt: skip


def compared(one: Image.Image, other: Image.Image) -> int:
    small = [picture.convert("RGB").resize((50, 50), Image.Resampling.BOX) for picture in (one, other)]
    return max(most for _, most in ImageChops.difference(*small).getextrema())


def on_white(data: bytes) -> Image.Image:
    drawn = Image.open(io.BytesIO(svg_bitmap(data.decode(), 200, 200))).convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", drawn.size, "white"), drawn)


def test_what_stays_a_drawing_is_drawn_alike_by_the_printer() -> None:
    """One page with all of them, each in a square of 100 pixels."""
    from weasyprint import HTML

    read = {name: read_svg(svg(content)) for name, content in PLAIN.items()}
    assert [name for name, drawing in read.items() if drawing.plain is None] == []
    sources = [base64.b64encode(drawing.plain or b"").decode() for drawing in read.values()]
    images = "".join(f'<img src="data:image/svg+xml;base64,{source}">' for source in sources)
    style = f"@page {{size: 100px {100 * len(read)}px; margin: 0}} body {{margin: 0}} img {{display: block}}"
    page = f"<style>{style}</style>{images}"
    sheet = pypdfium2.PdfDocument(HTML(string=page).write_pdf())[0].render(scale=200 / 75).to_pil()
    for at, (name, drawing) in enumerate(read.items()):
        shown = sheet.crop((0, 200 * at, 200, 200 * at + 200))
        assert compared(shown, on_white(drawing.svg.encode())) <= 12, name
        assert compared(shown, Image.new("RGB", (9, 9), "white")) > 100, name


# What editors export

INKSCAPE = f"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape (http://www.inkscape.org/) -->
<svg width="80mm" height="2.5e1mm" viewBox="0 0 80 25" version="1.1" sodipodi:docname="secret.svg" {NAMESPACES}
  inkscape:export-filename="/home/secret/logo.png" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
  xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd">
<sodipodi:namedview id="nv" pagecolor="#ffffff"><inkscape:grid type="xygrid"/></sodipodi:namedview>
<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description about="secret"/></rdf:RDF>
</metadata><defs><linearGradient id="one"><stop style="stop-color:#0b5c7a;stop-opacity:1;" offset="0"/>
<stop style="stop-color:#0b5c7a;stop-opacity:0;" offset="1"/></linearGradient>
<linearGradient xlink:href="#one" id="two" x1="0" y1="0" x2="80" y2="0" gradientUnits="userSpaceOnUse"/></defs>
<g inkscape:label="Layer 1" inkscape:groupmode="layer">
<rect style="fill:FILL;fill-rule:evenodd" width="80" height="25"/>
<path style="fill:#d4a017;stroke:#222;stroke-width:.5;-inkscape-stroke:none" sodipodi:nodetypes="sssss"
 d="m 10,5 c 5,0 10,5 10,8 0,4 -4,8 -10,8 -5,0 -9,-4 -9,-8 0,-3 4,-8 9,-8 z"/></g></svg>"""
ILLUSTRATOR = """<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator 24.0.1, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
	<!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">
	<!ENTITY ns_svg "http://www.w3.org/2000/svg">
	<!ENTITY ns_xlink "http://www.w3.org/1999/xlink">
]>
<svg version="1.1" id="Layer_1" xmlns:i="&ns_ai;" xmlns="&ns_svg;" xmlns:xlink="&ns_xlink;" x="0px" y="0px"
 width="200px" height="80px" viewBox="0 0 200 80" style="enable-background:new 0 0 200 80;" xml:space="preserve">
<style type="text/css">.st0{fill:#003399;}.st1{clip-path:url(#SVGID_2_);}.st2{fill:#FFCC00;}</style>
<switch><foreignObject requiredExtensions="&ns_ai;" x="0" y="0" width="1" height="1"/><g i:extraneous="self">
<rect class="st0" width="120" height="80"/><g><defs><circle id="SVGID_1_" cx="60" cy="40" r="30"/></defs>
<clipPath id="SVGID_2_"><use xlink:href="#SVGID_1_" style="overflow:visible;"/></clipPath>
<g class="st1"><rect x="30" y="10" class="st2" width="60" height="34"/></g></g></g></switch>
<i:pgf id="adobe_illustrator_pgf">c2VjcmV0</i:pgf></svg>"""
GRADIENT = (
    '<radialGradient id="g"><stop offset="0" stop-color="#fc0"/><stop offset="1" stop-color="#06c"/></radialGradient>'
)
EXPORTED: dict[str, tuple[bytes, tuple[float, float], bool]] = {
    "inkscape": (INKSCAPE.replace("FILL", "#cde").encode(), (302.36, 94.49), True),
    "inkscape with a gradient": (INKSCAPE.replace("FILL", "url(#two)").encode(), (302.36, 94.49), False),
    "illustrator": (ILLUSTRATOR.encode(), (200, 80), True),
    "cut classes": (
        svg("<defs><style>.cls-1{fill:#e30613}.cls-2{opacity:.5}</style></defs><g id='Ebene_2' data-name='Ebene 2'>"
            "<circle class='cls-1' cx='30' cy='30' r='25'/><rect class='cls-2' width='30' height='20' rx='4'/></g>",
            'viewBox="0 0 120 60"'), (120, 60), True),
    "points and picas": (svg(PLAIN["circle"], 'width="72pt" height="6pc" viewBox="0 0 100 100"'), (96, 96), True),
    "per cent": (svg(PLAIN["circle"], 'width="100%" height="100%" viewBox="0 0 80 40"'), (80, 40), True),
    "mask": (svg(f"<mask id='m'>{GRADIENT}<rect width='99' height='99' fill='url(#g)'/></mask>"
                 "<rect width='99' height='99' mask='url(#m)'/>"), (100, 100), False),
    "pattern": (svg("<pattern id='p' width='.2' height='.2'><circle cx='9' cy='9' r='8'/></pattern>"
                    "<rect width='99' height='99' fill='url(#p)'/>"), (100, 100), False),
    "shadow": (svg("<filter id='f'><feGaussianBlur stdDeviation='6'/></filter>"
                   "<rect width='60' height='60' filter='url(#f)'/>"), (100, 100), False),
    "symbol": (svg("<symbol id='s' viewBox='0 0 9 9'><path d='M5 0L9 9H0z'/></symbol>"
                   "<use xlink:href='#s' width='90' height='90'/>"), (100, 100), False),
    "svg in svg": (svg("<svg x='10%' width='80%' viewBox='0 0 9 9'><circle r='9'/></svg>", 'width="5cm" height="1in"'),
                   (188.98, 96), False),
    "bitmap": (svg("<image width='90' height='90' xlink:href='data:image/png;base64," + NOISE + "'/>"),
               (100, 100), False),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPORTED)
def test_what_editors_export_has_its_size_and_keeps_nothing_of_the_editor(name: str) -> None:
    data, size, plain = EXPORTED[name]
    drawing = read_svg(data)
    assert (drawing.width, drawing.height) == pytest.approx(size, abs=0.01)
    assert (drawing.plain is not None) == plain
    printed = drawing.plain or drawing.bitmap(60)
    assert b"secret" not in printed
    if drawing.plain is not None:
        assert read_svg(drawing.plain).plain == drawing.plain
    else:
        assert Image.open(io.BytesIO(printed)).mode == "RGB"
        assert Image.open(io.BytesIO(printed)).height == 60


def test_a_gradient_with_two_uses_is_seen_at_both(tmp_path: Path, pool: Pool) -> None:
    """In every format it is one bitmap, fine enough to print, and as large as the drawing."""
    circles = '<circle cx="50" cy="50" r="45" fill="url(#g)"/><circle cx="150" cy="50" r="45" fill="url(#g)"/>'
    data = svg(GRADIENT + circles, 'width="4in" height="2in" viewBox="0 0 200 100"')
    figure = {"file": "images/two.svg", "alt": "Two suns"}
    event: strategies.Data = {
        "title": "Suns", "date": "2031-03-04", "time": "9:15–10:15", "timezone": "Europe/Zurich",
        "parties": {"one": {"name": "One"}}, "figures": {"suns": figure},
        "funders": [{"party": "one", "lockup": "Funded by", "logos": {"file": "images/two.svg", "alt": "Suns"}}],
        "sections": [{"heading": "Suns", "text": "Two.", "show": ["suns"]}],
    }  # fmt: skip
    file = strategies.write_project(tmp_path, event, {"images/two.svg": data})
    build(Request(file, formats=FORMATS, documents=["concept-note"]), pool=pool)
    printed = pypdfium2.PdfDocument(tmp_path / "out" / "concept-note.pdf")[0].render(scale=100 / 72).to_pil()
    red, _, blue = printed.convert("RGB").split()
    yellow = ImageChops.multiply(red.point(lambda v: 255 * (v > 230)), blue.point(lambda v: 255 * (v < 60)))
    box = yellow.getbbox()
    assert box is not None
    assert box[2] - box[0] > 180, "one of the two is not there"
    parts = DocxFile((tmp_path / "out" / "concept-note.docx").read_bytes()).parts
    (bitmap,) = (name for name in parts if "media" in name)
    assert bitmap.endswith(".png")
    assert Image.open(io.BytesIO(parts[bitmap])).size == (1200, 600)
    text = (tmp_path / "out" / "concept-note.html").read_text(encoding="utf-8")
    assert "width: 384.00px" in text
    assert "svg+xml" not in text


# What strangers write


GROWN = '<feGaussianBlur stdDeviation="5"/>'


def repeated(part: str, inner: str) -> str:
    """Nine levels, each of which draws ten times the one before."""
    return "".join(part.format(n, inner.format(n - 1) * 10) for n in range(1, 10))


HOSTILE = {
    "use": '<path id="l0" d="M0 0h9v9z"/>' + repeated('<g id="l{}">{}</g>', '<use xlink:href="#l{}"/>'),
    "pattern": repeated('<pattern id="p{}" width="1" height="1">{}</pattern>', '<rect width="9" fill="url(#p{})"/>')
    + '<rect fill="url(#p9)"/>',
    "mask": repeated('<mask id="m{}">{}</mask>', '<rect width="9" mask="url(#m{})"/>') + '<g mask="url(#m9)"/>',
    "mask by class": "<style>" + "".join(f".c{n}{{mask:url( '#m{n}' )}}" for n in range(9)) + "</style>"
    + repeated('<mask id="m{}">{}</mask>', '<rect class="c{}"/>') + '<g mask="url(#m9)"/>',
    "marker": repeated('<marker id="m{}">{}</marker>', '<path d="M0 0L9 9L1 1" marker="url(#m{})"/>')
    + '<path d="M0 0L9 9" style="marker-end:url(#m9)"/>',
    "filter": f"<filter id='f'>{GROWN * 200}</filter><g filter='url(#f)'/>",
}  # fmt: skip
CYCLES = {
    "use": '<g id="a"><use xlink:href="#a"/></g>',
    "mask": '<mask id="a"><rect width="9" height="9" mask="url(#a)"/></mask><rect width="9" mask="url(#a)"/>',
    "clip": '<clipPath id="a" clip-path="url(#a)"><rect width="9"/></clipPath><rect clip-path="url(#a)"/>',
    "marker": '<marker id="a"><path d="M0 0L9 9" marker-end="url(#a)"/></marker>',
    "pattern": '<pattern id="a"><rect style="fill:url(#a)"/></pattern>',
    "gradient": '<linearGradient id="a" xlink:href="#b"/><linearGradient id="b" href="#a"/>',
    "filter": '<filter id="a"><feImage href="#b"/></filter><rect id="b" filter="url(#a)"/>',
}
REFUSED = {
    "nested": ("<g>" * 200 + "</g>" * 200, "nested more than"),
    "layers": ('<g opacity=".5">' * 31 + PLAIN["circle"] + "</g>" * 31, "layers in layers"),
    "number": ('<path d="M0 0L9e9 9"/>', "number 9e\\+09 in “d”"),
    "number of a style": ('<path d="M0 0L9 9" style="stroke:red;stroke-width:-1e30"/>', "number -1e\\+30 in “style”"),
    "number of a sheet": ("<style>.a{stroke-width:12345678px}</style>" + PLAIN["circle"], "number 1.23457e"),
    "number of a transform": ('<g transform="scale(1e38)"><rect width="9" height="9"/></g>', "number 1e\\+38 in"),
    "octaves": ('<filter id="f"><feTurbulence numOctaves="1000000"/></filter>', "takes too long"),
    "bad path": ('<path d="M 0 0 C"/>', "shows nothing"),
    "file": ('<image href="/etc/passwd"/>', "refers to"),
    "svg in a bitmap": ('<image href="data:image/svg+xml;base64,AAAA"/>', "refers to"),
    "no base64": ('<image href="data:image/png;base64,A"/>', "not base64"),
    "no bitmap": ('<image href="data:image/png;base64,AAAA"/>', "not PNG, JPEG"),
    "escape": ('<rect style="fill:u\\72l(http://x)"/>', "escapes"),
    "script": ("<script/>", "not a drawing"),
    "text": ("<text>Words</text>", "live text"),
    "document": ("<foreignObject><p/></foreignObject>", "not a drawing"),
}


def test_names_and_colours_are_no_numbers() -> None:
    named = '<style>.a1e30{fill:#1e9999}</style><g id="123456789" class="a1e30" data-name="99999999999">'
    assert read_svg(svg(f'{named}<rect id="b" width="9" height="9" fill="#123456"/></g>')).plain


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('<rect width="9" height="9" stroke="red" stroke-width="1e30"/>', "draws it stopped"),
        ('<g opacity=".5"><rect width="99" height="99"/>' * 99 + "</g>" * 99, "memory"),
        ('<circle r="2e4" fill-opacity=".5"/>' * 100_000, "seconds"),
    ],
    ids=["panic", "memory", "time"],
)
def test_an_engine_that_hangs_or_breaks_off_is_told_and_prints_nothing(
    content: str, said: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(svgbitmap, "_SECONDS", 0)
    monkeypatch.setattr(svgbitmap, "_MEMORY", 500_000_000)
    with pytest.raises(ValueError, match=said):
        svg_bitmap(svg(content).decode(), 2000, 2000)
    assert capfd.readouterr() == ("", "")


NUMBERS = st.sampled_from(["0", "1", "-1", "9", "50", "1e3", "-1e4", "1e-30", "1e30"])


@examples(24)
@given(st.lists(NUMBERS, min_size=12, max_size=12), st.sampled_from(["", 'transform="scale({0})"', 'mask="url(#m)"']))
def test_no_number_does_more_than_be_refused(n: list[str], more: str) -> None:
    pen = f'stroke="red" stroke-width="{n[8]}" stroke-dasharray="{n[9]} {n[10]}" {more.format(n[11])}'
    content = (
        f'<mask id="m"><rect x="{n[0]}" width="{n[1]}" height="9" fill="white"/></mask><circle r="{n[2]}" {pen}/>'
        f'<path d="M{n[3]} {n[4]}A{n[5]} {n[6]} 0 0 1 {n[7]} 9L{n[0]} {n[1]}" {pen}/>'
    )
    try:
        drawn, words = read_svg(svg(content + PLAIN["circle"])).bitmap(200), ""
    except SvgError as error:
        drawn, words = b"", str(error)
    assert drawn or "number" in words, content


@pytest.mark.parametrize("name", HOSTILE)
def test_what_multiplies_is_refused_before_it_is_drawn(name: str) -> None:
    with pytest.raises(SvgError, match=r"draws more than 50,000 shapes"):
        read_svg(svg(HOSTILE[name]))


@pytest.mark.parametrize("name", CYCLES)
def test_what_refers_to_itself_is_refused(name: str) -> None:
    with pytest.raises(SvgError, match="refers to itself: #"):
        read_svg(svg(CYCLES[name] + PLAIN["circle"]))


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_used_is_told(name: str) -> None:
    content, words = REFUSED[name]
    with pytest.raises(SvgError, match=words):
        read_svg(svg(content))


@pytest.mark.parametrize(
    "declared",
    ['<!ENTITY a "ab"><!ENTITY b "&a;&a;">', '<!ENTITY a SYSTEM "file:///etc/passwd">', '<!ENTITY % a "b">',
     *(f'<!ENTITY a "{"a" * 300}">',), "".join(f'<!ENTITY a{n} "b">' for n in range(200))],
)  # fmt: skip
def test_entities_that_are_no_short_texts_are_refused(declared: str) -> None:
    with pytest.raises(SvgError):
        read_svg(f"<!DOCTYPE svg [{declared}]>".encode() + svg(f'<g id="&a;">{PLAIN["circle"]}</g>'))


@examples(40)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.sampled_from(["use", "mask", "fill", "clip-path"]))))
def test_no_web_of_references_does_more_than_be_refused(web: list[tuple[int, int, str]]) -> None:
    kinds = ("g", "mask", "pattern", "clipPath", "symbol", "marker")
    inner: dict[int, str] = dict.fromkeys(range(6), '<rect width="9" height="9"/>')
    for one, other, way in web:
        inner[one] += f'<use href="#n{other}"/>' if way == "use" else f'<path d="M0 0h9v9z" {way}="url(#n{other})"/>'
    content = "".join(f'<{kind} id="n{at}">{inner[at]}</{kind}>' for at, kind in enumerate(kinds))
    try:
        drawn, words = read_svg(svg(content + PLAIN["circle"])).bitmap(20), ""
    except SvgError as error:
        drawn, words = b"", str(error)
    assert drawn or re.search("refers to itself|more than 50,000", words)


def test_a_hostile_picture_is_told_at_its_key(tmp_path: Path, pool: Pool) -> None:
    event: strategies.Data = {
        "title": "T", "date": "2031-03-04", "time": "9:15–10:15", "timezone": "Europe/Zurich",
        "figures": {"one": {"file": "images/one.svg", "alt": "One"}, "two": {"file": "images/two.svg", "alt": "Two"}},
        "sections": [{"heading": "H", "text": "T.", "show": ["one", "two"]}],
    }  # fmt: skip
    held = {"images/one.svg": svg(HOSTILE["use"]), "images/two.svg": svg(CYCLES["mask"])}
    file = strategies.write_project(tmp_path, event, held)
    with pytest.raises(DiagnosticError) as refused:
        build(Request(file, formats=FORMATS, documents=["concept-note"]), pool=pool)
    told = [(str(one.code.value[0]), one.path) for one in refused.value.diagnostics]
    assert told == [("CN021", ("figures", name, "file")) for name in ("one", "two")]
    assert all(one.location is not None and one.location.line > 0 for one in refused.value.diagnostics)


def test_a_drawing_on_every_page_is_in_a_pdf_once(tmp_path: Path, pool: Pool) -> None:
    paths = "".join(f'<path d="M{at} 0l1 0l0 99z"/>' for at in range(0, 90, 2))
    pictures = {"mark.svg": svg(paths)}
    text = "\n\n".join(["Whoever lives by the river knows how low it is in August. " * 20] * 12)
    event = {
        "title": "Rivers", "date": "2031-05-14", "time": "9:00", "timezone": "Europe/Zurich",
        "parties": {"fund": {"name": "The Fund"}},
        "funders": [{"party": "fund", "lockup": "Funded by", "logos": {"file": "mark.svg", "alt": "The Fund"}}],
        "sections": [{"heading": "Purpose", "text": text}],
    }  # fmt: skip
    build(Request(strategies.write_project(tmp_path, event, pictures), formats=("pdf",)), pool=pool)
    with pikepdf.open(tmp_path / "out" / "concept-note.pdf") as pdf:
        forms = [form for page in pdf.pages for form in page.Resources.XObject.values() if form.Subtype == "/Form"]
        assert len(pdf.pages) > 1
        assert len({form.objgen for form in forms}) == 1
        assert all(b" Do" in page.Contents.read_bytes() for page in pdf.pages)
        assert forms[0].read_bytes().count(b" l\n") > 40


def test_a_kept_drawing_is_the_one_that_is_read_and_a_damaged_one_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = [svg(PLAIN["circle"]), EXPORTED["shadow"][0]]
    read = [read_svg(data) for data in pictures]
    assert [read_kept_svg(data, tmp_path, "1") for data in pictures] == read
    with monkeypatch.context() as patch:
        patch.setattr(svgbitmap, "run_limited", None)
        assert [read_kept_svg(data, tmp_path, "1") for data in pictures] == read
    for content in (b"", b"{}", b"[1]", b'{"svg": 1, "width": 1, "height": 1, "plain": 4}', b"\xff"):
        for file in tmp_path.iterdir():
            file.write_bytes(content)
        assert [read_kept_svg(data, tmp_path, "1") for data in pictures] == read
    assert len(list(tmp_path.iterdir())) == 2
    assert read_kept_svg(pictures[0], tmp_path, "2") == read[0]
    assert len(list(tmp_path.iterdir())) == 3
