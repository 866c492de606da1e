"""Sweeps: a scenario at many points of what might be otherwise, and what that says."""
