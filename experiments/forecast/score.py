"""From a sealed forecast and the answers that came true to scores beside those of a base rate and of ignorance."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from experiments.estimates import proper_scores
from experiments.estimates.proper_scores import Bin, ScoreKind, Scores
from experiments.forecast.results import (
    Against,
    Forecaster,
    QuestionScored,
    ReliabilityBin,
    Rival,
    RivalScored,
    ScoreReport,
    ScoresTold,
)
from experiments.forecast.sealed_file import Asked, Forecast
from sim.scenario.phrases import shown, suggest

COLUMNS = ("question", "answer", "resolved_on", "source")
REQUIRED = COLUMNS[:2]
MAX_BYTES = 1_000_000
ENOUGH_BLOCKS = 10
"""From how many blocks an interval means something: in simulations with blocks of one to four questions, 95 % intervals
held the true mean in 75 % of cases with 3 blocks, 90 % with 5, 92 % with 10 and 93 % with 40 (docs/intervals.md)."""
FEW_EVENTS, FEW_BINS, MANY_BINS = 50, 5, 10


class ResolutionError(Exception):
    """Answers that cannot be used; the message has a line, with its place, for each thing that is wrong."""


class Resolution(NamedTuple):
    """The answer to a question: position of its category, when it was known and who says so."""

    answer: int
    on: date | None
    source: str | None


# ------------------------------------------------------------------------------
# Answers


def read_answers(path: Path, forecast: Forecast) -> dict[str, Resolution]:
    """Question → answer, of those that a CSV file answers; ResolutionError with everything that is wrong with it.

    Columns `question` and `answer`, and perhaps `resolved_on` (a date) and `source`. An empty answer, or no row, leaves
    a question open.
    """
    lines = _records(path)
    header_line, header = next(lines, (1, []))
    problems = list(_header_problems(f"{path}:{header_line}", header))
    if problems:
        raise ResolutionError("\n".join(problems))
    found: dict[str, Resolution] = {}
    asked, seen = {question.name: question for question in forecast.questions}, dict[str, int]()
    for line, fields in lines:
        at = f"{path}:{line}"
        row = dict(zip(header, fields, strict=False))
        mistakes = list(_row_problems(at, header, fields, row, asked, seen, forecast))
        problems += mistakes
        if not mistakes and row["answer"]:
            answer = asked[row["question"]].answers.index(row["answer"])
            on = date.fromisoformat(row["resolved_on"]) if row.get("resolved_on") else None
            found[row["question"]] = Resolution(answer, on, row.get("source") or None)
        seen.setdefault(row.get("question", ""), line)
    if problems:
        raise ResolutionError("\n".join(problems))
    if not found:
        raise ResolutionError(f"{path}: no question has an answer yet, so there is nothing to score")
    return found


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, each with the number of its first line, fields without spaces around them."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise ResolutionError(f"{path}:1: larger than {MAX_BYTES:,} bytes")
        reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        before = 0
        for fields in reader:
            line, before = before + 1, reader.line_num
            if any(field.strip() for field in fields):
                yield line, [field.strip() for field in fields]
    except OSError as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else error.strerror or error
        raise ResolutionError(f"{path}:1: {reason}") from None
    except UnicodeDecodeError:
        raise ResolutionError(f"{path}:1: not UTF-8 text; save the file as UTF-8") from None
    except csv.Error as error:
        raise ResolutionError(f"{path}:{reader.line_num}: not a CSV file: {error}") from None


def _header_problems(at: str, header: Sequence[str]) -> Iterator[str]:
    for name in REQUIRED:
        if name not in header:
            yield f"{at}: there is no column {shown(name)}; the first line names the columns, question,answer"
    for i, name in enumerate(header):
        if name not in COLUMNS:
            yield f"{at}: not a known column: {shown(name)}{suggest(name, COLUMNS)}"
        elif name in header[:i]:
            yield f"{at}: the column {shown(name)} is there twice"


def _row_problems(
    at: str, header: Sequence[str], fields: Sequence[str], row: Mapping[str, str], asked: Mapping[str, Asked],
    seen: Mapping[str, int], forecast: Forecast,
) -> Iterator[str]:  # fmt: skip
    """Everything that is wrong with a row."""
    if len(fields) > len(header) or "question" not in row or "answer" not in row:
        yield f"{at}: has {len(fields)} fields, and the first line names {len(header)} columns"
        return
    name, answer = row["question"], row["answer"]
    if name in seen:
        yield f"{at}: question: {shown(name)} was answered on line {seen[name]} already"
    if name not in asked:
        yield f"{at}: question: there is no question {shown(name)}{suggest(name, asked)}"
    elif answer and answer not in asked[name].answers:
        known = asked[name].answers
        yield f"{at}: answer: must be {', '.join(known[:-1])} or {known[-1]}, got {shown(answer)}{suggest(answer, known)}"
    if row.get("resolved_on"):
        yield from _date_problems(at, row["resolved_on"], forecast)


def _date_problems(at: str, text: str, forecast: Forecast) -> Iterator[str]:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        yield f"{at}: resolved_on: expected a date such as 2018-12-31, got {shown(text)}"
        return
    if day < forecast.as_of:
        yield f"{at}: resolved_on: {day} is before as_of ({forecast.as_of}), when it was still a question"


# ------------------------------------------------------------------------------
# Scores


def report(forecast: Forecast, sha256: str, answers: Mapping[str, Resolution]) -> ScoreReport:
    """What `forecast score --json` prints: every score of every answered question, means, differences, reliability."""
    rows = [_row(question, answers[question.name]) for question in forecast.questions if question.name in answers]
    rated = [row for row in rows if row["scores"]["base_rate"] is not None]
    unanswered = [question for question in forecast.questions if question.name not in answers]
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
        "sealed_late": [q.name for q in forecast.questions if q.by < forecast.sealed_at.date()],
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
        "expected": None if unanswered else {
            kind: {"mean": spread.mean, "lo": spread.lo, "hi": spread.hi} for kind, spread in forecast.expected.items()
        },
        "reliability": [_bin(cell) for cell in diagram(forecast, answers)],
        "caution": caution(len(rows)),
    }  # fmt: skip


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


def _row(question: Asked, resolution: Resolution) -> QuestionScored:
    """A question, its answer, and what each forecaster gets for it."""
    base_rate, uniform = question.base_rate, proper_scores.uniform(len(question.categories))

    def named(probabilities: Sequence[float]) -> dict[str, float]:
        return dict(zip(question.answers, probabilities, strict=True))

    def scored(probabilities: Sequence[float]) -> ScoresTold:
        return _told(proper_scores.score(probabilities, resolution.answer))

    return {
        "name": question.name,
        "title": question.title,
        "by": question.by.isoformat(),
        "block": question.block,
        "answer": question.answers[resolution.answer],
        "resolved_on": resolution.on.isoformat() if resolution.on else None,
        "source": resolution.source,
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
        for question in forecast.questions
        if question.name in answers
        for event in proper_scores.events(question.forecast, answers[question.name].answer)
    ]
