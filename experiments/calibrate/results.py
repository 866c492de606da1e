"""What fitting the defaults gave, with what each key means: `parley calibrate --json`, and `calibration.json`."""

from typing import Annotated, TypedDict

from experiments.words.units import Count, Hash, Proportion, Seed, Unit

Own = Annotated[float, Unit("the default's unit")]


class ParameterTold(TypedDict):
    """A default, and what the data say of it."""

    title: str
    """What it is called."""
    unit: str
    """Its unit."""
    mean: Own
    """Posterior mean."""
    sd: Own
    """Posterior standard deviation."""
    q05: Own
    """Lower end of the 90 % interval."""
    q95: Own
    """Upper end of the 90 % interval."""
    prior: list[Own]
    """5 % and 95 % point of its prior: what was thought possible."""
    learnt: Annotated[float, Unit("up to 1")]
    """Share of the prior's variance that the data took away; near 0 they say nothing of it."""
    default: Own
    """Its present default."""
    placed: bool
    """Whether that lies within the 90 % interval."""


class Ridge(TypedDict):
    """Two defaults that the data hardly tell apart."""

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
    explained: Annotated[float, Unit("up to 1")]
    """How good the emulator is: share of the true variance between points that it explains, at points held from it."""
    emulator_error: Proportion
    """Its standard error there."""


class CalibrationResult(TypedDict):
    """The defaults of the rule book against base rates of peace processes."""

    points: Count
    """Points of the prior at which the generic case was played."""
    histories_per_point: Count
    """Histories at each."""
    draws: Count
    """Points of the prior that the emulator weighed."""
    draws_effective_size: Annotated[float, Unit("points, from 1")]
    """Number of equally weighted points that these would tell as much as."""
    kept: Count
    """Points of the posterior at which the generic case was played again."""
    kept_histories: Count
    """Histories at each."""
    effective_size: Annotated[float, Unit("points, from 1")]
    """Number of equally weighted points that these would tell as much as, weighted by what they showed."""
    seed: Seed
    """Seed of all random draws."""
    rules_sha256: Hash
    """Hash of the rule book."""
    parameters: dict[str, ParameterTold]
    """The defaults that the generic case has a part for, by path."""
    ridges: list[Ridge]
    """The dozen pairs with the strongest correlation, the strongest first."""
    rates: list[RateTold]
    """The published rates."""
