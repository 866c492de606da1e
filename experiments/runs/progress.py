"""How far the work is: a bar on a terminal; elsewhere a line a minute, so that a log stays short."""

import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

from experiments.words.letters import visible

COUNTS = "{task.fields[points]}{task.completed:,.0f} of {task.total:,.0f} histories, {task.fields[rate]}/s,"
MINUTE = 60.0  # seconds between lines where there is no terminal


class Progress:
    """Counts histories as workers finish them, and points if there are any; shows them on stderr unless all is quiet.

    `now` is a clock in seconds.
    """

    def __init__(self, total: int, quiet: bool, now: Callable[[], float] = time.monotonic, points: int = 0):
        self.total, self.done = total, 0
        self.points, self.points_done = points, 0
        self.quiet = quiet
        self._now = now
        self._began = self._told = now()
        self._before = 0
        self._lock = threading.Lock()
        self._bar: Any = None
        self._task: Any = None

    @property
    def shown(self) -> bool:
        """Whether there is a terminal or a notebook to draw on."""
        return not self.quiet and (sys.stderr.isatty() or in_notebook())

    def say(self, text: str) -> None:
        """A line about what is going on; nothing when quiet."""
        if not self.quiet:
            print(visible(text), file=sys.stderr, flush=True)

    def __enter__(self) -> "Progress":
        self._began = self._told = self._now()
        self._before = self.done
        if self.shown:
            self._bar = notebook_bar() if in_notebook() else terminal_bar()
            self._task = self._bar.add_task("Playing", total=self.total, rate="–", points=self.points_words())
            self._bar.start()
        return self

    def expect(self, total: int) -> None:
        """So many histories there will be all told, as far as is known by now."""
        with self._lock:
            self.total = max(total, self.done)

    def advance(self, n: int) -> None:
        """So many histories more are done, which may be more than were expected; called from any thread."""
        with self._lock:
            self.done += n
            self.total = max(self.total, self.done)
            if self._bar is not None:
                speed = self._bar.tasks[0].speed
                rate = f"{speed:,.0f}" if speed else "–"
                self._bar.update(
                    self._task, completed=self.done, total=self.total, rate=rate, points=self.points_words()
                )
            elif not self.quiet and self._now() - self._told >= MINUTE:
                self.say(self.line())
                self._told, self._before = self._now(), self.done

    def finish(self, points: int) -> None:
        """So many points more are done."""
        with self._lock:
            self.points_done += points

    def points_words(self) -> str:
        """How many points are done, for a line that goes on; nothing where there are none."""
        return f"{self.points_done:,} of {self.points:,} points, " if self.points else ""

    def line(self) -> str:
        """Points and histories done, their rate since the last line, and the time left at that rate."""
        rate = (self.done - self._before) / (self._now() - self._told)
        left = f"{duration((self.total - self.done) / rate)} left" if rate > 0 else "time left unknown"
        share = f"{self.points_words()}{self.done:,} of {self.total:,} histories ({100 * self.done / self.total:.0f} %)"
        return f"{duration(self._now() - self._began)}: {share} · {rate:,.0f} a second · {left}"

    def stop(self) -> None:
        """Take the bar off the screen."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.stop()


def terminal_bar() -> Any:
    """A bar on stderr that goes when the work is done."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        BarColumn(bar_width=16), TextColumn(COUNTS), TimeRemainingColumn(), TextColumn("left"),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip


def in_notebook() -> bool:
    """Whether this process is the kernel of a notebook, and not only one that has loaded what kernels are made of."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and hasattr(ipython.get_ipython(), "kernel")


def notebook_bar() -> Any:
    """The same in a notebook."""
    from experiments.runs.notebook_bar import NotebookBar

    return NotebookBar()


def duration(seconds: float) -> str:
    """A length of time for a person: 45 s, 12 min, 3 h 05 min."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"
