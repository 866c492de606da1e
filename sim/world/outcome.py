"""What a history leaves behind: a row of whole numbers and a row of measures, each column documented.

Rounds count from 1; 0 stands for never. Levels are shares of their issue's range.
"""

from collections.abc import Sequence
from typing import NamedTuple

from agents.decisions import worth_of
from agents.rules.arrays import FloatMatrix, IntMatrix
from sim.world.codes import BLOCKS
from sim.world.state import World


class Column(NamedTuple):
    """A column of the results: its name, and what it holds."""

    name: str
    meaning: str


TABLE_COLUMNS = (
    ("rungs", "rungs that it stands above at the end"),
    ("stage", "0 bargaining, 1 carrying out, 2 suspended, 3 collapsed, 4 complete, at the end"),
    ("public", "1 if it is public at the end"),
    ("meetings", "meetings held"),
    ("first_meeting", "round of the first meeting"),
    ("walk_outs", "walk-outs"),
    ("first_walk_out", "round of the first walk-out"),
    ("called_off", "times that something from outside broke the talks off"),
    ("first_called_off", "round in which something from outside first did"),
    ("leaked", "round in which it became public: word got out, or what is public was promised or reached"),
    ("collapsed", "round in which it collapsed"),
    ("block_party", "number of the party (in order of names) that blocked it last; −1 nobody"),
    ("block_issue", "number of the issue on which; −1 none"),
    ("block_how", "how: " + ", ".join(f"{i} {name}" for i, name in enumerate(BLOCKS)) + "; −1 if nobody did"),
)
RUNG_COLUMNS = (
    ("reached", "round in which it was first reached, or passed by a package"),
    ("signed", "round in which its agreement was first signed"),
    ("delivered", "round in which its agreement had first been carried out"),
    ("ended", "round in which its agreement was first ended, by default or by being taken back"),
)
ISSUE_COLUMNS = (
    ("agreed", "round in which it was last agreed"),
    ("in_force", "round in which an agreement on it was first carried out"),
    ("defaults", "defaults on it"),
)
PARTY_COLUMNS = (
    ("settles_at_start", "1 if it means to settle at the start"),
    ("settles", "1 if it means to settle at the end"),
    ("turnovers", "changes of leadership"),
    ("first_turnover", "round of the first change of leadership"),
)
DEMAND_COLUMNS = (
    ("meant", "1 if it was meant, 0 if it was a bluff"),
    ("given_up", "round in which it was given up"),
)
ISSUE_MEASURES = (("agreed_level", "level last agreed"), ("level", "level in force at the end"))
PARTY_MEASURES = (
    ("utility", "utility of what is in force at the end, 0–1"),
    ("belief", "mean belief of the others that it means to settle, at the end"),
    ("incidents", "incidents by it in all"),
    ("walk_away", "its walk-away value in the last round, u"),
)


def counts(
    tables: Sequence[tuple[str, Sequence[str]]], issues: Sequence[str], parties: Sequence[str], demands: Sequence[str]
) -> list[Column]:
    """Columns of whole numbers, in their order; `tables` pairs each table's name with its rungs'."""
    columns = [
        Column("outcome", "number of the outcome, in the scenario's order"),
        Column("progress", "1 if any table climbed"),
        Column("won", "side that won the war: 1 insurgent, −1 government, 0 neither"),
    ]
    for table, rungs in tables:
        columns += [Column(f"{table}.{name}", meaning) for name, meaning in TABLE_COLUMNS]
        columns += [Column(f"{table}.{rung}.{name}", meaning) for rung in rungs for name, meaning in RUNG_COLUMNS]
    columns += [Column(f"{issue}.{name}", meaning) for issue in issues for name, meaning in ISSUE_COLUMNS]
    columns += [Column(f"{party}.{name}", meaning) for party in parties for name, meaning in PARTY_COLUMNS]
    return columns + [Column(f"{demand}.{name}", meaning) for demand in demands for name, meaning in DEMAND_COLUMNS]


def measures(issues: Sequence[str], parties: Sequence[str]) -> list[Column]:
    """Columns of measures, in their order."""
    columns = [
        Column("leverage", "insurgent leverage at the end, before concessions"),
        Column("hurt", "violence relative to normal at the end"),
    ]
    columns += [Column(f"{issue}.{name}", meaning) for issue in issues for name, meaning in ISSUE_MEASURES]
    return columns + [Column(f"{party}.{name}", meaning) for party in parties for name, meaning in PARTY_MEASURES]


def leave_behind(w: World, whole: IntMatrix, measured: FloatMatrix, row: int) -> None:
    """Write the finished history of `w` into a row of both arrays, in the order of `counts` and `measures`."""
    whole[row, 0] = w.outcome
    whole[row, 1] = progressed(w)
    whole[row, 2] = w.won
    at = 3
    for t in range(w.tables):
        at = leave_table(w, t, whole, row, at)
    for k in range(w.issues):
        whole[row, at] = w.issue_agreed[k]
        whole[row, at + 1] = w.issue_in_force[k]
        whole[row, at + 2] = w.defaults[k]
        at += 3
    for a in range(w.parties):
        whole[row, at] = w.settles_in[a, 0]
        whole[row, at + 1] = w.means_to_settle[a]
        whole[row, at + 2] = w.turnovers[a]
        whole[row, at + 3] = w.first_turnover[a]
        at += 4
    for d in range(w.demand_word.shape[0]):
        whole[row, at] = w.demand_meant[d]
        whole[row, at + 1] = w.demand_given_up[d]
        at += 2
    leave_measures(w, measured, row)


def leave_table(w: World, t: int, whole: IntMatrix, row: int, at: int) -> int:
    """Write one table's columns; returns where the next begin."""
    whole[row, at] = w.rung[t]
    whole[row, at + 1] = w.stage[t]
    whole[row, at + 2] = w.public[t]
    whole[row, at + 3] = w.meetings_held[t]
    whole[row, at + 4] = w.first_meeting[t]
    whole[row, at + 5] = w.walk_outs[t]
    whole[row, at + 6] = w.first_walk_out[t]
    whole[row, at + 7] = w.called_off[t]
    whole[row, at + 8] = w.first_called_off[t]
    whole[row, at + 9] = w.leaked[t]
    whole[row, at + 10] = w.collapsed[t]
    whole[row, at + 11] = w.block_party[t]
    whole[row, at + 12] = w.block_issue[t]
    whole[row, at + 13] = w.block_how[t]
    at += 14
    for r in range(w.rungs[t]):
        whole[row, at] = w.rung_reached[t, r]
        whole[row, at + 1] = w.rung_signed[t, r]
        whole[row, at + 2] = w.rung_delivered[t, r]
        whole[row, at + 3] = w.rung_ended[t, r]
        at += 4
    return at


def leave_measures(w: World, measured: FloatMatrix, row: int) -> None:
    """Write the columns of measures."""
    measured[row, 0] = w.leverage
    measured[row, 1] = w.hurt
    at = 2
    for k in range(w.issues):
        measured[row, at] = w.agreed[k]
        measured[row, at + 1] = w.level[k]
        at += 2
    for a in range(w.parties):
        measured[row, at] = final_utility(w, a)
        measured[row, at + 1] = w.belief_in[a, w.rounds]
        measured[row, at + 2] = w.incidents[a]
        measured[row, at + 3] = w.walk_away[a]
        at += 4


def progressed(w: World) -> int:
    """1 if any table climbed a rung, else 0."""
    for t in range(w.tables):
        for r in range(w.rungs[t]):
            if w.rung_reached[t, r] > 0:
                return 1
    return 0


def final_utility(w: World, a: int) -> float:
    """u_a of what is in force, over all issues."""
    worth = 0.0
    for k in range(w.issues):
        worth += w.weight[a, k] * worth_of(w, a, k, w.level[k])
    return worth
