"""A page in the browser with the pages of the papers, on which they are changed; only the command `studio` enters."""
