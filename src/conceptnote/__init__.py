"""One YAML file about an event becomes its concept note and its printed programme."""

__version__ = "0.1.0"
