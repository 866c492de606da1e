"""A bar in a notebook: plain HTML that is drawn anew, so that no widgets need be installed. It goes when the work is done."""

import time
from dataclasses import dataclass
from typing import Any

EVERY = 0.2  # seconds between two drawings


@dataclass
class Task:
    """How far the work is, as rich's tasks say it."""

    total: float
    completed: float = 0.0
    rate: str = "–"
    points: str = ""
    began: float = 0.0

    @property
    def speed(self) -> float | None:
        """Histories a second since the start; None before there are any."""
        passed = time.monotonic() - self.began
        return self.completed / passed if self.completed and passed > 0 else None


class NotebookBar:
    """Takes the calls that `experiments.runs.progress` makes of rich's bar."""

    def __init__(self) -> None:
        self.tasks: list[Task] = []
        self._handle: Any = None
        self._drawn = 0.0

    def add_task(self, _: str, total: float, rate: str, points: str) -> int:
        """The one thing that there is to do."""
        self.tasks.append(Task(total, rate=rate, points=points, began=time.monotonic()))
        return 0

    def start(self) -> None:
        """Show it."""
        from IPython.display import HTML, display

        self._handle = display(HTML(self._html()), display_id=True)

    def update(self, task: int, completed: float, total: float, rate: str, points: str) -> None:
        """So much is done, of so much; drawn now and then."""
        of_it = self.tasks[task]
        of_it.completed, of_it.total, of_it.rate, of_it.points = completed, total, rate, points
        if time.monotonic() - self._drawn >= EVERY:
            self._draw(self._html())

    def stop(self) -> None:
        """Take it off the page."""
        self._draw("")

    def _draw(self, html: str) -> None:
        from IPython.display import HTML

        self._drawn = time.monotonic()
        if self._handle is not None:
            self._handle.update(HTML(html))

    def _html(self) -> str:
        task = self.tasks[0]
        counts = f"{task.points}{task.completed:,.0f} of {task.total:,.0f} histories, {task.rate}/s"
        return f"<progress value='{task.completed}' max='{task.total}'></progress> {counts}"
