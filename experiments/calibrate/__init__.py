"""Fitting the defaults of the rule book to base rates of peace processes."""
