"""Words for a chance: every boundary of ICD 203's terms, ranges that cross one, and counts beyond 1 and 99 %."""

import pytest

from experiments.brief.judgements import doubt_clause
from experiments.brief.likelihood import NAMES, TERMS, Chance, of_100, phrase, plain, term, term_of, that
from experiments.estimates.statistics import estimate


def sure(p: float, total: int = 10_000) -> Chance:
    """A share known exactly."""
    return Chance(round(p * total), total, p, p, p)


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
def test_a_range_has_a_term_only_if_all_of_it_lies_there(bound, below, above):
    assert term_of(bound - 0.02, bound - 0.001) == below
    assert term_of(bound, bound + 0.02) == above
    assert term_of(bound - 0.001, bound) is None  # the bound belongs to what begins there


@pytest.mark.parametrize(("lo", "hi", "words"), [(0.24, 0.78, None), (0.56, 0.79, "likely"), (0.56, 0.8, None)])
def test_the_doubt_is_said_with_at_most_one_term(lo, hi, words):
    said = doubt_clause({"lo": lo, "hi": hi})
    assert f"{100 * lo:.0f} to {100 * hi:.0f} of 100" in said
    assert [name for name in NAMES if f"“{name}”" in said] == ([words] if words else [])


@pytest.mark.parametrize(
    ("n", "total", "words"),
    [
        (5500, 10_000, "55 of 100"),
        (12, 10_000, "12 of 10,000"),
        (9_990, 10_000, "9,990 of 10,000"),
        (0, 10_000, "0 (up to 4) of 10,000"),
        (10_000, 10_000, "10,000 (9,996 or more) of 10,000"),
        (100, 10_000, "1 of 100"),
        (99, 10_000, "99 of 10,000"),
    ],
)
def test_shares_are_of_simulated_histories(n, total, words):
    chance = Chance(*estimate(n, total)[:1], total, *estimate(n, total)[1:])
    assert phrase(chance) == words
    assert that(chance, "the talks open") == f"In {words} simulated histories the talks open."


def test_cells_are_short():
    assert plain(sure(0.34)) == "34\u00a0%"
    assert plain(sure(0.001)) == "10 of 10,000"


@pytest.mark.parametrize(("p", "words"), [(0.2936, "29"), (0.004, "under 1"), (0.996, "over 99"), (0, "0"), (1, "100")])
def test_a_mean_has_no_histories(p, words):
    assert of_100(p) == f"{words} of 100"
