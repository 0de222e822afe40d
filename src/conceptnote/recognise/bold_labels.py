"""Labels in bold before a fact, without a colon."""

from __future__ import annotations

import re
from itertools import takewhile

from conceptnote.read.manuscript import Paragraph
from conceptnote.recognise.words import Words

_COUNTED = re.compile(r"(?:\d{1,2}[.)]|[一二三四五六七八九十]{1,3}[、.．])\s*")
_KINDS = ("role", "person", "panel", "date", "time", "venue", "when", "languages", "mode", "registration", "contacts",
          "section", "access")  # fmt: skip


def bold_label(block: Paragraph, words: Words) -> int:
    """The length of a label in bold before a fact without a colon: “**一、地点** 贵阳”; 0 without one."""
    strong = "".join(run.text for run in takewhile(lambda run: run.strong, block.runs))
    name, rest = strong.strip(), block.text[len(strong) :].strip()
    label = words.label(name[len(number[0]) :] if (number := _COUNTED.match(name)) else name) if rest else None
    named = label is not None and label.kind in _KINDS
    return len(strong.rstrip()) if named and rest[0] not in ":：–—-(（" and name[-1] not in ":：" else 0
