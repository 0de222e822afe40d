"""What the content streams of a PDF paint, where, and as what it is marked (ISO 32000-1, 8 and 14.6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import pikepdf

from conformance.pdf.geometry import Box, Matrix, box_of, matrix_of, moved, moved_point, times
from conformance.pdf.objects import Key, get, items, key, name, names, number, text, whole
from conformance.pdf.tree import Mark
from conformance.registry import Fault

MOST_OPERATORS = 1_000_000
MOST_BYTES = 8_000_000
_DEEPEST = 12
# What opening a stream counts for, among the operators: forms that draw forms multiply.
_COST_OF_STREAM = 250

_PATHS = {"m": 1, "l": 1, "c": 3, "v": 2, "y": 2}
_PAINT = names("S s f F f* B B* b b*")
_SHOW = frozenset(("Tj", "TJ", "'", '"'))
_OTHERS = names(
    "w J j M d ri i gs q Q cm h re n W W* BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm T* d0 d1 CS cs SC SCN sc "
    "scn G g RG rg K k sh BI ID EI Do MP DP BMC BDC EMC BX EX"
)
OPERATORS = _PAINT | _SHOW | _OTHERS | _PATHS.keys()
_DEVICE = {"g": "Gray", "G": "Gray", "rg": "RGB", "RG": "RGB", "k": "CMYK", "K": "CMYK"}


class Scope(NamedTuple):
    """One marked-content sequence that is open."""

    tag: str
    mark: Mark | None
    language: str | None
    replaced: bool
    """Whether it has a replacement text."""


@dataclass(frozen=True, slots=True)
class Paint:
    """One thing painted; `box` is where, in the page's own units, for text only where its lines begin."""

    page: int
    kind: str
    scopes: tuple[Scope, ...]
    box: Box | None = None
    font: Any = None
    shown: bytes = b""

    @property
    def mark(self) -> Mark | None:
        """The innermost marked content of the structure that it belongs to."""
        return next((scope.mark for scope in reversed(self.scopes) if scope.mark), None)

    @property
    def artifact(self) -> bool:
        """Whether it is decoration, not content."""
        return any(scope.tag == "Artifact" for scope in self.scopes)


@dataclass(slots=True)
class Painting:
    """All that is painted on all pages."""

    paints: list[Paint] = field(default_factory=list)
    marks: set[Mark] = field(default_factory=set)
    owners: dict[tuple[int, Key], Any] = field(default_factory=dict)
    """The page or form that holds marked content, by page and form."""
    doubled: list[Mark] = field(default_factory=list)
    nested: list[tuple[int, bool]] = field(default_factory=list)
    """Where decoration and content stand one in the other: the page, and whether the content is outside."""
    forms: dict[Key, Any] = field(default_factory=dict)
    drawn: Counter[Key] = field(default_factory=Counter)
    images: list[tuple[int, Any]] = field(default_factory=list)
    spaces: list[tuple[int, Any, Any]] = field(default_factory=list)
    """Colour spaces with their page and the resources that they are named in; `Gray`, `RGB` or `CMYK` for operators."""
    languages: list[tuple[int, str]] = field(default_factory=list)
    unknown: set[tuple[int, str]] = field(default_factory=set)
    """Operators that no standard knows."""
    depth: int = 0
    """How deep graphics states are stacked."""
    faults: list[Fault] = field(default_factory=list)
    operators: int = 0
    parsed: dict[Key, Any] = field(default_factory=dict)
    """The operators of each form, for a footer's marks are drawn on every page."""


@dataclass(slots=True)
class _State:
    matrix: Matrix
    font: Any = None
    leading: float = 0.0


@dataclass(slots=True)
class _Stream:
    """One content stream while it is read."""

    page: int
    form: Key
    resources: Any
    state: _State
    scopes: tuple[Scope, ...]
    level: int
    kept: bool
    """Whether what it paints is content; the cells of a pattern are not."""
    stack: list[_State] = field(default_factory=list)
    begun: set[int] = field(default_factory=set)
    line: Matrix = (1, 0, 0, 1, 0, 0)
    points: list[tuple[float, float]] = field(default_factory=list)


def paint(pages: Sequence[Any]) -> Painting:
    """Read the content of all pages; what cannot be read is told among the faults."""
    painting = Painting()
    for place, page in enumerate(pages, 1):
        painting.owners[place, (0, 0)] = page
        stream = _Stream(place, (0, 0), get(page, "Resources"), _State((1, 0, 0, 1, 0, 0)), (), 0, True)
        try:
            _run(painting, stream, page, items(get(page, "Contents")))
        except OverflowError as error:
            painting.faults.append(Fault(f"the content is not read: {error}", place))
        except Exception as error:
            # Whatever a stranger's stream makes the parser, or this module, stumble over.
            painting.faults.append(Fault(f"the content cannot be read ({type(error).__name__})", place))
    return painting


def _run(painting: Painting, stream: _Stream, source: Any, parts: list[Any]) -> None:
    """Follow a page, or the form that is its own only part."""
    if stream.form not in painting.parsed:
        if sum(len(part.read_bytes()) for part in parts if isinstance(part, pikepdf.Stream)) > MOST_BYTES:
            raise OverflowError("it is too large")
        painting.parsed[stream.form] = pikepdf.parse_content_stream(source)
    instructions = painting.parsed[stream.form] if stream.form != (0, 0) else painting.parsed.pop(stream.form)
    outside = stream.scopes
    painting.operators += _COST_OF_STREAM
    for instruction in instructions:
        painting.operators += 1
        if painting.operators > MOST_OPERATORS:
            raise OverflowError("there is too much of it")
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            painting.images.append((stream.page, instruction.iimage.obj))
            _add(painting, stream, "image", moved(stream.state.matrix, (0, 0, 1, 1)))
        else:
            _step(painting, stream, str(instruction.operator), list(instruction.operands), outside)


def _step(painting: Painting, stream: _Stream, operator: str, given: list[Any], outside: tuple[Scope, ...]) -> None:
    """Follow one operator."""
    if operator in _PATHS or operator in ("re", "n") or operator in _PAINT:
        _path(painting, stream, operator, given)
    elif operator in _SHOW:
        _show(painting, stream, operator, given)
    elif operator in ("BT", "Td", "TD", "Tm", "T*", "TL", "Tf"):
        _place(stream, operator, given)
    elif operator in ("BMC", "BDC"):
        _begin(painting, stream, given)
    elif operator == "EMC":
        if len(stream.scopes) > len(outside):
            stream.scopes = stream.scopes[:-1]
        else:
            painting.faults.append(Fault("marked content ends that never began", stream.page))
    elif operator == "q":
        stream.stack.append(replace(stream.state))
        painting.depth = max(painting.depth, len(stream.stack))
    elif operator == "Q":
        if stream.stack:
            stream.state = stream.stack.pop()
    elif operator == "cm":
        stream.state.matrix = times(matrix_of(given), stream.state.matrix)
    elif operator == "Do":
        _draw(painting, stream, get(stream.resources, "XObject", name((*given, None)[0]) or "?"))
    elif operator == "sh":
        shading = get(stream.resources, "Shading", name((*given, None)[0]) or "?")
        painting.spaces.append((stream.page, get(shading, "ColorSpace"), stream.resources))
        _add(painting, stream, "shading")
    elif operator not in OPERATORS:
        painting.unknown.add((stream.page, operator))
    else:
        _colour(painting, stream, operator, given)


def _path(painting: Painting, stream: _Stream, operator: str, given: list[Any]) -> None:
    values = [number(one) or 0.0 for one in given]
    if operator == "re" and len(values) == 4:
        x, y, width, height = values
        values = [x, y, x + width, y + height]
    if operator == "re" or operator in _PATHS:
        matrix = stream.state.matrix
        stream.points += [moved_point(matrix, x, y) for x, y in zip(values[::2], values[1::2], strict=False)]
        return
    if operator != "n":
        _add(painting, stream, "path", box_of(stream.points))
    stream.points.clear()


def _place(stream: _Stream, operator: str, given: list[Any]) -> None:
    values = [number(one) or 0.0 for one in given]
    if operator == "Tf":
        stream.state.font = get(stream.resources, "Font", name((*given, None)[0]) or "?")
    elif operator == "TL":
        stream.state.leading = (*values, 0.0)[0]
    elif operator == "BT":
        stream.line = (1, 0, 0, 1, 0, 0)
    elif operator == "Tm":
        stream.line = matrix_of(given)
    else:
        x, y = (*values, 0.0, 0.0)[:2] if operator != "T*" else (0.0, -stream.state.leading)
        if operator == "TD":
            stream.state.leading = -y
        stream.line = times((1, 0, 0, 1, x, y), stream.line)


def _show(painting: Painting, stream: _Stream, operator: str, given: list[Any]) -> None:
    if operator in ("'", '"'):
        _place(stream, "T*", [])
    parts = items(given[-1]) if given else []
    shown = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    if shown:
        x, y = times(stream.line, stream.state.matrix)[4:]
        _add(painting, stream, "text", (x, y, x, y), stream.state.font, shown)


def _add(
    painting: Painting, stream: _Stream, kind: str, box: Box | None = None, font: Any = None, shown: bytes = b""
) -> None:
    if stream.kept:
        painting.paints.append(Paint(stream.page, kind, stream.scopes, box, font, shown))


def _begin(painting: Painting, stream: _Stream, given: list[Any]) -> None:
    tag, held = (*given, None, None)[:2]
    if isinstance(held, pikepdf.Name):
        held = get(stream.resources, "Properties", name(held))
    mcid = whole(get(held, "MCID")) if name(tag) != "Artifact" else None
    mark = Mark(stream.page, stream.form, mcid) if mcid is not None else None
    if (name(tag) == "Artifact" and any(scope.mark for scope in stream.scopes)) or (
        mark and any(scope.tag == "Artifact" for scope in stream.scopes)
    ):
        painting.nested.append((stream.page, mark is None))
    if mark:
        painting.marks.add(mark)
        if mark.mcid in stream.begun:
            painting.doubled.append(mark)
        stream.begun.add(mark.mcid)
    language = text(get(held, "Lang"))
    if language is not None:
        painting.languages.append((stream.page, language))
    replaced = bool(text(get(held, "ActualText")) or text(get(held, "Alt")))
    stream.scopes = (*stream.scopes, Scope(name(tag), mark, language or None, replaced))


def _draw(painting: Painting, stream: _Stream, xobject: Any) -> None:
    if not isinstance(xobject, pikepdf.Stream):
        return
    if name(get(xobject, "Subtype")) == "Image":
        painting.images.append((stream.page, xobject))
        painting.spaces.append((stream.page, get(xobject, "ColorSpace"), stream.resources))
        _add(painting, stream, "image", moved(stream.state.matrix, (0, 0, 1, 1)))
    elif name(get(xobject, "Subtype")) == "Form":
        painting.forms[key(xobject)] = xobject
        painting.owners[stream.page, key(xobject)] = xobject
        painting.drawn[key(xobject)] += stream.kept
        _enter(painting, stream, xobject, stream.kept)


def _enter(painting: Painting, stream: _Stream, form: Any, kept: bool) -> None:
    if stream.level >= _DEEPEST:
        painting.faults.append(Fault("pictures are nested too deep to be checked", stream.page))
        return
    matrix = times(matrix_of(items(get(form, "Matrix"))), stream.state.matrix)
    resources = get(form, "Resources") or stream.resources
    state = replace(stream.state, matrix=matrix)
    inner = _Stream(stream.page, key(form), resources, state, stream.scopes, stream.level + 1, kept)
    _run(painting, inner, form, [form])


def _colour(painting: Painting, stream: _Stream, operator: str, given: list[Any]) -> None:
    if operator in _DEVICE:
        painting.spaces.append((stream.page, _DEVICE[operator], stream.resources))
    elif operator in ("cs", "CS") and given:
        named = get(stream.resources, "ColorSpace", name(given[0]) or "?")
        painting.spaces.append((stream.page, given[0] if named is None else named, stream.resources))
    elif operator in ("scn", "SCN") and given and name(given[-1]):
        pattern = get(stream.resources, "Pattern", name(given[-1]))
        painting.spaces.append((stream.page, get(pattern, "Shading", "ColorSpace"), stream.resources))
        if isinstance(pattern, pikepdf.Stream):
            _enter(painting, stream, pattern, kept=False)


def real_text(painting: Painting) -> Iterator[Paint]:
    """The text that is content, not decoration."""
    return (one for one in painting.paints if one.kind == "text" and not one.artifact)
