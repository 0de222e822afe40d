"""The files of a new project, in its layout."""
