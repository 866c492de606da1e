"""The what-if page in Chromium: how long a reader waits for a picture while a slider is dragged, and after."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measure import Figure, Grid, figure
from benchmarks.sizes import Size
from experiments.docs.live_page import CHROMIUM, FLAGS
from experiments.ladders.loading import load
from experiments.page.data import HISTORIES, Written
from experiments.page.write import page_of

EVERY = 40
"""Milliseconds between two steps of a drag."""
HOW = (
    "In Chromium, from disk. “first picture”: from a step of a drag, one every {every} ms, to the next picture of that step "
    "or a later one, of at least 250 pairs; “pictures”: of all steps, how many had a picture of their own; “2,000” and "
    "“20,000 pairs”: from the last step; “undo”: from the key to the picture; “what matters”: from a change to the first and "
    "the last list of what would move the answer most. All processors must be free."
)
WATCH = """
window.seen = [];
new MutationObserver(() => {
  const { of, count } = document.getElementById("headline").dataset;
  window.seen.push([performance.now(), of, Number(count)]);
}).observe(document.getElementById("headline"), { attributes: true });
"""
DRAG = """
async ([steps, every, drag]) => {
  const sliders = [...document.querySelectorAll("#levers details:not(.near) input[type=range]")];
  const slider = sliders.find(({ min, max }) => max - min >= 60);
  const [low, high] = [Number(slider.min), Number(slider.max)];
  const moved = [];
  for (let i = 1; i <= steps; i++) {
    await new Promise((done) => setTimeout(done, every));
    slider.value = String(high - Math.round(((high - low) * 0.9 * i + 7 * drag) / steps));
    moved.push([performance.now(), slider.value]);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return moved;
}
"""


def grids(size: Size, files: Sequence[Path]) -> list[Grid]:
    """A drag on the page of every file."""
    steps, drags = (40, 5) if size.compiles else (10, 1)
    rows = {file.stem: dragged(file, steps, drags) for file in files}
    return [{"title": "A slider dragged", "how": HOW.format(every=EVERY), "rows": rows}]


def dragged(file: Path, steps: int, drags: int) -> dict[str, Figure]:
    """Waiting times of some drags on a page, milliseconds."""
    waits: list[float] = []
    shown, early, late, undone, sought = 0, [], [], [], []
    with opened(file) as page:
        until(page, HISTORIES)
        for drag in range(drags):
            page.evaluate("window.seen.length = 0")
            moved = page.evaluate(DRAG, [steps, EVERY, drag])
            until(page, HISTORIES)
            seen = page.evaluate("window.seen")
            waits += first_pictures(moved, seen)
            shown += len({of for at, of, _ in seen if at <= moved[-1][0] + EVERY})
            early.append(reached(moved[-1][0], seen, 2_000))
            late.append(reached(moved[-1][0], seen, HISTORIES))
            undone.append(page.evaluate(UNDO))
            sought.append(page.evaluate(SOUGHT))
    return {
        "first picture, p50": figure(float(np.quantile(waits, 0.5)), "ms"),
        "first picture, p95": figure(float(np.quantile(waits, 0.95)), "ms"),
        "pictures": figure(shown / (steps * drags), "of all steps"),
        "2,000 pairs, p95": figure(float(np.quantile(early, 0.95)), "ms"),
        "20,000 pairs": figure(max(late) / 1000, "s"),
        "undo": figure(max(undone), "ms"),
        "what matters, first": figure(max(first for first, _ in sought) / 1000, "s"),
        "what matters, last": figure(max(last for _, last in sought) / 1000, "s"),
    }


UNDO = """
async () => {
  const start = performance.now();
  const before = document.getElementById("headline").dataset.of;
  document.getElementById("tool-undo").click();
  while (document.getElementById("headline").dataset.of === before) await new Promise((done) => setTimeout(done, 1));
  return performance.now() - start;
}
"""


SOUGHT = """
async () => {
  const sliders = [...document.querySelectorAll("#levers details:not(.near) input[type=range]")];
  const slider = sliders.find(({ min, max }) => max - min >= 60);
  const start = performance.now();
  slider.value = slider.value === slider.max ? String(slider.max - 1) : slider.max;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  const until = async (is) => {
    while (!is()) await new Promise((done) => setTimeout(done, 5));
    return performance.now() - start;
  };
  await until(() => document.querySelector("#beyond.old"));
  await until(() => !document.querySelector("#beyond.old"));
  const first = await until(() => document.querySelector("#movers ul"));
  return [first, await until(() => document.getElementById("movers").textContent.includes("Points, each"))];
}
"""


def first_pictures(moved: Sequence[Any], seen: Sequence[Any]) -> list[float]:
    """From each step to the first picture that is of it or of a later one."""
    steps = [(float(at), int(float(value))) for at, value in moved]
    pictures = [(float(at), newest(steps, float(at), of)) for at, of, _ in seen]
    return [next(when for when, which in pictures if which >= i) - at for i, (at, _) in enumerate(steps)]


def newest(steps: Sequence[tuple[float, int]], at: float, of: str) -> int:
    """The last step before a time at which the slider stood where a picture says; −1 if it never did."""
    moves = json.loads(of)[1]
    shown = moves[-1][1] if moves else 0
    return max((i for i, (when, value) in enumerate(steps) if when <= at and value == shown), default=-1)


def reached(since: float, seen: Sequence[Any], count: int) -> float:
    """From a time to the first picture of the last setting with so many pairs."""
    last = seen[-1][1]
    return next(float(at) for at, of, pairs in seen if of == last and pairs >= count and at >= since) - since


def until(page: Any, count: int) -> None:
    """Wait until so many pairs were played of what is set, and nothing else is looked for."""
    page.wait_for_function(
        "(count) => Number(document.getElementById('headline').dataset.count) >= count", arg=count, timeout=120_000
    )
    page.wait_for_timeout(200)


@contextmanager
def opened(file: Path) -> Iterator[Any]:
    """The page of a scenario, open in a browser."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "page.html"
        path.write_bytes(page_of(Written(file, load(file, to_run=True))))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(path.as_uri())
        page.wait_for_selector("#headline[data-count]")
        page.evaluate(WATCH)
        yield page
        browser.close()
