"""A history told agrees with the row that a batch keeps of it, and telling it changes nothing."""

import json
import math
import re
from copy import deepcopy
from functools import cache
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
import yaml

from agents.rules import choice
from experiments.trace.chronicle import DETAILS, HANDLED, Chronicle, _left_behind, as_json, trace
from experiments.trace.story import BLOCKED, SENTENCES, as_text
from sim.engine.arrays import Compiled, compile_scenario
from sim.engine.mesa_model import PeaceTalks
from sim.scenario.load import load
from sim.scenario.vocabulary import Scenario
from sim.world import outcome
from sim.world.codes import BLOCKS
from tests.places import SCENARIOS

pytestmark = pytest.mark.slow

CIVIL_WAR = yaml.safe_load("""
parley: 1
title: A civil war
as_of: 2018-09-13
time: {rounds: 48}
issues:
  autonomy: {title: Autonomy of the north, delivered_by: government, effects: {leverage: 0.1}}
  arms:
    {title: Arms handed in, unit: rifles, range: [0, 3000], kind: steps, step: 100, delivered_by: rebels,
     tranches: 3, effects: {calm: 0.3, leverage: -0.1}}
  seats: {title: Seats in the cabinet, unit: seats, range: [0, 5], kind: steps, delivered_by: government}
  amnesty: {title: Amnesty for fighters, kind: binary, delivered_by: government}
  truce: {title: Truce in the cities, kind: binary, effects: {calm: 0.2}}
  troops: {title: Army in the north, unit: troops, range: [14000, 8600], delivered_by: government}
parties:
  rebels:
    role: insurgent
    title: the Rebels
    violence: 100
    hardliners: {}
    gestures: {holiday: {issue: truce, level: 1, months: 2, rate: 0.1}}
    positions:
      autonomy: {ideal: 1, salience: 80}
      arms: {ideal: 0, salience: 70}
      seats: {ideal: 5, salience: 40}
      amnesty: {ideal: 1, salience: 50}
      truce: {ideal: 0, salience: 15}
      troops: {ideal: 8600, salience: 30}
  government:
    role: government
    title: the Government
    violence: 80
    positions:
      autonomy: {ideal: 0, salience: 60}
      arms: {ideal: 3000, salience: 80}
      seats: {ideal: 0, salience: 30}
      amnesty: {ideal: 0, salience: 20}
      truce: {ideal: 1, salience: 35}
      troops: {ideal: 14000, salience: 20}
tables:
  talks:
    title: the peace talks
    parties: [rebels, government]
    rungs:
      - {name: confidence, agenda: [amnesty, truce], package: true}
      - name: settlement
        title: Settlement of the war
        agenda: [autonomy, arms, seats, troops]
        binding: true
        order: [arms, autonomy]
war: {season: [0.8, 0.8, 0.9, 1, 1.1, 1.2, 1.2, 1.2, 1.1, 1, 0.9, 0.8]}
events:
  - name: offensive
    title: Spring offensive
    rate: 0.05
    months: 3
    effects: [{change: parties.rebels.violence, times: 1.5}, {change: leverage, add: 0.02}]
outcomes:
  settlement: {table: talks, reached: settlement}
  some_progress: {table: talks, reached: confidence}
  nothing: {otherwise: true}
""")

DOHA = yaml.safe_load("""
parley: 1
title: Washington and the Taliban
as_of: 2018-09-13
time: {rounds: 24}
issues:
  prisoners:
    {title: Release of prisoners, unit: prisoners, range: [0, 2000], kind: steps, step: 100,
     delivered_by: kabul, effects: {leverage: 0.05}}
  bases: {title: US bases given up, unit: bases, range: [0, 2], kind: steps, delivered_by: united_states}
  office: {title: Recognition of the Doha office, kind: binary, delivered_by: united_states}
  violence: {title: Cut in attacks, unit: "%", range: [0, 100], delivered_by: taliban, effects: {calm: 0.4}}
parties:
  taliban:
    role: insurgent
    title: the Taliban
    violence: 600
    exposure_with: {kabul: 0.06}
    positions:
      prisoners: {ideal: 2000, salience: 85}
      bases: {ideal: 2, salience: 90}
      office: {ideal: 1, salience: 40}
      violence: {ideal: 0, salience: 60}
  united_states:
    role: patron
    title: Washington
    influence: {kabul: 0.25}
    positions:
      prisoners: {ideal: 500, salience: 20}
      bases: {ideal: 0, salience: 60, red_line: [0, 1]}
      office: {ideal: 0, salience: 20}
      violence: {ideal: 100, salience: 80}
  kabul:
    role: government
    title: Kabul
    violence: 500
    positions:
      prisoners: {ideal: 0, salience: 50}
      violence: {ideal: 100, salience: 80}
  qatar: {role: mediator, title: Qatar, bias: {taliban: 0.4}, skill: 0.3, formulation: 0.5}
tables:
  doha:
    title: Doha channel
    parties: [united_states, taliban]
    mediators: [qatar]
    secret: true
    convener: united_states
    met: 1
    rungs:
      - {name: back_channel}
      - {name: confidence_building, agenda: [prisoners, office]}
      - {name: formal_talks, agenda: [bases, violence], binding: true}
  intra_afghan:
    title: Kabul–Taliban talks
    parties: [kabul, taliban]
    rungs: [{name: truce, agenda: [violence], requires: [{table: doha, reached: confidence_building}]}]
war: {unit: attacks}
events:
  - name: envoy
    title: A new envoy is named
    "on": 2018-10-05
    months: 6
    effects: [{change: parties.united_states.effort, add: -0.02}]
  - name: story
    title: A newspaper has the story
    rate: 0.05
    effects: [{change: tables.doha.secret, to: 0}]
outcomes:
  formal: {table: doha, reached: formal_talks}
  some: {table: doha, reached: confidence_building}
  none: {otherwise: true}
""")

FIRST_THINGS = yaml.safe_load("""
parley: 1
title: First things first
as_of: 2018-09-13
time: {rounds: 60}
issues:
  truce: {title: Truce in the cities, kind: binary, delivered_by: rebels, effects: {calm: 0.3}}
  prisoners:
    {title: Release of prisoners, unit: prisoners, range: [0, 500], kind: steps, step: 50, delivered_by: government,
     revocable: false}
  bases: {title: Bases given up, unit: bases, range: [0, 6], kind: steps, delivered_by: patron, two_way: true}
  contact:
    {title: A meeting with the Government, kind: binary, delivered_by: rebels, revocable: false,
     follow: {table: at_home, reached: contact}}
  withdrawal: {title: Withdrawal of the army, unit: "%", range: [0, 100], delivered_by: patron, public: true}
parties:
  rebels:
    role: insurgent
    title: the Rebels
    violence: 100
    hardliners: {control: 0, restraint: 0.2}
    demands:
      prisoners_first: {title: our men must come home first, firm: 0.5, relent: 0.05}
      words_first: {title: talk to us first, firm: 0.6}
    gestures: {release: {issue: truce, level: 1, months: 2, rate: 0.05}}
    positions:
      truce: {ideal: 0, salience: 30}
      prisoners: {ideal: 500, salience: 60}
      bases: {ideal: 6, salience: 60}
      contact: {ideal: 0, salience: 20}
      withdrawal: {ideal: 100, salience: 80}
  patron:
    role: patron
    title: the Ally
    demands: {countrymen_first: {title: talks among countrymen, firm: 0.7, relent: 0.1}}
    gestures: {drawdown: {issue: bases, level: 1, lasting: true, rate: 0.2}}
    positions:
      truce: {ideal: 1, salience: 80}
      prisoners: {ideal: 500, salience: 10}
      bases: {ideal: 1, salience: 20}
      contact: {ideal: 1, salience: 30}
      withdrawal: {ideal: 60, salience: 50}
  government:
    role: government
    title: the Government
    violence: 80
    standing: 0
    standing_with: {rebels: 0.05}
    positions:
      truce: {ideal: 1, salience: 90}
      prisoners: {ideal: 0, salience: 40}
      contact: {ideal: 1, salience: 50}
  host: {role: mediator, title: the Host, formulation: 1}
tables:
  abroad:
    title: the talks abroad
    parties: [rebels, patron]
    mediators: [host]
    secret: true
    leak: 0
    failures: 20
    rungs:
      - name: confidence
        title: Confidence building
        agenda: [prisoners]
        demand: rebels.prisoners_first
      - name: countrymen
        title: Talks among countrymen
        agenda: [contact]
        demand: patron.countrymen_first
      - name: opening
        title: Opening of the talks
        public: true
        requires: [{issue: truce, at_least: 1, demand: patron.countrymen_first}]
      - {name: settlement, title: Settlement of the war, agenda: [bases, withdrawal], binding: true}
  at_home:
    title: the talks at home
    parties: [rebels, government]
    rungs:
      - name: contact
        requires: [{table: abroad, reached: confidence, demand: rebels.words_first}]
      - {name: truce, agenda: [truce]}
war: {victory: 0.01, leverage_volatility: 0.1, volatility: 0.1}
events:
  - {name: massacre, title: A massacre in the capital, rate: 0.08, calls_off: {abroad: 0.8, at_home: 0.3}}
outcomes:
  victory: {any: [{won: insurgent}, {won: government}]}
  settlement: {table: abroad, reached: settlement}
  nothing: {otherwise: true}
""")

HISTORIES = 75
SEED = 20180913 + (5 << 32)


CASES = {"civil war": CIVIL_WAR, "doha": DOHA, "first things": FIRST_THINGS}


@cache
def compiled_case(name: str) -> Compiled:
    return compile_scenario(Scenario.model_validate(CASES[name]))


@cache
def listened_to(name: str) -> list[Chronicle]:
    """Histories of a case, listened to once for all tests that read them."""
    return [trace(compiled_case(name), SEED, i) for i in range(HISTORIES)]


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def compiled(case: str) -> Compiled:
    return compiled_case(case)


@pytest.fixture
def chronicles(case: str) -> list[Chronicle]:
    return listened_to(case)


def entries(chronicle: Chronicle, kind: str, table: str) -> list[tuple[int, dict]]:
    """Entries of a kind at a table, each with its round."""
    return [(r.number, e) for r in chronicle.rounds for e in r.entries if e["kind"] == kind and e.get("table") == table]


def decisions_of(chronicle: Chronicle) -> list[dict]:
    return [e for r in chronicle.rounds for e in r.entries if e["kind"] == "decision"]


def test_listening_changes_no_draw(compiled: Compiled, chronicles: list[Chronicle]) -> None:
    model = PeaceTalks(compiled, SEED)
    for i, chronicle in enumerate(chronicles):
        model.play(i)
        whole, measured = _left_behind(model.world, compiled)
        assert chronicle.whole == tuple(whole)
        assert chronicle.measured == tuple(measured)


def test_rows_are_those_of_the_batch(compiled: Compiled, chronicles: list[Chronicle]) -> None:
    kernel = pytest.importorskip("sim.engine.kernel")
    from sim.engine.records import Records
    from sim.world.state import copy_of

    records = Records.empty(compiled, HISTORIES)
    rounds = compiled.scenario.time.rounds
    kernel.play_histories(copy_of(compiled.arrays), compiled.sizes, rounds, SEED, 0, records)
    assert np.array_equal(records.whole, np.array([c.whole for c in chronicles]))
    assert np.array_equal(records.measured, np.array([c.measured for c in chronicles]))


def test_json_dumps(chronicles: list[Chronicle]) -> None:
    for chronicle in chronicles:
        told = as_json(chronicle)
        assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_tables_agree_with_the_row(compiled: Compiled, chronicles: list[Chronicle]) -> None:
    for chronicle in chronicles:
        row = chronicle.row
        for table in compiled.names.tables:
            meetings = entries(chronicle, "meeting", table)
            assert len(meetings) == row[f"{table}.meetings"]
            assert (meetings[0][0] if meetings else 0) == row[f"{table}.first_meeting"]
            assert len(entries(chronicle, "walk-out", table)) == row[f"{table}.walk_outs"]
            assert len(entries(chronicle, "called off", table)) == row[f"{table}.called_off"]
            for kinds, column in ((("collapse",), "collapsed"), (("leak", "announced"), "leaked")):
                told = [t for kind in kinds for t, _ in entries(chronicle, kind, table)]
                assert told == [row[f"{table}.{column}"]] * (row[f"{table}.{column}"] > 0)
            for rung in compiled.names.rungs[table]:
                climbs = [t for t, e in entries(chronicle, "climbed", table) if e["rung"] == rung]
                assert (climbs[0] if climbs else 0) == row[f"{table}.{rung}.delivered"]


def test_issues_agree_with_the_row(compiled: Compiled, chronicles: list[Chronicle]) -> None:
    for chronicle in chronicles:
        row = chronicle.row
        for k, issue in enumerate(compiled.names.issues):
            agreed = [(r.number, e["text"][issue]) for r in chronicle.rounds for e in r.entries
                      if e["kind"] == "agreed" and issue in e["text"]]  # fmt: skip
            assert (agreed[-1][0] if agreed else 0) == row[f"{issue}.agreed"]
            if agreed:
                assert agreed[-1][1] == pytest.approx(chronicle.real(k, row[f"{issue}.agreed_level"]))
            defaults = [
                e for r in chronicle.rounds for e in r.entries if e["kind"] == "default" and e["issue"] == issue
            ]
            assert len(defaults) == row[f"{issue}.defaults"]
            assert chronicle.rounds[-1].levels[issue] == pytest.approx(chronicle.real(k, row[f"{issue}.level"]))


def test_levels_change_only_as_told(chronicles: list[Chronicle]) -> None:
    """Every change of a level has an entry that says to what."""
    for chronicle in chronicles:
        before = chronicle.levels_at_start
        for r in chronicle.rounds:
            told = {e["issue"]: e["level"] for e in r.entries if "level" in e and e["kind"] != "default"}
            for issue, level in r.levels.items():
                assert level == pytest.approx(told.get(issue, before[issue]))
            before = r.levels


def test_outcome_types_and_beliefs_agree_with_the_row(compiled: Compiled, chronicles: list[Chronicle]) -> None:
    for chronicle in chronicles:
        row = chronicle.row
        assert chronicle.outcome == compiled.names.outcomes[int(row["outcome"])]
        for party in compiled.names.parties:
            assert (chronicle.types_at_end[party] == "settle") == row[f"{party}.settles"]
            believed = [of[party] for of in chronicle.rounds[-1].beliefs.values() if party in of]
            assert math.fsum(believed) / len(believed) == pytest.approx(row[f"{party}.belief"])
            incidents = sum(r.war["incidents"].get(party, 0) for r in chronicle.rounds)
            assert incidents == row[f"{party}.incidents"]


def test_terms_sum_to_the_advantage_of_the_probability(chronicles: list[Chronicle]) -> None:
    seen = set()
    for chronicle in chronicles:
        for d in decisions_of(chronicle):
            seen.add(d["decision"])
            assert math.fsum(d["terms"].values()) == pytest.approx(d["advantage"], abs=1e-12)
            assert 0.0 not in d["terms"].values()
            assert (
                choice.probability(d["advantage"], d["rationality"])
                == d["probability"]
                == d["probability_if"][d["type"]]
            )
    assert len(seen) >= 7


def test_text_is_plain_and_narrow(chronicles: list[Chronicle]) -> None:
    for chronicle in chronicles:
        lines = list(as_text(chronicle))
        assert max(map(len, lines)) <= 100
        text = "\n".join(lines)
        assert not re.search(r"\bNone\b|[{}\[\]]|\.\.|  \.|nan|\binf\b|\u00a0", text)
        assert text.count("They met") == sum(chronicle.row[f"{t}.meetings"] for t in chronicle.compiled.names.tables)


def test_every_month_is_told(chronicles: list[Chronicle]) -> None:
    """Each round is named, or falls between the two ends of a line on quiet months."""
    for chronicle in chronicles[:20]:
        told: set[str] = set()
        labels = [r.label for r in chronicle.rounds]
        for line in as_text(chronicle):
            found = re.match(r"(\w+ \d{4})(?: to (\w+ \d{4}))?(?: \(|:|$)", line)
            if found and found[1] in labels:
                told.update(labels[labels.index(found[1]) : labels.index(found[2] or found[1]) + 1])
        assert told == set(labels)


def test_every_kind_that_is_told_is_handled() -> None:
    source = "".join(path.read_text() for path in Path(outcome.__file__).parent.glob("*.py"))
    kinds = set(re.findall(r'\btell\(w, "([^"]+)"', source))
    assert kinds == HANDLED
    assert set(DETAILS) <= set(SENTENCES)
    assert set(BLOCKED) == set(BLOCKS)


@pytest.fixture
def first_things() -> list[Chronicle]:
    return listened_to("first things")


def test_the_story_begins_with_which_demands_are_meant(first_things: list[Chronicle]) -> None:
    shares = []
    for chronicle in first_things:
        text = " ".join(" ".join(as_text(chronicle)).split())
        for name, title, where in (
            (
                "rebels.prisoners_first",
                "the Rebels' demand “our men must come home first”",
                "Confidence building first",
            ),
            ("rebels.words_first", "the Rebels' demand “talk to us first”", "before contact"),
        ):
            truth = "is meant" if chronicle.demands_at_start[name] else "is a bluff, and so no condition after all"
            assert f"{title[0].upper()}{title[1:]} ({where}) {truth}." in text
        shares.append(chronicle.demands_at_start["patron.countrymen_first"])
    assert 0.5 < sum(shares) / len(shares) < 0.9  # meant with 0.7: farther off in fewer than 1 of 1,000 samples


def test_a_demand_holds_a_table_up_until_it_is_met_or_given_up(first_things: list[Chronicle]) -> None:
    """Who holds to a demand has made it and not given it up, and the table is not open; it is told again as such."""
    seen = 0
    for chronicle in first_things:
        stands = {name for name, meant in chronicle.demands_at_start.items() if meant}
        before: set[tuple[str, str]] = set()
        for now in chronicle.rounds:
            stands -= {e["demand"] for e in now.entries if e["kind"] == "relented"}
            held = [e for e in now.entries if e["kind"] == "held to a demand"]
            assert {e["demand"] for e in held} <= stands
            assert not any(now.tables[e["table"]]["open"] for e in held)
            assert all(e["again"] == ((e["table"], e["demand"]) in before) for e in held)
            before = {(e["table"], e["demand"]) for e in held}
            seen += len(held)
    assert seen > HISTORIES


def test_what_is_held_up_is_said_once_and_not_every_month(first_things: list[Chronicle]) -> None:
    for chronicle in first_things:
        told = [e for r in chronicle.rounds for e in r.entries if e["kind"] == "held to a demand" and not e["again"]]
        text = " ".join(" ".join(as_text(chronicle)).split())
        assert text.count("the talks wait for it.") == len(told)


def test_a_step_is_passed_over_for_the_reason_that_is_told(first_things: list[Chronicle]) -> None:
    reasons = set()
    for chronicle in first_things:
        relented = {e["demand"] for r in chronicle.rounds for e in r.entries if e["kind"] == "relented"}
        for now in chronicle.rounds:
            for e in (e for e in now.entries if e["kind"] == "passed over"):
                reasons.add(e["reason"])
                assert (e["reason"] == "bluff") == (not chronicle.demands_at_start[e["demand"]])
                assert e["demand"] in relented or e["reason"] != "given up"
                assert e["rung"] != e["next"]
    assert reasons == {"bluff", "given up", "moot"}


def test_what_follows_a_step_comes_into_force_when_that_is_reached(first_things: list[Chronicle]) -> None:
    seen = 0
    for chronicle in first_things:
        climbs = [t for t, _ in entries(chronicle, "climbed", "at_home")]
        followed = entries(chronicle, "followed", "at_home")
        assert [t for t, _ in followed] == climbs[:1]
        assert all((e["issue"], e["level"]) == ("contact", 1) for _, e in followed)
        seen += len(followed)
    assert seen > 0


def test_a_history_ends_when_the_war_is_won(first_things: list[Chronicle]) -> None:
    winners = set()
    for chronicle in first_things:
        won = [(r.number, e["side"]) for r in chronicle.rounds for e in r.entries if e["kind"] == "won"]
        assert {"insurgent": 1, "government": -1}.get(won[0][1] if won else "", 0) == chronicle.row["won"]
        assert len(chronicle.rounds) == (won[0][0] if won else FIRST_THINGS["time"]["rounds"])
        ending = "won the war in" in "\n".join(as_text(chronicle))
        assert ending == bool(won)
        winners |= {side for _, side in won}
    assert winners == {"insurgent", "government"}


def test_room_is_narrow_for_the_reason_that_is_told() -> None:
    """In one history of September: a demand that stands, prisoners whom an absent party holds, a drawdown in force."""
    chronicle = trace(compile_scenario(load(SCENARIOS / "second_meeting_2018_09.yaml").scenario), 1, 0)
    assert chronicle.demands_at_start == {"taliban.recognition_first": True}
    limits: dict[str, list[list[str]]] = {}
    for number, offer in entries(chronicle, "offer", "us_taliban"):
        assert offer["limits"].keys() == offer["room"].keys()
        for issue, causes in offer["limits"].items():
            limits.setdefault(issue, []).append(causes)
            if issue == "troops":
                assert offer["room"][issue][0] == chronicle.rounds[number - 2].levels[issue] < 15000
    assert limits["prisoners"] == [["absent deliverer"]]
    assert limits["qatar_office"] == limits["sanctions"] == [["demand"]]
    assert limits["troops"]
    assert all(causes == ["in force"] for causes in limits["troops"])


def test_room_is_told_of_an_issue_that_nobody_delivers() -> None:
    data = deepcopy(CIVIL_WAR)
    data["issues"]["seats"]["delivered_by"] = None
    data["parties"]["government"]["positions"]["seats"]["red_line"] = [0, 3]
    ready = compile_scenario(Scenario.model_validate(data))
    told = " ".join(" ".join(as_text(trace(ready, SEED, 1))).split())
    assert "Room to bargain: at most three of five seats (red lines)." in told


def test_room_on_a_range_that_runs_down_is_told_the_other_way_round() -> None:
    """Of 15,000 men 11,500 are left after a drawdown: no offer keeps more."""
    told = " ".join(
        " ".join(
            as_text(trace(compile_scenario(load(SCENARIOS / "second_meeting_2018_09.yaml").scenario), 1, 60))
        ).split()
    )
    assert "Room to bargain: at most 11,500 troops (down from 15,000) (what is in force)." in told


def test_how_a_table_was_blocked_is_that_of_the_row(first_things: list[Chronicle]) -> None:
    seen = set()
    for chronicle in first_things:
        for table in ("abroad", "at_home"):
            how = chronicle.blocks[table]["how"] if table in chronicle.blocks else None
            assert chronicle.row[f"{table}.block_how"] == (-1 if how is None else BLOCKS.index(how))
            seen.add(how)
    assert len(seen) > 3


def rough() -> dict:
    """A civil war in which little is forgiven, nothing can be offered on autonomy, and what is agreed comes later."""
    scenario = deepcopy(CIVIL_WAR)
    scenario["issues"]["amnesty"]["lag"] = 1
    scenario["events"][0]["effects"].append({"change": "issues.troops.level", "add": -900})
    scenario["tables"]["talks"] |= {"grace": 1, "failures": 2, "occasion": 1}
    scenario["parties"]["rebels"] |= {"keep_word": 0, "temptation": 0.3}
    scenario["parties"]["rebels"]["positions"]["seats"]["red_line"] = [3, 5]
    scenario["parties"]["government"]["positions"]["seats"]["red_line"] = [0, 2]
    scenario["tables"]["talks"]["rungs"][0]["agenda"].append("arms")
    return scenario


def test_all_kinds_occur_somewhere() -> None:
    """Four scenarios together show every kind, so that the tests above mean something."""
    seen = set()
    ready = compile_scenario(Scenario.model_validate(rough()))
    roughly = (trace(ready, SEED, i) for i in range(HISTORIES))
    for chronicle in chain(*map(listened_to, CASES), roughly):
        seen |= {e["kind"] for r in chronicle.rounds for e in r.entries}
        assert list(as_text(chronicle))
    assert set(SENTENCES) | {"decision"} == seen


def test_weeks_without_a_war() -> None:
    """Weekly rounds, no war, hard thresholds: still a story."""
    plain = {k: v for k, v in CIVIL_WAR.items() if k not in ("war", "events")} | {
        "time": {"step": "week", "rounds": 12}
    }
    plain["parties"] = {n: {**p, "rationality": float("inf")} for n, p in CIVIL_WAR["parties"].items()}
    ready = compile_scenario(Scenario.model_validate(plain))
    for i in range(10):
        chronicle = trace(ready, 1, i)
        told = json.loads(json.dumps(as_json(chronicle), allow_nan=False))
        decisions = [e for r in told["rounds"] for e in r["entries"] if e["kind"] == "decision"]
        assert {d["rationality"] for d in decisions} == {".inf"}
        text = "\n".join(as_text(chronicle))
        assert "Week to" in text
        assert "Incidents" not in text
