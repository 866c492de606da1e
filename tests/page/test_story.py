"""A history told in the page is the one that `parley trace` tells: the same happenings, numbers and sentences."""

import json
from functools import cache
from typing import get_args

import pytest
import yaml

from experiments.page.telling import telling_data
from experiments.page.worlds import image_of
from experiments.trace.chronicle import Chronicle, as_json, trace
from experiments.trace.results import Kind
from experiments.trace.story import SENTENCES, _Teller
from experiments.words import sentences
from sim.engine.ahead import wasm
from sim.engine.arrays import Compiled, compile_scenario
from sim.scenario.load import load
from sim.scenario.vocabulary import Scenario
from sim.world.state import SCALARS
from tests.conftest import PLAIN, merged
from tests.experiments.test_options_told import TEXT as OPTIONS
from tests.experiments.trace.test_story import CASES
from tests.page.scripts import run_node
from tests.places import CASES as FILES
from tests.places import SCENARIOS

SEED = 3 + (1 << 33)
SHIPPED = ("second_meeting_2018_09", "afghan_peace_2018", "havana_2012", "generic_civil_war")
FROM_A_FLOOR = {
    "issues": {"autonomy": {"in_force": 0.3}},
    "parties": {"government": {"gestures": {"trial": {"issue": "autonomy", "level": 0.5, "months": 6, "rate": 0.5}}}},
}
"""Bargaining begins at what is in force, and not at a gesture above it that will lapse."""
FROM_ABROAD = {
    "issues": {"contact": {"delivered_by": "government"}},
    "parties": {"patron": {"positions": {"contact": {"red_line": [1, 1]}}}},
}
"""Whoever has no seat limits no offer of what is carried out by reaching a step elsewhere."""
ALLIES = {
    name: {"role": "party", "positions": {"pie": {"ideal": 0.5, "salience": 20}}} for name in ("one", "two", "three")
}
SMALL = {
    **CASES,
    "weeks": merged(CASES["first things"], {"time": {"step": "week"}}),
    "options": yaml.safe_load(OPTIONS),
    "from a floor": merged(CASES["civil war"], FROM_A_FLOOR),
    "from abroad": merged(CASES["first things"], FROM_ABROAD),
    "many": merged(PLAIN, {"parties": ALLIES, "tables": {"talks": {"parties": ["rebels", "state", *ALLIES]}}}),
}
PLAYED = (*SHIPPED, "rich", *SMALL)
EXACT = 1e-9

TELL = """
import { readFileSync, writeFileSync } from "node:fs";
import { Kernel } from "./core/kernel.js";
import { World } from "./core/world.js";
import { chronicleOf } from "./core/chronicle.js";
import { sentenceOf } from "./core/sentences.js";
import { Speaker } from "./core/speaker.js";
import { compareStories, storyOf } from "./core/story.js";

const [kernelFile, given, written] = process.argv.slice(2);
const { image, data, scalars, seed, histories } = JSON.parse(readFileSync(given, "utf8"));
const kernel = await Kernel.made(new WebAssembly.Module(readFileSync(kernelFile)), scalars);
const world = new World({ image, spots: {}, levels: {} });
const infinite = (_, x) => (x === Infinity ? ".inf" : x === -Infinity ? "-.inf" : x);
const chronicles = Array.from({ length: histories }, (_, i) => chronicleOf(kernel, world, data, seed, i));
const told = chronicles.map((c) => ({
  scenario: data.title, seed: c.seed, history: c.history, types: c.types, beliefs: c.beliefs, levels: c.levels,
  demands: c.demands, rounds: c.rounds, outcome: c.outcome, types_at_end: c.typesAtEnd, blocks: c.blocks, row: c.row,
}));
const speaker = new Speaker(data);
const sentences = chronicles.map((c) => c.rounds.flatMap((now) => now.entries.map((e) => sentenceOf(speaker, e))));
const stories = chronicles.map((c) => storyOf(c));
const compared = stories.map((story) => compareStories(stories[0], story));
writeFileSync(written, JSON.stringify({ told, sentences, stories, compared }, infinite));
"""


@cache
def scenario(name: str) -> Compiled:
    """A shipped scenario, the one with every key of the vocabulary, or a small one of other tests."""
    if name in SMALL:
        return compile_scenario(Scenario.model_validate(SMALL[name]))
    path = FILES / "valid" / "rich.yaml" if name == "rich" else SCENARIOS / f"{name}.yaml"
    return compile_scenario(load(path, to_run=True).scenario)


def histories(name: str) -> int:
    """How many are told: more where they are short."""
    return 30 if name in SMALL else 10


def given(name: str) -> dict[str, object]:
    """What a script needs to tell histories."""
    compiled = scenario(name)
    return {
        "image": image_of(compiled),
        "data": telling_data(compiled),
        "scalars": len(SCALARS),
        "seed": SEED,
        "histories": histories(name),
    }


@pytest.fixture(scope="module", params=PLAYED)
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def page(name, tmp_path_factory) -> dict[str, list]:
    """What the page tells of the first histories of a scenario."""
    kernel = wasm.find()
    assert kernel is not None
    folder = tmp_path_factory.mktemp("told")
    (folder / "given.json").write_text(json.dumps(given(name)), encoding="utf-8")
    run_node(TELL, kernel, folder / "given.json", folder / "told.json")
    return json.loads((folder / "told.json").read_text(encoding="utf-8"))


@cache
def traced(name: str) -> list[Chronicle]:
    """The same histories as the Mesa model plays them."""
    return [trace(scenario(name), SEED, history) for history in range(histories(name))]


def differences(told: object, expected: object, place: str = "") -> list[str]:
    """Where two plain values differ: keys, order, words, or numbers by more than what is called exact."""
    if isinstance(expected, dict) and isinstance(told, dict):
        alone = [f"{place}: {key} is on one side only" for key in told.keys() ^ expected.keys()]
        both = [key for key in expected if key in told]
        return alone + [each for key in both for each in differences(told[key], expected[key], f"{place}.{key}")]
    if isinstance(expected, list) and isinstance(told, list):
        lengths = [f"{place}: {len(told)} for {len(expected)}"] * (len(told) != len(expected))
        pairs = enumerate(zip(told, expected, strict=False))
        return lengths + [each for i, (one, other) in pairs for each in differences(one, other, f"{place}[{i}]")]
    numbers = type(told) in (int, float) and type(expected) in (int, float)  # truth values are no numbers
    same = abs(told - expected) <= EXACT * max(1.0, abs(expected)) if numbers else told == expected
    return [] if same else [f"{place}: {told!r} for {expected!r}"]


@pytest.mark.slow
def test_the_page_keeps_what_a_trace_keeps(page, name):
    expected = json.loads(json.dumps([as_json(chronicle) for chronicle in traced(name)]))
    found = differences(page["told"], expected)
    assert not found, found[:10]


@pytest.mark.slow
def test_it_says_the_same_of_every_happening(page, name):
    for chronicle, told in zip(traced(name), page["sentences"], strict=True):
        teller = _Teller(chronicle)
        entries = [entry for now in chronicle.rounds for entry in now.entries]
        pairs = zip(entries, told, strict=True)
        found = [(e, said) for e, said in pairs if e["kind"] != "decision" and said != SENTENCES[e["kind"]](teller, e)]
        assert not found, (found[0], SENTENCES[found[0][0]["kind"]](teller, found[0][0]))


@pytest.mark.slow
def test_a_decision_is_told_by_how_likely_it_was(page, name):
    for chronicle, told in zip(traced(name), page["sentences"], strict=True):
        entries = [entry for now in chronicle.rounds for entry in now.entries]
        for entry, said in zip(entries, told, strict=True):
            if entry["kind"] == "decision":
                chance = entry["probability"] if entry["yes"] else 1.0 - entry["probability"]
                assert said.endswith(f"(likely: {sentences.per_100(chance)} in 100)."), said


def every_line(story):
    """All lines of a story, those inside others too."""
    lines = [*story["opening"], *(line for month in story["months"] for line in month["lines"]), *story["ending"]]
    return [*lines, *(inner for line in lines for inner in line.get("more", []))]


@pytest.mark.slow
def test_every_decision_of_a_history_is_in_its_story_once_with_its_reasons_by_size(page, name):
    for chronicle, story in zip(traced(name), page["stories"], strict=True):
        told = [line for line in every_line(story) if "terms" in line]
        decisions = [e for now in chronicle.rounds for e in now.entries if e["kind"] == "decision"]
        expected = sorted((sorted(e["terms"]), round(e["probability"], 9), e["yes"]) for e in decisions)
        names = [(sorted(term["name"] for term in line["terms"]), line) for line in told]
        assert sorted((of, round(line["probability"], 9), line["yes"]) for of, line in names) == expected
        for line in told:
            sizes = [abs(term["value"]) for term in line["terms"]]
            assert sizes == sorted(sizes, reverse=True)
            assert sum(term["value"] for term in line["terms"]) == pytest.approx(line["advantage"], abs=EXACT)


@pytest.mark.slow
def test_a_story_is_short_and_has_no_gaps(page, name):
    compiled = scenario(name)
    for chronicle, story in zip(traced(name), page["stories"], strict=True):
        assert [month["label"] for month in story["months"]] == [now.label for now in chronicle.rounds]
        for line in every_line(story):
            assert line["tone"] in ("good", "bad", "plain")
            assert line["text"][-1] in ".:" or line.get("heading"), line
            assert not {"undefined", "null", "NaN", "{issue}"} & set(line["text"].split()), line
        assert len(story["turning"]) <= 8
        assert [point["round"] for point in story["turning"]] == sorted(point["round"] for point in story["turning"])
        if name in SHIPPED:
            assert max(len(month["lines"]) for month in story["months"]) <= 12 * len(compiled.names.tables) + 10


@pytest.mark.slow
@pytest.mark.parametrize("name", ["many"], indirect=True)
def test_where_many_choose_alike_they_are_told_in_one_line(page, name):
    lines = [line for story in page["stories"] for month in story["months"] for line in month["lines"]]
    [came] = {line["text"] for line in lines if len(line.get("more", [])) == 5 and "came to" in line["text"]}
    assert came == "One, Rebels, State, Three and Two came to the meeting."


def happenings(now):
    """What happened in a round, without why or how likely it was."""
    left_out = {
        "type",
        "terms",
        "advantage",
        "rationality",
        "probability",
        "probability_if",
        "worth",
        "asked",
        "room",
        "limits",
    }
    told = [{key: x for key, x in e.items() if key not in left_out} for e in now.entries if not e.get("again")]
    return told, {name: round(x) for name, x in now.war["incidents"].items()}


@pytest.mark.slow
def test_two_stories_part_in_the_first_month_in_which_something_else_happened(page, name):
    base = traced(name)[0]
    for chronicle, compared in zip(traced(name), page["compared"], strict=True):
        rounds = zip(base.rounds, chronicle.rounds, strict=False)
        parted = [one.label for one, other in rounds if happenings(one) != happenings(other)]
        longer = max(base.rounds, chronicle.rounds, key=len)[min(len(base.rounds), len(chronicle.rounds)) :]
        differ = [*parted, *(now.label for now in longer)]
        assert compared["first"] == (differ[0] if differ else None)
        assert [month["label"] for month in compared["months"] if month["differs"]] == differ
        assert [month["label"] for month in compared["months"] if month["first"]] == differ[:1]


@pytest.mark.slow
def test_every_kind_of_happening_has_a_sentence_and_is_met_in_these_histories():
    spoken = json.loads(
        run_node(
            'import { SENTENCE_OF } from "./core/sentences.js"; console.log(JSON.stringify(Object.keys(SENTENCE_OF)));'
        )
    )
    assert sorted(spoken) == sorted(get_args(Kind))
    met = {e["kind"] for name in PLAYED for chronicle in traced(name) for now in chronicle.rounds for e in now.entries}
    assert met == set(get_args(Kind))


# ------------------------------------------------------------------------------
# Turning points and figures, by hand


def turned(data, rounds):
    """Turning points of a history that is given as entries by month."""
    told = [{"number": i, "label": f"month {i}", "entries": entries} for i, entries in enumerate(rounds, 1)]
    chronicle = {"data": data, "types": dict.fromkeys((party["name"] for party in data["parties"]), "settle")}
    script = (
        'import { turningPoints } from "./core/turning.js";\n'
        f"console.log(JSON.stringify(turningPoints({json.dumps(chronicle | {'rounds': told})})));"
    )
    return [(point["round"], point["text"]) for point in json.loads(run_node(script))]


@pytest.fixture(scope="module")
def civil_war():
    return telling_data(scenario("civil war"))


MET = {"kind": "meeting", "table": "talks"}
LEFT = {"kind": "walk-out", "table": "talks", "party": "rebels"}
AGREED = {"kind": "agreed", "table": "talks", "rung": "settlement", "binding": True, "text": {"arms": 0.5}}
REACHED = {"kind": "climbed", "table": "talks", "rung": "settlement"}


def signs(party, yes):
    return {"kind": "decision", "decision": "sign", "table": "talks", "party": party, "yes": yes}


def test_a_history_turns_where_talks_begin_break_and_succeed(civil_war):
    entries = [
        [MET],
        [MET, LEFT],
        [MET, AGREED, signs("rebels", True)],
        [REACHED],
        [{"kind": "collapse", "table": "talks"}],
    ]
    assert turned(civil_war, entries) == [
        (1, "First meeting"),
        (2, "The Rebels walked out"),
        (3, "Signed: settlement of the war"),
        (4, "Step reached: settlement of the war"),
        (5, "The talks collapsed for good"),
    ]


def test_who_does_not_sign_is_named_and_what_takes_a_step_at_once_is_told_once(civil_war):
    refused = [AGREED, signs("rebels", True), signs("government", False)]
    assert turned(civil_war, [refused]) == [(1, "The Government refused to sign: settlement of the war")]
    assert turned(civil_war, [[AGREED, signs("rebels", True), REACHED]]) == [(1, "Step reached: settlement of the war")]


def test_breaches_and_leaders_are_told_by_what_they_change(civil_war):
    back = {"kind": "taken back", "table": "talks", "party": "rebels", "issue": "arms"}
    leaders = {"kind": "turnover", "party": "government"}
    assert turned(civil_war, [[back], [leaders | {"type": "stall"}], [leaders | {"type": "stall"}]]) == [
        (1, "The Rebels went back on what was agreed on arms handed in"),
        (2, "New leaders in the Government, who would not keep a deal, unlike those before"),
        (3, "New leaders in the Government, who would not keep a deal, like those before"),
    ]


def test_of_many_turns_eight_are_told_in_order_what_comes_again_last(civil_war):
    stopped = {"kind": "called off", "table": "talks", "event": "offensive"}
    found = turned(civil_war, [[MET], *[[LEFT]] * 9, [stopped], [REACHED]])
    assert [number for number, _ in found] == [1, 2, 3, 4, 5, 6, 11, 12]


FIGURES = (
    0.0,
    0.005,
    0.125,
    0.375,
    0.5,
    1.5,
    2.5,
    9.995,
    12.25,
    12.35,
    99.96,
    100.5,
    101.5,
    1234.5,
    14500.0,
    -0.25,
    -3.0,
)


def test_figures_are_those_of_sentences():
    script = (
        'import { toldBelief, toldNumber, toldOrdinal, toldPercent } from "./core/wording.js";\n'
        f"const figures = {json.dumps(FIGURES)}, shares = figures.filter((x) => x >= 0 && x <= 1);\n"
        "const of = [figures.map(toldNumber), shares.map(toldPercent), shares.map(toldBelief),\n"
        "  Array.from({ length: 125 }, (_, n) => toldOrdinal(n))];\n"
        "console.log(JSON.stringify(of));"
    )
    shares = [x for x in FIGURES if 0 <= x <= 1]
    assert json.loads(run_node(script)) == [
        [sentences.number(x) for x in FIGURES],
        [sentences.percent(x) for x in shares],
        [sentences.belief(x) for x in shares],
        [sentences.ordinal(n) for n in range(125)],
    ]
