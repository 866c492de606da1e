"""Every picture of the documentation is shown or linked by a page, and it is known what makes it anew."""

from importlib.util import find_spec

import pytest

from experiments.site.navigation import pages_of
from experiments.site.staging import linked
from tests.places import ROOT

KINDS = {".svg", ".png", ".pdf", ".html", ".jpg", ".gif"}
MADE_BY = {
    "docs/afghan_peace_2018.html": "experiments.docs.live_page",
    "docs/what_if_page.png": "experiments.docs.live_page",
    "docs/sample_brief.p*": "experiments.docs.sample_brief",
    "docs/reports/*": "experiments.docs.sample_brief",
    "docs/belief_calibration.svg": "experiments.validation.beliefs",
    "docs/human_bargaining.svg": "experiments.validation.human_bargaining",
    "docs/calibration/*": "experiments.calibrate.run",
    "docs/doubt/figures/*": "experiments.doubt.run",
    "docs/experiments/*": "experiments.docs.shipped",
}
"""What makes each anew."""


def pictures():
    return sorted(path for path in (ROOT / "docs").rglob("*") if path.suffix in KINDS)


def maker(path):
    """The module that makes a picture; nothing if none is known."""
    place = path.relative_to(ROOT)
    known = [module for pattern, module in MADE_BY.items() if place.match(pattern)]
    return known[0] if known else written_in_sources(path)


def written_in_sources(path):
    """A module of the pages that names the picture itself."""
    for source in sorted((ROOT / "experiments" / "docs").glob("*.py")):
        if path.name in source.read_text(encoding="utf-8"):
            return f"experiments.docs.{source.stem}"
    return None


@pytest.mark.parametrize("path", pictures(), ids=lambda path: path.name)
def test_it_is_known_what_makes_a_picture(path):
    module = maker(path)
    assert module is not None, f"{path.relative_to(ROOT)}: say in MADE_BY what makes it anew"
    assert find_spec(module)


def test_every_maker_makes_something_that_is_there():
    assert [pattern for pattern in MADE_BY if not list(ROOT.glob(pattern))] == []


def test_every_picture_is_shown_or_linked():
    shown = {file for page in pages_of() for file in linked(ROOT / page, (ROOT / page).read_text(encoding="utf-8"))}
    assert [path.name for path in pictures() if path.relative_to(ROOT) not in shown] == []
