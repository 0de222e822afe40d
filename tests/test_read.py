"""Files from strangers: read whatever made them, and refused in a sentence where they are damaged or hostile."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import strategies
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from verifying import Docx, build_all, promises_of, saved

from conceptnote.check.acknowledgement import check_acknowledgement
from conceptnote.check.acknowledgement.wording import Wording, acknowledges
from conceptnote.check.obligation import Obligation
from conceptnote.read.docx import read_docx
from conceptnote.read.pdf import open_pdf
from conceptnote.read.unreadable import UnreadableFile

EXAMPLE = Path(__file__).parents[1] / "data" / "event.yaml"
PROMISES = promises_of(EXAMPLE)
(MARK,) = PROMISES[0].marks


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The example's concept note, by format."""
    built = build_all(EXAMPLE, tmp_path_factory.mktemp("out"), ["concept-note"])
    return {form: data for (_, form), data in built.items()}


def rules(data: bytes, obligations: tuple[Obligation, ...] = PROMISES) -> set[str]:
    return {finding.rule for finding in check_acknowledgement(data, obligations)}


# PDF


def test_a_mark_in_a_form_is_seen_at_the_size_that_it_is_drawn_at(files: Mapping[str, bytes]) -> None:
    """As a print shop places pages on its own sheets, whole or to fit."""
    for scale, found in ((1.0, set()), (0.9, {"mark-height"})):
        with pikepdf.open(BytesIO(files["pdf"])) as pdf, pikepdf.new() as sheets:
            for page in pdf.pages:
                sheets.add_blank_page(page_size=(700, 900))
                form = sheets.copy_foreign(page.as_form_xobject())
                name = sheets.pages[-1].add_resource(form, pikepdf.Name.XObject)
                content = f"q {scale} 0 0 {scale} 50 30 cm {name} Do Q"
                sheets.pages[-1].Contents = sheets.make_stream(content.encode())
            assert rules(saved(sheets)) == found


def test_a_mark_that_is_a_bitmap_is_measured_by_its_ink(files: Mapping[str, bytes], tmp_path: Path) -> None:
    """The picture has wider margins than the promised file, and its frame is larger than what one sees of it."""
    from conceptnote.check.acknowledgement.pictures import artwork

    drawing = artwork(MARK.asset).image
    with_margins = Image.new("RGB", (drawing.width + 80, drawing.height + 80), "white")
    with_margins.paste(drawing, (40, 40), drawing)
    points = 11.2 * 72 / 25.4 / drawing.height
    for shrink, found in ((1.0, set()), (0.8, {"mark-height"})):
        with pikepdf.open(BytesIO(files["pdf"])) as pdf:
            stream = pikepdf.Stream(pdf, with_margins.tobytes())
            stream.update(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.XObject,
                    Subtype=pikepdf.Name.Image,
                    Width=with_margins.width,
                    Height=with_margins.height,
                    ColorSpace=pikepdf.Name.DeviceRGB,
                    BitsPerComponent=8,
                )
            )
            for page in pdf.pages:
                name = page.add_resource(stream, pikepdf.Name.XObject)
                width, height = (side * points * shrink for side in with_margins.size)
                # The vector drawing is taken away by a white sheet over it.
                page.contents_add(b"q", prepend=True)
                page.contents_add(f"Q 1 g 160 30 110 43 re f q {width} 0 0 {height} 170 30 cm {name} Do Q".encode())
            assert rules(saved(pdf)) == found


def test_text_is_read_with_its_place_whatever_stands_before_it(files: Mapping[str, bytes]) -> None:
    """PDFium counts in UTF-16, where some characters are two."""
    import weasyprint

    data = weasyprint.HTML(string="<title>t</title><p>\U00010345\U00010346 then <b>peace</b>").write_pdf()
    assert data is not None
    with open_pdf(data) as file:
        page = next(file.pages())
        (span,) = Wording(page.text).find("peace")
        (box,) = page.lines(span)
        assert page.text_in(box.grown(-0.2)).strip() == "peace"


# DOCX

PARTS = {
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="/word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="p1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"'
    ' Target="media/mark.png"/></Relationships>',
}
DOCUMENT = """<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:body>{}</w:body></w:document>"""


def packed(body: str, **more: bytes) -> bytes:
    file = Docx.__new__(Docx)
    file.parts = {name: part.encode() for name, part in PARTS.items()}
    file.parts["word/document.xml"] = DOCUMENT.format(body).encode()
    file.parts["word/media/mark.png"] = strategies.bitmap(30, 10, "#123456")
    file.parts |= more
    return file.bytes()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<w:p><w:r><w:t>Fund</w:t></w:r><w:r><w:t>ed by</w:t></w:r></w:p>", "Funded by"),
        (
            "<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>",
            "new",
        ),
        (
            "<w:p><w:moveFrom><w:r><w:t>a</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>b</w:t></w:r></w:moveTo></w:p>",
            "b",
        ),
        ("<w:p><w:sdt><w:sdtContent><w:r><w:t>control</w:t></w:r></w:sdtContent></w:sdt></w:p>", "control"),
        ("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", "cell"),
        ("<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>gone</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", ""),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r><w:r><w:t>seen</w:t></w:r></w:p>", "seen"),
        ("<w:p><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>seen</w:t></w:r></w:p>", "seen"),
        (
            "<w:p><w:r><w:t>before </w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
            "<w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>"
            "<v:textbox><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict>"
            "</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>after</w:t></w:r></w:p>",
            "boxed before after",
        ),
        (
            "<w:p><w:r><w:t>Page </w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>1</w:t></w:r></w:p>",
            "Page 1",
        ),
    ],
)
def test_text_of_word_is_read_as_word_shows_it(body: str, said: str) -> None:
    assert " ".join(read_docx(packed(body)).body.text.split()) == said


def test_pictures_of_older_versions_of_word_are_read() -> None:
    shape = "<w:p><w:r><w:pict><v:shape alt='Mark' style='width:60pt;height:20pt{}'><v:imagedata r:id='p1'/></v:shape>"
    end = "</w:pict></w:r></w:p>"
    ((_, seen), (_, unseen)) = read_docx(
        packed(shape.format("") + end + shape.format(";visibility:hidden") + end)
    ).body.pictures()
    assert (seen.alt, seen.hidden, unseen.hidden) == ("Mark", False, True)
    assert (seen.width, seen.height) == (pytest.approx(60 * 25.4 / 72), pytest.approx(20 * 25.4 / 72))
    assert [image is not None for image in seen.images] == [True]


def test_the_strict_variant_of_word_is_read_as_the_other(files: Mapping[str, bytes]) -> None:
    file = Docx(files["docx"])
    for name, part in file.parts.items():
        if name.endswith(".xml") and name.startswith("word/"):
            for old, new in (
                (
                    b"schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"purl.oclc.org/ooxml/wordprocessingml/main",
                ),
                (b"schemas.openxmlformats.org/officeDocument/2006/rel", b"purl.oclc.org/ooxml/officeDocument/rel"),
                (b"schemas.openxmlformats.org/drawingml/2006/", b"purl.oclc.org/ooxml/drawingml/"),
            ):
                part = part.replace(old, new)
            file.parts[name] = part
    assert b"purl.oclc.org" in file.parts["word/footer.xml"]
    assert rules(file.bytes()) == set()


def test_a_drawing_that_refers_to_a_file_is_not_drawn(files: Mapping[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(strategies.bitmap(40, 40, "#123456"))
    image = f'<image width="1" height="1" href="{(tmp_path / "secret.png").as_uri()}"/></svg>'.encode()
    for changed, found in ((b"</svg>", set()), (image, {"ack-mark"})):
        file = Docx(files["docx"])
        (name,) = (name for name in file.parts if name.endswith(".svg"))
        file.parts[name] = MARK.asset.data.replace(b"</svg>", b"<!-- saved again -->" + changed)
        assert rules(file.bytes()) == found


# Damaged and hostile files


def locked(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        file = BytesIO()
        pdf.save(file, encryption=pikepdf.Encryption(user="secret", owner="secret"))
        return file.getvalue()


def with_document(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    file = Docx(data)
    file.parts["word/document.xml"] = change(file.parts["word/document.xml"])
    return file.bytes()


def doubled(data: bytes) -> bytes:
    file = BytesIO(data)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/document.xml", b"<other/>")
    return file.getvalue()


ENTITY = b'<!DOCTYPE d [<!ENTITY a "with funding from"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
HOSTILE: Mapping[str, tuple[Callable[[Mapping[str, bytes]], bytes], str]] = {
    "nothing": (lambda files: b"", "is not PDF, DOCX or HTML"),
    "a text": (lambda files: b"with funding from", "is not PDF, DOCX or HTML"),
    "an old Word file": (lambda files: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100, "before 2007"),
    "half a PDF": (lambda files: b"%PDF-1.7\n" + bytes(500), "damaged"),
    "a locked PDF": (lambda files: locked(files["pdf"]), "password"),
    "half a DOCX": (lambda files: files["docx"][: len(files["docx"]) // 2], "damaged"),
    "a package of another kind": (lambda files: package_of({"a.txt": b"a"}), "has no Word document"),
    "half a document": (lambda files: with_document(files["docx"], lambda xml: xml[:-100]), "damaged"),
    "entities": (
        lambda files: with_document(files["docx"], lambda xml: xml.replace(b"<w:document", ENTITY + b"<w:document", 1)),
        "document type",
    ),
    "a bomb": (lambda files: with_document(files["docx"], lambda xml: bytes(40 * 1024 * 1024)), "unpacks"),
    "a part twice": (lambda files: doubled(files["docx"]), "damaged"),
    "an empty page": (lambda files: b"<!DOCTYPE html>", "empty"),
}


def package_of(parts: dict[str, bytes]) -> bytes:
    file = Docx.__new__(Docx)
    file.parts = parts
    return file.bytes()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_damaged_or_hostile_file_is_refused_in_a_sentence(name: str, files: Mapping[str, bytes]) -> None:
    make, said = HOSTILE[name]
    with pytest.raises(UnreadableFile, match=said):
        check_acknowledgement(make(files), PROMISES)


def spoiled(part: bytes, cuts: list[tuple[int, bytes]]) -> bytes:
    for at, new in cuts:
        where = at % (len(part) + 1)
        part = part[:where] + new + part[where + 2 * len(new) :]
    return part


CUTS = st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=12)), min_size=1, max_size=4)


@examples(25)
@given(cuts=CUTS, form=st.sampled_from(["pdf", "docx", "html", "footer", "styles", "rels"]))
def test_whatever_happened_to_a_file_it_is_judged_or_refused(
    files: Mapping[str, bytes], cuts: list[tuple[int, bytes]], form: str
) -> None:
    if form in files:
        data = spoiled(files[form], cuts)
    else:
        file = Docx(files["docx"])
        name = {"rels": "word/_rels/document.xml.rels"}.get(form, f"word/{form}.xml")
        file.parts[name] = spoiled(file.parts[name], cuts)
        data = file.bytes()
    with suppress(UnreadableFile):
        check_acknowledgement(data, PROMISES)


# Words

WORDS = "Co-funded by “the fund’s” 2014–2016 office, État et affaires…"


@given(st.data())
def test_words_are_found_however_they_are_laid_out(data: st.DataObject) -> None:
    said = ""
    for character in WORDS:
        said += data.draw(st.sampled_from(SPELLINGS.get(character, [character])))
        if character.isalpha() and data.draw(st.integers(0, 9)) == 0:
            said += data.draw(st.sampled_from(["-\n", "\u2010\r\n", "\ufffe", "\u00ad"]))
    said = data.draw(st.sampled_from([str, lambda text: unicodedata.normalize("NFD", text)]))(said)
    (span,) = Wording(f"Before. {said} After.").find(WORDS)
    assert f"Before. {said} After."[span.start : span.end].strip("….") == said.strip("….")


SPELLINGS = {
    " ": [" ", "\n", "\u00a0", " \r\n "],
    "-": ["-", "\u2010", "\u2011", "-\n"],
    "–": ["–", "-", "--"],
    "“": ["“", '"', "« "],
    "”": ["”", '"', " »"],
    "’": ["’", "'"],
    "…": ["…", "..."],
}


@pytest.mark.parametrize(
    "text",
    [
        "Funded by the Union",
        "Refunded by the Fund",
        "Funded by the Funds",
        "Funded the Fund",
        "Funded-by the Fund",
        "funded by the Fund",
    ],
)
def test_other_words_are_not_found(text: str) -> None:
    assert list(Wording("It was Funded by the Fund.").find("Funded by the Fund"))
    assert not list(Wording(text).find("Funded by the Fund"))


def test_the_body_must_name_who_funds_beside_the_words() -> None:
    near, far = "with funding from the River Fund", "with funding from a fund that all of us know well, the River Fund"
    assert [bool(list(acknowledges(Wording(text), "with funding from", "River Fund"))) for text in (near, far)] == [
        True,
        False,
    ]
    assert list(acknowledges(Wording("Funded by the EU"), "Funded by the EU", "EU"))
