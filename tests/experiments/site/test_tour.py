"""The notebook of the Python tour says what it says when it is played again, and its page has all of it."""

import pytest

from experiments.site.places import TOUR
from experiments.site.tour import execute, markdown, read, texts
from tests.places import ROOT


@pytest.mark.slow
def test_playing_it_again_gives_the_same(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    kept = texts(read())
    assert texts(execute(read())) == kept, "run `make tour` (python -m experiments.site.tour)"


def test_every_cell_was_played_and_none_failed():
    cells = [cell for cell in read().cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert [output for cell in cells for output in cell.outputs if output.output_type == "error"] == []


def test_the_page_has_every_cell_and_what_it_gave(tmp_path):
    text = markdown(ROOT / TOUR, tmp_path / "tour.md")
    for cell in read().cells:
        assert cell.source in text
    shown = [said for cell in texts(read()) for said in cell if not said.startswith("<") and len(said) > 80]
    assert any(said.strip() in text for said in shown)
    assert text.count('<div class="output">') == text.count("</div>\n") or "svg" in text
