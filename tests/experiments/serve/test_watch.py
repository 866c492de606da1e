"""Files that change are read anew, once they are whole; what is broken is told, and what was good stays."""

import os
import shutil

import pytest

from experiments.serve.watch import Watch
from sim.scenario.document import ScenarioError
from tests.places import SCENARIOS

BASE, VARIANT = "second_meeting_2018_09.yaml", "what_if_no_mediator.yaml"


@pytest.fixture
def folder(tmp_path):
    for name in (BASE, VARIANT):
        shutil.copy(SCENARIOS / name, tmp_path)
    return tmp_path


@pytest.fixture
def watch(folder):
    return Watch(folder / BASE, [folder / VARIANT])


def change(file, before, after):
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")


def settle(watch):
    watch.look()
    watch.look()
    return watch.state


def test_what_stays_as_it_is_is_not_read_again(watch):
    first = watch.state
    assert settle(watch) is first


def test_a_file_that_is_being_written_is_left_alone(watch, folder):
    for n in range(3):
        change(folder / BASE, "title: ", f"title: {n}")
        watch.look()
    assert watch.state.number == 1
    watch.look()
    assert watch.state.number == 2
    assert watch.state.scene.loaded.scenario.title.startswith("210")


@pytest.mark.parametrize("name", [BASE, VARIANT])
def test_a_change_of_the_scenario_and_of_a_variant_is_seen(watch, folder, name):
    change(folder / name, "title: ", "title: New ")
    state = settle(watch)
    assert (state.number, state.good, state.broken) == (2, 2, "")
    loaded = state.scene.loaded if name == BASE else state.scene.variants[0][1]
    assert loaded.scenario.title.startswith("New ")


def test_what_a_scenario_extends_is_watched(folder):
    watch = Watch(folder / VARIANT)
    change(folder / BASE, "as_of: 2018-09-13", "as_of: 2018-09-14")
    assert settle(watch).scene.loaded.scenario.as_of.day == 14


def test_a_file_that_is_replaced_by_another_is_seen(watch, folder):
    """As many editors save."""
    other = folder / "other"
    shutil.copy(folder / BASE, other)
    change(other, "title: ", "title: New ")
    os.replace(other, folder / BASE)
    assert settle(watch).scene.loaded.scenario.title.startswith("New ")


def test_what_is_broken_is_told_and_mended(watch, folder):
    good = watch.state.scene
    text = (folder / BASE).read_text("utf-8")
    (folder / BASE).write_text(text.replace("as_of: 2018-09-13", "as_of: soon", 1), "utf-8")
    state = settle(watch)
    assert (state.number, state.good) == (2, 1)
    assert state.broken.startswith(f"{BASE}:")
    assert "as_of: " in state.broken
    assert state.scene is good
    (folder / BASE).write_text(text, "utf-8")
    state = settle(watch)
    assert (state.number, state.good, state.broken) == (3, 3, "")


def test_a_file_that_goes_and_comes_back(watch, folder):
    text = (folder / VARIANT).read_text("utf-8")
    (folder / VARIANT).unlink()
    assert "no such file" in settle(watch).broken
    (folder / VARIANT).write_text(text, "utf-8")
    assert settle(watch).broken == ""


def test_a_file_that_is_newly_extended_is_watched_too(watch, folder):
    (folder / "more.yaml").write_text((folder / VARIANT).read_text("utf-8"), "utf-8")
    change(folder / VARIANT, f"extends: {BASE}", "extends: more.yaml")
    assert settle(watch).number == 2
    change(folder / "more.yaml", "title: ", "title: New ")
    assert settle(watch).number == 3


def test_what_is_broken_from_the_start_is_not_served(folder):
    (folder / BASE).write_text("parley: 1\n", "utf-8")
    with pytest.raises(ScenarioError):
        Watch(folder / BASE)
