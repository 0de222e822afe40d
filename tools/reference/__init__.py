"""Writes the pages of `docs/` whose facts stand in the code; people who use conceptnote never run it."""
