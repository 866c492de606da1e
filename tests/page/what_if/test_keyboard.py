"""Everything on a page can be done without a mouse, and by a finger."""

import pytest
from playwright.sync_api import expect

from tests.page.what_if.reader import Setting

pytestmark = pytest.mark.slow

TAKES_FOCUS = "a[href], button:not(:disabled), input, select, textarea, summary, [tabindex='0']"
REACHABLE = f"""() => [...document.querySelectorAll({TAKES_FOCUS!r})]
    .filter((each) => each.checkVisibility() && each.tabIndex >= 0)
    .map((each, i) => [(each.dataset.reached = String(i)), each.outerHTML.slice(0, 120)])"""
NAMED = """() => {
    const each = document.activeElement;
    const labelled = [...(each.labels ?? [])].map((label) => label.textContent).join(" ");
    const name = each.getAttribute("aria-label") || labelled || each.textContent;
    return [each.dataset.reached ?? "", (name ?? "").trim(), each.outerHTML.slice(0, 120)];
}"""
SMALL = f"""() => [...document.querySelectorAll({TAKES_FOCUS!r})]
    .filter((each) => each.checkVisibility() && !each.matches(".skip, .scroll"))
    .map((each) => [each.getBoundingClientRect(), each.outerHTML.slice(0, 120)])
    .filter(([box]) => box.width < 23.9 || box.height < 23.9)
    .map(([box, html]) => `${{box.width.toFixed(0)}}×${{box.height.toFixed(0)}} ${{html}}`)"""


def pressed(reader, *keys):
    """Press keys; returns the id of what has the focus then."""
    for key in keys:
        reader.page.keyboard.press(key)
    return reader.page.evaluate("document.activeElement.id")


def test_the_skip_link_leads_to_the_answer_and_says_nothing_of_links(reading):
    reader = reading()
    reader.page.keyboard.press("Tab")
    assert "Skip to the answer" in reader.page.evaluate("document.activeElement.textContent")
    expect(reader.page.locator(".skip")).to_be_visible()
    assert pressed(reader, "Enter") == "answer"
    reader.page.wait_for_timeout(100)
    assert reader.page.locator(".notice").count() == 0


def test_from_the_top_to_a_lever_and_its_answer_by_keys_alone(reading, what_if):
    reader = reading()
    reader.answered(histories=2000)
    for _ in range(40):
        reader.page.keyboard.press("Tab")
        if reader.page.evaluate("document.activeElement.matches('.lever input[type=range]')"):
            break
    slider = reader.page.evaluate("document.activeElement.id")
    name = what_if.data["controls"][what_if.data["worlds"][0]["controls"][int(slider.split("-")[1])]]["id"]
    assert pressed(reader, "ArrowRight") == slider
    reader.answered(Setting(0, {name: 1}), 2000)
    assert reader.page.evaluate("document.activeElement.id") == slider
    assert "→" in reader.headline()
    reader.until("document.getElementById('said').textContent.includes('instead of')")
    pressed(reader, "ArrowLeft")
    reader.answered(histories=2000)


def test_arrow_keys_move_a_lever_by_steps_and_end_moves_it_all_the_way(reading):
    reader = reading()
    name = "taliban positions.sanctions 0.0"
    slider = reader.page.locator(f"#lever-{reader.place(name)}")
    slider.focus()
    pressed(reader, "ArrowRight", "ArrowRight", "ArrowUp", "ArrowLeft")
    assert slider.input_value() == "2"
    pressed(reader, "End")
    assert slider.input_value() == "64"
    assert slider.get_attribute("aria-valuetext") == "0 per cent of those listed"
    reader.answered(Setting(0, {name: 64}), 250)


def test_all_that_can_be_used_is_reached_by_the_tab_key_and_has_a_name(reading, small):
    reader = reading(small)
    reader.looked()
    reader.answered()
    expected = dict(reader.page.evaluate(REACHABLE))
    reached = {}
    for _ in range(len(expected) + 30):
        reader.page.keyboard.press("Tab")
        mark, name, html = reader.page.evaluate(NAMED)
        if mark in reached:
            break
        reached[mark] = (name, html)
    left_out = [html for mark, html in expected.items() if mark not in reached]
    assert left_out == []
    assert [html for mark, (name, html) in reached.items() if mark and not name] == []


def test_a_dialog_takes_the_focus_keeps_it_and_gives_it_back(reading):
    reader = reading()
    reader.page.focus("#tool-save")
    pressed(reader, "Enter")
    inside = (
        "document.getElementById('dialog').contains(document.activeElement) || document.activeElement === document.body"
    )
    for _ in range(12):
        assert reader.page.evaluate(inside)
        reader.page.keyboard.press("Tab")
    assert pressed(reader, "Escape") == "tool-save"
    expect(reader.page.locator("#dialog")).to_be_hidden()


def test_the_answer_is_spoken_once_it_has_settled_and_not_at_every_picture(reading):
    reader = reading()
    reader.page.evaluate("""() => {
        window.spoken = [];
        new MutationObserver(() => spoken.push(document.getElementById("said").textContent))
            .observe(document.getElementById("said"), { childList: true });
    }""")
    reader.slide("taliban positions.sanctions 0.0", 20)
    reader.answered(Setting(0, {"taliban positions.sanctions 0.0": 20}))
    said = reader.page.evaluate("spoken.filter((text) => text.includes('instead of'))")
    assert len(said) == 1
    assert said[0].startswith("Formal talks or further: ")


def test_what_a_finger_touches_is_large_enough(reading):
    reader = reading(width=390, height=844, has_touch=True)
    reader.slide("taliban positions.sanctions 0.0", 20)
    reader.until("document.querySelector('#headline').textContent.includes('→')")
    for group in ("party", "number", "event"):
        reader.page.click(f"#tab-{group}")
        assert reader.page.evaluate(SMALL) == [], group
