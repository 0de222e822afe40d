"""What the system and Python’s libraries offer, and how they are installed; with the standard library alone."""
