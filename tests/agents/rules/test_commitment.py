"""Every decision's terms, for one who means to settle and one who stalls, as in the table of the model."""

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import decisions
from agents.rules import choice, commitment

u = st.floats(-1, 1)

SEEN_AND_HELD_BACK = (0.20, 0.08, 0.06, 0.02, True, 0.03, 2.0, 0.01, 0.04)
UNSEEN = (0.20, 0.08, 0.06, 0.02, False, 0.03, 0.0, -0.01, 0.0)
SECRET = (0.70, 0.9, 0.20, 0.40, 0.05, True, 0.03, 0.45)

# rule, what it is told, Δ of a settler, Δ of a staller: worked out by hand
CASES = [
    (
        "attend",
        SEEN_AND_HELD_BACK,
        0.20 + 0.08 - 0.06 - 0.02 - 0.06 + 0.01 - 0.04,
        0.08 - 0.06 - 0.02 - 0.06 + 0.01 - 0.04,
    ),
    ("attend", UNSEEN, 0.20 + 0.08 - 0.06 - 0.01, 0.08 - 0.06 - 0.01),
    ("stay", (0.20, 0.08, 0.06, 0.02, True), 0.20, 0.0),
    ("stay", (0.20, 0.08, 0.06, 0.02, False), 0.22, 0.02),
    ("package", (0.20, 0.04), 0.16, 0.16),
    ("sign", SECRET, 0.70 - 0.1 * 0.50 - 0.40 - 0.05 - 0.03, 0.17 - 0.45),
    ("sign", (0.70, 1.0, 0.20, 0.40, 0.05, False, 0.0, 0.45), 0.30, -0.15),
    ("ratify", (0.55, 0.40), 0.15, 0.15),
    ("consent", (0.55, 0.40, 0.16, 0.12), 0.19, 0.19),
    ("deliver", (0.10, 0.20, 0.05, 0.07, 0.15), 0.22, -0.03),
    ("deliver", (0.10, 0.20, 0.05, 0.07, -0.15), 0.52, 0.27),
    ("deliver_unseated", (0.16, 0.12, 0.05, 0.03), 0.01, -0.04),
    ("keep", (0.60, 0.50, 0.25, 0.05, 0.45), 0.40, -0.05),
    ("keep_swap", (0.10, 0.20, 0.05, 0.07, 0.25, 0.15), 0.47, 0.22),
    ("keep_unseated", (0.16, 0.12, 0.05, 0.25, 0.03), 0.26, 0.21),
    ("gesture", (0.20, 0.5, 0.05, 0.02), 0.08, -0.07),
    ("press", (0.02, 0.05, True, 0.6), -0.01, 0.02),
    ("press", (0.02, 0.05, False, 0.6), 0.02, 0.02),
    ("spoil", (0.50, 0.35, 0.30), -0.15, 0.15),
]


@pytest.mark.parametrize(("rule", "numbers", "settle", "stall"), CASES)
def test_terms_sum_to_the_advantage_worked_out_by_hand(rule, numbers, settle, stall):
    terms = getattr(commitment, rule)(*numbers)
    assert choice.total(terms[0]) == pytest.approx(settle, abs=1e-12)
    assert choice.total(terms[1]) == pytest.approx(stall, abs=1e-12)
    assert len(terms[0]) == len(terms[1]) == len(commitment.TERMS[rule])


def test_every_rule_is_worked_out_and_every_decision_has_named_terms():
    rules = {name for name, f in vars(commitment).items() if inspect.isfunction(f)}
    assert rules == {case[0] for case in CASES} == set(commitment.TERMS)
    assert rules == set(decisions.DECISIONS) - {"propose", "accept", "accept_text"}


@pytest.mark.parametrize(
    ("rule", "numbers", "term", "settle", "stall"),
    [
        ("attend", SEEN_AND_HELD_BACK, "grief over attacks", -0.06, -0.06),
        ("attend", SEEN_AND_HELD_BACK, "sponsors' pressure", -0.04, -0.04),
        ("attend", SEEN_AND_HELD_BACK, "hope of a deal", 0.20, 0.0),
        ("attend", SEEN_AND_HELD_BACK, "standing", 0.08, 0.08),
        ("sign", SECRET, "fear of a breach", -0.05, -0.05),
        ("spoil", (0.50, 0.35, 0.30), "restraint of leaders who mean it", -0.30, 0.0),
        ("sign", SECRET, "surprise of a secret deal", -0.05, -0.05),
        ("sign", SECRET, "resolve to fight on", 0.0, -0.45),
        ("deliver", (0.10, 0.20, 0.05, 0.07, 0.15), "guarantee", 0.07, 0.07),
        ("deliver", (0.10, 0.20, 0.05, 0.07, 0.15), "temptation", 0.0, -0.05),
        ("deliver_unseated", (0.16, 0.12, 0.05, 0.03), "exclusion from the table", -0.12, -0.12),
        ("keep", (0.60, 0.50, 0.25, 0.05, 0.45), "lock-in", 0.25, 0.25),
        ("keep_swap", (0.10, 0.20, 0.05, 0.07, 0.25, 0.15), "cost of the step", -0.15, -0.15),
        ("gesture", (0.20, 0.5, 0.05, 0.02), "hope of a deal", 0.10, 0.0),
        ("press", (0.02, 0.05, True, 0.6), "backlash at the table", -0.03, 0.0),
    ],
)
def test_terms_stand_under_their_names(rule, numbers, term, settle, stall):
    place = commitment.TERMS[rule].index(term)
    terms = getattr(commitment, rule)(*numbers)
    assert terms[0][place] == pytest.approx(settle)
    assert terms[1][place] == pytest.approx(stall)


@given(u, u, u, u)
def test_coming_never_speaks_against_a_party_and_hope_alone_tells_the_types_apart(hope, standing, effort, exposure):
    for settle, stall in (
        commitment.attend(hope, standing, effort, exposure, True, 0.03, 1.0, 0.0, 0.1),
        commitment.stay(hope, standing, effort, exposure, True),
    ):
        assert choice.total(settle) - choice.total(stall) == pytest.approx(hope, abs=1e-12)


@given(u, u, u, u)
def test_what_those_at_home_want_does_not_depend_on_the_leaders_type(a, b, c, d):
    for rule in (commitment.package, commitment.ratify):
        settle, stall = rule(a, b)
        assert settle == stall


@given(u, u, u, st.floats(0, 1), st.floats(0, 1))
def test_only_resolve_and_temptation_hold_a_staller_back_from_what_a_settler_would_do(a, b, c, resolve, temptation):
    for settle, stall in (
        commitment.sign(a, 0.5, b, c, 0.1, True, 0.0, resolve),
        commitment.keep(a, b, c, 0.0, resolve),
        commitment.deliver_unseated(a, b, temptation, c),
    ):
        assert choice.total(settle) >= choice.total(stall) - 1e-12
