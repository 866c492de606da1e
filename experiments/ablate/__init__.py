"""Structural doubt: which conclusions survive when each mechanism of the model is switched off."""
