"""From a parser's failure to the mistake that somebody typed, in words, with what to type.

The parser stops often lines after the mistake. So the lines from there upwards are examined, and the first with a
mistake is reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

import yaml

from conceptnote.diagnostics import Code, Diagnostic, Location
from conceptnote.source.yaml_lines import (
    Fault,
    bare_item_fault,
    begins_item,
    bracket_fault,
    bullet_fault,
    colon_fault,
    comment_fault,
    ends_with_block_sign,
    folded_fault,
    in_block,
    indentation_fault,
    is_key,
    lines_of,
    opens_block,
    value_fault,
    word_of,
)

_MOST_ABOVE = 8
_MOST_LOOKED_AT = 200
_OPENED = ("quoted scalar", "flow sequence", "flow mapping", "simple key")
"""What is wrong where it begins; the parser notices it lines later."""
_BEGIN = "begin this line with “- ”"
_LISTED = "a line of a list begins with a hyphen and a space"


def conflict(text: str, file: str) -> Diagnostic | None:
    """The first place where Git has left two versions of some lines, if any."""
    match = re.search(r"^<{7}(?: .*)?$", text, re.MULTILINE)
    if match is None:
        return None
    at = Location(file, text.count("\n", 0, match.start()) + 1, 1)
    message = "the file has two versions of these lines: Git could not merge them"
    hint = "keep one version, and delete the other and the lines that begin with <<<<<<<, ======= and >>>>>>>"
    return Diagnostic(Code.YAML_SYNTAX, message, at, hint=hint)


def wrongly_indented(text: str, file: str, line: int) -> Diagnostic | None:
    """The mistake in a line (from 1) indented with other characters than spaces."""
    lines = lines_of(text)
    fault = indentation_fault(lines[line - 1])
    if fault is None:
        return None
    others = sum(indentation_fault(one) is not None for one in lines) - 1
    return _diagnostic(_with_others(fault, others), line - 1, file)


def quotes_advice(text: str, line: int) -> str | None:
    """What to type for a text in a line (from 1) that begins with a sign of YAML."""
    fault = value_fault(lines_of(text)[line - 1])
    return fault.hint if fault else None


def syntax_problem(error: yaml.MarkedYAMLError, text: str, file: str) -> Diagnostic:
    """What is wrong with a file that is not YAML."""
    mark = error.problem_mark or error.context_mark
    if error.context_mark and any(word in (error.context or "") for word in _OPENED):
        mark = error.context_mark
    lines = lines_of(text)
    number, column = (mark.line, mark.column) if mark else (0, 0)
    found = next(_faults(error, lines, number), None)
    if found:
        return _diagnostic(found[1], found[0], file)
    problem = error.problem or "it cannot be read"
    return Diagnostic(
        Code.YAML_SYNTAX,
        f"this is not YAML: {problem}",
        Location(file, number + 1, column + 1),
        hint=_hint(f"{error.context} {problem}", lines, number),
    )


def _diagnostic(fault: Fault, number: int, file: str) -> Diagnostic:
    return Diagnostic(Code.YAML_SYNTAX, fault.message, Location(file, number + 1, fault.column + 1), hint=fault.hint)


def _with_others(fault: Fault, others: int) -> Fault:
    if not others:
        return fault
    lines = "another line" if others == 1 else f"{others} other lines"
    return Fault(fault.message, f"{fault.hint}; {lines} of the file too", fault.column)


def _faults(error: yaml.MarkedYAMLError, lines: Sequence[str], number: int) -> Iterator[tuple[int, Fault]]:
    """The mistakes in the lines from here upwards, each with its line from 0; the surest first."""
    near = list(_near(lines, number))
    for at in near:
        if fault := indentation_fault(lines[at]):
            yield at, _with_others(fault, sum(indentation_fault(one) is not None for one in lines) - 1)
        elif re.match(r" *\t", lines[at]) or lines[at].lstrip().startswith("-\t"):
            yield at, Fault("there is a tab where spaces belong", "indent with spaces, not tabs", lines[at].index("\t"))
    for at in near:
        if fault := bullet_fault(lines[at]):
            first, count = _run(lines, at, lambda line: bullet_fault(line) is not None)
            yield first, _all_lines(bullet_fault(lines[first]) or fault, count)
    yield from _missing_dash(error, lines, near)
    if len(near) > 1 and (fault := folded_fault(lines[near[0]], lines[near[1]])):
        yield near[0], fault
    if len(near) > 1 and (fault := bare_item_fault(lines[near[1]], lines[near[0]])):
        yield near[1], fault
    for at in near:
        if fault := comment_fault(lines[at]) or value_fault(lines[at]) or bracket_fault(lines[at]):
            yield at, fault
    yield from _flow(error, lines, number)
    yield from _unclosed(error, lines, near)
    yield from _key_faults(error, lines, near)


def _near(lines: Sequence[str], number: int) -> Iterator[int]:
    """The line where the parser stopped and those above it that can be wrong, without comments and long texts."""
    seen = 0
    for at in range(min(number, len(lines) - 1), -1, -1):
        line = lines[at].strip()
        if not line or line.startswith("#") or in_block(lines, at):
            if at != number and line and not line.startswith("#"):
                return
            continue
        yield at
        seen += 1
        if seen > _MOST_ABOVE:
            return


def _run(lines: Sequence[str], at: int, alike: Callable[[str], bool]) -> tuple[int, int]:
    """The first of the similar lines around one, and their number."""
    first, last = at, at
    while first and alike(lines[first - 1]):
        first -= 1
    while last + 1 < len(lines) and alike(lines[last + 1]):
        last += 1
    return first, last - first + 1


def _all_lines(fault: Fault, count: int) -> Fault:
    if count < 2:
        return fault
    return Fault(fault.message, fault.hint.replace("begin this line", "begin each of these lines"), fault.column)


def _missing_dash(
    error: yaml.MarkedYAMLError, lines: Sequence[str], near: Sequence[int]
) -> Iterator[tuple[int, Fault]]:
    """List items without a hyphen, beside lines with one."""
    if not near:
        return
    here, dashed = lines[near[0]], [at for at in near if begins_item(lines[at])]
    if "expected '-'" in (error.problem or "") and is_key(here):
        fault, level = _dash(here), [at for at in dashed if _depth(lines[at]) == _depth(here)]
        if len(level) == 1 and not begins_item(lines[max(level[0] - 1, 0)]):
            other = f"; or if this is not a list, remove the “- ” from line {level[0] + 1}"
            fault = Fault(fault.message, fault.hint + other, fault.column)
        yield near[0], fault
    bare = [at for at in near if word_of(lines[at])]
    following = next((line for line in lines[near[0] + 1 :] if line.strip()), "")
    depths = {_depth(lines[at]) for at in dashed} | ({_depth(following)} if begins_item(following) else set())
    bare = [at for at in bare if _depth(lines[at]) in depths]
    if bare:
        depth = _depth(lines[bare[0]])
        first, count = _run(lines, bare[0], lambda line: word_of(line) is not None and _depth(line) == depth)
        yield first, _all_lines(_dash(lines[first]), count)
    if begins_item(here) and "expected key" in (error.problem or ""):
        above = list(takewhile(lambda at: _depth(lines[at]) >= _depth(here), near[1:]))
        level = [at for at in above if is_key(lines[at])]
        if level and not any(begins_item(lines[at]) for at in above):
            yield level[-1], _dash(lines[level[-1]])


def _dash(line: str) -> Fault:
    return Fault(_LISTED, f"{_BEGIN}: - {line.strip()}", _depth(line))


def _flow(error: yaml.MarkedYAMLError, lines: Sequence[str], number: int) -> Iterator[tuple[int, Fault]]:
    """What is wrong within brackets."""
    if "flow" not in (error.context or "") or error.context_mark is None:
        return
    column = error.context_mark.column
    if number >= len(lines) or lines[number][column : column + 1] not in ("[", "{"):
        number, column = _opening(lines)  # libyaml reports the end of the file.
    line = lines[number]
    opening, closing = line[column : column + 1], "]" if line[column : column + 1] == "[" else "}"
    inside = line[column:]
    if closing not in inside:
        shown = re.sub(r"\s+#\s.*$", "", line).strip()
        yield number, Fault(f"the bracket {opening} is not closed", f"write {shown}{closing}", column)
    elif re.search(r"\w: [^,{}\[\]\"']*?\s[\w-]+: ", inside) or re.search(r"\w: [^,{}\[\]\"']*: ", inside):
        example = '{given: Ngozi, family: "Okoye: Dr"}'
        hint = f"write a comma between two keys, and quotes around a text with “: ” in it: {example}"
        yield number, Fault("a comma or quotes are missing within the brackets", hint, column)


def _opening(lines: Sequence[str]) -> tuple[int, int]:
    """Line and column of the last bracket, both from 0: if a file ends within brackets, it is not closed."""
    return max(
        (at, max(line.rfind("["), line.rfind("{"))) for at, line in enumerate(lines) if re.search(r"[\[{]", line)
    )


def _unclosed(error: yaml.MarkedYAMLError, lines: Sequence[str], near: Sequence[int]) -> Iterator[tuple[int, Fault]]:
    """A quotation mark that is not closed in its line, if what follows cannot be read."""
    for at in near:
        match = re.match(r"\s*(?:- +)*(?:[\w-]+:\s+)?([\"'])(.*)$", lines[at])
        if match and match[1] not in match[2]:
            column = match.start(1)
            yield at, Fault("the quotation mark is not closed", f"write {lines[at].strip()}{match[1]}", column)


def _key_faults(error: yaml.MarkedYAMLError, lines: Sequence[str], near: Sequence[int]) -> Iterator[tuple[int, Fault]]:
    """Keys without a colon, and lines with another indentation than those around them."""
    if not near:
        return
    here = near[0]
    above = next((at for at in range(here - 1, -1, -1) if lines[at].strip()), here)
    if not is_key(lines[here]) and not begins_item(lines[here]):
        in_text = above != here and (in_block(lines, above) or opens_block(lines[above]))
        if in_text:
            depth = _depth(lines[above]) if in_block(lines, above) else _depth(lines[above]) + 2
            hint = f"if it belongs to the text above, begin it with {depth} spaces, as the lines of that"
            yield here, Fault("the line is neither a key nor indented like a text", hint, _depth(lines[here]))
    if parent := _text_without_sign(lines, here):
        message = "a text on the lines below its key needs the sign | after the colon"
        yield here, Fault(message, f"write {parent.strip()} | in the line of the key", _depth(lines[here]))
    for at in near[:3]:
        # The text below `title >-` is right: the colon is missing above it.
        outer = next((one for one in near if one < at and _depth(lines[one]) < _depth(lines[at])), at)
        if ends_with_block_sign(lines[outer]) and (missing := colon_fault(lines[outer])):
            yield outer, missing
    for at in (here, *near[1:2]):
        if not begins_item(lines[at]) and (fault := colon_fault(lines[at])):
            yield at, fault
    above_here = range(here - 1, max(-1, here - _MOST_LOOKED_AT), -1)
    record = next((at for at in above_here if is_key(lines[at]) and not in_block(lines, at)), None)
    if is_key(lines[here]) and record is not None and _depth(lines[here]) != _depth(lines[record]):
        message = "the line is not indented as those of its record"
        mine, its = _depth(lines[here]), _depth(lines[record])
        hint = f"lines of one record begin in one column: this one after {mine} spaces, the one above after {its}"
        yield here, Fault(message, hint, mine)


def _text_without_sign(lines: Sequence[str], here: int) -> str | None:
    """The key above a text without `|`: none of the lines below it is a key or an item."""
    depth = _depth(lines[here])
    first, _ = _run(lines, here, lambda line: bool(line.strip()) and _depth(line) >= depth)
    parent = lines[first - 1] if first else ""
    if not depth or not parent.rstrip().endswith(":") or len(lines[here].split()) < 2:
        return None
    return None if any(is_key(line) or begins_item(line) for line in lines[first : here + 2]) else parent


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


_HINTS = {
    "mapping values": "a text with “: ” in it needs quotes, or a block after “>-”",
    "escape character": "a \\ in double quotes begins a code; put the text in single quotes",
    "quoted scalar": "close the quotation mark",
    "expected <block end>": "check that lines of one record are indented alike",
    "could not find expected ':'": "write key: value, with a space after the colon",
    "alias": "a text that begins with * needs quotes",
    "cannot start any token": "put the text in quotes",
    "expected ',' or": "close the bracket",
    "expected node content": "close the bracket before this line, or put the text in quotes",
}


def _hint(text: str, lines: Sequence[str], number: int) -> str:
    return next((hint for word, hint in _HINTS.items() if word in text), "check the indentation")
