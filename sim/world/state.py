"""The state of one history: every array that the rules read and the rounds write, with its shape and unit.

Dimensions: P principals, K issues, T tables, R rungs of the longest ladder, M mediators, E events, F effects of events,
U uncertain numbers, Q points of a quantile table, C instructions of conditions, O outcomes, G numbers,
Z rounds + 1; V, W, X, Y and D are work space.
Arrays over parties, issues, tables, mediators and events are sorted by name, so that order in the file changes nothing.

The same fields serve both engines: the kernel reads them through a directory (sim.engine.handle), the Mesa model wraps
them in `memoryview`s, whose elements are Python numbers. Levels are 0 (status quo) … 1; rounds count from 1, and 0 is never.
"""

from collections.abc import Mapping
from types import MappingProxyType, SimpleNamespace
from typing import Any

import numpy as np

QUANTILES = 1025  # points of a tabulated inverse distribution

# Numbers of the scenario. Each is a view into one flat vector, so that an uncertain number or an event is an index.
NUMBERS = MappingProxyType(
    {
        # principals: see agents.roles.PARTY for units and meanings
        **dict.fromkeys(
            (
                "turnover",
                "rationality",
                "patience",
                "patience_spread",
                "concession",
                "stake",
                "cost",
                "weary",
                "walk_away_spread",
                "horizon",
                "effort",
                "tactical_gain",
                "exposure",
                "grief",
                "caution",
                "home_premium",
                "surprise",
                "resolve",
                "keep_word",
                "temptation",
                "lock_in",
                "exclusion",
                "informativeness",
                "press_swing",
                "press_gain",
                "backlash",
                "settles",
                "signals",
                "violence",
                "troops",
                "hardliner_control",
                "hardliner_stake",
                "hardliner_force",
            ),
            "P",
        ),
        **dict.fromkeys(("exposure_with", "influence", "shelters", "answers"), "PP"),
        **dict.fromkeys(("ideal", "salience", "red_low", "red_high", "home_ideal", "home_salience"), "PK"),
        # tables: agents.roles.TABLE; `secret` is 1 or 0
        **dict.fromkeys(
            (
                "occasion",
                "resume",
                "review",
                "leak",
                "communication",
                "guarantee",
                "grace",
                "failures_allowed",
                "secret",
            ),
            "T",
        ),
        # mediators: agents.roles.MEDIATOR
        **dict.fromkeys(
            ("mediator_communication", "formulation", "mediator_guarantee", "pull", "skill", "mediator_stake"), "M"
        ),
        **dict.fromkeys(("acceptability", "bias"), "MP"),
        # issues: share of a party's violence calmed, shift of leverage, troops that leave, at full level
        "calm": "KP",
        "shift": "K",
        "withdrawn": "K",
        # the war: agents.roles.WAR; one element each
        **dict.fromkeys(
            (
                "normal",
                "dispersion",
                "trend",
                "branching",
                "leverage_at_start",
                "drift",
                "memory",
                "hurt_at_start",
                "momentum_at_start",
            ),
            "1",
        ),
        # events: chance per month, length in months, size of each effect; gestures: level, months, chance per month
        "event_rate": "E",
        "event_months": "E",
        "effect_value": "F",
        "gesture_level": "PK",
        "gesture_months": "PK",
        "gesture_rate": "PK",
    }
)

STRUCTURE = MappingProxyType(
    {
        "party_word": "P",
        "issue_word": "K",
        "table_word": "T",
        "mediator_word": "M",
        "event_word": "E",
        "side": "P",  # 1 insurgent, −1 government, 0 none
        "ratifies": "P",
        "has_hardliners": "P",
        "steps": "K",  # 0 continuous
        "deliverer": "K",
        "revocable": "K",
        "tranches": "K",
        "seated": "TP",
        "seats": "T",
        "seat": "TP",  # seat[t, s] is the party in seat s
        "mediates": "TM",
        "convener": "T",  # −1: nobody
        "met_before": "T",
        "rungs": "T",
        "rung_word": "TR",
        "agenda": "TRK",
        "binding": "TR",
        "package_allowed": "TR",
        "on_table": "TK",  # whether the issue is on some rung of the table
        "order": "TRK",  # 0: in no order; else 1, 2, …
        "turn": "TRK",  # issues by their place in the order, those in none first
        "requires_first": "TR",
        "requires_count": "TR",  # instructions, see sim.world.conditions
        "instruction": "C",
        "subject": "C",
        "object": "C",
        "deadline": "C",
        "outcome_first": "O",
        "outcome_count": "O",
        "event_round": "E",  # 0: at random
        "event_once": "E",
        "effect_event": "F",
        "effect_target": "F",  # index into the numbers; −1: leverage
        "effect_operation": "F",  # 0 set, 1 add, 2 multiply
        "uncertain_target": "U",
        "uncertain_word": "U",
        "choices": "U",  # how many values an uncertain number chooses from; 0: continuous
        "month_of_round": "Z",  # 0 January … 11; Z rounds + 1
    }
)

STRUCTURE_FLOATS = MappingProxyType(
    {
        "quantiles": "UQ",  # or, for a choice, cumulative probabilities and then values
        "season": "L",
        "months_of_round": "Z",
        "threshold": "C",
        "start_level": "K",
        "lowest": "G",
        "highest": "G",  # range of each number, where events keep it
    }
)

STATE = MappingProxyType(
    {
        # drawn at the start of the history
        "given": "G",  # the numbers as compiled, before drawing
        "drawn": "G",  # the numbers as drawn, before events
        "weight": "PK",
        "home_weight": "PK",  # saliences normalised over all issues
        "table_share": "TP",  # share of a party's stakes that is on the table
        "alpha": "PP",
        "patience_drawn": "P",
        "walk_away_shift": "P",
        "tie": "K",
        # beliefs: [observer, observed]
        "belief": "PP",
        "evidence": "PP",
        # the war
        "count": "P",
        "usual": "P",
        "expected": "P",
        "mean": "P",
        "incidents": "P",
        "solving": "PP",
        "pressing": "P",
        "intensity": "P",
        # the course of the history, by round
        "incidents_in": "PZ",
        "belief_in": "PZ",
        # worth of things this round
        "walk_away": "P",
        "trust": "TP",
        "prospect": "TP",
        "hope": "TP",
        # issues
        "level": "K",
        "next_level": "K",
        "agreed": "K",
        # tables
        "text": "TK",
        "failures": "T",
        "nash_text": "TK",
        "owed_step": "TK",
        # work space at a meeting, by seat and agenda item
        "item_weight": "PK",
        "item_perceived": "PK",
        "item_ideal": "PK",
        "item_low": "K",
        "item_high": "K",
        "item_tie": "K",
        "item_text": "K",
        "item_disagreement": "P",
        "item_power": "P",
        "work_floats": "W",
        "frontier_floats": "X",
        "draw": "D",
        "block_draw": "T",
    }
)

STATE_INTS = MappingProxyType(
    {
        "means_to_settle": "P",
        "public": "T",
        "stage": "T",
        "rung": "T",
        "open": "T",
        "meetings": "T",
        "bundled": "T",
        "carrying_rounds": "T",
        "asked": "T",  # whether the package question was put on this rung
        "climbed": "T",  # round in which the table last climbed
        "owed": "TK",
        "covered": "TK",
        "agreement": "TRK",  # issues of the agreement in force that ends at the rung
        "agreement_from": "TR",  # first rung that it covers
        "pending": "K",  # table at which it is agreed but not carried out; −1: none
        "frontier_old": "T",
        "event_until": "E",
        "event_past": "E",
        "gesture_until": "K",
        "gesture_by": "K",
        "item": "K",
        "item_steps": "K",
        "work_ints": "V",
        "frontier_ints": "Y",
        "order_drawn": "D",
        "refusing": "P",
        "block_party": "T",
        "block_issue": "T",
        "block_round": "T",
        "held": "C",  # whether what is asked by a deadline has held
        "settles_in": "PZ",  # whether a party meant to settle, by round
    }
)

RECORD_INTS = MappingProxyType(
    {
        "rung_reached": "TR",
        "rung_signed": "TR",
        "rung_delivered": "TR",
        "rung_ended": "TR",  # rounds
        "meetings_held": "T",
        "first_meeting": "T",
        "walk_outs": "T",
        "leaked": "T",
        "collapsed": "T",  # counts and rounds
        "issue_agreed": "K",
        "issue_in_force": "K",
        "defaults": "K",  # rounds, and a count
        "turnovers": "P",
    }
)
"""What a history leaves behind, filled as it goes (see sim.world.outcome)."""

SIZES = ("P", "K", "T", "R", "M", "E", "F", "U", "C", "O")
INTS = (STRUCTURE, STATE_INTS, RECORD_INTS)
FLOATS = (NUMBERS, STRUCTURE_FLOATS, STATE)
FIELDS = tuple(name for group in (*FLOATS, *INTS) for name in group)
SCALAR_INTS = (
    "history",
    "round",
    "completed",
    "rounds",
    "seed_low",
    "seed_high",
    "outcome",
    "parties",
    "issues",
    "tables",
    "mediators",
    "events",
)
SCALAR_FLOATS = ("months", "elapsed", "leverage", "momentum", "hurt")


def shape(dimensions: str, sizes: Mapping[str, int]) -> tuple[int, ...]:
    """The shape that a string of dimension letters stands for."""
    return tuple(sizes[letter] for letter in dimensions)


def number_offsets(sizes: Mapping[str, int]) -> dict[str, int]:
    """Where each field of `NUMBERS` begins in the flat vector; its length under the empty name."""
    offsets, at = {}, 0
    for name, dimensions in NUMBERS.items():
        offsets[name] = at
        at += int(np.prod(shape(dimensions, sizes)))
    offsets[""] = at
    return offsets


def allocate(sizes: Mapping[str, int]) -> dict[str, np.ndarray]:
    """All arrays of a world of these sizes, zero; those of `NUMBERS` are views into the vector `numbers`."""
    offsets = number_offsets(sizes)
    numbers = np.zeros(offsets[""])
    sizes = {**sizes, "G": offsets[""]}
    arrays = {"numbers": numbers}
    for name, dimensions in NUMBERS.items():
        form = shape(dimensions, sizes)
        arrays[name] = numbers[offsets[name] : offsets[name] + int(np.prod(form))].reshape(form)
    for groups, kind in ((FLOATS[1:], np.float64), (INTS, np.int64)):
        for group in groups:
            arrays |= {name: np.zeros(shape(dimensions, sizes), kind) for name, dimensions in group.items()}
    return arrays


def copy_of(arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """An independent copy with the same structure of views: one for each thread or history model."""
    numbers = arrays["numbers"].copy()
    start = arrays["numbers"].__array_interface__["data"][0]
    copied = {"numbers": numbers}
    for name, array in arrays.items():
        if name in NUMBERS:
            at = (array.__array_interface__["data"][0] - start) // 8
            copied[name] = numbers[at : at + array.size].reshape(array.shape)
        elif name != "numbers":
            copied[name] = array.copy()
    return copied


def plain_world(arrays: Mapping[str, np.ndarray]) -> Any:
    """A world for the uncompiled rules: arrays as memoryviews, so that their elements are Python numbers."""
    world = SimpleNamespace(**{name: memoryview(array.data) for name, array in arrays.items()})
    for name in SCALAR_INTS:
        setattr(world, name, 0)
    for name in SCALAR_FLOATS:
        setattr(world, name, 0.0)
    return world
