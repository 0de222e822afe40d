"""Elements and parts of Word files as the standard defines them; it knows no Doc, and reads no file."""
