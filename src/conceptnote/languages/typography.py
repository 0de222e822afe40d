"""What stays on one line in a language, and its quotation marks: a part of `papers.yaml`."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Annotated, NamedTuple

from msgspec import Struct
from pydantic import Field

from conceptnote.datapath import DataPath
from conceptnote.languages.letters import CAPITALS
from conceptnote.languages.part import MaybeWord, Part, Word, Words

_NBSP, _NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
_HIGH = ";!?"
"""Signs that a thin space precedes in French; the others have a whole one."""


class Typography(NamedTuple):
    """The typography of texts: quotation marks, outer and inner, and words that stay with their neighbours."""

    quotes: tuple[str, ...]
    marks: str = ""
    """Signs bound to the word before them, as in French."""
    before_numbers: tuple[str, ...] = ()
    after_numbers: tuple[str, ...] = ()
    before_names: tuple[str, ...] = ()
    before_words: tuple[str, ...] = ()

    def bind(self, text: str) -> str:
        """The text with no-break spaces where no line may end."""
        return _bound_spaces(self).sub(lambda match: _NARROW if text[match.end()] in _HIGH else _NBSP, text)


class Typographies(Struct, frozen=True):
    """The typography of each text: that of its language, and of languages that are not known, that of the papers."""

    own: Typography
    known: Callable[[str], Typography | None] = lambda _: None
    """The typography of a language, by its code."""
    language_at: Callable[[DataPath], str | None] = lambda _: None
    """The language that a value is said to be in, by its path."""

    def of(self, language: str | None) -> Typography:
        """The typography of a language: `fr`, `fr-CH`."""
        return (self.known(language.partition("-")[0]) if language else None) or self.own

    def at(self, path: DataPath) -> Typography:
        """The typography of the value at a path."""
        return self.of(self.language_at(path))


class Typographic(Part):
    """The typography of a language."""

    quotes: Annotated[list[Word], Field(min_length=4, max_length=4)]
    bound_marks: MaybeWord
    bound_before_numbers: Words
    """Words bound to the number after them: `No.`, `EUR`."""
    bound_after_numbers: Words
    """Units bound to the number before them: `€`, `km`."""
    bound_before_names: Words
    """Courtesy titles bound to the name after them: `Ms`, `Dr`."""
    bound_before_words: Words
    """Words with which no line ends: `в`."""

    @property
    def typography(self) -> Typography:
        """The rules for texts."""
        return Typography(
            tuple(self.quotes),
            self.bound_marks,
            tuple(self.bound_before_numbers),
            tuple(self.bound_after_numbers),
            tuple(self.bound_before_names),
            tuple(self.bound_before_words),
        )


@cache
def _bound_spaces(typography: Typography) -> re.Pattern[str]:
    """The spaces that become no-break spaces."""
    units = "|".join(re.escape(one) + (r"(?!\w)" if one[-1].isalnum() else "") for one in typography.after_numbers)
    title = "|".join(map(re.escape, typography.before_names)) or "(?!)"
    # Of several titles the last is bound to the name: all together may be longer than a line.
    name = rf"(?=[{CAPITALS}])(?!(?:{title})(?!\w))"

    def after(words: Iterable[str], then: str) -> str:
        places = "|".join(rf"(?<=(?<!\w){re.escape(one)} )" for one in words)
        return f"(?:{places}){then}" if places else ""

    conditions = [
        f"(?=[{re.escape(typography.marks)}])" if typography.marks else "",
        rf"(?<=\d )(?={units})" if units else "",
        r"(?<=\d )(?=\d{3}(?!\d))",  # “45 000”
        "(?<=« )",
        after(typography.before_numbers, r"(?=\d)"),
        after(typography.before_names, name),
        after(typography.before_words, r"(?=\S)"),
    ]
    return re.compile(f" (?:{'|'.join(filter(None, conditions))})")
