"""Writers from a Doc to a format, each an exhaustive match over the nodes, and what they measure for it."""
