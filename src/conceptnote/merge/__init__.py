"""Edits in returned Word files become changes to the event file, or a report."""
