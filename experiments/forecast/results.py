"""What `parley forecast` prints with --json, with what each key means; the sealed file itself is in `sealed_file`."""

from typing import Annotated, Literal, TypedDict

from experiments.estimates.proper_scores import ScoreKind
from experiments.forecast.sealed_file import Forecast
from experiments.words.units import Content, Count, Day, Hash, Moment, Proportion, Seed, Unit

Loss = Annotated[float, Unit("0 to 1; 0 is perfect")]
LogLoss = Annotated[float, Unit("nats, from 0; 0 is perfect")]
Scored = Annotated[float, Unit("the score's unit")]
Forecaster = Literal["forecast", "base_rate", "uniform"]
Rival = Literal["base_rate", "uniform"]


class SealOutput(TypedDict):
    """What `parley forecast seal --json` prints."""

    out: str
    """The sealed file."""
    sha256: Hash
    """Its hash: whoever has seen it can tell later whether a file is the one that was sealed."""
    forecast: Annotated[dict[str, object], Content(Forecast)]
    """The content of the file."""


class ScoresTold(TypedDict):
    """The scores of one forecast, or their means: losses, so that lower is better."""

    brier: Loss
    """Brier score."""
    log: LogLoss
    """Logarithmic score: minus the logarithm of the probability of what came true."""
    rps: Loss
    """Ranked probability score: to be off by one category counts less than by two."""


class ProbabilitiesBy(TypedDict):
    """The probability of each category of a question, by forecaster."""

    forecast: dict[str, Proportion]
    """The sealed forecast's."""
    base_rate: dict[str, Proportion] | None
    """How often such things happen; null where no base rate was given."""
    uniform: dict[str, Proportion]
    """Those of one who knows nothing but the categories."""


class ScoresBy(TypedDict):
    """Scores by forecaster."""

    forecast: ScoresTold
    """The sealed forecast's."""
    base_rate: ScoresTold | None
    """The base rate's; null where none was given."""
    uniform: ScoresTold
    """Those of one who knows nothing but the categories."""


class QuestionScored(TypedDict):
    """A question that is answered, and what each forecaster gets for it."""

    name: str
    """Its name."""
    title: str
    """The question in words."""
    by: Day
    """The day by which it is answered."""
    block: str
    """Questions of one block are drawn again together."""
    answer: str
    """The category that came true."""
    resolved_on: Day | None
    """When that was known; null if the answers do not say."""
    source: str | None
    """Who says so; null if the answers do not say."""
    base_rate_from: list[str]
    """Where the base rate comes from; empty where none was given."""
    probabilities: ProbabilitiesBy
    """What each forecaster had said."""
    scores: ScoresBy
    """What each gets for it."""


class QuestionAnnulled(TypedDict):
    """A question that was given up: it cannot be told, or lost its sense."""

    name: str
    """Its name."""
    title: str
    """The question in words."""
    resolved_on: Day | None
    """When it was given up; null if the answers do not say."""
    source: str | None
    """Who says so; null if the answers do not say."""


class Against(TypedDict):
    """The forecast beside a rival in one score: means over the questions that both answered."""

    forecast: Scored
    """The forecast's mean."""
    reference: Scored
    """The rival's mean."""
    difference: Scored
    """Forecast less rival: below 0 the forecast was better."""
    lo: Scored | None
    """Lower end of the difference's 95 % interval, which draws whole blocks; null if all questions are of one block."""
    hi: Scored | None
    """Upper end of it."""
    skill: Annotated[float, Unit("up to 1")] | None
    """1 is perfect, 0 as good as the rival; null if the rival was perfect."""


class RivalScored(TypedDict):
    """The forecast beside one rival."""

    questions: Count
    """Questions that both answered."""
    blocks: Count
    """Blocks of these."""
    few_blocks: bool
    """Whether that is too few for an interval to mean much."""
    brier: Against
    """In the Brier score."""
    log: Against
    """In the logarithmic score."""
    rps: Against
    """In the ranked probability score."""


class AgainstBy(TypedDict):
    """The forecast beside each rival."""

    base_rate: RivalScored | None
    """Beside the base rate; null where no question has one."""
    uniform: RivalScored
    """Beside one who knows nothing but the categories."""


class SpreadTold(TypedDict):
    """What a mean score was expected to be if the histories are right."""

    mean: Scored
    """Its mean over histories."""
    lo: Scored
    """It is below this in 2.5 % of histories at most."""
    hi: Scored
    """It is above this in 2.5 % of histories at most."""


class ReliabilityBin(TypedDict):
    """Events whose probability fell between two ends, and how many of them happened."""

    low: Proportion
    """The lower end."""
    high: Proportion
    """The upper end."""
    n: Count
    """Events."""
    yes: Count
    """Those that happened."""
    forecast: Proportion
    """Their mean probability."""
    lo: Proportion
    """The share that happens lies above this in 97.5 % of cases, if each event has the probability forecast."""
    hi: Proportion
    """It lies below this in 97.5 % of cases."""


class ScoreReport(TypedDict):
    """What `parley forecast score --json` prints."""

    title: str
    """Title of the questions."""
    scenario: str
    """Title of the scenario."""
    scenario_sha256: Hash
    """Hash of the scenario as it ran."""
    sealed_sha256: Hash
    """Hash of the sealed file."""
    sealed_at: Moment
    """When it was sealed."""
    as_of: Day
    """The scenario's date of knowledge."""
    histories: Count
    """Histories that the forecast rests on."""
    seed: Seed
    """Their seed."""
    resolved: Count
    """Questions that are answered."""
    unresolved: list[str]
    """Questions that are not yet."""
    unresolved_titles: list[str]
    """The same in words."""
    annulled: list[QuestionAnnulled]
    """Questions that were given up; they count in no score."""
    doubtful: list[str]
    """What is doubtful about dates of answers, a sentence each."""
    sealed_late: list[str]
    """Questions whose day was past when the forecast was sealed, or whose answer was known by then."""
    questions: list[QuestionScored]
    """Every question that is answered."""
    mean: ScoresBy
    """Mean scores over the questions that each forecaster answered."""
    against: AgainstBy
    """The forecast beside each rival."""
    expected: dict[ScoreKind, SpreadTold] | None
    """By score, what its mean was expected to be; null while questions are open, or if one was annulled."""
    reliability: list[ReliabilityBin]
    """How often what was forecast came true."""
    caution: str
    """What the scores do not prove, in a sentence."""
