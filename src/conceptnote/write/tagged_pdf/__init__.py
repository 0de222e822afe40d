"""Laid-out documents -> tagged PDF, by the standards: what WeasyPrint leaves to be corrected is corrected here."""

from conceptnote.write.tagged_pdf.metadata import Attachment
from conceptnote.write.tagged_pdf.write import write_tagged

__all__ = ["Attachment", "write_tagged"]
