"""The what-if page in Python: of a scenario or a comparison, in a frame of its own, and in a file."""

import re
from html import unescape

import pytest

import parley
from experiments.page import write
from tests.places import SCENARIOS

BASE, VARIANT = SCENARIOS / "second_meeting_2018_09.yaml", SCENARIOS / "what_if_no_mediator.yaml"
SET = {"parties.taliban.patience": 12}


@pytest.fixture
def asked(monkeypatch):
    """What pages are asked for; they are made by a stand-in, for this is about what is around them."""
    asked = []

    def page_of(base, variants=(), served=False):
        asked.append((base.file, base.loaded, variants, served))
        return f'<!doctype html><p title="a">{base.loaded.scenario.title} & more</p>'.encode()

    monkeypatch.setattr(write, "page_of", page_of)
    return asked


@pytest.fixture(scope="module")
def base():
    return parley.load(BASE)


def test_a_page_of_a_scenario_and_what_a_reader_may_start_from(asked, base):
    page = base.with_changes({"time.rounds": 20}).page(VARIANT, SET)
    [(file, loaded, variants, served)] = asked
    assert (file, served) == (BASE, False)
    assert loaded.scenario.time.rounds == 20
    assert [each.scenario.time.rounds for _, each in variants] == [20, 20]
    assert [(path, each.scenario.title) for path, each in variants] == [
        (VARIANT, "What if nobody mediated between Washington and the Taliban?"), (BASE, "Taliban: patience = 12"),
    ]  # fmt: skip
    assert page.title == base.title
    assert page.html.startswith("<!doctype html>")


@pytest.mark.slow
def test_a_page_of_a_comparison_has_its_variants(asked, base, tmp_path):
    found = base.compare(VARIANT, SET, histories=100, quiet=True)
    assert isinstance(found.page(), parley.Page)
    assert [loaded.scenario.title for _, loaded in asked[0][2]] == [
        "What if nobody mediated between Washington and the Taliban?", "Taliban: patience = 12",
    ]  # fmt: skip
    opened = parley.open(found.save(tmp_path / "kept"))
    with pytest.raises(parley.ParleyError, match=r"parley\.load\(BASE\)\.page"):
        opened.page()


def test_a_notebook_shows_it_in_a_frame_that_holds_all_of_it(asked, base):
    page = base.page()
    shown = page._repr_html_()
    frame = re.fullmatch(r'<iframe title="[^"]*" ([^>]*) srcdoc="([^"]*)"></iframe>', shown)
    assert 'sandbox="allow-scripts allow-downloads"' in frame[1]
    assert "src=" not in frame[1]
    assert unescape(frame[2]) == page.html
    assert repr(page).startswith("<parley page: Second US")


def test_it_is_saved_as_a_file_that_a_browser_opens(asked, base, tmp_path):
    page = base.page()
    assert page.save(tmp_path / "page.html").read_text("utf-8") == page.html
    with pytest.raises(parley.ParleyError, match=r"ends in \.html"):
        page.save(tmp_path / "page.pdf")
    with pytest.raises(parley.ParleyError, match="cannot be written"):
        page.save(tmp_path / "none" / "page.html")
