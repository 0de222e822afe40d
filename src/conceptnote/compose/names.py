"""The filters for names in sentences: with articles, after a preposition, or as the subject."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup, escape

from conceptnote.compose.patterns import fill, joined, listed
from conceptnote.compose.view import View, scope_of
from conceptnote.compose.words import words_in
from conceptnote.doc.origin import LocaleWord, MarkedText, Traced, with_capital, without_marks
from conceptnote.languages.locale import Locale
from conceptnote.languages.sentences import Named

_PLACE = "{names}"


class NameFilters:
    """Filters for names, bound to one locale; the docstring of each says what it takes."""

    def __init__(self, locale: Locale) -> None:
        self._locale, self._words = locale, words_in(locale)

    def named(self) -> dict[str, Callable[..., Any]]:
        """The filters by their names in templates."""
        return {
            "fill": self.fill,
            "as_subject": self.as_subject,
            "grammatical_number": self.grammatical_number,
            "after": self.after,
            "group": self.group,
        }

    def fill(self, pattern: str, **values: Any) -> Markup:
        """A pattern with values in its {places}; a list of parties is written as in a sentence."""
        for name, value in values.items():
            before, place, rest = str(pattern).partition(f"{{{name}}}")
            if not place:
                continue
            if isinstance(value, list | tuple):
                text, names = self._before_names(before, value)
                values[name] = self._listed(names)
            else:
                text = self._locale.elided(before, without_marks(str(value)))
            if text != before:
                pattern = _saying(pattern, text + place + rest)
        return fill(pattern, **values)

    def as_subject(self, parties: Sequence[View]) -> Markup:
        """Parties at the beginning of a sentence, with their articles; a name without one stays as written."""
        _, names = self._before_names("", parties)
        if parties and (parties[0].in_sentence or self._named(parties[0]).article):
            names[0] = Markup(with_capital(names[0]))  # noqa: S704 - a letter of safe HTML
        return self._listed(names)

    def grammatical_number(self, parties: Sequence[View]) -> int:
        """The grammatical number for the verb of parties: their count, or 2 for one with a plural name."""
        text = "".join(self._named(parties[0])[:2]) if len(parties) == 1 else ""
        return 2 if text and self._locale.is_plural(text) else len(parties)

    def after(self, party: View, words: str) -> Markup:
        """Words of the event, such as a funder's, with the name of a party that continues their sentence."""
        space = "" if words.endswith("’") else str(self._words["space"])
        text, names = self._before_names(f"{words}{space}", [party])
        if isinstance(words, Traced) and text != f"{words}{space}":
            words = scope_of(party).traced(text.rstrip(), words.path)
        return Markup("{}{}{}").format(words, space, names[0])

    def group(self, roles: Sequence[str], parties: Sequence[View]) -> dict[str, Any]:
        """The introduction of a group of parties by their roles.

        `labels` are over or beside the names, one for each role; `names` are those for a table. On a line, `lead` has
        all labels, and `line` what follows: the names after a colon, or the end of a sentence.
        """
        last = self._pattern(roles[-1], len(parties))
        before, place, _ = last.partition(_PLACE)
        bare = self._listed([escape(party.name) for party in parties])
        labels = [self._label(role, len(parties)) for role in roles]
        if not place:
            colon = (
                _saying(roles[-1], self._words["colon"]) if isinstance(roles[-1], MarkedText) else self._words["colon"]
            )
            return {"labels": labels, "lead": self._lead(labels, roles), "names": bare, "line": escape(colon) + bare}
        text, articled = self._before_names(before, parties)
        line = self._listed(articled)
        names = line if text != before else bare
        return {"labels": labels, "lead": self._lead(labels, roles), "names": names, "line": Markup(" ") + line}

    def _lead(self, labels: Sequence[str], roles: Sequence[str]) -> Markup:
        """Labels on one line: “Organised by and with the support of” if all lead to names."""
        if not all(self._pattern(role, 1).endswith(_PLACE) for role in roles):
            return joined(labels, LocaleWord(" · "))
        small = [*labels[:1], *(_saying(one, one[:1].lower() + one[1:]) for one in labels[1:])]
        *before, last = [str(one).rpartition(" ")[2] for one in small]
        if all(one == last for one in before):
            # “Organised and hosted by”: the last word is written once.
            small[:-1] = [_saying(one, str(one).removesuffix(f" {last}")) for one in small[:-1]]
        return self._listed(small)

    def _pattern(self, role: str, count: int) -> str:
        forms = self._locale.role_groups.get(str(role))
        return self._locale.plural(forms, count) if forms else ""

    def _label(self, role: str, count: int) -> Any:
        pattern = self._pattern(role, count)
        if pattern:
            before, place, _ = pattern.partition(_PLACE)
            text = self._locale.before_names(before, [])[0] if place else before
            return _saying(role, LocaleWord(text.rstrip()))
        forms = self._words["roles"].get(str(role))
        word = with_capital(role) if forms is None else self._locale.plural(forms, min(count, 3))
        return _saying(role, word)

    def _before_names(self, words: str, parties: Sequence[View]) -> tuple[str, list[Markup]]:
        named = [self._named(party) for party in parties]
        text, before = self._locale.before_names(words, named)
        return text, [self._written(*one) for one in zip(parties, named, before, strict=True)]

    def _named(self, party: View) -> Named:
        return self._locale.named(str(party.name), party.in_sentence and str(party.in_sentence))

    def _written(self, party: View, named: Named, before: str) -> Markup:
        value: Traced = party.in_sentence or party.name
        rest = scope_of(party).traced(named.rest, value.path) if named.rest != value else value
        return (value.wrap(escape(before)) if before else Markup()) + escape(rest)

    def _listed(self, items: Sequence[Any]) -> Markup:
        return listed(items, self._locale)


def _saying(words: str, other: str) -> Any:
    """Other words with the same origin."""
    return words.saying(other) if isinstance(words, MarkedText) else other
