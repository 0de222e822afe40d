"""Problems are told as a good compiler tells them, to people, to GitHub and to programs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from urllib.parse import unquote

import command
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from conceptnote.build.sources import source_reader
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, ExitCode, Location, Severity, exit_code
from conceptnote.report.colour import wants_colour
from conceptnote.report.excerpt import WIDTH, excerpt
from conceptnote.report.forms import FORMS, Form
from conceptnote.report.render import render

ROOT = Path(__file__).parents[1]
COMMAND = str(Path(sys.executable).with_name("conceptnote"))
DATE = Diagnostic(
    Code.WRONG_VALUE, "“31 June” is not a date", Location("data/event.yaml", 2, 7), ("date",), "ask the organisers"
)
LATE = Diagnostic(Code.UNKNOWN_KEY, "there is no key “rom” here", Location("data/event.yaml", 12, 3), ("venue", "rom"))
TITLE = Diagnostic(
    Code.WRONG_VALUE, "the title is long", Location("data/event.yaml", 1, 8), ("title",), severity=Severity.WARNING
)
FOLDER = Diagnostic(Code.OUTPUT_UNWRITABLE, "nothing can be written here", Location("out"), hint="name another")
NOWHERE = Diagnostic(Code.LIBRARY_MISSING, "a system library is missing: Pango", hint="apt install it")
EVENT = 'title: "会议 and more"\ndate: 31 June  # sure?\n' + "\n" * 9 + "  rom: XX\n"


def text_of(*diagnostics: Diagnostic, source: str | None = EVENT, colour: bool = False) -> str:
    return render(diagnostics, "text", colour=colour, read_source=lambda _: source)


# For people


def test_a_problem_is_shown_in_its_line_and_all_are_counted() -> None:
    assert text_of(LATE, NOWHERE, DATE, TITLE, FOLDER) == (
        "error CN050: a system library is missing: Pango\n"
        "    hint: apt install it\n"
        "\n"
        "data/event.yaml:1:8: warning CN012: the title is long [title]\n"
        '    1 | title: "会议 and more"\n'
        "      |        ^^^^^^^^^^^^^^^\n"
        "\n"
        "data/event.yaml:2:7: error CN012: “31 June” is not a date [date]\n"
        "    2 | date: 31 June  # sure?\n"
        "      |       ^^^^^^^\n"
        "    hint: ask the organisers\n"
        "\n"
        "data/event.yaml:12:3: error CN010: there is no key “rom” here [venue.rom]\n"
        "   12 |   rom: XX\n"
        "      |   ^^^\n"
        "\n"
        "out: error CN040: nothing can be written here\n"
        "    hint: name another\n"
        "\n"
        "4 errors, 1 warning"
    )


@pytest.mark.parametrize("source", [None, "", "one line"])
def test_without_its_line_a_problem_is_told_in_one(source: str | None) -> None:
    assert text_of(LATE, source=source) == f"{LATE}\n\n1 error"


def test_nothing_wrong_is_nothing_said() -> None:
    assert text_of() == ""
    assert render([], "github", colour=True, read_source=lambda _: None) == ""


def test_colour_is_all_that_colour_adds() -> None:
    coloured = text_of(LATE, DATE, TITLE, colour=True)
    assert "\x1b[1;31merror" in coloured
    assert "\x1b[1;33mwarning" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == text_of(LATE, DATE, TITLE)


@pytest.mark.parametrize(
    ("terminal", "environment", "wanted"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"TERM": "dumb"}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (False, {"FORCE_COLOR": "1"}, True),
        (True, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (True, {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
    ],
)
def test_the_environment_decides_on_colour(terminal: bool, environment: dict[str, str], wanted: bool) -> None:
    stream = StringIO()
    stream.isatty = lambda: terminal  # type: ignore[method-assign] # a terminal is not to be had everywhere
    assert wants_colour(stream, environment) is wanted


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        ("date: |2014-06-31", "2014-06-31"),
        ("date: |2014-06-31   # a comment", "2014-06-31"),
        ("url: |http://example.org/#a b", "http://example.org/#a b"),
        ("|rom: XX", "rom"),
        ("|rom:", "rom"),
        ("  - |person: keita", "person"),
        ("  - |keita  ", "keita"),
        ('title: |"a \\" b: c, d" # e', '"a \\" b: c, d"'),
        ("title: |'it''s: so', b", "'it''s: so'"),
        ('title: |"goes on', '"goes on'),
        ("name: {a: |b c, d: e}", "b c"),
        ("name: {a: b, |dd: e}", "dd"),
        ("name: [|a b]", "a b"),
        ('name: {"a}": [1], b: |c d}', "c d"),
        ("text: |a, b [c] {d}", "a, b [c] {d}"),
        ("name: |[a, b]", "["),
        ("name: |{a: b}", "{"),
        ("text: |>-", ">"),
        ("text:|", " "),
        ("|", " "),
    ],
)
def test_a_scalar_is_marked_to_its_end(line: str, marked: str) -> None:
    column = line.index("|") + 1
    plain = line.replace("|", "", 1)
    shown, carets = excerpt(plain, column, yaml=True)
    assert shown == plain.rstrip()
    assert carets == " " * (column - 1) + "^" * len(marked)
    if marked.strip():
        assert shown[column - 1 : len(carets)] == marked
    assert excerpt(plain, column, yaml=False)[1] == " " * (column - 1) + "^"
    assert excerpt(plain, 0, yaml=True) == (plain.rstrip(), "")


ODD = st.text(st.sampled_from("aé :\t会Ａ한🎤e\u0301\u05b0\u1100 "), max_size=300)


@given(before=ODD, after=ODD)
def test_the_caret_stands_below_its_character_whatever_the_widths(before: str, after: str) -> None:
    shown, carets = excerpt(f"{before}X{after}", len(before) + 1, yaml=False)
    assert shown.count("X") == 1
    assert carets.count("^") == 1
    assert cell_len(shown[: shown.index("X")]) == carets.index("^")
    assert cell_len(shown) <= WIDTH + 2
    assert "\t" not in shown
    if cell_len(f"{before}X{after}".expandtabs(4)) < WIDTH // 2:
        assert "…" not in shown


def test_a_tab_leads_to_the_next_stop() -> None:
    assert excerpt("a\tb\t\tc", 6, yaml=True) == ("a   b       c", " " * 12 + "^")


@given(length=st.integers(0, 5000), column=st.integers(0, 6000), wide=st.booleans())
def test_a_long_line_is_cut_around_its_column(length: int, column: int, wide: bool) -> None:
    line = ("会" if wide else "a") * length
    shown, carets = excerpt(line, column, yaml=True)
    assert cell_len(shown) <= WIDTH + 2
    assert len(carets) <= WIDTH + 3
    assert ("…" in shown) == (cell_len(line) > WIDTH)
    assert bool(carets) == bool(column)


def test_a_line_of_a_million_characters_is_shown_at_once() -> None:
    line = "  name: [" + "a, " * 300_000 + "]" + "\u0301" * 300_000
    for column in (1, 9, 10, 500_000, len(line)):
        shown, carets = excerpt(line, column, yaml=True)
        assert "^" in carets
        assert len(shown) < 5 * WIDTH


# What a stranger wrote

HOSTILE = st.text(
    st.sampled_from("a:%,\n\r\t\x00\x07\x1b[]\x7f\x9b\u2028\u2029\u202e\u2066\u061c\ufeff\ufffe\udcff\U000e0041")
)
PATHS = st.lists(st.one_of(HOSTILE.filter(bool), st.integers(0, 9)), max_size=3).map(tuple)
DIAGNOSTICS = st.builds(
    Diagnostic,
    st.sampled_from(Code),
    HOSTILE,
    st.none() | st.builds(Location, HOSTILE.map(lambda t: f"f{t}.yaml"), st.integers(0, 3), st.integers(0, 9)),
    PATHS,
    st.none() | HOSTILE.filter(bool),
    st.sampled_from(Severity),
)


@given(diagnostics=st.lists(DIAGNOSTICS, max_size=3), source=HOSTILE)
def test_nothing_that_a_terminal_obeys_is_printed(diagnostics: list[Diagnostic], source: str) -> None:
    for form in FORMS:
        told = render(diagnostics, form, colour=False, read_source=lambda _: source)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\u061c\ufeff]", told)
        told.encode("utf-8")
    for line in text_of(*diagnostics, source=source).splitlines():
        assert not line or re.match(
            r"f.*: (error|warning) CN|(error|warning) CN|    hint: | +\d* \| ?|\d+ (error|warn)", line
        )


def test_what_is_dangerous_is_named() -> None:
    told = text_of(
        Diagnostic(Code.WRONG_VALUE, "a\x1b[31m\u202eb", Location("\x9b.yaml", 1, 3)), source="a \x1b]0;x\x07"
    )
    assert told.splitlines()[:3] == [
        "<U+009B>.yaml:1:3: error CN012: a<U+001B>[31m<U+202E>b",
        "    1 | a <U+001B>]0;x<U+0007>",
        "      |   ^^^^^^^^^^^^^^^^^^^^",
    ]


@given(code=st.sampled_from(Code), severity=st.sampled_from(Severity), message=st.text("aé会 :%,[]"))
def test_the_first_line_is_the_diagnostics_own(code: Code, severity: Severity, message: str) -> None:
    plain = Diagnostic(code, message, Location("a.yaml", 1, 1), ("b", 0), None, severity)
    assert text_of(plain).splitlines()[0] == str(plain)


# For GitHub


@given(diagnostics=st.lists(DIAGNOSTICS, min_size=1, max_size=3))
def test_github_is_told_one_command_a_line(diagnostics: list[Diagnostic]) -> None:
    told = render(diagnostics, "github", colour=True, read_source=lambda _: None).split("\n")
    assert len(told) == len(diagnostics)
    for line in told:
        match = re.fullmatch(r"::(error|warning) ([^:]*)::([^\r\n]*)", line)
        assert match, line
        keys = [pair.partition("=")[0] for pair in match[2].split(",")]
        assert keys == [key for key in ("file", "line", "col", "title") if key in keys]
        assert "title" in keys


def test_github_reads_what_was_meant() -> None:
    odd = Diagnostic(Code.WRONG_VALUE, "100 % sure: a, b", Location("a,b:c%.yaml", 3, 4), ("x",), "do: this")
    told = render([odd], "github", colour=False, read_source=lambda _: None)
    assert told == ("::error file=a%2Cb%3Ac%25.yaml,line=3,col=4,title=CN012::100 %25 sure: a, b [x]%0Ahint: do: this")
    assert unquote(told.partition("file=")[2].partition(",line")[0]) == "a,b:c%.yaml"
    whole = Diagnostic(Code.OUTPUT_UNWRITABLE, "no", Location("out"), severity=Severity.WARNING)
    assert render([whole], "github", colour=False, read_source=lambda _: None) == "::warning file=out,title=CN040::no"


# For programs

SCHEMA = json.loads((ROOT / "docs" / "diagnostics.schema.json").read_text())


def data_of(*diagnostics: Diagnostic, form: Form = "json") -> dict[str, object]:
    data = json.loads(render(diagnostics, form, colour=True, read_source=lambda _: None))
    assert isinstance(data, dict)
    return data


@given(diagnostics=st.lists(DIAGNOSTICS, max_size=4))
def test_json_keeps_its_schema(diagnostics: list[Diagnostic]) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(data_of(*diagnostics), SCHEMA)


def test_json_says_all_that_is_known() -> None:
    assert data_of(DATE, TITLE, NOWHERE) == {
        "version": 1,
        "diagnostics": [
            {
                "code": "CN050", "severity": "error", "message": "a system library is missing: Pango", "file": None,
                "line": None, "column": None, "path": None, "hint": "apt install it",
            },
            {
                "code": "CN012", "severity": "warning", "message": "the title is long", "file": "data/event.yaml",
                "line": 1, "column": 8, "path": "title", "hint": None,
            },
            {
                "code": "CN012", "severity": "error", "message": "“31 June” is not a date", "file": "data/event.yaml",
                "line": 2, "column": 7, "path": "date", "hint": "ask the organisers",
            },
        ],
        "counts": {"error": 2, "warning": 1},
    }  # fmt: skip


@pytest.mark.parametrize("fault", [{"line": 0}, {"severity": "grave"}, {"code": "12"}, {"more": 1}, {"message": None}])
def test_the_schema_refuses_what_is_not_so(fault: dict[str, object]) -> None:
    record = data_of(DATE)["diagnostics"][0]  # type: ignore[index] # a list, as the schema says
    data = {"version": 1, "diagnostics": [record | fault], "counts": {"error": 1, "warning": 0}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, SCHEMA)


def sarif_schema() -> dict[str, object]:
    """The standard's own schema, from the repository's node_modules or from where the environment says."""
    home = Path(os.environ.get("CONCEPTNOTE_SARIF_SCHEMA") or ROOT / "node_modules")
    found = sorted(home.glob("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0*.json"))
    assert found, f"no SARIF schema under {home}: run npm install"
    schema = json.loads(found[0].read_text())
    assert isinstance(schema, dict)
    return schema


@pytest.fixture(scope="module")
def sarif() -> jsonschema.Draft4Validator:
    return jsonschema.Draft4Validator(sarif_schema(), format_checker=jsonschema.FormatChecker())


@pytest.mark.hypothesis
def test_sarif_keeps_the_standards_schema(sarif: jsonschema.Draft4Validator) -> None:
    @given(diagnostics=st.lists(DIAGNOSTICS, max_size=4))
    def keeps(diagnostics: list[Diagnostic]) -> None:
        sarif.validate(data_of(*diagnostics, form="sarif"))

    keeps()
    broken = data_of(DATE, form="sarif")
    broken["runs"][0]["results"][0]["level"] = "grave"  # type: ignore[index] # as the schema says
    assert not sarif.is_valid(broken)


def test_sarif_says_all_that_is_known() -> None:
    data = data_of(TITLE, DATE, LATE, NOWHERE, FOLDER, form="sarif")
    run = data["runs"][0]  # type: ignore[index] # as the schema says
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["CN050", "CN012", "CN010", "CN040"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    nowhere, title, date, *_, folder = run["results"]
    assert "locations" not in nowhere
    assert title["level"] == "warning"
    assert date["message"]["text"] == "“31 June” is not a date\nhint: ask the organisers"
    place = date["locations"][0]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "data/event.yaml"}, "region": {"startLine": 2, "startColumn": 7},
    }  # fmt: skip
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "date"
    assert "region" not in folder["locations"][0]["physicalLocation"]
    assert run["columnKind"] == "unicodeCodePoints"


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("data/my event.yaml", "data/my%20event.yaml"),
        ("/tmp/é.yaml", "file:///tmp/%C3%A9.yaml"),
        ("a:b.yaml", "a%3Ab.yaml"),
        ("\udcff.yaml", "%FF.yaml"),
    ],
)
def test_a_file_name_becomes_a_uri(file: str, uri: str) -> None:
    data = data_of(Diagnostic(Code.WRONG_VALUE, "m", Location(file, 1, 1)), form="sarif")
    location = data["runs"][0]["results"][0]["locations"][0]  # type: ignore[index] # as the schema says
    assert location["physicalLocation"]["artifactLocation"]["uri"] == uri


# The command


def run(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return command.run("build", *arguments, cwd=project, **environment)


@pytest.fixture
def wrong(project: Path) -> Path:
    """A project whose event has a day that does not exist."""
    file = project / "data" / "event.yaml"
    text, count = re.subn(r"(?m)^  day: .*$", "  day: 2014-06-31", file.read_text())
    assert count == 1
    file.write_text(text)
    return project


def test_people_and_github_read_the_one_output_and_programs_the_other(wrong: Path) -> None:
    for form in FORMS:
        done = run(wrong, "--output-format", form)
        assert done.returncode == 1
        told, silent = (done.stdout, done.stderr) if form in ("json", "sarif") else (done.stderr, done.stdout)
        assert silent == ""
        assert "2014-06-31" in told
    assert json.loads(run(wrong, "--output-format", "json").stdout)["counts"] == {"error": 1, "warning": 0}


def test_the_line_of_the_event_is_shown(wrong: Path) -> None:
    done = run(wrong)
    number, shown, carets = re.search(r"^ +(\d+) \| (.*)\n +\| ( *\^+)\n    hint: ", done.stderr, re.M).groups()  # type: ignore[union-attr]
    assert (wrong / "data" / "event.yaml").read_text().splitlines()[int(number) - 1] == shown == "  day: 2014-06-31"
    assert carets == " " * 7 + "^" * 10
    assert done.stderr.endswith("\n\n1 error\n")
    assert "\x1b" not in done.stderr
    assert "\x1b[1;31merror" in run(wrong, FORCE_COLOR="1").stderr


def test_a_build_that_works_gives_programs_a_document_and_no_more(project: Path) -> None:
    done = run(project, "-f", "html", "--output-format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"version": 1, "diagnostics": [], "counts": {"error": 0, "warning": 0}}
    assert (project / "out" / "programme.html").is_file()
    done = run(project, "-f", "html", "--output-format", "github", "--strict")
    assert (done.returncode, done.stderr) == (0, "")
    assert "out/programme.html" in done.stdout


def test_a_form_that_does_not_exist_is_told_with_the_nearest(project: Path) -> None:
    done = run(project, "--output-format", "sarf")
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean “sarif”?" in done.stderr


def test_the_line_of_a_template_is_shown(project: Path) -> None:
    (project / "templates").mkdir()
    lines = ["<html>", "<head><title>T</title></head>", "<body>", "<h1>{{ event.titel }}</h1>", "</body></html>", ""]
    (project / "templates" / "paper.html.j2").write_text("\n".join(lines))
    done = run(project, "-d", "paper", "-f", "html")
    assert done.returncode == 3
    assert f"    4 | {lines[3]}\n    hint" in done.stderr or f"    4 | {lines[3]}\n\n1 error" in done.stderr


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_lines_are_counted_as_the_parser_counts_them(line_break: str, tmp_path: Path) -> None:
    from conceptnote.source.load import load_event

    file = tmp_path / "event.yaml"
    file.write_bytes(f"title: T # a{line_break}\n# b\ndate: never\ntime: 9:15\ntimezone: Europe/Vienna\n".encode())
    with pytest.raises(DiagnosticError) as caught:
        load_event(file)
    problems = [problem for problem in caught.value.diagnostics if problem.path == ("date",)]
    told = render(problems, "text", colour=False, read_source=source_reader(file))
    assert "| date: never\n      |       ^^^^^\n" in told


def test_no_file_is_shown_but_the_event_and_its_templates(project: Path) -> None:
    event = project / "data" / "event.yaml"
    (project / "templates").mkdir()
    (project / "templates" / "own.html.j2").write_text("own")
    (project.parent / "secret.html.j2").write_text("secret")
    (project / "templates" / "secret.html.j2").symlink_to(project.parent / "secret.html.j2")
    read = source_reader(event)
    assert read(str(event)) == event.read_text()
    assert read("templates/own.html.j2") == "own"
    assert "<html" in (read("templates/programme.html.j2") or "")
    for name in (
        "templates/secret.html.j2", "templates/../../secret.html.j2", str(project.parent / "secret.html.j2"),
        "/etc/passwd", "templates", "", "/", "out", "templates/nothing.html.j2", "\0",
    ):  # fmt: skip
        assert read(name) is None, name
    assert source_reader(project / "nothing.yaml")("templates/own.html.j2") is None


def test_an_event_of_odd_bytes_is_shown_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "event.yaml"
    file.write_bytes(b"title: caf\xe9\n")
    assert source_reader(file)(str(file)) == "title: caf\ufffd\n"
    file.write_text("title: é", encoding="utf-16")
    assert source_reader(file)(str(file)) == "title: é"


# Exit codes


@given(diagnostics=st.lists(DIAGNOSTICS, min_size=1, max_size=4))
def test_warnings_fail_a_strict_run_alone_and_errors_fail_any(diagnostics: list[Diagnostic]) -> None:
    errors = [d.code.exit_code for d in diagnostics if d.severity is Severity.ERROR]
    lenient, strict = exit_code(diagnostics), exit_code(diagnostics, strict=True)
    if errors:
        assert lenient == strict == DiagnosticError(*diagnostics).exit_code
        assert lenient in errors
    else:
        assert lenient == ExitCode.BUILT
        assert strict in {d.code.exit_code for d in diagnostics}
    assert exit_code([], strict=True) == ExitCode.BUILT


def test_the_documented_exit_codes_are_those_of_the_codes() -> None:
    rows = re.findall(r"(?m)^- (\d), .*: (CN.*(?:\n  .*)*)", (ROOT / "docs" / "diagnostics.md").read_text())
    documented = {}
    for number, codes in rows:
        for first, last in re.findall(r"CN(\d+)(?:–CN(\d+))?", codes):
            documented |= {f"CN{code:03}": int(number) for code in range(int(first), int(last or first) + 1)}
    assert len(rows) == 5
    assert {code.code: int(code.exit_code) for code in Code}.items() <= documented.items()


@pytest.mark.parametrize("shown", [f"{int}", "<X object at 0x7f0102030405>", "&lt;", '<p class="a">', "Traceback"])
def test_no_message_shows_what_is_not_for_people(shown: str) -> None:
    with pytest.raises(AssertionError):
        Diagnostic(Code.WRONG_VALUE, f"the value fails: {shown}")
    Diagnostic(Code.WRONG_VALUE, f"the value fails: “{shown}”")
