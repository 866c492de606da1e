"""The rule book: small pure functions of numbers."""
