"""Texts whose language the event file says: by `{fr: …}` alone, or in prose by a span, as pandoc has it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from reading_pdf import TaggedPdf
from returning import Word
from test_docx import errors
from test_redline import MARKER

from conceptnote.build.lint import lint
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.build.targets import composer_of
from conceptnote.datapath import format_path
from conceptnote.diagnostics import DiagnosticError
from conceptnote.doc.nodes import Changed, Heading, LanguageSpan, Paragraph, plain_text, walk
from conceptnote.export.plain import plain
from conceptnote.merge.merging import Comparison, compare, current_data, merged
from conceptnote.ooxml.xml import NAMESPACES, qualified
from conceptnote.redline.compare import redline
from conceptnote.source.load import load_event, read_languages
from conceptnote.source.project import find_project
from conceptnote.translate.texts import Text
from conceptnote.translate.xliff import written

EVENT = """\
language: en
title: {fr: Journée mondiale de l’eau}
subtitle: {ar: المياه المشتركة (1987)}
date: 2030-03-05
time: 9:15–10:15
timezone: UTC
parties:
  fund: {name: {de: Wasserstiftung}, roles: host}
people:
  keita: {name: Amina Keita, functions: {pt: Presidente}}
panel: [keita]
agenda:
  - {time: 9:15–10:15, item: {es: Apertura}}
sections:
  - heading: Words
    text: |
      They say [l’eau c’est *la vie*]{lang=fr}, and nobody minds.

      On the door stands [UNESCO 1987]{lang=ar} alone.
  - heading: A whole text
    text: {fr: Tout un paragraphe en français.}
  - {heading: Panel, show: panel}
"""
SAID = {
    "Journée mondiale de l’eau": "fr", "المياه المشتركة (1987)": "ar", "Wasserstiftung": "de", "Presidente": "pt",
    "l’eau c’est la vie": "fr", "Tout un paragraphe en français.": "fr", "UNESCO 1987": "en",
}  # fmt: skip


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> Path:
    """A project whose note is built in all formats."""
    folder = tmp_path_factory.mktemp("said")
    (folder / "event.yaml").write_text(EVENT, encoding="utf-8")
    build(Request(folder / "event.yaml", folder / "out", ("pdf", "docx", "html"), ("concept-note",)), pool=pool)
    return folder


def spaced(text: str) -> str:
    return " ".join(text.translate(dict.fromkeys(map(ord, "\u200e\u200f"))).replace("\u00a0", " ").split())


def test_a_pdf_says_the_language_of_each(sent: Path) -> None:
    pdf = TaggedPdf((sent / "out" / "concept-note.pdf").read_bytes())
    found = {spaced(one.text): str(one.entries.Lang) for one in pdf.document.all() if "/Lang" in one.entries}
    assert SAID.items() <= found.items()


def test_a_page_says_the_language_and_the_direction_of_each(sent: Path) -> None:
    page = html.fromstring((sent / "out" / "concept-note.html").read_bytes())
    marked = [one for one in page.iter() if isinstance(one.tag, str) and one.get("lang")]
    found = {spaced(str(one.text_content())): (one.get("lang"), one.get("dir")) for one in marked}
    for text, language in SAID.items():
        assert found[text] == (language, "rtl" if language == "ar" else "ltr")


def test_word_says_the_language_of_each_run(sent: Path, tmp_path: Path) -> None:
    data = (sent / "out" / "concept-note.docx").read_bytes()
    found: dict[str, str] = {}
    for run in Word(data).part().iter(qualified("w:r")):
        language = run.find("w:rPr/w:lang", NAMESPACES)
        if language is not None:
            tag = language.get(qualified("w:bidi")) or language.get(qualified("w:val"))
            found[str(tag)] = found.get(str(tag), "") + "".join(run.itertext())
            assert (run.find("w:rPr/w:rtl", NAMESPACES) is not None) == (tag == "ar")
    for text, language in SAID.items():
        assert text == "UNESCO 1987" or text in spaced(found[language])
    assert errors(data, tmp_path) == []


def test_a_text_in_the_language_of_its_paper_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "event.yaml").write_text(
        "language: [en, fr]\ntitle: {en: Water, fr: Eau}\ndate: 2030-03-05\ntime: 9:15\ntimezone: UTC\n"
        "structure: {en: We meet., fr: Nous.}\nsubtitle: {en: Rain}\n", "utf-8"
    )  # fmt: skip
    found = {}
    for source in read_languages(find_project(tmp_path / "event.yaml"))[0]:
        assert source is not None
        doc = composer_of(source).compose("concept-note")
        assert not [one for one in walk(doc) if isinstance(one, Paragraph) and one.language]
        spans = [one for one in walk(doc) if isinstance(one, LanguageSpan)]
        found[source.event.language] = [(plain_text(one.children), one.language) for one in spans]
    assert found == {"en": [], "fr": [("Rain", "en")]}


QUOTED = """\
language: en
title: {fr: 'Eau "pure" ?'}
subtitle: A "day"
date: 2030-03-05
time: 9:15
timezone: UTC
sections:
  - heading: Words
    text: |
      A "word", ["l’eau : oui !"]{lang=fr}, ["ja"]{lang=de}, “[„typed“]{lang=fr}” and ["hm"]{lang=nl}.
  - {heading: Whole, text: {de: 'Das "Wort".'}}
"""


def test_straight_quotes_become_those_of_the_language_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "event.yaml").write_text(QUOTED, encoding="utf-8")
    doc = composer_of(load_event(tmp_path / "event.yaml")).compose("concept-note")
    said = {plain_text(one.children) for one in walk(doc) if isinstance(one, Heading | Paragraph)}
    assert said >= {
        "Eau «\u00a0pure\u00a0»\u202f?", "A “day”", "Das „Wort“.",
        "A “word”, «\u00a0l’eau\u00a0: oui\u202f!\u00a0», „ja“, “„typed“” and “hm”.",
    }, said  # fmt: skip


# Edits


def compared(sent: Path, data: bytes) -> tuple[Any, Comparison]:
    project = find_project(sent / "event.yaml")
    return current_data(project), compare(project, Path("returned.docx"), data)


def test_an_untouched_file_has_no_edits(sent: Path) -> None:
    _, comparison = compared(sent, (sent / "out" / "concept-note.docx").read_bytes())
    assert not comparison.edits
    assert not comparison.left


@pytest.mark.parametrize(
    ("edit", "path", "expected"),
    [
        (lambda w: w.replace("mondiale", "de demain"), "title.fr", "Journée de demain de l’eau"),
        (lambda w: w.replace("المشتركة", "للجميع"), "subtitle.ar", "المياه للجميع (1987)"),
        (
            lambda w: w.replace("la vie", "le pain"),
            "sections[0].text",
            "They say [l’eau c’est *le pain*]{lang=fr}, and",
        ),
        (
            lambda w: w.replace("1987", "1988", within="door"),
            "sections[0].text",
            "stands [UNESCO 1988]{lang=ar} alone.",
        ),
        (lambda w: w.format("nobody"), "sections[0].text", "They say [l’eau c’est *la vie*]{lang=fr}, and **nobody**"),
        (lambda w: w.replace("Tout un", "Encore un"), "sections[1].text.fr", "Encore un paragraphe en français."),
    ],
)
def test_an_edit_of_such_a_text_comes_home(edit: Callable[[Word], None], path: str, expected: str, sent: Path) -> None:
    word = Word((sent / "out" / "concept-note.docx").read_bytes())
    edit(word)
    data, comparison = compared(sent, word.saved())
    assert [format_path(one.path) for one in comparison.edits] == [path]
    value: Any = merged(data, comparison.edits).data
    for step in comparison.edits[0].path:
        value = value[step]
    assert expected in " ".join(value.split())


def test_a_redline_says_the_languages_too(sent: Path, tmp_path: Path) -> None:
    (tmp_path / "event.yaml").write_text(EVENT.replace("mondiale", "de demain").replace("la vie", "le pain"), "utf-8")
    old, new = (composer_of(load_event(one / "event.yaml")).compose("concept-note") for one in (sent, tmp_path))
    spans = [one for one in walk(redline(old, new, MARKER)) if isinstance(one, LanguageSpan)]
    found = {plain_text(one.children): one.language for one in spans if any(isinstance(x, Changed) for x in walk(one))}
    assert sorted(found.values()) == ["fr", "fr"]


def test_a_translator_gets_a_span_as_a_tag() -> None:
    (text,) = (Text(("structure",), ("structure",), "They say [l’eau]{lang=fr}.", None, prose=True),)
    assert b"]{lang=fr}</ph>" in written([text], "en", "fr", "event.yaml")


# What is said of it


def test_a_text_in_one_language_of_its_own_lacks_nothing(tmp_path: Path) -> None:
    event = EVENT.replace("language: en", "language: [en, fr]").replace("{fr: Journ", "{en: Water, fr: Journ")
    (tmp_path / "event.yaml").write_text(event, encoding="utf-8")
    untranslated = [
        one.path for one in lint(tmp_path / "event.yaml", date(2030, 1, 1)).diagnostics if one.code.code == "CN193"
    ]
    assert ("subtitle", "en") not in untranslated
    assert ("sections", 1, "text", "en") in untranslated


@pytest.mark.parametrize(
    ("prose", "column", "message"),
    [
        ("A [mot]{lang=fr dir=rtl} here", 15, "and not “dir”"),
        ("A [mot]{.red lang=fr} here", 15, "and not “class”"),
        ("A [mot]{} here", 15, "does not say in which language"),
        ("A [mot]{lang=french} here", 15, "“french” is not the code"),
        ("A []{lang=fr} here", 15, "the span has no words"),
        ("A [mot] {lang=fr} here", 21, "the language belongs to no words"),
        ("A [mot](https://un.org){lang=fr}", 36, "the language belongs to no words"),
    ],
)
def test_what_is_wrong_with_a_span_is_told_at_its_place(prose: str, column: int, message: str, tmp_path: Path) -> None:
    (tmp_path / "event.yaml").write_text(
        f"title: T\ndate: 2030-03-05\ntime: 9:15\ntimezone: UTC\nstructure: {prose!r}\n".replace("'", '"'), "utf-8"
    )
    with pytest.raises(DiagnosticError) as caught:
        load_event(tmp_path / "event.yaml")
    (problem,) = caught.value.diagnostics
    assert message in problem.message
    assert problem.location is not None
    assert (problem.location.line, problem.location.column) == (5, column)
    assert "[words]{lang=fr}" in (problem.hint or "") or "square brackets" in (problem.hint or "")


def test_calendars_and_tables_have_the_words_alone() -> None:
    assert plain("They say [l’eau *claire*]{lang=fr}.") == "They say l’eau claire."
