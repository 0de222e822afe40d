"""Lists of diagnostics as somebody reads them: one module a form, which opens no file."""
