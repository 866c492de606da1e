"""The how-to pages are short, each is in the list, and what stands on them works as it is written there."""

import re
import shutil

import pytest

from tests.docs.pages import blocks, lines, links, small
from tests.places import ROOT, SCENARIOS

FOLDER = ROOT / "docs" / "how_to"
PAGES = sorted(set(FOLDER.glob("*.md")) - {FOLDER / "README.md"})
LONGEST = 120  # lines
ANSWERS = "answers.csv"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where a reader stands: the project's folder, in which they may write."""
    (tmp_path / "scenarios").symlink_to(SCENARIOS)
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    (tmp_path / "experiments").mkdir()
    for file in (ROOT / "experiments").glob("*.yaml"):
        shutil.copy(file, tmp_path / "experiments")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shell(block, folder):
    """Run the commands of a block; all that they print."""
    told = ""
    for command in lines(block):
        done = small(command, folder)
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        told += done.stdout + done.stderr
    return told


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_stands_there_works(page, folder):
    """Commands run in order, Python too; text below commands is what they print; files are those that commands name."""
    text = page.read_text(encoding="utf-8")
    told = ""
    for language, block in blocks(text):
        if language == "sh":
            if "forecast score" not in block or (folder / ANSWERS).exists():
                told = shell(block, folder)
        elif language == "text":
            assert " ".join(told.split()) == " ".join(block.split())
        elif language == "csv":
            (folder / ANSWERS).write_text(block)
        elif language == "yaml":
            (folder / "own.yaml").write_text(block)
            assert small("parley validate own.yaml", folder).returncode == 0, block
        elif named := re.match(r"# (\w+\.py)\n", block):
            (folder / named[1]).write_text(block)
        else:
            assert language == "python", f"a block of {language}"
            exec(compile(block, str(page), "exec"), {})
    assert "forecast score" not in text or (folder / "reliability.svg").exists()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_pages_are_short_and_say_what_words_mean(page):
    text = page.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST
    assert any(file.endswith("glossary.md") for file, _ in links(text))


def test_the_list_has_every_page():
    listed = {file for file, _ in links((FOLDER / "README.md").read_text(encoding="utf-8"))}
    assert {page.name for page in PAGES} == listed - {"../glossary.md"}


def test_what_a_reader_of_a_brief_may_say_is_what_the_page_on_doubt_found():
    told = " ".join((ROOT / "docs" / "doubt.md").read_text(encoding="utf-8").split())
    brief = " ".join((FOLDER / "read_a_brief.md").read_text(encoding="utf-8").split())
    assert "over what is not known, in 25 to 79" in brief
    assert re.search(r"\| formal talks or further \|[^|]*\|[^|]*\|[^|]*\| 25–79 \|", told)
    assert "it adds 2 to 7" in brief
    assert "with the office recognised likelier (2 to 7)" in told
