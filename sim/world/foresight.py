"""What those who are to sign a text foresee: whether the others will keep it, and what is left to them if not.

Each other party that could take back a part of it is expected to look at it again within two years, as its own rule for
keeping tells, type by type, at the leverage that the text and the momentum of two years bring about [Fearon 1996; Walter
1997; Powell 2006]. That it signs itself says something of its type.
"""

from agents.decisions import (
    SAME,
    covered_utility,
    guarantee,
    influence,
    sponsors,
    step_cost,
)
from agents.rules import choice, commitment, value
from agents.rules.commitment import Terms
from agents.rules.value import clip
from sim.world.state import World
from sim.world.war import of_side

AHEAD = 24.0  # months for which those who sign look ahead


def foresee(w: World, t: int) -> None:
    """Before a text is signed: what each seat expects of the others, into `kept`, and of a breach, into `after_breach`."""
    for b in range(w.parties):
        if could_break(w, t, b):
            w.kept_if_settle[b], w.kept_if_stall[b] = choice.probabilities(keeping(w, t, b), w.rationality[b])
            weigh_signature(w, t, b)
        else:
            w.kept_if_settle[b] = 1.0
            w.kept_if_stall[b] = 1.0
    looks = choice.per_round(w.review[t], AHEAD)
    for s in range(w.seats[t]):
        a = w.seat[t, s]
        w.kept[a] = 1.0
        for b in range(w.parties):
            if b != a and w.kept_if_settle[b] + w.kept_if_stall[b] < 2.0:
                w.kept[a] *= 1.0 - looks * (1.0 - expected_to_keep(w, t, a, b))
        w.after_breach[a] = after_breach(w, t, a)


def could_break(w: World, t: int, b: int) -> bool:
    """Whether a party would have something of the text to take back."""
    for k in range(w.issues):
        moves = w.covered[t, k] and abs(w.text[t, k] - w.base_level[k]) > SAME
        if moves and w.revocable[k] and w.delivers[k, b]:
            return True
    return False


def keeping(w: World, t: int, b: int) -> Terms:
    """The terms on which a party will keep the text once it is in force."""
    if w.seated[t, b]:
        later = fighting_later(w, t, b, False)
        worth = covered_utility(w, b, t) if has_stake(w, t, b) else later
        return commitment.keep(worth, later, w.lock_in[b], guarantee(w, t), w.resolve[b])
    cost = 0.0
    for k in range(w.issues):
        if w.covered[t, k] and w.revocable[k] and w.delivers[k, b]:
            cost += step_cost(w, b, k, w.base_level[k], w.text[t, k])
    return commitment.keep_unseated(influence(w, b, t), w.exclusion[b], w.temptation[b], w.lock_in[b], cost)


def has_stake(w: World, t: int, b: int) -> bool:
    """Whether anything in the text matters to a party."""
    for k in range(w.issues):
        if w.covered[t, k] and w.weight[b, k] > 0.0:
            return True
    return False


def weigh_signature(w: World, t: int, b: int) -> None:
    """How likely each type of a party would sign, were the others sure to keep the text; who has no seat is not asked."""
    w.signs_if_settle[b] = 1.0
    w.signs_if_stall[b] = 1.0
    if w.seated[t, b]:
        terms = commitment.sign(
            covered_utility(w, b, t), 1.0, 0.0, w.walk_away[b], w.surprise[b], not w.public[t],
            sponsors(w, b, True, t), w.resolve[b],
        )  # fmt: skip
        w.signs_if_settle[b], w.signs_if_stall[b] = choice.probabilities(terms, w.rationality[b])


def expected_to_keep(w: World, t: int, a: int, b: int) -> float:
    """The chance, as `a` sees it, that `b` keeps the text when it looks at it again, given that it has signed."""
    settles = w.belief[a, b] * w.signs_if_settle[b]
    stalls = (1.0 - w.belief[a, b]) * w.signs_if_stall[b]
    if settles + stalls <= 0.0:
        return w.kept_if_settle[b]
    return (settles * w.kept_if_settle[b] + stalls * w.kept_if_stall[b]) / (settles + stalls)


def after_breach(w: World, t: int, a: int) -> float:
    """What a party is left with if the others break the text: fighting on, without what it has given for good."""
    given = 0.0
    share = 0.0
    for k in range(w.issues):
        if w.covered[t, k]:
            share += w.weight[a, k]
            if not w.revocable[k] and w.delivers[k, a]:
                given += step_cost(w, a, k, w.level[k], w.text[t, k])
    lost = given / share if share > 0.0 else 0.0
    return clip(fighting_later(w, t, a, True) - lost, 0.0, 1.0)


def fighting_later(w: World, t: int, a: int, only_lasting: bool) -> float:
    """A party's walk-away value once the text is in force, or only what of it lasts, after two years of momentum."""
    insurgent = w.leverage
    for k in range(w.issues):
        counts = w.covered[t, k] and (w.deliverers[k] == 0 or not (only_lasting and w.revocable[k]))
        insurgent += w.shift[k] * (w.text[t, k] if counts else w.level[k])
    expected = value.expected_leverage(of_side(w, a, insurgent), w.momentum * w.side[a], AHEAD)
    return value.walk_away(expected, w.hurt, w.weariness[a], w.walk_away_shift[a], w.stake[a], w.cost[a])
