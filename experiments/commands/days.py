"""Days as options: as people write them, or a complaint that says what to write."""

from datetime import date
from typing import Any

import click


class Day(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases of click
    """A day such as 2018-09-13."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a complaint."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            from sim.scenario.hints import of_day
            from sim.scenario.phrases import shown

            self.fail(f"expected a date such as 2018-09-13, got {shown(value)}{of_day(value)}", param, ctx)
