"""The filters of the templates: from values of the event to words of the locale."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from typing import Any, cast

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from conceptnote.compose.collection import by_day, by_party, by_venue
from conceptnote.compose.effective import effective, sittings, venues
from conceptnote.compose.grid import AgendaPart, in_order_of_time, in_parts
from conceptnote.compose.introductions import introductions
from conceptnote.compose.names import NameFilters
from conceptnote.compose.orders import by_holders, by_name, by_role, holding, in_bands
from conceptnote.compose.patterns import fill, listed
from conceptnote.compose.persons import grouped, named, ordered
from conceptnote.compose.prose import render_prose
from conceptnote.compose.recipients import column, lines
from conceptnote.compose.times import TimeFilters
from conceptnote.compose.view import View, scope_of
from conceptnote.compose.words import words_in
from conceptnote.doc.origin import LocaleWord, MarkedText, Traced, with_capital, without_marks
from conceptnote.languages.dates import DateStyle
from conceptnote.languages.locale import Locale
from conceptnote.languages.typography import Typographies
from conceptnote.schema.people import Person, Slot, says_country

NBSP = "\u00a0"


class Filters:
    """Filters bound to one locale; the docstring of each says what it takes."""

    def __init__(
        self, locale: Locale, style: DateStyle | None = None, typographies: Typographies | None = None
    ) -> None:
        self._locale, self._words, self._style = locale, words_in(locale), style
        self._typographies = typographies or Typographies(locale.typography)
        self._proses = count(1)

    def named(self) -> dict[str, Callable[..., Any]]:
        """All filters by their names in templates."""
        return (
            TimeFilters(self._locale, self._style).named()
            | NameFilters(self._locale).named()
            | {
                "prose": self.prose,
                "languages": self.languages,
                "role": self.role,
                "plural": self.plural,
                "label": self.label,
                "holders": holders,
                "country": self.country,
                "introduced": self.introduced,
                "printed": self.printed,
                "status": self.status,
                "status_word": self.status_word,
                "of": of,
                "listed": self.listed,
                "bracketed": self.bracketed,
                "holding": holding,
                "bound": bound,
                "capital": capital,
                "named": named,
                "ordered": ordered,
                "grouped": grouped,
                "by_time": by_time,
                "column": column,
                "lines": lines,
                "timed": timed,
                "in_parts": parts,
                "by_name": by_name,
                "by_role": by_role,
                "by_holders": by_holders,
                "in_bands": in_bands,
                "by_day": by_day,
                "by_venue": by_venue,
                "by_party": by_party,
                "in_place_of": in_place_of,
                "related": self.related,
                "effective": effective,
                "sittings": sittings,
                "venues": venues,
            }
        )

    def related(self, parent: View) -> dict[str, Any]:
        """How an event belongs to another, `relation`, and the `name` of that, without a relation written in it."""
        own, rest = self._locale.written_relation(str(parent.name))
        if not own:
            relation = self._words["relations"][parent.relation]
            named = self._locale.named(str(parent.name))
            wording, (before,) = self._locale.before_names(f"{relation} ", [named])
            if wording.rstrip() == relation or not named.sure:
                return {"relation": relation, "name": parent.name}
            # “En marge” and “du Forum”: the preposition joins the article of the name.
            name = parent.name.wrap(escape(before)) + escape(parent.name)
            return {"relation": relation.saying(wording.rstrip()), "name": name}
        scope = scope_of(parent)
        relation, name = (scope.traced(text, parent.name.path) for text in (own, rest))
        return {"relation": relation, "name": name}

    def prose(
        self,
        text: Traced,
        level: int = 3,
        footnotes: Mapping[str, View] | None = None,
        *,
        inline: bool = False,
        style: str | None = None,
    ) -> Markup:
        """CommonMark as paragraphs and lists, headings from `level`; `inline` unwraps a lone paragraph."""
        notes = {name: self._note(note) for name, note in (footnotes or {}).items()}
        return text.wrap(self._rendered(text, level=level, footnotes=notes, inline=inline, style=style))

    def _rendered(
        self, text: Traced, *, level: int, footnotes: Mapping[str, str], inline: bool, style: str | None
    ) -> str:
        return render_prose(
            str(text),
            text.path,
            typographies=self._typographies,
            level=level,
            footnotes=footnotes,
            # The same text, with its notes, may be in a document twice.
            prefix=f"note-{next(self._proses)}",
            inline=inline,
            style=style,
        )

    def _note(self, note: View) -> str:
        text: Traced = note.text
        html = self._rendered(text, level=4, footnotes={}, inline=False, style=None)
        word = self.status_word(note.status)
        if not word:
            return text.wrap(html)
        head, end, tail = html.rpartition("</p>")
        mark = Markup(' <span class="status">{}</span>').format(bound(self.bracketed(word)))
        if not end:
            return text.wrap(tail) + Markup("<p>") + mark.lstrip() + Markup("</p>")
        return text.wrap(head) + mark + text.wrap(end + tail)

    def languages(self, codes: Sequence[Traced], capital: bool = True) -> Markup:
        """The names of languages: a, b and c; the first with a capital, unless they continue a sentence."""
        names = [self._locale.language_name(str(code)) for code in codes]
        if capital and names:
            names[0] = names[0][:1].upper() + names[0][1:]
        return self.listed([code.wrap(escape(name)) for code, name in zip(codes, names, strict=True)])

    def role(self, role: str, count: int = 1) -> str:
        """The locale's word for a role, for one holder or several; an unknown role as written, with a capital."""
        forms = self._words["roles"].get(str(role))
        if forms is None:
            return role.saying(with_capital(role)) if isinstance(role, Traced) else with_capital(role)
        word = self.label(forms, count)
        return role.saying(word) if isinstance(role, Traced) else word

    def label(self, forms: Mapping[str, LocaleWord], count: int) -> LocaleWord:
        """The plural form over one thing, two or several; 21 has its form only after the number."""
        return self._locale.plural(forms, min(int(count), 3))

    def plural(self, forms: Mapping[str, LocaleWord], count: int) -> LocaleWord:
        """The plural form for a number."""
        return self._locale.plural(forms, int(count))

    def country(self, person: View) -> Markup:
        """The country that a person represents, unless their functions name it; otherwise nothing."""
        code, record = person.country, scope_of(person).model(person)
        name = self._locale.country_name(str(code)) if code is not None else ""
        return Markup() if code is None or says_country(cast(Person, record), name) else code.wrap(escape(name))

    @pass_context
    def introduced(self, context: Context, slots: Iterable[View]) -> list[View]:
        """The slots of an agenda at which the paper describes the person, because no list in it does."""
        listed = context.get("lists_panel", True), context.get("lists_biographies", False)
        return [slot for slot in slots if slot.path in introductions(scope_of(slot), self.printed, *listed)]

    def printed(self, slots: Iterable[View]) -> list[View]:
        """The slots in a public paper: without people who declined, with replacements."""
        shown = []
        for slot in slots:
            while self.status(slot) == "replaced" and slot.replaced_by is not None:
                slot = slot.replaced_by
            nobody = slot.any_of is not None and not self.printed(slot.any_of)
            if self.status(slot) not in ("declined", "replaced") and not nobody:
                shown.append(slot)
        return shown

    def status(self, slot: View) -> str:
        """Whether the person in a slot comes: by the slot's status, otherwise by the person's."""
        if slot.status is not None:
            return cast(str, slot.status)
        return cast(str, slot.person.status) if slot.person is not None else "confirmed"

    def status_word(self, status: str) -> str:
        """The mark of a status, empty if it needs none."""
        word: LocaleWord = next(
            (word for known, word in self._words["statuses"].items() if known == status), LocaleWord()
        )
        return status.saying(word) if isinstance(status, MarkedText) else word

    def bracketed(self, text: Any) -> Markup:
        """A text in the locale's brackets."""
        return fill(self._words["brackets"], text=text)

    def listed(self, items: Sequence[Any]) -> Markup:
        """A list: a, b and c."""
        return listed(items, self._locale)


def holders(slot: View) -> int:
    """How many hold the role of a slot."""
    model = cast(Slot, scope_of(slot).model(slot))
    event = scope_of(slot).event
    return model.holders(event.known_languages[event.language].words.numbers)


def of(words: str, value: View | Traced) -> Markup:
    """Words with the origin of a value, or of a record."""
    html = escape(words)
    return scope_of(value).wrap(html, value.path) if isinstance(value, View) else value.wrap(html)


def by_time(rows: Sequence[View]) -> list[View]:
    """Rows in order of time."""
    return in_order_of_time(rows, scope_of(rows[0]).programme) if rows else []


def in_place_of(slot: View) -> View | None:
    """In internal papers, the slot of the person announced before, if this one replaces them."""
    scope, path = scope_of(slot), slot.path
    while path[-1] == "replaced_by":
        path = path[:-1]
    return scope.at(path) if scope.internal and path != slot.path else None


def timed(rows: Sequence[View]) -> bool:
    """Whether any row, or any row in one, has a time or a length."""
    return any(row.time is not None or row.minutes is not None or timed(row.rows) for row in rows)


@pass_context
def parts(context: Context, rows: Sequence[View], most: int | None = None) -> list[AgendaPart]:
    """An agenda in parts, one table each: `rows` for all, or `lines` of `tracks` side by side, at most `most`."""
    if not rows:
        return []
    return list(in_parts(rows, list(context["event"].tracks.values()), most, scope_of(rows[0]).programme))


def capital(value: Any) -> Markup:
    """The same with a capital, for the beginning of a line."""
    return Markup(with_capital(escape(value)))  # noqa: S704 - escaped


def bound(value: Any) -> Markup:
    """A text whose words stay on one line; longer than twenty characters it may not fit a column."""
    if len(without_marks(str(value))) > 20:
        return Markup(escape(value))  # noqa: S704 - escaped
    return Markup(str(escape(value)).replace(" ", NBSP))  # noqa: S704 - escaped before
