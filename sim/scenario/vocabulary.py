"""The vocabulary of a scenario file: frozen models whose field descriptions generate the reference page.

A scenario as a person writes it may leave out whatever has a default; `sim.scenario.defaults.resolve` writes every default
out. Levels are in each issue's real unit throughout; `sim.engine.arrays` turns them into 0 … 1.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isfinite, isinf, isnan
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    Strict,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticKnownError
from pydantic_core.core_schema import no_info_after_validator_function

from agents import parameters
from agents.roles import MEDIATOR

PER_CENT = 100
A_YEAR = 12  # months over which violence is counted
TOWARD_PARTIES = ("exposure_with", "standing_with", "influence", "shelters")
"""Numbers of a principal that are about another."""
RENAMED = {
    "tactical_gain": "write standing, which is what coming is worth to a party whether it means to settle or stalls",
}
"""Keys of the first edition of the rules, with what to write instead."""
MOST_CHOICES = 512  # as many as a tabulated distribution has room for, each with its probability
FORMS = ("value", "uniform", "triangular", "normal", "beta", "choice")
SEATS, FEW, MANY = 12, 50, 500
FEWEST_OPTIONS, MOST_OPTIONS = 2, 13
"""Most principals at a table; most tables, and rungs of one; most parties, issues, events or outcomes: a file must not
exhaust the machine."""
LARGEST = 1e15
"""No number is farther from 0 than this: beyond it, one cannot tell a whole number from the next."""


# ------------------------------------------------------------------------------
# What a scalar may be: a text is no number, true is not 1, and 1 is not true


def _bounded(value: float) -> float:
    if abs(value) > LARGEST:
        raise ValueError(f"must be between {-LARGEST:g} and {LARGEST:g}, got {value:g}")
    return value


def _no_nan(value: float) -> float:
    if isnan(value):
        raise ValueError("expected a number; .nan is none")
    return value


def _day(value: Any) -> Any:
    """A date as it is written: pydantic alone would take a count of seconds, or a time of day, for one."""
    written = isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value)
    if not written and type(value) is not datetime.date:
        raise PydanticKnownError("date_type")
    return value


def _whole(value: Any) -> Any:
    if type(value) is not int:
        raise PydanticKnownError("int_type")
    return value


def _truth(value: Any) -> Any:
    if type(value) is not bool:
        raise PydanticKnownError("bool_type")
    return value


Truth = Annotated[bool, Strict()]
Whole = Annotated[int, Strict()]
Plain = Annotated[float, Strict(), Field(allow_inf_nan=False), AfterValidator(_bounded)]
"""A finite figure."""
Endless = Annotated[float, Strict(), AfterValidator(_no_nan)]
"""A figure that may be infinite, where its field has no upper end."""
Day = Annotated[datetime.date, BeforeValidator(_day)]
Version = Annotated[Literal[1], BeforeValidator(_whole)]  # a Literal alone takes true for 1
Always = Annotated[Literal[True], BeforeValidator(_truth)]  # and 1 for true


class Model(BaseModel):
    """Anything in a scenario file: keys that are not listed are errors, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)

    note: str | None = None
    """Free text for readers of the file."""


class Evidence(Model):
    """Where a number or statement comes from: exactly one of `quoted`, `inferred` and `assumed`."""

    quoted: str | None = None
    """Name of a source that has a `file`; `text` gives its exact words."""
    text: str | None = None
    """The exact words of the source."""
    inferred: str | None = None
    """Name of the source from which the number follows; `how` says in what way."""
    how: str | None = None
    """How the number follows from the source."""
    assumed: str | None = None
    """Why this was assumed: no source gives it."""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = [k for k in ("quoted", "inferred", "assumed") if getattr(self, k) is not None]
        if len(kinds) != 1:
            raise ValueError("evidence is exactly one of quoted (with text), inferred (with how) and assumed")
        partner = {"quoted": "text", "inferred": "how", "assumed": None}[kinds[0]]
        for key in ("text", "how"):
            if (getattr(self, key) is not None) != (key == partner):
                need = f"{kinds[0]} needs {key}" if key == partner else f"{key} does not go with {kinds[0]}"
                raise ValueError(need)
        return self


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


EvidenceList = Annotated[
    tuple[Evidence, ...],
    Field(description="Where this comes from; covers everything below it that has no evidence of its own."),
]


class Evidenced(Model):
    """A mapping that can carry evidence."""

    evidence: EvidenceList = ()

    @field_validator("evidence", mode="before")
    @classmethod
    def _evidence_list(cls, value: Any) -> Any:
        return _as_list(value)


class Number(Evidenced):
    """A number, or a distribution that is drawn once per history: exactly one form."""

    value: Endless | None = None
    """A number that is known."""
    uniform: tuple[Plain, Plain] | None = None
    """Lowest and highest."""
    triangular: tuple[Plain, Plain, Plain] | None = None
    """Lowest, likeliest, highest."""
    normal: tuple[Plain, Plain] | None = None
    """Mean and standard deviation, truncated to the field's range."""
    cut: Plain | None = None
    """Of `normal`: truncated also so many standard deviations from the mean."""
    beta: tuple[Plain, Plain] | None = None
    """Two shapes (> 0), stretched over the field's range."""
    choice: tuple[Endless, ...] | dict[str, Plain] | None = None
    """Values that are equally likely, or values with their weights."""

    @model_validator(mode="before")
    @classmethod
    def _from_scalar(cls, data: Any) -> Any:
        if isinstance(data, bool) or not isinstance(data, Mapping | Number | int | float):
            raise PydanticKnownError("float_type")
        return {"value": data} if isinstance(data, int | float) else data

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = [f for f in FORMS if getattr(self, f) is not None]
        if len(forms) != 1:
            raise ValueError("a number is exactly one of " + ", ".join(FORMS))
        problem = _form_problem(self)
        if problem:
            raise ValueError(problem)
        return self

    @property
    def form(self) -> str:
        """Which of the forms this is."""
        return next(f for f in FORMS if getattr(self, f) is not None)

    @property
    def uncertain(self) -> bool:
        """Whether it is drawn anew for each history."""
        return self.value is None

    @property
    def choices(self) -> dict[float, float]:
        """Value → weight of a `choice`."""
        pairs = self.choice.items() if isinstance(self.choice, dict) else ((value, 1.0) for value in self.choice or ())
        weights: dict[float, float] = {}
        for value, weight in pairs:
            number = _number_of(value)
            weights[number] = weights.get(number, 0.0) + weight
        return weights

    def support(self, low: float, high: float) -> tuple[float, float]:
        """Least and greatest value, given the range of the field that it stands in."""
        if self.value is not None:
            return self.value, self.value
        if self.uniform:
            return self.uniform
        if self.triangular:
            return self.triangular[0], self.triangular[2]
        if self.choice is not None:
            return min(self.choices), max(self.choices)
        if self.normal and self.cut is not None:
            low, high = (
                max(low, self.normal[0] - self.cut * self.normal[1]),
                min(high, self.normal[0] + self.cut * self.normal[1]),
            )
        return low, high


def _number_of(written: str | float) -> float:
    """The number of a `choice`, which stands as a key where it has a weight; ValueError if it is none."""
    if not isinstance(written, str):
        return written
    if written == ".inf":
        return inf
    if not re.fullmatch(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?", written) or isinf(float(written)):
        raise ValueError(f"{written!r} is no number")
    return float(written)


def _form_problem(number: Number) -> str | None:
    """What is wrong with the shape of a distribution, if anything."""
    if number.uniform and number.uniform[0] > number.uniform[1]:
        return "uniform is [lowest, highest]: the first is greater than the second"
    if number.triangular and not number.triangular[0] <= number.triangular[1] <= number.triangular[2]:
        return "triangular is [lowest, likeliest, highest], in that order"
    if number.normal and number.normal[1] < 0:
        return "normal is [mean, standard deviation]: the second may not be negative"
    if number.beta and min(number.beta) <= 0:
        return "beta is two shapes, both greater than 0"
    if number.cut is not None and (number.normal is None or number.cut <= 0):
        return "cut goes with normal, and is greater than 0: so many standard deviations from the mean"
    if number.choice is not None:
        try:
            weights = number.choices
        except ValueError:
            return "choice is a list of numbers, or a mapping of numbers to weights"
        if not weights or min(weights.values()) < 0 or sum(weights.values()) <= 0:
            return "choice needs at least one value, and weights that are not negative and not all 0"
        if len(weights) > MOST_CHOICES:
            return (
                f"choice has {len(weights):,} values, and at most {MOST_CHOICES} can be told apart: give a distribution"
            )
    return None


@dataclass(frozen=True)
class Within:
    """The range of a number, both ends included."""

    low: float
    high: float

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_after_validator_function(self.check, handler(source))

    def check(self, number: Number | None) -> Number | None:
        """The number, if all that it may be is in range; ValueError if not."""
        if number is None:
            return None
        for end in number.support(self.low, self.high):
            if not self.low <= end <= self.high:
                span = f"between {self.low:g} and {self.high:g}" if isfinite(self.high) else f"at least {self.low:g}"
                share = f"; {end:g} per cent is {end / 100:g}" if self.high == 1 and 2 <= end <= PER_CENT else ""
                raise ValueError(f"must be {span}, got {end:g}{share}")
        if not isfinite(self.high) and number.form == "beta":
            raise ValueError("beta needs a field with two ends; use uniform, triangular, normal or choice here")
        return number


@dataclass(frozen=True)
class Of(Within):
    """The range of an optional number whose unit, default and meaning are those of a parameter of the rule book."""

    parameter: parameters.Parameter

    def __init__(self, parameter: parameters.Parameter):
        super().__init__(parameter.low, parameter.high)
        object.__setattr__(self, "parameter", parameter)


DemandName = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"),
    WithJsonSchema({"type": "string", "pattern": r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"}),
]
Share = Annotated[Number, Within(0, 1)]
Weight = Annotated[Number, Within(-1, 2)]
NAME = "^[a-z][a-z0-9_]*$"
Name = Annotated[str, Field(pattern=NAME), WithJsonSchema({"type": "string", "pattern": NAME})]


class Source(Model):
    """A text that evidence refers to."""

    title: str
    """Its title."""
    publisher: str | None = None
    """Who published it."""
    date: Day
    """When it was published; not after the scenario's `as_of`."""
    file: str | None = None
    """File name of its text, for `parley evidence --sources`; without one it cannot be quoted."""
    url: str | None = None
    """Where it was published."""


class Time(Model):
    """How long a history is."""

    step: Literal["month", "week"] = "month"
    """Length of a round."""
    rounds: Whole = Field(default=24, ge=1, le=1200)
    """Number of rounds; round 1 is what remains of `as_of`'s month (or week)."""


class Follow(Evidenced):
    """A rung whose being reached is what an issue is about."""

    table: Name
    """The table."""
    reached: Name
    """The rung: once it, or a later one, is reached, the issue is in force."""


class Effects(Evidenced):
    """What an issue does once it is in force, in proportion to its level."""

    calm: Share = Number(value=0.0)
    """Share by which it lowers the violence of every armed party at full level."""
    calm_by_party: dict[Name, Share] = Field(default_factory=dict)
    """The same for single parties, in place of `calm`."""
    leverage: Annotated[Number, Within(-1, 1)] = Number(value=0.0)
    """Shift of leverage toward the insurgent side at full level."""
    troops: Annotated[Number, Within(0, 1e9)] = Number(value=0.0)
    """Troops of the deliverer that leave at full level; its violence falls with its troops."""


ONE_OR_MORE = BeforeValidator(lambda value: () if value is None else _as_list(value))
"""A list of one may stand without its brackets, and none at all as null."""
Deliverers = Annotated[
    tuple[Name, ...],
    ONE_OR_MORE,
    Field(max_length=SEATS),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": NAME},
                {"type": "array", "items": {"type": "string", "pattern": NAME}},
            ]
        }
    ),
]


class Issue(Evidenced):
    """What the parties disagree about."""

    title: str | None = None
    """What a reader sees; the name if absent."""
    unit: str = ""
    """Real unit of its levels, in the plural."""
    range: tuple[Plain, Plain] = (0.0, 1.0)
    """Level of the status quo, and the level at the other end; the second may be the smaller."""
    kind: Literal["continuous", "steps", "binary", "options"] = "continuous"
    """Any level; whole steps; only the two ends; or a choice among `options`, which lie on no line."""
    options: tuple[Name, ...] | dict[Name, str] = ()
    """Of kind `options`: the names of 2 to 13 options, in any order, or their names with the titles that a reader sees."""
    step: Annotated[Plain, Field(gt=0)] = 1.0
    """Size of a step of kind `steps`, in the real unit."""
    delivered_by: Deliverers = ()
    """Who must carry it out: usually the side that dislikes it. Of several, in a list, all must act at each step."""
    lag: Annotated[Number, Within(0, 1200)] = Number(value=0.0)
    """Months from its being agreed until its first step is due."""
    after: "Condition | None" = None
    """What must hold before a step of it is due. Until then, as agreed, nobody defaults."""
    revocable: Truth = True
    """Whether what was delivered can be taken back."""
    two_way: Truth = False
    """Whether what is in force may be bargained back; otherwise it is a floor, on which parties only build."""
    tranches: Whole = Field(default=1, ge=1, le=100)
    """In how many equal parts it is carried out."""
    in_force: Plain | Name | None = None
    """Level in force at the start, the status quo if absent; of `options` the name of one, the first if absent."""
    effects: Effects = Effects()
    """What it does once in force."""
    follow: Follow | None = None
    """Of a binary, irrevocable issue: it is carried out by reaching that rung, and in no other way."""
    public: Truth = False
    """Whether it cannot be promised in secret: a table where it is becomes public."""

    @field_validator("range")
    @classmethod
    def _two_ends(cls, value: tuple[float, float]) -> tuple[float, float]:
        if value[0] == value[1]:
            raise ValueError("the two ends of a range must differ")
        return value

    @property
    def titles(self) -> dict[str, str]:
        """What a reader sees of each option, by name, in the order of the file."""
        if isinstance(self.options, dict):
            return self.options
        return {name: name.replace("_", " ") for name in self.options}

    @property
    def ends(self) -> tuple[float, float]:
        """Real levels at both ends: of `options`, which are numbered from 0, the first and the last."""
        return (0.0, max(1.0, len(self.options) - 1.0)) if self.kind == "options" else self.range

    def level(self, real: float | str) -> float:
        """A real level as a share of the range: 0 is the status quo, 1 the other end; an option by its number or name."""
        start, end = self.ends
        if isinstance(real, str):
            real = float(list(self.options).index(real))
        return (real - start) / (end - start)

    def real(self, level: float) -> float:
        """A share of the range as a real level."""
        start, end = self.ends
        return start + level * (end - start)

    def option(self, level: float) -> str:
        """The name of the option at a share of the range."""
        return list(self.options)[round(self.real(level))]

    @property
    def steps(self) -> int:
        """Number of steps from one end to the other; 0 for a continuous issue."""
        if self.kind == "continuous":
            return 0
        if self.kind == "binary":
            return 1
        if self.kind == "options":
            return max(1, len(self.options) - 1)
        steps = abs(self.range[1] - self.range[0]) / self.step
        return max(1, round(min(steps, LARGEST)))  # too many are refused, but first they must be counted


class Home(Evidenced):
    """How those at home see an issue, where they differ from their delegation."""

    ideal: Number | None = None
    """Level that they want."""
    salience: Annotated[Number | None, Within(0, 100)] = None
    """How much they care, 0–100."""


class Position(Evidenced):
    """What a party wants on an issue."""

    ideal: Number | None = None
    """Level that it wants, in the issue's unit; not on an issue of kind `options`."""
    values: dict[Name, Annotated[Number, Within(-LARGEST, LARGEST)]] = Field(default_factory=dict)
    """On an issue of kind `options`, instead: what every option is worth to it, on any scale; only the ratios of the
    differences between its own options matter."""
    refuses: tuple[Name, ...] = ()
    """Options that it never accepts, whatever else is offered."""
    salience: Annotated[Number, Within(0, 100)]
    """How much it cares, 0–100; only the ratios between a party's issues matter."""
    red_line: tuple[Number, Number] | None = None
    """Range that it never leaves, in the issue's unit; either end may be uncertain."""
    home: Home | None = None
    """How those who must ratify see it."""

    @model_validator(mode="after")
    def _one_wish(self) -> Self:
        if self.ideal is None and not self.values:
            raise ValueError('missing: "ideal" is required; on an issue of kind options, "values"')
        if self.ideal is not None and self.values:
            raise ValueError("ideal goes with issues whose levels lie on a line, values with those of kind options")
        return self

    @property
    def aim(self) -> Number:
        """The level that it wants, of an issue whose levels lie on a line."""
        assert self.ideal is not None
        return self.ideal

    def widest_line(self, issue: Issue) -> tuple[float, float] | None:
        """The most that its red line may leave open, in the issue's unit, its ends in the order of the file."""
        if self.red_line is None:
            return None
        first, second = (number.support(*sorted(issue.range)) for number in self.red_line)
        return (min(first), max(second)) if first <= second else (max(first), min(second))


class Hardliners(Evidenced):
    """A wing that may attack on its own when a deal is near."""

    control: Annotated[Number | None, Of(parameters.HARDLINERS["control"])] = None
    restraint: Annotated[Number | None, Of(parameters.HARDLINERS["restraint"])] = None
    stake: Annotated[Number | None, Of(parameters.HARDLINERS["stake"])] = None
    force: Annotated[Number | None, Of(parameters.HARDLINERS["force"])] = None


class Gesture(Evidenced):
    """A step at no table, such as a holiday truce, or one that lasts, such as a drawdown."""

    issue: Name
    """The issue that it moves."""
    level: Plain | Name
    """To which level, in the issue's unit, or to which option."""
    months: Annotated[Number, Within(0.1, 1200)] = Number(value=1.0)
    """For how long; nothing for one that is `lasting`."""
    lasting: Truth = False
    """Whether it stays: the issue then falls back no further than this. What is not revocable can only be moved so."""
    rate: Share = Number(value=0.1)
    """Chance per month that an occasion for it arises."""


class Demand(Evidenced):
    """Something that a party says in public must come first. It may be a bluff; `requires`, or a whole rung, refers to it."""

    title: str | None = None
    """What a reader sees; the name if absent."""
    firm: Annotated[Number, Within(0, 1)]
    """Chance that it is meant; drawn once a history, and then known to all. Where it is not, what it asks is no condition."""
    relent: Annotated[Number, Within(0, 1)] = Number(value=0.0)
    """Chance per month that one that was meant is given up."""


class Principal(Evidenced):
    """A party that bargains. Every number left out has the default of its role."""

    role: Literal["insurgent", "government", "patron", "party"]
    """What it is; sets its defaults."""
    title: str | None = None
    """What a reader sees; the name if absent."""
    side: Literal["insurgent", "government", "none"] | None = None
    """Its side in the war; by role if absent (a patron stands with the government)."""
    positions: dict[Name, Position] = Field(default_factory=dict)
    """What it wants, issue by issue; an issue left out is one it does not care about."""
    capability: Annotated[Number | None, Within(0, 1e9)] = None
    """Its weight in the rival models; plays no part in the simulation."""
    settles: Annotated[Number | None, Within(0, 1)] = None
    """Prior probability that it means to settle rather than to stall: what the others believe before any signal."""
    truly_settles: Annotated[Number | None, Within(0, 1)] = None
    """Chance that it does mean to settle at the start, where that is not what the others believe: 1, it does and they
    cannot know; 0, it stalls. A change of leaders draws from `settles` again. Left out: as they believe."""
    signals: Annotated[Number, Within(0.001, 1000)] = Number(value=1.0)
    """Likelihood ratio of what others saw of it before the start: above 1 speaks for meaning to settle."""
    violence: Annotated[Number, Within(0, 1e7)] = Number(value=0.0)
    """Incidents a month that it starts on its own (answers to others come on top)."""
    troops: Annotated[Number, Within(0, 1e9)] = Number(value=0.0)
    """Its troops at the start; matters only where an issue makes them leave."""
    ratifies: Truth = True
    """Whether a binding text must be ratified at home."""
    exposure_with: dict[Name, Weight] = Field(default_factory=dict)
    """What being seen with another party costs on top of `exposure`, in u."""
    effort_at: dict[Name, Annotated[Number, Of(parameters.EFFORT_AT)]] = Field(default_factory=dict)
    """What a meeting of a table takes beyond `effort`, in u: its reluctance, which all know and which lasts a history.

    Left out: a normal around 0, drawn for each party and table.
    """
    standing_with: dict[Name, Weight] = Field(default_factory=dict)
    """What coming is worth where that party is met, in u, in place of `standing`; of several, the least counts."""
    influence: dict[Name, Weight] = Field(default_factory=dict)
    """What its word weighs with a party that must deliver without a seat, in u."""
    shelters: dict[Name, Weight] = Field(default_factory=dict)
    """Parties that it shelters, and how much (u) it holds them back while its own stake is unmet [Cunningham 2010]."""
    hardliners: Hardliners | None = None
    """A wing that may attack on its own when a deal is near."""
    gestures: dict[Name, Gesture] = Field(default_factory=dict)
    """Steps that it may take at no table."""
    demands: dict[Name, Demand] = Field(default_factory=dict)
    """What it says in public must come first, by name."""
    turnover: Annotated[Number | None, Of(parameters.PARTY["turnover"])] = None
    rationality: Annotated[Number | None, Of(parameters.PARTY["rationality"])] = None
    patience: Annotated[Number | None, Of(parameters.PARTY["patience"])] = None
    patience_spread: Annotated[Number | None, Of(parameters.PARTY["patience_spread"])] = None
    concession: Annotated[Number | None, Of(parameters.PARTY["concession"])] = None
    stake: Annotated[Number | None, Of(parameters.PARTY["stake"])] = None
    cost: Annotated[Number | None, Of(parameters.PARTY["cost"])] = None
    weary: Annotated[Number | None, Of(parameters.PARTY["weary"])] = None
    walk_away_spread: Annotated[Number | None, Of(parameters.PARTY["walk_away_spread"])] = None
    horizon: Annotated[Number | None, Of(parameters.PARTY["horizon"])] = None
    effort: Annotated[Number | None, Of(parameters.PARTY["effort"])] = None
    standing: Annotated[Number | None, Of(parameters.PARTY["standing"])] = None
    exposure: Annotated[Number | None, Of(parameters.PARTY["exposure"])] = None
    grief: Annotated[Number | None, Of(parameters.PARTY["grief"])] = None
    caution: Annotated[Number | None, Of(parameters.PARTY["caution"])] = None
    home_premium: Annotated[Number | None, Of(parameters.PARTY["home_premium"])] = None
    surprise: Annotated[Number | None, Of(parameters.PARTY["surprise"])] = None
    resolve: Annotated[Number | None, Of(parameters.PARTY["resolve"])] = None
    keep_word: Annotated[Number | None, Of(parameters.PARTY["keep_word"])] = None
    temptation: Annotated[Number | None, Of(parameters.PARTY["temptation"])] = None
    lock_in: Annotated[Number | None, Of(parameters.PARTY["lock_in"])] = None
    exclusion: Annotated[Number | None, Of(parameters.PARTY["exclusion"])] = None
    informativeness: Annotated[Number | None, Of(parameters.PARTY["informativeness"])] = None
    press_swing: Annotated[Number | None, Of(parameters.PARTY["press_swing"])] = None
    press_gain: Annotated[Number | None, Of(parameters.PARTY["press_gain"])] = None
    backlash: Annotated[Number | None, Of(parameters.PARTY["backlash"])] = None


class Mediator(Evidenced):
    """A third party that helps others to bargain [Bercovitch 1997]."""

    role: Literal["mediator"]
    """Always `mediator`."""
    title: str | None = None
    """What a reader sees; the name if absent."""
    communication: Annotated[Number | None, Of(MEDIATOR.defaults["communication"])] = None
    formulation: Annotated[Number | None, Of(MEDIATOR.defaults["formulation"])] = None
    guarantee: Annotated[Number | None, Of(MEDIATOR.defaults["guarantee"])] = None
    pull: Annotated[Number | None, Of(MEDIATOR.defaults["pull"])] = None
    skill: Annotated[Number | None, Of(MEDIATOR.defaults["skill"])] = None
    stake: Annotated[Number | None, Of(MEDIATOR.defaults["stake"])] = None
    acceptability: dict[Name, Annotated[Number, Within(-1, 1)]] = Field(default_factory=dict)
    """How welcome it is to a party (1 unless given); negative pushes the party away."""
    bias: dict[Name, Annotated[Number, Within(-1, 1)]] = Field(default_factory=dict)
    """Its leaning toward a party (0 unless given)."""


Party = Annotated[Principal | Mediator, Field(discriminator="role")]


class Condition(Evidenced):
    """Something that a history may leave behind. Several keys at once must all hold."""

    table: Name | None = None
    """A table, of which `reached`, `signed`, `ended`, `meetings`, `walk_outs`, `suspended` or `collapsed` is asked."""
    reached: Name | None = None
    """That rung, or a later one, was reached at some time."""
    signed: Name | None = None
    """That rung's agreement, or a later one's, was signed at some time."""
    ended: Name | None = None
    """That rung's agreement was ended after it had been signed."""
    meetings: Whole | None = Field(default=None, ge=0)
    """At least so many meetings were held."""
    walk_outs: Whole | None = Field(default=None, ge=0)
    """At least so many times the talks were broken off by a party that walked out."""
    suspended: Truth | None = None
    """Whether the table's talks are suspended just then."""
    collapsed: Truth | None = None
    """Whether the table collapsed."""
    issue: Name | None = None
    """An issue, of whose level in force `at_least` or `at_most` is asked, or of kind `options`, of which `is` is asked."""
    agreed: Always | None = None
    """Of an issue: the level that is agreed is asked, carried out yet or not; where nothing is pending, that in force."""
    leverage: Literal["insurgent", "government"] | None = None
    """A side of the war, of whose leverage, from 0 to 1, `at_least` or `at_most` is asked."""
    violence: Name | None = None
    """A party, or `all`, of whose incidents in the last `months` months `at_least` or `at_most` is asked."""
    months: Annotated[Whole | None, Field(ge=1, le=1200)] = None
    """Over how many months `violence` is counted (12 if left out); what lies before the start is not in it."""
    earlier: Annotated[Whole | None, Field(ge=1, le=1200)] = None
    """Of `violence`: it is compared with as many months, so many months earlier (12: the same season a year before).
    `at_least` and `at_most` then say how many times as many incidents. It does not hold while those months reach back
    before the start, of which nothing is counted."""
    at_least: Plain | None = None
    """The level in force is at least this far from the status quo, in the issue's unit; or so many incidents."""
    at_most: Plain | None = None
    """The level in force is at most this far from the status quo, in the issue's unit; or so many incidents."""
    is_: Name | None = Field(default=None, alias="is")
    """Of an issue of kind `options`: that option is in force."""
    by: Day | Whole | None = None
    """By the end of the round of this date, or of this number: asked then, not at the end.

    What is asked of a table, `is`, and `at_least` of an issue or of leverage, held at the end of some round up to then.
    `collapsed: false`, `suspended: false` and `at_most`: it had not happened up to then. Violence is counted up to then.
    """
    won: Literal["insurgent", "government"] | None = None
    """That side has won the war."""
    demand: DemandName | None = None
    """In `requires`: whose demand this is, as `PARTY.DEMAND`; it is no condition where that is a bluff or falls away."""
    all: "tuple[Condition, ...] | None" = None
    """All of these hold."""
    any: "tuple[Condition, ...] | None" = None
    """At least one of these holds."""
    not_: "Condition | None" = Field(default=None, alias="not")
    """This does not hold."""
    otherwise: Always | None = None
    """Always holds: the last outcome."""

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        of_table = ("reached", "signed", "ended", "meetings", "walk_outs", "suspended", "collapsed")
        asked_of_table = [k for k in of_table if getattr(self, k) is not None]
        asked_of_level = [k for k in ("at_least", "at_most", "is_") if getattr(self, k) is not None]
        levels = [k for k in ("issue", "violence", "leverage") if getattr(self, k) is not None]
        if (self.table is None) != (not asked_of_table):
            raise ValueError("table goes with reached, signed, ended, meetings, walk_outs, suspended or collapsed")
        if (not levels) != (not asked_of_level):
            raise ValueError(
                "issue goes with is if it is of kind options; other issues, violence and leverage go with at_least or at_most"
            )
        if self.is_ is not None and (self.issue is None or len(asked_of_level) > 1):
            raise ValueError("is goes with issue, and not with at_least or at_most")
        if len(levels) > 1:
            one, other = levels[:2]
            raise ValueError(f"{one} and {other} do not go together: ask of each in an inner condition of all")
        if self.violence is None and (self.months is not None or self.earlier is not None):
            raise ValueError(f"{'months' if self.months is not None else 'earlier'} goes with violence")
        if self.agreed is not None and self.issue is None:
            raise ValueError("agreed goes with issue")
        if self.by is not None and not (asked_of_table or asked_of_level or self.won):
            raise ValueError("by goes with a table, an issue, violence, leverage or won")
        if not (
            asked_of_table
            or asked_of_level
            or self.won
            or self.all is not None
            or self.any is not None
            or self.not_
            or self.otherwise
        ):
            raise ValueError(
                "an empty condition: give table, issue, violence, leverage, won, all, any, not or otherwise"
            )
        return self


class Outcome(Condition):
    """A way in which a history may end: a condition with a title."""

    title: str | None = None
    """What a reader sees; the name if absent. Outcomes exclude each other, so say so: "Prisoners exchanged, and no more"."""


class Rung(Evidenced):
    """A step of the ladder: reached when all on its agenda is agreed and carried out."""

    name: Name
    """Its name, unique at the table."""
    title: str | None = None
    """What a reader sees; the name if absent."""
    agenda: tuple[Name, ...] = ()
    """Issues to be settled on it; with none, a meeting is enough."""
    binding: Truth = False
    """Whether it must be signed and ratified, and is weighed against the whole war."""
    package: Truth = False
    """Whether at its first meeting everything left may be put on the table at once."""
    requires: tuple[Condition, ...] = ()
    """What must hold before it opens: a table's rung reached, or an issue in force at a level."""
    not_before: Day | Whole | None = None
    """It does not open before the round of this date, or of this number."""
    demand: DemandName | None = None
    """Whose demand this whole rung is, as `PARTY.DEMAND`: it is passed over where that is a bluff or falls away."""
    public: Truth = False
    """Whether it cannot be reached in secret: the table becomes public."""
    consent: tuple[Name, ...] = ()
    """Principals without a seat that must consent once all have signed: an opposition leader, or voters in a plebiscite."""
    order: tuple[Name, ...] = ()
    """Issues that are carried out one after the other, in this order."""

    @model_validator(mode="after")
    def _binds_who_consents(self) -> Self:
        if self.consent and not self.binding:
            raise ValueError("consent goes with binding: true: only to what binds must anybody without a seat consent")
        return self


class Table(Evidenced):
    """Where principals talk."""

    title: str | None = None
    """What a reader sees; the name if absent."""
    parties: Annotated[tuple[Name, ...], Field(min_length=2, max_length=SEATS)]
    """Principals with a seat."""
    mediators: tuple[Name, ...] = ()
    """Mediators."""
    secret: Truth = False
    """Whether it begins in secret."""
    convener: Name | None = None
    """The party that sets the date: the others are asked only when it will come."""
    met: Whole = Field(default=0, ge=0)
    """Meetings that were held on the first rung before the start."""
    rungs: Annotated[tuple[Rung, ...], Field(min_length=1, max_length=FEW)]
    """The ladder, from the bottom up."""
    occasion: Annotated[Number | None, Of(parameters.TABLE["occasion"])] = None
    resume: Annotated[Number | None, Of(parameters.TABLE["resume"])] = None
    review: Annotated[Number | None, Of(parameters.TABLE["review"])] = None
    leak: Annotated[Number | None, Of(parameters.TABLE["leak"])] = None
    communication: Annotated[Number | None, Of(parameters.TABLE["communication"])] = None
    guarantee: Annotated[Number | None, Of(parameters.TABLE["guarantee"])] = None
    grace: Annotated[Number | None, Of(parameters.TABLE["grace"])] = None
    failures: Annotated[Number | None, Of(parameters.TABLE["failures"])] = None


class War(Evidenced):
    """The fighting: counts of incidents per party and month."""

    unit: str = "incidents"
    """What is counted, in the plural."""
    season: Annotated[tuple[Annotated[Plain, Field(ge=0)], ...], Field(min_length=12, max_length=12)] = (1.0,) * 12
    """January to December; scaled to a mean of 1."""
    answers: dict[Name, dict[Name, Annotated[Number, Within(0, 100)]]] = Field(default_factory=dict)
    """Who answers whom: incidents by the first party for each by the second, times `branching`.

    Left out: the other side's parties answer, by their rates, one for one.
    """
    normal: Annotated[Number | None, Of(parameters.WAR["normal"])] = None
    dispersion: Annotated[Number | None, Of(parameters.WAR["dispersion"])] = None
    trend: Annotated[Number | None, Of(parameters.WAR["trend"])] = None
    branching: Annotated[Number | None, Of(parameters.WAR["branching"])] = None
    leverage: Annotated[Number | None, Of(parameters.WAR["leverage"])] = None
    drift: Annotated[Number | None, Of(parameters.WAR["drift"])] = None
    memory: Annotated[Number | None, Of(parameters.WAR["memory"])] = None
    hurt: Annotated[Number | None, Of(parameters.WAR["hurt"])] = None
    momentum: Annotated[Number | None, Of(parameters.WAR["momentum"])] = None
    volatility: Annotated[Number | None, Of(parameters.WAR["volatility"])] = None
    leverage_volatility: Annotated[Number | None, Of(parameters.WAR["leverage_volatility"])] = None
    victory: Annotated[Number | None, Of(parameters.WAR["victory"])] = None


class Effect(Evidenced):
    """What an event changes while it lasts: exactly one of `to`, `add` and `times`."""

    change: str
    """Dotted path of a number of a party, table, mediator or the war (`parties.taliban.turnover`).

    Also what a party wants (`parties.NAME.positions.ISSUE.ideal`, `.salience` or an end of its red line). For good, whatever
    `months`: `issues.NAME.level` (with `to` or `add`: it is in force from then on, and falls back no further), `leverage`
    (with `add`: it shifts to the insurgents) and `tables.NAME.secret` (with `to: 0`: word gets out).
    """
    to: Number | None = None
    """Sets it."""
    add: Number | None = None
    """Adds to it."""
    times: Number | None = None
    """Multiplies it."""

    @model_validator(mode="after")
    def _one_operation(self) -> Self:
        if sum(x is not None for x in (self.to, self.add, self.times)) != 1:
            raise ValueError("an effect has exactly one of to, add and times")
        return self


class Event(Evidenced):
    """Something from outside that changes named quantities for a time. Happens on a date, in a round, or at random."""

    name: Name
    """Its name, unique among events."""
    title: str | None = None
    """What a reader sees; the name if absent."""
    on: Day | Whole | None = None
    """The date, or the number of the round, in which it happens."""
    chance: Annotated[Number | None, Within(0, 1)] = None
    """Of an event that has a date: the chance that it happens then (1 if left out)."""
    rate: Annotated[Number | None, Within(0, 1)] = None
    """Chance per month that it happens."""
    not_before: Day | Whole | None = None
    """Of an event that has a rate: it does not happen before the round of this date, or of this number."""
    months: Annotated[Number, Within(0, 1200)] = Number(value=1.0)
    """How long it lasts."""
    once: Truth = False
    """Whether it can happen only once."""
    effects: tuple[Effect, ...] = ()
    """What it changes."""
    calls_off: dict[Name, Share] = Field(default_factory=dict)
    """Tables whose talks it may break off once they have met, and with what chance; they are resumed as after a walk-out."""

    @model_validator(mode="after")
    def _when(self) -> Self:
        if (self.on is None) == (self.rate is None):
            raise ValueError("an event has either on (a date or a round) or rate (chance per month)")
        if self.chance is not None and self.on is None:
            raise ValueError("chance goes with on: the chance that it happens then; rate is a chance per month")
        if self.not_before is not None and self.rate is None:
            raise ValueError("not_before goes with rate: an event with on happens on that date")
        if not self.effects and not self.calls_off:
            raise ValueError("an event does something: give effects or calls_off")
        return self


class Scenario(Evidenced):
    """A scenario: who wants what, who talks to whom, what must come first, and what counts as progress."""

    parley: Version
    """Version of the format."""
    title: str
    """What a reader sees first."""
    question: str | None = None
    """The question that the outcomes answer."""
    answers: str | None = None
    """What of a history answers it, and leads all that is said: `TABLE.RUNG` (that step or a later one), or an outcome."""
    as_of: Day
    """Date of knowledge: nothing later may enter."""
    time: Time = Time()
    """How long a history is."""
    sources: dict[Name, Source] = Field(default_factory=dict)
    """Texts that evidence refers to, by name."""
    issues: Annotated[dict[Name, Issue], Field(min_length=1, max_length=MANY)]
    """What the parties disagree about, by name."""
    parties: Annotated[dict[Name, Party], Field(min_length=1, max_length=MANY)]
    """Principals and mediators, by name."""
    tables: dict[Name, Table] = Field(default_factory=dict, max_length=FEW)
    """Where they talk, by name."""
    war: War | None = None
    """The fighting; left out, violence stays at its normal level and leverage where it is."""
    events: tuple[Event, ...] = Field(default=(), max_length=MANY)
    """What may happen from outside."""
    outcomes: dict[Name, Outcome] = Field(default_factory=dict, max_length=MANY)
    """Named outcomes in order: the first whose condition holds is the history's; the last is `otherwise: true`."""

    @property
    def principals(self) -> dict[str, Principal]:
        """The parties that bargain, by name."""
        return {n: p for n, p in self.parties.items() if isinstance(p, Principal)}

    @property
    def mediators(self) -> dict[str, Mediator]:
        """The mediators, by name."""
        return {n: p for n, p in self.parties.items() if isinstance(p, Mediator)}


Condition.model_rebuild()
Issue.model_rebuild()
