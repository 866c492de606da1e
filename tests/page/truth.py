"""Settings of a page, played by its scripts and by parley: what both must agree on."""

import json
import random

import numpy as np

from experiments.compare.play import Base, Variant, compare
from experiments.page.controls import changes_at
from experiments.page.data import Written, page_data
from experiments.runs.engines import compiled_engine
from experiments.runs.workers.threads import Threads
from experiments.words.overrides import assigned
from sim.engine.arrays import compile_scenario
from sim.scenario.load import load
from sim.world.codes import BLOCKS
from tests.page.scripts import run_node

PLAY = """
import fs from "fs";
import { Player } from "./core/player.js";
const [data, kernel, out] = process.argv.slice(2);
const asked = JSON.parse(fs.readFileSync(data, "utf8"));
const module = new WebAssembly.Module(fs.readFileSync(kernel));
const all = [];
for (const { page, settings, histories } of asked) {
  const player = await Player.made(module, page);
  all.push(settings.map((setting) => {
    const tally = player.play(setting, 0, histories);
    const { questions } = player.of(setting.world).reader;
    const stories = [0, 1].map((history) => player.tell(setting, history).story);
    return {
      questions, pairs: [...tally.pairs], months: [...tally.months], blame: [...tally.blame], turned: tally.turned, stories,
    };
  }));
}
fs.writeFileSync(out, JSON.stringify(all));
"""


def page_of(base, variants=()):
    """The data of a page of some files."""
    return page_data(*written(base, variants))


def written(base, variants=()):
    """Files as they are read."""
    return Written(base, load(base, to_run=True)), [Written(file, load(file, to_run=True)) for file in variants]


def moved(page, world, moves):
    """What a setting of a page sets."""
    every = {page["controls"][i]["id"]: page["controls"][i] for i in page["worlds"][world]["controls"]}
    return changes_at(every, moves)


def at_random(page, seed):
    """A setting: which scenario it starts from, and one to five controls moved, none of which sets what another does."""
    dice = random.Random(seed)
    world = dice.randrange(len(page["worlds"]))
    controls = [page["controls"][i] for i in page["worlds"][world]["controls"]]
    moves, taken = {}, set()
    for control in dice.sample(controls, dice.randint(1, 5)):
        step = dice.choice([step for step in range(control["low"], control["high"] + 1) if step])
        if not taken & set(control["sets"]):
            moves[control["id"]] = step
            taken |= set(control["sets"])
    return world, moves


def by_scripts(page, settings, histories, kernel, folder):
    """What the page's scripts count, and how they tell the first two histories."""
    return all_by_scripts([(page, settings)], histories, kernel, folder)[0]


def all_by_scripts(asked, histories, kernel, folder):
    """The same of several pages, each with its settings, by one Node."""
    data, out = folder / "data.json", folder / "told.json"
    each = [{"page": page, "settings": settings, "histories": histories} for page, settings in asked]
    data.write_text(json.dumps(each, allow_nan=False))
    run_node(PLAY, str(data), str(kernel), str(out))
    return json.loads(out.read_text())


def by_parley(base, file, changes, histories):
    """What parley counts: flips by question, and the run object of the variant."""
    changed = load(file, tuple(assigned(changes)), to_run=True).scenario
    found = beside(base, [changed], histories)
    return found.flips[0], found.results[0]


def beside(base, changed, histories):
    """What parley counts of a file and of some scenarios beside it."""
    variants = [Variant(f"what if {i}", (), compile_scenario(scenario)) for i, scenario in enumerate(changed)]
    loaded = load(base, to_run=True).scenario
    return compare(
        Base(compile_scenario(loaded)), variants, histories, 1, compiled_engine(lambda *said: None), Threads(1)
    )


def blamed_by_scripts(page, world, told):
    """Histories by table, party, way and issue of who blocked last, as a page's scripts count them."""
    names = page["worlds"][world]["names"]
    parties, issues = [None, *names["parties"]], [None, *names["issues"]]
    counts = np.array(told["blame"]).reshape(len(names["tables"]), len(parties), len(issues), len(BLOCKS) + 1)
    return {
        (names["tables"][t], parties[p], BLOCKS[how - 1], issues[k]): int(counts[t, p, k, how])
        for t, p, k, how in np.argwhere(counts)
        if p > 0
    }


def blamed_by_parley(result):
    """The same of a run object."""
    return {
        (row["table"], row["party"], row["how"], row["issue"]): round(row["share"] * result["histories"])
        for row in result["blame"]
        if row["party"] is not None
    }


def differing(told, flips):
    """Questions whose counts differ, with both."""
    pairs = np.array(told["pairs"]).reshape(-1, 4).tolist()
    turned = dict(zip(map(tuple, told["questions"]), zip(pairs, told["turned"], strict=True), strict=True))
    return {
        question: (turned[question][0], found.counts.tolist())
        for question, found in flips.items()
        if turned[question][0] != found.counts.tolist()
        or turned[question][1][0][:20] != list(found.gained)
        or turned[question][1][1][:20] != list(found.lost)
    }
