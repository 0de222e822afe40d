"""Rules about pictures: each says in words what it shows, and stands in its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conformance.docx.package import Story, WordFile
from conformance.docx.registry import MICROSOFT, Faults, checkpoint
from conformance.docx.xml import findall, q, quote, where
from conformance.registry import Fault

_ALT_HINT = "in Word: right-click the picture, View Alt Text, and say what it shows; or mark it as decorative"
_FILE_NAME = re.compile(r"\.(png|jpe?g|gif|svg|bmp|tiff?|[ew]mf|webp|heic|eps|pdf)\s*$", re.IGNORECASE)
_NO_WORDS = re.compile(
    r"(image|img|picture|photo|graphic|graphi[ck]|bild|figure|chart|diagram|shape)?[\s_#-]*\d*", re.I
)
_OUT_OF_LINE = re.compile(r"position\s*:\s*absolute", re.IGNORECASE)


def _drawings(story: Story) -> Iterator[tuple[str, str]]:
    """The name and the alternative text of each picture, chart and shape that is seen and not marked as decorative."""
    for drawing in story.root.iter(q("wp:inline"), q("wp:anchor")):
        properties = drawing.find(q("wp:docPr"))
        if properties is None:
            yield "", ""
            continue
        decorative = any(each.get("val") in ("1", "true") for each in properties.iter(q("adec:decorative")))
        textual = next(drawing.iter(q("wps:txbx")), None) is not None
        if not (decorative or textual or properties.get("hidden") in ("1", "true")):
            yield properties.get("name") or "", properties.get("descr") or ""
    for holder in story.root.iter(q("w:pict"), q("w:object")):
        for shape in holder:
            rule = shape.get(q("o:hr")) in ("t", "true")
            seen = str(shape.tag).startswith(q("v:")) and shape.tag != q("v:shapetype")
            if seen and not rule and shape.find(q("v:textbox")) is None:
                yield shape.get("id") or "", shape.get("alt") or ""


@checkpoint(
    "docx-alt-text",
    "Every picture, chart and drawing has alternative text, or is marked as decorative",
    source=f"WCAG 2.1 1.1.1; {MICROSOFT}",
)
def alt_text(word: WordFile) -> Faults:
    """Pictures without words."""
    for story in word.stories:
        for name, said in _drawings(story):
            if not said.strip():
                yield Fault(
                    f"the picture {quote(name or 'without a name')}{where(story)} has no alternative text",
                    hint=_ALT_HINT,
                )


@checkpoint(
    "docx-alt-words",
    "Alternative text is words about the picture, not the name of a file or of the kind of thing",
    source=f"WCAG 2.1 1.1.1; {MICROSOFT}",
)
def alt_words(word: WordFile) -> Faults:
    """Pictures whose words say nothing."""
    for story in word.stories:
        for _, said in _drawings(story):
            if said.strip() and (_FILE_NAME.search(said) or _NO_WORDS.fullmatch(said.strip())):
                yield Fault(
                    f"the alternative text {quote(said)}{where(story)} does not say what the picture shows",
                    hint=_ALT_HINT,
                )


@checkpoint(
    "docx-in-line",
    "Pictures, text boxes, frames and tables stand in line with the text, so that they are read in their place",
    source=f"WCAG 2.1 1.3.2; {MICROSOFT}",
)
def in_line(word: WordFile) -> Faults:
    """Things that float, which are read where they are anchored or not at all; a text box may stand in line."""
    hint = "in Word: Layout Options, In Line with Text"
    for story in word.stories:
        for anchored in story.root.iter(q("wp:anchor")):
            name = next((each.get("name") for each in anchored.iter(q("wp:docPr"))), None)
            yield Fault(f"the object {quote(name or 'without a name')}{where(story)} floats beside the text", hint=hint)
        for holder in story.root.iter(q("w:pict")):
            if any(_OUT_OF_LINE.search(shape.get("style") or "") for shape in holder):
                yield Fault(f"a drawing{where(story)} floats beside the text", hint=hint)
        for kind, found in (("a frame", ".//w:pPr/w:framePr"), ("a floating table", ".//w:tblPr/w:tblpPr")):
            if findall(story.root, found):
                yield Fault(f"there is {kind}{where(story)}", hint="in Word: turn off its text wrapping")


@checkpoint(
    "docx-text-as-picture",
    "Text is text: no WordArt, and no watermark behind the words",
    source=f"WCAG 2.1 1.4.5; {MICROSOFT}",
)
def text_as_picture(word: WordFile) -> Faults:
    """Words that are drawn: bent ones of DrawingML, and those along a path of VML, as watermarks are."""
    for story in word.stories:
        drawn = [path.get("string") or "" for path in story.root.iter(q("v:textpath"))]
        bent = [warp for warp in story.root.iter(q("a:prstTxWarp")) if warp.get("prst") not in (None, "textNoShape")]
        for said in [*drawn, *("" for _ in bent)]:
            yield Fault(
                f"the words {quote(said)}{where(story)} are drawn as a picture", hint="write them as text in a style"
            )
