"""Changes to the files of an event that keep every other byte; all editors of events use this package."""
