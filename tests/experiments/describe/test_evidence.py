"""`parley evidence`: every number with what it rests on, and quotations looked up word for word."""

import io
import json
import shutil

import pytest
from click.testing import CliRunner
from rich.cells import cell_len
from rich.console import Console

from experiments.cli import cli
from experiments.describe import evidence_table
from experiments.describe.evidence import KINDS, counts, evidence_of
from experiments.describe.quotations import folded, look_up, stands_in
from sim.scenario.extends import read
from sim.scenario.load import load
from tests.places import CASES, ROOT, SCENARIOS

pytestmark = pytest.mark.slow

ARTICLES = ROOT.parent / "shared" / "articles"
FILES = sorted(SCENARIOS.glob("*.yaml"))
SEPTEMBER = SCENARIOS / "second_meeting_2018_09.yaml"
needs_articles = pytest.mark.skipif(not ARTICLES.is_dir(), reason="the articles are not beside the repository")


def parley(*arguments):
    """Run the command in this process; its exit status, output and messages."""
    return CliRunner().invoke(cli, ["evidence", *map(str, arguments)])


def printed(file, width=100):
    loaded = load(file)
    console = Console(file=io.StringIO(), width=width, highlight=False)
    items = evidence_of(loaded.scenario, loaded.changes)
    evidence_table.print_evidence(loaded.scenario, items, None, console)
    return console.file.getvalue(), items


def second_column(text):
    """Places and values, as they stand under each other."""
    start = stop = 0
    cut = []
    for line in text.splitlines():
        if "place and value" in line:
            start, stop = line.index("place"), line.index("source and words")
        cut.append(line[start:stop])
    return "\n".join(cut)


@pytest.mark.parametrize("width", [80, 100, 160])
@pytest.mark.parametrize("file", [*FILES, CASES / "valid/rich.yaml"], ids=lambda file: file.stem)
def test_every_number_is_listed_and_the_table_fits(file, width):
    text, items = printed(file, width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert "\x1b" not in text
    found = "".join(second_column(text).split())
    for item in items:
        assert item.path in found
        assert "".join(item.value.split()) in found
    assert text.count("no reason is given") == sum(item.kind == "none" for item in items)


def test_the_percentages_are_those_of_the_numbers():
    text, items = printed(SEPTEMBER)
    found = counts(items)
    assert sum(found.values()) == sum(item.is_number for item in items)
    for kind in KINDS:
        line = [line.split() for line in text.splitlines() if f" %  {kind} " in line]
        assert line == [] if not found[kind] else line[0][0] == str(found[kind])
    assert len([item for item in items if not item.is_number]) > 10


def test_json_has_every_item_and_the_shares():
    done = parley(SEPTEMBER, "--json", "--set", "parties.taliban.patience=4")
    told = json.loads(done.stdout)
    items = {item["path"]: item for item in told["items"] if item["is_number"]}
    assert items["parties.taliban.patience"]["class"] == "none"  # a new number, and no reason came with it
    prisoners = items["parties.taliban.positions.prisoners.ideal"]
    assert (prisoners["class"], prisoners["source"], prisoners["value"]) == ("quoted", "amn", "2,000 prisoners")
    assert sum(kind["n"] for kind in told["numbers"].values()) == len(items)
    assert sum(kind["share"] for kind in told["numbers"].values()) == pytest.approx(1)
    assert all(quotation["looked_up"] is False for quotation in told["quotations"])


@needs_articles
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_shipped_quotations_stand_in_the_articles(file):
    done = parley(file, "--sources", ARTICLES)
    assert done.exit_code == 0, done.stderr
    assert "word for word" in done.stdout or "Nothing is quoted" in done.stdout


@needs_articles
def test_a_tampered_quotation_is_named_with_its_place(tmp_path):
    text = SEPTEMBER.read_text(encoding="utf-8")
    tampered = tmp_path / "tampered.yaml"
    tampered.write_text(text.replace("some 2,000 prisoners held", "some 3,000 prisoners held"), encoding="utf-8")
    done = parley(tampered, "--sources", ARTICLES)
    assert done.exit_code == 2
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == text.count("some 2,000 prisoners held")
    for line in lines:
        number = int(line.removeprefix(f"{tampered}:").split(":")[0])
        assert "3,000 prisoners" in tampered.read_text(encoding="utf-8").splitlines()[number - 1]
        assert "“requested the release of some 3,000 prisoners held in Afghanistan”" in line
        assert "up to “the release of some”" in line


TINY = """parley: 1
title: Tiny
as_of: 2020-01-01
sources:
  paper: {title: Paper, date: 2019-12-01, file: paper.txt}
  other: {title: Other, date: DATE, file: other.txt}
issues:
  land: {evidence: {quoted: paper, text: "the “old” land – all of it"}}
parties:
  a: {role: party, positions: {land: {ideal: 1, salience: 50, evidence: {quoted: other, text: "arm"}}}}
  b: {role: party, positions: {land: {ideal: 0, salience: 50}}}
"""


@pytest.fixture
def tiny(tmp_path):
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "paper.txt").write_text('They want the "old"\n land - all\u00a0of it, he said.', encoding="utf-8")
    (folder / "other.txt").write_text("A strong arm.", encoding="utf-8")
    file = tmp_path / "tiny.yaml"
    file.write_text(TINY.replace("DATE", "2019-12-02"), encoding="utf-8")
    return file, folder


def test_white_space_quotes_and_dashes_do_not_matter(tiny):
    file, folder = tiny
    done = parley(file, "--sources", folder)
    assert done.exit_code == 0, done.stderr
    assert "All 2 quotations stand word for word in 2 files" in done.stdout


def test_a_word_cut_out_of_another_is_no_quotation(tiny):
    file, folder = tiny
    (folder / "other.txt").write_text("A farm, an army.", encoding="utf-8")
    done = parley(file, "--sources", folder)
    assert done.exit_code == 2
    assert "tiny.yaml:10:" in done.stderr
    assert "not in other.txt: “arm”" in done.stderr


def test_every_missing_or_unreadable_file_is_named(tiny):
    file, folder = tiny
    (folder / "paper.txt").unlink()
    (folder / "other.txt").write_bytes(b"\xff\xfe\xff")
    problems = parley(file, "--sources", folder).stderr.splitlines()
    assert len(problems) == 2
    assert 'sources.paper.file: "paper.txt" is not there' in problems[0]
    assert 'sources.other.file: "other.txt" is not UTF-8 text' in problems[1]
    shutil.rmtree(folder)
    done = parley(file, "--sources", folder)
    assert (done.exit_code, "no such folder" in done.stderr) == (2, True)


def test_a_source_from_after_the_date_of_knowledge_is_named(tiny):
    file, folder = tiny
    file.write_text(TINY.replace("DATE", "2020-01-02"), encoding="utf-8")
    done = parley(file, "--sources", folder)
    assert done.exit_code == 2
    assert "tiny.yaml:6:" in done.stderr
    assert "2020-01-02" in done.stderr
    assert "after as_of" in done.stderr


def test_a_quotation_of_a_file_that_is_extended_is_named_there(tiny, tmp_path):
    _, folder = tiny
    (folder / "other.txt").write_text("Nothing.", encoding="utf-8")
    variant = tmp_path / "variant.yaml"
    variant.write_text("extends: tiny.yaml\ntitle: Variant\n", encoding="utf-8")
    problem = look_up(read(variant), load(variant).scenario, folder)[0]
    assert "tiny.yaml" in str(problem)
    assert "variant.yaml" in str(problem)


def test_folding_keeps_letters_and_numbers():
    assert folded("a\n ‘b’ —\tc") == "a 'b' - c"
    assert folded("cafe\u0301") == folded("caf\u00e9")
    assert not stands_in("2,000", folded("12,000 men"))
    assert stands_in("some 2,000", folded("released some 2,000."))
    assert not stands_in("Some", "some")
