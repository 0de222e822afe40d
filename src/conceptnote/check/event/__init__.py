"""What is wrong with a valid event: the register of checks, and what several checks need."""
