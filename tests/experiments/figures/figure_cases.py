"""Ordinary and extreme data for every figure of a results folder, by kind and case."""

from collections.abc import Callable
from functools import cache

import numpy as np
from matplotlib.figure import Figure

from experiments import figures
from experiments.figures import About, Believed, Blame, Flow, Level, Stage, TableStates, Violence, Wish, Zone
from experiments.plots.pair_zone import Pair, frontier_of

LONG = "Both sides sign a comprehensive settlement of all issues with outside guarantors"
UNBROKEN = "x" * 80
NON_LATIN = "Мирные переговоры — پښتو خبرې"
SCENARIO = "Talks in a case with a title that says what it is about"
TOTAL = 1000


def about(histories: int = TOTAL, **more: object) -> About:
    return About(SCENARIO, histories, 7, "2018-09-13", "1.0", **more)  # type: ignore[arg-type]


def months(count: int) -> list[str]:
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return [f"{names[(8 + t) % 12]} {2018 + (8 + t) // 12}" for t in range(count)]


def weeks(count: int) -> list[str]:
    return [f"{1 + t % 28:02} Sep {2018 + t // 52}" for t in range(count)]


# ------------------------------------------------------------------------------ states


def states(name: str, ends: list[int], rounds: int, names: list[str], collapsed: int = 0) -> TableStates:
    """A table whose histories at the rungs grow evenly to `ends` (how many stand at each in the last round)."""
    ramp = np.arange(1, rounds + 1) / rounds
    rungs = np.array([np.floor(end * ramp) for end in ends], dtype=np.int64).reshape(len(ends), rounds)
    gone = np.floor(collapsed * ramp).astype(np.int64)
    met = np.floor((TOTAL - rungs.sum(axis=0) - gone) * ramp * 0.8).astype(np.int64)
    return TableStates(name, TOTAL - rungs.sum(axis=0) - gone - met, met, rungs, gone, names)


RUNGS = ["Contact", "Confidence building", "Preconditions", "Formal talks", "Settlement", "Ratified", "Done"]
STATES = {
    "usual": ([states("Table one", [200, 100, 50], 24, RUNGS[:3], 30), states("Two", [10, 5], 24, RUNGS[:2])], months(24)),
    "nothing": ([states("Table", [0, 0, 0, 0, 0, 0, 0], 12, RUNGS)], months(12)),
    "fourteen": ([states("Table", [20] * 14, 12, [f"{LONG} {i}" for i in range(14)], 300)], months(12)),
    "certain": ([states("Table", [1000], 1, ["Only rung"])], months(1)),
    "weeks": ([states(UNBROKEN, [200, 100], 104, [UNBROKEN, NON_LATIN])], weeks(104)),
    "six": ([states(f"{NON_LATIN} {i}", [100 * i], 36, ["A"]) for i in range(6)], months(36)),
}  # fmt: skip

# ------------------------------------------------------------------------------ first meetings


def meetings(never: int, rounds: int) -> np.ndarray:
    counts = np.zeros(rounds + 1, np.int64)
    left = TOTAL - never
    for t in range(1, rounds):
        counts[t] = left // 4
        left -= counts[t]
    counts[rounds] = left
    counts[0] = never
    return counts


MEETINGS = {
    "usual": ([("Table one", meetings(30, 24)), ("Table two", meetings(700, 24))], months(24)),
    "never": ([("Table", meetings(1000, 12))], months(12)),
    "at_once": ([("Table", np.array([0, 1000]))], months(1)),
    "long": ([(LONG * 2, meetings(10, 12)), (UNBROKEN * 2, meetings(10, 12)), (NON_LATIN, meetings(10, 12))], months(12)),
    "weeks": ([("Table", meetings(100, 520))], weeks(520)),
}  # fmt: skip

# ------------------------------------------------------------------------------ flow


def flow_of(name: str, names: list[str], exits: list[dict[str, int]]) -> Flow:
    came = [sum(sum(e.values()) for e in exits[i:]) for i in range(len(exits))]
    stages = [Stage(n, c, list(e.items())) for n, c, e in zip(names, came, exits, strict=True)]
    return Flow(name, stages)


ALL_WAYS = {"collapsed": 40, "ended": 30, "suspended": 1, "carrying out": 9, "goes on": 20}
FLOWS = {
    "usual": [
        flow_of("Table one", ["All histories", "Meet", "Confidence building", "Settlement"],
                [{"not met": 100}, ALL_WAYS, {"goes on": 500, "ended": 1}, {"undone": 99, "stands": 200}]),
    ],
    "nobody_meets": [flow_of("Table", ["All histories", "Meet", "A rung"], [{"not met": 1000}, {"goes on": 0}, {"stands": 0}])],
    "all_succeed": [flow_of("Table", ["All histories", "Meet", "A rung"], [{"not met": 0}, {}, {"stands": 1000}])],
    "many": [
        flow_of(LONG, ["All histories", "Meet", *[f"{LONG} {i}" for i in range(14)]],
                [{"not met": 0}, *[{"collapsed": 1, "goes on": 60}] * 14, {"stands": 146}]),
        flow_of(UNBROKEN, ["All histories", NON_LATIN, UNBROKEN], [{"not met": 999}, {"collapsed": 1}, {"stands": 0}]),
    ],
}  # fmt: skip

# ------------------------------------------------------------------------------ blame


def blames(parties: list[str | None], issues: list[str | None], success: float) -> dict:
    weights = {(p, k): 1 / (1 + i + 2 * j) for i, p in enumerate(parties) for j, k in enumerate(issues)}
    whole = sum(weights.values())
    return {key: (1 - success) * weight / whole for key, weight in weights.items()}


BLAMES = {
    "usual": [Blame("Table one", "Settlement", 0.08, blames(["Taliban", "United States", None], ["Bases", "Troops", None], 0.08))],
    "one": [Blame("Table", "Settlement", 0.0, {("State", "Pie"): 1.0})],
    "success": [Blame("Table", "Settlement", 1.0, {})],
    "nobody": [Blame("Table", "Settlement", 0.0, {(None, None): 1.0})],
    "forty": [Blame("Table", "Settlement", 0.1, blames([f"Party {i}" for i in range(14)], [f"{LONG} {i}" for i in range(40)], 0.1))],
    "long": [
        Blame(LONG, LONG, 0.5, blames([LONG, UNBROKEN, NON_LATIN], [LONG, UNBROKEN, NON_LATIN], 0.5)),
        Blame("Rare", "End", 0.9999, {("A", "B"): 0.0001}),
    ],
}  # fmt: skip

# ------------------------------------------------------------------------------ levels


def counts_at(bins: int, **at: int) -> np.ndarray:
    counts = np.zeros(bins, np.int64)
    for place, count in at.items():
        counts[int(place[1:])] = count
    return counts


def bell(bins: int, size: int) -> np.ndarray:
    x = np.linspace(-3, 3, bins)
    return np.floor(size * np.exp(-x * x) / np.exp(-x * x).sum()).astype(np.int64)


WISHES = [
    Wish("Rebels", 1.0, 1.0, 1.0, ""),
    Wish("State", 0.2, 0.05, 0.4, "0–1,200"),
    Wish("Patron", 0.0, 0.0, 0.0, "0"),
]
PRISONERS = Level("Prisoners released", ("0", "2,000"), 700, bell(11, 300), "950", 0.0, WISHES)
OFFICE = Level("The office is recognised", ("no", "yes"), 400, counts_at(2, _1=380), "", 0.0, WISHES[:2])
STILL = Level("What never moves", ("0", "1"), 40, counts_at(11, _1=30), "", 0.0, WISHES)
LEVELS = {
    "usual": [OFFICE, STILL, PRISONERS],
    "nothing": [Level("Pie", ("0", "1"), 0, counts_at(11), "", 0.5, [])],
    "certain": [Level("Pie (per cent)", ("0", "100"), 1000, counts_at(11, _10=1000), "100", 0.0, WISHES)],
    "forty": [PRISONERS._replace(issue=f"{LONG} {i}") for i in range(40)],
    "long": [
        Level(LONG * 2, (f"15,000 {LONG}", f"500 {LONG}"), 10, bell(11, 990), f"7,000 {LONG}", 0.1,
              [Wish(LONG, 0.5, 0.1, 0.9, ""), Wish(UNBROKEN, 0.0, 0.0, 0.0, "0–1"), Wish(NON_LATIN, 1.0, 1.0, 1.0, "")]),
    ],
    "many_wishes": [PRISONERS._replace(wishes=[Wish(f"Party {i}", i / 9, max(0, i / 9 - 0.1), min(1, i / 9 + 0.1), "") for i in range(10)])],
}  # fmt: skip

# ------------------------------------------------------------------------------ war


def violence(name: str, size: float, rounds: int, samples: int = 3) -> Violence:
    wave = size * (1 + 0.3 * np.sin(np.arange(rounds) / 2))
    quantiles = {
        q: (wave * f).tolist() for q, f in zip(("q05", "q25", "q50", "q75", "q95"), (0.4, 0.7, 1, 1.4, 2), strict=True)
    }
    drawn = [(f"history {i}", (wave * (0.5 + 0.4 * i)).round().tolist()) for i in range(samples)]
    return Violence(name, quantiles, drawn)


WARS = {
    "usual": ([violence("All parties together", 1500, 24), violence("Rebels", 900, 24), violence("State", 600, 24)], months(24)),
    "none": ([violence("All parties together", 0, 12)], months(12)),
    "huge": ([violence("All parties together", 4e9, 12, 0)], months(12)),
    "small": ([violence("All parties together", 0.5, 2), violence(LONG * 2, 3, 2), violence(UNBROKEN, 1, 2)], months(2)),
    "one_round": ([violence(NON_LATIN, 12, 1)], months(1)),
    "weeks": ([violence("All", 30, 104)], weeks(104)),
}  # fmt: skip

# ------------------------------------------------------------------------------ beliefs


def believed(name: str, settle: float | None, stall: float | None, rounds: int) -> Believed:
    def quantiles(end: float | None) -> dict:
        if end is None:
            return {q: [None] * rounds for q in ("q05", "q25", "q50", "q75", "q95")}
        line = np.linspace(0.5, end, rounds)
        shift = (-0.2, -0.1, 0, 0.1, 0.2)
        return {
            q: np.clip(line + s, 0, 1).tolist() for q, s in zip(("q05", "q25", "q50", "q75", "q95"), shift, strict=True)
        }

    return Believed(name, {"stall": quantiles(stall), "settle": quantiles(settle)})


BELIEFS = {
    "usual": ([believed("Rebels", 0.9, 0.2, 24), believed("State", 0.8, 0.4, 24)], months(24)),
    "equal": ([believed("Rebels", 0.5, 0.5, 12)], months(12)),
    "one_type": ([believed("Rebels", 1.0, None, 12), believed("State", None, 0.0, 12)], months(12)),
    "no_type": ([believed("Rebels", None, None, 12)], months(12)),
    "long": ([believed(f"{LONG} {i}", 0.9, 0.2, 1) for i in range(8)], months(1)),
    "odd_names": ([believed(UNBROKEN, 0.9, 0.2, 104), believed(NON_LATIN, 0.9, 0.2, 104)], weeks(104)),
}  # fmt: skip

# ------------------------------------------------------------------------------ zone


def zone_of(name: str, sides: tuple[str, str], steps: int, walk_away: tuple[float, float], landings: int) -> Zone:
    n = 3
    pair = Pair(
        ("a", "b", "c"), np.array([[0.6, 0.3, 0.1], [0.1, 0.3, 0.6]]), np.array([[1.0] * n, [0.0] * n]),
        np.zeros(n), np.ones(n), np.full(n, steps), np.zeros(n), np.array(walk_away),
    )  # fmt: skip
    found = frontier_of(pair)
    rng = np.random.default_rng(1)
    landed = np.clip(rng.normal(0.5, 0.1, (landings, 2)), 0, 1)
    counts = rng.multinomial(TOTAL, np.full(landings, 1 / landings)) if landings else np.zeros(0, np.int64)
    return Zone(name, sides, found.points, walk_away, found.nash, (0.0, 1.0), landed, counts)


ZONES = {
    "usual": [zone_of("Table one", ("the rebels", "the state"), 0, (0.3, 0.35), 200)],
    "no_zone": [zone_of("Table", ("the rebels", "the state"), 0, (0.9, 0.9), 30)],
    "steps": [zone_of("Table", ("the rebels", "the state"), 1, (0.3, 0.3), 1), zone_of("Two", ("a", "b"), 4, (0.0, 0.0), 9)],
    "nowhere": [zone_of("Table", ("the rebels", "the state"), 0, (0.3, 0.35), 0)],
    "long": [zone_of(LONG * 2, (LONG, UNBROKEN), 0, (0.3, 0.35), 50), zone_of(NON_LATIN, (NON_LATIN, LONG * 3), 0, (0, 0), 50)],
}  # fmt: skip

DRAWN: dict[str, tuple[dict, Callable[..., Figure]]] = {
    "states_over_time": (STATES, lambda case: figures.states_over_time(*case, about())),
    "first_meeting": (MEETINGS, lambda case: figures.first_meeting(*case, about())),
    "flow": (FLOWS, lambda case: figures.flow(case, about())),
    "blame": (BLAMES, lambda case: figures.blame(case, about())),
    "levels": (LEVELS, lambda case: figures.levels(case, about())),
    "war": (WARS, lambda case: figures.war(case[0], "deaths", case[1], about())),
    "beliefs": (BELIEFS, lambda case: figures.beliefs(*case, about())),
    "zone": (ZONES, lambda case: figures.zone(case, about())),
}
CASES = [(kind, case) for kind, (cases, _) in DRAWN.items() for case in cases]


def drawn_anew(kind: str, case: str) -> Figure:
    cases, draw = DRAWN[kind]
    return draw(cases[case])


@cache
def drawn(kind: str, case: str) -> Figure:
    """The same figure for all who only look at it: text takes long to lay out."""
    return drawn_anew(kind, case)
