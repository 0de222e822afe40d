"""From an event to a Doc by way of a template: what templates reach, and what they may cost."""
