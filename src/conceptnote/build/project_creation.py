"""Create a project: an event file and the files around it, blank or made from an existing note."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from msgspec import Struct, field

from conceptnote.build.draft_report import comments_of, message_of, summary_of, urgency
from conceptnote.build.editor_schema import schema_text
from conceptnote.build.journal import recover
from conceptnote.build.note_file import read_apart, read_note, read_whole
from conceptnote.build.outputs import output_folder, staged
from conceptnote.build.valid_draft import make_valid
from conceptnote.build.whole_event import WholeEvent
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, Severity
from conceptnote.languages.known import DEFAULT, Languages
from conceptnote.regularfile import real_path
from conceptnote.source.project import Project
from conceptnote.source.world import this_machine

if TYPE_CHECKING:
    from conceptnote.read.manuscript import Manuscript, Paragraph
    from conceptnote.recognise.draft import Draft

_RUN = stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH
KEYS = ("title", "date", "time", "timezone", "venue", "language")
"""The questions; `year` too, for a note that names a day without one."""
FURTHER = ("type", "organiser", "funder", "lockup", "other_language", "other_title")
"""What a blank event can have besides: `lockup` are the words before the funder's name, and the title in another
language makes papers in both."""

_QUESTIONS = {
    "title": "Title of the event",
    "date": "Date, as 2030-03-05",
    "year": "Year of the date",
    "time": "From when to when, as 9:15–10:45",
    "timezone": "Time zone, as Europe/Zurich",
    "venue": "Venue; leave it empty if you do not know it yet",
    "language": "Language of the papers, {languages}",
}


class Question(Struct, frozen=True):
    """A question to the person who creates the project; `default` is the value of an empty answer."""

    key: str
    words: str
    default: str


class CreatedProject(Struct, frozen=True):
    """A new project: its files, those that existed before, what to check, and what its pipeline needs."""

    created: list[Path]
    kept: list[Path]
    findings: list[Diagnostic]
    pipeline: Diagnostic | None = None
    summary: list[str] = field(default_factory=list)
    """What to check first in values from a note, in lines."""


class ProjectCreation(Struct):
    """A project about to be created in a folder.

    `given` are answers, by the key of their question. The `uid` is random, because titles and days of new files are
    alike (RFC 7986, 5.3, recommends it too). Raises DiagnosticError if the folder has an event file, an answer is
    wrong, or the note cannot be read; then nothing has been written.
    """

    folder: Path
    source: Path | None = None
    given: dict[str, str] = field(default_factory=dict)
    today: date = field(default_factory=date.today)
    uid: str = field(default_factory=lambda: str(uuid4()))
    whole: WholeEvent | None = None
    """A complete event file to begin from."""
    _manuscript: Manuscript | None = None
    _summary: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        recover(self.folder)
        event_file = self.folder / "data" / "event.yaml"
        if os.path.lexists(event_file):
            hint = "name another folder, or edit the file that is there"
            message = "there is already an event file; nothing was changed"
            raise DiagnosticError(Diagnostic(Code.PROJECT_EXISTS, message, Location(str(event_file)), hint=hint))
        given, self.given = self.given, {}
        problems = [problem for key, text in given.items() if (problem := self.answer(key, text))]
        if problems:
            raise DiagnosticError(*problems)
        if self.source is not None:
            self.whole = read_apart(self.source, read_whole, self.source, self.languages)
            if self.whole is None:
                self._manuscript = read_apart(self.source, read_note, self.source)

    @property
    def languages(self) -> Languages:
        """The languages that its papers can be made in; the folder may have its own. Raises DiagnosticError."""
        from conceptnote.source.own_languages import known_languages

        event_file = self.folder / "data" / "event.yaml"
        project = Project(event_file.absolute(), real_path(self.folder), str(event_file), this_machine())
        return known_languages(project)

    @property
    def original(self) -> list[Paragraph]:
        """The paragraphs of the note that it is begun from."""
        return list(self._manuscript.paragraphs()) if self._manuscript is not None else []

    def answer(self, key: str, text: str) -> Diagnostic | None:
        """Take an answer, or say what is wrong with it."""
        from conceptnote.schema.answer import invalid_answer
        from conceptnote.source.characters import unprintable

        text = " ".join(text.split())
        wrong: tuple[str, str | None] | None
        if key == "year":
            wrong = None if len(text) == 4 and text.isdecimal() and text.isascii() and text > "0999" else _NO_YEAR
        elif bad := unprintable(text):
            wrong = (f"the text contains {bad}, which cannot be printed", "type it again")
        else:
            asked = key.removeprefix("other_")
            asks_nothing = key in ("organiser", "funder", "lockup") or (key == "venue" and not text)
            wrong = None if asks_nothing else invalid_answer(asked, text, self.languages)
            text = text.casefold() if asked == "language" else text
        if wrong is not None:
            return Diagnostic(Code.WRONG_VALUE, wrong[0], None, (key,), wrong[1])
        if text:
            self.given[key] = text
        return None

    def questions(self) -> list[Question]:
        """The questions that neither the given answers nor the note answer."""
        if self.whole is not None:
            return []
        defaults = self._defaults()
        if self._manuscript is None:
            words = _QUESTIONS | {"language": _QUESTIONS["language"].format(languages=" or ".join(self.languages.tags))}
            return [Question(key, words[key], defaults[key]) for key in KEYS if key not in self.given]
        event = self._draft().event
        known = {*event, *self.given, *(("date", "time") if "sittings" in event else ())}
        asked = [key for key in ("title", "date", "time", "timezone") if key not in known]
        day = event.get("date")
        if isinstance(day, dict):
            asked.append("year")
            defaults["year"] = day["day"][:4]
        return [Question(key, _QUESTIONS[key], defaults[key]) for key in asked]

    def write(self, *, ci: bool = True, dry_run: bool = False) -> CreatedProject:
        """Write the project's files, except existing ones; all, or none.

        Unanswered questions have their defaults. Without `ci` there is no workflow. A `dry_run` writes nothing, and
        returns the same.
        """
        from conceptnote.machine.provenance import github_commit
        from conceptnote.scaffold.project import EVENT_FILE, PROGRAMS, WORKFLOW, further_files

        text, title, findings = self._event_file()
        known = github_commit()
        files = {
            EVENT_FILE: text.encode(),
            EVENT_FILE.with_name("event.schema.json"): schema_text(self.languages).encode(),
            **further_files(title, *(known or (None, None))),
            **(self.whole.files if self.whole is not None else {}),
        }
        places = {self.folder / place: data for place, data in files.items() if ci or place != WORKFLOW}
        kept = [place for place in places if os.path.lexists(place)]
        new = {place: data for place, data in places.items() if place not in kept}
        if dry_run:
            return CreatedProject(list(new), kept, findings, summary=self._summary)
        with ExitStack() as stack:
            for folder in dict.fromkeys(place.parent for place in new):
                stack.enter_context(output_folder(folder, real_path(self.folder)))
            stack.enter_context(staged(new, new=True))
        for place in new.keys() & {self.folder / one for one in PROGRAMS}:
            with suppress(OSError):  # A disk may know of no such permission.
                place.chmod(place.stat().st_mode | _RUN)
        workflow = self.folder / WORKFLOW
        pipeline = _unaddressed(workflow) if known is None and workflow in new else None
        return CreatedProject(list(new), kept, findings, pipeline, self._summary)

    def _event_file(self) -> tuple[str, str, list[Diagnostic]]:
        """The event file, its title, and what to check."""
        from conceptnote.scaffold.project import event_text

        if self.whole is not None:
            return self.whole.text, self.whole.title, list(self._placeholders())
        draft = self._draft() if self._manuscript is not None else self._blank()
        draft.event["uid"] = self.uid
        findings = [] if self._manuscript is None else self._assume(draft)
        source = self.source.name if self.source is not None else None
        deadline = str(self.today + timedelta(days=28))
        text = event_text(draft.event, comments_of(draft), source=source, deadline=deadline)
        title = draft.event["title"]
        return text, str(next(iter(title.values())) if isinstance(title, dict) else title), findings

    def _placeholders(self) -> Iterator[Diagnostic]:
        assert self.whole is not None
        for place in self.whole.placeholders:
            message = f"the PDF does not contain {place}: a grey field is in its place"
            at = Location(str(self.folder / place))
            hint = "put the original file there"
            yield Diagnostic(Code.MANUSCRIPT_UNPLACED, message, at, hint=hint, severity=Severity.WARNING)

    def _defaults(self) -> dict[str, str]:
        words = real_path(self.folder).name.replace("-", " ").replace("_", " ").strip()
        named = words[:1].upper() + words[1:]
        return {
            "title": named or "Title of the event",
            "date": str(self.today + timedelta(days=42)),
            "time": "10:00–12:00",
            "timezone": _own_zone(),
            "venue": "",
            "language": DEFAULT,
            "year": str(self.today.year),
        }

    def _blank(self) -> Draft:
        from conceptnote.recognise.draft import Draft
        from conceptnote.yamldata import Inline

        answers = self._defaults() | self.given
        event: dict[str, Any] = {key: answers[key] for key in (*KEYS, "type") if answers.get(key)}
        if "other_title" in answers:
            languages = [answers["language"], answers["other_language"]]
            titles = answers["title"], answers["other_title"]
            event |= {"language": languages, "title": Inline(zip(languages, titles, strict=True))}
        draft = Draft(event | {"status": "draft"})
        for role in ("organiser", "funder"):
            if name := answers.get(role):
                party = draft.new_id("parties", name)
                draft.records("parties")[party] = {"name": name, "roles": role}
                if role == "funder":
                    draft.event["funders"] = [{"party": party, "lockup": answers["lockup"], "text_only": "true"}]
        return draft

    def _draft(self) -> Draft:
        from conceptnote.recognise.note import draft_of

        assert self._manuscript is not None
        assert self.source is not None
        return read_apart(self.source, draft_of, self._manuscript, self.given, self.today, self.languages)

    def _assume(self, draft: Draft) -> list[Diagnostic]:
        """Add required values that are unknown; returns everything to check."""
        assert self.source is not None
        sittings = draft.event.get("sittings")
        for key in ("title", "date", "time", "timezone"):
            if key not in draft.event and not (sittings and key in ("date", "time")):
                value: Any = self._defaults()[key]
                message = f"the original has no {key}: “{value}” is a placeholder"
                draft.find(0, message, f"write the right one, or begin again with --{key}", (key,))
                draft.event[key] = {"day": value, "year": "inferred"} if key == "date" else value
        make_valid(draft, self.languages)
        self._summary = summary_of(draft)
        return [
            Diagnostic(
                Code.MANUSCRIPT_UNPLACED if found.weight == "unplaced" else Code.MANUSCRIPT_UNCERTAIN,
                message_of(found, draft), Location(str(self.source), found.line), found.path, found.hint,
                Severity.WARNING,
            )
            for found in sorted(draft.findings, key=urgency)
        ]  # fmt: skip


def _unaddressed(workflow: Path) -> Diagnostic:
    text = workflow.read_text(encoding="utf-8").splitlines()
    line = next(number for number, one in enumerate(text, 1) if one.strip().startswith("uses:"))
    message = "the workflow does not say where conceptnote is on GitHub, so it cannot run"
    hint = "add it as the comment says; if the project is not on GitHub, remove the file"
    at = Location(str(workflow), line)
    return Diagnostic(Code.WORKFLOW_INCOMPLETE, message, at, hint=hint, severity=Severity.WARNING)


_NO_YEAR = ("this is not a year", "write four digits: 2030")


def _own_zone() -> str:
    """The time zone of this machine, if its settings name it; otherwise UTC."""
    from conceptnote.schema.answer import invalid_answer

    link = os.path.realpath("/etc/localtime")
    for name in (os.environ.get("TZ", "").lstrip(":"), link.partition("zoneinfo/")[2]):
        if name and invalid_answer("timezone", name) is None:
            return name
    return "UTC"
