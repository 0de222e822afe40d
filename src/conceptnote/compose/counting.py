"""Read templates with a limit on nesting, and make them count what they do.

Jinja runs loops, comparisons and joined texts as Python's own, so their limits must be in the template. Each body that
can run several times begins by counting its nodes, and each operation whose cost depends on its operands weighs them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.lexer import TokenStream
from jinja2.parser import Parser
from jinja2.visitor import NodeTransformer

SPEND, WEIGH = "~spend", "~weigh"
"""Filters with names that no template can write."""

TOKENS = 100_000
_DEEPEST_EXPRESSION = 60
_DEEPEST_STATEMENT = 16
"""Python refuses 20 nested loops."""
_PARSER_DEPTH = 96
"""Each bracket needs three of these."""

_LONG_NUMBER = re.compile(r"\d[\d_]{4000}")
_REPEATED = (nodes.For, nodes.Macro, nodes.CallBlock, nodes.Block)
Parsed = TypeVar("Parsed")


class LimitedParser(Parser):
    """Jinja's parser with a limit on nested brackets and blocks. Raises TemplateSyntaxError."""

    _depth = _blocks = 0
    stream: TokenStream

    def parse(self) -> nodes.Template:
        try:
            tree = super().parse()
        except RecursionError:
            self.too_deep()
        for node, depth in _with_depths(tree):
            if depth > _DEEPEST_EXPRESSION:
                self.too_deep(node.lineno)
        return tree

    def too_deep(self, line: int | None = None) -> Any:
        """Refuse the nesting at a line, or at the parser's position."""
        self.fail("the template is nested too deeply", line)

    def parse_statement(self) -> Any:
        if self._blocks == _DEEPEST_STATEMENT:
            self.too_deep()
        self._blocks += 1
        try:
            return super().parse_statement()
        finally:
            self._blocks -= 1

    def parse_condexpr(self) -> nodes.Expr:
        return self._deeper(super().parse_condexpr)

    def parse_not(self) -> nodes.Expr:
        return self._deeper(super().parse_not)

    def parse_unary(self, with_filter: bool = True) -> nodes.Expr:
        return self._deeper(super().parse_unary, with_filter)

    def _deeper(self, parse: Callable[..., Parsed], *args: Any) -> Parsed:
        if self._depth == _PARSER_DEPTH:
            self.too_deep()
        self._depth += 1
        try:
            return parse(*args)
        finally:
            self._depth -= 1


def parse_counting(environment: Environment, source: str, name: str | None, filename: str | None) -> nodes.Template:
    """The syntax tree of a template that counts what it does. Raises TemplateSyntaxError."""
    try:
        tree = LimitedParser(environment, source, name, filename).parse()
    except ValueError:  # Python reads no number with thousands of digits.
        at = _LONG_NUMBER.search(source)
        line = source.count("\n", 0, at.start()) + 1 if at else 1
        raise TemplateSyntaxError("the template has a number of thousands of digits", line, name, filename) from None
    _Counting().visit(tree)
    _begin_with(tree, tree.body)
    tree.set_environment(environment)
    return tree


class _Counting(NodeTransformer):
    def visit(self, node: Any, *args: Any, **kwargs: Any) -> Any:
        self.generic_visit(node)
        match node:
            case nodes.For():
                if node.test is not None:  # tested for each item, also where the body does not run
                    node.test = nodes.And(_spending(node, [node.test]), node.test, lineno=node.lineno)
                _begin_with(node, node.body)
            case nodes.Block(required=True):
                pass  # It must be overridden, and may be empty.
            case nodes.Macro() | nodes.CallBlock() | nodes.Block():
                _begin_with(node, node.body)
            case nodes.Concat():
                node.nodes = [_weighing(one) for one in node.nodes]
            case nodes.Compare() | nodes.Operand():
                node.expr = _weighing(node.expr)
            case nodes.Getitem(arg=nodes.Slice()):  # which Jinja does not request from the environment
                node.node = _weighing(node.node)
            case nodes.List() | nodes.Dict() | nodes.Tuple(ctx="load"):
                return _weighing(node)
        return node


def _weighing(node: Any) -> nodes.Filter:
    return nodes.Filter(node, WEIGH, [], [], None, None, lineno=node.lineno)


def _spending(at: nodes.Node, body: Sequence[nodes.Node]) -> nodes.Filter:
    parts, texts = 0, 0
    for node in _parts(body):
        parts += 1
        texts += len(node.data) if isinstance(node, nodes.TemplateData) else 0
    cost = nodes.Const(parts + 1, lineno=at.lineno)
    return nodes.Filter(cost, SPEND, [nodes.Const(texts)], [], None, None, lineno=at.lineno)


def _begin_with(node: nodes.Node, body: list[nodes.Node]) -> None:
    body.insert(0, nodes.ExprStmt(_spending(node, body), lineno=node.lineno))


def _parts(body: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    """The nodes that run with a body, without inner bodies that count themselves."""
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        yield node
        for name, value in node.iter_fields():
            if name != "body" or not isinstance(node, _REPEATED):
                values = value if isinstance(value, list) else [value]
                waiting += [one for one in values if isinstance(one, nodes.Node)]


def _with_depths(tree: nodes.Node) -> Iterator[tuple[nodes.Node, int]]:
    waiting = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting += [(child, depth + 1) for child in node.iter_child_nodes()]
