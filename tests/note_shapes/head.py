"""The front of a note, its facts and its organisations."""

from __future__ import annotations

from typing import Any

from note_shapes.page import Block
from note_shapes.speech import Speech, listed
from note_shapes.truth import Draw, Truth

Event = dict[str, Any]


def front(draw: Draw, truth: Truth, event: Event, *, titled: bool, plain: bool) -> list[Block]:
    """The name of the paper, the title, the kind of event and the event around it.

    `titled` if a label has the title, `plain` if a title is never on two lines.
    """
    words = truth.words
    paper = draw.shape("paper", ("above", "above", "below", "absent", "before the title"))
    kind = draw.shape("kind", ("absent", "absent", "above", "below", "with parent", "parent below"))
    blocks: list[Block] = []
    said = draw.one(words["papers"])
    if paper == "above":
        blocks.append(Block("paper", said))
    related = _related(draw, truth, event, kind)
    if related and kind in ("above", "with parent"):
        blocks.append(Block("front", related))
    if not titled:
        blocks += _title(draw, truth, event, f"{said}: " if paper == "before the title" else "", plain=plain)
    if related and kind not in ("above", "with parent"):
        blocks.append(Block("front", related))
    if paper == "below":
        blocks.append(Block("paper", said))
    return blocks


def _title(draw: Draw, truth: Truth, event: Event, before: str, *, plain: bool) -> list[Block]:
    shape = draw.shape(
        "title",
        ("one line", "quoted", "capitals") if plain else ("one line", "one line", "quoted", "capitals", "two lines"),
    )
    title, subtitle = truth.title, truth.subtitle
    if shape == "capitals":
        title = title.upper()
        subtitle = ""
    event["title"] = title
    if shape == "quoted" and not before:
        quoted = f"« {title} »" if truth.language == "fr" else f"“{title}”"
        return [Block("title", quoted), *_subtitle(subtitle, event)]
    if shape == "after its kind" and not before and ":" not in title and "type" not in event:
        event["type"] = truth.kind
        return [Block("title", f"{truth.kind}: “{title}”")]
    head, colon, rest = title.partition(": ")
    if shape == "two lines" and colon and not before:
        return [Block("title", head + colon.rstrip()), Block("title", rest)]
    return [Block("title", before + title), *_subtitle(subtitle, event)]


def _subtitle(subtitle: str, event: Event) -> list[Block]:
    if not subtitle:
        return []
    event["subtitle"] = subtitle
    return [Block("subtitle", subtitle)]


def _related(draw: Draw, truth: Truth, event: Event, shape: str) -> str:
    """The kind of event, alone or with the event in whose margins it is."""
    words = truth.words
    if shape == "absent":
        return ""
    the = truth.parent if truth.language == "fr" else f"the {truth.parent}"
    the = the.replace("the COP", "COP") if truth.language == "en" else the
    named = the.removeprefix("le ")  # “en marge du Forum”
    if truth.parent and shape == "with parent":
        event |= {"type": truth.kind, "parent_event": named}
        return str(draw.one(words["kinds_of"])).format(kind=truth.kind, the=the).replace("de le ", "du ")
    if truth.parent and shape == "parent below":
        event["parent_event"] = named
        line = str(draw.one(words["parents"])).format(the=the).replace("de le ", "du ")
        return line[0].upper() + line[1:]
    event["type"] = truth.kind
    return truth.kind


# Facts


def facts(draw: Draw, truth: Truth, speech: Speech, event: Event, *, shape: str) -> tuple[list[Block], list[str]]:
    """Day, hours, place and what else is told at the head; the second value are sentences for the introduction."""
    day, hours, place = (
        _when(draw, truth, speech, event),
        speech.span(truth.start, truth.end),
        venue(draw, truth, event),
    )
    single = len(truth.days) == 1
    if single:
        event["time"] = _clock(truth.start) + "–" + _clock(truth.end)
        hours += draw.one([""] * 5 + [f" ({truth.venue['city']} time)" if truth.language == "en" else ""])
    if shape == "sentence" and single and not speech.day[0].isupper() and "/" not in speech.day:
        event["time"] = _clock(truth.start) + "–" + _clock(truth.end)
        return [], [_sentence(draw, truth, speech, day, place)]
    if shape == "place first":
        line = f"{place} – {day}" + (f", {hours}" if single else "")
        return [Block("front", line)], []
    if shape == "bars":
        return [Block("front", draw.one([" | ", " · "]).join([day, *[hours] * single, place]))], []
    if shape in ("bare", "sentence"):
        joined = draw.chance(0.6)
        first = [f"{day}, {hours}"] if joined and single else [day, *[hours] * single]
        return [Block("front", line) for line in (*first, place)], []
    labels = truth.words["labels"]
    pairs: list[tuple[str, str]] = []
    combined = draw.shape("labels", ("apart", "apart", "date and time", "all"))
    if combined == "all":
        pairs.append((draw.one(labels["everything"]), ", ".join([day, *[hours] * single, place])))
    elif combined == "date and time" and single:
        pairs += [(draw.one(labels["when"]), f"{day}, {hours}"), (draw.one(labels["venue"]), place)]
    else:
        time = [(draw.one(labels["time"]), hours)] if single else []
        pairs += [(draw.one(labels["date"]), day), *time, (draw.one(labels["venue"]), place)]
    if truth.mode and draw.chance(0.6):
        pairs.append((draw.one(labels["mode"]), draw.one(truth.words["modes"][truth.mode])))
        event["mode"] = truth.mode
    return _pairs(truth, pairs, shape), []


def _pairs(truth: Truth, pairs: list[tuple[str, str]], shape: str) -> list[Block]:
    """Labels with their values, as a table or as lines."""
    space = "\u00a0" if truth.language == "fr" else ""
    if shape == "table":
        return [Block("table", rows=[[label, value] for label, value in pairs])]
    kind = "bullet label" if shape == "bullets" else "label"
    return [Block(kind, label + space, [[value]]) for label, value in pairs]


def _when(draw: Draw, truth: Truth, speech: Speech, event: Event) -> str:
    first = truth.days[0]
    if len(truth.days) > 1:
        event["sittings"] = [{"date": day.isoformat()} for day in truth.days]
        return speech.days(draw, first, truth.days[-1])
    event["date"] = first.isoformat() + ("" if "{y}" in speech.day else "?")
    return speech.day_of(first)


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def venue(draw: Draw, truth: Truth, event: Event) -> str:
    """The place, from the room to the city."""
    place = truth.venue
    event |= {"venue": dict(place), "timezone": truth.zone}
    room, floor = place.get("room", ""), place.get("floor", "")
    shape = draw.shape("venue", ("room first", "room first", "name first", "room in brackets"))
    if shape == "room in brackets" and room:
        parts = [f"{place['name']} ({room})", place.get("street", ""), floor]
    elif shape == "name first":
        parts = [place["name"], room, place.get("street", ""), floor]
    else:
        parts = [room, place["name"], place.get("street", ""), floor]
    return ", ".join(one for one in (*parts, place["city"]) if one)


def _sentence(draw: Draw, truth: Truth, speech: Speech, day: str, place: str) -> str:
    pattern = draw.one(truth.words["sentences"]["when_where"])
    if day.startswith(("the ", "le ")) and "{le}" in pattern:
        pattern = pattern.replace("{le} ", "")
    hours = speech.span(truth.start, truth.end, truth.words["spans"][-1 if truth.language == "en" else 3])
    a, b = speech.time(truth.start), speech.time(truth.end)
    return str(pattern.format(date=day, le="le", time=hours, a=a, b=b, venue=place))


# Organisations


def hosts(draw: Draw, truth: Truth, event: Event, *, shape: str) -> tuple[list[Block], list[Block], str]:
    """Who organises: lines of the front, a section, and a sentence for the introduction."""
    words = truth.words
    if shape == "joined":
        order = sorted(truth.hosts, key=lambda role: (role != next(iter(truth.hosts)), not role.startswith("in ")))
        truth.hosts = {role: truth.hosts[role] for role in order}
    event["parties"] = [f"{name} / {role}" for role, names in truth.hosts.items() for name in names]
    pairs: list[tuple[str, str]] = []
    sentence, sections = "", list[Block]()
    for at, (role, names) in enumerate(truth.hosts.items()):
        label = draw.one(words["labels"][role])
        if shape == "sentence" and not at:
            pattern = draw.one(words["sentences"]["hosts"])
            article = "the " if truth.language == "en" else "la "
            listing = [article + one if one.startswith(("Permanent", "Mission")) else one for one in names]
            if role in ("organiser", "co-organiser"):
                role = "organiser"  # the verb of the sentence
                sentence = str(pattern.format(list=listed(listing, words)))
                event["parties"][: len(names)] = [f"{name} / {role}" for name in names]
                continue
        if shape == "bullets":
            space = " " if truth.language == "fr" else ""
            sections += [Block("group" if at else "heading", label.rstrip() + space * 0)]
            sections += [Block("bullet", name) for name in names]
            continue
        if shape == "joined" and at == 1 and pairs and role.startswith("in "):
            led = label[0].lower() + label[1:]
            pairs[0] = (pairs[0][0], f"{pairs[0][1]}, {led} {names[0]}")
            continue
        joined = "; ".join(names) if draw.chance(0.3) else listed(names, words, oxford=words["oxford"])
        if shape == "cell" and len(names) > 1:
            joined = " // ".join(names)
        pairs.append((label, joined))
    return _pairs(truth, pairs, "table" if shape == "cell" else "label") if pairs else [], sections, sentence
