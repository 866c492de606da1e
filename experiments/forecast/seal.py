"""From a scenario and questions to a sealed forecast: every history is played once, in memory, and answers them all."""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np

from experiments.estimates import proper_scores
from experiments.estimates.proper_scores import ScoreKind, Scores
from experiments.estimates.statistics import estimate
from experiments.forecast.answers import play_answers
from experiments.forecast.questions import Question, Questions, read_at
from experiments.forecast.sealed_file import Asked, Category, Forecast, SealError, Spread
from experiments.words.names import source_title
from sim.engine.identity import kind_of_machine, rules_hash, versions
from sim.scenario.data import scenario_hash
from sim.scenario.defaults import resolve
from sim.scenario.vocabulary import Condition, Evidence, Scenario, Source


class Request(NamedTuple):
    """What is to be forecast, and by how many histories."""

    scenario: Scenario
    questions: Questions
    questions_sha256: str
    seed: int
    histories: int
    overrides: Sequence[str] = ()


def seal(request: Request, advance: Callable[[int], None] = lambda n: None) -> Forecast:
    """Play the histories and put down the probability of every answer. SealError if the time to give is none."""
    sealed_at = now()
    asked = request.questions.questions
    answers = play_answers(request.scenario, request.questions, request.seed, request.histories, advance)
    sizes = [len(question.categories()) for question in asked.values()]
    counts = [np.bincount(row, minlength=size).tolist() for row, size in zip(answers, sizes, strict=True)]
    scenario, sources = request.scenario, request.scenario.sources | request.questions.sources
    return Forecast(
        parley_forecast=1,
        title=request.questions.title,
        scenario=scenario.title,
        scenario_sha256=scenario_hash(resolve(scenario)),
        questions_sha256=request.questions_sha256,
        as_of=scenario.as_of,
        sealed_at=sealed_at,
        seed=request.seed,
        histories=request.histories,
        rules_sha256=rules_hash(),
        overrides=list(request.overrides),
        versions=versions(),
        platform=kind_of_machine(),
        expected=expected(answers, [proper_scores.estimator(row) for row in counts]),
        questions=[
            put_down(name, question, scenario, row, sources)
            for (name, question), row in zip(asked.items(), counts, strict=True)
        ],
        digest="",
    )


def now() -> datetime:
    """This second, or that of SOURCE_DATE_EPOCH, in UTC; SealError if that is no time."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError):
        raise SealError(f"SOURCE_DATE_EPOCH is not a number of seconds since 1970: {given}") from None


def expected(answers: np.ndarray, forecasts: Sequence[Sequence[float]]) -> dict[ScoreKind, Spread]:
    """Mean and 95 % range, over histories, of the forecasts' mean score if that history were the one that happens.

    `answers` is (questions, histories). What one history makes of several questions is taken together, so that the range
    is as wide as their dependence makes it.
    """
    total = np.zeros((answers.shape[1], len(proper_scores.KINDS)))
    for row, forecast in zip(answers, forecasts, strict=True):
        total += np.array([proper_scores.score(forecast, k) for k in range(len(forecast))])[row]
    spread = Scores(*(total / len(answers)).T)
    return {kind: _spread(getattr(spread, kind)) for kind in proper_scores.KINDS}


def _spread(values: np.ndarray) -> Spread:
    lo = np.quantile(values, proper_scores.TAIL, method="lower")  # few values, far apart: no interpolating between them
    hi = np.quantile(values, 1 - proper_scores.TAIL, method="higher")
    return Spread(mean=float(values.mean()), lo=float(lo), hi=float(hi))


def put_down(
    name: str, question: Question, scenario: Scenario, counts: Sequence[int], sources: Mapping[str, Source]
) -> Asked:
    """A question with what the histories say of each answer; `sources` are those that its evidence may refer to."""
    rates: Sequence[float | None] = question.base_rates() or [None] * len(counts)
    forecast = proper_scores.estimator(counts)
    categories = question.categories().items()
    return Asked(
        name=name,
        title=question.title,
        by=question.by,
        read_at=read_at(question, scenario),
        resolves=question.resolves,
        block=question.block_name(),
        evidence=[cited(evidence, sources) for evidence in question.evidence],
        categories=[
            Category(
                name=category, condition=as_data(condition), forecast=forecast[k], base_rate=rates[k],
                **estimate(counts[k], sum(counts))._asdict(),
            )
            for k, (category, condition) in enumerate(categories)
        ],
    )  # fmt: skip


def cited(evidence: Evidence, sources: Mapping[str, Source]) -> dict[str, Any]:
    """Evidence as its file gives it, with what its source is called, so that the sealed file tells it alone."""
    data: dict[str, Any] = evidence.model_dump(mode="json", exclude_none=True)
    source = sources.get(evidence.quoted or evidence.inferred or "")
    return data if source is None else data | {"source": source_title(source)}


def as_data(condition: Condition) -> dict[str, Any]:
    """A condition as its file would give it."""
    return condition.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)
