"""How sure an answer is, when the rule book's own numbers are not."""
