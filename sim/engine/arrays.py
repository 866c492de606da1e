"""Scenario → arrays: what both engines run (shapes and meanings in `sim.world.state`)."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np

from agents import parameters
from agents.roles import MEDIATOR, PRINCIPALS
from agents.rules import bargaining, nash_many, nash_two
from sim.scenario.calendar import Rounds
from sim.scenario.checks.events import issue_moved
from sim.scenario.defaults import resolve
from sim.scenario.quantiles import choice_table, quantiles
from sim.scenario.vocabulary import A_YEAR, LARGEST, TOWARD_PARTIES, Condition, Issue, Number, Position, Scenario
from sim.world import conditions as c
from sim.world import streams
from sim.world.draws import word
from sim.world.history import ADD, FIRST_LEVEL, LEVERAGE, MULTIPLY, SET
from sim.world.state import NUMBERS, QUANTILES, allocate, number_offsets, shape


class Instruction(NamedTuple):
    """One step of a condition, as `sim.world.conditions` runs it."""

    code: int
    subject: int = 0
    object: int = 0
    deadline: int = 0
    threshold: float = 0.0
    earlier: int = 0


"""What to do, of which table, issue or party, of which rung or over how many rounds, by which round, how much."""
NEGATION = Instruction(c.NOT)
NO_WAR = -1.0  # as the normal violence of a scenario without a war
SIDE = {"insurgent": 1, "government": -1, "none": 0}
RENAMED = {"failures": "failures_allowed"}
MEDIATOR_FIELDS = {
    "communication": "mediator_communication", "formulation": "formulation", "guarantee": "mediator_guarantee",
    "pull": "pull", "skill": "skill", "stake": "mediator_stake",
}  # fmt: skip
UNDATED = (c.DEMAND, c.VIOLENCE_AT_LEAST, c.VIOLENCE_AT_MOST)
"""Instructions whose `deadline` is none by which they must have held."""
WEIGHING = ("salience", "home_salience", "ideal", "option_value")
"""Numbers of which is made what issues weigh, and what anybody wants of them (`sim.world.history.weigh_stakes`)."""
LIMITING = ("salience", "ideal", "option_value", "red_low", "red_high", "influence", "exclusion")
"""Numbers of which limits of what may be agreed are made (`sim.world.worth.bound_item`)."""
WAR_FIELDS = {"leverage": "leverage_at_start", "hurt": "hurt_at_start", "momentum": "momentum_at_start"}


class Names(NamedTuple):
    """Names in the order of the arrays: sorted, but rungs and outcomes, which stand in the file's order."""

    parties: tuple[str, ...]
    mediators: tuple[str, ...]
    issues: tuple[str, ...]
    tables: tuple[str, ...]
    demands: tuple[str, ...]
    events: tuple[str, ...]
    rungs: dict[str, tuple[str, ...]]
    outcomes: tuple[str, ...]


class Uncertain(NamedTuple):
    """An uncertain number: its path in the file, what it may be, and the ends of its field."""

    path: str
    number: Number
    low: float
    high: float


Transform = Callable[[Any], Any]
"""What makes numbers of the file, one or an array of them, into those of the arrays."""


class Place(NamedTuple):
    """Where a number of the file stands in the vector of numbers, the ends of its field in the file's unit, and what is made
    of it there.
    """

    flat: int
    low: float
    high: float
    transform: Transform


class Compiled(NamedTuple):
    """A scenario ready to run; `places` has where each number of the file went, by path."""

    scenario: Scenario
    names: Names
    sizes: Mapping[str, int]
    arrays: Mapping[str, np.ndarray]
    rounds: Rounds
    uncertain: tuple[Uncertain, ...]
    places: Mapping[str, Sequence[Place]]

    def __reduce__(self) -> tuple[Callable[[Scenario], "Compiled"], tuple[Scenario]]:
        return compile_scenario, (self.scenario,)  # pickled arrays would no longer be views of one vector


def compile_scenario(scenario: Scenario) -> Compiled:
    """Arrays for a scenario that passed all checks."""
    scenario = resolve(scenario)
    names = names_of(scenario)
    rounds = Rounds(scenario.as_of, scenario.time.step, scenario.time.rounds)
    builder = _Builder(scenario, names, rounds)
    arrays = builder.build()
    return Compiled(scenario, names, builder.sizes, arrays, rounds, builder.uncertain_numbers(), builder.places)


def names_of(scenario: Scenario) -> Names:
    """All names, in the order of the arrays."""
    return Names(
        tuple(sorted(scenario.principals)),
        tuple(sorted(scenario.mediators)),
        tuple(sorted(scenario.issues)),
        tuple(sorted(scenario.tables)),
        tuple(sorted(f"{name}.{demand}" for name, party in scenario.principals.items() for demand in party.demands)),
        tuple(sorted(event.name for event in scenario.events)),
        {name: tuple(rung.name for rung in table.rungs) for name, table in scenario.tables.items()},
        tuple(scenario.outcomes),
    )


Real = TypeVar("Real", float, np.ndarray)


def same(real: Real) -> Real:
    """A number as it is written."""
    return real


class _Builder:
    """Fills the arrays of one scenario, noting where each number of the file went."""

    def __init__(self, scenario: Scenario, names: Names, rounds: Rounds):
        self.scenario, self.names, self.rounds = scenario, names, rounds
        self.index = {
            kind: {name: i for i, name in enumerate(getattr(names, kind))}
            for kind in ("parties", "mediators", "issues", "tables", "demands", "events")
        }
        self.uncertain: list[tuple[int, str, Number, float, float, Transform]] = []
        self.places: dict[str, list[Place]] = {}
        self.code: list[Instruction] = []
        self.demanded: list[tuple[str, int, int, float]] = []
        self.programs: dict[tuple[str, ...], tuple[int, int]] = {}
        self._compile_conditions()
        self.dated = [i for i, each in enumerate(self.code) if each.deadline and each.code not in UNDATED]
        self.gestures = self._gestures()
        self.sizes = self._sizes()
        self.arrays = allocate(self.sizes)
        self.offsets = number_offsets(self.sizes)
        self.forms = {field: shape(dimensions, self.sizes) for field, dimensions in NUMBERS.items()}

    def build(self) -> dict[str, np.ndarray]:
        """All arrays, filled."""
        self._words()
        self._parties()
        self._mediators()
        self._issues()
        self._demands()
        self._tables()
        self._war()
        self._events()
        self._outcomes()
        self._calendar()
        self._uncertain()
        self.arrays["given"][:] = self.arrays["numbers"]
        return self.arrays

    def uncertain_numbers(self) -> tuple[Uncertain, ...]:
        """Every uncertain number once, by path; what two places share is one draw."""
        found = {path: Uncertain(path, number, low, high) for _, path, number, low, high, _ in self.uncertain}
        return tuple(found[path] for path in sorted(found))

    def _gestures(self) -> list[tuple[int, int]]:
        """Whose each gesture is, and on which issue."""
        parties, issues = self.index["parties"], self.index["issues"]
        principals = self.scenario.principals
        return sorted(
            {(p, issues[each.issue]) for name, p in parties.items() for each in principals[name].gestures.values()}
        )

    def _sizes(self) -> dict[str, int]:
        s, n = self.scenario, self.names
        k, t = len(n.issues), len(n.tables)
        seats = max((len(table.parties) for table in s.tables.values()), default=2)
        return {
            "1": 1, "L": 12, "P": len(n.parties), "K": k, "T": t, "M": len(n.mediators), "N": len(n.demands),
            "E": len(n.events), "H": max(1, *(len(issue.options) for issue in s.issues.values())),
            "R": max((len(r) for r in n.rungs.values()), default=1), "C": len(self.code), "O": len(n.outcomes),
            "F": sum(len(e.effects) for e in s.events), "U": 0, "Q": QUANTILES,
            "B": len(self.gestures), "J": len(self.dated),
            "Z": s.time.rounds + 1, "D": len(n.parties) + t, "S": streams.number(len(n.parties), k, len(n.events)),
            "W": max(
                bargaining.offer_scratch_floats(seats, k), nash_two.build_scratch_floats(k),
                nash_many.many_scratch_floats(seats, k),
            ),
            "V": max(
                bargaining.offer_scratch_ints(seats, k), nash_two.build_scratch_ints(k),
                nash_many.many_scratch_ints(seats, k),
            ),
            "X": (t + 1) * nash_two.frontier_floats(k), "Y": (t + 1) * nash_two.frontier_ints(k),
        }  # fmt: skip

    def put(
        self, path: str, field: str, index: tuple[int, ...], number: Number, low: float, high: float,
        transform: Transform = same,
    ) -> None:  # fmt: skip
        """Place a number at an index of a field; an uncertain one is drawn there in each history."""
        flat = 0
        for length, i in zip(self.forms[field], index, strict=True):
            flat = flat * length + i
        flat += self.offsets[field]
        self.places.setdefault(path, []).append(Place(flat, low, high, transform))
        self.arrays["lowest"][flat], self.arrays["highest"][flat] = sorted((transform(low), transform(high)))
        if number.uncertain:
            self.uncertain.append((flat, path, number, low, high, transform))
        else:
            self.arrays["numbers"][flat] = transform(number.value)

    def _words(self) -> None:
        for kind, field in (
            ("parties", "party_word"), ("issues", "issue_word"), ("tables", "table_word"),
            ("mediators", "mediator_word"), ("events", "event_word"),
        ):  # fmt: skip
            for name, i in self.index[kind].items():
                self.arrays[field][i] = word(name)

    def _parties(self) -> None:

        a = self.arrays
        for name, p in self.index["parties"].items():
            party = self.scenario.principals[name]
            at = f"parties.{name}"
            a["side"][p] = SIDE[party.side or "none"]
            a["ratifies"][p] = party.ratifies
            for key in parameters.PARTY:
                parameter = PRINCIPALS[party.role].parameter(key)
                self.put(f"{at}.{key}", key, (p,), getattr(party, key), parameter.low, parameter.high)
            assert party.settles is not None
            self.put(f"{at}.settles", "settles", (p,), party.settles, 0, 1)
            if party.truly_settles is not None:
                a["has_own_truth"][p] = 1
                self.put(f"{at}.truly_settles", "truly_settles", (p,), party.truly_settles, 0, 1)
            self.put(f"{at}.signals", "signals", (p,), party.signals, 0.001, 1000)
            violence = party.violence if self.scenario.war else Number(value=0.0)
            self.put(f"{at}.violence", "violence", (p,), violence, 0, 1e7)
            self.put(f"{at}.troops", "troops", (p,), party.troops, 0, 1e9)
            if party.hardliners:
                a["has_hardliners"][p] = 1
                for key, parameter in parameters.HARDLINERS.items():
                    number = getattr(party.hardliners, key)
                    self.put(f"{at}.hardliners.{key}", f"hardliner_{key}", (p,), number, parameter.low, parameter.high)
            for key in TOWARD_PARTIES:
                for other, number in getattr(party, key).items():
                    self.put(f"{at}.{key}.{other}", key, (p, self.index["parties"][other]), number, -1, 2)
            for other in party.standing_with:
                a["has_standing_with"][p, self.index["parties"][other]] = 1
            for table, number in party.effort_at.items():
                low, high = parameters.EFFORT_AT.low, parameters.EFFORT_AT.high
                self.put(f"{at}.effort_at.{table}", "effort_at", (p, self.index["tables"][table]), number, low, high)
            self._positions(name, p)
            for gesture_name, gesture in party.gestures.items():
                k = self.index["issues"][gesture.issue]
                a["gesture_level"][p, k] = self.scenario.issues[gesture.issue].level(gesture.level)
                a["gesture_lasts"][p, k] = gesture.lasting
                self.put(f"{at}.gestures.{gesture_name}.months", "gesture_months", (p, k), gesture.months, 0.1, 1200)
                self.put(f"{at}.gestures.{gesture_name}.rate", "gesture_rate", (p, k), gesture.rate, 0, 1)

        for g, (p, k) in enumerate(self.gestures):
            a["gesture_party"][g], a["gesture_issue"][g] = p, k

    def _positions(self, name: str, p: int) -> None:
        a = self.arrays
        a["red_low"][p, :], a["red_high"][p, :] = 0.0, 1.0
        for issue_name, position in self.scenario.principals[name].positions.items():
            issue, k = self.scenario.issues[issue_name], self.index["issues"][issue_name]
            at = f"parties.{name}.positions.{issue_name}"
            home = position.home
            self._stakes(at, (p, k), position)
            if issue.kind == "options":
                self._table(at, (p, k), position, issue)
                continue
            own, theirs = f"{at}.ideal", f"{at}.home.ideal"
            if home is None or home.ideal is None:  # the same path is the same draw
                theirs = own
            self._level(theirs, "home_ideal", (p, k), (home and home.ideal) or position.aim, issue)
            self._level(own, "ideal", (p, k), position.aim, issue)
            if position.red_line:
                for i, field in enumerate(red_ends(*position.red_line, issue)):
                    self._level(f"{at}.red_line.{i}", field, (p, k), position.red_line[i], issue)

    def _stakes(self, at: str, index: tuple[int, int], position: Position) -> None:
        """Place what an issue matters to a party, and to those at its home."""
        home = position.home
        own, theirs = f"{at}.salience", f"{at}.home.salience"
        if home is None or home.salience is None:
            theirs = own
        self.put(theirs, "home_salience", index, (home and home.salience) or position.salience, 0, 100)
        self.put(own, "salience", index, position.salience, 0, 100)

    def _table(self, at: str, index: tuple[int, int], position: Position, issue: Issue) -> None:
        """Place what each option is worth to a party, and which it refuses."""
        for i, option in enumerate(issue.options):
            self.put(f"{at}.values.{option}", "option_value", (*index, i), position.values[option], -LARGEST, LARGEST)
            self.arrays["refuses"][(*index, i)] = option in position.refuses

    def _level(self, path: str, field: str, index: tuple[int, ...], number: Number, issue: Issue) -> None:
        """Place a real level as a share of its issue's range."""
        self.put(path, field, index, number, min(issue.range), max(issue.range), share_of(issue))

    def _mediators(self) -> None:

        for name, m in self.index["mediators"].items():
            mediator = self.scenario.mediators[name]
            at = f"parties.{name}"
            for key, field in MEDIATOR_FIELDS.items():
                parameter = MEDIATOR.defaults[key]
                self.put(f"{at}.{key}", field, (m,), getattr(mediator, key), parameter.low, parameter.high)
            for key in MEDIATOR.toward:
                for party, number in getattr(mediator, key).items():
                    self.put(f"{at}.{key}.{party}", key, (m, self.index["parties"][party]), number, -1, 1)

    def _issues(self) -> None:
        a = self.arrays
        for name, k in self.index["issues"].items():
            issue = self.scenario.issues[name]
            at = f"issues.{name}.effects"
            a["steps"][k] = issue.steps
            a["options"][k] = len(issue.options)
            a["option_word"][k, : len(issue.options)] = [word(option) for option in issue.options]
            a["deliverers"][k] = len(issue.delivered_by)
            a["delivers"][k, [self.index["parties"][who] for who in issue.delivered_by]] = 1
            self.put(f"issues.{name}.lag", "lag", (k,), issue.lag, 0, 1200)
            a["after_first"][k], a["after_count"][k] = self.programs["after", name]
            a["revocable"][k] = issue.revocable
            a["tranches"][k] = issue.tranches
            a["two_way"][k] = issue.two_way
            a["start_level"][k] = 0.0 if issue.in_force is None else issue.level(issue.in_force)
            a["issue_public"][k] = issue.public
            a["follow_table"][k] = a["follow_rung"][k] = -1
            if issue.follow:
                a["follow_table"][k] = self.index["tables"][issue.follow.table]
                a["follow_rung"][k] = self.names.rungs[issue.follow.table].index(issue.follow.reached)
            for party, p in self.index["parties"].items():
                number = issue.effects.calm_by_party.get(party, issue.effects.calm)
                path = f"{at}.calm_by_party.{party}" if party in issue.effects.calm_by_party else f"{at}.calm"
                self.put(path, "calm", (k, p), number, 0, 1)
            self.put(f"{at}.leverage", "shift", (k,), issue.effects.leverage, -1, 1)
            self.put(f"{at}.troops", "withdrawn", (k,), issue.effects.troops, 0, 1e9)

    def _demands(self) -> None:
        for full_name, d in self.index["demands"].items():
            party, name = full_name.split(".")
            demand = self.scenario.principals[party].demands[name]
            self.arrays["demand_word"][d] = word(name)
            self.arrays["demand_party"][d] = self.index["parties"][party]
            self.put(f"parties.{party}.demands.{name}.firm", "demand_firm", (d,), demand.firm, 0, 1)
            self.put(f"parties.{party}.demands.{name}.relent", "demand_relent", (d,), demand.relent, 0, 1)
        self.arrays["demand_low"][:], self.arrays["demand_high"][:] = 0.0, 1.0
        for field, d, k, level in self.demanded:
            strictest = max if field == "demand_low" else min
            self.arrays[field][d, k] = strictest(self.arrays[field][d, k], level)

    def _tables(self) -> None:

        a = self.arrays
        for name, t in self.index["tables"].items():
            table = self.scenario.tables[name]
            for key, parameter in parameters.TABLE.items():
                self.put(
                    f"tables.{name}.{key}",
                    RENAMED.get(key, key),
                    (t,),
                    getattr(table, key),
                    parameter.low,
                    parameter.high,
                )
            self.put(f"tables.{name}.secret", "secret", (t,), Number(value=float(table.secret)), 0, 1)
            seats = sorted(self.index["parties"][party] for party in table.parties)
            a["seats"][t] = len(seats)
            a["seat"][t, : len(seats)] = seats
            a["seated"][t, seats] = 1
            a["unseated"][t] = (a["delivers"] @ (1 - a["seated"][t])) * (a["follow_table"] < 0)
            a["mediates"][t, [self.index["mediators"][m] for m in table.mediators]] = 1
            a["convener"][t] = self.index["parties"][table.convener] if table.convener else -1
            a["met_before"][t] = table.met
            a["rungs"][t] = len(table.rungs)
            for r, rung in enumerate(table.rungs):
                a["rung_word"][t, r] = word(rung.name)
                a["binding"][t, r], a["package_allowed"][t, r] = rung.binding, rung.package
                for issue in rung.agenda:
                    a["agenda_at_start"][t, r, self.index["issues"][issue]] = 1
                    a["on_table"][t, self.index["issues"][issue]] = 1
                for place, issue in enumerate(rung.order):
                    a["order"][t, r, self.index["issues"][issue]] = place + 1
                a["rung_public"][t, r] = rung.public
                a["rung_demand"][t, r] = self.index["demands"][rung.demand] if rung.demand else -1
                for asked in tables_named(rung.requires):
                    a["waits_for"][t, r, self.index["tables"][asked]] = 1
                a["turn"][t, r] = np.argsort(a["order"][t, r], kind="stable")
                a["must_consent"][t, r, [self.index["parties"][who] for who in rung.consent]] = 1
                a["requires_first"][t, r], a["requires_count"][t, r] = self.programs["requires", name, rung.name]
                a["rung_from"][t, r] = 0 if rung.not_before is None else self._round(rung.not_before)

    def _war(self) -> None:

        a, war = self.arrays, self.scenario.war
        a["season"][:] = 1.0
        if war is None:
            a["hurt_at_start"][0], a["dispersion"][0], a["normal"][0] = 1.0, 1.0, NO_WAR
            a["leverage_at_start"][0] = parameters.WAR["leverage"].default
            return
        season = np.array(war.season)
        a["season"][:] = season / season.mean()
        for key, parameter in parameters.WAR.items():
            number = getattr(war, key)
            if key == "normal" and number.value == 0:
                number = Number(value=self._mean_violence())
            self.put(f"war.{key}", WAR_FIELDS.get(key, key), (0,), number, parameter.low, parameter.high)
        for (i, j), number in answers(self.scenario).items():
            self.put(
                f"war.answers.{i}.{j}", "answers", (self.index["parties"][i], self.index["parties"][j]), number, 0, 100
            )

    def _mean_violence(self) -> float:
        """Incidents a month of all parties in a stationary war, at the middle of every uncertain number."""
        parties = list(self.names.parties)
        alpha = np.zeros((len(parties), len(parties)))
        assert self.scenario.war is not None
        branching = middle(self.scenario.war.branching or Number(value=0.0), 0, 1)
        for (i, j), number in answers(self.scenario).items():
            alpha[parties.index(i), parties.index(j)] = branching * middle(number, 0, 100)
        own = np.array([middle(self.scenario.principals[name].violence, 0, 1e7) for name in parties])
        return float(np.linalg.solve(np.eye(len(parties)) - alpha, own).sum())

    def _events(self) -> None:
        a, effect = self.arrays, 0
        events = {event.name: event for event in self.scenario.events}
        for name, e in self.index["events"].items():
            event = events[name]
            if event.rate is not None:
                self.put(f"events.{name}.rate", "event_rate", (e,), event.rate, 0, 1)
            else:
                assert event.on is not None
                a["event_round"][e] = self._round(event.on)
                self.put(f"events.{name}.chance", "event_rate", (e,), event.chance or Number(value=1.0), 0, 1)
            a["event_from"][e] = 0 if event.not_before is None else self._round(event.not_before)
            self.put(f"events.{name}.months", "event_months", (e,), event.months, 0, 1200)
            a["event_once"][e] = event.once or event.on is not None
            for table, number in event.calls_off.items():
                path = f"events.{name}.calls_off.{table}"
                self.put(path, "calls_off", (e, self.index["tables"][table]), number, 0, 1)
            for place, item in enumerate(event.effects):
                a["effect_event"][effect] = e
                number, operation = next(
                    (n, op) for n, op in ((item.to, SET), (item.add, ADD), (item.times, MULTIPLY)) if n is not None
                )
                own, also = self._targets(item.change)
                a["effect_target"][effect], a["effect_also"][effect] = own, also
                a["event_weighs"][e] |= self._in(WEIGHING, own) or self._in(WEIGHING, also)
                a["event_limits"][e] |= own <= FIRST_LEVEL or self._in(LIMITING, own)
                a["effect_operation"][effect] = operation
                issue = issue_moved(item, self.scenario)
                low, high = -1e9, 1e9
                transform: Transform = same
                if issue is not None:
                    transform = share_of(issue) if operation == SET else part_of(issue)
                if operation == SET:
                    low, high = sorted(issue.range) if issue else self._bounds(a["effect_target"][effect])
                self.put(f"events.{name}.effects.{place}", "effect_value", (effect,), number, low, high, transform)
                effect += 1

    def _targets(self, path: str) -> tuple[int, int]:
        """What an effect changes: where the number stands (or, below 0, a code), and where those at home have it too."""
        if path == "leverage":
            return LEVERAGE, -1
        kind, name, *_ = path.split(".")
        if kind == "issues":
            return FIRST_LEVEL - self.index["issues"][name], -1
        own, *also = (place.flat for place in reversed(self.places[path]))
        return own, also[0] if also else -1

    def _in(self, fields: Iterable[str], flat: int) -> bool:
        """Whether a place among the numbers, if it is one, is in some fields."""
        return any(self.offsets[field] <= flat < self.offsets[field] + self.arrays[field].size for field in fields)

    def _bounds(self, target: int) -> tuple[float, float]:
        """The range of a number that an event sets."""
        return (self.arrays["lowest"][target], self.arrays["highest"][target]) if target >= 0 else (-1e9, 1e9)

    def _outcomes(self) -> None:
        for o, name in enumerate(self.names.outcomes):
            first, count = self.programs["outcome", name]
            self.arrays["outcome_first"][o], self.arrays["outcome_count"][o] = first, count
        for i, each in enumerate(self.code):
            self.arrays["instruction"][i] = each.code
            self.arrays["subject"][i], self.arrays["object"][i] = each.subject, each.object
            self.arrays["deadline"][i], self.arrays["threshold"][i] = each.deadline, each.threshold
            self.arrays["earlier"][i] = each.earlier
        self.arrays["dated"][:] = self.dated

    def _calendar(self) -> None:
        for t in range(self.scenario.time.rounds + 1):
            self.arrays["months_of_round"][t] = self.rounds.months(t)
            self.arrays["month_of_round"][t] = self.rounds.month_index(t)

    def _uncertain(self) -> None:
        """Lay the tables of all numbers that were found uncertain while placing them."""
        found = sorted(self.uncertain, key=lambda item: (item[1], item[0]))
        self.sizes["U"] = len(found)
        a = self.arrays
        a["uncertain_target"] = np.array([item[0] for item in found], dtype=np.int64)
        a["uncertain_word"] = np.array([word(item[1]) for item in found], dtype=np.int64)
        a["choices"] = np.zeros(len(found), dtype=np.int64)
        a["chance"] = np.zeros(len(found))
        a["quantiles"] = np.zeros((len(found), QUANTILES))
        for u, (_, _, number, low, high, transform) in enumerate(found):
            if number.form == "choice":
                edges, values = choice_table(number)
                n = a["choices"][u] = len(values)
                a["quantiles"][u, :n], a["quantiles"][u, n : 2 * n] = edges, transform(values)
            else:
                a["quantiles"][u] = transform(quantiles(number, low, high, QUANTILES))

    def _compile_conditions(self) -> None:
        for name, issue in self.scenario.issues.items():
            first = len(self.code)
            if issue.after is not None:
                self._emit(issue.after)
            self.programs["after", name] = first, len(self.code) - first
        for table_name, table in self.scenario.tables.items():
            for rung in table.rungs:
                first = len(self.code)
                self._emit_all(rung.requires, c.AND)
                self.programs["requires", table_name, rung.name] = first, len(self.code) - first
        for name, condition in self.scenario.outcomes.items():
            first = len(self.code)
            self._emit(condition)
            self.programs["outcome", name] = first, len(self.code) - first

    def _emit(self, condition: Condition) -> None:
        """Append a condition's instructions; they leave one truth value."""
        parts, first = 0, len(self.code)
        for instructions in self._basics(condition):
            self.code += instructions
            parts = self._joined(parts, c.AND)
        for group, operator in ((condition.all, c.AND), (condition.any, c.OR)):
            if group is not None:
                self._emit_all(group, operator)
                if not group:
                    self.code.append(Instruction(c.TRUE if operator == c.AND else c.FALSE))
                parts = self._joined(parts, c.AND)
        if condition.not_ is not None:
            self._emit(condition.not_)
            self.code.append(NEGATION)
            self._joined(parts, c.AND)
        if condition.demand is not None:
            self.code += [self._demand(condition, condition.demand, len(self.code) - first), Instruction(c.OR)]

    def _demand(self, condition: Condition, name: str, asked: int) -> Instruction:
        """Whether what the `asked` instructions before it ask is no condition after all."""
        d, k, level = self.index["demands"][name], -1, 0.0
        if condition.issue is not None:
            k, issue = self.index["issues"][condition.issue], self.scenario.issues[condition.issue]
            for field, real in (("demand_high", condition.at_most), ("demand_low", condition.at_least)):
                if real is not None:
                    level = issue.level(real)
                    self.demanded.append((field, d, k, level))
        return Instruction(c.DEMAND, d, k, asked, level)

    def _emit_all(self, conditions: Iterable[Condition], operator: int) -> None:
        """Append several conditions, joined as they come, so that the stack stays shallow."""
        parts = 0
        for condition in conditions:
            self._emit(condition)
            parts = self._joined(parts, operator)

    def _joined(self, parts: int, operator: int) -> int:
        """Join the truth value just appended to the one before it, if there is one; always leaves one."""
        if parts:
            self.code.append(Instruction(operator))
        return 1

    def _basics(self, condition: Condition) -> Iterator[list[Instruction]]:
        """What a condition asks itself, each as instructions that leave one truth value."""
        if condition.otherwise:
            yield [Instruction(c.TRUE)]
        deadline = self._deadline(condition)
        if condition.won is not None:
            yield [Instruction(c.WON, SIDE[condition.won], 0, deadline)]
        if condition.table is not None:
            yield from self._asked_of_table(condition, condition.table, deadline)
        if condition.issue is not None:
            yield from self._asked_of_issue(condition, condition.issue, deadline)
        if condition.leverage is not None:
            side = SIDE[condition.leverage]
            if condition.at_least is not None:
                yield [Instruction(c.LEVERAGE_AT_LEAST, side, 0, deadline, condition.at_least)]
            if condition.at_most is not None:
                yield [Instruction(c.LEVERAGE_ABOVE, side, 0, deadline, condition.at_most), NEGATION]
        if condition.violence is not None:
            who = c.EVERYBODY if condition.violence == "all" else self.index["parties"][condition.violence]
            rounds = max(1, round((condition.months or A_YEAR) / self.rounds.months(2)))
            back = 0 if condition.earlier is None else max(1, round(condition.earlier / self.rounds.months(2)))
            if condition.at_least is not None:
                yield [Instruction(c.VIOLENCE_AT_LEAST, who, rounds, deadline, condition.at_least, back)]
            if condition.at_most is not None:
                yield [Instruction(c.VIOLENCE_AT_MOST, who, rounds, deadline, condition.at_most, back)]

    def _asked_of_issue(self, condition: Condition, name: str, deadline: int) -> Iterator[list[Instruction]]:
        k, issue = self.index["issues"][name], self.scenario.issues[name]
        if condition.is_ is not None:
            code = c.AGREED_IS if condition.agreed else c.IS
            yield [Instruction(code, k, 0, deadline, issue.level(condition.is_))]
        if condition.at_least is not None:
            code = c.AGREED_AT_LEAST if condition.agreed else c.AT_LEAST
            yield [Instruction(code, k, 0, deadline, issue.level(condition.at_least))]
        if condition.at_most is not None:
            code = c.AGREED_ABOVE if condition.agreed else c.ABOVE
            yield [Instruction(code, k, 0, deadline, issue.level(condition.at_most)), NEGATION]

    def _asked_of_table(self, condition: Condition, table: str, deadline: int) -> Iterator[list[Instruction]]:
        t, rungs = self.index["tables"][table], self.names.rungs[table]
        for key, instruction in (("reached", c.REACHED), ("signed", c.SIGNED), ("ended", c.ENDED)):
            rung = getattr(condition, key)
            if rung is not None:
                yield [Instruction(instruction, t, rungs.index(rung), deadline)]
        if condition.meetings is not None:
            yield [Instruction(c.MEETINGS, t, 0, deadline, float(condition.meetings))]
        if condition.walk_outs is not None:
            yield [Instruction(c.WALK_OUTS, t, 0, deadline, float(condition.walk_outs))]
        for wanted, code in ((condition.suspended, c.IS_SUSPENDED), (condition.collapsed, c.COLLAPSED)):
            if wanted is not None:
                yield [Instruction(code, t, 0, deadline), *([] if wanted else [NEGATION])]

    def _deadline(self, condition: Condition) -> int:
        """The last round that counts; 0 for none, and −1 (never) for a date before the start."""
        if condition.by is None:
            return 0
        t = self._round(condition.by)
        return t if t > 0 else -1

    def _round(self, when: datetime.date | int) -> int:
        """The round of a date, or of this number; 0 or less before the start."""
        return when if isinstance(when, int) else self.rounds.round_of(when)


def share_of(issue: Issue) -> Transform:
    """Real levels of an issue → shares of its range."""
    start, end = issue.range

    def share(real: Any) -> Any:
        along = (real - start) / (end - start)
        return min(max(along, 0.0), 1.0) if isinstance(along, float) else np.clip(along, 0.0, 1.0)

    return share


def part_of(issue: Issue) -> Transform:
    """Real changes of level of an issue → parts of its range."""
    start, end = issue.range
    return lambda real: real / (end - start)


def tables_named(conditions: Iterable[Condition]) -> set[str]:
    """The tables that conditions ask of, those inside others too."""
    found = set()
    for condition in conditions:
        if condition.table is not None:
            found.add(condition.table)
        inner = (*(condition.all or ()), *(condition.any or ()), *((condition.not_,) if condition.not_ else ()))
        found |= tables_named(inner)
    return found


def answers(scenario: Scenario) -> dict[tuple[str, str], Number]:
    """Who answers whom: given, or each party's incidents answered one for one by the other side, by its rates."""
    war = scenario.war
    if war is None:
        return {}
    if war.answers:
        return {(i, j): number for i, row in war.answers.items() for j, number in row.items()}
    rates = {name: middle(party.violence, 0, 1e7) for name, party in scenario.principals.items()}
    side = {name: party.side or "none" for name, party in scenario.principals.items()}
    shares: dict[tuple[str, str], Number] = {}
    for j, incidents in rates.items():
        others = {i: rate for i, rate in rates.items() if {side[i], side[j]} == {"insurgent", "government"}}
        total = sum(others.values())
        if incidents > 0 and total > 0:
            shares |= {(i, j): Number(value=rate / total) for i, rate in others.items() if rate > 0}
    return shares


def red_ends(one: Number, other: Number, issue: Issue) -> tuple[str, str]:
    """Which end of the levels that a party accepts each end of its red line is."""
    first, second = (issue.level(middle(end, *sorted(issue.range))) for end in (one, other))
    return ("red_low", "red_high") if first <= second else ("red_high", "red_low")


def middle_line(position: Position, issue: Issue) -> tuple[float, float] | None:
    """A red line in the issue's unit, the lower end first, with the middle of each uncertain end; None if there is none."""
    if position.red_line is None:
        return None
    low, high = sorted(middle(end, *sorted(issue.range)) for end in position.red_line)
    return low, high


def middle(number: Number, low: float, high: float) -> float:
    """The value of a number, or the middle of an uncertain one (its median, to the precision of its table)."""
    if number.value is not None:
        return number.value
    if number.form == "choice":
        edges, values = choice_table(number)
        return float(values[np.searchsorted(edges, 0.5)])
    return float(quantiles(number, low, high, 3)[1])
