"""Each decision as it stands in the world: gather the numbers, call the rule, return its terms for both types.

`w` is the state of a history (sim.world.state), `a` a principal, `t` a table, `k` an issue. Nothing here changes the world.
The Mesa agents' methods call these functions; the kernel compiles the very same ones.
"""

import math

from agents.rules import bargaining, commitment, options, value
from agents.rules.arrays import Floats
from agents.rules.bargaining import issue_value
from agents.rules.commitment import Terms
from agents.rules.nash_two import level_at
from agents.view import View

SAME = 1e-12  # levels nearer than this are the same
LEAST_BINDING = 2e-9  # nobody offers on a binding rung what nobody accepts: its own worst outcome, or too near it

DECISIONS = (
    "attend", "stay", "package", "sign", "ratify", "consent", "deliver", "deliver_unseated", "keep", "keep_swap",
    "keep_unseated", "gesture", "press", "spoil", "propose", "accept", "accept_text",
)  # fmt: skip
"""What a party is asked, by the name of the function here and of the method of its Mesa agent."""
MEDIATIONS = ("mediate",)
"""What a mediator is asked."""


def worth_of(w: View, a: int, k: int, x: float) -> float:
    """What level `x` of an issue is worth to a party, 0–1: by its distance from the ideal, or by the table of options."""
    return valued(w, a, k, x, w.ideal[a, k])


def valued(w: View, a: int, k: int, x: float, ideal: float) -> float:
    """The same with that ideal; options are worth the same to all of a party."""
    if w.options[k]:
        return w.option_worth[a, k, level_at(x, w.steps[k])]
    return issue_value(x, ideal)


def shortfall(w: View, a: int, k: int, x: float) -> float:
    """What level `x` of an issue costs a party against its best, in u of all its stakes."""
    if w.options[k]:
        return w.weight[a, k] * (1.0 - worth_of(w, a, k, x))
    return w.weight[a, k] * abs(x - w.ideal[a, k]) / max(w.ideal[a, k], 1.0 - w.ideal[a, k])


def utility(w: View, a: int, levels: Floats, t: int) -> float:
    """u_a of levels over all that is on table `t`, within the table's range (0–1); 0 where nothing there matters to it."""
    share = w.table_share[t, a]
    if share <= 0.0:
        return 0.0
    worth = 0.0
    for k in range(w.issues):
        if w.on_table[t, k]:
            worth += w.weight[a, k] * worth_of(w, a, k, levels[k])
    return worth / share


def covered_utility(w: View, a: int, t: int) -> float:
    """u_a of the agreed text over the issues that it covers, within their range (0–1)."""
    share = 0.0
    worth = 0.0
    for k in range(w.issues):
        if w.covered[t, k]:
            share += w.weight[a, k]
            worth += w.weight[a, k] * worth_of(w, a, k, w.text[t, k])
    return worth / share if share > 0.0 else indifferent(w, a)


def home_utility(w: View, a: int, t: int) -> float:
    """The same as those at home see it."""
    share = 0.0
    worth = 0.0
    for k in range(w.issues):
        if w.covered[t, k]:
            share += w.home_weight[a, k]
            worth += w.home_weight[a, k] * valued(w, a, k, w.text[t, k], w.home_ideal[a, k])
    return worth / share if share > 0.0 else indifferent(w, a)


def indifferent(w: View, a: int) -> float:
    """What a text is worth to a party that nothing in it matters to: as much as walking away."""
    return w.walk_away[a]


def agreement_utility(w: View, a: int, t: int, r: int) -> float:
    """u_a of what is in force of the agreement of rung `r`, within the range of its issues (0–1)."""
    share = 0.0
    worth = 0.0
    for k in range(w.issues):
        if w.agreement[t, r, k]:
            share += w.weight[a, k]
            worth += w.weight[a, k] * worth_of(w, a, k, w.level[k])
    return worth / share if share > 0.0 else indifferent(w, a)


def step_cost(w: View, a: int, k: int, before: float, after: float) -> float:
    """What moving an issue costs a party, in u of all its stakes: negative toward its own ideal."""
    return w.weight[a, k] * (worth_of(w, a, k, before) - worth_of(w, a, k, after))


def exposure(w: View, a: int, t: int) -> float:
    """What being seen at the table costs a party, given with whom."""
    cost = w.exposure[a]
    for b in range(w.parties):
        if b != a and w.seated[t, b]:
            cost += w.exposure_with[a, b]
    return cost


def effort(w: View, a: int, t: int) -> float:
    """What a meeting of the table takes from a party: what any does, and its reluctance about this one."""
    return w.effort[a] + w.effort_at[a, t]


def standing(w: View, a: int, t: int) -> float:
    """What coming is worth to a party, whether it means it or not: as much as the least of those it meets gives it."""
    lowest = math.inf
    for b in range(w.parties):
        if b != a and w.seated[t, b]:
            lowest = min(lowest, w.standing_with[a, b] if w.has_standing_with[a, b] else w.standing[a])
    return lowest


def guarantee(w: View, t: int) -> float:
    """What holds the table's agreements up from outside, in u."""
    total = w.guarantee[t]
    for m in range(w.mediators):
        if w.mediates[t, m]:
            total += w.mediator_guarantee[m]
    return total


def pull(w: View, a: int, t: int) -> float:
    """What the mediators' invitation adds, in u."""
    total = 0.0
    for m in range(w.mediators):
        if w.mediates[t, m]:
            total += w.pull[m] * w.acceptability[m, a]
    return total


def sponsors(w: View, a: int, use_text: bool, t: int) -> float:
    """How much those who shelter a party hold it back: each while its own stake is unmet [Cunningham 2010]."""
    pressure = 0.0
    for s in range(w.parties):
        if w.shelters[s, a] != 0.0:
            unmet = 0.0
            for k in range(w.issues):
                level = w.text[t, k] if use_text and w.covered[t, k] else w.level[k]
                unmet += w.weight[s, k] * (1.0 - worth_of(w, s, k, level))
            pressure += w.shelters[s, a] * unmet
    return pressure


def attacks(w: View, a: int) -> float:
    """Attacks of the other side this round above their seasonal mean, in standard deviations (0 if below)."""
    if w.side[a] == 0:
        return 0.0
    surplus = 0.0
    variance = 0.0
    for b in range(w.parties):
        if w.side[b] == -w.side[a]:
            surplus += w.count[b] - w.usual[b]
            variance += w.usual[b] + w.usual[b] * w.usual[b] / w.dispersion[0]
    return surplus / math.sqrt(variance) if surplus > 0.0 and variance > 0.0 else 0.0


def attend(w: View, a: int, t: int) -> Terms:
    """Come to a meeting of the table, or back to it."""
    return commitment.attend(
        w.hope[t, a],
        standing(w, a, t),
        effort(w, a, t),
        exposure(w, a, t),
        w.public[t] != 0,
        w.grief[a],
        attacks(w, a),
        pull(w, a, t),
        sponsors(w, a, False, t),
    )


def stay(w: View, a: int, t: int) -> Terms:
    """Stay at an impasse."""
    return commitment.stay(w.hope[t, a], standing(w, a, t), effort(w, a, t), exposure(w, a, t), w.public[t] != 0)


def package(w: View, a: int, t: int) -> Terms:
    """Put everything left on the table at once."""
    return commitment.package(w.hope[t, a], w.caution[a])


def sign(w: View, a: int, t: int) -> Terms:
    """Sign the text that was agreed."""
    return commitment.sign(
        covered_utility(w, a, t),
        w.kept[a],
        w.after_breach[a],
        w.walk_away[a],
        w.surprise[a],
        not w.public[t],
        sponsors(w, a, True, t),
        w.resolve[a],
    )


def ratify(w: View, a: int, t: int) -> Terms:
    """Ratify the text at home."""
    return commitment.ratify(home_utility(w, a, t), w.walk_away[a])


def consent(w: View, a: int, t: int) -> Terms:
    """Consent, without a seat, to the text that all who have one have signed."""
    return commitment.consent(covered_utility(w, a, t), w.walk_away[a], influence(w, a, t), w.exclusion[a])


def deliver(w: View, a: int, t: int, k: int) -> Terms:
    """Carry out the next step of an issue that was agreed at a table where one sits."""
    cost = step_cost(w, a, k, w.level[k], next_step(w, t, k))
    return commitment.deliver(w.keep_word[a], w.hope[t, a], w.temptation[a], guarantee(w, t), cost)


def deliver_unseated(w: View, a: int, t: int, k: int) -> Terms:
    """Carry out what others agreed at a table where one does not sit."""
    cost = step_cost(w, a, k, w.level[k], next_step(w, t, k))
    return commitment.deliver_unseated(influence(w, a, t), w.exclusion[a], w.temptation[a], cost)


def influence(w: View, a: int, t: int) -> float:
    """What the word of those who sit at the table weighs with a party that does not, in u."""
    total = 0.0
    for b in range(w.parties):
        if w.seated[t, b]:
            total += w.influence[b, a]
    return total


def next_step(w: View, t: int, k: int) -> float:
    """The level after the next tranche of what is owed."""
    step = abs(w.owed_step[t, k])
    gap = w.text[t, k] - w.level[k]
    if abs(gap) <= step * 1.000001:
        return w.text[t, k]
    return w.level[k] + step if gap > 0.0 else w.level[k] - step


def keep(w: View, a: int, t: int, r: int) -> Terms:
    """Keep the binding agreement of rung `r`."""
    return commitment.keep(agreement_utility(w, a, t, r), w.walk_away[a], w.lock_in[a], guarantee(w, t), w.resolve[a])


def keep_swap(w: View, a: int, t: int, r: int) -> Terms:
    """Keep the agreement of rung `r`, which was not binding."""
    return commitment.keep_swap(
        w.keep_word[a], w.hope[t, a], w.temptation[a], guarantee(w, t), w.lock_in[a], part_cost(w, a, t, r)
    )


def keep_unseated(w: View, a: int, t: int, r: int) -> Terms:
    """Keep one's part of the agreement of rung `r`, which others made in one's absence."""
    return commitment.keep_unseated(
        influence(w, a, t), w.exclusion[a], w.temptation[a], w.lock_in[a], part_cost(w, a, t, r)
    )


def part_cost(w: View, a: int, t: int, r: int) -> float:
    """What a party's own part of an agreement costs it: what taking that part back would save, in u."""
    cost = 0.0
    for k in range(w.issues):
        if w.agreement[t, r, k] and w.revocable[k] and w.delivers[k, a]:
            cost += step_cost(w, a, k, w.base_level[k], w.level[k])
    return cost


def best_hope(w: View, a: int) -> float:
    """The most that any of a party's tables lets it hope for, in u."""
    best = 0.0
    for t in range(w.tables):
        if w.seated[t, a]:
            best = max(best, w.hope[t, a])
    return best


def gesture(w: View, a: int, k: int) -> Terms:
    """Make the revocable step on an issue."""
    cost = step_cost(w, a, k, w.level[k], w.gesture_level[a, k])
    return commitment.gesture(best_hope(w, a), w.informativeness[a], w.temptation[a], cost)


def press(w: View, a: int, live: bool, lowest_belief: float) -> Terms:
    """Fight harder this round."""
    return commitment.press(w.press_gain[a], w.backlash[a], live, lowest_belief)


def spoil(w: View, a: int, loss: float) -> Terms:
    """The party's hardliners attack on their own."""
    return commitment.spoil(w.hardliner_stake[a] * loss, w.hardliner_control[a], w.hardliner_restraint[a])


def through(w: View, t: int) -> int:
    """The last rung that success in the present bargaining would reach."""
    return w.rungs[t] - 1 if w.bundled[t] else w.rung[t]


def at_stake(w: View, t: int, k: int) -> bool:
    """Whether an issue is bargained over now, and wanted."""
    return on_agenda(w, t, k) and is_wanted(w, t, k)


def on_agenda(w: View, t: int, k: int) -> bool:
    """Whether an issue is on the agenda of the present rung, or of any left if all is bargained at once."""
    for r in range(w.rung[t], through(w, t) + 1):
        if w.agenda[t, r, k]:
            return True
    return False


def is_wanted(w: View, t: int, k: int) -> bool:
    """Whether somebody at the table wants something else of an issue than stands."""
    stands = standing_level(w, k)
    for a in range(w.parties):
        if w.seated[t, a] and w.weight[a, k] > 0.0 and wants_other(w, a, k, stands):
            return True
    return False


def wants_other(w: View, a: int, k: int, stands: float) -> bool:
    """Whether a party wants more of an issue than stands; of one that goes both ways, more or less; or another option."""
    if w.options[k]:
        return worth_of(w, a, k, stands) < 1.0 - SAME
    more = w.ideal[a, k] - stands
    return more > SAME or (w.two_way[k] != 0 and more < -SAME)


def standing_level(w: View, k: int) -> float:
    """The level that bargaining starts from: what is in force, or what was before a gesture that will lapse."""
    if w.gesture_until[k] > 0 and w.level[k] == w.gesture_level[w.gesture_by[k], k] and not in_agreement(w, k):
        return w.base_level[k]
    return w.level[k]


def in_agreement(w: View, k: int) -> bool:
    """Whether some agreement in force holds an issue where it is."""
    for t in range(w.tables):
        for r in range(w.rungs[t]):
            if w.agreement[t, r, k]:
                return True
    return False


def binds(w: View, t: int) -> bool:
    """Whether what is bargained over would bind."""
    for r in range(w.rung[t], through(w, t) + 1):
        if w.binding[t, r]:
            return True
    return False


def on_lines(w: View, n: int) -> int:
    """How many of the listed items have levels on a line: those with options stand after them."""
    lines = n
    while lines > 0 and w.options[w.item[lines - 1]]:
        lines -= 1
    return lines


def package_worth(w: View, s: int, n: int) -> float:
    """What the package on the table is worth to seat `s`, in the agenda's range of utility."""
    return options.package_value(
        s, on_lines(w, n), n, w.item_weight, w.item_ideal, w.item_steps, w.item_worth, w.item_text
    )


def agenda_share(w: View, a: int, n: int) -> float:
    """Share of a party's stakes that the listed items make up."""
    share = 0.0
    for i in range(n):
        share += w.weight[a, w.item[i]]
    return share


def reservation(w: View, t: int, a: int, s: int, n: int) -> float:
    """The least that a party accepts at this meeting, in the agenda's range of utility; 0 where nothing matters to it."""
    share = agenda_share(w, a, n)
    if share <= 0.0:
        return 0.0
    if binds(w, t):
        shock = 0.0 if w.public[t] else w.surprise[a]
        return value.binding_reservation(w.walk_away[a], w.home_premium[a], shock, sponsors(w, a, False, t))
    status_quo = 0.0
    for i in range(n):
        status_quo += w.item_weight[s, i] * worth_of(w, a, w.item[i], w.level[w.item[i]])
    return value.reservation(status_quo, w.hope[t, a], share)


def patience_at(w: View, a: int, t: int, n: int) -> float:
    """For how many meetings a party is patient on a rung: of its patience with the whole table the share at stake now."""
    if w.table_share[t, a] <= 0.0:
        return 1.0
    return max(1.0, w.patience_drawn[a] * agenda_share(w, a, n) / w.table_share[t, a])


def aspiration(w: View, a: int, t: int, s: int) -> float:
    """What a party asks for at this meeting, in the agenda's range of utility."""
    if w.seat_share[s] <= 0.0:
        return 0.0
    held = w.meetings[t] - w.meetings_back[t]
    return bargaining.aspiration(w.seat_least[s], held, w.seat_patience[s], w.concession[a])


def propose(w: View, a: int, t: int, s: int, n: int) -> bool:
    """Write seat `s`'s offer to `item_text`: best for the others among what still meets its own aspiration.

    False if no package is possible, or none that it would accept itself.
    """
    aspired = aspiration(w, a, t, s)
    matters = w.seat_share[s] > 0.0
    if matters and binds(w, t):
        aspired = max(aspired, LEAST_BINDING)
    lines = on_lines(w, n)
    if not w.path_laid[s]:
        w.path_laid[s] = bargaining.lay_path(
            s, w.seats[t], lines, w.item_weight, w.item_perceived, w.item_ideal, w.item_low, w.item_high, w.item_steps,
            w.item_tie, w.work_floats, w.work_ints,
        )  # fmt: skip
    possible = w.path_laid[s] != 0 and options.best_offer(
        s, w.seats[t], lines, n, w.item_weight, w.item_perceived, w.item_ideal, w.item_steps, w.item_worth, w.item_count,
        w.item_option, aspired, w.item_text, w.item_kept, w.work_floats, w.work_ints,
    )  # fmt: skip
    if not possible or not matters:
        return possible
    return bargaining.acceptable(package_worth(w, s, n), w.seat_least[s], w.seat_least[s], binds(w, t))


def accept(w: View, a: int, t: int, s: int, n: int) -> bool:
    """Whether seat `s` accepts the offer that is on the table in `item_text`: it waits for what it aspires to."""
    return takes(w, t, s, n, aspiration(w, a, t, s))


def accept_text(w: View, a: int, t: int, s: int, n: int) -> bool:
    """Whether seat `s` accepts a mediator's text: nobody is waited out by it, so what it could live with is enough."""
    return takes(w, t, s, n, 0.0)


def takes(w: View, t: int, s: int, n: int, aspired: float) -> bool:
    """Whether what is on the table gives seat `s` at least what it aspires to and what it could live with."""
    if w.seat_share[s] <= 0.0:
        return True
    return bargaining.acceptable(package_worth(w, s, n), w.seat_least[s], aspired, binds(w, t))


def mediate(w: View, m: int, t: int) -> float:
    """The chance that a mediator tables a single text at an impasse."""
    return w.formulation[m]
