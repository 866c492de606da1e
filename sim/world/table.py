"""One round at one table: an occasion, word that leaks, who comes, and what follows."""

from agents.rules.choice import per_round
from sim.world import draws, worth
from sim.world.agreement import carry_out
from sim.world.blame import blame
from sim.world.codes import BARGAINING, CARRYING_OUT, DID_NOT_COME, NOBODY, SUSPENDED
from sim.world.decide import decide
from sim.world.listener import tell
from sim.world.meeting import meet
from sim.world.secrecy import become_public
from sim.world.state import World


def note_busy(w: World) -> None:
    """Note which tables have anything to do this round, as chance has it: nothing before their turn changes that."""
    for t in range(w.tables):
        w.busy[t] = is_busy(w, t)


def is_busy(w: World, t: int) -> bool:
    """Whether a table is to carry out, may resume its talks, or has an occasion to meet."""
    if w.stage[t] == CARRYING_OUT:
        return True
    if w.stage[t] == SUSPENDED:
        may_go_on = w.open[t] != 0 or w.resumes_to[t] == CARRYING_OUT
        return may_go_on and chance(w, w.resume[t], draws.RESUME, t)
    return w.stage[t] == BARGAINING and w.open[t] != 0 and chance(w, w.occasion[t], draws.OCCASION, t)


def play_table(w: World, t: int) -> None:
    """One round at a busy table, in whatever stage it is."""
    if w.stage[t] == CARRYING_OUT:
        carry_out(w, t)
    elif w.stage[t] == SUSPENDED:
        if all_come(w, t):
            w.stage[t] = w.resumes_to[t]
            tell(w, "resumed", t, NOBODY, NOBODY, 0.0)
    else:
        maybe_leak(w, t)
        if all_come(w, t):
            meet(w, t)


def chance(w: World, monthly: float, purpose: int, t: int) -> bool:
    """Whether something of this monthly probability happens at a table this round."""
    return draws.happens(w, per_round(monthly, w.months), purpose, w.table_word[t], 0)


def maybe_leak(w: World, t: int) -> None:
    """Word of a secret table may get out; from then on it is public."""
    if not w.public[t] and chance(w, w.leak[t], draws.LEAK, t):
        become_public(w, t)
        tell(w, "leak", t, NOBODY, NOBODY, 0.0)


def all_come(w: World, t: int) -> bool:
    """Whether every principal comes. A convener is asked first: while it will not, nobody else is."""
    c = w.convener[t]
    if c != NOBODY and not comes(w, c, t):
        return False
    everyone = True
    for s in range(w.seats[t]):
        a = w.seat[t, s]
        if a != c and not comes(w, a, t):
            everyone = False
    return everyone


def comes(w: World, a: int, t: int) -> bool:
    """Whether one principal comes."""
    if decide(w, "attend", a, t, NOBODY, w.attend(a, t), draws.ATTEND, w.table_word[t]):
        return True
    blame(w, t, a, worth.sorest_issue(w, a, t), DID_NOT_COME)
    return False
