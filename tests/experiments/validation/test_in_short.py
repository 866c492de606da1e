"""The short page on validity says what the long pages say, failures first, and stops where it cannot tell."""

import re

import pytest

from experiments.validation import in_short
from tests.places import ROOT

DOCS = ROOT / "docs"


def read(name):
    return (DOCS / name).read_text(encoding="utf-8")


SOURCES = [read(name) for name in in_short.SOURCES]
VALIDITY = SOURCES[0]


def told(**changed):
    texts = dict(zip(("validity", "people", "war", "ladders"), SOURCES, strict=True)) | changed
    return in_short.failures(**texts)


def test_the_page_is_what_the_long_pages_give(monkeypatch):
    monkeypatch.chdir(ROOT)
    page = read("validity_in_short.md")
    assert in_short.page(page) == page
    assert len(page.splitlines()) <= 90  # one page


def test_every_check_of_the_long_page_is_counted():
    contents = VALIDITY.split("| | checks | hold |")[1].split("###")[0]
    assert len(in_short.checks(VALIDITY)) == sum(map(int, re.findall(r"\| (\d+) \| [\d–]+ \|", contents)))


def test_what_fails_comes_first():
    name = "beliefs come true as often as they say"
    failed = told(validity=VALIDITY.replace(f"*{name}*: holds (30 cases).", f"*{name}*: **fails** in 3 of 30."))
    assert "1 fails." in failed.splitlines()[0]
    assert f"- **{name}** (7 Beliefs are calibrated): fails in 3 of 30." in failed.splitlines()[1]


def test_what_was_not_tried_is_said():
    name = "- *known forecasts of what people agreed*: "
    assert "and 1 could not be tried" in told(validity=VALIDITY.replace(f"{name}holds", f"{name}not tried"))


def test_every_conclusion_that_falls_is_named():
    before, _ = in_short.conclusions(VALIDITY)
    number, fallen = in_short.conclusions(
        VALIDITY.replace("| survives | survives |", "| fails without demands | survives |", 1)
    )
    assert number == before
    assert sum("fails without demands" in each for each in fallen) == 1


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"people": SOURCES[1].replace("people, forecast by other people", "others")}, "no row begins with “people,"),
        ({"war": SOURCES[2].replace(in_short.FITTED_BEFORE, "another")}, "no row begins with “volatility fitted"),
        ({"ladders": SOURCES[3].replace("| [", "| ")}, "has no ladders"),
        ({"validity": VALIDITY.replace("Observed, against [Powell 2006]", "Observed")}, "what it is against"),
    ],
)
def test_it_stops_where_a_page_no_longer_says_it(changed, says):
    with pytest.raises(ValueError, match=says):
        told(**changed)


def test_a_rate_outside_its_interval_is_marked():
    rate = {"title": "signed within 1 year", "share": 0.3, "lo": 0.2, "hi": 0.4, "defaults": 0.5, "held_out": True}
    after = rate | {"title": "… within 2 years", "defaults": 0.3, "held_out": False}
    assert in_short.agreements([rate, after]).splitlines()[2:] == [
        "| signed within 1 year | 30 (20–40) | 50, **outside** | no |",
        "| signed within 2 years | 30 (20–40) | 30 | yes |",
    ]
