"""The war of one round: who presses, who spoils, how many incidents, and what they do to hurt and leverage.

Counts are autoregressive negative binomials: raids for attacks and attacks for raids, the discrete cousin of
[Hawkes 1971]; with press and calm off their mean is (I − α)⁻¹μ.
"""

import math

from agents.decisions import worth_of
from agents.rules import choice
from agents.rules.arrays import Floats
from agents.rules.value import clip
from sim.world import counts, draws, streams
from sim.world.codes import CARRYING_OUT, COLLAPSED, NOBODY
from sim.world.decide import observe
from sim.world.listener import tell, tell_choice
from sim.world.state import World

MOST = 1e12  # incidents a round beyond which nothing is counted: larger counts would not fit the engines' integers
STEEP = 6.0  # how much the log of the hazard of victory rises over the range of leverage
STEEPEST = 2.0 * math.exp(STEEP / 2.0)  # more than the hazards of both sides together ever rise by
RECENT = 3.0  # months for which a climb is recent news to hardliners


def play_war(w: World) -> None:
    """Draw this round's incidents of every armed party and what follows from them; nothing without a war."""
    if w.normal[0] < 0.0:
        return
    if w.volatility[0] > 0.0:
        step = streams.normal(w, streams.of_war(w, streams.LEVEL), draws.LEVEL, 0, 0)
        w.level_shift += w.volatility[0] * math.sqrt(w.months) * step
    scale = math.exp(w.trend[0] * w.elapsed + w.level_shift) * w.season[w.month_of_round[w.round]] * w.months
    total = 0.0
    for a in range(w.parties):
        if w.violence[a] > 0.0:
            choose_violence(w, a)
    for a in range(w.parties):
        own = w.violence[a] * scale
        calmed = own * (1.0 - calm(w, a)) * remaining_troops(w, a)
        provoked = answers(w, a, w.count)
        w.usual[a] = own + answers(w, a, w.mean)
        w.expected[a] = calmed + provoked
        w.intensity[a] = calmed * w.pressing[a] + provoked
    for a in range(w.parties):
        w.count[a] = counts.negative_binomial(w, min(w.intensity[a], MOST), w.dispersion[0], a)
        w.mean[a] = w.usual[a]
        w.incidents[a] += w.count[a]
        total += w.count[a]
        tell(w, "incidents", NOBODY, a, NOBODY, w.count[a])
    if w.normal[0] > 0.0:
        weight = choice.per_round(w.memory[0], w.months)
        w.hurt += weight * (total / (w.normal[0] * w.months) - w.hurt)


def answers(w: World, a: int, counts: Floats) -> float:
    """Incidents that last round's provoke from party `a`: at the same rate, whatever part of a month either round is."""
    provoked = 0.0
    for b in range(w.parties):
        provoked += w.alpha[a, b] * counts[b]
    return provoked * (w.months / w.months_of_round[w.round - 1])


def settle(w: World) -> None:
    """Turn the rates in `mean` into the stationary means (I − α)⁻¹μ, by elimination.

    I − α needs no pivoting: with a spectral radius below 1 it is an M-matrix.
    """
    for a in range(w.parties):
        for b in range(w.parties):
            w.solving[a, b] = (1.0 if a == b else 0.0) - w.alpha[a, b]
    for a in range(w.parties):
        for b in range(a + 1, w.parties):
            factor = w.solving[b, a] / w.solving[a, a]
            for c in range(a, w.parties):
                w.solving[b, c] -= factor * w.solving[a, c]
            w.mean[b] -= factor * w.mean[a]
    for i in range(w.parties):
        a = w.parties - 1 - i
        for b in range(a + 1, w.parties):
            w.mean[a] -= w.solving[a, b] * w.mean[b]
        w.mean[a] /= w.solving[a, a]


def calm(w: World, a: int) -> float:
    """Share by which what is in force calms a party's violence, 0–1."""
    left = 1.0
    for k in range(w.issues):
        left *= 1.0 - w.calm[k, a] * w.level[k]
    return 1.0 - left


def remaining_troops(w: World, a: int) -> float:
    """Share of a party's troops that what is in force has left in the field, 0–1."""
    if w.troops[a] <= 0.0:
        return 1.0
    gone = 0.0
    for k in range(w.issues):
        if w.delivers[k, a]:
            gone += w.withdrawn[k] * w.level[k]
    return clip(1.0 - gone / w.troops[a], 0.0, 1.0)


def choose_violence(w: World, a: int) -> None:
    """Whether a party presses and its hardliners spoil; others see an attack, not who ordered it."""
    settle = 0.0
    stall = 0.0
    attacked = False
    pressed = False
    if w.press_swing[a] > 0.0:
        terms = w.press(a, has_live_table(w, a), lowest_belief(w, a))
        settle, stall = choice.probabilities(terms, w.rationality[a])
        likely = settle if w.means_to_settle[a] else stall
        pressed = streams.happens(w, likely, streams.of_party(w, streams.PRESS, a), draws.PRESS, w.party_word[a], 0)
        attacked = pressed
        tell_choice(w, "press", a, NOBODY, NOBODY, terms, settle, stall, pressed)
    w.pressing[a] = 1.0 + w.press_swing[a] if pressed else 1.0 - w.press_swing[a]
    table = threatening_table(w, a) if w.has_hardliners[a] else NOBODY
    if table != NOBODY:
        terms = w.spoil(a, loss(w, a, table))
        held, loose = choice.probabilities(terms, w.rationality[a])
        spoiled = draws.happens(w, held if w.means_to_settle[a] else loose, draws.SPOIL, w.party_word[a], 0)
        tell_choice(w, "spoil", a, table, NOBODY, terms, held, loose, spoiled)
        if spoiled:
            w.pressing[a] += w.hardliner_force[a]
            attacked = True
        settle = 1.0 - (1.0 - settle) * (1.0 - held)
        stall = 1.0 - (1.0 - stall) * (1.0 - loose)
    observe(w, a, NOBODY, choice.likelihood_ratio(attacked, settle, stall))


def has_live_table(w: World, a: int) -> bool:
    """Whether some table of the party's is bargaining or carrying out."""
    for t in range(w.tables):
        if w.seated[t, a] and w.open[t] and w.stage[t] <= CARRYING_OUT:
            return True
    return False


def lowest_belief(w: World, a: int) -> float:
    """The least that anyone at the party's live tables believes in it; 0 without such a table."""
    lowest = 1.0
    found = False
    for t in range(w.tables):
        if w.seated[t, a] and w.open[t] and w.stage[t] <= CARRYING_OUT:
            for b in range(w.parties):
                if b != a and w.seated[t, b]:
                    lowest = min(lowest, w.belief[b, a])
                    found = True
    return lowest if found else 0.0


def threatening_table(w: World, a: int) -> int:
    """A party's table that climbed lately or carries out, where its hardliners stand to lose most; −1 if none."""
    worst = NOBODY
    most = -1.0
    for t in range(w.tables):
        if w.seated[t, a] and w.stage[t] != COLLAPSED:
            at_risk = loss(w, a, t) if climbed_lately(w, t) or w.stage[t] == CARRYING_OUT else -1.0
            if at_risk > most:
                most = at_risk
                worst = t
    return worst


def climbed_lately(w: World, t: int) -> bool:
    """Whether a table's last climb is still recent news."""
    return w.climbed[t] > 0 and (w.round - w.climbed[t]) * w.months_of_round[w.rounds] <= RECENT


def loss(w: World, a: int, t: int) -> float:
    """How far from the party's ideal the table's issues would end, as a share of all its stakes."""
    far = 0.0
    for k in range(w.issues):
        if not w.on_table[t, k]:
            continue
        level = w.text[t, k] if w.covered[t, k] else w.nash_text[t, k]
        if w.options[k]:
            far += w.weight[a, k] * (1.0 - worth_of(w, a, k, level))
            continue
        far += w.weight[a, k] * min(1.0, abs(level - w.ideal[a, k]) / max(w.ideal[a, k], 1.0 - w.ideal[a, k]))
    return far


def move_leverage(w: World) -> None:
    """Leverage follows the insurgents' share of violence beyond what present calm lets expect [Powell 2006]."""
    seen = 0.0
    seen_all = 0.0
    due = 0.0
    due_all = 0.0
    for a in range(w.parties):
        if w.side[a] != 0:
            seen_all += w.count[a]
            due_all += w.expected[a]
        if w.side[a] == 1:
            seen += w.count[a]
            due += w.expected[a]
    change = 0.0
    if seen_all > 0.0 and due_all > 0.0:
        change = w.drift[0] * (seen / seen_all - due / due_all)
    w.momentum += choice.per_round(w.memory[0], w.months) * (change - w.momentum)
    fortune = 0.0
    if w.leverage_volatility[0] > 0.0 and w.normal[0] >= 0.0:
        step = streams.normal(w, streams.of_war(w, streams.FORTUNE), draws.FORTUNE, 0, 0)
        fortune = w.leverage_volatility[0] * math.sqrt(w.months) * step
    w.leverage = clip(w.leverage + change * w.months + fortune, -1.0, 2.0)


def decide_war(w: World) -> None:
    """Either side may win the war, the likelier the more leverage it has; a war that is hardly fought is hardly won."""
    if w.normal[0] < 0.0 or w.victory[0] <= 0.0:
        return
    hazard = w.victory[0] * min(1.0, w.hurt)
    luck = streams.uniform(w, streams.of_war(w, streams.VICTORY), draws.VICTORY, 0, 0)
    if luck >= STEEPEST * hazard * max(1.0, w.months):
        return  # whatever the leverage
    ahead = clip(insurgent_leverage(w), 0.0, 1.0) - 0.5
    insurgents = choice.per_round(min(1.0, hazard * math.exp(STEEP * ahead)), w.months)
    governments = choice.per_round(min(1.0, hazard * math.exp(-STEEP * ahead)), w.months)
    if luck < insurgents:
        w.won = 1
    elif luck < insurgents + governments:
        w.won = -1
    if w.won != 0:
        tell(w, "won", NOBODY, NOBODY, NOBODY, float(w.won))


def insurgent_leverage(w: World) -> float:
    """The insurgents' leverage: drift so far and what concessions in force have shifted; not yet within 0 and 1."""
    leverage = w.leverage
    for k in range(w.issues):
        leverage += w.shift[k] * w.level[k]
    return leverage


def of_side(w: World, a: int, insurgent: float) -> float:
    """The insurgents' leverage as that of a party's side, 0–1."""
    if w.side[a] == 0:
        return 0.5
    insurgent = clip(insurgent, 0.0, 1.0)
    return insurgent if w.side[a] == 1 else 1.0 - insurgent


def side_leverage(w: World, side: int) -> float:
    """Leverage of a side of the war, 0–1: 1 insurgent, −1 government."""
    insurgent = clip(insurgent_leverage(w), 0.0, 1.0)
    return insurgent if side == 1 else 1.0 - insurgent
