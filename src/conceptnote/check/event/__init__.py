"""What is wrong with an event that is valid: the register of checks, and what several checks know in common."""
