"""From an accepted text to an agreement in force, and what may become of it: sign, ratify, deliver, default, take back."""

import math

from agents.decisions import SAME, binds, next_step, shortfall, through
from agents.rules.choice import per_round
from sim.world import draws
from sim.world.blame import blame, is_sorer
from sim.world.codes import (
    BARGAINING,
    CARRYING_OUT,
    COLLAPSED,
    COMPLETE,
    DID_NOT_CONSENT,
    DID_NOT_DELIVER,
    DID_NOT_RATIFY,
    DID_NOT_SIGN,
    DOUBTED,
    NOBODY,
    SUSPENDED,
    TOOK_BACK,
)
from sim.world.decide import decide
from sim.world.foresight import foresee
from sim.world.listener import tell
from sim.world.secrecy import become_public
from sim.world.state import World


def conclude(w: World, t: int, n: int) -> None:
    """All accepted the text of `n` items: sign, ratify and ask for consent where it binds, then carry it out."""
    cover(w, t, n)
    tell(w, "agreed", t, NOBODY, NOBODY, float(n))
    r = through(w, t)
    if n > 0 and binds(w, t):
        if not signed_by_all(w, t):
            drop_text(w, t)
            return
        note_signed(w, t, r)
        if not (ratified_by_all(w, t) and consented_by_all(w, t)):
            drop_text(w, t)
            fail(w, t, 0.5)
            return
    else:
        note_signed(w, t, r)
    w.stage[t] = CARRYING_OUT
    w.carrying_rounds[t] = 0
    for k in range(w.issues):
        if w.covered[t, k] and w.issue_public[k] and become_public(w, t):
            tell(w, "announced", t, NOBODY, k, 0.0)
    carry_out(w, t)


def cover(w: World, t: int, n: int) -> None:
    """Take the items' text as the table's: what is now pending, and what is owed."""
    for i in range(n):
        k = w.item[i]
        w.text[t, k] = w.item_text[i]
        w.covered[t, k] = 1
        w.pending[k] = t
        w.agreed[k] = w.item_text[i]
        w.agreed_at[k] = w.elapsed
        w.issue_agreed[k] = w.round
        w.owed[t, k] = 1
        doubt_limits(w)
        w.owed_step[t, k] = tranche(w, k, w.item_text[i] - w.level[k])


def doubt_limits(w: World) -> None:
    """What is left to settle, or within reach, may have changed: every table's frontier must be looked at."""
    for t in range(w.tables):
        w.frontier_state[t] = max(w.frontier_state[t], DOUBTED)


def tranche(w: World, k: int, gap: float) -> float:
    """One part of what is to be carried out, in whole steps where the issue has steps."""
    part = abs(gap) / w.tranches[k]
    if w.steps[k] > 0:
        part = math.ceil(part * w.steps[k] - 1e-6) / w.steps[k]
    return part if gap > 0.0 else -part


def drop_text(w: World, t: int) -> None:
    """Forget the text and what it would have owed."""
    for k in range(w.issues):
        w.covered[t, k] = 0
        w.owed[t, k] = 0
        if w.pending[k] == t:
            w.pending[k] = NOBODY
            doubt_limits(w)


def note_signed(w: World, t: int, r: int) -> None:
    """Remember the round in which the agreement of a rung was first signed."""
    if w.rung_signed[t, r] == 0:
        w.rung_signed[t, r] = w.round


def signed_by_all(w: World, t: int) -> bool:
    """Whether every principal signs, each with a view to whether the others will keep the text."""
    foresee(w, t)
    agreed = True
    for s in range(w.seats[t]):
        a = w.seat[t, s]
        if not decide(w, "sign", a, t, NOBODY, w.sign(a, t), draws.SIGN, w.table_word[t]):
            agreed = False
            blame(w, t, a, costliest(w, a, t), DID_NOT_SIGN)
    return agreed


def ratified_by_all(w: World, t: int) -> bool:
    """Whether every principal that must ratifies."""
    agreed = True
    for s in range(w.seats[t]):
        a = w.seat[t, s]
        if w.ratifies[a] and not decide(w, "ratify", a, t, NOBODY, w.ratify(a, t), draws.RATIFY, w.table_word[t]):
            agreed = False
            blame(w, t, a, costliest(w, a, t), DID_NOT_RATIFY)
    return agreed


def consented_by_all(w: World, t: int) -> bool:
    """Whether everyone consents who has no seat and yet must; all are asked, also after a refusal."""
    agreed = True
    for a in range(w.parties):
        if is_asked_to_consent(w, a, t) and not consents(w, a, t):
            agreed = False
            blame(w, t, a, costliest(w, a, t), DID_NOT_CONSENT)
    return agreed


def consents(w: World, a: int, t: int) -> bool:
    """Whether a party without a seat consents."""
    return decide(w, "consent", a, t, NOBODY, w.consent(a, t), draws.CONSENT, w.table_word[t])


def is_asked_to_consent(w: World, a: int, t: int) -> bool:
    """Whether some rung of the present bargaining needs a party's consent."""
    for r in range(w.rung[t], through(w, t) + 1):
        if w.must_consent[t, r, a]:
            return True
    return False


def costliest(w: World, a: int, t: int) -> int:
    """The covered issue on which the text costs a party most."""
    worst = NOBODY
    most = -1.0
    for k in range(w.issues):
        if w.covered[t, k]:
            cost = shortfall(w, a, k, w.text[t, k])
            if is_sorer(w, k, cost, worst, most):
                most = cost
                worst = k
    return worst


def carry_out(w: World, t: int) -> None:
    """One round of carrying out: deliverers decide, issue by issue; no step within the grace is a default.

    What is not yet due, as agreed, is nobody's default.
    """
    left = False
    due = False
    moved = False
    r = through(w, t)
    for place in range(w.issues):
        k = w.turn[t, r, place]
        if w.owed[t, k]:
            if abs(w.text[t, k] - w.level[k]) <= SAME:
                settle_debt(w, t, k)
            elif w.follow_table[k] != NOBODY:
                due = True
                blame_awaited(w, t, k)
            elif in_turn(w, t, k) and is_due(w, t, k):
                due = True
                if take_step(w, t, k):
                    moved = True
            if w.owed[t, k]:
                left = True
    if not left:
        climb(w, t)
        return
    if not due:
        return
    w.carrying_rounds[t] = 0 if moved else w.carrying_rounds[t] + 1
    if w.carrying_rounds[t] > w.grace[t]:
        default(w, t)


def in_turn(w: World, t: int, k: int) -> bool:
    """Whether all that must come before this issue, in the order agreed, has been carried out."""
    r = through(w, t)
    for other in range(w.issues):
        if w.owed[t, other] and 0 < w.order[t, r, other] < w.order[t, r, k]:
            return False
    return True


def is_due(w: World, t: int, k: int) -> bool:
    """Whether the time agreed for an issue has come, and what it waits for has."""
    if not w.ready[k] or w.elapsed < w.agreed_at[k] + w.lag[k] - SAME:
        if w.issue_agreed[k] == w.round:
            tell(w, "not yet due", t, NOBODY, k, w.lag[k])
        return False
    return True


def take_step(w: World, t: int, k: int) -> bool:
    """Ask all who must deliver an issue for its next step, or take it where nobody need deliver; whether it moved."""
    if w.deliverers[k] == 0:
        w.next_level[k] = w.text[t, k]
        settle_debt(w, t, k)
        return True
    willing = True
    for d in range(w.parties):
        if w.delivers[k, d] and not will_deliver(w, d, t, k):
            willing = False
            blame(w, t, d, k, DID_NOT_DELIVER)
    if not willing:
        return False
    w.next_level[k] = next_step(w, t, k)
    tell(w, "delivery", t, sole_deliverer(w, k), k, w.next_level[k])
    if abs(w.next_level[k] - w.text[t, k]) <= SAME:
        settle_debt(w, t, k)
    return True


def sole_deliverer(w: World, k: int) -> int:
    """The one party that must carry out an issue; nobody where several must, or none."""
    for d in range(w.parties):
        if w.delivers[k, d] and w.deliverers[k] == 1:
            return d
    return NOBODY


def blame_awaited(w: World, t: int, k: int) -> None:
    """An issue waits for a rung of another table: who blocked that table last keeps it waiting, or whoever delivers it."""
    blocker = w.block_party[w.follow_table[k]]
    for a in range(w.parties):
        if a == blocker or (blocker == NOBODY and w.delivers[k, a]):
            blame(w, t, a, k, DID_NOT_DELIVER)


def will_deliver(w: World, d: int, t: int, k: int) -> bool:
    """Whether a deliverer of an issue takes the next step, with a seat at the table or without."""
    what = draws.mix(w.table_word[t], w.issue_word[k])
    if w.seated[t, d]:
        return decide(w, "deliver", d, t, k, w.deliver(d, t, k), draws.DELIVER, what)
    return decide(w, "deliver_unseated", d, t, k, w.deliver_unseated(d, t, k), draws.DELIVER, what)


def settle_debt(w: World, t: int, k: int) -> None:
    """An issue has been carried out in full; one agreed to stay where it began was not there to deliver."""
    w.owed[t, k] = 0
    if w.issue_in_force[k] == 0 and abs(w.text[t, k] - w.base_level[k]) > SAME:
        w.issue_in_force[k] = w.round


def default(w: World, t: int) -> None:
    """Nobody has taken a step for longer than the grace: the agreement falls, what was delivered stays."""
    for k in range(w.issues):
        if w.owed[t, k]:
            w.defaults[k] += 1
            tell(w, "default", t, sole_deliverer(w, k), k, w.text[t, k])
    r = through(w, t)
    if w.rung_ended[t, r] == 0:
        w.rung_ended[t, r] = w.round
    drop_text(w, t)
    suspend(w, t, 1.0)


def climb(w: World, t: int) -> None:
    """All was delivered: the agreement is in force and the table stands on its next rung."""
    r = through(w, t)
    take_in_force(w, t, r)
    for passed in range(w.rung[t], r + 1):
        if w.rung_reached[t, passed] == 0:
            w.rung_reached[t, passed] = w.round
        if w.rung_public[t, passed] and become_public(w, t):
            tell(w, "announced", t, NOBODY, NOBODY, 0.0)
    carry_out_followers(w, t, r)
    if w.rung_delivered[t, r] == 0:
        w.rung_delivered[t, r] = w.round
    drop_text(w, t)
    w.climbed[t] = w.round
    tell(w, "climbed", t, NOBODY, r, 0.0)
    start_rung(w, t, r + 1)


def carry_out_followers(w: World, t: int, r: int) -> None:
    """What is carried out by reaching this rung of this table, or one below it, is in force from the next round."""
    for k in range(w.issues):
        if w.follow_table[k] == t and w.follow_rung[k] <= r:
            w.next_level[k] = 1.0


def take_in_force(w: World, t: int, r: int) -> None:
    """The text is the agreement of its last rung from now on; what an older one there held besides stays in it."""
    first = w.rung[t]
    for k in range(w.issues):
        if w.agreement[t, r, k]:
            first = min(first, w.agreement_from[t, r])
        if w.covered[t, k]:
            w.agreement[t, r, k] = 1
    w.agreement_from[t, r] = first


def start_rung(w: World, t: int, r: int) -> None:
    """Stand on a rung, with nothing yet said on it."""
    w.rung[t] = r
    w.meetings[t] = 0
    w.bundled[t] = 0
    w.asked[t] = 0
    w.spoken[t] = 0
    w.frontier_state[t] = max(w.frontier_state[t], DOUBTED)
    w.stage[t] = COMPLETE if r == w.rungs[t] else BARGAINING


def call_off(w: World, t: int) -> None:
    """Something from outside breaks the talks off; what was agreed stands, and so does the grace to carry it out."""
    w.resumes_to[t] = w.stage[t]
    w.stage[t] = SUSPENDED
    w.spoken[t] = 0
    w.called_off[t] += 1
    if w.called_off[t] == 1:
        w.first_called_off[t] = w.round
    fail(w, t, 0.5)


def suspend(w: World, t: int, failures: float) -> None:
    """Break the talks off until they are resumed; too many failures end them."""
    w.stage[t] = SUSPENDED
    w.resumes_to[t] = BARGAINING
    w.bundled[t] = 0
    w.spoken[t] = 0
    fail(w, t, failures)


def fail(w: World, t: int, failures: float) -> None:
    """Count a failure; the table collapses at its limit."""
    w.failures[t] += failures
    if w.failures[t] >= w.failures_allowed[t]:
        w.stage[t] = COLLAPSED
        w.collapsed[t] = w.round
        for a in range(w.parties):
            w.hope[t, a] = 0.0
        drop_text(w, t)
        tell(w, "collapse", t, NOBODY, NOBODY, w.failures[t])


def review(w: World) -> None:
    """Parties now and then look again at what they carry out: keep it, or take it back, all at once."""
    refused = False
    for t in range(w.tables):
        for r in range(w.rungs[t]):
            if w.rung_delivered[t, r] and refused_by_any(w, t, r):
                refused = True
    if refused:
        for t in range(w.tables):
            for r in range(w.rungs[t]):
                if w.rung_delivered[t, r] and is_refused(w, t, r):
                    take_back(w, t, r)
                    end_agreement(w, t, r)


def is_refused(w: World, t: int, r: int) -> bool:
    """Whether anybody will not keep an agreement."""
    for a in range(w.parties):
        if w.refusing[t, r, a]:
            return True
    return False


def refused_by_any(w: World, t: int, r: int) -> bool:
    """Whether any party that could take back a part of an agreement reviews it and will not keep it; notes who."""
    refused = False
    note_holders(w, t, r)
    for a in range(w.parties):
        w.refusing[t, r, a] = 0
        if w.holds_part[a] and looks_again(w, a, t, r) and not keeps(w, a, t, r):
            w.refusing[t, r, a] = 1
            refused = True
    return refused


def note_holders(w: World, t: int, r: int) -> None:
    """Note which parties could take back something of an agreement in force."""
    for a in range(w.parties):
        w.holds_part[a] = 0
    for k in range(w.issues):
        if w.agreement[t, r, k] and w.revocable[k] and moved(w, k):
            for a in range(w.parties):
                if w.delivers[k, a]:
                    w.holds_part[a] = 1


def moved(w: World, k: int) -> bool:
    """Whether an issue stands away from where it would fall back to."""
    return abs(w.level[k] - w.base_level[k]) > SAME


def looks_again(w: World, a: int, t: int, r: int) -> bool:
    """Whether a party looks again this round at an agreement of which it could take back a part."""
    what = draws.mix(w.table_word[t], w.rung_word[t, r])
    return draws.happens(w, per_round(w.review[t], w.months), draws.REVIEW, w.party_word[a], what)


def take_back(w: World, t: int, r: int) -> None:
    """What those who refuse had delivered, and can take back, returns to where it stood before."""
    for k in range(w.issues):
        if w.agreement[t, r, k] and w.revocable[k] and moved(w, k):
            for d in range(w.parties):
                if w.delivers[k, d] and w.refusing[t, r, d]:
                    w.next_level[k] = w.base_level[k]
                    blame(w, t, d, k, TOOK_BACK)
                    tell(w, "taken back", t, d, k, w.base_level[k])


def keeps(w: World, a: int, t: int, r: int) -> bool:
    """Whether a party keeps an agreement under review, binding or not, its own or one made in its absence."""
    what = draws.mix(w.table_word[t], w.rung_word[t, r])
    if not w.seated[t, a]:
        return decide(w, "keep_unseated", a, t, NOBODY, w.keep_unseated(a, t, r), draws.KEEP, what)
    if bound(w, t, r):
        return decide(w, "keep", a, t, NOBODY, w.keep(a, t, r), draws.KEEP, what)
    return decide(w, "keep_swap", a, t, NOBODY, w.keep_swap(a, t, r), draws.KEEP, what)


def bound(w: World, t: int, r: int) -> bool:
    """Whether any rung that the agreement of rung `r` covers is binding."""
    for covered in range(w.agreement_from[t, r], r + 1):
        if w.binding[t, covered]:
            return True
    return False


def end_agreement(w: World, t: int, r: int) -> None:
    """An agreement ends: its table falls back below its rung and breaks off."""
    if w.rung_ended[t, r] == 0:
        w.rung_ended[t, r] = w.round
    for k in range(w.issues):
        w.agreement[t, r, k] = 0
    drop_text(w, t)
    doubt_limits(w)
    if w.stage[t] != COLLAPSED:
        start_rung(w, t, min(w.rung[t], w.agreement_from[t, r]))
        suspend(w, t, 1.0)
