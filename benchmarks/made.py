"""Scenarios of any size, made here: what time grows with is changed one at a time."""

from dataclasses import dataclass
from typing import Any

from sim.engine.arrays import Compiled, compile_scenario
from sim.scenario.vocabulary import Scenario


@dataclass(frozen=True)
class Extent:
    """How large a scenario is; `steps` of each issue, 0 for issues without; `seats` of the table, the first parties'."""

    rounds: int = 24
    issues: int = 5
    steps: int = 0
    parties: int = 2
    seats: int = 2
    tables: int = 1


def made(extent: Extent) -> Compiled:
    """A scenario of this extent, ready to play: a war of all, who want opposite things and bargain over everything."""
    names = [f"party_{i}" for i in range(max(extent.parties, extent.seats))]
    issues = [f"issue_{i}" for i in range(extent.issues)]
    kind: dict[str, Any] = {"kind": "steps", "range": [0, extent.steps]} if extent.steps else {"kind": "continuous"}
    top = extent.steps or 1
    data = {
        "parley": 1,
        "title": "Made to be timed",
        "as_of": "2018-09-01",
        "time": {"step": "month", "rounds": extent.rounds},
        "issues": {
            issue: {**kind, "delivered_by": names[i % len(names)], "effects": {"calm": 0.1}}
            for i, issue in enumerate(issues)
        },
        "parties": {name: party(i, len(names), issues, top) for i, name in enumerate(names)},
        "tables": {f"table_{t}": table(t, names[: extent.seats], issues, extent.tables) for t in range(extent.tables)},
        "war": {"branching": 0.3},
        "outcomes": {"agreed": {"table": "table_0", "signed": "all"}, "none": {"otherwise": True}},
    }
    return compile_scenario(Scenario.model_validate(data))


def party(i: int, parties: int, issues: list[str], top: float) -> dict[str, Any]:
    """One party: insurgent or government by turns; ideals at the ends, and between them from the third party on."""
    ideal = top * (i % 2) if i < 2 else top * round(i / parties)
    salience = {issue: 20.0 + (37 * i + 23 * k) % 61 for k, issue in enumerate(issues)}
    return {
        "role": ("insurgent", "government")[i % 2],
        "violence": 20,
        "positions": {issue: {"ideal": ideal, "salience": salience[issue]} for issue in issues},
    }


def table(t: int, seated: list[str], issues: list[str], tables: int) -> dict[str, Any]:
    """One table, with its share of the issues."""
    return {"parties": seated, "rungs": [{"name": "all", "agenda": issues[t::tables]}]}
