"""Who may import whom: the order of docs/architecture.md, held."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Mapping, Set
from pathlib import Path
from typing import get_args
from xml.etree.ElementTree import Element

import pytest

from conceptnote.cli.panels import PANELS
from conceptnote.doc import nodes
from conceptnote.write.structure import Structure, declared

PACKAGE = Path(__file__).parents[1] / "src" / "conceptnote"
MODULES = sorted(PACKAGE.rglob("*.py"))
LEAVES = {
    "scripts",
    "alignment",
    "atomicfile",
    "clearspace",
    "limits",
    "regularfile",
    "diagnostics",
    "datapath",
    "git",
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
    "scripts": set(),
    "alignment": set(),
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
    "git": set(),
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
    "recognise": {"doc", "read", "languages", "schema"},
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
    "edit": {"source", "schema", "languages", "scaffold"},
    "site": {"build", "compare", "compose", "doc", "export", "languages", "schema", "source", "theme", "write"},
    "studio": {
        *("build", "compare", "compose", "doc", "edit", "languages", "mail", "merge"),
        *("schema", "source", "theme", "write"),
    },
    "report": set(),
    "doctor": {"machine", "report", "build", "source", "schema", "compose", "theme", "write"},
    "publish": {"build", "site", "source"},
    "compare": {"export", "languages", "schema", "source"},
    "mail": {"build", "compare", "export", "languages", "publish", "redline", "schema", "source"},
    "redline": {"build", "compare", "doc", "edit", "export", "source"},
    "merge": {"build", "doc", "edit", "export", "ooxml", "read", "recognise", "schema", "source"},
    "summary": {"build", "compare", "publish", "report", "source"},
    "translate": {"check", "edit", "schema", "source"},
    "api": {"build", "source"},
    "cli": {
        "api",
        "languages",
        "build",
        "doctor",
        "publish",
        "summary",
        "report",
        "machine",
        "site",
        "edit",
        "compare",
        "mail",
        "translate",
        "merge",
        "redline",
        "studio",
    },
    "__main__": {"cli", "build", "doctor", "machine"},
    "__init__": {"api"},
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
    assert len(MODULES) > 300
    seen = set()
    for module in MODULES:
        part = part_of(module)
        wrong = imports_of(module) - ALLOWED[part] - LEAVES - {part}
        assert not wrong, f"{module.relative_to(PACKAGE)} imports {', '.join(sorted(wrong))}"
        named = re.search(r"^\s*(?:from|import) conceptnote\.", module.read_text(encoding="utf-8"), re.MULTILINE)
        assert bool(imports_of(module)) >= bool(named), f"the imports of {module.name} are not seen"
        seen.add(part)
    assert seen == set(ALLOWED)


def imported_modules(path: Path, known: Set[str]) -> set[str]:
    """The modules of ours that a module names, for type checking alone too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= names & known or {node.module}
    return found & known


def cycles(graph: Mapping[str, set[str]]) -> list[set[str]]:
    """The modules that lead back to themselves, those of each circle together (strongly connected components)."""
    reached: dict[str, set[str]] = {}
    for start in graph:
        seen, waiting = set[str](), [*graph[start]]
        while waiting:
            if (one := waiting.pop()) not in seen:
                seen.add(one)
                waiting += graph[one]
        reached[start] = seen
    circles = {frozenset(b for b in reached[a] if a in reached[b]) for a in graph if a in reached[a]}
    return sorted(map(set, circles), key=min)


def test_no_modules_import_each_other_in_a_circle() -> None:
    names = {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
        for path in MODULES
    }
    graph = {name: imported_modules(path, names.keys()) - {name} for name, path in names.items()}
    assert len(graph) > 300
    assert sum(map(len, graph.values())) > 3 * len(graph)
    assert cycles(graph) == []


def test_a_circle_is_seen_however_long_it_is() -> None:
    assert cycles({"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set()}) == [{"b", "c"}]
    assert cycles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}, "e": {"e"}}) == [{"a", "b", "c"}, {"e"}]


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
    writers = [module for module in MODULES if part_of(module) == "write"]
    assert len(writers) > 30
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
    for module in MODULES:
        if module.name != "atomicfile.py":
            assert not writes_in(module.read_text(encoding="utf-8")), module


@pytest.mark.parametrize(
    ("pattern", "place"),
    [
        (r"25\.4|\b36_?000\b|\b1440 ?/|/ ?72\b", "units.py"),
        (r"NFKD|unicodedata\.combining", "textfolding.py"),
        (r"Path\(os\.path\.realpath\(|\.resolve\(\)", "regularfile.py"),
        (r"svg_to_bytes\(", "svgbitmap.py"),
    ],
    ids=["lengths", "folding", "links", "drawings"],
)
def test_it_is_worked_out_in_one_place(pattern: str, place: str) -> None:
    found = {path.name for path in PACKAGE.rglob("*.py") if re.search(pattern, path.read_text(encoding="utf-8"))}
    assert found == {place}


def test_no_code_asks_for_a_certain_language() -> None:
    tags = "|".join(path.name for path in (PACKAGE / "languages").iterdir() if len(path.name) == 2)
    asked = re.compile(rf"""(==|!=|\bin|\bcase) [(\[{{]?["']({tags})["']""")
    assert asked.search("if language == 'ar':")
    assert not [module for module in MODULES if asked.search(module.read_text(encoding="utf-8"))]


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
        elif name == "conceptnote.cli.panels":  # loads the commands that it lists by their names
            named |= {f"conceptnote.cli.{command}" for commands in PANELS.values() for command in commands}
            named.add("conceptnote.cli.change")
        waiting |= named & set(every) - reached
    assert not set(every) - reached
    assert len(reached) > 200


WRITERS = {
    "write/html.py": ("_written_block",),
    "write/html_inlines.py": ("_written_inline",),
    "write/docx/blocks.py": ("_block",),
    "write/docx/inlines.py": ("_inline",),
    "write/structure.py": ("structure_of",),
}
"""What writes each kind of node, format by format; structure.py says what it is in a PDF."""


def written_by(function: ast.FunctionDef) -> set[str]:
    """The classes that a function takes apart, whose last case is that there is no other."""
    (match,) = (statement for statement in function.body if isinstance(statement, ast.Match))
    *cases, last = match.cases
    assert ast.unparse(last.pattern) == "_"
    assert ast.unparse(last.body[0]) == f"assert_never({ast.unparse(match.subject)})"
    assert all(case.guard is None for case in cases)
    named = (one.cls for case in cases for one in ast.walk(case.pattern) if isinstance(one, ast.MatchClass))
    return {ast.unparse(name).removeprefix("nodes.") for name in named}


def test_every_writer_writes_every_kind_of_node_or_does_not_pass_the_type_checker() -> None:
    blocks, inlines = ({kind.__name__ for kind in get_args(union)} for union in (nodes.Block, nodes.Inline))
    assert len(blocks) > 8
    assert len(inlines) > 11
    for file, names in WRITERS.items():
        tree = ast.parse((PACKAGE / file).read_text(encoding="utf-8"))
        functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        for name in names:
            written = written_by(functions[name])
            expected = blocks | inlines if name == "structure_of" else blocks if "block" in name else inlines
            assert written == expected, f"{file}: {name}"


def test_each_kind_of_structure_has_a_tag_or_the_printing_fails() -> None:
    tree = ast.parse((PACKAGE / "write" / "tagged_pdf" / "tags.py").read_text(encoding="utf-8"))
    (tagged,) = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "_tagged")
    (match,) = (statement for statement in tagged.body if isinstance(statement, ast.Match))
    said = {
        one.value.value
        for case in match.cases
        for one in ast.walk(case.pattern)
        if isinstance(one, ast.MatchValue) and isinstance(one.value, ast.Constant)
    }
    assert said == set(get_args(Structure))
    with pytest.raises(ValueError, match="<table> is not known"):
        declared(Element("table"))


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


def test_what_is_kept_for_longer_than_a_run_is_a_function_of_content() -> None:
    content = re.compile(
        r"str|int|bytes|bool|type|tuple\[(str|Word|FontFile), \.\.\.\]|frozenset\[(int|str)\]|type\[BaseModel\]"
        r"|str \| None|tuple\[tuple\[str, str\], \.\.\.\]"
        r"|FontFile|Asset|Choices|Typography|Locale|Languages|Words"
        r"|tuple\[tuple\[str, tuple\[_File, \.\.\.\]\], \.\.\.\]"
    )
    kept = 0
    for module in PACKAGE.rglob("*.py"):
        for node in ast.parse(module.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and any("cache" in ast.unparse(one) for one in node.decorator_list):
                given = {ast.unparse(one.annotation) for one in node.args.args if one.annotation}
                assert all(content.fullmatch(one) for one in given), f"{module.name}: {node.name} keeps {given}"
                kept += 1
    assert kept > 50


def test_no_frozen_record_is_changed() -> None:
    frozen = 0
    for module in PACKAGE.rglob("*.py"):
        text = module.read_text(encoding="utf-8")
        assert "object.__setattr__" not in text, module
        assert "dataclass" not in text, f"{module}: a struct of msgspec is made fifty times as fast"
        for record in ast.walk(ast.parse(text)):
            if isinstance(record, ast.ClassDef) and any(ast.unparse(one) == "frozen=True" for one in record.keywords):
                frozen += 1
                for line in map(ast.unparse, ast.walk(record)):
                    changed = re.match(
                        r"(del )?self\.[\w.]+(\[[^\n]*\])? ([-+|&*]?)= |self\.[\w.]+\.(append|update|add)\(", line
                    )
                    assert not changed, f"{module.name}: {record.name}: {line}"
    assert frozen > 100


def test_no_file_or_function_outgrows_its_concept() -> None:
    assert len(MODULES) > 300
    for module in MODULES:
        text = module.read_text(encoding="utf-8")
        assert text.count("\n") <= 300, module
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno <= 55, f"{module.name}: {node.name}"
