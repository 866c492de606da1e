"""What a history asks of the machine, counted, and the limit: what that would cost if nothing else were done."""

import cProfile
import pstats
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from agents.rules import choice
from benchmarks.measure import Figure, Grid, figure, figures, seconds_each
from benchmarks.playing import SEED, compiled, player, ready
from benchmarks.prices import prices
from benchmarks.rebinding import noted
from benchmarks.sizes import Size
from sim.engine.arrays import Compiled
from sim.engine.mesa_model import PeaceTalks
from sim.engine.records import Records
from sim.world import course, draws, outcome
from sim.world.state import plain_view

COUNTED = {
    "Philox blocks": ("draws.philox",),
    "log": ("math.log",),
    "exp": ("math.exp",),
    "sines": ("draws.sine",),
    "sqrt": ("math.sqrt",),
    "values of an issue": ("bargaining.issue_value",),
    "divisions of an ascent": ("nash_ascent.marginal",),
    "decisions": ("decide.decide",),
    "meetings": ("meeting.meet",),
    "offers": ("options.best_offer",),
    "nodes of their search": ("bargaining._relax",),
    "limits of an item": ("worth.limit_item",),
    "Nash points": ("nash_two.nash_on_frontier", "options.nash_of_many"),
    "frontiers laid": ("options.build_frontier",),
    "ascents": ("nash_ascent.ascend",),
}
"""What is counted, and the functions whose calls are; beside them powers, which are no calls."""

COUNTS_HOW = (
    "Calls a history in the uncompiled driver, which plays the very same functions, counted by Python's profiler. "
    "A million steps of arithmetic between them are not counted."
)
LIMIT_HOW = (
    "Counts times the price of each when compiled, in a loop of its own: what a history would take if only random "
    "numbers, logarithms, exponentials, powers, sines, roots, values of issues and the divisions of the ascent cost "
    "time. “engine”: what it takes, in the same minute."
)
DRAWS_HOW = (
    "Philox blocks a history by what they are for. “drawn before”: an address that the same history had drawn already; "
    "the number is the same, so that the second drawing need not be."
)
PURPOSES = {value: name for name, value in vars(draws).items() if name.isupper() and type(value) is int and value < 64}


def grids(size: Size, files: Sequence[Path]) -> list[Grid]:
    """Counts of these scenarios, draws by purpose, prices and limits."""
    engine = ready()
    price = prices(size)
    counts, drawn, limits = {}, {}, {}
    for file in files:
        scenario = compiled(file)
        counts[file.stem] = counted(scenario, size.counted)
        drawn[file.stem] = purposes(scenario, min(size.counted, 50))
        play = player(scenario, engine)
        taken = [seconds_each(play, size.seconds)[0] * 1e6 for _ in range(size.repeats)]
        limits[file.stem] = limit(counts[file.stem], price, taken)
    return [
        {"title": "Counts a history", "how": COUNTS_HOW, "rows": turned(counts, "calls")},
        {"title": "Random numbers a history", "how": DRAWS_HOW, "rows": turned(drawn, "blocks")},
        {"title": "Prices", "how": "", "rows": {name: {"price": each} for name, each in price.items()}},
        {"title": "The limit of a history", "how": LIMIT_HOW, "rows": limits},
    ]


def counted(scenario: Compiled, histories: int) -> dict[str, float]:
    """Calls a history of each thing that is counted."""
    play = uncompiled(scenario)
    profiler = cProfile.Profile()
    powers = 0

    def note(given: tuple[float, ...]) -> None:
        nonlocal powers
        powers += given[0] < 1.0 and given[1] != 1.0  # a chance brought to another time; no other power is usual

    with noted(choice.per_round, note):
        for history in range(histories):
            profiler.runcall(play, history)
    calls = called(pstats.Stats(profiler))
    found = {name: sum(calls[each] for each in functions) / histories for name, functions in COUNTED.items()}
    return found | {"powers": powers / histories}


def uncompiled(scenario: Compiled) -> Callable[[int], None]:
    """What plays a history of a scenario uncompiled, and leaves it behind."""
    model = PeaceTalks(scenario, SEED, collect=False)  # which begins a history already
    records = Records.empty(scenario, 1)
    rows, measures, *counts = map(plain_view, (records.whole, records.measured, *records.course))

    def play(history: int) -> None:
        model.play(history)
        outcome.leave_behind(model.world, rows, measures, 0)
        course.leave_course(model.world, *counts)

    return play


def called(stats: pstats.Stats) -> Counter[str]:
    """Calls of each function, by `module.function`."""
    calls: Counter[str] = Counter()
    kept: Mapping[Any, Any] = vars(stats)["stats"]
    for (file, _, name), (_, number, *_) in kept.items():
        builtin = name.removeprefix("<built-in method ").removesuffix(">")
        calls[builtin if file == "~" else f"{Path(file).stem}.{name}"] += number
    return calls


def purposes(scenario: Compiled, histories: int) -> dict[str, float]:
    """Philox blocks a history by purpose, and how many of all had been drawn before."""
    found: Counter[str] = Counter()
    play = uncompiled(scenario)
    for history in range(histories):
        met: set[tuple[int, ...]] = set()

        def note(address: tuple[int, ...], met: set[tuple[int, ...]] = met) -> None:
            found[PURPOSES[address[1] % draws.PURPOSES].lower().replace("_", " ")] += 1
            found["all"] += 1
            found["drawn before"] += address in met
            met.add(address)

        with noted(draws.philox, note):
            play(history)
    return {name: number / histories for name, number in found.most_common()}


def limit(counts: Mapping[str, float], price: Mapping[str, Figure], taken: Sequence[float]) -> dict[str, Figure]:
    """What counts times prices come to, what is taken, and how many times as much that is."""
    least = sum(counts[name] * each["value"] for name, each in price.items()) / 1e3
    return {
        "limit": figure(least, "µs"),
        "engine": figure(taken, "µs"),
        "engine/limit": figure([each / least for each in taken], "×"),
        **{f"of it {name}": figure(counts[name] * each["value"] / 1e3, "µs") for name, each in price.items()},
    }


def turned(columns: Mapping[str, Mapping[str, float]], unit: str) -> dict[str, dict[str, Figure]]:
    """Rows of what is counted, with a column a scenario."""
    names = dict.fromkeys(name for column in columns.values() for name in column)
    return {name: figures({key: column.get(name, 0.0) for key, column in columns.items()}, unit) for name in names}
