"""From an event to a Doc by way of a template: what templates can reach, and their budget."""
