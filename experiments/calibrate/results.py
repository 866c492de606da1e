"""What fitting the defaults gave, with what each key means: `parley calibrate --json`, and `calibration.json`."""

from typing import Annotated, TypedDict

from experiments.words.units import Count, Proportion, Seed, Unit

Own = Annotated[float, Unit("the parameter's unit")]


class ParameterTold(TypedDict):
    """A default, and what the data say of it."""

    mean: Own
    """Posterior mean."""
    sd: Own
    """Posterior standard deviation."""
    q05: Own
    """Lower end of the 90 % interval."""
    q95: Own
    """Upper end of the 90 % interval."""
    prior: list[Own]
    """Ends of its uniform prior: what was thought possible."""
    learnt: Annotated[float, Unit("up to 1")]
    """Share of the prior's variance that the data took away; near 0 they say nothing of it."""
    default: Own
    """Its present default."""


class Ridge(TypedDict):
    """Two parameters that the data hardly tell apart."""

    between: list[str]
    """The two."""
    correlation: Annotated[float, Unit("−1 to 1")]
    """Their posterior correlation."""


class RateTold(TypedDict):
    """A published rate of peace processes, beside that of the fitted model and of the present defaults."""

    name: str
    """Its name."""
    title: str
    """What it is a rate of."""
    share: Proportion
    """As published."""
    lo: Proportion
    """Lower end of the published share's 95 % interval."""
    hi: Proportion
    """Upper end of it."""
    held_out: bool
    """Whether it played no part in fitting."""
    posterior: Proportion
    """Posterior mean."""
    posterior_lo: Proportion
    """Lower end of the posterior's 90 % interval."""
    posterior_hi: Proportion
    """Upper end of it."""
    defaults: Proportion
    """At the present defaults."""
    inside: bool
    """Whether the defaults fall within the published interval."""


class CalibrationResult(TypedDict):
    """The defaults of the rule book against base rates of peace processes."""

    points: Count
    """Points of parameters at which the generic case was played."""
    effective_size: Annotated[float, Unit("points, from 1")]
    """Number of equally weighted points that would tell as much."""
    histories_per_point: Count
    """Histories at each point."""
    seed: Seed
    """Seed of all random draws."""
    parameters: dict[str, ParameterTold]
    """The defaults that were fitted, by name."""
    ridges: list[Ridge]
    """All pairs, the strongest correlation first."""
    rates: list[RateTold]
    """The published rates."""
