"""The options that commands share, and what becomes of their words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeVar

import typer

from conceptnote.build.request import ALL_FORMATS, DEFAULT_FORMATS, Request, event_file_of
from conceptnote.cli import completion
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, did_you_mean
from conceptnote.pageformat import IMPOSITIONS, ORIENTATIONS, PAPERS
from conceptnote.pdfstandard import PdfStandard
from conceptnote.textfolding import in_small_letters

Word = TypeVar("Word", bound=str)


def named_event(named: str) -> Path:
    """The event file of an argument: of a folder, the one in it."""
    return event_file_of(Path(named))


EventFile = Annotated[Path, typer.Argument(help="The event file, or the folder that it is in.", parser=named_event)]
EventFiles = Annotated[
    list[Path] | None,
    typer.Argument(
        help="The event file, the folder that it is in, or several, as events/*.yaml. [default: data/event.yaml]",
        parser=named_event,
    ),
]
USUAL_EVENT = Path("data/event.yaml")
OutputDir = Annotated[
    Path | None, typer.Option("-o", "--output-dir", help="Where the files go; the project's out/ by default.")
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "-f",
        "--format",
        help="pdf, docx, html, or of the event ics, json, csv, txt; repeatable, or with commas. [default: pdf,docx]",
        autocompletion=completion.formats,
    ),
]
Documents = Annotated[
    list[str] | None,
    typer.Option(
        "-d",
        "--document",
        help="A document, such as programme; repeatable. [default: the usual ones, and those under papers]",
        autocompletion=completion.documents,
    ),
]
PDF_STANDARDS = tuple(standard.value for standard in PdfStandard)
Standard = Annotated[
    str,
    typer.Option("--pdf-standard", help="a-3a+ua-1, a-2a, ua-1, ua-2 or none.", autocompletion=completion.standards),
]
USUAL_STANDARD = PDF_STANDARDS[0]
Paper = Annotated[
    str | None,
    typer.Option(
        "--paper",
        help="a4, letter, a5, half-letter, third-a4 or third-letter. [default: the event file's, else a4]",
        autocompletion=completion.papers,
    ),
]
Turned = Annotated[
    str | None,
    typer.Option("--orientation", help="portrait or landscape.", autocompletion=completion.orientations),
]
Impose = Annotated[
    list[str] | None,
    typer.Option(
        "--impose",
        help="Impose the pages on sheets, in files besides: booklet, two-up or leaflet; repeatable.",
        autocompletion=completion.impositions,
    ),
]
EmbedFonts = Annotated[bool, typer.Option("--embed-fonts/--no-embed-fonts", help="Whether the DOCX carries its fonts.")]
OutputFormat = Annotated[
    str,
    typer.Option(
        "--output-format", help="How problems are told: text, json, github or sarif.", autocompletion=completion.forms
    ),
]
Check = Annotated[
    bool, typer.Option("--check", help="Write nothing; end with 4 where the files are not what the inputs give.")
]
Final = Annotated[
    bool,
    typer.Option(
        "--final", help="Refuse while somebody is to be confirmed, an approval is pending, or a translation is missing."
    ),
]
Force = Annotated[
    bool, typer.Option("--force", help="Build what is there already, and replace Word files that were edited.")
]
Values = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Put a value in the place of the event file's; repeatable."),
]
ValueFiles = Annotated[
    list[str] | None,
    typer.Option("--set-file", metavar="PATH=FILE", help="The same, from a text file of the project; repeatable."),
]
Audience = Annotated[
    str | None, typer.Option("--audience", metavar="NAME", help="Print the parts that are for this audience, too.")
]
Languages = Annotated[
    list[str] | None,
    typer.Option(
        "--language",
        help="Of an event in several languages, these alone; repeatable, or with commas. [default: all]",
        autocompletion=completion.several_languages,
    ),
]
Split = Annotated[
    bool, typer.Option("--split", help="A file for each attendee or recipient, of documents that have parts for them.")
]
RecipientList = Annotated[
    str | None,
    typer.Option("--recipients", metavar="FILE", help="A list of recipients, CSV or YAML, beside the event file."),
]
Report = Annotated[
    Path | None, typer.Option("--report", metavar="FILE", help="Write the problems to this file too, as JSON.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Fail on warnings too, once all is told.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Print nothing but problems.")]


def make_request(
    event: Path,
    output_dir: Path | None,
    formats: list[str] | None,
    documents: list[str] | None,
    paper: str | None,
    orientation: str | None,
    impose: list[str] | None,
    pdf_standard: str = USUAL_STANDARD,
) -> Request:
    """What the options ask for. Raises DiagnosticError for a word that is none of the choices."""
    return Request(
        event,
        output_dir,
        [one_of(name, ALL_FORMATS, "format") for name in listed(formats)] or DEFAULT_FORMATS,
        listed(documents),
        None if paper is None else one_of(paper, PAPERS, "paper"),
        None if orientation is None else one_of(orientation, ORIENTATIONS, "orientation"),
        [one_of(name, IMPOSITIONS, "imposition") for name in listed(impose)],
        pdf_standard=PdfStandard(one_of(pdf_standard, PDF_STANDARDS, "PDF standard")),
    )


def known_languages(values: list[str] | None) -> list[str]:
    """The languages that an option names; whether papers can be made in them, the project tells."""
    return [name.casefold() for name in listed(values)]


def listed(values: list[str] | None) -> list[str]:
    """The words of an option that is repeatable, or takes several with commas."""
    return list(dict.fromkeys(word.strip() for value in values or () for word in value.split(",") if word.strip()))


def one_of(value: str, known: tuple[Word, ...], what: str) -> Word:
    """The choice that a word names, in small letters or capitals. Raises DiagnosticError for a word that is none."""
    if (word := in_small_letters(value, known)) is not None:
        return word
    hint = did_you_mean(value, known, listing="there are")
    raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, f"there is no {what} “{value}”", hint=hint))
