"""Doc to DOCX."""

from conceptnote.write.docx.writer import write_docx

__all__ = ["write_docx"]
