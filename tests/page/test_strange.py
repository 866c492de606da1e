"""Scenarios as nobody has written one yet: a page of each counts what parley counts, wherever its controls stand."""

from itertools import count, islice

import pytest
import yaml

from experiments.page.write import page_of
from experiments.words.overrides import assigned
from sim.engine.ahead import wasm
from sim.scenario.load import ScenarioError, load
from tests.page import truth
from tests.page.strange import SMALL, fighting, of_rebels, sound, stranger

FEW, HISTORIES = 2, 40
RANDOM, MOVED = 25, 2
FIRST_SEED = 500


def in_files(scenarios, folder):
    """Files of scenarios, in their order."""
    files = [folder / f"{i}.yaml" for i in range(len(scenarios))]
    for file, data in zip(files, scenarios, strict=True):
        file.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return files


def changed_to(file, page, moves):
    """What some moves set, and the scenario that parley makes of it; each move alone must be one that it takes.

    Two may be refused together, such as a wish and a red line: then the last is left out.
    """
    while True:
        changes = truth.moved(page, 0, moves)
        try:
            return changes, load(file, tuple(assigned(changes)), to_run=True).scenario
        except ScenarioError:
            if len(moves) == 1:
                raise
            moves = dict(list(moves.items())[:-1])


def disagreeing(asked, folder):
    """Changes, by file, of which a page's scripts count anything else than parley; `asked` has file, page and moves."""
    settings = [[changed_to(file, page, moves) for moves in every] for file, page, every in asked]
    pages = [
        (page, [{"world": 0, "changes": changes} for changes, _ in made])
        for (_, page, _), made in zip(asked, settings, strict=True)
    ]
    told, found = truth.all_by_scripts(pages, HISTORIES, wasm.find(), folder), []
    for (file, _, _), made, tallies in zip(asked, settings, told, strict=True):
        flips = truth.beside(file, [scenario for _, scenario in made], HISTORIES).flips
        pairs = zip(made, tallies, flips, strict=True)
        found += [(file.name, changes) for (changes, _), tally, each in pairs if truth.differing(tally, each)]
    return found


def ends_of(page):
    """Every control of a page that nobody has seen in others, at both ends, and one in a few of the rest."""
    odd = ("violence", "war.", "positions", "events.", "rationality", "with.")
    controls = [c for i, c in enumerate(page["controls"]) if any(o in p for p in c["sets"] for o in odd) or i % 9 == 0]
    return [{c["id"]: step} for c in controls for step in (c["low"], c["high"]) if step]


@pytest.mark.slow
def test_small_scenarios_with_something_odd_count_what_parley_counts(tmp_path):
    files = in_files(list(SMALL.values()), tmp_path)
    asked = [(file, page := truth.page_of(file), ends_of(page)) for file in files]
    assert all(len(moves) > FEW for _, _, moves in asked)
    names = dict(zip([file.name for file in files], SMALL, strict=True))
    assert [(names[file], changes) for file, changes in disagreeing(asked, tmp_path)] == []


@pytest.mark.slow
def test_random_scenarios_with_more_of_everything_count_what_parley_counts(tmp_path):
    made = list(islice(filter(sound, map(stranger, count(FIRST_SEED))), RANDOM))
    asked = []
    for seed, file in enumerate(in_files(made, tmp_path)):
        page = truth.page_of(file)
        asked.append((file, page, [truth.at_random(page, f"{seed} {i}")[1] for i in range(MOVED)]))
    assert disagreeing(asked, tmp_path) == []


def page_of_one(data, folder):
    """The data of a page of a scenario."""
    [file] = in_files([data], folder)
    return truth.page_of(file)


def control_of(page, path):
    """The control that sets a path, or None."""
    return next((control for control in page["controls"] if path in control["sets"]), None)


def test_without_a_war_nobody_can_begin_less_violence(tmp_path):
    assert control_of(page_of_one(SMALL["no war"], tmp_path), "parties.rebels.violence") is None
    assert control_of(page_of_one(fighting(), tmp_path), "parties.rebels.violence") is not None


def test_an_infinite_value_is_a_choice_of_one(tmp_path):
    held = control_of(page_of_one(SMALL["no limit to reason"], tmp_path), "parties.rebels.rationality")
    assert held["values"] == ["not known", 4.0, "∞"]
    assert held["sets"]["parties.rebels.rationality"] == [None, 4.0, {"choice": {".inf": 1}}]


def test_a_red_line_is_held_only_where_it_leaves_room_for_what_is_wanted(tmp_path):
    path = "parties.rebels.positions.pie.red_line.0"
    for name, most in (("a red line that leaves no room", 0.6), ("a red line beside an event", 0.5)):
        values = control_of(page_of_one(SMALL[name], tmp_path), path)["sets"][path][1:]
        assert values[0] < 0.3
        assert most - 0.06 < values[-1] <= most


def test_an_event_puts_in_force_only_levels_that_the_issue_has(tmp_path):
    page = page_of_one(SMALL["an event between two steps"], tmp_path)
    assert control_of(page, "events.decree.effects.0.to")["sets"]["events.decree.effects.0.to"] == [None, 2, 4, 6, 8]
    assert all(step % 2 == 0 for step in control_of(page, "events.drift.effects.0.add")["values"][1:])


def test_a_number_of_which_little_is_open_is_held_within_what_it_may_be(tmp_path):
    page = page_of_one(SMALL["hardly any doubt"], tmp_path)
    values = next(c for c in page["controls"] if c["id"] == "hold parties.rebels.violence")["values"][1:]
    assert len(values) > 10
    assert all(1000.1 <= value <= 1000.2 for value in values)


def test_a_party_may_be_called_as_a_table_is(tmp_path):
    page = page_of_one(SMALL["names of other things"], tmp_path)
    tables = {control["id"]: control["table"] for control in page["controls"] if control["group"] == "party"}
    assert tables["talks keep_word 0.5"] is None
    assert tables["rebels tables.talks.occasion 1.0"] == "talks"
    assert tables["rebels effort_at.talks -0.16"] == "talks"


def test_a_title_ends_no_script(tmp_path):
    data = SMALL["titles that end a script"]
    [file] = in_files([data], tmp_path)
    text = page_of(truth.written(file)[0]).decode()
    assert text.count("</script>") == page_of(truth.written(*in_files([fighting()], tmp_path))[0]).decode().count(
        "</script>"
    )


@pytest.mark.slow
def test_months_of_a_variant_are_those_of_the_page(tmp_path):
    """A variant by weeks begins a month later: it has reached its steps by the same days as when it is the base."""
    late = fighting({"as_of": "2020-02-01", "time": {"step": "week", "rounds": 140}}, of_rebels(violence=6))
    files = in_files([fighting(), late], tmp_path)
    page = truth.page_of(files[0], files[1:])
    own = truth.page_of(files[1])
    within = page["worlds"][1]["within"]
    assert within[:6] == [0, 2, 2, 2, 2, 3]
    assert (max(within), within[-1]) == (24, 0)
    [[_, variant], [alone]] = truth.all_by_scripts(
        [(page, [{"world": 0, "changes": {}}, {"world": 1, "changes": {}}]), (own, [{"world": 0, "changes": {}}])],
        HISTORIES, wasm.find(), tmp_path,
    )  # fmt: skip
    expected = [0] * 25
    for week, histories in enumerate(alone["months"]):
        expected[within[week]] += histories
    assert variant["months"] == expected
    assert sum(expected) == HISTORIES > expected[0]
