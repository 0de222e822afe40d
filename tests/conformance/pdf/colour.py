"""Colours that look the same on every machine (ISO 19005-2 and -3, 6.2.3 and 6.2.4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from conformance.pdf.document import Document
from conformance.pdf.objects import get, items, key, name, whole
from conformance.pdf.registry import A, checkpoint
from conformance.registry import Fault

_COMPONENTS = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4, b"Lab ": 3}
_DEVICES = {"DeviceGray": "Gray", "G": "Gray", "DeviceRGB": "RGB", "RGB": "RGB", "DeviceCMYK": "CMYK", "CMYK": "CMYK"}
_MODELS = {b"GRAY": "Gray", b"RGB ": "RGB", b"CMYK": "CMYK"}
_DEEPEST = 8


def _profile_trouble(profile: Any, classes: tuple[bytes, ...]) -> str | None:
    """What is wrong with an ICC profile (ICC.1, 7.2), if anything is."""
    if not isinstance(profile, pikepdf.Stream):
        return "it is missing"
    head = profile.read_bytes()[:128]
    if len(head) < 128 or head[36:40] != b"acsp":
        return "it is not an ICC profile"
    if head[8] > 4:
        return f"it is of version {head[8]}"
    if head[12:16] not in classes or head[16:20] not in _COMPONENTS:
        return "it is for another kind of device or colour"
    if whole(get(profile, "N")) != _COMPONENTS[head[16:20]]:
        return "its number of components (N) is wrong"
    return None


def _intents(document: Document) -> list[Any]:
    found = items(get(document.root, "OutputIntents"))
    return [one for one in found if name(get(one, "S")) == "GTS_PDFA1"]


@checkpoint(
    "PDF/A 6.2.3",
    "The output intent has an ICC profile of a printer or screen, one for all intents",
    source="ISO 19005-2 and -3, 6.2.3",
    standards=A,
)
def output_intent(document: Document) -> Iterator[Fault]:
    """It says what red is."""
    profiles = [get(one, "DestOutputProfile") for one in items(get(document.root, "OutputIntents"))]
    if not _intents(document):
        yield Fault("there is no output intent of the kind GTS_PDFA1")
    for profile in profiles:
        if trouble := _profile_trouble(profile, (b"prtr", b"mntr")):
            yield Fault(f"the colour profile of the output intent cannot be used: {trouble}")
    if len({key(profile) for profile in profiles}) > 1:
        yield Fault("the output intents have different colour profiles")


def _used(space: Any, resources: Any, deep: int = 0) -> Iterator[tuple[str, Any]]:
    """The device families and ICC profiles that a colour space comes down to."""
    if isinstance(space, str):
        if get(resources, "ColorSpace", f"Default{space}") is None:
            yield space, None
        return
    parts = items(space)
    kind = name((*parts, None)[0])
    if kind in _DEVICES:
        yield from _used(_DEVICES[kind], resources)
    elif kind == "ICCBased":
        yield "ICC", (*parts, None)[1]
    elif kind in ("Indexed", "I", "Pattern", "Separation", "DeviceN") and deep < _DEEPEST:
        under = parts[2:3] if kind in ("Separation", "DeviceN") else parts[1:2]
        for one in under:
            yield from _used(one, resources, deep + 1)


@checkpoint(
    "PDF/A 6.2.4.2",
    "The ICC profiles of pictures and colours can be used",
    source="ISO 19005-2 and -3, 6.2.4.2",
    standards=A,
)
def profiles(document: Document) -> Iterator[Fault]:
    """As for the output intent; scanners and mere colour spaces are good enough here."""
    told = set()
    for page, space, resources in document.painting.spaces:
        for kind, profile in _used(space, resources):
            trouble = kind == "ICC" and _profile_trouble(profile, (b"prtr", b"mntr", b"scnr", b"spac"))
            if trouble and (key(profile), trouble) not in told:
                told.add((key(profile), trouble))
                yield Fault(f"the colour profile of a picture or colour cannot be used: {trouble}", page)


@checkpoint(
    "PDF/A 6.2.4.3",
    "Colours of a device are those that the output intent describes; grey goes with any",
    source="ISO 19005-2 and -3, 6.2.4.3",
    standards=A,
)
def device_colours(document: Document) -> Iterator[Fault]:
    """Without a profile, a number is no colour."""
    streams = (get(one, "DestOutputProfile") for one in _intents(document))
    heads = [stream.read_bytes()[16:20] for stream in streams if isinstance(stream, pikepdf.Stream)]
    meant = {_MODELS[head] for head in heads if head in _MODELS}
    allowed = meant | ({"Gray"} if meant else set())
    told = set()
    for page, space, resources in document.painting.spaces:
        for kind, _ in _used(space, resources):
            if kind not in allowed | {"ICC"} and (page, kind) not in told:
                told.add((page, kind))
                hint = "convert the picture to RGB" if kind == "CMYK" else None
                yield Fault(f"there are {kind} colours, which the output intent does not describe", page, hint)
