"""The rule book compiled by Numba: what is compiled, how it sees the world, how it is linked at once."""
