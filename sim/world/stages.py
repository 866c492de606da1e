"""What a table is doing."""

BARGAINING, CARRYING_OUT, SUSPENDED, COLLAPSED, COMPLETE = range(5)
