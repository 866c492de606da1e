"""Base and variants on the same luck: what a change moves, and in which histories."""
