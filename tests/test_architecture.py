"""Who may import whom: the order of docs/architecture.md, held."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "conceptnote"
LEAVES = {
    "atomicfile",
    "clearspace",
    "limits",
    "regularfile",
    "diagnostics",
    "datapath",
    "shipped",
    "svgbitmap",
    "systemerror",
    "textfolding",
    "units",
    "yamldata",
    "pdfstandard",
    "pageformat",
}
ALLOWED = {
    "atomicfile": set(),
    "clearspace": set(),
    "limits": set(),
    "regularfile": set(),
    "shipped": set(),
    "svgbitmap": set(),
    "systemerror": set(),
    "textfolding": set(),
    "units": set(),
    "diagnostics": set(),
    "datapath": set(),
    "yamldata": set(),
    "pdfstandard": set(),
    "pageformat": set(),
    "schema": {"languages"},
    "doc": set(),
    "languages": set(),
    "theme": set(),
    "ooxml": set(),
    "source": {"schema", "languages"},
    "compose": {"schema", "doc", "languages"},
    "write": {"doc", "theme", "ooxml"},
    "read": {"ooxml"},
    "check": {"schema", "doc", "read", "theme", "languages"},
    "export": {"schema", "languages"},
    "machine": set(),
    "recognise": {"read", "languages"},
    "scaffold": set(),
    "build": {
        "source",
        "schema",
        "compose",
        "doc",
        "languages",
        "theme",
        "write",
        "ooxml",
        "read",
        "check",
        "export",
        "machine",
        "recognise",
        "scaffold",
    },
    "site": {"build", "compose", "doc", "export", "languages", "schema", "source", "theme", "write"},
    "report": set(),
    "doctor": {"machine", "report", "build", "source", "schema", "compose", "theme", "write"},
    "publish": {"build", "site", "source"},
    "summary": {"build", "publish", "report", "source"},
    "cli": {"languages", "build", "doctor", "publish", "summary", "report", "machine", "site"},
    "__main__": {"cli", "build", "doctor", "machine"},
    "__init__": set(),
}


def part_of(module: Path) -> str:
    relative = module.relative_to(PACKAGE)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def imports_of(module: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module.name} imports by a relative name"
            if node.module == "conceptnote":
                found |= {alias.name for alias in node.names if (PACKAGE / f"{alias.name}.py").exists()}
                found |= {alias.name for alias in node.names if (PACKAGE / alias.name).is_dir()}
            elif (node.module or "").startswith("conceptnote."):
                found.add((node.module or "").split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("conceptnote.")}
    return found


def test_no_part_imports_what_stands_above_it() -> None:
    seen = set()
    for module in PACKAGE.rglob("*.py"):
        part = part_of(module)
        wrong = imports_of(module) - ALLOWED[part] - LEAVES - {part}
        assert not wrong, f"{module.relative_to(PACKAGE)} imports {', '.join(sorted(wrong))}"
        named = re.search(r"^\s*(?:from|import) conceptnote\.", module.read_text(encoding="utf-8"), re.MULTILINE)
        assert bool(imports_of(module)) >= bool(named), f"the imports of {module.name} are not seen"
        seen.add(part)
    assert seen == set(ALLOWED)


def test_an_import_is_seen_however_it_is_written(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    for line in (
        "from conceptnote.theme.theme import Theme", "import conceptnote.theme.theme", "from conceptnote import theme",
        "def f():\n    from conceptnote.theme import theme", "if True:\n    import os, conceptnote.theme as t",
    ):  # fmt: skip
        module.write_text(line)
        assert imports_of(module) == {"theme"}, line


def test_leaves_import_nothing_of_ours_but_leaves() -> None:
    for leaf in LEAVES:
        assert imports_of(PACKAGE / f"{leaf}.py") <= LEAVES - {leaf}


def test_writers_never_see_the_event() -> None:
    writers = list((PACKAGE / "write").rglob("*.py"))
    assert len(writers) > 5
    for module in writers:
        assert "schema" not in imports_of(module)


_WRITES = {"os.replace", "os.rename", "os.renames", "os.link", "os.fsync", "os.fdatasync", "os.truncate", "os.write"}
_METHODS = {"write_bytes", "write_text", "NamedTemporaryFile", "mkstemp"}


def writes_in(source: str) -> list[str]:
    """The calls by which a module writes files, or lets them take their places."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            method = called.rpartition(".")[2]
            moves = (
                method in ("rename", "replace") and "." in called and len(node.args) == 1 and not node.keywords
            )  # of a path; a text has two
            mode = " ".join(ast.unparse(each) for each in (*node.args, *(one.value for one in node.keywords)))
            opens = method == "open" and re.search(r"""['"][rb]*[wax+][bt+]*['"]""", mode)
            if called in _WRITES or method in _METHODS or moves or opens:
                found.append(called)
    return found


def test_files_are_written_in_one_place() -> None:
    assert {"os.replace", "os.rename", "os.fsync", "path.open"} == set(
        writes_in((PACKAGE / "atomicfile.py").read_text(encoding="utf-8"))
    )
    for line in (
        "a.replace(b)", "open(a, 'w')", "a.open(mode='ab')", "open(a, 'r+')", "a.write_text(b)", "os.rename(a, b)",
    ):  # fmt: skip
        assert writes_in(line), line
    assert not writes_in("a.replace('b', 'c'); open(a); b.open('rb'); dataclasses.replace(a, b=c)")
    for module in PACKAGE.rglob("*.py"):
        if module.name != "atomicfile.py":
            assert not writes_in(module.read_text(encoding="utf-8")), module


@pytest.mark.parametrize(
    ("pattern", "place"),
    [(r"25\.4|\b36_?000\b|\b1440 ?/|/ ?72\b", "units.py"), (r"NFKD|unicodedata\.combining", "textfolding.py")],
    ids=["lengths", "folding"],
)
def test_it_is_worked_out_in_one_place(pattern: str, place: str) -> None:
    found = {path.name for path in PACKAGE.rglob("*.py") if re.search(pattern, path.read_text(encoding="utf-8"))}
    assert found == {place}


def modules() -> dict[str, Path]:
    """All modules of the package, by their full names."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def modules_named_in(module: Path) -> set[str]:
    """All that a module may name when it imports: modules, and what may be a name in one or a module itself."""
    named = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            named |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
    return named


def test_the_package_holds_only_what_its_command_reaches() -> None:
    every = modules()
    rules = "conceptnote.check.event.rules"
    reached: set[str] = set()
    waiting = {"conceptnote.__main__"}
    while waiting:
        name = waiting.pop()
        reached.add(name)
        named = modules_named_in(every[name]) | {name.rpartition(".")[0]}
        if name == rules:  # the register of checks imports whatever stands there
            named |= {other for other in every if other.startswith(f"{rules}.")}
        elif name == "conceptnote.check.event.rule":
            named.add(rules)
        waiting |= named & set(every) - reached
    assert not set(every) - reached
    assert len(reached) > 200


def test_help_loads_none_of_the_heavy_libraries() -> None:
    program = (
        "import sys; sys.argv = ['conceptnote', '--help']\n"
        "from conceptnote.cli import app\n"
        "try: app()\n"
        "except SystemExit: pass\n"
        "print(sorted({'weasyprint', 'docx', 'babel', 'pydantic', 'jinja2', 'lxml', 'PIL'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "Usage" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


def test_each_package_says_what_may_enter_it() -> None:
    packages = [path.parent for path in PACKAGE.rglob("*.py") if path.name != "__init__.py"]
    assert len(set(packages)) > 20
    for package in set(packages):
        said = ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8"))) or ""
        assert re.fullmatch(r"[A-Z].+[.]", said.partition("\n")[0]), package


def test_no_file_or_function_outgrows_its_concept() -> None:
    every = list(PACKAGE.rglob("*.py"))
    assert len(every) > 200
    for module in every:
        text = module.read_text(encoding="utf-8")
        assert text.count("\n") <= 300, module
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno <= 55, f"{module.name}: {node.name}"
