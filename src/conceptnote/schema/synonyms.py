"""What people type for the words and keys of the event file: what they mean, from a table and not from letters."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any

from conceptnote.diagnostics import did_you_mean
from conceptnote.languages.known import shipped
from conceptnote.textfolding import plain_words
from conceptnote.yamldata import packaged_data

_LONGEST = 100
"""Characters of what is typed that are compared."""


def word_meant(typed: str, words: Collection[str]) -> str | None:
    """The word that another one means, by the table; None if there is none, or several."""
    folded = _folded(typed)
    meant = [word for word in words if folded in _words().get(word, ())]
    return meant[0] if len(meant) == 1 else None


def choice_advice(typed: str, words: Collection[str]) -> str | None:
    """Advice for a word that is not a choice: what is meant, what is near, or the list."""
    if meant := word_meant(typed, words):
        return f"write “{meant}”"
    # “to be confirmd” is nearer to “to be confirmed”, which means “tbc”, than to “confirmed”.
    values = {name: word for word in words for name in (word, *_words().get(word, ()))}
    near = get_close_matches(_folded(typed)[:_LONGEST], values, n=1, cutoff=0.6)
    return f"did you mean “{values[near[0]]}”?" if near else did_you_mean(typed, words, listing="the choices are")


def one_of_advice(typed: Collection[Any], words: Iterable[str]) -> str:
    """Advice for a list or a record where one of the words is expected."""
    named = [word for word in words if word in typed]
    return f"keep one of them: {' or '.join(named)}" if named else f"the choices are: {', '.join(words)}"


def reference_advice(typed: str, known: Collection[str]) -> str | None:
    """Advice for a line with several ids, or one with a role."""
    if ids := several(typed, known):
        return "write each on a line that begins with “- ”: " + ", ".join(f"“- {one}”" for one in ids)
    match = re.fullmatch(r"([a-z0-9-]+)(?:\s*[(,:;]\s*|\s+[–—-]\s+)(.+?)\)?", typed)
    if match and match[1] in known:
        return f"write “person: {match[1]}” and “role: {match[2]}”"
    return None


def key_advice(typed: str, records: Iterable[str], there: Collection[str]) -> str | None:
    """Advice for a key that records of these names do not have; None if the table has none.

    `there` are the keys that the record has.
    """
    for record in records:
        for meant, names in _keys().get(record, {}).items():
            if _folded(typed) in names:
                if " " in meant:
                    return meant
                return (
                    f"“{meant}” is there already: write it in that, or remove it"
                    if meant in there
                    else (f"write “{meant}”")
                )
    return None


def one_of_words(choices: Sequence[str]) -> str:
    """Choices as the reference names them: `a`, `b` or `c`."""
    parts = [f"`{one}`" for one in choices]
    return " or ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)


def several(typed: str, known: Collection[str]) -> list[str]:
    """The words that are typed as one: `okoye, keita`, `okoye -keita`, `(panel and agenda)`; none if one is unknown."""
    ands = sorted({language.papers.and_.strip() for language in shipped()})
    between = rf"[\s,;&/()]+|(?<!\S)(?:{'|'.join(map(re.escape, ands))})(?!\S)"
    parts = [part.strip("-–—•·*") for part in re.split(between, typed)]
    words = [part for part in parts if part and part not in ands]
    return words if len(words) > 1 and all(word in known for word in words) else []


def _folded(typed: str) -> str:
    # What is typed may be marks alone: “???”.
    return plain_words(typed) or typed.strip()


def table() -> dict[str, Any]:
    """The whole table, as its file has it."""
    data: dict[str, Any] = packaged_data("conceptnote.schema", "synonyms.yaml")
    return data


@cache
def _words() -> dict[str, frozenset[str]]:
    return {word: frozenset(map(_folded, typed)) for word, typed in table()["words"].items()}


@cache
def _keys() -> dict[str, dict[str, frozenset[str]]]:
    return {
        record: {meant: frozenset(map(_folded, typed)) for meant, typed in keys.items()}
        for record, keys in table()["keys"].items()
    }
