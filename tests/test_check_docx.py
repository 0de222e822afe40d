"""Word files, ours and others', as those meet them who do not see them, or see them badly."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import strategies
from conformance.docx import CHECKPOINTS, check_docx
from conformance.registry import DAMAGED
from docx import Document
from docx.shared import RGBColor
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from test_docx import errors

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build

ROOT = Path(__file__).parents[1]
Parts = dict[str, bytes]
BODY, STYLES, FOOTER, CORE = "word/document.xml", "word/styles.xml", "word/footer.xml", "docProps/core.xml"


def built(event_file: Path, folder: Path, pool: Pool) -> list[bytes]:
    return [output.path.read_bytes() for output in build(Request(event_file, folder, ["docx"]), pool=pool).outputs]


@pytest.fixture(scope="module")
def example(built_example: Path) -> dict[str, bytes]:
    """The example's papers, by name."""
    return {path.stem: path.read_bytes() for path in (built_example / "out").glob("*.docx")}


def parts_of(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def rules_of(data: bytes) -> set[str]:
    return {finding.rule for finding in check_docx(data)}


# Ours


def test_the_examples_papers_have_no_fault(example: dict[str, bytes]) -> None:
    assert {name: check_docx(data) for name, data in example.items()} == {"concept-note": [], "programme": []}


@pytest.mark.hypothesis
def test_no_generated_event_gives_a_paper_with_a_fault(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> None:
    """Nor one that Microsoft's validator finds invalid."""
    made: list[bytes] = []

    @examples(5, fuzz=100, shrink=False)
    @given(data=strategies.events())
    def check(data: strategies.Data) -> None:
        folder = tmp_path_factory.mktemp("event")
        for file in built(strategies.write_project(folder, data), folder / "out", pool):
            # Whether two links have the same words is for whoever writes them, and these are drawn by lot.
            assert [f for f in check_docx(file) if f.rule != "docx-link-ambiguous"] == []
            made.append(file)

    check()
    assert len(made) >= 6
    with ThreadPoolExecutor() as validators:
        found = validators.map(errors, made, [tmp_path_factory.mktemp("valid") for _ in made])
        assert list(found) == [[] for _ in made]


# A planted fault for every rule


def swap(part: str, pattern: str, by: str, count: int = 0) -> Callable[[Parts], None]:
    """Replace what a pattern finds in a part, which it must."""

    def edit(parts: Parts) -> None:
        changed, found = re.subn(pattern, by, parts[part].decode(), count=count, flags=re.DOTALL)
        assert found, f"{pattern} is not in {part}"
        parts[part] = changed.encode()

    return edit


def put_in(xml: str) -> Callable[[Parts], None]:
    """Put XML at the beginning of the text."""
    return swap(BODY, "<w:body>", f"<w:body>{xml}")


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def field(instruction: str, text: str) -> str:
    kinds = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{kinds[0]}<w:r><w:instrText>{escape(instruction)}</w:instrText></w:r>{kinds[1]}{run(text)}{kinds[2]}"


def grid(*rows: str, look: str = 'w:val="0020"', style: str = "agenda") -> str:
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblLook {look}/></w:tblPr>{"".join(rows)}</w:tbl>'


def line(*cells: str, header: bool = False) -> str:
    marked = "<w:trPr><w:tblHeader/></w:trPr>" if header else ""
    return f"<w:tr>{marked}{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def words(text: str) -> str:
    return paragraph(run(text))


def cell(properties: str) -> str:
    return f"<w:tcPr>{properties}</w:tcPr>{words('x')}"


def heading(level: int, text: str = "") -> str:
    return paragraph(run(text) if text else "", properties=f'<w:outlineLvl w:val="{level - 1}"/>')


def shape(inside: str = "", **attributes: str) -> str:
    said = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f'<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" {said}>{inside}</v:shape></w:pict></w:r>'


def link(text: str, anchor: str = "x") -> str:
    return f'<w:hyperlink w:anchor="{anchor}">{run(text)}</w:hyperlink>'


WIDE = '<w:gridSpan w:val="2"/>'
HEAD = line(words("Time"), words("Item"), header=True)
ARABIC = "الإنذار المبكر ينقذ الأرواح عندما تصل الأموال قبل الفيضان"
ENGLISH = "Early warning saves lives when the money is there before the flood"
WATERMARK = shape('<v:textpath string="DRAFT"/>', alt="Draft")
BARE = '<w:style w:type="paragraph" w:styleId="bare"/>'
HEADED = (
    '<w:style w:type="table" w:styleId="headed"><w:name w:val="headed"/><w:tblStylePr w:type="firstRow"><w:rPr>'
    '<w:color w:val="FFFFFF"/></w:rPr><w:tcPr><w:shd w:val="clear" w:fill="{}"/></w:tcPr></w:tblStylePr></w:style>'
)


def headed(ground: str) -> Callable[[Parts], None]:
    """A table whose style gives its first row white text on a ground."""

    def edit(parts: Parts) -> None:
        # The style of a paragraph is stronger than that of the table (17.7.2), and the theme's has an ink.
        bare = paragraph(run("x"), properties='<w:pStyle w:val="bare"/>')
        put_in(grid(line(bare, header=True), style="headed"))(parts)
        swap(STYLES, "</w:styles>", f"{BARE}{HEADED.format(ground)}</w:styles>")(parts)

    return edit


FAULTS: dict[str, dict[str, Callable[[Parts], None]]] = {
    "docx-whole": {
        "no main part": lambda parts: parts.pop(BODY) and None,
        "a DOCTYPE": swap(BODY, "<w:document", '<!DOCTYPE x [<!ENTITY e "e">]><w:document'),
        "XML that breaks off": swap(STYLES, "</w:styles>", ""),
        "another kind of document": swap(BODY, r"w:document\b", "w:glossary"),
    },
    "docx-alt-text": {
        "a picture": swap(FOOTER, ' descr="[^"]*"', ""),
        "a shape of VML": put_in(paragraph(shape(id="s"))),
    },
    "docx-alt-words": {
        "a file name": swap(FOOTER, ' descr="[^"]*"', ' descr="logo_final2.PNG"'),
        "a kind and a number": swap(FOOTER, ' descr="[^"]*"', ' descr="Picture 12"'),
    },
    "docx-in-line": {
        "a picture": swap(FOOTER, "wp:inline", "wp:anchor"),
        "a frame": put_in(paragraph(run("aside"), properties='<w:framePr w:wrap="around"/>')),
        "a table": swap(FOOTER, "<w:tblPr>", '<w:tblPr><w:tblpPr w:tblpX="9"/>'),
        "a shape of VML": put_in(paragraph(shape(style="position:absolute", alt="A delta"))),
    },
    "docx-text-as-picture": {"a watermark": swap(FOOTER, "</w:p>", f"{WATERMARK}</w:p>", 1)},
    "docx-table-header": {
        "it is not repeated": swap(BODY, "<w:tblHeader/>", ""),
        "it is turned off": swap(BODY, "<w:tblHeader/>", '<w:tblHeader w:val="false"/>'),
        "it does not stand out": swap(BODY, 'w:firstRow="1"', 'w:firstRow="0"'),
        "a table for layout in a style": swap(FOOTER, "<w:tblPr>", '<w:tblPr><w:tblStyle w:val="agenda"/>'),
    },
    "docx-table-simple": {
        "a wide cell": put_in(grid(HEAD, line(cell(WIDE)))),
        "a high cell": put_in(grid(HEAD, line(cell("<w:vMerge/>"), words("y")))),
        "a short row": put_in(grid(HEAD, line(words("x")))),
        "a table in a table": put_in(grid(HEAD, line(words("x"), f"{grid(HEAD)}<w:p/>"))),
    },
    "docx-table-blank": {
        "a row": put_in(grid(HEAD, line("<w:p/>", "<w:p/>"))),
        "a column": put_in(grid(line(words("x"), "<w:p/>", header=True), line(words("y"), words(" ")))),
    },
    "docx-title": {
        "none": swap(CORE, "<dc:title>.*?</dc:title>", ""),
        "a space": swap(CORE, "<dc:title>.*?</dc:title>", "<dc:title> </dc:title>"),
        "no properties": swap("_rels/.rels", "core-properties", "other-properties"),
    },
    "docx-headings": {"none": swap(STYLES, "<w:outlineLvl [^>]*>", "")},
    "docx-heading-order": {
        "the second level first": swap(BODY, '"Heading1"', '"Heading2"', 1),
        "a gap": put_in(heading(1, "One") + heading(3, "Three")),
        "no text": put_in(heading(1)),
    },
    "docx-language": {
        "none": swap(STYLES, "<w:lang [^>]*>", ""),
        "no language": swap(STYLES, '<w:lang w:val="[^"]*"', '<w:lang w:val="English (UK)"'),
    },
    "docx-language-parts": {
        "Arabic as English": put_in(words(ARABIC)),
        "English as Russian": put_in(paragraph(run(ENGLISH, '<w:lang w:val="ru"/>'))),
    },
    "docx-blank-paragraph": {
        "in the text": put_in("<w:p/>"),
        "of spaces": put_in(words("  ")),
        "two after a table": put_in(f"{grid(HEAD)}<w:p/><w:p/>{grid(HEAD)}"),
    },
    "docx-repeated-blanks": {
        "spaces": put_in(words("Date:      4 March")),
        "tabs": put_in(paragraph(run("Date"), "<w:r><w:tab/><w:tab/></w:r>", run("4 March"))),
        "line breaks": put_in(paragraph(run("One"), "<w:r><w:br/><w:br/></w:r>", run("two"))),
    },
    "docx-link-text": {
        "bare": put_in(paragraph(link("Click here."))),
        "none": put_in(paragraph('<w:hyperlink w:anchor="x"/>')),
        "a field": put_in(paragraph(field(' HYPERLINK "https://example.org" ', "ici"))),
    },
    "docx-link-ambiguous": {
        "two links": put_in(paragraph(link("the report", "a"), link("the report", "b"))),
        "two fields": put_in(paragraph(field("HYPERLINK a", "The  report"), field("HYPERLINK b", "the report"))),
    },
    "docx-contrast": {
        "a run": put_in(paragraph(run("pale", '<w:color w:val="999999"/>'))),
        "a style": swap(STYLES, '<w:color w:val="54585F"/>', '<w:color w:val="9A9EA6"/>'),
        "shading": put_in(paragraph(run("dark"), properties='<w:shd w:val="clear" w:fill="17395C"/>')),
        "a highlight": put_in(paragraph(run("dark", '<w:highlight w:val="darkBlue"/>'))),
        "a cell": put_in(grid(line(cell('<w:shd w:val="solid" w:color="444444"/>'), header=True))),
        "a style of a table": headed("CCCCCC"),
        "not large": put_in(paragraph(run("x", '<w:b w:val="0"/><w:color w:val="888888"/><w:sz w:val="35"/>'))),
    },
}  # fmt: skip
CASES = [(rule, name) for rule, faults in FAULTS.items() for name in faults]


def test_there_is_a_fault_for_every_rule() -> None:
    assert len(CHECKPOINTS) >= 15
    assert set(FAULTS) == set(CHECKPOINTS)


@pytest.mark.parametrize(("rule", "name"), CASES, ids=[f"{rule}: {name}" for rule, name in CASES])
def test_a_planted_fault_is_found(rule: str, name: str, example: dict[str, bytes]) -> None:
    parts = parts_of(example["concept-note"])
    if "header" in rule:
        parts = parts_of(example["programme"])
    FAULTS[rule][name](parts)
    found = [finding for finding in check_docx(packed(parts)) if finding.rule == rule]
    assert found
    assert all(finding.message and finding.hint for finding in found)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a DOCX"),
        (b"PK\x03\x04 and nothing more", "not a DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "with a password"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "not a Word document"),
    ],
)
def test_what_is_no_word_file_is_a_finding(data: bytes, said: str) -> None:
    (finding,) = check_docx(data)
    assert finding.rule == "docx-whole"
    assert said in finding.message


# What may be


SOUND: dict[str, Callable[[Parts], None]] = {
    "a decorative picture": swap(
        FOOTER,
        '(<wp:docPr[^>]*?) descr="[^"]*"/>',
        r'\1><a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><d:decorative val="1"'
        ' xmlns:d="http://schemas.microsoft.com/office/drawing/2017/decorative"/></a:ext></a:extLst></wp:docPr>',
    ),
    "a rule of VML": put_in(paragraph(shape(**{"xmlns:o": "urn:schemas-microsoft-com:office:office", "o:hr": "t"}))),
    "merged cells in a table for layout": put_in(f"<w:tbl><w:tblPr/>{line(cell(WIDE))}</w:tbl>"),
    "a paragraph in a cell and between tables": put_in(f"{grid(HEAD, line(words('x'), '<w:p/>'))}<w:p/>{grid(HEAD)}"),
    "a page break": put_in('<w:p><w:r><w:br w:type="page"/></w:r></w:p>'),
    "a numbered line to fill in": put_in(paragraph(properties='<w:numPr><w:numId w:val="1"/></w:numPr>')),
    "a name in another script": put_in(words("Her name is أمينة دوارتي.")),
    "a passage that is marked": put_in(paragraph(run(ARABIC, '<w:rtl/><w:lang w:bidi="ar"/>'))),
    "text that was deleted": put_in(f"<w:p><w:del><w:r><w:delText>x    y</w:delText></w:r></w:del>{run('kept')}</w:p>"),
    "addresses": put_in(paragraph(field("HYPERLINK https://a.org/", "https://a.org"), field("HYPERLINK b", "a.org"))),
    "two links to one place": put_in(paragraph(field("HYPERLINK a/", "one place"), field("HYPERLINK a", "one place"))),
    "large text": put_in(paragraph(run("x", '<w:b w:val="0"/><w:color w:val="888888"/><w:sz w:val="36"/>'))),
    "large bold text": put_in(paragraph(run("x", '<w:b/><w:color w:val="888888"/><w:sz w:val="28"/>'))),
    "a colour left to Word": put_in(
        paragraph(run("x", '<w:color w:val="auto"/>'), properties='<w:shd w:val="clear" w:fill="000000"/>')
    ),
    "hidden text": put_in(paragraph(run("x", '<w:vanish/><w:color w:val="FFFFFF"/>'))),
    "white on a dark header": headed("17395C"),
    "the Strict variant": swap(
        BODY,
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_what_may_be_is_not_found(name: str, example: dict[str, bytes]) -> None:
    parts = parts_of(example["concept-note"])
    SOUND[name](parts)
    assert check_docx(packed(parts)) == []


def test_a_strangers_file_is_judged_by_its_own_styles() -> None:
    document = Document()
    document.core_properties.title = ""
    document.add_heading("Second", 2)
    document.add_paragraph("")
    document.add_paragraph("pale").runs[0].font.color.rgb = RGBColor(0xCC, 0xCC, 0xCC)
    table = document.add_table(2, 2, style="Light Grid")
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Wide"
    file = io.BytesIO()
    document.save(file)
    assert rules_of(file.getvalue()) >= {
        "docx-title", "docx-heading-order", "docx-blank-paragraph", "docx-contrast", "docx-table-header",
        "docx-table-simple", "docx-table-blank",
    }  # fmt: skip


@examples(30, fuzz=800)
@given(data=st.data())
def test_no_damage_is_an_error(data: st.DataObject, example: dict[str, bytes]) -> None:
    """Whatever becomes of a file on its way: a person gets findings, or none."""
    parts = parts_of(example["programme"])
    name = data.draw(st.sampled_from([BODY, STYLES, FOOTER, CORE, "word/settings.xml", "_rels/.rels"]))
    part = parts[name]
    at = data.draw(st.integers(0, len(part) - 1))
    until = data.draw(st.integers(at, min(len(part), at + 40)))
    parts[name] = part[:at] + data.draw(st.binary(max_size=8)) + part[until:]
    check_docx(packed(parts))
    file = bytearray(example["programme"])
    for place in data.draw(st.lists(st.integers(0, len(file) - 1), max_size=4)):
        file[place] ^= 0xFF
    check_docx(bytes(file[: data.draw(st.integers(0, len(file)))]))


@examples(25, fuzz=600)
@given(data=st.data())
def test_no_odd_value_is_an_error(data: st.DataObject, example: dict[str, bytes]) -> None:
    parts = parts_of(example["programme"])
    name = data.draw(st.sampled_from([BODY, STYLES, FOOTER, "word/settings.xml"]))
    values = list(re.finditer(rb'"[^"]*"', parts[name]))
    at = data.draw(st.sampled_from([value for value in values if b"http" not in value[0]]))
    odd = data.draw(st.sampled_from([b"", b"-1", b"x", b"99999999999", b"0x", b"auto", b"Normal", b"Title", b"1.5"]))
    parts[name] = parts[name][: at.start()] + b'"' + odd + b'"' + parts[name][at.end() :]
    assert not any(finding.message.startswith(DAMAGED) for finding in check_docx(packed(parts)))
