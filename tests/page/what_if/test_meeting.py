"""For a meeting: presets, what was kept, a guess before the answer, another question, finding one's way."""

import pytest
from playwright.sync_api import expect

from experiments.compare.play import Base, Variant, compare
from experiments.estimates.statistics import paired_counts
from experiments.page.controls import changes_at
from experiments.runs.engines import compiled_engine
from experiments.runs.workers.threads import Threads
from experiments.words.overrides import assigned
from sim.engine.arrays import compile_scenario
from sim.scenario.load import load
from tests.page.what_if.reader import Setting
from tests.page.what_if.words import clear, headline_of, in_100, points, row_of

pytestmark = pytest.mark.slow

TROOPS, SANCTIONS = "united_states positions.troops 500.0", "taliban positions.sanctions 0.0"
PULL = "qatar pull 0.3"
SIDES = """[...document.querySelectorAll("#dialog tbody tr")].map((row) =>
    [row.querySelector("th").textContent, [...row.querySelectorAll("td")].map((cell) => cell.innerText.replace(/\\s+/g, " "))])"""
LABELS = "[...document.querySelectorAll('#levers-panel .lever label')].map((label) => label.textContent)"


def counted(what_if, against, setting, histories):
    """Pairs of every question by its key: a setting beside another, both started from the base."""
    every = {control["id"]: control for control in what_if.data["controls"]}
    scenarios = [
        load(what_if.made_of[0], tuple(assigned(changes_at(every, each.moves))), to_run=True)
        for each in (against, setting)
    ]
    base, variant = (compile_scenario(each.scenario) for each in scenarios)
    found = compare(
        Base(base), [Variant("b", (), variant)], histories, 1, compiled_engine(lambda *said: None), Threads(1)
    )
    return {key: tuple(map(int, flips.counts)) for key, flips in found.flips[0].items()}


def keep(reader, setting):
    """Set something and keep it."""
    reader.set(setting)
    reader.answered(setting, 250)
    reader.page.click("#keep")


# ------------------------------------------------------------------------------
# Presets, and what was kept


def test_presets_are_the_base_and_its_variants(reading, what_if):
    reader = reading()
    assert reader.page.locator("#starts button[id^=start]").all_inner_texts() == [
        "As it stands", "The Qatar office were recognised first", "Kabul sat at the US–Taliban table",
        "Violence rose through the summer of 2018",
    ]  # fmt: skip
    expect(reader.page.locator("#start-0")).to_have_attribute("aria-current", "true")
    reader.page.click("#start-1")
    reader.answered(Setting(1, {}), 250)
    expect(reader.page.locator("#start-1")).to_have_attribute("aria-current", "true")
    expect(reader.page.locator("#start-0")).to_have_attribute("aria-current", "false")


def test_six_what_ifs_are_kept_each_once_and_come_back(reading):
    reader = reading()
    kept = reader.page.locator("#starts button[id^=kept]")
    for step in range(10, 70, 10):
        assert reader.page.locator("#keep").is_disabled()
        reader.slide(TROOPS, step)
        reader.page.click("#keep")
        assert reader.page.locator("#keep").is_disabled()
    reader.slide(TROOPS, 5)
    assert reader.page.locator("#keep").is_disabled()
    assert kept.count() == 6
    assert [text[:3] for text in kept.all_inner_texts()] == ["A: ", "B: ", "C: ", "D: ", "E: ", "F: "]
    kept.nth(1).click()
    reader.answered(Setting(0, {TROOPS: 20}), 250)
    assert reader.page.input_value(f"#lever-{reader.place(TROOPS)}") == "20"


def test_side_by_side_has_counts_of_as_many_histories_as_it_says(reading, what_if):
    reader = reading()
    settings = [Setting(0, {TROOPS: 30}), Setting(0, {TROOPS: 30, PULL: 64})]
    keep(reader, settings[0])
    reader.answered(settings[0], 5000)  # further than the other
    keep(reader, settings[1])
    reader.page.click("#tool-compare")
    reader.until("!!document.querySelector('#dialog tbody')")
    rows = dict(reader.page.evaluate(SIDES))
    played = [int(cell.replace(",", "")) for cell in rows["Histories played"]]
    for i, setting in enumerate(settings):
        histories = played[1 + i]
        counts = counted(what_if, Setting(0, {}), setting, histories)
        for name, key in what_if.data["worlds"][0]["questions"].items():
            if name == "progress":
                continue
            pairs = counts[tuple(key)]
            both, gained, lost, _ = pairs
            found = paired_counts(*pairs)
            change = (
                f"{points(found.d)} ({points(found.lo)} to {points(found.hi)})" if clear(found) else "about the same"
            )
            cells = rows[what_if.data["worlds"][0]["titles"]["asked"][name]]
            if histories == played[0]:
                assert cells[0] == in_100(both + lost, histories)
            assert cells[1 + i] == f"{in_100(both + gained, histories)} {change}"
    assert rows["Changed"][0] == "nothing"
    assert "Presses them to come" in rows["Changed"][2] or "presses them to come" in rows["Changed"][2]


def test_a_against_b_has_the_counts_of_parley(reading, what_if):
    reader = reading()
    a, b = Setting(0, {TROOPS: 30}), Setting(0, {PULL: 64})
    keep(reader, a)
    reader.page.click("#reset")
    keep(reader, b)
    reader.page.click("#tool-compare")
    reader.page.get_by_role("button", name="Set against each other").click()
    told = reader.page.locator("#dialog p", has_text="|").filter(has_text="points (")
    expect(told).to_be_visible()
    pairs = counted(what_if, a, b, 2000)[tuple(what_if.data["worlds"][0]["questions"]["us_taliban.formal_talks"])]
    both, gained, lost, _ = pairs
    found = paired_counts(*pairs)
    assert told.inner_text() == (
        f"Formal talks or further: {in_100(both + lost, 2000)} | {in_100(both + gained, 2000)} in 100; "
        f"{points(found.d)} points ({points(found.lo)} to {points(found.hi)})"
    )


# ------------------------------------------------------------------------------
# Guess first, and on the wall


def test_a_guess_hides_the_answer_until_it_is_made(reading):
    reader = reading()
    reader.answered(histories=2000)
    reader.page.click("#tool-guess")
    for answer in ("#headline .told >> nth=0", "#answer", "#beyond"):
        expect(reader.page.locator(answer)).to_be_hidden()
    assert "in how many of 100" in reader.page.inner_text("#dialog")
    assert "54" not in reader.page.inner_text("#dialog")
    reader.page.fill("#guess", "30")
    expect(reader.page.locator("#dialog output")).to_have_text("30")
    reader.page.click("#dialog button[type=submit]")
    for answer in ("#headline .told >> nth=0", "#answer"):
        expect(reader.page.locator(answer)).to_be_visible()
    assert "Your guess was 30" in reader.headline()


def test_a_guess_that_is_given_up_shows_the_answer(reading):
    reader = reading()
    reader.page.click("#tool-guess")
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator("#answer")).to_be_visible()
    assert "Your guess" not in reader.headline()


def test_a_guess_is_of_one_answer_only(reading):
    reader = reading()
    reader.answered(histories=250)
    reader.page.click("#tool-guess")
    reader.page.click("#dialog button[type=submit]")
    reader.slide(TROOPS, 30)
    reader.answered(Setting(0, {TROOPS: 30}), 250)
    assert "Your guess" not in reader.headline()


def test_presenter_mode_leaves_the_answer_and_what_was_moved(reading):
    reader = reading()
    reader.slide(TROOPS, 30)
    reader.slide("hold war.momentum", 12)
    setting = Setting(0, {TROOPS: 30, "hold war.momentum": 12})
    reader.answered(setting, 250)
    size = "parseFloat(getComputedStyle(document.querySelector('#headline .large')).fontSize)"
    before = reader.page.evaluate(size)
    reader.page.click("#tool-present")
    assert reader.page.evaluate(size) > 1.3 * before
    seen = "[...document.querySelectorAll('#levers .lever')].filter((each) => each.checkVisibility()).map((each) => each.querySelector('input').id)"
    assert reader.page.evaluate(seen) == [f"lever-{reader.place(name)}" for name in setting.moves]
    expect(reader.page.locator("#beyond")).to_be_hidden()
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator("#beyond")).to_be_visible()
    assert reader.page.evaluate(size) == before


# ------------------------------------------------------------------------------
# Another question


def test_clicking_a_row_makes_it_the_question(reading, what_if):
    reader = reading()
    reader.set(setting := Setting(0, {TROOPS: 40}))
    reader.answered(setting)
    counts = counted(what_if, Setting(0, {}), setting, 20_000)
    reader.page.click("#ask-us_taliban\\.settlement")
    titles, questions = (what_if.data["worlds"][0][what] for what in ("titles", "questions"))
    assert reader.headline() == headline_of(
        titles["asked"]["us_taliban.settlement"], counts[tuple(questions["us_taliban.settlement"])]
    )
    assert reader.page.evaluate("document.activeElement.id") == "ask-us_taliban.settlement"
    expect(reader.page.locator("#ask-us_taliban\\.settlement")).to_have_attribute("aria-pressed", "true")
    assert reader.rows("ends")["no_meeting"] == row_of(counts[tuple(questions["no_meeting"])])
    reader.page.click("#ask-no_meeting")
    assert reader.headline() == headline_of(titles["asked"]["no_meeting"], counts[tuple(questions["no_meeting"])])
    reader.until("document.getElementById('beyond').textContent.includes('“No meeting”')")


# ------------------------------------------------------------------------------
# Finding one's way


def test_what_is_looked_for_is_found_by_every_word_and_nothing_else_is_shown(reading):
    reader = reading()
    reader.page.keyboard.press("/")
    assert reader.page.evaluate("document.activeElement.id") == "find"
    reader.page.keyboard.type("troops taliban")
    found = reader.page.evaluate(LABELS)
    assert found == ["US troops remaining"]
    reader.page.keyboard.type(" zebra")
    assert reader.page.evaluate(LABELS) == []
    assert "Nothing is called “troops taliban zebra”" in reader.page.inner_text("#levers")
    reader.page.fill("#find", "")
    assert len(reader.page.evaluate(LABELS)) > 50


def test_what_is_looked_for_is_kept_while_answers_come(reading, small):
    reader = reading(small)
    reader.page.fill("#find", "rebels")
    reader.looked()
    assert reader.page.input_value("#find") == "rebels"
    assert reader.page.evaluate("document.activeElement.id") == "find"


def test_tabs_are_chosen_by_arrow_keys(reading, what_if):
    reader = reading()
    reader.page.focus("#tab-party")
    for key, tab in [
        ("ArrowRight", "number"),
        ("ArrowRight", "event"),
        ("ArrowRight", "party"),
        ("ArrowLeft", "event"),
    ]:
        reader.page.keyboard.press(key)
        assert reader.page.evaluate("document.activeElement.id") == f"tab-{tab}"
        expect(reader.page.locator(f"#tab-{tab}")).to_have_attribute("aria-selected", "true")
        assert reader.page.locator("[role=tab][tabindex='0']").count() == 1
        own = [
            control
            for control in map(what_if.data["controls"].__getitem__, what_if.data["worlds"][0]["controls"])
            if control["group"] == tab
        ]
        assert len(
            reader.page.evaluate("[...document.querySelectorAll('.owner:not(.near) .lever')].map(() => 1)")
        ) == len(own)


def test_evidence_opens_and_closes_by_key(reading, what_if):
    reader = reading()
    place = reader.place(SANCTIONS)
    button = reader.page.locator(f"[aria-controls='lever-{place}-why']")
    button.focus()
    reader.page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    text = reader.page.locator(f"#lever-{place}-why")
    expect(text).to_be_visible()
    path = "parties.taliban.positions.sanctions"
    told = next(each for at, each in what_if.data["support"].items() if at.startswith(path))
    assert told[0]["text"][:40] in text.inner_text()
    reader.page.keyboard.press("Space")
    expect(text).to_be_hidden()
