"""What a template can get at, and what it can cost: everything that it reaches is listed here and tried."""

from __future__ import annotations

import inspect
import os
import types
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError
from jinja2.filters import FILTERS
from jinja2.runtime import Undefined
from jinja2.utils import Namespace
from markupsafe import Markup
from pydantic import BaseModel

from conceptnote.compose import budget, builtins, compose
from conceptnote.compose.attendees import attendees
from conceptnote.compose.compose import Composer
from conceptnote.compose.effective import effective
from conceptnote.compose.environment import make_environment
from conceptnote.compose.filters import Filters
from conceptnote.compose.grid import AgendaPart, Line, Placed
from conceptnote.compose.reach import REACH
from conceptnote.compose.recipients import Recipient
from conceptnote.compose.view import Scope, View, scope_of
from conceptnote.diagnostics import DiagnosticError, Location
from conceptnote.doc.nodes import Paragraph, plain_text
from conceptnote.doc.origin import Origins
from conceptnote.languages.known import shipped
from conceptnote.languages.typography import Typographies
from conceptnote.limits import run_limited
from conceptnote.schema.recipients import Recipients, Row
from conceptnote.source.load import load_event
from conceptnote.source.project import find_project
from conceptnote.source.templates import Templates
from conceptnote.theme.theme import load_theme

EVENT = Path(__file__).parents[1] / "data" / "event.yaml"
SECRET = "a-token-of-the-environment"
GLOBALS = "__class__.__init__.__globals__[BaseModel].__init__.__globals__[sys].modules[os].environ[FAKE_TOKEN]"
PATTERNS = (
    f"{{x.{GLOBALS}}}",
    f"{{0.{GLOBALS}}}",
    "{x._model.internal}",
    "{x:>2000000000}",
    "%2000000000d",
    "{0!r:>9}",
)
HUGE = 2_000_000_000
MEMORY = 2_000_000_000


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_TOKEN", SECRET)


@cache
def event() -> Any:
    return load_event(EVENT).event.model_copy(update={"internal": SECRET})


PAGE = """<html lang="en">
<head><title>A</title><meta name="acknowledgement" content="none"></head>
<body>
<h1>A</h1>
{line}
</body>
</html>
"""


def composed(line: str) -> str:
    """The paragraphs that a line of a template makes, its fifth, or what is said of it."""
    texts = {"paper.html.j2": PAGE.replace("{line}", line), "long.html.j2": "a" * 100_000}

    def source(name: str) -> tuple[str, str] | None:
        return (texts[name], f"templates/{name}") if name in texts else None

    try:
        doc = Composer(event(), source, load_theme().style_names).compose("paper")
    except DiagnosticError as error:
        return f"{error.diagnostics[0]}, exit {error.exit_code}"
    return "\n".join(plain_text(block.children) for block in doc.blocks if isinstance(block, Paragraph))


def limited(line: str) -> str:
    """The same with a tenth of the steps, and in a process that a mistake of ours cannot make hang."""
    event()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compose, "budget", partial(budget.budget, steps=budget.STEPS // 10))
        return run_limited(composed, line, memory=MEMORY, cpu_seconds=100)


ESCAPES = [
    *(f"<p>{{{{ {pattern!r} | fill(x=event) }}}}</p>" for pattern in PATTERNS if "{" in pattern),
    *(f"<p>{{{{ {pattern!r}.format(event, x=event) }}}}</p>" for pattern in PATTERNS),
    *(f"<p>{{{{ ({pattern!r} | safe).format_map({{'x': event}}) }}}}</p>" for pattern in PATTERNS[:3]),
    *(f"<p>{{{{ {pattern!r} % 1 }}}}</p>" for pattern in PATTERNS),
    *(f"<p>{{{{ {pattern!r} | format(1) }}}}</p>" for pattern in PATTERNS),
    "<p>{{ ['{x._model}'] | map('fill', x=event) | join }}</p>",
    "<p>{{ event._model.internal }}</p>",
    "<p>{{ event['_model'].internal }}</p>",
    "<p>{{ (event | attr('_scope')).event.internal }}</p>",
    "<p>{{ [event] | map(attribute='_model.internal') | join }}</p>",
    "<p>{{ [event] | sum(attribute='_model.internal', start='') }}</p>",
    "<p>{{ ([event] | groupby('_model.internal') | first).grouper }}</p>",
    "<p>{{ event.title.value.__class__ }}</p>",
    "<p>{{ event.title.wrap.__globals__ }}</p>",
    "<p>{{ event.date.day.value.strftime('%2000000000d') }}</p>",
    "<p>{{ self._TemplateReference__context }}</p>",
    "<p>{{ namespace.__init__.__globals__ }}</p>",
    "<p>{% for x in [1] %}{{ loop._iterator }}{% endfor %}</p>",
    "<p>{% macro m() %}{% endmacro %}{{ m._environment }}</p>",
    "<p>{{ [event] }}</p>",
    "<p>{{ joiner }}{{ namespace(a=event) }}</p>",
    "<p>{{ range(3) | map('string') }}</p>",
]
BUDGETS = [
    "{{ 'a' | center(2000000000) }}",
    "{{ 'a'.center(2000000000) }}",
    "{{ 'a'.ljust(2000000000) }}",
    "{{ 'a'.zfill(2000000000) }}",
    "{{ ('a' * 100000).replace('a', 'b' * 100000) }}",
    "{{ ('a' * 100000) | replace('a', 'b' * 100000) }}",
    "{{ ('b' * 100000).join('a' * 100000) }}",
    "{{ ('a' * 100000) | join('b' * 100000) }}",
    "{{ ('a\n' * 100000) | indent(100000) }}",
    "{{ ('a' * 900000) | trim('b' * 900000) }}",
    "{{ ('ab' * 500000).rfind('b' ~ 'a' * 500000) }}",
    "{{ range(9) | batch(2000000000, 'x') | list | length }}",
    "{{ range(9) | slice(2000000000) | list | length }}",
    "{{ 42 | round(1000000000, 'ceil') }}",
    "{{ 'a' * 2000000000 }}",
    "{{ [1] * 2000000000 }}",
    "{% set n = namespace(x='a') %}{% for i in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "{% set n = namespace(x='a') %}{% for i in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "{% set n = namespace(x=['a']) %}{% for i in range(99) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x | string }}",
    "{% set n = namespace(x=9) %}{% for i in range(99) %}{% set n.x = n.x * n.x %}{% endfor %}",
    "{% macro m() %}{{ m(varargs, varargs) }}{% endmacro %}{{ m() }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{% for i in range(99999) if range(99999) | sum %}{% endfor %}",
    "{% for i in range(99999) %}{{ 'b' in ('a' * 100000) }}{% endfor %}",
    "{% for i in range(99999) %}{{ ('a' * 100000)[1:] | length }}{% endfor %}",
    "{% for i in range(99999) %}{% include 'long.html.j2' %}{% endfor %}",
    "{% for i in range(99999) %}{{ event.title | prose | length }}{% endfor %}",
    "{% include 'paper.html.j2' %}",
    "{% import 'paper.html.j2' as paper with context %}",
]
DEEP = {
    "lists": '{% set paper = {"internal": ' + "[" * 100_000 + "]" * 100_000 + "} %}",
    "lists that do not end": '{% set paper = {"internal": ' + "[" * 100_000,
    "not": "{{ " + "not " * 50_000 + "1 }}",
    "signs": "{{ " + "-" * 50_000 + "1 }}",
    "sums": "{{ 1" + " + 1" * 20_000 + " }}",
    "conditions": "{{ " + "1 if 1 else " * 5_000 + "1 }}",
    "loops": "{% for a in [1] %}" * 30 + "{% endfor %}" * 30,
    "attributes": "{{ event" + ".x" * 5_000 + " }}",
    "digits": "{{ " + "9" * 10_000 + " }}",
    "tokens": "{{1}}" * 34_000,
    "quotes": "<blockquote>" * 200 + "<p>a</p>" + "</blockquote>" * 200,
    "quotes of a loop": "{% for i in range(9999) %}<blockquote>{% endfor %}",
}


@pytest.mark.parametrize("line", ESCAPES)
def test_nothing_that_a_template_says_leads_out_of_the_sandbox(line: str) -> None:
    said = composed(line)
    assert said.startswith("templates/paper.html.j2:5: error CN03"), said
    assert said.endswith("exit 3")
    for secret in (SECRET, "<class", "object at 0x", "'View'"):
        assert secret not in said


@pytest.mark.parametrize("line", BUDGETS)
def test_what_costs_too_much_is_told_at_its_line_before_it_is_done(line: str) -> None:
    said = limited(line)
    place, _, problem = said.partition(": error CN034: ")
    assert place in ("templates/paper.html.j2:5", "templates/long.html.j2:1", "templates/paper.html.j2:6"), said
    assert "hint: look for" in problem


@pytest.mark.parametrize("kind", DEEP)
def test_what_goes_too_deep_is_told_at_its_line(kind: str) -> None:
    said = limited(DEEP[kind])
    assert said.startswith("templates/paper.html.j2:5: error CN03"), said
    assert "recursion" not in said


@pytest.mark.parametrize(
    "said", ["[" * 100_000, "[" * 900, '{"internal": 1}', '{"each": []}', '{"margins": {}}', "9" * 900]
)
def test_what_a_template_says_of_its_paper_is_read_with_limits(said: str, project: Path) -> None:
    (project / "templates").mkdir()
    facts = said if said.startswith("{") else f'{{"internal": {said}}}'
    (project / "templates" / "paper.html.j2").write_text(f"{{% set paper = {facts} %}}\n")
    with pytest.raises(DiagnosticError) as told:
        Templates(find_project(project / "data" / "event.yaml")).facts("paper")
    assert str(told.value.diagnostics[0]).startswith("templates/paper.html.j2:1:1: error CN031")
    assert told.value.exit_code == 3


def test_a_template_that_is_no_file_is_refused(project: Path) -> None:
    (project / "templates").mkdir()
    os.mkfifo(project / "templates" / "paper.html.j2")
    with pytest.raises(DiagnosticError):
        Templates(find_project(project / "data" / "event.yaml")).facts("paper")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("<p>{{ '{a}, {b}' | fill(a=1, b='&') }}</p>", "1, &"),
        ("<p>{{ 'a' | center(3) }}b</p>", "a b"),
        ("<p>{{ ['a', 'b'] | join(', ') | replace('a', 'c') | upper }}</p>", "C, B"),
        ("<p>{% for x in [1, 2, 3] if x > 1 %}{{ loop.index }}{{ x }}{% endfor %}</p>", "1223"),
        ("<p>{{ [[1], [2]] | sum(start=[]) | join }}{{ [1, 2] | sum }}</p>", "123"),
        ("<p>{{ 'abc'[1:] ~ 1 }}{{ 7 % 4 }}{{ 2.5 | round(1) }}{{ (1, 2) | last }}</p>", "bc132.52"),
        ("{% macro m(x) %}<p>{{ x }}{{ caller() }}</p>{% endmacro %}{% call m('a') %}b{% endcall %}", "ab"),
        ("{% block b scoped %}<p>a</p>{% endblock %}", "a"),
        ("<p>{{ ' x '.strip() }}{{ 'a,b'.split(',') | last }}{{ '7'.zfill(2) }}</p>", "xb07"),
    ],
)  # fmt: skip
def test_what_templates_usually_do_they_still_do(line: str, expected: str) -> None:
    assert composed(line) == expected


# All that templates reach, one by one.


def environment() -> Any:
    return make_environment(lambda _: None, shipped()["en"].papers)


def hostile() -> list[Any]:
    scope = Scope(event(), Origins(), Typographies(shipped()["en"].papers.typography))
    view = scope.view
    return [
        view, view.title, view.people, view.agenda, view.funders, *PATTERNS, Markup(PATTERNS[0]), HUGE, -HUGE, 0.5,
        None, "a" * 9_000, "<" * 9_000, [view] * 3, [[view]], {"x": view}, range(99_999), "_model", "_model.internal",
    ]  # fmt: skip


def parts_of(value: Any, depth: int = 3) -> Iterator[Any]:
    """A value with what it holds, as far as somebody would look."""
    yield value
    if depth and isinstance(value, Iterator | list | tuple | set | dict):
        items = [*value.keys(), *value.values()] if isinstance(value, dict) else value
        for _, one in zip(range(2_000), items, strict=False):
            yield from parts_of(one, depth - 1)


def leaks(name: str, call: Any) -> Iterator[str]:
    """What a call with hostile values gives away; that it fails is well."""
    with budget.budget(steps=20_000, characters=1_000_000):
        try:
            for part in parts_of(call()):
                if isinstance(part, Undefined):
                    continue
                if isinstance(
                    part, BaseModel | Scope | type | types.ModuleType | types.FunctionType | types.MethodType
                ):
                    yield f"{name} gives {type(part).__name__}"
                elif isinstance(part, str | View) and SECRET in str(part):
                    yield f"{name} gives a secret"
        except Exception as error:
            if SECRET in str(error):
                yield f"{name} tells a secret: {error}"


ARGUMENTS: list[tuple[tuple[Any, ...], tuple[str, ...]]] = [
    ((), ()),
    ((HUGE,), ()),
    ((), ("x",)),
    (("_model",), ()),
    (("a", "b" * 20_000), ()),
]


def tried(kind: str) -> tuple[set[str], list[str]]:
    """Every filter, test or global, given everything: their names, and what they gave away."""
    env, values = environment(), hostile()
    context = env.from_string("").new_context()
    names: set[str] = set(getattr(env, kind))
    found: list[str] = []
    for name in sorted(names - {builtins.SPEND, builtins.WEIGH}):
        for value in values:
            for more, keywords in ARGUMENTS:
                kwargs = dict.fromkeys(keywords, values[0])
                if kind == "globals":
                    args = (env.globals[name], value, *more)
                    found += leaks(name, lambda a=args, k=kwargs: env.call(context, *a, **k))
                else:
                    ask = env.call_filter if kind == "filters" else env.call_test
                    found += leaks(name, lambda f=ask, n=name, v=value, a=more, k=kwargs: f(n, v, a, k, context))
    return names, found


@pytest.mark.parametrize("kind", ["filters", "tests", "globals"])
def test_nothing_by_name_gives_away_what_is_private_or_costs_too_much(kind: str) -> None:
    event()
    names, found = run_limited(tried, kind, memory=MEMORY, cpu_seconds=200)
    assert not found
    own = set(environment().filters) - set(FILTERS)
    documented = (EVENT.parents[1] / "docs" / "template-reference.md").read_text(encoding="utf-8")
    if kind == "filters":
        assert set(FILTERS) - names == set(builtins.REFUSED)
        assert {name for name in own if not name.startswith("~")} <= {
            name for name in own if f"\n- `{name}` (" in documented
        }
    assert len(names) > {"filters": 60, "tests": 30, "globals": 4}[kind]


def reached() -> tuple[set[str], set[str], list[str]]:
    """What can be got at from what templates are given: kinds of values, names asked for, and what was given away."""
    env = environment()
    values = hostile()
    given: list[Any] = []
    macro = "{% macro m() %}{% endmacro %}{% block b %}{{ keep(self.b) if again }}{% endblock %}"
    program = (
        macro + "{% for i in [1] %}{{ keep(loop) }}{% endfor %}{{ keep(m) }}{{ keep(cycler(1)) }}{{ keep(self.b) }}"
    )
    env.from_string(program + "{{ keep(namespace(a=1)) }}{{ keep([1] | groupby('real') | list) }}").render(
        keep=lambda value: given.append(value) or "", again=False
    )
    given.append(env.from_string("{% macro m() %}{% endmacro %}{% set x = 1 %}").module)
    attending = everybody(values[0])
    given += [values[0], values[0].title, Markup("a"), "a", 1, 0.5, (1,), *attending, *tabled(values[0])]
    given.append(effective(values[0].agenda[0]))
    kinds: set[str] = set()
    asked: set[str] = set()
    found: list[str] = []
    context = env.from_string("").new_context()
    waiting = [(one, 0) for one in given]
    while waiting:
        value, depth = waiting.pop()
        kind = next((one for one in type(value).__mro__ if one in REACH), type(value))
        if (first := kind.__name__ not in kinds) or depth < 2:
            kinds.add(kind.__name__)
        elif not first:
            continue
        # A namespace hides the attributes of its own kind.
        names = set(dir(type(value))) | set(value.field_names if isinstance(value, View) else ())
        for name in names | {"_model", "_scope", "__class__", "__globals__", "value", "wrap", "format", "strftime"}:
            answer = ask(env, value, name)
            if isinstance(answer, Undefined):
                continue
            asked.add(f"{kind.__name__}.{name}")
            if inspect.isroutine(answer):
                for args in ((), (HUGE,), ("a", "b" * 20_000), ("_model",), (values[0],), ([values[0]],)):
                    found += leaks(f"{kind.__name__}.{name}", lambda f=answer, a=args: env.call(context, f, *a))
            elif isinstance(answer, BaseModel | Scope | types.ModuleType | type):
                found.append(f"{kind.__name__}.{name} gives {type(answer).__name__}")
            elif depth < 3:
                waiting += [(one, depth + 1) for one in parts_of(answer, 1)]
    return kinds, asked, found


def ask(env: Any, value: Any, name: str) -> Any:
    with budget.budget():
        try:
            return env.getattr(value, name)
        except (UndefinedError, DiagnosticError):
            return Undefined()


def everybody(view: View) -> list[Any]:

    attending = attendees(scope_of(view), Filters(shipped()["en"].papers).printed)
    first = Row({"name": "A"}, Location("a.csv", 2), 1)
    rows = Recipients(Path("a.csv"), ("name",), (first,), Location("a.csv", 1))
    return [attending[0], attending[0].places[0], Recipient(scope_of(view), rows, 0)]


def tabled(view: View) -> list[Any]:

    row = view.agenda[0]
    line = Line(row, None, ((Placed(row, aside=False),),))
    return [AgendaPart((row,), True, (), (line,)), line, line.cells[0][0]]


def test_of_each_kind_of_value_only_what_is_listed_is_reached() -> None:
    event()
    kinds, asked, found = run_limited(reached, memory=MEMORY, cpu_seconds=200)
    assert not found
    assert {kind.__name__ for kind in REACH} - kinds == set()
    plain = {"int", "float", "bool", "NoneType", "date", "time"}
    assert kinds - {kind.__name__ for kind in REACH} <= plain
    private = {name for name in asked if name.partition(".")[2].startswith("_")}
    patterns = {name for name in asked if name.endswith((".format", ".format_map", ".strftime", ".wrap", ".value"))}
    assert (private, patterns) == (set(), set())
    assert len(asked) > 150
    assert Namespace in REACH
