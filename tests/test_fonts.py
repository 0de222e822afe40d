"""Characters that the bundled fonts lack: refused with advice, and printed once the project adds a font."""

from __future__ import annotations

import io
import itertools
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import pytest
import uharfbuzz as hb
import yaml
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from test_docx import errors

from conceptnote.build import machine_fonts
from conceptnote.build.characters import _package
from conceptnote.build.formats import usual_formats
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, ExitCode
from conceptnote.doc.metadata import Metadata
from conceptnote.doc.nodes import Doc, Heading, Text
from conceptnote.ooxml.xml import NAMESPACES, qualified
from conceptnote.theme.theme import load_theme
from conceptnote.write.typefaces import Family, Typefaces, characters_of, clusters, embeddable, in_collection, subset
from conceptnote.yamldata import packaged_data

ROOT = Path(__file__).parents[1]
HEBREW, ARABIC, CHINESE, EMOJI = "אמינה", "أمينة", "和平", "🕊"
BUNDLED = {"Gentium-Book-Plus", "Source-Sans-3"}


def tiny_font(
    family: str, characters: str, *, style: str = "Regular", licence: int = 0, outlines: bool = True
) -> bytes:
    """A TrueType font that draws each of these characters, and a space, as a square."""
    codes = {ord(character): f"u{ord(character):X}" for character in {*characters, " "}}
    names = [".notdef", *sorted(codes.values())]
    pen = TTGlyphPen(None)
    for at, to in enumerate(((50, 0), (50, 600), (550, 600), (550, 0))):
        (pen.lineTo if at else pen.moveTo)(to)
    pen.closePath()
    square = pen.glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(names)
    font.setupCharacterMap(codes)
    if outlines:
        font.setupGlyf(dict.fromkeys(names, square))
    font.setupHorizontalMetrics(dict.fromkeys(names, (600, 50)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": family, "styleName": style, "psName": f"{family}-{style}".replace(" ", "")})
    bold = "Bold" in style
    selection = 0x20 * bold + 0x01 * ("Italic" in style)
    font.setupOS2(fsType=licence, fsSelection=selection or 0x40, usWeightClass=700 if bold else 400)
    font.setupPost()
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


@pytest.fixture(autouse=True)
def _no_fonts_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a machine happens to have decides nothing here, but where a test asks for it."""
    monkeypatch.setattr(machine_fonts, "_FOLDERS", ())


def project(folder: Path, name: str = "Ms Amina", fonts: dict[str, bytes] | None = None, **more: object) -> Path:
    """A small project whose one speaker has this name, with files in its `fonts` folder; the event file."""
    event = {
        "title": "Sharing water", "date": "2030-03-05", "time": "9:15", "timezone": "UTC",
        "people": {"amina": {"name": name}}, "panel": ["amina"],
        "sections": [{"heading": "Panel", "show": "panel"}],
    }  # fmt: skip
    (folder / "data").mkdir(parents=True)
    file = folder / "data" / "event.yaml"
    file.write_text(yaml.safe_dump(event | more, allow_unicode=True, sort_keys=False), encoding="utf-8")
    for font, data in (fonts or {}).items():
        (folder / "fonts").mkdir(exist_ok=True)
        (folder / "fonts" / font).write_bytes(data)
    return file


def made(event_file: Path, pool: Pool, *formats: str) -> dict[str, bytes]:
    outputs = build(Request(event_file, None, formats or usual_formats()), pool=pool).outputs
    return {output.path.name: output.path.read_bytes() for output in outputs}


def refused(event_file: Path, pool: Pool) -> list[Diagnostic]:
    with pytest.raises(DiagnosticError) as caught:
        made(event_file, pool)
    assert not (event_file.parents[1] / "out").exists()
    return caught.value.diagnostics


def pdf_fonts(pdf: bytes, folder: Path) -> dict[str, tuple[str, str]]:
    """The fonts of a PDF by family, each with whether it is embedded and a subset."""
    file = folder / "look.pdf"
    file.write_bytes(pdf)
    lines = subprocess.check_output(["pdffonts", file], text=True).splitlines()[2:]
    found = [
        re.match(r"(?:[A-Z]{6}\+)?(\S+?),?(?:-(?:Bold|Italic)+)* .*? (yes|no) +(yes|no) +(?:yes|no) ", line)
        for line in lines
    ]
    assert found
    assert all(found), lines
    return {match[1]: (match[2], match[3]) for match in found if match}


def pdf_text(pdf: bytes) -> str:
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return unicodedata.normalize("NFC", text)


# What is lacking


@pytest.mark.parametrize(
    ("name", "said", "package"),
    [
        (f"Ms {HEBREW}", "U+05D0 HEBREW LETTER ALEF ‘א’", "fonts-noto-core"),
        (f"Ms {CHINESE}", "U+548C CJK UNIFIED IDEOGRAPH-548C ‘和’", "fonts-noto-cjk"),
        (f"Ms {EMOJI}", "U+1F54A DOVE OF PEACE ‘🕊’", "fonts-symbola"),
        ("Ms \ue000", "U+E000", "put a font that has it into the project's fonts/"),
    ],
)
def test_a_character_that_no_font_has_is_refused_at_its_place(
    name: str, said: str, package: str, tmp_path: Path, pool: Pool
) -> None:
    (problem,) = refused(project(tmp_path, name), pool)
    assert (problem.code, problem.code.exit_code) == (Code.CHARACTER_MISSING, ExitCode.ASSET)
    assert f"“{name.split()[1]}” cannot be printed" in problem.message
    assert said in problem.message
    assert package in str(problem.hint)
    assert problem.path == ("people", "amina", "name")
    assert (problem.location and problem.location.line) == 7


def test_each_script_is_told_once_at_the_first_of_its_texts(tmp_path: Path, pool: Pool) -> None:
    event_file = project(tmp_path, f"{HEBREW} {CHINESE}", subtitle=f"{CHINESE} and {EMOJI}", theme=CHINESE)
    problems = refused(event_file, pool)
    said = [(str(problem.path[0]), problem.message.partition(":")[0], str(problem.hint)) for problem in problems]
    told = {word: (path, hint) for path, word, hint in said}
    assert len(told) == 3
    hebrew = told[f"“{HEBREW}” cannot be printed"]
    chinese = told[f"“{CHINESE}” cannot be printed, nor can 2 other texts like it"]
    emoji = told[f"“{EMOJI}” cannot be printed"]
    assert (hebrew[0], "fonts-noto-core" in hebrew[1]) == ("people", True)
    assert (chinese[0], "fonts-noto-cjk" in chinese[1]) == ("people", True)
    assert (emoji[0], "fonts-symbola" in emoji[1]) == ("subtitle", True)


def test_the_words_of_a_template_are_held_to_it_too_and_those_of_the_footer(tmp_path: Path, pool: Pool) -> None:
    event_file = project(tmp_path)
    (tmp_path / "templates").mkdir()
    parts = (ROOT / "templates" / "_parts.html.j2").read_text(encoding="utf-8")
    changed = parts.replace('<p class="page-number">', f'<p class="page-number">{CHINESE}')
    assert changed != parts
    (tmp_path / "templates" / "_parts.html.j2").write_text(changed, encoding="utf-8")
    problems = refused(event_file, pool)
    assert [str(p.location) for p in problems] == ["templates/concept-note.html.j2"]
    assert "nor can 1 other text like it" in problems[0].message


def test_the_command_ends_with_3_and_says_what_to_do(tmp_path: Path) -> None:
    project(tmp_path, f"Ms {HEBREW}")
    command = [Path(sys.executable).with_name("conceptnote"), "build"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "data/event.yaml:7:11: error CN024: “אמינה” cannot be printed" in done.stderr
    assert "apt install fonts-noto-core" in done.stderr
    assert "NotoSansHebrew-Regular.ttf" in done.stderr


def test_a_page_for_the_screen_has_bundled_fonts_for_its_letters(tmp_path: Path, pool: Pool) -> None:
    page = made(project(tmp_path, f"Ms {ARABIC}"), pool, "html")["programme.html"].decode()
    assert ARABIC in page
    fonts = [TTFont(BytesIO(b64decode(data))) for data in re.findall(r"data:font/woff2;base64,([^\")]+)", page)]
    assert {ord(letter) for letter in f"Ms{ARABIC}" if not letter.isspace()} <= {
        code for font in fonts for code in font.getBestCmap()
    }


NOTHING_DRAWN = (
    "Marks of direction, \u202atext\u202c \u2066here\u2069, soft\u00adhyphen, "
    "spaces\u00a0\u2002\u2003\u2007\u2009\u202f\u3000of all widths, variant\ufe0e\u200e."
)


def test_what_is_not_drawn_needs_no_font(tmp_path: Path, pool: Pool) -> None:
    files = made(project(tmp_path, "Ms Amina", subtitle=NOTHING_DRAWN), pool)
    assert set(pdf_fonts(files["programme.pdf"], tmp_path)) <= BUNDLED
    assert re.sub(r"\W", "", NOTHING_DRAWN) in re.sub(r"\W", "", pdf_text(files["programme.pdf"]))


# Fonts that a project adds


def test_a_font_in_the_project_prints_what_the_bundled_ones_lack(tmp_path: Path, pool: Pool) -> None:
    fonts = {
        "rashi.ttf": tiny_font("Tiny Rashi", HEBREW),
        "rashi-bold.TTF": tiny_font("Tiny Rashi", HEBREW, style="Bold"),
        "kai.ttf": tiny_font("Tiny Kai", CHINESE + EMOJI),
        "OFL.txt": b"The licence of both.",
        "unused.ttf": tiny_font("Tiny Georgian", "აბგ"),
    }
    files = made(project(tmp_path, f"Ms {HEBREW} 和", fonts, subtitle=f"Water, {CHINESE} {EMOJI}"), pool)
    for document in ("concept-note", "programme"):
        pdf = files[f"{document}.pdf"]
        found = pdf_fonts(pdf, tmp_path)
        assert {"Tiny-Rashi", "Tiny-Kai"} < set(found) <= {"Tiny-Rashi", "Tiny-Kai", *BUNDLED}
        assert set(found.values()) == {("yes", "yes")}
        text = pdf_text(pdf)
        for said in (CHINESE, EMOJI, "Water,"):
            assert said in text
        assert set(HEBREW) <= set(text)
    docx = files["programme.docx"]
    assert named_families(docx, HEBREW) == {"Tiny Rashi"}
    assert named_families(docx, CHINESE) == {"Tiny Kai"}
    assert named_families(docx, "Water, ") == {None}
    assert carried(docx) == {
        "Gentium Book Plus": 0, "Source Sans 3": 2, "Tiny Rashi": 2, "Tiny Kai": 1,
    }  # fmt: skip
    assert errors(docx, tmp_path) == []


def named_families(docx: bytes, text: str) -> set[str | None]:
    """The families that the runs of a text name themselves."""
    runs = xml(docx, "word/document.xml").iter(qualified("w:r"))
    fonts = [run.find("w:rPr/w:rFonts", NAMESPACES) for run in runs if text in "".join(run.itertext())]
    assert fonts
    return {None if font is None else font.get(qualified("w:cs")) for font in fonts}


def carried(docx: bytes) -> dict[str, int]:
    """The families of a Word file, and how many of their faces it carries."""
    table = xml(docx, "word/fontTable.xml")
    faces = ("embedRegular", "embedBold", "embedItalic", "embedBoldItalic")
    return {
        str(font.get(qualified("w:name"))): sum(font.find(qualified(f"w:{face}")) is not None for face in faces)
        for font in table
    }


def xml(docx: bytes, part: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return etree.fromstring(archive.read(part))


def test_a_font_that_may_only_be_printed_is_in_the_pdf_and_named_in_the_docx(tmp_path: Path, pool: Pool) -> None:
    fonts = {"kai.ttf": tiny_font("Tiny Kai", CHINESE, licence=0x0004)}
    files = made(project(tmp_path, CHINESE, fonts), pool)
    assert pdf_fonts(files["programme.pdf"], tmp_path)["Tiny-Kai"] == ("yes", "yes")
    assert carried(files["programme.docx"])["Tiny Kai"] == 0


def test_a_font_of_a_strange_name_harms_neither_file(tmp_path: Path, pool: Pool) -> None:
    name = 'Tiny "/);}é'
    files = made(project(tmp_path, CHINESE, {"kai.ttf": tiny_font(name, CHINESE)}), pool)
    assert CHINESE in pdf_text(files["programme.pdf"])
    assert carried(files["programme.docx"])[name] == 1
    assert errors(files["programme.docx"], tmp_path) == []


BAD_FONTS = {
    "broken": ({"a.ttf": b"\0\1\0\0 and nothing more"}, "this font cannot be used"),
    "cut": ({"a.ttf": tiny_font("Tiny", CHINESE)[:300]}, "this font cannot be used"),
    "empty": ({"a.otf": b""}, "this font cannot be used"),
    "without outlines": ({"a.ttf": tiny_font("Tiny", CHINESE, outlines=False)}, "no characters that are drawn"),
    "of no name": ({"a.ttf": tiny_font("Tiny\x07", CHINESE)}, "does not say the name"),
    "a collection": ({"a.ttf": b"ttcf" + bytes(40)}, "a collection of several fonts"),
    "for the web": ({"a.woff2": b"wOF2"}, "a kind of font that a paper cannot embed"),
    "restricted": ({"a.ttf": tiny_font("Tiny", CHINESE, licence=0x0002)}, "does not let a PDF embed it"),
    "not to be cut down": ({"a.ttf": tiny_font("Tiny", CHINESE, licence=0x0108)}, "does not let a PDF embed it"),
    "twice": ({"a.ttf": tiny_font("Tiny", CHINESE), "b.ttf": tiny_font("Tiny", ARABIC)}, "a second regular face"),
    "bundled": ({"a.ttf": tiny_font("Source Sans 3", CHINESE)}, "which conceptnote already has"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FONTS)
def test_a_font_that_cannot_be_used_is_refused_by_name(name: str, tmp_path: Path, pool: Pool) -> None:
    fonts, said = BAD_FONTS[name]
    (problem,) = refused(project(tmp_path, "Ms Amina", fonts), pool)
    assert problem.code == Code.ASSET_UNREADABLE
    assert said in problem.message
    assert problem.hint
    assert str(problem.location) == f"fonts/{max(fonts)}"


@pytest.mark.parametrize("what", ["the file", "the folder"])
def test_no_font_is_taken_from_outside_the_project(what: str, tmp_path: Path, pool: Pool) -> None:
    event_file = project(tmp_path / "project", CHINESE)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kai.ttf").write_bytes(tiny_font("Tiny Kai", CHINESE))
    own = tmp_path / "project" / "fonts"
    if what == "the folder":
        own.symlink_to(outside)
    else:
        own.mkdir()
        (own / "kai.ttf").symlink_to(outside / "kai.ttf")
    (problem,) = refused(event_file, pool)
    assert problem.code == Code.ASSET_OUTSIDE_PROJECT


def test_the_systems_fonts_are_not_there(tmp_path: Path) -> None:
    """Not even where a character is let through that only they have."""
    (tmp_path / "system").mkdir()
    (tmp_path / "system" / "kai.ttf").write_bytes(tiny_font("System Kai", CHINESE))
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(f"<fontconfig><dir>{tmp_path / 'system'}</dir></fontconfig>", encoding="utf-8")
    event_file = project(tmp_path, CHINESE)
    program = (
        "from pathlib import Path; from conceptnote.build import edition, machine_fonts, run\n"
        "machine_fonts._FOLDERS = ()\n"
        "edition.check_characters = lambda *_: None\n"
        f"run.build(run.Request(Path({str(event_file)!r}), formats=['pdf']))"
    )
    environment = os.environ | {"FONTCONFIG_FILE": str(configuration)}
    assert "System Kai" in subprocess.check_output(["fc-list"], text=True, env=environment)
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert 'unsupported by fonts: "和"' in done.stderr


# Fonts of the machine, for scripts whose fonts are too large to come with the tool

COLLECTION = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")


def on_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    assert COLLECTION.is_file(), "tools/system-packages test installs fonts-noto-cjk"
    monkeypatch.setattr(machine_fonts, "_FOLDERS", ("/usr/share/fonts",))


def test_chinese_is_set_in_the_collection_that_the_machine_has(
    tmp_path: Path, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_machine(monkeypatch)
    files = made(project(tmp_path, f"Ms {CHINESE}", title="和平会议"), pool)
    pdf, docx = files["programme.pdf"], files["programme.docx"]
    found = pdf_fonts(pdf, tmp_path)
    assert {name for name in found if "CJK" in name} == {"Noto-Sans-CJK-SC"}
    assert set(found.values()) == {("yes", "yes")}
    assert CHINESE in pdf_text(pdf)
    assert len(pdf) < 200_000
    assert named_families(docx, CHINESE) == {"Noto Sans CJK SC"}
    assert carried(docx)["Noto Sans CJK SC"] > 0
    assert errors(docx, tmp_path) == []


def test_a_font_of_the_project_comes_before_that_of_the_machine(
    tmp_path: Path, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_machine(monkeypatch)
    files = made(project(tmp_path, f"Ms {CHINESE}", {"kai.ttf": tiny_font("Tiny Kai", CHINESE)}), pool)
    assert "Tiny-Kai" in (found := pdf_fonts(files["programme.pdf"], tmp_path))
    assert not any("CJK" in name for name in found)


def test_the_fonts_of_a_paper_have_what_its_pages_say_where_a_part_goes_on() -> None:
    doc = Doc(Metadata("会", "zh"), (Heading(2, (Text("议程"),), continued="{what}（续）"),))
    assert set("议程续") <= set(map(chr, characters_of(doc)))


def test_outlines_of_postscript_become_those_of_truetype() -> None:
    font = in_collection(COLLECTION, "Noto Sans CJK SC")
    assert font is not None
    made = embeddable(font, frozenset(map(ord, CHINESE)))
    assert made is not None
    face = hb.Face(made)
    assert "glyf" in face.table_tags
    assert set(map(ord, CHINESE)) <= set(face.unicodes)
    pens = [hb.Font(one).get_glyph_extents(1) for one in (face, hb.Face(subset(font, frozenset(map(ord, CHINESE)))))]
    assert all(abs(a - b) <= 2 for a, b in zip(pens[0], pens[1], strict=True))


# How a font is chosen

OWN = Typefaces.of(load_theme())
texts = st.text(alphabet="ab é\u0301\u0327\u200d\ufe0f和平🕊🏽أم 1", max_size=12)


@given(texts)
def test_the_pieces_of_a_text_are_the_text(text: str) -> None:
    kai = Family("Kai", None, {"regular": tiny_font("Kai", CHINESE)})
    faces = Typefaces(OWN.own, (kai,))
    pieces = list(faces.runs(text, "text"))
    assert "".join(piece for piece, _ in pieces) == text
    assert "".join(clusters(text)) == text
    assert all(one is not other for (_, one), (_, other) in itertools.pairwise(pieces))
    assert all(family.has(piece) or faces.lacking(piece) for piece, family in pieces)


def test_a_mark_stays_with_its_letter_and_a_space_with_what_is_before_it() -> None:
    kai = Family("Kai", None, {"regular": tiny_font("Kai", "和平\u0301")})
    pieces = [(piece, family.name) for piece, family in Typefaces(OWN.own, (kai,)).runs("a 和\u0301 平 b", "sans")]
    assert pieces == [("a ", "Source Sans 3"), ("和\u0301 平 ", "Kai"), ("b", "Source Sans 3")]


@pytest.mark.parametrize("text", ["e\u0301", "x\u0301", "ǹ", "Ẹ\u0301kún", "Ǹjí", "ɓ ɗ ŋ ɔ ɛ", "Ελλάδα", "Україна"])
def test_letters_with_marks_are_there_composed_or_not(text: str) -> None:
    assert OWN.lacking(text) == ""


def test_a_character_that_one_face_lacks_is_lacking() -> None:
    faces = {"regular": tiny_font("Kai", CHINESE), "bold": tiny_font("Kai", "和", style="Bold")}
    assert Typefaces(OWN.own, (Family("Kai", None, faces),)).lacking(CHINESE) == "平"  # type: ignore[arg-type]


def test_a_text_is_set_in_the_other_bundled_family_where_its_own_lacks_a_character() -> None:
    text, sans = OWN.own["text"], OWN.own["sans"]
    only = next(chr(code) for code in sorted(text.characters - sans.characters) if chr(code).isalpha())
    assert [(piece, family.name) for piece, family in OWN.runs(f"a{only}", "sans")] == [
        ("a", "Source Sans 3"), (only, "Gentium Book Plus"),
    ]  # fmt: skip


def test_the_table_of_packages_covers_the_scripts_that_the_fonts_lack() -> None:
    rows = packaged_data("conceptnote.build", "font-packages.yaml")
    assert len(rows) > 30
    blocks = [tuple(int(end, 16) for end in block.split("-")) for row in rows for block in row["blocks"].split()]
    assert all(first < last for first, last in blocks)
    scripts = {"Arabic": "ب", "Devanagari": "क", "Hebrew": "א", "Ethiopic": "አ", "Thai": "ก", "Georgian": "ქ"}
    scripts |= {"Armenian": "հ", "Tifinagh": "ⴰ", "N’Ko": "ߒ", "Korean": "한", "Japanese": "の", "Chinese": "和"}
    scripts |= {"symbols and emoji": "😀"}
    assert {letter: _package(ord(letter)) for letter in scripts.values()} == {
        letter: next((row["script"], row["package"], row.get("file", "")) for row in rows if row["script"] == script)
        for script, letter in scripts.items()
    }
