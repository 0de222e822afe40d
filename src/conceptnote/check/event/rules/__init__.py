"""The checks of an event: one small function a rule, or a family of rules a module; whatever stands here is found."""
