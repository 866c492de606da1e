"""A browser, and pages in it under watch."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.page import tools
from tests.page.watch import Watch

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Nothing of the browser's own on the network, and no need of a screen or a user."""

Scheme = Literal["light", "dark", "no-preference"]
Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, started when a module first asks for it.

    It is closed with the module: Playwright keeps an event loop running, in which no later test could start its own.
    """
    path = tools.chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Opener]:
    """Opens files and addresses; afterwards no page may have complained, or asked anything of anyone else."""
    with opening(browser) as opened:
        yield opened


@contextmanager
def opening(browser: Browser) -> Iterator[Opener]:
    """What opens pages, each in a context of its own, and closes them in the end; none may have done wrong by then."""
    watches: list[Watch] = []
    contexts: list[BrowserContext] = []

    def opened(
        target: Path | str,
        width: int = 1280,
        height: int = 800,
        scheme: Scheme = "light",
        origin: str | None = None,
        **options: object,
    ) -> Page:
        """A page of `width` × `height` CSS pixels in a context of its own; `origin` is whom it may ask."""
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **options)
        contexts.append(context)
        watches.append(Watch(context, origin))
        page = context.new_page()
        page.goto(target.resolve().as_uri() if isinstance(target, Path) else target)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [error for watch in watches for error in watch.errors] == []
    assert [url for watch in watches for url in watch.strangers()] == []


@pytest.fixture(scope="session")
def node() -> str:
    """The program that runs modules outside a browser."""
    return tools.node()
