"""`conceptnote translations list`, `export`, `import` and `accept`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conceptnote.api import open_project
from conceptnote.cli import options
from conceptnote.cli.change import agreed, show_found
from conceptnote.cli.panels import Command
from conceptnote.cli.perform import perform
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.regularfile import TooLarge, read_whole
from conceptnote.systemerror import reason

if TYPE_CHECKING:
    from conceptnote.translate.overview import Overview

translations_commands = typer.Typer(
    add_completion=False, no_args_is_help=True, rich_markup_mode=None, help="List, export and import translations."
)


def list_command(
    event: options.EventOption = options.USUAL_EVENT,
    language: options.Languages = None,
    output_format: options.ResultForm = "text",
) -> None:
    """List what is missing, or older than its text.

    \b
    conceptnote translations list
    conceptnote translations list --language fr
    conceptnote translations list --output-format json    for a script

    A translation is older when its text has changed since it was imported or accepted.

    Ends with 0, with 1 when the event is not valid, or with 2 for wrong usage.
    """
    with perform(event) as result:
        from conceptnote.translate.overview import overviews

        as_json = options.wants_json(output_format, in_json=False)
        found = overviews(open_project(event), options.known_languages(language))
        if as_json:
            result.add_json([one.to_json() for one in found])
        else:
            result.lines += [line for one in found for line in _lines(one)]


def _lines(overview: Overview) -> Iterator[str]:
    counts = {state: len(overview.of(state)) for state in ("translated", "missing", "older")}
    yield f"{overview.language}: {', '.join(f'{count} {state}' for state, count in counts.items())}"
    for state in ("missing", "older"):
        for text in overview.of(state):
            words = text.source.split("\n")[0]
            yield f"  {state:7}  {text.name}: {words[:60]}{'…' if len(words) > 60 else ''}"


def export_command(
    event: options.EventOption = options.USUAL_EVENT,
    language: options.Languages = None,
    output_dir: Annotated[Path | None, options.folder_option("Where the files go. [default: out]")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Also export texts that are translated.")] = False,
) -> None:
    """Write an XLIFF file for the translators of each language.

    \b
    conceptnote translations export                   what is missing or older
    conceptnote translations export --language ar     Arabic alone
    conceptnote translations export --all             every text

    Translators open the file in the tool that they use, such as Trados, memoQ, OmegaT or Weblate. Bring it back with
    conceptnote translations import.

    Ends with 0 when written, with 1 when the event is not valid, or with 2 for wrong usage.
    """
    with perform(event) as result:
        from conceptnote.translate.overview import overviews
        from conceptnote.translate.record import write_export
        from conceptnote.translate.texts import languages_of
        from conceptnote.translate.xliff import written

        project = open_project(event)
        main, *_ = languages_of(project)
        folder = output_dir or project.root / "out"
        for one in overviews(project, options.known_languages(language)):
            texts = [text for text, state in one.texts if all_ or state != "translated"]
            if not texts:
                result.lines.append(f"{one.language}: everything is translated; --all exports it")
                continue
            path = folder / f"{project.event_file.stem}.{one.language}.xlf"
            write_export(path, written(texts, main, one.language, project.shown))
            result.lines.append(f"{path}  {len(texts)} text{'s' * (len(texts) != 1)}")


def import_command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="XLIFF files that translators have sent back.")],
    event: options.EventOption = options.USUAL_EVENT,
    yes: options.Yes = False,
    dry_run: options.DryRun = False,
) -> None:
    """Write translations that came back into the event file.

    \b
    conceptnote translations import event.ar.xlf
    conceptnote translations import *.xlf --dry-run

    If a text has changed since the export, the file is refused. Shows the lines that change and what check then
    finds, such as times and numbers that differ, and asks.

    Ends with 0 when written, with 1 when a text has changed meanwhile, or with 2 for a wrong file or wrong usage, or
    if there is no terminal.
    """
    with perform(event) as result:
        from conceptnote.translate.importing import importing
        from conceptnote.translate.record import record

        for file in files:
            project = open_project(event)
            found = importing(project, _read(file), str(file))
            result.problems += found.warnings
            if found.proposal is None:
                result.lines.append(f"{file}: the event file already has every translation in it")
            else:
                for line in found.proposal.diff():
                    typer.echo(line)
                show_found(event, found.proposal)
            if dry_run:
                result.lines.append("nothing was written (--dry-run)")
            elif found.proposal is None or yes or agreed():
                done = found.proposal.write() if found.proposal else None
                names = [one.shown for one in done.files] if done else []
                if record(project, found.language, found.texts):
                    names.append("translations.json")
                result.lines += [f"written: {', '.join(names)}"] if names else []
            else:
                result.lines.append("nothing was written")


def _read(file: Path) -> bytes:
    from conceptnote.translate.xliff import LARGEST

    try:
        return read_whole(file, LARGEST)
    except (OSError, TooLarge) as error:
        text = reason(error) if isinstance(error, OSError) else "it is larger than 4 MB"
        problem = Diagnostic(Code.TRANSLATION_UNREADABLE, f"the file cannot be read: {text}", Location(str(file)))
        raise DiagnosticError(problem) from None


def accept_command(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH…", help="Paths of texts, such as agenda[2].item.")
    ] = None,
    event: options.EventOption = options.USUAL_EVENT,
    language: options.Languages = None,
    all_: Annotated[bool, typer.Option("--all", help="Accept every translation.")] = False,
) -> None:
    """Record that translations are still right.

    \b
    conceptnote translations accept title
    conceptnote translations accept agenda.2.item --language fr
    conceptnote translations accept --all

    The record is translations.json, in the project folder. Commit it.

    Ends with 0 when recorded, with 1 when the event is not valid, or with 2 for wrong usage.
    """
    with perform(event) as result:
        from conceptnote.translate.overview import overviews
        from conceptnote.translate.record import record

        project = open_project(event)
        if bool(paths) == all_:
            hint = "conceptnote translations accept title, or --all"
            raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, "name texts, or write --all", hint=hint))
        found = overviews(project, options.known_languages(language))
        names = {_plain(text.name): text.name for one in found for text, _ in one.texts}
        for path in paths or ():
            if not any(_within(_plain(path), name) for name in names):
                message, hint = f"“{path}” is not a translated text", "conceptnote translations list names them"
                raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, hint=hint))
        wanted = [_plain(path) for path in paths or ()]
        for one in found:
            texts = [
                text for text, state in one.texts
                if state != "missing" and (all_ or any(_within(path, _plain(text.name)) for path in wanted))
            ]  # fmt: skip
            record(project, one.language, texts)
            result.lines.append(f"{one.language}: {len(texts)} translation{'s' * (len(texts) != 1)} recorded as right")


def _plain(path: str) -> str:
    """A path with positions as `agenda.2`, which shells do not interpret."""
    return path.replace("[", ".").replace("]", "")


def _within(path: str, name: str) -> bool:
    return name == path or name.startswith(f"{path}.")


translations_commands.command("list", cls=Command)(list_command)
translations_commands.command("export", cls=Command)(export_command)
translations_commands.command("import", cls=Command)(import_command)
translations_commands.command("accept", cls=Command)(accept_command)
