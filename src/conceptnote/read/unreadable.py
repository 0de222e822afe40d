"""What is said of a file that cannot be read."""

from __future__ import annotations


class UnreadableFile(Exception):
    """A file from a stranger is damaged, locked, too large or of another kind; its text is a sentence for people."""
