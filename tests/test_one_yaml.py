"""An event file means the same on every machine: nothing but libyaml reads or writes YAML."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conceptnote import yamldata
from conceptnote.doctor.checks import examine
from conceptnote.doctor.result import State
from conceptnote.source.yaml_tree import read_yaml

PACKAGE = Path(__file__).parents[1] / "src" / "conceptnote"
# PyYAML's own parser takes this for a key and a value in brackets, and refuses it.
DIVIDING = "questions: [Who may call?, x]\n"
WITHOUT = (
    "import sys, yaml; yaml.__with_libyaml__ = False; del yaml.CSafeLoader; sys.argv = ['conceptnote', *sys.argv[1:]]\n"
    "from conceptnote.__main__ import main; main()"
)


def test_the_two_parsers_of_pyyaml_differ() -> None:
    assert read_yaml(DIVIDING, "e.yaml")[0] == {"questions": ["Who may call?", "x"]}
    with pytest.raises(yaml.YAMLError):
        list(yaml.parse(DIVIDING, Loader=yaml.SafeLoader))


def test_no_module_names_another_parser() -> None:
    seen = 0
    for module in PACKAGE.rglob("*.py"):
        text = module.read_text(encoding="utf-8")
        seen += "yaml.parse(" in text or "yaml.load(" in text or "yaml.dump(" in text
        other = re.findall(r"(?<![\w`])(?:yaml\.)?(?:SafeLoader|SafeDumper|safe_load|safe_dump|FullLoader)\b", text)
        assert not other, f"{module}: {other}"
    assert seen >= 3


@pytest.mark.parametrize("command", [["check"], ["schema"]])
def test_without_libyaml_nothing_is_read_and_the_command_that_mends_it_is_told(
    command: list[str], tmp_path: Path
) -> None:
    (tmp_path / "event.yaml").write_text(DIVIDING)
    event = [] if command == ["schema"] else ["event.yaml"]
    program = [sys.executable, "-c", WITHOUT, *command, *event]
    done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done
    assert "built without libyaml" in done.stderr
    assert "PyYAML" in done.stderr or "pyyaml" in done.stderr
    assert "install" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("found", [None, (0, 2, 4), (0, 2, 5)])
def test_doctor_says_what_libyaml_is_lacking(monkeypatch: pytest.MonkeyPatch, found: tuple[int, ...] | None) -> None:
    monkeypatch.setattr(yaml, "__with_libyaml__", found is not None)
    monkeypatch.setattr(yaml._yaml, "get_version", lambda: found)
    (result,) = [one for one in examine(None) if one.name == "pyyaml"]
    assert (result.state is State.OK) == (found == yamldata.LIBYAML), result
