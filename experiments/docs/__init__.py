"""Pages and samples that are made from the code: references, the starter, shipped figures."""
