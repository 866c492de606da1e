"""Property 10: who sits at the table, what war costs, who watches, and who shelters whom.

Facts of commitment and of trust stand in the two files beside this one; `facts.py` says how a fact is told from chance.
Tests named `contrary_to` hold what is seen where the model and the literature disagree (docs/model.md, section 9).
"""

from itertools import pairwise

import numpy as np
import pytest

from tests.theory.facts import (
    ALL_AT_ONCE,
    CIVIL_WAR,
    ISSUES,
    ROUNDS,
    assert_larger_effect,
    assert_less,
    assert_more,
    both,
    effect,
    ever,
    histories,
    one,
    report,
    wait,
)

pytestmark = pytest.mark.slow

SIGNED = "talks.settlement.signed"

# ------------------------------------------------------------------------------------------------- veto parties


def joined_by(*newcomers):
    """The same talks with more seats."""
    names = [*CIVIL_WAR["parties"], *newcomers]
    return {"parties": newcomers_of(newcomers), "tables": {"talks": {"parties": names}}}


def newcomers_of(names):
    like = {name: party["positions"] for name, party in CIVIL_WAR["parties"].items()}
    between = {issue: {"ideal": 0.5, "salience": 50} for issue in ISSUES}
    known = {
        "splinter": {"role": "insurgent", "positions": like["insurgents"]},
        "ally": {"role": "government", "positions": like["government"]},
        "neighbour": {"role": "party", "positions": between},
        "warlord": {"role": "party", "positions": between},
    }
    return {name: known[name] for name in names}


@pytest.mark.parametrize(
    "newcomers",
    [("splinter", "ally"), ("neighbour", "warlord")],
    ids=["who want what others want", "with wants of their own"],
)
@pytest.mark.parametrize("settles", [0.7, 1], ids=["in doubt", "all trusted"])
def test_more_veto_parties_make_longer_talks(newcomers, settles):
    """[Cunningham 2006] Two, three and four principals; months to a settlement, never counted last. Not for want of
    trust alone: also where all are known to mean it. N = 8,000 × 3, by chance < 1/1,000.
    """
    wants = {"settles": settles, "turnover": 0, "effort": 0.03, "exposure": 0, "home_premium": -0.05}
    cells = []
    for seats in range(3):
        shared = dict.fromkeys((*CIVIL_WAR["parties"], *newcomers[:seats]), wants)
        cells.append(histories(joined_by(*newcomers[:seats]), {"parties": shared}))
    for seats, (fewer, more) in enumerate(pairwise(cells), start=2):
        months = [wait(found, SIGNED) for found in (fewer, more)]
        assert_more(f"months to settle, {seats} → {seats + 1} principals", *months, least=0.1)
    assert_less("settled, 2 → 4 principals", *(ever(found, "settlement.signed") for found in cells[::2]), least=0.05)


# ------------------------------------------------------------------------------------------- hurting stalemates

CHEAP, DEAR = 0.05, 0.2


def test_hurting_stalemates_bring_parties_to_the_table():
    """[Zartman 2001] War costs both sides more: earlier and more meetings, more agreement; N = 8,000 × 2, < 1/1,000."""
    cheap, dear = (histories(both(cost=cost)) for cost in (CHEAP, DEAR))
    assert_less("first meeting", *(wait(found, "talks.first_meeting") for found in (cheap, dear)), least=1)
    assert_more("meetings", cheap["talks.meetings"], dear["talks.meetings"], 0.5)
    for rung in ("partial", "settlement"):
        assert_more(f"{rung} signed", *(ever(found, f"{rung}.signed") for found in (cheap, dear)), least=0.05)


def test_a_war_that_grows_bloodier_brings_parties_to_the_table():
    """[Zartman 2001] The same by what is seen of the war: twice as much violence as usual against half as much.

    N = 8,000 × 2, by chance < 1/1,000.
    """
    usual = {"war": {"normal": 100, "drift": 0, "branching": 0}}
    mild, bloody = (histories(usual, both(violence=violence, cost=0.1)) for violence in (25, 100))
    assert_more("hurt at the end", mild["hurt"], bloody["hurt"], 1)
    assert_less("first meeting", *(wait(found, "talks.first_meeting") for found in (mild, bloody)), least=0.5)
    assert_more("meetings", mild["talks.meetings"], bloody["talks.meetings"], 0.2)
    assert_more("settlements", *(ever(found, "settlement.signed") for found in (mild, bloody)), least=0.03)


def test_contrary_to_zartman_hurting_need_not_be_mutual():
    """Observed, against [Zartman 2001], with [Fearon 1995]: only what war costs both together opens room.

    With one side hurting for both, the other not more than before, there come at least two thirds of the meetings and
    settlements that mutual hurting brings. N = 8,000 × 4, by chance < 1/1,000.
    """
    cheap, mutual = (histories(both(cost=cost)) for cost in (CHEAP, DEAR))
    for hurting, other in (("insurgents", "government"), ("government", "insurgents")):
        alone = histories(one(hurting, cost=2 * DEAR - CHEAP), one(other, cost=CHEAP))
        for what, measure in (
            ("meetings", lambda found: found["talks.meetings"]),
            ("settlements", lambda found: ever(found, "settlement.signed")),
        ):
            together, single = (effect(measure(cheap), measure(found)) for found in (mutual, alone))
            assert_larger_effect(f"{what}, by mutual hurting and by the {hurting} alone", together, single, times=2 / 3)


def test_contrary_to_zartman_it_need_not_be_a_stalemate():
    """Observed, against [Zartman 2001]: where one side is winning the other gives more, and they meet as often.

    Within a tenth of the meetings at even leverage; N = 8,000 × 3.
    """
    stalemate = histories(both(cost=0.15))
    for leverage in (0.2, 0.8):
        winning = histories(both(cost=0.15), {"war": {"leverage": leverage}})
        difference = report(
            f"meetings at leverage .5 and {leverage}", stalemate["talks.meetings"], winning["talks.meetings"]
        )
        assert abs(difference.d) < 0.1 * stalemate["talks.meetings"].mean()


# ------------------------------------------------------------------------------------------------------ secrecy

WATCHED = both(exposure=0.08, surprise=0.1, patience=6)
"""Being seen with the enemy costs; so does a deal that comes as a surprise at home."""


def talks(secret, *changes):
    return histories(WATCHED, {"tables": {"talks": {"secret": secret, "leak": 0}}}, *changes)


def test_secrecy_helps_early():
    """[Putnam 1988] Earlier and more meetings, more partial agreements; N = 8,000 × 2, by chance < 1/1,000."""
    seen, secret = talks(False), talks(True)
    assert_less("first meeting", *(wait(found, "talks.first_meeting") for found in (seen, secret)), least=1)
    assert_more("meetings", seen["talks.meetings"], secret["talks.meetings"], 1)
    assert_more("partial agreements", *(ever(found, "partial.signed") for found in (seen, secret)), least=0.1)


def test_secrecy_costs_at_signature():
    """[Putnam 1988] Where it costs nothing to be seen, all that is secret about talks is the surprise at their end: more
    must be on offer, so that fewer texts are agreed, and of one and the same text fewer are signed.
    N = 8,000 × 2 each, by chance < 1/1,000.
    """
    seen, secret = (talks(hidden, both(exposure=0)) for hidden in (False, True))
    assert_less("signed", *(ever(x, "settlement.signed") for x in (seen, secret)), least=0.03)
    at_once = both(patience=1, patience_spread=0, walk_away_spread=0, settles=1, effort=-1, stake=0, cost=0.5)
    month = (at_once, ALL_AT_ONCE, {"time": {"rounds": 1}, "tables": {"talks": {"occasion": 1}}})
    only = {
        "prisoners": 0.1,
        "ceasefire": 1,
        "power_sharing": 0,
        "disarmament": 1,
    }  # hardly better than war for insurgents
    lines = one("government", positions={issue: {"red_line": [level, level]} for issue, level in only.items()})
    modest = both(home_premium=-1)  # at the table they could live with anything
    seen, secret = talks(False, *month, modest, lines), talks(True, *month, modest, lines)
    for issue, level in only.items():
        for found in (seen, secret):
            assert (found[f"{issue}.agreed"] == 1).all()
            np.testing.assert_allclose(found[f"{issue}.agreed_level"], level, atol=1e-9)
    assert_less("signed, of the same text", *(ever(x, "settlement.signed") for x in (seen, secret)), least=0.03)


# ----------------------------------------------------------------------------------------------------- sponsors


def sheltered(shelter, met):
    """The insurgents' neighbour has a quarrel of its own about a border, which no table deals with."""
    neighbour = {
        "role": "party",
        "shelters": {"insurgents": shelter},
        "positions": {"border": {"ideal": 1, "salience": 50}},
    }
    border = {"delivered_by": "government", "in_force": int(met)}
    return histories({"issues": {"border": border}, "parties": {"neighbour": neighbour}})


def test_sponsors_with_an_unmet_stake_hold_back_their_client():
    """[Cunningham 2010] Fewer meetings and agreements, against the same sponsor content; N = 8,000 × 2, < 1/1,000."""
    content, unmet = sheltered(0.12, met=True), sheltered(0.12, met=False)
    assert_less("meetings", content["talks.meetings"], unmet["talks.meetings"], 1)
    for rung in ("partial", "settlement"):
        assert_less(f"{rung} signed", *(ever(found, f"{rung}.signed") for found in (content, unmet)), least=0.02)


def test_a_sponsor_that_has_what_it_wants_holds_nobody_back():
    """[Cunningham 2010] As if it gave no shelter, in each of 8,000 histories."""
    content, none = sheltered(0.12, met=True), sheltered(0, met=True)
    for column, values in content.items():
        np.testing.assert_array_equal(values, none[column])


def test_rounds_are_the_longest_wait():
    """`wait` puts what never happened after all that did."""
    assert wait({"x": np.array([0, 3])}, "x").tolist() == [ROUNDS + 1, 3]
