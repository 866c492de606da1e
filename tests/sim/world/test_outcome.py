"""Each column holds what its name says: in a world where every number is another one."""

from itertools import count

import numpy as np
import pytest

from sim.engine.mesa_model import PeaceTalks
from sim.world import outcome
from sim.world.outcome import counts, measures
from tests.conftest import compiled, merged
from tests.sim.world.begun import LAND, MEN, ONE_OF_EVERYTHING, REBELS, RULE, STATE, begun, fill

OF_TABLE = {
    "rungs": "rung", "stage": "stage", "public": "public", "meetings": "meetings_held", "first_meeting": "first_meeting",
    "walk_outs": "walk_outs", "first_walk_out": "first_walk_out", "called_off": "called_off",
    "first_called_off": "first_called_off", "leaked": "leaked", "collapsed": "collapsed", "block_party": "block_party",
    "block_issue": "block_issue", "block_how": "block_how",
}  # fmt: skip
OF_RUNG = {name: f"rung_{name}" for name in ("reached", "signed", "delivered", "ended")}
OF_ISSUE = {"agreed": "issue_agreed", "in_force": "issue_in_force", "defaults": "defaults"}
OF_PARTY = {"settles": "means_to_settle", "turnovers": "turnovers", "first_turnover": "first_turnover"}
OF_DEMAND = {"meant": "demand_meant", "given_up": "demand_given_up"}
MEASURED_OF_ISSUE = {"agreed_level": "agreed", "level": "level"}
MEASURED_OF_PARTY = {"incidents": "incidents", "walk_away": "walk_away"}
DEMANDING = {"parties": {"state": {"demands": {"first": {"firm": 1}, "second": {"firm": 1}}}}}


def test_each_column_is_what_its_name_says():
    model = PeaceTalks(compiled(merged(ONE_OF_EVERYTHING, DEMANDING)), 1, collect=False)
    w, names = model.world, model.compiled.names
    numbers = count(101)
    written = [*OF_TABLE.values(), *OF_RUNG.values(), *OF_ISSUE.values(), *OF_PARTY.values(), *OF_DEMAND.values()]
    for name in [*written, *MEASURED_OF_ISSUE.values(), *MEASURED_OF_PARTY.values(), "belief_in", "settles_in"]:
        if name != "level":
            array = np.asarray(getattr(w, name))
            array[...] = np.array([next(numbers) for _ in range(array.size)]).reshape(array.shape)
    fill(w.level, [0.25, 0.5, 0.75])
    w.outcome, w.won, w.leverage, w.hurt = 1, -1, 0.625, 1.5
    tables = [(table, names.rungs[table]) for table in names.tables]
    whole = counts(tables, names.issues, names.parties, names.demands)
    measured = measures(names.issues, names.parties)
    rows = np.zeros((3, len(whole)), int), np.zeros((3, len(measured)))
    outcome.leave_behind(w, memoryview(rows[0]), memoryview(rows[1]), 1)
    assert not rows[0][[0, 2]].any()
    assert not rows[1][[0, 2]].any()
    found = dict(zip([column.name for column in [*whole, *measured]], [*rows[0][1], *rows[1][1]], strict=True))
    expected = {"outcome": 1, "progress": 1, "won": -1, "leverage": 0.625, "hurt": 1.5}
    for t, (table, rungs) in enumerate(tables):
        expected |= {f"{table}.{column}": getattr(w, name)[t] for column, name in OF_TABLE.items()}
        for r, rung in enumerate(rungs):
            expected |= {f"{table}.{rung}.{column}": getattr(w, name)[t, r] for column, name in OF_RUNG.items()}
    for k, issue in enumerate(names.issues):
        of_it = {**OF_ISSUE, **MEASURED_OF_ISSUE}
        expected |= {f"{issue}.{column}": getattr(w, name)[k] for column, name in of_it.items()}
    for a, party in enumerate(names.parties):
        of_it = {**OF_PARTY, **MEASURED_OF_PARTY}
        expected |= {f"{party}.{column}": getattr(w, name)[a] for column, name in of_it.items()}
        expected |= {f"{party}.settles_at_start": w.settles_in[a, 0], f"{party}.belief": w.belief_in[a, 12]}
        expected[f"{party}.utility"] = outcome.final_utility(w, a)
    for d, demand in enumerate(names.demands):
        expected |= {f"{demand}.{column}": getattr(w, name)[d] for column, name in OF_DEMAND.items()}
    assert len(names.demands) == 2
    assert found == expected


@pytest.mark.parametrize(("table", "rung"), [(0, 0), (1, 0), (1, 1)])
def test_it_is_progress_once_any_table_climbs(table, rung):
    w = begun()
    assert outcome.progressed(w) == 0
    w.rung_reached[table, rung] = 1
    assert outcome.progressed(w) == 1


def test_utility_in_the_end_is_that_of_all_that_stands():
    w = begun()
    fill(w.level, [0.25, 0.5, 0.75])
    for a, worth in ((REBELS, (0.25, 0.5, 0.75)), (STATE, (0.75, 0.5, 0.25))):
        expected = sum(w.weight[a, k] * worth[k] for k in (LAND, MEN, RULE))
        assert outcome.final_utility(w, a) == pytest.approx(expected)


def test_columns_have_names_of_their_own():
    names = compiled(ONE_OF_EVERYTHING).names
    tables = [(table, names.rungs[table]) for table in names.tables]
    columns = [*counts(tables, names.issues, names.parties, names.demands), *measures(names.issues, names.parties)]
    assert len({column.name for column in columns}) == len(columns)
    assert all(column.meaning for column in columns)
