"""From the files of a project to a validated event with a place for each value; nothing that knows of papers."""
