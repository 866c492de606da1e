"""The state of one history: every array and number that the rules read and the rounds write.

Dimensions: P principals, K issues, T tables, R rungs of the longest ladder, M mediators, E events, F effects of events,
U uncertain numbers, Q points of a quantile table, C instructions of conditions, O outcomes, G numbers,
N demands, H options of the issue that has most, Z rounds + 1, L months of the season, S streams of draws, B gestures
(each a party's and an issue's), J instructions that ask by a deadline; V, W, X, Y and D are work space.

`World` declares each once, and everything else follows from it: how arrays are laid out, the directory through which
compiled code reads them (sim.engine.jit.handle), and what mypy knows of `w`. The Mesa model wraps the same arrays in
`memoryview`s, whose items are Python numbers.
"""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Protocol, get_args, get_type_hints

import numpy as np

from agents.rules.arrays import FloatCube, FloatMatrix, Floats, IntCube, IntMatrix, Ints
from agents.rules.commitment import Terms
from agents.view import Field, View, array, number

QUANTILES = 1025  # points of a tabulated inverse distribution


class World(View):
    """One history as it stands. What decisions may see of it is in `agents.view.View`; the rest is here."""

    # The history
    history: int
    round: int
    completed: int  # rounds that are over
    rounds: int
    months: float  # of this round
    elapsed: float  # months since the start
    seed_low: int
    seed_high: int
    outcome: int
    won: int  # side that has won the war: 1 insurgent, −1 government, 0 none
    month_of_round: Ints = array("Z")  # 0 January … 11
    months_of_round: Floats = array("Z")

    # Numbers of the scenario, and those of them that are drawn for this history
    numbers: Floats = array("G")  # as they are now: all fields declared with `number`, one after another
    given: Floats = array("G")  # as compiled, before drawing
    drawn: Floats = array("G")  # as drawn, before events
    lowest: Floats = array("G")  # range of each number, where events keep it
    highest: Floats = array("G")
    uncertain_target: Ints = array("U")
    uncertain_word: Ints = array("U")
    chance: Floats = array("U")  # the draw of each; what has the same path has the same
    choices: Ints = array("U")  # how many values an uncertain number chooses from; 0: continuous
    quantiles: FloatMatrix = array("UQ")  # or, for a choice, cumulative probabilities and then values

    # Draws that may be made in every round, for all rounds at once, see sim.world.streams
    drawn_for: Ints = array("S")  # history whose draws they are; −1: none
    luck: FloatMatrix = array("SZ")
    other_luck: FloatMatrix = array("SZ")  # the second uniform of the same block

    # Parties: agents.parameters.PARTY
    party_word: Ints = array("P")
    turnover: Floats = number("P")
    turnovers: Ints = array("P")  # count
    first_turnover: Ints = array("P")
    rationality: Floats = number("P")
    patience: Floats = number("P")
    patience_spread: Floats = number("P")
    stake: Floats = number("P")
    cost: Floats = number("P")
    weary: Floats = number("P")
    walk_away_spread: Floats = number("P")
    walk_away_shift: Floats = array("P")  # what this history adds, u
    weariness: Floats = array("P")  # what time has taken from fighting on so far, u
    horizon: Floats = number("P")
    press_swing: Floats = number("P")
    settles: Floats = number("P")
    truly_settles: Floats = number("P")
    has_own_truth: Ints = array("P")  # whether its chance to mean to settle is not what the others believe
    signals: Floats = number("P")
    violence: Floats = number("P")
    troops: Floats = number("P")
    has_hardliners: Ints = array("P")
    hardliner_force: Floats = number("P")
    ratifies: Ints = array("P")
    means_to_settle: Ints = array("P")  # its type in this history: private
    settles_in: IntMatrix = array("PZ")  # the same by round; 0 is the start
    answers: FloatMatrix = number("PP")  # [whose incidents, whom they answer]

    # Beliefs: [observer, observed]
    belief: FloatMatrix = array("PP")
    evidence: FloatMatrix = array("PP")  # product of the likelihood ratios of this round
    belief_in: FloatMatrix = array("PZ")  # what the others believe of a party on average, by round

    # What they want
    salience: FloatMatrix = number("PK")
    home_salience: FloatMatrix = number("PK")
    red_low: FloatMatrix = number("PK")
    red_high: FloatMatrix = number("PK")
    gesture_months: FloatMatrix = number("PK")
    gesture_rate: FloatMatrix = number("PK")  # chance a month
    gesture_lasts: IntMatrix = array("PK")
    weighed_ideal: FloatMatrix = array("PK")  # as it was when stakes were weighed last
    gesture_party: Ints = array("B")  # whose each gesture is, and on which issue
    gesture_issue: Ints = array("B")
    gesturing: IntMatrix = array("PK")  # whether an occasion for it has arisen this round
    gestures: Ints = array("P")  # for how many of a party's gestures one has
    gesturers: Ints = array("K")  # how many parties have one on an issue
    option_value: FloatCube = number("PKH")  # as given, on any scale
    refuses: IntCube = array("PKH")  # whether it never accepts an option

    # Issues
    issue_word: Ints = array("K")
    issue_public: Ints = array("K")
    follow_rung: Ints = array("K")
    start_level: Floats = array("K")
    tranches: Ints = array("K")
    calm: FloatMatrix = number("KP")  # share of a party's violence calmed at full level
    shift: Floats = number("K")  # of the insurgents' leverage at full level
    withdrawn: Floats = number("K")  # share of troops that have left at full level
    next_level: Floats = array("K")  # from the next round on
    agreed: Floats = array("K")  # level agreed last
    tie: Floats = array("K")  # draw that decides between issues that are equal in all else
    option_word: IntMatrix = array("KH")
    option_draw: FloatMatrix = array("KH")
    option_turn: IntMatrix = array("KH")  # options in the order of their draws, which decides between equals
    agreed_at: Floats = array("K")  # months since the start, when it was agreed last
    lag: Floats = number("K")  # months from then until its first step is due
    after_first: Ints = array("K")  # instructions of what must hold before a step is taken, see sim.world.conditions
    after_count: Ints = array("K")
    ready: Ints = array("K")  # whether that holds as the round begins
    pending: Ints = array("K")  # table at which it is agreed but not carried out; −1: none

    # Tables: agents.parameters.TABLE
    table_word: Ints = array("T")
    occasion: Floats = number("T")
    resume: Floats = number("T")
    review: Floats = number("T")
    leak: Floats = number("T")
    communication: Floats = number("T")
    grace: Floats = number("T")
    failures_allowed: Floats = number("T")
    secret: Floats = number("T")  # 1 or 0
    seat: IntMatrix = array("TP")  # seat[t, s] is the party in seat s
    unseated: IntMatrix = array("TK")  # how many of an issue's deliverers have no seat; 0 where it follows a rung
    convener: Ints = array("T")  # −1: nobody
    met_before: Ints = array("T")
    stage: Ints = array("T")  # sim.world.codes
    resumes_to: Ints = array("T")  # stage in which suspended talks go on
    open: Ints = array("T")
    busy: Ints = array("T")  # whether it has anything to do this round
    sought: Ints = array("T")  # whether anybody may ask this round what going on there promises
    asked: Ints = array("T")  # whether the package question was put on this rung
    spoken: Ints = array("T")  # whether mediators have given their word since the table last climbed or broke off
    climbed: Ints = array("T")  # round in which the table last climbed
    failures: Floats = array("T")
    carrying_rounds: Ints = array("T")
    owed: IntMatrix = array("TK")
    trust: FloatMatrix = array("TP")
    prospect: FloatMatrix = array("TP")
    nash_text: FloatMatrix = array("TK")
    frontier_state: Ints = array("T")  # LAID, DOUBTED or OUTDATED
    kept_items: Ints = array("T")  # how many items the frontier was laid over, and what they were
    kept_item: IntMatrix = array("TK")
    kept_steps: IntMatrix = array("TK")
    kept_left: IntMatrix = array("TK")  # whether anything was left to settle of an issue
    kept_low: FloatMatrix = array("TK")
    kept_high: FloatMatrix = array("TK")
    block_party: Ints = array("T")
    block_issue: Ints = array("T")
    block_how: Ints = array("T")  # sim.world.codes
    block_round: Ints = array("T")
    block_draw: Floats = array("T")

    # Rungs
    rung_word: IntMatrix = array("TR")
    package_allowed: IntMatrix = array("TR")
    order: IntCube = array("TRK")  # 0: in no order; else 1, 2, …
    turn: IntCube = array("TRK")  # issues by their place in the order, those in none first
    requires_first: IntMatrix = array("TR")  # instructions, see sim.world.conditions
    requires_count: IntMatrix = array("TR")
    rung_from: IntMatrix = array("TR")  # first round in which it may open
    agenda_at_start: IntCube = array("TRK")  # what the agendas are before a rung is passed over
    rung_public: IntMatrix = array("TR")
    rung_demand: IntMatrix = array("TR")  # whose falling away passes over the rung; −1: none
    waits_for: IntCube = array("TRT")  # whether what a rung requires names another table
    must_consent: IntCube = array("TRP")  # who has no seat and is asked once all have signed
    refusing: IntCube = array("TRP")  # who will not keep the agreement under review
    agreement_from: IntMatrix = array("TR")  # first rung that the agreement covers

    # Demands that something come first
    demand_word: Ints = array("N")
    demand_party: Ints = array("N")
    demand_firm: Floats = number("N")
    demand_relent: Floats = number("N")  # chance a month
    demand_low: FloatMatrix = array("NK")  # levels that it asks for, 0 and 1 where it asks for none
    demand_high: FloatMatrix = array("NK")
    demand_stands: Ints = array("N")  # whether it was meant, and has not been given up
    demand_meant: Ints = array("N")
    demand_given_up: Ints = array("N")  # round; 0 never

    # Mediators: agents.mediator.Mediator
    mediator_word: Ints = array("M")
    mediator_communication: Floats = number("M")
    skill: Floats = number("M")
    mediator_stake: Floats = number("M")
    bias: FloatMatrix = number("MP")

    # The war: agents.parameters.WAR; one element each
    normal: Floats = number("1")
    trend: Floats = number("1")
    branching: Floats = number("1")
    leverage_at_start: Floats = number("1")
    drift: Floats = number("1")
    memory: Floats = number("1")
    hurt_at_start: Floats = number("1")
    momentum_at_start: Floats = number("1")
    season: Floats = array("L")
    leverage: float  # the insurgents', before concessions
    momentum: float
    hurt: float
    level_shift: float  # log of what a random walk has made of the level of violence
    volatility: Floats = number("1")
    leverage_volatility: Floats = number("1")
    victory: Floats = number("1")
    alpha: FloatMatrix = array("PP")  # incidents that one of the column's provokes from the row's
    expected: Floats = array("P")
    mean: Floats = array("P")
    incidents: Floats = array("P")  # in all rounds so far
    incidents_in: FloatMatrix = array("PZ")
    pressing: Floats = array("P")
    intensity: Floats = array("P")
    solving: FloatMatrix = array("PP")

    # Events: chance a month, length in months, size of each effect
    events: int
    event_word: Ints = array("E")
    event_rate: Floats = number("E")
    event_months: Floats = number("E")
    event_round: Ints = array("E")  # 0: at random
    event_from: Ints = array("E")  # first round in which it may happen at random
    event_once: Ints = array("E")
    calls_off: FloatMatrix = number("ET")
    event_until: Ints = array("E")
    event_past: Ints = array("E")
    event_weighs: Ints = array("E")  # whether it changes what issues weigh, or what anybody wants of them
    event_limits: Ints = array("E")  # whether it changes anything that limits what may be agreed
    effect_event: Ints = array("F")
    effect_target: Ints = array("F")  # index into the numbers; −1: leverage; −2 − k: the level of issue k
    effect_also: Ints = array("F")  # where the same number stands as those at home see it; −1: nowhere
    effect_operation: Ints = array("F")  # 0 set, 1 add, 2 multiply
    effect_value: Floats = number("F")

    # Conditions and outcomes: sim.world.conditions
    instruction: Ints = array("C")
    subject: Ints = array("C")
    object: Ints = array("C")
    threshold: Floats = array("C")
    deadline: Ints = array("C")
    earlier: Ints = array("C")  # rounds by which the violence that it is compared with lies back; 0: with none
    held: Ints = array("C")  # whether what is asked by a deadline has held
    dated: Ints = array("J")  # the instructions of which that is noted
    outcome_first: Ints = array("O")
    outcome_count: Ints = array("O")

    # What a history leaves behind, filled as it goes (see sim.world.outcome): rounds, unless said otherwise
    rung_reached: IntMatrix = array("TR")
    rung_signed: IntMatrix = array("TR")
    rung_delivered: IntMatrix = array("TR")
    rung_ended: IntMatrix = array("TR")
    meetings_held: Ints = array("T")  # count
    first_meeting: Ints = array("T")
    walk_outs: Ints = array("T")  # count
    first_walk_out: Ints = array("T")
    called_off: Ints = array("T")  # count
    first_called_off: Ints = array("T")
    leaked: Ints = array("T")
    collapsed: Ints = array("T")
    issue_agreed: Ints = array("K")
    issue_in_force: Ints = array("K")
    defaults: Ints = array("K")  # count

    # Work space
    holds_part: Ints = array("P")  # whether a party could take back something of the agreement that is looked at
    kept_if_settle: Floats = array("P")  # chance that a party keeps the text before it when it looks at it again
    kept_if_stall: Floats = array("P")
    signs_if_settle: Floats = array("P")
    signs_if_stall: Floats = array("P")
    item_disagreement: Floats = array("P")
    item_power: Floats = array("P")
    frontier_floats: Floats = array("X")
    frontier_ints: Ints = array("Y")
    draw: Floats = array("D")
    order_drawn: Ints = array("D")

    # Questions to a party or mediator, by its number: answered by its agent, or by the function of the same name
    attend: Callable[[int, int], Terms]
    stay: Callable[[int, int], Terms]
    package: Callable[[int, int], Terms]
    sign: Callable[[int, int], Terms]
    ratify: Callable[[int, int], Terms]
    consent: Callable[[int, int], Terms]
    deliver: Callable[[int, int, int], Terms]
    deliver_unseated: Callable[[int, int, int], Terms]
    keep: Callable[[int, int, int], Terms]
    keep_swap: Callable[[int, int, int], Terms]
    keep_unseated: Callable[[int, int, int], Terms]
    gesture: Callable[[int, int], Terms]
    press: Callable[[int, bool, float], Terms]
    spoil: Callable[[int, float], Terms]
    propose: Callable[[int, int, int, int], bool]
    accept: Callable[[int, int, int, int], bool]
    accept_text: Callable[[int, int, int, int], bool]
    mediate: Callable[[int, int], float]

    listener: "Listener | None"


class Listener(Protocol):
    """Hears of a history as it happens (see sim.world.listener)."""

    def tell(self, w: World, kind: str, t: int, a: int, k: int, x: float) -> None:
        """Something happened: at table `t`, to party `a`, about issue `k`, of size `x`."""

    def tell_choice(
        self, w: World, kind: str, a: int, t: int, k: int, terms: Terms, settle: float, stall: float, yes: bool
    ) -> None:
        """A party decided: its terms for both types, Pr(yes) of each, and what it chose."""


SIZES = ("P", "K", "H", "T", "R", "M", "N", "E", "F", "U", "C", "O", "B", "J")


def _declared() -> dict[str, Field]:
    """Every array of the world, in the order of its declaration."""
    return {
        name: field
        for kind in reversed(World.__mro__)
        for name, field in vars(kind).items()
        if isinstance(field, Field)
    }


HINTS = get_type_hints(World)
FIELDS: Mapping[str, Field] = MappingProxyType(_declared())
ITEMS: Mapping[str, type] = MappingProxyType({name: get_args(HINTS[name])[0] for name in FIELDS})
"""int or float: what an array holds."""
SCALARS: Mapping[str, type] = MappingProxyType({name: kind for name, kind in HINTS.items() if kind in (int, float)})
NUMBERS: Mapping[str, str] = MappingProxyType({name: f.dimensions for name, f in FIELDS.items() if f.is_number})
"""Numbers of the scenario, by name, with their dimensions: each is a view into one flat vector, `numbers`."""


def shape(dimensions: str, sizes: Mapping[str, int]) -> tuple[int, ...]:
    """The shape that a string of dimension letters stands for."""
    return tuple(sizes[letter] for letter in dimensions)


def number_offsets(sizes: Mapping[str, int]) -> dict[str, int]:
    """Where each field of `NUMBERS` begins in the flat vector; its length under the empty name."""
    offsets, at = {}, 0
    for name, dimensions in NUMBERS.items():
        offsets[name] = at
        at += math.prod(shape(dimensions, sizes))
    offsets[""] = at
    return offsets


def allocate(sizes: Mapping[str, int]) -> dict[str, np.ndarray]:
    """All arrays of a world of these sizes, zero; those of `NUMBERS` are views into the vector `numbers`."""
    offsets = number_offsets(sizes)
    sizes = {**sizes, "G": offsets[""]}
    numbers = np.zeros(offsets[""])
    arrays = {"numbers": numbers}
    for name, field in FIELDS.items():
        form = shape(field.dimensions, sizes)
        if field.is_number:
            arrays[name] = numbers[offsets[name] : offsets[name] + math.prod(form)].reshape(form)
        elif name != "numbers":
            arrays[name] = np.zeros(form, np.float64 if ITEMS[name] is float else np.int64)
    return arrays


def copy_of(arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """An independent copy with the same structure of views: one for each thread or history model."""
    numbers = arrays["numbers"].copy()
    start = arrays["numbers"].__array_interface__["data"][0]
    copied = {"numbers": numbers}
    for name, each in arrays.items():
        if name in NUMBERS:
            at = (each.__array_interface__["data"][0] - start) // 8
            copied[name] = numbers[at : at + each.size].reshape(each.shape)
        elif name != "numbers":
            copied[name] = each.copy()
    return copied


def plain_view(array: np.ndarray) -> Any:
    """An array for the uncompiled rules: its items are Python numbers, not NumPy's."""
    return memoryview(array.data)


def plain_world(arrays: Mapping[str, np.ndarray]) -> World:
    """A world for the uncompiled rules: arrays as memoryviews, so that their elements are Python numbers."""
    world = World()
    for name, each in arrays.items():
        setattr(world, name, plain_view(each))
    for name, kind in SCALARS.items():
        setattr(world, name, kind())
    world.listener = None
    return world
