"""What a page answers is what parley says of the same histories."""

import csv
import io
import json
import shlex
from functools import cache
from typing import NamedTuple

import pytest

from tests.command_line.commands import parley
from tests.page.conftest import opening
from tests.page.truth import by_parley, moved
from tests.page.what_if.reader import ALL, Reader, Setting
from tests.page.what_if.words import base_headline_of, headline_of, row_of

pytestmark = pytest.mark.slow

SETTINGS = {
    "levers, a number and an event": Setting(
        0,
        {
            "united_states positions.troops 500.0": 40,
            "united_states in_force.sanctions 100.0": 16,
            "united_states tables.us_taliban.secret public": 1,
            "hold war.momentum": 12,
            "event mass_attack": -3,
        },
    ),
    "a lever in a variant": Setting(2, {"qatar pull 0.3": 20}),
}


class Harvest(NamedTuple):
    """Everything that a page says of a setting."""

    headline: str
    far: dict[str, tuple[str, str]]
    ends: dict[str, tuple[str, str]]
    table: list[dict[str, str]]
    file: str
    command: str


@pytest.fixture(scope="module")
def harvest(browser, what_if):
    """Sets sliders and reads everything, once for each setting."""
    with opening(browser) as opened:

        @cache
        def read(name: str) -> Harvest:
            reader = Reader(opened(what_if.file), what_if.data)
            reader.set(SETTINGS[name])
            reader.answered(SETTINGS[name])
            rows = reader.rows("far"), reader.rows("ends")
            found = Harvest(
                reader.headline(), *rows, list(csv.DictReader(io.StringIO(reader.saved("csv").decode()))),
                reader.saved("yaml").decode(), reader.command(),
            )  # fmt: skip
            reader.page.close()
            return found

        yield read


@pytest.fixture(scope="module")
def truth(what_if):
    """What parley counts for a setting: flips by the name of the question."""

    @cache
    def counted(name: str):
        world, moves = SETTINGS[name]
        found, _ = by_parley(what_if.made_of[0], what_if.made_of[world], moved(what_if.data, world, moves), ALL)
        questions = what_if.data["worlds"][world]["questions"]
        return {name: tuple(map(int, found[tuple(key)].counts)) for name, key in questions.items()}

    return counted


def test_it_opens_with_a_number_and_plays_on_to_twenty_thousand(reading, truth):
    reader = reading()
    counts = []
    while not counts or counts[-1] < ALL:
        reader.page.wait_for_timeout(10)
        counts.append(reader.count())
    assert counts == sorted(counts)
    assert set(counts) <= {0, 250, 500, 1000, 2000, 5000, ALL}
    assert len(set(counts)) > 2
    both, _, lost, _ = truth("a lever in a variant")[reader.data["worlds"][0]["answers"]]
    assert reader.headline() == base_headline_of("Formal talks or further", both + lost, ALL)
    assert reader.command() == "parley run scenarios/second_meeting_2018_09.yaml --histories 20000 --seed 1"


@pytest.mark.parametrize("name", SETTINGS)
def test_the_headline_has_the_counts_of_parley_compare(name, harvest, truth, what_if):
    asked = what_if.data["worlds"][0]["answers"]
    assert harvest(name).headline == headline_of("Formal talks or further", truth(name)[asked])


@pytest.mark.parametrize("name", SETTINGS)
def test_every_row_has_the_counts_of_parley_compare(name, harvest, truth, what_if):
    names = what_if.data["worlds"][SETTINGS[name].world]["names"]
    rungs = [f"{table}.{rung}" for table in names["tables"] for rung in names["rungs"][table]]
    found, counts = harvest(name), truth(name)
    assert found.far == {name: row_of(counts[name]) for name in rungs}
    assert found.ends == {name: row_of(counts[name]) for name in found.ends}
    assert set(found.ends) == set(names["outcomes"])


@pytest.mark.parametrize("name", SETTINGS)
def test_the_table_that_is_saved_has_the_counts_of_parley_compare(name, harvest, truth):
    counts = truth(name)
    table = harvest(name).table
    assert {row["name"] for row in table} == set(counts)
    for row in table:
        both, gained, lost, _ = counts[row["name"]]
        told = [int(row[column]) for column in ("histories", "base", "what_if", "gained", "lost")]
        assert told == [ALL, both + lost, both + gained, gained, lost], row["name"]
        assert float(row["difference"]) == pytest.approx((gained - lost) / ALL)


@pytest.mark.parametrize("name", SETTINGS)
def test_the_scenario_file_is_valid_beside_its_base_and_plays_the_same(name, harvest, truth, what_if, tmp_path):
    for file in what_if.made_of[0].parent.glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    file = tmp_path / "what_if.yaml"
    file.write_text(harvest(name).file, encoding="utf-8")
    validated = parley("validate", file)
    assert validated.returncode == 0, validated.stdout + validated.stderr
    found, _ = by_parley(what_if.made_of[0], file, {}, ALL)
    questions = what_if.data["worlds"][SETTINGS[name].world]["questions"]
    assert {name: tuple(map(int, found[tuple(key)].counts)) for name, key in questions.items()} == truth(name)


@pytest.mark.parametrize("name", SETTINGS)
def test_the_command_that_is_shown_gives_the_same_counts(name, harvest, truth, what_if, tmp_path):
    program, *words = shlex.split(harvest(name).command)
    assert program == "parley"
    if "--onto" in words and "--onto" not in parley("compare", "--help").stdout:
        pytest.skip("parley compare has no --onto")
    done = parley(*words, "--json", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    (variant,) = json.loads(done.stdout)["variants"]
    differences = variant["difference"]
    for outcome, found in differences["outcomes"].items():
        assert (found["gained"], found["lost"]) == truth(name)[outcome][1:3], outcome
    for table, found in differences["tables"].items():
        for rung, reached in found["rungs"].items():
            assert (reached["gained"], reached["lost"]) == truth(name)[f"{table}.{rung}"][1:3], rung


def test_a_variant_of_other_tables_is_not_set_against_what_the_base_never_asks(reading, what_if):
    reader = reading()
    reader.set(Setting(3, {}))
    reader.answered(Setting(3, {}))
    found, result = by_parley(what_if.made_of[0], what_if.made_of[3], {}, ALL)
    n = result["tables"]["kabul_taliban"]["rungs"]["formal_talks"]["n"]
    assert "→" not in reader.page.inner_text("#headline .large")
    assert reader.headline().startswith(base_headline_of("Formal talks or further", n, ALL))
    ends = reader.rows("ends")
    shared = {name: what_if.data["worlds"][3]["questions"][name] for name in ends}
    for name, key in shared.items():
        if tuple(key) in found:
            assert ends[name] == row_of(tuple(map(int, found[tuple(key)].counts)))
        else:
            assert "→" not in ends[name][0]
