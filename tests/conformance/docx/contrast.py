"""The rule about colours: text stands out from what is behind it."""

from __future__ import annotations

from conceptnote.theme.contrast import contrast, least_contrast, shown
from conformance.docx.look import Look, Styles, placed
from conformance.docx.package import WordFile
from conformance.docx.registry import MICROSOFT, Faults, checkpoint
from conformance.docx.xml import containers, own, q, quote, text_of, where
from conformance.registry import Fault


@checkpoint(
    "docx-contrast",
    "Text has a contrast of 4.5 : 1 with what is behind it, or of 3 : 1 where it is large",
    source=f"WCAG 2.1 1.4.3; {MICROSOFT}",
)
def text_contrast(word: WordFile) -> Faults:
    """Colours too near to each other, each pair once.

    A colour that is left to Word is one that can be seen. What is behind the text of a text box is not known.
    """
    styles = Styles(word)
    told: dict[tuple[str, str, float], str] = {}
    for story in word.stories:
        for container in containers(story):
            if container.tag in (q("w:tc"), q("w:txbxContent")):
                continue
            for paragraph, around in placed(container):
                for run in (each for each in own(paragraph) if each.tag == q("w:r")):
                    said = text_of(run)
                    look = styles.look(paragraph, run, around) if said.strip() else None
                    if look and (pair := _faint(look)):
                        told.setdefault(pair, f"{quote(said)}{where(story)}")
    for (colour, background, least), first in told.items():
        found = shown(contrast(colour, background))
        message = f"{first} is #{colour} on #{background}: a contrast of {found} : 1 where {least:g} : 1 is needed"
        yield Fault(message, hint="choose a darker text or a lighter background")


def _faint(look: Look) -> tuple[str, str, float] | None:
    """The two colours of a text and the contrast that they should have, where they have not."""
    if look.colour is None or look.hidden:
        return None
    least = least_contrast(look.points, look.bold)
    return (look.colour, look.background, least) if contrast(look.colour, look.background) < least else None
