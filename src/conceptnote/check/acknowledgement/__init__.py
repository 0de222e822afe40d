"""Whether a finished file acknowledges its funders as it must, whoever made it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module

from msgspec.structs import replace

from conceptnote.check.acknowledgement.place import Region
from conceptnote.check.acknowledgement.rules import RULES, Format, Rule
from conceptnote.check.finding import Finding
from conceptnote.check.obligation import Obligation
from conceptnote.read.unreadable import UnreadableFile

__all__ = ["RULES", "Rule", "check_acknowledgement"]


_READERS = (
    "conceptnote.check.acknowledgement.pdf_pages",
    "conceptnote.check.acknowledgement.word_parts",
    "pypdfium2",
    "resvg_py",
)


def load_readers() -> None:
    """Load the slow code that reads files and draws marks, before it is used."""
    for name in _READERS:
        import_module(name)


def check_acknowledgement(data: bytes, obligations: Sequence[Obligation], *, foreign: bool = False) -> list[Finding]:
    """List all ways in which a PDF, a DOCX or a self-contained HTML page fails an obligation.

    The file's content tells its format. In a DOCX the message names the section and the kind of footer instead of a
    page. The drawing operations of a `foreign` PDF are counted before it is rendered. Raises UnreadableFile if the file
    has another format, is damaged, locked or too large.
    """
    form = _sniff(data)
    if form == "pdf":
        from conceptnote.check.acknowledgement.pdf_pages import places_of_pdf
        from conceptnote.read.pdf import open_pdf

        with open_pdf(data, _weights(data) if foreign else ()) as file:
            return _check(places_of_pdf(file, obligations), obligations, form)
    from conceptnote.check.acknowledgement.word_parts import places_of_html, places_of_word

    if form == "docx":
        from conceptnote.read.docx import read_docx

        return _check(places_of_word(read_docx(data)), obligations, form)
    from conceptnote.read.html import read_html

    return _check(places_of_html(read_html(data)), obligations, form)


def _weights(data: bytes) -> list[int]:
    from conceptnote.read.weight import weigh

    return weigh(data)


def _sniff(data: bytes) -> Format:
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile("the file has a password, or comes from Word before 2007; save it as .docx")
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    raise UnreadableFile("the file is not PDF, DOCX or HTML")


def _check(places: Iterable[Region], obligations: Sequence[Obligation], form: Format) -> list[Finding]:
    at_places = [rule for rule in RULES.values() if form in rule.formats and not rule.whole]
    whole = [rule for rule in RULES.values() if form in rule.formats and rule.whole]
    findings: list[Finding] = []
    # Of obligations to the body alone, or to any place, the place that meets most of them counts.
    best: dict[tuple[int, str], list[Finding]] = {}
    for place in places:
        for number, obligation in enumerate(obligations):
            if obligation.every_page and place.every_page:
                findings += _broken(at_places, obligation, place)
            if place.body and not obligation.every_page:
                _keep(best, (number, ""), at_places, obligation, place)
            if place.body and obligation.in_body:
                for rule in whole:
                    _keep(best, (number, rule.rule), [rule], obligation, place)
    return findings + [replace(finding, page=None) for kept in best.values() for finding in kept]


def _keep(
    best: dict[tuple[int, str], list[Finding]], key: tuple[int, str], rules: Iterable[Rule], obligation: Obligation,
    place: Region,
) -> None:  # fmt: skip
    if best.get(key) == []:
        return  # a place meets them all
    findings = _broken(rules, obligation, place)
    if key not in best or len(findings) < len(best[key]):
        best[key] = findings


def _broken(rules: Iterable[Rule], obligation: Obligation, place: Region) -> list[Finding]:
    return list(_findings(rules, obligation, place))


def _findings(rules: Iterable[Rule], obligation: Obligation, place: Region) -> Iterator[Finding]:
    for rule in rules:
        for complaint in rule.check(obligation, place):
            message = f"{place.where}: {complaint.message}" if place.where else complaint.message
            yield Finding(rule.rule, message, place.page, complaint.hint)
