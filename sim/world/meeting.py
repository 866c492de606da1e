"""A meeting: offers, answers, perhaps a mediator's text; at an impasse, who stays."""

import math

from agents.decisions import agenda_share, aspiration, at_stake, patience_at, reservation, worth_of
from agents.rules.choice import likelihood_ratio
from agents.rules.value import clip
from sim.world import draws, worth
from sim.world.agreement import conclude, suspend
from sim.world.blame import blame, is_sorer
from sim.world.codes import NO_ROOM, NOBODY, REFUSED, WALKED_OUT
from sim.world.decide import decide
from sim.world.listener import tell
from sim.world.state import World

NOISE = 0.8  # log sd of perceived saliences at a first meeting without communication
TEXT_FROM = 3  # meeting from which a mediator may table a text
HALVINGS = 5  # of the meetings so far, to find when claims first fitted
SUREST = 0.999  # words are never quite proof


def meet(w: World, t: int) -> None:
    """Hold a meeting of the table: it ends in an agreement, an impasse or a walk-out."""
    w.meetings[t] += 1
    w.meetings_held[t] += 1
    if w.first_meeting[t] == 0:
        w.first_meeting[t] = w.round
    tell(w, "meeting", t, NOBODY, NOBODY, float(w.meetings[t]))
    if not w.spoken[t]:
        w.spoken[t] = 1
        exchange_words(w, t)
    consider_package(w, t)
    n = list_agenda(w, t)
    if n == 0:
        if agenda_is_empty(w, t):
            conclude(w, t, 0)
        return
    if bargain(w, t, n):
        conclude(w, t, n)
    else:
        consider_leaving(w, t, n)


def consider_package(w: World, t: int) -> None:
    """Where the rung allows it, at its first meeting: does everyone want to bargain over everything left?"""
    r = w.rung[t]
    if w.asked[t] or not w.package_allowed[t, r] or r + 1 >= w.rungs[t]:
        return
    w.asked[t] = 1
    agreed = True
    for s in range(w.seats[t]):
        a = w.seat[t, s]
        if not decide(w, "package", a, t, NOBODY, w.package(a, t), draws.PACKAGE, w.table_word[t]):
            agreed = False
    if agreed:
        w.bundled[t] = 1
        tell(w, "package", t, NOBODY, NOBODY, 0.0)


def agenda_is_empty(w: World, t: int) -> bool:
    """Whether what is at stake asks for nothing but a meeting."""
    for k in range(w.issues):
        if at_stake(w, t, k):
            return False
    return True


def list_agenda(w: World, t: int) -> int:
    """List what is bargained over as items, with each seat's weights within the agenda; returns how many."""
    n = 0
    for k in range(w.issues):
        if at_stake(w, t, k) and w.pending[k] < 0:
            n = worth.list_item(w, k, n)
    for i in range(n):
        w.item_steps[i] = w.steps[w.item[i]]
        w.item_tie[i] = w.tie[w.item[i]]
        worth.limit_item(w, t, i)
    for s in range(w.seats[t]):
        a = w.seat[t, s]
        share = agenda_share(w, a, n)
        for i in range(n):
            worth.weigh_item(w, s, a, i, share)
    note_claims(w, t, n)
    return n


def note_claims(w: World, t: int, n: int) -> None:
    """Note what each seat accepts at this meeting, and how long it waits for more: what is offered changes neither."""
    for s in range(w.seats[t]):
        a = w.seat[t, s]
        w.seat_share[s] = agenda_share(w, a, n)
        w.seat_least[s] = reservation(w, t, a, s, n)
        w.seat_patience[s] = patience_at(w, a, t, n)


def bargain(w: World, t: int, n: int) -> bool:
    """Each tables an offer in drawn order until one is accepted by all; at an impasse perhaps a mediator does."""
    for s in range(w.seats[t]):
        w.draw[s] = draws.uniform(w, draws.FIRST, w.party_word[w.seat[t, s]], w.table_word[t])
    draws.rank(w.draw, w.order_drawn, 0, w.seats[t])
    for turn in range(w.seats[t]):
        s = w.order_drawn[turn]
        a = w.seat[t, s]
        perceive(w, t, s, n)
        if not w.propose(a, t, s, n):
            tightest = tightest_issue(w, n)
            blame(w, t, a, tightest, NO_ROOM)
            tell(w, "no offer possible", t, a, tightest, float(n))
            continue
        agreed = offer_accepted(w, t, s, n)
        if agreed:
            find_terms(w, t, s, n)
        tell(w, "offer", t, a, NOBODY, float(n))
        if agreed:
            return True
        note_refusals(w, t, s, n)
    return mediated(w, t, n)


def offer_accepted(w: World, t: int, proposer: int, n: int) -> bool:
    """Whether every seat but the proposer's accepts its offer."""
    for s in range(w.seats[t]):
        if s != proposer and not w.accept(w.seat[t, s], t, s, n):
            return False
    return True


def find_terms(w: World, t: int, s: int, n: int) -> None:
    """Leave on the table what seat `s` offers where the claims first fit, once its offer of this meeting is accepted.

    All come down, each at its own pace, from all that there is to what they ask for today. Who is equally patient gives up an
    equal share of what lies between everything and its reservation [Kalai & Smorodinsky 1975].
    """
    a = w.seat[t, s]
    unfit, fit = float(w.meetings[t]), 0.0
    for _ in range(HALVINGS):
        w.meetings_back[t] = 0.5 * (unfit + fit)
        if w.propose(a, t, s, n) and offer_accepted(w, t, s, n):
            fit = w.meetings_back[t]
        else:
            unfit = w.meetings_back[t]
    if w.meetings_back[t] != fit:
        w.meetings_back[t] = fit
        w.propose(a, t, s, n)
    w.meetings_back[t] = 0.0


def note_refusals(w: World, t: int, proposer: int, n: int) -> None:
    """Note who refuses the offer on the table, and on what."""
    for s in range(w.seats[t]):
        a = w.seat[t, s]
        if s != proposer and not w.accept(a, t, s, n):
            note_refusal(w, t, s, n, aspiration(w, a, t, s))


def text_accepted(w: World, t: int, n: int) -> bool:
    """Whether every seat accepts a mediator's text; notes who refused and on what."""
    agreed = True
    for s in range(w.seats[t]):
        a = w.seat[t, s]
        if not w.accept_text(a, t, s, n):
            agreed = False
            note_refusal(w, t, s, n, w.seat_least[s])
    return agreed


def note_refusal(w: World, t: int, s: int, n: int, asked: float) -> None:
    """A seat refuses what is tabled: note on which issue, and what it would have taken."""
    a = w.seat[t, s]
    k = costliest_item(w, a, s, n)
    blame(w, t, a, k, REFUSED)
    tell(w, "refusal", t, a, k, asked)


def costliest_item(w: World, a: int, s: int, n: int) -> int:
    """The issue on which what is tabled costs party `a`, in seat `s`, most."""
    worst = NOBODY
    most = -1.0
    for i in range(n):
        cost = w.item_weight[s, i] * (1.0 - worth_of(w, a, w.item[i], w.item_text[i]))
        if is_sorer(w, w.item[i], cost, worst, most):
            most = cost
            worst = w.item[i]
    return worst


def tightest_issue(w: World, n: int) -> int:
    """The issue whose bounds leave least room."""
    tightest = NOBODY
    least = 2.0
    for i in range(n):
        room = w.item_high[i] - w.item_low[i]
        if w.options[w.item[i]]:
            room = (w.item_count[i] - 1.0) / w.item_steps[i]
        if room < least or (room == least and tightest >= 0 and w.tie[w.item[i]] > w.tie[tightest]):
            least = room
            tightest = w.item[i]
    return tightest


def perceive(w: World, t: int, s: int, n: int) -> None:
    """Saliences as seat `s` sees them, into `item_perceived`: the others' with log-normal noise."""
    w.path_laid[s] = 0
    noise = NOISE * (1.0 - communication(w, t)) / math.sqrt(float(w.meetings[t]))
    for q in range(w.seats[t]):
        for i in range(n):
            seen = w.item_weight[q, i]
            if q != s and noise > 0.0:
                pair = draws.mix(w.party_word[w.seat[t, s]], w.party_word[w.seat[t, q]])
                what = draws.mix(w.table_word[t], w.issue_word[w.item[i]])
                seen *= math.exp(noise * draws.normal(w, draws.SALIENCE, pair, what))
            w.item_perceived[q, i] = seen


def communication(w: World, t: int) -> float:
    """How well those at the table know each other's priorities, 0–1: mediators remove shares of what noise is left."""
    left = 1.0 - w.communication[t]
    for m in range(w.mediators):
        if w.mediates[t, m]:
            left *= 1.0 - w.mediator_communication[m]
    return 1.0 - left


def mediated(w: World, t: int, n: int) -> bool:
    """Whether a mediator tables a single text, and all accept it: the bias-weighted Nash point [Nash 1950; Raiffa 1982]."""
    m = drafter(w, t)
    if m == NOBODY:
        return False
    for s in range(w.seats[t]):
        a = w.seat[t, s]
        w.item_disagreement[s] = w.seat_least[s] if w.seat_share[s] > 0.0 else worth.NO_STAKE
        w.item_power[s] = 1.0 + w.bias[m, a]
    found = worth.nash_of_items(w, t, n, w.tables, True)
    tell(w, "text", t, m, NOBODY, float(n) if found else -1.0)
    return found and text_accepted(w, t, n)


def drafter(w: World, t: int) -> int:
    """The mediator that tables a text at this impasse, or nobody; of several, a draw says whose is taken."""
    chosen = NOBODY
    best = -1.0
    if w.meetings[t] >= TEXT_FROM:
        for m in range(w.mediators):
            if w.mediates[t, m] and draws.happens(w, w.mediate(m, t), draws.TEXT, w.mediator_word[m], w.table_word[t]):
                draw = draws.uniform(w, draws.TEXT, w.mediator_word[m], draws.mix(w.table_word[t], 1))
                if draw > best:
                    best = draw
                    chosen = m
    return chosen


def consider_leaving(w: World, t: int, n: int) -> None:
    """At an impasse, each who has been patient long enough may walk out."""
    leaver = NOBODY
    sore = NOBODY
    for s in range(w.seats[t]):
        a = w.seat[t, s]
        patient = w.meetings[t] < w.seat_patience[s]
        if not patient and not decide(w, "stay", a, t, NOBODY, w.stay(a, t), draws.STAY, w.table_word[t]):
            leaver = a
            sore = worth.sorest_issue(w, a, t)
            blame(w, t, a, sore, WALKED_OUT)
    if leaver != NOBODY:
        w.walk_outs[t] += 1
        if w.walk_outs[t] == 1:
            w.first_walk_out[t] = w.round
        tell(w, "walk-out", t, leaver, sore, 0.0)
        suspend(w, t, 1.0)


def exchange_words(w: World, t: int) -> None:
    """Mediators tell each party whether another means it; words are evidence by their exact likelihood.

    A warning tells as much as skill × bias toward the hearer [Kydd 2003]; vouching as much as
    skill × (1 − |bias|) × own stake in the matter [Kydd 2006].
    """
    for m in range(w.mediators):
        if w.mediates[t, m] and w.skill[m] > 0.0:
            for hearer in range(w.parties):
                for subject in range(w.parties):
                    if hearer != subject and w.seated[t, hearer] and w.seated[t, subject]:
                        speak(w, t, m, hearer, subject)


def speak(w: World, t: int, m: int, hearer: int, subject: int) -> None:
    """One mediator's word about one party to one hearer: a warning or vouching, whichever would tell more."""
    leaning = clip(w.bias[m, hearer] - w.bias[m, subject], -1.0, 1.0)
    warning = min(SUREST, w.skill[m] * max(0.0, leaning))
    vouching = min(SUREST, w.skill[m] * (1.0 - abs(leaning)) * w.mediator_stake[m])
    pair = draws.mix(w.party_word[hearer], w.party_word[subject])
    where = draws.mix(w.mediator_word[m], w.table_word[t])
    if warning > 0.0 and warning >= vouching:
        stalls = w.means_to_settle[subject] == 0
        warned = draws.happens(w, 0.5 + (0.5 if stalls else -0.5) * warning, draws.WORDS, pair, draws.mix(where, 1))
        w.evidence[hearer, subject] *= likelihood_ratio(warned, 0.5 - 0.5 * warning, 0.5 + 0.5 * warning)
        if warned:
            tell(w, "warning", t, subject, hearer, float(m))
    elif vouching > 0.0:
        settles = w.means_to_settle[subject] == 1
        vouched = draws.happens(w, 0.5 + (0.5 if settles else -0.5) * vouching, draws.WORDS, pair, draws.mix(where, 2))
        w.evidence[hearer, subject] *= likelihood_ratio(vouched, 0.5 + 0.5 * vouching, 0.5 - 0.5 * vouching)
        if vouched:
            tell(w, "vouching", t, subject, hearer, float(m))
