"""Readers of anybody's finished files and notes, within limits, to plain records; they judge nothing."""
