"""The defaults of the rule book as what they are, uncertain: which are in doubt, over which ranges, and how to set them."""
