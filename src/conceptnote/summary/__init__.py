"""What a run made and found, told in Markdown; it builds nothing."""
