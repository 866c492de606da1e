"""The rival models against published rounds, closed forms, and a second coding straight from the formulas."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.rivals.challenge import (
    confrontation_then_compromise,
    least_move,
    play_rounds,
    prevailing,
    risk_exponents,
)
from experiments.rivals.condorcet import attitudes, candidates, chances, elect
from experiments.rivals.nash import Bargain, log_product, nash_point
from experiments.rivals.points import weighted_mean, weighted_median

pytestmark = pytest.mark.slow

# Emission standards for medium-sized cars in the European Community, in years: Table 1 of Scholz, Calbert & Smith 2011,
# doi:10.5220/0003121500180030, after Bueno de Mesquita 1994, p. 78. Actor: capability, position, salience.
EMISSIONS = {
    "Netherlands": (0.08, 4, 0.8),
    "Belgium": (0.08, 7, 0.4),
    "Luxembourg": (0.03, 4, 0.2),
    "Germany": (0.16, 4, 0.8),
    "France": (0.16, 10, 0.6),
    "Italy": (0.16, 10, 0.6),
    "United Kingdom": (0.16, 10, 0.9),
    "Ireland": (0.05, 7, 0.1),
    "Denmark": (0.05, 4, 1.0),
    "Greece": (0.08, 7, 0.7),
}
CAPABILITY, POSITION, SALIENCE = (np.array(column, float) for column in zip(*EMISSIONS.values(), strict=True))
PRINTED_MEDIANS = (8.4, 9.9, 9.9, 9.9, 9.9, 7.4, 8.8, 9.6)  # the paper's Table 2, rounds 1 to 8
PRINTED_MEANS = (7.4, 7.5, 7.6, 7.3, 7.3, 7.4, 7.5, 7.6)
FOUND_MEDIANS = (8.416, 9.611, 9.962, 9.962, 9.962, 7.472, 8.825, 9.671)  # twice, independently, before this code


class TestPoints:
    def test_mean_by_hand(self):
        assert weighted_mean(np.array([0.0, 10.0]), np.array([3.0, 1.0])) == 2.5

    def test_emission_standards(self):
        weight = CAPABILITY * SALIENCE
        assert weighted_mean(POSITION, weight) == pytest.approx(7.389955686853766)
        assert weighted_median(POSITION, weight) == 7

    @pytest.mark.parametrize(
        ("position", "weight", "median"),
        [
            ([1, 2, 3], [1, 1, 1], 2),
            ([3, 1, 2], [1, 1, 1], 2),
            ([1, 2, 3], [5, 1, 1], 1),
            ([1, 3], [1, 1], 2),  # half on either side of the gap
            ([1, 3], [1, 1 + 1e-15], 2),  # but for rounding
            ([1, 3], [1, 1.001], 3),
            ([1, 2, 3], [1, 0, 1], 2),  # who has no weight is not asked: 2 is the middle of the gap
            ([0, 1, 2, 9], [0.1, 0.2, 0.3, 0.6], 5.5),
            ([7], [0.1], 7),
        ],
    )
    def test_median_by_hand(self, position, weight, median):
        assert weighted_median(np.array(position, float), np.array(weight, float)) == median

    def test_nobody_with_weight(self):
        for point in (weighted_mean, weighted_median):
            assert point(np.array([1.0, 2.0]), np.zeros(2)) is None
            assert point(np.zeros(0), np.zeros(0)) is None


class TestChallengeTable:
    """The published reference case."""

    rounds = play_rounds(CAPABILITY, POSITION, SALIENCE)

    def test_round_0_is_the_positions_as_given(self):
        assert self.rounds.median[0] == 7
        assert self.rounds.mean[0] == pytest.approx(7.389955686853766)
        assert len(self.rounds.median) == len(self.rounds.mean) == 9

    def test_medians_of_the_printed_table(self):
        assert np.abs(np.subtract(self.rounds.median[1:], PRINTED_MEDIANS)).max() < 0.3

    def test_means_of_the_printed_table(self):
        assert np.abs(np.subtract(self.rounds.mean[1:], PRINTED_MEANS)).max() < 0.07

    def test_medians_found_independently(self):
        assert np.round(self.rounds.median[1:], 3) == pytest.approx(FOUND_MEDIANS)

    def test_the_literal_reading_does_not_reproduce_the_table(self):
        literal = play_rounds(CAPABILITY, POSITION, SALIENCE, literal=True)
        assert np.abs(np.subtract(literal.median[1:], PRINTED_MEDIANS)).max() > 2


def challenge_by_loops(c, x, s, rounds):
    """The model once more, straight from its formulas, one pair at a time; without ties to break."""
    n = len(x)
    medians = []
    for _ in range(rounds):
        spread = max(x) - min(x)
        d = [[abs(x[i] - x[j]) / spread for j in range(n)] for i in range(n)]

        def vote(k, i, j, r, d=d):
            return c[k] * s[k] * (d[k][j] ** r[k] - d[k][i] ** r[k])

        def hope(i, j, r, focal, d=d, vote=vote):
            everything = sum(abs(vote(k, a, b, r)) for k in range(n) for a in range(n) for b in range(n))
            p = sum(max(0, vote(k, i, j, r)) for k in range(n)) / everything
            u_s, u_f = (2 - 4 * (0.5 + sign * 0.5 * d[i][j]) ** r[focal] for sign in (-1, 1))
            return s[j] * (p * u_s + (1 - p) * u_f) + (1 - s[j]) * u_s - (2 - 4 * 0.5 ** r[focal])

        ones = [1.0] * n
        threat = [sum(hope(j, i, ones, j) for j in range(n) if j != i) for i in range(n)]
        risk = [(2 * t - max(threat) - min(threat)) / (max(threat) - min(threat)) for t in threat]
        r = [(1 - q / 3) / (1 + q / 3) for q in risk]
        new = list(x)
        for i in range(n):
            beaten, offers = [], []
            for j in range(n):
                a, b = hope(i, j, r, i), hope(j, i, r, i)
                if j != i and b > a + 1e-9 and a > 1e-9:
                    beaten.append(x[j])
                elif j != i and a < -1e-9 and b > abs(a) + 1e-9:
                    meeting = (abs(a) * x[i] + abs(b) * x[j]) / (abs(a) + abs(b))
                    offers.append((meeting, x[i] + (x[j] - x[i]) * abs(a / b)))
            if beaten:
                new[i] = min(beaten, key=lambda y, i=i: abs(y - x[i]))
            elif offers:
                new[i] = min(offers)[1]
        x = new
        order = sorted(range(n), key=lambda i: x[i])
        half, below = sum(c[i] * s[i] for i in range(n)) / 2, 0.0
        for i in order:
            below += c[i] * s[i]
            if below >= half:
                medians.append(x[i])
                break
    return medians


class TestMoves:
    """Where an actor goes: it expects a of challenging each of the three, and they expect b of challenging it."""

    @pytest.mark.parametrize(
        ("i", "a", "b", "goes", "literally"),
        [
            pytest.param(0, (0, 0.1, 0.1), (0, 0.2, 0.3), 50, 50, id="to the nearest of those it loses to"),
            pytest.param(1, (0.1, 0, 0.1), (0.2, 0, 0.3), 0, 0, id="of two equally near, to the lower"),
            pytest.param(0, (0, 0.2, 0), (0, 0.1, 0), 0, 0, id="nowhere if it wins"),
            pytest.param(0, (0, -0.1, 0), (0, -0.2, 0), 0, 0, id="nowhere if nobody hopes for anything"),
            pytest.param(0, (0, -0.5, 0), (0, 0.2, 0), 0, 50, id="compelled in the literal reading alone"),
            pytest.param(0, (0, -0.1, 0), (0, 0.2, 0), 25, 25, id="half-way at half the other's hope"),
            pytest.param(
                2, (-0.1, -0.1, 0), (0.2, 0.2, 0), 50, 75, id="to the lowest meeting point, not the least move"
            ),
            pytest.param(0, (0, 0.1, -0.1), (0, 0.2, 0.4), 50, 25, id="a lost confrontation goes before a compromise"),
        ],
    )
    def test_move(self, i, a, b, goes, literally):
        position = np.array([0.0, 50.0, 100.0])
        assert confrontation_then_compromise(position, np.array(a), np.array(b), i) == pytest.approx(goes)
        assert least_move(position, np.array(a), np.array(b), i) == pytest.approx(literally)


class TestChallenge:
    @pytest.mark.parametrize("case", range(12))
    def test_second_coding(self, case):
        rng = np.random.default_rng(case)
        n = int(rng.integers(2, 8))
        c, x, s = rng.random(n), 100 * rng.random(n), rng.uniform(0.05, 1, n)
        expected = challenge_by_loops(list(c), list(x), list(s), 4)
        assert play_rounds(c, x, s, rounds=4).median[1:] == pytest.approx(expected, abs=1e-6)

    def test_two_actors_by_hand(self):
        """Each votes for itself alone, so that P is c_i s_i over twice the sum, whatever the exponents (d is 0 or 1)."""
        chance = prevailing(np.array([3.0, 1.0]), np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([2.0, 0.5]))
        assert chance == pytest.approx(np.array([[0, 3 / 8], [1 / 8, 0]]))

    def test_literal_chances_of_a_pair_sum_to_one(self):
        chance = prevailing(np.array([3.0, 1.0]), np.array([[0.0, 1.0], [1.0, 0.0]]), np.ones(2), literal=True)
        assert chance == pytest.approx(np.array([[0, 3 / 4], [1 / 4, 0]]))

    def test_nobody_votes_where_the_only_voter_is_in_the_middle(self):
        distance = np.array([[0, 1, 0.5], [1, 0, 0.5], [0.5, 0.5, 0]])
        chance = prevailing(np.array([0.0, 0.0, 1.0]), distance, np.ones(3))
        assert chance[0, 1] == chance[1, 0] == 0

    def test_risk_exponents_by_hand(self):
        """The most threatened gets R = 1 and r = ½, the safest R = −1 and r = 2, the one between them r = 1."""
        threats = np.array([[0.0, 0.5, 1.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
        assert risk_exponents(threats) == pytest.approx([2, 1, 0.5])

    def test_all_equally_safe(self):
        assert (risk_exponents(np.array([[0.0, 0.3], [0.3 + 1e-16, 0.0]])) == 1).all()

    @pytest.mark.parametrize("literal", [False, True])
    def test_nobody_moves_a_like_minded_group(self, literal):
        rounds = play_rounds(np.array([1.0, 2.0, 0.0]), np.full(3, 40.0), np.array([0.5, 0.2, 0.0]), literal=literal)
        assert rounds.median == rounds.mean == [40] * 9

    @pytest.mark.parametrize("literal", [False, True])
    def test_equals_hold_each_other_off(self, literal):
        assert play_rounds(np.ones(2), np.array([0.0, 100.0]), np.full(2, 0.5), literal=literal).mean == [50] * 9

    def test_the_stronger_of_two_stays(self):
        rounds = play_rounds(np.array([3.0, 1.0]), np.array([0.0, 100.0]), np.full(2, 0.5))
        assert set(rounds.median) == {0}

    @pytest.mark.parametrize(("c", "s"), [([0, 0], [1, 1]), ([1, 1], [0, 0]), ([1, 0], [0, 1]), ([], [])])
    def test_nobody_with_weight(self, c, s):
        assert play_rounds(np.array(c, float), np.arange(len(c), dtype=float), np.array(s, float)) is None


ACTORS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 12), st.integers(0, 10)), min_size=1, max_size=7).filter(
    lambda actors: any(c * s for c, _, s in actors)
)
"""Capability, position and salience, in whole numbers: ties are frequent, near-ties are not."""


def columns(actors):
    return tuple(np.array(column, float) for column in zip(*actors, strict=True))


class TestProperties:
    @pytest.mark.parametrize("literal", [False, True])
    @given(actors=ACTORS, data=st.data())
    def test_order_of_actors(self, literal, actors, data):
        c, x, s = columns(actors)
        order = np.array(data.draw(st.permutations(range(len(actors)))))
        base = play_rounds(c, x, s / 10, literal=literal)
        other = play_rounds(c[order], x[order], s[order] / 10, literal=literal)
        assert other.median == pytest.approx(base.median, abs=1e-6)
        assert other.mean == pytest.approx(base.mean, abs=1e-6)

    @pytest.mark.parametrize("literal", [False, True])
    @given(actors=ACTORS, scale=st.sampled_from([1e-3, 1 / 3, 7.0, 1e6]))
    def test_scale_of_capability(self, literal, actors, scale):
        c, x, s = columns(actors)
        base = play_rounds(c, x, s / 10, literal=literal)
        assert play_rounds(scale * c, x, s / 10, literal=literal).median == pytest.approx(base.median, abs=1e-6)

    @pytest.mark.parametrize("literal", [False, True])
    @given(actors=ACTORS, shift=st.sampled_from([-500.0, 0.1]), scale=st.sampled_from([0.01, 3.0, 1000.0]))
    def test_unit_of_positions(self, literal, actors, shift, scale):
        c, x, s = columns(actors)
        base = np.array(play_rounds(c, x, s / 10, literal=literal).median)
        other = play_rounds(c, shift + scale * x, s / 10, literal=literal).median
        assert other == pytest.approx(shift + scale * base, abs=1e-6 * scale)

    @given(actors=ACTORS)
    def test_nobody_leaves_the_ground_between_the_actors(self, actors):
        c, x, s = columns(actors)
        for literal in (False, True):
            rounds = play_rounds(c, x, s / 10, literal=literal)
            assert x.min() - 1e-9 <= min(rounds.median + rounds.mean)
            assert max(rounds.median + rounds.mean) <= x.max() + 1e-9

    @given(actors=ACTORS, data=st.data())
    def test_election_does_not_depend_on_order_or_direction(self, actors, data):
        c, x, s = columns(actors)
        order = np.array(data.draw(st.permutations(range(len(actors)))))
        base = elect(c, x[:, None] / 12, s[:, None] / 10)
        other = elect(c[order], 1 - x[order, None] / 12, s[order, None] / 10)
        assert other.probability == pytest.approx(base.probability[order], abs=1e-9)
        assert other.risk == pytest.approx(base.risk[order], abs=1e-6)
        assert 1 - other.expected == pytest.approx(base.expected, abs=1e-9)


def election_by_loops(c, x, s):
    """The election once more, straight from its formulas, one vote at a time."""
    n, issues = len(c), len(x[0])

    def distance(i, j):
        return math.sqrt(
            sum((s[i][k] * (x[i][k] - x[j][k])) ** 2 for k in range(issues)) / sum(s[i][k] ** 2 for k in range(issues))
        )

    def probabilities(members, risk):
        def worth(k, i):
            return (1 - distance(k, i)) * (1 + distance(k, i) * risk[k])

        def coalition(i, j):
            return 1e-8 + sum(max(0, c[k] * (worth(k, i) - worth(k, j))) for k in range(n))

        won = {}
        for i in members:
            won[i] = math.prod(
                0.5 if i == j else coalition(i, j) / (coalition(i, j) + coalition(j, i)) for j in members
            )
        return {i: p / sum(won.values()) for i, p in won.items()}

    p = probabilities(range(n), [0] * n)
    most, least = max(p.values()), min(p.values())
    risk = [(3 * p[i] - (most + 2 * least)) / (2 * (most - least)) for i in range(n)]
    unique = [i for i in range(n) if all(math.dist(x[i], x[j]) >= 0.001 for j in range(i))]
    final = probabilities(unique, risk)
    return risk, final, [sum(final[i] * x[i][k] for i in unique) for k in range(issues)]


class TestCondorcet:
    @pytest.mark.parametrize("case", range(12))
    def test_second_coding(self, case):
        rng = np.random.default_rng(case)
        n, issues = int(rng.integers(3, 8)), int(rng.integers(1, 5))
        c, x, s = rng.random(n), rng.random((n, issues)), rng.random((n, issues))
        if case % 2:
            x[0] = x[-1]  # two parties at one position
        risk, final, expected = election_by_loops(list(c), x.tolist(), s.tolist())
        election = elect(c, x, s)
        assert election.risk == pytest.approx(risk, abs=1e-9)
        assert election.expected == pytest.approx(expected, abs=1e-9)
        assert [election.probability[i] for i in final] == pytest.approx(list(final.values()), abs=1e-9)

    def test_two_by_hand(self):
        """Each votes for itself with all it has: chances are as capabilities, and risk takes its extremes."""
        election = elect(np.array([3.0, 1.0]), np.array([[0.0], [1.0]]), np.ones((2, 1)))
        assert election.probability == pytest.approx([0.75, 0.25], abs=1e-7)
        assert election.risk == pytest.approx([1, -0.5])
        assert election.expected == pytest.approx([0.25], abs=1e-7)

    def test_the_likeliest_is_boldest(self):
        """R is 1 at the highest chance, −½ at the lowest, and straight between."""
        assert attitudes(np.array([0.5, 0.3, 0.2])) == pytest.approx([1, 0, -0.5])
        assert (attitudes(np.full(4, 0.25)) == 0).all()

    def test_parties_at_one_position_each_report_it(self):
        election = elect(np.ones(3), np.array([[0.0], [0.0005], [1.0]]), np.ones((3, 1)))
        assert election.probability[0] == election.probability[1]
        assert election.probability[0] + election.probability[2] == pytest.approx(1)
        assert election.probability.sum() > 1

    def test_tolerance_of_one_position(self):
        unique, _ = candidates(np.array([[0.5], [0.5009], [0.5011], [0.9]]))
        assert unique.tolist() == [0, 2, 3]

    def test_nobody_votes(self):
        election = elect(np.zeros(3), np.array([[0.0], [0.4], [1.0]]), np.ones((3, 1)))
        assert election.probability == pytest.approx([1 / 3] * 3)
        assert (election.risk == 0).all()

    def test_who_cares_for_nothing_does_not_vote(self):
        mute = elect(np.array([1.0, 5.0]), np.array([[0.2], [0.8]]), np.array([[1.0], [0.0]]))
        assert mute.probability[0] > 0.999999

    def test_hundreds_of_candidates_do_not_underflow(self):
        p = chances(1e-8 + np.triu(np.ones((400, 400)), 1))
        assert np.isfinite(p).all()
        assert p.argmax() == 0


def bargain(weight, ideal, walk_away, low=0.0, high=1.0, steps=0):
    weight, ideal = np.array(weight, float), np.array(ideal, float)
    issues = weight.shape[1]
    return Bargain(
        weight / weight.sum(axis=1, keepdims=True), ideal,
        np.broadcast_to(np.asarray(low, float), issues).copy(), np.broadcast_to(np.asarray(high, float), issues).copy(),
        np.broadcast_to(np.asarray(steps), issues).copy(), np.array(walk_away, float),
    )  # fmt: skip


class TestNash:
    @pytest.mark.parametrize(("d_first", "d_second"), [(0.3, 0.1), (0.0, 0.0), (0.1, 0.5), (0.45, 0.45)])
    def test_split_of_a_pie(self, d_first, d_second):
        """Each gets its walk-away value and half of what is left."""
        [share] = nash_point(bargain([[1], [1]], [[1], [0]], [d_first, d_second]))
        assert share == pytest.approx(d_first + (1 - d_first - d_second) / 2)

    def test_no_zone_of_agreement(self):
        assert nash_point(bargain([[1], [1]], [[1], [0]], [0.7, 0.5])) is None
        assert nash_point(bargain([[1]] * 3, [[1], [0], [0]], [0.7, 0.5, 0])) is None

    def test_red_lines_hold(self):
        assert nash_point(bargain([[1], [1]], [[1], [0]], [0, 0], low=0.8)) == pytest.approx([0.8])
        assert nash_point(bargain([[1], [1]], [[1], [0]], [0, 0], low=0.6, high=0.4)) is None

    def test_it_takes_two(self):
        assert nash_point(bargain([[1]], [[0.3]], [0])) is None

    def test_logrolling(self):
        """Each gets all of what it cares about more."""
        assert nash_point(bargain([[3, 1], [1, 3]], [[1, 1], [0, 0]], [0.4, 0.4])) == pytest.approx([1, 0])

    @pytest.mark.parametrize("walk_away", [(0.2, 0.2), (0.3, 0.1), (0.3, 0.1, 0.1)])
    def test_issues_alike_end_alike(self, walk_away):
        """Many packages are as good to all; which one is taken does not depend on the order of the issues."""
        ideal = [[1, 1], [0, 0], [0, 0]][: len(walk_away)]
        first, second = nash_point(bargain(np.ones((len(walk_away), 2)), ideal, walk_away))
        assert first == pytest.approx(second)

    @pytest.mark.parametrize("case", range(16))
    def test_brute_force(self, case):
        """No package on a grid is better; on whole steps the point is the best of all there are."""
        rng = np.random.default_rng(case)
        seats, stepped = (2, case % 2 == 0) if case < 10 else (3, False)
        steps = 4 if stepped else 0
        problem = bargain(rng.random((seats, 2)), rng.random((seats, 2)), rng.uniform(0, 0.5, seats), 0.1, 0.95, steps)
        axis = np.arange(5) / 4 if stepped else np.linspace(0, 1, 101)
        allowed = [x for x in axis if 0.1 <= x <= 0.95]
        best = max(log_product(problem, np.array(text)) for text in itertools.product(allowed, repeat=2))
        point = nash_point(problem)
        if point is None:
            assert best == -np.inf
        else:
            assert log_product(problem, point) >= best - 1e-9
            assert not stepped or log_product(problem, point) == pytest.approx(best)
