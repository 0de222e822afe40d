"""The words of papers that are not the user’s, one file a language."""
