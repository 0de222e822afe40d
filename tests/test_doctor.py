"""What a machine lacks is said with the command that mends it, by `doctor` and by `build`, and never by a traceback."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Callable, Collection
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_fonts import tiny_font

from conceptnote.doctor.event import check_fonts
from conceptnote.doctor.result import Result, State
from conceptnote.doctor.show import as_text
from conceptnote.machine.distributions import install_command, module_of, requirements
from conceptnote.machine.libraries import libraries
from conceptnote.machine.platforms import data, platform_of, this_platform
from conceptnote.machine.versions import older

ROOT = Path(__file__).parents[1]
COMMAND = str(Path(sys.executable).with_name("conceptnote"))
SITE = Path(sysconfig.get_path("purelib"))
# Without the site module, Python finds its own library and what it is told here, and nothing else.
PROGRAM = "import sys; sys.path[:0] = {folders}; from conceptnote.__main__ import main; main()"
Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="LD_LIBRARY_PATH is Linux's")


def run(*command: str, cwd: Path, **environment: str) -> Done:
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, env=os.environ | environment, check=False, timeout=120
    )
    for never in ("Traceback", "CN099", "internal"):
        assert never not in done.stdout + done.stderr
    return done


def checks(done: Done) -> dict[str, dict[str, str | None]]:
    """The checks that `doctor --json` printed, by name."""
    told = json.loads(done.stdout)
    assert told["version"] == 1
    assert told["ready"] == (done.returncode == 0)
    for check in told["checks"]:
        assert list(check) == ["name", "state", "found", "wanted", "mend"]
    return {check["name"]: check for check in told["checks"]}


def lacking(done: Done) -> set[str]:
    return {name for name, check in checks(done).items() if check["state"] == "lacking"}


@pytest.fixture
def environment(tmp_path: Path) -> Callable[..., Run]:
    """Python environments like this one: without a distribution, given with its module, or with an older one."""

    def make(without: tuple[str, str] = ("", ""), old: tuple[str, str] = ("", "")) -> Run:
        site = tmp_path / "site"
        site.mkdir()
        gone = 0
        for entry in SITE.iterdir():
            is_metadata = entry.suffix == ".dist-info"
            distribution = re.sub(r"[-_.]+", "-", entry.name.partition("-")[0]).lower() if is_metadata else ""
            module = "" if is_metadata else re.split(r"\W", entry.name)[0]
            if without[0] and (distribution == without[0] or module == without[1]):
                gone += 1
            elif distribution == old[0] != "":
                text = (entry / "METADATA").read_text()
                (site / entry.name).mkdir()
                (site / entry.name / "METADATA").write_text(re.sub(r"(?m)^Version: .*$", f"Version: {old[1]}", text))
            else:
                (site / entry.name).symlink_to(entry)
        assert gone >= bool(without[0])
        program = PROGRAM.format(folders=[str(ROOT / "src"), str(site)])
        return lambda *arguments, **more: run(sys.executable, "-S", "-c", program, *arguments, **more)

    return make


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[str], str]:
    """A folder for LD_LIBRARY_PATH in which system libraries are no libraries."""

    def make(*names: str) -> str:
        for name in names:
            (tmp_path / name).write_bytes(b"")
        return str(tmp_path)

    return make


def test_where_the_tests_run_nothing_is_lacking(project: Path) -> None:
    done = run(COMMAND, "doctor", "--json", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    found = checks(done)
    assert lacking(done) == set()
    assert {"Python", "Pango", "HarfBuzz", "harfbuzz-subset", "Fontconfig", "fonts", "time zones"} <= set(found)
    assert {"output folder", "letters", "pdftoppm", "LibreOffice", "speed"} <= set(found)
    assert set(requirements()) - {"tzdata"} <= set(found)
    assert re.match(r"\d+\.\d+\.\d+, /.*libpango-1\.0", found["Pango"]["found"] or "")
    assert found["Pango"]["wanted"] == ">=1.44"
    assert not (project / "out").exists()


@pytest.mark.slow
def test_a_folder_without_an_event_is_looked_at_without_one(tmp_path: Path) -> None:
    done = run(COMMAND, "doctor", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "ready to build"
    assert "output folder" not in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(("no_colour", "coloured"), [("", True), ("1", False)])
def test_colour_is_for_terminals_and_for_who_wants_it(no_colour: str, coloured: bool, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    environment = os.environ | {"NO_COLOR": no_colour, "TERM": "xterm"}
    subprocess.run([COMMAND, "doctor"], cwd=tmp_path, stdout=theirs, env=environment, check=True)
    os.close(theirs)
    assert (b"\x1b[32mok" in os.read(ours, 100)) == coloured
    os.close(ours)


# System libraries


@on_linux
def test_without_pango_doctor_and_build_name_the_same_command(project: Path, broken: Callable[..., str]) -> None:
    folder = broken("libpango-1.0.so.0", "libpangoft2-1.0.so.0")
    done = run(COMMAND, "doctor", "--json", cwd=project, LD_LIBRARY_PATH=folder)
    assert done.returncode == 3
    assert lacking(done) == {"Pango", "PangoFT2", "weasyprint"}
    found = checks(done)
    assert found["Pango"]["mend"] == this_platform().command(["pango"])
    both = this_platform().command(["pango", "pangoft2"])
    assert found["weasyprint"]["mend"] == both
    for arguments in (["-f", "pdf"], ["-f", "docx"]):
        built = run(COMMAND, "build", *arguments, cwd=project, LD_LIBRARY_PATH=folder)
        assert (built.returncode, built.stdout) == (3, "")
        assert "error CN050: system libraries are missing: Pango, PangoFT2" in built.stderr
        assert f"hint: {both}" in built.stderr
    assert not (project / "out").exists()


@pytest.mark.slow
@on_linux
def test_html_is_built_without_pango(project: Path, broken: Callable[..., str]) -> None:
    done = run(COMMAND, "build", "-f", "html", cwd=project, LD_LIBRARY_PATH=broken("libpango-1.0.so.0"))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
@on_linux
def test_without_harfbuzz_subset_there_is_a_note_and_a_build(project: Path, broken: Callable[..., str]) -> None:
    folder = broken("libharfbuzz-subset.so.0")
    done = run(COMMAND, "doctor", "--json", cwd=project, LD_LIBRARY_PATH=folder)
    assert (done.returncode, lacking(done)) == (0, set())
    subset = checks(done)["harfbuzz-subset"]
    assert subset["state"] == "note"
    assert subset["mend"] == this_platform().command(["harfbuzz-subset"])
    assert "half a second" in (subset["found"] or "")
    built = run(COMMAND, "build", "-d", "programme", "-f", "pdf", cwd=project, LD_LIBRARY_PATH=folder)
    assert (built.returncode, built.stderr) == (0, "")


def test_an_old_pango_is_lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(data()["libraries"]["pango"], "wanted", "99.0")
    faults = {library.name: library.fault for library in libraries()}
    assert faults["Pango"] == "too old"
    assert set(faults.values()) == {"too old", None}


@given(st.lists(st.integers(0, 99), min_size=1, max_size=4), st.lists(st.integers(0, 99), min_size=1, max_size=4))
def test_versions_are_compared_by_number(one: list[int], other: list[int]) -> None:
    width = max(len(one), len(other))
    padded = [numbers + [0] * (width - len(numbers)) for numbers in (one, other)]
    text = [".".join(map(str, numbers)) for numbers in (one, other)]
    assert older(*text) == (padded[0] < padded[1])
    assert older(text[0] + "rc1", text[1]) == older(*text)


# Python libraries


@pytest.mark.parametrize(
    ("distribution", "module"),
    [
        pytest.param("python-docx", "docx", marks=pytest.mark.slow),
        ("pyyaml", "yaml"),
        pytest.param("pydantic", "pydantic", marks=pytest.mark.slow),
        pytest.param("uharfbuzz", "uharfbuzz", marks=pytest.mark.slow),
        ("typer", "typer"),
        pytest.param("lxml", "lxml", marks=pytest.mark.slow),
    ],
)
def test_a_missing_python_library_is_named_by_doctor_and_by_build(
    distribution: str, module: str, project: Path, environment: Callable[..., Run]
) -> None:
    start = environment((distribution, module))
    done = start("doctor", "--json", cwd=project)
    assert done.returncode == 3
    assert distribution in lacking(done)
    check = checks(done)[distribution]
    assert check["found"] == "missing"
    assert (check["mend"] or "").endswith(f'-m pip install "{distribution}>={requirements()[distribution]}"')
    built = start("build", cwd=project)
    assert (built.returncode, built.stdout) == (3, "")
    assert f"error CN050: the Python library {distribution} is missing" in built.stderr
    assert f"hint: {check['mend']}" in built.stderr


def test_a_missing_library_of_a_library_is_named(project: Path, environment: Callable[..., Run]) -> None:
    start = environment(("cffi", "cffi"))
    done = start("doctor", "--json", cwd=project)
    assert lacking(done) == {"weasyprint"}
    assert (checks(done)["weasyprint"]["mend"] or "").endswith("-m pip install cffi")
    built = start("build", "-f", "pdf", cwd=project)
    assert (built.returncode, built.stdout) == (3, "")
    assert "error CN050: the Python library cffi is missing" in built.stderr
    told = json.loads(start("build", "-f", "pdf", "--output-format", "json", cwd=project).stdout)
    assert [problem["code"] for problem in told["diagnostics"]] == ["CN050"]


def test_an_old_python_library_is_lacking(project: Path, environment: Callable[..., Run]) -> None:
    done = environment(old=("weasyprint", "52.5"))("doctor", "--json", cwd=project)
    assert lacking(done) == {"weasyprint"}
    check = checks(done)["weasyprint"]
    assert check["found"] == "52.5, too old"
    assert (check["mend"] or "").endswith(f'"weasyprint>={requirements()["weasyprint"]}"')


def test_without_time_zones_tzdata_is_named(project: Path, environment: Callable[..., Run]) -> None:
    done = environment(("tzdata", "tzdata"))("doctor", "--json", cwd=project, PYTHONTZPATH="")
    assert "time zones" in lacking(done)
    assert "tzdata" in (checks(done)["time zones"]["mend"] or "")


def test_the_wanted_libraries_are_those_of_the_project_and_can_be_imported() -> None:
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    assert {f"{name}>={bound}" for name, bound in requirements().items()} == {one.partition(",")[0] for one in stated}
    for distribution in requirements():
        import_module(module_of(distribution))
    assert install_command("x", again=True).endswith("--force-reinstall x")


def test_where_conceptnote_is_not_installed_that_is_noted(project: Path, environment: Callable[..., Run]) -> None:
    done = environment(("conceptnote", ""))("doctor", "--json", cwd=project)
    assert (done.returncode, lacking(done)) == (0, set())
    assert "not installed" in (checks(done)["Python"]["found"] or "")


@pytest.mark.parametrize("damage", [lambda font: font.unlink(), lambda font: font.write_bytes(font.read_bytes()[:500])])
def test_a_font_that_is_missing_or_cut_off_is_lacking(damage: Callable[[Path], object], project: Path) -> None:
    shutil.copytree(ROOT / "src" / "conceptnote", project / "src" / "conceptnote")
    damage(project / "src" / "conceptnote" / "theme" / "fonts" / "SourceSans3-Bold.ttf")
    done = run(COMMAND, "doctor", "--json", cwd=project, PYTHONPATH=str(project / "src"))
    assert (done.returncode, lacking(done)) == (3, {"fonts"})
    assert "SourceSans3-Bold.ttf" in (checks(done)["fonts"]["found"] or "")


# The event


def test_an_output_folder_that_cannot_be_written_to_is_lacking(project: Path) -> None:
    (project / "out").write_text("a file")
    done = run(COMMAND, "doctor", "--json", cwd=project)
    assert (done.returncode, lacking(done)) == (3, {"output folder"})


def test_letters_that_no_font_has_are_lacking_by_script(project: Path) -> None:
    file = project / "data" / "event.yaml"
    before = file.read_text()
    changed = before.replace("Oulie Keita", "Oulie Keita कीता ቀይ", 1) + "internal: ไทย\n"
    changed = changed.replace("file: images/", "file: images/ภาพ/", 1)
    assert (changed.count("ቀ"), changed.count("ภาพ")) == (1, 1)
    file.write_text(changed)
    done = run(COMMAND, "doctor", "--json", cwd=project)
    assert (done.returncode, done.stderr) == (3, "")
    letters = {name: check for name, check in checks(done).items() if name.startswith("letters")}
    assert set(letters) == {"letters: Devanagari", "letters: Ethiopic"}  # and no Thai, which no paper prints
    assert "क" in (letters["letters: Devanagari"]["found"] or "")
    assert "apt install fonts-noto-core" in (letters["letters: Devanagari"]["mend"] or "")
    (project / "fonts").mkdir()
    (project / "fonts" / "own.ttf").write_bytes(tiny_font("Own", "कीताቀይ"))
    again = run(COMMAND, "doctor", "--json", cwd=project)
    assert (again.returncode, checks(again)["letters"]["state"]) == (0, "ok")


def test_a_missing_event_ends_with_2_and_a_wrong_one_is_noted(project: Path) -> None:
    missing = run(COMMAND, "doctor", "nothing.yaml", cwd=project)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "CN001" in missing.stderr
    (project / "data" / "event.yaml").write_text("title: T\n")
    wrong = run(COMMAND, "doctor", "--json", cwd=project)
    assert wrong.returncode == 0
    assert checks(wrong)["letters"]["mend"] == "conceptnote build data/event.yaml"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Größe, œuvre, Łódź, naïve café – “quoted”, № 5, € 3", ["letters"]),
        ("e\u0301 u\u0308", ["letters"]),
        ("soft\u00adhyphen\u200dand\u202fspaces\ufe0f\n", ["letters"]),
        ("Юлия Ωmega", ["letters"]),
        ("नमस्ते", ["letters: Devanagari"]),
        ("हिन्दी ไทย", ["letters: Devanagari", "letters: Thai"]),
    ],
)
def test_the_scripts_of_a_text_are_known(text: str, names: Collection[str]) -> None:
    found = list(check_fonts([text]))
    assert [result.name for result in found] == names
    assert all((result.state is State.OK) == (result.name == "letters") for result in found)


# Other platforms

OS_RELEASE = {
    "debian": 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nID=debian\n',
    "mint": 'NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n',
    "fedora": "NAME='Fedora Linux'\nID=fedora\nVERSION_ID=41\n",
    "rocky": 'NAME="Rocky Linux"\nID="rocky"\nID_LIKE="rhel centos fedora"\n',
    "arch": "ID=arch\n",
    "manjaro": "ID=manjaro\nID_LIKE=arch\n",
    "alpine": 'ID=alpine\nVERSION_ID=3.20.1\nPRETTY_NAME="Alpine Linux v3.20"\n',
    "void": 'ID="void"\n',
    "nothing": "",
}


@pytest.mark.parametrize(
    ("system", "distribution", "command"),
    [
        ("linux", "debian", "apt install libpango-1.0-0 libharfbuzz-subset0"),
        ("linux", "mint", "apt install libpango-1.0-0 libharfbuzz-subset0"),
        ("linux", "fedora", "dnf install pango harfbuzz"),
        ("linux", "rocky", "dnf install pango harfbuzz"),
        ("linux", "arch", "pacman -S pango harfbuzz"),
        ("linux", "manjaro", "pacman -S pango harfbuzz"),
        ("linux", "alpine", "apk add so:libgobject-2.0.so.0 so:libpango-1.0.so.0 so:libharfbuzz-subset.so.0"),
        ("linux", "void", "package manager, install GLib, Pango, HarfBuzz with its subset library"),
        ("linux", "nothing", "package manager, install GLib, Pango"),
        ("darwin", "nothing", "brew install pango harfbuzz"),
        ("win32", "nothing", "pacman -S mingw-w64-ucrt-x86_64-pango mingw-w64-ucrt-x86_64-harfbuzz"),
        ("freebsd14", "nothing", "package manager, install GLib, Pango"),
    ],
)
def test_each_platform_has_its_own_command(system: str, distribution: str, command: str) -> None:
    assert command in platform_of(system, OS_RELEASE[distribution]).command(["gobject", "pango", "harfbuzz-subset"])


@pytest.mark.parametrize(("user", "sudo"), [(0, False), (1000, True)])
def test_only_who_is_not_root_needs_sudo(user: int, sudo: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert platform_of("linux", OS_RELEASE["fedora"]).command(["pango"]).startswith("sudo ") == sudo
    assert not platform_of("darwin").command(["pango"]).startswith("sudo ")


def test_every_platform_knows_every_program() -> None:
    assert len(data()["platforms"]) == 7
    for platform in data()["platforms"]:
        known = {*platform["packages"], *platform.get("commands", {})}
        assert {*data()["programs"], "pango", "harfbuzz-subset", "python"} <= known, platform["name"]


def test_a_command_stands_below_what_is_lacking_and_not_below_what_is_there() -> None:
    results = [
        Result("there", State.OK, "1.0", ">=1", "never shown"),
        Result("gone", State.LACKING, "missing", ">=2", "get gone"),
        Result("spare", State.NOTE, "missing", None, "get spare"),
    ]
    assert as_text(results, colour=False).splitlines() == [
        "ok       there  1.0",
        "lacking  gone   missing, wanted >=2",
        "         get gone",
        "note     spare  missing",
        "         get spare",
        "",
        "not ready to build: one thing is missing",
    ]
