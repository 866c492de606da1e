"""Sound inputs and results folders, which trials damage: made once, then copied."""

import random
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from tests.conftest import scenario
from tests.nightly.watched import obey
from tests.places import CASES, ROOT, SCENARIOS
from tests.properties.random_scenarios import random_scenario

HISTORIES = 20
TALKS = "talks.yaml"  # the scenario of the results folders
SHIPPED = tuple(sorted(SCENARIOS.glob("*.yaml")))
ODD = tuple(sorted([*CASES.glob("warned/*.yaml"), *CASES.glob("valid/*.yaml")]))
EXPERIMENT = {
    "parley_experiment": 1, "title": "Patience and costs", "question": "Which matters?", "scenario": TALKS, "design": "grid",
    "factors": {
        "cost": {"title": "Cost", "path": "parties.rebels.cost", "values": [0, 0.1]},
        "patience": {"path": "parties.state.patience", "range": [2, 6], "steps": 2},
    },
    "where": "cost * 10 + patience <= 6.5", "histories": HISTORIES, "headline": ["talks.settlement", "progress"],
}  # fmt: skip
QUESTIONS = {
    "parley_questions": 1, "title": "Two questions", "sources": {"press": {"title": "A newspaper", "publisher": "P", "date": "2019-12-01"}},
    "questions": {
        "met": {"title": "Do they meet by March?", "by": "2020-03-31", "ask": {"table": "talks", "meetings": 1}, "base_rate": 0.4,
                "resolves": "It is reported.", "evidence": {"assumed": "a guess"}, "block": "contacts"},
        "far": {"title": "How far by the end of 2020?", "by": "2020-12-20",
                "ordered": {"settled": {"table": "talks", "reached": "settlement"}, "nothing": {"otherwise": True}},
                "base_rate": {"settled": 0.1, "nothing": 0.9}, "evidence": {"assumed": "a guess"}},
    },
}  # fmt: skip
ANSWERS = "question,answer,resolved_on,source\nmet,yes,2020-02-02,press\nfar,nothing,2020-12-20,\n"


def talks() -> dict[str, Any]:
    """A small scenario, of which something is uncertain."""
    return scenario(
        title="Small talks", answers="deal",
        parties={"rebels": {"cost": {"uniform": [0, 0.2]}, "violence": 20, "capability": 30}, "state": {"patience": 3, "capability": 60, "violence": 30}},
        war={"branching": 0.2},
    )  # fmt: skip


def any_scenario(rng: random.Random) -> dict[str, Any]:
    """A sound scenario that stands alone: a shipped one, an odd one, or one at random."""
    chance = rng.random()
    if chance < 0.2:
        return talks()
    if chance < 0.6:
        return random_scenario(rng.randrange(5000))
    while True:
        data = yaml.safe_load(rng.choice(SHIPPED + ODD).read_text(encoding="utf-8"))
        if "extends" not in data:
            return data


def any_text(rng: random.Random) -> str:
    """The text of a sound scenario that stands alone, as somebody wrote it or as a program did."""
    while rng.random() < 0.5:
        text = rng.choice(SHIPPED + ODD).read_text(encoding="utf-8")
        if "extends:" not in text:
            return text
    return dumped(any_scenario(rng))


def dumped(data: Any) -> str:
    """Data as YAML, in their order."""
    return yaml.safe_dump(_plain(data), sort_keys=False, allow_unicode=True)


def _plain(data: Any) -> Any:
    """The same without the types of NumPy, which YAML does not know."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    return data.item() if isinstance(data, np.generic) else data


def written(folder: Path) -> None:
    """Write the small talks, an experiment, questions and answers into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TALKS).write_text(dumped(talks()), encoding="utf-8")
    (folder / "experiment.yaml").write_text(dumped(EXPERIMENT), encoding="utf-8")
    (folder / "questions.yaml").write_text(dumped(QUESTIONS), encoding="utf-8")
    (folder / "answers.csv").write_text(ANSWERS, encoding="utf-8")


MADE: dict[str, tuple[str, ...]] = {
    "run": ("run", TALKS, "--histories", "60", "--out", "run"),
    "shard_1": ("run", TALKS, "--histories", "60", "--shard", "1/2", "--out", "shard_1"),
    "shard_2": ("run", TALKS, "--histories", "60", "--shard", "2/2", "--out", "shard_2"),
    "sweep": ("sweep", "experiment.yaml", "--out", "sweep"),
    "why": ("why", TALKS, "--histories", "40", "--out", "why"),
    "comparison": ("compare", TALKS, "--set", "war.branching=0", "--histories", "40", "--out", "comparison"),
    "rivals": ("rivals", TALKS, "--histories", "40", "--out", "rivals"),
    "doubt": ("doubt", TALKS, "--points", "8", "--histories", "5", "--out", "doubt"),
    "lever": ("lever", TALKS, "--target", "0.9", "--histories", "40", "--out", "lever"),
    "ablation": ("ablate", TALKS, "--histories", "256", "--out", "ablation"),
    "sealed": ("forecast", "seal", TALKS, "--questions", "questions.yaml", "--histories", "40", "--out", "sealed.json"),
}
"""What is made of the small talks, by the command lines that make it."""


def made(folder: Path) -> Path:
    """Make one of everything in a folder."""
    written(folder)
    for name, words in MADE.items():
        done = obey([*words, *(() if words[0] == "rivals" else ("--quiet",))], folder, patience=300)
        if done.status != 0:
            raise RuntimeError(f"{name}: {done.status}: {done.messages}")
    return folder


STAKEHOLDERS = ROOT / "docs" / "examples" / "paris_2015.csv"
