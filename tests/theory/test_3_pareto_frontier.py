"""Property 3: where priorities are known, no offer can be bettered for the others at no cost to oneself."""

import itertools

import numpy as np
import pytest
from scipy.optimize import linprog

from agents import decisions
from tests.conftest import Listener, listen, scenario


class Offers(Listener):
    """Every offer as it is tabled, with all that is needed to judge it."""

    def __init__(self):
        self.offers = []

    def tell(self, w, kind, t, a, k, x):
        if kind == "refusal":
            self.offers[-1]["refused"] = True
        if kind != "offer":
            return
        n, seats = int(x), w.seats[t]
        s = [w.seat[t, i] for i in range(seats)].index(a)
        table = lambda field: np.array([[field[q, i] for i in range(n)] for q in range(seats)])  # noqa: E731
        row = lambda field: np.array([field[i] for i in range(n)])  # noqa: E731
        self.offers.append(
            {
                "seat": s,
                "weight": table(w.item_weight),
                "perceived": table(w.item_perceived),
                "ideal": table(w.item_ideal),
                "low": row(w.item_low),
                "high": row(w.item_high),
                "steps": row(w.item_steps),
                "text": row(w.item_text),
                "aspired": decisions.aspiration(w, a, t, s),
                "refused": False,
            }
        )


def values(offer, text):
    span = np.maximum(offer["ideal"], 1 - offer["ideal"])
    return (offer["weight"] * (1 - np.abs(text - offer["ideal"]) / span)).sum(axis=1)


def talks(rng, kinds):
    issues = {f"issue_{i}": rng.choice(kinds) for i in range(rng.integers(2, 6))}
    names = ["insurgent", "government", "patron", "party"][: rng.integers(2, 5)]
    return scenario(
        time={"rounds": 8},
        issues=issues | {"pie": None},
        parties={"rebels": None, "state": None}
        | {
            name: {
                "role": name,
                "effort": -1,
                "settles": 1,
                "patience": float(rng.uniform(2, 8)),
                "rationality": float("inf"),
                "positions": {k: _position(rng, kind) for k, kind in issues.items()},
            }
            for name in names
        },
        tables={
            "talks": {
                "parties": names,
                "communication": 1,
                "occasion": 1,
                "rungs": [{"name": "settlement", "agenda": list(issues), "binding": True}],
            }
        },
    )


def _position(rng, kind):
    end = kind.get("range", [0, 1])[1]
    ideal = float(rng.choice([0, end, end / 2, rng.uniform(0, end)]))
    position = {"ideal": ideal, "salience": float(rng.uniform(1, 100))}
    return position | ({"red_line": [0, 0.9 * end]} if rng.random() < 0.1 else {})


def offers_of(kinds, seed):
    rng = np.random.default_rng(seed)
    heard = Offers()
    for _ in range(8):
        listen(talks(rng, kinds), 2, heard)
    assert len(heard.offers) > 60
    return heard.offers


@pytest.mark.parametrize("seed", range(2))
def test_offers_on_continuous_issues_are_those_of_a_linear_programme(seed):
    for offer in offers_of([{}], seed):
        np.testing.assert_array_equal(offer["weight"], offer["perceived"])
        got = values(offer, offer["text"])
        seat, others = offer["seat"], np.delete(got, offer["seat"])
        assert others.sum() > best_for_others_by_lp(offer, got[seat]) - 1e-8
        asked_too_much = got[seat] < offer["aspired"] - 1e-9
        assert not asked_too_much or got[seat] > most_for_oneself(offer, seat) - 1e-9


def best_for_others_by_lp(offer, own):
    """Most that the others get together if the proposer keeps `own`: levels x, values v below both lines."""
    weight, ideal, seat = offer["weight"], offer["ideal"], offer["seat"]
    seats, n = weight.shape
    span = np.maximum(ideal, 1 - ideal)
    rows, limits = [], []
    for q, i in itertools.product(range(seats), range(n)):
        for sign in (1, -1):
            row = np.zeros(n + seats * n)
            row[n + q * n + i], row[i] = 1, sign / span[q, i]
            rows.append(row)
            limits.append(1 + sign * ideal[q, i] / span[q, i])
    keep = np.zeros(n + seats * n)
    keep[n + seat * n : n + seat * n + n] = -weight[seat]
    gain = np.concatenate([np.zeros(n), *(np.zeros(n) if q == seat else -weight[q] for q in range(seats))])
    bounds = [*zip(offer["low"], offer["high"], strict=True), *[(None, 1)] * (seats * n)]
    solved = linprog(gain, A_ub=[*rows, keep], b_ub=[*limits, -own + 1e-12], bounds=bounds)
    assert solved.status == 0
    return -solved.fun


def most_for_oneself(offer, seat):
    best = np.clip(offer["ideal"][seat], offer["low"], offer["high"])
    return values(offer, best)[seat]


@pytest.mark.parametrize("seed", range(2))
def test_offers_on_binary_and_small_step_issues_are_the_best_of_all_packages(seed):
    for offer in offers_of(
        [{"kind": "binary"}, {"kind": "steps", "range": [0, 3]}, {"kind": "steps", "range": [0, 5]}],
        10 + seed,
    ):
        levels = [
            [k / n for k in range(n + 1) if low - 1e-9 <= k / n <= high + 1e-9]
            for n, low, high in zip(offer["steps"], offer["low"], offer["high"], strict=True)
        ]
        worth = np.array([values(offer, np.array(text)) for text in itertools.product(*levels)])
        got, seat = values(offer, offer["text"]), offer["seat"]
        reached = min(offer["aspired"], worth[:, seat].max())
        assert got[seat] > reached - 1e-9
        if not offer["refused"]:  # terms are those of an earlier moment, when more was asked for
            reached = got[seat]
        others = worth.sum(axis=1) - worth[:, seat]
        assert got.sum() - got[seat] > others[worth[:, seat] >= reached - 1e-12].max() - 1e-8
