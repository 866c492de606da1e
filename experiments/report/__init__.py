"""`parley report`: the whole chain, from a scenario to its brief, as far as a time budget allows."""
