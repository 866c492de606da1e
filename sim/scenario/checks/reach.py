"""How far a history can get at all: which rungs it can reach, and where issues can move."""

from __future__ import annotations

from sim.scenario.checks.common import SLACK, figure, round_of, rounds_of, rung_index, with_inner
from sim.scenario.checks.levels import at_start, moved_by, room_for
from sim.scenario.checks.logic import asked_by, atoms_inside, clash_of, together
from sim.scenario.checks.options import options_left
from sim.scenario.document import Loc
from sim.scenario.phrases import shown
from sim.scenario.vocabulary import A_YEAR, Condition, Scenario, Table

Spot = tuple[str, int]


class Reach:
    """Which rungs can be reached and how far issues can move: the least that follows from the start.

    What a demand asks may count as met, and a rung that is a demand may be passed over; `stands` names a demand of which
    the former is not to be taken as given.
    """

    def __init__(self, scenario: Scenario, stands: str | None = None):
        self.scenario, self.stands = scenario, stands
        self.rungs: set[Spot] = set()
        self.open: set[str] = set()
        self.options = {name: self._options_at_start(name) for name in scenario.issues}
        self.levels = {name: self._at_start(name) for name in scenario.issues}
        before = None
        while before != len(self.rungs) + len(self.open):
            before = len(self.rungs) + len(self.open)
            for name, table in scenario.tables.items():
                for i in range(len(table.rungs)):
                    self._try(name, table, i)

    def _at_start(self, name: str) -> tuple[float, float]:
        """Lowest and highest level without any agreement."""
        issue = self.scenario.issues[name]
        levels = [issue.level(at_start(issue))]
        for party in self.scenario.principals.values():
            levels += [issue.level(gesture.level) for gesture in party.gestures.values() if gesture.issue == name]
        for event in self.scenario.events:
            for effect in event.effects:
                if effect.change == f"issues.{name}.level":
                    levels += moved_by(effect, issue, levels[0])
        return min(levels), max(levels)

    def _options_at_start(self, name: str) -> set[float | str]:
        """The options of an issue that may be in force without any agreement; none where it has levels."""
        issue = self.scenario.issues[name]
        if issue.kind != "options":
            return set()
        gestures = [each for party in self.scenario.principals.values() for each in party.gestures.values()]
        return {at_start(issue), *(gesture.level for gesture in gestures if gesture.issue == name)}

    def _try(self, name: str, table: Table, i: int) -> None:
        """Note what can be reached from a rung, if the table can stand on it and it can open."""
        if not self._can_stand_on(name, table, i):
            return
        if not all(self.can_hold(condition) for condition in table.rungs[i].requires):
            return
        if clash_of(self.scenario, together(self.scenario, table.rungs[i])):
            return
        self.open.add(name)
        for last in {i, len(table.rungs) - 1 if table.rungs[i].package else i}:
            agenda = {issue for rung in table.rungs[i : last + 1] for issue in rung.agenda}
            if all(self._can_be_carried_out(table, issue) for issue in agenda):
                self.rungs |= {(name, r) for r in range(i, last + 1)}
                for issue in agenda | self._left_over(table, i):
                    self._bargain_over(table, issue)
        self._carry_out_followers()

    def _can_stand_on(self, name: str, table: Table, i: int) -> bool:
        """Whether the table may stand on a rung: all below it can be reached, or be passed over."""
        first = i
        while first > 0 and (name, first - 1) not in self.rungs:
            first -= 1
            if table.rungs[first].demand is None:
                return False
        return True

    def _can_be_carried_out(self, table: Table, name: str) -> bool:
        """Whether an issue can be agreed at a table, and what it then waits for may hold."""
        after = self.scenario.issues[name].after
        return room_for(self.scenario, table, name) is not None and (after is None or self.can_hold(after))

    def _left_over(self, table: Table, i: int) -> set[str]:
        """Issues that may come to a rung's agenda because rungs before it were passed over."""
        left: set[str] = set()
        for rung in table.rungs[:i]:
            if rung.demand is not None:
                left |= set(rung.agenda)
            elif rung.agenda:
                left = set()
        return left

    def _bargain_over(self, table: Table, name: str) -> None:
        """Note how far a table may move an issue; what follows a rung is moved by that alone."""
        issue, room = self.scenario.issues[name], room_for(self.scenario, table, name)
        if issue.kind == "options":
            self.options[name] |= {*options_left(self.scenario, table, name)}
        if room is not None and issue.follow is None:
            low, high = self.levels[name]
            least = room[0] if issue.two_way else low  # what stands is a floor
            self.levels[name] = min(low, least), max(high, room[1])

    def _carry_out_followers(self) -> None:
        """Note which issues may be in force because the rung that they follow, or a later one, was reached."""
        for name, issue in self.scenario.issues.items():
            if issue.follow is not None:
                rung = rung_index(self.scenario, issue.follow.table, issue.follow.reached)
                if any(table == issue.follow.table and r >= rung for table, r in self.rungs):
                    self.levels[name] = self.levels[name][0], 1.0

    def can_hold(self, condition: Condition) -> bool:
        """Whether a condition may hold, or be no condition after all, in some history."""
        return condition.demand not in {None, self.stands} or self.can_be_met(condition)

    def can_be_met(self, condition: Condition) -> bool:
        """Whether what a condition asks may hold in some history, whether a demand asks it or not."""
        if clash_of(self.scenario, atoms_inside(self.scenario, condition)):
            return False
        return (
            all(self.leaf_can_hold(condition, key) for key in asked_by(condition))
            and all(map(self.can_hold, condition.all or ()))
            and (condition.any is None or any(map(self.can_hold, condition.any)))
            and (condition.not_ is None or self.can_fail(condition.not_))
        )

    def can_fail(self, condition: Condition) -> bool:
        """Whether a condition may fail to hold in some history."""
        return (
            any(self._leaf_can_fail(condition, key) for key in asked_by(condition))
            or any(map(self.can_fail, condition.all or ()))
            or (condition.any is not None and all(map(self.can_fail, condition.any)))
            or (condition.not_ is not None and self.can_hold(condition.not_))
        )

    def leaf_can_hold(self, condition: Condition, key: str) -> bool:
        """Whether one thing that a condition asks may hold in some history."""
        if condition.by is not None and round_of(self.scenario, condition.by) < 1:
            return False
        value = getattr(condition, key)
        if key == "won":
            return self._may_be_won()
        if key == "is_":
            return value in self.options[condition.issue or ""]
        if key in {"at_least", "at_most"}:
            return self._level_can_hold(condition, key, value)
        assert condition.table is not None
        if key in {"meetings", "walk_outs"}:
            return value == 0 or (value <= self.scenario.time.rounds and condition.table in self.open)
        if key in {"suspended", "collapsed"}:
            return not value or condition.table in self.open
        return (condition.table, rung_index(self.scenario, condition.table, value)) in self.rungs

    def _level_can_hold(self, condition: Condition, key: str, value: float) -> bool:
        """Whether violence, leverage or a level may be as far, or as near, as is asked."""
        least = key == "at_least"
        if condition.violence is not None:
            return self._is_in_time(condition) and (
                value <= 0 or self._fights(condition.violence) if least else value >= 0
            )
        if condition.leverage is not None:
            return value <= 1 if least else value >= 0
        low, high = self.levels[condition.issue or ""]
        level = self.scenario.issues[condition.issue or ""].level(value)
        return high >= level - SLACK if least else low <= level + SLACK

    def _leaf_can_fail(self, condition: Condition, key: str) -> bool:
        value = getattr(condition, key)
        if key in {"at_least", "at_most"}:
            return self._level_can_fail(condition, key, value)
        if key == "won":
            return True
        if key == "is_":
            return self.options[condition.issue or ""] != {value}
        if key in {"meetings", "walk_outs"}:
            return bool(value > 0)
        return not (key in {"suspended", "collapsed"} and value is False and condition.table not in self.open)

    def _level_can_fail(self, condition: Condition, key: str, value: float) -> bool:
        """Whether violence, leverage or a level may miss what is asked."""
        least = key == "at_least"
        if condition.violence is not None:
            return not self._is_in_time(condition) or (value > 0 if least else self._fights(condition.violence))
        if condition.leverage is not None:
            return value > 0 if least else value < 1
        low, high = self.levels[condition.issue or ""]
        level = self.scenario.issues[condition.issue or ""].level(value)
        return low < level - SLACK if least else high > level + SLACK

    def _may_be_won(self) -> bool:
        """Whether either side may win the war."""
        war = self.scenario.war
        return war is not None and (war.victory is None or war.victory.support(0, 1)[1] > 0)

    def _is_in_time(self, condition: Condition) -> bool:
        """Whether the earlier months that violence is compared with can lie within the time that is simulated."""
        if condition.earlier is None:
            return True
        by = self.scenario.time.rounds if condition.by is None else round_of(self.scenario, condition.by)
        rounds = rounds_of(self.scenario)
        whole = rounds.months(2)
        return round((condition.months or A_YEAR) / whole) + round(condition.earlier / whole) <= min(by, rounds.rounds)

    def _fights(self, party: str) -> bool:
        """Whether there may be any violence by a party, or by anyone."""
        parties = self.scenario.principals
        who = parties.values() if party == "all" else [parties[party]]
        return self.scenario.war is not None and any(p.violence.support(0, 1e7)[1] > 0 for p in who)

    def why_never(self, loc: Loc, condition: Condition, key: str) -> str:
        """Why one thing that a condition asks never holds."""
        value, rounds = getattr(condition, key), self.scenario.time.rounds
        if condition.by is not None and round_of(self.scenario, condition.by) < 1:
            reason = f"{condition.by} is before as_of ({self.scenario.as_of})"
        elif key == "won":
            reason = "there is no war that could be won"
        elif condition.violence is not None and not self._is_in_time(condition):
            reason = "the earlier months would begin before the start"
        elif condition.leverage is not None and key in {"at_least", "at_most"}:
            reason = "leverage is from 0 to 1"
        elif condition.violence is not None and key in {"at_least", "at_most"}:
            reason = "incidents are not negative" if key == "at_most" else "there is no such violence"
        elif condition.issue is not None and key == "is_":
            reason = f"nothing brings {shown(condition.issue)} to {shown(value)}"
        elif condition.issue is not None and key in {"at_least", "at_most"}:
            low, high = map(self.scenario.issues[condition.issue].real, self.levels[condition.issue])
            beyond = f"beyond {figure(high)}" if key == "at_least" else f"back to before {figure(low)}"
            reason = f"nothing takes {shown(condition.issue)} {beyond}"
        elif key in {"meetings", "walk_outs"} and value > rounds:
            reason = f"there is one meeting a round at most, and {rounds} rounds"
        elif key in {"meetings", "walk_outs", "suspended", "collapsed"}:
            reason = f"table {shown(condition.table)} never opens"
        elif self._waits_itself(loc, condition.table or "", value):
            waits = "to be carried out" if loc[0] == "issues" else "rung"
            reason = f"{shown(value)} itself waits for this {waits}, so that both wait for ever"
        else:
            reason = f"rung {shown(value)} of table {shown(condition.table)} cannot be reached"
        return f"can never hold: {reason}"

    def _waits_itself(self, loc: Loc, table: str, rung: str) -> bool:
        """Whether a rung that is required at `loc` has to wait for the rung that stands there, or is to be carried out."""
        waiting = self._waits_for((table, rung_index(self.scenario, table, rung)))
        if loc[0] == "issues":
            return any(loc[1] in self.scenario.tables[name].rungs[i].agenda for name, i in waiting)
        return loc[0] == "tables" and (str(loc[1]), int(loc[3])) in waiting

    def _waits_for(self, target: Spot) -> set[Spot]:
        """A rung and all that must, or may have to, be reached before it."""
        found, left = set(), [target]
        while left:
            table, i = spot = left.pop()
            if spot in found:
                continue
            found.add(spot)
            left += [(table, i - 1)] if i > 0 else []
            rung_there = self.scenario.tables[table].rungs[i]
            after = [issue.after for name in rung_there.agenda if (issue := self.scenario.issues[name]).after]
            for condition in (*rung_there.requires, *after):
                for _, inner in with_inner((), condition):
                    for key in ("reached", "signed", "ended"):
                        rung = getattr(inner, key)
                        if inner.table is not None and rung is not None:
                            left.append((inner.table, rung_index(self.scenario, inner.table, rung)))
        return found
