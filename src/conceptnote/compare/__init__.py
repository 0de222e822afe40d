"""What differs between two versions of an event, in the words of its languages; never how a version was made."""
