"""Machine code made ahead and shipped, so that nobody waits for a compiler: for what, how it is made, how it is called."""
