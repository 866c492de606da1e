"""The browser's kernel: of these sources, small, and playing what the native one plays."""

import json

import numpy as np
import pytest

from experiments.page.worlds import image_of
from sim.engine.ahead import wasm
from sim.engine.arrays import compile_scenario
from sim.engine.identity import compiled_hash
from sim.engine.kernel import play_histories
from sim.engine.records import Records
from sim.scenario.load import load
from sim.world.state import SCALARS, copy_of
from tests.page.scripts import run_node
from tests.places import ROOT

SCENARIOS = ("second_meeting_2018_09", "afghan_peace_2018", "havana_2012", "generic_civil_war", "secret_talks_2018_05")
FEW = 400
PLAY = """
import fs from "fs";
import { Kernel } from "./core/kernel.js";
import { World } from "./core/world.js";
const [data, kernel, out] = process.argv.slice(2);
const { image, scalars, count, seed } = JSON.parse(fs.readFileSync(data, "utf8"));
const world = new World({ image, spots: {}, levels: {} });
const player = await Kernel.made(new WebAssembly.Module(fs.readFileSync(kernel)), scalars);
const rows = player.play(world, seed, 5, count);
fs.writeFileSync(`${out}.whole`, rows.whole);
fs.writeFileSync(`${out}.measured`, rows.measured);
fs.writeFileSync(`${out}.tables`, world.floats.slice(world.at("quantiles")));
player.roomOf(world, count).course().forEach((counts, i) => fs.writeFileSync(`${out}.course${i}`, counts));
"""


def compiled_of(name):
    return compile_scenario(load(ROOT / "scenarios" / f"{name}.yaml", to_run=True).scenario)


def native(compiled, count, seed):
    records = Records.empty(compiled, count)
    arrays = copy_of(compiled.arrays)
    play_histories(arrays, compiled.sizes, compiled.scenario.time.rounds, seed, 5, records)
    return records


def test_it_is_there_and_of_these_sources():
    assert wasm.find() is not None, "the rules have changed: `make wasm` makes the browser's kernel anew"
    assert {file.name for file in wasm.FOLDER.iterdir()} == {wasm.name_of(compiled_hash()), wasm.MADE.name}
    assert json.loads(wasm.MADE.read_text())["sources_sha256"] == compiled_hash()


def test_it_is_small():
    assert wasm.find().stat().st_size <= 300_000


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_it_plays_what_the_native_kernel_plays(name, tmp_path):
    compiled, seed = compiled_of(name), 2**40 + 7
    asked = {"image": image_of(compiled), "scalars": len(SCALARS), "count": FEW, "seed": seed}
    (tmp_path / "asked.json").write_text(json.dumps(asked))
    run_node(PLAY, tmp_path / "asked.json", wasm.find(), tmp_path / "out")
    expected = native(compiled, FEW, seed)

    def told(what, kind):
        return np.fromfile(tmp_path / f"out.{what}", kind)

    assert (told("whole", np.int32) == expected.whole.ravel()).all()
    assert np.allclose(told("measured", np.float64), expected.measured.ravel(), rtol=0, atol=1e-12)
    for i, counts in enumerate(expected.course):
        assert (told(f"course{i}", np.int64) == counts.ravel()).all()
    assert (told("tables", np.float64) == compiled.arrays["quantiles"].ravel()).all()
