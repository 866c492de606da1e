"""Who acts, and how they decide."""
