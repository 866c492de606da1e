"""Histories as a table for other programs: names, words and real units, never codes."""
