"""The world: one history, and many."""
