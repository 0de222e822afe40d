"""The document tree, and its reader for semantic HTML; it knows neither events nor formats."""
