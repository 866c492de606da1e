"""The page in the documentation is the one that parley writes now."""

from experiments.docs.live_page import PAGE, page
from tests.places import ROOT


def test_the_page_of_the_first_case_is_up_to_date(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert (ROOT / PAGE).read_bytes() == page(), "`make live-page` makes it anew"
