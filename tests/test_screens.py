"""Papers on screens: the house's fonts are in the page, and a phone shows all of it to everybody."""

from __future__ import annotations

import base64
import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from lxml import html
from test_site import browse

from conceptnote.build.pool import Pool
from conceptnote.build.request import Request
from conceptnote.build.run import build

HERE = Path(__file__).parent
EVENTS = {"institute": "two-days-three-tracks", "ministry": "protocol", "agency": "half-a-day"}
DOCUMENTS = ("programme", "booklet")
MOST = 60_000
"""Bytes of fonts in a page in Latin, as they are in the file."""
_RULE = re.compile(r'@font-face \{ font-family: "([\w-]+)";.*?src: url\("data:font/woff2;base64,([^"]+)"')


@pytest.fixture(scope="module")
def screens(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("screens")
    for look, name in EVENTS.items():
        data = folder / look / "data"
        shutil.copytree(HERE / "events" / "images", data / "images")
        text = (HERE / "events" / f"{name}.yaml").read_text(encoding="utf-8")
        (data / "event.yaml").write_text(f"{text}\nlook: {look}\n", encoding="utf-8")
        request = Request(data / "event.yaml", folder / "out" / look, formats=("html",), documents=DOCUMENTS)
        build(request, pool=pool)
    return {f"{path.parent.name} {path.stem}": path for path in sorted(folder.rglob("out/*/*.html"))}


def fonts(page: str) -> Iterator[tuple[str, bytes]]:
    for family, data in _RULE.findall(page):
        yield family, base64.b64decode(data)


def test_a_page_carries_of_its_fonts_what_it_sets_and_little_else(screens: dict[str, Path]) -> None:
    assert len(screens) == 6
    for name, path in screens.items():
        text = path.read_text(encoding="utf-8")
        carried = list(fonts(text))
        assert sum(len(base64.b64encode(data)) for _, data in carried) < MOST, name
        faces = [TTFont(BytesIO(data)) for _, data in carried]
        known = frozenset[int]().union(*(face.getBestCmap() for face in faces))
        body = "".join(html.fromstring(text).find("body").itertext())
        lacking = {one for one in body if ord(one) not in known and not one.isspace()}
        assert not lacking, name
        # A licence may reserve the names of a font for the whole of it.
        assert {one.nameID for face in faces for one in face["name"].names} <= {0, 13, 14}
        for family in {family for family, _ in carried}:
            assert re.search(rf'--font-(text|sans): "{family}",', text), name


def test_a_page_on_a_phone_and_on_a_desk_keeps_to_its_width_and_axe_finds_nothing(screens: dict[str, Path]) -> None:
    visits = [{"url": path.as_uri(), "width": width, "axe": True} for path in screens.values() for width in (360, 1200)]
    for visit, found in zip(visits, browse(*visits), strict=True):
        assert (found["violations"], found["overflow"], found["outside"], found["errors"]) == ([], 0, [], []), visit
        assert found["rules"] > 10
        assert all(request.startswith(("file:", "data:")) for request in found["requests"])


def test_tracks_stand_under_their_names_on_a_phone(screens: dict[str, Path]) -> None:
    page = screens["institute programme"].as_uri()
    narrow, wide = browse({"url": page, "width": 360}, {"url": page, "width": 1200})
    assert '"Track A: Law, Room Acacia"' in narrow["labels"]
    assert wide["labels"] == []
