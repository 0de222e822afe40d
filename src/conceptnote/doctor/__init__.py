"""What this machine is missing: one check a function, which asks the code of a build and changes nothing."""
