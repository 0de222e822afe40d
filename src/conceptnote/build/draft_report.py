"""The report on a draft's values: comments in the event file, and the lines at the end of `init`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conceptnote.datapath import DataPath, format_path

if TYPE_CHECKING:
    from conceptnote.recognise.draft import Draft, Finding

_FIRST = 5
_LONGEST = 90
ORIGINAL, LIKELY, TO_SETTLE = "In the original", "Likely", "To settle"
"""What comments in the event file begin with, before a colon."""


def comments_of(draft: Draft) -> dict[DataPath, list[str]]:
    """The comments beside values: the note's own words, and what is to be checked."""
    comments = {path: [f"{ORIGINAL}: “{one}”" for one in text] for path, text in draft.wording.items()}
    for found in draft.findings:
        if found.path:
            mark = LIKELY if found.weight == "likely" else TO_SETTLE
            comments.setdefault(found.path, []).append(f"{mark}: {found.message}; {found.hint}.")
    return comments


def message_of(found: Finding, draft: Draft) -> str:
    """What a finding says, with the note's words where it does not quote them itself."""
    text = draft.wording.get(found.path, [])
    if found.weight != "likely" or not text or "“" in found.message:
        return found.message
    words = text[0] if len(text[0]) <= _LONGEST else f"{text[0][:_LONGEST].rsplit(' ', 1)[0]} …"
    return f"{found.message}: “{words}”"


def urgency(found: Finding) -> tuple[int, int]:
    """Doubtful values first, then likely ones, then words without a field; each in the order of the note."""
    return ("doubt", "likely", "unplaced").index(found.weight), found.line or 10**9


def summary_of(draft: Draft) -> list[str]:
    """What to check first, in a few lines."""
    counts = dict.fromkeys(("doubt", "likely", "unplaced"), 0)
    for found in draft.findings:
        counts[found.weight] += 1
    if not any(counts.values()):
        return ["", "All of the original is in a field. Compare the two before you send anything."]
    parts = (
        (counts["doubt"], f"may be wrong: settle them (“{TO_SETTLE}” in the file)"),
        (counts["likely"], f"likely right: compare them (“{LIKELY}”)"),
        (counts["unplaced"], "without a field: kept as text at the end of the file"),
    )
    lines = [f"  {number:3}  {what}" for number, what in parts if number]
    first = sorted((one for one in draft.findings if one.weight != "unplaced"), key=urgency)[:_FIRST]
    named = list(dict.fromkeys(format_path(one.path) for one in first if one.path))
    look = ", ".join(named) or "the end of the file"
    return ["", "To check against the original:", *lines, f"Look first at: {look}."]
