"""One way to decide for all decisions: terms → probability → draw → what others learn from it."""

from agents.rules import choice
from agents.rules.commitment import Terms
from sim.world.codes import NOBODY
from sim.world.draws import happens
from sim.world.listener import tell_choice
from sim.world.state import World


def decide(w: World, kind: str, a: int, t: int, k: int, terms: Terms, purpose: int, what: int) -> bool:
    """Whether party `a` says yes, by the terms of its true type; those who can see it note the evidence."""
    settle, stall = choice.probabilities(terms, w.rationality[a])
    yes = happens(w, settle if w.means_to_settle[a] else stall, purpose, w.party_word[a], what)
    observe(w, a, t, choice.likelihood_ratio(yes, settle, stall))
    tell_choice(w, kind, a, t, k, terms, settle, stall, yes)
    return yes


def observe(w: World, a: int, t: int, ratio: float) -> None:
    """Evidence about party `a`, by its likelihood ratio: for those at a secret table only, else for every principal."""
    if ratio == 1.0:
        return
    everyone = t == NOBODY or w.public[t] != 0
    for b in range(w.parties):
        if b != a and (everyone or w.seated[t, b]):
            w.evidence[b, a] *= ratio


def learn(w: World) -> None:
    """Fold the round's evidence into beliefs, all at once [Bayes]."""
    for b in range(w.parties):
        for a in range(w.parties):
            if w.evidence[b, a] != 1.0:
                w.belief[b, a] = choice.updated(w.belief[b, a], w.evidence[b, a])
                w.evidence[b, a] = 1.0
