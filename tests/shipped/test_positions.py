"""The shipped scenarios' answers come from the positions: what is granted helps, what is wanted less is easier, and how a
ladder is cut into rungs does not decide whether there is peace."""

from functools import reduce

import numpy as np
import pytest

from experiments.ladders.cutting import cut, neighbours
from sim.scenario.load import load
from tests.places import SCENARIOS
from tests.shipped.comparing import FEW, HISTORIES, columns_of, played, standard_errors

pytestmark = pytest.mark.slow

SECOND, PEACE, SECRET = "second_meeting_2018_09", "afghan_peace_2018", "secret_talks_2018_05"
RUNGS = {
    (SECOND, "us_taliban"): ("confidence_building", "preconditions", "formal_talks", "settlement"),
    (PEACE, "us_taliban"): ("confidence_building", "preconditions", "formal_talks", "settlement"),
    (PEACE, "kabul_taliban"): ("confidence_building",),
    (PEACE, "intra_afghan"): ("opening", "afghan_settlement"),
    (SECRET, "kabul_taliban"): ("confidence_building", "formal_talks", "settlement"),
}
CHANCE = 4.0  # standard errors
HALF = HISTORIES // 2
"""Enough for all differences below: each is half as many standard errors again as are asked for, and most are twice."""


def reached(found, table, *rungs):
    """Whether one of these rungs was reached, history by history."""
    return np.any([found[f"{table}.{rung}.reached"] > 0 for rung in rungs], axis=0)


def at_least(found, scenario, table, rung):
    """Whether a rung or a later one was reached: what it is passed over by counts too."""
    rungs = RUNGS[scenario, table]
    return reached(found, table, *rungs[rungs.index(rung) :])


def better_by(base, variant):
    """Paired difference in standard errors, positive if the variant is higher."""
    return standard_errors(base, variant) * (1 if variant.mean() >= base.mean() else -1)


@pytest.mark.parametrize(
    ("scenario", "issue"), [(SECOND, "prisoners"), (SECOND, "professors"), (PEACE, "afghan_talks")]
)
def test_what_cannot_be_taken_back_never_falls(scenario, issue):
    """The same histories, each of which must keep what it has, looked at after more and more rounds."""
    before = None
    for rounds in (3, 6, 9, 12, 16, 20, 24):
        level = played(scenario, f"time.rounds={rounds}", histories=FEW)[f"{issue}.level"]
        assert before is None or (level >= before - 1e-12).all()
        before = level
    assert (before > 0).any()


@pytest.mark.parametrize(
    "granted",
    [("issues.qatar_office.in_force=1",), ("issues.sanctions.in_force=50",), ("issues.sanctions.in_force=100",),
     ("issues.qatar_office.in_force=1", "issues.sanctions.in_force=100")],
    ids=["office", "half the sanctions", "all sanctions", "both"],
)  # fmt: skip
def test_granting_a_precondition_helps(granted):
    """It raises formal talks, which wait for it, and never lowers the settlement."""
    base, variant = (played(SECOND, *changes, histories=HALF) for changes in ((), granted))
    formal, settled = (
        [at_least(found, SECOND, "us_taliban", rung) for found in (base, variant)]
        for rung in ("formal_talks", "settlement")
    )
    assert better_by(*formal) > CHANCE
    assert better_by(*settled) > -2


@pytest.mark.parametrize(
    "less",
    ["sanctions.ideal=50", "prisoners.ideal=1000", "bases.ideal=1", "troops.ideal=7500", "qatar_office.ideal=0"],
)
def test_wanting_less_never_makes_agreement_rarer(less):
    changes = f"parties.taliban.positions.{less}"
    base, variant = played(SECOND, histories=HALF), played(SECOND, changes, histories=HALF)
    for rung in ("formal_talks", "settlement"):
        assert better_by(*(at_least(found, SECOND, "us_taliban", rung) for found in (base, variant))) > -2, rung


@pytest.mark.parametrize(("scenario", "table"), RUNGS)
def test_sincerity_raises_every_rung(scenario, table):
    """The Taliban known to mean it, against the Taliban as likely as not to; every rung of every table."""
    doubtful, sure = (
        played(scenario, f"parties.taliban.settles={p}", "parties.taliban.signals=1", histories=HALF) for p in (0.3, 1)
    )
    for rung in RUNGS[scenario, table]:
        z = better_by(*(at_least(found, scenario, table, rung) for found in (doubtful, sure)))
        assert z > CHANCE, (rung, z)


BASE = load(SCENARIOS / f"{SECOND}.yaml").scenario
BELOW = {"confidence_building": ("prisoners", "professors"), "preconditions": ("qatar_office", "sanctions")}
LADDERS = {
    "one issue a rung": reduce(lambda s, rung: cut(s, "us_taliban", rung, [(k,) for k in BELOW[rung]]), BELOW, BASE),
    "two baskets": BASE,
    "one basket": neighbours(BASE, "us_taliban", *BELOW),
}
"""The September scenario's ladder below formal talks as it is, cut, and put together."""


def on_ladder(scenario, *rungs):
    """Shares of histories that reach a rung or a later one on a ladder of the September scenario's positions."""
    found = played(SECOND, histories=HALF) if scenario is BASE else columns_of(scenario, HALF)
    return [at_least(found, SECOND, "us_taliban", rung).mean() for rung in rungs]


def test_how_a_ladder_is_cut_does_not_decide():
    """The same positions on three ladders: formal talks and settlements within a factor of two of each other."""
    chances = {}
    for name, scenario in LADDERS.items():
        chances[name] = on_ladder(scenario, "formal_talks", "settlement")
        print(f"{name}: formal talks {chances[name][0]:.3f}, settlement {chances[name][1]:.3f}")
    for formal_or_settled in zip(*chances.values(), strict=True):
        assert max(formal_or_settled) < 2 * min(formal_or_settled)


def test_what_is_signed_apart_is_settled_less_often_than_what_is_signed_together():
    """Each part of the settlement must be worth the war by itself: the more parts, the fewer settlements."""
    settlement = next(rung.agenda for rung in BASE.tables["us_taliban"].rungs if rung.name == "settlement")
    parts = {
        "one text": BASE,
        "two texts": cut(BASE, "us_taliban", "settlement", [settlement[:2], settlement[2:]]),
        "one text an issue": cut(BASE, "us_taliban", "settlement", [(issue,) for issue in settlement]),
    }
    chances = {}
    for name, scenario in parts.items():
        (chances[name],) = on_ladder(scenario, "settlement")
        print(f"{name}: settlement {chances[name]:.3f}")
    one, two, four = chances.values()
    assert one > 1.5 * two
    assert four == 0  # talks with Kabul are yes or no: alone in a text that binds, no price buys them


def test_there_is_no_cliff_at_a_party_known_to_stall():
    """A trace of good faith moves every rung by a trace: nothing waits for a belief to leave zero."""
    known, nearly = (played(SECOND, f"parties.taliban.settles={p}", "parties.taliban.signals=1") for p in (0, 0.02))
    for rung in RUNGS[SECOND, "us_taliban"]:
        low, high = (at_least(found, SECOND, "us_taliban", rung).mean() for found in (known, nearly))
        assert low > 0
        assert high - low < 0.02
