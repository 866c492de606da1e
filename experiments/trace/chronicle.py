"""What happened in one history: what each party chose, and by which terms, by name and in real units."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from agents import decisions
from agents.rules import choice, commitment
from agents.rules.arrays import Floats
from agents.rules.commitment import Terms
from experiments.store import json_text
from experiments.trace.results import Entry, How, LastBlock, Limit, PartyType, RoundTold, Standing, TraceResult, War
from experiments.words import sentences
from experiments.words.sentences import SAME
from sim.engine.arrays import Compiled
from sim.engine.mesa_model import Kinds, PeaceTalks
from sim.engine.records import Records
from sim.world import outcome
from sim.world.codes import BLOCKS, NOBODY, STAGES, SUSPENDED
from sim.world.state import World

Details = dict[str, object]
"""What is known of a happening, by key; None where a key does not apply."""
TYPES: tuple[PartyType, ...] = ("stall", "settle")


HELD = "held to a demand"
BY_EVENT = "moved by an event"


def unseen_war() -> War:
    """The war of a round that is not over."""
    return {"incidents": {}, "usual": {}, "normal": 0.0, "hurt": 0.0, "leverage": 0.0}


@dataclass
class Round:
    """What happened in a round, in order, and how things stood when it was over."""

    number: int
    label: str
    entries: list[Entry] = field(default_factory=list)
    war: War = field(default_factory=unseen_war)
    levels: dict[str, float] = field(default_factory=dict)
    beliefs: dict[str, dict[str, float]] = field(default_factory=dict)
    tables: dict[str, Standing] = field(default_factory=dict)

    def told(self) -> RoundTold:
        """The same as plain data."""
        return {
            "number": self.number, "label": self.label, "entries": self.entries, "war": self.war,
            "levels": self.levels, "beliefs": self.beliefs, "tables": self.tables,
        }  # fmt: skip


class Chronicle:
    """Listens to a history and keeps what happened, by name and in real units."""

    def __init__(self, compiled: Compiled, seed: int, history: int) -> None:
        """An empty chronicle of one history."""
        self.compiled, self.seed, self.history = compiled, seed, history
        self.rounds: list[Round] = []
        self.types_at_start: dict[str, PartyType] = {}
        self.types_at_end: dict[str, PartyType] = {}
        self.beliefs_at_start: dict[str, dict[str, float]] = {}
        self.levels_at_start: dict[str, float] = {}
        self.public_at_start: dict[str, bool] = {}
        self.demands_at_start: dict[str, bool] = {}
        self.blocks: dict[str, LastBlock] = {}
        self.outcome = ""
        self._gestures: set[str] = set()
        self.whole: tuple[int, ...] = ()
        """The history's row of whole numbers, as a batch would keep it (`sim.world.outcome.counts`)."""
        self.measured: tuple[float, ...] = ()
        """Its row of measures (`sim.world.outcome.measures`)."""

    def tell(self, w: World, kind: str, t: int, a: int, k: int, x: float) -> None:
        """Note what happened: at table `t`, to party `a`, about issue `k`, of size `x`."""
        if kind == "round":
            self._open(w)
        elif kind == "round over":
            self._close(w)
        elif kind in DETAILS:
            self._note(kind, DETAILS[kind](self, w, t, a, k, x))
        elif kind != "incidents":  # these are read when the round is over
            self._note(kind, {"table": self._table(t), "party": self._party(a), "issue": self._issue(k), "size": x})

    def tell_choice(
        self, w: World, kind: str, a: int, t: int, k: int, terms: Terms, settle: float, stall: float, yes: bool
    ) -> None:
        """Note a decision: its terms for the party's true type, and how likely a yes was for either type."""
        of_type = terms[0] if w.means_to_settle[a] else terms[1]
        named = {name: value for name, value in named_terms(kind, of_type) if value != 0.0}
        entry: Details = {
            "decision": kind,
            "table": self._table(t),
            "party": self._party(a),
            "issue": self._issue(k),
            "type": TYPES[w.means_to_settle[a]],
            "terms": named,
            "advantage": choice.total(of_type),
            "rationality": w.rationality[a],
            "probability": settle if w.means_to_settle[a] else stall,
            "probability_if": {"settle": settle, "stall": stall},
            "yes": bool(yes),
        }
        if kind == "attend":
            entry["back"] = w.stage[t] == SUSPENDED
        self._note("decision", entry)

    def end(self, w: World, whole: Sequence[int], measured: Sequence[float]) -> None:
        """Note how the finished history ended, and its rows."""
        names = self.compiled.names
        self.outcome = names.outcomes[w.outcome] if w.outcome >= 0 else ""
        self.types_at_end = self._types(w)
        for t, table in enumerate(names.tables):
            if w.block_party[t] >= 0:
                self.blocks[table] = {
                    "party": self._party(w.block_party[t]),
                    "issue": self._issue(w.block_issue[t]),
                    "how": cast(How, BLOCKS[w.block_how[t]]),
                }
        self.whole, self.measured = tuple(map(int, whole)), tuple(map(float, measured))

    @property
    def row(self) -> dict[str, float]:
        """What the history left behind, by column."""
        names = self.compiled.names
        tables = [(table, names.rungs[table]) for table in names.tables]
        counts = outcome.counts(tables, names.issues, names.parties, names.demands)
        measures = outcome.measures(names.issues, names.parties)
        keys = [column.name for column in (*counts, *measures)]
        return dict(zip(keys, (*self.whole, *self.measured), strict=True))

    def was_held_to(self, table: str, demand: str) -> bool:
        """Whether a party held to this demand at this table in the round before."""
        before = self.rounds[-2].entries if len(self.rounds) > 1 else []
        return any(e["kind"] == HELD and e["table"] == table and e["demand"] == demand for e in before)

    def real(self, k: int, level: float) -> float:
        """A level of issue `k` in its real unit."""
        return round(self.compiled.scenario.issues[self.compiled.names.issues[k]].real(level), 9) + 0.0

    def levels(self, source: Floats) -> dict[str, float]:
        """Levels of all issues, in real units."""
        return {name: self.real(k, source[k]) for k, name in enumerate(self.compiled.names.issues)}

    def tabled(self, w: World, t: int, n: int) -> Details:
        """What is tabled, the room that there was, and what it is worth to each seat within the agenda."""
        issues, parties = self.compiled.names.issues, self.compiled.names.parties
        return self.room(w, t, n) | {
            "text": {issues[w.item[i]]: self.real(w.item[i], w.item_text[i]) for i in range(n)},
            "worth": {parties[w.seat[t, s]]: decisions.package_worth(w, s, n) for s in range(w.seats[t])},
        }

    def room(self, w: World, t: int, n: int) -> Details:
        """How far an offer can go on each issue where it cannot go all the way, or which options are left, and why."""
        issues = self.compiled.names.issues
        fewer = {w.item[i]: i for i in range(n) if w.options[w.item[i]] > w.item_count[i]}
        left = {k: [w.item_option[i, j] / w.steps[k] for j in range(w.item_count[i])] for k, i in fewer.items()}
        narrowed = [i for i in range(n) if w.item_low[i] > SAME or w.item_high[i] < 1.0 - SAME]
        items = [(w.item[i], w.item_low[i], w.item_high[i]) for i in narrowed]
        return {
            "room": {issues[k]: [self.real(k, low), self.real(k, high)] for k, low, high in items}
            | {issues[k]: [self.real(k, level) for level in sorted(levels)] for k, levels in left.items()},
            "limits": {issues[k]: list(limits_of(w, t, k, low, high)) for k, low, high in items}
            | {issues[k]: list(limits_of(w, t, k, 0.0, 1.0)) for k in left},
        }

    def label(self, t: int) -> str:
        """Round `t` for a reader."""
        day = self.compiled.rounds.end(t)
        return f"{day:%B %Y}" if self.compiled.scenario.time.step == "month" else f"week to {sentences.day(day)}"

    def _note(self, kind: str, details: Details) -> None:
        entry = {"kind": kind} | {key: value for key, value in details.items() if value is not None}
        self.rounds[-1].entries.append(cast(Entry, entry))

    def _open(self, w: World) -> None:
        if not self.rounds:
            self.types_at_start, self.beliefs_at_start = self._types(w), self._beliefs(w)
            self.levels_at_start = self.levels(w.level)
            self.demands_at_start = {
                name: bool(w.demand_stands[d]) for d, name in enumerate(self.compiled.names.demands)
            }
            self.public_at_start = {name: bool(w.public[t]) for t, name in enumerate(self.compiled.names.tables)}
        self.rounds.append(Round(w.round, self.label(w.round)))

    def _close(self, w: World) -> None:
        now = self.rounds[-1]
        now.levels, now.beliefs = self.levels(w.level), self._beliefs(w)
        now.war = self._war(w)
        now.tables = {name: self._standing(w, t, name) for t, name in enumerate(self.compiled.names.tables)}
        self._note_failures()
        self._note_untold_levels(w)

    def _note_failures(self) -> None:
        """Failures counted against a table this round, with what they did to it."""
        for table, after in self.rounds[-1].tables.items():
            before = self.rounds[-2].tables[table]["failures"] if len(self.rounds) > 1 else 0.0
            if after["failures"] > before:
                self._note(
                    "failure",
                    {
                        "table": table,
                        "failures": after["failures"],
                        "allowed": after["allowed"],
                        "stage": after["stage"],
                    },
                )

    def _note_untold_levels(self, w: World) -> None:
        """Levels that moved without anyone's decision: gestures that lapsed, what follows a step, what nobody delivers."""
        now = self.rounds[-1]
        before = self.rounds[-2].levels if len(self.rounds) > 1 else self.levels_at_start
        told = {e["issue"] for e in now.entries if e["kind"] in ("delivery", "taken back", "gesture", BY_EVENT)}
        running = {name for k, name in enumerate(self.compiled.names.issues) if w.gesture_until[k] > 0}
        for issue, level in now.levels.items():
            if abs(level - before[issue]) > SAME and issue not in told:
                lapsed = issue in self._gestures and issue not in running
                follow = self.compiled.scenario.issues[issue].follow
                kind = "lapsed" if lapsed else "followed" if follow else "took effect"
                self._note(kind, {"table": follow and follow.table, "issue": issue, "level": level})
        self._gestures = running

    def _standing(self, w: World, t: int, name: str) -> Standing:
        rungs = self.compiled.names.rungs[name]
        return {
            "stage": STAGES[w.stage[t]],
            "rung": rungs[w.rung[t]] if w.rung[t] < len(rungs) else None,
            "open": bool(w.open[t]),
            "public": bool(w.public[t]),
            "failures": w.failures[t],
            "allowed": w.failures_allowed[t],
        }

    def _war(self, w: World) -> War:
        armed = [(a, name) for a, name in enumerate(self.compiled.names.parties) if w.usual[a] > 0 or w.count[a] > 0]
        return {
            "incidents": {name: w.count[a] for a, name in armed},
            "usual": {name: w.usual[a] for a, name in armed},
            "normal": w.normal[0] * w.months,
            "hurt": w.hurt,
            "leverage": w.leverage,
        }

    def _types(self, w: World) -> dict[str, PartyType]:
        return {name: TYPES[w.means_to_settle[a]] for a, name in enumerate(self.compiled.names.parties)}

    def _beliefs(self, w: World) -> dict[str, dict[str, float]]:
        names = self.compiled.names.parties
        return {
            observer: {observed: w.belief[b, a] for a, observed in enumerate(names) if a != b}
            for b, observer in enumerate(names)
        }

    def _table(self, t: int) -> str | None:
        return self.compiled.names.tables[t] if t >= 0 else None

    def _party(self, a: int) -> str | None:
        return self.compiled.names.parties[a] if a >= 0 else None

    def _issue(self, k: int) -> str | None:
        return self.compiled.names.issues[k] if k >= 0 else None


def limits_of(w: World, t: int, k: int, low: float, high: float) -> Iterator[Limit]:
    """What narrows an issue's room at a table to these bounds, 0 to 1 (docs/model.md, 7.6)."""
    seated = [w.seat[t, s] for s in range(w.seats[t])]
    if low > SAME and abs(low - decisions.standing_level(w, k)) <= SAME and not w.two_way[k]:
        yield "in force"
    if any(
        w.demand_stands[d] and w.demand_party[d] in seated and (w.demand_low[d, k] > 0.0 or w.demand_high[d, k] < 1.0)
        for d in range(w.demand_word.shape[0])
    ):
        yield "demand"
    absent = any(w.delivers[k, a] for a in range(w.parties) if a not in seated)
    if absent and w.follow_table[k] == NOBODY:
        yield "absent deliverer"
    refused = any(w.refuses[a, k, option] for a in seated for option in range(w.options[k]))
    if refused or any(w.red_low[a, k] > 0.0 or w.red_high[a, k] < 1.0 for a in seated):
        yield "red line"


def _meeting(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    table = c.compiled.names.tables[t]
    return {
        "table": table,
        "parties": [c.compiled.names.parties[w.seat[t, s]] for s in range(w.seats[t])],
        "number": int(x),
        "rung": c.compiled.names.rungs[table][w.rung[t]],
        "public": bool(w.public[t]),
    }


def _offer(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    return {"table": c._table(t), "party": c._party(a)} | c.tabled(w, t, int(x))


def _text(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    entry: Details = {"table": c._table(t), "mediator": c.compiled.names.mediators[a]}
    return entry | c.tabled(w, t, int(x)) if x >= 0 else entry


def _refusal(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    last = next(e for e in reversed(c.rounds[-1].entries) if e["kind"] in ("offer", "text"))
    party, worth = c.compiled.names.parties[a], last["worth"]
    assert isinstance(worth, dict)  # of what is tabled, by party
    return {
        "table": c._table(t),
        "party": party,
        "issue": c._issue(k),
        "worth": worth[party],
        "asked": x,
        "mediator": last.get("mediator"),
    }


def _agreed(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    table = c.compiled.names.tables[t]
    return {
        "table": table,
        "rung": c.compiled.names.rungs[table][decisions.through(w, t)],
        "binding": x > 0 and decisions.binds(w, t),
        "text": {name: c.real(i, w.text[t, i]) for i, name in enumerate(c.compiled.names.issues) if w.covered[t, i]},
    }


def _delivery(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    return _where(c, w, t, a, k, x) | {"level": c.real(k, x), "agreed": c.real(k, w.text[t, k])}


def _not_yet_due(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    return _where(c, w, t, a, k, x) | {"months": x}


def _moved(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    return {"issue": c._issue(k), "level": c.real(k, x)}


def _default(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    return _where(c, w, t, a, k, x) | {"level": c.real(k, w.next_level[k]), "agreed": c.real(k, x)}


def _taken_back(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    return _where(c, w, t, a, k, x) | {"level": c.real(k, x), "before": c.real(k, w.level[k])}


def _gesture(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    until = c.label(w.gesture_until[k]) if w.gesture_until[k] > 0 else None
    return _where(c, w, t, a, k, x) | {"level": c.real(k, x), "until": until}


def _climbed(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    table = c.compiled.names.tables[t]
    return {"table": table, "rung": c.compiled.names.rungs[table][k]}


def _collapse(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    return {"table": c._table(t), "failures": x}


def _words(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    return {
        "table": c._table(t),
        "mediator": c.compiled.names.mediators[int(x)],
        "hearer": c._party(k),
        "party": c._party(a),
    }


def _turnover(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    return {"party": c._party(a), "type": TYPES[int(x)]}


def _event(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    until = w.event_until[k]
    return {"event": c.compiled.names.events[k], "until": c.label(until) if until > w.round else None}


def _resumed(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    return {"table": c._table(t), "stage": STAGES[w.stage[t]]}


def _called_off(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    return {"table": c._table(t), "event": c.compiled.names.events[k]}


def _relented(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    return {"party": c._party(a), "demand": c.compiled.names.demands[k]}


def _passed_over(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    table, demand, r = c.compiled.names.tables[t], c.compiled.names.demands[k], int(x)
    rungs = c.compiled.names.rungs[table]
    lapse = "moot" if w.demand_stands[k] else "given up" if c.demands_at_start[demand] else "bluff"
    return {
        "table": table, "party": c._party(a), "demand": demand, "rung": rungs[r], "next": rungs[r + 1], "reason": lapse,
    }  # fmt: skip


def _held_to_a_demand(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    table, demand = c.compiled.names.tables[t], c.compiled.names.demands[int(x)]
    again = c.was_held_to(table, demand)
    return _where(c, w, t, a, k, x) | {
        "rung": c.compiled.names.rungs[table][w.rung[t]],
        "demand": demand,
        "again": again,
    }


def _won(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    return {"side": "insurgent" if x > 0 else "government"}


def _no_offer(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    return _where(c, w, t, a, k, x) | c.room(w, t, int(x))


def _where(c: Chronicle, w: World, t: int, a: int, k: int, x: float) -> Details:
    return {"table": c._table(t), "party": c._party(a), "issue": c._issue(k)}


DETAILS: dict[str, Callable[[Chronicle, World, int, int, int, float], Details]] = {
    "meeting": _meeting, "package": _where, "offer": _offer, "text": _text, "refusal": _refusal,
    "no offer possible": _no_offer, "agreed": _agreed, "delivery": _delivery, "default": _default,
    "taken back": _taken_back, "climbed": _climbed, "collapse": _collapse, "walk-out": _where,
    "resumed": _resumed, "leak": _where, "announced": _where, "called off": _called_off, "relented": _relented,
    "passed over": _passed_over, HELD: _held_to_a_demand, "won": _won,
    "not yet due": _not_yet_due, BY_EVENT: _moved,
    "warning": _words, "vouching": _words, "turnover": _turnover, "event": _event, "gesture": _gesture,
}  # fmt: skip
"""What is kept of each kind of happening."""
HANDLED = frozenset({*DETAILS, "round", "round over", "incidents"})
"""Every kind of happening that a chronicle knows."""


OWN_TERMS = "reasons of its own"


def named_terms(kind: str, terms: Sequence[float]) -> Iterator[tuple[str, float]]:
    """A decision's terms by name; what an agent of one's own adds to the rule book's, or puts in their place, is one more."""
    names = commitment.TERMS[kind]
    known = terms[: len(names)] if len(terms) >= len(names) else ()
    yield from zip(names, known, strict=False)
    if len(known) < len(terms):
        yield OWN_TERMS, sum(terms[len(known) :])


def trace(compiled: Compiled, seed: int, history: int, agents: Kinds | None = None) -> Chronicle:
    """Play one history with the Mesa model, perhaps with agents of one's own, and keep what happened."""
    chronicle = Chronicle(compiled, seed, history)
    model = PeaceTalks(compiled, seed, agents=agents, listener=chronicle, collect=False)
    model.play(history)
    chronicle.end(model.world, *_left_behind(model.world, compiled))
    return chronicle


def _left_behind(w: World, compiled: Compiled) -> tuple[list[int], list[float]]:
    """The rows that the finished history leaves behind."""
    records = Records.empty(compiled, 1)
    outcome.leave_behind(w, records.whole, records.measured, 0)
    return records.whole[0].tolist(), records.measured[0].tolist()


def as_json(chronicle: Chronicle) -> TraceResult:
    """The history as one object of plain values; levels in real units, parties and issues by name."""
    told: TraceResult = {
        "scenario": chronicle.compiled.scenario.title,
        "seed": chronicle.seed,
        "history": chronicle.history,
        "types": chronicle.types_at_start,
        "beliefs": chronicle.beliefs_at_start,
        "levels": chronicle.levels_at_start,
        "demands": chronicle.demands_at_start,
        "rounds": [each.told() for each in chronicle.rounds],
        "outcome": chronicle.outcome,
        "types_at_end": chronicle.types_at_end,
        "blocks": chronicle.blocks,
        "row": chronicle.row,
    }
    plain: TraceResult = json_text.plain(told)
    return plain
