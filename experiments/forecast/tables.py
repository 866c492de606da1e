"""Forecasts and their scores, as tables on a terminal."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from experiments.estimates.proper_scores import KINDS
from experiments.forecast.results import QuestionScored, Rival, RivalScored, ScoreReport, SpreadTold
from experiments.forecast.sealed_file import Asked, Category, Forecast, reasons
from experiments.words.names import readable
from experiments.words.sentences import begin
from experiments.words.tables import Shown, house_table, section, share, words

TITLES = {"brier": "Brier", "log": "log (nats)", "rps": "ranked probability"}
WHO = {"forecast": "this forecast", "base_rate": "base rate", "uniform": "uniform"}
LATE = "the hash shows that nothing was changed since, not that nobody knew the answers then."


def print_sealed(forecast: Forecast, path: Path, sha256: str, console: Console) -> None:
    """The probabilities, and the hash by which the file will be known."""
    console.print(Text(forecast.title, style="bold"))
    known = f"knowledge of {day(forecast.as_of)}"
    line = f"{forecast.scenario}: {forecast.histories:,} histories, seed {forecast.seed}, {known}; intervals are 95 %"
    console.print(Text(line, style="dim"))
    section(console, "Share of histories", probability_table(forecast))
    print_base_rates([(question.title, reasons(question)) for question in forecast.questions], console)
    _quiet(console, [late(forecast.questions, forecast.sealed_at.date())])
    console.print(Text(f"\nSealed {forecast.sealed_at:%Y-%m-%d %H:%M} UTC in {path}"), soft_wrap=True)
    console.print(Text(f"SHA-256 {sha256}", style="bold"), soft_wrap=True)


def probability_table(forecast: Forecast) -> Table:
    """A row a question, or one for each category of an ordered one."""
    table = house_table()
    table.add_column("question")
    table.add_column("by", no_wrap=True)
    table.add_column("share", justify="right", no_wrap=True)
    table.add_column("base rate", justify="right", no_wrap=True)
    for question in forecast.questions:
        shown = question.categories[:1] if question.answers == ["yes", "no"] else question.categories
        if len(shown) > 1:
            table.add_row(question.title, day(question.by), "", "")
        for category in shown:
            label = question.title if len(shown) == 1 else f"  {begin(readable(category.name))}"
            when = day(question.by) if len(shown) == 1 else ""
            rate = "–" if category.base_rate is None else f"{100 * category.base_rate:.0f} %"
            table.add_row(label, when, share(shown_of(category), forecast.histories), rate)
    return table


def print_base_rates(questions: Sequence[tuple[str, Sequence[str]]], console: Console) -> None:
    """Where each question's base rate comes from; nothing if none has one."""
    if not any(given for _, given in questions):
        return
    table = house_table()
    table.add_column("question", ratio=2)
    table.add_column("base rate from", ratio=3)
    for title, given in questions:
        if given:
            table.add_row(words(title), words("; ".join(given)))
    section(console, "Base rates", table)


def shown_of(category: Category) -> Shown:
    """The share of the histories that gave an answer."""
    return {"n": category.n, "p": category.p, "lo": category.lo, "hi": category.hi}


def print_report(report: ScoreReport, console: Console) -> None:
    """Every question, its answer and its scores; means beside rivals; and what they do not prove."""
    console.print(Text(report["title"], style="bold"))
    sealed = date.fromisoformat(report["sealed_at"][:10])
    line = f"{report['scenario']}: knowledge of {day(date.fromisoformat(report['as_of']))}, sealed {day(sealed)}"
    console.print(Text(line, style="dim"))
    console.print(Text(f"SHA-256 {report['sealed_sha256']}", style="dim"), soft_wrap=True)
    section(console, "Answers (lower scores are better)", answer_table(report["questions"]))
    section(console, "Mean scores", mean_table(report))
    print_base_rates([(row["title"], row["base_rate_from"]) for row in report["questions"]], console)
    _quiet(console, remarks(report, sealed))
    console.print(Text(f"\n{report['caution']}", style="bold"))


def answer_table(rows: Sequence[QuestionScored]) -> Table:
    """A row a question: the answer, the probability that it had been given, and the forecast's scores."""
    table = house_table()
    for heading in ("question", "answer"):
        table.add_column(heading)
    for heading in ("forecast", "base rate", "Brier", "log", "ranked"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        answer, given = row["answer"], row["probabilities"]
        rate = percent(given["base_rate"][answer]) if given["base_rate"] else "–"
        of = row["scores"]["forecast"]
        figures = [f"{of[kind]:.3f}" for kind in KINDS]
        table.add_row(
            words(row["title"]), words(begin(readable(answer))), percent(given["forecast"][answer]), rate, *figures
        )
    return table


def mean_table(report: ScoreReport) -> Table:
    """The forecast beside each rival, on the questions that both answered."""
    table = house_table()
    for heading in ("beside", "score"):
        table.add_column(heading)
    for heading in ("questions", "forecast", "rival", "difference (95 %)", "skill"):
        table.add_column(heading, justify="right", no_wrap=True)
    against = report["against"]
    rivals: dict[Rival, RivalScored | None] = {"base_rate": against["base_rate"], "uniform": against["uniform"]}
    for rival, found in rivals.items():
        if found is None:
            continue
        for kind in KINDS:
            of, first = found[kind], kind == KINDS[0]
            bounds = "" if of["lo"] is None else f" ({of['lo']:+.3f} … {of['hi']:+.3f})"
            table.add_row(
                WHO[rival] if first else "", TITLES[kind], str(found["questions"]) if first else "", f"{of['forecast']:.3f}",
                f"{of['reference']:.3f}", f"{of['difference']:+.3f}{bounds}",
                "–" if of["skill"] is None else f"{of['skill']:+.2f}",
            )  # fmt: skip
    return table


def remarks(report: ScoreReport, sealed: date) -> list[str]:
    """What must be known to read the means."""
    lines = [
        "Difference: forecast − rival; below 0 the forecast was better. Skill: 1 is perfect, 0 as good as the rival."
    ]
    found = report["against"]["uniform"]
    if found["blocks"] < 2:
        lines.append("All questions are of one block, so that there is no interval.")
    elif found["few_blocks"]:
        lines.append(
            f"Intervals draw whole blocks of questions that share their luck; from {found['blocks']} blocks they mean little."
        )
    if report["against"]["base_rate"] is None:
        lines.append("No question has a base rate.")
    if report["annulled"]:
        lines.append(f"Annulled, and counted in no score: {' '.join(each['title'] for each in report['annulled'])}")
    lines += report["doubtful"]
    if report["unresolved"]:
        lines.append(f"Not answered yet: {' '.join(report['unresolved_titles'])}")
    elif report["expected"]:
        lines.append(expectation(report["expected"]["brier"], report["mean"]["forecast"]["brier"]))
    if report["sealed_late"]:
        questions = report["resolved"] + len(report["unresolved"]) + len(report["annulled"])
        lines.append(_late(len(report["sealed_late"]), questions, sealed, " or their answers known"))
    return lines


def expectation(of: SpreadTold, got: float) -> str:
    """The mean Brier score that was to be expected, and the one that came."""
    return (
        f"If the histories are right, 95 in 100 courses of events give a mean Brier score of {of['lo']:.3f} to "
        f"{of['hi']:.3f}, on average {of['mean']:.3f}; this one gave {got:.3f}."
    )


def late(questions: Sequence[Asked], sealed: date) -> str:
    """What sealing after the questions' dates does not show; empty if none was over."""
    over = sum(question.by < sealed for question in questions)
    return _late(over, len(questions), sealed) if over else ""


def _late(over: int, questions: int, sealed: date, known: str = "") -> str:
    which = "all questions" if over == questions else f"{over} of {questions} questions"
    return f"Sealed on {day(sealed)}, when the dates of {which} were past{known}: {LATE}"


def percent(p: float) -> str:
    """A probability in per cent, with the digits that it needs near 0 and 1."""
    digits = 0 if 0.01 <= p <= 0.99 else 2
    return f"{100 * p:.{digits}f} %"


def day(date: date) -> str:
    """A date for a reader, as `13 Sep 2018`."""
    return f"{date.day} {date:%b %Y}"


def _quiet(console: Console, lines: Sequence[str]) -> None:
    for line in filter(None, lines):
        console.print(Text(f"\n{line}", style="dim"))
