"""Levers: the least that a party would have to change for a chance to rise to a target, and what to concede together."""
