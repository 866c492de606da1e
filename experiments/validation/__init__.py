"""Whether to believe it: every check and its result."""
