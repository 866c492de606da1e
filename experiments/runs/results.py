"""What `parley run` prints with `--json`, with what each key means."""

from typing import Annotated, NotRequired, TypedDict

from experiments.estimates.results import RunEstimates, RunHeading, RunReasons
from experiments.store.manifest import PrecisionAsked, StoppedAt
from experiments.words.units import Count, Number, Seconds, Unit

Rate = Annotated[float, Unit("histories a second")]


class PrecisionReached(PrecisionAsked):
    """Which intervals were to be how narrow, and what came of it."""

    stopped: StoppedAt
    """Where the run stopped."""


class RunEngine(RunHeading):
    """Of what results speak, and by which engine they were made."""

    engine: str
    """`compiled` or `mesa`: both give the same histories."""


class RunPace(TypedDict):
    """How long playing took, and where the results are."""

    simulate_seconds: Seconds
    """Seconds that playing took; 0 if all was there already."""
    histories_per_second: Rate
    """Histories played per second of playing."""
    out: str
    """The results folder."""


class RunOutput(RunEngine, RunEstimates, RunReasons, RunPace):
    """What `parley run --json` prints: the summary, how it was made, and where it is kept."""

    precision: NotRequired[PrecisionReached]
    """With --precision only: what was to be narrow, and what came of it."""


class ShardSpan(RunEngine):
    """Which histories a shard of a run holds."""

    shard: str
    """Which share it is, as `2/7`."""
    first: Number
    """Number of its first history."""
    count: Count
    """Histories that it holds."""


class ShardOutput(ShardSpan, RunPace):
    """What `parley run --shard i/n --json` prints: what was played, and no shares, since it is not the whole."""
