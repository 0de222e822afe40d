"""An event in several files: people, parties and funders that many events share."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import indent
from typing import Any

import pikepdf
import pytest
import strategies
import yaml
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from conceptnote.build.lint import lint
from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build, check_built
from conceptnote.build.sources import source_reader
from conceptnote.compose.compose import Composer
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Diagnostic, DiagnosticError
from conceptnote.doc.nodes import Doc, plain_text, walk
from conceptnote.doc.nodes import Paragraph as Line
from conceptnote.export.public import public_yaml
from conceptnote.report.render import render
from conceptnote.source.include import Includes
from conceptnote.source.load import Source, load_event
from conceptnote.source.project import find_project
from conceptnote.source.source_map import SourceMap
from conceptnote.source.templates import Templates
from conceptnote.theme.theme import load_theme

COMMAND = str(Path(sys.executable).with_name("conceptnote"))
HEAD = "title: T\ndate: 2030-03-05\ntime: 9:15–10:45\ntimezone: Europe/Zurich\n"
SHARED = "people: !include ../people.yaml\nparties: !include ../parties.yaml\n"
PEOPLE = """\
# Everybody who speaks in the week.
keita:
  honorific: Ms
  name: Oulie Keita
novak: {name: Jan Novak, status: tbc}
"""
PARTIES = """\
wanep: {name: West Africa Network, acronym: WANEP}
gppac: {name: Global Partnership, description: It is a network.}
mission: {name: Mission of Mali}
"""


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Files by their names in a project; the first is the event file, which is given back."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / next(iter(files))


def event(folder: Path, text: str, **others: str) -> Path:
    """An event in `events`, and other files of the project by their names without the ending."""
    files = {"events/rivers.yaml": HEAD + text} | {f"{name}.yaml": one for name, one in others.items()}
    return write(folder, files)


def refused(file: Path, *values: str) -> list[Diagnostic]:
    with pytest.raises(DiagnosticError) as caught:
        load_event(find_project(file, values))
    return caught.value.diagnostics


def place(problem: Diagnostic, folder: Path) -> str:
    assert problem.location
    where = Path(problem.location.file).relative_to(folder)
    return f"{where}:{problem.location.line}:{problem.location.column}"


# What a file gives, and where it stands


def test_a_file_gives_the_value_of_a_key(tmp_path: Path) -> None:
    source = load_event(event(tmp_path, "people: !include ../people.yaml\npanel: [novak, keita]\n", people=PEOPLE))
    assert list(source.event.people) == ["keita", "novak"]
    assert source.event.people["keita"].honorific == "Ms"
    people = str(tmp_path / "people.yaml")
    assert str(source.source_map.locate(("people", "keita", "name"))) == f"{people}:4:9"
    assert str(source.source_map.locate(("people", "keita"), key=True)) == f"{people}:2:1"
    assert str(source.source_map.locate_in(("people", "keita", "name"), "Oulie ")) == f"{people}:4:15"
    assert str(source.source_map.locate(("people",), key=True)) == f"{tmp_path / 'events' / 'rivers.yaml'}:5:1"
    assert str(source.source_map.locate(("people",))) == f"{people}:2:1"
    assert str(source.source_map.locate(("panel", 0))) == f"{tmp_path / 'events' / 'rivers.yaml'}:6:9"


@pytest.mark.parametrize("order", ["<<: !include ../people.yaml\n  {own}", "{own}\n  <<: !include ../people.yaml"])
def test_records_are_merged_and_the_events_own_win(order: str, tmp_path: Path) -> None:
    own = "novak: {name: Jana Novak}\n  amari: {name: Amari}"
    text = f"people:\n  {order.format(own=own)}\npanel: [novak, keita, amari]\n"
    source = load_event(event(tmp_path, text, people=PEOPLE))
    people = {key: (one.name, one.status) for key, one in source.event.people.items()}
    assert people == {
        "keita": ("Oulie Keita", "confirmed"), "novak": ("Jana Novak", "confirmed"), "amari": ("Amari", "confirmed"),
    }  # fmt: skip
    assert Path(source.source_map.locate(("people", "keita", "name")).file).name == "people.yaml"
    assert Path(source.source_map.locate(("people", "novak", "name")).file).name == "rivers.yaml"
    assert Path(source.source_map.locate(("people", "novak"), key=True).file).name == "rivers.yaml"
    assert not [path for path in source.source_map.values if "<<" in path]
    assert ("people", "novak", "status") not in source.source_map.values


def test_of_several_files_the_first_wins_and_a_whole_event_can_be_merged(tmp_path: Path) -> None:
    file = event(
        tmp_path,
        "<<: !include ../week.yaml\npanel: [a, b, c]\n",
        week="timezone: Africa/Dakar\ntheme: Water\npeople:\n  <<: [!include one.yaml, !include two.yaml]\n",
        one="a: {name: A1}\nb: {name: B1}\n",
        two="b: {name: B2}\nc: {name: C2}\n",
    )
    source = load_event(file)
    assert (source.event.theme, source.event.timezone) == ("Water", "Europe/Zurich")
    assert [person.name for person in source.event.people.values()] == ["A1", "B1", "C2"]
    assert Path(source.source_map.locate(("people", "c", "name")).file).name == "two.yaml"
    assert [path.name for path in source.included] == ["week.yaml", "one.yaml", "two.yaml"]


def test_names_are_relative_to_the_file_that_has_them(tmp_path: Path) -> None:
    files = {
        "data/event.yaml": HEAD
        + "people: !include shared/all.yaml\npanel: [keita]\nstructure: !include shared/how.yaml\n",
        "data/shared/all.yaml": "<<: !include ../../people.yaml\n",
        "data/shared/how.yaml": "|\n  We talk.\n\n  Then we eat at 0:30 p.m.\n",
        "people.yaml": PEOPLE,
    }  # fmt: skip
    file = write(tmp_path, files)
    assert load_event(file).event.structure == "We talk.\n\nThen we eat at 0:30 p.m."
    found = {one.code.code: place(one, tmp_path) for one in lint(file, date(2030, 1, 1)).diagnostics}
    assert found["CN104"] == "data/shared/how.yaml:4:18"


def test_an_item_of_a_list_and_one_person_can_stand_in_a_file(tmp_path: Path) -> None:
    file = event(
        tmp_path,
        "people: {keita: !include ../keita.yaml}\nsections:\n  - {heading: A, text: a}\n  - !include ../about.yaml\n",
        keita="name: Keita\n",
        about="heading: About\ntext: The forum.\n",
    )
    source = load_event(file)
    assert [section.heading for section in source.event.sections] == ["A", "About"]
    assert source.event.people["keita"].name == "Keita"


WHOLE = examples(12, fuzz=300, shrink=False)


@WHOLE
@given(data=strategies.events(), choice=st.randoms(use_true_random=False))
def test_an_event_in_many_files_is_the_event_in_one(data: strategies.Data, choice: Any) -> None:
    """Whatever stands in a file of its own: the same event, but for people and parties whom nothing names."""
    files: dict[str, str] = {}

    def written(value: Any, depth: int = 0) -> str:
        if depth and not choice.randrange(3):
            name = f"part-{len(files)}.yaml"
            files[name] = ""
            files[name] = written(value) if isinstance(value, dict | list) else strategies.as_yaml(value)
            return f"!include {name}"
        if isinstance(value, dict) and value:
            return "{" + ", ".join(f"{json.dumps(key)}: {written(one, depth + 1)}" for key, one in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(written(one, depth + 1) for one in value) + "]"
        return json.dumps(value, ensure_ascii=False)

    with TemporaryDirectory() as folder:
        text = written(data)
        if len(files) > 90:
            return
        one = load_event(write(Path(folder), {"whole/event.yaml": strategies.as_yaml(data)}))
        many = load_event(write(Path(folder), {"parts/event.yaml": text} | {f"parts/{n}": t for n, t in files.items()}))
    assert public_yaml(many.event) == public_yaml(one.event)
    assert many.event.people.keys() <= one.event.people.keys()
    assert set(many.source_map.scalars) == set(one.source_map.scalars)
    for path in many.source_map.scalars:
        assert yaml.safe_load(_written(many.source_map, path)) == yaml.safe_load(_written(one.source_map, path))


def _written(marks: SourceMap, path: DataPath) -> str:
    """A scalar as it stands in its file."""
    scalar = marks.scalars[path]
    return marks.texts[marks.values[path].file][scalar.start : scalar.end]


def test_a_value_that_a_file_gives_can_be_set(tmp_path: Path) -> None:
    file = event(tmp_path, "people: !include ../people.yaml\npanel: [keita, novak]\n", people=PEOPLE)
    values = ["people.keita.status=tbc", "people.novak.name.family=x", "people.keita.rank=queen"]
    source = load_event(find_project(file, values[:1]))
    assert source.event.people["keita"].status == "tbc"
    assert {problem.location.file for problem in refused(file, *values) if problem.location} == {
        "--set people.novak.name.family", "--set people.keita.rank",
    }  # fmt: skip


# What is wrong is told where it stands


def test_a_mistake_is_told_in_the_included_file_with_its_line(tmp_path: Path) -> None:
    text = PEOPLE.replace("status: tbc", "status: tbk")
    event(tmp_path, "people:\n  <<: !include ../people.yaml\npanel: [keita, novok]\n", people=text)
    done = subprocess.run([COMMAND, "check", "events/rivers.yaml"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    told = done.stdout
    assert "people.yaml:5:34: error CN012: “tbk” is not a choice here [people.novak.status]\n" in told
    assert "    5 | novak: {name: Jan Novak, status: tbk}\n      |                                  ^^^\n" in told
    assert "events/rivers.yaml:7:16: error CN013: no person has the id “novok” [panel[1]]" in told


def test_messages_name_files_as_one_reaches_them_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    event(tmp_path, "people: !include ../people.yaml\n", people="keita: {}\n")
    for here, event_file, named in (
        (tmp_path, "events/rivers.yaml", "people.yaml"),
        (tmp_path / "events", "rivers.yaml", "../people.yaml"),
        (tmp_path.parent, f"{tmp_path.name}/events/rivers.yaml", f"{tmp_path.name}/people.yaml"),
    ):
        monkeypatch.chdir(here)
        (problem,) = refused(Path(event_file))
        assert problem.location
        assert problem.location.file == named
        read = source_reader(Path(event_file))
        assert "| keita: {}" in render([problem], "text", colour=False, read_source=read)


HERE = "events/rivers.yaml"
WRONG = {
    "a name too long": (f"people: !include {'x' * 300}.yaml\n", {}, f"{HERE}:5:9", "is not the name of a file"),
    "a missing file": ("people: !include ../nobody.yaml\n", {}, f"{HERE}:5:9", "there is no file “../nobody"),
    "a folder": ("people: !include ../x.yaml\n", {"x.yaml/y": ""}, f"{HERE}:5:9", "there is no file"),
    "no name": ("people: !include\n", {}, f"{HERE}:5:9", "names no file"),
    "a file outside": ("people: !include ../../x.yaml\n", {}, f"{HERE}:5:9", "points outside the project"),
    "an absolute name": ("people: !include /etc/x.yaml\n", {}, f"{HERE}:5:9", "cannot be included"),
    "an address": ("people: !include https://x.org/x.yaml\n", {}, f"{HERE}:5:9", "cannot be included"),
    "no YAML": ("people: !include ../x.txt\n", {"x.txt": "x: y"}, f"{HERE}:5:9", "cannot be included"),
    "another tag": ("people: !insert ../x.yaml\n", {"x.yaml": PEOPLE}, f"{HERE}:5:9", "the tag “!insert”"),
    "a tagged key": ("!include ../x.yaml : y\n", {"x.yaml": "x"}, f"{HERE}:5:1", "the tag “!include”"),
    "a tagged record": ("people: !include {a: b}\n", {}, f"{HERE}:5:9", "the tag “!include”"),
    "a merge without a file": ("people: {<<: {a: {name: A}}}\n", {}, f"{HERE}:5:14", "with a record"),
    "a merge of a name": ("people: {<<: ../x.yaml}\n", {"x.yaml": PEOPLE}, f"{HERE}:5:14", "with a record"),
    "a merge of a list": ("people: {<<: !include ../x.yaml}\n", {"x.yaml": "- a"}, "x.yaml:1:3", "with a record"),
    "bad syntax": ("people: !include ../x.yaml\n", {"x.yaml": "a: [\n"}, "x.yaml:1:4", "the bracket [ is not closed"),
    "a key twice": ("people: !include ../x.yaml\n", {"x.yaml": "a: {name: A}\na: {}\n"}, "x.yaml:2:1", "is here twice"),
    "an alias": ("people: !include ../x.yaml\n", {"x.yaml": "a: &a {name: A}\nb: *a\n"}, "x.yaml:1:4", "anchors (&)"),
    "bytes": ("people: !include ../x.yaml\n", {"x.yaml": "a: \x07\n"}, "x.yaml:1:4", "cannot be printed"),
    "a chain": (
        "people: !include ../x.yaml\n",
        {"x.yaml": "a: !include y.yaml\n", "y.yaml": "- !include x.yaml\n"},
        "y.yaml:1:3", "the file includes itself: x.yaml → y.yaml → x.yaml",
    ),
    "itself": ("people: !include rivers.yaml\n", {}, f"{HERE}:5:9", f"{HERE} → {HERE}"),
    "too deep a record": (
        "people: " + "{a: " * 30 + "!include ../x.yaml" + "}" * 30 + "\n",
        {"x.yaml": "[" * 12 + "]" * 12}, "x.yaml:1:10", "more than 40 levels deep",
    ),
    "too long a chain": (
        "people: !include ../x0.yaml\n", {f"x{n}.yaml": f"a: !include x{n + 1}.yaml\n" for n in range(12)},
        "x7.yaml:1:4", "more than 8 deep",
    ),
    "too many": (
        "questions: [" + "!include ../x.yaml, " * 101 + "]\n", {"x.yaml": "Why?"}, f"{HERE}:5:2013",
        "more than 100 files",
    ),
    "too much": (
        "questions: [" + "!include ../x.yaml, " * 5 + "]\n", {"x.yaml": "#" * 999_999}, f"{HERE}:5:93",
        "more than 4 MB in all",
    ),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_cannot_be_included_is_refused_at_its_place(
    wrong: tuple[str, dict[str, str], str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, others, where, says = wrong
    write(tmp_path, {"events/rivers.yaml": HEAD + text} | others)
    monkeypatch.chdir(tmp_path)
    problem = refused(Path("events/rivers.yaml"))[0]
    assert says in problem.message
    assert str(problem.location) == where
    assert problem.hint


@pytest.mark.parametrize("target", ["secret.yaml", "project/.git.txt"])
def test_a_link_leads_to_nothing_but_yaml_of_the_project(target: str, tmp_path: Path) -> None:
    file = event(tmp_path / "project", "people: !include ../people.yaml\n")
    write(tmp_path, {target: "keita: {name: Keita}\n"})
    (tmp_path / "project" / "people.yaml").symlink_to(tmp_path / target)
    (problem,) = refused(file)
    assert problem.code.code == "CN007"
    assert "points outside the project" in problem.message or "is a link to a file that is not YAML" in problem.message


def test_a_file_that_cannot_be_read_leaves_nobody_unknown(tmp_path: Path) -> None:
    """Else each of those who would stand in it would be told as well."""
    problems = refused(event(tmp_path, "people: !include ../people.yaml\npanel: [keita, novak]\ntimezoon: x\n"))
    assert [problem.code.code for problem in problems] == ["CN007"]


def test_profiles_of_funders_include_nothing(tmp_path: Path) -> None:
    file = event(
        tmp_path, "parties: {eu: {name: EU}}\nfunders: [{party: eu, profile: own, text_only: true}]\n",
        **{"funders/own": "name: !include ../people.yaml\n", "people": "x"},
    )  # fmt: skip
    assert any("the tag “!include” is not used here" in problem.message for problem in refused(file))


# Who is shared is printed where an event names them


def composed(source: Source, document: str) -> Doc:
    return Composer(source.event, Templates(source.project).read, load_theme().style_names).compose(document)


def lines(source: Source, document: str = "concept-note") -> list[str]:
    return [plain_text(node.children) for node in walk(composed(source, document).blocks) if isinstance(node, Line)]


def test_an_event_gives_shared_parties_their_roles_in_its_order(tmp_path: Path) -> None:
    file = event(
        tmp_path,
        """\
parties:
  <<: !include ../parties.yaml
  own: {name: Own Forum, roles: organiser}
roles: {organiser: [gppac, wanep], host: mission}
sections: [{heading: Organisers, show: organiser}]
""",
        parties=PARTIES,
    )
    source = load_event(file)
    said = lines(source)
    assert "Mission of Mali" in said
    assert [line for line in said if line in ("It is a network.", "West Africa Network (WANEP)", "Own Forum")] == [
        "It is a network.", "West Africa Network (WANEP)", "Own Forum",
    ]  # fmt: skip
    assert composed(source, "programme").metadata.authors == ("Global Partnership", "West Africa Network", "Own Forum")
    again = load_event(write(tmp_path / "again", {"event.yaml": public_yaml(source.event).decode()}))
    assert lines(again) == said
    assert public_yaml(again.event) == public_yaml(source.event)
    assert not lint(file, date(2030, 1, 1)).diagnostics


def test_a_role_is_for_parties_that_there_are_and_a_misspelt_one_is_told_where_it_stands(tmp_path: Path) -> None:
    text = "parties: !include ../parties.yaml\nroles: {organizer: wanep, host: misson}\n"
    (problem,) = refused(event(tmp_path, text, parties=PARTIES))
    assert place(problem, tmp_path) == "events/rivers.yaml:6:33"
    assert (problem.message, problem.hint) == ("no party has the id “misson”", "did you mean “mission”?")
    text = "parties: !include ../parties.yaml\nroles: {organizer: wanep, funder: gppac}\n"
    text += "sections: [{heading: H, show: organizer}]\n"
    report = lint(event(tmp_path, text, parties=PARTIES), date(2030, 1, 1))
    found = {one.code.code: place(one, tmp_path) for one in report.diagnostics}
    assert found == {"CN144": "events/rivers.yaml:6:9", "CN151": "events/rivers.yaml:6:35"}


def test_no_check_minds_those_whom_other_events_name(tmp_path: Path) -> None:
    own = f"people:\n{indent(PEOPLE, '  ')}parties:\n{indent(PARTIES, '  ')}"
    text = "panel: [keita]\nroles: {host: mission}\n"
    report = lint(event(tmp_path, SHARED + text, people=PEOPLE, parties=PARTIES), date(2030, 1, 1))
    assert [str(one) for one in report.diagnostics] == []
    codes = sorted(one.code.code for one in lint(event(tmp_path, own + text), date(2030, 1, 1)).diagnostics)
    assert codes == ["CN133", "CN143", "CN143"]


def every_byte(folder: Path) -> bytes:
    """The files of a folder, with what is packed in them unpacked."""
    whole = b""
    for path in sorted(folder.iterdir()):
        whole += path.read_bytes()
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as package:
                whole += b"".join(package.read(name) for name in package.namelist())
        if path.suffix == ".pdf":
            with pikepdf.open(path) as pdf:
                whole += b"".join(
                    bytes(o.read_bytes()) for o in pdf.objects if isinstance(o, pikepdf.Stream) and _plain(o)
                )
    return whole


def _plain(stream: pikepdf.Stream) -> bool:
    return "/DCTDecode" not in str(stream.get("/Filter", ""))


def test_whom_an_event_does_not_name_is_in_no_byte_of_its_files(tmp_path: Path, pool: Pool) -> None:
    hidden = strategies.HIDDEN
    file = event(
        tmp_path,
        SHARED + "panel: [keita]\nroles: {organiser: wanep}\n",
        people=PEOPLE + f"absent: {{name: {hidden}, functions: {hidden}, biography: {hidden}}}\n",
        parties=PARTIES + f"other: {{name: {hidden}, acronym: {hidden}, description: {hidden}}}\n",
    )
    template = "<html lang='en'><head><title>All</title></head><body><h1>All</h1>{% for one in event.people.values() %}"
    template += (
        "<p>{{ one.name }}</p>{% endfor %}{% for one in event.parties.values() %}<p>{{ one.name }}</p>{% endfor %}"
    )
    write(tmp_path, {"templates/all.html.j2": template + "</body></html>"})
    build(Request(file, formats=("pdf", "docx", "html")), pool=pool)
    whole = every_byte(tmp_path / "out" / "rivers")
    assert b"Keita" in whole
    assert b"West Africa Network" in whole
    assert hidden.encode() not in whole
    file.write_text(file.read_text().replace("panel: [keita]", "panel: [keita, absent]"))
    build(Request(file, formats=("pdf", "docx", "html")), pool=pool)
    assert hidden.encode() in every_byte(tmp_path / "out" / "rivers")


# What papers are made from


def test_included_files_are_inputs(tmp_path: Path, pool: Pool) -> None:
    file = event(tmp_path, "people: !include ../people.yaml\npanel: [keita]\n", people=PEOPLE)
    request = Request(file)
    built = build(request, pool=pool)
    assert [output.path.parent for output in built.outputs] == [tmp_path / "out" / "rivers"] * 4
    manifest = json.loads((tmp_path / "out" / "rivers" / "manifest.json").read_bytes())
    assert manifest["files"][0]["inputs"]["files"] == ["events/rivers.yaml", "people.yaml"]
    assert all(output.seconds is None for output in build(request, pool=pool).outputs)
    check_built(request, pool)
    (tmp_path / "people.yaml").write_text(PEOPLE.replace("Oulie", "Olie"))
    with pytest.raises(DiagnosticError) as caught:
        check_built(request, pool)
    assert {problem.code.code for problem in caught.value.diagnostics} == {"CN044"}
    assert all(output.seconds is not None for output in build(request, pool=pool).outputs)
    assert b"Olie Keita" in every_byte(tmp_path / "out" / "rivers")


def test_each_event_of_a_collection_has_a_folder_of_its_own_wherever_files_go(tmp_path: Path) -> None:
    file = event(tmp_path, "people: !include ../people.yaml\n", people=PEOPLE)
    for options, folder in (([], "out/rivers"), (["-o", "there"], "there/rivers")):
        subprocess.run([COMMAND, "build", "-q", "-f", "html", file, *options], cwd=tmp_path, check=True)
        assert {path.name for path in (tmp_path / folder).iterdir()} == {
            "concept-note.html", "programme.html", "manifest.json",
        }  # fmt: skip


def test_a_picture_of_a_shared_file_lies_beside_that_file_or_beside_the_event(tmp_path: Path) -> None:
    people = (
        "a: {name: A, photo: faces/a.png}\nb: {name: B, photo: {file: faces/b.png}}\nc: {name: C, photo: none.png}\n"
    )
    below = "d: {name: D, photo: d.png}\n"
    write(
        tmp_path,
        {
            "events/rivers.yaml": HEAD
            + "people: {<<: [!include ../shared/people.yaml, !include ../shared/in/more.yaml]}\n",
            "shared/people.yaml": people,
            "shared/in/more.yaml": "<<: !include further/last.yaml\n",
            "shared/in/further/last.yaml": below,
            **dict.fromkeys(["shared/faces/a.png", "events/faces/b.png", "shared/in/further/d.png"], ""),
        },
    )
    # Nobody is in the panel, so whoever is shared is left out again: what was read is asked.
    read = Includes(find_project(tmp_path / "events" / "rivers.yaml")).read_event()[0]["people"]
    assert read["a"]["photo"] == "../shared/faces/a.png"
    assert read["b"]["photo"] == {"file": "faces/b.png"}
    assert read["c"]["photo"] == "none.png"
    assert read["d"]["photo"] == "../shared/in/further/d.png"
