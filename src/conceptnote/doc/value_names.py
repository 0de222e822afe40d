"""Names of printed values, by which `init --from` knows them in our Word files: fields, and no word of theirs.

A name has numbers in the place of ids, which would tell more than the paper prints. Word and LibreOffice keep bookmarks
through edits. The text decides, not the name, because it may be edited.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping

from conceptnote.datapath import DataPath, Step

PREFIX = "_cv_"
"""Word hides bookmarks that begin with an underscore."""
BY_ID = frozenset({"people", "parties", "tracks", "figures", "footnotes"})
"""Fields whose records have ids; a name has a number instead, so that it tells no id."""
_LETTERS, _MOST_LETTERS = 3, 40
_NAME = re.compile(rf"{PREFIX}((?:[a-z]{{{_LETTERS}}}\d*)+)_\d+")
_STEP = re.compile(rf"([a-z]{{{_LETTERS}}})(\d*)")


def code_of(field: str) -> str:
    """The letters of a field in names; the same in every version."""
    number = int.from_bytes(hashlib.sha256(field.encode()).digest()[:4])
    return "".join(chr(ord("a") + number // 26**at % 26) for at in range(_LETTERS))


class ValueNames:
    """Names the values of a document, asked for in the order of writing."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()
        self._ids: dict[DataPath, dict[Step, int]] = {}

    def of(self, path: DataPath) -> str | None:
        """The name of a value; None if Word's 40 characters are too few for its path."""
        code = ""
        for at, step in enumerate(path):
            if at and path[at - 1] in BY_ID:
                known = self._ids.setdefault(path[:at], {})
                step = known.setdefault(step, len(known))
            code += str(step) if isinstance(step, int) else code_of(step)
        self._seen[code] += 1
        name = f"{PREFIX}{code}_{self._seen[code]}"
        return name if len(name) <= _MOST_LETTERS and _NAME.fullmatch(name) else None


def path_of(name: str, fields: Mapping[str, str]) -> DataPath | None:
    """The path in a name, with numbers for ids; `fields` are by their letters. None for any other name."""
    match = _NAME.fullmatch(name)
    path: list[Step] = []
    for code, number in _STEP.findall(match[1]) if match else ():
        if code not in fields:
            return None
        path += [fields[code], int(number)] if number else [fields[code]]
    return tuple(path) or None
