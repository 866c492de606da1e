"""No setting of a page may lie: what its scripts count is what parley counts, and levers push the way they say."""

import math
import random

import pytest

from sim.engine.ahead import wasm
from tests.page import truth
from tests.places import ROOT

SCENARIOS = ROOT / "scenarios"
CASES = {
    "second_meeting_2018_09": ("what_if_office_recognised", "what_if_recognition_not_demanded", "what_if_talks_leak"),
    "afghan_peace_2018": (),
    "havana_2012": ("what_if_havana_truce_first", "what_if_havana_opponent_elected"),
    "generic_civil_war": (),
    "secret_talks_2018_05": ("what_if_violent_summer", "what_if_taliban_believed"),
}
SETTINGS, HISTORIES = 10, 150
AT_THE_ENDS, FEW = 24, 100
GIVES_WAY = 600
WHOLE = "second_meeting_2018_09"  # of which every end of every control is tried
DEMANDED = {"taliban positions.qatar_office no", "taliban positions.sanctions 0.0"}


def files_of(name):
    return SCENARIOS / f"{name}.yaml", [SCENARIOS / f"{variant}.yaml" for variant in CASES[name]]


def disagreeing(name, page, settings, histories, folder):
    """Settings whose counts differ between the page and parley."""
    base, variants = files_of(name)
    asked = [{"world": world, "changes": truth.moved(page, world, moves)} for world, moves in settings]
    told = truth.by_scripts(page, asked, histories, wasm.find(), folder)
    found = []
    for (world, moves), setting, each in zip(settings, asked, told, strict=True):
        flips, result = truth.by_parley(base, (base, *variants)[world], setting["changes"], histories)
        if truth.differing(each, flips) or truth.blamed_by_scripts(page, world, each) != truth.blamed_by_parley(result):
            found.append((world, moves))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_counts_of_settings_at_random_are_those_of_parley(name, tmp_path):
    page = truth.page_of(*files_of(name))
    settings = [truth.at_random(page, seed) for seed in range(SETTINGS)]
    assert any(world for world, _ in settings) == bool(CASES[name])
    assert disagreeing(name, page, settings, HISTORIES, tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_controls_at_their_ends_too(name, tmp_path):
    page = truth.page_of(files_of(name)[0])
    ends = [(0, {c["id"]: step}) for c in page["controls"] for step in (c["low"], c["high"]) if step]
    chosen = ends if name == WHOLE else random.Random(1).sample(ends, AT_THE_ENDS)
    assert disagreeing(name, page, chosen, FEW, tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["second_meeting_2018_09", "afghan_peace_2018", "secret_talks_2018_05"])
def test_giving_way_never_makes_what_is_asked_less_likely(name, tmp_path):
    """A demand that is given up takes along the condition that quotes it: the step is no longer waited for."""
    page = truth.page_of(files_of(name)[0])
    concessions = [c for c in page["controls"] if c["group"] == "party" and c["kind"] == "positions"]
    settings = [{"world": 0, "changes": truth.moved(page, 0, {c["id"]: c["high"]})} for c in concessions]
    told = truth.by_scripts(page, settings, GIVES_WAY, wasm.find(), tmp_path)
    question = page["worlds"][0]["questions"][page["worlds"][0]["answers"]]
    for control, each in zip(concessions, told, strict=True):
        place = each["questions"].index(question)
        _, gained, lost, _ = each["pairs"][4 * place : 4 * place + 4]
        assert lost - gained <= 3 * math.sqrt(gained + lost), (control["owner"], control["title"])
        if control["id"] in DEMANDED:
            assert gained > lost, control["id"]
    if name == "second_meeting_2018_09":
        assert {control["id"] for control in concessions} >= DEMANDED


def test_moving_one_number_by_two_controls_is_one_control():
    page = truth.page_of(files_of("second_meeting_2018_09")[0])
    for control in page["controls"]:
        assert control["low"] <= 0 <= control["high"]
        assert len(control["values"]) == control["high"] - control["low"] + 1
        for values in control["sets"].values():
            assert len(values) == len(control["values"])
            assert values[-control["low"]] is None
    patience = [c for c in page["controls"] if "parties.taliban.patience" in c["sets"] and c["group"] == "party"]
    assert len(patience) == 1
    assert patience[0]["down"].startswith("Comes down")


def test_a_doubt_that_was_worked_out_is_on_the_page(monkeypatch):
    from pathlib import Path

    from experiments.page import data
    from experiments.runs.doubts import Doubted

    assert truth.page_of(files_of("generic_civil_war")[0])["doubt"] is None
    monkeypatch.setattr(data, "kept_doubt", lambda sha, name: Doubted(0.24, 0.78, Path("results/doubt")))
    assert truth.page_of(files_of("generic_civil_war")[0])["doubt"] == {"lo": 0.24, "hi": 0.78}


def test_an_event_of_uncertain_rate_is_not_known_as_it_stands(tmp_path):
    base = SCENARIOS / "second_meeting_2018_09.yaml"
    file = tmp_path / "uncertain.yaml"
    (tmp_path / base.name).write_bytes(base.read_bytes())
    event = next(c for c in truth.page_of(base)["controls"] if c["kind"] == "rate")
    path = next(iter(event["sets"]))
    _, name, key = path.split(".")
    file.write_text(f"extends: {base.name}\nevents: {{{name}: {{{key}: {{uniform: [0.1, 0.2]}}}}}}\n")
    page = truth.page_of(file)
    assert next(c for c in page["controls"] if c["id"] == event["id"])["now"] == "anywhere in 0.1–0.2"
    assert "now" not in event
