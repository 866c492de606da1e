"""Who blocked last, how, and on what: the run's rows are what single histories, told as stories, say."""

from collections import Counter

import pytest

from experiments.estimates.tally import run_object, tally
from experiments.runs.blocks import play_block
from experiments.trace.chronicle import trace
from sim.engine.arrays import compile_scenario
from sim.scenario.load import load
from sim.world.codes import BLOCKS
from tests.conftest import kernel
from tests.places import SCENARIOS

pytestmark = pytest.mark.slow

N = 200


@pytest.mark.parametrize(
    ("answers", "short_of"),
    [
        ("us_taliban.formal_talks", "formal_talks"),
        ("us_taliban.settlement", "settlement"),
        ("formal_talks", "formal_talks"),
        ("no_meeting", "settlement"),
        (None, "settlement"),
    ],
)
def test_the_rows_are_those_of_200_traced_histories(answers, short_of):
    """Where the table fell short of the step that is asked for; of none, short of its last."""
    scenario = load(SCENARIOS / "second_meeting_2018_09.yaml", to_run=True).scenario
    compiled = compile_scenario(scenario.model_copy(update={"answers": answers}))
    played = play_block(compiled, 1, 0, N, kernel())
    told = run_object(tally(played.columns, played.course, compiled), compiled, "", 1)
    rungs = compiled.names.rungs["us_taliban"]
    stories: Counter[tuple[str | None, str | None, str | None]] = Counter()
    for history in range(N):
        chronicle = trace(compiled, 1, history)
        if not any(chronicle.row[f"us_taliban.{rung}.reached"] for rung in rungs[rungs.index(short_of) :]):
            block = chronicle.blocks.get("us_taliban") or {"party": None, "how": None, "issue": None}
            issue = None if block["how"] == "did_not_come" else block["issue"]
            stories[block["party"], block["how"], issue] += 1
    rows = {(row["party"], row["how"], row["issue"]): round(row["share"] * N) for row in told["blame"]}
    assert rows == stories
    assert {row["short_of"] for row in told["blame"]} == {short_of}
    assert {how for _, how, _ in rows} <= {*BLOCKS, None}
    assert len({how for _, how, _ in rows}) > 4
