"""The designs that an experiment may have, by what its points are for."""

from typing import Literal

PointDesign = Literal["grid", "zip", "list", "one_at_a_time", "latin_hypercube", "sobol"]
"""Designs whose points are what is asked about."""
AnalysisDesign = Literal["sobol_indices", "morris"]
"""Designs that say how much rests on which number: their points are a means (`experiments.sensitivity`)."""
Design = Literal[PointDesign, AnalysisDesign]
SAMPLED: tuple[PointDesign, ...] = ("latin_hypercube", "sobol")
"""Designs whose points are drawn from within the factors' ranges."""
ANALYSES: tuple[AnalysisDesign, ...] = ("sobol_indices", "morris")
"""Every analysis."""
