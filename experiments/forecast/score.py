"""From a sealed forecast and the answers that came true to scores beside those of a base rate and of ignorance.

A question that was annulled counts in no score.
"""

from collections.abc import Mapping, Sequence

from experiments.estimates import proper_scores
from experiments.estimates.proper_scores import Bin, ScoreKind, Scores
from experiments.forecast.resolutions import Resolution, doubtful, known_when_sealed
from experiments.forecast.results import (
    Against,
    Forecaster,
    QuestionAnnulled,
    QuestionScored,
    ReliabilityBin,
    Rival,
    RivalScored,
    ScoreReport,
    ScoresTold,
)
from experiments.forecast.sealed_file import Asked, Forecast, reasons

ENOUGH_BLOCKS = 10
"""From how many blocks an interval means something: in simulations with blocks of one to four questions, 95 % intervals
held the true mean in 75 % of cases with 3 blocks, 90 % with 5, 92 % with 10 and 93 % with 40 (docs/intervals.md)."""
FEW_EVENTS, FEW_BINS, MANY_BINS = 50, 5, 10


def report(forecast: Forecast, sha256: str, answers: Mapping[str, Resolution]) -> ScoreReport:
    """What `forecast score --json` prints: every score of every answered question, means, differences, reliability."""
    scored = resolved(forecast, answers)
    rows = [_row(question, answer, answers[question.name]) for question, answer in scored]
    rated = [row for row in rows if row["scores"]["base_rate"] is not None]
    unanswered = [question for question in forecast.questions if question.name not in answers]
    annulled = [
        question
        for question in forecast.questions
        if question.name in answers and answers[question.name].answer is None
    ]
    return {
        "title": forecast.title,
        "scenario": forecast.scenario,
        "scenario_sha256": forecast.scenario_sha256,
        "sealed_sha256": sha256,
        "sealed_at": forecast.sealed_at.isoformat(),
        "as_of": forecast.as_of.isoformat(),
        "histories": forecast.histories,
        "seed": forecast.seed,
        "resolved": len(rows),
        "unresolved": [question.name for question in unanswered],
        "unresolved_titles": [question.title for question in unanswered],
        "annulled": [_annulled(question, answers[question.name]) for question in annulled],
        "doubtful": list(doubtful(forecast, answers)),
        "sealed_late": known_when_sealed(forecast, answers),
        "questions": rows,
        "mean": {
            "forecast": _mean(rows, "forecast"),
            "base_rate": _mean(rated, "base_rate") if rated else None,
            "uniform": _mean(rows, "uniform"),
        },
        "against": {
            "base_rate": against(rated, "base_rate", forecast.seed) if rated else None,
            "uniform": against(rows, "uniform", forecast.seed),
        },
        "expected": None if unanswered or annulled else {
            kind: {"mean": spread.mean, "lo": spread.lo, "hi": spread.hi} for kind, spread in forecast.expected.items()
        },
        "reliability": [_bin(cell) for cell in diagram(forecast, answers)],
        "caution": caution(len(rows)),
    }  # fmt: skip


def resolved(forecast: Forecast, answers: Mapping[str, Resolution]) -> list[tuple[Asked, int]]:
    """The questions that are answered and were not annulled, each with the position of its answer."""
    found = [(each, answers[each.name].answer) for each in forecast.questions if each.name in answers]
    return [(question, answer) for question, answer in found if answer is not None]


def _annulled(question: Asked, resolution: Resolution) -> QuestionAnnulled:
    return {
        "name": question.name,
        "title": question.title,
        "resolved_on": resolution.on.isoformat() if resolution.on else None,
        "source": resolution.source,
    }


def caution(questions: int) -> str:
    """The sentence that stands beside every score."""
    answers = "this answer comes" if questions == 1 else f"these {questions} answers come"
    return (
        f"One history is not many independent trials: {answers} from a single course of events, in which one turn can "
        "settle several questions at once. A good score proves little, and so does a bad one."
    )


def _bin(cell: Bin) -> ReliabilityBin:
    return {
        "low": cell.low, "high": cell.high, "n": cell.n, "yes": cell.yes, "forecast": cell.forecast,
        "lo": cell.lo, "hi": cell.hi,
    }  # fmt: skip


def _told(scores: Scores) -> ScoresTold:
    return {"brier": scores.brier, "log": scores.log, "rps": scores.rps}


def _row(question: Asked, answer: int, resolution: Resolution) -> QuestionScored:
    """A question, its answer, and what each forecaster gets for it."""
    base_rate, uniform = question.base_rate, proper_scores.uniform(len(question.categories))

    def named(probabilities: Sequence[float]) -> dict[str, float]:
        return dict(zip(question.answers, probabilities, strict=True))

    def scored(probabilities: Sequence[float]) -> ScoresTold:
        return _told(proper_scores.score(probabilities, answer))

    return {
        "name": question.name,
        "title": question.title,
        "by": question.by.isoformat(),
        "block": question.block,
        "answer": question.answers[answer],
        "resolved_on": resolution.on.isoformat() if resolution.on else None,
        "source": resolution.source,
        "base_rate_from": reasons(question),
        "probabilities": {
            "forecast": named(question.forecast),
            "base_rate": named(base_rate) if base_rate else None,
            "uniform": named(uniform),
        },
        "scores": {
            "forecast": scored(question.forecast),
            "base_rate": scored(base_rate) if base_rate else None,
            "uniform": scored(uniform),
        },
    }


def _scores_of(rows: Sequence[QuestionScored], who: Forecaster) -> list[Scores]:
    told = [row["scores"][who] for row in rows]
    return [Scores(each["brier"], each["log"], each["rps"]) for each in told if each is not None]


def _mean(rows: Sequence[QuestionScored], who: Forecaster) -> ScoresTold:
    """Mean scores over questions that this forecaster answered."""
    return _told(proper_scores.mean(_scores_of(rows, who)))


def against(rows: Sequence[QuestionScored], reference: Rival, seed: int) -> RivalScored:
    """The forecast beside a reference on questions that have both.

    `difference` is forecast − reference: below 0 the forecast was better. Its interval draws whole blocks.
    """
    blocks = [row["block"] for row in rows]
    ours, theirs = _scores_of(rows, "forecast"), _scores_of(rows, reference)
    number = len(set(blocks))

    def beside(kind: ScoreKind) -> Against:
        differences = [getattr(a, kind) - getattr(b, kind) for a, b in zip(ours, theirs, strict=True)]
        interval = proper_scores.block_bootstrap(differences, blocks, seed)
        loss, rival = getattr(proper_scores.mean(ours), kind), getattr(proper_scores.mean(theirs), kind)
        return {
            "forecast": loss, "reference": rival, "difference": loss - rival, "lo": interval and interval.lo,
            "hi": interval and interval.hi, "skill": proper_scores.skill(loss, rival),
        }  # fmt: skip

    return {
        "questions": len(rows), "blocks": number, "few_blocks": number < ENOUGH_BLOCKS,
        "brier": beside("brier"), "log": beside("log"), "rps": beside("rps"),
    }  # fmt: skip


def diagram(forecast: Forecast, answers: Mapping[str, Resolution]) -> list[Bin]:
    """The classes of the reliability diagram: five of them, ten from 50 events on."""
    events = happened(forecast, answers)
    return proper_scores.reliability(events, FEW_BINS if len(events) < FEW_EVENTS else MANY_BINS)


def happened(forecast: Forecast, answers: Mapping[str, Resolution]) -> list[tuple[float, bool]]:
    """The yes/no events of all answered questions: probability, and whether it happened."""
    return [
        event
        for question, answer in resolved(forecast, answers)
        for event in proper_scores.events(question.forecast, answer)
    ]
