"""What the tests of stylised facts share: one small civil war, and comparisons of paired histories.

A fact is claimed only if a difference of this size or more would come about by chance, were there none, in fewer than
1 of 1,000 samples. Every comparison prints what it found (`pytest -s tests/theory -k test_10`).
"""

import json
from functools import lru_cache
from math import sqrt

import numpy as np
from scipy.stats import binom, norm

from experiments.estimates.statistics import paired
from tests.conftest import columns, merged

N = 8_000  # histories on each side of a comparison, unless a test says otherwise
BY_CHANCE = 1e-3  # most that a claimed fact may owe to chance, one-sided
ROUNDS = 36

CIVIL_WAR = {
    "parley": 1,
    "title": "A civil war with demands of both sides",
    "as_of": "2020-01-01",
    "time": {"rounds": ROUNDS},
    "issues": {
        "prisoners": {"delivered_by": "government", "revocable": False},
        "ceasefire": {"delivered_by": "insurgents"},
        "power_sharing": {"delivered_by": "government"},
        "disarmament": {"delivered_by": "insurgents", "revocable": False},
    },
    "parties": {
        "insurgents": {
            "role": "insurgent",
            "violence": 50,
            "positions": {
                "prisoners": {"ideal": 1, "salience": 40},
                "ceasefire": {"ideal": 0, "salience": 30},
                "power_sharing": {"ideal": 1, "salience": 60},
                "disarmament": {"ideal": 0, "salience": 50},
            },
        },
        "government": {
            "role": "government",
            "violence": 50,
            "positions": {
                "prisoners": {"ideal": 0, "salience": 30},
                "ceasefire": {"ideal": 1, "salience": 50},
                "power_sharing": {"ideal": 0, "salience": 40},
                "disarmament": {"ideal": 1, "salience": 60},
            },
        },
    },
    "tables": {
        "talks": {
            "parties": ["insurgents", "government"],
            "rungs": [
                {"name": "partial", "agenda": ["prisoners", "ceasefire"]},
                {"name": "settlement", "agenda": ["power_sharing", "disarmament"], "binding": True},
            ],
        }
    },
    "war": {},
    "outcomes": {"settlement": {"table": "talks", "reached": "settlement"}, "none": {"otherwise": True}},
}
"""Two sides with reciprocal demands, as in `generic_civil_war`, each demand delivered by the side that dislikes it."""

ISSUES = list(CIVIL_WAR["issues"])
ALL_AT_ONCE = {"tables": {"talks": {"rungs": [{"name": "settlement", "agenda": ISSUES, "binding": True}]}}}
"""The same talks with a single rung, on which everything is settled."""


def one(party, **numbers):
    """A change of one party's numbers."""
    return {"parties": {party: numbers}}


def both(**numbers):
    """The same change to both sides."""
    return {"parties": {"insurgents": numbers, "government": numbers}}


def case(*changes):
    """The civil war with changes, one after the other."""
    data = CIVIL_WAR
    for change in changes:
        data = merged(data, change)
    return data


def histories(*changes, n=N):
    """What histories of the changed civil war leave behind: the same draws for every call."""
    return _played(json.dumps(case(*changes)), n)


@lru_cache(maxsize=16)
def _played(scenario, n):
    """Tests that look at the same histories for another fact follow each other: they are played once."""
    return columns(json.loads(scenario), n)


def ever(found, column):
    """Whether something happened, history by history."""
    return found[f"talks.{column}"] > 0


def wait(found, column, rounds=ROUNDS):
    """Round in which something happened; where it never did, the one after the last."""
    return np.where(found[column] > 0, found[column], rounds + 1)


def kept(found):
    """Whether a settlement was carried out and never ended."""
    return ever(found, "settlement.delivered") & ~ever(found, "settlement.ended")


def report(what, base, variant):
    """Print a paired difference, and return it."""
    difference = paired(base, variant)
    print(
        f"\n  {what}: {base.mean():.3f} → {variant.mean():.3f}, {difference.d:+.3f}"
        f" [{difference.lo:+.3f}, {difference.hi:+.3f}], N = {base.size:,}",
        end="",
    )
    return difference


def assert_more(what, base, variant, least=0.0):
    """Assert that the variant's mean is higher by `least`, and its values higher in more histories than lower.

    The latter by the exact sign test (McNemar's, for yes and no) on the histories that differ.
    """
    difference = report(what, base, variant)
    higher, lower = int((variant > base).sum()), int((variant < base).sum())
    assert binom.sf(higher - 1, higher + lower, 0.5) < BY_CHANCE
    assert difference.d > least


def assert_less(what, base, variant, least=0.0):
    """Assert that the variant is lower: see `assert_more`."""
    report(what, base, variant)
    higher, lower = int((variant > base).sum()), int((variant < base).sum())
    assert binom.sf(lower - 1, higher + lower, 0.5) < BY_CHANCE
    assert base.mean() - variant.mean() > least


def assert_larger_effect(what, small, large, times=1.0, least=0.0):
    """Assert that one paired effect is more than `times` another: by the z of their contrast, history by history."""
    contrast = large.astype(float) - times * small.astype(float)
    z = contrast.mean() * sqrt(contrast.size) / contrast.std()
    print(
        f"\n  {what}: {small.mean():+.3f} and {large.mean():+.3f}, z = {z:.1f}"
        + (f" beyond {times:g} times" if times != 1 else "")
        + f", N = {contrast.size:,}",
        end="",
    )
    assert norm.sf(z) < BY_CHANCE
    assert contrast.mean() > least


def effect(base, variant):
    """A paired effect, history by history."""
    return variant.astype(float) - base.astype(float)
