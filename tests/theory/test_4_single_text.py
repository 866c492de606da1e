"""Property 4: a mediator's text, as it is tabled in a meeting, maximises the weighted Nash product.

All that the product is made of is worked out here from the scenario as a person would write it; the optimum is found by
brute force over levels and sequential quadratic programming (`bargains`). Of the world only the text itself is read.
"""

from itertools import pairwise

import numpy as np
import pytest

from tests.bargains import Bargain
from tests.closed_forms import NASH_SPLIT, RUBINSTEIN_FIRST_SHARE
from tests.conftest import CERTAIN, STEADY_WAR, Listener, compiled, listen, scenario

pytestmark = pytest.mark.slow

NONE = -1
KINDS = {
    "continuous": [{}, {"range": [0, 2000]}, {"range": [15000, 500]}],
    "discrete": [{"kind": "binary"}, {"kind": "steps", "range": [0, 3]}, {"kind": "steps", "range": [0, 5]}],
}
KINDS["mixed"] = [*KINDS["continuous"], *KINDS["discrete"]]
ROLES = ("insurgent", "government", "patron", "party")
SEATED = CERTAIN | {"effort": -1, "patience": 60, "ratifies": False}
"""Parties who come to every meeting and hold out, so that the mediator is called on."""


class Texts(Listener):
    """Every text as it is tabled: the round, and the level of each issue by name; None where there was none."""

    def __init__(self, issues):
        self.issues, self.texts = issues, []

    def tell(self, w, kind, t, a, k, x):
        if kind == "text":
            levels = {self.issues[w.item[i]]: w.item_text[i] for i in range(int(x))} if x != NONE else None
            self.texts.append((w.round, levels))


def texts_of(data, histories=2):
    heard = Texts(compiled(data).names.issues)
    listen(data, histories, heard)
    return heard.texts


def talks(rng, kinds, seats, binding):
    """Random talks of one rung, with a mediator who always has a text; one issue is on no table."""
    agenda = {f"issue_{i}": KINDS[kinds][rng.integers(len(KINDS[kinds]))] for i in range(rng.integers(1, 5))}
    issues = agenda | {"elsewhere": {}}
    names = list(ROLES[:seats])
    broker = {"role": "mediator", "formulation": 1, "pull": 0, "skill": 0, "communication": 0}
    leaning = {name: float(rng.uniform(-0.5, 1)) for name in names} if rng.random() < 0.7 else {}
    parties = {name: _party(rng, name, issues) for name in names}
    return scenario(
        time={"rounds": 5},
        issues={"pie": None} | issues,
        parties={"rebels": None, "state": None, "broker": broker | {"bias": leaning}} | parties,
        tables={
            "talks": {
                "parties": names,
                "mediators": ["broker"],
                "occasion": 1,
                "rungs": [{"name": "settlement", "agenda": list(agenda), "binding": binding}],
            }
        },
        war={"leverage": float(rng.uniform(0.3, 0.7))} | STEADY_WAR,
    )


def _party(rng, name, issues):
    numbers = {"stake": rng.uniform(0, 0.6), "cost": rng.uniform(0, 0.4), "weary": rng.uniform(0, 0.02)}
    positions = {issue: _position(rng, form) for issue, form in issues.items()}
    return SEATED | {"role": name, "positions": positions} | {k: float(v) for k, v in numbers.items()}


def _position(rng, form):
    start, end = form.get("range", [0, 1])
    ideal = start + (end - start) * float(rng.choice([0, 1, 0.4, rng.random()]))
    line = sorted((start, start + 0.9 * (end - start)))
    position = {"ideal": ideal, "salience": float(rng.uniform(1, 100))}
    return position | ({"red_line": line} if rng.random() < 0.15 else {})


# ------------------------------------------------------------------- what the text should be, from the file alone


def share_of_range(form, level):
    start, end = form.get("range", [0, 1])
    return (level - start) / (end - start)


def steps_of(form):
    if form.get("kind") == "binary":
        return 1
    start, end = form.get("range", [0, 1])
    return round(abs(end - start)) if form.get("kind") == "steps" else 0


def walk_away(data, party, month):
    """Fearon's war payoff with the costs of a war at its usual level, `month` months into the history."""
    insurgents = data["war"]["leverage"]
    leverage = {"insurgent": insurgents, "party": 0.5}.get(party["role"], 1 - insurgents)
    payoff = 0.5 + party["stake"] * (leverage - 0.5) - party["cost"] - party["weary"] * month
    return min(1.0, max(0.0, payoff))


def wanted(data):
    """The issues of the agenda of which somebody at the table wants more than the status quo."""
    table = data["tables"]["talks"]

    def ideals(issue):
        form = data["issues"][issue]
        return (share_of_range(form, data["parties"][p]["positions"][issue]["ideal"]) for p in table["parties"])

    return [issue for issue in sorted(table["rungs"][0]["agenda"]) if max(ideals(issue)) > 0]


def bargain(data, month, agenda, reservations=None, leaning=True):
    """The bargain over these issues: from walk-away values unless reservations are given."""
    table = data["tables"]["talks"]
    forms = [data["issues"][issue] for issue in agenda]
    parties = [data["parties"][name] for name in sorted(table["parties"])]
    positions = [[party["positions"][issue] for issue in agenda] for party in parties]
    salience = np.array([[position["salience"] for position in row] for row in positions])
    lines = [
        [sorted(share_of_range(form, end) for end in position["red_line"]) if "red_line" in position else (0.0, 1.0) for form, position in zip(forms, row, strict=True)]
        for row in positions
    ]  # fmt: skip
    bias = data["parties"]["broker"]["bias"] if leaning else {}
    return Bargain(
        weight=salience / salience.sum(axis=1, keepdims=True),
        ideal=[[share_of_range(f, p["ideal"]) for f, p in zip(forms, row, strict=True)] for row in positions],
        low=np.array(lines)[:, :, 0].max(axis=0),
        high=np.array(lines)[:, :, 1].min(axis=0),
        steps=[steps_of(form) for form in forms],
        d=[walk_away(data, party, month) for party in parties] if reservations is None else reservations,
        power=[1 + bias.get(name, 0.0) for name in sorted(table["parties"])],
    )


def assert_maximal(problem, levels, agenda):
    """Whether the text is the Nash point, to 1e-8 of the log product; it must be allowed, and none if there is none."""
    point = problem.best()
    if levels is None:
        assert point is None
        return True
    assert point is not None
    best = float(problem.welfare(problem.values(point)))
    text = np.array([levels[issue] for issue in sorted(agenda)])
    assert (text >= problem.low - 1e-9).all()
    assert (text <= problem.high + 1e-9).all()
    for level, steps in zip(text, problem.steps, strict=True):
        assert steps == 0 or abs(level * steps - round(level * steps)) < 1e-9
    reached = float(problem.welfare(problem.values(text)))
    assert reached <= best + 1e-6
    return reached >= best - 1e-8


@pytest.mark.parametrize("seats", [2, 3, 4])
@pytest.mark.parametrize("kinds", KINDS)
def test_the_text_tabled_maximises_the_weighted_nash_product(kinds, seats):
    """On a rung that binds, from what each side expects of the war."""
    rng = np.random.default_rng([seats, len(kinds)])
    right = []
    for _ in range(50):
        data = talks(rng, kinds, seats, binding=True)
        for round_, levels in texts_of(data, 1):
            right.append(assert_maximal(bargain(data, round_ - 1, wanted(data)), levels, wanted(data)))
    assert len(right) > 40
    assert all(right)


def test_the_text_of_talks_that_do_not_bind_starts_from_the_status_quo_and_hope():
    """R = u(status quo) − hope / share of the stakes, where all hope for the even-handed Nash point over the war."""
    rng = np.random.default_rng(7)
    seen = 0
    for _ in range(40):
        data = talks(rng, "continuous", 2, binding=False)
        agenda, everything = wanted(data), sorted(data["tables"]["talks"]["rungs"][0]["agenda"])
        for round_, levels in texts_of(data, 1):
            over_war = bargain(data, round_ - 1, everything, leaning=False)
            point = over_war.best()
            hope = np.maximum(0, over_war.values(point) - over_war.d) if point is not None else np.zeros(2)
            share = over_war.weight[:, [everything.index(issue) for issue in agenda]].sum(axis=1)
            problem = bargain(data, round_ - 1, agenda, reservations=np.zeros(2))
            quo = problem.values(np.zeros(problem.issues))
            problem.d = np.clip(quo - hope / share, 0, 1)
            assert assert_maximal(problem, levels, agenda)
            seen += levels is not None
    assert seen > 15


# ------------------------------------------------------------------------------------------------- closed forms


def pie(rebels, state, **broker):
    """Two parties, one pie; rebels want all of it, the state none. Their numbers, and the mediator's."""
    mediator = {"role": "mediator", "formulation": 1, "pull": 0, "skill": 0} | broker
    return scenario(
        time={"rounds": 4},
        parties={"rebels": SEATED | rebels, "state": SEATED | state, "broker": mediator},
        tables={"talks": {"mediators": ["broker"], "occasion": 1}},
        war={"leverage": 0.9} | STEADY_WAR,
    )


@pytest.mark.parametrize(
    ("options", "split", "sides"),
    [
        (*NASH_SPLIT[0], ({"stake": 0, "cost": 0.2}, {"stake": 0, "cost": 0.4})),
        (*NASH_SPLIT[1], ({"stake": 0.5, "cost": 0}, {"stake": 0, "cost": 0})),
    ],
)
def test_a_text_splits_what_outside_options_leave(options, split, sides):
    """[Nash 1950] Options of .3 and .1 by the costs of war alone; of .7 and .5 by a war that one side is winning."""
    texts = texts_of(pie(*sides))
    assert len(texts) == (4 if split is None else 2)  # in two histories; what is tabled is accepted
    for _, levels in texts:
        assert (levels is None) == (split is None)
        if split is not None:
            assert levels["pie"] == pytest.approx(split[0], abs=1e-12)
            assert 1 - levels["pie"] == pytest.approx(split[1], abs=1e-12)


def rubinstein(first, second):
    """Share of who proposes first, where offers alternate and waiting costs [Rubinstein 1982]."""
    return (1 - second) / (1 - first * second)


def test_a_leaning_text_is_where_ever_quicker_alternating_offers_would_meet():
    """[Binmore, Rubinstein & Wolinsky 1986] Powers 3:1 are those of discount rates 1:3, as time between offers vanishes.

    That limit alone has a counterpart here: parties concede on a schedule and nothing is lost by waiting as such, so
    there is no first mover's share for given discount factors.
    """
    for first, second, share in RUBINSTEIN_FIRST_SHARE:
        assert rubinstein(first, second) == pytest.approx(share, abs=1e-12)
    shares = [rubinstein(np.exp(-0.5 * wait), np.exp(-1.5 * wait)) for wait in (1, 0.1, 1e-3, 1e-6)]
    texts = texts_of(pie({"stake": 0, "cost": 0.5}, {"stake": 0, "cost": 0.5}, bias={"rebels": 0.5, "state": -0.5}))
    levels = {levels["pie"] for _, levels in texts}
    apart = [abs(share - level) for share in shares for level in levels]
    assert all(later < sooner for sooner, later in pairwise(apart))
    assert apart[-1] < 1e-6


def test_no_private_resolve_shows_in_a_text():
    """It is made from what is known of a party: whether it stalls, and how it would balk, leaves no trace."""
    cost = {"stake": 0, "cost": 0.2}
    texts = [
        texts_of(pie(cost, cost | {"settles": settles, "resolve": resolve}) | {"time": {"rounds": 3}})
        for settles, resolve in ((1, 0.45), (0, 0.45), (0, 2))
    ]
    assert texts[0] == texts[1] == texts[2]
    assert all(levels is not None for _, levels in texts[0])
