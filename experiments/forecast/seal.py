"""From a scenario and questions to a sealed forecast: histories are played once per question, in memory."""

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np

from experiments.estimates import proper_scores
from experiments.estimates.proper_scores import ScoreKind, Scores
from experiments.estimates.statistics import estimate
from experiments.forecast.questions import Question, Questions, asked_of, read_at
from experiments.forecast.sealed_file import Asked, Category, Forecast, SealError, Spread
from experiments.runs.blocks import Engine, block_count, block_length, block_size, play
from experiments.runs.workers.threads import Beat, Threads
from sim.engine.arrays import compile_scenario
from sim.engine.identity import kind_of_machine, rules_hash, versions
from sim.scenario.data import scenario_hash
from sim.scenario.defaults import resolve
from sim.scenario.vocabulary import Condition, Scenario


class Request(NamedTuple):
    """What is to be forecast, and by how many histories."""

    scenario: Scenario
    questions: Questions
    questions_sha256: str
    seed: int
    histories: int
    overrides: Sequence[str] = ()


def seal(request: Request, engine: Engine, advance: Callable[[int], None] = lambda n: None) -> Forecast:
    """Play the histories and put down the probability of every answer. SealError if the time to give is none."""
    sealed_at = now()
    asked = request.questions.questions
    answers = play_answers(request, engine, advance)
    sizes = [len(question.categories()) for question in asked.values()]
    counts = [np.bincount(row, minlength=size).tolist() for row, size in zip(answers, sizes, strict=True)]
    scenario = request.scenario
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
        questions=[put_down(name, q, scenario, n) for (name, q), n in zip(asked.items(), counts, strict=True)],
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


def play_answers(request: Request, engine: Engine, advance: Callable[[int], None]) -> np.ndarray:
    """The answer (position of its category) that each history gives to each question, (questions, histories)."""
    compiled = [
        compile_scenario(asked_of(request.scenario, question)) for question in request.questions.questions.values()
    ]
    answers = np.zeros((len(compiled), request.histories), np.int16)
    size = block_size(request.histories)
    blocks = range(block_count(request.histories, size))
    pieces = [(q, block) for q in range(len(compiled)) for block in blocks]

    def play_piece(piece: tuple[int, int], beat: Beat) -> np.ndarray:
        q, block = piece
        first, count = block * size, block_length(block, request.histories, size)
        return play(compiled[q], request.seed, first, count, engine, beat)["outcome"]

    def keep(piece: tuple[int, int], outcomes: np.ndarray) -> None:
        q, block = piece
        answers[q, block * size : block * size + len(outcomes)] = outcomes

    for _ in Threads().each(play_piece, keep, pieces, advance):
        pass
    return answers


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


def put_down(name: str, question: Question, scenario: Scenario, counts: Sequence[int]) -> Asked:
    """A question with what the histories say of each answer."""
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
        evidence=[evidence.model_dump(mode="json", exclude_none=True) for evidence in question.evidence],
        categories=[
            Category(
                name=category, condition=as_data(condition), forecast=forecast[k], base_rate=rates[k],
                **estimate(counts[k], sum(counts))._asdict(),
            )
            for k, (category, condition) in enumerate(categories)
        ],
    )  # fmt: skip


def as_data(condition: Condition) -> dict[str, Any]:
    """A condition as its file would give it."""
    return condition.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)
