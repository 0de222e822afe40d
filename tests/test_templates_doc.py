"""docs/templates.md and docs/template-reference.md tell template writers the truth, and all of it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from conceptnote.build.request import Request
from conceptnote.build.run import build
from conceptnote.compose.filters import Filters
from conceptnote.diagnostics import Code, DiagnosticError
from conceptnote.doc.html_tree import VocabularyError
from conceptnote.doc.inlines import INLINE_TAGS
from conceptnote.doc.nodes import Doc
from conceptnote.doc.origin import Origins
from conceptnote.doc.reader import ATTRIBUTES, ROLES, read_document
from conceptnote.languages.known import shipped
from conceptnote.source.templates import SHIPPED_DOCUMENTS, shipped_folder
from conceptnote.theme.theme import load_theme

REPOSITORY = Path(__file__).parents[1]
TEXT = "\n".join(
    (REPOSITORY / "docs" / name).read_text(encoding="utf-8") for name in ("templates.md", "template-reference.md")
)


def listing(heading: str) -> dict[str, list[str]]:
    """The entries of the list under a heading, by name: what stands in brackets, and the rest."""
    part = re.search(rf"^#+ {heading}\n(.*?)(?=^#|\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert part, f"there is no part {heading}"
    entries = re.findall(r"^- (`[^`]+`(?:, `[^`]+`)*)(?: \((.*?)\))?(?:: (.+))?$", part[1], re.MULTILINE)
    assert len(entries) == part[1].count("\n- `"), heading
    return {name: [beside, rest] for names, beside, rest in entries for name in names.strip("`").split("`, `")}


def code(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def quoted(cell: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", cell))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """This repository's event, as a project of its own."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "data").mkdir()
    shutil.copy(REPOSITORY / "data" / "event.yaml", tmp_path / "data")
    shutil.copytree(REPOSITORY / "data" / "images", tmp_path / "data" / "images")
    return tmp_path


def built(project: Path, name: str, template: str) -> str:
    (project / "templates" / f"{name}.html.j2").write_text(template, encoding="utf-8")
    (output,) = build(Request(project / "data" / "event.yaml", documents=[name], formats=["html"])).outputs
    return output.path.read_text(encoding="utf-8")


PAGE = (
    '<html lang="en"><head><title>T</title><meta name="acknowledgement" content="none"></head>'
    "<body><h1>T</h1>{}</body></html>"
)


def read(html: str) -> Doc:
    return read_document(html, Origins(), load_theme().style_names)


# The example


def test_example_is_a_paper_of_its_own(project: Path) -> None:
    (example,) = code("jinja")
    html = built(project, "invitation", example)
    assert '<p class="kicker">Invitation</p>' in html
    assert "Civil society engagement and a human security approach" in html
    assert "Dutch Permanent Mission to the UN has the honour of inviting you" in " ".join(html.split())
    assert html.count('class="person"') == 5
    assert "with funding from" in html


def test_example_is_built_with_the_shipped_papers(project: Path) -> None:
    (project / "templates" / "invitation.html.j2").write_text(code("jinja")[0], encoding="utf-8")
    outputs = build(Request(project / "data" / "event.yaml", formats=["html"])).outputs
    assert {output.path.stem for output in outputs} == {*SHIPPED_DOCUMENTS, "invitation"}


def test_copy_in_the_project_comes_before_the_shipped_template(project: Path) -> None:
    shipped = (shipped_folder() / "programme.html.j2").read_text(encoding="utf-8")
    changed = shipped.replace('<p class="lead">', '<p class="lead">Changed by this project. ')
    assert changed != shipped
    assert "Changed by this project." in built(project, "programme", changed)


# What a template is given


def test_every_name_of_the_table_is_given_and_no_other(project: Path) -> None:
    names = listing("Names")
    template = PAGE.format("<p>" + "".join(f"{{{{ '{n} ' if {n} is defined }}}}" for n in [*names, "today"]) + "</p>")
    assert f"<p>{' '.join(names)}</p>" in built(project, "names", template)


def test_filters_are_the_ones_of_the_table() -> None:
    assert set(listing("Filters")) == set(Filters(shipped()["en"].papers).named())


@pytest.mark.parametrize("file", sorted(shipped_folder().glob("_*.j2")), ids=lambda file: str(file.name))
def test_macros_that_are_listed_exist_and_each_macro_says_what_it_prints(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    macros = re.findall(r"{%-? macro (\w+)\(", text)
    assert macros == re.findall(r"#}\n{%-? macro (\w+)\(", text)
    entry = re.search(rf"(?ms)^- `{file.name.removesuffix('.html.j2')}`: (.*?)(?=^- |\n\n)", TEXT)
    assert entry
    listed = re.findall(r"`(\w+)\([\w, ]*\)`", entry[1])
    assert listed
    assert set(listed) <= set(macros)


def test_masthead_calls_a_paper_of_one_s_own_by_its_name(project: Path) -> None:
    parts = '{% import "_parts.html.j2" as parts with context %}'
    template = parts + PAGE.replace("<h1>T</h1>", "").format("{{ parts.masthead() }}")
    assert '<p class="kicker">farewell' in built(project, "farewell", template)


def test_masthead_names_the_version_once_there_is_one(project: Path) -> None:
    parts = '{% import "_parts.html.j2" as parts with context %}'
    template = parts + PAGE.replace("<h1>T</h1>", "").format("{{ parts.masthead() }}")
    assert "version" not in built(project, "masthead", template)
    with (project / "data" / "event.yaml").open("a", encoding="utf-8") as file:
        file.write("version: 2\n")
    assert "version 2" in built(project, "masthead", template)


def test_internal_fields_are_not_there(project: Path) -> None:
    with pytest.raises(DiagnosticError, match="no field “internal”") as error:
        built(project, "leak", PAGE.format("<p>{{ event.internal }}</p>"))
    assert [problem.code for problem in error.value.diagnostics] == [Code.TEMPLATE_UNKNOWN_NAME]


# Elements, attributes, roles and classes

EVERYTHING = """
<html lang="en">
<head><title>T</title><meta name="author" content="A"></head>
<body>
<header role="doc-pageheader"><p>H</p></header>
<h1>T</h1>
<section role="doc-abstract">
<h2>T</h2><h3>T</h3><h4>T</h4>
<p>T <em>T</em> <strong>T</strong> <a href="https://example.org">T</a><br><time>T</time> <span lang="fr">T</span></p>
<ul><li>T</li></ul>
<ol><li><p>T</p></li></ol>
<dl><dt>T</dt><dd>T</dd></dl>
<table><caption>T</caption><thead><tr><th>T</th></tr></thead><tbody><tr><td>T</td></tr></tbody></table>
<figure><img src="a.svg" alt="T"><figcaption>T</figcaption></figure>
<blockquote><p>T<a role="doc-noteref" href="#n"></a></p></blockquote>
<hr role="doc-pagebreak">
</section>
<aside role="doc-footnote" id="n"><p>T</p></aside>
<footer role="doc-pagefooter"><p>T</p></footer>
</body>
</html>
"""

OTHER_ELEMENTS = """
    abbr address article audio b base bdi bdo button canvas center cite code col colgroup data datalist del details dfn
    dialog div embed fieldset font form frame h5 h6 hgroup i iframe input ins kbd label legend link main map mark math
    menu meter nav noscript object optgroup option output picture pre progress q rp rt ruby s samp script search select
    slot small source strike style sub summary sup svg template textarea tfoot track tt u var video wbr
""".split()


def test_every_element_of_the_table_is_read() -> None:
    assert set(re.findall(r"<(\w+)", EVERYTHING)) == set(listing("Elements"))
    read(EVERYTHING)


@pytest.mark.parametrize("element", listing("Elements"))
def test_no_element_that_is_not_in_the_table_is_read_in_the_place_of_one_that_is(element: str) -> None:
    assert not set(OTHER_ELEMENTS) & set(listing("Elements"))
    void = element in ("br", "hr", "img", "meta")
    for other in OTHER_ELEMENTS:
        changed = re.sub(rf"<{element}\b([^>]*)>", rf"<{other}\1></{other}>" if void else rf"<{other}\1>", EVERYTHING)
        changed = changed.replace(f"</{element}>", f"</{other}>")
        assert changed != EVERYTHING
        with pytest.raises(VocabularyError):
            read(changed)


def test_attributes_are_the_ones_of_the_table() -> None:
    everywhere = {"class", "lang", "role"}
    listed = {element: quoted(cells[0]) - everywhere for element, cells in listing("Elements").items()}
    assert {element: names for element, names in listed.items() if names} == {
        element: set(names) - everywhere for element, names in ATTRIBUTES.items() if set(names) - everywhere
    }


FITTING = {
    "dl": "facts",
    "table": "agenda-untimed",
    "section": "funders",
    "span": "status",
    "header": "running",
    "footer": "after-cover",
}


@pytest.mark.parametrize("attribute", ['class="lead"', 'lang="fr"'])
def test_class_and_language_count_on_the_elements_that_list_them_and_on_no_others(attribute: str) -> None:
    def counts(element: str) -> bool:
        plain = re.sub(r' lang="fr"', ' class="name"', EVERYTHING) if element == "span" else EVERYTHING
        fitting = attribute.replace("lead", FITTING.get(element, "lead"))
        marked = re.sub(rf"<{element}\b(?: lang=.en.| class=.name.)?", f"<{element} {fitting}", plain, count=1)
        try:
            return read(marked) != read(plain)
        except VocabularyError:
            return False

    name = attribute.split("=")[0]
    assert {e for e in listing("Elements") if counts(e)} == {
        e for e, c in listing("Elements").items() if name in quoted(c[0])
    }


def test_elements_of_a_line_of_text_are_the_ones_that_are_listed() -> None:
    sentence = re.search(r"A “line of text” is text with (.*?) in it", TEXT, re.DOTALL)
    assert sentence
    assert quoted(sentence[1]) == INLINE_TAGS


def test_roles_are_the_ones_of_the_list() -> None:
    roles = {e: set(re.findall(r"`(doc-\w+)`", text)) for e, (_, text) in listing("Elements").items()}
    assert roles.pop("section") == ROLES
    assert {element: named for element, named in roles.items() if named} == {
        "header": {"doc-pageheader"}, "footer": {"doc-pagefooter"}, "aside": {"doc-footnote"}, "a": {"doc-noteref"},
        "hr": {"doc-pagebreak"},
    }  # fmt: skip
    assert all("`role`" in listing("Elements")[element][0] for element, named in roles.items() if named)


def test_classes_and_styles_are_the_ones_of_the_theme() -> None:
    sentence = re.search(
        r"Some styles belong to elements, and are not written as classes: (.*?)\n\n?\Z", TEXT, re.DOTALL
    )
    assert sentence
    written, automatic = set(listing("Classes")), quoted(re.sub(r"\([^)]*\)", "", sentence[1]))
    assert not written & automatic
    assert (written | automatic) - {"page-count"} == set(load_theme().style_names)


@pytest.mark.parametrize("name", listing("Classes"))
def test_class_is_read_where_the_table_says(name: str) -> None:
    element = re.findall(r"`(\w+)`", listing("Classes")[name][0])[0]
    assert "`class`" in listing("Elements")[element][0]
    inside = PAGE.format(
        {
            "p": "<p{}>T</p>",
            "h1": "<h1{}>T</h1>",
            "span": "<p>T <span{}></span></p>" if name == "page-count" else "<p>T <span{}>T</span></p>",
            "dl": "<dl{}><dt>T</dt><dd>T</dd></dl>",
            "table": "<table{}><tbody><tr><td>T</td></tr></tbody></table>",
            "section": "<section{}><p>T</p></section>",
        }[element]
    )
    plain = inside.format(' lang="fr"' if element == "span" else "")
    assert read(inside.format(f' class="{name}"')) != read(plain)
    with pytest.raises(VocabularyError, match="no-such-class"):
        read(inside.format(' class="no-such-class"'))


@pytest.mark.parametrize("fragment", code("html"))
def test_fragment_of_html_is_a_document_s(fragment: str) -> None:
    assert len(read(PAGE.format(fragment)).blocks) > 1


# Errors


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{% if %}", Code.TEMPLATE_SYNTAX),
        ("{% import 'none.html.j2' as none %}", Code.TEMPLATE_SYNTAX),
        ("{% import '../data/event.yaml' as none %}", Code.TEMPLATE_SYNTAX),
        ("{{ speakers }}", Code.TEMPLATE_UNKNOWN_NAME),
        (PAGE.format("<div>T</div>"), Code.TEMPLATE_VOCABULARY),
        (PAGE.format("{{ '<script>T</script>' | safe }}"), Code.TEMPLATE_VOCABULARY),
        (PAGE.format("<p>{{ 2 ** 2 }}</p>"), Code.TEMPLATE_FAILED),
        (PAGE.format("<p>{{ 'a' * 2000000 }}</p>"), Code.TEMPLATE_FAILED),
        (PAGE.format("<p>{{ event.title.__class__.__mro__ }}</p>"), Code.TEMPLATE_FAILED),
        (PAGE.format("<figure><img src='none.png' alt='T'></figure>"), Code.ASSET_NOT_FOUND),
        (PAGE.format("<figure><img src='../../none.png' alt='T'></figure>"), Code.ASSET_OUTSIDE_PROJECT),
        (PAGE.format("<figure><img src='https://example.org/a.png' alt='T'></figure>"), Code.ASSET_OUTSIDE_PROJECT),
    ],
)
def test_what_a_template_must_not_do_is_told_and_nothing_is_written(
    project: Path, template: str, expected: Code
) -> None:
    with pytest.raises(DiagnosticError) as error:
        built(project, "wrong", template)
    assert [problem.code for problem in error.value.diagnostics] == [expected]
    assert list(project.glob("out/*")) == []
