"""The world of one history: its state, and the rounds that change it."""
