"""An event with everything that a booklet can hold, and its pictures, drawn here: nobody's face, nobody's logo."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import strategies
from PIL import Image, ImageDraw

FORMATS: tuple[str, ...] = ("pdf", "docx", "html")
"""The formats of papers."""

_SKIES = ("#c9d4de", "#ded3c9", "#d0dccb", "#d8cfdd", "#cbd9dc")


def portrait(width: int, height: int, number: int = 0, *, turned: bool = False) -> bytes:
    """A silhouette as a camera takes it: head and shoulders in the middle, of any form; `turned` lies on its side."""
    picture = Image.new("RGB", (width, height), _SKIES[number % len(_SKIES)])
    draw = ImageDraw.Draw(picture)
    size = min(width, height) / 110
    middle, top = width / 2, height * 0.22
    dark = "#4a5560" if number % 2 else "#5b4f4a"
    draw.ellipse((middle - 30 * size, top + 36 * size, middle + 30 * size, top + 120 * size), fill=dark)
    draw.rectangle((middle - 30 * size, top + 78 * size, middle + 30 * size, height + 200), fill=dark)
    draw.ellipse((middle - 15 * size, top, middle + 15 * size, top + 38 * size), fill=dark)
    exif = Image.Exif()
    if turned:
        picture = picture.transpose(Image.Transpose.ROTATE_90)
        exif[0x0112] = 6
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85, exif=exif)
    return out.getvalue()


def logo(shape: str, colour: str, width: int = 120) -> bytes:
    """A drawing such as organisations have: a shape, and lines where their name would be."""
    shapes = {
        "disc": '<circle cx="20" cy="20" r="17"/>',
        "wave": '<path d="M3 26c8-16 14-16 20-6s10 8 14-6v23H3z"/>',
        "leaf": '<path d="M6 36C2 14 16 4 36 4c2 20-8 34-30 32z"/>',
    }
    lines = "".join(
        f'<rect x="48" y="{y}" width="{max(8, width - cut)}" height="5"/>' for y, cut in ((9, 52), (18, 66), (27, 58))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="40" viewBox="0 0 {width} 40">'
        f'<g fill="{colour}">{shapes[shape]}{lines}</g></svg>'
    ).encode()


def plan() -> bytes:
    """A plan of a building: rooms, and the way to one of them."""
    rooms = "".join(
        f'<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="#f4f6f8" stroke="#54585f" stroke-width="2"/>'
        for x, y, w, h in ((20, 20, 180, 120), (200, 20, 260, 120), (20, 200, 140, 100), (160, 200, 300, 100))
    )
    way = (
        '<path d="M20 170h310v-60" fill="none" stroke="#17395c" stroke-width="5"/>'
        '<circle cx="330" cy="100" r="9" fill="#17395c"/>'
    )
    size = 'width="480" height="320" viewBox="0 0 480 320"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{rooms}{way}</svg>'.encode()


PICTURES: Mapping[str, bytes] = {
    "images/amari.jpg": portrait(900, 640, 0),
    "images/okoye.jpg": portrait(560, 900, 1),
    "images/silva.jpg": portrait(800, 800, 2, turned=True),
    "images/tamm.jpg": portrait(700, 940, 3, turned=True),
    "images/forum.svg": logo("wave", "#0b5c7a"),
    "images/institute.svg": logo("disc", "#7a1f1f", 100),
    "images/city.svg": logo("leaf", "#2f6b2f", 140),
    "images/fund.svg": logo("disc", "#17395c", 130),
    "images/plan.svg": plan(),
}

_LONG = (
    "has measured rivers for twenty years, first from a boat and then from orbit. {she} began at the Institute for Dry "
    "Lands, where {she_} built the first common gauge of three countries, and has advised two basin commissions on how "
    "to share what it shows.\n\nOf {her} books, *The Level of the Lake* is the best known. {she} teaches field methods "
    "each summer, and still reads the gauge in {her} own village every morning."
)


def _biography(name: str, she: str = "She", her: str = "her") -> str:
    return f"{name} " + _LONG.format(she=she, she_=she.lower(), her=her)


EVENT: strategies.Data = {
    "title": "Sharing water in dry years",
    "subtitle": "Third meeting of the basin organisations",
    "type": "Conference",
    "parent_event": "the International Year of Rivers",
    "symbol": "IRF/2030/7",
    "date": "2030-03-05",
    "time": "9:15–16:30",
    "timezone": "Europe/Zurich",
    "venue": {"name": "Maison des Rives", "street": "12 quai du Port", "room": "Grande Salle", "city": "Geneva"},
    "mode": "hybrid",
    "languages": ["en", "fr"],
    "registration": {"deadline": "2030-02-26", "email": "water@example.org"},
    "parties": {
        "forum": {
            "name": "International River Forum",
            "acronym": "IRF",
            "roles": ["organiser", "publisher"],
            "logo": "images/forum.svg",
        },
        "institute": {
            "name": "Institute for Dry Lands",
            "roles": "organiser",
            "logo": {"file": "images/institute.svg", "alt": "A red disc beside three lines"},
        },
        "city": {"name": "City of Veyrane", "roles": ["with the support of", "host"], "logo": "images/city.svg"},
        "canton": {"name": "Canton of Lower Veyrane", "roles": "with the support of"},
        "fund": {"name": "Water Fund", "roles": "funder"},
    },
    "people": {
        "amari": {
            "honorific": "Ms",
            "name": {"given": "Leïla", "family": "Amari"},
            "functions": [{"position": "Director", "organisation": "International River Forum"}],
            "biography": _biography("Ms Amari"),
            "short_biography": "Ms Amari has led the forum since 2024.",
            "photo": {"file": "images/amari.jpg", "credit": "R. Tissot"},
        },
        "okoye": {
            "honorific": "Prof.",
            "name": {"given": "Ngozi", "family": "Okoye"},
            "functions": "Hydrologist, University of the Delta",
            "biography": _biography("Professor Okoye"),
            "photo": "images/okoye.jpg",
            "status": "tbc",
        },
        "brandt": {
            "name": {"given": "Jonas", "family": "Brandt"},
            "functions": "Commissioner for water of the Canton of Lower Veyrane",
            "biography": _biography("Mr Brandt", "He", "his"),
        },
        "silva": {
            "name": {"given": "Tomé", "family": "da Silva"},
            "functions": "Captain of the ferry Esperança",
            "photo": "images/silva.jpg",
        },
        "tamm": {
            "name": {"given": "Kadri", "family": "Tamm"},
            "functions": ["Editor, The Lakes Review", "Chair, Association of Freshwater Writers"],
            "short_biography": "Ms Tamm writes about lakes, and about those who live from them.",
            "photo": {"file": "images/tamm.jpg", "credit": "The Lakes Review"},
        },
        "gone": {"name": "Nobody Whocomes", "status": "declined", "biography": "Has declined."},
    },
    "panel": [
        {"person": "tamm", "role": "moderator"},
        "amari",
        "okoye",
        "brandt",
        "gone",
        {"office": "Permanent Representative of Mali", "status": "invited"},
    ],
    "agenda": [
        {"time": "9:15–9:30", "item": "Opening", "kind": "ceremony", "who": "amari"},
        {"time": "9:30–11:00", "item": "Who decides when a river runs low?", "who": ["okoye", "brandt"]},
        {"time": "11:00–11:30", "item": "Coffee", "kind": "break"},
        {"time": "11:30–12:30", "item": "On the ferry", "who": [{"person": "silva", "topic": "What one sees from it"}]},
        {"time": "12:30–14:00", "item": "Lunch, hosted by the City of Veyrane", "kind": "meal"},
        {
            "time": "14:00–16:30",
            "item": "Reading the gauges",
            "who": [{"person": "tamm", "role": "moderator"}],
        },
    ],
    "questions": ["What do upstream and downstream owe each other in a dry year?", "Who may read the gauge?"],
    "figures": {
        "plan": {
            "file": "images/plan.svg",
            "alt": "Plan of the ground floor: from the entrance along the corridor, second door on the left",
            "caption": "The way from the entrance to the Grande Salle",
            "credit": "Drawn by the Maison des Rives",
        }
    },
    "practical": [
        {
            "heading": "Getting there",
            "text": "Bus 4 stops at *Port*. The entrance is on the side of the water.",
            "show": "plan",
        },
        {"heading": "Security", "text": "Bring a passport; bags are looked through."},
        {"heading": "Meals", "text": "- Coffee is in the foyer.\n- Lunch is on the terrace, if it does not rain."},
    ],
    "contacts": [
        {"purpose": "Registration", "name": "Secretariat", "email": "water@example.org", "phone": "+41 22 555 01 99"},
        {"purpose": "Press", "person": "tamm", "email": "press@example.org", "public_phone": "+41 22 555 01 23"},
        {"party": "institute", "url": "https://example.org/institute"},
    ],
    "annexes": [
        {
            "heading": "The common gauge",
            "text": "The gauge is read at seven every morning.[^since] Who reads it\n\n1. writes down the level,\n"
            "2. adds the weather, and\n3. signs.",
            "footnotes": {"since": "Since 2011."},
        },
        {"heading": "Rules of the discussion", "text": "Speakers have the floor for five minutes each."},
    ],
    "attachments": ["biographies", "practical", "contacts", "annexes"],
    "imprint": {
        "text": "Edited by Kadri Tamm. Printed on paper from the delta.",
        "place": "Geneva",
        "year": "2030",
        "identifier": "ISBN 978-92-0-000000-0",
        "rights": "© International River Forum 2030. May be copied with its source.",
    },
    "funders": [
        {
            "party": "fund",
            "lockup": "with funding from",
            "logos": {"file": "images/fund.svg", "alt": "Water Fund"},
            "project": "Rivers without Borders",
        }
    ],
}


def write(folder: Path, **changes: object) -> Path:
    """Write the event, with keys changed or, where they are None, taken out; and name its file."""
    event = {key: value for key, value in (EVENT | changes).items() if value is not None}
    return strategies.write_project(folder, event, PICTURES)
