"""System and Python libraries, and how to install them, with the standard library alone."""
