"""Readers of finished files and of notes, anybody’s, within bounds and into plain records; they judge nothing."""
