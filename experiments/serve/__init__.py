"""`parley serve`: the what-if page from this machine to this machine, with what needs Python behind it."""
