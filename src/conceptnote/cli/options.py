"""The options that commands share, and the checks of their values."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeVar

import typer

from conceptnote.build.formats import FORMATS, export_formats, paper_formats, usual_formats
from conceptnote.build.request import Request, event_file_of
from conceptnote.cli import completion
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, did_you_mean
from conceptnote.pageformat import IMPOSITIONS, ORIENTATIONS, PAPERS
from conceptnote.pdfstandard import PdfStandard
from conceptnote.report.forms import RESULT_FORMS
from conceptnote.textfolding import in_small_letters

Word = TypeVar("Word", bound=str)


def named_event(named: str) -> Path:
    """The event file of an argument; for a folder, the one in it."""
    return event_file_of(Path(named))


EventFile = Annotated[Path, typer.Argument(metavar="EVENT", help="The event file, or its folder.", parser=named_event)]
EventFiles = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="EVENT",
        help="The event file, or its folder; or several, as events/*.yaml. [default: data/event.yaml]",
        parser=named_event,
    ),
]
USUAL_EVENT = Path("data/event.yaml")
OutputDir = Annotated[
    Path | None,
    typer.Option("-o", "--output-dir", metavar="FOLDER", help="Where the files go. [default: the project's out/]"),
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help=f"{', '.join(paper_formats())}, or of the event {', '.join(export_formats())}; repeatable, or with commas."
        f" [default: {','.join(usual_formats())}]",
        autocompletion=completion.formats,
    ),
]
Documents = Annotated[
    list[str] | None,
    typer.Option(
        "-d",
        "--document",
        metavar="NAME",
        help="A document, such as programme; repeatable. [default: the usual ones, and those under papers]",
        autocompletion=completion.documents,
    ),
]
PDF_STANDARDS = tuple(standard.value for standard in PdfStandard)
Standard = Annotated[
    str,
    typer.Option(
        "--pdf-standard",
        metavar="STANDARD",
        help="a-3a+ua-1, a-2a, ua-1, ua-2 or none.",
        autocompletion=completion.standards,
    ),
]
USUAL_STANDARD = PDF_STANDARDS[0]
Paper = Annotated[
    str | None,
    typer.Option(
        "--paper",
        metavar="SIZE",
        help="a4, letter, a5, half-letter, third-a4 or third-letter. [default: the event file's, else a4]",
        autocompletion=completion.papers,
    ),
]
Turned = Annotated[
    str | None,
    typer.Option(
        "--orientation",
        metavar="WAY",
        help="portrait or landscape.",
        autocompletion=completion.orientations,
    ),
]
Impose = Annotated[
    list[str] | None,
    typer.Option(
        "--impose",
        metavar="HOW",
        help="Make further PDFs with the pages on sheets: booklet, two-up or leaflet; repeatable.",
        autocompletion=completion.impositions,
    ),
]
EmbedFonts = Annotated[
    bool, typer.Option("--embed-fonts/--no-embed-fonts", help="Whether the DOCX contains its fonts.")
]
OutputFormat = Annotated[
    str,
    typer.Option(
        "--output-format",
        metavar="FORMAT",
        help="How problems are reported: text, json, github or sarif.",
        autocompletion=completion.forms,
    ),
]
Check = Annotated[bool, typer.Option("--check", help="Write nothing, and end with 4 if the files are out of date.")]
Final = Annotated[
    bool,
    typer.Option(
        "--final", help="Refuse while a person is to be confirmed, an approval is pending or a translation is missing."
    ),
]
Force = Annotated[
    bool, typer.Option("--force", help="Build again what has not changed, and replace Word files that were edited.")
]
Values = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Use this value instead of the event file's; repeatable."),
]
ValueFiles = Annotated[
    list[str] | None,
    typer.Option(
        "--set-file", metavar="PATH=FILE", help="The same, with the text of a file of the project; repeatable."
    ),
]
Audience = Annotated[
    str | None, typer.Option("--audience", metavar="NAME", help="Print the parts that are for this audience, too.")
]
Languages = Annotated[
    list[str] | None,
    typer.Option(
        "--language",
        metavar="LANGUAGE",
        help="Only this language of an event in several; repeatable, or with commas. [default: all]",
        autocompletion=completion.several_languages,
    ),
]
Split = Annotated[
    bool,
    typer.Option("--split", help="Make a file for each attendee or recipient, of papers that have parts for them."),
]
RecipientList = Annotated[
    str | None,
    typer.Option("--recipients", metavar="FILE", help="A list of recipients, CSV or YAML, beside the event file."),
]
EventOption = Annotated[
    Path, typer.Option("-e", "--event", metavar="EVENT", help="The event file, or its folder.", parser=named_event)
]
ResultForm = Annotated[
    str,
    typer.Option(
        "--output-format",
        metavar="FORMAT",
        help="How the result is printed: text or json.",
        autocompletion=completion.result_forms,
    ),
]
InJson = Annotated[bool, typer.Option("--json", hidden=True, help="The same as --output-format json.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")]
Yes = Annotated[bool, typer.Option("-y", "--yes", help="Write without asking.")]
Report = Annotated[
    Path | None, typer.Option("--report", metavar="FILE", help="Write the problems to this file too, as JSON.")
]
Reported = Annotated[
    list[Path] | None,
    typer.Option("--reported", metavar="FILE", help="Do not print again what this file of --report has; repeatable."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Fail on warnings too, after all problems are reported.")]
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
