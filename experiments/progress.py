"""A progress bar with histories per second and time left: on a terminal only."""

import sys
import threading
from types import TracebackType
from typing import Any


class Progress:
    """Counts histories as workers finish them; draws on stderr if that is a terminal and nobody asked for quiet."""

    def __init__(self, total: int, quiet: bool):
        self.total, self.done = total, 0
        self.quiet = quiet
        self._lock = threading.Lock()
        self._bar: Any = None
        self._task: Any = None

    @property
    def shown(self) -> bool:
        """Whether there is anybody to show it to."""
        return not self.quiet and sys.stderr.isatty()

    def say(self, text: str) -> None:
        """A line about what is going on; nothing when quiet."""
        if not self.quiet:
            print(text, file=sys.stderr, flush=True)

    def __enter__(self) -> "Progress":
        if self.shown:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

            self._bar = Progress(
                TextColumn("{task.description}"), BarColumn(),
                TextColumn("{task.completed:,.0f} of {task.total:,.0f} histories · {task.fields[rate]} a second ·"),
                TimeRemainingColumn(), TextColumn("left"), console=Console(stderr=True), transient=True,
            )  # fmt: skip
            self._task = self._bar.add_task("Playing", total=self.total, rate="–")
            self._bar.start()
        return self

    def advance(self, n: int) -> None:
        """So many histories more are done; called from any thread."""
        with self._lock:
            self.done += n
            if self._bar is not None:
                speed = self._bar.tasks[0].speed
                self._bar.update(self._task, completed=self.done, rate=f"{speed:,.0f}" if speed else "–")

    def stop(self) -> None:
        """Take the bar off the screen."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.stop()
