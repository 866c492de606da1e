"""The tutorial's pages show what its commands print, its files as they are, and its figures as they are drawn."""

import os
import re

import pytest

from experiments.docs import tutorial
from sim.scenario.load import load
from tests.command_line.commands import put_on_path

LONGEST = 10  # seconds that a page says of a command: none may take longer, so that all are tried here
MAKE = "`make tutorial` makes the pages anew"


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """A reader's folder, and what runs commands there, all pages one after another."""
    place = tmp_path_factory.mktemp("tutorial")
    put_on_path(place)
    folder = tutorial.reader_folder(place)
    return folder, tutorial.shell(folder, f"{place}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(scope="module")
def played(reader):
    """Page → what it says, and what it would say if made now."""
    _, run = reader
    texts = {page.name: page.read_text(encoding="utf-8") for page in tutorial.pages()}
    return {name: (text, tutorial.renewed(text, run)) for name, text in texts.items()}


@pytest.mark.slow
@pytest.mark.parametrize("page", [page.name for page in tutorial.pages()])
def test_a_page_shows_what_its_commands_print(page, played):
    old, new = played[page]
    assert old.splitlines() == new.splitlines(), MAKE


@pytest.mark.slow
@pytest.mark.parametrize("figure", tutorial.DRAWN)
def test_a_figure_is_the_one_that_the_commands_draw(figure, reader, played):
    folder, _ = reader
    assert played
    assert (tutorial.FIGURES / figure).read_bytes() == (folder / tutorial.DRAWN[figure]).read_bytes(), MAKE


@pytest.mark.slow
def test_the_brief_in_the_picture_is_of_the_folders_that_the_page_names(reader, played):
    folder, _ = reader
    assert played
    assert f"parley brief {' '.join(tutorial.BRIEF)} " in (tutorial.TUTORIAL / "6_briefing.md").read_text()
    for name in tutorial.BRIEF:
        assert (folder / name).is_dir(), name
    assert (folder / tutorial.BRIEF[0] / "brief.pdf").read_bytes().startswith(b"%PDF")


def test_every_command_says_how_long_it_takes_and_none_is_long():
    blocks = [block for page in tutorial.pages() for block in tutorial.CONSOLE.findall(page.read_text())]
    told = [each for block in blocks for each in tutorial.commands(block)]
    assert len(told) > 10
    assert max(seconds for _, _, seconds in told) <= LONGEST


def test_a_command_without_its_time_is_refused():
    with pytest.raises(ValueError, match="# 2 seconds"):
        list(tutorial.commands("$ parley run 1_two_sides.yaml\n"))


def test_what_a_command_printed_is_replaced_and_the_rest_is_left():
    page = "Before.\n\n```console\n$ parley x  # 1 second\nold\n```\n\nAfter.\n"
    assert tutorial.renewed(page, lambda words: f"new {words}  \n") == page.replace("old", "new parley x")


def test_only_how_fast_it_went_leaves_a_page_as_it_is():
    block = "$ parley run x  # 1 second\n35 of 100\nPlayed in 0.1 s, 75,164 histories a second.\n"
    assert tutorial.played(block, lambda _: "35 of 100\nPlayed in 2.0 s, 64 histories a second.\n") == block
    assert "36 of 100" in tutorial.played(block, lambda _: "36 of 100\nPlayed in 2.0 s, 64 histories a second.\n")


def test_a_key_further_in_is_shown_at_the_left():
    assert tutorial.shown("1_two_sides.yaml", "end_of_violence", "yaml") == (
        "<!-- steps/1_two_sides.yaml: end_of_violence -->\n```yaml\nend_of_violence:\n"
        "  title: An end to the Taliban's violence\n  unit: per cent\n  range: [0, 100]\n  delivered_by: taliban\n"
        "  effects: {calm: 0.7}\n```"
    )


def test_a_key_that_a_file_does_not_have_is_named():
    with pytest.raises(ValueError, match=r"1_two_sides\.yaml has no key wars"):
        tutorial.shown("1_two_sides.yaml", "wars", "yaml")


OF_A_TABLE = tutorial.STEPS / "river_in_two_steps.yaml"  # extends what the reader makes of a table


@pytest.mark.parametrize("step", sorted({*tutorial.STEPS.glob("*.yaml")} - {OF_A_TABLE}), ids=lambda path: path.stem)
def test_a_step_is_without_warnings(step):
    assert load(step).warnings == ()


@pytest.mark.slow
def test_the_step_that_extends_a_table_is_without_warnings(reader, played):
    folder, _ = reader
    assert played
    assert load(folder / OF_A_TABLE.name).warnings == ()


def test_no_article_is_given_in_full():
    """A few sentences, each by itself between empty lines."""
    for file in tutorial.STEPS.glob("*.txt"):
        head, *sentences = file.read_text(encoding="utf-8").strip().split("\n\n")
        assert head.startswith("Single sentences of")
        assert len(sentences) <= 6
        assert not [each for each in sentences if "\n" in each or len(each) > 220]


def test_links_and_pictures_lead_somewhere():
    for page in tutorial.pages():
        for target in re.findall(r"\]\((?!http)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
