"""One command a module: its options, one call, and what is printed. Heavy imports wait until they are needed."""
