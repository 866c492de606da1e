"""Units and ranges of what results hold, written beside their types and read from there by the reference page."""

from typing import Annotated, NamedTuple


class Unit(NamedTuple):
    """What a number or text is measured in, and within which ends it lies, in words."""

    words: str


Count = Annotated[int, Unit("0 or more")]
Number = Annotated[int, Unit("counted from 0")]
Seed = Annotated[int, Unit("0 to 2⁶³ − 1")]
Proportion = Annotated[float, Unit("0 to 1")]
Difference = Annotated[float, Unit("−1 to 1")]
RoundNumber = Annotated[int, Unit("rounds, from 1")]
Seconds = Annotated[float, Unit("seconds")]
Stakes = Annotated[float, Unit("u: 1 is all that one party cares about")]
Level = Annotated[float, Unit("the issue's unit")]
LevelOrOption = Annotated[float, Unit("the issue's unit; of options their number, from 0")]
Hash = Annotated[str, Unit("64 hexadecimal digits")]
Day = Annotated[str, Unit("YYYY-MM-DD")]
Moment = Annotated[str, Unit("ISO 8601, UTC")]


class Meaning(NamedTuple):
    """What a key means that Python keeps for itself, such as `from`, so that no text can stand under it."""

    words: str


class Content(NamedTuple):
    """The class whose fields are the keys of a mapping."""

    model: type
