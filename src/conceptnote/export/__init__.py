"""Files made from the public view of an event that are no documents: one module a format."""
