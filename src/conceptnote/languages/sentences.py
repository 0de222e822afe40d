"""Names in sentences: articles, prepositions and contractions, and relations; a part of `papers.yaml`."""

import re
from collections.abc import Sequence
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from conceptnote.languages.part import MaybeWord, Part, Plain, Whole, Word, Words

RelationWord = Literal["in-the-margins-of", "part-of", "on-the-occasion-of", "within-the-framework-of"]

_MOST = 100
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


class Articled(Part):
    """An article, and the words by which its names are known; `article: ""` for names without one."""

    article: MaybeWord
    plural: bool = False
    """Whether the verb of such a name is plural."""
    first: Words = Field(default_factory=list)
    """Words at the beginning of such names."""
    inside: Words = Field(default_factory=list)
    """Words anywhere in such names."""
    single: bool = False
    """Whether all names of one word are such."""


class Preposition(Part):
    """A preposition before names that contracts with articles, and is repeated before each of several names."""

    contracted: Annotated[dict[Plain, Plain], Field(max_length=_MOST)] = Field(default_factory=dict)
    """By article, the contraction: `du` for `de` and `le`."""
    elided: MaybeWord = ""
    """The form before a vowel: `d’`."""


class Named(NamedTuple):
    """A name in a sentence: its article, with the space after it, and the rest; `sure` if its form is known."""

    article: str
    rest: str
    sure: bool = True


class Sentences(Part):
    """What a language knows about names in sentences."""

    articles: Annotated[list[Articled], Field(max_length=_MOST)]
    """The articles of names: the first that fits; a name that none fits has no article."""
    prepositions: Annotated[dict[Plain, Preposition], Field(max_length=_MOST)]
    vowels: MaybeWord
    """The letters before which prepositions are elided, in small letters."""
    relations: Annotated[dict[RelationWord, Word], Whole()]
    relation_openings: Words
    """The words that begin a written relation, in small letters."""

    def named(self, name: str, in_sentence: str | None = None) -> Named:
        """A name in the middle of a sentence; `in_sentence` is the form that its owner gives."""
        if in_sentence is not None:
            article = self._leading_article(in_sentence)
            return Named(article, in_sentence[len(article) :])
        read = _WORD.findall(name.replace("'", "’"))
        for one in self.articles:
            inside = not {*one.inside}.isdisjoint(read)
            if read and (read[0] in one.first or inside or (one.single and len(read) == 1)):
                return Named(one.article, name)
        # In a language without articles, names stay as written.
        return Named("", name, sure=not self.articles)

    def before_names(self, words: str, names: Sequence[Named]) -> tuple[str, list[str]]:
        """The words of a sentence before names, and what precedes each name: its article, perhaps with a preposition.

        After a colon names stay as written, for languages in which a preposition would inflect them; also if the words
        end with an article themselves.
        """
        if not self.takes_articles(words):
            return words, [""] * len(names)
        preposition = self._ending(words)
        if not preposition:
            return words, [one.article for one in names]
        cut = len(words) - len(preposition) - 1
        parts = [self._joined(preposition, one) for one in names]
        if words[cut].isupper() and parts:
            parts[0] = parts[0][:1].upper() + parts[0][1:]
        return words[:cut], parts

    def takes_articles(self, words: str) -> bool:
        """Whether names after these words have articles."""
        return not words.rstrip().endswith((":", "：")) and not self._ends_with_article(words)

    def led_to(self, words: str, name: Named) -> str:
        """Words with the name that they lead to."""
        text, before = self.before_names(words if words.endswith("’") else f"{words} ", [name])
        return f"{text}{before[0]}{name.rest}"

    def joined(self, words: str, following: str) -> str:
        """Words and a text; a preposition at the end of the words contracts with the article of the text."""
        if not self._ending(words):
            return words + following
        name = self.named(following, following)
        text, (before,) = self.before_names(words, [name])
        return f"{text}{before}{name.rest}"

    def elided(self, words: str, following: str) -> str:
        """Words before a text; the preposition at their end is elided before a vowel."""
        preposition = self._ending(words)
        if not preposition or not self._elides(preposition, following):
            return words
        return words[: -len(preposition) - 1] + self.prepositions[preposition].elided

    def is_plural(self, name: str) -> bool:
        """Whether the verb of a name with its article is plural."""
        return any(one.plural and one.article and name.lower().startswith(one.article) for one in self.articles)

    def written_relation(self, text: str) -> tuple[str, str]:
        """The relation at the beginning of a text, with a capital, and the rest; or "" and the whole text."""
        read = text.lower().replace("'", "’")
        for words in sorted(self.relation_openings, key=len, reverse=True):
            rest = text[len(words) :]
            if read.startswith(words) and rest.strip() and (words.endswith("’") or rest[0].isspace()):
                return words[:1].upper() + words[1:], rest.lstrip()
        return "", text

    def _leading_article(self, text: str) -> str:
        read = text.lower().replace("'", "’")
        return next(
            (text[: len(one.article)] for one in self.articles if one.article and read.startswith(one.article)), ""
        )

    def _ends_with_article(self, words: str) -> bool:
        ends = [one.article for one in self.articles if one.article]
        ends += [f"{text} " for one in self.prepositions.values() for text in one.contracted.values()]
        return f" {words.lower()}".endswith(tuple(f" {end}" for end in ends))

    def _ending(self, words: str) -> str:
        """The preposition at the end of words, before their last space."""
        last = words.lower()
        fits = (one for one in self.prepositions if re.search(rf"(?<!\w){re.escape(one)} $", last))
        return max(fits, key=len, default="")

    def _joined(self, preposition: str, name: Named) -> str:
        known = self.prepositions[preposition]
        article = name.article.strip()
        if contracted := known.contracted.get(article.lower()):
            return contracted if contracted.endswith("’") else f"{contracted} "
        if not article and self._elides(preposition, name.rest):
            return known.elided
        return f"{preposition} {name.article}"

    def _elides(self, preposition: str, following: str) -> bool:
        return bool(self.prepositions[preposition].elided) and following[:1].lower() in (*self.vowels,)
