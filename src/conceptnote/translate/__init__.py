"""Texts of an event on their way to translators and back, and which translations are older than their source."""
