"""From the files of a project to a validated event with a location for each value; it knows nothing of papers."""
