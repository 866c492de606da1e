"""One history as a story: what each party chose, and by which terms, in sentences."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from textwrap import wrap

from experiments.trace.chronicle import BY_EVENT, HELD, Chronicle, Round
from experiments.trace.phrases import BACK, DEEDS, LAPSES, STANDING, is_demanded, is_share
from experiments.trace.results import Entry, Limit, Standing
from experiments.words import sentences
from experiments.words.blocks import BLOCKED
from experiments.words.conditions import condition_words
from experiments.words.demands import SIDES, demand_title
from experiments.words.names import level_words, readable, title_of
from experiments.words.sentences import SAME
from sim.scenario.checks.common import round_of, with_inner
from sim.scenario.phrases import listed
from sim.scenario.vocabulary import Condition

WIDTH = 100
MOVED = 0.03
"""Least change of a belief that is worth a sentence."""
TELLING = 0.1
"""Least difference between the types' probabilities that is worth a mention."""


def as_text(chronicle: Chronicle) -> Iterator[str]:
    """The history as a story, line by line, at most 100 columns wide."""
    for indent, paragraph in _Teller(chronicle).story():
        yield from _wrapped(paragraph, indent)


def chapters(chronicle: Chronicle) -> dict[int, list[str]]:
    """The story by round, as paragraphs; the ending comes under the number after the last."""
    teller = _Teller(chronicle)
    told = {now.number: list(teller.quiet([now]) if is_quiet(now) else teller.month(now)) for now in chronicle.rounds}
    told[len(chronicle.rounds) + 1] = list(teller.ending())
    return {
        number: [" " * indent + text.replace("\u00a0", " ") for indent, text in paragraphs]
        for number, paragraphs in told.items()
    }


def _wrapped(paragraph: str, indent: int) -> list[str]:
    """A paragraph as lines, all but the first two columns deeper; no-break spaces hold together."""
    if not paragraph:
        return [""]
    lines = wrap(
        paragraph, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + 2),
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return [line.replace("\u00a0", " ") for line in lines]


Paragraph = tuple[int, str]

FOLLOWING = frozenset({"refusal", "delivery", "gesture", "agreed"})
"""Kinds that are told in the same paragraph as what came before."""
FIRST = frozenset({"event", "turnover", "relented", BY_EVENT})
"""Kinds that come first in a month."""
QUIET_DECISIONS = frozenset({"press", "spoil"})


class _Teller:
    """Turns a chronicle into paragraphs."""

    def __init__(self, chronicle: Chronicle) -> None:
        """With beliefs as told at the start."""
        self.c = chronicle
        self.scenario = chronicle.compiled.scenario
        self.room: dict[str, dict[str, list[float]]] = {}
        self.told = {b: dict(of) for b, of in chronicle.beliefs_at_start.items()}
        units = [issue.unit for issue in self.scenario.issues.values()]
        self.plain_units = {unit for unit in units if unit and not is_share(unit) and units.count(unit) == 1}

    def story(self) -> Iterator[Paragraph]:
        """Every paragraph with its indent."""
        yield from self.opening()
        for quiet, rounds in groupby(self.c.rounds, key=is_quiet):
            if quiet:
                yield 0, ""
                yield from self.quiet(list(rounds))
            else:
                for now in rounds:
                    yield 0, ""
                    yield from self.month(now)
        yield 0, ""
        yield from self.ending()

    def opening(self) -> Iterator[Paragraph]:
        """Who meets where, what each party really is, and what the others believe of it."""
        first, last = self.c.label(1), self.c.label(self.scenario.time.rounds)
        yield 0, f"{self.scenario.title}: history {self.c.history} of seed {self.c.seed}"
        yield 0, f"From {sentences.day(self.scenario.as_of)} to the end of {last}." if first != last else f"{first}."
        yield 0, ""
        yield 0, "At the start (nobody but the reader knows who means it)"
        for party in self.c.compiled.names.parties:
            faith = _faith(self.c.types_at_start[party])
            yield 2, f"{sentences.begin(self.party(party))} {faith}.{self.believed(party, self.c.beliefs_at_start)}"
        for name in self.c.compiled.names.tables:
            yield 2, self.table_in_a_line(name)
        for name, meant in self.c.demands_at_start.items():
            yield 2, self.demand_in_a_line(name, meant)

    def demand_in_a_line(self, name: str, meant: bool) -> str:
        """What a party says must come first, where, and whether it means it."""
        party, _ = name.split(".")
        where = [
            f"{step} first" if rung.demand == name else f"before {step}"
            for table, found in self.scenario.tables.items()
            for rung in found.rungs
            if rung.demand == name or any(_refers(condition, name) for condition in rung.requires)
            for step in [self.rung(table, rung.name)]
        ]
        whose, title = sentences.begin(sentences.possessive(self.party(party))), demand_title(name, self.scenario)
        truth = "is meant" if meant else "is a bluff, and so no condition after all"
        return f"{whose} demand “{title}” ({'; '.join(where)}) {truth}."

    def table_in_a_line(self, name: str) -> str:
        """A table's members, whether it is secret, and its steps."""
        table = self.scenario.tables[name]
        mediators = f", with {listed(map(self.party, table.mediators))}" if table.mediators else ""
        secret = "" if self.c.public_at_start[name] else ", in secret"
        steps = ", then ".join(self.rung(name, rung.name) for rung in table.rungs)
        return f"{self.table(name)}: {listed(map(self.party, table.parties))}{mediators}{secret}; steps: {steps}."

    def believed(self, party: str, beliefs: dict[str, dict[str, float]]) -> str:
        """What the others believe of a party, as a sentence of its own."""
        views = [(self.party(b), sentences.belief(of[party])) for b, of in beliefs.items() if party in of]
        if not views:
            return ""
        if len({p for _, p in views}) == 1:
            whose = "The others'" if len(views) > 1 else sentences.begin(sentences.possessive(views[0][0]))
            return f" {whose} belief that {self.party(party)} would: {views[0][1]}."
        return (
            f" Belief that {self.party(party)} would: {', '.join(f'{sentences.possessive(b)} {p}' for b, p in views)}."
        )

    def ending(self) -> Iterator[Paragraph]:
        """The outcome, how far each table came, what is in force, and beliefs beside the truth."""
        ends = title_of(self.scenario.outcomes, self.c.outcome) if self.c.outcome else "none of those named"
        yield 0, f"Outcome: {ends}"
        for entry in self.c.rounds[-1].entries:
            if entry["kind"] == "won":
                yield 2, f"{_side(entry)} won the war in {self.c.rounds[-1].label}, with which the history ends."
        for name in self.c.compiled.names.tables:
            yield 2, self.table_at_the_end(name)
        yield 2, f"In force: {self.in_force()}."
        for party in self.c.compiled.names.parties:
            believed = self.believed(party, self.c.rounds[-1].beliefs)
            yield 2, f"{sentences.begin(self.party(party))} {self.true_type(party)}.{believed}"

    def true_type(self, party: str) -> str:
        """What a party really is at the end, and whether it always was."""
        before, after = self.c.types_at_start[party], self.c.types_at_end[party]
        return _faith(after) if before == after else f"{_faith(after)}, unlike at the start"

    def table_at_the_end(self, name: str) -> str:
        """How far a table came, its meetings, and who blocked it last."""
        row, standing = self.c.row, self.c.rounds[-1].tables[name]
        reached = [r for r in self.c.compiled.names.rungs[name] if row[f"{name}.{r}.reached"] > 0]
        far = f"reached {self.rung(name, reached[-1])}" if reached else "reached no step"
        held = sentences.count(int(row[f"{name}.meetings"]), "meeting")
        idle = standing["stage"] == "bargaining" and row[f"{name}.meetings"] == 0
        never = "did not meet again" if self.scenario.tables[name].met else "never met"
        parts = [far, never] if idle else [far, held, _stage(standing)]
        block = self.c.blocks.get(name)
        if block and standing["stage"] != "complete":
            named = block.get("issue") and block["how"] != "did_not_come"  # who stays away says nothing of an issue
            on = f" over {self.issue(str(block['issue']))}" if named else ""
            parts.append(f"blocked last by {self.party(str(block['party']))}{on} ({BLOCKED[block['how']]})")
        return f"{self.table(name)}: {'; '.join(parts)}."

    def in_force(self) -> str:
        """What stands otherwise than at the start."""
        levels = self.c.rounds[-1].levels
        changed = {k: x for k, x in levels.items() if abs(x - self.c.levels_at_start[k]) > SAME}
        rest = "; all else as at the start" if changed and len(changed) < len(levels) else ""
        return self.package(changed) + rest if changed else "everything as at the start"

    def quiet(self, rounds: list[Round]) -> Iterator[Paragraph]:
        """Months in which nobody met or moved, in a line."""
        first, last = rounds[0].label, rounds[-1].label
        when = first if first == last else f"{first} to {last}"
        yield 0, f"{sentences.begin(when)}: {self.why_quiet(rounds[-1])}.{self.quiet_war(rounds)}"
        yield from self.moved_beliefs(rounds[-1])

    def why_quiet(self, now: Round) -> str:
        """Why nobody met."""
        reasons = {}
        for name, standing in now.tables.items():
            if standing["stage"] == "bargaining":
                reasons[name] = "no occasion to meet" if standing["open"] else self.why_closed(now, name)
            else:
                reasons[name] = _stage(standing)
        if not reasons:
            return "nothing to report"
        if len(set(reasons.values())) == 1 and (len(reasons) == 1 or "no occasion to meet" in reasons.values()):
            only = next(iter(reasons.values()))
            return only if only == "no occasion to meet" else f"{self.table(next(iter(reasons)))} {only}"
        return "; ".join(f"{self.table(name)}: {reason}" for name, reason in reasons.items())

    def why_closed(self, now: Round, name: str) -> str:
        """Why a table is not open: those who hold to a demand, or else what it requires."""
        held = [e for e in now.entries if e["kind"] == HELD and e["table"] == name]
        return f"held up by {listed(map(self.demand, held))}" if held else "not open yet"

    def demand(self, entry: Entry) -> str:
        """The demand of which an entry tells, with whose it is."""
        return f"{sentences.possessive(self.party(entry['party']))} demand “{demand_title(entry['demand'], self.scenario)}”"

    def quiet_war(self, rounds: list[Round]) -> str:
        """The war of quiet months, summed."""
        if self.scenario.war is None:
            return ""
        seen = sum(sum(r.war["incidents"].values()) for r in rounds)
        usual = sum(sum(r.war["usual"].values()) for r in rounds)
        normal = sum(r.war["normal"] for r in rounds)
        return " " + self.violence(seen, usual, normal) + "."

    def violence(self, seen: float, usual: float, normal: float) -> str:
        """Incidents beside what is usual for the season and what is normal."""
        unit = self.scenario.war.unit if self.scenario.war else ""
        beside = [f"{usual:,.0f} usual for the season"]
        if normal > 0:
            beside.append(f"{normal:,.0f} normal")
        return f"{sentences.begin(unit)}: {seen:,.0f} ({', '.join(beside)})"

    def month(self, now: Round) -> Iterator[Paragraph]:
        """A month in which something happened: events, war, tables, and what the others came to believe."""
        yield (
            0,
            sentences.begin(now.label)
            + (f" (from the {sentences._nth(self.scenario.as_of.day)})" if now.number == 1 else ""),
        )
        for entry in now.entries:
            if entry["kind"] in FIRST:
                yield 2, SENTENCES[entry["kind"]](self, entry)
        yield from self.war(now)
        for name in self.c.compiled.names.tables:
            yield from self.at_table(now, name)
        for paragraph in self.paragraphs(now, [e for e in now.entries if _elsewhere(e)]):
            yield 2, paragraph
        yield from self.moved_beliefs(now)

    def war(self, now: Round) -> Iterator[Paragraph]:
        """Who pressed, whose hardliners attacked, and how many incidents there were."""
        if self.scenario.war is None:
            return
        incidents, usual = now.war["incidents"], now.war["usual"]
        of = [f"{self.party(name)} {n:,.0f} ({usual[name]:,.0f})" for name, n in incidents.items()]
        shares = f"; {', '.join(of)}" if len(of) > 1 else ""
        told = self.violence(sum(incidents.values()), sum(usual.values()), now.war["normal"]) + shares + "."
        chosen = [e for e in now.entries if _of_war(e)]
        yield 2, told + self.pressing([e for e in chosen if e["decision"] == "press"])
        for entry in chosen:
            if entry["decision"] == "spoil":
                yield 4, self.decision(entry, now)

    def pressing(self, entries: list[Entry]) -> str:
        """Who pressed and who held back, as further sentences."""
        told = ""
        for yes, deed in ((True, "Pressed"), (False, "Held back")):
            who = [f"{self.party(e['party'])} ({self.reasons(e, 'press')})" for e in entries if e["yes"] is yes]
            told += f" {deed}: {'; '.join(who)}." if who else ""
        return told

    def at_table(self, now: Round, name: str) -> Iterator[Paragraph]:
        """What happened at one table."""
        entries = [e for e in now.entries if e.get("table") == name and not _of_war(e) and not e.get("again")]
        opened = self.opened(now, name)
        if not entries and not opened:
            return
        secret = "" if now.tables[name]["public"] else " (secret)"
        yield 2, f"{self.table(name)}{secret}"
        for paragraph in (*opened, *self.paragraphs(now, entries)):
            yield 4, paragraph

    def opened(self, now: Round, name: str) -> list[str]:
        """Whether the table's present step has become possible, or has ceased to be."""
        if now.number == 1 or now.tables[name]["stage"] in ("collapsed", "complete"):
            return []
        before = self.c.rounds[now.number - 2].tables[name]
        if before["open"] == now.tables[name]["open"] or before["stage"] == "complete":
            return []
        passed = [e["next"] for e in now.entries if e["kind"] == "passed over" and e["table"] == name]
        rung = passed[-1] if passed else str(before["rung"])
        step = self.rung(name, rung)
        if now.tables[name]["open"]:
            found = next(each for each in self.scenario.tables[name].rungs if each.name == rung)
            demanded = any(is_demanded(condition) for condition in found.requires)
            if found.not_before is not None and round_of(self.scenario, found.not_before) == now.number:
                return [f"The time for {step} has come: the table is open."]
            return [f"What {step} requires is now met{', or no longer demanded' * demanded}: the table is open."]
        return [f"What {step} requires is not met: the table must wait."]

    def paragraphs(self, now: Round, entries: Iterable[Entry]) -> list[str]:
        """Sentences of entries, those that follow on joined to what they follow."""
        told: list[str] = []
        for entry in entries:
            sentence = self.decision(entry, now) if entry["kind"] == "decision" else _sentence(self, entry)
            told += self.new_room(entry)
            if entry["kind"] in FOLLOWING and told and entry.get("text") != {}:
                told[-1] += " " + sentence
            else:
                told.append(sentence)
        return told

    def new_room(self, entry: Entry) -> list[str]:
        """How far an offer can go, when that is not yet told."""
        if not entry.get("room") or self.room.get(entry["table"]) == entry["room"]:
            return []
        self.room[entry["table"]] = entry["room"]
        table, why = entry["table"], entry["limits"]
        limits = [self.limit(name, table, ends, why[name]) for name, ends in entry["room"].items()]
        return [f"Room to bargain: {'; '.join(limits)}."]

    def limit(self, name: str, table: str, room: list[float], limits: Iterable[Limit]) -> str:
        """How far an offer on an issue can go, or which options are left, and why no further."""
        issue = self.scenario.issues[name]
        why = listed(self.causes(name, table, limits))
        if issue.kind == "options":
            left = listed([f"“{level_words(level, issue)}”" for level in room], "or") or "nothing"
            return f"{self.issue(name)} only {left} ({why})"
        low, high = room
        least, most = ("most", "least") if issue.range[1] < issue.range[0] else ("least", "most")
        if abs(low - high) <= SAME:
            ends = f"only {self.level(name, low)}"
        elif abs(issue.level(low)) <= SAME:
            ends = f"at {most} {self.level(name, high)}"
        elif abs(issue.level(high) - 1.0) <= SAME:
            ends = f"at {least} {self.level(name, low)}"
        else:
            ends = f"from {self.level(name, low)} to {self.level(name, high)}"
        return f"{ends} ({why})"

    def causes(self, name: str, table: str, limits: Iterable[Limit]) -> list[str]:
        """What keeps offers on an issue at a table from going further."""
        seated = self.scenario.tables[table].parties
        absent = listed([self.party(who) for who in self.scenario.issues[name].delivered_by if who not in seated])
        causes: dict[Limit, str] = {
            "in force": "what is in force",
            "demand": "what is demanded first",
            "absent deliverer": f"what {absent} would do without a seat",
            "red line": "what is refused" if self.scenario.issues[name].kind == "options" else "red lines",
        }
        return [causes[limit] for limit in limits]

    def moved_beliefs(self, now: Round) -> Iterator[Paragraph]:
        """Beliefs that have moved enough since they were last told, observers who moved alike together."""
        moved: dict[str, list[str]] = {}
        for observer, of in now.beliefs.items():
            for observed, p in of.items():
                before = self.told[observer][observed]
                if abs(p - before) >= MOVED:
                    whose = sentences.possessive(self.party(observer))
                    change = f"{whose} {sentences.belief(before)} → {sentences.belief(p)}"
                    moved.setdefault(observed, []).append(change)
                    self.told[observer][observed] = p
        for observed, changes in moved.items():
            yield 2, f"Belief that {self.party(observed)} would keep a deal: {', '.join(changes)}."

    def decision(self, entry: Entry, now: Round) -> str:
        """Who chose what, by which terms, and how likely that was."""
        yes, no, act = BACK if entry.get("back") else DEEDS[entry["decision"]]
        if entry["decision"] == "attend" and not entry.get("back") and not _met(now, entry["table"]):
            yes = "would have come"
        deed = (yes if entry["yes"] else no).format(issue=self.issue(entry["issue"]) if "issue" in entry else "")
        who = self.party(entry["party"])
        if entry["decision"] == "spoil":
            who = f"hardliners of {who}"
        return f"{sentences.begin(who)} {deed}: {self.reasons(entry, act)}."

    def reasons(self, entry: Entry, act: str) -> str:
        """The terms of a decision, how likely a yes was, and for the other type where that is telling."""
        terms = [f"{name}\u00a0{sentences.signed(value)}" for name, value in entry["terms"].items()]
        likely = (
            f"{', '.join(terms) or 'nothing either way'} → {sentences.percent(entry['probability'])} likely to {act}"
        )
        chance = entry["probability_if"]
        name, p = ("a staller", chance["stall"]) if entry["type"] == "settle" else ("a settler", chance["settle"])
        return f"{likely}, {name} {sentences.percent(p)}" if abs(p - entry["probability"]) >= TELLING else likely

    def package(self, text: dict[str, float]) -> str:
        """Levels of several issues as a list."""
        return listed(self.level(name, x) for name, x in text.items()) if text else "nothing"

    def level(self, name: str, x: float) -> str:
        """A level of an issue in its real unit."""
        issue = self.scenario.issues[name]
        start, end = issue.range
        title, unit = self.issue(name), issue.unit
        if issue.kind == "options":
            return f"{title} ({level_words(x, issue)})"
        if issue.kind == "binary" and (not unit or {start, end} == {0.0, 1.0}):
            return f"{title} ({'yes' if issue.level(x) > 0.5 else 'no'})"
        if not unit:
            return (
                f"{title} at {sentences.percent(x)}"
                if issue.range == (0.0, 1.0)
                else f"{title} at {sentences.number(x)} ({sentences.number(start)} to {sentences.number(end)})"
            )
        if unit == "%":
            return f"{title} at {sentences.number(x)}\u00a0%"
        if is_share(unit) and (start, end) == (0.0, 100.0):
            return f"{title} ({sentences.number(x)} {unit})"
        amount = f"{sentences.portion(x, end)} {unit}" if start == 0 and end > 1 else sentences.changed(x, start, unit)
        return amount if unit in self.plain_units else f"{title} ({amount})"

    def party(self, name: str) -> str:
        """A party or mediator for a reader."""
        return self.scenario.parties[name].title or readable(name).title()

    def issue(self, name: str) -> str:
        """An issue for a reader, as it stands inside a sentence."""
        return sentences.inside(self.scenario.issues[name].title or readable(name))

    def table(self, name: str) -> str:
        """A table for a reader."""
        return sentences.begin(self.scenario.tables[name].title or readable(name))

    def rung(self, table: str, name: str) -> str:
        """A step of a table for a reader, as it stands inside a sentence."""
        title = next(r.title for r in self.scenario.tables[table].rungs if r.name == name)
        return sentences.inside(title) if title else readable(name)


def _sentence(teller: _Teller, entry: Entry) -> str:
    return SENTENCES.get(entry["kind"], _say_plainly)(teller, entry)


def _say_plainly(s: _Teller, e: Entry) -> str:
    return sentences.begin(e["kind"]) + "."


def _say_meeting(s: _Teller, e: Entry) -> str:
    return f"They met, for the {sentences.ordinal(e['number'])} time on this step ({s.rung(e['table'], e['rung'])})."


def _say_package(s: _Teller, e: Entry) -> str:
    return "So everything that is left went on the table at once."


def _say_offer(s: _Teller, e: Entry) -> str:
    return f"{sentences.begin(s.party(e['party']))} offered {s.package(e['text'])}."


def _say_text(s: _Teller, e: Entry) -> str:
    who = sentences.begin(s.party(e["mediator"]))
    if "text" not in e:
        return f"{who} sought a single text and found none that would be better for all than walking away."
    return f"{who} tabled a single text: {s.package(e['text'])}."


def _say_refusal(s: _Teller, e: Entry) -> str:
    over = f", above all over {s.issue(e['issue'])}" if "issue" in e else ""
    worth, asked = e["worth"], e["asked"]
    assert not isinstance(worth, dict)  # it is that of one party
    digits = 3 if abs(worth - asked) < 0.01 else 2
    wanted = "would take" if "mediator" in e else "asked for"  # nobody is waited out by a mediator's text
    return (
        f"{sentences.begin(s.party(e['party']))} refused{over}: worth {worth:.{digits}f}, {wanted} {asked:.{digits}f}."
    )


def _say_no_offer(s: _Teller, e: Entry) -> str:
    who = f"{sentences.begin(s.party(e['party']))} had nothing to table"
    limits = e["limits"].get(e.get("issue", ""), [])
    if not limits:
        return f"{who} that is worth what it asks for."
    causes = listed(s.causes(e["issue"], e["table"], limits))
    return f"{who}: {causes} left no room for what it asks for on {s.issue(e['issue'])}."


def _say_agreed(s: _Teller, e: Entry) -> str:
    if not e["text"]:
        return "To have met was all that this step asked for."
    return "That was agreed; it must be signed." if e["binding"] else "That was agreed."


def _say_delivery(s: _Teller, e: Entry) -> str:
    more = "" if abs(e["level"] - e["agreed"]) <= SAME else f", of {s.level(e['issue'], e['agreed'])} agreed"
    return f"Carried out: {s.level(e['issue'], e['level'])}{more}."


def _say_not_yet_due(s: _Teller, e: Entry) -> str:
    after = s.scenario.issues[e["issue"]].after
    when = [f"{sentences.number(e['months'])} months after it was agreed"] if e["months"] > 0 else []
    when += [f"once {condition_words(after, s.scenario)}"] if after is not None else []
    return f"{sentences.begin(s.issue(e['issue']))} is due only {listed(when)}."


def _say_moved(s: _Teller, e: Entry) -> str:
    return f"In force from then on, by no agreement: {s.level(e['issue'], e['level'])}."


def _say_default(s: _Teller, e: Entry) -> str:
    whose = f" by {s.party(e['party'])}" if "party" in e else ""
    agreed, in_force = s.level(e["issue"], e["agreed"]), s.level(e["issue"], e["level"])
    return f"Default{whose} on {s.issue(e['issue'])}: agreed {agreed}, in force {in_force}."


def _say_taken_back(s: _Teller, e: Entry) -> str:
    before, now = s.level(e["issue"], e["before"]), s.level(e["issue"], e["level"])
    return f"{sentences.begin(s.party(e['party']))} took back {before}: now {now}."


def _say_climbed(s: _Teller, e: Entry) -> str:
    return f"Step reached: {s.rung(e['table'], e['rung'])}."


def _say_collapse(s: _Teller, e: Entry) -> str:
    return "The talks collapsed for good."


def _say_failure(s: _Teller, e: Entry) -> str:
    broken = "The talks are broken off: failure" if e["stage"] == "suspended" else "Failure"
    return f"{broken} {sentences.number(e['failures'])} of the {sentences.number(e['allowed'])} that end them."


def _say_walk_out(s: _Teller, e: Entry) -> str:
    most = f" Most at stake for {s.party(e['party'])}: {s.issue(e['issue'])}." if "issue" in e else ""
    return f"The meeting broke up.{most}"


def _say_resumed(s: _Teller, e: Entry) -> str:
    return "The talks are resumed" + (", to carry out what was agreed." if e["stage"] == "carrying out" else ".")


def _say_leak(s: _Teller, e: Entry) -> str:
    return "Word got out: from now on the talks are public."


def _say_warning(s: _Teller, e: Entry) -> str:
    who, hearer = sentences.begin(s.party(e["mediator"])), s.party(e["hearer"])
    return f"{who} warned {hearer} that {s.party(e['party'])} would not keep a deal."


def _say_vouching(s: _Teller, e: Entry) -> str:
    return f"{sentences.begin(s.party(e['mediator']))} vouched to {s.party(e['hearer'])} for {s.party(e['party'])}."


def _say_turnover(s: _Teller, e: Entry) -> str:
    return f"New leaders in {s.party(e['party'])}, seen by nobody for what they are: {_faith(e['type'])}."


def _say_event(s: _Teller, e: Entry) -> str:
    event = next(item for item in s.scenario.events if item.name == e["event"])
    until = f" (in effect until {e['until']})" if "until" in e else ""
    return f"Event: {event.title or readable(event.name)}{until}."


def _say_gesture(s: _Teller, e: Entry) -> str:
    return f"{'Until ' + e['until'] if 'until' in e else 'For good'}: {s.level(e['issue'], e['level'])}."


def _say_lapsed(s: _Teller, e: Entry) -> str:
    return f"The gesture on {s.issue(e['issue'])} lapsed: again {s.level(e['issue'], e['level'])}."


def _say_took_effect(s: _Teller, e: Entry) -> str:
    return f"In effect at once: {s.level(e['issue'], e['level'])}."


def _say_followed(s: _Teller, e: Entry) -> str:
    return f"With that step came into force: {s.level(e['issue'], e['level'])}."


def _say_announced(s: _Teller, e: Entry) -> str:
    if "issue" in e:
        return f"Nobody can promise this in secret ({s.issue(e['issue'])}): from now on the talks are public."
    return "This step cannot be kept secret: from now on the talks are public."


def _say_called_off(s: _Teller, e: Entry) -> str:
    event = next(item for item in s.scenario.events if item.name == e["event"])
    return f"The talks were called off: {sentences.inside(event.title or readable(event.name))}."


def _say_relented(s: _Teller, e: Entry) -> str:
    return f"{sentences.begin(s.party(e['party']))} gave up its demand “{demand_title(e['demand'], s.scenario)}”."


def _say_passed_over(s: _Teller, e: Entry) -> str:
    return f"Step passed over: {s.rung(e['table'], e['rung'])}, since {s.demand(e)} {LAPSES[e['reason']]}."


def _say_held(s: _Teller, e: Entry) -> str:
    return f"{sentences.begin(s.demand(e))} holds up {s.rung(e['table'], e['rung'])}: the talks wait for it."


def _say_won(s: _Teller, e: Entry) -> str:
    return f"{_side(e)} won the war."


SENTENCES: dict[str, Callable[[_Teller, Entry], str]] = {
    "meeting": _say_meeting, "package": _say_package, "offer": _say_offer, "text": _say_text,
    "refusal": _say_refusal, "no offer possible": _say_no_offer, "agreed": _say_agreed,
    "delivery": _say_delivery, "default": _say_default, "taken back": _say_taken_back,
    "climbed": _say_climbed, "collapse": _say_collapse, "failure": _say_failure, "walk-out": _say_walk_out,
    "resumed": _say_resumed, "leak": _say_leak, "warning": _say_warning, "vouching": _say_vouching,
    "turnover": _say_turnover, "event": _say_event, "gesture": _say_gesture, "lapsed": _say_lapsed,
    "took effect": _say_took_effect, "followed": _say_followed, "announced": _say_announced,
    "called off": _say_called_off, "relented": _say_relented, "passed over": _say_passed_over, HELD: _say_held,
    "won": _say_won, "not yet due": _say_not_yet_due, BY_EVENT: _say_moved,
}  # fmt: skip
"""How each kind of entry is told, but for decisions."""


def is_quiet(now: Round) -> bool:
    """Whether nothing happened in a round but the war, and nothing changed."""
    return all(e.get("again") or (_of_war(e) and (e["decision"] == "press" or not e["yes"])) for e in now.entries)


def _of_war(entry: Entry) -> bool:
    return entry["kind"] == "decision" and entry["decision"] in QUIET_DECISIONS


def _elsewhere(entry: Entry) -> bool:
    """Whether an entry belongs neither to a table nor to the war nor to what comes from outside."""
    return "table" not in entry and not _of_war(entry) and entry["kind"] not in FIRST


def _refers(condition: Condition, demand: str) -> bool:
    """Whether a condition, or one inside it, stands there by a demand."""
    return any(inner.demand == demand for _, inner in with_inner((), condition))


def _side(entry: Entry) -> str:
    return sentences.begin(SIDES[entry["side"]])


def _met(now: Round, table: str) -> bool:
    return any(e["kind"] == "meeting" and e["table"] == table for e in now.entries)


def _faith(kind: str) -> str:
    return "would keep a deal" if kind == "settle" else "would not keep a deal"


def _stage(standing: Standing) -> str:
    """How a table stands."""
    return STANDING[standing["stage"]]
