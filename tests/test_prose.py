"""What papers cannot show of a prose is told when the event file is read; what is not told can be composed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from examples import examples
from hypothesis import event, given
from hypothesis import strategies as st

from conceptnote.compose.compose import Asked, Composer
from conceptnote.compose.prose import ProseProblem, render_prose
from conceptnote.doc.nodes import Doc
from conceptnote.doc.origin import Origins
from conceptnote.doc.reader import read_document
from conceptnote.languages.known import shipped
from conceptnote.languages.typography import Typographies
from conceptnote.schema.commonmark import links
from conceptnote.schema.event import Event
from conceptnote.schema.languages import LanguagePlace
from conceptnote.schema.prose import faults, uncalled
from conceptnote.source.load import load_event
from conceptnote.source.templates import Templates, shipped_documents
from conceptnote.theme.theme import load_theme

ENGLISH = Typographies(shipped()["en"].papers.typography)


def compose(text: str, notes: dict[str, str] | None = None, style: str | None = None) -> Doc:
    """The document that a prose becomes below a heading."""
    html = render_prose(
        text, ("sections", 0, "text"), typographies=ENGLISH, level=3, footnotes=notes or {}, style=style
    )
    page = f'<html lang="en"><head><title>T</title></head><body><h1>T</h1><h2>H</h2>{html}</body></html>'
    return read_document(page, Origins(), load_theme().style_names)


PIECES = [
    "a", "Words of it.", " ", "  ", "\n", "\n\n", "\n    ", "\t", "- ", "1. ", "7) ", "> ", "# ", "###### ", "#",
    "***", "---", "* * *", "===", "```", "`", "``", "~~~", "*", "**", "_", "\\", "[", "](", ")", "]", "][", "!", "![",
    "[^1]", "[^1]: ", "[^b]", "[^b]:", "[^\"><script>]", "[^beside]", "[ref]", "[ref]: ", "<", ">", "&", "&#32;",
    "&nbsp;", "&#10;", "https://example.org/a", "http://", "https://", "mailto:a@example.org", "mailto:", "tel:+41",
    "javascript:alert(1)", "data:text/html,x", "file:///etc", "ftp://h", "//h/x", "#x", "../x.html", "www.un.org",
    "a@b.org", " \"title\"", " 'title'", "(", "[x](https://example.org)", "![alt](a.png)", "<https://example.org>",
    "<javascript:a>", "<b>", "•", "\uf0b7", "\u2028", "\u200b", "\u00a0", "–", "|", "x y", "é", "\"quoted\"", "...",
    "(c)", "<!-- c -->", "<p>", "</aside>",
]  # fmt: skip
HARMLESS = [
    "a", "Words of it.", " ", "\n", "\n\n", "\n    ", "- ", "1. ", "> ", "# A\n", "### B\n", "*", "**", "_", "\\",
    "`", "[", "]", "!", "<b>", "<", "[x](https://example.org)", "![alt](a.png)", "<a@example.org>", "```\nb\n```\n",
    "[^beside]", "A.[^1]\n\n[^1]: B.\n", "&amp;", "é", "\"q\"", "(c)", "[y][r]\n\n[r]: <https://example.org>\n\n",
    "\\\n", "  \n", "A\n===\n", "www.un.org",
]  # fmt: skip
FRAGMENTS = st.one_of(
    st.lists(st.sampled_from(pieces), min_size=1, max_size=12).map("".join) for pieces in (PIECES, HARMLESS, HARMLESS)
)


@examples(400)
@given(text=FRAGMENTS, style=st.sampled_from([None, "agenda-text"]))
def test_what_is_told_of_no_fault_becomes_a_document(text: str, style: str | None) -> None:
    beside = ["beside"] if "[^beside]" in text else []
    found = faults(text, beside) or uncalled(text, beside)
    event("faulty" if found else "sound")
    notes = dict.fromkeys(beside, "<p>Beside.</p>")
    if found:
        with pytest.raises(ProseProblem):
            compose(text, notes, style)
    elif text.strip():
        assert compose(text, notes, style).blocks


@examples(200)
@given(text=FRAGMENTS)
def test_each_fault_has_a_place_in_the_text_and_comes_once(text: str) -> None:
    found = faults(text)
    assert len(set(found)) == len(found)
    assert [one.at for one in found] == sorted(one.at for one in found)
    for one in found:
        assert 0 <= one.at <= len(text), one
        assert one.message.strip(), one
        assert one.hint.strip(), one


@examples(100)
@given(
    name=st.text(
        st.characters(blacklist_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], blacklist_characters="[]\\"),
        min_size=1,
        max_size=8,
    )
)
def test_no_name_of_a_footnote_reaches_the_html(name: str) -> None:
    name = f"Zq{name}"
    text = f"A.[^{name}]\n\n[^{name}]: The note."
    html = render_prose(text, ("a", '"><script>'), typographies=ENGLISH, level=3, footnotes={})
    assert '<aside role="doc-footnote" id="note-1"><p>The note.</p>' in html
    html += render_prose(f"A.[^{name}]", (), typographies=ENGLISH, level=3, footnotes={name: "<p>B</p>"})
    assert "Zq" not in html
    assert "script" not in html


LONG = "a" * 2001


def shortly(text: str) -> str:
    return repr(text)[:60]


TOLD = {
    f"See {LONG} b": (4, "“aaaaaaaaaaaaaaaaaaaa…” has 2,001 characters without a space", "put spaces"),
    "a\n\n***\n\nb": (3, "a line across the page", "## …"),
    'a [x](https://example.org "t")': (2, "the title of a link, “t”", "in the text"),
    "[x](www.un.org)": (0, "leads to “www.un.org”", "https://www.un.org"),
    "[x](a@b.org)": (0, "leads to “a@b.org”", "mailto:a@b.org"),
    "> q\n> [x](../x.html)": (6, "leads to “../x.html”", "https://"),
    "- a\n\n  b [x](//h/x)": (9, "leads to “//h/x”", "https://"),
    "# h [x](#x) #": (4, "leads to “#x”", "https://"),
    "[x](ftp://h)": (0, "leads to “ftp://h”", "https://"),
    "[x](mailto:)": (0, "leads to “mailto:”", "name@example.org"),
    "[x](javascript:alert(1))": (0, "leads to “javascript:alert(1)”", "https://"),
    "![x](javascript:a)": (0, "“javascript:a” is not a file of the project", "images/map.png"),
    "![x](https://example.org/a.png)": (0, "is not a file of the project", "images/map.png"),
    "a <data:text/html,x>": (2, "leads to “data:text/html,x”", "https://"),
    "[x](file:///etc/passwd)": (0, "leads to “file:///etc/passwd”", "https://"),
    "[x]()": (0, "the link leads nowhere", "https://"),
    "[](https://example.org)": (0, "the link has no words", "square brackets"),
    "[x](a b)": (2, "incomplete", "no space"),
    "[x] (https://example.org)": (2, "incomplete", "no space"),
    "[x][ref]": (2, "incomplete", "[words](https://…)"),
    "a\n\n[Note]: early": (3, "would not be printed", "\\"),
    "a\u2028b": (1, "U+2028", "press Enter"),
    "a\n• b": (2, "“•” does not begin a list", "“- ”"),
    "a\n\no\tb": (3, "“o” does not begin a list", "“- ”"),
    "§\tb": (0, "“§” does not begin a list", "“- ”"),
    "\uf0b7 b": (0, "U+F0B7", "“- ”"),
    "a \uf0e0 b": (2, "U+F0E0", "the character itself"),
    "a\u200bb": (1, "U+200B (ZERO WIDTH SPACE)", "delete"),
    "a\u200db": (1, "U+200D", "delete"),
    "a\u202eb": (1, "U+202E", "delete"),
    "a\n\n#": (3, "the heading is empty", "delete"),
    "a\n\n&#32;": (3, "the paragraph is empty", "delete"),
    "a\n\n```\n```": (3, "nothing between", "remove them"),
    "> " * 25 + "a": (0, "nested too deeply", "indentation"),
    "![](a.png)": (0, "“a.png” has no description", "what it shows"),
    '![a](a.png "t")': (0, "the title of a picture, “t”", "in the text"),
    "a[^1]": (1, "called, but not written", "[^1]: …"),
    "a[^1] b[^1]\n\n[^1]: n": (7, "called twice", "second note"),
    "a\n\n[^1]: n": (3, "never called", "[^1]"),
    "a[^1]\n\n[^1]: n\n\n[^1]: m": (16, "written twice", "keep one"),
    "a[^1]\n\n[^1]: n[^2]": (14, "calls another", "sentence"),
    "a[^1]\n\n[^1]:": (7, "is empty", "colon"),
    "a[^1]\n\n[^1]: n\n\n    # h": (20, "no headings", "sentence"),
}  # fmt: skip


@pytest.mark.parametrize("text", TOLD, ids=shortly)
def test_a_fault_is_told_where_it_begins_and_with_what_to_type(text: str) -> None:
    at, message, hint = TOLD[text]
    (fault,) = [one for one in faults(text) if one.at == at]
    assert message in fault.message
    assert hint in fault.hint


SOUND = [
    "§ 1 of the law", "o tempora\nv. 2",
    "ab-" * 1000, "水資源管理会議" * 400, "น้ำเพื่อทุกคน" * 400, f"[x](https://example.org/{'a/' * 2000})", LONG[1:],
    "Persian می\u200cروم and family 👨\u200d👩\u200d👧", "a \\[x\\](y)", "see www.un.org, [sic] and [1]",
    "– one\n– two",
    "a · b • c", "`](`", "[a](<mailto:a@b.org?subject=x>) [t](tel:+41-22) <a@b.org>", "[x][r]\n\n[r]: https://example.org",
    "a[^1]\n\n[^1]: n\n\n    m", "```\n- a\n```", "# A\n\n### B\n\n# C", "\n".join("  " * n + "- x" for n in range(9)),
]  # fmt: skip


@pytest.mark.parametrize("text", SOUND, ids=shortly)
def test_what_papers_can_show_is_no_fault(text: str) -> None:
    assert faults(text) == []
    assert compose(text).blocks


def test_links_are_found_with_their_words() -> None:
    text = "> a [b *c*](https://example.org/x)\n> and <https://example.org>"
    assert [(link.at, link.href, link.words) for link in links(text)] == [
        (4, "https://example.org/x", "b c"), (41, "https://example.org", "https://example.org"),
    ]  # fmt: skip


RICH = "# A\n\nText [x](https://example.org).[^n]\n\n- a\n- b\n\n> q\n\n## B\n\n```\nc\n```\n\n1. x\n\n[^n]: Note.\n"


def _rich(value: Any, place: LanguagePlace) -> Any:
    """The data of an event with headings, lists, a note and the rest in each of its proses."""
    if isinstance(value, dict):
        with_notes = {"text": value["text"]} if "footnotes" in value else {}
        return {key: _rich(below, place.below(key)) for key, below in value.items()} | with_notes
    if isinstance(value, list):
        return [_rich(below, place.below(at)) for at, below in enumerate(value)]
    return RICH if isinstance(value, str) and place.human and place.human.prose else value


@pytest.mark.parametrize("name", ["tests/events/four-days-with-showcases", "tests/events/protocol", "data/event"])
def test_every_document_takes_any_prose_wherever_the_event_has_one(name: str, tmp_path: Path) -> None:
    source = Path(__file__).parents[1] / f"{name}.yaml"
    data = yaml.load(source.read_text(encoding="utf-8"), yaml.BaseLoader)
    data = _rich(data, LanguagePlace(records=(Event,))) | {"invitation": RICH, "internal": RICH, "structure": RICH}
    for part in (*data.get("sub_events", []), *data.get("sittings", []), *data.get("agenda", [])):
        part["text"] = RICH
    for section in data.get("sections", []):
        section.pop("footnotes", None)
        section["text"] = RICH
    data["panel"] = [{"person": next(iter(data["people"])), "talking_points": RICH}]
    (tmp_path / "event.yaml").write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    loaded = load_event(tmp_path / "event.yaml")
    composer = Composer(loaded.event, Templates(loaded.project).read, load_theme().style_names)
    internal = {"speaker-brief", "run-of-show"}
    for document in set(shipped_documents()) - {"overview"}:
        assert composer.compose(document, Asked(internal=document in internal)).blocks
