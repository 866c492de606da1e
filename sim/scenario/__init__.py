"""What an analyst writes: the vocabulary of a scenario, reading it, and checking it."""
