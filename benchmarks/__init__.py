"""How fast parley is, where its time goes, and how far it is from what the machine allows: `python -m benchmarks`."""
