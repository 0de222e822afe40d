"""The options that commands share, and the checks of their values."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, TypeVar

from typer import Argument, Option

from conceptnote.build.formats import FORMATS, export_formats, paper_formats, usual_formats
from conceptnote.build.request import Request, event_file_of
from conceptnote.cli import completion
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, did_you_mean
from conceptnote.pageformat import IMPOSITIONS, ORIENTATIONS, PAPERS
from conceptnote.pdfstandard import PdfStandard
from conceptnote.report.forms import FORMS, RESULT_FORMS
from conceptnote.textfolding import in_small_letters

Word = TypeVar("Word", bound=str)


def named_event(named: str) -> Path:
    """The event file of an argument; for a folder, the one in it."""
    return event_file_of(Path(named))


def folder_option(help: str) -> Any:
    """The folder that a command writes, or looks into."""
    return Option("-o", "--output-dir", metavar="FOLDER", help=help)


def formats_option(help: str, known: completion.Words = FORMATS) -> Any:
    """The formats that a command makes."""
    return Option("-f", "--format", metavar="FORMAT", help=help, autocompletion=completion.several(known))


def allow_option(help: str, known: completion.Words) -> Any:
    """The conditions that a command ignores on request."""
    help += "; repeatable, or with commas."
    return Option("--allow", metavar="WHAT", help=help, autocompletion=completion.several(known))


def _output_format(help: str, known: completion.Words) -> Any:
    return Option("--output-format", metavar="FORMAT", help=help, autocompletion=completion.one(known))


USUAL_EVENT = Path("data/event.yaml")
PDF_STANDARDS = tuple(standard.value for standard in PdfStandard)
USUAL_STANDARD = PDF_STANDARDS[0]
_EVENTS = "The event file, or its folder; or several, as events/*.yaml. [default: data/event.yaml]"
_FORMATS = (
    f"{', '.join(paper_formats())}, or of the event {', '.join(export_formats())}; repeatable, or with commas."
    f" [default: {','.join(usual_formats())}]"
)
_DOCUMENTS = "A document, such as programme; repeatable. [default: the usual ones, and those under papers]"
_STANDARDS = "a-3a+ua-1, a-2a, ua-1, ua-2 or none."
_PAPERS = "a4, letter, a5, half-letter, third-a4 or third-letter. [default: the event file's, else a4]"
_IMPOSITIONS = "Make further PDFs with the pages on sheets: booklet, two-up or leaflet; repeatable."
_FINAL = "Refuse while a person is to be confirmed, an approval is pending or a translation is missing."
_LANGUAGES = "Only this language; repeatable, or with commas. [default: all]"

EventFile = Annotated[Path, Argument(metavar="EVENT", help="The event file, or its folder.", parser=named_event)]
EventFiles = Annotated[list[Path] | None, Argument(metavar="EVENT", help=_EVENTS, parser=named_event)]
EventOption = Annotated[
    Path, Option("-e", "--event", metavar="EVENT", help="The event file, or its folder.", parser=named_event)
]
OutputDir = Annotated[Path | None, folder_option("Where the files go. [default: the project's out/]")]
Formats = Annotated[list[str] | None, formats_option(_FORMATS)]
Documents = Annotated[
    list[str] | None,
    Option("-d", "--document", metavar="NAME", help=_DOCUMENTS, autocompletion=completion.documents),
]
Standard = Annotated[
    str,
    Option("--pdf-standard", metavar="STANDARD", help=_STANDARDS, autocompletion=completion.one(PDF_STANDARDS)),
]
Paper = Annotated[str | None, Option("--paper", metavar="SIZE", help=_PAPERS, autocompletion=completion.one(PAPERS))]
Turned = Annotated[
    str | None,
    Option("--orientation", metavar="WAY", help="portrait or landscape.", autocompletion=completion.one(ORIENTATIONS)),
]
Impose = Annotated[
    list[str] | None,
    Option("--impose", metavar="HOW", help=_IMPOSITIONS, autocompletion=completion.several(IMPOSITIONS)),
]
EmbedFonts = Annotated[bool, Option("--embed-fonts/--no-embed-fonts", help="Put the fonts into the DOCX.")]
OutputFormat = Annotated[str, _output_format("How problems are reported: text, json, github or sarif.", FORMS)]
ResultForm = Annotated[str, _output_format("How the result is printed: text or json.", RESULT_FORMS)]
ChangesForm = Annotated[str, _output_format("How the changes are printed: text, markdown or json.", completion.changes)]
InJson = Annotated[bool, Option("--json", hidden=True, help="The same as --output-format json.")]
Check = Annotated[bool, Option("--check", help="Write nothing, and end with 4 if the files are out of date.")]
Final = Annotated[bool, Option("--final", help=_FINAL)]
Force = Annotated[
    bool, Option("--force", help="Build again what has not changed, and replace Word files that were edited.")
]
Values = Annotated[
    list[str] | None,
    Option("--set", metavar="PATH=VALUE", help="Use this value instead of the event file's; repeatable."),
]
ValueFiles = Annotated[
    list[str] | None,
    Option("--set-file", metavar="PATH=FILE", help="The same, with the text of a file of the project; repeatable."),
]
Audience = Annotated[str | None, Option("--audience", metavar="NAME", help="Also print the parts for this audience.")]
Languages = Annotated[
    list[str] | None,
    Option("--language", metavar="LANGUAGE", help=_LANGUAGES, autocompletion=completion.several(completion.languages)),
]
Split = Annotated[bool, Option("--split", help="Make a file for each attendee or recipient.")]
RecipientList = Annotated[
    str | None,
    Option("--recipients", metavar="FILE", help="A list of recipients, CSV or YAML, beside the event file."),
]
DryRun = Annotated[bool, Option("--dry-run", help="Show what would be written, and write nothing.")]
Yes = Annotated[bool, Option("-y", "--yes", help="Write without asking.")]
Report = Annotated[
    Path | None, Option("--report", metavar="FILE", help="Also write the problems to this file, as JSON.")
]
Reported = Annotated[
    list[Path] | None,
    Option("--reported", metavar="FILE", help="Do not repeat what this --report file has; repeatable."),
]
Strict = Annotated[bool, Option("--strict", help="Fail on warnings, too.")]
Quiet = Annotated[bool, Option("-q", "--quiet", help="Print only problems.")]


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
    """The request that the options make. Raises DiagnosticError for an unknown choice."""
    return Request(
        event,
        output_dir,
        [one_of(name, tuple(FORMATS), "format") for name in listed(formats)] or usual_formats(),
        listed(documents),
        None if paper is None else one_of(paper, PAPERS, "paper"),
        None if orientation is None else one_of(orientation, ORIENTATIONS, "orientation"),
        [one_of(name, IMPOSITIONS, "imposition") for name in listed(impose)],
        pdf_standard=PdfStandard(one_of(pdf_standard, PDF_STANDARDS, "PDF standard")),
    )


def wants_json(output_format: str, in_json: bool) -> bool:
    """Whether the result is wanted as JSON. Raises DiagnosticError for an unknown format."""
    return one_of(output_format, RESULT_FORMS, "output format") == "json" or in_json


def known_languages(values: list[str] | None) -> list[str]:
    """The languages in an option; the project knows whether papers can be made in them."""
    return [name.casefold() for name in listed(values)]


def listed(values: list[str] | None) -> list[str]:
    """The words of an option that is repeatable, or has several with commas."""
    return list(dict.fromkeys(word.strip() for value in values or () for word in value.split(",") if word.strip()))


def one_of(value: str, known: tuple[Word, ...], what: str) -> Word:
    """The choice with this name, in any capitals. Raises DiagnosticError for an unknown one."""
    if (word := in_small_letters(value, known)) is not None:
        return word
    hint = did_you_mean(value, known, listing="there are")
    raise DiagnosticError(Diagnostic(Code.UNKNOWN_OPTION_VALUE, f"there is no {what} “{value}”", hint=hint))
