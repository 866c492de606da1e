"""From counts to what a doubt says."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.defaults.listed import DOUBTED, PATHS
from experiments.defaults.setting import Subject
from experiments.defaults.table import Points
from experiments.describe.evidence import UNSPOKEN
from experiments.doubt.plan import Design, Kind
from experiments.doubt.player import Counted
from experiments.doubt.results import DoubtedAnswer, DoubtedVariant, DoubtResult, Hold, Move, VariantAnswer
from experiments.doubt.spread import Spread, chances, differences, moves, share_with_sign
from experiments.estimates.questions import Question, questions_by_name
from experiments.estimates.weighted import effective_size
from experiments.sensitivity.numbers import unit_of
from experiments.words.names import asked_title, readable
from experiments.words.numbers import figure, number_words
from experiments.words.places import place_title
from sim.engine.identity import rules_hash
from sim.scenario.data import scenario_hash
from sim.scenario.defaults import resolve
from sim.scenario.vocabulary import Scenario

MOST = 5  # numbers that are named
SETTLED = 0.9  # share of the points that must bear a statement out
Floats = NDArray[np.float64]


class Asked(NamedTuple):
    """A base and its variants (name, scenario), and all that is asked of each history, by name."""

    base: Subject
    variants: Sequence[tuple[str, Scenario, Subject]]
    questions: Mapping[str, Question]
    histories: int
    seed: int
    headline: str | None


class Seen(NamedTuple):
    """What was played, and what it gave, by kind of points."""

    points: Points
    designs: Mapping[Kind, Design]
    counts: Mapping[Kind, Counted]


def questions_of(scenario: Scenario) -> dict[str, Question]:
    """What is asked of each history: every rung reached, then every outcome."""
    known = questions_by_name(scenario)
    return {name: known[name] for kind in ("tables", "outcomes") for name in known if known[name][0] == kind}


def object_of(asked: Asked, seen: Seen) -> DoubtResult:
    """What a doubt says, as plain data."""
    compiled = asked.base.compiled
    scenario = compiled.scenario
    answers = {name: _answer(asked, seen, i, name) for i, name in enumerate(asked.questions)}
    headline = (
        asked.headline or scenario.answers or max(answers, key=lambda name: answers[name]["hi"] - answers[name]["lo"])
    )
    variants = [_variant(asked, seen, v) for v in range(len(asked.variants))]
    rules = rules_hash()
    return {
        "scenario": scenario.title,
        "scenario_sha256": scenario_hash(resolve(scenario)),
        "rules_sha256": rules,
        "as_of": scenario.as_of.isoformat(),
        "points": len(seen.points.weights),
        "histories": asked.histories,
        "seed": asked.seed,
        "defaults": list(asked.base.left.paths),
        "inputs": len(compiled.uncertain),
        "headline": headline,
        "answers": answers,
        "moves": answers[headline]["moves"],
        "holds": [*_order(asked, seen), *_signs(asked, variants, headline)],
        "variants": variants,
        "table": {
            "points": len(seen.points.weights),
            "effective_size": effective_size(seen.points.weights),
            "rules_sha256": seen.points.rules_sha256,
            "current": seen.points.rules_sha256 == rules,
        },
    }


def _chance(asked: Asked, seen: Seen, kind: Kind, question: int) -> Spread:
    return chances(seen.counts[kind].yes[:, question], asked.histories, seen.designs[kind].weights)


def _answer(asked: Asked, seen: Seen, question: int, name: str) -> DoubtedAnswer:
    """The chance of one thing over points of each kind, and what it differs with where all differs."""
    defaults, both, own = (_chance(asked, seen, kind, question) for kind in ("defaults", "both", "inputs"))
    named, left = _moves(asked, seen, question, both)
    return {
        "title": asked_title(name, asked.base.compiled.scenario),
        "p": (defaults.mean + both.mean) / 2,
        "lo": both.low, "hi": both.high,
        "sampling_lo": own.low, "sampling_hi": own.high,
        "defaults_lo": defaults.low, "defaults_hi": defaults.high,
        "at_defaults": own.mean,
        "error": both.error,
        "moves": named, "left": left,
    }  # fmt: skip


def _moves(asked: Asked, seen: Seen, question: int, both: Spread) -> tuple[list[Move], float]:
    """The numbers that the chance differs with most, and the share of its variance that they leave."""
    design, compiled = seen.designs["both"], asked.base.compiled
    assert design.defaults is not None
    assert design.shares is not None
    columns = [PATHS.index(path) for path in asked.base.left.paths]
    inputs = np.hstack([design.defaults[:, columns], design.shares])
    observed = seen.counts["both"].yes[:, question] / asked.histories
    shares = moves(inputs, observed, design.weights, both.variance)
    about = [_default(column) for column in columns] + [_input(asked, i) for i in range(len(compiled.uncertain))]
    order = [int(i) for i in np.argsort(-shares, kind="stable")[:MOST] if shares[i] > 0]
    named = [about[i] | {"share": float(shares[i])} for i in order]
    return named, float(1 - shares[order].sum())


def _default(column: int) -> Move:
    each = DOUBTED[column]
    span = f"{figure(each.plausible.low)} to {figure(each.plausible.high)}"
    means = f"{each.parameter.meaning}; {span} {_unit(each.parameter.unit)}".rstrip()
    return {"path": each.path, "title": each.title, "means": means, "kind": "default", "share": 0.0}


def _unit(unit: str) -> str:
    """A unit for whoever does not know u; nothing where it says nothing."""
    if unit.split(maxsplit=1)[0] == "u":
        return f"of all its stakes{unit[1:]}"
    return "" if unit in UNSPOKEN or unit == "per u" else unit


def _input(asked: Asked, i: int) -> Move:
    scenario, each = asked.base.compiled.scenario, asked.base.compiled.uncertain[i]
    means = number_words(each.number, each.low, each.high, unit_of(each.path, scenario) or "")
    title = place_title(each.path, scenario)
    return {"path": each.path, "title": title, "means": means, "kind": "scenario", "share": 0.0}


def _order(asked: Asked, seen: Seen) -> list[Hold]:
    """Whether the likeliest outcome stays likelier than the second."""
    outcomes = [i for i, question in enumerate(asked.questions.values()) if question[0] == "outcomes"]
    if len(outcomes) < 2:
        return []
    yes, weights = seen.counts["defaults"].yes, seen.designs["defaults"].weights
    first, second = sorted(outcomes, key=lambda i: -float(weights @ yes[:, i]))[:2]
    names = [asked_title(name, asked.base.compiled.scenario) for name in asked.questions]
    found = differences(yes[:, first], yes[:, second], asked.histories, weights)
    return [_hold(f"“{names[first]}” is likelier than “{names[second]}”", share_with_sign(found))]


def _signs(asked: Asked, variants: Sequence[DoubtedVariant], headline: str) -> list[Hold]:
    """Whether each variant makes the headline likelier, or less likely, wherever the defaults stand."""
    title = asked_title(headline, asked.base.compiled.scenario)
    held = []
    for variant in variants:
        found = variant["answers"].get(headline)
        if found is not None:
            more = "never changes" if found["d"] == 0 else "is likelier" if found["d"] > 0 else "is less likely"
            held.append(_hold(f"with “{variant['title']}”, “{title}” {more}", found["holds"]))
    return held


def _hold(what: str, share: float) -> Hold:
    return {"what": what, "share": share, "settled": share >= SETTLED}


def _variant(asked: Asked, seen: Seen, v: int) -> DoubtedVariant:
    name, scenario, _ = asked.variants[v]
    known, counts = questions_of(scenario), seen.counts["defaults"]
    answers: dict[str, VariantAnswer] = {}
    for i, question in enumerate(asked.questions):
        if question in known:
            weights = seen.designs["defaults"].weights
            found = differences(counts.gained[v, :, i], counts.lost[v, :, i], asked.histories, weights)
            answers[question] = {
                "d": found.mean, "lo": found.low, "hi": found.high, "holds": share_with_sign(found),
            }  # fmt: skip
    own = scenario.title != asked.base.compiled.scenario.title
    return {"name": name, "title": scenario.title if own else readable(name), "answers": answers}
