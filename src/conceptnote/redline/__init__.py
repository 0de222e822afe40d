"""Two versions of a paper as one document with its changes marked."""
