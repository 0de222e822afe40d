"""A laid-out document to the tagged file, by its standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conceptnote.pdfstandard import PdfStandard
from conceptnote.write.tagged_pdf.content import DrawnPages
from conceptnote.write.tagged_pdf.marked_content import mark
from conceptnote.write.tagged_pdf.metadata import Attachment, add_metadata, attach, options
from conceptnote.write.tagged_pdf.tags import document_tag
from conceptnote.write.tagged_pdf.tree import StructureTree

if TYPE_CHECKING:
    import pydyf
    from weasyprint import Document


def write_tagged(document: Document, standard: PdfStandard, attachment: Attachment | None = None) -> bytes:
    """The PDF of a document that WeasyPrint has laid out. Raises ValueError for an attachment that the standard
    forbids."""
    if attachment is not None and not standard.attaches:
        raise ValueError(f"nothing can be attached to {standard.value}")
    pages = DrawnPages(document)

    def finish(document: Document, pdf: pydyf.PDF) -> None:
        marked = mark(pages, document.fonts)
        StructureTree(pdf, document, marked, standard is PdfStandard.UA2).write(document_tag(pages.root))
        add_metadata(pdf, document, standard)
        if attachment is not None:
            attach(pdf, attachment)
        _compress(pdf)

    data = document.write_pdf(finisher=finish, **options(standard))
    assert isinstance(data, bytes)
    return data


def _compress(pdf: pydyf.PDF) -> None:
    """Compress all streams once: they are used twice, for the identifier of the file and for the file."""
    import pydyf

    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.compress:
            data = item.data
            start, end = data.index(b"stream\n") + len(b"stream\n"), -len(b"\nendstream")
            item.stream, item.compress = [data[start:end]], False
            item.extra = {**item.extra, "Filter": "/FlateDecode"}
