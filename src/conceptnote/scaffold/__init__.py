"""What a new project holds, laid out as a tree of files."""
