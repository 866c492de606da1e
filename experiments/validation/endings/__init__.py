"""How simulated wars and talks end, beside published counts, and why a scenario's chance of a deal is its own.

    python -m experiments.validation.endings [--data conflict_endings.csv]

writes docs/endings.md. With --data, the figures restated here are first held against that file.
"""
