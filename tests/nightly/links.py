"""Links of the what-if page, damaged: each is refused with a sentence, or gives a setting that makes the same link again."""

import json
import random
import time
from collections.abc import Callable

from tests.nightly.damage import damaged, number
from tests.page.scripts import run_node
from tests.page.tools import WEB

HASH = "0123456789abcdef"
CONTROLS = [[{"id": f"c{i}", "low": -4, "high": i + 1} for i in range(12)], [{"id": "other", "low": 0, "high": 3}]]
SCRIPT = """
import { linked, unlinked } from "./link.js";
import { readFileSync } from "node:fs";
const { links, controls, hash } = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const found = [];
for (const link of links) {
  try {
    const setting = unlinked(link, controls, hash);
    const again = linked(setting, controls[setting.world], hash);
    const back = unlinked(again, controls, hash);
    const inside = controls[setting.world].every(({ id, low, high }) => {
      const at = setting.moves[id] ?? 0;
      return Number.isInteger(at) && at >= low && at <= high;
    });
    const told = ({ world, moves }) => JSON.stringify([world, Object.entries(moves).sort()]);
    found.push(inside && told(back) === told(setting) ? "heard" : `harm: ${again}`);
  } catch (error) {
    found.push(error.message.startsWith("This link ") ? "refused" : `harm: ${error.message}`);
  }
}
console.log(JSON.stringify(found));
"""


def links(total: int, first: int, say: Callable[[str], None]) -> dict[str, object]:
    """Try so many damaged links in one process of Node; the counts for the record."""
    import tempfile

    began = time.monotonic()
    made = [link(first + i) for i in range(total)]
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump({"links": made, "controls": CONTROLS, "hash": HASH}, file)
        file.flush()
        found = json.loads(run_node(SCRIPT, file.name, folder=WEB / "page"))
    harmed = [f"link {first + i}" for i, said in enumerate(found) if said.startswith("harm")]
    for i, said in enumerate(found):
        if said.startswith("harm"):
            say(f"link {first + i}: {made[i]!r}: {said}")
    row = {"tried": total, "refused": found.count("refused"), "harmed": len(harmed)}
    return {"rows": {"links": row}, "harmed": harmed, "seconds": time.monotonic() - began}


def link(seed: int) -> str:
    """The damaged link of a seed."""
    rng = random.Random(f"link {seed}")
    moves = [f"{rng.randrange(14)}.{rng.randrange(-5, 8)}" for _ in range(rng.randrange(8))]
    world = rng.choice(("0", "0", "1", "2", "", " 0", "0x0", "__proto__", number(rng)))
    text = f"#1~{HASH[:12]}~{world}~{'~'.join(moves)}"
    return text if rng.random() < 0.3 else damaged(text, rng).decode("utf-8", "replace")
