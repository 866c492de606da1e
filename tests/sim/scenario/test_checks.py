"""Every rule of `sim.scenario.checks` and `experiments.ladders.checks` fires where it should and only there; what passes can be compiled."""

from __future__ import annotations

import copy
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel

from experiments.ladders.checks import WARNINGS as OF_LADDERS
from experiments.ladders.loading import load as with_ladders
from sim.engine.arrays import _Builder, compile_scenario, names_of
from sim.scenario import checks
from sim.scenario.calendar import Rounds
from sim.scenario.checks import ERRORS, ERRORS_IN_SOUND, UNRUNNABLE, WARNINGS, Check, events, war
from sim.scenario.checks.common import walk
from sim.scenario.checks.outcomes import stack_of
from sim.scenario.data import scenario_data
from sim.scenario.defaults import resolve
from sim.scenario.document import Document, ScenarioError
from sim.scenario.extends import read
from sim.scenario.load import check, load
from sim.scenario.vocabulary import Condition, Number, Outcome, Scenario
from sim.scenario.yaml_text import dump
from sim.world import conditions
from tests.conftest import columns, scenario
from tests.places import CASES

INVALID = CASES / "invalid" / "checks"
WARNED = CASES / "warned"
RICH = CASES / "valid" / "rich.yaml"
FILES = [
    *(pytest.param(INVALID / f"{rule.__name__}.yaml", rule, ERRORS, id=rule.__name__) for rule in ERRORS),
    *(
        pytest.param(INVALID / f"{rule.__name__}.yaml", rule, ERRORS_IN_SOUND, id=rule.__name__)
        for rule in ERRORS_IN_SOUND
    ),
    *(pytest.param(INVALID / f"{rule.__name__}.yaml", rule, UNRUNNABLE, id=rule.__name__) for rule in UNRUNNABLE),
    *(pytest.param(WARNED / f"{rule.__name__}.yaml", rule, WARNINGS, id=rule.__name__) for rule in WARNINGS),
    *(pytest.param(WARNED / f"{rule.__name__}.yaml", rule, OF_LADDERS, id=rule.__name__) for rule in OF_LADDERS),
]
"""One file a rule. `# expect LINE:COLUMN: message` is what it finds, all else in the file being fine;
`# fine with PATH=VALUE` lines together say what little would satisfy it."""


def header(path: Path, word: str) -> list[str]:
    lines = path.read_text("utf-8").splitlines()
    found = [line.removeprefix(f"# {word} ") for line in lines if line.startswith(f"# {word} ")]
    assert found, f"{path} has no line that begins with # {word}"
    return found


def scenario_of(document: Document) -> Scenario:
    scenario, problems = check(document, Scenario)
    assert scenario is not None, problems
    return scenario


def complaints(document: Document, rules: tuple[Check, ...]) -> list[str]:
    """What rules find wrong, as `LINE:COLUMN: path: message`, at keys where it is a key that is wrong."""
    scenario = scenario_of(document)
    found = [found for rule in rules for found in rule(scenario)]
    problems = {document.problem(loc, text, key=getattr(loc, "is_key", False)) for loc, text in found}
    return [str(problem).removeprefix(f"{document.file}:") for problem in sorted(problems)]


@pytest.mark.parametrize(("path", "rule", "kind"), FILES)
class TestFiles:
    def test_rule_fires_at_its_place_and_nowhere_else(self, path: Path, rule: Check, kind: tuple[Check, ...]) -> None:
        document = read(path)
        assert complaints(document, (rule,)) == complaints(document, kind) == header(path, "expect")
        assert kind is ERRORS or not complaints(document, ERRORS)

    def test_near_miss_is_legal(self, path: Path, rule: Check, kind: tuple[Check, ...]) -> None:
        document = read(path, header(path, "fine with"))
        assert complaints(document, ERRORS) == []
        assert complaints(document, (rule,)) == []

    def test_loading_says_so(self, path: Path, rule: Check, kind: tuple[Check, ...]) -> None:
        if kind in (ERRORS, ERRORS_IN_SOUND):
            with pytest.raises(ScenarioError) as caught:
                load(path)
            said = caught.value.problems
        else:
            said = (with_ladders if kind is OF_LADDERS else load)(path).warnings
        if kind is not UNRUNNABLE:
            messages = [line.split(": ", 2)[2] for line in header(path, "expect")]
            assert [problem.message for problem in said] == messages


def test_every_file_belongs_to_a_rule() -> None:
    rules = (*ERRORS, *ERRORS_IN_SOUND, *UNRUNNABLE, *WARNINGS, *OF_LADDERS)
    names = {rule.__name__ for rule in rules}
    assert {path.stem for folder in (INVALID, WARNED) for path in folder.glob("*.yaml")} == names
    assert len(names) == len(rules)


def test_both_folders_build_on_the_same_talks() -> None:
    base = Path("bases") / "talks.yaml"
    assert (INVALID / base).read_text("utf-8") == (WARNED / base).read_text("utf-8")


@pytest.mark.parametrize("path", [RICH, WARNED / "bases" / "ladders.yaml"], ids=lambda path: path.stem)
def test_a_sound_ladder_is_sound(path: Path) -> None:
    assert with_ladders(path).warnings == ()


@pytest.mark.parametrize("path", [RICH, INVALID / "bases" / "talks.yaml"], ids=lambda path: path.stem)
def test_a_sound_scenario_is_sound(path: Path) -> None:
    assert complaints(read(path), (*ERRORS, *ERRORS_IN_SOUND, *UNRUNNABLE, *WARNINGS)) == []
    assert load(path).warnings == ()
    compile_scenario(resolve(load(path).scenario))


def test_a_sound_scenario_stays_sound_with_every_default_written_out() -> None:
    kept = Scenario.model_validate(scenario_data(resolve(load(RICH).scenario)))
    assert [*checks.errors(kept), *checks.unrunnable(kept), *checks.warnings(kept)] == []


def test_issues_and_parties_alone_are_no_error(tmp_path: Path) -> None:
    text = """
        parley: 1
        title: Positions only
        as_of: "1993-01-01"
        issues: {standard: {unit: years, range: [4, 10]}}
        parties:
          france: {role: party, capability: 0.6, positions: {standard: {ideal: 10, salience: 60}}}
          denmark: {role: party, capability: 0.1, positions: {standard: {ideal: 4, salience: 100}}}
    """
    path = tmp_path / "rivals.yaml"
    path.write_text(text, "utf-8")
    assert load(path).warnings == ()
    assert [loc for loc, _ in checks.unrunnable(load(path).scenario)] == [("tables",), ("outcomes",)]


class TestRich:
    def test_has_every_key_of_the_vocabulary(self) -> None:
        used: dict[type[BaseModel], set[str]] = {}
        for _, model in walk(load(RICH).scenario, ()):
            used.setdefault(type(model), set()).update(model.model_fields_set)
        used[Condition] |= used[Outcome]  # an outcome is a condition with a title
        used[Outcome] |= Condition.model_fields.keys()
        missing = {
            f"{model.__name__}.{name}"
            for model, names in used.items()
            for name in model.model_fields.keys() - names - {"note", "evidence"}
        }
        assert missing == set()
        names = (
            "Scenario Time Source Issue Follow Effects Principal Position Home Hardliners Gesture Demand Mediator Table "
            "Rung Outcome Condition War Event Effect Evidence Number"
        )
        assert {model.__name__ for model in used} == set(names.split())

    def test_events_can_change_what_has_a_place_in_the_arrays(self) -> None:
        scenario = resolve(load(RICH).scenario)
        rounds = Rounds(scenario.as_of, scenario.time.step, scenario.time.rounds)
        builder = _Builder(scenario, names_of(scenario), rounds)
        builder.build()
        known = events.changeable(scenario)
        placed = {path for path in builder.places if path.split(".")[0] in {"parties", "tables", "war"}}
        levels = {f"issues.{name}.level" for name, issue in scenario.issues.items() if issue.kind != "options"}
        assert known.keys() == {*placed, *levels, "leverage"}

    def test_numbers_fit_the_ranges_that_events_must_keep(self) -> None:
        for path, target in events.changeable(load(RICH).scenario).items():
            if target.number is not None:
                low, high = target.number.support(target.low, target.high)
                assert target.low <= low <= high <= target.high, path


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(200))
def test_whatever_is_changed_the_answer_is_no_traceback(seed: int, tmp_path: Path) -> None:
    """Names, keys and numbers are deleted, misspelt and mixed up; what still loads also compiles."""
    rng = random.Random(seed)
    data = copy.deepcopy(read(RICH).data)
    for _ in range(rng.choice((1, 1, 2, 5))):
        spoil(data, rng)
    path = tmp_path / "spoilt.yaml"
    path.write_text(dump(data), "utf-8")
    loaded = None
    with suppress(ScenarioError):
        loaded = load(path)
    if loaded and not list(checks.unrunnable(loaded.scenario)):
        compile_scenario(loaded.scenario)


def spoil(data: dict[str, Any], rng: random.Random) -> None:
    """Delete, misspell, exchange or exaggerate one thing."""
    places = list(places_in(data))
    parent, key = rng.choice(places)
    texts = [p[k] for p, k in places if isinstance(p[k], str)]
    value, way = parent[key], rng.randrange(4)
    if way == 0:
        del parent[key]
    elif isinstance(value, str):
        parent[key] = misspelt(value, rng) if way == 1 else rng.choice(texts)
    elif isinstance(value, int | float):
        parent[key] = rng.choice((0, -1, 1, 2, 0.5, 1e9, float("inf"), float("nan"), -value, 10**20))
    elif isinstance(parent, dict):
        parent[misspelt(key, rng) if way == 1 else rng.choice(texts)] = parent.pop(key)
    else:
        parent.append(copy.deepcopy(rng.choice(parent)))


def places_in(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from places_in(value[key])


def misspelt(text: str, rng: random.Random) -> str:
    i = rng.randrange(max(1, len(text)))
    return text[:i] + rng.choice(("", "x", "_")) + text[i + 1 :]


class TestConditions:
    def warned(self, *overrides: str) -> list[str]:
        return complaints(read(WARNED / "bases" / "talks.yaml", overrides), WARNINGS)

    @pytest.mark.parametrize(
        ("earlier", "later", "hidden"),
        [
            ("{table: capital, reached: confidence}", "{table: capital, reached: withdrawal}", True),
            ("{table: capital, reached: withdrawal}", "{table: capital, reached: confidence}", False),
            ("{table: capital, reached: confidence}", "{table: capital, signed: withdrawal}", False),
            ("{table: capital, reached: confidence, by: 12}", "{table: capital, reached: withdrawal}", False),
            (
                "{table: capital, reached: confidence, by: 2019-08-31}",
                "{table: capital, reached: withdrawal, by: 12}",
                True,
            ),
            ("{table: capital, meetings: 3}", "{table: capital, meetings: 4}", True),
            ("{issue: prisoners, at_most: 100}", "{issue: prisoners, at_most: 90}", True),
            ("{issue: prisoners, at_most: 100}", "{issue: prisoners, at_most: 110}", False),
            ("{issue: bases, at_least: 5}", "{issue: bases, at_least: 4}", True),
            (
                "{any: [{table: capital, meetings: 3}, {table: palace, meetings: 3}]}",
                "{table: palace, meetings: 5}",
                True,
            ),
            (
                "{table: palace, meetings: 3}",
                "{any: [{table: capital, meetings: 3}, {table: palace, meetings: 3}]}",
                False,
            ),
            (
                "{table: palace, meetings: 3}",
                "{any: [{table: palace, meetings: 4}, {table: palace, meetings: 5}]}",
                True,
            ),
            ("{not: {table: capital, meetings: 4}}", "{not: {table: capital, meetings: 3}}", True),
            ("{not: {table: capital, meetings: 3}}", "{not: {table: capital, meetings: 4}}", False),
            ("{table: capital, collapsed: true}", "{table: capital, collapsed: true, meetings: 2}", True),
            ("{table: capital, collapsed: true, meetings: 2}", "{table: capital, collapsed: true}", False),
        ],
    )
    def test_an_outcome_hidden_by_an_earlier_one(self, earlier: str, later: str, hidden: bool) -> None:
        change = [f"outcomes.{name}=null" for name in ("peace", "progress", "no_progress")]
        change += [f"outcomes.first={earlier}", f"outcomes.second={later}", "outcomes.rest={otherwise: true}"]
        assert [line for line in self.warned(*change) if "never counts" in line] != [] or not hidden
        assert not [line for line in self.warned(*change) if "never counts" in line] or hidden

    def test_a_rung_behind_closed_red_lines_can_be_reached_by_nobody(self) -> None:
        closed = ("parties.insurgent.positions.prisoners.red_line=[1000, 2000]",
                  "parties.patron.positions.prisoners.red_line=[0, 900]")  # fmt: skip
        found = self.warned(*closed)
        assert sum("nobody can get beyond this rung" in line for line in found) == 1
        assert sum('rung "withdrawal" of table "capital" cannot be reached' in line for line in found) == 1
        assert sum('rung "confidence" of table "capital" cannot be reached' in line for line in found) == 2

    def test_a_package_leaps_over_what_a_later_rung_requires(self) -> None:
        rungs = (
            "tables.capital.rungs=[{name: confidence, agenda: [prisoners], package: PACKAGE}, "
            "{name: withdrawal, agenda: [bases], requires: [{table: palace, ended: contact, by: 2018-01-01}]}"
            "]"
        )
        assert len(self.warned(rungs.replace("PACKAGE", "true"))) == 1
        assert len(self.warned(rungs.replace("PACKAGE", "false"))) == 2

    def test_a_gesture_or_the_start_can_bring_an_issue_where_no_agenda_does(self) -> None:
        issue = ("issues.lull={kind: binary}", "outcomes.progress.any.1={issue: lull, at_least: 1}")
        assert ["never hold" in line for line in self.warned(*issue)] == [True]
        started = self.warned(*issue, "issues.lull.in_force=1")
        assert ["always holds" in line for line in started] == [True]
        gesture = "parties.insurgent.gestures.feast={issue: lull, level: 1}"
        assert self.warned(*issue, gesture) == []

    def test_a_rung_that_requires_itself(self) -> None:
        requires = "tables.palace.rungs.contact.requires=[{table: palace, reached: ceasefire}]"
        found = self.warned(requires)
        assert sum("waits for this rung" in line for line in found) == 1

    @pytest.mark.parametrize(("demand", "warnings"), [("", 3), (", demand: insurgent.bases_first", 0)])
    def test_what_is_demanded_bars_nothing_for_ever(self, demand: str, warnings: int) -> None:
        """A rung that opens only after a later one of its table: for ever closed, unless that may be a bluff."""
        rung = "tables.palace.rungs.contact.requires=[{issue: truce, at_least: 1DEMAND}]".replace("DEMAND", demand)
        lone = "outcomes.progress.any=[{table: palace, meetings: 1}]"
        made = "parties.insurgent.demands={bases_first: {firm: 1}}"
        wants = ("parties.insurgent.positions.truce.ideal=1", "parties.government.positions.truce.ideal=0")
        found = [line for line in self.warned(rung, lone, *wants, *([made] if demand else [])) if "never hold" in line]
        assert len(found) == warnings

    @pytest.mark.parametrize(("demand", "warnings"), [("", 2), (", demand: government.guns_first", 0)])
    def test_a_rung_that_is_a_demand_may_be_passed_over(self, demand: str, warnings: int) -> None:
        closed = (
            "parties.insurgent.positions.prisoners.red_line=[1000, 2000]",
            "parties.government.positions.prisoners.red_line=[0, 900]",
        )
        made = "parties.government.demands={guns_first: {firm: 1}}"
        rungs = (
            "tables.palace.rungs=[{name: contact, agenda: [prisoners]DEMAND}, {name: ceasefire, agenda: [truce]}]"
        ).replace("DEMAND", demand)
        found = self.warned(*closed, rungs, *([made] if demand else []))
        assert len([line for line in found if "never hold" in line]) == warnings

    def test_an_issue_that_follows_a_rung_moves_with_it_and_not_otherwise(self) -> None:
        seat = "issues.seat={kind: binary, revocable: false, follow: {table: palace, reached: contact}}"
        asked = "outcomes.progress.any.1={issue: seat, at_least: 1}"
        assert self.warned(seat, asked) == []
        closed = "tables.palace.rungs.contact.requires=[{table: palace, collapsed: true}]"
        agenda = "tables.capital.rungs.confidence.agenda=[prisoners, seat]"
        found = self.warned(seat, asked, closed, agenda, "parties.patron.positions.seat={ideal: 1, salience: 9}")
        assert ["nothing takes" in line for line in found if 'nothing takes "seat" beyond 0' in line] == [True]

    @pytest.mark.parametrize(("two_way", "warnings"), [("false", 1), ("true", 0)])
    def test_what_stands_is_a_floor_unless_it_goes_both_ways(self, two_way: str, warnings: int) -> None:
        stands = ("issues.truce.in_force=1", f"issues.truce.two_way={two_way}")
        asked = "outcomes.progress.any=[{issue: truce, at_most: 0}]"
        assert len([line for line in self.warned(*stands, asked) if "never hold" in line]) == warnings

    @pytest.mark.parametrize(("war", "warnings"), [("null", 1), ("{victory: 0}", 1), ("{}", 0)])
    def test_a_war_that_nobody_can_win_is_not_won(self, war: str, warnings: int) -> None:
        found = self.warned(f"war={war}", "outcomes.progress.any.0={won: government}")
        assert len([line for line in found if "there is no war that could be won" in line]) == warnings

    def test_only_one_side_wins(self) -> None:
        both = "outcomes.peace={all: [{won: government}, {won: insurgent}]}"
        assert ["only one side wins the war" in line for line in self.warned("war={}", both)] == [True]

    def test_stack_of_conditions_is_what_the_compiler_needs(self) -> None:
        scenario = load(RICH).scenario
        needs = {name: stack_of(condition) for name, condition in scenario.outcomes.items()}
        assert needs == {"victory": 1, "settlement": 2, "broken_off": 1, "formal_talks": 1, "thaw": 3, "no_progress": 1}

    @pytest.mark.parametrize("seed", range(30))
    def test_stack_of_any_condition_is_what_its_program_fills(self, seed: int) -> None:
        rng = random.Random(seed)
        outcomes = {f"outcome_{i}": some_condition(rng, 3) for i in range(5)}
        data = copy.deepcopy(read(RICH).data) | {"outcomes": outcomes | {"other": {"otherwise": True}}}
        data["tables"]["palace"]["rungs"][-1]["requires"] = [some_condition(rng, 3, "insurgent.contact_first")]
        scenario = resolve(Scenario.model_validate(data))
        builder = _Builder(scenario, names_of(scenario), Rounds(scenario.as_of, "month", 36))
        for name, condition in scenario.outcomes.items():
            first, count = builder.programs["outcome", name]
            assert stack_of(condition) == most_on_stack(builder.code[first : first + count])
        last = scenario.tables["palace"].rungs[-1]
        first, count = builder.programs["requires", "palace", last.name]
        assert stack_of(last.requires[0]) == most_on_stack(builder.code[first : first + count])

    @pytest.mark.parametrize("key", ["any", "all"])
    def test_hundreds_of_conditions_side_by_side_are_played(self, key: str) -> None:
        many = [{"table": "talks", "reached": "settlement"}] * 300
        few = columns(scenario(outcomes={"deal": many[0]}), 50)
        assert few["outcome"].tobytes() == columns(scenario(outcomes={"deal": {key: many}}), 50)["outcome"].tobytes()
        assert 0 < few["outcome"].sum() < 50


def some_condition(rng: random.Random, depth: int, demand: str | None = None) -> dict[str, Any]:
    """A condition of several parts, some of them conditions themselves, some of them demanded."""
    asked: dict[str, Any] = {"table": "capital", "meetings": 2}
    found: dict[str, Any] = asked if depth == 0 or rng.random() < 0.5 else {}
    for key in ("all", "any"):
        if depth > 0 and rng.random() < 0.5:
            found = found | {key: [some_condition(rng, depth - 1, demand) for _ in range(rng.randrange(4))]}
    if depth > 0 and rng.random() < 0.3:
        found = found | {"not": some_condition(rng, depth - 1, demand)}
    found = found or asked | {"collapsed": True}
    return found | {"demand": demand} if demand and rng.random() < 0.5 else found


def most_on_stack(program: list[tuple[int, int, int, int, float]]) -> int:
    """How many truth values a program keeps at once, at most."""
    held = most = 0
    for instruction, *_ in program:
        held += {conditions.NOT: 0, conditions.AND: -1, conditions.OR: -1}.get(instruction, 1)
        most = max(most, held)
    assert held == 1
    return most


class TestWar:
    @pytest.mark.parametrize("seed", range(20))
    def test_spectral_radius(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        n = int(rng.integers(1, 6))
        matrix = rng.random((n, n)) * (rng.random((n, n)) < 0.6)
        expected = max(abs(np.linalg.eigvals(matrix)))
        assert war.spectral_radius(matrix.tolist()) == pytest.approx(expected, abs=1e-6)

    def test_spectral_radius_of_awkward_matrices(self) -> None:
        assert war.spectral_radius([]) == 0
        assert war.spectral_radius([[0.0]]) == 0
        assert war.spectral_radius([[0.0, 5.0], [0.0, 0.0]]) == 0
        assert war.spectral_radius([[0.0, 4.0], [1.0, 0.0]]) == pytest.approx(2)
        assert war.spectral_radius([[1.0, 1.0], [0.0, 1.0]]) == pytest.approx(1, abs=1e-6)

    @pytest.mark.parametrize("seed", range(20))
    def test_finite_variance_is_where_its_equation_can_be_solved(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        n = int(rng.integers(1, 5))
        alpha = rng.random((n, n)) * (rng.random((n, n)) < 0.7)
        alpha *= rng.uniform(0.3, 0.95) / max(1e-9, *abs(np.linalg.eigvals(alpha)))
        dispersion = rng.uniform(0.1, 5)
        step = np.kron(alpha, alpha)
        diagonal = np.diag(np.eye(n).ravel())
        growth = max(abs(np.linalg.eigvals(step + diagonal @ step / dispersion)))
        radius = war.spectral_radius(war.excess(alpha.tolist(), dispersion))
        assert (radius < 1) == (growth < 1)

    @pytest.mark.parametrize(("branching", "finite"), [(0.95, True), (0.96, False)])
    def test_one_against_one_has_the_textbook_condition(self, branching: float, finite: bool) -> None:
        assert (branching**2 * (1 + 1 / 11) < 1) == finite
        overrides = (f"war={{branching: {branching}}}",)
        assert (complaints(read(WARNED / "bases" / "talks.yaml", overrides), WARNINGS) == []) == finite

    def test_default_answers_are_those_of_the_compiler(self) -> None:
        from sim.engine.arrays import answers

        overrides = ("war={}", "parties.patron.violence=20", "parties.patron.side=insurgent")
        scenario = scenario_of(read(WARNED / "bases" / "talks.yaml", overrides))
        compiled = answers(resolve(scenario))
        ours = war.answers_of(scenario)
        assert ours.keys() == compiled.keys()
        assert all(ours[pair] == pytest.approx(number.value) for pair, number in compiled.items())

    def test_middle_of_a_number(self) -> None:
        assert war.middle(Number.model_validate({"beta": [1, 3]}), 0, 100) == 25
        assert war.middle(Number.model_validate({"choice": {"1": 1, "3": 3}}), 0, 100) == 2.5
        assert war.middle(Number.model_validate({"normal": [200, 3]}), 0, 100) == 100
        assert war.middle(Number.model_validate({"triangular": [0, 0, 3]}), 0, 100) == 1
        assert war.middle(Number.model_validate(7), 0, 100) == 7


def test_checking_needs_no_numpy() -> None:
    code = (
        "import sys; from sim.scenario.load import load; load(sys.argv[1]); "
        "print([m for m in ('numpy', 'scipy', 'numba') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, RICH], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_places_of_evidence_inside_numbers_and_lists() -> None:
    overrides = (
        "parties.patron.positions.bases.ideal={value: 2, evidence: {quoted: nowhere, text: a}}",
        "war={evidence: [{assumed: a}, {inferred: nowhere, how: b}]}",
    )
    (first, second) = complaints(read(WARNED / "bases" / "talks.yaml", overrides), ERRORS)
    assert ":1:68: parties.patron.positions.bases.ideal.evidence.quoted: there is no source" in first
    assert ":1:42: war.evidence.1.inferred: there is no source" in second
