"""What `parley show` prints: everything that is in a scenario, readable, at any width."""

import io
import subprocess
import sys
from functools import cache

import pytest
from rich.cells import cell_len
from rich.console import Console

from experiments.describe import show
from experiments.describe.evidence import counts, evidence_of, quotations
from experiments.words.conditions import condition_words
from experiments.words.names import readable, title_of
from experiments.words.numbers import number_words, short_number
from sim.scenario.defaults import resolve
from sim.scenario.load import Loaded
from sim.scenario.load import load as load_afresh
from sim.scenario.vocabulary import Condition, Evidenced, Model, Number, Scenario
from sim.scenario.yaml_text import dump
from tests.conftest import PLAIN, merged, scenario
from tests.places import CASES, ROOT, SCENARIOS

pytestmark = pytest.mark.slow

FILES = [*sorted(SCENARIOS.glob("*.yaml")), CASES / "valid/rich.yaml"]


@cache
def load(file, *overrides):
    return load_afresh(file, overrides)


@cache
def printed_file(file, width=100):
    return printed(load(file), width)


def printed(loaded, width=100):
    console = Console(file=io.StringIO(), width=width, highlight=False)
    show.show_scenario(loaded, console)
    return console.file.getvalue()


def shown(data, width=100):
    return printed(Loaded(Scenario.model_validate(data), (), ()), width)


def flat(text):
    """Text without line breaks and columns, so that a wrapped name is found."""
    return "".join(text.split())


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_everything_is_named_and_fits(file, width):
    loaded = load(file)
    text = printed_file(file, width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert "\x1b" not in text
    found, s = flat(text), loaded.scenario
    titled = {**s.issues, **s.parties, **s.tables}
    names = [thing.title or readable(name) for name, thing in titled.items()]
    rungs = [rung for table in s.tables.values() for rung in table.rungs]
    names += [rung.title or readable(rung.name) for rung in rungs]
    names += [event.title for event in s.events if event.title] + [*map(readable, s.outcomes)]
    gist = found[: found.index("Theparties")]
    for name in [s.title, s.question or "", *(thing.title or "" for thing in s.tables.values())]:
        assert flat(name) in gist
    # A long name in a narrow column stands beside others; its words are all there.
    assert [name for name in names if not all(word in text or word in found for word in name.split())] == []


def test_changes_are_told_with_their_file():
    loaded = load(SCENARIOS / "what_if_bases_given_up.yaml", "parties.united_states.patience=12")
    text = printed(loaded)
    assert "by " + str(ROOT)[:10] in text
    assert "what_if_bases_given_up.yaml" in text.replace("\n", "")
    assert "parties.united_states.positions.bases.ideal: 0 → 2" in text
    assert "parties.united_states.patience: 4–9, most likely 6 → 12" in text
    for change in loaded.changes:
        assert flat(change.path) in flat(text)


def test_a_war_whose_only_number_is_called_like_a_distribution():
    changed = load(CASES / "warned/bases/talks.yaml", "war={normal: 500}")
    assert "war: normal 500 (new)" in printed(changed)


def test_no_changes_no_section():
    assert "overridden" not in printed(load(SCENARIOS / "second_meeting_2018_09.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_counts_add_up(file):
    loaded = load(file)
    items = evidence_of(loaded.scenario, loaded.changes)
    found = counts(items)
    assert sum(found.values()) == sum(item.is_number for item in items)
    assert len({item.path for item in items if item.is_number}) == sum(found.values())
    text = printed_file(file)
    for number in filter(None, found.values()):
        assert f"{number} " in text
    for quotation in quotations(items):
        assert flat(quotation.text) in flat(text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_number_and_every_piece_of_evidence_is_an_item(file):
    loaded = load(file)
    items = evidence_of(loaded.scenario)
    paths = {item.path for item in items}
    models = list(_models(loaded.scenario, ()))
    paths |= {f"{path}.{i}" for path in paths if path.endswith(".red_line") for i in (0, 1)}  # a known line is one item
    assert [p for p, model in models if isinstance(model, Number) and ".".join(p) not in paths] == []
    pieces = {id(piece) for item in items for piece in item.pieces}
    lost = [
        ".".join(path)
        for path, model in models
        if isinstance(model, Evidenced)
        for piece in model.evidence
        if id(piece) not in pieces
    ]
    assert lost == []


def _models(value, path):
    if isinstance(value, Model):
        yield path, value
        for name in value.model_fields_set - {"evidence"}:
            field = type(value).model_fields[name]
            yield from _models(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _models(inner, (*path, key))
    elif isinstance(value, tuple):
        for i, inner in enumerate(value):
            yield from _models(inner, (*path, getattr(inner, "name", str(i))))


def test_a_fully_resolved_scenario_has_nothing_left_to_defaults():
    s = resolve(Scenario.model_validate(PLAIN))
    left = [item for item in evidence_of(s) if item.kind == "default"]
    assert {item.path.split(".")[-1] for item in left} <= {"signals", "violence", "troops"}


QUOTE = {"quoted": "paper", "text": "exact words"}


def kinds(**changes):
    sources = {"paper": {"title": "A paper", "date": "2019-12-31", "file": "paper.txt"}}
    items = evidence_of(Scenario.model_validate(scenario(sources=sources, **changes)))
    return {item.path: item.kind for item in items}


def test_evidence_covers_what_is_below_it():
    stake = {"value": 0.5, "evidence": {"assumed": "x"}}
    found = kinds(parties={"rebels": {"evidence": QUOTE, "patience": 3, "stake": stake}})
    assert found["parties.rebels.patience"] == found["parties.rebels.positions.pie.ideal"] == "quoted"
    assert found["parties.rebels.stake"] == "assumed"
    assert found["parties.rebels.cost"] == "default"
    assert found["parties.state.positions.pie.ideal"] == "none"
    assert found["parties.rebels"] == "quoted"


def test_the_weakest_piece_counts_unless_it_names_another_key():
    base = "parties.rebels.positions.pie"
    both = {"parties": {"rebels": {"positions": {"pie": {"evidence": [QUOTE, {"assumed": "size"}]}}}}}
    assert {kinds(**both)[f"{base}.{key}"] for key in ("ideal", "salience")} == {"assumed"}
    pieces = [QUOTE, {"assumed": "salience: high"}]
    named = kinds(parties={"rebels": {"positions": {"pie": {"evidence": pieces}}}})
    assert (named[f"{base}.ideal"], named[f"{base}.salience"]) == ("quoted", "assumed")


def test_a_changed_number_loses_the_reason_of_the_old_one():
    file = SCENARIOS / "second_meeting_2018_09.yaml"
    path = "parties.taliban.positions.prisoners.ideal"
    for override, kind in (
        (None, "quoted"),
        (f"{path}=1000", "none"),
        (f"{path}={{value: 1000, evidence: {{assumed: a try}}}}", "assumed"),
    ):
        loaded = load(file, *[override] * (override is not None))
        items = evidence_of(loaded.scenario, loaded.changes)
        assert [item.kind for item in items if item.path == path] == [kind], override


def test_a_changed_number_keeps_a_reason_that_came_with_it(tmp_path):
    base = tmp_path / "base.yaml"
    base.write_text(dump(PLAIN), encoding="utf-8")
    over = tmp_path / "over.yaml"
    position = {"ideal": 0.5, "evidence": {"assumed": "a reason around it"}}
    change = {"parties": {"rebels": {"positions": {"pie": position}}}}
    over.write_text(dump({"extends": "base.yaml"} | change), encoding="utf-8")
    loaded = load(over)
    found = {item.path: item.kind for item in evidence_of(loaded.scenario, loaded.changes)}
    assert found["parties.rebels.positions.pie.ideal"] == "assumed"


@pytest.mark.parametrize(
    ("number", "long", "short"),
    [
        (14500, "14,500", "14,500"),
        ({"uniform": [20, 60]}, "anywhere in 20–60", "20–60"),
        ({"triangular": [50, 65, 85]}, "50–85, most likely 65", "65 (50–85)"),
        ({"triangular": [-0.15, -0.08, 0]}, "−0.15 to 0, most likely −0.08", "−0.08 (−0.15 to 0)"),
        ({"choice": [10, 20, 30]}, "10, 20 or 30, equally likely", "10/20/30"),
        ({"choice": {"0": 0.6, "0.03": 0.4}}, "0 (60 %) or 0.03 (40 %)", "0/0.03"),
        ({"choice": [1]}, "1", "1"),
        (float("inf"), "∞", "∞"),
        ({"beta": [5, 5]}, "50 on average, 90 % within 25.1–74.9", "50 (25.1–74.9)"),
        ({"normal": [60, 10]}, "60 on average, 90 % within 43.6–76.4", "60 (43.6–76.4)"),
    ],
    ids=str,
)
def test_numbers_in_words(number, long, short):
    number = Number.model_validate(number)
    assert number_words(number, 0, 100) == long
    assert short_number(number, 0, 100) == short


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({"otherwise": True}, "none of the above"),
        ({"table": "talks", "reached": "settlement"}, "“settlement” is reached"),
        (
            {"table": "talks", "signed": "settlement", "by": 3},
            "the agreement of “settlement” is signed by the end of round 3 (Mar 2020)",
        ),
        (
            {"table": "talks", "ended": "settlement"},
            "the agreement of “settlement” is ended after it was signed",
        ),
        ({"table": "talks", "meetings": 1, "by": "2020-05-06"}, "a meeting is held by 6 May 2020"),
        (
            {"table": "talks", "meetings": 4, "collapsed": False},
            "at least 4 meetings are held and the table “talks” does not collapse",
        ),
        ({"issue": "pie", "at_least": 0.5}, "“pie” is at least 0.5"),
        ({"issue": "guns", "at_least": 20}, "“guns” is at most 20 guns"),
        ({"issue": "guns", "at_least": 60, "at_most": 20}, "“guns” is at most 60 guns and at least 20 guns"),
        ({"issue": "seal", "at_least": 1}, "“seal” is in force"),
        ({"issue": "seal", "at_most": 0}, "“seal” is not in force"),
        ({"not": {"issue": "seal", "at_least": 1}}, "it is not so that “seal” is in force"),
        (
            {
                "all": [
                    {"any": [{"issue": "seal", "at_least": 1}, {"issue": "pie", "at_most": 0}]},
                    {"table": "talks", "meetings": 2},
                ]
            },
            "(either “seal” is in force or “pie” is at most 0) and at least 2 meetings are held",
        ),
        ({"won": "insurgent"}, "the insurgent side wins the war"),
        ({"won": "government", "by": 3}, "the government side wins the war by the end of round 3 (Mar 2020)"),
        (
            {"issue": "seal", "at_least": 1, "demand": "state.seal_first"},
            "“seal” is in force, unless the demand “Seals before words” (state) is dropped",
        ),
        (
            {
                "any": [
                    {"issue": "seal", "at_least": 1, "demand": "state.seal_first"},
                    {"table": "talks", "meetings": 1},
                ],
                "demand": "rebels.anything_first",
            },
            "either (“seal” is in force, unless the demand “Seals before words” (state) is dropped) or a meeting is held, "
            "unless the demand “anything first” (rebels) is dropped",
        ),
    ],
    ids=str,
)
def test_conditions_in_words(condition, said):
    issues = {"guns": {"unit": "guns", "range": [100, 0]}, "seal": {"kind": "binary"}}
    demands = {
        "state": {"demands": {"seal_first": {"title": "Seals before words", "firm": 0.5}}},
        "rebels": {"demands": {"anything_first": {"firm": 0.5}}},
    }
    s = Scenario.model_validate(scenario(issues=issues, parties=demands))
    assert condition_words(Condition.model_validate(condition), s) == said


def test_conditions_name_the_table_where_there_are_several():
    s = load(CASES / "valid/rich.yaml").scenario
    for condition in s.outcomes.values():
        if condition.table:
            assert title_of(s.tables, condition.table) in condition_words(condition, s)


def test_later_rungs_count_and_are_said_to():
    rungs = [{"name": "contact"}, PLAIN["tables"]["talks"]["rungs"][0]]
    s = Scenario.model_validate(scenario(tables={"talks": {"rungs": rungs}}))
    said = condition_words(Condition(table="talks", reached="contact"), s)
    assert said == "“contact” (or a later rung) is reached"


def many(issues, parties, title="An issue with quite a long title, number {}"):
    """A scenario with as much as may be in one."""
    names = [f"issue_{i}" for i in range(issues)]
    position = {"ideal": {"triangular": [0.1, 0.25, 0.875]}, "salience": {"triangular": [10, 55, 100]}}
    wants = dict.fromkeys(names, position)
    people = [f"party_{i}" for i in range(parties)]
    roles = ("insurgent", "government", "patron", "party")
    return scenario(
        issues={"pie": None}
        | {name: {"title": title.format(i), "delivered_by": people[0]} for i, name in enumerate(names)},
        parties={"rebels": None, "state": None}
        | {
            name: {"role": roles[i % 4], "title": f"The party of {name}", "positions": wants}
            for i, name in enumerate(people)
        },
        tables={"talks": {"parties": people[:6], "rungs": [{"name": "settlement", "agenda": names[:15]}]}},
    )


@pytest.mark.parametrize("width", [60, 80, 100, 200])
@pytest.mark.parametrize("parties", [2, 6, 11])
def test_much_fits(parties, width):
    text = shown(many(40, parties), width)
    assert max(map(cell_len, text.splitlines())) <= width
    assert text.count("w 55 (10–100)") == 40 * parties or width < 80  # in one piece


@pytest.mark.parametrize(
    "title",
    [
        "Освобождение заключённых {}",
        "囚犯釋放與交換的問題第 {} 號",
        "آزادی زندانیان {}",
        "Donaudampfschifffahrt" * 6 + "{}",
    ],
)
def test_other_scripts_and_endless_words(title):
    text = shown(many(3, 3, title))
    assert max(map(cell_len, text.splitlines())) <= 100
    assert flat(title.format(0))[:12] in flat(text)


def test_markup_and_escapes_are_text():
    issues = {"pie": {"title": "[The] pie [/]"}}
    text = shown(scenario(title="[bold]No markup[/bold] \x1b[31mnor colours", issues=issues))
    assert "[bold]No markup[/bold]" in text
    assert "[The] pie [/]" in text
    assert "\x1b" not in text


def test_little_is_enough():
    text = shown(scenario(tables=None, outcomes=None))
    for heading in ("ladders", "outcomes", "The war", "from outside", "overridden", "The sentences"):
        assert heading not in text
    assert "rebels" in text


def test_bare_parties():
    text = shown(scenario(tables=None, outcomes=None, parties={"state": {"positions": None}}))
    assert "state" in text


def test_a_table_with_one_rung_and_an_empty_war():
    text = shown(merged(PLAIN, {"war": {}, "parties": {"rebels": {"violence": 12}}}))
    assert "Incidents a month that each starts: rebels 12." in text


def said(*changes):
    """What is printed of two parties and one pie with some changes, on one line."""
    data = PLAIN
    for change in changes:
        data = merged(data, change)
    return " ".join(shown(data).split())


def test_demands_are_told_with_how_likely_they_are_meant():
    made = {"a": {"firm": 0.25}, "b": {"title": "Peace first", "firm": {"uniform": [0.6, 0.8]}, "relent": 0.05}}
    rungs = [{"name": "contact", "demand": "rebels.b"}, *PLAIN["tables"]["talks"]["rungs"]]
    text = said({"parties": {"rebels": {"demands": made}}, "tables": {"talks": {"rungs": rungs}}})
    assert "Rebels: “a”, hardly meant: 25 %." in text
    assert (
        "“Peace first”, more likely than not meant: anywhere in 0.6–0.8; one that is meant is given up at 0.05" in text
    )
    assert "must come first, unless the demand “Peace first” (rebels) is dropped: then it is passed over" in text
    assert "must come first" not in said()


def test_issues_that_follow_go_both_ways_or_cannot_be_secret_are_said_to():
    follow = {"table": "talks", "reached": "settlement"}
    seat = {"kind": "binary", "revocable": False, "follow": follow}
    text = said({"issues": {"seat": seat, "pie": {"two_way": True, "public": True}}})
    assert "yes or no; carried out by reaching “settlement” at “talks”" in flatly(text)
    assert "may be bargained back; cannot be promised in secret" in flatly(text)
    for words in ("carried out by reaching", "bargained back", "in secret"):
        assert words not in flatly(said())


def flatly(text):
    """Words in their order, without the dashes that fill empty cells."""
    return " ".join(word for word in text.split() if word not in {"1", "0", "–"})


def test_gestures_are_told_with_where_to_and_for_how_long():
    gestures = {"gift": {"issue": "pie", "level": 0.5, "rate": 0.2, "lasting": True}}
    other = {"slice": {"issue": "pie", "level": 0.25, "months": 3}, "lull": {"issue": "truce", "level": 1}}
    text = said(
        {
            "issues": {"truce": {"kind": "binary"}},
            "parties": {"state": {"gestures": gestures}, "rebels": {"gestures": other}},
        }
    )
    assert "State: “pie” at 0.5, for good; an occasion at 0.2 a month." in text
    assert "Rebels: “pie” at 0.25, for 3 months; an occasion at 0.1 a month." in text
    assert "Rebels: “truce” in force, for 1 month; an occasion at 0.1 a month." in text


def test_an_event_that_only_breaks_off_talks_lasts_for_no_time():
    text = said({"events": [{"name": "massacre", "rate": 0.1, "calls_off": {"talks": 0.7}}]})
    assert "Massacre: at random, 0.1 a month. Breaks off the talks at “talks” with chance 0.7." in text


def test_reluctance_is_mentioned_where_a_scenario_leaves_it_open():
    given = {"rebels": {"effort_at": {"talks": 0.1}}, "state": {"effort_at": {"talks": 0}}}
    assert show.RELUCTANCE in said()
    assert show.RELUCTANCE not in said({"parties": given})
    assert "reluctance to join “talks” 0.1" in flatly(shown(merged(PLAIN, {"parties": given}), 160))


def test_piped_output_has_no_colours():
    command = [sys.executable, "-m", "experiments.cli", "show", "scenarios/second_meeting_2018_09.yaml"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert "\x1b" not in result.stdout
    assert max(map(cell_len, result.stdout.splitlines())) <= 100


def test_validate_loads_none_of_this():
    program = (
        "import sys; from click.testing import CliRunner; from experiments.cli import cli\n"
        "arguments = ['validate', 'scenarios/second_meeting_2018_09.yaml']\n"
        "assert CliRunner().invoke(cli, arguments).exit_code == 0\n"
        "names = ('describe.show', 'describe.evidence', 'docs.reference', 'docs.reference_text')\n"
        "print([name for name in names if 'experiments.' + name in sys.modules])"
    )
    command = [sys.executable, "-c", program]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert result.stdout.strip() == "[]"
