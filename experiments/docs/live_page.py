"""The what-if page in the documentation, and a picture of it: made anew by one command (`make live-page`)."""

import tempfile
from pathlib import Path

from experiments.ladders.loading import load
from experiments.page.data import Written
from experiments.page.write import page_of

SCENARIO = Path("scenarios/afghan_peace_2018.yaml")
PAGE, PICTURE = Path("docs/afghan_peace_2018.html"), Path("docs/what_if_page.png")
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
MOVED = "sets dates more often (United States"
"""What is moved on the picture, all the way."""
LAST = "Points, each moved all the way"
"""What stands below the last list of what matters most."""
PATIENCE = 120_000  # milliseconds until all is there that the picture shows


def page() -> bytes:
    """The page of the first case: the same for the same scenario, scripts and rules."""
    return page_of(Written(SCENARIO, load(SCENARIO, to_run=True)))


def picture(data: bytes) -> bytes:
    """The page after a change, as PNG; it needs Chromium and Playwright."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "page.html"
        file.write_bytes(data)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        shown = browser.new_page(viewport={"width": 1280, "height": 800})
        shown.goto(file.as_uri())
        whole = shown.locator("#headline[data-count='20000']")
        whole.wait_for(timeout=PATIENCE)
        slider = shown.locator("#levers details:not(.near) .lever", has_text=MOVED).locator("input[type=range]").first
        slider.evaluate(
            "slider => { slider.value = slider.max; slider.dispatchEvent(new Event('input', {bubbles: true})); }"
        )
        shown.locator("#movers", has_text=LAST).wait_for(timeout=PATIENCE)
        whole.wait_for(timeout=PATIENCE)
        image = shown.screenshot()
        browser.close()
    return image


def main() -> None:
    """Write the page and its picture."""
    from experiments.store.files import write_whole

    data = page()
    write_whole(PAGE, data)
    write_whole(PICTURE, picture(data))


if __name__ == "__main__":
    main()
