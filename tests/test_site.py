"""The page where people find the papers: as browsers show it, with all that stands in its folder."""

from __future__ import annotations

import http.server
import io
import json
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pikepdf
import pytest
from examples import some_quick

from conceptnote.build.hashing import sha256
from conceptnote.build.pool import Pool
from conceptnote.build.verify import verify
from conceptnote.diagnostics import DiagnosticError, ExitCode
from conceptnote.site.policy import policy
from conceptnote.site.record import SITE_ALLOWANCES
from conceptnote.site.run import Site, make_site

ROOT = Path(__file__).parents[1]
EVENTS = ROOT / "tests" / "events"
FILES = {
    "concept-note.docx", "concept-note.pdf", "concept-note.png", "event.ics", "event.json", "index.html",
    "programme.csv", "programme.docx", "programme.pdf", "programme.png",
}  # fmt: skip
ALONE = {"index.html", "site.json", *(f"event/{name}" for name in FILES)}
"""What a site of one event has, whose file is called event.yaml."""
AROUND_A_CHANGE = """\
title: Clocks
timezone: Africa/Nairobi
sittings:
  - {date: 2030-11-02, time: 10:00–12:00}
  - {date: 2030-11-03, time: 10:00–12:00}
  - {date: 2030-11-03, time: 22:00–}
"""
SECRETS = """\
title: Water
date: 2030-03-05
time: 9:15–12:00
timezone: Europe/Zurich
internal: Xyzzyx the caterer
funders:
  - {party: fund, lockup: with funding from, text_only: true, notes: Xyzzyx pays late}
parties:
  fund: {name: Well Fund, roles: funder, internal: Xyzzyx}
people:
  keita: {name: Keita, internal: Xyzzyx, phone: "+41 22 000 9997 Xyzzyx"}
  brandt: {name: Xyzzyx Brandt, status: declined}
panel:
  - {person: keita, internal: Xyzzyx, talking_points: Xyzzyx}
  - brandt
agenda:
  - {item: Opening, time: 9:15, cue: Xyzzyx, responsible: Xyzzyx, who: keita}
  - {item: Xyzzyx, time: 9:30, audience: press}
sections:
  - {heading: Purpose, text: To share wells.}
  - {heading: Xyzzyx, text: Xyzzyx, audience: funder}
"""
Make = Callable[..., Site]


@pytest.fixture
def make(pool: Pool) -> Make:
    return partial(make_site, pool=pool)


def written(folder: Path, text: str, name: str = "event") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    event = folder / f"{name}.yaml"
    event.write_text(text, encoding="utf-8")
    return event


def held(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> Path:
    """The example; four events and their list, one in two languages; and one whose hours readers' zones change in."""
    folder = tmp_path_factory.mktemp("sites")
    make_site([ROOT / "data" / "event.yaml"], folder / "one", pool=pool)
    many = [
        EVENTS / f"{name}.yaml" for name in ("two-days-three-tracks", "five-funders", "half-a-day", "two-languages")
    ]
    make_site(many, folder / "many", pool=pool)
    make_site([written(tmp_path_factory.mktemp("clocks"), AROUND_A_CHANGE)], folder / "clocks", pool=pool)
    return folder


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def host(sites: Path) -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(sites))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def browse(*visits: dict[str, Any]) -> list[dict[str, Any]]:
    done = subprocess.run(
        ["node", ROOT / "tests" / "browse.mjs"],
        input="".join(json.dumps(visit) + "\n" for visit in visits),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line.replace("\u00a0", " ")) for line in done.stdout.splitlines()]


PAGES = {
    "example": "one/index.html",
    "its own page": "one/event/index.html",
    "tracks": "many/two-days-three-tracks/index.html",
    "list": "many/index.html",
    "five-funders": "many/five-funders/index.html",
    "in French": "many/two-languages/fr/index.html",
}
VIEWS: dict[str, dict[str, Any]] = {
    "wide": {"width": 1280, "axe": True, "zone": "Europe/Berlin"},
    "phone": {"width": 360, "axe": True, "zone": "Asia/Tokyo"},
    "print": {"width": 720, "print": True},
    "no script": {"width": 360, "javascript": False},
}
Seen = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture(scope="module")
def seen(host: str) -> Seen:
    """Each page in each view."""
    wanted = [(page, view) for page in PAGES for view in VIEWS]
    found = browse(*({"url": host + PAGES[page], **VIEWS[view]} for page, view in wanted))
    return dict(zip(wanted, found, strict=True))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("page", PAGES)
def test_in_a_browser_it_is_whole_and_asks_nobody_else(page: str, view: str, seen: Seen, host: str) -> None:
    found = seen[page, view]
    assert found["errors"] == []
    assert {url for url in found["requests"] if not url.startswith((host, "data:"))} == set()
    assert host + PAGES[page] in found["requests"]
    assert found["overflow"] <= 0, found["outside"]
    assert found["outside"] == []
    assert [one for one in found["pictures"] if not one["width"]] == []
    assert found["headings"][0] == 1
    assert found["headings"].count(1) == 1
    assert all(below <= above + 1 for above, below in zip(found["headings"], found["headings"][1:], strict=False))
    assert found["nav"] == (view != "print" and page != "list")
    if VIEWS[view].get("axe"):
        assert found["rules"] > 20
        assert found["violations"] == []
        assert found["focus"] == {"href": "#content", "left": 16, "outline": "solid"}


def test_a_reader_without_scripts_has_all_but_their_own_zone(seen: Seen) -> None:
    for page in ("example", "tracks"):
        plain = seen[page, "no script"]
        assert plain["yours"] is None
        assert "UTC" in plain["text"]
    assert "9:15–10:15 (New York time)" in seen["example", "no script"]["text"]
    assert "13:15–14:15" in seen["example", "no script"]["text"]
    assert "27 March, 9:00–17:00 (Nairobi time)" in seen["tracks", "no script"]["text"]


def test_on_a_phone_each_cell_says_in_which_track_it_is(seen: Seen) -> None:
    labels = seen["tracks", "phone"]["labels"]
    assert labels[:2] == ['"Track A: Law, Room Acacia"', '"Track B: Data, Room Baobab"']
    assert seen["tracks", "wide"]["labels"] == []


def test_the_page_says_what_the_papers_say_once(seen: Seen) -> None:
    example, tracks = (seen[page, "wide"]["text"] for page in ("example", "tracks"))
    for words in ("Purpose", "Oulie Keita", "Facilitated interview with the panellists", "with funding from"):
        assert words in example
    assert example.count("Board member, WANEP Mali") == 1
    assert tracks.count("Treaties that bend") == 1
    assert [one["alt"] for one in seen["example", "wide"]["pictures"]] == [
        "Concept note, first page", "Programme, first page", "Austrian Development Cooperation",
    ]  # fmt: skip


def test_the_readers_own_time_is_right_on_both_sides_of_a_change(host: str) -> None:
    zones = "America/New_York Europe/Berlin Pacific/Auckland Africa/Nairobi UTC".split()
    page = f"{host}clocks/index.html"
    york, berlin, auckland, nairobi, utc = browse(*({"url": page, "zone": zone} for zone in zones))
    # Summer time in New York ends on Sunday, 3 November 2030, at 6:00 UTC; Auckland keeps its own since September.
    assert york["yours"].split("\n\n") == [
        "Saturday 2 November, 3:00–5:00 (New York time)",
        "Sunday 3 November, 2:00–4:00 (New York time)",
        "Sunday 3 November, from 14:00 (New York time)",
    ]
    assert berlin["yours"].startswith("Saturday 2 November, 8:00–10:00 (Berlin time)")
    assert auckland["yours"].split("\n\n")[2] == "Monday 4 November, from 8:00 (Auckland time)"
    # They are on the page already.
    assert nairobi["yours"] is None
    assert utc["yours"] is None


def test_the_policy_lets_in_no_script_and_no_picture_of_others(sites: Path, host: str) -> None:
    page = (sites / "one" / "index.html").read_text(encoding="utf-8")
    planted = (
        '<script>document.title = "planted"</script><img src="http://localhost:9/x.png" alt=""><p style="color: red">'
    )
    (sites / "one" / "planted.html").write_text(page.replace("<main", f"{planted}<main"), encoding="utf-8")
    (found,) = browse({"url": f"{host}one/planted.html"})
    (sites / "one" / "planted.html").unlink()
    said = " ".join(found["errors"])
    for directive in ("script-src", "img-src", "style-src"):
        assert directive in said
    assert re.fullmatch(r"default-src 'none'; img-src 'self' data:; font-src data:; style-src 'sha256-\S+'; "
                        r"script-src 'none'; base-uri 'none'; form-action 'none'", policy(["p {}"], []))  # fmt: skip
    assert "unsafe" not in page
    assert 'style="' not in page


def test_a_validator_finds_nothing_in_the_pages(sites: Path, tmp_path: Path) -> None:
    # A title is the event's, and no shorter than that.
    command = [ROOT / "node_modules" / ".bin" / "html-validate", "--preset", "recommended", "--rule", "long-title:off"]
    pages = list(sites.rglob("index.html"))
    assert len(pages) == 10
    done = subprocess.run([*command, *pages], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    bad = tmp_path / "bad.html"
    bad.write_text(pages[0].read_text(encoding="utf-8").replace("<main", "<main id='content'><main"), encoding="utf-8")
    assert subprocess.run([*command, bad], capture_output=True, check=False).returncode == 1


class _Links(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("href", "src")]
        self.ids += [value or "" for name, value in attrs if name == "id"]


def test_every_link_leads_to_what_is_there(sites: Path) -> None:
    inside = 0
    for page in sites.rglob("index.html"):
        links = _Links(page.read_text(encoding="utf-8"))
        assert len(links.ids) == len(set(links.ids))
        for address in links.found:
            parts = urlsplit(address)
            if parts.scheme in ("data", "mailto", "http", "https"):
                continue
            assert not parts.netloc
            inside += 1
            assert parts.path == "" or (page.parent / unquote(parts.path)).is_file(), address
            assert parts.path or parts.fragment in links.ids, address
    assert inside > 60


def test_a_page_of_several_languages_leads_to_each_and_offers_its_own_files(sites: Path, seen: Seen) -> None:
    folder = sites / "many" / "two-languages"
    english, french = (page.read_text(encoding="utf-8") for page in (folder / "index.html", folder / "fr/index.html"))
    assert (english[: english.index("<head>")].count('lang="en"'), french.count('<html lang="fr">')) == (1, 1)
    assert '<a href="fr/index.html" lang="fr" hreflang="fr" rel="alternate">Français</a>' in english
    assert '<a href="../index.html" lang="en" hreflang="en" rel="alternate">English</a>' in french
    for page, files in ((english, _Links(english).found), (french, _Links(french).found)):
        assert page.count('aria-current="true"') == 1
        own = [name for name in files if name.endswith((".pdf", ".docx", ".ics", ".png", ".csv"))]
        assert len(own) >= 10
        assert all((".fr." in name) == (page is french) for name in own)
    assert "Le bac qui oublia la marée" in seen["in French", "wide"]["text"]
    assert "The ferry" not in seen["in French", "wide"]["text"]
    listed = (sites / "many" / "index.html").read_text(encoding="utf-8")
    assert '<a href="two-languages/fr/index.html" lang="fr" hreflang="fr">Français</a>' in listed


@pytest.mark.slow
def test_a_language_that_is_no_more_takes_its_page_with_it(tmp_path: Path, make: Make) -> None:
    text = (EVENTS / "two-languages.yaml").read_text(encoding="utf-8")
    shutil.copytree(EVENTS / "images", tmp_path / "images")
    event = written(tmp_path, text)
    folder = make([event], tmp_path / "site", base_url="https://papers.example/").folder
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert '<link rel="alternate" hreflang="fr" href="https://papers.example/event/fr/">' in page
    assert 'href="event/fr/index.html"' in page
    assert (folder / "event" / "fr" / "index.html").is_file()
    event.write_text(text.replace("language: [en, fr]", "language: [fr, en]"), encoding="utf-8")
    make([event], folder)
    assert (folder / "event" / "en" / "index.html").is_file()
    assert not (folder / "event" / "fr" / "index.html").exists()
    assert '<html lang="fr">' in (folder / "index.html").read_text(encoding="utf-8")


def test_the_folder_has_the_page_and_what_it_offers_and_no_more(sites: Path) -> None:
    assert set(held(sites / "one")) == ALONE
    page = (sites / "one" / "index.html").read_text(encoding="utf-8")
    note = sites / "one" / "event" / "concept-note.pdf"
    pages, size = len(pikepdf.open(note).pages), round(note.stat().st_size / 1000)
    assert f"{pages}\u00a0pages, {size}\u00a0kB" in page
    assert "canonical" not in page


def test_each_page_acknowledges_the_funders_with_their_marks(sites: Path) -> None:
    for page in ("index.html", "event/index.html"):
        assert "Austrian Development Agency" in verify(ROOT / "data" / "event.yaml", [sites / "one" / page])[0]
    page = (sites / "many" / "index.html").read_text(encoding="utf-8")
    footer = page[page.index("<footer>") :]
    for funder in ("with a grant from", "Supported by players of the Island Lottery", 'alt="Harbour Fund"'):
        assert footer.count(funder) == 1


def readable(data: bytes) -> bytes:
    """A file with what is packed in it, and what is in that, unpacked."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return b"\n".join(readable(package.read(name)) for name in package.namelist())
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
            said = "".join(str(one) for one in pdf.objects if not isinstance(one, pikepdf.Stream))
            packed = [one.read_bytes() for one in streams if one.get("/Subtype") != "/Image"]
        text = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout
        return b"\n".join([*packed, said.encode(), text])
    return data


def test_nothing_internal_is_in_any_byte(tmp_path: Path, make: Make) -> None:
    event = written(tmp_path / "data", SECRETS)
    make([event], tmp_path / "site")
    files = held(tmp_path / "site")
    assert set(files) == ALONE
    for name, data in files.items():
        plain = readable(data).lower()
        assert b"xyzzyx" not in plain, name
        assert b"000 9997" not in plain, name
    assert b"well fund" in readable(files["event/concept-note.docx"]).lower()
    assert b"To share wells" in readable(files["event/concept-note.pdf"])


@pytest.mark.slow
def test_the_same_event_gives_the_same_bytes_and_touches_nothing(project: Path, make: Make, tmp_path: Path) -> None:
    event, folder = project / "data" / "event.yaml", tmp_path / "site"
    first = make([event], folder)
    assert set(first.changed) == ALONE
    before = {path: path.stat().st_mtime_ns for path in [folder, *folder.rglob("*")]}
    assert make([event], folder).changed == []
    assert {path: path.stat().st_mtime_ns for path in before} == before
    again = make([event], tmp_path / "again")
    assert held(again.folder) == held(folder)
    event.write_text(event.read_text(encoding="utf-8").replace("Oulie", "Aminata"), encoding="utf-8")
    changed = make([event], folder).changed
    assert "index.html" in changed
    assert "event/programme.csv" in changed
    assert b"Aminata" in (folder / "index.html").read_bytes()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    "fault", some_quick(["broken", "draft", "approval", "unacknowledged", "unproven"], "draft", "unproven")
)
def test_a_site_that_cannot_be_made_leaves_the_old_one(
    fault: str, project: Path, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, folder = project / "data" / "event.yaml", tmp_path / "site"
    make([event], folder)
    before, good = held(folder), event.read_text(encoding="utf-8")
    code = ExitCode.DATA
    if fault == "broken":
        event.write_text(good.replace("day: 2014-06-10", "day: 2014-06-31"), encoding="utf-8")
    elif fault == "draft":
        event.write_text(good + "\nstatus: draft\n", encoding="utf-8")
    elif fault == "approval":
        event.write_text(re.sub(r"(\n +)- party: ada\n", r"\1- party: ada\1  approval: {required: true}\n", good))
    elif fault == "unacknowledged":
        note = (ROOT / "templates" / "programme.html.j2").read_text(encoding="utf-8")
        (project / "templates").mkdir()
        head = '<head><title>x</title><meta name="acknowledgement" content="none"></head>'
        note = note.replace("{{ parts.head(event.title) }}", head)
        (project / "templates" / "programme.html.j2").write_text(note, encoding="utf-8")
        code = ExitCode.ASSET
    else:
        # A page whose foot is lost on the way is found out by what lies on the disk.
        monkeypatch.setattr("conceptnote.site.page.foot_of", lambda _: [])
        code = ExitCode.ASSET
    with pytest.raises(DiagnosticError) as told:
        make([event], folder)
    assert told.value.exit_code == code
    assert held(folder) == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []
    if fault in ("draft", "approval", "unacknowledged"):
        assert "--allow" in str(told.value.diagnostics[0])
        assert make([event], folder, allowed=SITE_ALLOWANCES).folder == folder


@pytest.mark.slow
def test_addresses_stay_when_a_title_changes_or_an_event_is_left_out(tmp_path: Path, make: Make) -> None:
    simple = "title: {}\ndate: 2030-03-0{}\ntime: 9:15–10:45\ntimezone: Europe/Zurich\n"
    wells = written(tmp_path, simple.format("Wells", 5), "wells")
    rivers = written(tmp_path, simple.format("Rivers", 4), "rivers")
    folder = tmp_path / "site"
    make([wells, rivers], folder, base_url="https://events.example.org/water")
    names = set(held(folder))
    assert names == {"index.html", "site.json", *(f"{one}/{file}" for one in ("wells", "rivers") for file in FILES)}
    listed = (folder / "index.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert listed.index("4 March 2030") < listed.index("Rivers") < listed.index("5 March 2030") < listed.index("Wells")
    page = (folder / "wells" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://events.example.org/water/wells/">' in page
    written(tmp_path, simple.format("Springs and fountains", 5), "wells")
    (folder / "CNAME").write_text("events.example.org\n")
    done = make([wells, rivers], folder)
    assert set(held(folder)) == names | {"CNAME"}
    assert b"Springs and fountains" in (folder / "index.html").read_bytes()
    assert done.warnings == []
    left = make([wells, written(tmp_path, simple.format("Seas", 6), "seas")], folder)
    assert (folder / "rivers" / "index.html").is_file()
    assert [str(one.location) for one in left.warnings] == [str(folder / "rivers")]


@pytest.mark.slow
def test_a_second_event_that_joins_leaves_every_address_of_the_first_where_it_is(tmp_path: Path, make: Make) -> None:
    """And the first's files are what the event says now, whether or not others are there."""
    simple = "title: {}\ndate: 2030-03-0{}\ntime: 9:15–10:45\ntimezone: Europe/Zurich\n"
    rivers = written(tmp_path, simple.format("Rivers", 4), "rivers")
    wells = written(tmp_path, simple.format("Wells", 5), "wells")
    folder = tmp_path / "site"
    make([rivers], folder, base_url="https://events.example.org/")
    alone = held(folder)
    assert set(alone) == {"index.html", "site.json", *(f"rivers/{file}" for file in FILES)}
    for page in ("index.html", "rivers/index.html"):
        assert b'<link rel="canonical" href="https://events.example.org/rivers/">' in alone[page]
    assert make([rivers, wells], folder, base_url="https://events.example.org/").warnings == []
    both = held(folder)
    assert alone.keys() < both.keys()
    kept = [name for name in alone if both[name] == alone[name]]
    assert set(kept) == {f"rivers/{file}" for file in FILES - {"index.html"}}
    assert b'href="../index.html"' in both["rivers/index.html"]  # the way to the list
    assert b'href="rivers/index.html"' in both["index.html"]
    written(tmp_path, simple.format("Rivers and lakes", 4), "rivers")
    make([rivers, wells], folder, base_url="https://events.example.org/")
    changed = [name for name, data in held(folder).items() if data != both[name] and name.startswith("rivers/")]
    assert {"rivers/concept-note.pdf", "rivers/event.ics", "rivers/index.html"} <= set(changed)
    # And the other way round.
    done = make([rivers], folder, base_url="https://events.example.org/")
    assert [str(one.location) for one in done.warnings] == [str(folder / "wells")]
    assert held(folder).keys() == both.keys()
    assert b"Rivers and lakes" in (folder / "index.html").read_bytes()


def test_files_that_an_event_has_no_more_go_unless_somebody_has_changed_them(tmp_path: Path, make: Make) -> None:
    event, folder = written(tmp_path, AROUND_A_CHANGE), tmp_path / "site"
    make([event], folder)
    record = json.loads((folder / "site.json").read_text(encoding="utf-8"))
    for name in ("event/concept-note.fr.pdf", "event/changed.pdf", "other/programme.pdf"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"earlier")
        record["files"][name] = sha256(b"earlier")
    record["events"].append({**record["events"][0], "folder": "other"})
    (folder / "event" / "changed.pdf").write_bytes(b"changed")
    (folder / "event" / "mine.pdf").write_bytes(b"mine")
    (folder / "site.json").write_text(json.dumps(record), encoding="utf-8")
    make([event], folder)
    assert set(held(folder)) == ALONE | {"event/changed.pdf", "event/mine.pdf", "other/programme.pdf"}


@pytest.mark.slow
def test_the_record_names_what_is_to_be_seen_anyway(sites: Path, project: Path, make: Make) -> None:
    record = json.loads((sites / "one" / "site.json").read_text(encoding="utf-8"))
    (event,) = record["events"]
    assert (event["event"], event["folder"]) == ("data/event.yaml", "event")
    assert event["pictures"]
    assert all((ROOT / name).is_file() for name in event["pictures"])
    assert record["files"].keys() == ALONE - {"site.json"}
    assert all(sha256((sites / "one" / name).read_bytes()) == value for name, value in record["files"].items())
    (project / "funders").mkdir()
    (project / "funders" / "hushhush.yaml").write_text("name: Hush\n", encoding="utf-8")
    shared = project / "data" / "hushhush.yaml"
    text = (project / "data" / "event.yaml").read_text(encoding="utf-8")
    shared.write_text("{}\n", encoding="utf-8")
    (project / "data" / "event.yaml").write_text(f"<<: !include hushhush.yaml\n{text}", encoding="utf-8")
    assert (
        b"hushhush" not in (make([project / "data" / "event.yaml"], project / "site").folder / "site.json").read_bytes()
    )


def test_what_is_no_site_is_not_replaced(tmp_path: Path, make: Make) -> None:
    event = written(tmp_path / "data", AROUND_A_CHANGE)
    with pytest.raises(DiagnosticError, match="that conceptnote site did not make") as told:
        make([event], tmp_path / "data")
    assert told.value.exit_code == ExitCode.USAGE
    assert set(held(tmp_path / "data")) == {"event.yaml"}


def test_two_events_cannot_have_one_address(tmp_path: Path, make: Make) -> None:
    one, other = (written(tmp_path / above / "a", AROUND_A_CHANGE) for above in "xy")
    with pytest.raises(DiagnosticError, match="two event files are called “event”"):
        make([one, other], tmp_path / "site")
    with pytest.raises(DiagnosticError, match="not a web address"):
        make([one], tmp_path / "site", base_url="events")
    assert not (tmp_path / "site").exists()


def test_the_command_says_what_it_has_made(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    command = [Path(sys.executable).parent / "conceptnote", "site", "-o", "public"]
    done = subprocess.run([*command, "--dry-run"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert not (tmp_path / "public").exists()
    *would, last = done.stdout.splitlines()
    assert (would, last) == ([f"public/{name}" for name in sorted(ALONE)], "nothing was written (--dry-run)")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [f"public/{name}" for name in sorted(ALONE)]
    (tmp_path / "data" / "event.yaml").write_text("title: x\n", encoding="utf-8")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "data/event.yaml" in done.stderr
