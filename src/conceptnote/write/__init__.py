"""Writers from a Doc to a format, each an exhaustive match over the nodes, with their measurements."""
