"""The page as it is handed out: made once for what the files say, with the policy that it gives itself."""

from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from experiments.serve.watch import Watch
from sim.scenario.load import Loaded

MakePage = Callable[[Path, Loaded, Sequence[tuple[Path, Loaded]], bool], bytes]
"""Makes the page of a scenario and its variants; the last says whether it is served."""
POLICY = "content-security-policy"
HEAD = 100_000
"""Bytes at the beginning of a page, among which its policy stands."""


class Page(NamedTuple):
    """A page, and the policy that goes with it."""

    data: bytes
    policy: str


def made(file: Path, loaded: Loaded, variants: Sequence[tuple[Path, Loaded]], served: bool) -> bytes:
    """The what-if page."""
    from experiments.page.data import Written
    from experiments.page.write import page_of

    return page_of(Written(file, loaded), [Written(*each) for each in variants], served)


class Pages:
    """Makes the page when it is asked for, and again when the files have changed."""

    def __init__(self, watch: Watch, make: MakePage = made):
        self._watch, self._make = watch, make
        self._kept: tuple[int, Page] | None = None
        self._lock = Lock()
        self.shown = watch.state.good
        """The number of the state that the page was last handed out for."""

    def page(self) -> Page:
        """The page of the files as they last loaded well."""
        with self._lock:
            state = self._watch.state
            if self._kept is None or self._kept[0] != state.good:
                scene = state.scene
                data = self._make(scene.file, scene.loaded, scene.variants, True)
                self._kept = state.good, Page(data, served_policy(own_policy(data)))
            self.shown, page = self._kept
            return page


def served_policy(own: str) -> str:
    """A page's own policy for when it is served: it may talk to this server, and stand in no frame."""
    parts = [part.strip() for part in own.split(";")]
    kept = [part for part in parts if part and part.split()[0].lower() not in {"connect-src", "frame-ancestors"}]
    return "; ".join([*(kept or ["default-src 'none'"]), "connect-src 'self'", "frame-ancestors 'none'"])


def own_policy(page: bytes) -> str:
    """The policy that a page gives itself in its head, on one line; empty if it gives none."""
    reader = _Policy()
    reader.feed(page[:HEAD].decode("utf-8", "replace"))
    return " ".join(reader.found.split())


class _Policy(HTMLParser):
    found = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the first policy."""
        about = dict(attrs)
        if tag == "meta" and (about.get("http-equiv") or "").lower() == POLICY and not self.found:
            self.found = about.get("content") or ""
