"""How a party blocks a table, in words."""

from collections.abc import Mapping

BLOCKED: Mapping[str, str] = {
    "did_not_come": "did not come", "stood_on_a_demand": "held to a demand", "refused": "refused",
    "walked_out": "walked out", "did_not_sign": "did not sign",
    "did_not_ratify": "did not ratify", "did_not_deliver": "did not deliver", "took_back": "took back what was delivered",
    "no_room": "had nothing to offer", "did_not_consent": "did not consent",
}  # fmt: skip
"""By the names of `sim.world.codes.BLOCKS`; each follows the party's name."""
