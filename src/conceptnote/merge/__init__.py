"""Changes that come home in a Word file: what a partner has edited becomes changes to the event file, or a report."""
