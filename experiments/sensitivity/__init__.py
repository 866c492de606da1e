"""Sensitivity: how much of what is not known about an answer rests on which number, and on what kind of evidence."""
