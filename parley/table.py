"""A small table of an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from parley.frames import to_arrow, to_pandas, to_polars
from parley.showing import shortened, table_html

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

ROWS_SHOWN = 60  # rows that a notebook shows


@dataclass(frozen=True, repr=False)
class Table:
    """Rows under a heading; shares are 0–1."""

    title: str
    heading: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    reserved: str = ""
    """What is to be known first of it; empty if nothing is."""

    @property
    def arrays(self) -> "dict[str, np.ndarray]":
        """Every column by its name."""
        import numpy as np

        columns: Sequence[Sequence[Any]] = list(zip(*self.rows, strict=True)) or [() for _ in self.heading]
        return {name: np.array(column) for name, column in zip(self.heading, columns, strict=True)}

    def to_pandas(self) -> "pd.DataFrame":
        """The table as a pandas DataFrame."""
        return to_pandas(self.arrays, reserved=self.reserved)

    def to_polars(self) -> Any:
        """The table as a polars DataFrame."""
        return to_polars(self.arrays)

    def to_arrow(self) -> Any:
        """The table as an Arrow table."""
        return to_arrow(self.arrays, reserved=self.reserved)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        first = f"{self.reserved} " if self.reserved else ""
        return first + shortened(f"<parley table of {len(self.rows)} rows: {self.title} ({', '.join(self.heading)})>")

    def _repr_html_(self) -> str:
        shown = [[_cell(value) for value in row] for row in self.rows[:ROWS_SHOWN]]
        return table_html(" ".join(filter(None, [self.reserved, self.title])), self.heading, shown)


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
