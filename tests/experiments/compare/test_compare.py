"""Comparisons on the same histories: against comparisons made by hand, however the histories are split."""

import io
import json

import numpy as np
import pytest
from matplotlib.text import Text
from rich.console import Console

from experiments.compare.figure import differences
from experiments.compare.flips import Flips, flips, together
from experiments.compare.play import Base, Variant, as_object, compare, pieces
from experiments.compare.tables import first_flip, points, rows, tell
from experiments.estimates.questions import answers
from experiments.estimates.statistics import paired
from experiments.figures import render
from experiments.runs.blocks import BLOCK, CompiledEngine
from experiments.runs.workers.threads import Threads
from experiments.words.sentences import begin
from tests.command_line.commands import parley
from tests.conftest import columns, compiled, kernel, merged, scenario
from tests.places import ROOT

BASE = scenario(
    parties={"rebels": {"settles": 0.5}, "state": {"settles": 0.6}},
    tables={
        "talks": {"rungs": [{"name": "swap", "agenda": []}, {"name": "settlement", "agenda": ["pie"], "binding": True}]}
    },
)
WARY = merged(BASE, {"parties": {"state": {"cost": 0.4}, "rebels": {"effort": 0.1}}})
N = 700


@pytest.fixture(scope="module")
def told():
    variants = [Variant("wary", (), compiled(WARY)), Variant("same", ("x=1",), compiled(BASE))]
    return as_object(compare(Base(compiled(BASE)), variants, N, 1, kernel(), Threads(2)), variants)


def test_differences_are_those_of_the_histories_side_by_side(told):
    before, after = columns(BASE, N), columns(WARY, N)
    difference = told["variants"][0]["difference"]
    by_hand = paired(before["progress"] == 1, after["progress"] == 1)
    assert {k: difference["progress"][k] for k in by_hand._fields} == by_hand._asdict()
    reached = paired(*(c["talks.settlement.reached"] > 0 for c in (before, after)))
    assert difference["tables"]["talks"]["rungs"]["settlement"]["d"] == reached.d
    signed = paired(*((c["talks.swap.signed"] > 0) | (c["talks.settlement.signed"] > 0) for c in (before, after)))
    assert difference["tables"]["talks"]["rungs"]["swap"]["signed"]["gained"] == signed.gained
    deal = paired(*(c["outcome"] == 0 for c in (before, after)))
    assert difference["outcomes"]["deal"]["d"] == deal.d


def test_results_are_the_run_objects_of_each(told):
    assert told["base"]["histories"] == N
    assert told["variants"][1]["result"] == told["base"]
    assert told["base"]["progress"]["n"] == int(columns(BASE, N)["progress"].sum())


def test_the_same_scenario_differs_in_nothing(told):
    same = told["variants"][1]
    assert same["set"] == ["x=1"]
    for _, _, _, difference in rows(told, same):
        assert (difference["d"], difference["gained"], difference["lost"]) == (0, 0, 0)
        assert difference["variance_gain"] in {None, 1.0}
    assert first_flip(same["flipped"]) is None


def test_flipped_histories_are_named(told):
    before, after = columns(BASE, N)["outcome"], columns(WARY, N)["outcome"]
    named = told["variants"][0]["flipped"]["outcomes.deal"]
    lost = np.flatnonzero((before == 0) & (after != 0))
    assert named["lost"] == lost[:20].tolist()
    assert first_flip(told["variants"][0]["flipped"]) == np.flatnonzero(before != after)[0]


def test_the_object_is_plain_json(told):
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_blocks_and_workers_do_not_show(monkeypatch, told):
    variants = [Variant("wary", (), compiled(WARY)), Variant("same", ("x=1",), compiled(BASE))]
    monkeypatch.setattr("experiments.runs.blocks.BLOCK", 150)
    monkeypatch.setattr("experiments.compare.play.BLOCK", 150)
    monkeypatch.setattr("experiments.compare.play.SMALLEST", 40)
    for workers in (1, 3):
        assert as_object(compare(Base(compiled(BASE)), variants, N, 1, kernel(), Threads(workers)), variants) == told


def test_a_base_is_played_once_for_all_its_variants(told):
    variants = [Variant("wary", (), compiled(WARY)), Variant("same", ("x=1",), compiled(BASE))]
    played = []

    class Counting(CompiledEngine):
        def play(self, scenario, seed, first, records):
            played.append(scenario)
            super().play(scenario, seed, first, records)

    base, engine = Base(compiled(BASE)), Counting()
    for variant in variants:
        compare(base, [variant], N, 1, engine, Threads(2))
    counts = [sum(each is scenario for each in played) for scenario in (base.compiled, variants[0].compiled)]
    assert counts[0] > 0
    first = len(played)
    again = compare(base, variants, N, 1, engine, Threads(2))
    assert not any(each is base.compiled for each in played[first:])
    assert as_object(again, variants) == told


@pytest.mark.parametrize(
    ("histories", "workers", "expected"), [(500, 2, [250, 250]), (2000, 2, [1000, 1000]), (100, 8, [100])]
)
def test_few_histories_use_every_worker(histories, workers, expected):
    found = list(pieces(0, histories, workers))
    assert [count for _, count in found] == expected
    assert sum(count for _, count in pieces(300, 40_300, 3)) == 40_000
    assert max(count for _, count in pieces(300, 40_300, 3)) <= BLOCK


def test_flips_of_blocks_add_up():
    rng = np.random.default_rng(1)
    yes = [rng.random(90) < 0.5 for _ in range(2)]
    whole = flips({("progress",): yes[0]}, {("progress",): yes[1]}, 0)
    halves = [
        flips({("progress",): yes[0][s]}, {("progress",): yes[1][s]}, s.start) for s in (slice(0, 40), slice(40, 90))
    ]
    added: dict = {}
    for half in reversed(halves):
        added = together(added, half)
    assert isinstance(added["progress",], Flips)
    assert (added["progress",].counts == whole["progress",].counts).all()
    assert (added["progress",].gained, added["progress",].lost) == (whole["progress",].gained, whole["progress",].lost)


def test_only_questions_that_both_answer_are_asked():
    other = merged(BASE, {"outcomes": {"deal": None, "peace": {"table": "talks", "reached": "settlement"}}})
    mine, theirs = (answers(columns(data, 50), compiled(data)) for data in (BASE, other))
    assert ("outcomes", "deal") not in flips(mine, theirs, 0)
    assert ("tables", "talks", "rungs", "swap", "reached") in flips(mine, theirs, 0)


def test_one_flipped_history_is_told_side_by_side(told):
    console = Console(width=100, file=io.StringIO(), color_system=None)
    history = first_flip(told["variants"][0]["flipped"])
    tell(compiled(BASE), compiled(WARY), "wary", 1, history, console)
    text = console.file.getvalue()
    assert f"History {history} in both" in text
    assert "\\n" not in text
    outcomes = [line for line in text.splitlines() if "Outcome:" in line]
    assert len(outcomes) == 1
    assert outcomes[0].count("Outcome:") == 2
    assert "Outcome: deal" in outcomes[0]
    assert "Outcome: no deal" in outcomes[0]


def test_the_figure_shows_every_clear_difference(told):
    figure = differences(told, "2018-09-13")
    words = [text.get_text() for text in figure.findobj(Text)]
    for variant in told["variants"]:
        for _, _, _, difference in rows(told, variant):
            assert points(difference) in words or difference["lo"] <= 0 <= difference["hi"]
    assert render(figure, "svg") == render(differences(told, "2018-09-13"), "svg")


def test_what_answers_the_question_comes_first_then_the_ladder():
    asked = merged(BASE, {"answers": "deal"})
    variants = [Variant("wary", (), compiled(merged(WARY, {"answers": "deal"})))]
    told = as_object(compare(Base(compiled(asked)), variants, 50, 1, kernel(), Threads(1)), variants)
    names = [begin(told["titles"][name]) for name, *_ in rows(told, told["variants"][0])]
    assert names == ["Deal", "Swap or further", "Settlement", "No deal"]


def test_changes_can_be_made_in_a_variant(tmp_path):
    base, variant = (ROOT / "scenarios" / f"{name}.yaml" for name in ("second_meeting_2018_09", "what_if_talks_leak"))
    words = ["--set", "parties.taliban.patience=12", "--histories", "200", "--json"]
    onto = json.loads(parley("compare", base, "--onto", variant, *words, "--out", tmp_path / "onto").stdout)
    by_hand = tmp_path / "both.yaml"
    by_hand.write_text(
        f"extends: {variant.name}\ntitle: Both\nparties: {{taliban: {{patience: {{value: 12, evidence: {{assumed: so}}}}}}}}\n"
    )
    for file in (base, variant):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    files = json.loads(parley("compare", base, by_hand, *words[2:], "--out", tmp_path / "files").stdout)
    assert onto["variants"][0]["difference"] == files["variants"][0]["difference"]
    assert onto["variants"][0]["name"] == "what_if_talks_leak, parties.taliban.patience=12"
    assert parley("compare", base, "--onto", variant, "--out", tmp_path / "none").returncode == 2


def test_what_shares_nothing_is_not_compared(tmp_path):
    base, other = (ROOT / "scenarios" / f"{name}.yaml" for name in ("second_meeting_2018_09", "generic_civil_war"))
    done = parley("compare", base, other, "--histories", "100", "--out", tmp_path / "none")
    assert done.returncode == 2
    assert "shares no outcome and no step with the base" in done.stderr.replace("\n", " ")
    assert not (tmp_path / "none").exists()
