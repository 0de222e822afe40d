"""What a run made and found, in Markdown; it builds nothing."""
