"""What whole numbers of the world stand for: the stages of a table, and nobody."""

STAGES = ("bargaining", "carrying out", "suspended", "collapsed", "complete")
"""What a table is doing, by its number."""
BARGAINING, CARRYING_OUT, SUSPENDED, COLLAPSED, COMPLETE = range(5)
NOBODY = -1
"""No party, and likewise no table, rung or issue."""
