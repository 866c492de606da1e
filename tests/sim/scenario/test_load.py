"""Problems of a scenario's content: where they are said to be, and in what words."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.scenario.document import Document, Loc, ScenarioError
from sim.scenario.extends import read
from sim.scenario.load import check, load
from sim.scenario.vocabulary import MOST_CHOICES, Scenario
from tests.places import CASES, SCENARIOS

INVALID = sorted((CASES / "invalid").glob("model_*.yaml"))


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Number(Strict):
    value: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None = None
    beta: tuple[float, float] | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_scalar(cls, data: Any) -> Any:
        return {"value": data} if isinstance(data, int | float | str) else data


class Quoted(Strict):
    quoted: str
    text: str


class Assumed(Strict):
    assumed: str


class Insurgent(Strict):
    role: Literal["insurgent"]
    settles: Number | None = None
    control: float = 0.0


class Mediator(Strict):
    role: Literal["mediator"]
    skill: float = Field(default=0.5, gt=0, lt=1)


class Rung(Strict):
    name: Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")]
    agenda: tuple[str, ...] = ()


class World(Strict):
    title: Annotated[str, Field(min_length=1, max_length=10)] = "x"
    as_of: datetime.date | None = None
    when: datetime.date | int | None = None
    rounds: int = Field(default=24, ge=1)
    secret: bool = False
    evidence: Quoted | Assumed | list[Assumed] | None = None
    parties: dict[
        Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")],
        Annotated[Insurgent | Mediator, Field(discriminator="role")],
    ] = {}
    rungs: Annotated[tuple[Rung, ...], Field(min_length=1, max_length=2)] | None = None
    range: tuple[float, float] = (0, 1)
    not_: int = Field(default=0, alias="not")


def document(folder: Path, text: str, *overrides: str) -> Document:
    path = folder / "given.yaml"
    path.write_text(text, "utf-8")
    return read(path, overrides)


def complaints(folder: Path, text: str, *overrides: str) -> list[str]:
    """What is wrong with `text`, without the name of the file."""
    model, problems = check(document(folder, text, *overrides), World)
    assert (model is None) == bool(problems)
    return [str(problem).removeprefix(f"{folder}/given.yaml:") for problem in problems]


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_faults_of_real_scenarios(path: Path) -> None:
    _, problems = check(read(path), Scenario)
    found = [str(problem) for problem in problems]
    expected = 0
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("# expect "):
            place, message = line.removeprefix("# expect ").split(": ", 1)
            assert any(text.startswith(f"{path}:{place}: ") and message in text for text in found), found
            expected += 1
    assert len(found) == expected


@pytest.mark.parametrize(
    "override",
    [
        'as_of="2018-09-13"',
        "time.rounds=36",
        "outcomes.formal_talks.by=2019-12-31",
        "outcomes.formal_talks.by=12",
        "parties.insurgent.patience=8",
        "parties.insurgent.patience=8.5",
        "parties.insurgent.patience={choice: {8: 1, 9.5: 2}}",
        "parties.insurgent.rationality=.inf",
        "parties.insurgent.rationality={choice: [12, .inf]}",
        "parties.insurgent.rationality={choice: {12: 3, .inf: 1}}",
        "war={dispersion: .inf}",
    ],
)
def test_scalars_that_are_what_they_should_be(override: str) -> None:
    scenario, problems = check(read(INVALID[0].parent / "bases" / "model.yaml", [override]), Scenario)
    assert scenario is not None, problems


@pytest.mark.parametrize(
    ("path", "entry", "most"),
    [
        ("issues", "a{}: {{}}", 500),
        ("parties", "a{}: {{role: mediator}}", 500),
        ("tables", "a{}: {{parties: [insurgent, government], rungs: [{{name: contact}}]}}", 50),
        ("outcomes", "a{}: {{table: capital, meetings: 1}}", 500),
        ("events", "{{name: a{}, rate: 0.1, effects: [{{change: leverage, add: 0.1}}]}}", 500),
        ("tables.capital.rungs", "{{name: a{}}}", 50),
    ],
)
def test_a_file_cannot_exhaust_the_machine(path: str, entry: str, most: int) -> None:
    base = INVALID[0].parent / "bases" / "model.yaml"
    given = read(base).data.get(path)
    brackets = "{{{}}}" if isinstance(given, dict) else "[{}]"
    room = most - len(given or ()) if isinstance(given, dict) else most
    for number, fits in ((room, True), (room + 1, False)):
        value = brackets.format(", ".join(entry.format(i) for i in range(number)))
        _, problems = check(read(base, [f"{path}={value}"]), Scenario)
        assert [p.message.split(" (")[0] for p in problems] == (
            [] if fits else [f"may have at most {most} {'entries' if brackets[0] == '{' else 'items'}, has {most + 1}"]
        )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("titel: a", '1:1: titel: not a known key; did you mean "title"?'),
        ("nott: 1", '1:1: nott: not a known key; did you mean "not"?'),
        ("title: 3", "1:8: title: expected text, got the number 3; put it in quotes"),
        ("title: [a]", "1:8: title: expected text, got a list"),
        ('title: ""', '1:8: title: needs at least 1 character, got ""'),
        ("title: abcdefghijk", '1:8: title: may have at most 10 characters, got "abcdefghijk"'),
        ("title: null", "1:8: title: expected text, got nothing"),
        ("rounds: 1.5", "1:9: rounds: expected a whole number, got the number 1.5"),
        ("rounds: abc", '1:9: rounds: expected a whole number, got the text "abc"'),
        ("rounds: 0", "1:9: rounds: must be at least 1, got 0"),
        ("secret: maybe", '1:9: secret: expected true or false, got the text "maybe"'),
        ("as_of: soon", '1:8: as_of: expected a date such as 2018-09-13, got the text "soon"'),
        ("as_of: 2018-02-30", 'got the text "2018-02-30"; there is no such day'),
        ("when: x", '1:7: when: expected a date such as 2018-09-13 or a whole number, got the text "x"'),
        ("evidence: 3", "1:11: evidence: expected keys and values or a list, got the number 3"),
        ("evidence: {quoted: a}", '1:11: evidence: missing: "text" is required'),
        ("evidence: {quoted: 3, text: a}", "1:20: evidence.quoted: expected text, got the number 3"),
        (
            "evidence: [{assumed: a, asumed: b}]",
            '1:25: evidence.0.asumed: not a known key; did you mean "assumed"?',
        ),
        ("parties: []", "1:10: parties: expected keys and values, got a list"),
        ("parties:\n  a:\n", "2:5: parties.a: expected keys and values, got nothing"),
        ("parties: {a: {}}", '1:14: parties.a: missing: "role" is required'),
        (
            "parties: {a: {role: insurgnt}}",
            '1:21: parties.a.role: must be "insurgent" or "mediator", got "insurgnt"; did you mean',
        ),
        ("parties: {A B: {role: mediator}}", "1:11: parties.A B: a name is small letters, digits and _"),
        ("parties: {A B: {role: mediator}}", 'got "A B"; write "a_b"'),
        (
            "parties: {a: {role: insurgent, settls: 1}}",
            '1:32: parties.a.settls: not a known key; did you mean "settles"',
        ),
        (
            "parties: {a: {role: mediator, settles: 1}}",
            "parties.a.settles: not a known key; known here: role, skill",
        ),
        (
            "parties: {a: {role: mediator, skill: 1}}",
            "1:38: parties.a.skill: must be greater than 0 and less than 1, got 1",
        ),
        (
            "parties: {a: {role: insurgent, settles: 1.4}}",
            "1:41: parties.a.settles: must be at least 0 and at most 1, got 1.4",
        ),
        (
            "parties: {a: {role: insurgent, settles: abc}}",
            'parties.a.settles: expected a number, got the text "abc"',
        ),
        (
            "parties: {a: {role: insurgent, settles: .inf}}",
            "parties.a.settles: must be a finite number, got .inf",
        ),
        (
            "parties: {a: {role: insurgent, settles: {beta: [1]}}}",
            "settles.beta: expected a list of 2, got a list of 1",
        ),
        ("range: [1, 2, 3]", "1:8: range: expected a list of 2, got a list of 3"),
        ("range: 3", "1:8: range: expected a list, got the number 3"),
        ("rungs: []", "1:8: rungs: needs at least 1 item, has 0"),
        ("rungs: [{name: a}, {name: b}, {name: c}]", "1:8: rungs: may have at most 2 items, has 3"),
        ("rungs: [{agenda: [a]}]", '1:9: rungs.0: missing: "name" is required'),
        ("rungs: [{name: a, agenda: [b, 3]}]", "1:31: rungs.a.agenda.1: expected text, got the number 3"),
    ],
)
def test_words_and_places(tmp_path: Path, text: str, complaint: str) -> None:
    found = complaints(tmp_path, text)
    assert any(complaint in line for line in found), found
    assert len(found) == 1
    for jargon in ("Input", "Field required", "dictionary", "instance", "valid", "Number", "tuple", "str"):
        assert jargon not in found[0]


def test_all_at_once_in_order(tmp_path: Path) -> None:
    found = complaints(tmp_path, "rounds: 0\ntitle: 3\nrange: [a, b]\nfoo: 1\n")
    assert [line.split(":")[0] for line in found] == ["1", "2", "3", "3", "4"]


def test_path_of_an_override_that_leads_nowhere(tmp_path: Path) -> None:
    text = "parties: {taliban: {role: insurgent}}"
    (line,) = complaints(tmp_path, text, "parties.talban.settles=0.3")
    assert line.startswith('--set parties.talban.settles=0.3:1:9: parties.talban: there is no "talban" here;')
    assert 'did you mean "taliban"?' in line
    (line,) = complaints(tmp_path, text, "parties.taliban.setles=0.3")
    assert 'parties.taliban.setles: not a known key; did you mean "settles"?' in line
    (line,) = complaints(tmp_path, text, "partys.taliban.settles=0.3")
    assert 'partys: not a known key; did you mean "parties"?' in line


def test_keys_of_the_first_edition_are_said_to_be_gone_wherever_they_stand() -> None:
    base = INVALID[0].parent / "bases" / "model.yaml"
    _, (given,) = check(read(base, ["parties.insurgent.tactical_gain=0.1"]), Scenario)
    assert "not a known key any more: write standing" in given.message
    event = "events=[{name: shock, on: 3, effects: [{change: parties.insurgent.tactical_gain, to: 0.1}]}]"
    with pytest.raises(ScenarioError) as caught:
        load(base, [event])
    assert [problem.message.split(", ")[0] for problem in caught.value.problems] == [
        'there is no "tactical_gain" any more: write standing'
    ]


class TestLoad:
    @pytest.fixture(autouse=True)
    def _stand_ins(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def errors(world: World) -> Iterator[tuple[Loc, str]]:
            if world.title == "wrong":
                yield ("title",), "is wrong"
                yield ("parties", "nobody"), "is absent"

        def warnings(world: World) -> Iterator[tuple[Loc, str]]:
            if world.rounds > 100:
                yield ("rounds",), "is a long time"

        stand_ins = {"Scenario": World, "errors": errors, "warnings": warnings, "unrunnable": lambda scenario: ()}
        for name, stand_in in stand_ins.items():
            monkeypatch.setattr(f"sim.scenario.load.{name}", stand_in)

    def written(self, folder: Path, text: str) -> Path:
        path = folder / "given.yaml"
        path.write_text(text, "utf-8")
        return path

    def test_returns_scenario_warnings_and_changes(self, tmp_path: Path) -> None:
        path = self.written(tmp_path, "title: fine\nrounds: 24\n")
        loaded = load(path, ["rounds=200"])
        assert loaded.scenario.title == "fine"
        assert [str(warning) for warning in loaded.warnings] == [
            f"--set rounds=200:1:8: rounds: is a long time (set on {path})"
        ]
        assert [change.path for change in loaded.changes] == ["rounds"]

    def test_faults_of_text_and_content_together(self, tmp_path: Path) -> None:
        path = self.written(tmp_path, "title: 3\nrounds: 1\nrounds: 2\n")
        with pytest.raises(ScenarioError) as caught:
            load(path, ["nonsense"])
        assert [problem.mark.line for problem in caught.value.problems] == [1, 1, 3]

    def test_cross_checks(self, tmp_path: Path) -> None:
        path = self.written(tmp_path, "rounds: 3\ntitle: wrong\n")
        with pytest.raises(ScenarioError) as caught:
            load(path)
        assert [str(problem) for problem in caught.value.problems] == [
            f"{path}:1:1: parties.nobody: is absent",
            f"{path}:2:8: title: is wrong",
        ]

    def test_nothing_is_checked_in_a_text_that_was_not_understood(self, tmp_path: Path) -> None:
        with pytest.raises(ScenarioError) as caught:
            load(self.written(tmp_path, "titel: a\nb: [\n"))
        assert len(caught.value.problems) == 1


def test_a_choice_has_no_more_values_than_can_be_compiled(tmp_path):
    """Its values and their probabilities stand in one row of a table of quantiles."""
    from sim.engine.arrays import compile_scenario

    file = tmp_path / "s.yaml"
    text = (SCENARIOS / "generic_civil_war.yaml").read_text()
    for values in (MOST_CHOICES, MOST_CHOICES + 1):
        file.write_text(text)
        choice = f"parties.insurgents.positions.autonomy.salience={{choice: [{', '.join(str(n / 10) for n in range(values))}]}}"
        if values == MOST_CHOICES:
            compile_scenario(load(file, [choice]).scenario)
        else:
            with pytest.raises(ScenarioError, match=r"choice has 513 values, and at most 512") as caught:
                load(file, [choice])
            assert len(caught.value.problems) == 1
