"""The differences between two versions of an event, in the words of its languages."""
