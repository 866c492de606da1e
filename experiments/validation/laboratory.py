"""A laboratory bargain as a scenario: two people, three issues of three packages each, one table, no war.

What the laboratory is, and why each number that is not the rule book's own is what it is:

- Both want all of it, with saliences 5, 4 and 3 in their own orders; both mean to settle, and nobody takes their place
  (`settles: 1`, `turnover: 0`).
- Walking away is worth 5 of 36 points to both, and they are told so: `stake: 0`, `cost: 1/2 − 5/36`, `walk_away_spread: 0`,
  so that D = 5/36.
- They sit there already, unseen, with nobody at home: `effort`, `standing`, `exposure`, `home_premium` and reluctance are 0,
  nothing is ratified, and an occasion to talk is always there (`occasion: 1`). One walk-out ends it (`failures: 1`).
- What they agree is paid out: the rung binds, nobody has to deliver, nothing can be taken back.

Patience, its spread, concession, rationality and communication are the rule book's defaults unless a `Setting` says
otherwise. A meeting, at which each tables an offer, stands for two messages.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import numpy as np

from agents.parameters import PARTY
from agents.rules.commitment import Terms
from experiments.runs.blocks import CompiledEngine, play
from experiments.validation.negotiations import AWAY, ORDERS, PACKAGES, POINTS, WHOLE, Array, Order
from sim.engine.arrays import Compiled, compile_scenario
from sim.engine.mesa_model import PeaceTalks
from sim.scenario.vocabulary import Scenario
from sim.world.state import World

FIRST, SECOND = "a", "b"
ISSUES = ("first_choice", "second_choice", "third_choice")
"""By the order of the first party; sorted by name as they stand."""
LONGEST = 40
"""Meetings: more than the most patient need."""
TOLD: Mapping[str, float] = {
    "settles": 1, "turnover": 0, "stake": 0, "cost": 0.5 - AWAY / WHOLE, "walk_away_spread": 0, "effort": 0, "standing": 0,
    "exposure": 0, "home_premium": 0,
}  # fmt: skip
"""What the laboratory fixes of a party."""


class Setting(NamedTuple):
    """Numbers of parties and of the table that differ from the rule book's; how many meetings stand for one, of how many."""

    party: Mapping[str, float] = {}
    table: Mapping[str, float] = {}
    finer: int = 1
    meetings: int = LONGEST


RULE_BOOK = Setting()
"""The defaults."""


class Bargains(NamedTuple):
    """Simulated bargains of one order: shares of the first in each agreement, [agreements, issues], and what led there."""

    share: Array
    deals: float
    """Share of histories that end in an agreement."""
    meetings: Array
    """Meetings until then, [agreements]."""


def scenario(order: Order, setting: Setting = RULE_BOOK) -> Scenario:
    """The bargain of a first with `POINTS` and a second with `order`."""
    return Scenario.model_validate(
        {
            "parley": 1,
            "title": "Nine packages",
            "as_of": "2018-09-01",
            "time": {"rounds": setting.meetings * setting.finer},
            "issues": {name: {"kind": "steps", "range": [0, PACKAGES], "revocable": False} for name in ISSUES},
            "parties": {FIRST: _party(POINTS, PACKAGES, setting), SECOND: _party(order, 0, setting)},
            "tables": {
                "talks": {
                    "parties": [FIRST, SECOND],
                    "occasion": 1,
                    "failures": 1,
                    "rungs": [{"name": "deal", "agenda": list(ISSUES), "binding": True}],
                    **setting.table,
                }
            },
            "outcomes": {"deal": {"table": "talks", "reached": "deal"}, "none": {"otherwise": True}},
        }
    )


def _party(points: Order, ideal: int, setting: Setting) -> dict[str, object]:
    told = {**TOLD, **setting.party}
    told["patience"] = setting.finer * told.get("patience", PARTY["patience"].default)
    positions = {name: {"ideal": ideal, "salience": worth} for name, worth in zip(ISSUES, points, strict=True)}
    return {"role": "party", "ratifies": False, "effort_at": {"talks": 0}, "positions": positions, **told}


def bargains(setting: Setting, histories: int, seed: int = 1) -> list[Bargains]:
    """So many histories of each of `ORDERS`, with the same luck for all."""
    return [_bargains_of(compile_scenario(scenario(order, setting)), histories, seed) for order in ORDERS]


def _bargains_of(compiled: Compiled, histories: int, seed: int) -> Bargains:
    found = play(compiled, seed, 0, histories, _engine())
    signed = found["talks.deal.signed"] > 0
    share = np.stack([found[f"{name}.agreed_level"][signed] for name in ISSUES], axis=1)
    return Bargains(share, float(signed.mean()), found["talks.meetings"][signed].astype(float))


@cache
def _engine() -> CompiledEngine:
    engine = CompiledEngine()
    engine.prepare()
    return engine


def pooled(parts: list[list[Bargains]]) -> list[Bargains]:
    """Bargains of several settings as one: each setting's histories count alike."""
    return [
        Bargains(
            np.concatenate([each.share for each in of_order]),
            float(np.mean([each.deals for each in of_order])),
            np.concatenate([each.meetings for each in of_order]),
        )
        for of_order in zip(*parts, strict=True)
    ]


class Answers:
    """Hears a history as the uncompiled engine plays it, and keeps who tabled what was accepted."""

    def __init__(self) -> None:
        self.proposer = 0
        self.level: list[float] = []

    def tell(self, w: World, kind: str, t: int, a: int, k: int, x: float) -> None:
        """Note who tables an offer; the last one of a history is the one that was accepted."""
        if kind == "offer":
            self.proposer = a
            self.level = [float(w.item_text[i]) for i in range(w.issues)]

    def tell_choice(
        self, w: World, kind: str, a: int, t: int, k: int, terms: Terms, settle: float, stall: float, yes: bool
    ) -> None:
        """Choices do not matter here."""


def gains_of_answering(setting: Setting, histories: int, seed: int = 1) -> Array:
    """Points, as a share of all, that who accepts the last offer gets more than who tabled it; [orders × histories]."""
    gains = []
    for order in ORDERS:
        heard = Answers()
        model = PeaceTalks(compile_scenario(scenario(order, setting)), seed, listener=heard, collect=False)
        for history in range(histories):
            model.play(history)
            level = np.array(heard.level)
            lead = PACKAGES * (level @ np.array(POINTS) - (1 - level) @ np.array(order)) / WHOLE
            gains.append(-lead if heard.proposer == 0 else lead)
    return np.array(gains)
