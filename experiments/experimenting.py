"""An experiment file of any design: a sweep, or an analysis of what rests on what."""

from experiments.backends import Backend
from experiments.sensitivity.analysing import analyse
from experiments.sweep.experiment import ANALYSES
from experiments.sweep.sweeping import Request, Swept, sweep


def play_experiment(request: Request, backend: Backend) -> Swept:
    """Play an experiment, or a shard of it, and keep what it gives; raises what `sweep` raises."""
    analysed = request.loaded.experiment.design in ANALYSES
    return analyse(request, backend) if analysed else sweep(request, backend)
