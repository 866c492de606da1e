"""Why: against types that are forced, against histories matched by hand, and against what must add up."""

import itertools

import numpy as np
import pytest

from experiments.estimates.asked import Answered, answered, asked_of, climbed
from experiments.estimates.statistics import add
from experiments.estimates.tally import Frame, run_object, tally
from experiments.estimates.turning_points import Turn, turn_sums, turning_point, turns
from experiments.runs.blocks import CompiledEngine, play_block
from sim.engine.arrays import compile_scenario
from sim.scenario.load import load

SCENARIO = "scenarios/second_meeting_2018_09.yaml"
HISTORIES, SEED = 2000, 3
PARTIES = ("taliban", "united_states")


def compiled(*sets):
    return compile_scenario(load(SCENARIO, sets, to_run=True).scenario)


def played(of, histories=HISTORIES, first=0):
    return play_block(of, SEED, first, histories, CompiledEngine())


@pytest.fixture(scope="module")
def base():
    of = compiled()
    return of, played(of)


@pytest.fixture(scope="module")
def told(base):
    of, histories = base
    return run_object(tally(histories.columns, histories.course, of), of, "", SEED)


@pytest.mark.parametrize("types", list(itertools.product((0, 1), repeat=2)))
def test_forced_types_change_nothing_where_they_are_so_already(base, types):
    _, before = base
    forced = compiled(*(f"parties.{p}.truly_settles={t}" for p, t in zip(PARTIES, types, strict=True)))
    after = played(forced).columns
    assert all((after[f"{p}.settles_at_start"] == t).all() for p, t in zip(PARTIES, types, strict=True))
    alike = np.all([before.columns[f"{p}.settles_at_start"] == t for p, t in zip(PARTIES, types, strict=True)], axis=0)
    assert 100 < alike.sum() < HISTORIES
    for name, column in before.columns.items():
        assert (column[alike] == after[name][alike]).all(), name


def test_shares_by_who_means_it_are_those_of_forced_types(told):
    """With `settles` known the type is drawn apart from all else, so that forcing it is the same as choosing by it."""
    known = [f"parties.{p}.settles={{value: 0.6, evidence: {{assumed: a test}}}}" for p in PARTIES]
    of = compiled(*known)
    histories = played(of)
    why = run_object(tally(histories.columns, histories.course, of), of, "", SEED)["why"]
    shares = {(row["who"], row["party"]): row["share"] for row in why["meant"]}
    for (who, party), means in {("all", None): (1, 1), ("none", None): (0, 0), ("one", "taliban"): (1, 0)}.items():
        forced = compiled(*known, *(f"parties.{p}.truly_settles={m}" for p, m in zip(PARTIES, means, strict=True)))
        p = np.mean(played(forced).columns["us_taliban.formal_talks.reached"] > 0)
        share = shares[who, party]
        error = np.sqrt(p * (1 - p) * (1 / HISTORIES + 1 / (share["n"] / share["p"])))
        assert abs(share["p"] - p) < 4 * error


def test_everybody_is_counted_once(told):
    why, answer = told["why"], told["answer"]
    assert sum(row["histories"] for row in why["meant"]) == HISTORIES
    assert sum(row["share"]["n"] for row in why["meant"]) == answer["n"]
    assert sum(row["share"] for row in why["short"]) == pytest.approx(1 - answer["p"], abs=1e-12)


def test_the_parts_of_a_run_add_up_to_the_whole(base, told):
    of, _ = base
    halves = [played(of, HISTORIES // 2, first) for first in (0, HISTORIES // 2)]
    sums = add(*(tally(half.columns, half.course, of) for half in halves))
    assert run_object(sums, of, "", SEED) == told


@pytest.mark.parametrize(
    ("what", "column"),
    [("called_off", "first_called_off"), ("walked_out", "first_walk_out"), ("met", "first_meeting")],
)
def test_turns_are_matched_as_by_hand(base, what, column):
    """The same counts by a loop over histories, months and their like."""
    of, histories = base
    scenario, names, columns = of.scenario, of.names, {k: v[:300] for k, v in histories.columns.items()}
    asked = asked_of(scenario)
    found = answered(columns, asked, names, scenario.time.rounds)
    sums = turn_sums(columns, found, scenario, asked, names)
    when = columns[f"us_taliban.{column}"]
    climbs = climbed(columns, asked, names)
    stage = [[sum(0 < at < t for at in climbs[:, i]) for t in range(25)] for i in range(300)]
    meaning = [sum(columns[f"{p}.settles_at_start"][i] for p in PARTIES) for i in range(300)]

    def undecided(i, t):
        done, lost = found.when[i], columns["us_taliban.collapsed"][i]
        return (done == 0 or done > t) and (lost == 0 or lost >= t)

    cells = {}
    for t in range(1, 25):
        for i in filter(lambda i, t=t: undecided(i, t), range(300)):
            row = cells.setdefault((t, stage[i][t], meaning[i]), [0, 0, 0, 0])
            if when[i] == t:
                row[0 if found.yes[i] else 1] += 1
            elif when[i] == 0 or when[i] > t:
                row[2 if found.yes[i] else 3] += 1
    mine = sums[Turn(what, "us_taliban").key].reshape(24, -1, 3, 4)
    assert mine.sum() == sum(sum(row) for row in cells.values())
    assert all(mine[t - 1, s, m].tolist() == row for (t, s, m), row in cells.items())


def test_a_turn_is_worth_what_like_histories_lack():
    """Ten histories with it and forty like them in one month; five without any like: by hand."""
    counts = np.array([[6, 4, 10, 30], [5, 0, 0, 0], [0, 0, 7, 7]])
    point = turning_point(Turn("met", "table"), counts, 100)
    assert point["share"] == 0.15  # all in which it came
    assert (point["then"], point["otherwise"]) == (0.6, 0.25)  # of those with their like
    assert point["turned"] == pytest.approx((6 - 10 * 0.25) / 100)
    assert not point["clear"]  # three and a half histories of ten
    assert turning_point(Turn("met", "table"), 100 * counts, 10_000)["clear"]
    assert turning_point(Turn("met", "table"), np.array([[0, 0, 3, 3]]), 6) is None


def test_what_does_not_matter_turns_nothing():
    """Where a turn comes by lot and moves nothing, it is not called clear; where it decides, it is."""
    luck = np.random.default_rng(1)
    of = compiled()
    asked, names = asked_of(of.scenario), of.names
    histories = played(of, 1000)
    columns = dict(histories.columns)
    yes = luck.random(1000) < 0.5
    found = Answered(yes, np.where(yes, 24, 0))
    columns["us_taliban.first_walk_out"] = np.where(luck.random(1000) < 0.4, 12, 0)
    columns["us_taliban.first_called_off"] = np.where(yes & (luck.random(1000) < 0.6), 12, 0)
    sums = turn_sums(columns, found, of.scenario, asked, names)
    by_lot, deciding = (turning_point(t, sums[t.key], 1000) for t in turns(of.scenario, asked, names) if t.what in {
        "walked_out", "called_off"})  # fmt: skip
    assert not by_lot["clear"]
    assert deciding["clear"]
    assert deciding["then"] == 1


def test_a_scenario_that_asks_nothing_has_no_why():
    scenario = load(SCENARIO, ["answers=null"], to_run=True).scenario
    of = compile_scenario(scenario)
    histories = played(of, 50)
    told = run_object(tally(histories.columns, histories.course, of), of, "", SEED)
    assert told["why"] is None
    assert told["answer"] is None


def test_an_outcome_is_asked_where_it_is_decided():
    scenario = load(SCENARIO, ["answers=formal_talks"], to_run=True).scenario
    asked = asked_of(scenario)
    assert (asked.table, asked.rung, asked.parties) == ("us_taliban", 2, PARTIES)
    of = compile_scenario(scenario)
    histories = played(of, 500)
    told = run_object(tally(histories.columns, histories.course, of), of, "", SEED)
    further = next(row for row in told["why"]["short"] if row["how"] == "went_further")
    assert 0 < further["share"] <= told["outcomes"]["settlement"]["p"]
    assert sum(row["share"] for row in told["why"]["short"]) == pytest.approx(1 - told["answer"]["p"])


def test_a_frame_says_the_same(base, told):
    of, histories = base
    assert run_object(tally(histories.columns, histories.course, of), Frame(of.scenario, of.names), "", SEED) == told
