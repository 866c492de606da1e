"""Scenario files, and those that extend others."""

import random
from pathlib import Path

from tests.nightly.damage import damaged
from tests.nightly.samples import SHIPPED, any_scenario, any_text, dumped, talks
from tests.nightly.shapes import reshaped

CHECKING = (("validate",), ("show",), ("evidence",))
PLAYING = (
    ("run", "--histories", "3", "--out", "out", "--quiet"),
    ("run", "--histories", "3", "--engine", "mesa", "--out", "out", "--json"),
    ("trace", "--history", "0"),
    ("why", "--histories", "3", "--out", "out", "--quiet"),
    ("rivals", "--histories", "3", "--out", "out"),
    ("page", "-o", "out.html"),
    ("doubt", "--points", "8", "--histories", "2", "--out", "out", "--quiet"),
    ("discover", "--histories", "100", "--out", "out", "--quiet"),
    ("compare", "--set", "time.rounds=2", "--histories", "3", "--out", "out", "--quiet"),
)


def damaged_scenario(rng: random.Random) -> bytes:
    """A scenario file, damaged in its text or in its structure."""
    if rng.random() < 0.5:
        return damaged(any_text(rng), rng)
    return as_text(reshaped(any_scenario(rng), rng))


def as_text(data: object) -> bytes:
    """Data as a YAML file, whatever they are by now."""
    return dumped(data).encode("utf-8", "surrogatepass")


def scenario(rng: random.Random, folder: Path, samples: Path) -> list[str]:
    """A command on a damaged scenario."""
    (folder / "talks.yaml").write_bytes(damaged_scenario(rng))
    command, *more = rng.choice(CHECKING if rng.random() < 0.8 else PLAYING)
    if command == "validate" or rng.random() < 0.7:
        return [command, "talks.yaml", *more]
    return [command, *more, "talks.yaml"]


def extended(rng: random.Random, folder: Path, samples: Path) -> list[str]:
    """A command on a variant, of which it or what it extends is damaged."""
    base, variant = _pair(rng)
    if rng.random() < 0.75:
        variant = damaged(variant, rng) if rng.random() < 0.5 else variant.encode()
        base = base.encode()
    else:
        base, variant = damaged(base, rng), variant.encode()
    (folder / "talks.yaml").write_bytes(base)
    (folder / "what_if.yaml").write_bytes(variant)
    if rng.random() < 0.05:
        (folder / "talks.yaml").unlink()
        (folder / "talks.yaml").symlink_to(rng.choice(("what_if.yaml", "nowhere", "/", ".")))
    return rng.choice(
        (["validate", "what_if.yaml"], ["validate", "what_if.yaml", "talks.yaml"], ["show", "what_if.yaml"],
         ["compare", "talks.yaml", "what_if.yaml", "--histories", "3", "--out", "out", "--quiet"])
    )  # fmt: skip


def _pair(rng: random.Random) -> tuple[str, str]:
    """A base and what extends it: shipped ones, or the small talks and a piece of their own structure, reshaped."""
    if rng.random() < 0.5:
        variants = [path for path in SHIPPED if path.name.startswith("what_if")]
        text = rng.choice(variants).read_text(encoding="utf-8")
        name = next(line.split(":")[1].strip() for line in text.splitlines() if line.startswith("extends:"))
        base = (SHIPPED[0].parent / name).read_text(encoding="utf-8")
        if "extends:" in base:
            base = dumped(talks())
        return base, text.replace(name, "talks.yaml")
    data = talks()
    changes = reshaped({key: data[key] for key in rng.sample(sorted(data), 3)}, rng)
    changes = {"extends": rng.choice(("talks.yaml",) * 8 + ("./talks.yaml", "what_if.yaml", "", "../talks.yaml")), **(changes or {})} if isinstance(changes, dict) else changes  # fmt: skip
    return dumped(data), as_text(changes).decode("utf-8", "replace")
