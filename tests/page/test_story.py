"""A history told in the page is the one that `parley trace` tells: the same happenings, numbers and sentences."""

import json
from functools import cache
from pathlib import Path

import pytest

from experiments.ladders.loading import load
from experiments.page.telling import telling_data
from experiments.page.worlds import image_of
from experiments.trace.chronicle import Chronicle, as_json, trace
from sim.engine.ahead import wasm
from sim.engine.arrays import Compiled, compile_scenario
from sim.world.state import SCALARS
from tests.page.scripts import run_node
from tests.places import SCENARIOS

SEED, HISTORIES = 3, 10
PLAYED = ("second_meeting_2018_09", "afghan_peace_2018", "havana_2012", "generic_civil_war")
EXACT = 1e-9

TOLD = """
import { readFileSync, writeFileSync } from "node:fs";
import { Kernel } from "./core/kernel.js";
import { World } from "./core/world.js";
import { chronicleOf } from "./core/chronicle.js";

const [kernelFile, given, written] = process.argv.slice(2);
const { image, data, scalars, seed, histories } = JSON.parse(readFileSync(given, "utf8"));
const kernel = await Kernel.made(new WebAssembly.Module(readFileSync(kernelFile)), scalars);
const world = new World({ image, spots: {}, levels: {} });
const infinite = (_, x) => (x === Infinity ? ".inf" : x === -Infinity ? "-.inf" : x);
const chronicles = Array.from({ length: histories }, (_, i) => chronicleOf(kernel, world, data, seed, i));
const told = chronicles.map((c) => ({
  scenario: data.title, seed: c.seed, history: c.history, types: c.types, beliefs: c.beliefs, levels: c.levels,
  demands: c.demands, rounds: c.rounds, outcome: c.outcome, types_at_end: c.typesAtEnd, blocks: c.blocks, row: c.row,
}));
writeFileSync(written, JSON.stringify({ told }, infinite));
"""


@cache
def scenario(name: str) -> Compiled:
    return compile_scenario(load(SCENARIOS / f"{name}.yaml", to_run=True).scenario)


def given(compiled: Compiled, histories: int) -> dict[str, object]:
    """What a script needs to tell histories."""
    return {
        "image": image_of(compiled),
        "data": telling_data(compiled),
        "scalars": len(SCALARS),
        "seed": SEED,
        "histories": histories,
    }


def asked(script: str, compiled: Compiled, folder: Path, histories: int = HISTORIES) -> dict[str, list]:
    """What a script writes of the first histories of a scenario."""
    kernel = wasm.find()
    assert kernel is not None
    (folder / "given.json").write_text(json.dumps(given(compiled, histories)), encoding="utf-8")
    run_node(script, kernel, folder / "given.json", folder / "told.json")
    return json.loads((folder / "told.json").read_text(encoding="utf-8"))


@cache
def traced(name: str) -> list[Chronicle]:
    return [trace(scenario(name), SEED, history) for history in range(HISTORIES)]


def differences(told: object, expected: object, place: str = "") -> list[str]:
    """Where two plain values differ: keys, order, words, or numbers by more than what is called exact."""
    if isinstance(expected, dict) and isinstance(told, dict):
        missing = [f"{place}: {key} is on one side only" for key in told.keys() ^ expected.keys()]
        both = [key for key in expected if key in told]
        return missing + [each for key in both for each in differences(told[key], expected[key], f"{place}.{key}")]
    if isinstance(expected, list) and isinstance(told, list):
        lengths = [f"{place}: {len(told)} for {len(expected)}"] * (len(told) != len(expected))
        pairs = enumerate(zip(told, expected, strict=False))
        return lengths + [each for i, (one, other) in pairs for each in differences(one, other, f"{place}[{i}]")]
    numbers = isinstance(expected, int | float) and isinstance(told, int | float)
    numbers = numbers and not isinstance(expected, bool) and not isinstance(told, bool)
    same = abs(told - expected) <= EXACT * max(1.0, abs(expected)) if numbers else told == expected
    return [] if same else [f"{place}: {told!r} for {expected!r}"]


@pytest.mark.slow
@pytest.mark.parametrize("name", PLAYED)
def test_a_chronicle_of_the_page_has_the_same_happenings_as_a_trace(name, tmp_path):
    told = asked(TOLD, scenario(name), tmp_path)["told"]
    expected = [as_json(chronicle) for chronicle in traced(name)]
    found = differences(told, json.loads(json.dumps(expected)))
    assert not found, found[:10]
    kinds = {entry["kind"] for each in expected for now in each["rounds"] for entry in now["entries"]}
    assert {"decision", "meeting", "offer", "agreed"} <= kinds
