"""Every default of parties, tables and the war, with its unit, range and reason; roles say where they differ.

The defaults describe civil wars in general: the generic case with these numbers shows the base rates of peace
processes (UCDP Peace Agreements 22.1, PA-X 9, up to September 2018; docs/calibration.md). They are therefore exempt
from a scenario's date of knowledge; nothing here is tuned to one conflict.
"""

from math import inf
from types import MappingProxyType
from typing import NamedTuple


class Plausible(NamedTuple):
    """Where a default may as well stand: 5 % of what is thought possible lies below `low`, 5 % above `high`; and why.

    One draw holds for all parties and tables that are left to the default (`experiments.defaults`).
    """

    low: float
    high: float
    reason: str


class Parameter(NamedTuple):
    """A number with a meaning: its default, unit, inclusive range and the reason for the default.

    `plausible` is None where the default states a fact that the scenario leaves out, such as an even-handed mediator.
    """

    default: float
    unit: str
    low: float
    high: float
    meaning: str
    reason: str
    plausible: Plausible | None = None


GENERIC = "tried on a generic two-party case against the base rates of UCDP Peace Agreements 22.1 and PA-X 9"
FITTED = "fitted to the base rates of UCDP Peace Agreements 22.1 and PA-X 9 (docs/calibration.md): "

# fmt: off
PARTY = MappingProxyType({
    "turnover": Parameter(0.01, "per month", 0, 1, "hazard that leaders change and the party's type is drawn anew from its prior", GENERIC, Plausible(0.005, 0.02, "leaders of states and of movements last some four to sixteen years")),
    "rationality": Parameter(12, "per u", 0, inf, "Λ of the quantal response: how surely the better choice is made; .inf is a hard threshold", "20 fits as well, 8 worse; " + GENERIC, Plausible(8, 20, "what fits the base rates about as well")),
    "patience": Parameter(9, "meetings", 1, 1000, "meetings until aspirations have fallen to the reservation value, if all that matters at the table is at stake; in proportion where less is", FITTED + "7.5 to 10.5", Plausible(7.5, 10.5, "what fits the base rates")),
    "patience_spread": Parameter(0.3, "log sd", 0, 2, "spread of patience between histories (log-normal)", GENERIC, Plausible(0.15, 0.5, "assumed: parties alike in all else differ by a sixth, or by half")),
    "concession": Parameter(0.8, "β", 0.01, 100, "shape of concession over time: below 1 holds out, above 1 gives early [Faratin et al. 1998]", GENERIC, Plausible(0.5, 1.3, "from holding out to giving a little early; most negotiators hold out")),
    "stake": Parameter(0.4, "share", 0, 1, "share of a party's range of outcomes that the battlefield decides", GENERIC, Plausible(0.25, 0.55, "assumed: battles decide a quarter, or just over half")),
    "cost": Parameter(0.13, "u", 0, 2, "what violence at its normal level takes from the value of fighting on", FITTED + "0.13 ± 0.04", Plausible(0.07, 0.2, "what fits the base rates, other numbers being as they are")),
    "weary": Parameter(0, "u per month", -0.1, 0.1, "how fast fighting on loses value with time alone", "no drift unless the scenario gives a reason", Plausible(-0.001, 0.001, "assumed: a tenth of the stakes in eight years, either way")),
    "walk_away_spread": Parameter(0.15, "u", 0, 1, "between-history sd of the walk-away value: what an outsider cannot know of it", GENERIC, Plausible(0.08, 0.22, "assumed: half as much, half as much again")),
    "horizon": Parameter(6, "months", 0, 120, "how far ahead a party looks when it weighs its leverage [Powell 2006]", "half a year: one fighting season", Plausible(3, 12, "a quarter to a whole year")),
    "effort": Parameter(0.12, "u", -1, 1, "what a meeting takes: people, time, quarrels at home", GENERIC, Plausible(0.08, 0.16, "assumed: a third less, a third more")),
    "standing": Parameter(0.08, "u", -1, 1, "what a party gets from coming, whether it means it or not: standing and time", GENERIC, Plausible(0.04, 0.12, "assumed: half as much, half as much again")),
    "exposure": Parameter(0.02, "u", -1, 1, "what being seen at a public table costs", GENERIC, Plausible(0, 0.05, "assumed: from nothing to what home asks of a secret deal")),
    "grief": Parameter(0.03, "u per sd", -1, 1, "how much the other side's attacks above their seasonal mean keep a party away", GENERIC, Plausible(0.01, 0.06, "assumed: a third as much, twice as much")),
    "caution": Parameter(0.10, "u", -1, 1, "what must be hoped for before everything is put on the table at once", FITTED + "0.10 ± 0.03", Plausible(0.05, 0.16, "what fits the base rates, other numbers being as they are")),
    "home_premium": Parameter(0.18, "u", -1, 1, "how much more than its walk-away value a party asks of a binding text", FITTED + "0.19 ± 0.05", Plausible(0.08, 0.28, "what fits the base rates, other numbers being as they are")),
    "surprise": Parameter(0.05, "u", -1, 1, "what a deal made in secret costs at signature [Putnam 1988]", "a third to a half of the home premium", Plausible(0.01, 0.09, "assumed: a tenth to a half of the home premium")),
    "resolve": Parameter(0.45, "u", -1, 2, "what a stalling party would lose by a binding commitment", GENERIC, Plausible(0.3, 0.6, "assumed: a third less, a third more")),
    "keep_word": Parameter(0.10, "u", -1, 1, "what keeping its word is worth", GENERIC, Plausible(0.04, 0.16, "assumed: from a little to a sixth of all stakes")),
    "temptation": Parameter(0.05, "u", -1, 1, "what a stalling party gains by not keeping it", GENERIC, Plausible(0.01, 0.09, "assumed: from next to nothing to what keeping one's word is worth")),
    "lock_in": Parameter(0.17, "u", -1, 2, "what holds an agreement that is in force: institutions, habits, spent arms", FITTED + "0.17 ± 0.04", Plausible(0.1, 0.24, "what fits the base rates, other numbers being as they are")),
    "exclusion": Parameter(0.12, "u", -1, 2, "what being asked to deliver another's promise costs", "a trial with three Afghan tables; see docs/model.md", Plausible(0.05, 0.19, "assumed: from what a quarrel costs to half as much again")),
    "informativeness": Parameter(0.5, "share", 0, 1, "how much of its hope a party puts on a gesture at no table", "half: seen, but promised to nobody", Plausible(0.25, 0.75, "assumed: anything but none or all of it")),
    "press_swing": Parameter(0.15, "share", 0, 1, "how far violence rises when a party presses, and falls when it does not", "month-to-month changes of conflict deaths; assumed", Plausible(0.08, 0.25, "month-to-month changes differ that much between wars; assumed")),
    "press_gain": Parameter(0.02, "u", -1, 1, "what pressing is worth", GENERIC, Plausible(0, 0.05, "assumed: from nothing to what it risks")),
    "backlash": Parameter(0.05, "u", -1, 1, "what pressing risks for one who means to settle while talks are live and trusted", GENERIC, Plausible(0.02, 0.08, "assumed: half as much, half as much again")),
})
"""Defaults of a principal, by name."""

EFFORT_AT = Parameter(0, "u", -1, 1, "what a meeting of this table takes beyond `effort`, for a whole history: its reluctance, which all know", "parties keep refusing one table, and no other, for years")
RELUCTANCE = Parameter(0.08, "u", 0, 1, "how much that differs between histories: its sd, cut off at `RELUCTANCE_CUT` of them", "assumed", Plausible(0.04, 0.12, "assumed: half as much, half as much again"))
RELUCTANCE_CUT = 2.0

HARDLINERS = MappingProxyType({
    "control": Parameter(0.35, "u", -1, 2, "how firmly the leadership holds its hardliners", "they act now and then: with a third of the stakes to lose, about every other chance", Plausible(0.15, 0.55, "assumed: from two chances of three taken to one of five")),
    "stake": Parameter(1.0, "share", 0, 2, "how much of the party's distance from its ideal the hardliners feel as loss", "as much as the party itself", Plausible(0.7, 1.4, "assumed: from feeling less than the party to feeling more")),
    "restraint": Parameter(0.3, "u", -1, 2, "how much more firmly a leadership that means to settle holds them", "assumed: half as likely again as not; without it an attack tells nothing of the leaders [Kydd & Walter 2002]", Plausible(0.1, 0.5, "assumed: from hardly firmer to much firmer")),
    "force": Parameter(0.5, "share", 0, 10, "incidents of an attack of theirs, as a share of the party's monthly rate", "assumed: a season's major attack", Plausible(0.2, 1.2, "assumed: a week of the war to more than a month of it")),
})
"""Defaults of a party's hardliners, by name."""

TABLE = MappingProxyType({
    "occasion": Parameter(0.8, "per month", 0, 1, "chance that an occasion to meet arises", FITTED + "0.82 ± 0.10, about which the data say little", Plausible(0.6, 0.95, "every other month is slow for talks that go on, every month is as fast as they come")),
    "resume": Parameter(0.25, "per month", 0, 1, "chance that suspended parties are asked to come back", GENERIC, Plausible(0.12, 0.45, "assumed: half as often, twice as often")),
    "review": Parameter(1 / 12, "per month", 0, 1, "chance that a party reviews an agreement in force", "once a year: asking monthly ended 95 % of agreements within five years", Plausible(0.04, 0.16, "assumed: every other year to twice a year")),
    "leak": Parameter(0.05, "per month", 0, 1, "chance that word of a secret table gets out", "assumed: secret Afghan channels of 2011–2018 came out within one to two years", Plausible(0.03, 0.09, "secret Afghan channels came out within one to three years")),
    "communication": Parameter(0.3, "share", 0, 1, "how well the parties know each other's priorities without a mediator", GENERIC, Plausible(0.15, 0.5, "assumed: half as well, half as well again")),
    "guarantee": Parameter(0.06, "u", -1, 2, "what the world outside does to hold any agreement up", FITTED + "0.06 ± 0.03", Plausible(0.02, 0.11, "what fits the base rates, other numbers being as they are")),
    "grace": Parameter(6, "rounds", 1, 1000, "rounds without a step after which what is still owed is a default", GENERIC, Plausible(3, 12, "a quarter to a whole year of monthly rounds")),
    "failures": Parameter(3, "failures", 0.5, 1000, "defaults and walk-outs (1 each), refused ratifications and talks called off (½) until the table collapses", "the three Afghan attempts before 2018 were each broken off for good within months; with 6 no talks ever collapsed", Plausible(2, 5, "with 6 no talks ever collapsed; one failure alone ends few")),
})
"""Defaults of a table, by name."""

WAR = MappingProxyType({
    "normal": Parameter(0, "incidents per month", 0, 1e9, "violence relative to which hurt is 1; 0 stands for the mean of the rates given", "the mean that the rates imply"),
    "dispersion": Parameter(11, "r", 0.1, inf, "dispersion of the negative binomial; .inf is Poisson", "about 11 for monthly deaths in Afghanistan 2009–2018", Plausible(5, 25, "95 % interval in Afghanistan 7 to 17; other wars differ more")),
    "trend": Parameter(0, "per month", -0.2, 0.2, "growth of the rates", "none unless the scenario gives a reason"),
    "branching": Parameter(0.1, "share", 0, 0.999, "incidents that each incident provokes in the month after", "assumed: one series of deaths does not identify more", Plausible(0.02, 0.35, "assumed: from hardly any to a third")),
    "leverage": Parameter(0.5, "share", 0, 1, "the insurgent side's leverage at the start", "even", Plausible(0.4, 0.6, "assumed: wars that have come to talks are seldom one-sided")),
    "drift": Parameter(0.02, "per share", 0, 1, "how far leverage follows the insurgents' unexpected share of violence, η", GENERIC, Plausible(0.007, 0.05, "assumed: a third as far, more than twice as far")),
    "memory": Parameter(0.2, "per month", 0.001, 1, "weight of the latest month in the moving averages of hurt and momentum", GENERIC, Plausible(0.1, 0.4, "assumed: a year's memory to a season's")),
    "hurt": Parameter(1, "× normal", 0, 100, "hurt at the start", "normal"),
    "volatility": Parameter(0, "log sd per month", 0, 1, "random walk of the level of violence: what no season or trend foretells", "none unless the scenario gives a reason"),
    "leverage_volatility": Parameter(0.02, "per month", 0, 0.5, "random walk of leverage: fortunes of war that no count of violence shows", "assumed: a fifth of the range in a decade", Plausible(0.01, 0.035, "assumed: a tenth to nearly two fifths of the range in a decade")),
    "victory": Parameter(0.0007, "per month", 0, 1, "hazard that either side wins the war, at even leverage and normal violence; e³ = 20 times as much for one with all the leverage", "UCDP Conflict Termination: of conflicts in their fifth year or later 0.8 % a year are won by each side", Plausible(0.0004, 0.0012, "0.5 to 1.4 % a year: counts of a few dozen victories, and codings that differ")),
    "momentum": Parameter(0, "per month", -0.2, 0.2, "monthly change of the insurgents' leverage that all expect at the start", "none"),
})
"""Defaults of a war, by name."""
# fmt: on
