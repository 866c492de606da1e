"""What a reader takes along: links and pictures."""

import struct
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from tests.page.what_if.reader import COMMAND, Setting

pytestmark = pytest.mark.slow

TROOPS, PULL = "united_states positions.troops 500.0", "qatar pull 0.3"
SHARES = {"permissions": ["clipboard-read", "clipboard-write"]}
LONGEST = 2000  # characters that any mail program or chat leaves whole
REFUSED = {
    "#1~000000000000~0~0.1": "of another scenario",
    "#1~{hash}~9~0.1": "a variant that this page does not have",
    "#1~{hash}~0~999.1": "damaged",
    "#7~{hash}~0~0.1": "not one of this page's",
    "#1~{hash}~0~0.65": "damaged",
}
SVG = "{http://www.w3.org/2000/svg}"


def hash_of(reader):
    """The hash by which links know the scenario."""
    return reader.data["worlds"][0]["hash"][:12]


# ------------------------------------------------------------------------------
# Links


def test_a_link_restores_what_is_set_with_the_same_counts(reading):
    reader = reading(**SHARES)
    setting = Setting(1, {TROOPS: 30, PULL: 20, "hold war.momentum": 12, "event mass_attack": -3})
    reader.set(setting)
    reader.answered(setting)
    link = reader.link()
    found = reader.headline(), reader.rows(), reader.command()
    reader.page.close()
    other = reading(link="#" + link.split("#")[1])
    other.answered(setting)
    assert (other.headline(), other.rows(), other.command()) == found
    expect(other.page.locator("#start-1")).to_have_attribute("aria-current", "false")
    assert other.page.input_value(f"#lever-{other.place(TROOPS, 1)}") == "30"


def test_a_link_that_does_not_fit_is_refused_with_a_sentence_and_changes_nothing(reading):
    reader = reading()
    reader.set(setting := Setting(0, {TROOPS: 30}))
    reader.answered(setting, 250)
    for link, why in REFUSED.items():
        reader.page.evaluate("(link) => { location.hash = link; }", link.format(hash=hash_of(reader)))
        expect(reader.page.locator(".notice.passing")).to_contain_text(why)
        reader.answered(setting, 250)


def test_a_page_that_is_opened_by_a_link_that_does_not_fit_says_so_and_shows_the_base(reading):
    reader = reading(link="#1~000000000000~0~0.1")
    expect(reader.page.locator(".notice")).to_contain_text("of another scenario")
    reader.answered(histories=250)


def test_a_link_of_every_control_moved_is_short_enough_for_mail_and_restores_them(reading):
    reader = reading(**SHARES)
    world = reader.data["worlds"][0]
    for place in world["controls"]:
        control = reader.data["controls"][place]
        reader.slide(control["id"], control["low"] or control["high"])
    link = reader.link()
    assert len(link) <= LONGEST
    reader.until(f"{COMMAND}.includes('--set')")
    command = reader.command()
    reader.page.close()
    other = reading(link="#" + link.split("#")[1])
    other.until(f"{COMMAND}.includes('--set')")
    assert len(other.command().split("--set")) > 100
    assert other.command() == command


def test_the_command_is_copied(reading):
    reader = reading(**SHARES)
    reader.set(setting := Setting(0, {TROOPS: 30}))
    reader.answered(setting, 250)
    reader.page.click("#copy")
    expect(reader.page.locator(".notice")).to_have_text("The command is copied.")
    assert reader.page.evaluate("navigator.clipboard.readText()") == reader.command()


def test_what_cannot_be_copied_is_shown_to_be_selected(reading):
    reader = reading()
    reader.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    reader.page.click("#copy")
    expect(reader.page.locator("#dialog textarea")).to_have_value(reader.command())


# ------------------------------------------------------------------------------
# Pictures


@pytest.fixture
def drawn(reading):
    """A reader of an answer with its months drawn."""
    reader = reading()
    reader.set(setting := Setting(0, {TROOPS: 30}))
    reader.answered(setting, 2000)
    return reader


def test_the_svg_is_a_picture_with_colours_of_its_own(drawn, page, tmp_path):
    text = drawn.saved("svg").decode()
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert "var(" not in text
    assert len(root.findall(f"{SVG}path")) == 8  # four rungs, each now and as it stands
    assert all(path.get("stroke") not in (None, "none") for path in root.findall(f"{SVG}path"))
    file = tmp_path / "months.svg"
    file.write_text(text, encoding="utf-8")
    assert page(file).evaluate("document.documentElement.getBBox().width") > 300


def test_the_png_is_a_picture_in_which_something_is_drawn(drawn, page, tmp_path):
    data = drawn.saved("png")
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    assert width >= 900
    assert height >= 400
    (tmp_path / "months.png").write_bytes(data)
    colours = page(tmp_path / "months.png").evaluate("""() => {
        const image = document.querySelector("img");
        const canvas = document.createElement("canvas");
        Object.assign(canvas, { width: image.naturalWidth, height: image.naturalHeight });
        const context = canvas.getContext("2d");
        context.drawImage(image, 0, 0);
        try { return new Set(new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size; }
        catch { return -1; }
    }""")
    assert colours == -1 or colours > 20
