"""Elements and parts of Word files as the standard has them; nothing that knows a Doc, and nothing that reads."""
