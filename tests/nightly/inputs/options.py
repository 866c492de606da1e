"""Words of the command line: values of --set, and of every other option."""

import random
from pathlib import Path

from tests.nightly.damage import damaged, number, word
from tests.nightly.samples import SHIPPED, dumped, talks, written
from tests.nightly.shapes import anything, places_in

FREE = {
    "run": ("--histories", "--precision", "--headline", "--most", "--seed", "--engine", "--agents", "--workers", "--shard", "--out"),
    "compare": ("--set-all", "--onto", "--histories", "--headline", "--precision"),
    "lever": ("--target", "--party", "--budget"),
    "discover": ("--outcome", "--boxes", "--limits", "--support"),
    "doubt": ("--points", "--headline"),
    "trace": ("--history", "--seed", "--agents"),
    "rivals": ("--challenge",),
    "validate": ("--set",),
    "why": ("--seed",),
}  # fmt: skip
PLAYS = {"run", "compare", "lever", "discover", "doubt", "rivals", "why"}
USUAL = (
    "progress",
    "deal",
    "talks.settlement",
    "rebels",
    "0.5",
    "deal=0.5",
    "1/2",
    "3",
    "talks.yaml",
    "mesa",
    "deal+no_deal=0.9",
)
LEAST = {"discover": "100", "doubt": "2"}  # histories


def setting(rng: random.Random, folder: Path, samples: Path) -> list[str]:
    """A number of a scenario set to something else, by a path that may be none."""
    if rng.random() < 0.5:
        data = talks()
        (folder / "talks.yaml").write_text(dumped(data), encoding="utf-8")
    else:
        import yaml

        text = rng.choice(SHIPPED).read_text(encoding="utf-8")
        data = yaml.safe_load(text)
        if "extends" in data:
            data, text = talks(), dumped(talks())
        (folder / "talks.yaml").write_text(text, encoding="utf-8")
    words = ["validate", "talks.yaml"]
    if rng.random() < 0.12:
        words = ["run", "talks.yaml", "--histories", "2", "--out", "out", "--quiet"]
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        words += ["--set", _assignment(data, rng)]
    return words


def _assignment(data: dict, rng: random.Random) -> str:
    path = rng.choice([*_paths(data)])
    value = rng.choice((number(rng), word(rng), dumped(anything(rng)).removesuffix("...\n").strip(), rng.choice(("[1, 2]", "{uniform: [0, 1]}", "{choice: {0: 1, 1: 3}}", "{normal: [0.5, 0.1], cut: 2}"))))  # fmt: skip
    text = f"{path}={value}"
    if rng.random() < 0.3:
        text = damaged(text, rng).decode("utf-8", "replace")
    return text.replace("\x00", "")[:20_000]


def _paths(data: object, before: str = ""):
    for where, key in places_in({"": data})[:1]:
        yield from _below(where[key], before)


def _below(data: object, before: str):
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield f"{before}{key}"
        yield from _below(value, f"{before}{key}.")


def option(rng: random.Random, folder: Path, samples: Path) -> list[str]:
    """A command with an option that may mean nothing."""
    written(folder)
    command = rng.choice([*FREE])
    words = [command, "talks.yaml"]
    if command in PLAYS:
        words += ["--histories", LEAST.get(command, "3"), "--out", "out"]
    if command == "doubt":
        words += ["--points", "8"]
    if command == "trace":
        words += ["--history", "0"]
    if command == "lever":
        words += ["--target", "0.5"]
    for _ in range(rng.choice((1, 1, 2))):
        name = rng.choice(FREE[command])
        value = rng.choice((rng.choice(USUAL), rng.choice(USUAL), word(rng), number(rng))).replace("\x00", "")
        if name in {"--histories", "--points", "--most", "--workers"} and _large(value):
            value = "7"
        words += [name, value]
    if rng.random() < 0.1:
        words.insert(rng.randrange(len(words) + 1), word(rng).replace("\x00", ""))
    return words


def _large(value: str) -> bool:
    """Whether a value is a number that would keep the machine busy."""
    try:
        return abs(float(value)) > 20
    except ValueError:
        return False
