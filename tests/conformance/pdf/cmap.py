"""CMaps: what the codes of a font stand for (ISO 32000-1, 9.7.5 and 9.10.3; Adobe Technical Note 5014)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from conformance.pdf.objects import items, name, whole

_MOST_CODES = 200_000
_MOST_BYTES = 4_000_000


@dataclass(slots=True)
class CMap:
    """Codes with their characters or their glyphs' numbers (CIDs), and how many bytes a code has."""

    characters: dict[int, str] = field(default_factory=dict)
    cids: dict[int, int] = field(default_factory=dict)
    width: int = 2
    writing_mode: int = 0
    uses: str = ""
    """The name of the CMap that it builds on."""


def read_cmap(stream: pikepdf.Stream) -> CMap:
    """Read an embedded CMap. Raises ValueError where it says more than any font has, pikepdf.PdfError where damaged."""
    if len(stream.read_bytes()) > _MOST_BYTES:
        raise ValueError("a CMap that is too large")
    cmap = CMap()
    for instruction in pikepdf.parse_content_stream(stream):
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            continue
        operator, given = str(instruction.operator), list(instruction.operands)
        if operator in ("endbfchar", "endbfrange", "endcidchar", "endcidrange"):
            _map(cmap, operator, given)
        elif operator == "endcodespacerange" and given:
            cmap.width = len(bytes(given[0])) or 2
        elif operator == "def" and len(given) == 2 and name(given[0]) == "WMode":
            cmap.writing_mode = whole(given[1]) or 0
        elif operator == "usecmap" and given:
            cmap.uses = name(given[-1])
    return cmap


def _map(cmap: CMap, operator: str, given: list[Any]) -> None:
    step = 3 if operator.endswith("range") else 2
    for start in range(0, len(given) - step + 1, step):
        first, last, target = given[start], given[start + step - 2], given[start + step - 1]
        codes = range(_code(first), _code(last) + 1)
        if len(cmap.characters) + len(cmap.cids) + len(codes) > _MOST_CODES:
            raise ValueError("a CMap with too many codes")
        if "cid" in operator:
            cmap.cids.update(zip(codes, range(whole(target) or 0, 0x110000), strict=False))
        else:
            cmap.characters.update(zip(codes, _texts(target, len(codes)), strict=False))


def _code(value: Any) -> int:
    return int.from_bytes(bytes(value), "big")


def _texts(target: Any, count: int) -> Iterator[str]:
    if isinstance(target, pikepdf.Array):
        yield from (_decoded(bytes(one)) for one in items(target))
        return
    # Of a range it is the last byte that counts up.
    first = bytes(target)
    for offset in range(count if first else 0):
        yield _decoded(first[:-1] + bytes([(first[-1] + offset) % 256]))


def _decoded(units: bytes) -> str:
    return units.decode("utf-16-be", errors="replace")
