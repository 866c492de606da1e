"""Every default of parties, tables and the war, with its unit, range and reason; roles say where they differ.

The defaults describe civil wars in general: the generic case with these numbers shows the base rates of peace
processes (UCDP Peace Agreements 22.1, PA-X 9, up to September 2018; docs/calibration.md). They are therefore exempt
from a scenario's date of knowledge; nothing here is tuned to one conflict.
"""

from math import inf
from types import MappingProxyType
from typing import NamedTuple


class Parameter(NamedTuple):
    """A number with a meaning: its default, unit, inclusive range and the reason for the default."""

    default: float
    unit: str
    low: float
    high: float
    meaning: str
    reason: str


GENERIC = "tried on a generic two-party case against the base rates of UCDP Peace Agreements 22.1 and PA-X 9"
FITTED = "fitted to the base rates of UCDP Peace Agreements 22.1 and PA-X 9 (docs/calibration.md): "

# fmt: off
PARTY = MappingProxyType({
    "turnover": Parameter(0.01, "per month", 0, 1, "hazard that leaders change and the party's type is drawn anew from its prior", GENERIC),
    "rationality": Parameter(12, "per u", 0, inf, "Λ of the quantal response: how surely the better choice is made; .inf is a hard threshold", "20 fits as well, 8 worse; " + GENERIC),
    "patience": Parameter(9, "meetings", 1, 1000, "meetings until aspirations have fallen to the reservation value, if all that matters at the table is at stake; in proportion where less is", FITTED + "7.5 to 10.5"),
    "patience_spread": Parameter(0.3, "log sd", 0, 2, "spread of patience between histories (log-normal)", GENERIC),
    "concession": Parameter(0.8, "β", 0.01, 100, "shape of concession over time: below 1 holds out, above 1 gives early [Faratin et al. 1998]", GENERIC),
    "stake": Parameter(0.4, "share", 0, 1, "share of a party's range of outcomes that the battlefield decides", GENERIC),
    "cost": Parameter(0.13, "u", 0, 2, "what violence at its normal level takes from the value of fighting on", FITTED + "0.18 ± 0.08"),
    "weary": Parameter(0, "u per month", -0.1, 0.1, "how fast fighting on loses value with time alone", "no drift unless the scenario gives a reason"),
    "walk_away_spread": Parameter(0.15, "u", 0, 1, "between-history sd of the walk-away value: what an outsider cannot know of it", GENERIC),
    "horizon": Parameter(6, "months", 0, 120, "how far ahead a party looks when it weighs its leverage [Powell 2006]", "half a year: one fighting season"),
    "effort": Parameter(0.12, "u", -1, 1, "what a meeting takes: people, time, quarrels at home", GENERIC),
    "standing": Parameter(0.08, "u", -1, 1, "what a party gets from coming, whether it means it or not: standing and time", GENERIC),
    "exposure": Parameter(0.02, "u", -1, 1, "what being seen at a public table costs", GENERIC),
    "grief": Parameter(0.03, "u per sd", -1, 1, "how much the other side's attacks above their seasonal mean keep a party away", GENERIC),
    "caution": Parameter(0.10, "u", -1, 1, "what must be hoped for before everything is put on the table at once", FITTED + "0.13 ± 0.05"),
    "home_premium": Parameter(0.18, "u", -1, 1, "how much more than its walk-away value a party asks of a binding text", FITTED + "0.18 ± 0.08"),
    "surprise": Parameter(0.05, "u", -1, 1, "what a deal made in secret costs at signature [Putnam 1988]", "a third to a half of the home premium"),
    "resolve": Parameter(0.45, "u", -1, 2, "what a stalling party would lose by a binding commitment", GENERIC),
    "keep_word": Parameter(0.10, "u", -1, 1, "what keeping its word is worth", GENERIC),
    "temptation": Parameter(0.05, "u", -1, 1, "what a stalling party gains by not keeping it", GENERIC),
    "lock_in": Parameter(0.17, "u", -1, 2, "what holds an agreement that is in force: institutions, habits, spent arms", FITTED + "0.16 ± 0.05"),
    "exclusion": Parameter(0.12, "u", -1, 2, "what being asked to deliver another's promise costs", "a trial with three Afghan tables; see docs/model.md"),
    "informativeness": Parameter(0.5, "share", 0, 1, "how much of its hope a party puts on a gesture at no table", "half: seen, but promised to nobody"),
    "press_swing": Parameter(0.15, "share", 0, 1, "how far violence rises when a party presses, and falls when it does not", "month-to-month changes of conflict deaths; assumed"),
    "press_gain": Parameter(0.02, "u", -1, 1, "what pressing is worth", GENERIC),
    "backlash": Parameter(0.05, "u", -1, 1, "what pressing risks for one who means to settle while talks are live and trusted", GENERIC),
})
"""Defaults of a principal, by name."""

EFFORT_AT = Parameter(0, "u", -1, 1, "what a meeting of this table takes beyond `effort`, for a whole history: its reluctance, which all know", "parties keep refusing one table, and no other, for years")
RELUCTANCE = 0.08
"""Between-history sd of what is added to effort at a table, u; cut at `RELUCTANCE_CUT` sd. Assumed."""
RELUCTANCE_CUT = 2.0

HARDLINERS = MappingProxyType({
    "control": Parameter(0.35, "u", -1, 2, "how firmly the leadership holds its hardliners", "they act now and then: with a third of the stakes to lose, about every other chance"),
    "stake": Parameter(1.0, "share", 0, 2, "how much of the party's distance from its ideal the hardliners feel as loss", "as much as the party itself"),
    "restraint": Parameter(0.3, "u", -1, 2, "how much more firmly a leadership that means to settle holds them", "assumed: half as likely again as not; without it an attack tells nothing of the leaders [Kydd & Walter 2002]"),
    "force": Parameter(0.5, "share", 0, 10, "incidents of an attack of theirs, as a share of the party's monthly rate", "assumed: a season's major attack"),
})
"""Defaults of a party's hardliners, by name."""

TABLE = MappingProxyType({
    "occasion": Parameter(0.8, "per month", 0, 1, "chance that an occasion to meet arises", FITTED + "0.79 ± 0.14, about which the data say nothing"),
    "resume": Parameter(0.25, "per month", 0, 1, "chance that suspended parties are asked to come back", GENERIC),
    "review": Parameter(1 / 12, "per month", 0, 1, "chance that a party reviews an agreement in force", "once a year: asking monthly ended 95 % of agreements within five years"),
    "leak": Parameter(0.05, "per month", 0, 1, "chance that word of a secret table gets out", "assumed: secret Afghan channels of 2011–2018 came out within one to two years"),
    "communication": Parameter(0.3, "share", 0, 1, "how well the parties know each other's priorities without a mediator", GENERIC),
    "guarantee": Parameter(0.06, "u", -1, 2, "what the world outside does to hold any agreement up", FITTED + "0.07 ± 0.04"),
    "grace": Parameter(6, "rounds", 1, 1000, "rounds without a step after which what is still owed is a default", GENERIC),
    "failures": Parameter(3, "failures", 0.5, 1000, "defaults and walk-outs (1 each), refused ratifications and talks called off (½) until the table collapses", "the three Afghan attempts before 2018 were each broken off for good within months; with 6 no talks ever collapsed"),
})
"""Defaults of a table, by name."""

WAR = MappingProxyType({
    "normal": Parameter(0, "incidents per month", 0, 1e9, "violence relative to which hurt is 1; 0 stands for the mean of the rates given", "the mean that the rates imply"),
    "dispersion": Parameter(11, "r", 0.1, inf, "dispersion of the negative binomial; .inf is Poisson", "about 11 for monthly deaths in Afghanistan 2009–2018"),
    "trend": Parameter(0, "per month", -0.2, 0.2, "growth of the rates", "none unless the scenario gives a reason"),
    "branching": Parameter(0.1, "share", 0, 0.999, "incidents that each incident provokes in the month after", "assumed: one series of deaths does not identify more"),
    "leverage": Parameter(0.5, "share", 0, 1, "the insurgent side's leverage at the start", "even"),
    "drift": Parameter(0.02, "per share", 0, 1, "how far leverage follows the insurgents' unexpected share of violence, η", GENERIC),
    "memory": Parameter(0.2, "per month", 0.001, 1, "weight of the latest month in the moving averages of hurt and momentum", GENERIC),
    "hurt": Parameter(1, "× normal", 0, 100, "hurt at the start", "normal"),
    "volatility": Parameter(0, "log sd per month", 0, 1, "random walk of the level of violence: what no season or trend foretells", "none unless the scenario gives a reason"),
    "leverage_volatility": Parameter(0.02, "per month", 0, 0.5, "random walk of leverage: fortunes of war that no count of violence shows", "assumed: a fifth of the range in a decade"),
    "victory": Parameter(0.0007, "per month", 0, 1, "hazard that either side wins the war, at even leverage and normal violence; e³ = 20 times as much for one with all the leverage", "UCDP Conflict Termination: of conflicts in their fifth year or later 0.8 % a year are won by each side"),
    "momentum": Parameter(0, "per month", -0.2, 0.2, "monthly change of the insurgents' leverage that all expect at the start", "none"),
})
"""Defaults of a war, by name."""
# fmt: on
