"""While a slider moves the answer follows, and what was moved can be taken back."""

import pytest

from tests.page.truth import by_parley, moved
from tests.page.what_if.reader import Setting
from tests.page.what_if.words import headline_of

pytestmark = pytest.mark.slow

TROOPS, SANCTIONS = "united_states positions.troops 500.0", "taliban positions.sanctions 0.0"
PIE = "rebels positions.pie 0.0"  # of the small scenario
DRAG = """async ([id, last]) => {
    const slider = document.getElementById(id);
    let pictures = 0;
    new MutationObserver(() => pictures++).observe(document.getElementById("headline"), { childList: true });
    for (let step = 1; step <= last; step++) {
        slider.value = step;
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise((done) => setTimeout(done, 16));
    }
    return pictures;
}"""
PAIRS = """() => {
    window.pairs = [];
    const note = () => pairs.push([document.getElementById("headline").textContent.includes("→"),
        document.getElementById("command").title.startsWith("parley compare")]);
    new MutationObserver(note).observe(document.getElementById("status"), { childList: true });
}"""
AT_ONCE = """(id) => {
    document.getElementById(id).click();
    return [document.getElementById("headline").textContent, document.querySelector("#status progress").value];
}"""
FOCUS = "document.activeElement.id"


def drag(reader):
    """Drag a slider over 60 steps; returns how many pictures came meanwhile."""
    return reader.page.evaluate(DRAG, [f"lever-{reader.place(SANCTIONS)}", 60])


@pytest.mark.parametrize("busy", [False, True])
def test_pictures_come_while_a_slider_is_dragged_and_the_last_is_of_where_it_stops(busy, reading, what_if):
    reader = reading()
    reader.answered(histories=2000)
    if busy:  # looking for what matters most
        reader.until("!!document.querySelector('#movers ul')")
    pictures = drag(reader)
    last = Setting(0, {SANCTIONS: 60})
    reader.answered(last, 2000)
    headline, count = reader.seen()
    found, _ = by_parley(what_if.made_of[0], what_if.made_of[0], moved(reader.data, *last), count)
    counts = found[tuple(reader.data["worlds"][0]["questions"]["us_taliban.formal_talks"])].counts
    assert headline == headline_of("Formal talks or further", tuple(map(int, counts)))
    assert pictures >= 5


def test_the_command_is_always_that_of_the_answer_above_it(reading):
    reader = reading()
    reader.answered(histories=2000)
    reader.page.evaluate(PAIRS)
    for step in (10, 0, 20, 0):
        reader.slide(TROOPS, step)
        reader.page.wait_for_timeout(100)
    reader.slide(TROOPS, 30)
    reader.answered(Setting(0, {TROOPS: 30}), 2000)
    assert reader.page.evaluate("pairs.filter(([changed, compared]) => changed !== compared).length") == 0
    assert reader.page.evaluate("pairs.length") > 3


def test_a_drag_is_one_step_of_undoing(reading):
    reader = reading()
    drag(reader)
    reader.page.click("#tool-undo")
    assert reader.page.locator("#tool-undo").is_disabled()
    assert reader.page.input_value(f"#lever-{reader.place(SANCTIONS)}") == "0"
    reader.page.click("#tool-redo")
    assert reader.page.input_value(f"#lever-{reader.place(SANCTIONS)}") == "60"


def test_undo_and_redo_show_earlier_answers_at_once(reading):
    reader = reading()
    reader.answered(histories=5000)
    reader.slide(TROOPS, 30)
    reader.answered(Setting(0, {TROOPS: 30}), 2000)
    headline, count = reader.page.evaluate(AT_ONCE, "tool-undo")
    assert count >= 5000
    assert "→" not in headline
    headline, count = reader.page.evaluate(AT_ONCE, "tool-redo")
    assert count >= 2000
    assert "→" in headline


@pytest.mark.parametrize(("undo", "redo"), [("Control+z", "Control+y"), ("Control+z", "Control+Shift+z")])
def test_undo_and_redo_by_keyboard(undo, redo, reading):
    reader = reading()
    reader.slide(TROOPS, 30)
    reader.slide(SANCTIONS, 10)
    reader.answered(both := Setting(0, {TROOPS: 30, SANCTIONS: 10}), 250)
    reader.page.keyboard.press(undo)
    reader.answered(Setting(0, {TROOPS: 30}), 250)
    reader.page.keyboard.press(undo)
    reader.answered(histories=250)
    reader.page.keyboard.press(redo)
    reader.page.keyboard.press(redo)
    reader.answered(both, 250)


def test_what_is_typed_is_undone_where_it_is_typed(reading):
    reader = reading()
    reader.slide(TROOPS, 30)
    reader.page.locator("#find").fill("x")
    reader.page.keyboard.press("Control+z")
    reader.answered(Setting(0, {TROOPS: 30}), 250)


def test_reset_puts_everything_back_and_can_be_undone(reading):
    reader = reading()
    moved = Setting(1, {TROOPS: 30, SANCTIONS: 10})
    reader.set(moved)
    reader.answered(moved, 250)
    reader.page.click("#reset")
    reader.answered(Setting(1, {}), 250)
    assert reader.page.locator(".lever.moved").count() == 0
    assert reader.page.locator("#reset").count() == 0
    reader.page.click("#tool-undo")
    reader.answered(moved, 250)


def test_a_lever_is_put_back_alone_and_the_focus_stays_with_it(reading):
    reader = reading()
    reader.slide(TROOPS, 30)
    reader.slide(SANCTIONS, 10)
    slider = reader.page.locator(f"#lever-{reader.place(SANCTIONS)}")
    slider.locator("xpath=..").locator(".back").focus()
    reader.page.keyboard.press("Enter")
    reader.answered(Setting(0, {TROOPS: 30}), 250)
    assert reader.page.evaluate(FOCUS) == slider.get_attribute("id")


@pytest.mark.parametrize("button", ["tool-undo", "reset"])
def test_the_focus_is_not_lost_when_its_button_goes(button, reading):
    reader = reading()
    reader.slide(TROOPS, 30)
    reader.page.focus(f"#{button}")
    reader.page.keyboard.press("Enter")
    reader.answered(histories=250)
    assert reader.page.evaluate("document.activeElement !== document.body && document.activeElement.checkVisibility()")


def test_a_slider_that_is_held_stays_in_the_hand_when_what_matters_most_is_found(reading, small):
    reader = reading(small)
    slider = reader.page.locator(f"#lever-{reader.place(PIE)}")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    height, part = box["y"] + box["height"] / 2, box["width"] / 10
    reader.page.mouse.move(box["x"] + 8, height)
    reader.page.mouse.down()
    reader.page.mouse.move(box["x"] + 4 * part, height)
    here = int(slider.input_value())
    assert here > 10
    reader.looked()
    reader.page.mouse.move(box["x"] + 8 * part, height, steps=4)
    reader.page.mouse.up()
    there = int(slider.input_value())
    assert there > here + 10
    reader.answered(Setting(0, {PIE: there}), 250)


def test_levers_are_those_of_the_scenario_that_is_shown(reading):
    reader = reading()
    titles = "[...document.querySelectorAll('#levers .lever label')].map((label) => label.textContent)"
    own = reader.page.evaluate(titles)
    reader.page.click("#start-3")
    reader.answered(Setting(3, {}), 250)
    assert reader.page.evaluate(titles) != own
    reader.page.click("#start-0")
    reader.answered(histories=250)
    assert reader.page.evaluate(titles) == own
    reader.slide(SANCTIONS, 10)
    reader.answered(Setting(0, {SANCTIONS: 10}), 250)
