"""Two versions of a paper become one with its changes marked: what enters is two documents, and what leaves is one."""
