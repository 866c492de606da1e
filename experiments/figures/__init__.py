"""Pictures of estimates: plain data in, a matplotlib Figure out; nothing is saved or printed here."""

from experiments.figures.belief_diagram import Beliefs, believed_and_true
from experiments.figures.outcome_bars import outcomes
from experiments.figures.page import render, style
from experiments.figures.reliability_diagram import reliability
from experiments.figures.rung_curves import RungCurve, TableCurve, cumulative, rungs_over_time

__all__ = [
    "Beliefs", "RungCurve", "TableCurve", "believed_and_true", "cumulative", "outcomes", "reliability", "render",
    "rungs_over_time", "style",
]  # fmt: skip
