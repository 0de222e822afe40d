"""The document tree, and the reading of semantic HTML into it; nothing that knows an event or a format."""
