"""One history: what happened, and why."""
