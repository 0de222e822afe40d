"""The languages that papers are made in."""

from __future__ import annotations

LANGUAGES = ("en", "fr")
"""The ISO 639 codes of the languages that the papers' own words exist in."""
