"""Texts of an event to translators and back, and translations that are older than their source."""
