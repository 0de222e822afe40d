"""Lists of diagnostics for their readers: one module for each format; none opens a file."""
