"""The checks of an event: one function each, one module for each family. Every module here is loaded."""
