"""Changes to the files of an event that leave all else in them as it is; whoever edits an event asks this."""
