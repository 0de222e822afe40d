"""Whole events as plain data, as an officer may write them, and the project folder that they stand in.

The data is what YAML gives: records, lists and texts, nothing else. Every event of `events()` is valid
by construction and can be printed; each field of the schema turns up in some of them. What the papers
must not show bears `HIDDEN` in its text. A strategy is made once for its arguments (`@cache`): to make one takes
longer than to draw from it.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from random import Random
from typing import Any

import yaml
from fontTools.ttLib import TTFont
from hypothesis import strategies as st
from PIL import Image

from conceptnote.schema.funder import SHIPPED_PROFILES
from conceptnote.schema.section import CONTENTS
from conceptnote.theme.theme import load_theme

Data = dict[str, Any]
Draw = Callable[[st.SearchStrategy[Any]], Any]

kept = lru_cache(maxsize=64)
"""Keeps strategies of which each event has its own, as they depend on its people and parties."""

HIDDEN = "Unprintworthy"
"""Stands in every text that no paper may show, and in no other."""


def svg(width: float, height: float, colour: str) -> bytes:
    """A drawing whose whole area is one colour."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<rect width="{width}" height="{height}" fill="{colour}"/></svg>\n'
    ).encode()


def bitmap(width: int, height: int, colour: str, form: str = "PNG") -> bytes:
    """A bitmap whose whole area is one colour."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, form)
    return file.getvalue()


IMAGES: Mapping[str, bytes] = {
    "images/wide.svg": svg(180, 60, "#0b6e4f"),
    "images/tall.svg": svg(40, 60, "#7a1f5c"),
    "images/square.png": bitmap(120, 120, "#d1495b"),
    "images/flag.jpg": bitmap(150, 100, "#00539f", "JPEG"),
    "images/low.svg": svg(120, 60, "#c77700"),
    "images/broad.png": bitmap(210, 140, "#5b2a86"),
    "images/square.svg": svg(50, 50, "#008c8c"),
    "images/photo.jpg": bitmap(130, 130, "#3d3d3d", "JPEG"),
}
"""The marks of every project that `write_project` makes, by name."""

PORTRAITS = {f"images/face-{w}.jpg": bitmap(w, h, "#8a6f5a", "JPEG") for w, h in ((320, 400), (600, 380))}
EMBLEMS = {f"images/emblem-{w}.svg": svg(w, h, "#3a5f0b") for w, h in ((90, 30), (40, 50), (900, 20))}
FIGURES = {"images/plan.svg": svg(300, 200, "#dfe6ee"), "images/map.png": bitmap(900, 1400, "#e8e0d0")}
PICTURES: Mapping[str, bytes] = {**IMAGES, **PORTRAITS, **EMBLEMS, **FIGURES}
"""All pictures of such a project."""


def write_project(folder: Path, event: Data, images: Mapping[str, bytes] = PICTURES) -> Path:
    """Write an event and its pictures into a project folder, and name the event file."""
    file = folder / "data" / "event.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(as_yaml(event), encoding="utf-8")
    for name, data in images.items():
        path = file.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return file


def as_yaml(event: Data) -> str:
    """An event as YAML that reads back to the same texts."""
    text: str = yaml.safe_dump(event, allow_unicode=True, sort_keys=False, default_style='"', width=100)
    return text


# Words


def _covered(face: Path) -> set[int]:
    with TTFont(face) as font:
        return set(font.getBestCmap())


@cache
def letters() -> str:
    """Letters of three scripts that every face of the bundled fonts has."""
    theme = load_theme()
    files = [name for font in theme.fonts.values() for name in font.files.model_dump().values()]
    covered = set.intersection(*(_covered(theme.fonts_folder / name) for name in files))
    blocks = ((0xC0, 0x17F), (0x391, 0x3C9), (0x410, 0x45F), (0x1EA0, 0x1EF9))
    wanted = (chr(code) for first, last in blocks for code in range(first, last + 1) if code in covered)
    return "".join(c for c in wanted if c.isalpha() and unicodedata.normalize("NFKC", c) == c)


_PLAIN = (
    "the office efficient affluent flow fjord Äußerung naïve coöperation Łódź Straße façade œuvre État peace "
    "security of and Region’s women’s “quoted” 'single' \"double\" 2014–2016 20 % 1,000 A/RES/70/1 § & <b> a*b x_y "
    "#1 [sic] (c) wait... -- e.g. N'Djamena São Tomé Ελλάδα ειρήνη Україна мир Việt €5 ½ 10° C++ !? ; : {brace} "
    "{{jinja}} {%x%} \\d ~ ^ | @home"
).split()
_QUIET = [word for word in _PLAIN if word not in {"--", ":", "~", "^", "|", "#1", "<b>"}]


@cache
def words(most: int, of: tuple[str, ...] = tuple(_PLAIN)) -> st.SearchStrategy[str]:
    """One to `most` words on one line.

    Hypothesis draws how many and a seed, not each word: an event has hundreds, and most of its time went there.
    """

    def said(drawn: tuple[int, int]) -> str:
        count, seed = drawn
        random = Random(seed)
        return " ".join(_word(random, of) for _ in range(count))

    return st.tuples(st.integers(1, most), st.integers(0, 2**32)).map(said)


def _word(random: Random, of: Sequence[str]) -> str:
    """A word, or one time in six any letters."""
    return random.choice(of) if random.random() < 5 / 6 else "".join(random.choices(letters(), k=random.randint(1, 9)))


@cache
def quiet_words(most: int) -> st.SearchStrategy[str]:
    """Words that begin with a letter, so that no line of CommonMark begins with a mark."""
    return st.tuples(st.sampled_from(["So", "État", "Мир", "Peace", "Offices"]), words(most, tuple(_QUIET))).map(
        " ".join
    )


@cache
def hidden(most: int = 3) -> st.SearchStrategy[str]:
    """Words for a field that no paper prints."""
    return words(most).map(lambda said: f"{HIDDEN} {said}")


def some(of: st.SearchStrategy[Any], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    """A record with any of the optional fields after what `of` gives."""
    return st.tuples(of, st.fixed_dictionaries({}, optional=fields)).map(lambda both: both[0] | both[1])


def record(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    """A record of all these fields."""
    return st.fixed_dictionaries(fields)


def one_or_many(items: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[Any]:
    """A list, or its only item without brackets."""
    return st.one_of(items, st.lists(items, min_size=1, max_size=most))


@cache
def web_address() -> st.SearchStrategy[str]:
    """An address that a form or a link leads to."""
    parts = st.sampled_from(["a", "register-now", "2026", "x_y", "über", "q?a=1&b=2", "#top"])
    path = st.lists(parts, max_size=3).map("/".join)
    return st.tuples(st.sampled_from(["https://", "http://"]), path).map(lambda both: f"{both[0]}example.org/{both[1]}")


email = st.sampled_from(["desk@example.org", "first.last+event@mission.example.int"])
identifier = st.from_regex(r"[a-z][a-z0-9]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True)
day = st.dates(min_value=date(1999, 1, 1), max_value=date(9998, 12, 31)).map(str)
role = st.sampled_from(
    ["host", "organiser", "co-sponsor", "funder", "moderator", "chair", "panellist", "speaker", "Gesprächsleitung"]
)
status = st.sampled_from(["confirmed", "invited", "tbc"])
AUDIENCES = ("donors", "press")
"""Those for whom parts of an event can be."""

audience = one_or_many(st.sampled_from(AUDIENCES), 2)
language = st.sampled_from(["en", "fr", "ar", "es", "ru", "zh", "sw", "bm"])


# Prose


@dataclass
class Notes:
    """The footnotes of one prose: which can still be called, and what has been written."""

    allowed: bool = True
    mapped: bool = False
    """Whether the notes may stand in a `footnotes` record."""
    inline: dict[str, str] = field(default_factory=dict)
    record: Data = field(default_factory=dict)

    def call(self, draw: Draw) -> str:
        """A call, with its note written down; nothing where none may stand."""
        if not self.allowed or len(self.inline) + len(self.record) >= 3:
            return ""
        name = f"n{len(self.inline) + len(self.record) + 1}"
        text = draw(_line(Notes(allowed=False), 12))
        if more := draw(st.one_of(st.none(), st.none(), quiet_words(6))):
            text += f"\n\n{more}"
        if self.mapped and draw(st.booleans()):
            note = record(text=st.just(text), status=st.sampled_from(["tbc", "final"]))
            self.record[name] = draw(st.one_of(st.just(text), note))
        else:
            self.inline[name] = text.replace("\n\n", "\n\n    ")
        return f"[^{name}]"


@st.composite
def _line(draw: Draw, notes: Notes, most: int = 20) -> str:
    """Inline CommonMark on one line or several."""
    pieces = [draw(quiet_words(most))]
    for _ in range(draw(st.integers(0, 3))):
        said = draw(quiet_words(4))
        address = draw(web_address())
        pieces.append(
            draw(
                st.sampled_from(
                    [
                        f"*{said}*",
                        f"**{said}**",
                        f"***{said}***",
                        f"[{said.replace('[sic]', 'sic')}]({address})",
                        f"<{address}>",
                        "<mailto:desk@example.org>",
                        "`code  a<b`",
                        "&amp; &eacute; \\*not emphasis\\*",
                    ]
                )
            )
        )
        pieces.append(draw(st.sampled_from(["so", "and,", "then\n", "there\\\n", "until  \n"])) + "")
        pieces.append(draw(quiet_words(5)))
        if draw(st.booleans()):
            pieces[-1] += notes.call(draw)
    return " ".join(pieces).replace("\n ", "\n")


@st.composite
def _block(draw: Draw, notes: Notes, depth: int, headings: bool) -> str:
    kinds = ["paragraph", "paragraph", "code"]
    kinds += ["bullets", "numbers", "quote"] if depth < 3 else []
    kinds += ["heading"] if headings and not depth else []
    match draw(st.sampled_from(kinds)):
        case "bullets":
            return _items(draw, notes, depth, lambda _: draw(st.just("- ")))
        case "numbers":
            first = draw(st.sampled_from([1, 1, 1, 2, 7]))
            return _items(draw, notes, depth, lambda n: f"{first + n}. ")
        case "quote":
            inside = _blocks(draw, notes, depth + 1, 2)
            return "\n".join(f"> {line}".rstrip() for line in inside.split("\n"))
        case "heading":
            return "#" * draw(st.integers(1, 6)) + " " + draw(quiet_words(5))
        case "code":
            return f"```\n{draw(words(4, tuple(_QUIET)))}\n{draw(words(3, tuple(_QUIET)))}\n```"
        case _:
            return str(draw(_line(notes)))


def _items(draw: Draw, notes: Notes, depth: int, mark: Callable[[int], str]) -> str:
    apart = draw(st.sampled_from(["\n", "\n\n"]))
    items = []
    for number in range(draw(st.integers(1, 3))):
        text = str(draw(_line(notes, 6)))
        if draw(st.integers(0, 3)) == 0:
            text += "\n\n" + _blocks(draw, notes, depth + 1, 1)
        indent = " " * len(mark(number))
        body = "\n".join(indent + line if line else "" for line in text.split("\n"))
        items.append(mark(number) + body.removeprefix(indent))
    return apart.join(items)


def _blocks(draw: Draw, notes: Notes, depth: int, most: int, headings: bool = False) -> str:
    count = draw(st.integers(1, most))
    return "\n\n".join(draw(_block(notes, depth, headings)) for _ in range(count))


@st.composite
def prose(draw: Draw, *, notes: Notes | None = None, headings: bool = True, most: int = 3) -> str:
    """CommonMark with its own footnotes; those for a `footnotes` record are left in `notes`."""
    notes = notes if notes is not None else Notes(allowed=False)
    text = _blocks(draw, notes, 0, most, headings)
    return "\n\n".join([text, *(f"[^{name}]: {note}" for name, note in notes.inline.items())])


# People, parties and what they do


@cache
def times() -> st.SearchStrategy[Any]:
    """A time span in each of its forms."""
    clock = st.sampled_from(["{0}:{1:02}", "{0:02}:{1:02}", "{0}h{1:02}", "{0}.{1:02}"])
    start = st.tuples(st.integers(0, 11), st.sampled_from([0, 5, 15, 30, 45]), clock)
    end = st.tuples(st.integers(12, 23), st.sampled_from([0, 15, 59]), clock)

    def written(both: tuple[Any, Any, str]) -> Any:
        first, last = (form.format(hour, minute) for hour, minute, form in both[:2])
        return {
            "dash": f"{first}–{last}",
            "hyphen": f"{first} - {last}",
            "start": first,
            "open": f"{first}–",
            "record": {"start": first, "end": last},
            "open record": {"start": first, "open_end": "true"},
        }[both[2]]

    forms = st.sampled_from(["dash", "hyphen", "start", "open", "record", "open record"])
    return st.tuples(start, end, forms).map(written)


def picture(names: Mapping[str, bytes], **optional: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """A portrait or a logo: its file alone, or with what is said of it."""
    name = st.sampled_from(sorted(names))
    return st.one_of(name, some(record(file=name), alt=words(3).map("Picture of {}".format), **optional))


@cache
def person() -> st.SearchStrategy[Data]:
    """A human being."""
    order = st.sampled_from(["given-first", "family-first"])
    name = st.one_of(words(3), some(record(given=words(2), family=words(2)), order=order))
    function = st.one_of(words(4), some(record(position=words(4)), organisation=words(4)))
    return some(
        record(name=name),
        honorific=st.sampled_from(["Ms", "H.E. Ambassador", "Prof. Dr"]),
        honorific_after=st.sampled_from(["PhD", "OBE"]),
        functions=one_or_many(function, 3),
        status=st.one_of(status, st.just("declined")),
        rank=st.sampled_from(["head-of-state", "minister", "head-of-mission", "observer"]),
        country=st.sampled_from(["ML", "CH", "AT", "NZ"]),
        precedence=st.integers(1, 3).map(str),
        phone=hidden(),
        biography=prose(most=2),
        short_biography=prose(most=1, headings=False),
        photo=picture(PORTRAITS, credit=words(3)),
        internal=hidden(),
    )


@cache
def party() -> st.SearchStrategy[Data]:
    """An organisation."""
    return some(
        record(name=words(5)),
        acronym=st.sampled_from(["WANEP", "ÖEZA", "ООН"]),
        print_as=words(3),
        roles=one_or_many(role, 3),
        description=prose(),
        url=web_address(),
        logo=picture(EMBLEMS, min_height=st.sampled_from(["8 mm", "14 mm"])),
        internal=hidden(),
    )


PRINTED_OF_ONE_WHO_COMES = ("role", "topic", "minutes", "on_behalf_of", "delivered_by", "presence")
"""What is said of somebody in a slot, and not of somebody who is replaced."""


@kept
def _of_slot(people: tuple[str, ...], parties: tuple[str, ...], depth: int) -> st.SearchStrategy[Data]:
    """What may be said of whoever has a slot."""
    optional = {
        "role": role,
        "topic": words(4),
        "minutes": st.integers(1, 60).map(str),
        "on_behalf_of": words(3),
        "presence": st.sampled_from(["in-person", "remote", "video-message"]),
        "internal": hidden(),
        "talking_points": hidden(),
    }
    if depth == 0:
        optional |= {"audience": audience, "delivered_by": slot(people, parties, 2)}
    return st.fixed_dictionaries({}, optional=optional)


@kept
@st.composite
def slot(draw: Draw, people: tuple[str, ...], parties: tuple[str, ...], depth: int = 0) -> Any:
    """A place for somebody; at depth 0 always for somebody who comes."""
    kinds = ["office", "group"] + ["person"] * bool(people) + ["bare"] * bool(people) + ["party"] * bool(parties)
    kind = draw(st.sampled_from(kinds + ["any_of"] * (depth < 2)))
    if kind == "bare":
        return draw(st.sampled_from(people))
    made: Data = {}
    match kind:
        case "person":
            made["person"] = draw(st.sampled_from(people))
        case "party":
            made["party"] = draw(st.sampled_from(parties))
        case "any_of":
            certain = record(office=words(3))
            made["any_of"] = [draw(certain), *draw(st.lists(slot(people, parties, depth + 1), min_size=1, max_size=2))]
        case _:
            made[kind] = draw(words(4))
    made |= draw(_of_slot(people, parties, depth))
    match draw(st.sampled_from(["", "", "status", "replaced", "declined"])):
        case "status":
            made["status"] = draw(status)
        case "declined" if depth == 0:
            made["status"] = "declined"
        case "replaced" if depth < 2:
            made = {key: value for key, value in made.items() if key not in PRINTED_OF_ONE_WHO_COMES}
            made |= {"status": "replaced", "replaced_by": draw(slot(people, parties, 2))}
    return made


ORDERS = st.sampled_from(["as-written", "roles", "precedence"])
ACCESS = st.sampled_from(["open", "by-invitation", "closed"])
PART_STATUS = st.sampled_from(["tbc", "cancelled"])
KINDS = ["session", "plenary", "talk", "break", "meal", "reception", "ceremony", "photo", "prayer"]
ZONES = ["Europe/Zurich", "America/New_York", "Africa/Bamako", "Pacific/Auckland", "UTC"]


@cache
def venue() -> st.SearchStrategy[Any]:
    """A place."""
    return st.one_of(
        words(6), some(record(name=words(6)), street=words(6), floor=words(2), room=words(3), city=words(2))
    )


@kept
def agenda_row(
    people: tuple[str, ...], parties: tuple[str, ...], tracks: tuple[str, ...] = (), depth: int = 0
) -> st.SearchStrategy[Data]:
    """A row of the agenda, with as much of its time as it may have, and rows within it."""
    minutes = st.integers(1, 180).map(str)
    start_only = record(item=words(5), time=st.just("9:15"), minutes=minutes)
    timed = record(item=words(5), time=times())
    place = {"track": st.sampled_from(tracks)} if tracks else {}
    place |= {"rows": st.lists(agenda_row(people, parties, (), depth + 1), min_size=1, max_size=3)} if depth < 2 else {}
    made = some(
        st.one_of(record(item=words(6)), timed, start_only, record(item=words(5), minutes=minutes)),
        kind=st.sampled_from(KINDS),
        access=access(parties),
        status=PART_STATUS,
        text=st.deferred(lambda: st.builds(Notes).flatmap(lambda notes: prose(notes=notes, headings=False, most=2))),
        who=one_or_many(slot(people, parties), 4),
        **hosts(parties),
        questions=st.lists(words(6), min_size=1, max_size=2),
        audience=audience,
        internal=hidden(),
        responsible=hidden(),
        cue=hidden(),
        **place,
    )
    where = st.one_of(st.just({}), record(room=words(2)), record(venue=venue()))
    return st.tuples(made, where).map(lambda both: both[0] | both[1])


def any_date() -> st.SearchStrategy[str]:
    """A date, mostly a day: also a month, or none yet."""
    return st.one_of(day, day, day, day.map(lambda said: said[:7]), st.just("tbc"))


def hours() -> st.SearchStrategy[Any]:
    """From when to when, mostly known."""
    return st.one_of(times(), times(), times(), st.just("tbc"))


def written_date() -> st.SearchStrategy[Data]:
    """A date with what is known of it: its year, its weekday."""
    years = st.sampled_from(["known", "inferred"])
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    weekday = day.map(lambda said: {"day": said, "weekday": names[date.fromisoformat(said).weekday()]})
    return st.one_of(some(record(day=day), year=years), some(weekday, year=years))


def registration() -> st.SearchStrategy[Any]:
    """How to register."""
    return st.one_of(
        words(6), some(record(deadline=day), email=email, url=web_address(), text=words(6)), record(email=email)
    )


def access(parties: Sequence[str]) -> st.SearchStrategy[Any]:
    """Who may come in, and where there is anybody to invite, by whose invitation."""
    of = record(to=st.just("by-invitation"), of=one_or_many(st.sampled_from(parties), 2)) if parties else ACCESS
    return st.one_of(ACCESS, of)


def hosts(parties: Sequence[str]) -> dict[str, st.SearchStrategy[Any]]:
    """Who holds a part, where there is anybody."""
    return {"host": one_or_many(st.sampled_from(parties), 2)} if parties else {}


@kept
@st.composite
def sitting(draw: Draw, rows: st.SearchStrategy[Data], parties: Sequence[str] = (), *, within: bool = False) -> Data:
    """A part of an event that is held in one go, or an event `within` it; `parties` may hold that, and invite."""
    made: Data = {"time": draw(hours())}
    optional = {
        "timezone": st.sampled_from(ZONES),
        "venue": venue(),
        "mode": st.sampled_from(["in-person", "online", "hybrid"]),
        "access": access(parties),
        "status": PART_STATUS,
        "registration": registration(),
        "text": prose(headings=False, most=1),
        "agenda": st.lists(rows, min_size=1, max_size=3),
        "audience": audience,
    }
    optional |= {"date": any_date()} | hosts(parties) if within else {"title": words(4)}
    made |= {"title": draw(words(4))} if within else {"date": draw(any_date())}
    return made | draw(st.fixed_dictionaries({}, optional=optional))


# Funders


@cache
def logo(name: st.SearchStrategy[str]) -> st.SearchStrategy[Data]:
    """A mark."""
    height = st.sampled_from(["12 mm", "9mm", "1.5 cm", "0.5 in", "40 pt"])
    space = st.sampled_from(["0 mm", "2mm", "0.1 in", "25 %", "100%"])
    return some(record(file=name, alt=words(3).map("Mark of {}".format)), min_height=height, clear_space=space)


def owed(most: int) -> st.SearchStrategy[str]:
    """Words that a funder may ask for: they have a letter."""
    return words(most).map(lambda text: text if any(map(str.isalnum, text)) else f"{text} a")


@cache
def _profiled() -> st.SearchStrategy[Data]:
    """What an event says of a funder that has a profile; those without words in some language are given them."""
    authority = record(granting_authority=words(4))
    unaided = {"lockup": owed(5), "must_name": one_or_many(owed(3), 2), "disclaimer": owed(9)}
    return st.one_of(
        st.just({}),
        record(profile=st.sampled_from(["generic", "canada", "un-entity"])),
        record(profile=st.just("eu"), variables=authority),
        record(profile=st.sampled_from(SHIPPED_PROFILES), **unaided),
    )


@kept
@st.composite
def funder(draw: Draw, parties: tuple[str, ...]) -> Data:
    """A funder with marks, with words alone, or one that must not be named; with a profile or without."""
    made: Data = {"party": draw(st.sampled_from(parties))} | draw(_profiled())
    if "profile" not in made or ("lockup" not in made and draw(st.booleans())):
        made["lockup"] = draw(owed(5))
    approval = some(record(required=st.sampled_from(["true", "false"])), reason=hidden())
    approved = some(record(approved_by=hidden(), approved_on=day), required=st.just("true"))
    optional = {
        "statement": prose(headings=False, most=1),
        "project": words(6),
        "disclaimer": owed(14),
        "placement": st.sampled_from([["footer"], ["body"], ["footer", "body"]]),
        "prominent": st.sampled_from(["true", "false"]),
        "beside": st.sampled_from(["true", "false"]),
        "must_name": one_or_many(owed(3), 2),
        "approval": st.one_of(approval, approved),
        "notes": one_or_many(hidden(), 2),
    }
    if "disclaimer" not in made and draw(st.booleans()):
        del optional["disclaimer"]
        optional["no_disclaimer"] = st.just("true")
    made |= draw(st.fixed_dictionaries({}, optional=optional))
    marks = one_or_many(logo(st.sampled_from(sorted(IMAGES))), 2)
    match draw(st.sampled_from(["marks", "marks", "text", "suppressed"])):
        case "marks":
            made["logos"] = draw(marks)
        case "text":
            made["text_only"] = draw(st.sampled_from(["true", "True"]))
        case _:
            leave = record(approved_by=hidden(), approved_on=day, reason=hidden())
            for text in ("lockup", "project", "disclaimer", "statement"):
                if text in made:
                    made[text] = f"{HIDDEN}\n\n{made[text]}"
            made |= {"logos": draw(marks), "suppressed": draw(leave)}
    return made


# Attachments


@cache
def figure() -> st.SearchStrategy[Data]:
    """A map or a plan."""
    named = record(file=st.sampled_from(sorted(FIGURES)), alt=words(4).map("Plan of {}".format))
    return some(named, caption=words(6), credit=words(3))


@kept
def practical_note(figures: tuple[str, ...]) -> st.SearchStrategy[Any]:
    """What whoever comes must know."""
    text = st.builds(Notes).flatmap(lambda notes: prose(notes=notes, most=2))
    shown = {"show": one_or_many(st.sampled_from(figures), 2)} if figures else {}
    return st.one_of(prose(most=1), some(record(text=text), heading=words(4), audience=audience, **shown))


@kept
def contact(people: tuple[str, ...], parties: tuple[str, ...]) -> st.SearchStrategy[Data]:
    """Whom to ask, and how."""
    who = [record(name=words(3))]
    who += [record(person=st.sampled_from(people))] if people else []
    who += [record(party=st.sampled_from(parties))] if parties else []
    how = {"email": email, "url": web_address(), "public_phone": st.sampled_from(["+41 22 555 01 23", "1-555-0199"])}
    least = st.one_of(*(record(**{key: value}) for key, value in how.items()))
    named = st.tuples(st.one_of(*who), least).map(lambda both: both[0] | both[1])
    return some(named, purpose=words(3), phone=st.just("+41 79 000 00 00"), audience=audience, **how)


imprint = st.one_of(
    prose(most=1),
    some(record(place=words(2)), year=st.just("2030"), identifier=words(3), rights=words(5), text=prose(most=2)),
)


# The event


@cache
def adjustment() -> st.SearchStrategy[Data]:
    """How a check is to be taken."""
    silenced = record(severity=st.just("off"), reason=hidden())
    changed = some(record(severity=st.sampled_from(["error", "warning"])), reason=hidden())
    return st.one_of(silenced, changed)


@cache
def printing() -> st.SearchStrategy[Data]:
    """How a document is printed, where there is room at its foot for any funders; nothing is imposed."""
    turned = some(
        record(paper=st.sampled_from(["a4", "letter"])), orientation=st.sampled_from(["landscape", "portrait"])
    )
    return st.one_of(turned, record(paper=st.sampled_from(["a5", "half-letter"])), record())


@kept
@st.composite
def section(draw: Draw, shown: tuple[str, ...]) -> Data:
    """A part of the concept note, with text, or what `shown` names, or both."""
    made: Data = {"heading": draw(words(5))}
    if not shown or draw(st.booleans()):
        notes = Notes(mapped=True)
        made["text"] = draw(prose(notes=notes, most=4))
        if notes.record:
            made["footnotes"] = notes.record
    if shown:
        made["show"] = shown[0] if len(shown) == 1 else list(shown)
    if draw(st.integers(0, 3)) == 0:
        made["audience"] = draw(audience)
    return made


@st.composite
def events(draw: Draw) -> Data:
    """A whole event."""
    parties = draw(st.dictionaries(identifier, party(), max_size=4))
    people = draw(st.dictionaries(identifier, person(), max_size=4))
    ids = (tuple(sorted(people)), tuple(sorted(parties)))
    event: Data = {"title": draw(words(14)), "timezone": draw(st.sampled_from(ZONES))}
    tracks = draw(st.dictionaries(identifier, st.one_of(words(3), record(title=words(3), room=words(2))), max_size=3))
    row = agenda_row(*ids, tuple(sorted(tracks)))
    if draw(st.integers(0, 2)):
        event["date"] = draw(st.one_of(any_date(), written_date()))
        event["time"] = draw(hours())
        agenda: Data = {"agenda": st.lists(row, min_size=1, max_size=6)}
    else:
        event["sittings"] = draw(st.lists(sitting(row, ids[1]), min_size=1, max_size=3))
        # What is left for everybody must still be an event.
        event["sittings"][0].pop("audience", None)
        agenda = {}
    text = words(6)
    parts = {
        **dict.fromkeys(("subtitle", "theme", "type", "mandate"), text),
        "parent_event": text
        | st.fixed_dictionaries({"name": text, "relation": st.sampled_from(["part-of", "on-the-occasion-of"])}),
        "symbol": st.just("A/CONF.62/L.94"),
        "keywords": st.lists(words(2), max_size=3),
        "language": st.sampled_from(["en", "fr", "fr"]),
        "status": st.sampled_from(["draft", "provisional", "final", "final", "cancelled"]),
        "version": st.integers(0, 12).map(str),
        "uid": st.sampled_from(["5f0c6a52-8a0e-4f6e-9d0b-3f1f6f0a7c21", "a;b,c:d@example.org"]),
        "as_of": day,
        "venue": venue(),
        "access": access(ids[1]),
        "other_timezones": st.lists(st.sampled_from(ZONES), max_size=2, unique=True),
        "clock": st.sampled_from(["24h", "12h", "9h30"]),
        "names": some(st.just({}), family=st.just("capitals"), order=st.just("family-first")),
        "people_order": some(st.just({}), panel=ORDERS, agenda=ORDERS),
        "sub_events": st.lists(sitting(agenda_row(*ids), ids[1], within=True), min_size=1, max_size=2),
        "mode": st.sampled_from(["in-person", "online", "hybrid"]),
        "languages": st.lists(language, min_size=1, max_size=3, unique=True),
        "interpretation": st.lists(language, min_size=1, max_size=3, unique=True),
        "registration": registration(),
        "internal": hidden(8),
        "papers": st.dictionaries(st.sampled_from(["concept-note", "programme"]), printing(), min_size=1),
        "forum": st.sampled_from(["un-new-york-lunch", "unodc-side-event", "unfccc-side-event"]),
        "checks": st.dictionaries(st.sampled_from(["CN101", "CN125", "CN163"]), adjustment(), min_size=1),
        "structure": st.builds(Notes).flatmap(lambda notes: prose(notes=notes)),
        "panel": st.lists(slot(*ids), min_size=1, max_size=5),
        **agenda,
        "questions": st.lists(text, min_size=1, max_size=4),
    }
    event |= draw(st.fixed_dictionaries({}, optional=parts))
    for number, part in enumerate(_parts([event])):
        if part is not event and draw(st.integers(0, 4)) == 0:
            part["id"] = f"part-{number}"
    event |= {"parties": parties} if parties else {}
    event |= {"people": people} if people else {}
    event |= {"tracks": tracks} if tracks else {}
    held = {one for each in parties.values() for one in _listed(each.get("roles", []))}
    if parties:
        holders = one_or_many(st.sampled_from(ids[1]), 3)
        event["roles"] = draw(st.dictionaries(st.sampled_from(["organiser", "host", "co-sponsor", "funder"]), holders))
        held |= {role for role, keys in event["roles"].items() if keys}
    figures = draw(st.dictionaries(st.sampled_from(["plan", "map-1", "stands"]), figure(), max_size=2))
    event |= draw(_attachments(figures, *ids))
    known = set(CONTENTS) & event.keys()
    known |= {"agenda"} if "sittings" in event else set()
    order = draw(st.permutations(sorted(known | held | figures.keys())))
    event["sections"] = []
    while order and draw(st.integers(0, 4)):
        count = draw(st.integers(0, min(2, len(order))))
        event["sections"].append(draw(section(tuple(order[:count]))))
        order = order[count:]
    annexes = section(tuple(sorted(figures)[:1])), section(())
    if draw(st.booleans()):
        event["annexes"] = [draw(st.one_of(*annexes)) for _ in range(draw(st.integers(1, 2)))]
    if parties:
        event["funders"] = draw(st.lists(funder(ids[1]), max_size=4))
        # Each funder has marks of its own: no two share a picture.
        pictures = iter(draw(st.permutations(sorted(IMAGES))))
        for mark in (mark for one in event["funders"] for mark in _listed(one.get("logos", []))):
            mark["file"] = next(pictures)
    return event


def _attachments(figures: Data, people: tuple[str, ...], parties: tuple[str, ...]) -> st.SearchStrategy[Data]:
    """What goes with the programme, but for the annexes, and the figures."""
    kinds = st.sampled_from(["biographies", "practical", "contacts", "annexes"])
    optional = {
        "practical": one_or_many(practical_note(tuple(sorted(figures))), 3),
        "contacts": one_or_many(contact(people, parties), 3),
        "attachments": st.one_of(kinds, st.lists(kinds, max_size=4, unique=True)),
        "imprint": imprint,
        "booklet": st.fixed_dictionaries(
            {}, optional={"before": one_or_many(section(()), 2), "after": one_or_many(section(()), 2)}
        ),
    }
    given = {"figures": figures} if figures else {}
    return st.fixed_dictionaries({}, optional=optional).map(lambda drawn: given | drawn)


def _parts(of: Sequence[Data]) -> Iterator[Data]:
    """What has a place in time: the event, its sittings and rows, and what is in them."""
    for part in of:
        yield part
        for key in ("sittings", "sub_events", "agenda", "rows"):
            yield from _parts(part.get(key, []))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
