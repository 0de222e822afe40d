"""Laid-out documents to tagged PDF, with WeasyPrint's output corrected to the standards."""

from conceptnote.write.tagged_pdf.metadata import Attachment
from conceptnote.write.tagged_pdf.write import write_tagged

__all__ = ["Attachment", "write_tagged"]
