"""Ladders: what to warn of in a scenario's own, and the same positions on other ones."""
