"""Pictures of estimates: plain data in, a matplotlib Figure out; nothing is saved or printed here."""

from experiments.figures.agreement_zone import Zone, zone
from experiments.figures.belief_bands import Believed, beliefs
from experiments.figures.belief_diagram import Beliefs, believed_and_true
from experiments.figures.blame_matrix import Blame, blame
from experiments.figures.flow_bands import Flow, Stage, flow
from experiments.figures.level_strips import Level, Wish, levels
from experiments.figures.meeting_bars import first_meeting
from experiments.figures.outcome_bars import outcomes
from experiments.figures.page import About, Answer, Heading, render, style
from experiments.figures.reliability_diagram import reliability
from experiments.figures.rung_curves import RungCurve, TableCurve, cumulative, rungs_over_time
from experiments.figures.state_areas import TableStates, states_over_time
from experiments.figures.war_bands import Violence, war

__all__ = [
    "About", "Answer", "Beliefs", "Believed", "Blame", "Flow", "Heading", "Level", "RungCurve", "Stage", "TableCurve",
    "TableStates", "Violence", "Wish", "Zone", "beliefs", "believed_and_true", "blame", "cumulative", "first_meeting",
    "flow", "levels", "outcomes", "reliability", "render", "rungs_over_time", "states_over_time", "style", "war", "zone",
]  # fmt: skip
