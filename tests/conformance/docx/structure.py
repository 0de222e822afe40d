"""Rules about the document as a whole: what it is called, how it is parted, in what language it speaks."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from conceptnote.ooxml.xml import NAMESPACES, Element
from conformance.docx.look import Styles, placed
from conformance.docx.package import WordFile
from conformance.docx.registry import MICROSOFT, Faults, checkpoint
from conformance.docx.xml import containers, own, q, quote, text_of, where
from conformance.registry import Fault

_LONG = 40
"""A document of more paragraphs than these needs headings to find one's way by: about two pages."""

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")  # the shape of a language tag, RFC 5646
_PASSAGE = 40
"""So many letters are a passage, and not a name or a term (which WCAG 3.1.2 leaves out)."""

# Languages by the scripts that they are written in, as Unicode names letters; all others are Latin.
_SCRIPTS = {
    "CYRILLIC": "be bg kk ky mk mn ru sr tg uk uz",
    "GREEK": "el",
    "ARABIC": "ar ckb fa ks ps sd ug ur",
    "HEBREW": "he yi",
    "CJK": "ja zh yue",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "DEVANAGARI": "hi mr ne sa",
    "ETHIOPIC": "am ti",
    "THAI": "th",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "BENGALI": "as bn",
}
_LATIN_TOO = frozenset(["kk", "ky", "mn", "sr", "tg", "uz"])
_ATTRIBUTES = dict.fromkeys(("CJK", "HIRAGANA", "KATAKANA", "HANGUL"), "w:eastAsia") | dict.fromkeys(
    ("ARABIC", "HEBREW", "DEVANAGARI", "THAI", "BENGALI"), "w:bidi"
)
"""Which attribute of `w:lang` holds for letters of a script; `w:val` for others (ISO/IEC 29500-1 17.3.2.20)."""


@checkpoint(
    "docx-title",
    "The document's properties have its title",
    source="WCAG 2.1 2.4.2",
)
def title(word: WordFile) -> Faults:
    """A missing title, for which a reader is told the name of the file."""
    said = None if word.properties is None else word.properties.findtext(f"{{{NAMESPACES['dc']}}}title")
    if not (said or "").strip():
        yield Fault("the document has no title in its properties", hint="in Word: File, Info, Properties, Title")


@checkpoint(
    "docx-headings",
    "A document of more than about two pages is parted by headings",
    source=f"WCAG 2.1 1.3.1, 2.4.6; {MICROSOFT}",
)
def headings(word: WordFile) -> Faults:
    """A long document without any heading."""
    styles, body = Styles(word), containers(word.stories[0])
    paragraphs = [paragraph for box in body for paragraph in box if paragraph.tag == q("w:p")]
    told = [paragraph for paragraph in paragraphs if text_of(paragraph).strip()]
    if len(told) > _LONG and not any(styles.level(paragraph) for paragraph in told):
        yield Fault(
            f"no heading parts its {len(told)} paragraphs",
            hint="in Word: give headings the styles Heading 1, Heading 2 …",
        )


@checkpoint(
    "docx-heading-order",
    "Headings begin at the first level, go down one level at a time, and have text",
    source=f"WCAG 2.1 1.3.1, 2.4.6; {MICROSOFT}",
)
def heading_order(word: WordFile) -> Faults:
    """Gaps between the levels of headings, and headings that say nothing."""
    styles, above = Styles(word), 0
    for paragraph in word.stories[0].root.iter(q("w:p")):
        level = styles.level(paragraph)
        if level is None:
            continue
        said = text_of(paragraph).strip()
        if not said:
            yield Fault(f"a heading of level {level} has no text", hint="delete it, or make it an ordinary paragraph")
            continue
        if level > above + 1:
            before = f"follows on level {above}" if above else "is the first of the document"
            yield Fault(
                f"the heading {quote(said)} is of level {level} and {before}", hint=f"make it level {above + 1}"
            )
        above = level


@checkpoint(
    "docx-language",
    "The styles say in what language the document is",
    source="WCAG 2.1 3.1.1; ISO/IEC 29500-1 17.3.2.20",
)
def language(word: WordFile) -> Faults:
    """No default language, or a tag that is none."""
    said, hint = Styles(word).default_language(), "in Word: Review, Language, Set Proofing Language, Set As Default"
    if said is None:
        yield Fault("the styles name no language", hint=hint)
    elif not _TAG.fullmatch(said):
        yield Fault(f"the language of the styles, {quote(said)}, is no language tag", hint=hint)


@checkpoint(
    "docx-language-parts",
    "A passage in another script is marked as being in a language of that script",
    source="WCAG 2.1 3.1.2; ISO/IEC 29500-1 17.3.2.20",
)
def language_parts(word: WordFile) -> Faults:
    """Passages that a voice of the wrong language would read out; a language in the same script cannot be told."""
    styles = Styles(word)
    for story in word.stories:
        for container in containers(story):
            for paragraph, _ in placed(container) if container.tag != q("w:tc") else ():
                yield from _strange(styles, paragraph, where(story))


def _strange(styles: Styles, paragraph: Element, place: str) -> Faults:
    for run in (each for each in own(paragraph) if each.tag == q("w:r")):
        letters = Counter(_script(character) for character in text_of(run) if character.isalpha())
        script, count = letters.most_common(1)[0] if letters else ("", 0)
        said = styles.language(paragraph, run, _ATTRIBUTES.get(script, "w:val")) or ""
        if count >= _PASSAGE and not _written_in(said, script):
            message = f"{quote(text_of(run))}{place} is marked as being in {said or 'no language'}"
            yield Fault(
                message, hint=f"in Word: select it; Review, Language, and choose its own ({script.title()} script)"
            )


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]


def _written_in(tag: str, script: str) -> bool:
    """Whether a language may be written in a script; one that is not known may be written in any."""
    primary = tag.split("-")[0].lower()
    if script not in _SCRIPTS and script != "LATIN":
        return True
    own_scripts = {name for name, languages in _SCRIPTS.items() if primary in languages.split()}
    return script in own_scripts if script != "LATIN" else not own_scripts or primary in _LATIN_TOO
