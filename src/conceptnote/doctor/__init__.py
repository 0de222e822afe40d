"""What this machine lacks: one check a function, each of which asks the code that a build asks and changes nothing."""
