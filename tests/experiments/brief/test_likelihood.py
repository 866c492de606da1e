"""Words for a probability: every boundary, intervals that straddle, and counts beyond 1 and 99 %."""

import pytest

from experiments.brief.likelihood import (
    NAMES,
    TERMS,
    Chance,
    label,
    mean_words,
    number,
    opening,
    phrase,
    plain,
    term,
    terms,
    that,
)
from experiments.estimates.statistics import estimate


def sure(p: float, total: int = 10_000) -> Chance:
    """A share known exactly."""
    return Chance(round(p * total), total, p, p, p)


def between(lo: float, p: float, hi: float) -> Chance:
    return Chance(round(p * 1000), 1000, p, lo, hi)


BOUNDS = [(end, NAMES[i], NAMES[i + 1]) for i, (end, _) in enumerate(TERMS[:-1])]


@pytest.mark.parametrize(("bound", "below", "above"), BOUNDS)
def test_a_term_begins_at_its_bound(bound, below, above):
    assert term(bound) == above
    assert term(bound - 1e-9) == below
    assert term(round(bound * 10_000) / 10_000) == above  # as a share of histories gives it


def test_the_terms_are_those_of_icd_203():
    assert [(round(100 * end), name) for end, name in TERMS] == [
        (5, "almost no chance"), (20, "very unlikely"), (45, "unlikely"), (55, "roughly even chance"), (80, "likely"),
        (95, "very likely"), (100, "almost certain"),
    ]  # fmt: skip


@pytest.mark.parametrize(("bound", "below", "above"), BOUNDS)
def test_an_interval_over_a_bound_says_both_terms(bound, below, above):
    chance = between(bound - 0.001, bound, bound + 0.001)
    assert terms(chance) == (below, above)
    assert label(chance) == f"{below} to {above}"
    assert below in opening(chance)
    assert above in opening(chance)


@pytest.mark.parametrize(("bound", "below", "above"), BOUNDS)
def test_an_interval_that_ends_at_a_bound(bound, below, above):
    assert terms(between(bound, bound + 0.01, bound + 0.02)) == (above,)
    assert terms(between(bound - 0.02, bound - 0.01, bound)) == (below, above)  # the bound belongs to what begins there


@pytest.mark.parametrize(("p", "said"), [
    (0.0, True), (0.0099, True), (0.01, False), (0.99, False), (0.9901, True), (1.0, True),
])  # fmt: skip
def test_beyond_one_and_ninety_nine_per_cent_histories_are_counted(p, said):
    assert sure(p).counted is said
    assert ("of 10,000 histories" in number(sure(p))) is said
    assert ("%" in number(sure(p))) is not said


def test_counts_have_no_term():
    for p in (0.0, 0.005, 0.995, 1.0):
        said = that(sure(p), "the talks open")
        assert not any(name in said for name in NAMES)
        assert said.startswith(f"In {round(10_000 * p):,} of 10,000 histories, the talks open")


@pytest.mark.parametrize(("p", "shown"), [
    (0.6, "60"), (0.4496, "44.96"), (0.449, "44.9"), (0.45, "45"), (0.1999, "19.99"), (0.0496, "4.96"), (0.549, "54.9"),
    (0.955, "96"), (0.949, "94.9"), (0.01, "1"), (0.0149, "1"),
])  # fmt: skip
def test_a_number_stays_on_its_side_of_a_bound(p, shown):
    assert number(sure(p)) == f"{shown}\u00a0%"
    assert term(float(shown) / 100) == term(p)


@pytest.mark.parametrize(("chance", "said"), [
    (sure(0.03), "There is almost no chance (3\u00a0%) that the talks open."),
    (sure(0.1), "It is very unlikely (10\u00a0%) that the talks open."),
    (sure(0.5), "There is a roughly even chance (50\u00a0%) that the talks open."),
    (sure(0.97), "It is almost certain (97\u00a0%) that the talks open."),
    (between(0.19, 0.2, 0.21), "It is very unlikely or unlikely (20\u00a0%) that the talks open."),
    (between(0.44, 0.45, 0.46), "It is unlikely, or there is a roughly even chance (45\u00a0%), that the talks open."),
    (between(0.54, 0.55, 0.56), "There is a roughly even chance, or it is likely (55\u00a0%), that the talks open."),
    (between(0.18, 0.5, 0.82), "It is anywhere from very unlikely to very likely (50\u00a0%) that the talks open."),
])  # fmt: skip
def test_sentences(chance, said):
    assert that(chance, "the talks open") == said


def test_inside_a_sentence_and_in_a_cell():
    assert phrase(between(0.44, 0.45, 0.46)) == "unlikely or roughly even chance (45\u00a0%)"
    assert phrase(between(0.18, 0.5, 0.82)) == "very unlikely to very likely (50\u00a0%)"
    assert phrase(sure(0.001)) == "10 of 10,000 histories"
    assert plain(sure(0.001)) == "10 of 10,000"
    assert plain(sure(0.4496)) == "45\u00a0%"
    assert label(sure(0.001)) == "below 1\u00a0%"
    assert label(sure(0.999)) == "above 99\u00a0%"


def test_a_mean_of_chances_has_its_term_and_no_interval():
    assert mean_words(0.2936) == "unlikely (29\u00a0%)"
    assert mean_words(0.004) == "below 1\u00a0%"
    assert mean_words(0.995) == "above 99\u00a0%"


def test_an_interval_that_reaches_beyond_one_per_cent_has_the_last_term():
    chance = Chance.of(estimate(12, 1000)._asdict(), 1000)
    assert chance.lo < 0.01 < chance.p
    assert label(chance) == "almost no chance"


def test_every_share_of_a_few_histories_can_be_said():
    for n in range(31):
        chance = Chance.of(estimate(n, 30)._asdict(), 30)
        assert that(chance, "the talks open").endswith("the talks open.")
        assert phrase(chance)
        assert label(chance)
