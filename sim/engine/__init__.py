"""Histories by the thousand: a scenario as arrays, and what plays them."""
