"""Scenario discovery: in which ranges of what is not known does something happen far more often than elsewhere."""
