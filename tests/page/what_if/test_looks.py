"""How a page looks: on a telephone, in the dark, on paper, without motion; and what axe says of it."""

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.page.axe import violations
from tests.page.what_if.reader import Setting

pytestmark = pytest.mark.slow

PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
SANCTIONS, TROOPS = "taliban positions.sanctions 0.0", "united_states positions.troops 500.0"
WIDTH = "document.scrollingElement.scrollWidth"
SEEN = """(selector) => {
    const box = document.querySelector(selector).getBoundingClientRect();
    const at = document.elementFromPoint(box.left + 20, box.top + box.height / 2);
    return box.top >= 0 && box.bottom <= innerHeight && document.querySelector(selector).contains(at);
}"""
LIGHT = """(selector) => {
    const [r, g, b] = getComputedStyle(document.querySelector(selector)).backgroundColor.match(/[\\d.]+/g).map(Number);
    return (r + g + b) / 3 / 255;
}"""
FITS = """() => [...document.querySelectorAll("main, header, footer, nav")].filter((each) => each.checkVisibility())
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1).map((each) => each.tagName)"""


@pytest.fixture
def phone(reading):
    """A reader with a telephone, who has moved something."""
    reader = reading(**PHONE)
    reader.slide(SANCTIONS, 20)
    reader.answered(Setting(0, {SANCTIONS: 20}), 250)
    return reader


# ------------------------------------------------------------------------------
# Telephone


def test_a_telephone_never_scrolls_sideways(phone):
    phone.until("!!document.querySelector('#movers li')")
    assert phone.page.evaluate(WIDTH) <= 390
    for tab in ("number", "event"):
        phone.page.click(f"#tab-{tab}")
        assert phone.page.evaluate(WIDTH) <= 390, tab
    phone.page.click("#show-ends")
    phone.page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert phone.page.evaluate(WIDTH) <= 390
    phone.page.click("#tool-save")
    assert phone.page.evaluate(WIDTH) <= 390
    assert phone.page.evaluate("document.getElementById('dialog').scrollWidth <= 390")


def test_the_answer_is_in_view_while_a_lever_far_down_is_moved(phone):
    phone.slide(TROOPS, 0)
    phone.page.evaluate("() => document.querySelectorAll('details.owner').forEach((each) => { each.open = true; })")
    slider = phone.page.locator(f"#lever-{phone.place(TROOPS)}")
    slider.evaluate("(each) => each.scrollIntoView({ block: 'center' })")
    assert phone.page.evaluate("scrollY") > 844
    slider.focus()
    phone.page.keyboard.press("End")
    phone.answered(Setting(0, {SANCTIONS: 20, TROOPS: 64}), 250)
    assert phone.page.evaluate(SEEN, "#headline .large")
    assert slider.evaluate("(each) => each.getBoundingClientRect().top < innerHeight")


def test_a_slider_that_the_focus_comes_to_is_not_hidden_behind_the_answer(phone):
    phone.page.evaluate("() => document.querySelectorAll('details.owner').forEach((each) => { each.open = true; })")
    for name in (TROOPS, "united_states in_force.sanctions 100.0"):
        slider = phone.page.locator(f"#lever-{phone.place(name)}")
        slider.evaluate(
            "(each) => { window.scrollTo(0, each.getBoundingClientRect().top + scrollY + 400); each.focus(); }"
        )
        top, bottom = phone.page.evaluate(
            "[document.activeElement.getBoundingClientRect().top, document.getElementById('headline').getBoundingClientRect().bottom]"
        )
        assert top >= bottom - 1


# ------------------------------------------------------------------------------
# Dark, still, printed, small windows


def test_the_dark_page_is_dark_all_over(reading):
    reader = reading(scheme="dark")
    assert reader.page.evaluate(LIGHT, "body") < 0.2
    assert reader.page.evaluate(LIGHT, "header") < 0.2
    reader.page.click("#tool-save")
    assert reader.page.evaluate(LIGHT, "dialog") < 0.2
    light = reading()
    assert light.page.evaluate(LIGHT, "body") > 0.8


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_for_who_wants_no_motion(motion, reading):
    reader = reading(reduced_motion=motion)
    moving = "Math.max(...[...document.querySelectorAll('*')].map((each) => parseFloat(getComputedStyle(each).transitionDuration)))"
    assert (reader.page.evaluate(moving) > 0) == (motion == "no-preference")


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_it_prints_on_one_sheet_with_the_answer_and_what_was_moved(paper, reading):
    reader = reading()
    reader.slide(SANCTIONS, 20)
    reader.slide(TROOPS, 20)
    reader.answered(Setting(0, {SANCTIONS: 20, TROOPS: 20}), 2000)
    sheets = PdfReader(io.BytesIO(reader.page.pdf(format=paper))).pages
    assert len(sheets) == 1
    text = " ".join(sheets[0].extract_text().split())
    for words in (
        "Second US–Taliban meeting",
        "Formal talks or further",
        "Sanctions lifted from top Taliban leaders",
        "US troops remaining",
        "parley compare",
    ):
        assert words in text, words


def test_nothing_is_cut_off_in_windows_of_any_width(reading):
    reader = reading()
    reader.slide(SANCTIONS, 20)
    reader.answered(Setting(0, {SANCTIONS: 20}), 250)
    for width in (360, 720, 1000, 1920):
        reader.page.set_viewport_size({"width": width, "height": 800})
        assert reader.page.evaluate(WIDTH) <= width
        assert reader.page.evaluate(FITS) == [], width


def test_words_of_a_chart_can_be_read(reading):
    size = reading().page.evaluate("""() => {
        const chart = document.querySelector(".months svg");
        return 11 * chart.getBoundingClientRect().width / chart.viewBox.baseVal.width;
    }""")
    assert size >= 9  # pixels


# ------------------------------------------------------------------------------
# Accessibility, as axe sees it


def test_axe_finds_nothing_at_the_start_after_a_change_and_in_any_tab(reading):
    reader = reading()
    reader.until("!!document.querySelector('#movers li')")
    found = {"start": violations(reader.page)}
    reader.slide(SANCTIONS, 20)
    reader.answered(Setting(0, {SANCTIONS: 20}), 2000)
    found["after a change"] = violations(reader.page)
    for tab in ("number", "event"):
        reader.page.click(f"#tab-{tab}")
        found[tab] = violations(reader.page)
    reader.page.click("#tab-party")
    reader.page.locator(".why").first.click()
    reader.page.locator(".months summary").click()
    reader.page.click("#show-ends")
    found["opened"] = violations(reader.page)
    assert {place: each for place, each in found.items() if each} == {}


def test_axe_finds_nothing_in_dialogs_and_presenter_mode(reading):
    reader = reading()
    reader.slide(SANCTIONS, 20)
    reader.page.click("#keep")
    reader.slide(SANCTIONS, 30)
    reader.page.click("#keep")
    reader.answered(Setting(0, {SANCTIONS: 30}), 2000)
    found = {}
    for name in ("save", "compare", "guess"):
        reader.page.click(f"#tool-{name}")
        if name == "compare":
            expect(reader.page.locator("#dialog tbody")).to_be_visible(timeout=20_000)
        found[name] = violations(reader.page)
        reader.page.keyboard.press("Escape")
    reader.page.evaluate("() => { location.hash = '#1~0~0~'; }")
    expect(reader.page.locator(".notice")).to_be_visible()
    found["notice"] = violations(reader.page)
    reader.page.click("#tool-present")
    found["present"] = violations(reader.page)
    assert {place: each for place, each in found.items() if each} == {}


@pytest.mark.parametrize("options", [{"scheme": "dark"}, PHONE], ids=["dark", "phone"])
def test_axe_finds_nothing(options, reading):
    reader = reading(**options)
    reader.slide(SANCTIONS, 20)
    reader.answered(Setting(0, {SANCTIONS: 20}), 2000)
    assert violations(reader.page) == []
