"""A first scenario from a few answers: who is there, what is at stake, who talks to whom. The rest is guessed; it says so."""
