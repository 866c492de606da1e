"""Somebody who reads a what-if page: moves what can be moved, waits for answers, and reads what stands there."""

import time
from typing import NamedTuple

from playwright.sync_api import Page

PATIENCE = 25  # seconds
ALL = 20_000  # histories that a page plays
SLIDE = """([place, group, step]) => {
    if (!document.getElementById(`lever-${place}`)) document.getElementById(`tab-${group}`).click();
    const slider = document.getElementById(`lever-${place}`);
    slider.value = step;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
}"""
ROWS = """() => [...document.querySelectorAll(".bars tbody tr")].map((row) =>
    [row.querySelector("th button").id.slice(4), row.querySelector(".now").textContent,
     row.querySelector(".change").textContent])"""
COUNT = "(document.querySelector('#status progress')?.value ?? 0)"
CHANGED = "document.getElementById('headline').textContent.includes('→')"
COMMAND = "(document.getElementById('command')?.title ?? '')"


class Setting(NamedTuple):
    """Which scenario of a page it starts from, and the step of each control that is moved."""

    world: int
    moves: dict[str, int]


AS_IT_STANDS = Setting(0, {})


class Reader:
    """Reads a page that carries `data`, from its first answer on."""

    def __init__(self, page: Page, data: dict):
        self.page, self.data = page, data
        page.wait_for_selector("#headline .large")

    def until(self, expression: str, patience: float = PATIENCE) -> None:
        """Wait until an expression of the page is true. (Playwright's own way needs `eval`, which a page forbids.)"""
        start = time.monotonic()
        while not self.page.evaluate(expression):
            assert time.monotonic() - start < patience, f"after {patience} seconds not yet: {expression}"
            time.sleep(0.02)

    def place(self, name: str, world: int = 0) -> int:
        """The place of a control among those of a scenario: its slider is called by it."""
        names = [self.data["controls"][i]["id"] for i in self.data["worlds"][world]["controls"]]
        return names.index(name)

    def control(self, name: str, world: int = 0) -> dict:
        """What the page knows of a control."""
        return self.data["controls"][self.data["worlds"][world]["controls"][self.place(name, world)]]

    def slide(self, name: str, step: int, world: int = 0) -> None:
        """Move a slider, as a hand or a key would: one event of input."""
        group = self.control(name, world)["group"]
        self.page.evaluate(SLIDE, [self.place(name, world), group, step])

    def set(self, setting: Setting) -> None:
        """Start from a scenario and move its controls."""
        if setting.world:
            self.page.click(f"#start-{setting.world}")
        for name, step in setting.moves.items():
            self.slide(name, step, setting.world)

    def answered(self, setting: Setting = AS_IT_STANDS, histories: int = ALL) -> None:
        """Wait until the answer to a setting stands there, of so many histories at least."""
        paths = [path for name in setting.moves for path in self.control(name, setting.world)["sets"]]
        told = [
            f"{COUNT} >= {histories}",
            f"{COMMAND}.startsWith({self.said_of(setting)!r})",
            f"{COMMAND}.split('--set').length === {len(paths) + 1}",
            *(f"{COMMAND}.includes({f'{path}='!r})" for path in paths),
        ]
        if not setting.moves and setting.world == 0:
            told.append(f"!{CHANGED}")
        elif self.data["worlds"][0]["answers"] in self.data["worlds"][setting.world]["questions"]:
            told.append(CHANGED)
        self.until(" && ".join(told))

    def said_of(self, setting: Setting) -> str:
        """How the command of a setting begins."""
        if setting.world == 0:
            return "parley compare" if setting.moves else "parley run"
        return f"parley compare {self.data['worlds'][0]['file']} " + ("--onto " if setting.moves else "")

    def headline(self) -> str:
        """What is answered, on one line."""
        return " ".join(self.page.inner_text("#headline").split())

    def seen(self) -> tuple[str, int]:
        """What is answered, and of how many histories, at one moment."""
        text, count = self.page.evaluate(f"[document.getElementById('headline').innerText, {COUNT}]")
        return " ".join(text.split()), count

    def command(self) -> str:
        """The command that is shown."""
        return self.page.evaluate(COMMAND)

    def count(self) -> int:
        """How many histories were played."""
        return self.page.evaluate(COUNT)

    def rows(self, show: str = "far") -> dict[str, tuple[str, str]]:
        """Of each row its share and what changed, by the name of its question: `far` or how it `ends`."""
        self.page.click(f"#show-{show}")
        return {name: (now, change) for name, now, change in self.page.evaluate(ROWS)}

    def looked(self) -> None:
        """Wait until what would move the answer most was found."""
        self.until("!!document.querySelector('#movers > p')?.textContent.startsWith('Points')")

    def saved(self, what: str) -> bytes:
        """A file that the page hands over: `yaml`, `csv`, `svg` or `png`."""
        self.page.click("#tool-save")
        with self.page.expect_download() as download:
            self.page.click(f"#save-{what}")
        self.page.keyboard.press("Escape")
        return download.value.path().read_bytes()

    def link(self) -> str:
        """The link that is copied; the page must be allowed to."""
        self.page.click("#tool-save")
        self.page.click("#save-link")
        self.page.keyboard.press("Escape")
        return self.page.evaluate("navigator.clipboard.readText()")
