"""What fighting on and talking on are worth to each party this round."""

from agents.decisions import influence, is_wanted, on_agenda, on_lines, standing_level, utility, worth_of
from agents.rules import nash_two, options, value
from agents.rules.nash_two import level_at, list_stepped
from sim.world import war
from sim.world.agreement import bound, looks_again, note_holders
from sim.world.blame import is_sorer
from sim.world.codes import COLLAPSED, LAID, NOBODY, OUTDATED
from sim.world.state import World

SURE = 1e-9  # what an absent deliverer is asked leaves it so much better off, lest rounding decide, u
NO_STAKE = -1.0  # disagreement value of a seat that nothing at the table matters to: any text will do


def weigh_up(w: World) -> None:
    """Walk-away values of all parties; trust, prospect and hope at the tables where anybody may ask for them this round."""
    insurgent = war.insurgent_leverage(w)
    for a in range(w.parties):
        momentum = w.momentum * w.side[a]
        expected = value.expected_leverage(war.of_side(w, a, insurgent), momentum, w.horizon[a])
        w.walk_away[a] = value.walk_away(expected, w.hurt, w.weariness[a], w.walk_away_shift[a], w.stake[a], w.cost[a])
    for t in range(w.tables):
        w.sought[t] = w.stage[t] != COLLAPSED and is_sought(w, t)
    for t in range(w.tables):
        if w.sought[t] or is_seen_through_gate(w, t):
            weigh_table(w, t)
    for t in range(w.tables):
        if w.sought[t]:
            look_through_gates(w, t)


def is_sought(w: World, t: int) -> bool:
    """Whether anybody may ask what going on at a table promises: there, in a review, before a gesture, or to spoil it.

    A decision that asks for `hope` on another occasion belongs here too: elsewhere `hope` is that of an earlier round.
    """
    if w.busy[t]:
        return True
    for s in range(w.seats[t]):
        a = w.seat[t, s]
        if w.gestures[a] or (w.has_hardliners[a] and war.climbed_lately(w, t)):
            return True
    return swap_is_reviewed(w, t)


def swap_is_reviewed(w: World, t: int) -> bool:
    """Whether anybody seated looks again this round at an agreement in force that does not bind it."""
    for r in range(w.rungs[t]):
        if w.rung_delivered[t, r] > 0 and not bound(w, t, r):
            note_holders(w, t, r)
            for s in range(w.seats[t]):
                if w.holds_part[w.seat[t, s]] and looks_again(w, w.seat[t, s], t, r):
                    return True
    return False


def is_seen_through_gate(w: World, t: int) -> bool:
    """Whether a table waits for one whose worth is sought."""
    for gate in range(w.tables):
        if w.sought[gate] and waits(w, t, gate):
            return True
    return False


def waits(w: World, t: int, gate: int) -> bool:
    """Whether a table is not open and its present rung asks for another table."""
    r = w.rung[t]
    left = w.stage[t] != COLLAPSED and not w.open[t] and r < w.rungs[t]
    return t != gate and left and w.waits_for[t, r, gate] != 0


def weigh_table(w: World, t: int) -> None:
    """What going on at a table promises: its Nash point over all that is left, if the others mean it."""
    found = nash_of_table(w, t)
    for k in range(w.issues):
        w.item_text[k] = w.nash_text[t, k]
    for s in range(w.seats[t]):
        a = w.seat[t, s]
        w.trust[t, a] = trust(w, t, a)
        agreed = utility(w, a, w.item_text, t) if found else 0.0
        w.prospect[t, a] = value.prospect(w.table_share[t, a], agreed, w.walk_away[a]) if found else 0.0
        w.hope[t, a] = value.hope(w.trust[t, a], w.prospect[t, a])


def look_through_gates(w: World, t: int) -> None:
    """Add to hope at a table what tables promise that wait for it."""
    for other in range(w.tables):
        if waits(w, other, t):
            for s in range(w.seats[t]):
                a = w.seat[t, s]
                if w.seated[other, a]:
                    w.hope[t, a] += w.trust[other, a] * w.prospect[other, a]


def trust(w: World, t: int, a: int) -> float:
    """Product of a party's beliefs that each other principal at the table means to settle [Cunningham 2006]."""
    product = 1.0
    for b in range(w.parties):
        if b != a and w.seated[t, b]:
            product *= w.belief[a, b]
    return product


def nash_of_table(w: World, t: int) -> bool:
    """Write the Nash point over all that is left on the table to `nash_text`; whether there is one.

    What is done stays as it is in force, and so does what is pending elsewhere.
    """
    for k in range(w.issues):
        w.nash_text[t, k] = w.level[k]
    n = recall_table(w, t) if w.frontier_state[t] == LAID else list_table(w, t)
    lay = w.frontier_state[t] == OUTDATED
    w.frontier_state[t] = LAID
    if n == 0:
        return True
    if lay or w.seats[t] > 2:
        weigh_items(w, t, n)
    for s in range(w.seats[t]):
        a = w.seat[t, s]
        w.item_disagreement[s] = w.walk_away[a] if w.table_share[t, a] > 0.0 else NO_STAKE
        w.item_power[s] = 1.0
    found = nash_of_items(w, t, n, t, lay)
    if found:
        for i in range(n):
            w.nash_text[t, w.item[i]] = w.item_text[i]
    return found


def list_table(w: World, t: int) -> int:
    """List every issue of the table as an item, and keep the list for as long as its frontier; returns how many.

    Where an item's limits are others than when the frontier was laid, or it has options, the frontier is outdated.
    """
    n = 0
    for k in range(w.issues):
        if w.on_table[t, k]:
            n = list_item(w, k, n)
    for i in range(n):
        bound_item(w, t, i)
        if w.options[w.item[i]] or has_moved(w, t, i):
            w.frontier_state[t] = OUTDATED
        w.kept_item[t, i] = w.item[i]
        w.kept_steps[t, i] = w.item_steps[i]
        w.kept_low[t, i] = w.item_low[i]
        w.kept_high[t, i] = w.item_high[i]
    w.kept_items[t] = n
    return n


def has_moved(w: World, t: int, i: int) -> bool:
    """Whether an item's limits are others than when it was listed last."""
    return (
        w.item_low[i] != w.kept_low[t, i]
        or w.item_high[i] != w.kept_high[t, i]
        or w.item_steps[i] != w.kept_steps[t, i]
    )


def recall_table(w: World, t: int) -> int:
    """List the items of a table as when its frontier was laid; returns how many."""
    n = w.kept_items[t]
    for i in range(n):
        w.item[i] = w.kept_item[t, i]
        w.item_steps[i] = w.kept_steps[t, i]
        w.item_low[i] = w.kept_low[t, i]
        w.item_high[i] = w.kept_high[t, i]
        if w.options[w.item[i]]:
            bound_item(w, t, i)
    return n


def bound_item(w: World, t: int, i: int) -> None:
    """Levels or options of an item: those that may be agreed, or only what is in force where nothing is left to settle."""
    k = w.item[i]
    w.item_steps[i] = w.steps[k]
    limit_item(w, t, i)
    w.kept_left[t, k] = left_to_settle(w, t, k)
    if not w.kept_left[t, k]:
        fix_item(w, i, w.level[k])


def weigh_items(w: World, t: int, n: int) -> None:
    """What each of the listed items is to each seat, within its stakes at the table."""
    for i in range(n):
        w.item_tie[i] = w.tie[w.item[i]]
        for s in range(w.seats[t]):
            a = w.seat[t, s]
            weigh_item(w, s, a, i, w.table_share[t, a])


def list_item(w: World, k: int, n: int) -> int:
    """Add an issue to the `n` items: its place is behind the others on lines, or among those with options; returns n + 1."""
    lines = on_lines(w, n)
    if w.options[k]:
        list_stepped(k, n - lines, lines, w.steps, w.tie, w.item)
    else:
        for i in range(n - lines):
            w.item[n - i] = w.item[n - i - 1]
        w.item[lines] = k
    return n + 1


def weigh_item(w: World, s: int, a: int, i: int, share: float) -> None:
    """What an item is to party `a` in seat `s`: its weight within a `share` of the party's stakes, and what it wants."""
    k = w.item[i]
    w.item_weight[s, i] = w.weight[a, k] / share if share > 0.0 else 0.0
    w.item_ideal[s, i] = w.ideal[a, k]
    for option in range(w.options[k]):
        w.item_worth[s, i, option] = w.option_worth[a, k, option]


def fix_item(w: World, i: int, level: float) -> None:
    """Leave an item no other level than this."""
    k = w.item[i]
    if w.options[k]:
        w.item_count[i] = 1
        w.item_option[i, 0] = level_at(level, w.steps[k])
        return
    w.item_low[i] = level
    w.item_high[i] = level
    w.item_steps[i] = 0


def left_to_settle(w: World, t: int, k: int) -> bool:
    """Whether an issue is wanted, on the table's present rung or a later one, and pending nowhere else."""
    if w.pending[k] >= 0 and w.pending[k] != t:
        return False
    for r in range(w.rung[t], w.rungs[t]):
        if w.agenda[t, r, k]:
            return is_wanted(w, t, k)
    return False


def limit_item(w: World, t: int, i: int) -> None:
    """Bounds of an item: red lines and standing demands of all seated, what absent deliverers would do, what stands.

    What is delivered is a floor: nobody bargains it back, unless the issue goes both ways.
    """
    k = w.item[i]
    low = 0.0
    high = 1.0
    if w.options[k]:
        list_options(w, t, i)
        w.item_low[i] = low
        w.item_high[i] = high
        return
    for s in range(w.seats[t]):
        a = w.seat[t, s]
        low = max(low, w.red_low[a, k])
        high = min(high, w.red_high[a, k])
    for e in range(w.demand_word.shape[0]):
        if w.demand_stands[e] and w.seated[t, w.demand_party[e]]:
            low = max(low, min(w.demand_low[e, k], w.ideal[w.demand_party[e], k]))
            high = min(high, max(w.demand_high[e, k], w.ideal[w.demand_party[e], k]))
    if w.unseated[t, k]:
        for d in range(w.parties):
            if w.delivers[k, d] and not w.seated[t, d]:
                if w.weight[d, k] > 0.0:
                    reach = absent_reach(w, t, d, k)
                    low = max(low, w.ideal[d, k] - reach)
                    high = min(high, w.ideal[d, k] + reach)
                elif pressure_on(w, t, d) < 0.0:
                    low = max(low, w.level[k])
                    high = min(high, w.level[k])
    if not w.two_way[k]:
        stands = standing_level(w, k)
        low = max(low, stands)
        high = max(high, stands)
    w.item_low[i] = low
    w.item_high[i] = high


def list_options(w: World, t: int, i: int) -> None:
    """The options of an item that nobody seated refuses and that an absent deliverer would carry out."""
    k = w.item[i]
    count = 0
    for turn in range(w.options[k]):
        option = w.option_turn[k, turn]
        if is_allowed(w, t, k, option):
            w.item_option[i, count] = option
            count += 1
    w.item_count[i] = count


def is_allowed(w: World, t: int, k: int, option: int) -> bool:
    """Whether an option may be agreed at a table, whatever stands: options are in no order, so that none is a floor."""
    for s in range(w.seats[t]):
        if w.refuses[w.seat[t, s], k, option]:
            return False
    for d in range(w.parties):
        if w.delivers[k, d] and not w.seated[t, d] and not would_carry_out(w, t, d, k, option):
            return False
    return True


def would_carry_out(w: World, t: int, d: int, k: int, option: int) -> bool:
    """Whether an absent deliverer that means to settle would carry out an option."""
    stands = level_at(w.level[k], w.steps[k])
    if w.weight[d, k] > 0.0:
        budget = max(0.0, pressure_on(w, t, d) - SURE) / w.weight[d, k]
        return w.option_worth[d, k, stands] - w.option_worth[d, k, option] <= budget
    return option == stands or pressure_on(w, t, d) >= 0.0


def absent_reach(w: World, t: int, d: int, k: int) -> float:
    """How far from its ideal an absent deliverer that means to settle would still go, step by step (Δ > 0)."""
    budget = max(0.0, pressure_on(w, t, d) - SURE) * w.tranches[k] / w.weight[d, k]
    span = max(w.ideal[d, k], 1.0 - w.ideal[d, k])
    return abs(w.level[k] - w.ideal[d, k]) + budget * span


def pressure_on(w: World, t: int, d: int) -> float:
    """What moves an absent deliverer that means to settle: the influence of those seated, less the insult, in u."""
    return influence(w, d, t) - w.exclusion[d]


def nash_of_items(w: World, t: int, n: int, slot: int, lay: bool) -> bool:
    """Nash point of the listed items from `item_disagreement` with `item_power`, into `item_text`; whether there is one.

    With two seats the frontier is kept in `slot` and laid anew only if `lay`: it does not depend on disagreement.
    """
    lines = on_lines(w, n)
    if w.seats[t] > 2:
        return options.nash_of_many(
            w.seats[t],
            lines,
            n,
            w.item_weight,
            w.item_ideal,
            w.item_low,
            w.item_high,
            w.item_steps,
            w.item_tie,
            w.item_worth,
            w.item_count,
            w.item_option,
            w.item_disagreement,
            w.item_power,
            w.item_text,
            w.item_kept,
            w.item_left,
            w.work_floats,
            w.work_ints,
        )
    at_f = slot * nash_two.frontier_floats(w.issues)
    at_i = slot * nash_two.frontier_ints(w.issues)
    if lay:
        options.build_frontier(
            lines,
            n,
            w.item_weight,
            w.item_ideal,
            w.item_low,
            w.item_high,
            w.item_steps,
            w.item_tie,
            w.item_worth,
            w.item_count,
            w.item_option,
            w.frontier_floats,
            at_f,
            w.frontier_ints,
            at_i,
            w.work_floats,
            w.work_ints,
        )
    found, _, _, combo, position = nash_two.nash_on_frontier(
        n,
        w.frontier_floats,
        at_f,
        w.frontier_ints,
        at_i,
        w.item_disagreement[0],
        w.item_disagreement[1],
        w.item_power[0],
        w.item_power[1],
    )
    if found:
        options.frontier_package(
            lines,
            n,
            w.frontier_floats,
            at_f,
            w.frontier_ints,
            at_i,
            w.item_low,
            w.item_high,
            w.item_steps,
            w.item_option,
            combo,
            position,
            w.item_text,
        )
    return found


def sorest_issue(w: World, a: int, t: int) -> int:
    """The issue at stake on which the table's likely text would cost a party most: what it is said to block on.

    Where the present rung asks for nothing but a meeting, the issues of later rungs are what is at stake.
    """
    worst = sorest_of(w, a, t, False)
    return worst if worst >= 0 else sorest_of(w, a, t, True)


def sorest_of(w: World, a: int, t: int, all_left: bool) -> int:
    """The sorest issue of the present bargaining, or of all that is left; −1 if there is none."""
    worst = NOBODY
    most = -1.0
    for k in range(w.issues):
        if is_left(w, t, k) and (all_left or on_agenda(w, t, k)):
            cost = w.weight[a, k] * (1.0 - worth_of(w, a, k, w.nash_text[t, k]))
            if is_sorer(w, k, cost, worst, most):
                most = cost
                worst = k
    return worst


def is_left(w: World, t: int, k: int) -> bool:
    """Whether an issue is left to settle: as it was when the table was listed, if nothing has changed since."""
    return w.kept_left[t, k] != 0 if w.frontier_state[t] == LAID else left_to_settle(w, t, k)
