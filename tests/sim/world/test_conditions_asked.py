"""What single instructions ask of a world, against what stands there: each in worlds filled at random."""

import numpy as np
import pytest

from sim.world import conditions
from sim.world.codes import NOBODY, SUSPENDED
from tests.sim.world.begun import LAND, MEN, NEIGHBOUR, REBELS, STATE, TALKS, begun, fill

SEEDS = range(6)
INSTRUCTIONS = 24
ROUNDS = 12


def world(seed, count=1):
    """A world of that many instructions, all of which ask nothing yet, with a past of its own."""
    rng = np.random.default_rng(seed)
    w = begun()
    for name, kind in (("instruction", int), ("subject", int), ("object", int), ("deadline", int), ("earlier", int)):
        setattr(w, name, memoryview(np.zeros(count, kind)))
    w.held, w.threshold = memoryview(np.zeros(count, int)), memoryview(np.zeros(count))
    fill(w.incidents_in, rng.integers(0, 30, (3, ROUNDS + 1)))
    fill(w.level, rng.choice([0, 0.25, 0.5, 0.75, 1], 3)), fill(w.agreed, rng.choice([0, 0.25, 0.5, 0.75, 1], 3))
    fill(w.pending, rng.choice([NOBODY, TALKS], 3))
    w.leverage, w.completed = rng.choice([0.25, 0.5, 0.75]), int(rng.integers(5, ROUNDS + 1))
    w.round = w.completed
    return w


def asks(w, instruction, subject=0, c=0, **more):
    w.instruction[c], w.subject[c] = instruction, subject
    for name, value in more.items():
        getattr(w, name)[c] = value
    return conditions.true_now(w, c)


def incidents(w, who, last, months):
    """All incidents of these rounds up to a last one, counted one by one."""
    parties = range(3) if who == conditions.EVERYBODY else [who]
    return sum(w.incidents_in[a, t] for a in parties for t in range(1, ROUNDS + 1) if last - months < t <= last)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("who", [conditions.EVERYBODY, NEIGHBOUR, STATE])
def test_violence_is_counted_over_the_months_up_to_the_last(seed, who):
    w = world(seed)
    for months in (1, 3, 8, 100):
        for deadline in (-1, 0, 4, 12):
            last = min(w.completed, deadline) if deadline else w.completed
            seen = incidents(w, who, last, months)
            for asked in (seen - 1, seen, seen + 1):
                given = {"object": months, "deadline": deadline, "threshold": asked}
                assert asks(w, conditions.VIOLENCE_AT_LEAST, who, **given) == (seen >= asked)
                assert asks(w, conditions.VIOLENCE_AT_MOST, who, **given) == (seen <= asked)


@pytest.mark.parametrize("seed", SEEDS)
def test_violence_is_compared_with_that_of_as_many_months_earlier(seed):
    """And where that would begin before the first, there is nothing to compare with: neither holds."""
    w = world(seed)
    compared = 0
    for months in (1, 2, 3):
        for earlier in (1, 2, 4, 6):
            for times in (0.5, 1.0, 2.0):
                now = incidents(w, REBELS, w.completed, months)
                then = incidents(w, REBELS, w.completed - earlier, months)
                possible = w.completed - earlier - months >= 0
                compared += possible
                given = {"object": months, "earlier": earlier, "threshold": times}
                assert asks(w, conditions.VIOLENCE_AT_LEAST, REBELS, **given) == (possible and now >= times * then)
                assert asks(w, conditions.VIOLENCE_AT_MOST, REBELS, **given) == (possible and now <= times * then)
    assert compared > 9


@pytest.mark.parametrize("seed", SEEDS)
def test_levels_are_those_in_force_or_agreed_or_a_sides_leverage(seed):
    w = world(seed)
    fill(w.shift, 0)
    agreed = [w.agreed[k] if w.pending[k] == TALKS else w.level[k] for k in range(3)]
    for kind, values in (
        (("AT_LEAST", "ABOVE", "IS"), {k: w.level[k] for k in range(3)}),
        (("AGREED_AT_LEAST", "AGREED_ABOVE", "AGREED_IS"), dict(enumerate(agreed))),
        (("LEVERAGE_AT_LEAST", "LEVERAGE_ABOVE"), {1: w.leverage, -1: 1 - w.leverage}),
    ):
        for subject, value in values.items():
            for asked in (0, 0.25, 0.5, 0.75, 1):
                found = [
                    asks(w, getattr(conditions, name), subject, threshold=asked + off)
                    for name in kind
                    for off in (-1e-10, 0, 1e-10)  # rounding decides nothing
                ]
                truly = [value >= asked, value > asked, value == asked][: len(kind)]
                assert found == [each for each in truly for _ in range(3)], (kind, subject, asked)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_tables_are_asked_for_what_happened_there(number):
    w = world(0)
    w.meetings_held[TALKS] = w.walk_outs[TALKS] = number
    for asked in range(4):
        assert asks(w, conditions.MEETINGS, TALKS, threshold=asked) == (number >= asked)
        assert asks(w, conditions.WALK_OUTS, TALKS, threshold=asked) == (number >= asked)
    w.collapsed[TALKS] = w.rung_ended[TALKS, 1] = number
    assert asks(w, conditions.COLLAPSED, TALKS) == (number > 0)
    assert asks(w, conditions.ENDED, TALKS, object=1) == (number > 0)
    assert not asks(w, conditions.ENDED, TALKS, object=0)
    w.stage[TALKS] = SUSPENDED + number - 1
    assert asks(w, conditions.IS_SUSPENDED, TALKS) == (number == 1)
    w.won = number - 1
    for side in (-1, 0, 1):
        assert asks(w, conditions.WON, side) == (side == number - 1)
    assert asks(w, conditions.TRUE)
    assert not asks(w, conditions.FALSE)


@pytest.mark.parametrize("instruction", [conditions.REACHED, conditions.SIGNED])
def test_who_reached_a_later_rung_has_passed_this_one(instruction):
    w = world(0)
    record, other = w.rung_reached, w.rung_signed
    if instruction == conditions.SIGNED:
        record, other = other, record
    fill(other, 1)
    for first, second in ((0, 0), (3, 0), (0, 3), (3, 4)):
        record[TALKS, 0], record[TALKS, 1] = first, second
        assert asks(w, instruction, TALKS, object=0) == (first > 0 or second > 0)
        assert asks(w, instruction, TALKS, object=1) == (second > 0)


@pytest.mark.parametrize("seed", range(20))
def test_programs_are_what_python_makes_of_the_same_words(seed):
    """Postfix with and, or, not over what is true and what is not, four deep."""
    rng = np.random.default_rng(seed)

    def made(depth):
        kind = rng.integers(5) if depth else rng.integers(2)
        if kind < 2:
            return [[conditions.TRUE, conditions.FALSE][kind]], str(kind == 0)
        first, one = made(depth - 1)
        if kind == 2:
            return [*first, conditions.NOT], f"(not {one})"
        second, two = made(depth - 1)
        return [*first, *second, [conditions.AND, conditions.OR][kind - 3]], f"({one} {['and', 'or'][kind - 3]} {two})"

    program, words = made(4)
    w = world(seed, len(program) + 1)
    for c, instruction in enumerate(program):
        w.instruction[c + 1] = instruction
    assert conditions.holds(w, 1, len(program), False) == eval(words)
    assert conditions.holds(w, 1, 0, False)  # nothing asked is met


def test_a_demand_is_met_by_what_it_asks_or_once_it_is_none():
    """A bluff, one given up, one that would gain its party nothing, or where demands are set aside."""
    for stands in (0, 1):
        for true in (conditions.TRUE, conditions.FALSE):
            for level, moot in ((0.0, False), (0.75, True), (1.0, True)):
                for lifted in (False, True):
                    w = world(0, 3)
                    for name in ("demand_party", "demand_stands"):
                        setattr(w, name, memoryview(np.array([REBELS if name == "demand_party" else stands])))
                    w.level[LAND], w.ideal[REBELS, LAND] = level, 1
                    fill(w.instruction, [true, conditions.DEMAND, conditions.OR])
                    w.object[1], w.threshold[1], w.deadline[1] = LAND, 0.5, 1
                    met = true == conditions.TRUE or not stands or moot or lifted
                    assert conditions.holds(w, 0, 3, lifted) == met
                    w.object[1] = NOBODY  # not about a level: never moot
                    assert conditions.holds(w, 0, 3, lifted) == (true == conditions.TRUE or not stands or lifted)


@pytest.mark.parametrize("deadline", [-1, 0, 1, 3, 5])
def test_what_is_asked_by_a_deadline_is_noted_while_it_runs(deadline):
    """From the start on, once and for all; a demand and violence are not noted, and without a deadline now counts.

    A deadline before the start, −1, is never kept.
    """
    for true_in in range(7):
        w = world(0, 3)
        fill(w.instruction, [conditions.AT_LEAST, conditions.DEMAND, conditions.VIOLENCE_AT_LEAST])
        fill(w.subject, [MEN, 0, 0]), fill(w.deadline, deadline), fill(w.threshold, [0.75, 0, 0])
        fill(w.held, [int(deadline != 0), 0, 0])  # of the history before
        w.dated = memoryview(np.array([0] if deadline else [], int))
        for w.round in range(7):
            w.level[MEN] = 0.75 if w.round == true_in else 0.5
            conditions.note_deadlines(w)
            seen = true_in <= w.round and true_in <= deadline and deadline > 0
            assert list(w.held) == [int(seen), 0, 0]
            assert conditions.basic(w, 0) == (seen if deadline else w.round == true_in)


def test_instructions_are_different_numbers():
    names = [name for name in vars(conditions) if name.isupper() and name not in {"NOBODY", "SUSPENDED", "EVERYBODY"}]
    numbers = [getattr(conditions, name) for name in names if name != "TOLERANCE"]
    assert sorted(numbers) == list(range(INSTRUCTIONS))
