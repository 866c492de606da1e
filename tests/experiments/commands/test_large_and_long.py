"""Scenarios of many tables, and of names without a space: what is said stays on its page."""

import io

import pypdf
import pytest
import yaml
from click.testing import CliRunner

from experiments.brief.typst_page import ANYWHERE, breakable, footer
from experiments.cli import cli
from tests.places import SCENARIOS

LONG = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaftsvorsitzenderstellvertretung"
WIDEST = 180  # letters of the smallest print that fit on a line


def parley(*words):
    done = CliRunner().invoke(cli, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done.stdout


def generic():
    return yaml.safe_load((SCENARIOS / "generic_civil_war.yaml").read_text())


def entitled(data):
    """The same with long words for titles."""
    for kind in ("parties", "tables", "issues"):
        for number, each in enumerate(data[kind].values()):
            each["title"] = f"{LONG}{kind}{number}"
    for rung in data["tables"]["talks"]["rungs"]:
        rung["title"] = LONG
    return data | {"title": LONG, "question": f"{LONG}{LONG}?"}


@pytest.mark.slow
def test_long_words_stay_on_the_pages_of_a_brief(tmp_path):
    (tmp_path / "s.yaml").write_text(yaml.safe_dump(entitled(generic()), sort_keys=False))
    said = parley("run", tmp_path / "s.yaml", "--histories", 300, "--quiet", "--out", tmp_path / "run")
    kept = f"Results and figures: {tmp_path / 'run'}"
    assert max(len(line) for line in said.splitlines() if line != kept and "parley " not in line) <= 100
    parley("brief", tmp_path / "run", "--format", "pdf")
    reader = pypdf.PdfReader(io.BytesIO((tmp_path / "run" / "brief.pdf").read_bytes()))
    lines = [line for page in reader.pages for line in page.extract_text().replace(ANYWHERE, "").splitlines()]
    assert not [line for line in lines if len(line) > WIDEST and str(tmp_path) not in line]
    assert reader.metadata.title == LONG
    assert any(LONG[:60] in line for line in lines)


def test_hashes_and_commands_can_still_be_copied():
    sha256 = "0123456789abcdef" * 4
    told = breakable({"text": f"SHA-256 {sha256} of {LONG}", "lines": [LONG], "rows": [[LONG], ["short"]]})
    assert sha256 in told["text"]
    assert told["lines"] == [LONG]
    assert LONG not in told["text"]
    assert max(map(len, told["rows"][0][0].split(ANYWHERE))) <= 6
    assert told["rows"][1] == ["short"]


def test_a_foot_is_never_empty():
    assert footer("Talks") == "Talks"
    assert footer(LONG).startswith(LONG[:80])
    assert len(footer(LONG)) <= 90


@pytest.mark.slow
def test_of_many_tables_those_are_told_that_meet_most_and_what_is_asked(tmp_path):
    data = generic()
    talks = data["tables"]["talks"]
    data["tables"] |= {f"more{n}": {**talks, "title": f"Further talks {n}"} for n in range(49)}
    (tmp_path / "s.yaml").write_text(yaml.safe_dump(data, sort_keys=False))
    said = parley("run", tmp_path / "s.yaml", "--histories", 60, "--quiet", "--out", tmp_path / "run")
    assert len(said.splitlines()) < 100
    asked = talks.get("title", "Talks")
    assert sum(line.startswith((asked, "Further")) and "meetings on average" in line for line in said.splitlines()) == 8
    assert f"\n{asked}: " in said
    assert "42 more tables, which meet less often, are in" in said
