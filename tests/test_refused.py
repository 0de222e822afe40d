"""The command refuses what is wrong, says where, ends with the code of its kind, and leaves every file as it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from shutil import copytree
from subprocess import CompletedProcess

import pytest
import strategies
from command import run
from reading import pdf_texts

from conceptnote.build.pool import Pool
from conceptnote.build.progress import Progress
from conceptnote.build.request import Request
from conceptnote.build.run import build

ROOT = Path(__file__).parent.parent
BASE = "title: T\ndate: 2014-06-10\ntime: 9:15–10:15\ntimezone: America/New_York\n"


def everything_in(folder: Path) -> dict[str, bytes | None]:
    """All files and folders below a folder, with the bytes of the files."""
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else None for p in sorted(folder.rglob("*"))}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The example as a project of its own, with outputs of an earlier build."""
    folder = tmp_path / "project"
    copytree(ROOT / "data", folder / "data")
    (folder / "out").mkdir()
    (folder / "out" / "concept-note.pdf").write_bytes(b"an earlier file")
    (folder / "out" / "programme.docx").write_bytes(b"another earlier file")
    return folder


def assert_refused(project: Path, code: int, *said: str, arguments: Sequence[str] = ()) -> CompletedProcess[str]:
    """The build fails with this code and these words on stderr, and leaves everything as it was."""
    before = everything_in(project)
    result = run("build", *arguments, cwd=project)
    assert result.returncode == code, result
    assert result.stdout == ""
    for words in said:
        assert words in result.stderr, result.stderr
    for never in ("Traceback", "CN099", 'File "'):
        assert never not in result.stderr
    assert re.search(r"error CN\d{3}: \S", result.stderr), result.stderr
    assert everything_in(project) == before
    return result


def edit(project: Path, old: str, new: str) -> tuple[int, int]:
    """Replace a text of the event file that it holds once; gives line and column of its beginning."""
    file = project / "data" / "event.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")
    before = text[: text.index(old)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


LOGO = "images/austrian-development-cooperation-placeholder.svg"


def test_a_build_ends_with_0_and_says_what_it_wrote(project: Path) -> None:
    result = run("build", cwd=project)
    assert (result.returncode, result.stderr) == (0, "")
    names = {"concept-note.pdf", "concept-note.docx", "programme.pdf", "programme.docx"}
    assert {path.name for path in (project / "out").iterdir()} == names | {"manifest.json"}
    assert all(name in result.stdout for name in names)
    assert (project / "out" / "concept-note.pdf").read_bytes().startswith(b"%PDF")


def test_wrong_data_ends_with_1_and_tells_all_of_it_by_line(project: Path) -> None:
    title, _ = edit(project, "title: >-", "titel: >-")
    date, _ = edit(project, "day: 2014-06-10", "day: 2014-06-31")
    person, _ = edit(project, "  - person: van-deventer\n    role: moderator\n\n", "  - person: van-deventr\n\n")
    result = assert_refused(project, 1, "did you mean “title”?", "did you mean “van-deventer”?")
    lines = [int(line) for line in re.findall(r"^data/event\.yaml:(\d+):\d+: error", result.stderr, re.M)]
    assert lines == sorted(lines)
    assert {title, date, person} <= set(lines)
    assert "“title” is missing" not in result.stderr  # a misspelt key is one mistake


def test_a_file_that_is_not_yaml_ends_with_1(project: Path) -> None:
    edit(project, "type: Panel discussion", "type: [Panel discussion")
    assert_refused(project, 1, "data/event.yaml:", "CN003")


def test_no_event_file_ends_with_2(project: Path) -> None:
    assert_refused(project, 2, "nothing.yaml", "CN001", arguments=["nothing.yaml"])
    assert_refused(project, 2, "data/images", "CN001", arguments=["data/images"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-d", "program"], "did you mean “programme”?"),
        (["-f", "docs"], "did you mean “docx”?"),
        (["--paper", "legal"], "there are: a4, a5, half-letter, letter, third-a4, third-letter"),
        (["--orientation", "upright"], "there are: landscape, portrait"),
        (["--impose", "book"], "did you mean “booklet”?"),
        (["--impose", "booklet", "-f", "docx"], "add PDF: -f pdf"),
        (["--impose", "leaflet", "--paper", "a5"], "“leaflet” takes pages of third-a4 or third-letter, and not of a5"),
        (["--impose", "leaflet,booklet"], "pages of third-a4 for “leaflet” and a5 for “booklet”"),
        (["-d", "../programme"], "there is no document"),
        (["-f", "pdf,exe"], "“exe”"),
    ],
)
def test_an_unknown_choice_ends_with_2_and_a_suggestion(arguments: list[str], said: str, project: Path) -> None:
    assert_refused(project, 2, said, arguments=arguments)


def test_an_unknown_option_ends_with_2(project: Path) -> None:
    result = run("build", "--pepper", "a4", cwd=project)
    assert (result.returncode, result.stdout) == (2, "")
    assert "--paper" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_in_the_place_of_the_output_folder_ends_with_2(project: Path) -> None:
    (project / "taken").write_text("a file")
    assert_refused(project, 2, "taken", "CN040", arguments=["-o", "taken"])
    assert_refused(project, 2, "CN040", arguments=["-o", "taken/below"])


def test_a_folder_in_the_place_of_an_output_ends_with_2(project: Path) -> None:
    (project / "out" / "programme.pdf").mkdir()
    assert_refused(project, 2, "programme.pdf")


def test_a_missing_picture_ends_with_3_at_its_line(project: Path) -> None:
    line, column = edit(project, LOGO, "images/missing.svg")
    assert_refused(project, 3, f"data/event.yaml:{line}:{column}: error CN020", "images/missing.svg")


def test_a_note_in_a_note_ends_with_1_at_its_line(project: Path) -> None:
    """Word has no such thing; a PDF must not have it either."""
    note = "text: |\n      One.[^a]\n\n      [^a]: Two.[^b]\n\n      [^b]: Three.\n    who:"
    line, _ = edit(project, "- item: Opening\n    who:", f"- item: Opening\n    {note}")
    assert_refused(project, 1, f"data/event.yaml:{line + 4}:17")


@pytest.mark.parametrize("what", ["structure", "agenda", "questions", "registration"])
def test_a_section_that_shows_what_is_not_there_ends_with_1_at_its_line(what: str, tmp_path: Path) -> None:
    (tmp_path / "event.yaml").write_text(BASE + f"sections:\n  - {{heading: A, show: {what}}}\n")
    assert_refused(tmp_path, 1, "event.yaml:6:", arguments=["event.yaml", "-f", "docx"])


def test_a_row_whose_every_alternative_has_declined_is_built(tmp_path: Path) -> None:
    people = "people:\n  a: {name: A, status: declined}\n  b: {name: B, status: declined}\n"
    (tmp_path / "event.yaml").write_text(BASE + people + "agenda:\n  - {item: x, who: {any_of: [a, b]}}\n")
    assert run("build", "event.yaml", "-f", "docx", cwd=tmp_path).returncode == 0


class BrokenOff(Progress):
    """Ends a build as Ctrl-C does, after so many files."""

    def __init__(self, after: int) -> None:
        self.left = after

    def finished(self, name: str) -> None:
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt


def test_a_pool_prints_the_next_event_after_a_build_that_was_broken_off(tmp_path: Path) -> None:
    file = tmp_path / "event.yaml"

    with closing(Pool()) as pool:
        file.write_text(BASE)
        with pytest.raises(KeyboardInterrupt):
            build(Request(file, tmp_path / "out"), BrokenOff(after=1), pool)
        file.write_text(BASE.replace("title: T", "title: Second"))
        (output,) = build(Request(file, tmp_path / "out", ["pdf"], ["programme"]), pool=pool).outputs
    assert output.path.name == "programme.pdf"
    assert "Second" in pdf_texts(output.path.read_bytes())[0]


def test_a_build_that_is_broken_off_leaves_every_file_as_it_was(project: Path) -> None:
    before, stop = everything_in(project), BrokenOff(after=3)
    with pytest.raises(KeyboardInterrupt):
        build(Request(project / "data" / "event.yaml", project / "out"), stop)
    assert stop.left == 0
    assert everything_in(project) == before


PICTURES: dict[str, tuple[bytes, str]] = {
    "a damaged PNG": (strategies.bitmap(40, 40, "#123456")[:60], "CN021"),
    "a PNG of noise": (b"\x89PNG\r\n\x1a\n" + bytes(range(200)), "CN021"),
    "an empty file": (b"", "CN021"),
    "a text": (b"not a picture", "CN021"),
    "SVG cut short": (b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect', "CN021"),
    "SVG without size": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "CN021"),
    "SVG that shows a file": (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
        b'<image xlink:href="file:///etc/passwd" width="9" height="9"/></svg>',
        "CN023",
    ),
    "SVG that asks the web": (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><style>@import "https://example.org/a.css";'
        b"</style></svg>",
        "CN023",
    ),
    "SVG filled from the web": (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect fill="url(https://example.org/a#b)"/>'
        b"</svg>",
        "CN023",
    ),
    "SVG with a script": (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
        "CN023",
    ),
    "SVG with a handler": (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="alert(1)"/>',
        "CN023",
    ),
    "SVG with an entity": (
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&x;</text></svg>',
        "CN023",
    ),
    "SVG with a web page": (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><foreignObject>x</foreignObject></svg>',
        "CN023",
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_that_cannot_be_shown_ends_with_3_at_its_line(name: str, project: Path) -> None:
    data, code = PICTURES[name]
    line, column = edit(project, LOGO, "images/logo")
    (project / "data" / "images" / "logo").write_bytes(data)
    # WeasyPrint tells Pillow to accept truncated pictures; what is accepted must not depend on whether it is imported.
    import weasyprint  # noqa: F401

    assert_refused(
        project, 3, f"data/event.yaml:{line}:{column}: error {code}", "images/logo", arguments=["-f", "docx"]
    )


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://example.org/a.png", "/etc/passwd", "../../secret.svg"]
)
def test_a_picture_from_elsewhere_ends_with_3(address: str, project: Path) -> None:
    (project.parent / "secret.svg").write_bytes(strategies.svg(9, 9, "#fff"))
    line, column = edit(project, LOGO, address)
    assert_refused(project, 3, f"data/event.yaml:{line}:{column}: error CN022", arguments=["-f", "docx"])


def test_a_picture_that_is_a_link_out_of_the_project_ends_with_3(project: Path) -> None:
    (project.parent / "secret.svg").write_bytes(strategies.svg(9, 9, "#fff"))
    (project / "data" / "images" / "logo.svg").symlink_to(project.parent / "secret.svg")
    line, column = edit(project, LOGO, "images/logo.svg")
    assert_refused(project, 3, f"data/event.yaml:{line}:{column}: error CN022", arguments=["-f", "docx"])


TEMPLATES: dict[str, tuple[str, str]] = {
    "an unknown variable": ("<p>{{ nothing }}</p>", "CN032"),
    "an unknown field": ("<p>{{ event.titel }}</p>", "CN032"),
    "a layout element": ("<div>Text</div>", "CN033"),
    "an unknown class": ('<p class="fancy">Text</p>', "CN033"),
    "an inline style": ('<p style="color: red">Text</p>', "CN033"),
    "an unclosed tag": ("<p>Text", "CN033"),
    "a script": ("<script>alert(1)</script>", "CN033"),
    "a list of nothing": ("<ul></ul>", "CN033"),
    "a statement without an end": ("{% if event.title %}<p>Text</p>", "CN031"),
    "an unknown filter": ("<p>{{ event.title | fancy }}</p>", "CN031"),
    "a way into Python": ("<p>{{ ''.__class__.__mro__ }}</p>", "CN03"),
    "a way through a filter": ("<p>{{ '' | attr('__class__') | string }}</p>", "CN03"),
    "a way through a format": ("<p>{{ '{0.__class__}'.format(event) }}</p>", "CN03"),
    "an include from elsewhere": ("{% include '../../etc/passwd' %}", "CN03"),
    "an include by its full path": ("{% include '/etc/passwd' %}", "CN03"),
    "an import from elsewhere": ("{% import '../secret.html.j2' as secret %}", "CN03"),
    "a division by zero": ("<p>{{ 1 // 0 }}</p>", "CN034"),
    "a text without end": ("<p>{{ 'x' * 100000000 }}</p>", "CN034"),
    "a recursion": ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "CN034"),
    "an internal note": ("<p>{{ event.internal }}</p>", "CN032"),
}


def write_template(project: Path, line: str) -> None:
    """A document of the project's own, with something wrong in its fifth line."""
    (project / "templates").mkdir()
    (project / "templates" / "paper.html.j2").write_text(
        '<html lang="en">\n<head><title>{{ event.title }}</title><meta name="acknowledgement" content="none"></head>\n'
        "<body>\n<h1>{{ event.title }}</h1>\n"
        f"{line}\n</body>\n</html>\n"
    )


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_that_fails_ends_with_3_at_its_line(name: str, project: Path) -> None:
    line, code = TEMPLATES[name]
    edit(project, "type: Panel discussion", "type: Panel discussion\ninternal: Confidential words")
    (project.parent / "secret.html.j2").write_text("root:x:0:0")
    write_template(project, line)
    arguments = ["-d", "paper", "-f", "docx"]
    result = assert_refused(project, 3, f"error {code}", arguments=arguments)
    if name != "a statement without an end":
        assert re.search(r"templates/paper\.html\.j2:[57]: error CN", result.stderr), result.stderr
    for secret in ("root:x", "Confidential", "<class", "object at 0x"):
        assert secret not in result.stderr


def test_a_template_that_does_not_fail_is_built(project: Path) -> None:
    write_template(project, "<p>{{ event.type }}</p>")
    result = run("build", "-d", "paper", "-f", "docx", cwd=project)
    assert (result.returncode, result.stderr) == (0, "")
    assert (project / "out" / "paper.docx").is_file()


def test_a_template_that_is_a_link_out_of_the_project_ends_with_3(project: Path) -> None:
    (project.parent / "secret.html.j2").write_text('<html lang="en"></html>')
    (project / "templates").mkdir()
    (project / "templates" / "paper.html.j2").symlink_to(project.parent / "secret.html.j2")
    assert_refused(project, 3, "CN035", arguments=["-d", "paper"])
