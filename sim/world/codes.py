"""What whole numbers of the world stand for: the stages of a table, what its frontier is worth, and nobody."""

STAGES = ("bargaining", "carrying out", "suspended", "collapsed", "complete")
"""What a table is doing, by its number."""
BARGAINING, CARRYING_OUT, SUSPENDED, COLLAPSED, COMPLETE = range(5)
BLOCKS = (
    "did_not_come", "stood_on_a_demand", "refused", "walked_out", "did_not_sign", "did_not_ratify",
    "did_not_deliver", "took_back", "no_room", "did_not_consent",
)  # fmt: skip
"""How a party blocks a table, by its number."""
(
    DID_NOT_COME, STOOD_ON_A_DEMAND, REFUSED, WALKED_OUT, DID_NOT_SIGN, DID_NOT_RATIFY, DID_NOT_DELIVER,
    TOOK_BACK, NO_ROOM, DID_NOT_CONSENT,
) = range(10)  # fmt: skip
LAID, DOUBTED, OUTDATED = range(3)
"""A table's frontier: it holds; limits may have moved; what is at stake has changed, or limits have."""
NOBODY = -1
"""No party, and likewise no table, rung or issue."""
