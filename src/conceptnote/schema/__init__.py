"""What the data of an event may be: its records and their types, and what follows from these alone."""
