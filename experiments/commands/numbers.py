"""Numbers of options, as people write them: `1e4` is 10000, and a decimal comma or a separator of thousands is told."""

import re
from math import isnan
from typing import Any

import click

MOST = 2**63
WHOLE = re.compile("[-+]?[0-9]{1,30}")
POINTED = re.compile("[1-9][0-9]{0,2}[.][0-9]{3}")
"""What may be thousands with a point between them: 10.000."""


class Whole(click.IntRange):
    """A whole number in a range; `1e4` and `10000.0` are whole as well."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number, or a complaint that says what to write."""
        if isinstance(value, str):
            value = self._read(value, param, ctx)
        return super().convert(value, param, ctx)

    def _read(self, text: str, param: click.Parameter | None, ctx: click.Context | None) -> int:
        from sim.scenario.hints import of_whole
        from sim.scenario.phrases import shown

        if WHOLE.fullmatch(text.strip()):
            return int(text)
        number = _float(text) if not POINTED.fullmatch(text.strip()) else None
        if number is not None and number.is_integer() and abs(number) < MOST:
            return int(number)
        hint = of_whole(text) if number is None else ""
        self.fail(f"expected a whole number, got {shown(text)}{hint}", param, ctx)


class Figure(click.FloatRange):
    """A number in a range: `nan`, which is neither above nor below anything, is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number, or a complaint that says what to write."""
        if isinstance(value, str) and ((number := _float(value)) is None or isnan(number)):
            from sim.scenario.hints import of_number
            from sim.scenario.phrases import shown

            self.fail(f"expected a number, got {shown(value)}{of_number(value)}", param, ctx)
        return super().convert(value, param, ctx)


def _float(text: str) -> float | None:
    """The number that a text is; None if it is none. Python alone would read 10_000."""
    try:
        return float(text) if "_" not in text else None
    except ValueError:
        return None
