"""What is not a file where one should be: each is told in words, whatever it was to be used for, and nobody waits."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from command import run

from conceptnote.build.assets import load_asset
from conceptnote.build.fonts import added_families
from conceptnote.diagnostics import Code, DiagnosticError
from conceptnote.regularfile import TooLarge, read_whole
from conceptnote.source.load import Source, load_event
from conceptnote.source.overrides import read_overrides
from conceptnote.source.profiles import Profiles, forum_of
from conceptnote.source.project import Project
from conceptnote.source.recipients import read_recipients
from conceptnote.source.templates import Templates

EVENT = "title: T\ndate: 2031-05-01\ntime: 9:00–10:00\ntimezone: Europe/Zurich\nlanguage: en\n"


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def chain(path: Path) -> None:
    other = path.with_name(f"other-{path.name}")
    path.symlink_to(other.name)
    other.symlink_to(path.name)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.mkdir()


ODD = [loop, chain, pipe, folder]
BAD_NAMES = ["a\0b.svg", "a\udc80b.svg", "a" * 300 + ".svg", "a/" * 3000 + "b.svg", ".", "images", "b.svg/c.svg"]


@pytest.fixture
def source(tmp_path: Path) -> Source:
    for name in ("data", "templates", "fonts", "funders", "forums"):
        (tmp_path / name).mkdir()
    (tmp_path / "data" / "event.yaml").write_text(EVENT, encoding="utf-8")
    (tmp_path / "data" / "b.svg").write_text("", encoding="utf-8")
    (tmp_path / "data" / "images").mkdir()
    return load_event(tmp_path / "data" / "event.yaml")


def picture(project: Project, source: Source) -> object:
    return load_asset("odd.svg", ("figures", "one", "file"), source)


def template(project: Project, source: Source) -> object:
    return Templates(project).read("odd.html.j2")


def font(project: Project, source: Source) -> object:
    return added_families(project, frozenset())


def funder(project: Project, source: Source) -> object:
    return Profiles(project).read("odd")


def forum(project: Project, source: Source) -> object:
    return forum_of(project, "odd")


def recipients(project: Project, source: Source) -> object:
    return read_recipients("odd.csv", project)


def value(project: Project, source: Source) -> object:
    return read_overrides([], [f"title={project.root}/odd.txt"], project)


def include(project: Project, source: Source) -> object:
    project.event_file.write_text(EVENT + "people: !include odd.yaml\n", encoding="utf-8")
    return load_event(project.event_file)


READERS: dict[str, tuple[str, Callable[[Project, Source], object]]] = {
    "picture": ("data/odd.svg", picture),
    "template": ("templates/odd.html.j2", template),
    "font": ("fonts/odd.ttf", font),
    "funder": ("funders/odd.yaml", funder),
    "forum": ("forums/odd.yaml", forum),
    "recipients": ("data/odd.csv", recipients),
    "value": ("odd.txt", value),
    "include": ("data/odd.yaml", include),
}


@pytest.mark.parametrize("make", ODD)
@pytest.mark.parametrize("what", READERS)
def test_what_is_no_file_is_told(what: str, make: Callable[[Path], None], source: Source) -> None:
    place, read = READERS[what]
    make(source.project.root / place)
    with pytest.raises(DiagnosticError) as told:
        read(source.project, source)
    for problem in told.value.diagnostics:
        assert problem.location is not None
        assert "Errno" not in problem.message


@pytest.mark.parametrize("make", ODD)
def test_an_event_file_that_is_none_is_told(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "event.yaml")
    with pytest.raises(DiagnosticError):
        load_event(tmp_path / "event.yaml")


@pytest.mark.parametrize("name", BAD_NAMES)
def test_names_that_no_picture_can_have_are_told(name: str, source: Source) -> None:
    with pytest.raises(DiagnosticError) as told:
        load_asset(name, None, source)
    (problem,) = told.value.diagnostics
    assert problem.code in (Code.ASSET_NOT_FOUND, Code.ASSET_UNREADABLE)


def test_devices_and_large_files_are_not_read(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="a device or a pipe"):
        read_whole(Path("/dev/zero"), 10)
    (tmp_path / "large").write_bytes(b"12345")
    assert read_whole(tmp_path / "large", 5) == b"12345"
    with pytest.raises(TooLarge):
        read_whole(tmp_path / "large", 4)


CIRCLES = {
    "a.yaml": ["check a.yaml data/event.yaml", "status a.yaml", "site a.yaml", "build a.yaml", "changes a.yaml b.yaml"],
    "a": ["check a/event.yaml", "build -o a -f html", "build -o a/b -f html", "site -o a", "init a --no-input"],
    "out": ["build -f html", "publish folder:public"],
    "public": ["publish folder:public"],
    "data/event.yaml": ["check", "build -f html"],
    "templates": ["template copy programme"],
}
"""Links that lead to themselves, and commands that meet them: none may be taken for a mistake of the tool."""


@pytest.mark.parametrize(("link", "command"), [(link, one) for link, those in CIRCLES.items() for one in those])
def test_link_in_a_circle_is_told_to_whoever_meets_it(link: str, command: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "event.yaml").write_text(EVENT, encoding="utf-8")
    (tmp_path / link).unlink(missing_ok=True)
    (tmp_path / link).symlink_to(Path(link).name)
    done = run(*command.split(), cwd=tmp_path)
    assert 0 < done.returncode <= 3, done.stderr
    assert "CN099" not in done.stderr
